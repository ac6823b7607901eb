"""Pages of a screenplay: nothing lost, nothing over the edge, what belongs together stays together."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.generated_screenplays import screenplays
from throughline.film.screenplay import Element, ElementKind, Screenplay, scenes
from throughline.formats import fountain, inline
from throughline.formats.pagination import LockedPage, Page, Pages, Start, is_marked, paginate
from throughline.formats.pagination_blocks import SILENT
from throughline.formats.pagination_layout import KOREAN, LETTER, Layout, layout_of
from throughline.formats.pagination_lines import CAPITALS, MADE, columns, wrapped

SENTENCE = "The door opens and she walks across the wet floor. "


def script(*parts: str) -> Screenplay:
    return fountain.read("\n\n".join(parts) + "\n")


def shown(page: Page) -> list[str]:
    rows = [""] * (page.lines[-1].row + 1)
    for line in page.lines:
        rows[line.row] = line.text
    return rows


def test_the_columns_and_spaces_of_a_us_page() -> None:
    play = script("INT. ROOM - DAY #12A#", SENTENCE * 2,
                  "ANA (V.O.)\n(quietly, so that nobody in the house hears)\nNow.", "> CUT TO:", "EXT. YARD - DAY",
                  "> THE END <")
    (page,) = paginate(play).pages
    assert shown(page) == [
        "INT. ROOM - DAY", "", "The door opens and she walks across the wet floor. The door",
        "opens and she walks across the wet floor.", "", " " * 20 + "ANA (V.O.)", " " * 15 + "(quietly, so that nobody",
        " " * 16 + "in the house hears)", " " * 10 + "Now.", "", " " * 49 + "CUT TO:", "", "", "EXT. YARD - DAY", "",
        " " * 26 + "THE END"]
    assert [line.number for line in page.lines if line.number] == ["12A"]


def test_a_page_holds_54_rows_and_a_speech_goes_over_it_with_its_name() -> None:
    pages = paginate(script("INT. ROOM - DAY", *[SENTENCE.strip()] * 24, "ANA\n" + SENTENCE * 4)).pages
    first, second = shown(pages[0]), shown(pages[1])
    assert len(first) == 54
    assert first[-4:] == [" " * 20 + "ANA", " " * 10 + "The door opens and she walks across",
                          " " * 10 + "the wet floor.", " " * 20 + "(MORE)"]
    assert second[0] == " " * 20 + "ANA (CONT'D)"
    assert second[1].strip().startswith("The door opens")


@pytest.mark.parametrize("rows", range(1, 24))
def test_no_heading_and_no_name_is_left_at_the_foot(rows: int) -> None:
    play = script("INT. ONE - DAY", *["Short."] * rows, "INT. TWO - NIGHT", "ANA\n" + SENTENCE * 3, "EXT. THREE - DAY",
                  SENTENCE * 4, "BEN\n(low)\n" + SENTENCE * 2)
    layout = msgspec.structs.replace(LETTER, rows=24)
    for page in paginate(play, layout).pages:
        last = page.lines[-1]
        assert last.kind not in (ElementKind.SCENE_HEADING, ElementKind.PARENTHETICAL)
        assert last.kind is not ElementKind.CHARACTER or last.text.strip() == "(MORE)"
        own = [line for line in page.lines if not line.made]
        for element in {piece.element for line in own for piece in line.pieces}:
            here = [line for line in own if line.pieces[0].element == element]
            whole = sum(line.pieces[0].element == element for other in paginate(play, layout).pages
                        for line in other.lines if not line.made)
            assert len(here) >= min(2, whole)


def test_pages_break_behind_a_sentence() -> None:
    layout = msgspec.structs.replace(LETTER, rows=12)
    pages = paginate(script("INT. ROOM - DAY", *["Short."] * 3, SENTENCE * 6), layout).pages
    assert shown(pages[0])[-1].endswith("floor.") and shown(pages[1])[0].startswith("The door opens")


def test_two_speak_side_by_side() -> None:
    play = script("INT. ROOM - DAY", "ANA\nNo.", "BEN ^\n(at once)\nYes, and always yes, and yes again.")
    (page,) = paginate(play).pages
    rows = shown(page)
    assert rows[2] == " " * 7 + "ANA" + " " * 29 + "BEN"
    assert rows[3].startswith("No.") and rows[3].endswith("(at once)")
    assert rows[4].strip() == "Yes, and always yes, and yes"


def test_korean_speeches_stand_beside_their_names() -> None:
    play = script(".거리 / 밤 #3#", "하은이 달린다.", "@하은\n따라오지 마.", "@준\n안 따라갔어.")
    pages = paginate(play)
    assert pages.layout is KOREAN
    assert shown(pages.pages[0]) == ["S#3. 거리 / 밤", "", "    하은이 달린다.", "",
                                     "    하은".ljust(16) + "  따라오지 마.", "    준".ljust(17) + " 안 따라갔어."]


def test_wide_letters_take_two_columns() -> None:
    assert columns("가나 ab") == 7
    assert [("가" * 40)[a:b] for a, b in wrapped("가" * 40, 60)] == ["가" * 30, "가" * 10]
    assert [("あ。" * 3)[a:b] for a, b in wrapped("あ。" * 3, 6)] == ["あ。", "あ。", "あ。"]


def test_a_locked_page_that_overflows_gets_a_pages_and_an_empty_one_is_drawn_in() -> None:
    layout = msgspec.structs.replace(LETTER, rows=10)
    first = paginate(script(*[f"INT. ROOM {at} - DAY\n\n" + SENTENCE * 6 for at in range(4)]), layout)
    locked = [LockedPage(label=page.label, start=page.start) for page in first.pages]
    again = paginate(script(*[f"INT. ROOM {at} - DAY\n\n" + SENTENCE * 6 for at in range(4)]), layout, locked)
    assert again.pages == first.pages
    longer = [f"INT. ROOM {at} - DAY\n\n" + (SENTENCE * 6 + "\n\n") * (3 if at == 1 else 1) for at in range(4)]
    moved = [LockedPage(label=page.label, start=msgspec.structs.replace(
        page.start, element=page.start.element + (2 if page.start.element > 3 else 0))) for page in locked]
    labels = [page.label for page in paginate(script(*longer), layout, moved).pages]
    assert "2A" in labels and [label for label in labels if label.isdigit()] == [page.label for page in locked]
    gone = [LockedPage(label="1", start=Start(element=0)), LockedPage(label="2", start=Start(element=2)),
            LockedPage(label="3", start=Start(element=2)), LockedPage(label="4", start=Start(element=4))]
    short = script(*[f"INT. ROOM {at} - DAY\n\nShort." for at in range(3)])
    assert [page.label for page in paginate(short, layout, gone).pages] == ["1", "2-3", "4"]


def test_only_lines_that_changed_are_marked() -> None:
    pages = paginate(script("INT. ROOM - DAY", SENTENCE * 4))
    lines = pages.pages[0].lines
    at = lines[2].pieces[0].begin
    assert [is_marked(line, {1: ((at, at + 3),)}) for line in lines] == [False, False, True, False, False]
    assert not any(is_marked(line, {0: ()}) for line in lines)


def said(pages: Pages, element: int) -> str:
    return "".join("".join(piece.text.split()) for page in pages.pages for line in page.lines for piece in line.pieces
                   if piece.element == element)


LAYOUTS = st.builds(lambda layout, rows: msgspec.structs.replace(layout, rows=rows),
                    st.sampled_from([LETTER, KOREAN]), st.integers(4, 60))


@settings(max_examples=60, deadline=None)
@given(screenplays("fountain"), LAYOUTS)
def test_everything_is_printed_once_and_stays_on_its_page(play: Screenplay, layout: Layout) -> None:
    pages = paginate(play, layout)
    for at, element in enumerate(play.elements):
        text = inline.plain(element.text)
        if element.kind in SILENT or element.kind is ElementKind.PAGE_BREAK:
            continue
        if element.kind in CAPITALS:
            text = "".join(big if len(big := letter.upper()) == 1 else letter for letter in text)
        assert said(pages, at) == "".join(text.split())
    for page in pages.pages:
        rows = [line.row for line in page.lines]
        assert rows == sorted(set(rows)) and 0 <= rows[0] and rows[-1] < layout.rows
    widest = max(column.first + column.width for column in layout.columns.values())
    assert all(piece.column + columns(piece.text) <= widest + 1 for page in pages.pages for line in page.lines
               for piece in line.pieces if piece.element != MADE)
    assert len(pages.rows) == len(scenes(play))
    assert paginate(play, layout) == pages


@settings(max_examples=60, deadline=None)
@given(screenplays("fountain"), LAYOUTS)
def test_locked_pages_that_nothing_changed_stay_as_they_are(play: Screenplay, layout: Layout) -> None:
    pages = paginate(play, layout)
    locked = [LockedPage(label=page.label, start=page.start) for page in pages.pages]
    again = paginate(play, layout, locked)
    assert [page.label for page in again.pages] == [page.label for page in pages.pages]
    assert [[line.text for line in page.lines] for page in again.pages] == [
        [line.text for line in page.lines] for page in pages.pages]


def test_the_layout_follows_the_letters() -> None:
    assert layout_of(script("INT. ROOM - DAY", "Ana sits.")) is LETTER
    assert layout_of(script(".방 / 낮", "하은이 앉는다. OK.")) is KOREAN
    assert layout_of(Screenplay(elements=(Element(kind=ElementKind.ACTION, text=""),))) is LETTER
