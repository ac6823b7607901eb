"""The step of ``effects.pyro.step`` on a GPU: a frame's steps without leaving it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import warp as wp

from throughline.effects.pyro.advect import EVENED, HEAT
from throughline.effects.pyro.detail import RENEWED_S
from throughline.effects.pyro.device import air, burn, gas, stamps
from throughline.effects.pyro.device.kernel import Array, launch, summed
from throughline.effects.pyro.device.pressure import Pressure
from throughline.effects.pyro.device.state import State
from throughline.effects.pyro.grid import Grid, Lattice
from throughline.effects.pyro.noise import curl_tile, value_tile
from throughline.effects.pyro.solver import Solver
from throughline.effects.pyro.sources import Rows
from throughline.effects.pyro.step import Manner, stirred_at
from throughline.film.errors import InputError

CELL_BYTES = 96.0  # a fine cell and its share of the coarse


def warp() -> Solver:
    """The solver on the first CUDA device.

    Raises:
        InputError: there is none that Warp can use.
    """
    if not wp.is_cuda_available():
        raise InputError('effects = "warp" needs an NVIDIA GPU with its driver, and none was found',
                         remedy='set effects = "numba" under [engines] in film.toml')
    return on(str(wp.get_cuda_devices()[0].alias))


def on(device: str) -> Solver:
    """The solver on a device of Warp's; on "cpu" the same kernels run without a GPU, slowly, to be tested."""
    return Solver("warp", DeviceSolver(device).frame, CELL_BYTES, "the GPU's memory",
                  lambda: float(wp.get_device(device).free_memory))


class DeviceSolver:
    """Takes grids on, one after the other, each kept on the device while its box stays as it is; between frames only
    a grid's ``faces`` may be changed on this side."""

    def __init__(self, device: str):
        self._device = device
        self._grid: Grid | None = None
        self._state: State | None = None
        self._pressure: Pressure | None = None
        self._tiles: tuple[int, Array, Array] | None = None

    def frame(self, grid: Grid, lattice: Lattice, manner: Manner, steps: Sequence[tuple[float, Rows]], dt: float,
              seed: int) -> float:
        """Takes ``grid`` in place through ``steps``, each of ``dt`` seconds, given as when it begins and its stamps;
        returns the worst step's share of the divergence that was left."""
        state, pressure = self._held(grid)
        step = _Step(state, pressure, grid, lattice, manner, dt, seed, *self._noise(seed))
        left = max((step.taken(seconds, rows) for seconds, rows in steps), default=0.0)
        state.back_to(grid)
        return left

    def _held(self, grid: Grid) -> tuple[State, Pressure]:
        if self._grid is not grid or self._state is None or self._pressure is None:
            self._state = self._pressure = None  # its memory is free before the next one's is taken
            self._state = State(grid, self._device)
            self._pressure = Pressure(grid.shape, grid.low[2] == 0, self._device)
            self._grid = grid
        else:
            self._state.take_faces(grid)
        return self._state, self._pressure

    def _noise(self, seed: int) -> tuple[Array, Array]:
        if self._tiles is None or self._tiles[0] != seed:
            self._tiles = (seed, wp.array(curl_tile(seed), dtype=wp.vec3, device=self._device),
                           wp.array(value_tile(seed), dtype=wp.float32, device=self._device))
        return self._tiles[1:]


