"""The cameras of a scene set against one another: no cut crosses the line of action or jumps, before any is solved
in full."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from throughline.film.blocking import Blocking, FramingStyle
from throughline.film.setplan import SetPlan
from throughline.world.camera.continuity import ShotView, Stands, crossed, ends, jumped, samples, view
from throughline.world.camera.figure import Figure
from throughline.world.camera.rough import rough_figures, rough_track
from throughline.world.camera.ways import ways

TURNS = (0.0, 18.0, -18.0, 36.0, -36.0, 54.0, -54.0)
FIXED = (FramingStyle.INSERT, FramingStyle.EFFECT)
MARGIN_DEG = 8.0
WIDENED = (0, 2, 6, 24)
CROSSING, JUMP, OTHER_SIDE, DEGREES_A_POINT = 100.0, 40.0, 6.0, 30.0
SETTLES = 4


def continuous(blockings: Sequence[Blocking], plan: SetPlan, aspect: float, rate: float) -> tuple[Blocking, ...]:
    """The blockings of a scene, the cameras round each breach of continuity turned about their subjects until there is
    none; where cuts are clean as they are meant, nothing changes. Each keeps the free place that was found for it."""
    scene = _Cuts(plan, aspect, rate)
    chosen = list(blockings)
    for widened in WIDENED:
        views = [scene.seen(blocking) for blocking in chosen]
        for first, last in _troubled(views, widened):
            before = chosen[first - 1] if first else None
            after = chosen[last + 1] if last + 1 < len(chosen) else None
            chosen[first:last + 1] = scene.mended(blockings[first:last + 1], before, after)
    return tuple(scene.anchored(blocking) for blocking in chosen)


def _troubled(views: Sequence[ShotView], widened: int) -> list[tuple[int, int]]:
    """Runs of shots (first, last) within which cameras may change: the two of each bad cut and ``widened`` more on
    both sides, joined where they touch."""
    runs: list[tuple[int, int]] = []
    for index, (one, other) in enumerate(pairwise(views)):
        if _cost(one, other) > 0:
            first, last = max(0, index - widened), min(len(views) - 1, index + 1 + widened)
            if runs and runs[-1][1] >= first - 1:
                first = runs.pop()[0]
            runs.append((first, last))
    return runs


def _cost(one: ShotView, other: ShotView) -> float:
    crossing, jump = crossed(one, other, MARGIN_DEG), jumped(one, other, MARGIN_DEG)
    return CROSSING * (crossing is not None) + JUMP * (jump is not None)


class _Cuts:
    """A scene's cameras, each solved once for every way in which it may stand."""

    def __init__(self, plan: SetPlan, aspect: float, rate: float):
        self._plan, self._aspect, self._rate = plan, aspect, rate
        self._seen: dict[tuple[str, float, int], tuple[ShotView, Blocking]] = {}
        self._costs: dict[tuple[str, float, int, str, float, int], float] = {}
        self._companies: dict[str, tuple[dict[str, Figure], tuple[Stands, Stands]]] = {}

    def seen(self, blocking: Blocking) -> ShotView:
        """The shot's view as its framing would have it."""
        return self._solved(blocking)[0]

    def anchored(self, blocking: Blocking) -> Blocking:
        """The blocking whose framing begins where its camera found a free place."""
        return self._solved(blocking)[1]

    def _solved(self, blocking: Blocking) -> tuple[ShotView, Blocking]:
        key = _stance(blocking)
        if key not in self._seen:
            figures, stands = self._company(blocking)
            for _ in range(SETTLES):
                track, aside = rough_track(blocking, self._plan, figures, self._aspect)
                if not aside:
                    break
                blocking = turned(blocking, blocking.framing.turn + aside)
            self._seen[key] = view(blocking, samples(track), self._aspect, self._rate, stands), blocking
        return self._seen[key]

    def _company(self, blocking: Blocking) -> tuple[dict[str, Figure], tuple[Stands, Stands]]:
        """The shot's figures, and where they are at its ends, which no framing changes."""
        if blocking.shot.id not in self._companies:
            found = ways(blocking, self._rate)
            figures = rough_figures(blocking, found, self._rate)
            self._companies[blocking.shot.id] = figures, ends(blocking, self._rate, found)
        return self._companies[blocking.shot.id]

    def mended(self, run: Sequence[Blocking], before: Blocking | None, after: Blocking | None) -> list[Blocking]:
        """The run with the cameras that cost least, between its neighbours as they stand: turned on their own side
        where that does, else also on the other."""
        cost, chosen = self._path(run, before, after, (1,))
        return chosen if cost < JUMP else self._path(run, before, after, (1, -1))[1]

    def _path(self, run: Sequence[Blocking], before: Blocking | None, after: Blocking | None,
              sides: tuple[int, ...]) -> tuple[float, list[Blocking]]:
        """The cheapest row of choices, by dynamic programming from cut to cut, with its cost."""
        paths = [(self._cut(before, choice) + price, [choice]) for price, choice in _choices(run[0], sides)]
        for blocking in run[1:]:
            paths = [min(((cost + price + self._cut(path[-1], choice), [*path, choice]) for cost, path in paths),
                         key=lambda found: found[0]) for price, choice in _choices(blocking, sides)]
        ended = [(cost + self._cut(path[-1], after), path) for cost, path in paths]
        return min(ended, key=lambda found: found[0])

    def _cut(self, one: Blocking | None, other: Blocking | None) -> float:
        if one is None or other is None:
            return 0.0
        key = (*_stance(one), *_stance(other))
        if key not in self._costs:
            self._costs[key] = _cost(self.seen(one), self.seen(other))
        return self._costs[key]


def _stance(blocking: Blocking) -> tuple[str, float, int]:
    return blocking.shot.id, blocking.framing.turn, blocking.framing.side


def turned(blocking: Blocking, turn: float, side: int | None = None) -> Blocking:
    """The blocking with its camera turned about its subject by so many degrees in all, and on a side of the line."""
    framing = msgspec.structs.replace(blocking.framing, turn=math.remainder(turn, 360.0),
                                      side=side or blocking.framing.side)
    return msgspec.structs.replace(blocking, framing=framing)


def _choices(blocking: Blocking, sides: tuple[int, ...]) -> Iterator[tuple[float, Blocking]]:
    """The ways in which the shot's camera may stand, each with its price; as it is meant comes first and is free."""
    framing = blocking.framing
    turns = TURNS[:1] if framing.style in FIXED else TURNS
    for side in sides:
        for turn in turns:
            price = abs(turn) / DEGREES_A_POINT + (OTHER_SIDE if side < 0 else 0.0)
            yield price, turned(blocking, turn, framing.side * side)
