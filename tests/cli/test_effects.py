"""Effects on the command line: three sizes to choose from, what goes out to an artist, what comes back and wins."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pxr import Usd, UsdGeom, UsdVol

from tests.small_film import copied, foretold, made, make_film, throughline
from throughline.effects.vdb import read_volumes
from throughline.effects.volume import Volume, read
from throughline.engines.blender.install import find
from throughline.engines.blender.volumes import Grid, volume_worker
from throughline.engines.contracts import NotConfigured
from throughline.film.effect import EffectSheet
from throughline.film.errors import InputError
from throughline.film.record import load
from throughline.stages.film_folder import open_film
from throughline.stages.produce import Wish, film_status, workshop

SCRIPT = """Title: The Blast

EXT. STREET - NIGHT

[[shot: long, 28mm, static, 2s]] [[vfx: car explosion, sedan, 5 m, 0.5 s]]
The sedan explodes.

INT. ROOM - DAY

JUN sits at the table.
"""
SHOT, OTHER = "1-010", "2-010"


@pytest.fixture(scope="module")
def blender() -> None:
    try:
        if find() is None:
            pytest.skip("no Blender here: python -m throughline.engines.blender.install")
    except NotConfigured as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    film = make_film(tmp_path_factory.mktemp("films") / "my-film", SCRIPT)
    assert not made(film, "effects").failed
    return film


@pytest.fixture
def film(built: Path, tmp_path: Path) -> Path:
    return copied(built, tmp_path / "film")


def effect(film: Path, stage: str = "effect") -> Path:
    """The folder of the film's one product of a stage."""
    with workshop(open_film(film)) as shop:
        _, found = film_status(shop, Wish(("effects",)))
        return next(shop.store.folder_of(manifest) for name, manifest in found.products.items()
                    if name.startswith(f"{stage}/"))


def sheet(film: Path, text: str, shot: str = SHOT) -> Path:
    file = film / "shots" / f"{shot}.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(("text", "line", "words"), [
    ('[effects.explosion]\nsize_m = "big"\n', 2, "size_m: expected float | null, got str"),
    ("[effects.explosion]\nsize_m = 0\n", 2, "size_m 0 is not possible; give more than 0"),
    ("[effects.explosion]\nsize_m = nan\n", 2, "size_m nan is not possible"),
    ("[effects.explosion]\n\nsizem = 3\n", 3, "unknown key “sizem”; known keys: kind, size_m"),
    ("# rain\n[effects.rain]\n", 2, "shot 1-010 has no effect “rain”; it has: explosion"),
    ('[effects.explosion]\nkind = "boom"\n', 2, "unknown effect “boom”; known: ash, "),
    ('[effects.explosion]\ndirection = "lefft"\n', 2, "direction “lefft” is not known; one of: up, down"),
    ('[effects.explosion]\ncolour = "brown"\n', 2, "colour “brown” is not possible"),
    ("[effects\n", 1, "not valid TOML"),
])
def test_a_wrong_sheet_fails_its_shot_alone(film: Path, text: str, line: int, words: str) -> None:
    file = sheet(film, text)
    outcome = made(film, "layout")
    assert len(outcome.failed) == 1 and outcome.failed[0].startswith(f"sheet/{SHOT}: {file}:{line}: ")
    assert words in outcome.failed[0]
    assert f"layout/{OTHER}" not in outcome.failed[0]


def test_a_sheet_of_no_shot_is_told(film: Path) -> None:
    file = sheet(film, "[effects.explosion]\nsize_m = 3\n", "9-999")
    outcome = made(film, "layout")
    assert not outcome.made and not outcome.failed
    assert outcome.warnings == (f"{file}: the film has no such shot, so nothing is taken from here; shots go from "
                                "1-010 to 2-010; throughline status lists them",)


def test_an_effect_of_no_size_fails_its_shot_alone(film: Path) -> None:
    path = film / "screenplay.fountain"
    path.write_text(path.read_text().replace("5 m", "0 m"))
    outcome = made(film, "layout")
    assert len(outcome.failed) == 1 and "has the size 0 m; give it a size above 0 m" in outcome.failed[0]


def test_what_does_not_fit_memory_says_what_does(film: Path) -> None:
    path = film / "film.toml"
    path.write_text(path.read_text().replace("detail = 0.08", "detail = 4.0"))
    outcome = made(film, "layout")
    assert len(outcome.failed) == 1 and "GB are free; detail " in outcome.failed[0]
    assert outcome.failed[0].endswith(f"shots that wait for it: {SHOT}")


