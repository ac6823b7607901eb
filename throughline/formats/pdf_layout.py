"""Elements from the rows of a screenplay page: the columns tell action, dialogue, parenthetical, cue and transition.

US layout, in points from the left of action: dialogue about 72, parenthetical about 115, cue about 160, transition at
the right edge. The columns are measured from the file, since margins differ from program to program.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from throughline.film.screenplay import Element
from throughline.film.screenplay import ElementKind as Kind
from throughline.formats import fountain_rules as rules
from throughline.formats import inline
from throughline.formats.inline import Run
from throughline.formats.pdf_rows import Row, Segment

_SCENE_NUMBER = re.compile(r"\(?([A-Z]{0,2}\d{1,4}[A-Z]{0,2})[.)]?")
_MORE = re.compile(r"\(\s*(?:MORE|계속)\s*\)", re.IGNORECASE)
_CONTD = re.compile(r"\(\s*CONT[’'`]?(?:INUE)?D?\.?\s*\)", re.IGNORECASE)
_STYLED = frozenset((Kind.ACTION, Kind.DIALOGUE, Kind.LYRICS, Kind.CENTERED, Kind.PARENTHETICAL))


@dataclass(frozen=True)
class Columns:
    """Where the columns begin, points from the page's left; ``pitch`` is the distance of two lines of a paragraph."""

    action: float
    dialogue: float
    right: float
    pitch: float


