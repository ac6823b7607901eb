"""The bid for the effects: which shots, how many man-days, both ways, low, base and high."""

from __future__ import annotations

import msgspec
import pytest

from tests.production.budget_case import RATES, SETTINGS, basis, breakdown, rate, schedule, shot, shot_list
from throughline.film.budget import Budget, VfxShotBid
from throughline.film.rates import MeasuredShot, VfxSection
from throughline.film.shot import Shot
from throughline.film.story import EffectNeed, Item
from throughline.production.budget import budget_of
from throughline.production.vfx_bid_own import own_time
from throughline.production.vfx_bid_table import asset_word, departments, kind_word, table


def rows(budget: Budget) -> dict[str, VfxShotBid]:
    return {row.shot: row for row in budget.vfx}


def bid(*shots: Shot, needs: tuple[EffectNeed, ...] = (), **vfx: object) -> dict[str, VfxShotBid]:
    """The bid of these shots of scene 2, a room by day without needs of its own."""
    scenes = tuple(msgspec.structs.replace(scene, needs=needs if scene.scene == "2" else ())
                   for scene in breakdown().scenes)
    settings = msgspec.structs.replace(SETTINGS, vfx=VfxSection(**vfx))  # type: ignore[arg-type]
    return rows(budget_of(basis(shot_list=msgspec.structs.replace(shot_list(), shots=shots), settings=settings,
                                breakdown=msgspec.structs.replace(breakdown(), scenes=scenes))))


def test_the_baselines_are_the_totals_that_the_source_states() -> None:
    plain = {kind: bid(shot(2, 1, effects=(kind,)))["2-010"].days[1] for kind in (
        "explosion", "collapse", "wire", "smoke", "fire", "set_extension", "vehicle_stunt")}
    assert plain == pytest.approx({"explosion": 7.1, "collapse": 9.5, "wire": 1.9, "smoke": 3.0, "fire": 4.5,
                                   "set_extension": 4.2, "vehicle_stunt": 6.1}, abs=0.02)


def test_every_kind_has_a_baseline_whose_departments_exist() -> None:
    for kind, row in table()["kind"].items():
        assert set(table()["baseline"][row["as"]]["split"]) <= set(departments()), kind
        assert row["as"] in table()["own"]["effects"], kind
        assert kind_word(kind, "ko") != kind_word(kind, "en")


def test_the_shots_are_those_that_show_or_need_an_effect() -> None:
    found = rows(budget_of(basis()))
    assert set(found) == {"creature build: WYRM", "3-010", "3-020", "3-030"}
    assert found["3-020"].kinds == ("explosion",) and found["3-010"].kinds == ("creature",)
    assert all(low < base < high for row in found.values() for low, base, high in [row.days])


def test_rain_that_the_breakdown_makes_on_the_set_is_not_bid_twice() -> None:
    assert "1-010" not in rows(budget_of(basis()))
    settings = msgspec.structs.replace(SETTINGS, vfx=VfxSection(practical=("explosion",)))
    budget = budget_of(basis(settings=settings))
    assert "1-010" in rows(budget) and "3-020" not in rows(budget)
    assert not [row for account in budget.accounts for row in account.lines if row.item == "special effect: rain"]


def test_factors_by_what_the_shot_is() -> None:
    one = bid(shot(2, 1, effects=("explosion",)))["2-010"]
    long = bid(shot(2, 1, frames=240, effects=("explosion",)))["2-010"]
    short = bid(shot(2, 1, frames=24, effects=("explosion",)))["2-010"]
    assert long.days[1] == pytest.approx(one.days[1] * 1.3, abs=0.03)
    assert short.days[1] == pytest.approx(one.days[1] * 0.8, abs=0.03)
    second = bid(shot(2, 1, effects=("explosion",)), shot(2, 2, effects=("explosion",)))["2-020"]
    assert second.days[1] == pytest.approx(one.days[1] * 0.9, abs=0.03) and "later shot ×0.9" in second.note
    night = rows(budget_of(basis()))["3-020"]
    lit = dict(night.departments)["lighting"] / dict(one.departments)["lighting"]
    assert lit == pytest.approx(1.4 * 1.3, abs=0.02), "night, and six seconds"
    tracked = dict(night.departments)["matchmove"] / dict(one.departments)["matchmove"]
    assert tracked == pytest.approx(1.5 * 1.3, abs=0.02)


