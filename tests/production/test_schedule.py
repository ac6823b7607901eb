"""Whole schedules: everything is shot once, within the hours, as cheaply as can be, the same every time."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.production.schedule_case import paid, strip
from throughline.film.company import Company, Hours, Pin, Place, Player
from throughline.film.record import dump, load
from throughline.film.schedule import Schedule, ShootDay, Strip
from throughline.production.schedule import schedule
from throughline.production.schedule_cost import plan_of
from throughline.production.schedule_problem import problem_of

STRIPS = (strip("1", "Bar", "AB"), strip("2", "Bar", "A"), strip("3", "Road", "C", light="night"),
          strip("4", "Road", "AC", light="night"), strip("5", "Bar", "B"), strip("6", "House", "AB", 300),
          strip("7", "House", "C", 300, light="day"), strip("8", "Road", "B", 200, light="dawn"))
RATES = {"A": 50.0, "B": 30.0, "C": 20.0}


def minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def check(made: Schedule, strips: tuple[Strip, ...], hours: Hours) -> None:
    """What every schedule must hold to."""
    whole = {told.scene: told for told in strips}
    for name, told in whole.items():
        work = [row for day in made.days for row in day.work if row.scene == name]
        assert sum(row.minutes for row in work) == told.minutes and sum(row.eighths for row in work) == told.eighths
        assert [row.part for row in work] == list(range(1, len(work) + 1))
        assert {row.parts for row in work} == {len(work)}
    for day in made.days:
        assert day.scenes == tuple(row.scene for row in day.work) and len(set(day.scenes)) == len(day.scenes)
        length = (minutes(day.wrap) - minutes(day.call)) % (24 * 60)
        assert length <= hours.length * 60
        lights = {whole[scene].light for scene in day.scenes}
        assert not ("night" in lights and day.kind in ("day", "dawn")) and not ("day" in lights and day.night)
    assert made.bound <= made.cost


def test_everything_is_shot_once_within_the_hours() -> None:
    made = schedule(STRIPS, paid(RATES), "Test")
    check(made, STRIPS, Hours())
    assert made.currency == "USD" and not made.unmet
    assert [day.number for day in made.days] == list(range(1, len(made.days) + 1))


def test_the_same_call_gives_the_same_bytes() -> None:
    one, two = (schedule(STRIPS[:5], paid(RATES, start="2026-11-02"), "Test") for _ in range(2))
    assert dump(one) == dump(two) and load(dump(one), Schedule) == one


def rested(before: ShootDay, after: ShootDay, gap_days: int) -> float:
    length = (minutes(before.wrap) - minutes(before.call)) % (24 * 60)
    return gap_days * 24 + (minutes(after.call) - minutes(before.call) - length) / 60


def test_everybody_rests_and_nobody_works_on_a_day_off() -> None:
    from datetime import date
    company = paid(RATES, start="2026-11-05", days_off=("sunday",), dates_off=("2026-11-09",))
    made = schedule(STRIPS, company, "Test")
    dates = [date.fromisoformat(day.date) for day in made.days]
    assert dates == sorted(set(dates)) and all(day.weekday() != 6 and day != date(2026, 11, 9) for day in dates)
    for one, two, first, second in zip(made.days, made.days[1:], dates, dates[1:], strict=False):
        assert rested(one, two, (second - first).days) >= 11
    assert made.calendar[0] == made.days[0].date and made.calendar[-1] == made.days[-1].date
    assert len(made.calendar) == (dates[-1] - dates[0]).days + 1


def test_a_scene_longer_than_a_day_is_shot_in_parts_one_after_the_other() -> None:
    strips = (strip("1", "Bar", "A", 1500, eighths=20), strip("2", "Bar", "B", 100))
    made = schedule(strips, paid(RATES))
    check(made, strips, Hours())
    days = [day.number for day in made.days if "1" in day.scenes]
    assert len(days) == 3 and days == list(range(days[0], days[0] + 3))


def brute(strips: tuple[Strip, ...], company: Company) -> int:
    """The least cost of all plans, by trying them."""
    problem = problem_of(strips, company)
    plans = (plan_of(problem, slots) for slots in product(range(min(8, len(problem.slots))), repeat=len(strips)))
    return min(plan.cost for plan in plans if plan is not None)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(["Bar", "Road"]), st.sets(st.sampled_from("ABC"), min_size=1),
                          st.sampled_from([120, 300, 400]), st.sampled_from(["any", "day", "night"])),
                min_size=1, max_size=4))
def test_small_shoots_cost_the_least_there_is(drawn: list[tuple[str, set[str], int, str]]) -> None:
    strips = tuple(strip(str(number), place, "".join(sorted(cast)), length, light)
                   for number, (place, cast, length, light) in enumerate(drawn))
    made = schedule(strips, paid(RATES))
    assert made.cost == pytest.approx(brute(strips, paid(RATES)) / 100, abs=0.5)
    assert made.bound <= made.cost


def test_without_settings_days_have_numbers_and_everything_unknown_is_open() -> None:
    strips = STRIPS[:5]
    made = schedule(strips, Company(), "Test")
    assert made.currency == "XXX" and all(day.date == "" for day in made.days)
    assert made.calendar == ("",) * len(made.days)
    assert any("start" in line for line in made.open) and any("day rates" in line or "day_rate" in line
                                                              for line in made.open)
    assert all(row.hold_cost == 0 for row in made.cast)
    korean = schedule(strips, Company(), "시험", "ko")
    assert korean.days == made.days and any("첫 촬영일" in line for line in korean.open)


def test_no_scenes_no_days() -> None:
    made = schedule((), Company(), "Test")
    assert made.days == () and made.proved


def test_a_pin_and_availability_are_kept_whatever_they_cost() -> None:
    company = Company(start="2026-11-02", pins=(Pin(scene="5", date="2026-11-06"),),
                      cast=(Player(name="C", available=(("2026-11-04", "2026-11-05"),)),),
                      locations=(Place(name="House", sets=("House",), away=(("2026-11-01", "2026-11-04"),)),))
    made = schedule(STRIPS, company, "Test")
    on = {scene: day.date for day in made.days for scene in day.scenes}
    assert on["5"] == "2026-11-06" and {on["3"], on["4"], on["7"]} <= {"2026-11-04", "2026-11-05"}
    assert min(on["6"], on["7"]) > "2026-11-04" and made.unmet == ()


def test_a_day_by_number_is_kept_without_dates() -> None:
    made = schedule(STRIPS, Company(pins=(Pin(scene="6", day=2),)), "Test")
    assert "6" in made.days[1].scenes and made.unmet == ()


def test_hours_on_set_of_a_child_are_kept() -> None:
    company = Company(cast=(Player(name="A", max_hours=4.0),))
    made = schedule((strip("1", "Bar", "A"), strip("2", "Bar", "A"), strip("3", "Bar", "A", 500)), company, "Test")
    whole = [sum(row.minutes for row in day.work) for day in made.days]
    assert max(whole) <= 240 and made.unmet == ()


def test_what_cannot_be_kept_is_named_with_what_stands_against_it() -> None:
    company = Company(start="2026-11-02", end="2026-11-03", cast=(
        Player(name="A", available=(("2026-11-02", "2026-11-03"),)),
        Player(name="B", available=(("2026-11-04", "2026-11-10"),))),
        pins=(Pin(scene="7", date="2026-10-01"), Pin(scene="2", date="2026-11-07")))
    made = schedule(STRIPS, company, "Test")
    told = {wish.wish: wish.why for wish in made.unmet}
    assert "before the first day" in told["scene 7 on 2026-10-01"]
    assert any(wish.startswith("shooting finished by") for wish in told)
    assert "scene 2 is pinned" in told["no work on 2026-11-07"]
    assert any(("A not called" in wish and "dates of B" in why) or ("B not called" in wish and "dates of A" in why)
               for wish, why in told.items())
    assert sorted(scene for day in made.days for scene in day.scenes) == sorted(told.scene for told in STRIPS)


def test_a_pin_without_a_first_day_is_unmet_not_lost() -> None:
    made = schedule(STRIPS[:2], Company(pins=(Pin(scene="1", date="2026-11-04"),)), "Test")
    assert [wish.wish for wish in made.unmet] == ["scene 1 on 2026-11-04"]
    assert "no first day" in made.unmet[0].why


def test_hours_without_rest_are_refused() -> None:
    with pytest.raises(ValueError, match="rest"):
        schedule(STRIPS, Company(hours=Hours(length=16.0, turnaround=11.0)), "Test")
