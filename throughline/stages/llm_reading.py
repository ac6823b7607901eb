"""The optional second reading: every scene by a language model, each once, and the breakdown with what it found."""

from __future__ import annotations

from throughline.build.execute import Context
from throughline.engines.contracts import ReadResult
from throughline.engines.discovery import script_reader
from throughline.engines.llm_cost import cost, most
from throughline.film.record import dump, load
from throughline.film.screenplay import Screenplay
from throughline.film.story import Breakdown
from throughline.reading.second_reader import merged
from throughline.stages.reader_records import LlmReadingParams

INPUT = "scene:"
"""Inputs of the merging stage are named "scene:INDEX"."""


def make_llm_reading(context: Context) -> dict[str, float | int | str]:
    """Asks for one scene; gives reading.json. What it cost is counted whether or not an answer came."""
    params = context.params
    if not isinstance(params, LlmReadingParams):
        raise TypeError("the second reading needs LlmReadingParams")
    tokens = {"tokens_in": 0, "tokens_out": 0}

    def used(tokens_in: int, tokens_out: int) -> None:
        tokens.update(tokens_in=tokens_in, tokens_out=tokens_out)
        context.spend(cost(tokens_in, tokens_out, params.section))

    result = script_reader(params.engine, params.section).read(params.text, context.seed, used)
    if result.dropped:
        context.warn(f"{params.text.heading or context.name}: the language model named {result.dropped} "
                     f"element{'s' if result.dropped > 1 else ''} that the script does not; left out")
    if context.cost > most(params.text, params.section):
        context.warn(f"{params.text.heading or context.name}: the language model's server counted more tokens than it "
                     "was asked to; look at what it charges")
    (context.out / "reading.json").write_bytes(dump(result))
    return {"elements": len(result.items), "needs": len(result.needs), "dropped": result.dropped, **tokens}


def make_merged_breakdown(context: Context) -> dict[str, float | int | str]:
    """Reads breakdown.json, screenplay.json and the readings of scenes; gives breakdown.json."""
    broken = load(context.inputs["breakdown"].read_bytes(), Breakdown)
    screenplay = load(context.inputs["screenplay"].read_bytes(), Screenplay)
    readings = {int(name.removeprefix(INPUT)): load(path.read_bytes(), ReadResult)
                for name, path in context.inputs.items() if name.startswith(INPUT)}
    made = merged(broken, readings, screenplay)
    (context.out / "breakdown.json").write_bytes(dump(made))
    return {"scenes": len(made.scenes), "read": len(readings)}
