"""The investment package: everything its documents say, in one language, made of the film's own records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from throughline.film.blocking import Look
from throughline.film.budget import Budget
from throughline.film.disclosure import DisclosureRow
from throughline.film.dossier import Chosen, Dossier, Grid, Passage, PlanPart, State, Still, Stretch, Tint
from throughline.film.finance import Comparable
from throughline.film.package import PackageSettings
from throughline.film.schedule import Schedule
from throughline.film.shot import ShotList
from throughline.film.story import Breakdown
from throughline.production import package_story as story
from throughline.production.disclosure import disclosure
from throughline.production.finance import stake
from throughline.production.package_bid import bid_part
from throughline.production.package_budget import budget_part, plan_part
from throughline.production.package_money import day, digits, units
from throughline.production.package_notes import notes
from throughline.production.package_returns import international_part, korea_part
from throughline.production.package_risks import disclosure_part, making, risks
from throughline.production.package_shoot import schedule_part, timeline
from throughline.production.package_words import labels, say

ASKED = ("logline", "synopsis", "statement", "look", "light", "world", "audience", "release", "rights", "disclaimer")
MOST_BLANKS = 12
MAY_BE_ABSENT = ("light", "world")
"""Passages that are left out, not left open, where nobody wrote them."""


NO_PICTURES = Chosen()


@dataclass(frozen=True)
class Gallery:
    """The pictures of the package: which stands where, of whom, of what place, of what size; the film's colours; how
    many shots have a drawing and how many a rendered picture."""

    chosen: Chosen = NO_PICTURES
    characters: Mapping[str, tuple[Still, ...]] = field(default_factory=dict)
    places: Mapping[str, tuple[Still, ...]] = field(default_factory=dict)
    sizes: Mapping[str, Still] = field(default_factory=dict)
    place_tints: Mapping[str, tuple[Tint, ...]] = field(default_factory=dict)
    tints: tuple[Tint, ...] = ()
    colours: tuple[Stretch, ...] = ()
    accent: str = "#b9bcc1"
    accent_print: str = "#55585d"
    drawn: int = 0
    rendered: int = 0


@dataclass(frozen=True)
class Material:
    """All that a package is made of."""

    title: str
    author: str
    settings: PackageSettings
    breakdown: Breakdown
    shots: ShotList
    looks: tuple[Look, ...]
    schedule: Schedule
    budget: Budget
    aspect: float
    disclosure: tuple[DisclosureRow, ...] = ()


def dossier(material: Material, gallery: Gallery, language: str) -> Dossier:
    """The content of the package in ``language`` ("ko", "en").

    Raises:
        ValueError: another language.
    """
    if language not in ("ko", "en"):
        raise ValueError(f"a package is in Korean (ko) or English (en), not {language}")
    settings, budget, schedule = material.settings, material.budget, material.schedule
    finance, currency = settings.finance, budget.currency
    passages = {key: story.passage(settings, key, language) for key in ASKED}
    passages["synopsis"] = story.synopsis(settings, material.breakdown, language)
    own, other = settings.words(language), settings.words("en" if language == "ko" else "ko")
    team, contacts = own.team or other.team, own.contacts or other.contacts
    team_open = story.blank(say("heading_team", language), language, say("fill", language, key="team",
                                                                         language=language))
    contact_open = story.blank(say("heading_contact", language), language, say("fill", language, key="contacts",
                                                                               language=language))
    comparables_open = story.blank(say("heading_comparables", language), language, say("fill_comparables", language))
    shown, others = story.characters(material.breakdown, material.shots, material.looks, gallery.characters, language)
    sizes, lenses, moves = story.counts(material.shots, gallery.sizes, language)
    bars, bars_open = timeline(settings, schedule, language)
    shoot = schedule_part(schedule, language)
    plan, top = plan_part(finance, budget, language), budget_part(budget, language)
    back = stake(finance, units(budget.total), units(budget.marketing or 0))
    market, abroad = (korea_part(finance, back, budget, language),
                      international_part(finance, back, currency, language))
    told = disclosure_part(material.disclosure, settings, material.author, language)
    asked = [found for key, found in passages.items() if key not in MAY_BE_ABSENT]
    blanks = _open(material, plan, [*asked, told.author, told.consent, bars_open,
                              *([] if team else [team_open]), *([] if contacts else [contact_open]),
                              *([] if settings.comparables else [comparables_open])], language)
    made = disclosure(material.disclosure)
    sentences, making_facts = making(material.shots, budget, gallery.drawn, gallery.rendered, language)
    title = own.title or other.title or material.title
    on_slides = {"logline": [passages["logline"]], "synopsis": [passages["synopsis"]],
                 "look": [passages["look"]],
                 "team": [passages["statement"], *([] if team else [team_open])],
                 "audience": [passages["audience"], *([] if settings.comparables else [comparables_open])],
                 "schedule": [bars_open], "risk": [told.author, told.consent, *([] if contacts else [contact_open])]}
    return Dossier(
        language=language, words=labels(language), title=title,
        subtitle=own.genre or other.genre or "", author=material.author, company=own.company or other.company,
        date=day(settings.as_of, language) if settings.as_of else say("no_date", language),
        sample=say("sample", language) if finance.sample else "",
        facts=(*story.facts(material.breakdown, material.shots, language), shoot.facts[0]),
        team=team, team_open=team_open, contacts=contacts, contact_open=contact_open,
        characters=shown, others=others,
        places=story.places(material.breakdown, gallery.places, gallery.place_tints, language),
        chosen=gallery.chosen, tints=gallery.tints, colours=gallery.colours, accent=gallery.accent,
        accent_print=gallery.accent_print, aspect=material.aspect, sizes=sizes, lenses=lenses, moves=moves,
        making=sentences, making_facts=making_facts,
        comparables=_comparables(settings.comparables, language), comparables_open=comparables_open,
        budget=top, bid=bid_part(budget, language), plan=plan, korea=market, international=abroad, schedule=shoot,
        timeline=bars, timeline_open=bars_open,
        risks=risks(plan, market, budget, schedule, made, len(blanks), settings,
                    (gallery.rendered, len(material.shots.shots)), language), disclosure=told,
        notes=notes(language, plan, market, shoot, on_slides), open=blanks, **passages)


def _open(material: Material, plan: PlanPart, passages: list[Passage], language: str) -> tuple[str, ...]:
    """Every blank of the package, each once: texts, money, and those of the budget and the schedule."""
    found = [f"{passage.text} — {passage.note}" for passage in passages if passage.state is State.OPEN]
    finance = material.settings.finance
    if material.budget.marketing is None:
        found.append(say("blank_advertising", language))
    if not finance.sources:
        found.append(f"{plan.open.text} — {plan.open.note}")
    found += [say("blank_source", language, source=source.name) for source in finance.sources if source.amount is None]
    for name in ("distributor", "expenses_cap"):
        if getattr(finance.international, name) is None:
            found.append(say(f"blank_{name}", language))
    if finance.scenarios.base is None:
        found.append(say("blank_scenarios", language))
    for kind, lines in (("budget", material.budget.open), ("schedule", material.schedule.open)):
        found += [say(f"blank_{kind}", language, what=line) for line in lines[:MOST_BLANKS]]
        if len(lines) > MOST_BLANKS:
            found.append(say(f"more_{kind}", language, count=len(lines) - MOST_BLANKS))
    return tuple(dict.fromkeys(found))


def _comparables(rows: tuple[Comparable, ...], language: str) -> Grid | None:
    if not rows:
        return None
    columns = tuple(say(name, language) for name in ("film", "year", "country", "budget", "admissions_column", "gross",
                                                     "data_source"))

    def money(value: float | None, currency: str) -> str:
        return "–" if value is None else f"{currency} {digits(units(value))}"

    cells = tuple((f"{row.title} ({row.note})" if row.note else row.title, str(row.year), row.country,
                   money(row.budget, row.currency), "–" if row.admissions is None else digits(row.admissions),
                   money(row.gross, row.currency), row.source) for row in rows)
    return Grid(columns=columns, kinds=("text", "number", "text", "number", "number", "number", "text"), rows=cells)
