"""What a speaker says beside each slide: where its figures are from, and what is still open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from throughline.film.dossier import Passage, PlanPart, ReturnPart, SchedulePart, State
from throughline.production.package_words import say

SLIDES = ("title", "logline", "synopsis", "look", "characters", "making", "team", "audience", "budget", "finance",
          "schedule", "risk")


def notes(language: str, plan: PlanPart, market: ReturnPart | None, schedule: SchedulePart,
          passages: Mapping[str, Sequence[Passage]]) -> dict[str, str]:
    """The notes of every slide by its name; ``passages`` are those that a slide shows, whose blanks are named."""
    days = next((fact.value for fact in schedule.facts), "")
    values = {"cost": plan.cost.short, "negative": plan.negative.short, "missing": plan.to_raise.short,
              "secured": plan.secured.short, "pending": plan.pending.short, "days": days,
              "break_even": market.break_even.value if market else say("see_plan", language)}
    found = {}
    for slide in SLIDES:
        lines = [say(f"note_{slide}", language, **values)]
        if slide == "finance" and market is not None:
            lines += [say("note_case", language, case=case.name, size=case.size, returned=case.returned.short,
                          invested=case.invested.short) for case in market.cases]
            lines.append(market.basis)
        for passage in passages.get(slide, ()):
            if passage.state is not State.GIVEN:
                lines.append(f"{passage.text if passage.state is State.OPEN else passage.heading} — {passage.note}")
        found[slide] = "\n".join(lines)
    return found
