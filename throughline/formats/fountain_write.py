"""Fountain text from elements: the natural spelling where it reads back as the same element, else the forced one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from throughline.film.screenplay import Element
from throughline.film.screenplay import ElementKind as Kind
from throughline.formats import fountain_rules as rules
from throughline.formats import inline
from throughline.formats.fountain_dialect import Dialect, kind_of
from throughline.formats.titlepage import title_page

_ESCAPE = re.compile(r"\\*(?:[(（~.!@>=#]|$)")
_SPOKEN = frozenset((Kind.DIALOGUE, Kind.PARENTHETICAL, Kind.LYRICS))
_ASIDES = frozenset((Kind.NOTE, Kind.BONEYARD))


def body_text(elements: Sequence[Element], dialect: Dialect, guard: bool = False) -> str:
    """The elements as blocks parted by empty lines. ``guard``: the first must not look like a title page."""
    blocks: list[str] = []
    at = 0
    while at < len(elements):
        element = elements[at]
        if element.kind is Kind.CHARACTER:
            end = speech_end(elements, at)
            blocks.append(speech_text(elements[at:end], dialect))
            at = end
            continue
        block = _WRITERS[element.kind](element, dialect)
        if guard and not blocks and title_page(block.split("\n"))[0]:
            block = {Kind.SCENE_HEADING: ".", Kind.TRANSITION: "> "}.get(element.kind, "!") + block
        blocks.append(block)
        at += 1
    if guard and blocks and title_page(blocks[0].split("\n"))[0]:
        blocks[0] = "@" + blocks[0]
    return "\n\n".join(blocks) + "\n" if blocks else ""


def speech_end(elements: Sequence[Element], cue: int) -> int:
    """The index after the last element that is spoken under the cue at index ``cue``."""
    end = at = cue + 1
    while at < len(elements) and elements[at].kind in _SPOKEN | _ASIDES:
        same = at > cue + 1 and elements[at].kind is elements[at - 1].kind is Kind.LYRICS
        if same:
            break
        at += 1
        if elements[at - 1].kind in _SPOKEN:
            end = at
    return end


def speech_text(speech: Sequence[Element], dialect: Dialect) -> str:
    """A cue and its words, each on its own lines."""
    cue, words = speech[0], speech[1:]
    name = one_line(cue.text)
    natural = (
        bool(words)
        and name != ""
        and rules.is_cased_cue(inline.visible(name).strip())
        and kind_of(inline.visible(name).strip(), True, dialect) is Kind.CHARACTER
        and name[:2] not in ("[[", "/*")
    )
    natural = natural and not any(_resumes_with_heading(element.text, dialect) for element in words)
    lines = [("" if natural else "@") + name + (" ^" if cue.dual else "")]
    for element in words:
        lines.extend(spoken_lines(element))
    return "\n".join(lines)


def _resumes_with_heading(text: str, dialect: Dialect) -> bool:
    """Whether a line after an empty one looks like a heading, which would end any speech but a forced one."""
    lines = text.split("\n")
    after_empty = (line for above, line in pairwise(lines) if not above)
    return any(dialect.heading(inline.visible(line).strip(), True) for line in after_empty if line)


def spoken_lines(element: Element) -> list[str]:
    """The lines of one element of a speech."""
    if element.kind is Kind.NOTE:
        return [_note(element)]
    if element.kind is Kind.BONEYARD:
        return [_boneyard(element)]
    lines = [line.strip() for line in _joined_asides(element.text.strip("\n"))]
    if element.kind is Kind.LYRICS:
        return [f"~{line}" for line in lines]
    if element.kind is Kind.PARENTHETICAL:
        body = "\n".join(lines)
        return lines if rules.parenthetical(inline.visible(body).strip() or "-") else [f"({body})"]
    return [_spoken_line(line) for line in lines]


def _spoken_line(line: str) -> str:
    if not line:
        return "  "
    if line[0] in "(（":
        early = _closes_early(inline.visible(line).strip())
        return line if early else "\\" + line
    if line[0] == "~" or (line[0] == "\\" and _ESCAPE.match(line)):
        return "\\" + line
    return line


def _closes_early(line: str) -> bool:
    return not rules.parenthetical(line or "-") and (")" in line or "）" in line)


def _joined_asides(text: str) -> list[str]:
    """The lines of ``text``; an aside over several lines stays in one."""
    if "\n" not in text or ("[[" not in text and "/*" not in text):
        return text.split("\n")
    lines: list[str] = []
    last = 0
    current = ""
    for span in inline.spans(text):
        before = text[last : span.start].split("\n")
        if len(before) > 1:
            lines.extend([current + before[0], *before[1:-1]])
            current = ""
        current += before[-1] + text[span.start : span.end]
        last = span.end
    rest = text[last:].split("\n")
    return [*lines, current + rest[0], *rest[1:]]


def one_line(text: str) -> str:
    """``text`` on one line, but for the line breaks inside its asides."""
    return " ".join(_joined_asides(text)).strip() if "\n" in text else text.strip()


def _heading(element: Element, dialect: Dialect) -> str:
    text = one_line(element.text)
    number = element.scene_number
    suffix = f" #{number}#" if number else ""
    shown = inline.visible(text).strip()
    natural = dialect.heading(shown, False) if shown and text[:2] not in ("[[", "/*") else None
    if natural == (shown, number):
        return text
    if natural == (shown, None):
        return text + suffix
    if not text or text[0] in ". \t" or text[0].isspace() or _ESCAPE.match(text) or text[0] in "[/":
        text = "\\" + text if _ESCAPE.match(text) or not text else text
    if suffix == "" and rules.numbered(text)[1] is not None:
        text = text[:-1] + "\\#"
    return "." + text + suffix


def _action(element: Element, dialect: Dialect) -> str:
    lines = [_FORCED_LINE.sub(r"\1!!", line, count=1) for line in _joined_asides(element.text)]
    lines = [line if line.strip() else "!" for line in lines]
    first = inline.visible(lines[0]).strip()
    under = len(lines) > 1
    if lines[0] == "!" or _FORCED_LINE.match(lines[0]):
        return "\n".join(lines)
    if not first or not _is_action(first, under, dialect):
        lines[0] = "!" + lines[0]
    if dialect.dense:
        lines[1:] = [_dense_line(line, dialect) for line in lines[1:]]
    return "\n".join(lines)


_FORCED_LINE = re.compile(r"^(\s*)!")


def _is_action(shown: str, under: bool, dialect: Dialect) -> bool:
    if under and (dialect.alone(shown) or kind_of(shown, True, dialect) is not Kind.ACTION):
        return False
    return kind_of(shown, False, dialect) is Kind.ACTION


def _dense_line(line: str, dialect: Dialect) -> str:
    shown = inline.visible(line).strip()
    return line if not shown or line[0] == "!" or _is_action(shown, True, dialect) else "!" + line


def _orphan(element: Element, dialect: Dialect) -> str:
    """Dialogue or a parenthetical that no cue stands above: Fountain has only action for it."""
    return _action(element, dialect)


def _note(element: Element, _dialect: Dialect | None = None) -> str:
    return inline.note_text(element.text)


def _boneyard(element: Element, _dialect: Dialect | None = None) -> str:
    return f"/*\n{element.text.replace('*/', '* /')}\n*/" if "\n" in element.text else f"/* {element.text} */"


def _transition(element: Element, dialect: Dialect) -> str:
    text = one_line(element.text)
    shown = inline.visible(text).strip()
    if shown[:1] not in ("", ">") and text[:2] not in ("[[", "/*"):
        if kind_of(shown, False, dialect) is Kind.TRANSITION:
            return text
    return ("> " + (text[:-1] + "\\<" if text.endswith("<") else text)).rstrip()


def _lyrics(element: Element, _dialect: Dialect) -> str:
    return "\n".join(f"~{line.strip()}" for line in _joined_asides(element.text))


def _centered(element: Element, _dialect: Dialect) -> str:
    return "\n".join(f"> {line.strip()} <" for line in _joined_asides(element.text))


def _section(element: Element, _dialect: Dialect) -> str:
    return f"{'#' * max(1, element.depth)} {one_line(element.text)}".rstrip()


def _synopsis(element: Element, _dialect: Dialect) -> str:
    return f"= {one_line(element.text)}".rstrip()


def _page_break(_element: Element, _dialect: Dialect) -> str:
    return "==="


_WRITERS: dict[Kind, Callable[[Element, Dialect], str]] = {
    Kind.SCENE_HEADING: _heading, Kind.ACTION: _action, Kind.PARENTHETICAL: _orphan, Kind.DIALOGUE: _orphan,
    Kind.LYRICS: _lyrics, Kind.TRANSITION: _transition, Kind.CENTERED: _centered, Kind.SECTION: _section,
    Kind.SYNOPSIS: _synopsis, Kind.NOTE: _note, Kind.BONEYARD: _boneyard, Kind.PAGE_BREAK: _page_break,
}
