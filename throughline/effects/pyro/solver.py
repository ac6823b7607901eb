"""Which solver takes gas on: compiled for this machine's processors, or the same step on its GPU."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import psutil

from throughline.effects.pyro.grid import Grid, Lattice
from throughline.effects.pyro.sources import Rows
from throughline.effects.pyro.step import Manner, Spare, advance
from throughline.film.errors import InputError

Frame: TypeAlias = Callable[[Grid, Lattice, Manner, Sequence[tuple[float, Rows]], float, int], float]


@dataclass(frozen=True)
class Solver:
    """``frame`` takes a grid in place through steps, given as the second that each begins at and its stamps, of as many
    seconds each, with a seed, and returns the worst step's share of the divergence that the pressure left. It needs
    ``cell_bytes`` a fine cell of ``memory``, of which ``free`` tells how many bytes there are."""

    name: str
    frame: Frame
    cell_bytes: float
    memory: str
    free: Callable[[], float]


def solver(name: str) -> Solver:
    """The solver called ``name``, of ``film.settings.SOLVERS``.

    Raises:
        InputError: it needs a package or a GPU that is not there.
    """
    if name == NUMBA.name:
        return NUMBA
    if name != "warp":
        raise ValueError(f"no solver is called {name}")
    try:
        from throughline.effects.pyro.device.solver import warp
    except ModuleNotFoundError as error:
        if error.name != "warp":
            raise
        raise InputError('effects = "warp" needs the package warp-lang', remedy="pip install 'throughline[gpu]', or "
                         'set effects = "numba" under [engines] in film.toml') from error
    return warp()


def _frame(grid: Grid, lattice: Lattice, manner: Manner, steps: Sequence[tuple[float, Rows]], dt: float,
           seed: int) -> float:
    spare = Spare.of(grid)
    return max((advance(grid, spare, lattice, manner, rows, seconds, dt, seed)[1] for seconds, rows in steps),
               default=0.0)


def _free() -> float:
    return float(psutil.virtual_memory().available)


NUMBA = Solver("numba", _frame, 84.0, "memory", _free)  # bytes: a cell and its share of the coarse, at a step's worst
