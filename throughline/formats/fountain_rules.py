"""What a line of a screenplay is: Fountain's marks, and headings, cues and transitions that need no mark.

Beyond Fountain's own rules: Cyrillic, full-width and ``S#`` headings; a closed list of transitions; and cues in
scripts without case. Such a cue is a short line without sentence punctuation, after an empty line and before a
full one, that also looks like a name: one short word, or a role with a number, an extension ``(E)``, or the same line
used as a cue twice, or one with a parenthetical under it. Everything else is action; ``@`` always makes a cue.
"""

from __future__ import annotations

import re

from throughline.film.screenplay import ElementKind as Kind

_SIDE = r"(?:INT|EXT|ИНТ|НАТ|ЭКСТ|ІНТ|ЕКСТ)"
_HEADING = re.compile(rf"((?:{_SIDE}\.?\s?/\s?{_SIDE}|I\.?/E|E\.?/I|EST|{_SIDE}))(?:([.。．])|(?=\s))", re.IGNORECASE)
_SCENE = re.compile(
    r"(?:([SsＳｓ]\s?[#＃])|(?:씬|신|[Ss][Cc][Ee][Nn][Ee])\s?[#＃]?(?=\s?\d))\s?\.?\s*"
    r"(\d{1,4}(?:-\d{1,3})?[A-Za-z]?(?=[\s.):,]|$))?[.):,]?\s*(.*)", re.DOTALL)
_BARE_NUMBER = re.compile(r"[#＃](\d{1,4}(?:-\d{1,3})?[A-Za-z]?)(?=[\s.):,])[.):,]?\s*(\S.*)", re.DOTALL)
_NUMBER = re.compile(r"(?<!\\)#([^#\n]{1,24})#$")
_TRANSITIONS = frozenset(
    "FADE IN|FADE OUT|FADE TO BLACK|FADE TO WHITE|CUT TO BLACK|SMASH CUT TO BLACK|FADE UP|F I|F O|O L|C U T|"
    "CUT TO|컷 투|컷투|컷|페이드 인|페이드인|페이드 아웃|페이드아웃|디졸브|오버랩|암전|와이프|"
    "フェードイン|フェードアウト|フェード・イン|フェード・アウト|カット|ディゾルブ|暗転|"
    "ЗТМ|ИЗ ЗТМ|В ЗТМ|ЗАТЕМНЕНИЕ|ИЗ ЗАТЕМНЕНИЯ".split("|")
)
_SENTENCE = re.compile(r"[.,!?;:…。、，．！？；：\"'“”‘’「」『』<>\[\]{}/=#*_~|-]")
_EXTENSION = re.compile(r"(?:\s*[(（][^()（）]{1,20}[)）])+$")
_NUMBERED = re.compile(r"\S{1,8}\s?[0-9０-９A-Z]{1,2}")
_NOT_NAMES = frozenset(
    "자막 인서트 몽타주 플래시백 회상 현재 과거 그때 이때 순간 잠시 잠시후 그리고 그러나 한편 갑자기 다음날 끝 컷 "
    "음악 효과음 소리 타이틀 시간 장소 때 곳 침묵 사이 정적 암전 그날밤 イメージ 回想 字幕 終 完".split()
)


def heading(line: str, followed: bool = False) -> tuple[str, str | None] | None:
    """The text and number of a scene heading that needs no mark, or None. ``followed``: text stands right under it.

    ``line`` is stripped; a heading right above text must have its dot and capitals, any other may go without.
    """
    first = line[:1]
    if first in "SsＳｓ" and first:
        scene = scene_number_heading(line, strict=True)
        if scene is not None:
            return scene
    match = _HEADING.match(line) if first in _FIRST else None
    if match is None:
        return None
    prefix, dot = match[1], match[2]
    strong = bool(dot) and prefix == prefix.upper()
    if followed and not strong:
        return None
    if not dot and prefix != prefix.upper() and not prefix.lower().startswith(("int", "ext")):
        return None
    return numbered(line)


_FIRST = frozenset("IiEeИиНнЭэІіЕе")


