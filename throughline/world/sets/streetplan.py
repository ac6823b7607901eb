"""Where everything stands in a street: pure arithmetic from the reference, shared by the plan and the build."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from throughline.film.blocking import SetRef
from throughline.world.sets.facade import WALLS, Building
from throughline.world.shapes import rng

ROAD = 8.6
FRONT = 12.8
CROSS = (13.0, 24.0)
ZEBRAS = ((6.8, 10.8), (26.0, 30.0))
REACH = 96.0
TOWER_X = 66.0
LANES = (-4.95, -1.65, 1.65, 4.95)
PAINTS = ("#c8c9cb", "#17181a", "#e8e8e6", "#5b5f66", "#243a5e", "#6d1b1b", "#3d4a3f", "#b9b2a0")


@dataclass(frozen=True)
class Standing:
    """A building and where its front's left end stands, turned ``turn`` radians from facing -Y."""

    building: Building
    x: float
    y: float
    turn: float

    @property
    def footprint(self) -> tuple[float, float, float, float]:
        c, s = np.cos(self.turn), np.sin(self.turn)
        ends = [(self.x + c * u - s * v, self.y + s * u + c * v)
                for u in (0.0, self.building.width) for v in (0.0, self.building.depth)]
        xs, ys = [e[0] for e in ends], [e[1] for e in ends]
        return float(min(xs)), float(min(ys)), float(max(xs)), float(max(ys))


@dataclass(frozen=True)
class Parked:
    kind: str
    colour: str
    x: float
    y: float
    facing: float


@dataclass(frozen=True)
class StreetPlan:
    """The street: what stands where, in metres. Lamps and poles carry the side (-1 or 1) that they stand on."""

    buildings: tuple[Standing, ...]
    lamps: tuple[tuple[float, int], ...]
    poles: tuple[tuple[float, int], ...]
    trees: tuple[tuple[float, int], ...]
    parked: tuple[Parked, ...]
    bus_stop: tuple[float, int]
    tower: float | None


def street_plan(ref: SetRef) -> StreetPlan:
    """The street of ``ref``; the in-between city of the same seed is the same street."""
    random = rng("street", ref.seed)
    end = TOWER_X - 12.0 if has_tower(ref) else REACH
    buildings: list[Standing] = []
    for side in (1, -1):
        for x0, x1, corner in ((-REACH, CROSS[0] - 1.0, -1), (CROSS[1] + 1.0, REACH, 0)):
            row = _row(x0, x1, side, random)
            free = side if corner else -side
            built = replace(row[corner].building, open_side=free)
            row[corner] = replace(row[corner], building=built)
            buildings += row
    for side in (1, -1):
        buildings += _side_street(side, random)
    lamps = tuple((x, 1 if n % 2 else -1) for n, x in enumerate(np.arange(-88.0, 92.0, 17.0).tolist())
                  if not CROSS[0] - 2 < x < CROSS[1] + 2 and x < end + 8)
    poles = tuple((x, -1) for x in (-82.0, -55.0, -28.0, -3.0, 32.0, 58.0, 84.0) if x < end + 4)
    trees = tuple((x, side) for side in (1, -1) for x in np.arange(-84.0, 90.0, 11.5).tolist()
                  if _free(x, side, lamps, poles) and x < end and random.random() < 0.72)
    bus_stop = (-24.0, 1)
    parked = tuple(_parked(random, end, bus_stop))
    return StreetPlan(tuple(buildings), lamps, poles, trees, parked, bus_stop, TOWER_X if has_tower(ref) else None)


def has_tower(ref: SetRef) -> bool:
    """True when the street ends at a tower or an old gate."""
    return bool({"tower", "gate", "gate tower", "clock tower"} & set(ref.features))


def _building(random: np.random.Generator, width: float, *, shops: bool = True) -> Building:
    style = ("punched", "band", "curtain", "balcony", "punched", "band")[int(random.integers(6))]
    storeys = int(random.choice([3, 4, 4, 5, 5, 6, 7, 8]))
    wall = (0.10, 0.12, 0.14) if style == "curtain" else WALLS[int(random.integers(len(WALLS)))]
    return Building(width=width, depth=float(random.uniform(10, 14)), storeys=storeys, style=style, wall=wall,
                    seed=int(random.integers(1 << 30)), shops=shops)


def _row(x0: float, x1: float, side: int, random: np.random.Generator) -> list[Standing]:
    found, x = [], x0
    while x1 - x > 6.0:
        width = float(random.uniform(8.0, 16.0))
        width = x1 - x if x1 - x - width < 7.0 else width
        front = FRONT + float(random.choice([0.0, 0.0, 0.25, 0.5]))
        built = _building(random, width)
        found.append(Standing(built, x, front, 0.0) if side > 0 else Standing(built, x + width, -front, np.pi))
        x += width + float(random.choice([0.15, 0.15, 0.9]))
    return found


def _side_street(side: int, random: np.random.Generator) -> list[Standing]:
    """The two rows along the cross street on one side, and the house that closes it."""
    found: list[Standing] = []
    for y0 in (26.0, 38.5):
        left, right = _building(random, 12.0), _building(random, 12.0)
        low, high = (y0, y0 + 12.0) if side > 0 else (-y0 - 12.0, -y0)
        found.append(Standing(left, CROSS[0] - 1.0, low, np.pi / 2))
        found.append(Standing(right, CROSS[1] + 1.0, high, -np.pi / 2))
    width = CROSS[1] - CROSS[0] + 10.0
    closing = _building(random, width)
    x = CROSS[0] - 5.0
    found.append(Standing(closing, x, 54.0, 0.0) if side > 0 else Standing(closing, x + width, -54.0, np.pi))
    return found


def _free(x: float, side: int, lamps: tuple[tuple[float, int], ...], poles: tuple[tuple[float, int], ...]) -> bool:
    crossing = any(a - 3.0 < x < b + 3.0 for a, b in (CROSS, *ZEBRAS))
    taken = any(s == side and abs(x - at) < 2.2 for at, s in (*lamps, *poles))
    return not crossing and not taken and not (side == 1 and -30.0 < x < -18.0)


def _parked(random: np.random.Generator, end: float, bus_stop: tuple[float, int]) -> list[Parked]:
    found = []
    for side in (1, -1):
        for x in np.arange(-78.0, 84.0, 6.4).tolist():
            kind = str(random.choice(["sedan", "sedan", "sedan", "suv", "van", "taxi", "truck"]))
            colour = PAINTS[int(random.integers(len(PAINTS)))]
            here = random.random()
            if any(a - 6.5 < x < b + 6.5 for a, b in (CROSS, *ZEBRAS)) or x > end - 4:
                continue
            if side == bus_stop[1] and abs(x - bus_stop[0]) < 9:
                continue
            if here < (0.30 if abs(x) < 30 else 0.42):
                at = x + float(here - 0.2)
                found.append(Parked(kind, colour, at, side * (ROAD - 1.12), 0.0 if side < 0 else float(np.pi)))
    return found[:6]
