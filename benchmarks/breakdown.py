"""The breakdown reader on labelled lines that it never saw, scene lengths against Final Draft's, and its speed.

A found element is right when its category is the labelled one's and it holds the labelled head word: in English the
last word before the first preposition, article or particle, in Korean the last word that is no number or counter. Each
found element stands for one labelled element at most; F1 is over all elements of all held-out rows (micro). Rows are
read alone: no cast list, no scene around them. ``f1`` is over the rows held out when the aim was set, the same since;
``f1_later`` over those of the rows that were written to learn more from, which are longer and name rarer things.
``second_labeller_f1`` is what a second labeller reaches on 450 of the rows of ``f1``.
``lexicon_f1`` is the reader without the tagger, on the rows of ``f1``.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.line import Figures, report
from benchmarks.long_film import long_script
from throughline.film.screenplay import scenes
from throughline.formats import read_screenplay
from throughline.reading import cast, lexicon_items, tagger
from throughline.reading.eighths import counted, written
from throughline.reading.tagger_rows import Row, Span, parse, read_rows
from throughline.reading.tagger_score import score
from throughline.reading.vehicles import fleet
from throughline.reading.wishes import effect_kinds

TAGGED = Path(__file__).parents[2] / "shared/data/scripts/finaldraft-tagged-sample.fdx"
DIGITAL = frozenset({"explosion", "collapse", "glow", "lightning", "flood", "debris"})
OF_ENTITY = {"cast": 100, "group": 100, "crowd": 101, "vehicle": 103}
CHILD = """
import sys, time
from pathlib import Path
from throughline.formats import read_screenplay
from throughline.reading import breakdown
screenplay = read_screenplay(Path(sys.argv[1]))
start = time.perf_counter(); breakdown(screenplay); print(time.perf_counter() - start)
"""


def measure() -> Figures:
    held = [row for row in read_rows() if row.held_out]
    rows, later = [row for row in held if not row.later], [row for row in held if row.later]
    found = tagger.tag([tagger.Line(row.text) for row in rows])
    whole = score(rows, found)
    figures: Figures = {"f1": round(whole.f1, 3), "precision": round(whole.precision, 3),
                        "recall": round(whole.recall, 3)}
    for language in ("ko", "en"):
        chosen = [n for n, row in enumerate(rows) if row.language == language]
        figures[f"f1_{language}"] = round(score([rows[n] for n in chosen], [found[n] for n in chosen]).f1, 3)
    figures["f1_by_category"] = {str(category): round(value, 2) for category, value in whole.by_category.items()}
    figures["rows"] = len(rows)
    figures["elements"] = sum(len(row.spans) for row in rows)
    figures["f1_later"] = round(score(later, tagger.tag([tagger.Line(row.text) for row in later])).f1, 3)
    figures["rows_later"] = len(later)
    figures["second_labeller_f1"] = round(_agreement({row.text: row for row in rows}), 3)
    figures["lexicon_f1"] = round(score(rows, [by_lexicon(row) for row in rows]).f1, 3)
    return {**figures, **_lengths(), "seconds_120p": round(_seconds(), 2)}


def _agreement(rows: Mapping[str, Row]) -> float:
    """The F1 of one who labelled some of the rows again, by the rules: what a reader can be asked for."""
    lines = (Path(__file__).parent / "breakdown_second_labels.txt").read_text(encoding="utf-8").splitlines()
    again = [parse(line, "en") for line in lines if line and not line.startswith("#")]
    return score([rows[row.text] for row in again], [row.spans for row in again]).f1


def by_lexicon(row: Row) -> list[Span]:
    """What the reader's tables and names find in a row without the tagger."""
    told = [(1, row.text)]
    registry = cast.registry([], told, fleet(told))
    found = [Span(match.start, match.end, match.category) for match in lexicon_items.matches(row.text)]
    for mention in registry.mentions(row.text):
        entity = registry.entities[mention.names[0]]
        category = 108 if entity.kind not in ("person", entity.category) else OF_ENTITY[entity.category]
        found.append(Span(mention.start, mention.end, 103 if entity.category == "vehicle" else category))
    for kind, pattern in effect_kinds():
        for match in pattern.finditer(row.text.lower()):
            found.append(Span(match.start(), match.end(), 121 if kind in DIGITAL else 105))
    return found


def _lengths() -> Figures:
    """The share of Final Draft's own scenes whose stated length the count of eighths meets within one eighth."""
    if not TAGGED.exists():
        return {"eighths_within_1": None, "eighths_reason": "the Final Draft sample is not here"}
    screenplay = read_screenplay(TAGGED)
    stated = [written(scene.heading.length) if scene.heading is not None and scene.heading.length else None
              for scene in scenes(screenplay)]
    pairs = [(told, own) for told, own in zip(stated, counted(screenplay), strict=True) if told]
    if not pairs:
        return {"eighths_within_1": None, "eighths_reason": "the sample states no length"}
    near = sum(abs(told - own) <= 1 for told, own in pairs)
    return {"eighths_within_1": round(near / len(pairs), 3), "eighths_scenes": len(pairs)}


def _seconds() -> float:
    """Seconds of the breakdown of the 120-page script in a fresh process, the middle one of three."""
    with TemporaryDirectory(prefix="throughline-bench-") as folder:
        path = Path(folder) / "screenplay.fountain"
        path.write_text(long_script(), encoding="utf-8")
        runs: Sequence[float] = [
            float(subprocess.run([sys.executable, "-c", CHILD, str(path)], capture_output=True, text=True,
                                 check=True).stdout)
            for _ in range(3)]
    return sorted(runs)[1]


if __name__ == "__main__":
    report("breakdown", measure)
