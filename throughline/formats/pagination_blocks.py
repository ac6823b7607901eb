"""What stays together on a page: a paragraph, a speech with its name, two speeches side by side; how each breaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from throughline.film.screenplay import Element, Screenplay, scenes
from throughline.film.screenplay import ElementKind as Kind
from throughline.formats.inline import Run
from throughline.formats.pagination_layout import Column, Layout
from throughline.formats.pagination_lines import MADE, Line, Part, Piece, columns, printed

SILENT = frozenset({Kind.SECTION, Kind.SYNOPSIS, Kind.NOTE, Kind.BONEYARD})
SPOKEN = frozenset({Kind.PARENTHETICAL, Kind.DIALOGUE, Kind.LYRICS})
_FEWEST = 2
"""Rows of a paragraph that a page ends or begins with: one alone is lost to the reader."""
_GAP = 2
"""Columns between a name and the speech beside it."""
Row = tuple[Kind, tuple[Piece, ...], bool]
"""What a row is, what stands in it, and whether pagination itself made it."""


@dataclass(frozen=True)
class Block:
    """Rows that break in few places or none. ``space`` empty rows come before it but at the head of a page.

    ``cue`` is the name over a speech, ``other`` the second speech of a dual dialogue, ``again`` true where the block
    goes on from the page before, ``goes_on`` where it goes on on the next. ``number`` stands in the margins, ``mark``
    before the first row.
    """

    layout: Layout
    kind: Kind
    scene: int
    space: int
    parts: tuple[Part, ...]
    cue: Part | None = None
    other: Block | None = None
    number: str | None = None
    mark: str = ""
    again: bool = False
    goes_on: bool = False

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The block's rows, numbered from 0."""
        rows = self._rows()
        if self.other is not None:
            left, right = rows, self.other._rows()
            rows = [(kind, (*one, *two), made) for (kind, one, made), (_, two, _) in _beside(left, right)]
        return tuple(Line(row, kind, self.scene, pieces, self.number if row == 0 else None, made)
                     for row, (kind, pieces, made) in enumerate(rows))

    def _rows(self) -> list[Row]:
        rows: list[Row] = [(part.kind, (piece,), False) for part in self.parts for piece in part.pieces()]
        if self.mark and rows:
            piece = Piece(0, (Run(self.mark),), MADE, 0, 0)
            rows[0] = (rows[0][0], (piece, *rows[0][1]), False)
        if self.cue is not None and not (self.again and not self.layout.continued):
            name = self.cue.pieces()
            if self.again:
                name = [replace(name[0], runs=_said_again(self.cue.text, self.layout), element=MADE)]
            room = rows[0][1][0].column - self.cue.column.first - _GAP if rows else 0
            if self.layout.beside and len(name) == 1 and rows and columns(name[0].text) <= room:
                rows[0] = (Kind.CHARACTER, (name[0], *rows[0][1]), False)
            else:
                rows[:0] = [(Kind.CHARACTER, (piece,), self.again) for piece in name]
        if self.goes_on and self.layout.more:
            first = self.layout.column(Kind.CHARACTER).first
            rows.append((Kind.CHARACTER, (Piece(first, (Run(self.layout.more),), MADE, 0, 0),), True))
        return rows

    def broken(self, room: int) -> tuple[Block, Block] | None:
        """The block in two of which the first fills at most ``room`` rows, as late as may be; None if it cannot."""
        for at, offset in reversed(list(self._places())):
            head, tail = self.cut(at, offset)
            if len(head.lines) <= room and min(_own(head), _own(tail)) >= _FEWEST:
                return head, tail
        return None

    def chopped(self, room: int) -> tuple[Block, Block] | None:
        """The block in two at any row, for one that no page holds; None for a single row."""
        begins = [(at, piece.begin) for at, part in enumerate(self.parts) for piece in part.pieces()][1:]
        for at, offset in reversed(begins):
            head, tail = self.cut(at, offset)
            if len(head.lines) <= room:
                return head, tail
        return None

    def cut(self, at: int, offset: int) -> tuple[Block, Block]:
        """What stands before ``offset`` of part ``at``, and the rest; the empty part is left out."""
        before, after = self.parts[at].cut(offset)
        head = (*self.parts[:at], *((before,) if before.end > before.begin else ()))
        tail = (*((after,) if after.end > after.begin else ()), *self.parts[at + 1:])
        return (replace(self, parts=head, goes_on=self.cue is not None),
                replace(self, parts=tail, space=0, number=None, mark="", again=True))

    def _places(self) -> Iterator[tuple[int, int]]:
        """Where the block may break: after a sentence, or before a part of a speech that no parenthetical precedes."""
        if self.other is not None or self.kind not in (Kind.ACTION, Kind.CHARACTER):
            return
        for at, part in enumerate(self.parts):
            if at and self.parts[at - 1].kind is not Kind.PARENTHETICAL:
                yield at, part.begin
            if part.kind is not Kind.PARENTHETICAL:
                yield from ((at, end) for end in part.ends())


