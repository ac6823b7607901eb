"""Strips of a real breakdown: place, light, time, cast, and names that the script has not."""

from __future__ import annotations

from pathlib import Path

import pytest

from throughline.directing import shots
from throughline.film.company import Company, Pin, Place, Player, SceneWish
from throughline.film.errors import InputError
from throughline.formats import fountain
from throughline.production.strips import masters, strips
from throughline.reading import breakdown

SCRIPT = Path(__file__).parents[2] / "examples/crossing/screenplay.fountain"


@pytest.fixture(scope="module")
def crossing() -> tuple[object, object]:
    broken = breakdown(fountain.read(SCRIPT.read_text(encoding="utf-8")))
    return broken, shots(broken, 24)


def made(crossing: tuple[object, object], company: Company = Company()) -> dict[str, object]:
    return {told.scene: told for told in strips(*crossing, company)}  # type: ignore[arg-type]


def test_a_strip_a_scene_with_what_it_asks(crossing: tuple[object, object]) -> None:
    found = made(crossing)
    assert list(found) == [scene.scene for scene in crossing[0].scenes]  # type: ignore[attr-defined]
    talk, crash, dawn = found["2"], found["3"], found["7"]
    assert talk.cast == ("HAEUN", "JUN") and talk.light == "night"  # type: ignore[attr-defined]
    assert crash.cast == () and crash.minutes > 150  # type: ignore[attr-defined]
    assert dawn.light == "dawn" and "MEDIC" not in dawn.cast  # type: ignore[attr-defined]
    assert found["6"].location == found["4"].location == "IN-BETWEEN CITY"  # type: ignore[attr-defined]
    assert not found["6"].located  # type: ignore[attr-defined]


def test_a_person_knows_better(crossing: tuple[object, object]) -> None:
    company = Company(
        cast=(Player(name="ox reaper"), Player(name="JUN"), Player(name="FOX REAPER", on_set=False)),
        locations=(Place(name="Stage 1", sets=("white sedan",), studio=True),
                   Place(name="Lot", sets=("Jongno Street",))),
        scenes=(SceneWish(scene="3", minutes=500), SceneWish(scene="7", location="Lot", light="day")),
        pins=(Pin(scene="3", day=2),))
    found = made(crossing, company)
    assert found["4"].cast[:2] == ("OX REAPER", "JUN")  # type: ignore[attr-defined]
    assert "FOX REAPER" not in found["4"].cast  # type: ignore[attr-defined]
    assert found["2"].location == "Stage 1" and found["2"].light == "any"  # type: ignore[attr-defined]
    assert found["3"].minutes == 500 and found["3"].pinned  # type: ignore[attr-defined]
    assert found["7"].light == "day" and found["7"].located  # type: ignore[attr-defined]


@pytest.mark.parametrize(("company", "wrong"), [
    (Company(cast=(Player(name="HAEUNN", line=7),)), "schedule.toml:7: .*HAEUNN.*did you mean “HAEUN”"),
    (Company(pins=(Pin(scene="99", day=1, line=4),)), "schedule.toml:4: .*no scene “99”"),
    (Company(scenes=(SceneWish(scene="1", location="Nowhere", line=5),)), "schedule.toml:5: .*Nowhere"),
    (Company(locations=(Place(name="X", sets=("JONGNO STRET",), line=9),)), "schedule.toml:9: .*JONGNO STREET"),
])
def test_names_that_the_script_has_not_are_refused(crossing: tuple[object, object], company: Company,
                                                   wrong: str) -> None:
    with pytest.raises(InputError, match=wrong):
        made(crossing, company)


def test_rooms_of_a_house_are_one_place() -> None:
    assert masters(["MARIA'S HOUSE - KITCHEN", "MARIA'S HOUSE - HALL", "BAR - NIGHTCLUB", "PIER, OLD TOWN", "OLD TOWN",
                    "하은의 집 - 거실", "하은의 집 - 부엌"]) == {
        "MARIA'S HOUSE - KITCHEN": "MARIA'S HOUSE", "MARIA'S HOUSE - HALL": "MARIA'S HOUSE",
        "BAR - NIGHTCLUB": "BAR - NIGHTCLUB", "PIER, OLD TOWN": "OLD TOWN", "OLD TOWN": "OLD TOWN",
        "하은의 집 - 거실": "하은의 집", "하은의 집 - 부엌": "하은의 집"}
