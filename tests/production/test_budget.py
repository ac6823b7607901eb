"""The budget: every quantity from the film, every rate from the table, every sum to the unit, blanks listed."""

from __future__ import annotations

import time
from dataclasses import replace

import msgspec
import pytest

from tests.production.budget_case import RATES, SETTINGS, basis, breakdown, rate, scene, schedule, shot
from throughline.film.budget import SECTIONS, Budget, BudgetLine
from throughline.film.rates import BudgetSettings, Share
from throughline.film.record import dump, load
from throughline.film.schedule import ShootDay
from throughline.film.story import Item, SetKind, Setting, TimeOfDay
from throughline.production.budget import budget_of
from throughline.production.budget_money import rounded
from throughline.production.budget_rates import rates_to_fill, unused


def line(budget: Budget, text: str, account: str = "") -> BudgetLine:
    found = [row for one in budget.accounts for row in one.lines if one.number.startswith(account) and text in row.text]
    assert len(found) == 1, [row.text for row in found]
    return found[0]


def test_the_sums_are_the_sums_of_the_lines() -> None:
    budget = budget_of(basis())
    for account in budget.accounts:
        for row in account.lines:
            assert row.amount == rounded(row.quantity * row.times * (row.rate or 0.0)), row
    direct = sum(budget.section(section) for section in SECTIONS)
    assert budget.contingency == rounded(direct * 0.1)
    assert budget.bond == rounded((direct + budget.contingency) * 0.035)
    assert budget.total == direct + budget.contingency + budget.bond and budget.total > 100_000_000


def test_accounts_not_counted_for_contingency_are_left_out() -> None:
    share = msgspec.structs.replace(SETTINGS.contingency, without=("1300",))
    budget = budget_of(basis(settings=msgspec.structs.replace(SETTINGS, contingency=share)))
    direct = sum(budget.section(section) for section in SECTIONS)
    assert budget.contingency == rounded((direct - 30_000_000) * 0.1)


def test_cast_days_are_the_schedules_and_held_days_count_at_their_share() -> None:
    budget = budget_of(basis())
    mina, park, voice = (line(budget, name, "1400") for name in ("MINA", "PARK", "VOICE"))
    assert (mina.number, mina.quantity, mina.rate, mina.item) == ("1401", 3, 1_500_000, "lead cast")
    assert (park.quantity, park.formula, park.rate, park.item) == (2.5, "2+1*hold_share", 700_000, "cast: PARK")
    assert (voice.quantity, voice.rate) == (1, 300_000), "only heard: one session, however many days it is on strips"
    assert "3 worked" in mina.source and "deal memo" in mina.rate_source


def test_what_the_film_needs_is_counted_on_its_shooting_days() -> None:
    budget = budget_of(basis())
    assert line(budget, "Crane").source == "shooting day 1; shots 1-010"
    assert line(budget, "Vehicle: van").source == "shooting day 1 (schedule); scene 1"
    assert line(budget, "Effect: rain", "2600").quantity == 1
    assert line(budget, "Stunt: MINA, fall").quantity == 1
    assert line(budget, "Location: STREET").quantity == 2
    assert line(budget, "Company moves").quantity == 1
    assert line(budget, "Night exteriors").quantity == 2
    extras = line(budget, "Extras: MARCHERS")
    assert (extras.quantity, extras.times, extras.unit) == (1, 40, "person-day")
    assert line(budget, "Meals, extras").quantity == 40
    assert line(budget, "Texts on the picture").quantity == 1
    gaffer = line(budget, "Gaffer")
    assert gaffer.quantity == 3 + 2 + 1 and gaffer.formula == \
        "shoot_days+ROUNDUP(0.25*prep_days,0)+ROUNDUP(0.25*wrap_days,0)"


def test_the_crews_size_is_the_settings() -> None:
    budget = budget_of(basis())
    assert line(budget, "Electricians").times == 5
    assert not [row for account in budget.accounts for row in account.lines if row.item == "grip"]
    fewer = budget_of(basis(settings=msgspec.structs.replace(SETTINGS, crew={"그립팀원": 0.0, "gaffer": 0.0})))
    assert not [row for account in fewer.accounts for row in account.lines if row.item == "gaffer"]
    assert line(fewer, "Meals, crew").quantity < line(budget, "Meals, crew").quantity


def test_a_thing_with_a_rate_of_its_own_stands_alone_and_the_others_together() -> None:
    budget = budget_of(basis())
    assert [(row.text, row.quantity, row.rate) for account in budget.accounts if account.number == "2800"
            for row in account.lines if "Prop" in row.text and row.unit == "piece"] == [
        ("Props: lamp", 1, 120_000), ("Props", 1, 55_000)]


