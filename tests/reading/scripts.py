"""Screenplays for the reader's tests, written as plain Fountain-like paragraphs."""

from __future__ import annotations

import re

from throughline.film.screenplay import Element, ElementKind, Screenplay
from throughline.film.story import Beat, Breakdown
from throughline.reading import breakdown

_HEADING = re.compile(r"^(?:INT|EXT|I/E|S#)")
_CUE = re.compile(r"^@?(?:[A-Z][A-Z #0-9.']+|[가-힣]{1,5})(?: ?\(.+\))?$")


def screenplay(text: str) -> Screenplay:
    """Paragraphs parted by empty lines; a heading, a cue with its speech, ``> centred <``, or action."""
    elements: list[Element] = []
    line = 1
    for paragraph in text.strip("\n").split("\n\n"):
        elements.extend(_elements(paragraph, line))
        line += paragraph.count("\n") + 2
    return Screenplay(elements=tuple(elements))


def _elements(paragraph: str, line: int) -> list[Element]:
    first, *rest = paragraph.split("\n")
    if _HEADING.match(first):
        return [Element(kind=ElementKind.SCENE_HEADING, text=paragraph, line=line)]
    if first.startswith(">"):
        return [Element(kind=ElementKind.CENTERED, text=first.strip("<> "), line=line)]
    if rest and _CUE.match(first):
        kinds = [ElementKind.PARENTHETICAL if said.startswith("(") else ElementKind.DIALOGUE for said in rest]
        speech = [Element(kind=k, text=t, line=line + 1 + n) for n, (k, t) in enumerate(zip(kinds, rest, strict=True))]
        return [Element(kind=ElementKind.CHARACTER, text=first, line=line), *speech]
    return [Element(kind=ElementKind.ACTION, text=paragraph, line=line)]


def read(text: str) -> Breakdown:
    """The breakdown of ``text``."""
    return breakdown(screenplay(text))


def beats(text: str) -> tuple[Beat, ...]:
    """The beats of the first scene of ``text``."""
    return read(text).scenes[0].beats
