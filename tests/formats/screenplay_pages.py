"""Screenplay PDFs for tests, typeset where a writing program would put every line."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import typst

INCH = 72.0


def typeset(
    path: Path, pages: list[list[tuple[float, float, str]]], font: str = "DejaVu Sans Mono", size: float = 12
) -> Path:
    """A US letter PDF; each page is a list of (inches from the left, points from the top, text)."""
    source = ['#set page(width: 8.5in, height: 11in, margin: 0pt)', f'#set text(font: "{font}", size: {size}pt)']
    for index, page in enumerate(pages):
        if index:
            source.append("#pagebreak()")
        for x, y, text in page:
            quoted = text.replace("\\", "\\\\").replace('"', '\\"')
            source.append(f'#place(top + left, dx: {x * INCH}pt, dy: {y}pt, box(width: auto, text("{quoted}")))')
    typ = path.with_suffix(".typ")
    typ.write_text("\n".join(source), encoding="utf-8")
    path.write_bytes(typst.compile(str(typ)))
    return path


class Page:
    """A page under way: adds lines in the columns of a US screenplay, 12 points apart."""

    COLUMNS: ClassVar = {"action": 1.5, "dialogue": 2.5, "paren": 3.1, "cue": 3.7, "transition": 6.0}

    def __init__(self, number: int | None = None, head: str = ""):
        self.lines: list[tuple[float, float, str]] = []
        self.y = 72.0
        if number is not None:
            self.lines.append((7.2, 36.0, f"{number}."))
        if head:
            self.lines.append((3.0, 36.0, head))

    def add(self, column: str, *texts: str, gap: bool = False, numbers: str | None = None) -> Page:
        self.y += 12 if gap else 0
        for text in texts:
            if numbers is not None:
                self.lines.extend([(0.9, self.y, numbers), (7.6, self.y, numbers)])
                numbers = None
            self.lines.append((self.COLUMNS[column], self.y, text))
            self.y += 12
        return self

    def at(self, inches: float, text: str, down: float = 12.0) -> Page:
        self.lines.append((inches, self.y, text))
        self.y += down
        return self
