"""What a person sets for the optional reader of scripts: a language model behind an OpenAI-compatible server."""

from __future__ import annotations

from throughline.film.record import Record


class LlmSection(Record):
    """[llm]: where the model is and what it costs; the key comes from the environment alone (THROUGHLINE_LLM_KEY).

    Prices are in the film's currency for a million tokens, 0 on a server of one's own; None is not known, and then no
    cost cap can be kept. They are part of what a reading is made from: set them before the first. ``thinking_tokens``
    is the room a model takes to think before it answers, which is paid as output.
    """

    base_url: str | None = None
    model: str | None = None
    price_in: float | None = None
    price_out: float | None = None
    thinking_tokens: int = 0
