"""The own way of making an effect: machine time as measured, or as estimated for what was not made yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from throughline.film.budget import Range
from throughline.film.rates import MeasuredShot
from throughline.film.shot import Shot
from throughline.production.budget_money import rounded
from throughline.production.package_words import stage_word
from throughline.production.vfx_bid_table import each_case, factor_word, table

FINAL = ("effects", "render", "comp")
"""The stages that make a finished frame; what was measured of others is counted on top."""


@dataclass(frozen=True)
class OwnTime:
    """Hours of machine, days of artist, both in hours; ``measured`` where every stage of the finish was measured."""

    machine_hours: Range
    artist_days: Range
    hours: Range
    measured: bool
    note: str


def own_time(shot: Shot, kinds: Sequence[str], measured: Sequence[MeasuredShot], hours_a_day: float, language: str
             ) -> OwnTime:
    """The time of a shot whose effects are of these baselines: stages that were measured count as they were, the
    others as estimated; all of it for as many takes as a review asks for."""
    own = table()["own"]
    seconds: dict[str, float] = {}
    for row in measured:
        if row.shot == shot.id:
            seconds[row.stage] = seconds.get(row.stage, 0.0) + row.seconds
    taken = sum(seconds.values())

    def estimate(case: int) -> float:
        frame: float = 0.0
        if "effects" not in seconds:
            frame += sum(own["effects"].get(kind, own["effects"]["atmosphere"])[case] for kind in kinds)
        frame += sum(own[stage][case] for stage in ("render", "comp") if stage not in seconds)
        return float(frame * shot.frames)

    machine = each_case(lambda case: rounded((taken + estimate(case)) * own["takes"][case] / 3600, 2))
    artist = each_case(lambda case: float(own["review_days"][case]))
    both = each_case(lambda case: rounded(machine[case] + artist[case] * hours_a_day, 2))
    complete = all(stage in seconds for stage in FINAL)
    told = [factor_word("seconds", language).format(stage=stage_word(stage, language), seconds=value)
            for stage, value in seconds.items() if value >= 1]
    note = f"{factor_word('measured', language)}: {', '.join(told)}" if told else ""
    return OwnTime(machine, artist, both, complete, note)
