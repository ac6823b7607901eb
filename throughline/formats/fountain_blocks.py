"""Elements from lines: the one reader of paragraphs behind Fountain and Korean S# text.

A Dialect says which lines are headings and speeches without a mark; everything marked, and the grouping of lines into
elements, is the same. Besides Fountain's rules two escapes make every text expressible: a backslash before the first
character of a dialogue line or a heading, and a lone ``!`` for an empty line inside action.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from throughline.film.screenplay import Element
from throughline.film.screenplay import ElementKind as Kind
from throughline.formats import fountain_rules as rules
from throughline.formats import inline
from throughline.formats.fountain_dialect import kind_of, marked_text, unescaped
from throughline.formats.fountain_lines import Line
from throughline.formats.fountain_speech import Cursor, Words

_FORCED = re.compile(r"^(\s*)!")


@dataclass
class Blocks(Cursor):
    """Reads ``lines`` into ``found``, one block (heading, paragraph, speech ...) at a time."""

    names: Counter[str] = field(default_factory=Counter)
    speakers: set[str] = field(default_factory=set)

    def read(self) -> tuple[Element, ...]:
        """The elements of all lines."""
        self.names = self._possible_names()
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.seen:
                self._block(line)
            else:
                if not line.blank:
                    self.asides(line)
                self.at += 1
        return tuple(self.found)

    def _possible_names(self) -> Counter[str]:
        """How often each name in a script without case stands where a cue would; who surely speaks counts twice."""
        counted: Counter[str] = Counter()
        speech = self.dialect.speech
        for index, line in enumerate(self.lines):
            if not line.seen or line.seen.isascii():
                continue
            said = speech(line.seen) if speech is not None else None
            if said is not None or line.seen[0] == "@":
                name = rules.caseless_name(said[0] if said is not None else line.seen[1:])
                if name is not None:
                    self.speakers.add(name)
                    counted[name] += 2
            elif (not index or self.lines[index - 1].blank) and self._under(index):
                name = rules.caseless_name(line.seen)
                if name is not None:
                    counted[name] += 1
        return counted

    def _under(self, index: int) -> str:
        """The visible text right under line ``index``: "" before an empty line or the end."""
        for line in self.lines[index + 1 : index + 9]:
            if line.seen or line.blank:
                return line.seen
        return ""

    def _block(self, line: Line) -> None:
        under = self._under(self.at)
        kind = kind_of(line.seen, bool(under), self.dialect)
        if kind is Kind.CHARACTER and line.seen[0] != "@" and not self._is_cue(line, under):
            kind = Kind.ACTION
        if kind is Kind.ACTION:
            return self._action(line)
        line = self._led_by_asides(line)
        if kind is Kind.CHARACTER:
            self._speech(line)
        elif kind in (Kind.LYRICS, Kind.CENTERED):
            self._run(kind)
        else:
            self._single(kind, line)
            self.at += 1

    def _led_by_asides(self, line: Line) -> Line:
        """Takes the asides that a line begins with; what is left of it."""
        raw, number = line.raw.strip(), line.number
        while raw[:2] in ("[[", "/*") and (span := inline.spans(raw)[:1]) and span[0].start == 0:
            self.asides(Line(raw[: span[0].end], "", number))
            number += raw.count("\n", 0, span[0].end)
            raw = raw[span[0].end :].strip()
        return Line(raw, line.seen, number)

    def _single(self, kind: Kind, line: Line) -> None:
        text, seen = line.raw, line.seen
        if kind is Kind.SCENE_HEADING:
            self._heading(line)
        elif kind is Kind.SECTION:
            depth = len(text) - len(text.lstrip("#"))
            self.add(kind, text[depth:].strip(), line.number, depth=depth)
        elif kind is Kind.SYNOPSIS:
            self.add(kind, text[1:].strip(), line.number)
        elif kind is Kind.PAGE_BREAK:
            self.add(kind, "", line.number)
            for span in inline.spans(text):
                self.add(Kind.BONEYARD if span.boneyard else Kind.NOTE, inline.aside_text(text, span), line.number)
        elif kind is Kind.TRANSITION:
            body = text[1:].strip() if seen[0] == ">" else text
            self.add(kind, body[:-2] + "<" if body.endswith("\\<") else body, line.number)

    def _heading(self, line: Line) -> None:
        text, seen = line.raw, line.seen
        natural = self.dialect.heading(seen, True) or self.dialect.heading(seen, False)
        if natural is None:
            shown, number = rules.numbered(seen[1:].strip())
            text, seen = text[1:].strip(), seen[1:].strip()
        else:
            shown, number = natural
            cut = seen.find(shown)
            text, seen = (text[cut:], seen[cut:]) if text[:cut] == seen[:cut] else (text, seen)
        if text == seen:
            text = shown
        elif number is not None:
            text = _without_number(text, number, seen)
        line = self._led_by_asides(Line(text, seen, line.number))
        text = line.raw
        self.add(Kind.SCENE_HEADING, text if natural else unescaped(text), line.number, scene_number=number)

    def _run(self, kind: Kind) -> None:
        """Lyrics or centred lines that follow each other directly: one element."""
        first = self.lines[self.at].number
        texts: list[str] = []
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if not line.seen or rules.marked(line.seen) is not kind or (texts and line.raw.strip()[0] != line.seen[0]):
                break
            texts.append(marked_text(kind, line.raw.strip()))
            self.at += 1
        text = "\n".join(texts).strip("\n")
        if text:
            self.add(kind, text, first)

    def _action(self, line: Line) -> None:
        first = line.number
        texts: list[str] = []
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.blank or (texts and self.dialect.dense and self._breaks(line)):
                break
            texts.append(_FORCED.sub(r"\1", line.raw.replace("\t", "    "), count=1).rstrip())
            self.at += 1
            if self.dialect.alone(line.seen):
                break
        text = "\n".join(texts)
        if text.strip():
            self.add(Kind.ACTION, text, first)

    def _breaks(self, line: Line) -> bool:
        """Whether a line of a dense script ends the action above it."""
        if not line.seen:
            return False
        if self.dialect.alone(line.seen):
            return True
        under = self._under(self.at)
        kind = kind_of(line.seen, bool(under), self.dialect)
        if kind is not Kind.CHARACTER or line.seen[0] == "@":
            return kind is not Kind.ACTION
        surely = self.dialect.speech is not None and self.dialect.speech(line.seen) is not None
        return (surely or rules.caseless_name(line.seen) in self.speakers) and self._is_cue(line, under)

    def _is_cue(self, line: Line, under: str) -> bool:
        speech = self.dialect.speech
        if speech is not None and speech(line.seen) is not None:
            return speech(line.raw.strip()) is not None
        if not under:
            return False
        known = self.names[rules.caseless_name(line.seen) or ""]
        return rules.is_cased_cue(line.seen) or rules.is_caseless_cue(line.seen, under, known)

    def _speech(self, line: Line) -> None:
        said = None
        forced = line.raw[0] == "@"
        if self.dialect.speech is not None and not forced and self.dialect.speech(line.seen) is not None:
            said = self.dialect.speech(line.raw)
        cue = said[0] if said is not None else line.raw[1:].strip() if forced else line.raw
        dual = cue.endswith("^")
        self.add(Kind.CHARACTER, cue[:-1].rstrip() if dual else cue, line.number, dual=dual)
        self.at += 1
        words = Words(self, indented=said is not None, open_ended=forced)
        words.read(said[1] if said is not None else None, line.number)


def _without_number(text: str, number: str, seen: str) -> str:
    """A heading that has asides in it, without the number that is visible in ``seen``."""
    mark = f"#{number}#"
    at = text.rfind(mark)
    if at >= 0 and seen.endswith(mark):
        return (text[:at].rstrip() + " " + text[at + len(mark) :].strip()).strip()
    return text
