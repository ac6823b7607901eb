"""Where an English sentence has its verbs: a word that may be a noun or a verb is decided by what stands around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from throughline.reading.english_tokens import Token, is_adverb
from throughline.reading.english_words import Form, word_class
from throughline.reading.entities import singular
from throughline.reading.lexicon import things

_NOMINAL_ING = frozenset(
    {
        "building",
        "clothing",
        "morning",
        "evening",
        "ceiling",
        "railing",
        "painting",
        "warning",
        "opening",
        "wedding",
        "meeting",
        "nothing",
        "something",
        "everything",
        "anything",
        "during",
        "king",
        "ring",
        "wing",
        "string",
        "thing",
        "spring",
        "landing",
        "crossing",
        "lightning",
        "parking",
        "awning",
        "rigging",
        "siding",
        "clearing",
    }
)
_SHORT_HAVE = frozenset({"has", "have", "had", "having", "'ve"})


class VerbHit(NamedTuple):
    """A verb group: its lemma, its last token, and how it stands."""

    lemma: str
    last: int
    finite: bool = True
    passive: bool = False
    negated: bool = False
    infinitive: bool = False
    bare: bool = False


def verb_at(found: Sequence[Token], at: int, context: Mapping[str, object]) -> VerbHit | None:
    """The verb group that begins at ``at``, or None.

    ``context``: finite (a verb was seen since the break), subject (one stands before), plural (it is several), gap (a
    break stands right before), any (the sentence had a verb).
    """
    token = found[at]
    if (token.names and not token.forms) or token.own:
        return None
    low = token.low
    if low in word_class("be"):
        return _after_be(found, at, context)
    if low in word_class("modal") or (low in word_class("do") and _auxiliary(found, at)):
        return _after_modal(found, at)
    if low in _SHORT_HAVE:
        return _after_have(found, at)
    if low == "to" and at + 1 < len(found):
        nxt = _skip(found, at + 1)
        form = _form(found[nxt], "base") if nxt < len(found) else None
        if (
            form
            and not found[nxt].names
            and not (nxt + 1 < len(found) and found[nxt + 1].forms and _form(found[nxt + 1], "s"))
        ):
            return VerbHit(form.lemma, nxt, finite=False, infinitive=True, negated=_is_unreal(found, at))
        return None
    if not token.forms:
        return _unknown(found, at, context)
    return _plain_verb(found, at, context)


def _unknown(found: Sequence[Token], at: int, context: Mapping[str, object]) -> VerbHit | None:
    """A verb that no table knows, by its ending and its place after a subject (``The elevator dings.``)."""
    token, before = found[at], found[at - 1] if at else None
    if token.names or before is None or not before.is_word or not context["subject"] or context["finite"]:
        return None
    if (
        not token.low.endswith("s")
        or token.low.endswith(("ss", "us", "is", "'s"))
        or len(token.low) < 4
        or token.low in things()
    ):
        return None
    after = found[at + 1] if at + 1 < len(found) else None
    follows = (
        after is None
        or not after.is_word
        or after.low in word_class("preposition") | word_class("determiner") | word_class("conjunction")
        or is_adverb(after)
    )
    names_one = (
        bool(before.names)
        or before.low in word_class("pronoun")
        or (before.low in things() and singular(before.low) == before.low)
    )
    return VerbHit("be", at) if follows and names_one else None


def _plain_verb(found: Sequence[Token], at: int, context: Mapping[str, object]) -> VerbHit | None:
    token, before = found[at], _before(found, at)
    ing, s, base = _form(token, "ing"), _form(token, "s"), _form(token, "base")
    past, part = _form(token, "past") or _form(token, "pastpart"), _form(token, "part") or _form(token, "pastpart")
    if before is not None and _opens_noun(before) and not (context["subject"] and s):
        return None
    if ing:
        return _participle(found, at, ing, context)
    if s and (
        token.low not in {"lights", "steps"} or (not context["finite"] and (context["subject"] or context["gap"]))
    ):
        return _s_verb(found, at, s, context)
    if base and not (past and not context["plural"]):
        hit = _base_verb(found, at, base, context)
        if hit:
            return hit
    if (past or part) and not _later_finite(found, at) and not context["finite"] and (past or _by(found, at)):
        if context["subject"] or (context["gap"] and context["any"]):
            form = past or part
            passive = _by(found, at) and part is not None
            return VerbHit(form.lemma, at, passive=passive) if form else None
    if part and before is not None and (context["subject"] or before.names) and _by(found, at):
        return VerbHit(part.lemma, at, finite=False, passive=True)
    return None


def _s_verb(found: Sequence[Token], at: int, form: Form, context: Mapping[str, object]) -> VerbHit | None:
    if context["finite"] and not context.get("holder"):
        return None
    if at + 1 < len(found) and found[at + 1].low == "of" and not found[at].names:
        return None
    before = _before(found, at)
    if before is not None and before.low in word_class("preposition") and not before.names:
        return None
    if (
        context["subject"]
        and context["plural"]
        and before is not None
        and singular(found[at].low) != found[at].low
        and before.low == "and"
        and not context["any"]
    ):
        return None
    if context["subject"] or (context["gap"] and (context["any"] or at == 0 or _inverts(found, at))):
        return VerbHit(form.lemma, at)
    return VerbHit(form.lemma, at) if _inverts(found, at) else None


def _inverts(found: Sequence[Token], at: int) -> bool:
    """True when a noun phrase follows a verb that no subject precedes (``Behind him stands a guard``)."""
    after = found[at + 1] if at + 1 < len(found) else None
    return after is not None and (bool(after.names) or after.low in word_class("determiner") | word_class("number"))


def _base_verb(found: Sequence[Token], at: int, form: Form, context: Mapping[str, object]) -> VerbHit | None:
    before = _before(found, at)
    if before is None:
        return None
    if context["plural"] and not context["finite"] and (context["subject"] or (context["gap"] and context["any"])):
        return VerbHit(form.lemma, at)
    if context["finite"] and context["subject"] and _causes(found, at):
        return VerbHit(form.lemma, at, finite=False, infinitive=True, bare=True)
    if before.low in {"we", "i", "you", "they"} and not before.names:
        return VerbHit(form.lemma, at)
    return None


def _causes(found: Sequence[Token], at: int) -> bool:
    """True when a verb of seeing or making stands shortly before (``watches the car explode``)."""
    for token in reversed(found[max(0, at - 7) : at]):
        if token.low in {",", ";", "and", "."}:
            return False
        if any(form.lemma in word_class("perception") for form in token.forms):
            return True
    return False


def _participle(found: Sequence[Token], at: int, form: Form, context: Mapping[str, object]) -> VerbHit | None:
    before, low = _before(found, at), found[at].low
    if low in _NOMINAL_ING and (before is None or (not before.names and before.low not in {"is", "are"})):
        if (
            before is None
            or before.low in word_class("determiner")
            or low in {"nothing", "something", "everything", "anything", "during"}
        ):
            return None
        if low not in {"crossing", "warning", "landing", "opening", "painting", "meeting", "ring"}:
            return None
    if before is not None and before.low in word_class("determiner") and not before.names:
        return None
    negated = before is not None and (
        before.low in {"without", "stop", "stops", "not", "before"} or _is_unreal(found, at)
    )
    return VerbHit(form.lemma, at, finite=False, negated=negated)


def _is_unreal(found: Sequence[Token], at: int) -> bool:
    """True when the verb before only wants, plans or refuses it (``wants to run``), or is about to."""
    index = at - 1
    while index >= 0 and is_adverb(found[index]):
        if found[index].low in {"about"}:
            return True
        index -= 1
    if index < 0:
        return False
    token = found[index]
    unreal = word_class("negative_verb")
    return token.low in {"about", "unable", "ready", "afraid", "too", "able", "supposed", "going", "stops"} or any(
        form.lemma in unreal for form in token.forms
    )


def _after_be(found: Sequence[Token], at: int, context: Mapping[str, object]) -> VerbHit | None:
    token = found[at]
    if token.low == "being" and context["finite"] and not context["subject"]:
        return None
    negated, index = False, at + 1
    while (
        index < len(found)
        and not found[index].names
        and (is_adverb(found[index]) or found[index].low in {"not", "n't", "being", "been"})
    ):
        if found[index].low in {"awake", "asleep", "ablaze", "aflame", "upright", "alone", "still", "open"}:
            break
        negated = negated or found[index].low in word_class("negation")
        index += 1
    finite = token.low not in {"be", "been", "being"}
    if index < len(found) and not found[index].names:
        word = found[index]
        ing = _form(word, "ing")
        if ing and word.low not in {"nothing", "something", "missing"} and ing.lemma not in {"be"}:
            negated = negated or (ing.lemma == "go" and index + 1 < len(found) and found[index + 1].low == "to")
            return VerbHit(ing.lemma, index, finite=finite, negated=negated)
        part = _form(word, "part") or _form(word, "pastpart")
        if part and word.low not in {"left", "set"}:
            return VerbHit(part.lemma, index, finite=finite, passive=True, negated=negated)
    return VerbHit("be", max(at, index - 1) if negated else at, finite=finite, negated=negated)


def _after_have(found: Sequence[Token], at: int) -> VerbHit | None:
    negated, index = False, at + 1
    while (
        index < len(found)
        and not found[index].names
        and not _form(found[index], "pastpart")
        and (is_adverb(found[index]) or found[index].low in {"not", "n't", "just"})
    ):
        negated = negated or found[index].low in word_class("negation")
        index += 1
    if index < len(found) and not found[index].names:
        if found[index].low == "been":
            hit = _after_be(found, index, {"finite": False, "subject": True})
            return hit._replace(finite=True) if hit else None
        part = _form(found[index], "part") or _form(found[index], "pastpart")
        if part:
            return VerbHit(part.lemma, index, negated=negated)
    return VerbHit("have", at, negated=negated)


def _auxiliary(found: Sequence[Token], at: int) -> bool:
    rest = [token for token in found[at + 1 : at + 4] if not is_adverb(token)]
    return bool(rest) and (rest[0].low in {"not", "n't"} or _form(rest[0], "base") is not None)


def _after_modal(found: Sequence[Token], at: int) -> VerbHit | None:
    unreal = found[at].low in {"would", "could", "should", "might", "may", "must"}
    can = found[at].low in {"can", "cannot"}
    negated, index = found[at].low == "cannot", at + 1
    while (
        index < len(found)
        and not found[index].names
        and (is_adverb(found[index]) or found[index].low in {"not", "n't"})
    ):
        negated = negated or found[index].low in word_class("negation")
        index += 1
    form = _form(found[index], "base") if index < len(found) and not found[index].names else None
    if form is None:
        return (
            VerbHit("do", at, negated=negated) if found[at].low in word_class("do") else VerbHit("be", at, negated=True)
        )
    if form.lemma == "be":
        hit = _after_be(found, index, {"finite": False, "subject": True})
        return hit._replace(finite=True, negated=True) if hit and (unreal or negated) else hit
    return VerbHit(form.lemma, index, negated=negated or unreal or (can and form.lemma not in {"see", "hear"}))


def _form(token: Token, tense: str) -> Form | None:
    return next((form for form in token.forms if form.tense == tense), None)


def _before(found: Sequence[Token], at: int) -> Token | None:
    """The token before ``at``, adverbs passed over."""
    index = at - 1
    while index >= 0 and is_adverb(found[index]) and found[index].low not in {"no", "all", "both"}:
        index -= 1
    return found[index] if index >= 0 else None


def _skip(found: Sequence[Token], at: int) -> int:
    while at < len(found) and is_adverb(found[at]):
        at += 1
    return at


def _opens_noun(token: Token) -> bool:
    """True when a noun must follow: a determiner, a possessive."""
    if token.own:
        return True
    return not token.names and (
        token.low
        in word_class("determiner")
        - {"that", "all", "both", "each", "her", "this", "many", "few", "some", "several", "other"}
        or (token.low in {"her"} and False)
    )


def _later_finite(found: Sequence[Token], at: int) -> bool:
    """True when a plain present verb stands further on in the same stretch: then this one is a participle."""
    for token in found[at + 1 : at + 14]:
        if token.low in {";", ".", ":", "as", "while", "when"}:
            return False
        if token.low in {"is", "are"} or (
            token.forms
            and not token.names
            and any(form.tense == "s" for form in token.forms)
            and singular(token.low) not in {"hand", "eye", "light", "arm", "face", "head", "shield", "step"}
        ):
            return True
    return False


def _by(found: Sequence[Token], at: int) -> bool:
    return any(token.low == "by" for token in found[at + 1 : at + 3])
