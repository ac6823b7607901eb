"""Which sense of an English verb is meant, by the words that follow it."""

from __future__ import annotations

from collections.abc import Sequence

from throughline.reading.english_tokens import Token
from throughline.reading.english_words import senses, states
from throughline.reading.entities import singular
from throughline.reading.lexicon import Sense

_REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves", "myself", "yourself", "ourselves"})
_LEXICAL_GAP = 3
_PARTICLES = frozenset(
    {
        "in",
        "on",
        "to",
        "into",
        "at",
        "off",
        "out",
        "up",
        "down",
        "over",
        "through",
        "from",
        "back",
        "away",
        "by",
        "for",
        "with",
        "around",
    }
)


def sense_of(lemma: str, region: Sequence[Token], passive: bool) -> tuple[Sense | None, tuple[str, ...]]:
    """The sense of ``lemma`` before the words of ``region``, and those it took; None where it is unknown."""
    if passive:
        verb = _passive_sense(lemma, region)
        if verb is not None:
            return verb, verb.words
    if lemma == "be":
        for token in region[:3]:
            if token.low in states() and not token.names:
                return Sense(states()[token.low], (), (token.low,)), (token.low,)
    for sense in senses().get(lemma, ()):
        if follow(sense.words, region):
            return sense, sense.words
    return None, ()


def _passive_sense(lemma: str, region: Sequence[Token]) -> Sense | None:
    forms = {lemma + "ed", lemma + "d", lemma}
    from throughline.reading.english_words import verb_forms

    for sense in senses().get("be", ()):
        if sense.words:
            forms_of = verb_forms().get(sense.words[0], ())
            if (
                sense.words[0] in forms or any(f.lemma == lemma and f.tense in {"part", "pastpart"} for f in forms_of)
            ) and follow(sense.words[1:], region):
                return sense
    return None


def follow(words: Sequence[str], region: Sequence[Token]) -> bool:
    """True when ``words`` stand in ``region`` in order, each soon after the last; particles before any new phrase."""
    at = 0
    for number, word in enumerate(words):
        limit = min(len(region), at + _LEXICAL_GAP + 1)
        hit = next((i for i in range(at, limit) if _is(region[i], word)), None)
        if hit is None:
            return False
        between = region[at:hit]
        if word in _PARTICLES and any(t.low in _PARTICLES and not t.names for t in between):
            return False
        if word in _PARTICLES and number == 0 and len(words) == 1 and between and _prepositional(region, hit, between):
            return False
        at = hit + 1
    return True


def _prepositional(region: Sequence[Token], hit: int, between: Sequence[Token]) -> bool:
    """True when the particle after an object opens a phrase of its own: ``sees the man in black`` is no ``see in``."""
    after = region[hit + 1] if hit + 1 < len(region) else None
    nominal = [
        t
        for t in between
        if not t.low.endswith("ly") and t.low not in {"back", "straight", "right", "just", "all", "slowly"}
    ]
    return bool(nominal) and after is not None and after.is_word


def _is(token: Token, word: str) -> bool:
    if token.low == word or (word == "self" and token.low in _REFLEXIVE):
        return True
    return not token.names and len(word) > 2 and singular(token.low) == word