def numbered(text: str) -> tuple[str, str | None]:
    """A heading's text without the ``#12A#`` at its end, and that number."""
    if not text.endswith("#"):
        return text, None
    match = _NUMBER.search(text)
    if match is None or not match[1].strip() or "[[" in match[1]:
        return text, None
    return text[: match.start()].rstrip(), match[1].strip()


def scene_number_heading(line: str, strict: bool = False) -> tuple[str, str | None] | None:
    """The place and number of a heading written ``S#12. place``, or (not when ``strict``) ``씬 12.``, ``Scene 12``.

    A heading that has no place keeps its text as written.
    """
    match = _SCENE.fullmatch(line)
    if match is None or not (match[1] or (match[2] and not strict)):
        return None
    return match[3] or line, match[2]


def bare_number_heading(line: str) -> tuple[str, str | None] | None:
    """The place and number of a heading written ``#12. place``."""
    match = _BARE_NUMBER.fullmatch(line)
    return None if match is None else (match[2], match[1])


def is_transition(line: str) -> bool:
    """Whether a line standing alone is a transition without a mark."""
    if line.endswith("TO:") and line == line.upper() and (len(line) == 3 or not line[-4].isalnum()):
        return True
    if len(line) > 24:
        return False
    bare = " ".join(re.sub(r"[().:：。．（）_\s]+", " ", line).split())
    return bare in _TRANSITIONS


def is_cased_cue(line: str) -> bool:
    """Whether a line is a cue by Fountain's own rule: its name is in capitals of a script that has them."""
    name = line.split("(", 1)[0] if "(" in line else line
    if not name.isupper():
        return False
    return name.isascii() or not any(c.isalpha() and not c.isupper() for c in name)


def caseless_name(line: str) -> str | None:
    """The line without its extensions, when it could be a cue in a script without case, else None."""
    if line.isascii() or len(line) > 32:
        return None
    name = _EXTENSION.sub("", line).strip().rstrip("^").strip()
    if not name or len(name) > 12 or len(name.split()) > 3 or name in _NOT_NAMES or _SENTENCE.search(name):
        return None
    letters = [c for c in name if c.isalpha()]
    if not letters or all(c.isupper() or c.islower() for c in letters) or any(c.islower() for c in letters):
        return None
    return None if name[0] in "(（" or is_transition(line) else name


def is_caseless_cue(line: str, under: str, seen_before: int) -> bool:
    """Whether a possible cue in a script without case is one: ``under`` is the line below, ``seen_before`` how
    often the same name stands as a possible cue in the whole script."""
    name = caseless_name(line)
    if name is None:
        return False
    if seen_before > 1 or name != line.rstrip("^").strip() or under[:1] in ("(", "（"):
        return True
    if _NUMBERED.fullmatch(name) and name[-1] in "0123456789０１２３４５６７８９":
        return True
    limit = 8 if any("\u3040" <= c <= "\u30ff" for c in name) else 4
    return " " not in name and len(name) <= limit and not name.endswith(("다", "음", "함", "후", "뒤"))


def parenthetical(line: str) -> bool:
    """Whether a stripped line is one pair of parentheses from its first character to its last."""
    if line[:1] not in ("(", "（") or line[-1] not in ")）":
        return False
    depth = 0
    for index, c in enumerate(line):
        if c in "(（":
            depth += 1
        elif c in ")）":
            depth -= 1
            if depth == 0 and index < len(line) - 1:
                return False
    return depth == 0


def marked(line: str) -> Kind | None:
    """The kind of element that a stripped line's first character makes it, or None when it has no mark."""
    first, second = line[0], line[1:2]
    if first == "=":
        return Kind.PAGE_BREAK if len(line) > 2 and not line.strip("=") else Kind.SYNOPSIS
    if first == "#":
        return Kind.SECTION
    if first == ">":
        return Kind.CENTERED if len(line) > 1 and line[-1] == "<" and not line.endswith("\\<") else Kind.TRANSITION
    if first == "~":
        return Kind.LYRICS
    if first == "!":
        return Kind.ACTION
    if first == "@" and second:
        return Kind.CHARACTER
    if first == "." and second and second != "." and not second.isspace():
        return Kind.SCENE_HEADING
    return None
