"""What stands before the first scene of an S# script: its title page, and cast list or synopsis."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from throughline.film.screenplay import Element, TitleField
from throughline.film.screenplay import ElementKind as Kind
from throughline.formats.fountain_rules import is_transition
from throughline.formats.titlepage import is_known, title_page

_FRONT = re.compile(
    r"[<\[【〈《■◆●*\s]*(?:등장\s?인물|기획\s?의도|시놉시스|줄거리|로그라인|인물\s?소개|작의|일러두기|주제)\b")
_TITLE = re.compile(r"[<〈《『「“\"]([^<>〈〉《》『』「」“”\"]{1,60})[>〉》』」”\"]")
_LOOSE = re.compile(r"(\S{1,6})(?:\s{1,20}|\s*[|/]\s*)(\S.{0,60})")


def front_matter(
    lines: Sequence[str], is_heading: Callable[[str], bool]
) -> tuple[tuple[TitleField, ...], tuple[Element, ...], int]:
    """Title page fields, front matter as notes, and the index of the line where the script proper begins."""
    fields, at = _fields(lines, is_heading)
    start = at
    while start < len(lines) and not lines[start].strip():
        start += 1
    if start >= len(lines) or not _FRONT.match(lines[start]) or not any(is_heading(line.strip()) for line in lines):
        return fields, (), at
    notes: list[Element] = []
    while start < len(lines) and not is_heading(lines[start].strip()):
        end = start
        while end < len(lines) and lines[end].strip() and not is_heading(lines[end].strip()):
            end += 1
        if end > start:
            text = "\n".join(line.strip() for line in lines[start:end]).replace("]]", "] ]")
            notes.append(Element(kind=Kind.NOTE, text=text, line=start + 1))
        start = max(end, start + 1) if end < len(lines) and not lines[end].strip() else end
    return fields, tuple(notes), start


def _fields(lines: Sequence[str], is_heading: Callable[[str], bool]) -> tuple[tuple[TitleField, ...], int]:
    """Fields from any number of blocks: ``key: value``, a title in brackets, or a known key and a space."""
    found: list[TitleField] = []
    at = 0
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        end = at
        while end < len(lines) and lines[end].strip():
            if lines[end][0] not in " \t" and is_heading(lines[end].strip()):
                break
            end += 1
        block = lines[at:end]
        fields, _ = title_page(block)
        if not fields or not any(is_known(field.key) for field in fields):
            fields = _loose(block, first=not found) or (_lone_title(lines, at, is_heading) if not found else ())
        if not fields:
            break
        found.extend(fields)
        at = end
        if at < len(lines) and lines[at].strip():
            break
    return tuple(found), at if found else 0


def _lone_title(lines: Sequence[str], at: int, is_heading: Callable[[str], bool]) -> tuple[TitleField, ...]:
    """A title without a key: a short line by itself, with nothing between it and the first scene."""
    rest = [line.strip() for line in lines[at + 1 :][:12]]
    first = next((line for line in rest if line), "")
    line = lines[at].strip()
    alone = bool(rest) and not rest[0] and is_heading(first) and first[0] in "Ss#씬신＃Ｓ"
    plain = len(line) <= 24 and all(c.isalnum() or c in " :,-" for c in line) and not is_transition(line)
    return (TitleField(key="제목", lines=(line,)),) if alone and plain and any(c.isalpha() for c in line) else ()


def _loose(block: Sequence[str], first: bool) -> tuple[TitleField, ...]:
    found: list[TitleField] = []
    for line in block:
        titled = _TITLE.fullmatch(line.strip())
        if titled is not None and first and not found:
            found.append(TitleField(key="제목", lines=(titled[1].strip(),)))
            continue
        parts = [part.strip() for part in re.split("[:：]", line, maxsplit=1)]
        loose = _LOOSE.fullmatch(line.strip()) if len(parts) == 1 else None
        if len(parts) == 2 and is_known(parts[0]):
            found.append(TitleField(key=parts[0], lines=(parts[1],) if parts[1] else ()))
        elif loose is not None and is_known(loose[1]) and not line.isascii():
            found.append(TitleField(key=loose[1], lines=(loose[2].strip(),)))
        else:
            return ()
    return tuple(found)
