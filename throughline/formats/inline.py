"""What stands inside a paragraph: emphasis, notes and boneyard, between Fountain's marks and plain runs of text.

Emphasis is read as Fountain describes it: an opening mark touches the word after it, a closing mark the word
before it, a pair stays on its line, a backslash makes a mark literal, and a mark without its pair is literal.
Source: https://fountain.io/syntax (Emphasis).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from throughline.formats.asides import CLOSING, Aside, aside_text, note_text, notes, spans, visible, without_asides

__all__ = [
    "Aside", "Run", "aside_text", "from_runs", "note_text", "notes", "parsed", "plain", "runs", "spans", "visible",
]

_TOKEN = re.compile(r"\\[*_\\\[\]/#<>(~.!@=^]|\*+|_+|\n|[^\\*_\n]+|\\")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of plain text in one style."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False


def plain(text: str) -> str:
    """``text`` as it is read aloud or printed: no marks, notes or boneyard, escapes undone."""
    if text.isalnum():
        return text
    return "".join(run.text for run in runs(text))


def runs(text: str) -> tuple[Run, ...]:
    """The plain text of ``text`` in runs of one style each; neighbours differ in style."""
    return parsed(text)[0]


@dataclass(slots=True)
class _Mark:
    source: str
    styles: list[str]
    paired: set[str]

    def literal(self) -> str:
        if not self.styles:
            return self.source
        size = {"bold": "**", "italic": "*", "underline": "_"}
        return "".join(size[style] for style in self.styles if style not in self.paired)


_STYLES = {"*": ["italic"], "**": ["bold"], "***": ["bold", "italic"], "_": ["underline"]}


def parsed(text: str) -> tuple[tuple[Run, ...], tuple[Aside, ...]]:
    """The styled runs of ``text``, and its asides with their places in the plain text."""
    bare, asides = without_asides(text) if "[[" in text or "/*" in text else (text, [])
    if "*" not in bare and "_" not in bare and "\\" not in bare:
        return ((Run(bare),) if bare else ()), tuple(asides)
    items = _items(bare)
    out: list[Run] = []
    style: dict[str, bool] = {"bold": False, "italic": False, "underline": False}
    length, pending, placed = 0, list(reversed(asides)), []
    for start, item in items:
        while pending and pending[-1].at <= start:
            placed.append(pending.pop()._replace(at=length))
        if isinstance(item, _Mark):
            for name in item.paired:
                style[name] = not style[name]
        said = item.literal() if isinstance(item, _Mark) else item
        while pending and not isinstance(item, _Mark) and pending[-1].at < start + len(said):
            aside = pending.pop()
            placed.append(aside._replace(at=length + aside.at - start))
        if said:
            out.append(Run(said, **style))
            length += len(said)
    placed.extend(aside._replace(at=length) for aside in reversed(pending))
    return tuple(_merged(out)), tuple(placed)


def _items(text: str) -> list[tuple[int, str | _Mark]]:
    """The tokens of ``text`` with their places; marks know which of their styles found a partner on the line."""
    items: list[tuple[int, str | _Mark]] = []
    opened: dict[str, _Mark] = {}
    for match in _TOKEN.finditer(text):
        token, start, end = match[0], match.start(), match.end()
        if token == "\n":
            opened.clear()
        if token[0] == "\\" and len(token) == 2:
            items.append((start, token[1]))
            continue
        if token[0] not in "*_":
            items.append((start, token))
            continue
        mark = _Mark(token, _STYLES.get(token, []), set())
        closes = start > 0 and not text[start - 1].isspace()
        opens = end < len(text) and not text[end].isspace()
        for name in mark.styles:
            if name in opened:
                if closes:
                    opened.pop(name).paired.add(name)
                    mark.paired.add(name)
            elif opens:
                opened[name] = mark
        items.append((start, mark))
    return items


def _merged(parts: Iterable[Run]) -> Iterator[Run]:
    last: Run | None = None
    for run in parts:
        if last is not None and replace(last, text="") == replace(run, text=""):
            last = replace(last, text=last.text + run.text)
        else:
            if last is not None:
                yield last
            last = run
    if last is not None:
        yield last


def from_runs(parts: Sequence[Run], asides: Sequence[Aside] = ()) -> str:
    """Fountain text of styled runs with ``asides`` put in their places; ``* _`` and ``[[`` in the runs are escaped.

    Space between two styles takes what both have in common, since Fountain's marks touch words.
    """
    out: list[str] = []
    state = Run("")
    line_start = True
    pending = list(reversed(asides))
    for run, at in _pieces(parts, [aside.at for aside in asides]):
        marks, state = _toggles(state, run), run
        here: list[str] = []
        while pending and pending[-1].at <= at:
            here.append(_placed(pending.pop(), line_start, run.text[:1]))
        if out and (marks or here):
            out[-1] = _shut(out[-1])
        out.extend([*here, marks] if line_start else [marks, *here])
        out.append(_escaped(run.text))
        line_start = run.text.endswith("\n")
    marks = _toggles(state, Run(""))
    if out and (marks or pending):
        out[-1] = _shut(out[-1])
    out.append(marks)
    out.extend(_placed(aside, line_start, "") for aside in reversed(pending))
    return "".join(out)


def _placed(aside: Aside, line_start: bool, after: str) -> str:
    marked = f"/* {aside.text.replace('*/', '* /')} */" if aside.boneyard else note_text(aside.text)
    if line_start:
        return marked + ("\n" if after == "\n" else " " if after else "")
    return " " + marked if not after or after in " \n" or after in CLOSING else marked


def _pieces(parts: Sequence[Run], cuts: Sequence[int]) -> Iterator[tuple[Run, int]]:
    """Words and spaces in canonical style, cut where asides stand, each with its place in the plain text."""
    spread = list(parts)
    if any(run.bold or run.italic or run.underline for run in parts):
        words = [replace(run, text=word) for run in parts for word in re.split(r"(\n|[^\S\n]+)", run.text) if word]
        spread = [_space(words, index) if word.text.isspace() else word for index, word in enumerate(words)]
    position = 0
    wanted = sorted(set(cuts))
    for run in _merged(spread):
        for part in re.split(r"(?<=\n)", run.text):
            start = position
            first, last = bisect_right(wanted, start), bisect_left(wanted, start + len(part))
            inside = [cut - start for cut in wanted[first:last]]
            for low, high in zip([0, *inside], [*inside, len(part)], strict=True):
                if part[low:high]:
                    yield replace(run, text=part[low:high]), start + low
            position += len(part)


def _space(words: Sequence[Run], index: int) -> Run:
    """The space at ``index`` in the style that the words around it share."""
    if words[index].text == "\n":
        return Run("\n")
    before, after = _neighbour(words, index, -1), _neighbour(words, index, 1)
    return Run(words[index].text, before.bold and after.bold, before.italic and after.italic,
               before.underline and after.underline)


def _neighbour(words: Sequence[Run], index: int, step: int) -> Run:
    while 0 <= (index := index + step) < len(words):
        if words[index].text == "\n":
            break
        if not words[index].text.isspace():
            return words[index]
    return Run("")


def _toggles(old: Run, new: Run) -> str:
    stars = (old.italic != new.italic) + 2 * (old.bold != new.bold)
    return "*" * stars + "_" * (old.underline != new.underline)


def _shut(text: str) -> str:
    """``text`` with its last character escaped when it could begin an aside together with a mark behind it."""
    return text[:-1] + "\\" + text[-1] if text.endswith(("/", "[")) else text


def _escaped(text: str) -> str:
    if not text.isalnum() and any(mark in text for mark in ("\\", "*", "_", "[[")):
        text = re.sub(r"\\(?=[*_\\\[\]/#<>(~.!@=^]|$)", r"\\\\", text)
        text = re.sub(r"[*_]", r"\\\g<0>", text).replace("[[", "\\[[")
    return text
