"""A draft as it is issued: numbered and OMITTED scenes, locked pages, coloured paper, asterisks at what changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256

import msgspec

from throughline.film.record import Record
from throughline.film.screenplay import Element, Screenplay, scenes
from throughline.film.screenplay import ElementKind as Kind
from throughline.formats.pagination import LockedPage, Marks, Page, Pages, Sheet, Start, paginate
from throughline.formats.pagination_layout import Layout, layout_of
from throughline.production.revision import Draft, Ranges, Revision, revision, said
from throughline.production.revision_numbers import number_order

COLOURS = ("white", "blue", "pink", "yellow", "green", "goldenrod", "buff", "salmon", "cherry", "tan")
"""The industry's order. After tan it begins again with a second blue, since white is the draft that was locked."""
ORDINALS = ("", "second ", "third ", "fourth ", "fifth ", "sixth ", "seventh ", "eighth ", "ninth ")


def colour_after(issued: int) -> str:
    """The colour of the draft after ``issued`` ones since the lock: white, blue ... tan, second blue ..."""
    if issued == 0:
        return COLOURS[0]
    again, at = divmod(issued - 1, len(COLOURS) - 1)
    return f"{ORDINALS[min(again, len(ORDINALS) - 1)]}{COLOURS[1 + at]}"


class IssuedPage(Record):
    """A page that was issued: its label, where it begins (the element of the draft as it was read, the place in its
    text, the OMITTED scenes before it), a digest of its lines, the colour and the words of the draft that it was last
    changed in."""

    label: str
    element: int
    offset: int = 0
    omitted: tuple[str, ...] = ()
    lines: str = ""
    colour: str = "white"
    header: str = ""


class DraftRecord(Record):
    """What is kept of a draft: the words at its head, whether its numbers are locked, its scenes in order, those that
    are OMITTED, each scene's eighths, its pages; which scenes were new, changed, moved and gone, and so its shots;
    ``renamed`` shots that go on under another number, from and to."""

    header: str
    locked: bool
    scenes: tuple[str, ...]
    omitted: tuple[str, ...]
    eighths: tuple[int, ...]
    pages: tuple[IssuedPage, ...]
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    shots_new: tuple[str, ...] = ()
    shots_changed: tuple[str, ...] = ()
    shots_gone: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Earlier:
    """The draft that was issued before: its screenplay and numbers, its OMITTED scenes, its pages."""

    draft: Draft
    omitted: tuple[str, ...] = ()
    pages: tuple[IssuedPage, ...] = ()


@dataclass(frozen=True)
class Issue:
    """A draft made ready to print. ``screenplay`` has its numbers and OMITTED scenes; ``marks`` and ``pages`` are of
    it, ``sheets`` by page label; ``issued`` is what the next draft must know of its pages."""

    screenplay: Screenplay
    pages: Pages
    marks: Marks
    sheets: dict[str, Sheet]
    issued: tuple[IssuedPage, ...]
    revision: Revision


def issue(draft: Draft, sheet: Sheet, omitted: Collection[str] = (), earlier: Earlier | None = None,
          locked: bool = True, layout: Layout | None = None) -> Issue:
    """``draft`` as it is printed in the colour and under the words of ``sheet``.

    ``omitted`` are the numbers of the scenes that a locked script has lost. What changed since the ``earlier`` draft
    is marked (without one, what Final Draft marked last); its pages keep their numbers, and those that print as they
    did their colour. A script that is not ``locked`` has no sheets and bears only the numbers that it gives itself.
    """
    layout = layout or layout_of(draft.screenplay)
    shown = _Shown(draft, tuple(omitted) if locked else (), locked, layout.omitted)
    changes = revision(earlier.draft, draft) if earlier is not None else Revision(marks=_stated(draft.screenplay))
    marks = {shown.place(at): ranges for at, ranges in changes.marks.items()}
    if earlier is not None:
        marks.update((at, ((0, len(layout.omitted)),)) for number, at in shown.omitted.items()
                     if number not in earlier.omitted)
    start = _locked(earlier.pages, changes, shown) if earlier is not None and locked else ()
    pages = paginate(shown.screenplay, layout, start)
    before = {page.label: page for page in (earlier.pages if earlier is not None else ())}
    sheets = {page.label: _paper(page, sheet, before.get(page.label)) for page in pages.pages} if locked else {}
    issued = tuple(shown.issued(page, sheets.get(page.label, Sheet())) for page in pages.pages)
    return Issue(shown.screenplay, pages, marks, sheets, issued, changes)


