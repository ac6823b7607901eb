"""Eighths of a page: as Final Draft counts them, and as it states them."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from throughline.film.screenplay import ElementKind, Screenplay, scenes
from throughline.formats import fountain, read_screenplay
from throughline.formats.pagination import paginate
from throughline.reading.eighths import counted, eighths, written

SAMPLE = Path(__file__).parents[3] / "shared" / "data" / "scripts" / "finaldraft-tagged-sample.fdx"


def script(*parts: str) -> Screenplay:
    return fountain.read("\n\n".join(parts) + "\n")


def test_what_final_draft_wrote_for_its_own_sample() -> None:
    if not SAMPLE.exists():
        pytest.skip(f"{SAMPLE} is not on this machine")
    play = read_screenplay(SAMPLE)
    headings = [scene.heading for scene in scenes(play)]
    assert list(counted(play)) == [written(heading.length or "") for heading in headings if heading is not None]
    assert list(paginate(play).scene_pages) == [heading.page for heading in headings if heading is not None]


def test_an_eighth_is_an_eighth_of_54_rows_and_a_part_counts_as_one() -> None:
    for rows, eighth in ((3, 1), (5, 1), (7, 2), (13, 2), (15, 3), (53, 8)):
        assert counted(script("INT. ROOM - DAY", *["Short."] * ((rows - 1) // 2))) == (eighth,)


def test_the_space_before_a_heading_is_its_scenes_and_a_page_s_empty_foot_nobodys() -> None:
    play = script("INT. ROOM - DAY", *["Short."] * 24, "INT. HALL - DAY", "One.\nTwo.\nThree.")
    assert paginate(play).rows == (49, 5) and paginate(play).scene_pages == ("1", "2")
    close = script("INT. ROOM - DAY", "Short.", "INT. HALL - DAY", "Short.")
    assert paginate(close).rows == (3, 5)


def test_more_and_continued_are_no_length() -> None:
    speech = "ANA\n" + "The door opens and she walks out. " * 6
    alone = paginate(script("INT. ROOM - DAY", speech)).rows[0]
    broken = paginate(script("INT. ROOM - DAY", *["Short enough to be one row."] * 24, speech))
    assert len(broken.pages) == 2 and broken.rows[0] == alone + 48


def test_what_is_stated_goes_before_the_count() -> None:
    play = script("INT. ROOM - DAY", "Short.", "INT. HALL - DAY", "Short.")
    stated = tuple(msgspec.structs.replace(element, length="1 3/8")
                   if element.kind is ElementKind.SCENE_HEADING and "ROOM" in element.text else element
                   for element in play.elements)
    assert eighths(msgspec.structs.replace(play, elements=stated)) == (11, 1)
    assert counted(msgspec.structs.replace(play, elements=stated)) == (1, 1)


@pytest.mark.parametrize(("text", "value"), [("1 3/8", 11), ("3/8", 3), ("2", 16), ("", None), ("1 3/4", None),
                                             ("about 2", None)])
def test_stated_lengths(text: str, value: int | None) -> None:
    assert written(text) == value


def test_notes_and_matter_before_the_first_heading() -> None:
    assert counted(script("FADE IN:", "INT. ROOM - DAY", "[[a note that is long]]", "Short.")) == (1,)
    assert counted(script("Dust in the wind.", "INT. ROOM - DAY", "Short.")) == (1, 1)
    assert counted(fountain.read("")) == ()