def blocks(screenplay: Screenplay, layout: Layout) -> list[Block | None]:
    """What is printed of ``screenplay``, in order; None is a page break."""
    found: list[Block | None] = []
    elements = [*enumerate(screenplay.elements)]
    scene_of = scene_indices(screenplay)
    printing = [(at, element) for at, element in elements if element.kind not in SILENT]
    while printing:
        at, element = printing[0]
        if element.kind is Kind.CHARACTER:
            first = _taken(printing)
            second = _taken(printing[len(first):]) if _is_dual(printing[len(first):]) else []
            after = bool(found) and found[-1] is not None and found[-1].kind is Kind.CHARACTER
            found.extend(_speeches(first, second, scene_of[at], layout, layout.speech_space if after else 1))
            printing = printing[len(first) + len(second):]
            continue
        printing = printing[1:]
        if element.kind is Kind.PAGE_BREAK:
            found.append(None)
        elif (part := _part(at, element, layout.column(element.kind))) is not None:
            again = bool(found) and found[-1] is not None and found[-1].kind is element.kind in SPOKEN
            space = layout.heading_space if element.kind is Kind.SCENE_HEADING else 0 if again else 1
            found.append(_numbered(Block(layout, element.kind, scene_of[at], space, (part,)), element.scene_number))
    return found


def _numbered(block: Block, number: str | None) -> Block:
    """A heading with its number, in the margins or before it."""
    if number is None or not block.layout.heading_mark:
        return replace(block, number=number)
    mark, column = block.layout.heading_mark.format(number), block.parts[0].column
    moved = Column(first=column.first + columns(mark), width=column.width - columns(mark))
    return replace(block, mark=mark, parts=(replace(block.parts[0], column=moved),))


def scene_indices(screenplay: Screenplay) -> list[int]:
    """For every element the index of its scene as ``scenes`` counts them, -1 before the first."""
    scene = -1 if scenes(screenplay)[:1] and scenes(screenplay)[0].heading is not None else 0
    found = []
    for element in screenplay.elements:
        scene += element.kind is Kind.SCENE_HEADING
        found.append(scene)
    return found


Numbered = tuple[int, Element]


def _taken(printing: Sequence[Numbered]) -> list[Numbered]:
    """The speech that begins here: its cue and what is spoken under it."""
    end = 1
    while end < len(printing) and printing[end][1].kind in SPOKEN:
        end += 1
    return list(printing[:end])


def _is_dual(printing: Sequence[Numbered]) -> bool:
    return bool(printing) and printing[0][1].kind is Kind.CHARACTER and printing[0][1].dual


def _speeches(first: Sequence[Numbered], second: Sequence[Numbered], scene: int, layout: Layout,
              space: int) -> list[Block | None]:
    """One speech, or two: side by side where a page has the room, else one after the other."""
    if second:
        left = _speech(first, scene, layout, _halved(layout.dual[0]), space)
        right = _speech(second, scene, layout, _halved(layout.dual[1]), space)
        both = replace(left, other=right)
        if len(both.lines) <= layout.rows:
            return [both]
    return [_speech(speech, scene, layout, layout.columns, space) for speech in (first, second) if speech]


def _speech(speech: Sequence[Numbered], scene: int, layout: Layout, places: dict[str, Column], space: int) -> Block:
    made = [_part(at, element, places[element.kind.value]) for at, element in speech]
    cue, parts = made[0], tuple(part for part in made[1:] if part is not None)
    if not parts and cue is not None:
        return Block(layout, Kind.CHARACTER, scene, space, (cue,))
    return Block(layout, Kind.CHARACTER, scene, space, parts, cue)


def _halved(column: Column) -> dict[str, Column]:
    """The columns of a speech in one half of a page."""
    first, width = column.first, column.width
    under = Column(first=first + width // 4, width=width - width // 4)
    aside = Column(first=first + width // 8, width=width - width // 4)
    return {"character": under, "parenthetical": aside, "dialogue": column, "lyrics": column}


def _part(at: int, element: Element, column: Column) -> Part | None:
    """The printed paragraph of an element; None where nothing of it is printed."""
    runs = printed(element.text.strip("\n"), element.kind)
    text = "".join(run.text for run in runs)
    if not text.strip():
        return None
    begin = 0 if element.kind is Kind.ACTION else len(text) - len(text.lstrip())
    return Part(element.kind, at, runs, column, begin, len(text.rstrip()))


def _own(block: Block) -> int:
    """How many rows of a block's own words it has."""
    return sum(len(part.pieces()) for part in block.parts)


def _said_again(name: str, layout: Layout) -> tuple[Run, ...]:
    """A name over a speech that goes on."""
    known = layout.continued.casefold().replace("’", "'") in name.casefold().replace("’", "'")
    return (Run(name.strip() if known else f"{name.strip()} {layout.continued}"),)


def _beside(left: Sequence[Row], right: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """The rows of two speeches side by side; the shorter is followed by empty ones."""
    empty: Row = (Kind.DIALOGUE, (), False)
    for at in range(max(len(left), len(right))):
        yield left[at] if at < len(left) else empty, right[at] if at < len(right) else empty
