"""The deck's slides of figures: audience, budget, finance and recoupment, schedule, risk."""

from __future__ import annotations

from datetime import date, timedelta

from throughline.film.dossier import Dossier, Grid, State
from throughline.formats.deck_figures import bars, cards, doughnut, key, stacked, table
from throughline.formats.deck_slides import BODY, FOOT, INNER, headed
from throughline.formats.deck_style import FAINT, MARGIN, MUTED, PANEL, RULE, TEXT, WIDE, Box, Page, Type, quiet

MOST_CELLS = 60
MONTHS = {"en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
          "ko": tuple(f"{month}월" for month in range(1, 13))}


def audience(page: Page, content: Dossier, number: int) -> None:
    """Whom the film is for, and films to compare it with, from the person's own table alone."""
    headed(page, content, content.words["audience"], number)
    left, half = 4.6, 2.55
    for index, passage in enumerate((content.audience, content.release)):
        y = BODY - 0.1 + index * (half + 0.1)
        page.text(Box(MARGIN, y, left, 0.3), passage.heading, Type(12, page.accent))
        page.passage(Box(MARGIN, y + 0.4, left, half - 0.55), passage, Type(14, TEXT, leading=1.45), 9)
    x, width = MARGIN + left + 0.6, INNER - left - 0.6
    page.text(Box(x, BODY - 0.1, width, 0.3), content.words["comparables"], Type(12, page.accent))
    if content.comparables is None:
        page.blank(Box(x, BODY + 0.3, width, 1.05), content.comparables_open)
        high = min(FOOT - BODY - 1.7, width / content.aspect)
        page.picture(Box(x, FOOT - high - 0.1, width, high), next(iter(content.chosen.look[1:]), None))
        return
    shown = content.comparables.rows[:8]
    grid = Grid(columns=content.comparables.columns, kinds=content.comparables.kinds, rows=shown)
    table(page, Box(x, BODY + 0.25, width, min(4.6, 0.42 * (len(shown) + 1))), grid,
          (2.4, 0.6, 0.9, 1.5, 1.1, 1.5, 1.8), size=10)


def budget(page: Page, content: Dossier, number: int) -> None:
    """The top sheet: the sections as a doughnut, the accounts as a table with the budget's own total."""
    headed(page, content, content.words["budget"], number)
    part, left = content.budget, 3.7
    page.text(Box(MARGIN, 1.5, left, 0.5), part.total.short, Type(26, TEXT, leading=1.1), "bottom", smallest=14)
    dated = content.words["as_of"].format(part.as_of) if part.as_of else ""
    page.text(Box(MARGIN, 2.06, left, 0.26), quiet((content.words["negative"], dated)), Type(10, MUTED), smallest=8)
    if part.slices:
        colours = doughnut(page, Box(MARGIN, 2.35, left, 2.5), part.slices, content.words["budget"])
        key(page, Box(MARGIN, 4.92, left, FOOT - 5.05), part.slices, colours)
    x = MARGIN + left + 0.6
    space = Box(x, 1.5, WIDE - MARGIN - x, FOOT - 1.5 - (0.35 if part.short.note else 0.1))
    table(page, space, part.short, (0.65, 3.2, 1.35, 0.65), size=11)
    page.text(Box(x, FOOT - 0.22, INNER - left, 0.2), part.short.note, Type(8, FAINT), smallest=7)


