"""The disclosure of a film, from its ledger: which tools made what, what is generative, what a person approved."""

from __future__ import annotations

from collections.abc import Iterable

from throughline.film.disclosure import GENERATIVE, DisclosureRow, DisclosureSummary, SourceType, ToolUse


def disclosure(rows: Iterable[DisclosureRow]) -> DisclosureSummary:
    """The rows in short; tools stand in the order in which the rows first name them."""
    found: dict[tuple[str, str, str, SourceType], list[DisclosureRow]] = {}
    for row in rows:
        found.setdefault((row.tool, row.version, row.stage, row.source_type), []).append(row)
    tools = tuple(ToolUse(tool=tool, version=version, stage=stage, source_type=kind, products=len(made),
                          approved=sum(row.approver is not None for row in made))
                  for (tool, version, stage, kind), made in found.items())
    every = [row for made in found.values() for row in made]
    generative = [row for row in every if row.source_type in GENERATIVE]
    return DisclosureSummary(tools=tools, products=len(every), generative=len(generative),
                             approved=sum(row.approver is not None for row in every),
                             generative_shots=tuple(sorted({row.shot for row in generative})))