def columns(rows: Sequence[Row]) -> Columns:
    """The columns measured from where rows begin."""
    starts = Counter(round(row.x0 / 4) for row in rows)
    often = max(2, len(rows) // 40)
    left = min((start for start, count in starts.items() if count >= often), default=min(starts, default=27)) * 4.0
    left = min((row.x0 for row in rows if abs(row.x0 - left) < 8), default=left)
    spoken = Counter(round(row.x0 / 4) for row in rows if 36 <= row.x0 - left <= 130 and not row.text.startswith("("))
    dialogue = spoken.most_common(1)[0][0] * 4.0 if spoken else left + 72
    steps = Counter(round(b.top - a.top) for a, b in pairwise(rows) if a.page == b.page)
    usual = [step for step, count in steps.items() if count >= max(1, sum(steps.values()) // 20) and step > 4]
    return Columns(left, dialogue, max((row.x1 for row in rows), default=540.0), float(min(usual, default=12)))


@dataclass
class Layout:
    """Reads rows into elements."""

    rows: Sequence[Row]
    found: list[Element] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    kind: Kind | None = None
    number: int = 0
    scene: str | None = None

    def elements(self) -> tuple[Element, ...]:
        """The elements of all rows."""
        if not self.rows:
            return ()
        numbered = [_scene_number(row) for row in self.rows]
        self.rows = [row for row, _ in numbered if row.segments]
        scenes = [number for row, number in numbered if row.segments]
        self.columns = columns(self.rows)
        at = 0
        while at < len(self.rows):
            if self._is_dual(at):
                at = self._dual(at)
                continue
            skip = self._row(at, scenes[at])
            at += 1 + skip
        self._close()
        return tuple(self.found)

    def _gap(self, at: int) -> bool:
        """Whether an empty line stands above row ``at``; at a page's top, whether the sentence above has ended."""
        if at == 0 or at >= len(self.rows):
            return True
        row, above = self.rows[at], self.rows[at - 1]
        if row.page != above.page:
            return above.text.rstrip()[-1:] in ".!?…:\"”)。" or abs(row.x0 - above.x0) > 12
        return row.top - above.top > 1.5 * self.columns.pitch

    def _row(self, at: int, scene: str | None) -> int:
        """Takes row ``at``; how many rows behind it were taken too."""
        row, text = self.rows[at], self.rows[at].text.strip()
        if _MORE.fullmatch(text):
            return self._more(at)
        kind = self._kind(at, scene)
        speaking = self.kind in (Kind.CHARACTER, Kind.PARENTHETICAL, Kind.DIALOGUE)
        near = not self._gap(at) or (speaking and self._turned(at))
        joins = kind is self.kind and kind is not Kind.CHARACTER and near
        if kind is Kind.PARENTHETICAL and self.kind is Kind.PARENTHETICAL:
            joins = not rules.parenthetical("".join(run.text for run in self.runs).strip() or "-")
        if not joins:
            self._close()
            self.kind, self.number, self.scene = kind, row.number, scene
        self._take(row.segments)
        return 0

    def _turned(self, at: int) -> bool:
        return self.rows[at].page != self.rows[at - 1].page

    def _more(self, at: int) -> int:
        """Drops (MORE), and the repeated cue at the top of the next page."""
        after = self.rows[at + 1 : at + 2]
        return 1 if after and _CONTD.search(after[0].text) else 0

    def _kind(self, at: int, scene: str | None) -> Kind:
        row, text, cols = self.rows[at], self.rows[at].text.strip(), self.columns
        inset = row.x0 - cols.action
        spoken = cols.dialogue - cols.action
        speaking = self.kind in (Kind.CHARACTER, Kind.PARENTHETICAL, Kind.DIALOGUE)
        if speaking and inset > 20 and (not self._gap(at) or self._turned(at)):
            open_one = self.kind is Kind.PARENTHETICAL and not rules.parenthetical(self._said() or "-")
            if open_one or (text[0] in "(（" and row.x0 - cols.dialogue > 6) or rules.parenthetical(text):
                return Kind.PARENTHETICAL
            if abs(row.x0 - cols.dialogue) < 30:
                return Kind.DIALOGUE
        if scene is not None or (inset < 20 and rules.heading(text, not self._gap(at + 1)) is not None):
            return Kind.SCENE_HEADING
        if self.kind is Kind.SCENE_HEADING and not self._gap(at) and text == text.upper() and inset < 20:
            return Kind.SCENE_HEADING
        if inset > spoken + 20 and not self._gap(at + 1) and self._is_cue(text) and self._speaks(at + 1):
            return Kind.CHARACTER
        if rules.is_transition(text) or (row.x1 > cols.right - 40 and inset > 200 and text == text.upper()):
            return Kind.TRANSITION
        if inset > 30 and row.centred:
            return Kind.CENTERED
        return Kind.ACTION

    def _is_cue(self, text: str) -> bool:
        return rules.is_cased_cue(text) or rules.caseless_name(text) is not None

    def _speaks(self, at: int) -> bool:
        return at < len(self.rows) and self.rows[at].x0 - self.columns.action > 20

    def _said(self) -> str:
        return "".join(run.text for run in self.runs).strip()

    def _take(self, segments: Sequence[Segment]) -> None:
        for segment in segments:
            if self.runs:
                self.runs.append(Run("\n" if self.kind is Kind.CENTERED else " "))
            self.runs.extend(segment.runs)

    def _close(self, dual: bool = False) -> None:
        if self.kind is not None and self.runs:
            runs = self.runs if self.kind in _STYLED else [Run("".join(run.text for run in self.runs))]
            text = inline.from_runs(runs).strip()
            number = self.scene if self.kind is Kind.SCENE_HEADING else None
            self.found.append(Element(kind=self.kind, text=text, line=self.number, scene_number=number, dual=dual))
        self.runs, self.kind, self.scene = [], None, None

    def _is_dual(self, at: int) -> bool:
        row = self.rows[at]
        return (len(row.segments) == 2 and all(rules.is_cased_cue(segment.text.strip()) for segment in row.segments)
                and row.segments[1].x0 > row.width / 2 - 20 and not self._gap(at + 1))

    def _dual(self, at: int) -> int:
        """Takes two speeches side by side; the index of the row behind them."""
        self._close()
        end = at + 1
        while end < len(self.rows) and not self._gap(end):
            end += 1
        block = self.rows[at:end]
        rights = [s.x0 for row in block for s in row.segments[1:]]
        split = (min(rights) + max([s.x1 for row in block for s in row.segments[:1] if len(row.segments) > 1])) / 2
        for second in (False, True):
            for index, row in enumerate(block):
                side = tuple(s for s in row.segments if (s.x0 > split - 20) == second)
                if not side:
                    continue
                text = " ".join(segment.text for segment in side).strip()
                spoken = Kind.PARENTHETICAL if rules.parenthetical(text) else Kind.DIALOGUE
                kind = spoken if index else Kind.CHARACTER
                if kind is not self.kind:
                    self._close(dual=second and self.kind is Kind.CHARACTER)
                    self.kind, self.number = kind, row.number
                self._take(side)
            self._close()
        return end


def _scene_number(row: Row) -> tuple[Row, str | None]:
    """The row without the scene numbers in its margins, and the number: it stands left, right or on both sides."""
    segments = list(row.segments)
    number: str | None = None
    if len(segments) > 1 and (match := _SCENE_NUMBER.fullmatch(segments[0].text.strip())) and segments[0].x0 < 108:
        if rules.heading(segments[1].text.strip()) is not None or segments[-1].text.strip() == segments[0].text.strip():
            number, segments = match[1], segments[1:]
    if len(segments) > 1 and (match := _SCENE_NUMBER.fullmatch(segments[-1].text.strip())):
        if number == match[1] or (number is None and rules.heading(segments[0].text.strip()) is not None):
            number, segments = match[1], segments[:-1]
    if number is None and len(segments) == 1 and segments[0].x0 < 108:
        run = re.fullmatch(r"([A-Z]?\d{1,4}[A-Z]?)\.?\s+(.+?)(?:\s+\1\.?)?", segments[0].text.strip())
        if run and rules.heading(run[2]) is not None:
            return replace(row, segments=(replace(segments[0], runs=(Run(run[2]),)),)), run[1]
    return replace(row, segments=tuple(segments)), number