def test_a_rate_in_another_unit_of_time_counts_the_days_in_it() -> None:
    producer = line(budget_of(basis()), "Line producer")
    assert (producer.unit, producer.quantity, producer.amount) == ("week", 1.8, 3_150_000), "5 + 3 + 1 days"


def test_the_newest_rate_in_force_holds() -> None:
    old, next_year = rate("gaffer", 300_000, start="2025-01-01"), rate("gaffer", 400_000, start="2027-01-01")
    gone = rate("gaffer", 350_000, start="2026-02-01", end="2026-02-28")
    budget = budget_of(basis(rates=(*RATES, old, next_year, gone)))
    assert line(budget, "Gaffer").rate == 333_333


def test_another_currency_needs_an_exchange_rate_and_takes_the_newest() -> None:
    budget = budget_of(basis())
    package = line(budget, "Camera package")
    assert (package.rate, package.quoted, package.quoted_in) == (612.5 * 1387.5, 612.5, "USD")
    bare = budget_of(basis(settings=msgspec.structs.replace(SETTINGS, exchange=())))
    package = line(bare, "Camera package")
    assert package.rate is None and package.amount == 0
    assert len([blank for blank in bare.open if "USD → KRW" in blank]) == 1


def test_fringes_stop_at_their_ceiling() -> None:
    budget = budget_of(basis())
    union = line(budget, "Union", "1900")
    assert (union.quantity, union.rate) == (4_000_000 + 700_000 * 2.5 + 300_000, 0.07), "MINA's 4.5 million are capped"
    pension = line(budget, "Pension", "4900")
    assert pension.quantity == 333_333 * 6 + 2_000_000, "six days and 1.8 weeks both begin a second week"
    assert line(budget, "Accident", "1900").rate == 0.008, "the newest of a name"


def test_what_has_no_rate_is_open_and_counts_nothing() -> None:
    budget = budget_of(basis(rates=(), settings=BudgetSettings()))
    assert budget.total == 0 and budget.currency == "USD"
    for account in budget.accounts:
        for row in account.lines:
            assert row.rate is None and row.amount == 0
    text = "\n".join(budget.open)
    for blank in ("1400 MINA (Lead): rate, day (rates.csv: cast: MINA)", "3200 Gaffer", "MARCHERS: how many people",
                  "Completion bond: 3 %", "Fringes: none"):
        assert blank in text
    assert len(budget.open) == len(set(budget.open))


def test_a_blank_filled_is_open_no_more() -> None:
    before = budget_of(basis(rates=()))
    after = budget_of(basis(rates=(rate("gaffer", 1.0),)))
    assert set(before.open) - set(after.open) == {"3200 Gaffer: rate, day (rates.csv: gaffer)"}


def test_the_template_lists_exactly_what_the_film_needs_and_fills_it() -> None:
    empty = basis(rates=(), settings=SETTINGS)
    template = rates_to_fill(budget_of(empty), (), SETTINGS)
    names = [row.item for row in template]
    assert len(names) == len(set(names)) and "cast: MINA" in names and "picture vehicle: van" in names
    assert "drone" not in names and "animal" not in names
    filled = tuple(msgspec.structs.replace(row, rate=1000.0) for row in template)
    budget = budget_of(basis(rates=filled))
    assert not [blank for blank in budget.open if "rates.csv" in blank]
    kept = rates_to_fill(budget_of(basis()), RATES, SETTINGS)
    assert next(row for row in kept if row.item == "gaffer").rate == 333_333


def test_what_the_film_does_not_have_is_said() -> None:
    rates = (*RATES, rate("cast: NOBODY", 1.0))
    settings = msgspec.structs.replace(SETTINGS, extras={"MONKS": 3.0})
    told = unused(budget_of(basis(rates=rates, settings=settings)), breakdown(), rates, settings)
    assert ["cast: NOBODY" in text or "MONKS" in text for text in told] == [True, True]


def test_a_scene_on_no_day_is_open() -> None:
    short = msgspec.structs.replace(schedule(), days=schedule().days[:2])
    assert "Scenes that are on no shooting day: 3" in budget_of(basis(schedule=short)).open
    none = msgspec.structs.replace(schedule(), days=(), cast=())
    assert "The schedule has no shooting day" in budget_of(basis(schedule=none)).open


def test_contingency_over_the_cap_and_an_odd_bond_are_said() -> None:
    settings = msgspec.structs.replace(SETTINGS, contingency=Share(percent=15.0), bond=Share(percent=8.0))
    text = "\n".join(budget_of(basis(settings=settings)).open)
    assert "15 % is over the 10 %" in text and "8 % is outside" in text


