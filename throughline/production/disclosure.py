"""The disclosure of a film, from its ledger: which tools made what, what is generative, what a person approved."""

from __future__ import annotations

from collections.abc import Iterable

from throughline.film.disclosure import GENERATIVE, DisclosureRow, DisclosureSummary, Nature, SourceType, ToolUse


def disclosure(rows: Iterable[DisclosureRow]) -> DisclosureSummary:
    """The rows in short; tools stand in the order in which the rows first name them."""
    found: dict[tuple[str, str, str, SourceType, Nature], list[DisclosureRow]] = {}
    for row in rows:
        found.setdefault((row.tool, row.version, row.stage, row.source_type, row.nature), []).append(row)
    tools = tuple(ToolUse(tool=tool, version=version, stage=stage, source_type=kind, nature=nature, products=len(made),
                          approved=sum(row.approver is not None for row in made))
                  for (tool, version, stage, kind, nature), made in found.items())
    every = [row for made in found.values() for row in made]
    generative = {(row.shot, row.stage) for row in every if row.nature in GENERATIVE}
    return DisclosureSummary(tools=tools, products=len({(row.shot, row.stage) for row in every}),
                             generative=len(generative),
                             trained_here=len({(row.shot, row.stage) for row in every
                                               if row.nature is Nature.TRAINED_HERE}),
                             approved=len({(row.shot, row.stage) for row in every if row.approver is not None}),
                             generative_shots=tuple(sorted({shot for shot, _ in generative})))
