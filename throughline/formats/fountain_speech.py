"""A speech: what stands under a cue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from throughline.film.screenplay import Element
from throughline.film.screenplay import ElementKind as Kind
from throughline.formats import fountain_rules as rules
from throughline.formats import inline
from throughline.formats.fountain_dialect import Dialect, marked_text, unescaped
from throughline.formats.fountain_lines import Line


@dataclass
class Cursor:
    """Lines being read: which comes next, and the elements found so far."""

    lines: Sequence[Line]
    dialect: Dialect
    found: list[Element] = field(default_factory=list)
    at: int = 0

    def add(self, kind: Kind, text: str, line: int, **more: object) -> None:
        if "\n" in text:
            text = "\n".join(part.rstrip() or ("  " if part else "") for part in text.split("\n"))
        self.found.append(Element(kind=kind, text=text, line=line, **more))  # type: ignore[arg-type]

    def asides(self, line: Line) -> None:
        number, last = line.number, 0
        for span in inline.spans(line.raw):
            number += line.raw.count("\n", last, span.start)
            last = span.start
            kind = Kind.BONEYARD if span.boneyard else Kind.NOTE
            self.add(kind, inline.aside_text(line.raw, span), number)


@dataclass
class Words:
    """Reads the parentheticals, dialogue, lyrics and notes under a cue.

    ``indented``: only indented lines go on with it; ``open_ended``: only an empty line ends it, as in Fountain.
    """

    blocks: Cursor
    indented: bool
    open_ended: bool
    kind: Kind = Kind.DIALOGUE
    texts: list[str] = field(default_factory=list)
    first: int = 0

    def read(self, beside: str | None, number: int) -> None:
        """Takes the words ``beside`` the cue on line ``number``, then the lines under it."""
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
            ended = blocks.dialect.dense and not (self.open_ended or self.indented)
            if ended and blocks.dialect.heading(line.seen, True):
                break
            if not line.seen:
                self._flush()
                blocks.asides(line)
                blocks.at += 1
            else:
                self._words(line)
        self._flush()

    def _beside(self, words: str, number: int) -> None:
        """The words on the cue's own line; a parenthetical that leads them is one of its own."""
        end = words.find(")" if words[0] == "(" else "）") + 1 if words[:1] in ("(", "（") else 0
        if end and rules.parenthetical(words[:end]):
            self.blocks.add(Kind.PARENTHETICAL, words[:end], number)
            words = words[end:].strip()
        if inline.visible(words).strip():
            self._take(Kind.DIALOGUE, unescaped(words), number)
        else:
            self.blocks.asides(Line(words, "", number))

    def _words(self, line: Line) -> None:
        blocks, raw = self.blocks, line.raw.strip()
        if line.seen[0] == "~" and raw[0] == "~":
            sung = marked_text(Kind.LYRICS, raw)
            if sung or (self.texts and self.kind is Kind.LYRICS):
                self._take(Kind.LYRICS, sung, line.number)
        elif line.seen[0] in "(（" and (count := self._parenthetical_lines()):
            self._flush()
            parts = [part.raw.strip() for part in blocks.lines[blocks.at : blocks.at + count]]
            blocks.add(Kind.PARENTHETICAL, "\n".join(parts), line.number)
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
            self.blocks.add(self.kind, text, self.first)
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
