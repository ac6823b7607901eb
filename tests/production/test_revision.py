"""Revisions: the rules of locked numbers, what is marked, colours, OMITTED scenes, A-pages."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.film.screenplay import Element, ElementKind, Screenplay
from throughline.formats import fountain
from throughline.formats.pagination import Sheet, is_marked
from throughline.production.revision import Draft, revision
from throughline.production.revision_issue import Earlier, Issue, colour_after, issue
from throughline.production.revision_numbers import inserted, number_order
from throughline.production.revision_order import in_order

WHITE, BLUE, PINK = (Sheet(colour=colour, header=f"{colour.upper()} REVISION") for colour in ("white", "blue", "pink"))


def drafted(scenes: dict[str, list[str]]) -> Draft:
    text = "\n\n".join("\n\n".join([f"INT. PLACE {number} - DAY", *body]) for number, body in scenes.items())
    return Draft(fountain.read(text + "\n"), tuple(scenes))


def long_film(count: int = 12) -> dict[str, list[str]]:
    return {str(at): [f"In scene {at} the {thing} falls and somebody hears it far away." for thing in
                      "cup plate chair lamp clock door".split()] for at in range(1, count + 1)}


@pytest.mark.parametrize(("before", "after", "taken", "new"), [
    ("10", "11", "10 11", "10A"), ("10", "10A", "10 10A", "10aA"), ("10A", "11", "10 10A", "10B"),
    (None, "1", "1", "A1"), (None, "A1", "A1 1", "AA1"), ("A1", "1", "A1 1", "B1"), ("10A", "10B", "10A 10B", "10AA"),
    ("10aA", "10A", "10 10aA 10A", "10aB"), ("10Z", "11", "10 10Z", "10ZA"), ("10H", "11", "10H", "10J"),
    ("30", "12", "12 30", "30A"), ("12", "12a", "12 12a", "12aA"), (None, "AAA", "AAA", "AAAA")])
def test_what_comes_between_two_numbers(before: str | None, after: str, taken: str, new: str) -> None:
    assert inserted(before, after, taken.split()).casefold() == new.casefold()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_numbers_put_in_stay_in_order_and_differ_by_more_than_case(seed: int) -> None:
    chance, numbers = random.Random(seed), ["1", "2", "3"]
    for _ in range(25):
        at = chance.randint(0, len(numbers) - 1)
        numbers.insert(at, inserted(numbers[at - 1] if at else None, numbers[at], numbers))
    assert numbers == sorted(numbers, key=number_order)
    assert len({number.casefold() for number in numbers}) == len(numbers)


def test_the_order_of_numbers() -> None:
    order = ["AA1", "A1", "B1", "1", "1aA", "1A", "1AA", "1B", "2", "9", "10", "PROLOGUE"]
    assert sorted(reversed(order), key=number_order) == order


def test_colours_follow_each_other_for_ever() -> None:
    names = [colour_after(at) for at in range(21)]
    assert names[:10] == ["white", "blue", "pink", "yellow", "green", "goldenrod", "buff", "salmon", "cherry", "tan"]
    assert names[10:12] == ["second blue", "second pink"] and names[19] == "third blue"


def test_the_most_that_kept_their_order() -> None:
    assert in_order("abcdef", "abefcd") in (tuple("abef"), tuple("abcd"))
    assert in_order("abc", "xbcay") == ("b", "c") and in_order("", "ab") == ()


def test_only_the_words_that_changed_are_marked() -> None:
    scenes = long_film(3)
    old = drafted(scenes)
    scenes["2"] = [scenes["2"][0].replace("falls", "drops"), *scenes["2"][2:], "A new last line."]
    new = drafted(scenes)
    found = revision(old, new)
    texts = {at: new.screenplay.elements[at].text for at in found.marks}
    assert list(texts.values()) == [scenes["2"][0], scenes["2"][1], "A new last line."]
    assert [texts[at][begin:end] for at in texts for begin, end in found.marks[at]] == ["drops", "", "A new last line."]
    assert (found.changed, found.new, found.gone, found.moved) == (("2",), (), (), ())


def test_a_moved_scene_is_marked_at_its_heading_alone() -> None:
    scenes = long_film(4)
    old = drafted(scenes)
    new = drafted({number: scenes[number] for number in ("1", "3", "4", "2")})
    found = revision(old, new)
    assert found.moved == ("2",) and not found.changed
    assert [new.screenplay.elements[at].text for at in found.marks] == ["INT. PLACE 2 - DAY"]


def test_a_draft_that_nothing_changed_has_no_mark() -> None:
    old = drafted(long_film())
    assert not revision(old, old).marks


def blue_of(scenes: dict[str, list[str]], changed: dict[str, list[str]], omitted: tuple[str, ...] = ()
            ) -> tuple[Issue, Issue]:
    white = issue(drafted(scenes), WHITE)
    return white, issue(drafted(changed), BLUE, omitted, Earlier(drafted(scenes), (), white.issued))


def test_locked_pages_keep_their_numbers_and_their_colour() -> None:
    scenes = long_film(30)
    changed = dict(scenes)
    changed["12"] = [*scenes["12"][:2], *["Something that was never there happens to them all at once."] * 25,
                     *scenes["12"][2:]]
    white, blue = blue_of(scenes, changed)
    labels = [page.label for page in blue.pages.pages]
    before = [page.label for page in white.pages.pages]
    added = [label for label in labels if label not in before]
    assert [label for label in labels if label in before] == before and added
    assert {label.rstrip("ABC") for label in added} <= set(before)
    coloured = [label for label in labels if blue.sheets[label].colour == "blue"]
    assert set(added) <= set(coloured) and len(coloured) < len(labels)
    for page, old in zip([page for page in blue.pages.pages if page.label not in coloured],
                         [page for page in white.pages.pages if page.label not in coloured], strict=True):
        assert [line.text for line in page.lines] == [line.text for line in old.lines]
    marked = {page.label for page in blue.pages.pages for line in page.lines if is_marked(line, blue.marks)}
    assert marked <= set(coloured)
    assert all(blue.sheets[label].header == "WHITE REVISION" for label in labels if label not in coloured)


def test_the_next_revision_begins_where_the_last_ended() -> None:
    scenes = long_film(20)
    changed = dict(scenes) | {"5": [*scenes["5"], *["They wait."] * 30]}
    _white, blue = blue_of(scenes, changed)
    again = issue(drafted(changed), PINK, (), Earlier(drafted(changed), (), blue.issued))
    assert again.sheets == blue.sheets and not again.marks
    assert [page.lines for page in again.pages.pages] == [page.lines for page in blue.pages.pages]
    more = dict(changed) | {"5": [*changed["5"], *["They still wait."] * 30]}
    pink = issue(drafted(more), PINK, (), Earlier(drafted(changed), (), blue.issued))
    assert {sheet.colour for sheet in pink.sheets.values()} == {"white", "blue", "pink"} or \
        {sheet.colour for sheet in pink.sheets.values()} == {"white", "pink"}
    assert len(pink.pages.pages) > len(blue.pages.pages)


def test_an_omitted_scene_leaves_its_number() -> None:
    scenes = long_film(6)
    changed = {number: body for number, body in scenes.items() if number != "3"}
    _white, blue = blue_of(scenes, changed, ("3",))
    lines = [line for page in blue.pages.pages for line in page.lines]
    at = next(at for at, line in enumerate(lines) if line.text == "OMITTED")
    assert lines[at].number == "3" and is_marked(lines[at], blue.marks)
    assert [line.number for line in lines if line.number] == ["1", "2", "3", "4", "5", "6"]
    pink = issue(drafted(changed), PINK, ("3",), Earlier(drafted(changed), ("3",), blue.issued))
    assert not pink.marks and pink.sheets == blue.sheets


def test_the_first_and_every_scene_may_be_omitted() -> None:
    scenes = long_film(3)
    _white, blue = blue_of(scenes, {number: scenes[number] for number in ("2", "3")}, ("1",))
    assert [line.number for page in blue.pages.pages for line in page.lines if line.number] == ["1", "2", "3"]
    white = issue(drafted(scenes), WHITE)
    gone = issue(Draft(Screenplay(), ()), BLUE, ("1", "2", "3"), Earlier(drafted(scenes), (), white.issued))
    assert [line.number for page in gone.pages.pages for line in page.lines if line.number] == ["1", "2", "3"]


def test_before_the_lock_a_script_bears_only_its_own_numbers() -> None:
    made = issue(drafted(long_film(3)), Sheet(), locked=False)
    assert not made.sheets and not any(line.number for page in made.pages.pages for line in page.lines)


def test_what_final_draft_marked_is_marked() -> None:
    elements = (Element(kind=ElementKind.SCENE_HEADING, text="INT. ROOM - DAY"),
                Element(kind=ElementKind.ACTION, text="Old.", revised=1),
                Element(kind=ElementKind.ACTION, text="New.", revised=2))
    made = issue(Draft(Screenplay(elements=elements), ("1",)), Sheet(), locked=False)
    assert [line.text for line in made.pages.pages[0].lines if is_marked(line, made.marks)] == ["New."]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_any_revision_prints_every_scene_once_on_pages_that_count_up(seed: int) -> None:
    chance = random.Random(seed)
    scenes = long_film(chance.randint(2, 14))
    changed: dict[str, list[str]] = {}
    for number in chance.sample(list(scenes), chance.randint(1, len(scenes))):
        changed[number] = [text for text in scenes[number] if chance.random() < 0.8] + [
            "A line that is quite new." for _ in range(chance.choice([0, 0, 0, 1, 30]))]
    omitted = tuple(number for number in scenes if number not in changed)
    white, blue = blue_of(scenes, changed, omitted)
    numbers = [line.number for page in blue.pages.pages for line in page.lines if line.number]
    assert sorted(numbers) == sorted(scenes)
    labels = [page.label.partition("-")[0] for page in blue.pages.pages]
    assert labels == sorted(labels, key=number_order) and len(set(labels)) == len(labels)
    assert all(len(page.lines) <= blue.pages.layout.rows for page in blue.pages.pages)
    assert {page.label for page in white.pages.pages} <= {
        label for page in blue.pages.pages for label in _labels(page.label, len(white.pages.pages))}
    found = "".join(line.text for page in blue.pages.pages for line in page.lines if not line.made)
    for body in changed.values():
        assert all("".join(text.split())[:20] in "".join(found.split()) for text in body)
    again = issue(drafted(changed), PINK, omitted, Earlier(drafted(changed), omitted, blue.issued))
    assert [page.lines for page in again.pages.pages] == [page.lines for page in blue.pages.pages]
    assert again.sheets == blue.sheets and not again.marks


def _labels(label: str, last: int) -> set[str]:
    """The pages that a label stands for."""
    first, _, end = label.partition("-")
    if not end:
        return {label}
    return {first, *(str(at) for at in range(int(number_order(first)[0]), min(last, int(number_order(end)[0])) + 1))}


def test_marks_of_a_numbered_script_are_where_its_elements_are() -> None:
    scenes = long_film(4)
    changed = dict(scenes) | {"4": [scenes["4"][0].replace("cup", "glass"), *scenes["4"][1:]]}
    del changed["2"]
    _white, blue = blue_of(scenes, changed, ("2",))
    rows = [line.text for page in blue.pages.pages for line in page.lines if is_marked(line, blue.marks)]
    assert rows == ["OMITTED", "In scene 4 the glass falls and somebody hears it far away."]



def test_pages_of_omitted_scenes_alone_keep_their_place() -> None:
    scenes, gone = long_film(40), tuple(str(at) for at in range(2, 41))
    changed = {"1": scenes["1"]}
    _white, blue = blue_of(scenes, changed, gone)
    again = issue(drafted(changed), PINK, gone, Earlier(drafted(changed), gone, blue.issued))
    assert again.sheets == blue.sheets and [page.lines for page in again.pages.pages] == [
        page.lines for page in blue.pages.pages]


def test_words_put_in_for_others_mark_no_line_beside_them() -> None:
    old = {"1": ["The door is open.", "Nobody there.", "She waits."]}
    new = {"1": ["The door is open.", "A crowd of forty people stares back at her.", "She waits."]}
    marks = revision(drafted(old), drafted(new)).marks
    assert len(marks) == 1
    gone = revision(drafted(old), drafted({"1": ["The door is open.", "She waits."]})).marks
    assert len(gone) == 1, "what is gone without anything in its place is marked where it stood"
