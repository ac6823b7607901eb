"""The package's honest pages: what can go wrong, what an investor loses then, and what was made with which tool."""

from __future__ import annotations

from collections.abc import Sequence

from throughline.film.budget import Budget
from throughline.film.disclosure import LEGAL_NOTES, DisclosureRow, DisclosureSummary
from throughline.film.dossier import DisclosurePart, Fact, Grid, LegalLine, Passage, PlanPart, ReturnPart, Risk, State
from throughline.film.package import PackageSettings
from throughline.film.schedule import Schedule
from throughline.film.shot import ShotList
from throughline.production.disclosure import disclosure
from throughline.production.package_bid import BASE, days
from throughline.production.package_money import day, percent, short, units
from throughline.production.package_story import blank, passage
from throughline.production.package_words import say


def risks(plan: PlanPart, market: ReturnPart | None, budget: Budget, schedule: Schedule, made: DisclosureSummary,
          blanks: int, settings: PackageSettings, seen: tuple[int, int], language: str) -> tuple[Risk, ...]:
    """The film's risks in figures, the loss first; the person's own words last. ``seen`` are how many shots there is a
    previs of, and how many shots there are."""
    rendered, total = seen

    def risk(key: str, **values: object) -> Risk:
        return Risk(heading=say(f"risk_{key}", language), risk=say(f"risk_{key}_what", language, **values),
                    answer=say(f"risk_{key}_answer", language, **values))

    found = []
    if market is not None and market.cases:
        worst = market.cases[0]
        found.append(risk("market", case=worst.name, size=worst.size, invested=worst.invested.short,
                          returned=worst.returned.short, gain=worst.gain.short,
                          lost=percent(-worst.gain.value, worst.invested.value) if worst.gain.value < 0 else "0%"))
    if plan.to_raise.value:
        found.append(risk("finance", missing=plan.to_raise.short, share=percent(plan.to_raise.value, plan.cost.value),
                          secured=plan.secured.short, pending=plan.pending.short))
    if budget.total:
        found.append(risk("cost", contingency=short(units(budget.contingency), budget.currency, language),
                          rate=percent(budget.contingency_rate), rendered=rendered, total=total,
                          bond=say("bonded" if budget.bond else "unbonded", language)))
    nights = sum(shooting.night for shooting in schedule.days)
    if schedule.days:
        found.append(risk("shoot", days=len(schedule.days), nights=nights,
                          moves=sum(max(0, len(shooting.locations) - 1) for shooting in schedule.days)))
    if budget.vfx:
        low, base, high = days(budget.vfx)
        found.append(risk("effects", shots=sum(not bid.asset for bid in budget.vfx), low=f"{low:,.0f}",
                          base=f"{base:,.0f}", high=f"{high:,.0f}", rendered=rendered, total=total))
    found.append(risk("law" if made.generative else "law_none", shots=len(made.generative_shots)))
    if blanks:
        found.append(risk("open", count=blanks))
    own = passage(settings, "risks", language)
    if own.state is State.GIVEN:
        found.append(Risk(heading=own.heading, risk=own.text, answer=""))
    return tuple(found)


def disclosure_part(rows: Sequence[DisclosureRow], settings: PackageSettings, author: str,
                    language: str) -> DisclosurePart:
    """The disclosure page: tools with versions, the human author, performers' consent, laws and rules with dates."""
    made = disclosure(rows)
    headline = say("nothing_generative" if made.products and not made.generative else
                   "some_generative" if made.generative else "no_ledger", language, products=made.products,
                   generative=made.generative, shots=len(made.generative_shots))
    if made.trained_here:
        headline += " " + say("trained_here", language, count=made.trained_here)
    facts = (Fact(label=say("products", language), value=str(made.products)),
             Fact(label=say("generative_products", language), value=str(made.generative)),
             Fact(label=say("trained_products", language), value=str(made.trained_here)),
             Fact(label=say("approved_products", language), value=str(made.approved)))
    columns = tuple(say(name, language) for name in ("stage", "tool", "version", "how_made", "products", "approved"))
    rows_of = tuple((say(f"stage_{use.stage}", language), say(f"tool_{use.tool}", language), use.version,
                     say(f"nature_{use.nature.name.lower()}", language), str(use.products), str(use.approved))
                    for use in made.tools)
    tools = Grid(columns=columns, kinds=("text", "text", "text", "text", "number", "number"), rows=rows_of,
                 total=("", say("total", language), "", "", str(made.products), str(made.approved)) if rows_of else ())
    heading = say("heading_author", language)
    writer = Passage(heading=heading, text=say("written_by", language, author=author), state=State.GIVEN) \
        if author else blank(heading, language, say("fill_author", language))
    korean = language == "ko"
    notes = tuple(LegalLine(name=note.name_ko if korean else note.name, as_of=day(note.as_of, language),
                            text=note.ko if korean else note.en) for note in LEGAL_NOTES)
    return DisclosurePart(headline=headline, facts=facts, tools=tools, author=writer,
                          consent=passage(settings, "consent", language), notes=notes)


def making(shots: ShotList, budget: Budget, drawn: int, rendered: int, language: str) -> tuple[tuple[str, ...],
                                                                                            tuple[Fact, ...]]:
    """How the film is made: sentences that are true of every film of this system, and this film's own figures."""
    total = len(shots.shots)
    effects = sum(not bid.asset for bid in budget.vfx) or sum(bool(shot.effects) for shot in shots.shots)
    facts = [Fact(label=say("shots", language), value=str(total)),
             Fact(label=say("shots_drawn", language), value=f"{drawn} / {total}"),
             Fact(label=say("shots_rendered", language), value=f"{rendered} / {total}"),
             Fact(label=say("shots_effects", language), value=str(effects))]
    if budget.vfx:
        hours = sum(bid.own_hours[BASE] for bid in budget.vfx)
        facts += [Fact(label=say("bid_days", language), value=f"{days(budget.vfx)[BASE]:,.0f}"),
                  Fact(label=say("bid_hours", language), value=f"{hours:,.0f}")]
    return tuple(say(f"making_{number}", language) for number in (1, 2, 3)), tuple(facts)
