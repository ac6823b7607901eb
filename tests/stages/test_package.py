"""The package stage on a small film: every document in both languages, the same bytes twice, wishes kept."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import numpy as np
import pytest
from PIL import Image

from tests.production import package_case as case
from throughline.directing.numbering import Numbering, numbering_of
from throughline.film.errors import InputError
from throughline.film.package import PictureWishes
from throughline.film.record import dump
from throughline.picture import video
from throughline.stages.package import make_package
from throughline.stages.package_records import PackageParams, StillFigure, StillSheet
from throughline.stages.package_stills import gallery
from throughline.stages.records import Staging

DOCUMENTS = ("deck.pptx", "lookbook.pdf", "onepager.pdf", "plan.pdf")


def painted(folder: Path, name: str, hue: tuple[int, int, int], size: tuple[int, int] = (320, 134)) -> np.ndarray:
    """A picture of a coloured figure before a gradient."""
    folder.mkdir(parents=True, exist_ok=True)
    width, height = size
    picture = np.repeat(np.linspace(30, 120, height, dtype=np.uint8)[:, None], width, 1)[..., None].repeat(3, 2)
    picture[height // 3:, width // 2: width * 3 // 4] = hue
    if name:
        Image.fromarray(picture).save(folder / name)
    return picture


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A film's products: boards of all shots, previs of one, stills of another."""
    folder = tmp_path_factory.mktemp("products")
    shots, broken = case.shots(), case.breakdown()
    for name, content in (("shots.json", shots), ("scenes.json", broken),
                          ("numbering.json", numbering_of(shots, broken, None))):
        (folder / name).write_bytes(dump(content))
    assert isinstance(numbering_of(shots, broken, None), Numbering)
    staging = Staging(blockings=(), looks=case.material().looks, voices=(), language="en")
    for name, record in (("schedule.json", case.schedule()), ("budget.json", case.budget()), ("staging.json", staging)):
        (folder / name).write_bytes(dump(record))
    found = {"shots": folder, "schedule": folder / "schedule.json", "budget": folder, "staging": folder}
    for number, shot in enumerate(shots.shots):
        found[f"board:{shot.id}"] = folder / "board" / shot.id
        painted(found[f"board:{shot.id}"], "panel_1.png", (200, 40 + 20 * number, 60))
    clip = folder / "previs" / "2-020"
    clip.mkdir(parents=True)
    video.encode([painted(clip, "", (40, 60, 200))] * 48, clip / "clean.mp4", case.shots().rate)
    still = folder / "still" / "1-030"
    painted(still, "still_1.png", (230, 190, 40), (960, 402))
    (still / "still.json").write_bytes(dump(StillSheet(figures=((StillFigure(
        name="MINA", left=0.5, right=0.74, height=0.7),),))))
    return {**found, "previs:2-020": clip, "still:1-030": still}


def made(inputs: dict[str, Path], out: Path, **changes: Any) -> Any:
    params = PackageParams(title="The Nets", author="Ana Lim", language="en", aspect=2.39, settings=case.settings(),
                           disclosure=case.ledger())
    out.mkdir()
    warnings: list[str] = []
    context = SimpleNamespace(params=msgspec.structs.replace(params, **changes), inputs=inputs, out=out,
                              warn=warnings.append, progress=lambda *_: None)
    return make_package(context), warnings  # type: ignore[arg-type]


@pytest.mark.slow
def test_every_document_in_both_languages_the_same_twice(inputs: dict[str, Path], tmp_path: Path) -> None:
    figures, warnings = made(inputs, tmp_path / "one")
    made(inputs, tmp_path / "two")
    names = sorted(str(file.relative_to(tmp_path / "one")) for file in (tmp_path / "one").rglob("*") if file.is_file())
    assert names == sorted([*DOCUMENTS, *(f"ko/{name}" for name in DOCUMENTS)]) and not warnings
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name
    assert figures["total"] == case.budget().total and figures["open"] > 0 and figures["shooting_days"] == 3


