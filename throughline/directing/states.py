"""What stays true from shot to shot: who sits keeps sitting, who runs keeps running, what burns keeps burning."""

from __future__ import annotations

import re
from collections.abc import Iterable

from throughline.directing.draft import Draft, Purpose
from throughline.directing.vocabulary import POSTURE
from throughline.film.story import Event, Verb

_LASTING = frozenset({Verb.FLEE, Verb.PURSUE, Verb.DRIVE, Verb.GLIDE, *POSTURE, Verb.STAND, Verb.BURN, Verb.CARRY})
_ENDS_STANDING = frozenset({Verb.STOP, Verb.RISE, Verb.ENTER, Verb.APPROACH, Verb.JUMP, Verb.APPEAR, Verb.EMBRACE,
                            Verb.STUMBLE})
_MOVES = frozenset({Verb.RUN, Verb.FLEE, Verb.PURSUE, Verb.WALK, Verb.DRIVE})
_WAYS = re.compile(r"street|road|alley|hall|corridor|bridge|stair|path|tunnel|track|way\b|field|"
                   r"거리|길|복도|골목|다리|계단|도로|터널|들판", re.IGNORECASE)


class States:
    """Who and what is in which state at a point of the scene; ``holds`` says what somebody has in the hand."""

    def __init__(self) -> None:
        self._now: dict[str, Event] = {}
        self._held: dict[str, Event] = {}
        self._gone: set[str] = set()

    def of(self, name: str) -> Event | None:
        """The event whose state ``name`` is in, or None."""
        return self._now.get(name)

    def held(self, name: str) -> Event | None:
        """The event by which ``name`` took what is in the hand, or None."""
        return self._held.get(name)

    def gone(self, name: str) -> bool:
        """Whether ``name`` has left or vanished."""
        return name in self._gone

    def advance(self, events: Iterable[Event]) -> None:
        """Takes the events as done."""
        for event in events:
            for name in event.who:
                self._take(name, event)

    def _take(self, name: str, event: Event) -> None:
        verb = event.verb
        self._gone.discard(name)
        if verb in (Verb.EXIT, Verb.VANISH):
            self._now.pop(name, None)
            self._held.pop(name, None)
            self._gone.add(name)
        elif verb in _LASTING or (verb in (Verb.RUN, Verb.WALK) and not _arrives(event)):
            self._now[name] = event
        elif verb is Verb.FALL:
            self._now[name] = Event(verb=Verb.LIE, who=(name,), line=event.line, text=event.text)
        elif verb in (Verb.CRASH, Verb.EXPLODE):
            after = Verb.BURN if verb is Verb.EXPLODE else Verb.STOP
            manner = ("crashed",) if verb is Verb.CRASH else ()
            self._now[name] = Event(verb=after, who=(name,), manner=manner, line=event.line, text=event.text)
        elif verb is Verb.COLLAPSE:
            self._now[name] = event
        elif verb in _ENDS_STANDING or verb in (Verb.RUN, Verb.WALK):
            self._now[name] = Event(verb=Verb.STAND, who=(name,), target=event.target, line=event.line,
                                    text=event.text)
        if verb in (Verb.HOLD, Verb.READ, Verb.WRITE) and event.target:
            self._held[name] = Event(verb=Verb.HOLD, who=(name,), target=event.target, line=event.line,
                                     text=event.text)


def _arrives(event: Event) -> bool:
    """Whether a run or a walk gets somewhere: it has an end, and that is no way that one runs along."""
    return event.target is not None and not _WAYS.search(event.target) and "away" not in event.manner


def moving_through(drafts: list[Draft]) -> list[Verb | None]:
    """For each draft how its main subject is under way when it begins (running, driving ...), or None."""
    states = States()
    found: list[Verb | None] = []
    for draft in drafts:
        now = states.of(draft.subjects[0]) if draft.subjects else None
        found.append(now.verb if now is not None and now.verb in _MOVES else None)
        if draft.purpose in (Purpose.ACTION, Purpose.OPENING, Purpose.SPEECH):
            states.advance(draft.events)
    return found