def test_tracking_is_done_once_for_all_effects_of_a_shot() -> None:
    both = dict(bid(shot(2, 1, effects=("explosion", "fire")))["2-010"].departments)
    one = dict(bid(shot(2, 1, effects=("explosion",)))["2-010"].departments)
    assert both["matchmove"] == one["matchmove"] and both["fx"] > one["fx"]


def test_a_need_says_how_hard_and_a_hard_one_may_go_further_over() -> None:
    easy = bid(shot(2, 1), needs=(EffectNeed(kind="fire", complexity="low", line=201),))["2-010"]
    hard = bid(shot(2, 1), needs=(EffectNeed(kind="fire", complexity="high", line=201),))["2-010"]
    assert easy.days[1] == hard.days[1] and easy.days[2] < hard.days[2]


def test_a_scenes_need_goes_to_the_shots_it_is_for() -> None:
    shots = (shot(2, 1), shot(2, 4))
    assert set(bid(*shots, needs=(EffectNeed(kind="fire", complexity="low", line=202),))) == {"2-040"}
    assert set(bid(*shots, needs=(EffectNeed(kind="driving_plate", complexity="low", line=200),))) == {"2-010", "2-040"}


def test_a_writers_own_tag_is_bid_and_an_unknown_kind_is_open_until_somebody_gives_man_days() -> None:
    scenes = tuple(msgspec.structs.replace(scene, items=(*scene.items, Item(category=121, name="Hologram", line=201,
                                                                            source="tag")))
                   if scene.scene == "2" else scene for scene in breakdown().scenes)
    tagged = msgspec.structs.replace(breakdown(), scenes=scenes)
    budget = budget_of(basis(breakdown=tagged))
    assert any("2-010, “Hologram”" in blank for blank in budget.open)
    assert rows(budget)["2-010"].days[1] == 0
    settings = msgspec.structs.replace(SETTINGS, vfx=VfxSection(days={"Hologram": 4.0}))
    budget = budget_of(basis(breakdown=tagged, settings=settings))
    assert not any("Hologram" in blank for blank in budget.open)
    assert rows(budget)["2-010"].days[1] == pytest.approx(4.0 * 1.3, abs=0.05), "ten seconds long"


def test_a_creature_is_built_once_and_takes_its_months_of_calendar() -> None:
    budget = budget_of(basis())
    build = rows(budget)["creature build: WYRM"]
    assert build.asset and build.days[0] / build.days[2] == pytest.approx(6 / 12, abs=0.01)
    assert build.days[1] == pytest.approx(9 * 5 * 52 / 12, abs=0.1)
    assert budget.vfx_weeks[0] > 26 and budget.vfx_own_weeks[1] < budget.vfx_weeks[1]


def _performed() -> dict[str, object]:
    """The film where somebody performs the creature on the third day."""
    row = msgspec.structs.replace(schedule().cast[0], number=4, name="WYRM", codes=("", "", "SWF"), worked=1, held=0)
    return {"schedule": msgspec.structs.replace(schedule(), cast=(*schedule().cast, row))}


def test_a_creature_that_somebody_performs_is_paid_by_the_day_and_only_its_head_is_bid() -> None:
    budget = budget_of(basis(**_performed()))
    found = rows(budget)
    assert "creature build: WYRM" not in found and "creature head build: WYRM" in found
    assert found["3-010"].kinds == ("head_replacement",)
    assert found["3-010"].days[1] < rows(budget_of(basis()))["3-010"].days[1]
    paid = [line for account in budget.accounts for line in account.lines if line.text.startswith("WYRM")]
    assert [line.quantity for line in paid] == [1.0] and paid[0].item == "creature performer"


@pytest.mark.parametrize(("way", "builds", "kinds"), [("whole", ["creature build: WYRM"], ("creature",)),
                                                      ("none", [], None)])
