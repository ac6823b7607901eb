"""Korean S# text: scenes as ``S#12. place / time``, a speech as ``name<tab>words``, read and written.

A speech is a name and its words on one line, parted by a tab, two spaces, a colon or ``(E)`` and its like; indented
lines under it go on with it; a name alone above its words works as in Fountain. Fountain's marks hold too, so that
everything a Screenplay can say has a spelling here. Lines need no empty line between them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from throughline.film.errors import InputError
from throughline.film.screenplay import Element, Screenplay
from throughline.film.screenplay import ElementKind as Kind
from throughline.formats import fountain_rules as rules
from throughline.formats import inline
from throughline.formats.fountain_blocks import Blocks
from throughline.formats.fountain_dialect import Dialect, kind_of
from throughline.formats.fountain_lines import clean, joined
from throughline.formats.fountain_write import body_text, speech_end, speech_text, spoken_lines
from throughline.formats.korean_front import front_matter
from throughline.formats.titlepage import title_text

_NAME = r"[^\s:：()（）\[\]<>#@!~=/*\"“”'‘’.,?…!。、]+"
_BESIDE = re.compile(
    rf"(?P<name>(?:{_NAME})(?: {_NAME}){{0,2}})(?P<more>(?:[ ]?[(（][^()（）\n]{{1,14}}[)）])*)"
    r"(?:(?P<colon>\s{0,3}[:：]\s*)|(?P<gap>[ ]*\t\s*|[ ]{2,}|\u3000\s*)|(?P<one>(?<=[)）])[ ]?))"
    r"(?P<words>\S.*)", re.DOTALL)
_EXTENSION = re.compile(r"[ ]?[(（]([^()（）]*)[)）]")
_EXTENSIONS = frozenset(
    "N E NA VO OS OFF V.O O.S F M 나레이션 내레이션 소리 전화 마음 마음속 독백 방백 필터 통화 회상 속말 화면밖".split())
_LABELS = frozenset(
    "자막 인서트 삽입 몽타주 플래시백 회상 메모 쪽지 문자 편지 화면 간판 제목 타이틀 주의 참고 시간 장소 때 곳 "
    "등장인물 인물 음악 효과음 효과 소리 카메라 컷 그때 이때 잠시 순간 갑자기 "
    "CUT INSERT SUPER TITLE CG E M BGM CAMERA MONTAGE FLASHBACK SE NOTE INT EXT FADE "
    "그리고 그러나 한편 다음날 그런데 하지만 이어 이윽고 문득 결국".split()
)
_WORD_ENDS = tuple("다 고 며 면서 은 는 을 를 이 가 에 에서 로 으로 도 의 와 과 서".split())


def heading(line: str, _under: bool = False) -> tuple[str, str | None] | None:
    """The place and number of a scene heading in any of the Korean spellings, or of Fountain's INT. and EXT."""
    first = line[:1]
    if first in ("#", "＃"):
        return rules.bare_number_heading(line)
    if first in ("S", "s", "Ｓ", "ｓ", "씬", "신") and (found := rules.scene_number_heading(line)) is not None:
        return found
    return rules.heading(line, _under)


def speech(line: str) -> tuple[str, str] | None:
    """The cue (with its extensions) and the words of a speech on one line, or None."""
    if line[:1] in ("\t", " ", "(", "[", "\u3000"):
        return None
    match = _BESIDE.fullmatch(line.rstrip())
    if match is None:
        return None
    name, words = match["name"], match["words"]
    if len(name) > 14 or name in _LABELS or name.split()[0] in _LABELS or rules.is_transition(line.strip()):
        return None
    if not any(c.isalpha() for c in name) or any(c.islower() for c in name) or words.startswith("//"):
        return None
    if match["colon"] and name[-1].isdigit() and words[0].isdigit():
        return None
    last = name.split()[-1]
    if " " in name and not last.isdigit() and (last.endswith(_WORD_ENDS) or name.split()[0].endswith(_WORD_ENDS)):
        return None
    end = match.end("name")
    for part in _EXTENSION.finditer(match["more"]):
        said = part[1].strip().rstrip(".")
        if said.upper() not in _EXTENSIONS and (match["one"] is not None or not said.isascii()):
            break
        end = match.end("name") + part.end()
    if end == match.end("more"):
        return line[:end], words
    if match["one"] is not None and end == match.end("name"):
        return None
    return line[:end], line[end:].strip(" \t:：\u3000").replace("\t", " ")


