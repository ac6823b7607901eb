"""The cast as lots: days from the day-out-of-days, each role with the class of pay that it falls in."""

from __future__ import annotations

from throughline.film.schedule import CastDays
from throughline.film.story import CharacterFact
from throughline.production.budget_film import Film
from throughline.production.budget_quantity import Globals, Lot, Quantity
from throughline.production.budget_words import say

PREPARING = ("FT", "R")
LEAD_SHARE, SUPPORT_SHARE = 0.5, 0.1


def cast_lots(film: Film, given: Globals, language: str) -> tuple[Lot, ...]:
    """A lot for every role of the schedule, in board-number order, held days at the hold share; then for every one
    that is only heard."""
    rows = sorted(film.schedule.cast, key=lambda row: row.number)
    heard = film.only_heard()
    return (*(_lot(row, film, given, language) for row in rows if row.name not in heard),
            *(_voice(fact, language) for fact in film.breakdown.cast if fact.name in heard))


def role_class(name: str, film: Film) -> str:
    """The class of pay of a role: lead with half as many speeches as whoever has most, supporting with a tenth,
    creature performer where it is no person, else day player."""
    if name in film.creatures():
        return "creature performer"
    speeches = {fact.name: fact.speeches for fact in film.breakdown.cast}
    share = speeches.get(name, 0) / max(max(speeches.values(), default=0), 1)
    return "lead cast" if share >= LEAD_SHARE else "supporting cast" if share >= SUPPORT_SHARE else "day player"


def _voice(fact: CharacterFact, language: str) -> Lot:
    """A role that is only heard: one session of recording, however many days it would stand on strips."""
    return Lot(Quantity(1.0, source=f"{say(language, 'session')}; {say(language, 'speeches', n=fact.speeches)}"),
               thing=fact.name, text=fact.name, kinds=("voice cast",))


def _lot(row: CastDays, film: Film, given: Globals, language: str) -> Lot:
    prepared = sum(code in PREPARING for code in row.codes)
    full = row.worked + row.travelled + prepared
    paid = full + row.held * given.value("hold_share")
    formula = f"{full}+{row.held}*hold_share" if row.held else ""
    speeches = next((fact.speeches for fact in film.breakdown.cast if fact.name == row.name), 0)
    said = [say(language, key, **{key: days}) for key, days in (
        ("worked", row.worked), ("held", row.held), ("travelled", row.travelled), ("prepared", prepared)) if days]
    talk = f"; {say(language, 'speeches', n=speeches)}" if speeches else ""
    kind = role_class(row.name, film)
    return Lot(Quantity(float(paid), formula, f"{', '.join(said)}, {say(language, 'schedule')}{talk}"),
               thing=row.name, text=row.name, kinds=(kind,), own=kind in ("lead cast", "supporting cast"))