def finance(page: Page, content: Dossier, number: int) -> None:
    """Where the money is from, from how many tickets it comes back, and what an investor gets or loses."""
    headed(page, content, content.words["recoupment"], number)
    plan, words = content.plan, content.words
    market = content.korea or content.international
    facts = [(words["cost"], plan.cost.short), (words["secured"], plan.secured.short),
             (words["pending"], plan.pending.short),
             (words["to_raise"], plan.to_raise.short), (market.break_even.label, market.break_even.value)]
    if market.own_break_even is not None:
        facts.append((market.own_break_even.label, market.own_break_even.value))
    cards(page, Box(MARGIN, 1.5, INNER, 0.95), facts, 22)
    left = 4.9
    page.text(Box(MARGIN, 2.72, left, 0.28), words["finance"], Type(12, page.accent))
    if not plan.slices:
        page.blank(Box(MARGIN, 3.05, left, 1.05), plan.open)
    else:
        bars(page, Box(MARGIN - 0.1, 2.98, left, 3.75), plan.slices, words["finance"])
    x, width = MARGIN + left + 0.45, INNER - left - 0.45
    page.text(Box(x, 2.72, width, 0.28), f"{words['scenarios']}: {market.heading}", Type(12, page.accent))
    if market.cases:
        stacked(page, Box(x - 0.1, 2.95, width + 0.1, 2.35), market.cases, words)
        rows = tuple((case.name, case.invested.exact, case.returned.exact, case.gain.exact, case.multiple)
                     for case in market.cases)
        currency = content.budget.accounts.columns[2]
        grid = Grid(columns=(currency, words["invested"], words["returned"], words["gain"], "×"),
                    kinds=("text", "number", "number", "number", "number"), rows=rows)
        table(page, Box(x, 5.34, width, 1.15), grid, (1.3, 1.6, 1.6, 1.6, 0.8), size=10)
    else:
        page.blank(Box(x, 3.05, width, 1.05), market.open)
        return
    page.text(Box(x, 6.56, width, 0.4), " ".join(filter(None, (market.basis, market.note))),
              Type(9, MUTED, leading=1.25), smallest=7)


def schedule(page: Page, content: Dossier, number: int) -> None:
    """The shoot day by day, and the film's phases on a line of months."""
    headed(page, content, content.words["schedule"], number)
    part = content.schedule
    cards(page, Box(MARGIN, 1.5, INNER, 0.95), [(fact.label, fact.value) for fact in part.facts], 24)
    page.text(Box(MARGIN, 2.72, INNER, 0.28), content.words["days"], Type(12, page.accent))
    _cells(page, content, Box(MARGIN, 3.06, INNER, 1.5))
    page.text(Box(MARGIN, 4.72, INNER, 0.28), content.words["timeline"], Type(12, page.accent))
    bottom = FOOT - 0.05
    if content.timeline_open.state is State.OPEN:
        bottom = 6.38
        page.text(Box(MARGIN, 6.5, INNER, 0.4), f"{content.timeline_open.text}   {content.timeline_open.note}",
                  Type(10, page.accent, italic=True), smallest=8)
    _months(page, content, Box(MARGIN, 5.04, INNER, bottom - 5.04))


