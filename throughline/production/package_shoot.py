"""The package's schedule pages: the shoot in figures, its days and places, and the film's timeline."""

from __future__ import annotations

from collections import Counter

from throughline.film.dossier import Bar, DayCell, Fact, Grid, Passage, SchedulePart, State
from throughline.film.package import PHASES, PackageSettings
from throughline.film.schedule import Schedule, Strip
from throughline.formats.tables import pages
from throughline.production.package_money import days_span, digits, percent, span, units
from throughline.production.package_story import blank
from throughline.production.package_words import say


def schedule_part(schedule: Schedule, language: str) -> SchedulePart:
    """The shoot as the schedule has it; every count is the schedule's own."""
    nights = sum(shooting.night for shooting in schedule.days)
    moves = sum(len(shooting.locations) - 1 for shooting in schedule.days if shooting.locations)
    facts = (Fact(label=say("shooting_days", language), value=str(len(schedule.days))),
             Fact(label=say("night_days", language), value=str(nights)),
             Fact(label=say("locations", language), value=str(len({strip.location for strip in schedule.strips}))),
             Fact(label=say("company_moves", language), value=str(moves)),
             Fact(label=say("pages", language), value=pages(sum(day.eighths for day in schedule.days))),
             Fact(label=say("cast_scheduled", language), value=str(len(schedule.cast))))
    cells = tuple(DayCell(number=shooting.number, date=shooting.date, scenes=", ".join(shooting.scenes),
                          location=" → ".join(shooting.locations), night=shooting.night) for shooting in schedule.days)
    return SchedulePart(facts=facts, cells=cells, days=_days(schedule, language),
                        locations=_locations(schedule, language), cast=_cast(schedule, language),
                        proved=_proved(schedule, language), open=schedule.open)


def _days(schedule: Schedule, language: str) -> Grid:
    rows = tuple((str(shooting.number), shooting.date or say("open_amount", language),
                  " → ".join(shooting.locations), ", ".join(shooting.scenes), pages(shooting.eighths),
                  f"{shooting.call}–{shooting.wrap}") for shooting in schedule.days)
    total = (say("total", language), "", "", str(sum(len(shooting.scenes) for shooting in schedule.days)),
             pages(sum(shooting.eighths for shooting in schedule.days)), "")
    columns = (say("day", language), say("date", language), say("location", language), say("scenes", language),
               say("pages", language), say("call_wrap", language))
    return Grid(columns=columns, kinds=("text", "text", "text", "text", "number", "number"), rows=rows, total=total)


def _locations(schedule: Schedule, language: str) -> Grid:
    strips: dict[str, list[Strip]] = {}
    for strip in schedule.strips:
        strips.setdefault(strip.location, []).append(strip)
    worked = Counter(location for shooting in schedule.days for location in dict.fromkeys(shooting.locations))
    ordered = sorted(strips.items(), key=lambda entry: (-sum(strip.eighths for strip in entry[1]), entry[0]))
    rows = tuple((name, ", ".join(dict.fromkeys(strip.set_name for strip in group)), str(len(group)),
                  pages(sum(strip.eighths for strip in group)), str(worked[name])) for name, group in ordered)
    columns = (say("location", language), say("sets", language), say("scenes", language), say("pages", language),
               say("days", language))
    total = (say("total", language), "", str(len(schedule.strips)),
             pages(sum(strip.eighths for strip in schedule.strips)), "")
    return Grid(columns=columns, kinds=("text", "text", "number", "number", "number"), rows=rows, total=total)


def _cast(schedule: Schedule, language: str) -> Grid:
    rows = tuple((str(row.number), row.name, row.start, row.finish, str(row.worked), str(row.held))
                 for row in schedule.cast)
    columns = (say("number", language), say("role", language), say("first_day", language), say("last_day", language),
               say("days_worked", language), say("days_held", language))
    total = ("", say("total", language), "", "", str(sum(row.worked for row in schedule.cast)),
             str(sum(row.held for row in schedule.cast)))
    return Grid(columns=columns, kinds=("text", "text", "text", "text", "number", "number"), rows=rows, total=total)


def _proved(schedule: Schedule, language: str) -> str:
    """A sentence on how good the schedule is known to be."""
    if schedule.proved:
        return say("proved", language)
    if schedule.bound <= 0:
        return say("not_proved", language)
    return say("within", language, share=percent(schedule.cost - schedule.bound, schedule.bound),
               cost=digits(units(schedule.cost)), bound=digits(units(schedule.bound)), currency=schedule.currency)


def timeline(settings: PackageSettings, schedule: Schedule, language: str) -> tuple[tuple[Bar, ...], Passage]:
    """The film's phases in the order of their dates, the shoot by the schedule; and the blank of those not given."""
    dates = sorted(shooting.date for shooting in schedule.days if shooting.date)
    shot = [(dates[0], dates[-1])] if dates else []
    bars = [Bar(label=say("phase_shoot", language), start=first, end=last, own=True,
                dates=days_span(first, last, language)) for first, last in shot]
    bars += [Bar(label=phase.text or say(f"phase_{phase.phase}", language), start=phase.start, end=phase.end,
                 dates=span(phase.start, phase.end, language)) for phase in settings.timeline
             if not (phase.phase == "shoot" and shot)]
    named = {phase.phase for phase in settings.timeline} | ({"shoot"} if shot else set())
    missing = [say(f"phase_{name}", language) for name in PHASES if name not in named and name != "festival"]
    words = say("dates_of", language, phases=", ".join(missing))
    left = blank(words, language, say("fill_timeline", language)) if missing else Passage(heading="", text="",
                                                                                           state=State.GIVEN)
    return tuple(sorted(bars, key=lambda bar: (bar.start, bar.end))), left
