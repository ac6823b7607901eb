"""The deck's slides that tell of the film: title, logline, synopsis, look, characters, making, team."""

from __future__ import annotations

from throughline.film.dossier import Character, Dossier, State
from throughline.formats.deck_figures import cards
from throughline.formats.deck_style import (
    FAINT,
    HIGH,
    MARGIN,
    MUTED,
    RULE,
    SERIF,
    TEXT,
    WIDE,
    Box,
    Page,
    Type,
    fitted,
    height_of,
    quiet,
)

INNER = WIDE - 2 * MARGIN
BODY = 1.75
FOOT = 7.0


def headed(page: Page, content: Dossier, name: str, number: int) -> None:
    """What every slide after the first has: its heading, the film's name and the slide's number."""
    page.line(MARGIN, 0.62, 0.55, page.accent, 2.25)
    page.heading(Box(MARGIN, 0.74, INNER, 0.62), name, Type(26, TEXT, leading=1.15))
    foot = quiet((content.title, content.words["deck"], content.sample))
    page.text(Box(MARGIN, FOOT + 0.1, INNER - 1.2, 0.25), foot, Type(8, FAINT), smallest=6)
    page.text(Box(WIDE - MARGIN - 1, FOOT + 0.1, 1, 0.25), str(number), Type(8, FAINT, align="right"))


def title(page: Page, content: Dossier, number: int) -> None:
    """The film's name under its strongest picture."""
    high = min(5.6, WIDE / content.aspect)
    page.picture(Box(0, 0, WIDE, high), content.chosen.cover)
    page.shade(Box(0, high - 1.2, WIDE, 1.2), 90, 0.0, 1.0)
    band = HIGH - high
    page.line(MARGIN, high + 0.26, 0.55, page.accent, 2.25)
    page.heading(Box(MARGIN, high + 0.36, 8.3, band - 1.05), content.title,
                 Type(46, TEXT, SERIF, bold=True, leading=1.1), "middle", smallest=22)
    made = f"{content.words['written_by']} {content.author}" if content.author else ""
    page.text(Box(MARGIN, HIGH - 0.66, 8.3, 0.3), quiet((content.subtitle, made)), Type(12, MUTED), smallest=9)
    right = Box(WIDE - MARGIN - 5.4, high + 0.5, 5.4, 0.3)
    page.text(right, content.words["deck"], Type(14, TEXT, align="right"))
    page.text(Box(right.x, right.y + 0.36, right.w, 0.3), quiet((content.company, content.date)),
              Type(11, MUTED, align="right"), smallest=8)
    if content.sample:
        page.text(Box(right.x, HIGH - 0.8, right.w, 0.44), content.sample, Type(9, page.accent, align="right"),
                  "bottom", smallest=7)


def logline(page: Page, content: Dossier, number: int) -> None:
    """One sentence over one picture, the film in figures under it."""
    left = 3.2
    page.picture(Box(left, 0, WIDE - left, HIGH), content.chosen.logline, at=0.7)
    page.shade(Box(left - 0.02, 0, 6.2, HIGH), 0, 1.0, 0.0)
    page.shade(Box(left - 0.02, HIGH - 3.1, WIDE - left + 0.02, 3.1), 90, 0.0, 0.84, 0.98)
    headed(page, content, content.logline.heading, number)
    page.passage(Box(MARGIN, 1.75, 7.4, 3.4), content.logline, Type(27, TEXT, SERIF, leading=1.42), smallest=15)
    cards(page, Box(MARGIN, 5.55, INNER, 1.15), [(fact.label, fact.value) for fact in content.facts], 25)


def synopsis(page: Page, content: Dossier, number: int) -> None:
    """The story beside its beginning, middle and end."""
    headed(page, content, content.synopsis.heading, number)
    stills = content.chosen.story
    pictured = 4.35 if stills else 0.0
    width = INNER - (pictured + 0.55 if stills else 0.0)
    page.passage(Box(MARGIN, BODY, width, FOOT - BODY - 0.35), content.synopsis,
                 Type(16, TEXT, leading=1.5, between=0.55), 8.5)
    if content.synopsis.state is State.SCRIPT:
        page.text(Box(MARGIN, FOOT - 0.28, width, 0.24), f"({content.synopsis.note})", Type(9, FAINT, italic=True))
    high = min(1.63, pictured / content.aspect) if stills else 0.0
    for index, still in enumerate(stills):
        page.picture(Box(WIDE - MARGIN - pictured, BODY + index * (high + 0.14), pictured, high), still)


