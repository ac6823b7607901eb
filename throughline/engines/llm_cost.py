"""What a reading by a language model costs: at the most before it is asked for, exactly once it is done."""

from __future__ import annotations

from collections.abc import Collection

from throughline.engines.contracts import SceneText
from throughline.film.errors import InputError
from throughline.film.reader import LlmSection

MILLION = 1_000_000
OVERHEAD = 9_000
"""Bytes of what is said to the model beside the scene: instructions, the shape of the answer."""
LEAST_ANSWER = 800
ATTEMPTS = 2
"""An answer of the wrong shape is sent back once."""


def answer_tokens(text: SceneText, section: LlmSection) -> int:
    """The most tokens that an answer may have; a model is stopped there."""
    return LEAST_ANSWER + _bytes(text) + max(0, section.thinking_tokens)


def most(text: SceneText, section: LlmSection) -> float:
    """The most that reading a scene can cost, in the film's currency: no token is shorter than a byte, and both
    attempts are needed. Prices that are not known count as nothing."""
    out = answer_tokens(text, section)
    asked = OVERHEAD + _bytes(text)
    again = asked + 4 * out + 2_000
    return cost(asked + again, ATTEMPTS * out, section)


def cost(tokens_in: int, tokens_out: int, section: LlmSection) -> float:
    """What tokens cost in the film's currency; prices that are not known count as nothing."""
    return (tokens_in * (section.price_in or 0.0) + tokens_out * (section.price_out or 0.0)) / MILLION


def check_cap(texts: Collection[SceneText], section: LlmSection, spent: float, cap: float | None) -> float:
    """The most that reading ``texts`` can cost, where that fits under what is left of the film's cost cap.

    Raises:
        InputError: it does not, or prices are not known while a cap must be kept; nothing has been asked yet.
    """
    bound = sum(most(text, section) for text in texts)
    if cap is None or not texts:
        return bound
    if section.price_in is None or section.price_out is None:
        raise InputError("the language model's prices are not known, so the cost cap cannot be kept",
                         file="film.toml", remedy="set [llm] price_in and price_out for a million tokens (0 on a "
                                                  "server of your own)")
    if spent + bound > cap:
        raise InputError(f"reading {len(texts)} scenes with {section.model} may cost up to {bound:.2f}, and "
                         f"{max(0.0, cap - spent):.2f} is left of the cost cap of {cap:.2f}", file="film.toml",
                         remedy="raise [limits] cost_cap or take [llm] out; nothing was asked")
    return bound


def _bytes(text: SceneText) -> int:
    return len(text.heading.encode()) + sum(len(line.encode()) + 8 for line in text.lines)
