"""Whole scenes: cast, beats, wishes, effects, elements, eighths; and what may not change a reading."""

from __future__ import annotations

from itertools import chain, zip_longest
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from throughline.film import record
from throughline.film.screenplay import Element, ElementKind, Screenplay, Tag
from throughline.film.shot import Angle, Move, Size
from throughline.film.story import BeatKind, Breakdown, Presence
from throughline.formats import read_screenplay
from throughline.reading import breakdown, complaints, lexicon

from .scripts import beats, read, screenplay

CROSSING = Path(__file__).parents[2] / "examples" / "crossing"

STREET = """EXT. JONGNO STREET - NIGHT

A BLACK SEDAN races down the street. JIHOON, 42, a tall man in a grey coat, runs after it.

MINSEO (34, in a red raincoat) and TWO GUARDS watch. Passers-by scream.

MINSEO (O.S.)
The house is on fire!

JIHOON
(turning to Minseo)
What?
"""


def test_the_cast_is_known_with_what_is_said_of_it() -> None:
    found = {fact.name: fact for fact in read(STREET).cast}
    assert (found["JIHOON"].age, found["JIHOON"].sex, found["JIHOON"].speeches) == (42, "male", 1)
    assert {"grey coat", "tall"} <= set(found["JIHOON"].words)
    assert found["MINSEO"].age == 34 and "red raincoat" in found["MINSEO"].words
    assert "count:2" in found["GUARDS"].words


def test_roles_say_how_they_are_present() -> None:
    roles = {role.name: role for role in read(STREET).scenes[0].roles}
    assert roles["JIHOON"].presence is Presence.SPEAKS
    assert roles["PASSERS-BY"].crowd and not roles["GUARDS"].crowd
    alone = read("INT. CAR - DAY\n\nJIHOON drives.\n\nMEDIC (V.O.)\nStay with me.\n")
    assert {r.name: r.presence for r in alone.scenes[0].roles} == {"JIHOON": Presence.SEEN, "MEDIC": Presence.HEARD}


@pytest.mark.parametrize(("action", "names"), [
    ("JUN opens the door.", ["JUN"]), ("MRS. KESTREL pours tea.", ["MRS. KESTREL"]), ("WREN kneels.", ["WREN"]),
    ("A WHITE SEDAN takes the corner.", []), ("The DOOR opens. A SIGN reads CLOSED.", []),
    ("THUNDER rolls. SMOKE fills the hall.", [])])
def test_who_never_speaks_is_known_by_what_only_people_do(action: str, names: list[str]) -> None:
    found = read(f"INT. HALL - DAY\n\n{action}\n")
    assert [fact.name for fact in found.cast] == names == [role.name for role in found.scenes[0].roles]


def test_korean_cast_from_cues_brackets_and_particles() -> None:
    found = read(
        "S#1. 거리 / 밤\n\n민서(34, 여)가 달린다. 지훈이 민서에게 다가간다.\n\n지훈(E)\n멈춰!\n\n지훈이\n누구야.\n"
    )
    facts = {fact.name: fact for fact in found.cast}
    assert (facts["민서"].age, facts["민서"].sex) == (34, "female")
    assert found.scenes[0].beats[2].off_screen and found.scenes[0].beats[2].speaker == "지훈"


def test_creatures_are_cast_with_their_kind_and_head() -> None:
    facts = {
        fact.name: fact
        for fact in read("EXT. FIELD - DAY\n\nThe OX REAPER in a black robe walks. A dragon roars.\n").cast
    }
    assert facts["OX REAPER"].kind == "reaper" and {"ox", "black robe"} <= set(facts["OX REAPER"].words)
    assert facts["DRAGON"].kind == "dragon"
    korean = {fact.name: fact for fact in read("S#1. 들판 / 낮\n\n여우 머리 사자가 걸어온다.\n").cast}
    assert korean["여우 머리 사자"].kind == "reaper" and "fox" in korean["여우 머리 사자"].words


def test_a_sentence_a_speech_and_a_text_are_beats_with_their_lines() -> None:
    found = beats("INT. ROOM - DAY\n\nMary sits. Silence.\n\nSUPER: SEOUL, 2026\n\nMARY (V.O.)\nHello.\n\n> THE END\n")
    assert [(beat.kind.value, beat.text, beat.line) for beat in found] == [
        ("action", "Mary sits. Silence.", 3),
        ("title", "SEOUL, 2026", 5),
        ("dialogue", "Hello.", 7),
        ("title", "THE END", 10),
    ]
    assert [
        event.verb.value for event in beats("INT. ROOM - DAY\n\nTom runs, stumbles and falls.\n\nTOM\nOw.\n")[0].events
    ] == ["run", "stumble", "fall"]