def test_a_person_says_how_a_creature_is_made(way: str, builds: list[str], kinds: tuple[str, ...] | None) -> None:
    settings = msgspec.structs.replace(SETTINGS, vfx=VfxSection(creatures={"Wyrm": way}))
    found = rows(budget_of(basis(settings=settings, **_performed())))
    assert [row for row in found if "WYRM" in row] == builds
    assert (found["3-010"].kinds if "3-010" in found else None) == kinds


def test_prices_need_every_rate_and_are_days_by_rates() -> None:
    found = rows(budget_of(basis()))["3-020"]
    rates = {"fx": 380.0 * 1387.5}
    assert found.price[1] == round(sum(days * rates.get(name, 450_000) for name, days in found.departments))
    bare = rows(budget_of(basis(rates=())))["3-020"]
    assert bare.price == bare.own_price == (0, 0, 0) and "price open" in bare.note
    machine = tuple(row for row in RATES if row.item != "machine hour")
    assert rows(budget_of(basis(rates=machine)))["3-020"].own_price == (0, 0, 0)


def test_the_accounts_hold_the_bid_that_was_chosen() -> None:
    def held(**vfx: object) -> list[tuple[str, float]]:
        settings = msgspec.structs.replace(SETTINGS, vfx=VfxSection(**vfx))  # type: ignore[arg-type]
        budget = budget_of(basis(settings=settings))
        return [(row.department, row.quantity) for account in budget.accounts if account.number == "5500"
                for row in account.lines if row.basis == "bid"]

    budget = budget_of(basis())
    days = dict(held())
    assert sum(days.values()) == pytest.approx(sum(row.days[1] for row in budget.vfx), abs=0.1)
    assert sum(dict(held(case="high")).values()) == pytest.approx(sum(row.days[2] for row in budget.vfx), abs=0.1)
    own = dict(held(method="own"))
    assert set(own) == {"machine", "compositing"}
    assert own["machine"] == pytest.approx(sum(row.machine_hours[1] for row in budget.vfx), abs=0.01)


def test_what_was_measured_takes_the_place_of_the_estimate() -> None:
    before = rows(budget_of(basis()))["3-020"]
    some = tuple(MeasuredShot(shot="3-020", stage=stage, seconds=600.0) for stage in ("layout", "render"))
    part = rows(budget_of(basis(measured=some)))["3-020"]
    assert not part.measured and "layout 600 s, render 600 s" in part.note
    assert part.machine_hours != before.machine_hours
    every = (*some, *(MeasuredShot(shot="3-020", stage=stage, seconds=60.0) for stage in ("effects", "comp")))
    whole = rows(budget_of(basis(measured=every)))["3-020"]
    takes = table()["own"]["takes"]
    assert whole.measured
    assert whole.machine_hours == pytest.approx([1320 * take / 3600 for take in takes], abs=0.01)


def test_one_rate_may_price_every_department() -> None:
    budget = budget_of(basis(rates=(rate("vfx artist", 500_000), rate("machine hour", 3000, "hour"))))
    assert {row.rate for row in budget.vfx_rates if row.department != "machine"} == {500_000}
    assert all(row.price[1] == pytest.approx(row.days[1] * 500_000, rel=1e-6) for row in budget.vfx)


def test_what_is_built_once_has_a_name_in_both_languages() -> None:
    for row in table()["asset"].values():
        assert asset_word(f"{row['en']}: FOX", "ko") == f"{row['ko']}: FOX"
        assert asset_word(row["ko"], "en") == row["en"]
    assert asset_word("2-010", "ko") == "2-010"


def test_measured_seconds_are_said_in_the_papers_language() -> None:
    korean = bid_note("ko", 3.0)
    assert "레이아웃 3초" in korean and "layout" not in korean
    assert "layout 3 s" in bid_note("en", 3.0) and "measured" not in bid_note("en", 0.0)


def bid_note(language: str, seconds: float) -> str:
    return own_time(shot(2, 1), ["explosion"], [MeasuredShot(shot="2-010", stage="layout", seconds=seconds)], 8.0,
                    language).note
