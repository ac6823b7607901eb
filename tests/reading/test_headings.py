"""Scene headings as scripts of several countries write them, and the sets they ask for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.film.story import SetKind
from throughline.reading.headings import heading
from throughline.reading.sets import set_for

WRITTEN = [
    ("INT. LIBRARY--DAY", "int", "LIBRARY", "day"),
    ("EXT. LIBRARY - NIGHT", "ext", "LIBRARY", "night"),
    ("INT./EXT. CAR - DUSK", "int_ext", "CAR", "dusk"),
    ("I/E. HOSPITAL - CORRIDOR - DAWN", "int_ext", "HOSPITAL - CORRIDOR", "dawn"),
    ("12. INT. BAR - NIGHT", "int", "BAR", "night"),
    ("EXT. IN-BETWEEN CITY - NIGHT - FOG", "ext", "IN-BETWEEN CITY", "night"),
    ("INT. JUN'S ROOM - DAY (FLASHBACK)", "int", "JUN'S ROOM", "day"),
    ("S#12. 광화문 광장 / 밤", "ext", "광화문 광장", "night"),
    ("S#.1 경찰서 (낮/ 안)", "int", "경찰서", "day"),
    ("골목 - 밤(외부)", "ext", "골목", "night"),
    ("절 마당 / 새벽", "ext", "절 마당", "dawn"),
    ("종합병원 응급실 / 황혼 (실내)", "int", "종합병원 응급실", "dusk"),
    ("종로 거리 밤", "ext", "종로 거리", "night"),
    ("ИНТ. КВАРТИРА МАШИ – СТОЛОВАЯ – ДЕНЬ", "int", "КВАРТИРА МАШИ - СТОЛОВАЯ", "day"),
    ("НАТ. УЛИЦА – НОЧЬ", "ext", "УЛИЦА", "night"),
    ("INT。 病院-日", "int", "病院", "day"),
]


@pytest.mark.parametrize(("text", "setting", "place", "time"), WRITTEN)
def test_a_heading_is_understood(text: str, setting: str, place: str, time: str) -> None:
    found = heading(text)
    assert (found.setting.value, found.place, found.time.value) == (setting, place, time)


@pytest.mark.parametrize(
    "text", ["EXT. ROAD - CONTINUOUS", "EXT. ROAD - MOMENTS LATER", "INT. BAR - SAME", "거리 / 잠시 후", "INT. ROOM"]
)
def test_a_time_not_stated_is_the_one_before(text: str) -> None:
    assert heading(text, heading("EXT. STREET - NIGHT")).time.value == "night"
    assert heading(text).time.value == "day"


def test_a_flashback_is_marked_and_its_end_is_not() -> None:
    assert heading("INT. HOUSE - DAY (FLASHBACK)").flashback
    assert heading("집 / 낮 (회상)").flashback
    assert not heading("INT. HOUSE - DAY (END OF FLASHBACK)").flashback


SETS = [
    ("EXT. JONGNO STREET - NIGHT", "", "street"),
    ("EXT. DARK ALLEY - NIGHT", "", "alley"),
    ("골목길 / 밤", "", "alley"),
    ("INT. WHITE SEDAN - NIGHT", "", "car"),
    ("하얀 세단 안 / 밤", "", "car"),
    ("INT./EXT. CAR - STREET - DAY", "", "car"),
    ("INT. POLICE STATION - DAY", "", "office"),
    ("경찰서 (낮/ 안)", "", "office"),
    ("INT. LIBRARY - DAY", "", "hall"),
    ("EXT. LIBRARY - DAY", "", "street"),
    ("EXT. TEMPLE - DAWN", "", "temple"),
    ("절 / 낮", "", "temple"),
    ("성문 앞 / 밤", "", "temple"),
    ("EXT. IN-BETWEEN CITY - NIGHT", "", "between"),
    ("이승과 저승 사이 / 밤", "", "between"),
    ("EXT. FOREST - DAY", "", "field"),
    ("INT. SUZY'S KITCHEN - DAY", "", "room"),
    ("EXT. HIGHWAY - DAY", "", "road"),
    ("INT. SOMEWHERE - DAY", "", "room"),
    ("EXT. SOMEWHERE - DAY", "", "street"),
    ("INT. THE SUPERDOME - DAY", "This vast tabernacle seats thousands.", "hall"),
]


@pytest.mark.parametrize(("text", "words", "kind"), SETS)
def test_the_set_fits_the_place(text: str, words: str, kind: str) -> None:
    assert set_for(heading(text), words).kind is SetKind(kind)


def test_a_set_has_what_the_scene_names() -> None:
    chosen = set_for(heading("EXT. SQUARE - NIGHT"), "Behind the clock tower stands a bench. Fog. A lamp post.")
    assert (
        {"clock tower", "tower", "bench", "lamp post"} <= set(chosen.features) and chosen.fog and not chosen.otherworld
    )
    korean = set_for(heading("광장 / 밤"), "안개 속에 성문 탑이 서 있다. 벤치.")
    assert {"gate tower", "gate", "tower", "bench"} <= set(korean.features) and korean.fog


@given(st.text(max_size=80))
def test_no_heading_is_too_odd(text: str) -> None:
    found = heading(text, heading(text))
    assert set_for(found, text).kind in SetKind