def look(page: Page, content: Dossier, number: int) -> None:
    """The film's own frames, its colours as large as they are in it, and the words for them."""
    headed(page, content, content.look.heading, number)
    stills, gap = content.chosen.look[:6], 0.1
    width = (INNER - 2 * gap) / 3
    high = min(width / content.aspect, 1.66)
    for index, still in enumerate(stills):
        row, column = divmod(index, 3)
        page.picture(Box(MARGIN + column * (width + gap), 1.62 + row * (high + gap), width, high), still)
    rows = -(-len(stills) // 3)
    y = 1.62 + rows * (high + gap) + 0.08
    palette(page, content, Box(MARGIN, y, INNER, 0.34))
    page.passage(Box(MARGIN, y + 0.58, INNER, FOOT - y - 0.66), content.look, Type(13.5, TEXT, leading=1.45), 9)


def palette(page: Page, content: Dossier, box: Box) -> None:
    """The colours of the film, each as wide as its part of the frame, the least ones as wide as can be seen."""
    shown = [max(0.03, tint.share) for tint in content.tints]
    x = box.x
    for tint, share in zip(content.tints, shown, strict=True):
        width = box.w * share / sum(shown)
        page.panel(Box(x, box.y, width, box.h), tint.colour.lstrip("#").upper())
        x += width


def characters(page: Page, content: Dossier, number: int) -> None:
    """Who it is about, in the screenplay's own words."""
    headed(page, content, content.words["characters"], number)
    shown = content.characters[:4]
    gap, columns = 0.3, max(2, len(shown))
    width = (INNER - gap * (columns - 1)) / columns
    for index, character in enumerate(shown):
        _character(page, character, Box(MARGIN + index * (width + gap), 1.62, width, FOOT - 1.62), 2.75)
    rest = [*(character.name for character in content.characters[4:]), *content.others]
    if rest:
        page.text(Box(MARGIN, FOOT - 0.3, INNER, 0.26), f"{content.words['others']}: {', '.join(rest)}",
                  Type(10, MUTED), smallest=7.5)


def _character(page: Page, character: Character, box: Box, high: float) -> None:
    page.picture(Box(box.x, box.y, box.w, high), next(iter(character.stills), None))
    y = box.y + high + 0.14
    page.text(Box(box.x, y, box.w, 0.34), character.name, Type(16, TEXT, bold=True, leading=1.2), smallest=10)
    page.text(Box(box.x, y + 0.36, box.w, 0.26), character.line, Type(11, page.accent, leading=1.2), smallest=8)
    place = Box(box.x, y + 0.7, box.w, 1.0)
    style = fitted(character.quote, place, Type(12, TEXT, SERIF, leading=1.4), 8.5)
    page.text(place, character.quote, style)
    below = y + 0.8 + min(place.h, height_of(character.quote, box.w, style, style.size))
    page.text(Box(box.x, below, box.w, 0.24), character.presence, Type(9, FAINT), smallest=7.5)


def making(page: Page, content: Dossier, number: int) -> None:
    """How it is made: a drawing and what it became, in figures counted and measured."""
    headed(page, content, content.words["making"], number)
    pairs, stills = content.chosen.pairs[:1], content.chosen.effects
    half = (INNER - 0.12) / 2
    high = min(half / content.aspect, 2.42)
    if pairs:
        page.picture(Box(MARGIN, BODY - 0.1, half, high), pairs[0].drawn)
        page.picture(Box(MARGIN + half + 0.12, BODY - 0.1, half, high), pairs[0].rendered)
    elif stills:
        page.picture(Box(MARGIN, BODY - 0.1, INNER, high), stills[0])
    cards(page, Box(MARGIN, BODY + high - 0.02, INNER, 1.0), [(fact.label, fact.value) for fact in
                                                             content.making_facts], 22)
    y = BODY + high + 1.22
    texts = [content.world.text] if content.world.state is State.GIVEN else []
    columns = [*texts, *content.making][:3]
    width = (INNER - 0.4 * (len(columns) - 1)) / len(columns)
    for index, text in enumerate(columns):
        page.line(MARGIN + index * (width + 0.4), y - 0.06, width, RULE)
        page.text(Box(MARGIN + index * (width + 0.4), y + 0.06, width, FOOT - y - 0.16), text,
                  Type(11.5, TEXT, leading=1.42), smallest=8.5)


def team(page: Page, content: Dossier, number: int) -> None:
    """The director's own words beside the people; a picture holds the place that nobody has filled yet."""
    headed(page, content, content.words["team"], number)
    left, unsaid = 6.2, content.statement.state is State.OPEN
    x, width = MARGIN + left + 0.6, INNER - left - 0.6
    page.text(Box(MARGIN, BODY - 0.1, left, 0.3), content.statement.heading, Type(12, page.accent))
    page.passage(Box(MARGIN, BODY + 0.3, left, FOOT - BODY - 0.4), content.statement,
                 Type(15, TEXT, SERIF, leading=1.5, between=0.5), 9)
    if unsaid:
        high = 3.35
        page.picture(Box(MARGIN, FOOT - high - 0.1, left if content.team else INNER, high), content.chosen.closing,
                     low=0.8)
    if not content.team:
        page.text(Box(x, BODY - 0.1, width, 0.3), content.words["team"], Type(12, page.accent))
        page.blank(Box(x, BODY + 0.3, width, 1.05), content.team_open)
        return
    step = min(1.15, (FOOT - BODY) / len(content.team))
    for index, member in enumerate(content.team):
        y = BODY + index * step
        page.line(x, y, width, RULE)
        page.text(Box(x, y + 0.1, width * 0.46, step - 0.15), member.name, Type(13, TEXT, bold=True), smallest=9)
        page.text(Box(x, y + 0.42, width * 0.46, step - 0.45), member.role, Type(10.5, MUTED), smallest=8)
        page.text(Box(x + width * 0.48, y + 0.1, width * 0.52, step - 0.15), "\n".join(member.credits),
                  Type(10.5, TEXT, leading=1.35), smallest=7.5)