def test_a_sign_that_reads_something_is_text_on_screen() -> None:
    assert beats('INT. ROOM - DAY\n\nA sign reads "NO EXIT".\n')[0].kind is BeatKind.TITLE
    assert beats("S#1. 방 / 낮\n\n자막: 종이 울릴 때까지.\n")[0].text == "종이 울릴 때까지."


def test_wishes_say_values_of_the_shot_enums() -> None:
    note = "[[shot: CU, 85mm, push in, 3s, on JUN, plate: street_01, low angle]]"
    wish = beats(f"INT. ROOM - DAY\n\n{note}\nJun turns.\n\nJUN\nYes.\n")[0].wish
    assert wish is not None
    assert (Size(wish.size or ""), Angle(wish.angle or ""), Move(wish.move or "")) == (Size.CU, Angle.LOW, Move.PUSH_IN)
    assert (wish.lens_mm, wish.seconds, wish.subject, wish.plate) == (85, 3.0, "JUN", "street_01")
    for field, enum in (("size", Size), ("angle", Angle), ("move", Move)):
        assert set(lexicon.table("wishes")[field]) == {member.value for member in enum}


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("CLOSE ON JUN. He turns.", "close-up"),
        ("INSERT - THE PHONE", "insert"),
        ("WIDE SHOT. Jun turns.", "long"),
        ("[클로즈업] 준이 돌아선다.", "close-up"),
        ("[인서트] 휴대폰", "insert"),
        ("롱샷. 준이 달린다.", "long"),
    ],
)
def test_shot_slugs_are_wishes(text: str, size: str) -> None:
    found = beats(f"INT. ROOM - DAY\n\n{text}\n\nJUN\nYes.\n")[0]
    assert found.wish is not None and found.wish.size == size


def test_a_note_is_about_the_beat_after_it_or_at_a_paragraphs_end_the_last() -> None:
    found = beats(
        "INT. ROOM - DAY\n\nMary runs. [[shot: CU]] Tom falls.\n\nMary sits. [[shot: LS]]\n\nTOM\nOw.\n\nMARY\nOh.\n"
    )
    assert [beat.wish.size if beat.wish else None for beat in found[:3]] == [None, "close-up", "long"]


def test_what_a_note_cannot_mean_is_complained_of_and_raises_nothing() -> None:
    found = complaints(
        screenplay("INT. ROOM - DAY\n\n[[shot: CU, 85cm, wobble]] Mary runs. [[vfx: unicorn parade]] [[a thought]]\n")
    )
    assert (
        len(found) == 3
        and "85cm" in found[0]
        and "85mm" in found[0]
        and "wobble" in found[1]
        and "explosion" in found[2]
    )


def test_effects_come_from_the_action_never_from_speech_or_negation() -> None:
    def kinds(action: str) -> list[tuple[str, str | None]]:
        return [
            (e.kind, e.at)
            for beat in beats(f"EXT. STREET - DAY\n\n{action}\n\nJUN\nThe tower explodes! Fire!\n")
            for e in beat.effects
        ]

    assert kinds("A black sedan explodes.") == [("explosion", "black sedan")]
    assert kinds("The gate tower collapses.") == [("collapse", "gate tower")]
    assert kinds("There is no fire. The house is not burning. The rain has stopped.") == []
    assert kinds("Her eyes burn. A fire truck stops.") == []
    assert kinds("자동차가 폭발한다.") == [("explosion", "car")]
    assert kinds("불이 없다. 폭발하지 않는다.") == []
    explicit = beats("EXT. STREET - DAY\n\nA red bus stops.\n\n[[vfx: explosion, bus, huge]]\nThe bus explodes.\n")[
        1
    ].effects
    assert [(e.kind, e.at, e.words, e.explicit) for e in explicit] == [("explosion", "red bus", ("huge",), True)]


def test_elements_have_their_category_and_line_and_tags_win() -> None:
    found = (
        read(
            "INT. ROOM - DAY\n\nMary, in a red coat, picks up a gun.\n\nA dog barks. Blood on the wall.\n\nMARY\nNo.\n"
        )
        .scenes[0]
        .items
    )
    named = {(item.category, item.name): item.line for item in found}
    assert named[(100, "MARY")] == 3 and named[(104, "gun")] == 3 and named[(106, "red coat")] == 3
    assert named[(108, "DOG")] == 5 and (109, "dog wrangler") in named and (107, "blood") in named
    tagged = Element(
        kind=ElementKind.ACTION,
        text="A gun lies here.",
        line=2,
        tags=(Tag(category="Special Equipment", name="gun", start=2, end=5),),
    )
    items = breakdown(Screenplay(elements=(tagged,))).scenes[0].items
    assert [(item.category, item.source) for item in items if item.name == "gun"] == [(119, "tag")]


