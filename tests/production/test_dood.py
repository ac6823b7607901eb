"""The day-out-of-days: every code, what is held and what it costs, days off and drops."""

from __future__ import annotations

from tests.production.schedule_case import strip
from throughline.film.company import Company, Player
from throughline.film.schedule import ShootDay
from throughline.production.dood import calendar_of, day_out_of_days

STRIPS = (strip("1", "Bar", "A"), strip("2", "Bar", "AB"), strip("3", "Bar", "B"), strip("4", "Bar", "AC"))


def day(number: int, date: str, *scenes: str) -> ShootDay:
    return ShootDay(number=number, date=date, locations=("Bar",), scenes=scenes, call="07:00", wrap="18:00", eighths=8,
                    minutes=500)


DAYS = (day(1, "2026-11-02", "1"), day(2, "2026-11-03", "3"), day(3, "2026-11-06", "2"), day(4, "2026-11-09", "4"))


def rows(company: Company, days: tuple[ShootDay, ...] = DAYS) -> tuple[tuple[str, ...], dict[str, object]]:
    calendar = calendar_of(days, company)
    return calendar, {row.name: row for row in day_out_of_days("ABC", days, STRIPS, calendar, company)}


def test_work_and_waiting_with_days_off_unpaid() -> None:
    calendar, found = rows(Company(cast=(Player(name="A", day_rate=100.0, hold_rate=40.0),)))
    assert calendar[0] == "2026-11-02" and len(calendar) == 8
    assert found["A"].codes == ("SW", "H", "H", "H", "W", "", "", "WF")  # type: ignore[attr-defined]
    assert (found["A"].worked, found["A"].held, found["A"].hold_cost) == (3, 3, 120.0)  # type: ignore[attr-defined]
    assert found["B"].codes == ("", "SW", "H", "H", "WF", "", "", "")  # type: ignore[attr-defined]
    assert found["C"].codes[-1] == "SWF" and found["C"].start == found["C"].finish  # type: ignore[attr-defined]
    assert [found[name].number for name in "ABC"] == [1, 2, 3]  # type: ignore[attr-defined]


def test_a_long_wait_is_a_drop_where_it_may_be() -> None:
    _, found = rows(Company(cast=(Player(name="A", day_rate=100.0, drop_after=3),)))
    assert found["A"].codes == ("SW", "D", "", "", "PW", "", "", "WF")  # type: ignore[attr-defined]
    assert found["A"].held == 0 and found["A"].hold_cost == 0  # type: ignore[attr-defined]


def test_travel_fittings_and_rehearsals_lengthen_the_calendar() -> None:
    calendar, found = rows(Company(cast=(
        Player(name="A", fittings=("2026-10-28",), travel=("2026-11-01", "2026-11-04"), rehearsals=("2026-11-02",)),)))
    codes = dict(zip(calendar, found["A"].codes, strict=True))  # type: ignore[attr-defined]
    assert calendar[:2] == ("2026-10-28", "2026-11-01")
    assert codes["2026-10-28"] == "FT" and codes["2026-11-01"] == codes["2026-11-04"] == "TR"
    assert codes["2026-11-02"] == "SW"
    assert found["A"].travelled == 2 and found["A"].held == 2  # type: ignore[attr-defined]


def test_without_dates_there_is_a_column_a_day() -> None:
    plain = tuple(day(told.number, "", *told.scenes) for told in DAYS)
    calendar, found = rows(Company(), plain)
    assert calendar == ("",) * 4 and found["A"].codes == ("SW", "H", "W", "WF")  # type: ignore[attr-defined]
    assert found["A"].start == ""  # type: ignore[attr-defined]