def _cells(page: Page, content: Dossier, box: Box) -> None:
    """A cell a shooting day; nights are dark, days light."""
    cells = content.schedule.cells[:MOST_CELLS]
    if not cells:
        return
    rows = 1 if len(cells) <= 12 else 2 if len(cells) <= 30 else 3
    columns = -(-len(cells) // rows)
    width, high, gap = min(3.0, box.w / columns), box.h / rows, 0.06
    for index, cell in enumerate(cells):
        row, column = divmod(index, columns)
        place = Box(box.x + column * width, box.y + row * high, width - gap, high - gap)
        page.panel(place, PANEL if cell.night else "D9D6CF")
        page.panel(Box(place.x, place.y, place.w, 0.05), page.accent if cell.night else "B3AFA6")
        ink, soft = (TEXT, MUTED) if cell.night else ("1A1C1F", "55585D")
        inner = Box(place.x + 0.09, place.y + 0.1, place.w - 0.18, 0.24)
        dated = f"{cell.number}   {int(cell.date[5:7])}/{int(cell.date[8:10])}" if cell.date else str(cell.number)
        page.text(inner, dated if place.w > 0.9 else str(cell.number),
                  Type(11, ink, bold=True), smallest=7)
        if place.h > 0.9:
            page.text(Box(inner.x, place.y + 0.42, inner.w, 0.42), cell.location, Type(9, ink, leading=1.2),
                      smallest=6.5)
        page.text(Box(inner.x, place.y + place.h - 0.34, inner.w, 0.28),
                  f"{content.words['of_scenes']} {cell.scenes}" if place.w > 1 else cell.scenes, Type(9, soft),
                  "bottom", smallest=6)


def _months(page: Page, content: Dossier, box: Box) -> None:
    """The phases as bars over months."""
    phases = content.timeline
    if not phases:
        return
    first = date.fromisoformat(min(bar.start for bar in phases)).replace(day=1)
    last = date.fromisoformat(max(bar.end for bar in phases))
    end = (last.replace(day=28) + timedelta(days=4)).replace(day=1)
    name = 2.1
    scale = (box.w - name) / (end - first).days
    months, moment = [], first
    while moment < end:
        months.append(moment)
        moment = (moment.replace(day=28) + timedelta(days=4)).replace(day=1)
    every = max(1, -(-len(months) // 18))
    for month in months[::every]:
        x = box.x + name + (month - first).days * scale
        label = MONTHS[content.language][month.month - 1]
        page.text(Box(x, box.y, 1.0, 0.22), f"{label} {month.year}" if month in (first,) or month.month == 1 else label,
                  Type(8.5, FAINT))
    step = min(0.4, (box.h - 0.28) / len(phases))
    for index, bar in enumerate(phases):
        y = box.y + 0.28 + index * step
        start, stop = date.fromisoformat(bar.start), date.fromisoformat(bar.end)
        x, width = box.x + name + (start - first).days * scale, max(0.05, ((stop - start).days + 1) * scale)
        page.line(box.x, y, box.w, RULE, 0.5)
        page.text(Box(box.x, y, name - 0.1, step), bar.label, Type(10.5, TEXT), "middle", smallest=7.5)
        page.panel(Box(x, y + step * 0.26, width, step * 0.48), page.accent if bar.own else "8F9298")
        room = box.x + box.w - x - width
        beside = Box(x + width + 0.1, y, 3.2, step) if room > 2.4 else Box(x - 3.3, y, 3.2, step)
        page.text(beside, bar.dates, Type(9, MUTED, align="left" if room > 2.4 else "right"), "middle", smallest=7)


def risk(page: Page, content: Dossier, number: int) -> None:
    """What can go wrong, what was made with which tool, whom to write to."""
    headed(page, content, content.words["risk_disclosure"], number)
    left, gap = 5.6, 0.5
    page.text(Box(MARGIN, BODY - 0.1, left, 0.28), content.words["risk"], Type(12, page.accent))
    shown = content.risks[:6]
    step = (FOOT - BODY - 0.25) / max(1, len(shown))
    for index, entry in enumerate(shown):
        y = BODY + 0.22 + index * step
        page.text(Box(MARGIN, y, left, 0.26), entry.heading, Type(11.5, TEXT, bold=True), smallest=8.5)
        page.text(Box(MARGIN, y + 0.27, left, step - 0.33), entry.risk, Type(10.5, MUTED, leading=1.3), smallest=7.5)
    x, width = MARGIN + left + gap, INNER - left - gap
    told = content.disclosure
    page.text(Box(x, BODY - 0.1, width, 0.28), content.words["disclosure"], Type(12, page.accent))
    page.text(Box(x, BODY + 0.24, width, 0.62), told.headline, Type(14, TEXT, leading=1.35), smallest=10)
    tools = "\n".join(f"{row[1]} {row[2]} — {row[0]}, {row[3].lower()}" for row in told.tools.rows[:5])
    page.text(Box(x, BODY + 0.95, width, 1.05), tools, Type(10, MUTED, leading=1.35), smallest=7.5)
    page.passage(Box(x, BODY + 2.06, width, 0.78), told.author, Type(11), 8.5)
    below = BODY + (2.4 if told.author.state is State.GIVEN else 2.95)
    page.passage(Box(x, below, width, 0.85), told.consent, Type(11), 8.5)
    y = 5.42
    page.text(Box(x, y, width, 0.28), content.words["contact"], Type(12, page.accent))
    if content.contacts:
        lines = [quiet((entry.name, entry.role, entry.company, entry.email, entry.phone)) for entry in content.contacts]
        page.text(Box(x, y + 0.32, width, 0.62), "\n".join(lines), Type(12, TEXT, leading=1.4), smallest=8.5)
    else:
        page.blank(Box(x, y + 0.34, width, 0.72), content.contact_open)
    page.text(Box(x, 6.52, width, 0.42), content.words["notice"], Type(8.5, FAINT, leading=1.3), "bottom", smallest=6.5)
