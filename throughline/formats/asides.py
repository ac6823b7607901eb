"""Notes and boneyards: what a screenplay's text says beside the screenplay.

A note is ``[[...]]`` and holds no empty line (a line of two spaces keeps it open); a boneyard is ``/* ... */``. One
that never closes is plain text, and so is one behind a backslash.
Source: https://fountain.io/syntax (Notes, Boneyard).
"""

from __future__ import annotations

import re
from typing import NamedTuple

_BLANK_LINE = re.compile(r"\n[ \t]?(?=\n)")
CLOSING = frozenset(".,;:!?")


class Aside(NamedTuple):
    """A note (``[[...]]``) or a boneyard (``/* ... */``) and where it stands in the plain text."""

    boneyard: bool
    text: str
    at: int


class Span(NamedTuple):
    """Where an aside's marks begin and end in the text as written."""

    start: int
    end: int
    boneyard: bool


def spans(text: str) -> list[Span]:
    """Where the asides of ``text`` stand, in order."""
    found: list[Span] = []
    note, note_end, bone, bone_end = _Finder(text, "[["), _Finder(text, "]]"), _Finder(text, "/*"), _Finder(text, "*/")
    at, blank = 0, -2
    while True:
        opened, buried = note.at(at), bone.at(at)
        if opened < 0 and buried < 0:
            return found
        if buried >= 0 and (opened < 0 or buried < opened):
            end = bone_end.at(buried + 2) if not _is_escaped(text, buried) else -1
            at = end + 2 if end >= 0 else buried + 1
            if end >= 0:
                found.append(Span(buried, at, True))
            continue
        end = note_end.at(opened + 2)
        if blank != -1 and blank < opened:
            empty = _BLANK_LINE.search(text, opened)
            blank = empty.start() if empty else -1
        if _is_escaped(text, opened):
            at = opened + 1
        elif end < 0 or -1 < blank < end:
            at = opened + 2
        else:
            at = end + 2
            found.append(Span(opened, at, False))


class _Finder:
    """Where ``mark`` stands next in ``text``; looks at every stretch of it once, for places that only grow."""

    def __init__(self, text: str, mark: str):
        self.text, self.mark, self.found = text, mark, -2

    def at(self, start: int) -> int:
        """The first place from ``start`` on, -1 when there is none."""
        if self.found != -1 and self.found < start:
            self.found = self.text.find(self.mark, start)
        return self.found


def _is_escaped(text: str, at: int) -> bool:
    count = 0
    while at - count > 0 and text[at - count - 1] == "\\":
        count += 1
    return count % 2 == 1


def visible(text: str) -> str:
    """``text`` as written, emphasis marks and escapes included, without its asides."""
    return without_asides(text)[0] if "[[" in text or "/*" in text else text


def aside_text(text: str, span: Span) -> str:
    """What an aside says: without its marks, the space around it and the space at line ends."""
    inner = text[span.start + 2 : span.end - 2].strip()
    return "\n".join(line.rstrip() for line in inner.split("\n")) if "\n" in inner else inner


def without_asides(text: str) -> tuple[str, list[Aside]]:
    """The text without asides (and without the space that only set them apart), and they with their places in it."""
    parts: list[str] = []
    asides: list[Aside] = []
    length = last = 0
    for span in spans(text):
        if last < span.start:
            parts.append(text[last : span.start])
            length += span.start - last
        after, last = text[span.end : span.end + 1], span.end
        if parts and parts[-1][-1] == " " and (after in ("", " ", "\n") or after in CLOSING):
            length -= _shorten(parts)
        if not parts or parts[-1][-1] == "\n":
            if after in ("\n", " "):
                last += 1
            elif not after and parts:
                length -= _shorten(parts)
        asides.append(Aside(span.boneyard, aside_text(text, span), length))
    parts.append(text[last:])
    return "".join(parts), asides


def _shorten(parts: list[str]) -> int:
    """Takes the last character off ``parts``; 1."""
    last = parts.pop()[:-1]
    parts.extend([last] if last else [])
    return 1


def notes(text: str) -> tuple[str, ...]:
    """What the notes in ``text`` say, in order."""
    return tuple(aside_text(text, span) for span in spans(text) if not span.boneyard) if "[[" in text else ()


def note_text(text: str) -> str:
    """``[[text]]``; its empty lines get the two spaces that keep a note open."""
    shut = text.replace("]]", "] ]") + (" " if text.endswith("]") else "")
    return "[[" + "\n".join(line if line.strip() else "  " for line in shut.split("\n")) + "]]"
