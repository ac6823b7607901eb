"""Calls by the sun: dawn at sunrise, dusk at sunset, nights in the dark, and everybody's rest."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.production.schedule_case import strip
from throughline.film.company import Company, Hours, Pin, Place
from throughline.film.schedule import Schedule, ShootDay
from throughline.formats.daylight import sun_times
from throughline.production.schedule import schedule
from throughline.production.schedule_dates import clock

SEOUL = Place(name="Road", sets=("Road",), latitude=37.57, longitude=126.98, utc_offset=9)
OSLO = Place(name="Road", sets=("Road",), latitude=59.91, longitude=10.75, utc_offset=1)


def company(start: str, place: Place = SEOUL, **more: object) -> Company:
    return Company(start=start, locations=(place,), **more)  # type: ignore[arg-type]


def start_of(made: Schedule, scene: str) -> tuple[ShootDay, int]:
    """The day of a scene and its start in minutes after the midnight before the call."""
    day, row = next((day, row) for day in made.days for row in day.work if row.scene == scene)
    start = clock(row.start)
    return day, start + 1440 * (start < clock(day.call))


@pytest.mark.parametrize("start", ["2026-01-12", "2026-06-15", "2026-10-05"])
@pytest.mark.parametrize("others", [
    [strip("1", "Road", "A", 360, light="night"), strip("2", "Road", "B", 180, light="night")],
    [strip("1", "Road", "A", 200, light="day")], []])
def test_a_dawn_scene_is_shot_at_sunrise(start: str, others: list[object]) -> None:
    made = schedule((*others, strip("9", "Road", "B", 60, light="dawn")), company(start))  # type: ignore[arg-type]
    day, at = start_of(made, "9")
    rise = clock(sun_times(SEOUL, day.date)[0])
    assert -60 <= at % 1440 - rise <= 15
    assert (clock(day.wrap) - clock(day.call)) % 1440 <= 12 * 60


@pytest.mark.parametrize(("start", "place"), [("2026-01-12", SEOUL), ("2026-06-15", SEOUL), ("2026-03-02", OSLO)])
def test_dusk_falls_at_sunset_and_nights_are_dark(start: str, place: Place) -> None:
    made = schedule((strip("1", "Road", "A", 60, light="dusk"), strip("2", "Road", "B", 90, light="night"),
                     strip("3", "Road", "A", 120, light="day")), company(start, place))
    dusk_day, dusk = start_of(made, "1")
    night_day, night = start_of(made, "2")
    day, noon = start_of(made, "3")
    assert -60 <= dusk - clock(sun_times(place, dusk_day.date)[1]) <= 0
    assert night >= clock(sun_times(place, night_day.date)[1]) + 20
    rise, fall = map(clock, sun_times(place, day.date))
    assert rise <= noon and noon + 120 <= fall


def test_a_summer_night_holds_less_than_a_winter_night() -> None:
    strips = tuple(strip(str(number), "Road", "A", 150, light="night") for number in range(4))
    assert len(schedule(strips, company("2026-06-15")).days) > len(schedule(strips, company("2026-12-14")).days)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["day", "night", "dawn", "dusk", "any"]), st.integers(4, 30)), min_size=2,
                max_size=7), st.sampled_from(["2026-01-12", "2026-06-15"]), st.sampled_from([10.0, 11.0, 12.0]))
def test_rest_is_kept_however_calls_shift(drawn: list[tuple[str, int]], start: str, turnaround: float) -> None:
    strips = tuple(strip(str(number), "Road", "A", 10 * length, light=light)
                   for number, (light, length) in enumerate(drawn))
    pins = (Pin(scene="0", day=2),)
    made = schedule(strips, company(start, hours=Hours(turnaround=turnaround), pins=pins))
    for one, two in zip(made.days, made.days[1:], strict=False):
        length = (clock(one.wrap) - clock(one.call)) % 1440
        apart = (date.fromisoformat(two.date) - date.fromisoformat(one.date)).days * 1440
        assert length <= 12 * 60
        assert apart + clock(two.call) - clock(one.call) - length >= turnaround * 60