_ALONE = re.compile(
    r"[(\[<【〈]?\s*(?:자막|인서트|삽입|INSERT|몽타주|플래시\s?백|타이틀|SUPER|CG)\s*(?:[)\]>】〉:：/.-]|$)",
    re.IGNORECASE)


def is_alone(line: str) -> bool:
    """Whether a line is a caption, an insert or the like, which stands for itself."""
    return _ALONE.match(line) is not None


KOREAN = Dialect(heading=heading, speech=speech, dense=True, alone=is_alone)


def read(text: str, file: str | None = None) -> Screenplay:
    """The screenplay that S# ``text`` spells out.

    A heading's ``text`` is its place and time; its number is ``scene_number``. Front matter (cast list, synopsis)
    before the first scene becomes notes.

    Raises:
        InputError: a NUL character (the text is binary).
    """
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise InputError("not a text file (NUL byte)", file=file, line=line, remedy="save the screenplay as UTF-8 text")
    lines = clean(text).split("\n")
    fields, front, first = front_matter(lines, lambda line: heading(line) is not None)
    elements = Blocks(joined(lines, first), KOREAN).read()
    return Screenplay(title_page=fields, elements=(*front, *elements), source="korean")


def write(screenplay: Screenplay) -> str:
    """The screenplay as S# text, which reads back as the same screenplay."""
    head = title_text(screenplay.title_page)
    blocks: list[str] = []
    elements = screenplay.elements
    at = 0
    while at < len(elements):
        element = elements[at]
        end = speech_end(elements, at) if element.kind is Kind.CHARACTER else at + 1
        block = _block_text(elements[at:end])
        if not blocks and _is_front(block):
            block = speech_text(elements[at:end], _FORCED) if element.kind is Kind.CHARACTER else "!" + block
        blocks.append(block)
        at = end
    body = "\n\n".join(blocks) + "\n" if blocks else ""
    return "\n".join(part for part in (head, body) if part)


def _block_text(block: Sequence[Element]) -> str:
    if block[0].kind is Kind.CHARACTER:
        return _speech_text(block)
    if block[0].kind is Kind.SCENE_HEADING:
        return _heading_text(block[0])
    return body_text(block, KOREAN).rstrip("\n")


def _is_front(block: str) -> bool:
    """Whether a first block would be read as part of a title page or as front matter."""
    fields, notes, _ = front_matter([*block.split("\n"), "", "S#1. x"], lambda line: heading(line) is not None)
    return bool(fields or notes)


def _heading_text(element: Element) -> str:
    text = f"S#{element.scene_number}. {element.text}" if element.scene_number else f"S#. {element.text}"
    shown = inline.visible(text).strip()
    if "\n" not in text and text == text.strip() and heading(shown) == (inline.visible(element.text).strip(),
                                                                        element.scene_number):
        return text
    return body_text((element,), KOREAN).rstrip("\n")


def _speech_text(elements: Sequence[Element]) -> str:
    """Name, tab and words where they read back the same, else Fountain's spelling with ``@``."""
    cue, words = elements[0], elements[1:]
    if words and not cue.dual and words[0].kind in (Kind.DIALOGUE, Kind.PARENTHETICAL) and "[[" not in cue.text:
        lines = [line for element in words for line in spoken_lines(element)]
        first = "\\" + lines[0] if words[0].kind is Kind.DIALOGUE and lines[0][:1] in ("(", "（") else lines[0]
        beside = f"{cue.text}\t{first}"
        simple = (words[0].kind is Kind.DIALOGUE or rules.parenthetical(first)) and "\n" not in lines[0]
        shown = inline.visible(beside).strip()
        simple = simple and speech(shown) is not None and kind_of(shown, False, KOREAN) is Kind.CHARACTER
        if simple and speech(beside) == (cue.text, first):
            return "\n".join([beside, *("\t" + line if line.strip() else line for line in lines[1:])])
    return speech_text(elements, _FORCED)




_FORCED = Dialect(heading=lambda line, under: ("", None), dense=True)
