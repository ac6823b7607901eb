"""What a revision changed on the page: which lines bear an asterisk, and where the locked pages now begin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from re import finditer

from throughline.film.screenplay import Element, Screenplay, scenes
from throughline.film.screenplay import ElementKind as Kind
from throughline.formats import inline
from throughline.production.revision_order import in_order

Ranges = tuple[tuple[int, int], ...]
UNPRINTED = frozenset({Kind.SECTION, Kind.SYNOPSIS, Kind.NOTE, Kind.BONEYARD, Kind.PAGE_BREAK})
_ALIKE = 0.4
"""Share of words that two paragraphs of a kind have in common where one is the other rewritten."""


@dataclass(frozen=True)
class Draft:
    """A screenplay and the number of each of its scenes."""

    screenplay: Screenplay
    numbers: tuple[str, ...]

    def of_scenes(self) -> dict[str, list[tuple[int, Element]]]:
        """By scene number its printed elements with their places; what stands before the first scene is under ""."""
        found: dict[str, list[tuple[int, Element]]] = {"": []}
        at = 0
        front = [*scenes(self.screenplay)[:1]]
        name = self.numbers[0] if front and front[0].heading is None else ""
        at = 1 if name else 0
        found.setdefault(name, [])
        for index, element in enumerate(self.screenplay.elements):
            if element.kind is Kind.SCENE_HEADING:
                name, at = self.numbers[at], at + 1
                found[name] = []
            if element.kind not in UNPRINTED and said(element).strip():
                found[name].append((index, element))
        return found


@dataclass
class Revision:
    """What became of one draft's elements in the next.

    ``marks`` are, by the new draft's element, the places in its printed text that changed; ``kept`` is by the old
    draft's element where it now is and how its text was changed, without those of scenes that moved.
    """

    marks: dict[int, Ranges] = field(default_factory=dict)
    kept: dict[int, Kept] = field(default_factory=dict)
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kept:
    """An element that is still there: its new place, and (old from, old to, new from, new to) of what is as it was."""

    element: int
    spans: tuple[tuple[int, int, int, int], ...]

    def offset(self, old: int) -> int:
        """Where the place ``old`` of the old text is in the new one, or the first that is left behind it."""
        for first, last, begin, _ in self.spans:
            if old < last:
                return begin + max(0, old - first)
        return self.spans[-1][3] if self.spans else 0


def said(element: Element) -> str:
    """An element's text as it is printed."""
    return inline.plain(element.text.strip("\n"))


def revision(old: Draft, new: Draft) -> Revision:
    """What changed from ``old`` to ``new``, scene by scene; scenes are the same where their numbers are.

    Every line of a new scene is marked, the heading of one that moved, and of the others what was written anew. Where
    a paragraph was taken out the next one is marked.
    """
    before, after = old.of_scenes(), new.of_scenes()
    common = [name for name in old.numbers if name in after]
    still = set(in_order(common, [name for name in new.numbers if name in before])) | {""}
    moved = tuple(name for name in new.numbers if name in before and name not in still)
    found = Revision(new=tuple(name for name in new.numbers if name not in before), moved=moved,
                     gone=tuple(name for name in old.numbers if name not in after))
    changed = []
    for name, elements in after.items():
        if name not in before:
            found.marks.update((at, ((0, len(said(element))),)) for at, element in elements)
            continue
        made = _Compared(before[name], elements)
        found.marks.update(made.marks)
        if made.marks:
            changed.append(name)
        if name in still:
            found.kept.update(made.kept)
        elif elements:
            found.marks[elements[0][0]] = ((0, len(said(elements[0][1]))),)
    found.changed = tuple(name for name in changed if name)
    return found


class _Compared:
    """The elements of one scene in two drafts, matched."""

    def __init__(self, old: Sequence[tuple[int, Element]], new: Sequence[tuple[int, Element]]):
        self.marks: dict[int, Ranges] = {}
        self.kept: dict[int, Kept] = {}
        self._old, self._new = old, new
        matcher = SequenceMatcher(None, [_key(element) for _, element in old], [_key(element) for _, element in new],
                                  autojunk=False)
        for sort, first, last, begin, end in matcher.get_opcodes():
            if sort == "equal":
                for a, b in zip(range(first, last), range(begin, end), strict=True):
                    size = len(said(new[b][1]))
                    self.kept[old[a][0]] = Kept(new[b][0], ((0, size, 0, size),))
            else:
                self._rewritten(range(first, last), range(begin, end))

    def _rewritten(self, old: range, new: range) -> None:
        """Paragraphs that were rewritten, put in or taken out between two that are as they were."""
        left, put_in = list(old), False
        for b in new:
            place, element = self._new[b]
            partner = next((a for a in left if self._old[a][1].kind is element.kind
                            and _share(said(self._old[a][1]), said(element)) >= _ALIKE), None)
            if partner is None:
                self.marks[place], put_in = ((0, len(said(element))),), True
                continue
            left = [a for a in left if a > partner]
            ranges, spans = _words(said(self._old[partner][1]), said(element))
            self.marks[place] = ranges
            self.kept[self._old[partner][0]] = Kept(place, spans)
        if not new or (left and not put_in):
            self._taken_out(new.stop)

    def _taken_out(self, at: int) -> None:
        """Mark where something is missing: the paragraph that now stands there, or the end of the scene."""
        if not self._new:
            return
        place, element = self._new[min(at, len(self._new) - 1)]
        spot = 0 if at < len(self._new) else len(said(element))
        self.marks[place] = (*self.marks.get(place, ()), (spot, spot))


def _key(element: Element) -> tuple[Kind, str, bool]:
    return element.kind, said(element), element.dual


def _share(one: str, other: str) -> float:
    mine, yours = one.split(), other.split()
    return SequenceMatcher(None, mine, yours, autojunk=False).ratio() if mine and yours else 0.0


def _words(old: str, new: str) -> tuple[Ranges, tuple[tuple[int, int, int, int], ...]]:
    """What of ``new`` is not in ``old``, word by word, and what is."""
    mine, yours = list(_tokens(old)), list(_tokens(new))
    ranges: list[tuple[int, int]] = []
    spans: list[tuple[int, int, int, int]] = []
    matcher = SequenceMatcher(None, [word for word, _ in mine], [word for word, _ in yours], autojunk=False)
    for sort, first, last, begin, end in matcher.get_opcodes():
        if sort == "equal":
            spans.append((mine[first][1], mine[last - 1][1] + len(mine[last - 1][0]),
                          yours[begin][1], yours[end - 1][1] + len(yours[end - 1][0])))
        elif begin < end:
            ranges.append((yours[begin][1], yours[end - 1][1] + len(yours[end - 1][0])))
        else:
            at = yours[begin][1] if begin < len(yours) else len(new)
            ranges.append((at, at))
    return tuple(ranges) or ((0, len(new)),), tuple(spans)


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    yield from ((match[0], match.start()) for match in finditer(r"\S+", text))
