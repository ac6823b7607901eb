"""How well found elements agree with labelled ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from throughline.reading.tagger_rows import Row, Span
from throughline.reading.tagger_tokens import head


class Score(NamedTuple):
    """Precision, recall and F1 over all elements, and F1 by category."""

    precision: float
    recall: float
    f1: float
    by_category: dict[int, float]


def is_right(text: str, labelled: Span, found: Span) -> bool:
    """True when a found element has the labelled one's category and holds its head word (see ``head``)."""
    return labelled.category == found.category and found.start <= head(text, labelled) < found.end


def score(rows: Sequence[Row], found: Iterable[Sequence[Span]]) -> Score:
    """The agreement of ``found`` with ``rows``; each found element stands for one labelled element at most."""
    right: Counter[int] = Counter()
    labelled: Counter[int] = Counter()
    marked: Counter[int] = Counter()
    for row, spans in zip(rows, found, strict=True):
        free = list(spans)
        labelled.update(span.category for span in row.spans)
        marked.update(span.category for span in spans)
        for span in row.spans:
            hit = next((other for other in free if is_right(row.text, span, other)), None)
            if hit is not None:
                free.remove(hit)
                right[span.category] += 1
    categories = {
        category: 2 * right[category] / (labelled[category] + marked[category])
        for category in sorted(labelled | marked)
    }
    hits, all_labelled, all_marked = sum(right.values()), sum(labelled.values()), sum(marked.values())
    return Score(
        hits / all_marked if all_marked else 0.0,
        hits / all_labelled if all_labelled else 0.0,
        2 * hits / (all_labelled + all_marked) if all_labelled + all_marked else 0.0,
        categories,
    )