class _Step:
    """What every step of a frame has in common."""

    def __init__(self, state: State, pressure: Pressure, grid: Grid, lattice: Lattice, manner: Manner, dt: float,
                 seed: int, curl: Array, lumps: Array):
        self._state, self._pressure, self._grid, self._lattice, self._manner = state, pressure, grid, lattice, manner
        self._dt, self._seed, self._curl, self._lumps = dt, seed, curl, lumps
        self._coarse, self._fine, self._shift = grid.shape, state.gas.shape, lattice.ratio - 1
        state.way.zero_()

    def taken(self, seconds: float, rows: Rows) -> float:
        """Takes the state a step on; returns the share of the driven air's divergence that was left."""
        state = self._state
        state.wanted.zero_()
        stamps.put(state, self._grid, rows, self._lattice, self._lumps)
        self._burnt()
        self._driven(seconds)
        edge = self._lattice.edge
        before = self._pressure.project(state.faces, state.wanted, edge, state.solid, state.pressure)
        rest = self._pressure.unmet(state.faces, state.wanted, edge, state.solid)
        self._alive()
        self._ways(seconds)
        self._carried()
        self._air_carried()
        return rest / max(before, 1e-9)

    def _each(self, kernel: object, *arguments: object) -> None:
        """``kernel`` for every coarse cell."""
        launch(kernel, self._coarse, self._state.device, *arguments)

    def _every(self, kernel: object, *arguments: object) -> None:
        """``kernel`` for every fine cell."""
        launch(kernel, self._fine, self._state.device, *arguments)

    def _burnt(self) -> None:
        state, ratio, chemistry = self._state, self._lattice.ratio, self._manner.chemistry
        burn.openness(state.gas, ratio, chemistry.skin / self._lattice.edge, state.bare, state.counts)
        self._each(burn.reacted, state.gas, state.live, ratio, burn.have(chemistry, self._dt), state.bare, state.lift,
                   state.wanted, state.full)

    def _driven(self, seconds: float) -> None:
        state, manner = self._state, self._manner
        self._each(air.centred, *state.faces, state.air)
        self._each(air.whirled, state.air, state.spin, state.whirl)
        shift = wp.vec3i(*stirred_at(seconds, self._seed, self._grid))
        self._each(air.pulled, state.spin, state.whirl, state.lift, state.full, self._curl, shift, manner.confinement,
                   manner.stir, state.force)
        self._each(air.driven, *state.faces, state.force, self._dt)

    def _alive(self) -> None:
        """The cells that gas may get to in the step."""
        state = self._state
        self._each(air.centred, *state.faces, state.air)
        fastest = float(summed(air.speeds, state.device, 1, state.air).max())
        cells = math.ceil(fastest * self._dt / self._lattice.edge) + 1
        for axis, (found, out) in enumerate(((state.full, state.near), (state.near, state.full),
                                             (state.full, state.live))):
            self._each(gas.grown, found, axis, cells, out)

    def _ways(self, seconds: float) -> None:
        state, lattice, dt = self._state, self._lattice, self._dt
        self._each(gas.air_ways, state.air, dt / lattice.edge, state.air_way)
        self._each(gas.returns, state.air_way, state.live, 0, False, state.air_back)
        if lattice.ratio == 1:
            return
        share = 1.0 - abs(2.0 * ((seconds / (2.0 * RENEWED_S)) % 1.0) - 1.0)
        even = self._manner.detail / math.sqrt(share * share + (1.0 - share) * (1.0 - share))
        corner = wp.vec3i(*(part * lattice.ratio for part in self._grid.low))
        self._every(gas.ways, state.air, state.whirl, *state.marks, self._curl, share * even, (1.0 - share) * even,
                    even, dt / lattice.cell, state.live, corner, state.way)
        self._every(gas.returns, state.way, state.live, self._shift, True, state.back)
        for number in (0, 1):
            phase = seconds / (2.0 * RENEWED_S) + 0.5 * number
            if int(phase + dt / (2.0 * RENEWED_S)) > int(phase):
                state.marks[number].zero_()
            else:
                self._each(gas.marks_carried, state.marks[number], state.air_way, float(lattice.ratio), state.mark)
                state.marks[number], state.mark = state.mark, state.marks[number]

    def _carried(self) -> None:
        state, shift = self._state, self._shift
        self._every(gas.carried_once, state.gas, state.way, state.live, shift, state.once)
        self._every(gas.carried_again, state.gas, state.way, state.back, state.once, state.live, shift, state.out)
        held = summed(gas.masses, state.device, 8, state.gas, state.out, state.back, state.live, shift, state.wanted,
                      self._dt).sum(axis=0)
        share = np.clip(held[:4] / np.maximum(held[4:], 1e-9), 1.0 - EVENED, 1.0 + EVENED)
        share[HEAT] = 1.0
        state.gas, state.out = state.out, state.gas
        self._every(gas.evened, state.gas, wp.vec4(*share.tolist()), self._grid.low[2] == 0)

    def _air_carried(self) -> None:
        state = self._state
        once, change = state.spin, state.force
        self._each(air.air_once, state.air, state.air_way, once)
        self._each(air.air_change, state.air, state.air_way, state.air_back, once, change)
        self._each(air.air_given, state.air, change, *state.faces)