def test_a_korean_film_has_an_english_package_beside_it(inputs: dict[str, Path], tmp_path: Path) -> None:
    pictureless = {name: path for name, path in inputs.items() if ":" not in name}
    _figures, warnings = made(pictureless, tmp_path / "out", language="ko")
    assert (tmp_path / "out" / "en" / "plan.pdf").is_file() and not (tmp_path / "out" / "ko").exists()
    assert "without pictures" in warnings[0]


def test_a_picture_of_no_shot_is_refused(inputs: dict[str, Path], tmp_path: Path) -> None:
    settings = msgspec.structs.replace(case.settings(), pictures=PictureWishes(look=("9-990",)))
    with pytest.raises(InputError, match=r"package\.toml.*no shot 9-990"):
        made(inputs, tmp_path / "out", settings=settings)


def test_the_best_picture_of_a_shot_is_taken_and_wishes_stand_first(inputs: dict[str, Path], tmp_path: Path) -> None:
    wishes = PictureWishes(cover="2-010", story=("1-010", "1-020", "3-030"))
    shown = gallery(case.shots(), case.breakdown(), inputs, wishes, ["MINA", "OLD PARK"], tmp_path)
    assert shown.chosen.cover is not None and shown.chosen.cover.shot == "2-010"
    assert [still.shot for still in shown.chosen.story] == ["1-010", "1-020", "3-030"]
    assert (shown.drawn, shown.rendered) == (9, 1)
    mina = next(still for still in shown.characters["MINA"] if still.shot == "1-030")
    assert mina.focus == pytest.approx(0.62)
    assert all((tmp_path / f"{still.name}.jpg").is_file() for still in shown.chosen.frames)
    assert {pair.rendered.shot for pair in shown.chosen.pairs} <= {"1-030", "2-020"}
    with Image.open(tmp_path / "1-030.jpg") as image:
        assert image.width == 1920
    red, _green, blue = bytes.fromhex(shown.accent[1:])
    assert red > blue and len(shown.colours) == 9 and shown.colours[0].scene == "1"
    assert [stretch.scene for stretch in shown.colours].count("") == 6


def test_effects_are_shown_at_their_height(inputs: dict[str, Path], tmp_path: Path) -> None:
    shown = gallery(case.shots(), case.breakdown(), inputs, PictureWishes(), ["MINA"], tmp_path)
    assert [still.shot for still in shown.chosen.effects] == ["3-010"]
    assert list(shown.places) == ["HARBOUR", "NET LOFT", "BREAKWATER"]
    assert shown.places["HARBOUR"][0].shot == "1-010"


@pytest.mark.parametrize("panels", [1, 2])
def test_a_drawing_beside_a_frame_is_of_the_same_moment(tmp_path: Path, panels: int) -> None:
    board, still = tmp_path / "board", tmp_path / "still"
    for number, hue in ((1, (200, 20, 20)), (2, (20, 200, 20)))[:panels]:
        painted(board, f"panel_{number}.png", hue)
    still.mkdir()
    Image.new("RGB", (320, 134), (20, 20, 20)).save(still / "still_1.png")
    painted(still, "still_2.png", (250, 220, 40))
    (still / "still.json").write_bytes(dump(StillSheet(figures=((), ()))))
    found = {"board:1-010": board, "still:1-010": still}
    pairs = gallery(case.shots(), case.breakdown(), found, PictureWishes(), ["MINA"], tmp_path).chosen.pairs
    assert len(pairs) == (1 if panels == 2 else 0), "one drawing of two moments may be of the other one"
    if pairs:
        with Image.open(tmp_path / f"{pairs[0].drawn.name}.jpg") as image:
            red, green, _blue = image.convert("RGB").getpixel((image.width * 5 // 8, image.height * 3 // 4))
        assert green > 2 * red
