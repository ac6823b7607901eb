"""A screenplay as pages of lines, the way the industry prints it: what eighths, page numbers and the PDF come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from throughline.film.record import Record
from throughline.film.screenplay import ElementKind as Kind
from throughline.film.screenplay import Screenplay, scenes
from throughline.formats.pagination_blocks import Block, blocks
from throughline.formats.pagination_layout import Layout, layout_of
from throughline.formats.pagination_lines import MADE, Line
from throughline.production.revision_numbers import inserted


class Start(Record):
    """Where a page begins: the index of an element of the screenplay, and the place in its printed text."""

    element: int
    offset: int = 0


class LockedPage(Record):
    """A page whose number is locked: its label ("12", "12A") and where it begins."""

    label: str
    start: Start


class Sheet(Record):
    """What distinguishes a printed page: the colour of its paper, and the words at its head."""

    colour: str = "white"
    header: str = ""


@dataclass(frozen=True)
class Page:
    """A page: its label, where it begins, its lines from the top; the rows of the lines rise from 0."""

    label: str
    start: Start
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Pages:
    """A screenplay laid out. ``rows`` is by scene, in the order of ``film.screenplay.scenes``, how many rows it fills:
    its own lines and the empty ones before them, not what a page leaves empty at its foot."""

    layout: Layout
    pages: tuple[Page, ...]
    rows: tuple[int, ...]
    scene_pages: tuple[str, ...]


def paginate(screenplay: Screenplay, layout: Layout | None = None, locked: Sequence[LockedPage] = ()) -> Pages:
    """``screenplay`` laid out in pages of lines; the same screenplay gives the same pages.

    With ``locked`` pages each begins where it did: what no longer fits on it goes to A-pages (12A after 12), and
    pages that were left empty are drawn together under one label ("12-13"). Without ``layout`` the screenplay's own,
    see ``layout_of``.
    """
    layout = layout or layout_of(screenplay)
    made = blocks(screenplay, layout)
    press = _Press(layout, len(scenes(screenplay)), [page.label for page in locked])
    for section in _sections(made, locked):
        press.section(section)
    return Pages(layout, tuple(press.pages), tuple(press.rows), tuple(press.scene_pages))


Marks = Mapping[int, Sequence[tuple[int, int]]]
"""By element the places in its printed text that changed: from, to; the two are equal where something was taken out."""


def is_marked(line: Line, marks: Marks) -> bool:
    """Whether something in a line changed."""
    return any(piece.element in marks and any(_meets(begin, end, piece.begin, piece.end)
                                              for begin, end in marks[piece.element]) for piece in line.pieces)


def _meets(begin: int, end: int, first: int, last: int) -> bool:
    return first <= begin <= last if begin == end else begin < last and first < end


@dataclass(frozen=True)
class Section:
    """What stands between two locked pages: the label of its first page, that of the page after it, its blocks; None
    for labels where no page is locked."""

    label: str | None
    following: str | None
    blocks: list[Block | None]


def _sections(made: Sequence[Block | None], locked: Sequence[LockedPage]) -> Iterator[Section]:
    """The blocks between locked pages, each with the label of its first page; one without a label for none locked.

    A page that was left empty is drawn together with the next, one at the end with that before it.
    """
    if not locked:
        yield Section(None, None, list(made))
        return
    rest = list(made)
    found: list[tuple[list[str], list[Block | None]]] = []
    waiting: list[str] = []
    for page, following in zip(locked, [*locked[1:], None], strict=True):
        section, rest = _until(rest, following.start) if following is not None else (rest, [])
        waiting.append(page.label)
        if any(block is not None for block in section):
            found.append((waiting, section))
            waiting = []
    if waiting and found:
        found[-1][0].extend(waiting)
    names = [labels[0] if len(labels) == 1 else f"{labels[0].partition('-')[0]}-{labels[-1].rpartition('-')[2]}"
             for labels, _ in found]
    for name, after, (_, section) in zip(names, [*names[1:], None], found, strict=True):
        yield Section(name, after, section)


def _until(made: list[Block | None], start: Start) -> tuple[list[Block | None], list[Block | None]]:
    """The blocks that stand before ``start``, and the rest; a block that it falls into is cut."""
    place = (start.element, start.offset)
    for at, block in enumerate(made):
        if block is None:
            continue
        first = block.cue or block.parts[0]
        if (first.element, first.begin) >= place:
            return made[:at], made[at:]
        for inner, part in enumerate(block.parts):
            if block.other is None and part.element == start.element and part.begin < start.offset < part.end:
                head, tail = block.cut(inner, start.offset)
                return [*made[:at], head], [tail, *made[at + 1:]]
            if block.other is None and inner and (part.element, part.begin) == place:
                head, tail = block.cut(inner, part.begin)
                return [*made[:at], head], [tail, *made[at + 1:]]
    return made, []


_AHEAD = 8
"""Blocks that are looked at to see whether a heading has something under it."""


@dataclass
class _Press:
    """Puts blocks on pages."""

    layout: Layout
    scenes: int
    locked: list[str]
    pages: list[Page] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    label: str = "1"
    row: int = 0

    def __post_init__(self) -> None:
        self.rows = [0] * self.scenes
        self.scene_pages = [""] * self.scenes

    def section(self, section: Section) -> None:
        """Lay out blocks that begin on a page of their own."""
        self.label = section.label or str(len(self.pages) + 1)
        waiting = list(section.blocks)
        while waiting:
            block = waiting.pop(0)
            if block is None:
                if self.row:
                    self._turn(section)
                continue
            here, rest = self._shared(block, waiting)
            if here is not None:
                self._put(here)
            if rest is not None:
                waiting.insert(0, rest)
                self._turn(section)
        if self.lines:
            self._turn(section)

    def _shared(self, block: Block, following: Sequence[Block | None]) -> tuple[Block | None, Block | None]:
        """What of a block goes on this page, and what on the next."""
        room = self.layout.rows - self.row - (block.space if self.row else 0)
        if self.row and not self._begins([block, *following[:_AHEAD]], room):
            return None, block
        if len(block.lines) <= room:
            return block, None
        return block.broken(room) or (block.chopped(room) if not self.row else None) or (block, None)

    def _begins(self, made: Sequence[Block | None], room: int) -> bool:
        """Whether the first block can begin where ``room`` rows are left; a heading only with what follows it."""
        block = made[0]
        if block is None:
            return True
        rows = len(block.lines)
        if block.kind is not Kind.SCENE_HEADING:
            return rows <= room or block.broken(room) is not None
        following = made[1] if len(made) > 1 else None
        if following is None:
            return rows <= room
        return rows <= room and self._begins(made[1:], room - rows - following.space)

    def _put(self, block: Block) -> None:
        space = block.space if self.row else 0
        self.row += space
        if 0 <= block.scene < len(self.rows):
            self.rows[block.scene] += space + sum(not line.made for line in block.lines)
            self.scene_pages[block.scene] = self.scene_pages[block.scene] or self.label
        self.lines.extend(replace(line, row=self.row + line.row) for line in block.lines)
        self.row += len(block.lines)

    def _turn(self, section: Section) -> None:
        """End the page."""
        own = next(piece for line in self.lines for piece in line.pieces if piece.element != MADE)
        self.pages.append(Page(self.label, Start(element=own.element, offset=own.begin), tuple(self.lines)))
        self.lines, self.row = [], 0
        if section.label is None:
            self.label = str(len(self.pages) + 1)
            return
        used = [name for label in (*self.locked, *(page.label for page in self.pages)) for name in label.split("-")]
        previous = self.label.rpartition("-")[2]
        following = section.following.partition("-")[0] if section.following is not None else None
        self.label = (str(int(previous) + 1) if following is None and previous.isdigit()
                      else inserted(previous, following, used))
