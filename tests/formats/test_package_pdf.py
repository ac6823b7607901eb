"""Look book, business plan and one-pager: pages as they should be, sums that are the budget's, blanks marked."""

from __future__ import annotations

import io
import re
from pathlib import Path

import msgspec
import numpy as np
import pdfplumber
import pytest
from PIL import Image

from tests.production import package_case as case
from throughline.film.package import PackageSettings
from throughline.formats.package_pdf import write_lookbook, write_onepager, write_plan
from throughline.production.package import Gallery, dossier


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pictures")
    for number, name in enumerate([*(shot.id for shot in case.shots().shots), "3-010_drawn"]):
        Image.fromarray(np.full((134, 320, 3), 25 + 20 * number, np.uint8)).save(folder / f"{name}.jpg")
    return folder


def texts(made: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(made)) as document:
        return [page.extract_text() or "" for page in document.pages]


@pytest.fixture(scope="module", params=["en", "ko"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_plan_has_its_pages_and_its_sums(language: str, pictures: Path) -> None:
    content = dossier(case.material(), case.gallery(), language)
    made = write_plan(content, pictures)
    assert made == write_plan(content, pictures)
    pages = texts(made)
    assert 16 <= len(pages) <= 24
    sheet = next(page for page in pages[2:] if content.budget.accounts.total[1] in page)
    lines = re.finditer(r"^\d{4} .*? ([\d,]{5,}) [\d.]+%$", sheet, re.M)
    accounts = [int(found[1].replace(",", "")) for found in lines]
    assert sum(accounts) + case.budget().contingency == case.budget().total
    assert f"{int(case.budget().total):,}" in sheet
    assert content.korea is not None and any(content.korea.break_even.value in page for page in pages)
    gains = [case_.gain.exact for case_ in content.korea.cases]
    assert any(all(gain in page for gain in gains) for page in pages)
    whole = "".join(pages)
    assert f"{content.plan.cost.value:,}" in whole and content.statement.text in whole
    for note in content.disclosure.notes:
        assert note.as_of in whole


def test_the_plan_lists_every_blank(pictures: Path) -> None:
    content = dossier(case.material(settings=PackageSettings()), case.gallery(), "en")
    pages = texts(write_plan(content, pictures))
    assert len(content.open) >= 12
    for line in content.open:
        assert line.split(" — ")[0] in pages[-1].replace("\n", " "), line


def test_the_look_book_is_landscape_and_full_of_pictures(language: str, pictures: Path) -> None:
    content = dossier(case.material(), case.gallery(), language)
    made = write_lookbook(content, pictures)
    assert made == write_lookbook(content, pictures)
    with pdfplumber.open(io.BytesIO(made)) as document:
        assert len(document.pages) >= 10
        assert all(page.width > page.height for page in document.pages)
        assert sum(bool(page.images) for page in document.pages) >= len(document.pages) // 2
    whole = "\n".join(texts(made))
    assert content.characters[0].name in whole and content.places[0].name in whole


def test_the_one_pager_is_one_page(language: str, pictures: Path) -> None:
    settings = msgspec.structs.replace(case.settings(), en=msgspec.structs.replace(
        case.settings().en, synopsis="A long tale of nets and boats. " * 120))
    content = dossier(case.material(settings=settings), case.gallery(), language)
    pages = texts(write_onepager(content, pictures))
    assert len(pages) == 1
    assert content.plan.cost.short in pages[0] and content.korea is not None
    assert content.korea.break_even.value in pages[0]


def test_a_film_without_pictures_has_documents_too(tmp_path: Path) -> None:
    bare = msgspec.structs.replace(case.budget(), accounts=(), contingency=0.0, total=0.0, marketing=None, vfx=())
    content = dossier(case.material(budget=bare, settings=PackageSettings(), disclosure=()), Gallery(), "en")
    for write in (write_lookbook, write_plan, write_onepager):
        assert texts(write(content, tmp_path))
