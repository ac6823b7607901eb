"""English tokens as chunks: noun phrases, prepositional phrases, breaks, and verbs with their subjects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from throughline.reading.clauses import Part
from throughline.reading.english_nouns import SUBJECT_PRONOUNS, adjectives, noun_phrase
from throughline.reading.english_tokens import Token, is_adverb
from throughline.reading.english_verbs import VerbHit, verb_at
from throughline.reading.english_words import word_class
from throughline.reading.entities import singular

_BREAKS = frozenset({",", ";", ":", "--", "-", "–", "—", "...", "…", ".", "!", "?", "(", ")", '"', "“", "”"})


class Chunk(NamedTuple):
    """A piece of a sentence. ``kind``: np, pp, verb or break; ``token``/``last``: its first and last token."""

    kind: str
    token: int
    last: int
    word: str = ""
    part: Part | None = None
    lemma: str = ""
    subjects: tuple[Part, ...] = ()
    inherits: bool = False
    inverted: bool = False
    passive: bool = False
    negated: bool = False
    leading: tuple[Chunk, ...] = ()
    start: int = 0
    begin: int = 0
    finite: bool = True


class _Clauses:
    """The state of the walk through a sentence: what has been seen since the last break."""

    def __init__(self, found: Sequence[Token]):
        self.found = found
        self.out: list[Chunk] = []
        self.subject: tuple[Part, ...] = ()
        self.nps: list[Chunk] = []
        self.leading: list[Chunk] = []
        self.finite = False
        self.any_finite = False
        self.gap = False
        self.negated = False
        self.skip = False
        self.holder: tuple[Part, ...] = ()

    def reset(self) -> None:
        """A break after a verb: what follows has a subject of its own, or inherits."""
        if self.finite or (self.nps and self.any_finite):
            self.nps, self.finite = [], False
        self.leading = [] if self.finite else self.leading


def chunks(found: Sequence[Token]) -> list[Chunk]:
    """The chunks of a sentence in order; every verb with its subjects."""
    state = _Clauses(found)
    at = 0
    while at < len(found):
        at = _step(state, at)
    return state.out


def _step(state: _Clauses, at: int) -> int:
    found = state.found
    token = found[at]
    if not token.is_word and token.low not in {"'s", "'re", "n't", "'ll"}:
        return _mark(state, at)
    if not token.names and token.low in word_class("hypothetical") | {"as"} and _simile(found, at):
        state.skip = True
        return at + 1
    if not token.names and (token.low in word_class("conjunction") or _subordinates(found, at)):
        return _join(state, at)
    hit = _fronted(state, at) or verb_at(found, at, _context(state, at))
    if hit:
        return _verb(state, at, hit)
    if not token.names and token.low in word_class("relative") and state.nps and at and found[at - 1].is_word:
        if not state.any_finite:
            state.holder = tuple(p for c in state.nps if (p := c.part))
        state.nps, state.finite = state.nps[-1:], False
        return at + 1
    if not token.names and token.low in word_class("preposition") and not _is_particle(found, at):
        return _preposition(state, at)
    if is_adverb(token) or (token.low in {"n't", "not", "never", "'ll", "to"} and not token.names):
        state.negated = state.negated or token.low in word_class("negation") or token.low in {"almost", "nearly"}
        return at + 1
    if (
        state.nps
        and not token.names
        and not token.own
        and any(form.tense in {"part", "pastpart"} for form in token.forms)
    ):
        return at + 1
    return _noun(state, at)


def _fronted(state: _Clauses, at: int) -> VerbHit | None:
    """A participle before its ``is`` (``Also seated is THRAIN``)."""
    last = at + 1
    if last < len(state.found) and state.found[last].low in word_class("preposition"):
        last = next(
            (i for i in range(last, min(len(state.found), at + 8)) if state.found[i].low in {"is", "are", ",", "."}),
            last,
        )
    after = state.found[last].low if last < len(state.found) else ""
    forms = [form for form in state.found[at].forms if form.tense in {"ing", "part", "pastpart"}]
    if after in {"is", "are"} and forms and not state.nps and not state.any_finite and not state.found[at].names:
        return VerbHit(forms[0].lemma, last)
    return None


def _mark(state: _Clauses, at: int) -> int:
    mark = state.found[at].low
    if mark in _BREAKS:
        state.out.append(Chunk("break", at, at, mark))
        state.gap = True
        state.skip = state.skip and mark == ","
        if mark in {";", ":", ".", "!", "?"}:
            state.nps, state.finite, state.leading, state.holder = [], False, [], ()
        else:
            state.reset()
        state.negated = False
    return at + 1


def _simile(found: Sequence[Token], at: int) -> bool:
    after = found[at + 1].low if at + 1 < len(found) else ""
    return found[at].low in {"if", "unless", "whether"} or (found[at].low == "as" and after in {"if", "though"})


def _subordinates(found: Sequence[Token], at: int) -> bool:
    """True for ``as``, ``when`` and the like before a clause (not ``as a knife``, ``before him.``)."""
    low = found[at].low
    if low not in word_class("subordinator"):
        return False
    if low in {"just", "once"}:
        return False
    rest = found[at + 1 : at + 9]
    for number, token in enumerate(rest):
        if token.low in _BREAKS or (token.low in word_class("conjunction") and number and token.low != "and"):
            return False
        if any(form.tense in {"s", "base", "past", "pastpart"} for form in token.forms) and number and not token.own:
            before = rest[number - 1]
            if (
                any(form.tense == "s" for form in token.forms)
                or before.names
                or singular(before.low) != before.low
                or before.low in SUBJECT_PRONOUNS
            ):
                return True
        if (
            number == 0
            and any(form.tense == "ing" for form in token.forms)
            and low in {"while", "when", "before", "after"}
        ):
            return low in {"while", "when"}
    return False


def _join(state: _Clauses, at: int) -> int:
    """A conjunction: between noun phrases it adds to the subject, after a verb it opens the next clause."""
    low = state.found[at].low
    state.out.append(Chunk("break", at, at, low if low in {"and", "or"} else "but"))
    if low in word_class("subordinator"):
        state.nps, state.leading, state.finite, state.gap = [], [], False, False
    elif low not in {"and", "or"}:
        state.reset()
        state.gap = True
    else:
        if state.finite:
            state.nps, state.finite, state.leading = [], False, []
        state.gap = True
    state.negated = False
    return at + 1


def _context(state: _Clauses, at: int) -> dict[str, object]:
    plural = bool(state.nps) and (len(state.nps) > 1 or any(c.part and c.part.plural for c in state.nps))
    inherits_plural = not state.nps and (len(state.subject) > 1 or any(part.plural for part in state.subject))
    return {
        "finite": state.finite,
        "subject": bool(state.nps),
        "plural": plural or inherits_plural,
        "gap": state.gap or not state.out,
        "any": state.any_finite,
        "holder": bool(state.holder),
    }


def _verb(state: _Clauses, at: int, hit: VerbHit) -> int:
    subjects, inherits = _subject_of(state, at, hit)
    inverted = not subjects and not state.any_finite and hit.finite and not hit.infinitive
    begin = state.nps[0].start if subjects and state.nps else state.found[at].start
    chunk = Chunk(
        "verb",
        at,
        hit.last,
        lemma=hit.lemma,
        subjects=subjects,
        inherits=inherits and not inverted,
        inverted=inverted,
        passive=hit.passive,
        negated=hit.negated or state.skip or (state.negated and hit.finite) or _nobody(subjects),
        leading=tuple(state.leading),
        start=state.found[at].start,
        begin=begin,
        finite=hit.finite,
    )
    state.out.append(chunk)
    if subjects:
        state.subject = subjects
    if hit.finite:
        state.finite = state.any_finite = True
    elif subjects and not state.any_finite and not state.gap and not hit.infinitive:
        state.holder = subjects
    state.nps, state.leading, state.gap, state.negated = [], [], False, False
    return hit.last + 1


def _nobody(subjects: Sequence[Part]) -> bool:
    return any(part.pronoun in {"nobody", "noone"} or part.word in {"no", "nothing", "none"} for part in subjects)


def _subject_of(state: _Clauses, at: int, hit: VerbHit) -> tuple[tuple[Part, ...], bool]:
    """Who does it: the noun phrase before the verb, unless a break right before it hands on the last subject."""
    parts = tuple(c.part for c in state.nps if c.part)
    before = state.found[at - 1] if at else None
    broken = before is not None and (before.low in _BREAKS or before.low in {"and", "or", "but", "then"})
    if hit.finite and state.holder and not broken:
        holder, state.holder = state.holder, ()
        if not parts or state.finite or (state.out and _last_verb_is_close(state)):
            return holder, False
    if hit.infinitive:
        return ((parts[-1],), False) if parts and hit.bare else ((), True)
    if parts and hit.finite and not (broken and state.any_finite):
        return parts, False
    if parts and not hit.finite and not broken:
        last = parts[-1]
        if not state.any_finite:
            joined = any(c.kind == "break" and c.word == "and" for c in state.out)
            return (parts if joined or last.names else (last,)), False
        animate = bool(last.names) or last.pronoun is not None
        return ((last,), False) if animate else ((), True)
    if not state.any_finite and parts:
        return parts, False
    return (), True


def _last_verb_is_close(state: _Clauses) -> bool:
    """True when no break stands between the last verb and here: the phrase between is that verb's object."""
    for chunk in reversed(state.out):
        if chunk.kind in {"verb", "break"}:
            return chunk.kind == "verb"
    return False


