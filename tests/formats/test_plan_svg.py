"""The plan as SVG and PDF: to scale, in metres and feet, everything named, cameras told apart."""

from __future__ import annotations

import math
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pdfplumber
import pytest

from throughline.formats.plan_svg import plan_svg
from throughline.formats.plan_view import (
    Area,
    Mark,
    PlanCamera,
    PlanView,
    Top,
    angle_change,
    length_change,
    length_words,
    speed_words,
)
from throughline.formats.plan_view import Path as Way
from throughline.formats.plan_window import Window
from throughline.formats.plans_pdf import plan_pages, plans_pdf

WINDOW = Window((0.0, 0.0), 100, 396.0, 200.0)


def camera(shot: str, x: float, y: float, heading: float = 0.0, **more: object) -> PlanCamera:
    told: dict[str, object] = {
        "points": ((x, y), (x, y)), "heading": (heading, heading), "half": (0.4, 0.4), "tilt": (0.0, 0.0),
        "height": (1.5, 1.5), "lens": (35.2, 35.2), "field": (0.8, 0.8), "distance": (3.0, 3.0), "subject": "HAEUN",
        "travel": 0.0, "speed": 0.0, "size": "medium", "move": "static", "seconds": 2.0}
    return PlanCamera(shot=shot, **{**told, **more})  # type: ignore[arg-type]


def view(*cameras: PlanCamera) -> PlanView:
    way = Way(shot=cameras[0].shot, points=((1.0, 0.0), (4.0, 0.0)), speed=1.4)
    still = Way(shot=cameras[0].shot, points=((2.0, 2.0), (2.0, 2.0)))
    return PlanView(
        scene="4", heading="4. INT. 하은's <ROOM> - NIGHT", lanes=(), cameras=cameras, key=(0.5, 0.9),
        areas=(Area(kind="ground", corners=((-5, -4), (5, -4), (5, 4), (-5, 4))),
               Area(kind="wall", corners=((-5.2, -4), (-5, -4), (-5, 4), (-5.2, 4))),
               Area(kind="piece", corners=((-1, -3), (1, -3), (1, -2), (-1, -2)), name="desk", height=0.75)),
        tops=(Top(name="HAEUN", kind="person", length=0.27, width=0.46, paths=(way,)),
              Top(name="black suv", kind="vehicle", length=4.8, width=1.9, paths=(still,))),
        marks=(Mark(kind="effect", name="explosion", at=(3.0, -2.0), radius=1.5, shot=cameras[0].shot),
               Mark(kind="lamp", name="lamp", at=(0.0, 0.0))))


