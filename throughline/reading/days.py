"""The story's days: which scene plays on which, as script supervisors count them (D1, D2 ...)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from throughline.film.screenplay import Element, ElementKind, Scene
from throughline.film.story import Heading, TimeOfDay
from throughline.formats import inline
from throughline.reading import lexicon, titles

_RANK = {TimeOfDay.DAWN: (0, 0), TimeOfDay.DAY: (1, 4), TimeOfDay.DUSK: (5, 5), TimeOfDay.NIGHT: (6, 6)}
_CARD = frozenset({ElementKind.CENTERED, ElementKind.TRANSITION, ElementKind.SECTION, ElementKind.SYNOPSIS})
_TOLD_CARD = 60


def script_days(found: Sequence[Scene], headings: Mapping[int, Heading]) -> dict[int, int]:
    """The script day of every scene by its index, from 1.

    Time that goes on stays on its day (NIGHT after DAY); time that goes back opens the next (DAY after NIGHT), as do
    the next day, three weeks later, 다음 날, 며칠 뒤 in the heading or on a card before or at the scene. Days nobody
    sees are not counted. Every run of flashback scenes, and all from TEN YEARS EARLIER to PRESENT DAY, has days of
    its own;
    the scene after it is back on the day before it.
    """
    out: dict[int, int] = {}
    last = 0
    clock = _Clock()
    present: _Clock | None = None
    until_told = False
    for place, scene in enumerate(found):
        known = headings[scene.index]
        told = _told(found[place - 1] if place else None, scene)
        earlier, over = _past(known, told)
        if (known.flashback or earlier) and present is None:
            present, clock, until_told = clock, _Clock(), earlier and not known.flashback
        elif present is not None and not known.flashback and (over or not until_told):
            clock, present = present, None
        if clock.opens(known, told):
            last += 1
            clock.day = last
        out[scene.index] = clock.day
    return out


def _past(known: Heading, told: str) -> tuple[bool, bool]:
    """Whether words lead into the past (20 YEARS EARLIER), and whether they lead back."""
    lower = known.text.lower()
    words = lexicon.table("days")["words"]
    back = lexicon.pattern(lexicon.table("headings")["flashback"]["end"])
    return (
        any(bool(re.search(pattern, text)) for pattern in words["past"] for text in (lower, told)),
        any(bool(back.search(text)) for text in (lower, told)),
    )


class _Clock:
    """Where the story's time stands: the day, and the earliest and latest it can be in that day."""

    def __init__(self) -> None:
        self.day = 0
        self.early = 0

    def opens(self, known: Heading, told: str) -> bool:
        """Whether the scene opens a new day; the clock moves on to the scene's time."""
        early, late = _span(known)
        jump, same, goes_on = _words()
        lower = known.text.lower()
        new = self.day == 0 or bool(jump.search(lower) or jump.search(told))
        if not new and not same.search(lower) and not same.search(told):
            new = late < self.early and not goes_on.search(lower)
        self.early = early if new else max(self.early, early)
        return new


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = lexicon.table("days")["words"]
    return (
        re.compile("|".join(words["jump"])),
        re.compile("|".join(words["same"])),
        lexicon.pattern(lexicon.table("headings")["time"]["same"]),
    )


@cache
def _hours() -> tuple[tuple[tuple[int, int], re.Pattern[str]], ...]:
    spans = lexicon.table("days")["hours"]
    return tuple(((entry["early"], entry["late"]), lexicon.pattern(entry["words"])) for entry in spans)


def _span(known: Heading) -> tuple[int, int]:
    """Between which hours of the day (0 dawn to 7 midnight) the heading's words put the scene."""
    lower = known.text.lower()
    tail = lower[lower.find(known.place.lower()) + len(known.place) :] if known.place.lower() in lower else lower
    for span, pattern in _hours():
        if pattern.search(tail):
            return span
    return _RANK[known.time]


def _told(before: Scene | None, scene: Scene) -> str:
    """The words on cards around the cut to the scene: the last scene's closing ones and this scene's first."""
    closing: list[Element] = []
    for element in reversed(before.elements if before else ()):
        if element.kind not in _CARD:
            break
        closing.append(element)
    opening = scene.elements[:2]
    cards = [*closing, *(element for element in opening if _is_card(element))]
    return " / ".join(inline.plain(element.text).lower() for element in cards)


def _is_card(element: Element) -> bool:
    """True for text on the picture, or a paragraph that only says when it is."""
    if element.kind in _CARD:
        return True
    text = inline.plain(element.text).strip()
    if element.kind is not ElementKind.ACTION or len(text) > _TOLD_CARD:
        return False
    return titles.is_labelled(text) or bool(_words()[0].match(text.lower().strip("([ ")))