def _stated(screenplay: Screenplay) -> dict[int, Ranges]:
    """What Final Draft marked in its latest revision."""
    last = max((element.revised or 0 for element in screenplay.elements), default=0)
    return {at: ((0, len(said(element))),) for at, element in enumerate(screenplay.elements)
            if last and element.revised == last}


def _paper(page: Page, sheet: Sheet, before: IssuedPage | None) -> Sheet:
    """The paper of a page: that of its last issue, where nothing on it changed since."""
    if before is None or before.lines != _digest(page):
        return sheet
    return Sheet(colour=before.colour, header=before.header)


def _digest(page: Page) -> str:
    lines = "\n".join(f"{line.row}\t{line.number or ''}\t{line.text}" for line in page.lines)
    return sha256(lines.encode()).hexdigest()


class _Shown:
    """A draft with its numbers and OMITTED scenes, and where its elements now stand."""

    def __init__(self, draft: Draft, omitted: Sequence[str], locked: bool, word: str):
        self._places: list[int] = []
        self.omitted: dict[str, int] = {}
        found: list[Element] = []
        gone = _after(draft.numbers, omitted)
        front = bool(draft.numbers) and scenes(draft.screenplay)[0].heading is None
        at = int(front)

        def leave(number: str | None) -> None:
            for name in gone.get(number, ()):
                self.omitted[name] = len(found)
                found.append(Element(kind=Kind.SCENE_HEADING, text=word, scene_number=name))

        for element in draft.screenplay.elements:
            if element.kind is Kind.SCENE_HEADING:
                leave(draft.numbers[at - 1] if at else None)
                number = draft.numbers[at] if locked else element.scene_number
                element, at = msgspec.structs.replace(element, scene_number=number), at + 1
            self._places.append(len(found))
            found.append(element)
        leave(draft.numbers[at - 1] if at else None)
        self.screenplay = msgspec.structs.replace(draft.screenplay, elements=tuple(found))

    def place(self, element: int) -> int:
        """Where an element of the draft stands among the shown ones; behind all of them for one past its end."""
        return self._places[element] if element < len(self._places) else len(self.screenplay.elements)

    def issued(self, page: Page, sheet: Sheet) -> IssuedPage:
        """What the next draft must know of a page."""
        first = next((at for at, place in enumerate(self._places) if place >= page.start.element), len(self._places))
        omitted = tuple(name for name, at in self.omitted.items() if page.start.element <= at < self.place(first))
        own = self.place(first) == page.start.element
        return IssuedPage(label=page.label, element=first, offset=page.start.offset if own else 0, omitted=omitted,
                          lines=_digest(page), colour=sheet.colour, header=sheet.header)


def _after(numbers: Sequence[str], omitted: Sequence[str]) -> dict[str | None, list[str]]:
    """The OMITTED scenes by the scene that they follow in the order of numbers; those before all of them by None."""
    found: dict[str | None, list[str]] = {}
    for name in sorted(omitted, key=number_order):
        lower = [number for number in numbers if number_order(number) < number_order(name)]
        found.setdefault(max(lower, key=number_order) if lower else None, []).append(name)
    return found


def _locked(pages: Sequence[IssuedPage], changes: Revision, shown: _Shown) -> tuple[LockedPage, ...]:
    """Where the pages of the earlier draft now begin: with what is left of their text."""
    kept = sorted(changes.kept)
    found: list[LockedPage] = []
    for page in pages:
        at = next((element for element in kept if element >= page.element), None)
        place = shown.place(changes.kept[at].element) if at is not None else len(shown.screenplay.elements)
        offset = changes.kept[at].offset(page.offset) if at is not None and at == page.element and page.offset else 0
        still = [shown.omitted[name] for name in page.omitted if name in shown.omitted]
        if not offset and still and set(range(min(still), place)) <= set(shown.omitted.values()):
            place = min(still)
        start = Start(element=place, offset=offset)
        found.append(LockedPage(label=page.label, start=start if found else Start(element=0)))
    return tuple(found)