def test_a_wedge_shows_three_sizes_and_builds_nothing_else(film: Path) -> None:
    ran = throughline("build", "effects", "--wedge", "--film", film, "--json", "--jobs", "1")
    assert ran.status == 0, ran.out + ran.err
    assert sorted(task.split("/")[0] for task in ran.json["made"]) == ["effect"] * 2 + ["layout"] * 2 + ["wedge"]
    page = film / "build/out/wedges" / f"{SHOT}.png"
    assert str(page) in ran.json["files"]
    with Image.open(page) as image:
        assert image.width > 8 * 96 and len(image.convert("RGB").getcolors(1 << 20) or ()) > 50
    again = throughline("build", "effects", "--wedge", "--film", film, "--json")
    assert again.json["made"] == []
    sheet(film, "[effects.explosion]\nsize_m = 7\n")
    assert foretold(film, "effects") == {}, "what was chosen at the film's own detail is there already"
    sheet(film, "[effects.explosion]\nsize_m = 8\n")
    assert sorted(name.partition("/")[0] for name in foretold(film, "effects")) == ["effect", "layout"]


@pytest.mark.parametrize(("words", "told"), [(("boards", "--wedge"), "--wedge is for effects alone"),
                                             (("effects", "--wedge", "--shots", OTHER), "has no simulated effect")])
def test_a_wedge_of_nothing_is_refused(film: Path, words: tuple[str, ...], told: str) -> None:
    ran = throughline("build", *words, "--film", film)
    assert ran.status == 2 and told in ran.err


