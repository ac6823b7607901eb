"""The talent scheduling problem, solved exactly: in which order to shoot so that paid waiting costs least."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from throughline.film.record import Record

Masks = NDArray[np.uint64]
Costs = NDArray[np.int64]
WIDTH = 1 << 20
LAST = 64
NEVER = np.iinfo(np.int64).max // 4


class Talent(Record):
    """An instance: how long each scene takes, who is in it (indices), what each is paid a unit of time."""

    durations: tuple[int, ...]
    casts: tuple[tuple[int, ...], ...]
    rates: tuple[int, ...]


class Order(Record):
    """Scenes in the order of shooting, the pay of it all, how much of it is for waiting, a proved lower bound of the
    pay, and how many states the search looked at."""

    scenes: tuple[int, ...]
    cost: int
    hold: int
    bound: int
    proved: bool
    states: int


def best_order(talent: Talent, width: int = WIDTH) -> Order:
    """The cheapest order; proved optimal unless more than ``width`` sets of scenes had to be kept of one size.

    Dynamic programming over the sets of scenes already shot, layer by layer, with scenes of the same cast drawn
    together, those that cost nobody a wait taken at once, and sets given up that cannot beat the best order known.

    Raises:
        ValueError: more than 62 casts that differ, or more than 62 who are in two of them.

    Source: Garcia de la Banda, Stuckey, Chu, Solving talent scheduling with dynamic programming, INFORMS J. Comput.
    2011; Qin, Zhang, Lim, Liang, An enhanced branch-and-bound algorithm for the talent scheduling problem, 2016.
    """
    merged, groups = _merged(talent)
    least = sum(talent.rates[who] * length for length, cast in zip(talent.durations, talent.casts, strict=True)
                for who in cast)
    search = _Search(merged)
    first = search.run(min(width, 256), NEVER)
    wide = first if first.exact else search.run(width, first.hold)
    found = min(first, wide, key=lambda run: run.hold)
    bound = min(max(first.bound, wide.bound), found.hold)
    order = tuple(scene for group in found.order for scene in groups[group])
    return Order(scenes=order, cost=least + found.hold, hold=found.hold, bound=least + bound,
                 proved=bound == found.hold, states=first.states + wide.states)


def waiting(talent: Talent, order: Sequence[int]) -> int:
    """What the waiting of everybody between their first and last scene costs in this order."""
    total = 0
    for who, rate in enumerate(talent.rates):
        at = [place for place, scene in enumerate(order) if who in talent.casts[scene]]
        if at:
            total += rate * sum(talent.durations[scene] for scene in order[at[0]:at[-1] + 1]
                                if who not in talent.casts[scene])
    return total


def _merged(talent: Talent) -> tuple[Talent, list[list[int]]]:
    """The instance without what decides nothing, and the scenes that each of its scenes stands for.

    Scenes of the same cast are shot together; who is in one scene only never waits; who are always together are one.
    """
    groups = [(frozenset(cast), [scene]) for scene, cast in enumerate(talent.casts)]
    while True:
        joined: dict[frozenset[int], list[int]] = {}
        for cast, scenes in groups:
            joined.setdefault(cast, []).extend(scenes)
        shared = {who for who in range(len(talent.rates)) if sum(who in cast for cast in joined) > 1}
        slimmer = [(cast & shared, scenes) for cast, scenes in joined.items()]
        if slimmer == groups:
            break
        groups = slimmer
    rates: dict[tuple[int, ...], int] = {}
    for who, rate in enumerate(talent.rates):
        seen = tuple(number for number, (cast, _) in enumerate(groups) if who in cast)
        if seen:
            rates[seen] = rates.get(seen, 0) + rate
    durations = tuple(sum(talent.durations[scene] for scene in scenes) for _, scenes in groups)
    roles = tuple(tuple(who for who, seen in enumerate(rates) if number in seen) for number in range(len(groups)))
    return Talent(durations=durations, casts=roles, rates=tuple(rates.values())), [scenes for _, scenes in groups]


class _Found(Record):
    order: tuple[int, ...]
    hold: int
    bound: int
    exact: bool
    states: int


class _Search:
    """Sets of scenes as bits of a word, their cheapest waiting so far beside them, a layer for every size."""

    def __init__(self, talent: Talent):
        self.count, crew = len(talent.durations), len(talent.rates)
        if max(self.count, crew) > 62:
            raise ValueError(f"{self.count} casts of {crew} are too many to order exactly")
        self.casts = np.array([sum(1 << who for who in cast) for cast in talent.casts], np.uint64)
        self.durations = np.array(talent.durations, np.int64)
        self.pay = _summed(talent.rates)
        self.union = _united(self.casts)
        self.all = np.uint64((1 << self.count) - 1)
        self.pairs = self._pairs(talent)

    def _pairs(self, talent: Talent) -> list[tuple[np.uint64, Callable[[Masks], Costs], Callable[[Masks], Costs]]]:
        """For couples of performers: both as bits, and by the scenes left, what each would wait for the other."""
        def alone(who: int, other: int) -> list[int]:
            return [length * talent.rates[other] if who in cast and other not in cast else 0
                    for length, cast in zip(talent.durations, talent.casts, strict=True)]

        couples = []
        for one in range(len(talent.rates)):
            for two in range(one):
                weight = min(sum(alone(one, two)), sum(alone(two, one)))
                couples.append((-weight, one, two))
        return [(np.uint64(1 << one | 1 << two), _summed(alone(one, two)), _summed(alone(two, one)))
                for _, one, two in sorted(couples)]

    def least(self, done: Masks, on_set: Masks) -> Costs:
        """A lower bound of the waiting still to come: of two who are both there, one leaves last, and waits while the
        other's scenes without them are shot; every performer is counted in one couple."""
        left = self.all ^ done
        free = on_set.copy()
        total = np.zeros(len(done), np.int64)
        for both, first, second in self.pairs:
            at = np.flatnonzero((free & both) == both)
            if len(at):
                total[at] += np.minimum(first(left[at]), second(left[at]))
                free[at] &= ~both
        return total

    def run(self, width: int, known: int) -> _Found:
        """The best order that keeps ``width`` sets a layer and is no dearer than ``known``."""
        done, spent = np.zeros(1, np.uint64), np.zeros(1, np.int64)
        layers, bound, states = [(done, np.zeros(1, np.int64))], NEVER, 0
        for _ in range(self.count):
            done, spent, last, lost = self._next(done, spent, width, known)
            bound, states = min(bound, lost), states + len(done)
            if not len(done):
                return _Found(order=(), hold=NEVER, bound=bound, exact=False, states=states)
            layers.append((done, last))
        order = []
        now = self.all
        for done, last in reversed(layers[1:]):
            scene = int(last[np.searchsorted(done, now)])
            order.append(scene)
            now ^= np.uint64(1 << scene)
        hold = int(spent[0])
        return _Found(order=tuple(reversed(order)), hold=hold, bound=min(bound, hold), exact=bound >= hold,
                      states=states)

    def _next(self, done: Masks, spent: Costs, width: int, known: int) -> tuple[Masks, Costs, Costs, int]:
        """The next layer: sets with one scene more, their waiting, the scene added, the least bound of what was
        dropped for want of width."""
        seen, needed = self.union(done), self.union(self.all ^ done)
        on_set = seen & needed
        free = np.ones(len(done), bool)
        sets, keys = [], []
        for at_once in (True, False):
            for scene in range(self.count):
                bit, cast = np.uint64(1 << scene), self.casts[scene]
                possible = free & ((done & bit) == 0)
                if at_once:
                    possible &= on_set == cast
                    free &= ~possible
                at = np.flatnonzero(possible)
                kept = seen[at] & self.union(self.all ^ done[at] ^ bit) & ~cast
                wait = spent[at] + self.durations[scene] * self.pay(kept)
                sets.append(done[at] | bit)
                keys.append(wait * LAST + scene)
        grown, key = _cheapest(np.concatenate(sets), np.concatenate(keys))
        wait, last = np.divmod(key, LAST)
        worth = wait + self.least(grown, self.union(grown) & self.union(self.all ^ grown))
        keep = worth <= known
        lost = NEVER
        if np.count_nonzero(keep) > width:
            rank = np.argsort(np.where(keep, worth, NEVER), kind="stable")
            lost = int(worth[rank[width]])
            keep[rank[width:]] = False
        return grown[keep], wait[keep], last[keep], lost


