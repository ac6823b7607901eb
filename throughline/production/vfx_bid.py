"""The bid for the visual effects, twice: man-days as a vendor counts them, and this system's own machine and artist
time; each low, base and high."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from throughline.film.budget import Range, VfxRate, VfxShotBid
from throughline.film.rates import BudgetSettings, MeasuredShot
from throughline.film.shot import Move, Shot, Size
from throughline.film.story import TimeOfDay
from throughline.production.accounts import WEEKS_A_MONTH
from throughline.production.budget_film import Film
from throughline.production.budget_money import rounded, rounded_up
from throughline.production.vfx_bid_own import own_time
from throughline.production.vfx_bid_table import NOTHING, departments, each_case, factor_word, kind_word, table
from throughline.production.vfx_bid_wants import CREATURES, LEVELS, USUAL, Practical, Wanted, wanted

CASES = ("low", "base", "high")
MACHINE = "machine"
REVIEWER = "compositing"
CLOSE = (Size.CU, Size.ECU)
FIGURES = ("creature", "head", "character")
WEEK_HOURS = 24 * 7


@dataclass(frozen=True)
class Bid:
    """The whole bid: a row for every shot with effects and every asset, calendar weeks both ways, and the kinds that
    no figure is known for, as (shot, kind)."""

    shots: tuple[VfxShotBid, ...]
    weeks: Range
    own_weeks: Range
    unknown: tuple[tuple[str, str], ...]

    def department_days(self, case: str) -> dict[str, float]:
        """The man-days of each department that works, in the order of the work."""
        index = CASES.index(case)
        found = dict.fromkeys(departments(), 0.0)
        for row in self.shots:
            base = sum(days for _, days in row.departments)
            for name, days in row.departments:
                found[name] += days * row.days[index] / base
        return {name: rounded(days, 4) for name, days in found.items() if rounded(days, 4)}

    def own(self, case: str) -> tuple[float, float]:
        """Hours of machine and days of artist of the own way."""
        index = CASES.index(case)
        return (rounded(sum(row.machine_hours[index] for row in self.shots), 2),
                rounded(sum(row.artist_days[index] for row in self.shots), 2))


def bid_for(film: Film, settings: BudgetSettings, practical: Practical,
            measured: Sequence[MeasuredShot], language: str) -> Bid:
    """The bid without prices: man-days, hours, calendar time."""
    wants = wanted(film, practical)
    rows: list[VfxShotBid] = list(_assets(film, wants, language, settings))
    unknown: list[tuple[str, str]] = []
    done: set[tuple[str, str]] = set()
    rate = film.shot_list.rate
    for shot in film.shot_list.shots:
        if shot.id not in wants:
            continue
        known = [want for want in wants[shot.id] if _baseline(want.kind, settings) is not None]
        unknown += [(shot.id, want.kind) for want in wants[shot.id] if want not in known]
        days, notes = _shot_days(shot, known, film, float(shot.frames / rate), settings, done, language)
        done |= {(shot.scene, want.kind) for want in known}
        low, high = _spread(known)
        base = sum(days.values())
        own = own_time(shot, [_as(want.kind) for want in known], measured, settings.work.hours_a_day, language)
        lacking = [kind_word(want.kind, language) for want in wants[shot.id] if want not in known]
        notes += [f"{factor_word('unknown', language)} {', '.join(lacking)}"] if lacking else []
        rows.append(VfxShotBid(
            shot=shot.id, kinds=tuple(want.kind for want in wants[shot.id]),
            days=(rounded(base * low, 2), rounded(base, 2), rounded(base * high, 2)), price=NOTHING,
            own_hours=own.hours, own_price=NOTHING, measured=own.measured,
            note="; ".join(filter(None, (*notes, own.note))), departments=tuple(days.items()),
            machine_hours=own.machine_hours, artist_days=own.artist_days))
    return Bid(tuple(rows), _weeks(rows, settings), _own_weeks(rows, settings), tuple(unknown))


def _shot_days(shot: Shot, wants: Sequence[Wanted], film: Film, seconds: float, settings: BudgetSettings,
               done: set[tuple[str, str]], language: str) -> tuple[dict[str, float], list[str]]:
    """Man-days of the departments for a shot, and which factors made them. Tracking is done once for all kinds."""
    factor: Mapping[str, float] = table()["modifier"]
    tracking: Sequence[str] = table()["tracking"]
    scene = film.scenes.get(shot.scene)
    night = scene is not None and scene.heading.time is TimeOfDay.NIGHT
    whole = {"establishing": shot.size is Size.ESTABLISHING, "long": seconds > factor["long_seconds"],
             "short": seconds < factor["short_seconds"]}
    used = {name: factor[name] for name, holds in whole.items() if holds}
    shared = 1.0
    for value in used.values():
        shared *= value
    found = dict.fromkeys(departments(), 0.0)
    for want in wants:
        own = shared
        for name, holds in (("close_up", shot.size in CLOSE and _as(want.kind) in FIGURES), ("several", want.count > 1),
                            ("later", (shot.scene, want.kind) in done)):
            if holds:
                used[name] = factor[name]
                own *= factor[name]
        for department, days in (_baseline(want.kind, settings) or {}).items():
            if department in tracking and shot.move is Move.HANDHELD:
                used["handheld"] = factor["handheld"]
                days *= factor["handheld"]
            if department == "lighting" and night:
                used["night"] = factor["night"]
                days *= factor["night"]
            found[department] = max(found[department], days * own) if department in tracking else \
                found[department] + days * own
    notes = [f"{factor_word(name, language)} ×{value:g}" for name, value in used.items()]
    return {name: rounded(days, 2) for name, days in found.items() if rounded(days, 2)}, notes


def _as(kind: str) -> str:
    row = table()["kind"].get(kind)
    return str(row["as"]) if row else ""


def _baseline(kind: str, settings: BudgetSettings) -> dict[str, float] | None:
    """Man-days by department of a shot of a kind; None where nothing is known of the kind."""
    row = table()["baseline"].get(_as(kind))
    total = settings.vfx.days.get(kind, row["days"] if row else None)
    if total is None:
        return None
    split: Mapping[str, float] = row["split"] if row else table()["baseline"]["removal"]["split"]
    whole = sum(split.values())
    return {name: total * share / whole for name, share in split.items()}


def _spread(wants: Sequence[Wanted]) -> tuple[float, float]:
    """How far low and high lie from the base, as factors: that of the hardest effect."""
    level = max((want.level if want.level in LEVELS else USUAL for want in wants), key=LEVELS.index, default=USUAL)
    low, high = table()["spread"][level]
    return float(low), float(high)


def _assets(film: Film, wants: Mapping[str, Sequence[Wanted]], language: str, settings: BudgetSettings
            ) -> tuple[VfxShotBid, ...]:
    """What is built once: each creature, or the head of one, that a shot shows (a further one of its kind as a
    variant), and research where something collapses."""
    kinds = {want.kind for found in wants.values() for want in found}
    shown = {(name, want.kind) for shot in film.shot_list.shots for want in wants.get(shot.id, ())
             for name in shot.subjects}
    rows = []
    built: set[tuple[str, str]] = set()
    for name, kind in film.creatures().items():
        made = CREATURES[film.way(name)]
        if (name, made) in shown:
            share = table()["asset"][_as(made)]["further"] if (kind, made) in built else 1.0
            rows.append(_asset(name, _as(made), (made,), share, language, settings))
            built.add((kind, made))
    breaking = tuple(sorted(kind for kind in kinds if _as(kind) == "destruction"))
    if breaking:
        rows.append(_asset("", "destruction", breaking, 1.0, language, settings))
    return tuple(rows)


def _asset(name: str, asset: str, kinds: tuple[str, ...], share: float, language: str, settings: BudgetSettings
           ) -> VfxShotBid:
    row = table()["asset"][asset]
    month = settings.work.days_a_week * WEEKS_A_MONTH
    months: Sequence[float] = row["months"]
    work = tuple((department, rounded(months[1] * month * share * part, 2))
                 for department, part in row["split"].items())
    base = sum(days for _, days in work)
    own_days = each_case(lambda case: rounded(table()["own"]["asset_days"][case] * share, 2))
    title = row["ko" if language == "ko" else "en"]
    note = factor_word("months", language).format(low=months[0] * share, high=months[2] * share)
    return VfxShotBid(
        shot=f"{title}: {name}" if name else title, kinds=kinds, asset=True, departments=work,
        days=each_case(lambda case: rounded(base * months[case] / months[1], 2)), price=NOTHING, own_price=NOTHING,
        own_hours=each_case(lambda case: rounded(own_days[case] * settings.work.hours_a_day, 2)),
        artist_days=own_days, note=note)


def _weeks(rows: Sequence[VfxShotBid], settings: BudgetSettings) -> Range:
    """Calendar weeks of the traditional way: the longest build, then the shots by so many artists side by side."""
    pace, week = settings.vfx.artists * settings.work.days_a_week, settings.work.days_a_week

    def weeks(case: int) -> float:
        build = max((row.days[case] / week for row in rows if row.asset), default=0.0)
        return rounded_up(build + sum(row.days[case] for row in rows if not row.asset) / pace, 1)

    return each_case(weeks)


def _own_weeks(rows: Sequence[VfxShotBid], settings: BudgetSettings) -> Range:
    """Calendar weeks of the own way: whichever takes longer, machines day and night or artists."""

    def weeks(case: int) -> float:
        machine = sum(row.machine_hours[case] for row in rows) / (settings.vfx.machines * WEEK_HOURS)
        artist = sum(row.artist_days[case] for row in rows) / (settings.vfx.artists * settings.work.days_a_week)
        return rounded_up(max(machine, artist), 1)

    return each_case(weeks)


def priced(bid: Bid, rates: Sequence[VfxRate], language: str) -> tuple[VfxShotBid, ...]:
    """The rows with prices by these rates; a price that some rate is open for stays 0, and the note says so."""
    known = {rate.department: rate.rate for rate in rates}
    return tuple(_priced(row, known, language) for row in bid.shots)


def _priced(row: VfxShotBid, rates: Mapping[str, float | None], language: str) -> VfxShotBid:
    price, own = NOTHING, NOTHING
    base = sum(days for _, days in row.departments)
    open_ = [name for name, _ in row.departments if rates.get(name) is None]
    if not open_ and base:
        cost = sum(days * (rates[name] or 0.0) for name, days in row.departments)
        price = each_case(lambda case: rounded(cost * row.days[case] / base))
    machine, artist = rates.get(MACHINE), rates.get(REVIEWER)
    own_open = artist is None or (machine is None and any(row.machine_hours))
    if not own_open:
        own = each_case(lambda case: rounded(row.machine_hours[case] * (machine or 0.0) +
                                             row.artist_days[case] * (artist or 0.0)))
    note = row.note if not (open_ or own_open) else "; ".join(filter(None, (row.note, factor_word("open", language))))
    return msgspec.structs.replace(row, price=price, own_price=own, note=note)
