"""What elements are called in a Korean sheet."""

from __future__ import annotations

from throughline.film.story import Breakdown, Item
from throughline.formats import read_screenplay
from throughline.formats.corrections import Action, Correction
from throughline.reading import breakdown as breakdown_of
from throughline.reading.corrected import corrected
from throughline.reading.element_words import ElementWords, in_script_words

KOREAN = """S#1. 사무실 / 밤

정호(40)가 핸드폰을 꺼내 의자에 앉는다.

S#2. 도로 / 낮

하얀 승용차가 달려온다. 검은 SUV가 들이받는다.

정호의 휴대폰이 울린다. 안개가 짙다.
"""


def _broken(tmp_path: object, text: str = KOREAN, name: str = "script.txt") -> Breakdown:
    path = tmp_path / name  # type: ignore[operator]
    path.write_text(text, encoding="utf-8")
    return breakdown_of(read_screenplay(path))


def test_a_thing_is_called_what_its_own_scene_calls_it(tmp_path: object) -> None:
    words = ElementWords(_broken(tmp_path), "ko")
    assert words.thing("phone", "1", 3) == "핸드폰"
    assert words.thing("phone", "2", 9) == "휴대폰"
    assert words.thing("white sedan", "2") == "하얀 승용차"
    assert words.thing("black suv") == "검은 SUV"
    assert words.thing("umbrella") == "우산", "named nowhere: the usual word"
    assert words.thing("thingummy") == "thingummy"


def test_the_words_of_the_trade_are_korean_even_for_an_english_script(tmp_path: object) -> None:
    broken = _broken(tmp_path, "EXT. ROAD - DAY\n\nA sedan waits.\n", "script.fountain")
    words = ElementWords(broken, "ko")
    named = {item.name: words.element(item, "1") for item in (
        Item(category=105, name="explosion (white sedan)", line=3), Item(category=119, name="dolly", line=3),
        Item(category=102, name="JUN: fall", line=3), Item(category=121, name="MORG (reaper)", line=3),
        Item(category=126, name="caption: SEOUL", line=3), Item(category=104, name="phone", line=3))}
    assert named == {"explosion (white sedan)": "폭발(white sedan)", "dolly": "달리", "JUN: fall": "JUN: 낙하",
                     "MORG (reaper)": "MORG(저승사자)", "caption: SEOUL": "자막: SEOUL", "phone": "phone"}


def test_no_plain_english_word_is_left_in_a_korean_breakdown(tmp_path: object) -> None:
    broken = _broken(tmp_path)
    named = in_script_words(broken, "ko")
    left = [item.name for scene in named.scenes for item in scene.items if item.name.isascii()]
    assert any(item.name.isascii() for scene in broken.scenes for item in scene.items)
    assert left == []
    assert in_script_words(broken, "en") == broken


def test_a_correction_may_name_an_element_as_the_korean_sheet_does(tmp_path: object) -> None:
    broken = _broken(tmp_path)
    assert any(item.name == "phone" for item in broken.scenes[0].items)
    made, warnings = corrected(broken, [Correction(scene="1", element="핸드폰", action=Action.REMOVE, row=2)])
    assert not warnings
    assert not any(item.name == "phone" for item in made.scenes[0].items)
