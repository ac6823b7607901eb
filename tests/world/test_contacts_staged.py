"""What scripts tell of touch is staged: the act, the partner, the part of the body, and people near enough for it."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from throughline.directing import shots
from throughline.film.blocking import Act, Blocking, Moment
from throughline.formats import fountain
from throughline.reading import breakdown
from throughline.stages.staging import staged

ENGLISH = "INT. ROOM - DAY\n\nMINA, 30, and JUN, 35, stand.\n\n{}\n"
KOREAN = "INT. 방 - 낮\n\n준(35)이 서 있다. 미나(30)가 서 있다.\n\n{}\n"


def blockings(text: str) -> tuple[Blocking, ...]:
    broken = breakdown(fountain.read(text))
    return staged(broken, shots(broken, 24).shots, {}, None, Fraction(24)).blockings


def told(text: str) -> list[tuple[str, Moment]]:
    return [(part.name, moment) for blocking in blockings(text) for part in blocking.performances
            for moment in part.moments if moment.partner or moment.thing or moment.act is Act.OPEN]


@pytest.mark.parametrize(("line", "who", "act", "partner", "part"), [
    ("MINA grabs JUN's wrist.", "MINA", Act.GRAB, "JUN", "wrist"),
    ("JUN seizes MINA by the collar.", "JUN", Act.GRAB, "MINA", "collar"),
    ("MINA takes JUN by the hand and they run.", "MINA", Act.HANDS, "JUN", "hand"),
    ("JUN puts his hand on MINA's shoulder.", "JUN", Act.TOUCH, "MINA", "shoulder"),
    ("JUN pats MINA on the back.", "JUN", Act.TOUCH, "MINA", "back"),
    ("JUN hugs MINA.", "JUN", Act.EMBRACE, "MINA", "shoulder"),
    ("JUN carries MINA in his arms.", "JUN", Act.CARRY, "MINA", "arms"),
    ("JUN carries MINA on his back.", "JUN", Act.CARRY, "MINA", "back"),
    ("JUN drags MINA across the floor.", "JUN", Act.GRAB, "MINA", "wrist"),
    ("JUN supports MINA as they walk.", "JUN", Act.SUPPORT, "MINA", "waist"),
    ("JUN helps MINA up.", "JUN", Act.SUPPORT, "MINA", "waist"),
    ("MINA hands the phone to JUN.", "MINA", Act.GIVE, "JUN", "shoulder"),
])
def test_english_touch(line: str, who: str, act: Act, partner: str, part: str) -> None:
    found = told(ENGLISH.format(line))
    assert (who, act, partner, part) in {(name, m.act, m.partner, m.part) for name, m in found}


@pytest.mark.parametrize(("line", "who", "act", "partner", "part"), [
    ("미나가 준의 손목을 잡는다.", "미나", Act.GRAB, "준", "wrist"),
    ("미나가 준의 팔을 붙잡는다.", "미나", Act.GRAB, "준", "arm"),
    ("준이 미나의 멱살을 잡는다.", "준", Act.GRAB, "미나", "collar"),
    ("미나가 준의 손을 잡고 달린다.", "미나", Act.HANDS, "준", "hand"),
    ("준이 미나의 어깨에 손을 얹는다.", "준", Act.TOUCH, "미나", "shoulder"),
    ("준이 미나를 끌어안는다.", "준", Act.EMBRACE, "미나", "shoulder"),
    ("준이 미나를 업고 걷는다.", "준", Act.CARRY, "미나", "back"),
    ("준이 미나를 부축한다.", "준", Act.SUPPORT, "미나", "waist"),
    ("준이 미나를 끌고 간다.", "준", Act.GRAB, "미나", "wrist"),
    ("미나가 준에게 전화기를 건넨다.", "미나", Act.GIVE, "준", "shoulder"),
])
def test_korean_touch(line: str, who: str, act: Act, partner: str, part: str) -> None:
    found = told(KOREAN.format(line))
    assert (who, act, partner, part) in {(name, m.act, m.partner, m.part) for name, m in found}


@pytest.mark.parametrize(("line", "act"), [
    (ENGLISH.format("MINA picks up the phone."), Act.PICK), (ENGLISH.format("MINA puts down the phone."), Act.PLACE),
    (KOREAN.format("미나가 전화기를 집어 든다."), Act.PICK), (KOREAN.format("미나가 전화기를 내려놓는다."), Act.PLACE),
    (ENGLISH.format("JUN opens the door."), Act.OPEN), (KOREAN.format("준이 문을 연다."), Act.OPEN)])
def test_things_are_handled(line: str, act: Act) -> None:
    moments = [moment for _, moment in told(line)]
    assert act in {moment.act for moment in moments}
    if act is not Act.OPEN:
        thing = next(moment.thing for moment in moments if moment.act is act)
        assert any(prop.name == thing for blocking in blockings(line) for prop in blocking.props)


def test_who_is_led_runs_beside_the_holder() -> None:
    last = blockings(ENGLISH.replace("INT. ROOM", "EXT. STREET").format("MINA takes JUN by the hand and they run."))[-1]
    ways = {part.name: part.path for part in last.performances}
    assert len(ways["MINA"]) == len(ways["JUN"])
    for mine, his in zip(ways["MINA"], ways["JUN"], strict=True):
        assert mine.frame == his.frame and 0.4 < math.hypot(mine.x - his.x, mine.y - his.y) < 0.9


def test_a_held_hand_is_held_in_the_next_shot_until_it_is_let_go() -> None:
    text = ENGLISH.format("MINA takes JUN's hand.\n\nMINA\nCome.\n\nJUN\nWhere?\n\nMINA lets go of JUN's hand.")
    rows = [(b.shot.frames, m) for b in blockings(text) for part in b.performances for m in part.moments
            if m.act is Act.HANDS]
    assert len(rows) == 2
    assert rows[0][1].frame_out > rows[0][0] and rows[1][1].frame_in < 0 and rows[1][1].frame_out < rows[1][0]


def test_a_screen_is_read_off_the_phone_that_is_held() -> None:
    line = KOREAN.format("미나가 주머니에서 휴대폰을 꺼낸다. 화면을 읽는다.\n\n[인서트] 휴대폰")
    held = {prop.kind for blocking in blockings(line) for prop in blocking.props if prop.holder == "미나"}
    assert held == {"phone"}
    assert not any("no prop is known" in warning for blocking in blockings(line) for warning in blocking.warnings)
