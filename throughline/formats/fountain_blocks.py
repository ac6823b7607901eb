"""Elements from lines: the one reader of paragraphs behind Fountain and Korean S# text.

A Dialect says which lines are headings and speeches without a mark; everything marked, and the grouping of lines into
elements, is the same. Besides Fountain's rules two escapes make every text expressible: a backslash before the first
character of a dialogue line or a heading, and a lone ``!`` for an empty line inside action.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from throughline.film.screenplay import Element
from throughline.film.screenplay import ElementKind as Kind
from throughline.formats import fountain_rules as rules
from throughline.formats import inline
from throughline.formats.fountain_lines import Line

_FORCED = re.compile(r"^(\s*)!")
_UNESCAPE = re.compile(r"\\(?=\\*(?:[(（~.!@>=#]|$))")


@dataclass(frozen=True)
class Dialect:
    """What needs no mark. ``speech`` splits a line into cue and words; ``dense`` scripts need no empty lines, and a line
    that is ``alone`` in them (a caption, an insert) is an action of its own."""

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


@dataclass
class Blocks:
    """Reads ``lines`` into ``found``, one block (heading, paragraph, speech ...) at a time."""

    lines: Sequence[Line]
    dialect: Dialect
    found: list[Element] = field(default_factory=list)
    at: int = 0
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
                    self._asides(line)
                self.at += 1
        return tuple(self.found)

    def _possible_names(self) -> Counter[str]:
        """How often each name in a script without case stands where a cue would; those that surely speak count twice."""
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

    def _add(self, kind: Kind, text: str, line: int, **more: object) -> None:
        if "\n" in text:
            text = "\n".join(part.rstrip() or ("  " if part else "") for part in text.split("\n"))
        self.found.append(Element(kind=kind, text=text, line=line, **more))  # type: ignore[arg-type]

    def _asides(self, line: Line) -> None:
        number, last = line.number, 0
        for span in inline.spans(line.raw):
            number += line.raw.count("\n", last, span.start)
            last = span.start
            kind = Kind.BONEYARD if span.boneyard else Kind.NOTE
            self._add(kind, inline.aside_text(line.raw, span), number)

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
            self._asides(Line(raw[: span[0].end], "", number))
            number += raw.count("\n", 0, span[0].end)
            raw = raw[span[0].end :].strip()
        return Line(raw, line.seen, number)

    def _single(self, kind: Kind, line: Line) -> None:
        text, seen = line.raw, line.seen
        if kind is Kind.SCENE_HEADING:
            self._heading(line)
        elif kind is Kind.SECTION:
            depth = len(text) - len(text.lstrip("#"))
            self._add(kind, text[depth:].strip(), line.number, depth=depth)
        elif kind is Kind.SYNOPSIS:
            self._add(kind, text[1:].strip(), line.number)
        elif kind is Kind.PAGE_BREAK:
            self._add(kind, "", line.number)
            for span in inline.spans(text):
                self._add(Kind.BONEYARD if span.boneyard else Kind.NOTE, inline.aside_text(text, span), line.number)
        elif kind is Kind.TRANSITION:
            body = text[1:].strip() if seen[0] == ">" else text
            self._add(kind, body[:-2] + "<" if body.endswith("\\<") else body, line.number)

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
        self._add(Kind.SCENE_HEADING, text if natural else unescaped(text), line.number, scene_number=number)

    def _run(self, kind: Kind) -> None:
        """Lyrics or centred lines that follow each other directly: one element."""
        first, texts = self.lines[self.at].number, []
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if not line.seen or rules.marked(line.seen) is not kind or (texts and line.raw.strip()[0] != line.seen[0]):
                break
            texts.append(marked_text(kind, line.raw.strip()))
            self.at += 1
        text = "\n".join(texts).strip("\n")
        if text:
            self._add(kind, text, first)

    def _action(self, line: Line) -> None:
        first, texts = line.number, []
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
            self._add(Kind.ACTION, text, first)

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
        self._add(Kind.CHARACTER, cue[:-1].rstrip() if dual else cue, line.number, dual=dual)
        self.at += 1
        words = _Words(self, indented=said is not None, open_ended=forced)
        words.read(said[1] if said is not None else None, line.number)


@dataclass
class _Words:
    """The parentheticals, dialogue, lyrics and notes under a cue. ``indented``: only indented lines go on with it;
    ``open_ended``: only an empty line ends it, as in Fountain."""

    blocks: Blocks
    indented: bool
    open_ended: bool
    kind: Kind = Kind.DIALOGUE
    texts: list[str] = field(default_factory=list)
    first: int = 0

    def read(self, beside: str | None, number: int) -> None:
        blocks = self.blocks
        if beside is not None:
            self._beside(beside, number)
        while blocks.at < len(blocks.lines):
            line = blocks.lines[blocks.at]
            if line.blank:
                gap = self._gap()
                if not gap:
                    break
                self.texts.extend([""] * gap)
                blocks.at += gap
                continue
            if self.indented and not line.raw.startswith(("\t", "  ", "\u3000")):
                break
            if blocks.dialect.dense and not (self.open_ended or self.indented) and blocks.dialect.heading(line.seen, True):
                break
            if not line.seen:
                self._flush()
                blocks._asides(line)
                blocks.at += 1
            else:
                self._words(line)
        self._flush()

    def _beside(self, words: str, number: int) -> None:
        """The words on the cue's own line; a parenthetical that leads them is one of its own."""
        end = words.find(")" if words[0] == "(" else "）") + 1 if words[:1] in ("(", "（") else 0
        if end and rules.parenthetical(words[:end]):
            self.blocks._add(Kind.PARENTHETICAL, words[:end], number)
            words = words[end:].strip()
        if inline.visible(words).strip():
            self._take(Kind.DIALOGUE, unescaped(words), number)
        else:
            self.blocks._asides(Line(words, "", number))

    def _words(self, line: Line) -> None:
        blocks, raw = self.blocks, line.raw.strip()
        if line.seen[0] == "~" and raw[0] == "~":
            sung = marked_text(Kind.LYRICS, raw)
            if sung or (self.texts and self.kind is Kind.LYRICS):
                self._take(Kind.LYRICS, sung, line.number)
        elif line.seen[0] in "(（" and (count := self._parenthetical_lines()):
            self._flush()
            parts = [part.raw.strip() for part in blocks.lines[blocks.at : blocks.at + count]]
            blocks._add(Kind.PARENTHETICAL, "\n".join(parts), line.number)
            blocks.at += count
            return
        else:
            self._take(Kind.DIALOGUE, unescaped(raw), line.number)
        blocks.at += 1

    def _take(self, kind: Kind, text: str, number: int) -> None:
        if kind is not self.kind:
            self._flush()
        if not self.texts:
            self.first, self.kind = number, kind
        self.texts.append(text)

    def _flush(self) -> None:
        while self.texts and not self.texts[-1]:
            self.texts.pop()
        text = "\n".join(self.texts).lstrip("\n")
        if text:
            self.blocks._add(self.kind, text, self.first)
        self.texts = []

    def _parenthetical_lines(self) -> int:
        """How many lines from here make one parenthetical; 0: this is dialogue."""
        shown = ""
        for count, line in enumerate(self.blocks.lines[self.blocks.at : self.blocks.at + 4], 1):
            if not line.seen or line.raw.strip()[:1] != line.seen[0]:
                return 0
            shown += line.seen
            if rules.parenthetical(shown):
                return count
            if ")" in line.seen or "）" in line.seen:
                return 0
        return 0

    def _gap(self) -> int:
        """How many lines of two spaces, kept open by the writer, stand here before more of the same speech."""
        lines, at = self.blocks.lines, self.blocks.at
        count = 0
        while at + count < len(lines) and lines[at + count].blank:
            if len(lines[at + count].raw) < 2:
                return 0
            count += 1
        if at + count >= len(lines):
            return 0
        after = lines[at + count]
        if self.indented:
            return count if after.raw.startswith(("\t", "  ", "\u3000")) else 0
        return count if self.open_ended or self.blocks.dialect.heading(after.seen, True) is None else 0


def marked_text(kind: Kind, line: str) -> str:
    """What stands between the marks of a line of lyrics or a centred line."""
    if kind is Kind.LYRICS:
        return line[1:].strip()
    end = line.rfind("<")
    return (line[1:end] + line[end + 1 :]).strip()


def _without_number(text: str, number: str, seen: str) -> str:
    """A heading that has asides in it, without the number that is visible in ``seen``."""
    mark = f"#{number}#"
    at = text.rfind(mark)
    if at >= 0 and seen.endswith(mark):
        return (text[:at].rstrip() + " " + text[at + len(mark) :].strip()).strip()
    return text