@pytest.mark.blender
@pytest.mark.usefixtures("blender")
def test_effects_go_out_come_back_and_win(film: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ran = throughline("export", "effects", "--film", film, "--to", out, "--json")
    assert ran.status == 0, ran.err
    files = sorted(file.name for file in (out / SHOT).iterdir())
    assert files == ["effects.usda", *(f"explosion.{number:04d}.vdb" for number in range(1, 7)), "explosion.json"]
    assert load((out / SHOT / "explosion.json").read_bytes(), EffectSheet).frames == 6
    stage = Usd.Stage.Open(str(out / SHOT / "effects.usda"))
    gas = UsdVol.Volume(stage.GetPrimAtPath("/Effects/explosion/gas"))
    assert sorted(gas.GetFieldPaths()) == ["density", "temperature", "vel"]
    assert UsdGeom.GetStageUpAxis(stage) == "Z"

    before = effect(film) / "volumes"
    own = laid(film)
    for file in (out / SHOT).glob("*.vdb"):
        shutil.copy(file, own)
    outcome = made(film, "effects")
    assert outcome.made == (f"own_effect/{SHOT} explosion", f"layout/{SHOT}") and not outcome.failed
    after = effect(film, "own_effect") / "volumes"
    for number in range(6):
        ours, theirs = (read(folder / f"{number:04d}.npz") for folder in (before, after))
        assert len(ours) == len(theirs)
        for one, other in zip(ours, theirs, strict=True):
            assert other.albedo == pytest.approx(one.albedo)
            assert mass(other) == pytest.approx(mass(one), rel=0.03)
    with workshop(open_film(film)) as shop:
        _, found = film_status(shop, Wish(("effects",)))
    assert not any(name.startswith("effect/") for name in found.states)


def mass(volume: Volume) -> float:
    return float(volume.density.sum()) * volume.voxel ** 3


def laid(film: Path, *names: str) -> Path:
    """The artist's folder with empty files of these names."""
    own = film / "overrides" / SHOT / "effects"
    own.mkdir(parents=True)
    for name in names:
        (own / name).write_bytes(b"nothing")
    return own


@pytest.mark.parametrize(("names", "told"), [
    (("boom.0001.vdb",), "shot 1-010 has no simulated effect “boom”; name it after the effect: explosion"),
    (("explosion.vdb",), "is no effect; an effect is NAME.0001.vdb"),
    (("explosion.0001.vdb", "explosion.0003.vdb"), "up to 0003, and 0002 is missing; number the files without a gap"),
    (("explosion.0005.vdb",), "explosion has no file 0001"),
    (("explosion.0000.vdb", "explosion.0001.vdb"), "begins with 0000"),
    (("explosion.usd", "explosion.usdc"), "a second file for the pieces of explosion"),
])
def test_files_that_fit_no_effect_fail_their_shot(film: Path, names: tuple[str, ...], told: str) -> None:
    laid(film, *names)
    outcome = made(film, "layout")
    assert len(outcome.failed) == 1 and outcome.failed[0].startswith(f"sheet/{SHOT}: ") and told in outcome.failed[0]


def test_the_command_takes_what_fits_and_refuses_the_rest(film: Path, tmp_path: Path) -> None:
    for name in ("explosion.0001.vdb", "explosion.0002.vdb", "boom.0001.vdb"):
        (tmp_path / name).write_bytes(b"nothing")
    own = film / "overrides" / SHOT / "effects"
    refused = throughline("override", SHOT, "effects", tmp_path / "boom.0001.vdb", "--film", film)
    assert refused.status != 0 and "has no simulated effect “boom”" in refused.out + refused.err and not own.exists()
    late = throughline("override", SHOT, "effects", tmp_path / "explosion.0002.vdb", "--film", film)
    assert late.status != 0 and "explosion has no file 0001" in late.out + late.err and not own.exists()
    for number in (1, 2):
        taken = throughline("override", SHOT, "effects", tmp_path / f"explosion.000{number}.vdb", "--film", film)
        assert taken.status == 0, taken.out + taken.err
    assert sorted(file.name for file in own.iterdir()) == ["explosion.0001.vdb", "explosion.0002.vdb"]
    bare = throughline("override", SHOT, "effects", "--film", film)
    assert bare.status != 0 and "export effects" in bare.out + bare.err


def test_pieces_that_are_no_usd_are_told(film: Path) -> None:
    own = laid(film, "explosion.usdc")
    outcome = made(film, "layout")
    assert f"{own / 'explosion.usdc'}: is no USD stage; export it again as USD" in outcome.failed[0]


def test_pieces_of_another_program_are_stood_up(film: Path) -> None:
    own = laid(film)
    stage = Usd.Stage.CreateNew(str(own / "explosion.usda"))
    UsdGeom.SetStageUpAxis(stage, UsdGeom.Tokens.y)
    UsdGeom.SetStageMetersPerUnit(stage, 0.01)
    stage.SetDefaultPrim(UsdGeom.Xform.Define(stage, "/wreck").GetPrim())
    mesh = UsdGeom.Mesh.Define(stage, "/wreck/door")
    mesh.CreatePointsAttr([(0, 100, 0), (100, 100, 0), (0, 200, 0)])
    mesh.CreateFaceVertexCountsAttr([3])
    mesh.CreateFaceVertexIndicesAttr([0, 1, 2])
    stage.Save()
    assert not made(film, "layout").failed
    taken = Usd.Stage.Open(str(effect(film, "own_effect") / "pieces.usdc"))
    door = next(prim for prim in taken.Traverse() if prim.IsA(UsdGeom.Mesh))
    world = UsdGeom.Xformable(door).ComputeLocalToWorldTransform(0)
    places = [world.Transform(tuple(map(float, point))) for point in UsdGeom.Mesh(door).GetPointsAttr().Get()]
    assert np.allclose(places, [(0, 0, 1), (1, 0, 1), (0, 0, 2)], atol=1e-6)


@pytest.mark.blender
@pytest.mark.usefixtures("blender")
@pytest.mark.parametrize(("make", "told"), [("broken", "the VDB cannot be read"),
                                            ("nan", "holds values that are no numbers"),
                                            ("none", "no grid named density")])
def test_a_broken_vdb_fails_its_shot_alone(film: Path, make: str, told: str) -> None:
    own = laid(film, "explosion.0001.vdb")
    if make != "broken":
        values = np.ones((4, 4, 4), np.float32)
        values[2, 2, 2] = np.inf if make == "nan" else 1.0
        with volume_worker() as worker:
            name = "density" if make == "nan" else "fog"
            worker.write(own / "explosion.0001.vdb", [Grid(name, values, (0.0, 0.0, 0.0), 0.5)])
    if make == "nan":
        with pytest.raises(InputError, match=told):
            read_volumes(own / "explosion.0001.vdb")
    outcome = made(film, "layout")
    assert len(outcome.failed) == 1 and str(own / "explosion.0001.vdb") in outcome.failed[0]
    assert told in outcome.failed[0] and outcome.failed[0].endswith(f"shots that wait for it: {SHOT}")


def test_an_export_of_nothing_is_told(film: Path) -> None:
    ran = throughline("export", "effects", "--shots", OTHER, "--film", film)
    assert ran.status == 2 and "nothing is simulated in 2-010" in ran.err


def test_the_note_directs(film: Path) -> None:
    order = load((effect(film) / "effect.json").read_bytes(), EffectSheet).order
    assert (order.kind, order.size_m, order.seconds) == ("car_explosion", 5.0, 0.5)


def test_the_sheet_wins_over_the_note(film: Path) -> None:
    sheet(film, '[effects.explosion]\nseconds = 0.25\ndirection = "left"\nwind = [2.0, 0.0]\n')
    assert not made(film, "layout").failed
    order = load((effect(film) / "effect.json").read_bytes(), EffectSheet).order
    assert (order.size_m, order.seconds, order.wind) == (5.0, 0.25, (2.0, 0.0, 0.0))
    assert order.direction is not None and order.direction[2] == 0.0
