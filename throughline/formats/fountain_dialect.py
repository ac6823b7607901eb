"""What a line begins, in Fountain and in the dialects of it that know more natural spellings."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from throughline.film.screenplay import ElementKind as Kind
from throughline.formats import fountain_rules as rules

_UNESCAPE = re.compile(r"\\(?=\\*(?:[(（~.!@>=#]|$))")


@dataclass(frozen=True)
class Dialect:
    """What needs no mark.

    ``speech`` splits a line into cue and words; ``dense`` scripts need no empty lines, and a line that is ``alone`` in
    them (a caption, an insert) is an action of its own.
    """

    heading: Callable[[str, bool], tuple[str, str | None] | None] = rules.heading
    speech: Callable[[str], tuple[str, str] | None] | None = None
    dense: bool = False
    alone: Callable[[str], bool] = lambda line: False


def unescaped(text: str) -> str:
    """``text`` without the backslash that keeps its first character from being a mark."""
    return text[1:] if text[:1] == "\\" and _UNESCAPE.match(text) else text


def kind_of(line: str, under: bool, dialect: Dialect) -> Kind:
    """The kind of element that a stripped line would begin; ``under``: a line of text stands right below it.

    Any line that could be a cue in a script without case counts as one.
    """
    found = dialect.heading(line, under)
    if found is not None:
        return Kind.SCENE_HEADING
    mark = rules.marked(line)
    if mark is not None:
        return mark
    if (dialect.dense or not under) and rules.is_transition(line):
        return Kind.TRANSITION
    if dialect.speech is not None and dialect.speech(line) is not None:
        return Kind.CHARACTER
    if under and (rules.is_cased_cue(line) or rules.caseless_name(line) is not None):
        return Kind.CHARACTER
    return Kind.ACTION


def marked_text(kind: Kind, line: str) -> str:
    """What stands between the marks of a line of lyrics or a centred line."""
    if kind is Kind.LYRICS:
        return line[1:].strip()
    end = line.rfind("<")
    return (line[1:end] + line[end + 1 :]).strip()