def texts(svg: str) -> list[str]:
    return [node.text or "" for node in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def test_everything_is_named_once_and_escaped() -> None:
    svg, lost = plan_svg(view(camera("4-010", -3, 0), camera("4-020", 3, 3, math.pi)), WINDOW, "m", "en", "a <b>")
    words = texts(svg)
    assert lost == 0
    for word in ("4-010", "4-020", "HAEUN", "black suv", "explosion", "desk", "35 mm · h 1.5 m", "1:100 on A3", "N"):
        assert words.count(word) == (2 if word.startswith("35") else 1 if word not in ("4-010",) else words.count(word))
        assert word in words
    assert "key light, 52° high" in words and ElementTree.fromstring(svg)[0].text == "a <b>"
    korean = texts(plan_svg(view(camera("4-010", -3, 0)), WINDOW, "m", "ko", "")[0])
    assert {"책상", "북", "동선", "카메라 시작"} <= set(korean)


def test_a_metre_is_a_metre_at_the_scale_that_is_said() -> None:
    assert WINDOW.at((0, 0)) == (198.0, 100.0) and WINDOW.at((1, 1)) == (208.0, 90.0)
    svg, _ = plan_svg(view(camera("4-010", -3, 0)), WINDOW, "m", "en", "")
    set_layer = next(node for node in ElementTree.fromstring(svg).iter() if node.get("id") == "set")
    desk = set_layer[2].get("points")
    assert desk == "188,130 208,130 208,120 188,120"


def test_what_starts_as_one_thing_and_ends_as_another_says_both() -> None:
    assert length_words(3.4, "m") == "3.4 m" and length_words(3.4, "ft") == "11'-2\""
    assert length_words(0.3048 * 5.999, "ft") == "6'-0\""
    assert length_change((3.42, 1.2), "m") == "3.4 → 1.2 m" and length_change((3.4, 3.44), "m") == "3.4 m"
    assert length_change((3.4, 1.2), "ft") == "11'-2\" → 3'-11\""
    assert angle_change((0.0, 0.3)) == "0° → 17°" and angle_change((0.5, 0.51)) == "29°"
    assert speed_words(1.4, "m") == "1.4 m/s" and speed_words(12.0, "m") == "43 km/h"
    assert speed_words(12.0, "ft") == "27 mph"


def test_a_crowded_scene_takes_more_pages_and_every_camera_is_on_one() -> None:
    cameras = [camera(f"4-{10 * n:03d}", -4 + n * 0.7, 3 - n % 3) for n in range(1, 12)]
    pages = plan_pages(view(*cameras), "m", "en", "T")
    assert len(pages) >= 2
    assert [entry.shot for page in pages for entry in page.view.cameras] == [entry.shot for entry in cameras]
    assert [page.name for page in pages] == [f"scene-4-{number}" for number in range(1, len(pages) + 1)]


def test_a_far_camera_does_not_shrink_the_near_ones() -> None:
    near = [camera("4-010", -2, 0), camera("4-020", 2, 1, math.pi)]
    far = camera("4-030", 400, 0, distance=(60.0, 60.0))
    pages = plan_pages(view(*near, far), "m", "en", "T")
    assert [len(page.view.cameras) for page in pages] == [2, 1]
    assert pages[0].window.scale <= 75


@pytest.mark.parametrize(("units", "language"), [("m", "en"), ("ft", "ko")])
def test_the_pdf_has_a_page_a_plan_with_its_table(tmp_path: Path, units: str, language: str) -> None:
    moving = camera("4-020", 2, 1, points=((2.0, 1.0), (4.0, 1.0)), travel=2.0, speed=1.1, lens=(35.0, 50.0),
                    height=(1.5, 3.0))
    pages = plan_pages(view(camera("4-010", -2, 0), moving), units, language, "T")
    for page in pages:
        (tmp_path / f"{page.name}.svg").write_text(page.svg, encoding="utf-8")
    pdf = plans_pdf(pages, "사이의 도시", "3고", units, language, tmp_path)
    assert pdf == plans_pdf(pages, "사이의 도시", "3고", units, language, tmp_path)
    (tmp_path / "plans.pdf").write_bytes(pdf)
    with pdfplumber.open(tmp_path / "plans.pdf") as document:
        assert len(document.pages) == len(pages) == 1
        page = document.pages[0]
        assert round(page.width) == 1191 and round(page.height) == 842
        text = "".join(page.extract_text().split())
        assert min(char["size"] for char in page.chars) >= 6
        assert all(0 < char["x0"] and char["x1"] < page.width and char["bottom"] < page.height for char in page.chars)
    for word in ("4.INT.하은's<ROOM>-NIGHT", "사이의도시", "3고", "4-010", "4-020", "35→50mm", "HAEUN", "static"):
        assert word in text, word
    assert ("1.5→3.0m" if units == "m" else "4'-11\"→9'-10\"") in text


def test_the_same_view_gives_the_same_drawing() -> None:
    cameras = [camera(f"4-{10 * n:03d}", n, 0) for n in range(1, 5)]
    first, again = (plan_pages(view(*cameras), "m", "en", "T") for _ in range(2))
    assert [page.svg for page in first] == [page.svg for page in again]
    other = plan_pages(msgspec.structs.replace(view(*cameras), key=None), "m", "en", "T")
    assert "key light" not in other[0].svg
