"""The step in Warp is the step: its kernels give what the package's solver gives, on Warp's own CPU device and on the
GPU where there is one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from throughline.effects.pyro import pressure, simulate, solver
from throughline.effects.pyro.grid import Grid, Lattice, empty
from throughline.effects.pyro.presets import preset
from throughline.effects.pyro.solver import NUMBA, Solver
from throughline.effects.pyro.sources import Rows, Sources, stamps
from throughline.effects.pyro.step import Manner
from throughline.effects.volume import Volume
from throughline.film.effect import EffectOrder
from throughline.film.errors import InputError
from throughline.film.setplan import Box

warp = pytest.importorskip("warp", reason="warp-lang is not installed: pip install 'throughline[gpu]'")
DT = 1 / 48
WALL = Box(x0=1.5, y0=-1.0, x1=2.2, y1=3.0, height=3.0)
ORDER = EffectOrder(kind="fireball", x=0.0, y=0.0, size_m=4.0, seconds=0.5, detail=0.15, seed=5,
                    wind=(1.5, 0.5, 0.0), obstacles=(WALL,))


DEVICES = ["cpu", *(["cuda:0"] if warp.is_cuda_available() else [])]


@pytest.fixture(scope="module", params=DEVICES)
def device(request: pytest.FixtureRequest) -> Solver:
    from throughline.effects.pyro.device.solver import on

    return on(request.param)


def _box(ratio: int, low: int, walls: tuple[Box, ...]) -> tuple[Grid, Lattice]:
    lattice = Lattice((0.0, 0.0, 0.0), 0.5 / ratio, ratio, (-64, -64, 0), (64, 64, 64))
    return empty((-10, -12, low), (14, 12, low + 20), lattice, (1.5, 0.5, 0.0), walls), lattice


def _steps(sources: Sources, count: int) -> list[tuple[float, Rows]]:
    return [(n * DT, stamps(sources, n * DT, (n + 1) * DT)) for n in range(count)]


def _far(one: Grid, other: Grid) -> Iterator[tuple[str, float, float]]:
    """How far each field is from its like in shares of its largest value: at 999 of 1000 cells, and at the worst, where
    gas may just catch fire or not, or be held to the cells on either side of it."""
    fields = {"pressure": (one.pressure, other.pressure), "marks": (one.marks, other.marks)}
    for channel, name in enumerate(("soot", "heat", "fuel", "dust")):
        fields[name] = one.gas[..., channel], other.gas[..., channel]
    for name, here, there in zip("uvw", one.faces, other.faces, strict=True):
        fields[name] = here, there
    for name, (here, there) in fields.items():
        far = np.abs(here - there) / max(float(np.abs(here).max()), 1e-9)
        yield name, float(np.quantile(far, 0.999)), float(far.max())


@pytest.mark.parametrize(("ratio", "low", "walls", "count"), [
    (2, 0, (WALL,), 1), (2, 0, (WALL,), 20), (1, 0, (), 4), (2, 1, (), 4)],
    ids=["one step", "twenty steps", "one lattice", "in the air"])
def test_the_steps_are_the_same(device: Solver, ratio: int, low: int, walls: tuple[Box, ...], count: int) -> None:
    plan, ((here, lattice), (there, _)) = preset(ORDER), (_box(ratio, low, walls) for _ in range(2))
    assert (here.solid is not None) == bool(walls)
    left = NUMBA.frame(here, lattice, plan.manner, _steps(plan.sources, count), DT, 5)
    assert device.frame(there, lattice, plan.manner, _steps(plan.sources, count), DT, 5) == pytest.approx(left, rel=0.1,
                                                                                                      abs=1e-5)
    assert here.gas[..., 1].max() > 500.0 and here.gas[..., 0].max() > 0.5
    assert max(np.abs(face).max() for face in here.faces) > 5.0
    assert (here.live == there.live).all()
    assert [found for found in _far(here, there) if found[1] > 2e-5 or found[2] > 1e-2] == []


def test_what_this_side_changes_between_frames_is_taken_over(device: Solver) -> None:
    (here, lattice), (there, _) = (_box(2, 0, ()) for _ in range(2))
    sources, none = preset(ORDER).sources, np.zeros((0, 19), np.float32)
    for grid, taken in ((here, NUMBA), (there, device)):
        taken.frame(grid, lattice, Manner(), _steps(sources, 2), DT, 5)
        grid.faces[0][...] *= np.float32(0.5)
        taken.frame(grid, lattice, Manner(), [(2 * DT, none)], DT, 5)
    assert max(far for _, far, _ in _far(here, there)) < 2e-5


@pytest.mark.parametrize("place", DEVICES)
@pytest.mark.parametrize("grounded", [True, False])
@pytest.mark.parametrize("shape", [(24, 16, 40), (13, 9, 6)])
def test_the_pressure_is_exact(shape: tuple[int, int, int], grounded: bool, place: str) -> None:
    from throughline.effects.pyro.device.waves import Waves

    right = np.random.default_rng(3).standard_normal(shape).astype(np.float32)
    held = warp.array(right, dtype=warp.float32, device=place)
    Waves(shape, grounded, place).solve(held, held)
    exact = pressure.box_solve(right, grounded)
    assert np.abs(held.numpy() - exact).max() < 3e-6 * np.abs(exact).max()


def _bytes(frames: list[tuple[Volume, ...]]) -> list[bytes]:
    return [b"".join(volume.density.tobytes() for volume in volumes) for volumes in frames]


def test_an_effect_goes_through_frame_by_frame_and_goes_on_where_it_stopped(device: Solver, tmp_path: Path) -> None:
    whole = [volumes for volumes, _ in simulate(ORDER, solver=device)]
    assert len(whole) == 12 and all(whole)
    assert _bytes(whole) == _bytes([volumes for volumes, _ in simulate(ORDER, solver=device)])
    state = tmp_path / "state.npz"
    begun = [volumes for volumes, _ in islice(simulate(ORDER, state=state, solver=device), 6)]
    assert next(iter(simulate(ORDER, state=state)))[1].frame == 0, "another solver's state is not gone on from"
    rest = [volumes for volumes, _ in simulate(ORDER, state=state, solver=device)]
    assert _bytes(begun)[:5] + _bytes(rest) == _bytes(whole)
    for ours, theirs in zip(whole, (volumes for volumes, _ in simulate(ORDER)), strict=True):
        mass = [sum(float(volume.density.sum(dtype=np.float64)) for volume in each) for each in (ours, theirs)]
        assert mass[0] == pytest.approx(mass[1], rel=1e-3)


def test_without_a_gpu_it_is_refused_in_one_line() -> None:
    if warp.is_cuda_available():
        pytest.skip("this machine has a GPU")
    with pytest.raises(InputError, match=r"^effects = \"warp\" needs an NVIDIA GPU .*; set effects = \"numba\"[^\n]*$"):
        solver("warp")


def test_what_does_not_fit_the_gpu_is_refused(device: Solver) -> None:
    small = Solver(device.name, device.frame, device.cell_bytes, device.memory, lambda: 1e6)
    with pytest.raises(InputError, match=r"of the GPU's memory.*detail .* fits"):
        simulate(ORDER, solver=small)


@pytest.mark.slow
def test_the_kernels_compile_for_cuda_without_a_gpu(tmp_path: Path) -> None:
    from throughline.effects.pyro.device.kernel import MODULE

    import_module("throughline.effects.pyro.device.solver")
    warp.compile_aot_module(MODULE, arch=[86], module_dir=str(tmp_path), use_ptx=True)
    (made,) = tmp_path.glob("*.ptx")
    code = made.read_text()
    assert all(f".entry {kernel}_" in code for kernel in ("turned", "reacted", "carried_again", "air_given", "blown"))
    assert "fma" not in code[code.index(".entry turned_"):].partition("\n}")[0], "as other GPUs would not fuse it"


def test_the_default_solver_does_not_load_warp() -> None:
    done = subprocess.run([sys.executable, "-c", "import sys; from throughline.effects.pyro import solver; "
                           "solver('numba'); print('warp' in sys.modules)"], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
