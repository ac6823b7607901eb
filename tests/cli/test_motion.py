"""Motion goes out to an animator, comes back, wins, and makes only its own shot anew."""

from __future__ import annotations

import json
import shutil
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from pxr import Usd, UsdGeom, UsdSkel

from tests.small_film import Ran, foretold, made, make_film, throughline
from throughline.film.errors import InputError
from throughline.motion.capture.bvh import read_bvh, written
from throughline.motion.export import Performed, file_name, performed
from throughline.motion.skeleton import Motion, forward
from throughline.stages.film_folder import open_film
from throughline.stages.motion_override import whose
from throughline.stages.produce import Wish, film_status, workshop

SCRIPT = """Title: Two Doors

INT. ROOM - DAY

HAEUN (28, a nurse) sits at the table. JUN walks to the door.

JUN
The door was open.

EXT. ALLEY - NIGHT

Jun runs.
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    film = make_film(tmp_path_factory.mktemp("films") / "my-film", SCRIPT)
    assert not made(film, "layout").failed
    return film


@pytest.fixture
def film(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "film"))


def layouts(film: Path) -> dict[str, Path]:
    """The stage of every shot whose layout is as the film now is."""
    with workshop(open_film(film)) as shop:
        _, found = film_status(shop, Wish(("layout",)))
        return {name.partition("/")[2]: shop.store.folder_of(manifest) / "shot.usdc"
                for name, manifest in found.products.items() if name.startswith("layout/")}


def cast(film: Path, shot: str) -> dict[str, Performed]:
    return {one.name: one for one in performed(layouts(film)[shot])}


def with_people(film: Path) -> str:
    return next(shot for shot, stage in layouts(film).items() if any(True for _ in performed(stage)))


def ran(*words: str | Path, film: Path) -> Ran:
    done = throughline(*words, "--film", film)
    assert done.status == 0, done.err
    return done


def joints_mm(one: Performed, other: Performed) -> float:
    return 1000.0 * float(np.abs(forward(one.motion, one.rest)[0] - forward(other.motion, other.rest)[0]).max())


def test_everybodys_motion_is_written_and_opens_alone(film: Path, tmp_path: Path) -> None:
    shot = with_people(film)
    said = json.loads(ran("export", "motion", "--shots", shot, "--to", tmp_path / "out", "--json", film=film).out)
    folder = tmp_path / "out" / shot
    people = cast(film, shot)
    assert {Path(name).name for name in said["files"]} == {f"{name}.{kind}" for name in people
                                                           for kind in ("bvh", "usdc")}
    moved = tmp_path / "elsewhere"
    shutil.move(folder, moved)
    for name, one in people.items():
        rig = read_bvh(moved / f"{name}.bvh")
        assert rig.frames == len(one.motion.root) and rig.rate == pytest.approx(12.0, rel=1e-6)
        stage = Usd.Stage.Open(str(moved / f"{name}.usdc"))
        assert stage.GetRootLayer().GetCompositionAssetDependencies() == []
        assert (stage.GetFramesPerSecond(), stage.GetStartTimeCode(), stage.GetEndTimeCode()) == (
            12.0, 0.0, len(one.motion.root) - 1)
        root = stage.GetDefaultPrim()
        meshes = [prim for prim in Usd.PrimRange(root) if prim.IsA(UsdGeom.Mesh)]
        assert root.IsA(UsdSkel.Root) and len(meshes) > 3
        cache = UsdSkel.Cache()
        cache.Populate(UsdSkel.Root(root), Usd.PrimDefaultPredicate)
        assert all(cache.GetSkinningQuery(mesh).HasJointInfluences() for mesh in meshes)
        text = (moved / f"{name}.usdc").read_bytes()
        assert str(film).encode() not in text and str(tmp_path).encode() not in text


@pytest.mark.parametrize("kind", ["bvh", "usdc"])
def test_what_was_exported_comes_back_to_a_hundredth_of_a_millimetre(film: Path, tmp_path: Path, kind: str) -> None:
    shot = with_people(film)
    before = cast(film, shot)
    ran("export", "motion", "--shots", shot, "--to", tmp_path / "out", film=film)
    ran("override", shot, "motion", *sorted((tmp_path / "out" / shot).glob(f"*.{kind}")), film=film)
    done = made(film, "layout")
    assert not done.failed and done.made == (f"layout/{shot}",)
    for name, one in cast(film, shot).items():
        assert joints_mm(one, before[name]) < 0.01


def test_an_animators_motion_wins_for_its_shot_alone(film: Path) -> None:
    shot = with_people(film)
    before = layouts(film)
    name, one = next(iter(cast(film, shot).items()))
    moved = Motion(one.motion.root + np.float32([0.5, 0.0, 0.1]), one.motion.rotations, one.motion.contacts,
                   one.motion.jaw)
    file = film / "mine" / f"{file_name(name)}.bvh"
    file.parent.mkdir()
    file.write_text(written(moved, one.rest, one.rate), encoding="utf-8")
    ran("override", shot, "motion", file, film=film)
    stale = foretold(film, "layout")
    assert stale == {f"layout/{shot}": ("an animator's motion stands in",)}
    line = next(line for line in ran("status", film=film).out.splitlines() if line.startswith(shot))
    assert "motion:own" in line
    assert not made(film, "layout").failed
    now = cast(film, shot)[name]
    np.testing.assert_allclose(now.motion.root, moved.root, atol=1e-5)
    assert {other: path for other, path in layouts(film).items() if other != shot} == {
        other: path for other, path in before.items() if other != shot}
    shutil.rmtree(film / "overrides" / shot)
    assert not made(film, "layout").failed and layouts(film) == before


def test_without_files_everybodys_motion_is_there_to_edit(film: Path) -> None:
    shot = with_people(film)
    people = cast(film, shot)
    said = json.loads(ran("override", shot, "motion", "--json", film=film).out)
    assert sorted(said["files"]) == sorted(f"{name}.bvh" for name in people)
    again = throughline("override", shot, "motion", "--film", film)
    assert again.status == 2 and "there already" in again.err


@pytest.mark.parametrize(("name", "content", "says"), [
    ("NOBODY.bvh", "HIERARCHY", "nobody in the shot is called NOBODY; name it after whom it moves: "),
    ("{}.fbx", "", "is no motion; a motion is NAME.bvh or NAME.usdc"),
    ("{}.bvh", "HIERARCHY\n", "the file has no hierarchy of joints; export it again"),
    ("{}.usda", "no", "cannot be read as USD; export it again")])
def test_a_file_that_cannot_be_used_fails_its_shot_in_one_line(film: Path, name: str, content: str, says: str) -> None:
    shot = with_people(film)
    who = next(iter(cast(film, shot)))
    folder = film / "overrides" / shot / "motion"
    folder.mkdir(parents=True)
    file = folder / name.format(file_name(who))
    file.write_text(content)
    done = made(film, "layout")
    assert len(done.failed) == 1 and f"{file.name}: {says}" in done.failed[0] and "\n" not in done.failed[0]
    if "NOBODY" in name or "fbx" in name:
        given = film / file.name
        shutil.move(file, given)
        refused = throughline("override", shot, "motion", given, "--film", film)
        assert refused.status == 2 and says in refused.err and len(refused.err.strip().splitlines()) == 1


def test_a_name_is_found_however_a_system_spells_it(tmp_path: Path) -> None:
    (tmp_path / f"{unicodedata.normalize('NFD', '하은')}.bvh").touch()
    (tmp_path / "jun_the 2nd.BVH").touch()
    (tmp_path / ".DS_Store").touch()
    found = whose(tmp_path, ["하은", "JUN/the 2nd"])
    assert sorted(found) == ["JUN/the 2nd", "하은"]
    (tmp_path / "JUN_the 2nd.usda").touch()
    with pytest.raises(InputError, match="a second motion for JUN/the 2nd"):
        whose(tmp_path, ["하은", "JUN/the 2nd"])
