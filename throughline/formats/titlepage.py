"""A title page in text: ``Key: value`` fields at the head of a Fountain or S# screenplay.

The page is taken for one only when every line of the first block is a field or an indented continuation, and its
first key is a known one or plainly not a heading, a cue or a transition. Full-width colons count as colons.
Source: https://fountain.io/syntax (Title Page).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from throughline.film.screenplay import TitleField

KNOWN = frozenset(
    "title credit author authors source notes note draft draft_date date contact copyright revision format font "
    "language episode series based_on written_by director producer company version logline genre "
    "제목 작품명 부제 각본 극본 각색 원작 원안 감독 연출 제작 제작사 기획 작가 글 고 날짜 일자 연락처 판본 수정 저작권 "
    "장르 로그라인 "
    "タイトル 題名 題 作品名 脚本 作 原作 監督 著者 作者 日付 連絡先 "
    "название автор авторы режиссёр режиссер источник дата контакты копирайт авторские_права".split()
)
_FIELD = re.compile(r"([^\s:：>.!@~=#\[(/*_&-][^:：\n]{0,39}?)\s*[:：][ \t]*(.*)")
_NOT_KEY = re.compile(r"(?:INT|EXT|EST|I/E|E/I|ИНТ|НАТ|ЭКСТ)[./ ]|.*\b(?:TO|IN|OUT)$|S\s?#|.*\d$")


def is_known(key: str) -> bool:
    """Whether ``key`` is a field that screenplays are known to carry, in any case."""
    return "_".join(key.lower().split()) in KNOWN


def title_page(lines: Sequence[str]) -> tuple[tuple[TitleField, ...], int]:
    """The fields of the title page that ``lines`` begin with, and how many lines it takes (0: there is none)."""
    start = 0
    while start < len(lines) and not lines[start].strip():
        start += 1
    end = start
    while end < len(lines) and lines[end].strip():
        end += 1
    block = lines[start:end]
    if not block or not _begins(block, at_top=start == 0):
        return (), 0
    fields: list[tuple[str, list[str]]] = []
    for line in block:
        if line[0] in " \t" and fields:
            fields[-1][1].append(line.strip())
            continue
        match = _FIELD.fullmatch(line.rstrip())
        if match is None:
            return (), 0
        fields.append((match[1], [match[2].strip()] if match[2].strip() else []))
    return tuple(TitleField(key=key, lines=tuple(values)) for key, values in fields), end


def _begins(block: Sequence[str], at_top: bool) -> bool:
    match = _FIELD.fullmatch(block[0].rstrip())
    if match is None:
        return False
    key, value = match[1], match[2].strip()
    if is_known(key):
        return True
    continued = len(block) > 1 and block[1][0] in " \t"
    return at_top and len(key.split()) <= 3 and bool(value or continued) and not _NOT_KEY.match(key.upper())


def title_text(fields: Sequence[TitleField]) -> str:
    """The fields as a block of text ending in a newline, or "" for none."""
    lines: list[str] = []
    for field in fields:
        values = [value.strip() for value in field.lines if value.strip()]
        if len(values) == 1:
            lines.append(f"{field.key}: {values[0]}")
        else:
            lines.append(f"{field.key}:")
            lines.extend(f"    {value}" for value in values)
    return "\n".join(lines) + "\n" if lines else ""
