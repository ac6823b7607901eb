"""Where Warp is not installed, or the film names it wrongly, one line says what to do."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from throughline.effects.pyro import solver
from throughline.engines import gas
from throughline.engines.contracts import EngineIdentity, NotConfigured
from throughline.film.blocking import SetRef
from throughline.film.effect import EffectOrder
from throughline.film.errors import InputError
from throughline.film.story import SetKind, TimeOfDay
from throughline.formats.film_toml import read_settings, write_settings
from throughline.stages.effect_orders import EffectParams
from throughline.stages.effect_tasks import effect_task


@pytest.fixture
def no_warp(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("throughline.effects.pyro.device")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "warp", None)

    def none(name: str) -> str:
        raise gas.PackageNotFoundError(name)

    monkeypatch.setattr(gas, "version", none)


@pytest.mark.usefixtures("no_warp")
def test_it_says_what_to_install() -> None:
    words = r"^effects = \"warp\" needs the package warp-lang; pip install 'throughline\[gpu\]', or set effects = "
    with pytest.raises(InputError, match=words):
        solver("warp")
    with pytest.raises(NotConfigured, match=words):
        gas.identity("warp")
    assert solver("numba").name == "numba" and gas.identity("numba") is None


def test_film_toml_names_the_solver(tmp_path: Path) -> None:
    file = tmp_path / "film.toml"
    file.write_text('[engines]\neffects = "warp"\n')
    settings = read_settings(file)
    assert settings.engines.effects == "warp"
    file.write_text(write_settings(settings))
    assert read_settings(file) == settings
    file.write_text('[engines]\n\neffects = "cuda"\n')
    with pytest.raises(InputError, match=r"film.toml:3: engines.effects “cuda” is not known; one of numba, warp"):
        read_settings(file)


def test_the_solver_is_part_of_what_an_effect_is_kept_by() -> None:
    order = EffectParams(order=EffectOrder(kind="fireball", x=0.0, y=0.0, size_m=4.0, seconds=1.0),
                         set=SetRef(kind=SetKind.STREET, time=TimeOfDay.NIGHT, seed=1))
    own, other = effect_task(order, None), effect_task(order, EngineIdentity(name="warp", version="1.19.0"))
    assert (own.engine, own.resource) == (None, "cpu")
    assert other.engine == EngineIdentity(name="warp", version="1.19.0") and other.resource == "gpu"
    assert own.id == other.id
