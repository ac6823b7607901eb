"""Staging: who stands where and goes where, from real scripts."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path

import msgspec
import numpy as np
import pytest

from throughline.directing import shots
from throughline.film.blocking import Act, Blocking, FramingStyle
from throughline.formats import fountain, read_screenplay
from throughline.reading import breakdown
from throughline.stages.staging import staged
from throughline.world import sets

EXAMPLE = Path(__file__).parents[2] / "examples/crossing/screenplay.fountain"


def blockings(text: str) -> tuple[Blocking, ...]:
    broken = breakdown(fountain.read(text))
    return staged(broken, shots(broken, 24).shots, {}, None, Fraction(24)).blockings


@pytest.fixture(scope="module")
def example() -> tuple[Blocking, ...]:
    broken = breakdown(read_screenplay(EXAMPLE))
    return staged(broken, shots(broken, 24).shots, {}, None, Fraction(24)).blockings


def test_every_shot_is_staged_with_finite_paths_in_order_of_time(example: tuple[Blocking, ...]) -> None:
    for blocking in example:
        for part in blocking.performances:
            frames = [way.frame for way in part.path]
            assert frames == sorted(frames)
            assert all(math.isfinite(way.x) and math.isfinite(way.y) for way in part.path)


def test_people_stay_within_reach_of_the_set(example: tuple[Blocking, ...]) -> None:
    for blocking in example:
        x0, y0, x1, y1 = sets.plan(blocking.set).extent
        for part in blocking.performances:
            assert x0 - 12 <= part.path[0].x <= x1 + 12, blocking.shot.id
            assert y0 - 2 <= part.path[0].y <= y1 + 2, blocking.shot.id


def test_nobody_stands_in_another(example: tuple[Blocking, ...]) -> None:
    for blocking in example:
        starts = [(part.path[0].x, part.path[0].y) for part in blocking.performances]
        for number, (x, y) in enumerate(starts):
            assert all(math.hypot(x - a, y - b) > 0.3 for a, b in starts[:number]), blocking.shot.id


def test_cameras_of_a_conversation_stay_on_one_side_of_the_line() -> None:
    text = "INT. ROOM - DAY\n\nANNA and BEN sit at a table.\n\n" + "".join(
        f"{name}\nThis is line number {number}, and it goes on.\n\n"
        for number, name in enumerate(["ANNA", "BEN"] * 4))
    towards = []
    for blocking in blockings(text):
        framing = blocking.framing
        if framing.style in (FramingStyle.SINGLE, FramingStyle.OVER, FramingStyle.GROUP) and framing.partner:
            x, y = framing.line
            towards.append((-y * framing.side, x * framing.side))
    assert len(towards) > 4
    assert all(a[0] * b[0] + a[1] * b[1] > 0 for a in towards for b in towards)


def test_a_changed_speech_changes_no_other_blocking() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    before = blockings(text)
    after = blockings(text.replace("And you?", "And what about you, then?"))
    different = [old.shot.id for old, new in zip(before, after, strict=True) if old != new]
    spoken = [blocking.shot.id for blocking in before
              if any("And you?" in line.text for line in blocking.shot.spoken)]
    assert different == spoken


def test_who_sits_down_is_seated_in_the_next_shot() -> None:
    found = blockings("INT. ROOM - DAY\n\nANNA stands at the window.\n\nAnna sits down on a chair.\n\n"
                      "ANNA\nI am tired of standing here all day.\n")
    last = next(part for part in found[-1].performances if part.name == "ANNA")
    assert any(moment.act is Act.SIT and moment.frame_in <= 0 for moment in last.moments)


def test_a_falling_runner_lies_in_the_next_shot_until_he_gets_up() -> None:
    found = blockings("EXT. STREET - DAY\n\nBEN runs down the street.\n\nBen stumbles and falls.\n\n"
                      "CLOSE ON Ben. He is breathing hard.\n")
    last = next(part for part in found[-1].performances if part.name == "BEN")
    assert any(moment.act is Act.LIE and moment.frame_in <= 0 for moment in last.moments)


def test_a_car_that_explodes_stays_burnt(example: tuple[Blocking, ...]) -> None:
    blast = next(number for number, blocking in enumerate(example)
                 if any("explosion" in effect.cue.kind for effect in blocking.effects))
    effect = next(effect for effect in example[blast].effects if "explosion" in effect.cue.kind)
    car = next(vehicle for vehicle in example[blast].vehicles if vehicle.name == effect.cue.at)
    assert math.hypot(car.path[-1].x - effect.x, car.path[-1].y - effect.y) < 1.0


def test_pursuers_come_behind_those_who_flee(example: tuple[Blocking, ...]) -> None:
    chased = [blocking for blocking in example if blocking.framing.style in (FramingStyle.SIDE, FramingStyle.FRONT)
              and {"HAEUN", "CROW REAPER"} <= {part.name for part in blocking.performances}
              and "HAEUN" in blocking.framing.subjects]
    assert chased
    for blocking in chased:
        where = {part.name: float(np.interp(0, [way.frame for way in part.path], [way.x for way in part.path]))
                 for part in blocking.performances}
        assert where["CROW REAPER"] < where["HAEUN"] - 3.0


def test_korean_and_english_stage_the_same_people_in_the_same_scenes() -> None:
    korean = breakdown(read_screenplay(EXAMPLE.with_name("screenplay.ko.txt")))
    english = breakdown(read_screenplay(EXAMPLE))
    counts = []
    for broken in (korean, english):
        found = staged(broken, shots(broken, 24).shots, {}, None, Fraction(24)).blockings
        scenes: dict[str, int] = {}
        for blocking in found:
            scenes[blocking.shot.scene] = max(scenes.get(blocking.shot.scene, 0), len(blocking.performances))
        counts.append(scenes)
    assert counts[0] == counts[1]


def test_blockings_are_plain_values(example: tuple[Blocking, ...]) -> None:
    for blocking in example:
        assert msgspec.json.decode(msgspec.json.encode(blocking), type=Blocking) == blocking


def test_people_on_the_pavement_stand_on_it_and_step_down_to_the_road() -> None:
    found = blockings("EXT. STREET - DAY\n\nANNA stands at the kerb.\n\nAnna walks across the crosswalk.\n")
    heights = [way.z for blocking in found for part in blocking.performances for way in part.path]
    assert heights[0] == pytest.approx(0.15)
    assert heights[-1] == pytest.approx(0.0)