def test_a_korean_budget_speaks_korean() -> None:
    budget = budget_of(basis(language="ko", settings=BudgetSettings(), rates=()))
    assert budget.currency == "KRW" and budget.accounts[3].title == "출연"
    assert line(budget, "조명감독").source.startswith("준비 2일 + 촬영 3일")
    assert any("P&A" in blank for blank in budget.open)


def test_a_second_unit_has_days_of_its_own() -> None:
    days = schedule().days
    second = msgspec.structs.replace(schedule(), days=(*days[:2], msgspec.structs.replace(days[2], unit="second")))
    budget = budget_of(basis(schedule=second))
    assert line(budget, "Gaffer").quantity == 2 + 2 + 1
    assert line(budget, "Second unit crew").quantity == 1


def test_a_budget_is_saved_and_read_and_the_same_again() -> None:
    budget = budget_of(basis())
    assert load(dump(budget), Budget) == budget and dump(budget_of(basis())) == dump(budget)


@pytest.mark.parametrize(("value", "places", "result"), [(2.5, 0, 3), (1.005, 2, 1.01), (-2.5, 0, -3),
                                                         (0.35 * 10, 0, 4), (1e12 + 0.5, 0, 1e12 + 1)])
def test_money_is_rounded_as_a_spreadsheet_does(value: float, places: int, result: float) -> None:
    assert rounded(value, places) == result


def test_a_feature_takes_a_moment() -> None:
    scenes = tuple(scene(number, f"PLACE {number % 30}", Setting.INT, TimeOfDay.DAY, SetKind.ROOM, ("MINA", "PARK"),
                         tuple((104, f"prop {number} {index}") for index in range(5))) for number in range(1, 151))
    shots = tuple(shot(number, step, effects=("explosion",) if step == 3 else ()) for number in range(1, 151)
                  for step in range(1, 13))
    one = schedule()
    long = msgspec.structs.replace(
        one, strips=tuple(msgspec.structs.replace(one.strips[0], scene=row.scene, location=row.heading.place)
                          for row in scenes),
        days=tuple(ShootDay(number=day, date=f"2026-05-{day:02d}" if day < 32 else f"2026-06-{day - 31:02d}",
                            locations=("PLACE",), scenes=tuple(str(day * 3 - step) for step in range(3)), call="08:00",
                            wrap="20:00", eighths=24, minutes=600) for day in range(1, 51)))
    big = replace(basis(), breakdown=msgspec.structs.replace(breakdown(), scenes=scenes), schedule=long,
                  shot_list=msgspec.structs.replace(basis().shot_list, shots=shots))
    began = time.perf_counter()
    budget = budget_of(big)
    assert time.perf_counter() - began < 5
    assert len(budget.vfx) == 150 and line(budget, "Gaffer").quantity > 50


def test_a_voice_is_paid_whether_it_stands_on_strips_or_not() -> None:
    without = msgspec.structs.replace(schedule(), cast=schedule().cast[:2])
    assert line(budget_of(basis(schedule=without)), "VOICE") == line(budget_of(basis()), "VOICE")


def test_a_car_is_no_location_unless_somebody_named_one() -> None:
    scenes = tuple(msgspec.structs.replace(one, set_kind=SetKind.CAR) if one.scene == "2" else one
                   for one in breakdown().scenes)
    driving = basis(breakdown=msgspec.structs.replace(breakdown(), scenes=scenes))
    assert "Location: ROOM" not in [row.text for one in budget_of(driving).accounts for row in one.lines]
    strips = tuple(msgspec.structs.replace(strip, located=True, location="STUDIO") if strip.scene == "2" else strip
                   for strip in schedule().strips)
    named = replace(driving, schedule=msgspec.structs.replace(schedule(), strips=strips))
    assert line(budget_of(named), "Location: STUDIO").quantity == 1


@pytest.mark.parametrize(("name", "listed"), [("close on", False), ("인서트", False), ("wide", False),
                                              ("underwater housing", True)])
def test_a_framing_is_no_camera_equipment(name: str, listed: bool) -> None:
    broken = breakdown()
    first = msgspec.structs.replace(broken.scenes[0], items=(*broken.scenes[0].items, Item(
        category=110, name=name, line=3, source="learned")))
    budget = budget_of(basis(breakdown=msgspec.structs.replace(broken, scenes=(first, *broken.scenes[1:]))))
    found = [row for account in budget.accounts for row in account.lines if row.item.startswith("camera element")]
    assert bool(found) is listed
