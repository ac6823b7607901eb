"""Which of the film's pictures stand where in the package: by what shots show and how strong their pictures are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from throughline.film.dossier import Chosen, Pair, Still
from throughline.film.package import PictureWishes
from throughline.film.shot import Shot, Size

WIDE = {Size.ELS: 0.45, Size.LS: 0.40, Size.ESTABLISHING: 0.35, Size.MLS: 0.20, Size.TWO: 0.15}
NEAR = {Size.CU: 0.40, Size.MCU: 0.35, Size.MS: 0.25, Size.OTS: 0.10, Size.TWO: 0.10, Size.ECU: 0.10, Size.MLS: 0.05}
STORY, LOOK, EFFECTS, FRAMES, PAIRS, PER_CHARACTER, PER_PLACE = 3, 6, 3, 12, 2, 3, 3
BEHIND, ASIDE = 3, 0.3
AGAIN, SAME_SCENE, SAME_SIZE, SAME_PEOPLE = 0.5, 0.35, 0.12, 0.10
GREAT_EFFECTS = ("explosion", "collapse", "fire", "creature", "crash", "dust", "storm", "flood", "magic")


@dataclass(frozen=True)
class Candidate:
    """A picture that may be shown: its name, shot and place in the film; how strong it is, how light in its middle and
    where the eye goes in it (0 to 1 each); who of the cast is in frame, the most important first, and where that is
    known how far from the left each stands and who lies; the name of the shot's drawing where the picture is a rendered
    one."""

    name: str
    shot: Shot
    place: str
    order: int
    strength: float
    middle: float
    focus: float
    cast: tuple[str, ...]
    drawing: str | None = None
    stands: Mapping[str, float] = field(default_factory=dict)
    lying: frozenset[str] = frozenset()

    def still(self, of: str = "") -> Still:
        """The picture; where it shows somebody, centred on them."""
        focus = min(1.0, max(0.0, self.stands.get(of, self.focus)))
        return Still(name=self.name, shot=self.shot.id, caption=f"{self.shot.id} · {self.place}", focus=round(focus, 3))


Score = Callable[[Candidate], float]


class Picker:
    """Chooses among the candidates; a picture that is used already, or is like its neighbours, counts for less."""

    def __init__(self, candidates: Sequence[Candidate]):
        self._candidates = candidates
        self._by_shot = {candidate.shot.id: candidate for candidate in candidates}
        self._used: Counter[str] = Counter()

    def pick(self, score: Score, count: int, wished: Sequence[str] = (), among: Sequence[Candidate] | None = None,
             again: float = AGAIN) -> list[Candidate]:
        """Up to ``count`` pictures with the best scores, those wished first; in the order of the film."""
        found = [self._by_shot[shot] for shot in wished if shot in self._by_shot][:count]
        pool = list(self._candidates if among is None else among)
        while len(found) < count:
            left = [candidate for candidate in pool if candidate not in found]
            if not left:
                break
            found.append(max(left, key=lambda candidate: (
                round(score(candidate) + candidate.strength - again * self._used[candidate.name]
                      - sum(_likeness(candidate, other) for other in found), 6), -candidate.order)))
        self._used.update(candidate.name for candidate in found)
        return sorted(found, key=lambda candidate: candidate.order)

    def one(self, score: Score, wished: str | None) -> Still | None:
        found = self.pick(score, 1, () if wished is None else (wished,))
        return found[0].still() if found else None


def _likeness(one: Candidate, other: Candidate) -> float:
    return (SAME_SCENE * (one.shot.scene == other.shot.scene) + SAME_SIZE * (one.shot.size is other.shot.size)
            + SAME_PEOPLE * (one.cast == other.cast))


def choose(candidates: Sequence[Candidate], wishes: PictureWishes) -> Chosen:
    """The pictures of every place in the package; the person's wishes stand first."""
    picker, last = Picker(candidates), max((candidate.order for candidate in candidates), default=0)
    thirds = [[candidate for candidate in candidates if 3 * candidate.order // (last + 1) == third]
              for third in range(STORY)]
    cover = picker.one(lambda c: WIDE.get(c.shot.size, 0.0) + 0.2 * min(3, len(c.cast)), wishes.cover)
    closing = picker.one(lambda c: WIDE.get(c.shot.size, 0.0) + 1.5 * c.order / (last + 1), wishes.closing)
    logline = picker.one(lambda c: 0.2 * bool(c.cast) + NEAR.get(c.shot.size, 0.0) + 2 * c.focus, wishes.logline)
    if wishes.story:
        story = picker.pick(_figures, STORY, wishes.story)
    else:
        story = [found for third in thirds for found in picker.pick(_figures, 1, among=third)]
    effects = picker.pick(_effect, EFFECTS, wishes.effects,
                          among=[candidate for candidate in candidates if candidate.shot.effects], again=0.05)
    look = picker.pick(lambda c: 0.6 * WIDE.get(c.shot.size, 0.0) + 0.1 * bool(c.cast) + 0.1 * bool(c.shot.effects),
                       LOOK, wishes.look, again=0.25)
    frames = picker.pick(lambda c: 0.0, FRAMES, again=0.05)
    drawn = [candidate for candidate in candidates if candidate.drawing is not None]
    pairs = picker.pick(lambda c: 0.5 * bool(c.cast) + 0.2 * bool(c.shot.effects) + c.middle, PAIRS, among=drawn,
                        again=0.3)
    return Chosen(cover=cover, logline=logline, closing=closing, story=_stills(story), look=_stills(look),
                  effects=_stills(effects), frames=_stills(frames), pairs=tuple(map(_pair, pairs)))


def of_characters(candidates: Sequence[Candidate], names: Sequence[str]) -> dict[str, tuple[Still, ...]]:
    """For each of the cast the pictures that show them best, the nearest first; nobody who is in no picture or only
    behind others."""
    found = {}
    for name in names:
        own = [candidate for candidate in candidates if name in candidate.cast[:BEHIND]]
        picked = Picker(candidates).pick(partial(_shows, name), PER_CHARACTER, among=own)
        if picked:
            best = sorted((-_shows(name, candidate), candidate.order, candidate) for candidate in picked)
            found[name] = tuple(candidate.still(name) for _, _, candidate in best)
    return found


def _shows(name: str, candidate: Candidate) -> float:
    """How well a picture shows one of the cast: near, first in frame, alone, upright, well inside, and in the light."""
    aside = abs(candidate.stands.get(name, 0.5) - 0.5) > ASIDE
    alone = 0.3 * (candidate.cast == (name,)) - 0.5 * (name in candidate.lying) - 0.5 * aside
    return NEAR.get(candidate.shot.size, 0.0) - 0.4 * candidate.cast.index(name) + alone + min(0.5, candidate.middle)


def of_sizes(candidates: Sequence[Candidate]) -> dict[str, Still]:
    """For each size of shot the strongest picture, one that shows somebody before one that does not."""
    found = {}
    for size in dict.fromkeys(candidate.shot.size for candidate in candidates):
        own = [candidate for candidate in candidates if candidate.shot.size is size]
        picked = Picker(candidates).pick(lambda c: 0.2 * bool(c.cast), 1, among=own)
        found[size.value] = picked[0].still()
    return found


def of_places(candidates: Sequence[Candidate]) -> dict[str, tuple[Still, ...]]:
    """For each place the pictures that show it best, the widest first."""
    found = {}
    for place in dict.fromkeys(candidate.place for candidate in candidates):
        own = [candidate for candidate in candidates if candidate.place == place]
        picked = Picker(candidates).pick(_place, PER_PLACE, among=own)
        found[place] = _stills(sorted(picked, key=lambda c: (-_place(c), c.order)))
    return found


def _place(candidate: Candidate) -> float:
    """How well a shot shows where it is: from afar, and before anything happens to the place."""
    first = 0.4 * (candidate.shot.size is Size.ESTABLISHING)
    return 1.5 * WIDE.get(candidate.shot.size, 0.0) + first - 0.5 * bool(candidate.shot.effects)


def _figures(candidate: Candidate) -> float:
    return 0.15 * min(2, len(candidate.cast))


def _effect(candidate: Candidate) -> float:
    """How much of an effect a shot shows."""
    kinds = [cue.kind for cue in candidate.shot.effects]
    ranks = [len(GREAT_EFFECTS) - GREAT_EFFECTS.index(kind) for kind in kinds if kind in GREAT_EFFECTS]
    return 0.15 * max(ranks, default=0)


def _pair(candidate: Candidate) -> Pair:
    still = candidate.still()
    drawn = Still(name=candidate.drawing or "", shot=still.shot, caption=still.caption, focus=still.focus)
    return Pair(drawn=drawn, rendered=still)


def _stills(candidates: Sequence[Candidate]) -> tuple[Still, ...]:
    return tuple(candidate.still() for candidate in candidates)