def test_eighths_count_lines_as_they_print() -> None:
    assert read("INT. ROOM - DAY\n\nMary sits.\n").scenes[0].eighths == 1
    full = "INT. ROOM - DAY\n\n" + "\n\n".join(["word " * 23] * 26)
    assert 11 <= read(full).scenes[0].eighths <= 13
    wide, narrow = "가" * 400, "a" * 400
    assert read(f"S#1. 방 / 낮\n\n{wide}").scenes[0].eighths > read(f"S#1. 방 / 낮\n\n{narrow}").scenes[0].eighths


def test_vehicles_have_one_name_each() -> None:
    found = read(
        "EXT. STREET - DAY\n\nA BLACK SEDAN stops. A white van passes. The sedan explodes. 하얀 승합차가 온다.\n"
    )
    assert found.vehicles == ("black sedan", "white van")
    assert found.scenes[0].beats[2].events[0].who == ("black sedan",)


def shape(found: Breakdown) -> list[list[list[str]]]:
    return [
        [[e.verb.value for e in beat.events if e.verb.value != "be"] for beat in scene.beats] for scene in found.scenes
    ]


def test_both_languages_of_the_example_read_alike() -> None:
    english = breakdown(read_screenplay(CROSSING / "screenplay.fountain"))
    korean = breakdown(read_screenplay(CROSSING / "screenplay.ko.txt"))
    assert (english.language, korean.language) == ("en", "ko")
    assert len(english.scenes) == len(korean.scenes) and english.vehicles == korean.vehicles
    assert len(english.cast) == len(korean.cast)
    for one, other in zip(english.scenes, korean.scenes, strict=True):
        assert (one.set_kind, one.fog, one.otherworld, one.heading.time, one.heading.setting) == (
            other.set_kind,
            other.fog,
            other.otherworld,
            other.heading.time,
            other.heading.setting,
        )
        assert [role.presence for role in one.roles] == [role.presence for role in other.roles]
        assert [e.kind for b in one.beats for e in b.effects] == [e.kind for b in other.beats for e in b.effects]
    pairs = [
        (a, b)
        for x, y in zip(shape(english), shape(korean), strict=True)
        for a, b in zip_longest(chain.from_iterable(x), chain.from_iterable(y))
    ]
    assert sum(a == b for a, b in pairs) / len(pairs) > 0.75
    for at, names in ((3, ["mist"]), (5, ["ash"])):  # however often and by whatever word it is named
        assert [item.name for item in korean.scenes[at].items if item.category == 105] == names
    assert complaints(read_screenplay(CROSSING / "screenplay.fountain")) == ()


def test_a_changed_speech_changes_no_other_beat() -> None:
    before, after = read(STREET), read(STREET.replace("What?", "Everybody down, now! A dragon, a red bus, 민서야!"))
    assert before.scenes[0].beats[:-1] == after.scenes[0].beats[:-1]
    assert before.cast == after.cast and before.vehicles == after.vehicles and before.language == after.language
    assert record.dump(read(STREET)) == record.dump(before)


WORDS = st.sampled_from(
    (
        "MARY Mary the a runs falls and , . ; ( ) who is not as burning 민서가 민서 달린다 쓰러진 앉아 있다 를 "
        "[[shot: ]] -- ... CLOSE ON INSERT - 자막: three reapers sedan explodes his her 's n't 42 ' \" “ 사자 "
        "셋 둘이 의 하고 \n \n\n * _ [ ] 그 한 명 "
        "SUPER: F.O."
    ).split(" ")
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(list(ElementKind)),
            st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=14).map(" ".join)),
        )
    )
)
@example([(ElementKind.ACTION, "\N{MICRO SIGN}"), (ElementKind.CHARACTER, "\N{MICRO SIGN}")])
def test_no_text_is_too_odd(parts: list[tuple[ElementKind, str]]) -> None:
    play = Screenplay(elements=tuple(Element(kind=kind, text=text, line=n + 1) for n, (kind, text) in enumerate(parts)))
    found = breakdown(play)
    complaints(play)
    assert [beat.index for scene in found.scenes for beat in scene.beats] == [
        n for scene in found.scenes for n in range(len(scene.beats))
    ]
    assert all(scene.eighths >= 1 for scene in found.scenes)
    assert record.load(record.dump(found), Breakdown) == found
