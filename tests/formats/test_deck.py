"""The deck: twelve slides of native text, tables and charts whose sums are the budget's, in both languages."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PIL import Image
from pptx import Presentation
from pptx.util import Emu

from tests.office import converted, needs_office
from tests.production import package_case as case
from throughline.film.dossier import Dossier
from throughline.formats.deck_pptx import write_deck
from throughline.formats.deck_style import HIGH, WIDE, Box, Type, fitted, height_of
from throughline.production.package import Gallery, dossier


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture for every name in the gallery."""
    folder = tmp_path_factory.mktemp("pictures")
    names = [shot.id for shot in case.shots().shots] + ["3-010_drawn"]
    for number, name in enumerate(names):
        picture = np.full((201, 480, 3), 20 + 20 * number, np.uint8)
        picture[60:150, 40 * number: 40 * number + 60] = (200, 160, 40)
        Image.fromarray(picture).save(folder / f"{name}.jpg")
    return folder


def content(language: str = "en", **changes: object) -> Dossier:
    return dossier(case.material(**changes), case.gallery(), language)


def number(text: str) -> int:
    return int(text.replace(",", "")) if text.replace(",", "").isdigit() else 0


@pytest.fixture(scope="module", params=["en", "ko"])
def deck(request: pytest.FixtureRequest, pictures: Path) -> tuple[str, bytes]:
    return request.param, write_deck(content(request.param), pictures)


def test_the_same_content_gives_the_same_bytes(deck: tuple[str, bytes], pictures: Path) -> None:
    language, made = deck
    assert write_deck(content(language), pictures) == made


def test_twelve_wide_slides_with_notes(deck: tuple[str, bytes]) -> None:
    shown = Presentation(io.BytesIO(deck[1]))
    assert len(shown.slides) == 12 and shown.slide_width / shown.slide_height == pytest.approx(16 / 9, abs=0.001)
    for slide in shown.slides:
        assert len(slide.notes_slide.notes_text_frame.text) > 20
        assert slide.shapes.title is not None and slide.shapes.title.text_frame.text


def test_nothing_hangs_over_the_edge(deck: tuple[str, bytes]) -> None:
    for slide in Presentation(io.BytesIO(deck[1])).slides:
        for shape in slide.shapes:
            assert shape.left >= -20_000 and shape.top >= -20_000, shape.name
            assert shape.left + shape.width <= Emu(round(WIDE * 914400)) + 20_000, shape.name
            assert shape.top + shape.height <= Emu(round(HIGH * 914400)) + 20_000, shape.name


def test_the_budget_table_and_chart_add_up_to_the_budget(deck: tuple[str, bytes]) -> None:
    slide = Presentation(io.BytesIO(deck[1])).slides[8]
    rows = [[cell.text for cell in row.cells] for shape in slide.shapes if shape.has_table for row in shape.table.rows]
    assert number(rows[-1][2]) == case.budget().total
    assert sum(number(row[2]) for row in rows if row[0].isdigit()) + case.budget().contingency == case.budget().total
    chart = next(shape.chart for shape in slide.shapes if shape.has_chart)
    assert sum(chart.plots[0].series[0].values) == case.budget().total


def test_the_scenarios_chart_shows_every_unit_of_the_receipts(deck: tuple[str, bytes]) -> None:
    made = content(deck[0])
    assert made.korea is not None
    slide = Presentation(io.BytesIO(deck[1])).slides[9]
    stacked = next(shape.chart for shape in slide.shapes if shape.has_chart and len(shape.chart.plots[0].series) > 1)
    for index, entry in enumerate(made.korea.cases):
        assert sum(series.values[index] for series in stacked.plots[0].series) == entry.gross.value
    sources = next(shape.chart for shape in slide.shapes if shape.has_chart and len(shape.chart.plots[0].series) == 1)
    assert sum(sources.plots[0].series[0].values) == made.plan.cost.value


def test_korean_letters_have_a_face_of_their_own(deck: tuple[str, bytes]) -> None:
    package = zipfile.ZipFile(io.BytesIO(deck[1]))
    slides = [package.read(name).decode() for name in package.namelist() if name.startswith("ppt/slides/slide")]
    runs = sum(slide.count("<a:r>") for slide in slides)
    assert runs and sum(slide.count("<a:ea ") for slide in slides) >= runs


def test_blanks_are_marked_and_samples_are_named(pictures: Path) -> None:
    settings = msgspec.structs.replace(case.settings(), finance=msgspec.structs.replace(case.finance(), sample=True))
    shown = Presentation(io.BytesIO(write_deck(content(settings=settings), pictures)))
    texts = [[shape.text_frame.text for shape in slide.shapes if shape.has_text_frame] for slide in shown.slides]
    assert "[open: director's statement]" in texts[6][texts[6].index("[open: director's statement]")]
    assert all(any("Sample values" in text for text in slide) for slide in texts)


def test_a_film_without_pictures_or_prices_has_a_deck_too(tmp_path: Path) -> None:
    bare = msgspec.structs.replace(case.budget(), accounts=(), contingency=0.0, total=0.0, marketing=None, vfx=())
    made = dossier(case.material(budget=bare, disclosure=()), Gallery(), "ko")
    assert len(Presentation(io.BytesIO(write_deck(made, tmp_path))).slides) == 12


def test_text_gives_way_until_it_fits() -> None:
    box, style = Box(0, 0, 4, 2), Type(20)
    text = "그물을 깁는 사람이 빈 배를 기다린다. " * 20
    found = fitted(text, box, style, 6)
    assert found.size < 20 and height_of(text, box.w, found, found.size) <= box.h
    assert fitted("short", box, style, 6).size == 20
    assert fitted(text * 50, box, style, 6).size == 6


@needs_office
@pytest.mark.slow
def test_an_office_program_opens_it(deck: tuple[str, bytes], tmp_path: Path) -> None:
    import pdfplumber

    (tmp_path / "deck.pptx").write_bytes(deck[1])
    with pdfplumber.open(converted(tmp_path / "deck.pptx", "pdf", tmp_path)) as pages:
        assert len(pages.pages) == 12
        assert f"{int(case.budget().total):,}" in (pages.pages[8].extract_text() or "")