def _is_particle(found: Sequence[Token], at: int) -> bool:
    """True when a preposition has no noun phrase after it (``falls down.``, ``looks up and``)."""
    after = found[at + 1] if at + 1 < len(found) else None
    if after is None or not after.is_word:
        return True
    return not after.names and (
        after.low in word_class("conjunction") or after.low in word_class("preposition") or after.low in {"to", "as"}
    )


def _preposition(state: _Clauses, at: int) -> int:
    found = state.found
    begin = at + 1
    while begin < len(found) and is_adverb(found[begin]) and not found[begin].names:
        begin += 1
    part, last = noun_phrase(found, begin)
    chunk = Chunk("pp", at, last, found[at].low, part, start=found[at].start)
    state.out.append(chunk)
    if not state.finite and not (state.out and any(c.kind == "verb" for c in state.out) and not state.gap):
        state.leading.append(chunk)
    state.gap = False
    return max(last + 1, at + 1)


def _noun(state: _Clauses, at: int) -> int:
    part, last = noun_phrase(state.found, at)
    if part is None:
        return at + 1
    chunk = Chunk("np", at, last, part=part, start=state.found[at].start)
    after_verb = bool(state.out) and state.out[-1].kind == "verb"
    listed = state.gap and state.out and state.out[-1].kind == "break" and bool(state.nps) and not state.any_finite
    low = state.found[at].low
    apposition = listed and (
        low == "each"
        or (
            state.out[-1].word == ","
            and low in {"a", "an", "the", "his", "her", "their", "all", "both"}
            and not _listed_on(state.found, last)
        )
    )
    if part.word in adjectives() and not part.names and not part.owner:
        return last + 1
    state.out.append(chunk)
    state.gap = False
    if apposition or (listed and state.found[at].low[:1].isdigit()):
        return last + 1
    if not listed and state.nps and not state.finite and not after_verb and state.out[-2].kind not in {"break"}:
        state.nps = []
    state.nps.append(chunk)
    return last + 1


def _listed_on(found: Sequence[Token], last: int) -> bool:
    """True when a list goes on after ``last``: ``, and`` or ``and`` and more."""
    rest = [token.low for token in found[last + 1 : last + 3]]
    return rest[:1] == ["and"] or rest == [",", "and"]