def _cheapest(sets: Masks, keys: Costs) -> tuple[Masks, Costs]:
    """Every set once, with its smallest key."""
    order = np.argsort(sets, kind="stable")
    sets, keys = sets[order], keys[order]
    starts = np.flatnonzero(np.concatenate([[True], sets[1:] != sets[:-1]]))
    return sets[starts], np.minimum.reduceat(keys, starts)


def _summed(values: Sequence[int]) -> Callable[[Masks], Costs]:
    """A function of words of bits: the sum of the values whose bits are set."""
    tables = [np.array([sum(value for bit, value in enumerate(values[low:low + 8]) if word >> bit & 1)
                        for word in range(256)], np.int64) for low in range(0, max(len(values), 1), 8)]

    def of(masks: Masks) -> Costs:
        total = np.zeros(len(masks), np.int64)
        for index, table in enumerate(tables):
            total += table[(masks >> np.uint64(8 * index)) & np.uint64(255)]
        return total
    return of


def _united(values: Masks) -> Callable[[Masks], Masks]:
    """A function of words of bits: the union of the words whose bits are set."""
    tables = []
    for low in range(0, max(len(values), 1), 8):
        table = np.zeros(256, np.uint64)
        for word in range(256):
            for bit, value in enumerate(values[low:low + 8]):
                if word >> bit & 1:
                    table[word] |= value
        tables.append(table)

    def of(masks: Masks) -> Masks:
        total = np.zeros(len(masks), np.uint64)
        for index, table in enumerate(tables):
            total |= table[(masks >> np.uint64(8 * index)) & np.uint64(255)]
        return total
    return of
