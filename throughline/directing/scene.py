"""A scene as the director knows it before a shot is chosen: who is what, who is there when, who talks with whom."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise

from throughline.directing.draft import unique
from throughline.directing.styles import CLASSICAL, Style
from throughline.directing.vocabulary import DISASTER, FAST, Kind, large, significant
from throughline.film.story import Beat, BeatKind, Breakdown, Event, Presence, SceneReading, SetKind, Verb

_COMES = frozenset({Verb.ENTER, Verb.APPEAR})
_GOES = frozenset({Verb.EXIT, Verb.VANISH})
_VIOLENT = FAST | DISASTER | {Verb.STRIKE, Verb.FALL, Verb.STUMBLE, Verb.JUMP}
_SMALL = frozenset({Verb.LOOK, Verb.TURN, Verb.SIT, Verb.RISE, Verb.STAND, Verb.BE, Verb.POINT, Verb.TALK})
NEAR_BEATS = 2
LONG_TALK = 10


class Cast:
    """Who is what in the whole film."""

    def __init__(self, breakdown: Breakdown) -> None:
        self.language = breakdown.language
        self._kinds: dict[str, Kind] = {}
        self._words: dict[str, str] = {}
        for name in breakdown.vehicles:
            self._kinds[name] = Kind.VEHICLE
        for fact in breakdown.cast:
            self._kinds[fact.name] = Kind.PERSON if fact.kind == "person" else Kind.CREATURE
            self._words[fact.name] = " ".join((fact.name, *fact.words))
        for scene in breakdown.scenes:
            for role in scene.roles:
                if role.crowd:
                    self._kinds[role.name] = Kind.CROWD
                else:
                    self._kinds.setdefault(role.name, Kind.PERSON)

    def kind(self, name: str) -> Kind:
        """What ``name`` stands for; a name that no role, cast or vehicle bears is a thing."""
        return self._kinds.get(name, Kind.THING)

    def known(self, written: str) -> str:
        """The canonical name that ``written`` means ("the phone" -> "phone" where no role bears it)."""
        bare = written.strip().removeprefix("the ").removeprefix("The ").removeprefix("THE ").strip()
        for name in self._kinds:
            if name.casefold() == bare.casefold():
                return name
        return bare.lower() if bare.isupper() else bare

    def large(self, name: str) -> bool:
        """Whether the script tells of ``name`` as large."""
        return large(self._words.get(name, name))


class SceneView:
    """One scene's facts, each found once."""

    def __init__(self, reading: SceneReading, cast: Cast, previous: SceneReading | None,
                 style: Style = CLASSICAL) -> None:
        self.reading, self.cast, self.previous, self.style = reading, cast, previous, style
        self.beats = tuple(beat for beat in reading.beats if beat.kind is not BeatKind.TRANSITION)

    @property
    def continues(self) -> bool:
        """Whether the scene goes on at the place where the previous one ended."""
        if self.previous is None:
            return False
        here, there = self.reading.heading, self.previous.heading
        same = here.place == there.place and here.setting is there.setting and here.time is there.time
        word = here.text.upper()
        return same and here.flashback is there.flashback and "LATER" not in word and "잠시 후" not in word

    @cached_property
    def quiet(self) -> bool:
        """Whether nothing in the scene is fast, violent or uncanny, nor drives on from a chase: its pictures stand."""
        uncanny = any(self.cast.kind(name) is Kind.CREATURE for name in self.seen)
        return not uncanny and not self.chased and not _drives(self.beats)

    @cached_property
    def chased(self) -> bool:
        """Whether the scene is the inside of a car that drives on from something fast."""
        return self.reading.set_kind is SetKind.CAR and self.previous is not None and _drives(self.previous.beats)

    @cached_property
    def _pressed(self) -> frozenset[int]:
        violent = _VIOLENT if self.reading.set_kind is SetKind.CAR else _VIOLENT | {Verb.DRIVE}
        at = [position for position, beat in enumerate(self.beats)
              if any(event.verb in violent for event in beat.events)]
        return frozenset(beat.index for position, beat in enumerate(self.beats)
                         if any(abs(position - other) <= NEAR_BEATS for other in at))

    def pressed(self, index: int) -> bool:
        """Whether something fast or violent happens at the beat of that index or close by."""
        return index in self._pressed

    @cached_property
    def seen(self) -> tuple[str, ...]:
        """The roles that can be in frame, in the order of the reading; a voice only heard is not among them."""
        return tuple(role.name for role in self.reading.roles if role.presence is not Presence.HEARD)

    @cached_property
    def _stays(self) -> dict[str, tuple[int, int]]:
        """For every name the positions in ``beats`` between which it is there."""
        stays: dict[str, tuple[int, int]] = {}
        for position, beat in enumerate(self.beats):
            for event in beat.events:
                for name in event.who:
                    begin = stays[name][0] if name in stays else position if event.verb in _COMES else 0
                    stays[name] = (begin, position if event.verb in _GOES else len(self.beats))
        return stays

    def alive(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the names that are more than things."""
        return tuple(name for name in names if self.cast.kind(name) is not Kind.THING)

    def there(self, name: str, position: int) -> bool:
        """Whether ``name`` is in the scene at a position in ``beats``."""
        begin, end = self._stays.get(name, (0, len(self.beats)))
        return begin <= position <= end

    def people(self, position: int) -> tuple[str, ...]:
        """The persons and creatures who can be in frame at a position, the most recently busy first."""
        here = [name for name in self.seen
                if self.there(name, position) and self.cast.kind(name) in (Kind.PERSON, Kind.CREATURE)]
        recent = [name for beat in reversed(self.beats[max(0, position - 6):position + 1]) for name in _busy(beat)]
        return unique((*(name for name in recent if name in here), *here))

    @cached_property
    def conversations(self) -> tuple[tuple[int, ...], ...]:
        """Runs of speeches (positions in ``beats``) that at most two small actions part."""
        runs: list[list[int]] = []
        quiet = 3
        for position, beat in enumerate(self.beats):
            if beat.kind is BeatKind.DIALOGUE:
                if quiet > 2:
                    runs.append([])
                runs[-1].append(position)
                quiet = 0
            elif any(effect.explicit for effect in beat.effects) or any(significant(event) for event in beat.events):
                quiet = 3
            else:
                quiet += 1
        return tuple(tuple(run) for run in runs)

    @cached_property
    def _conversation_of(self) -> dict[int, tuple[int, tuple[int, ...]]]:
        return {position: (step, run) for run in self.conversations for step, position in enumerate(run)}

    def step(self, position: int) -> int:
        """Which speech of its conversation the one at ``position`` is, from 0."""
        return self._conversation_of[position][0]

    @cached_property
    def _takes(self) -> dict[int, tuple[int, ...]]:
        """For every speech the positions of those that its take would hold: by the style's pattern, begun where the
        scene's number says, at most half of the conversation (of a long one two thirds), and not its end, which is left
        to close pictures."""
        found: dict[int, tuple[int, ...]] = {}
        pattern, flowing = self.style.takes, self.style.flowing
        for number, run in enumerate(self.conversations):
            digest = hashlib.blake2b(f"{self.reading.scene}/{number}".encode(), digest_size=2).digest()
            turn, begin = int.from_bytes(digest, "big"), 0
            while begin < len(run):
                share = len(run) // 2 if len(run) < LONG_TALK else 2 * len(run) // 3
                most = len(run) if flowing else max(1 + (len(run) < 4), min(share, len(run) - begin - 2))
                take = run[begin:begin + min(most, pattern[turn % len(pattern)])]
                while len(take) > 1 and not self._shares_a_take(take):
                    take = take[:-1]
                shared = self._shares_a_take(take) and (not begin or self.reading.set_kind is not SetKind.CAR)
                found.update({at: take if shared else (at,) for at in take})
                turn, begin = turn + 1, begin + len(take)
        return found

    def _shares_a_take(self, take: tuple[int, ...]) -> bool:
        """Whether speeches can be one take: two people at most, both seen, between them at most what the two do where
        they are, nobody's own wish."""
        beats = [self.beats[at] for at in take]
        dual = any(beat.dual for beat in self.beats[take[0]:take[-1] + 2])
        speakers = {beat.speaker or "" for beat in beats}
        between = [self.beats[at] for earlier, later in pairwise(take) for at in range(earlier + 1, later)]
        apart = not self.style.flowing and not all(_on_the_spot(beat, speakers) for beat in between)
        plain = all(beat.wish is None and not beat.off_screen for beat in beats)
        return plain and not dual and not apart and len(speakers) < 3

    def within_take(self, position: int) -> tuple[int, ...]:
        """The take whose speeches stand before and after the action at ``position``; empty: none."""
        before = [at for at in self._takes if at < position]
        take = self._takes[max(before)] if before else ()
        return take if take and take[-1] > position else ()

    def take(self, position: int) -> tuple[int, ...]:
        """The positions of the speeches that would share one take with the speech at ``position``, its own included."""
        return self._takes[position]

    def answered(self, position: int) -> bool:
        """Whether the speech at ``position`` is part of an exchange, not one spoken alone."""
        return len(self._conversation_of[position][1]) > 1

    def repeated(self, position: int) -> int:
        """How many pictures of the same face come directly before the speech at ``position`` in its conversation."""
        step, run = self._conversation_of[position]
        count = 0
        for before in reversed(run[:step]):
            if self.beats[before].dual and before != run[0]:
                continue
            if self._face(before) != self._face(position):
                break
            count += 1
        return count

    def _face(self, position: int) -> str | None:
        """Who is in the picture while the speech at ``position`` is heard."""
        beat = self.beats[position]
        return self.listener(position) if beat.off_screen else beat.speaker

    def partners(self, position: int) -> tuple[str, ...]:
        """Who takes part on screen in the conversation at ``position``: its speakers in order of first speech."""
        run = self._conversation_of[position][1]
        return unique(tuple(self.beats[at].speaker or "" for at in run if not self.beats[at].off_screen))

    def listener(self, position: int) -> str | None:
        """Who listens to the speech at ``position`` on screen: the other speaker, else whoever else is there."""
        step, run = self._conversation_of[position]
        speaker = self.beats[position].speaker
        for at in (*reversed(run[:step]), *run[step + 1:]):
            other = self.beats[at]
            if other.speaker != speaker and not other.off_screen:
                return other.speaker
        return next((name for name in self.people(position) if name != speaker
                     and self.cast.kind(name) is Kind.PERSON), None)


def _on_the_spot(beat: Beat, speakers: set[str]) -> bool:
    """Whether an action between speeches is small and of those who speak, so that their two-shot carries it."""
    if beat.kind is not BeatKind.ACTION or beat.wish is not None or beat.effects or not beat.events:
        return False
    return all(event.verb in _SMALL and {*event.who} <= speakers for event in beat.events)


def _drives(beats: Iterable[Beat]) -> bool:
    return any(event.verb in FAST | DISASTER for beat in beats for event in beat.events)


def _busy(beat: Beat) -> tuple[str, ...]:
    speaker = () if beat.speaker is None or beat.off_screen else (beat.speaker,)
    return (*speaker, *(name for event in beat.events for name in _named(event)))


def _named(event: Event) -> tuple[str, ...]:
    return event.who if event.target is None else (*event.who, event.target)
