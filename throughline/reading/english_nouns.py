"""English noun phrases: who or what a run of words names, whose it is, and how many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from throughline.reading.clauses import Part
from throughline.reading.english_tokens import Token, is_adverb
from throughline.reading.english_verbs import verb_at
from throughline.reading.english_words import word_class
from throughline.reading.entities import singular
from throughline.reading.lexicon import colours, table, things

_OBJECT_PRONOUNS = frozenset({"him", "them", "us", "me", "himself", "herself", "itself", "themselves"})
SUBJECT_PRONOUNS = frozenset(
    {
        "he",
        "she",
        "they",
        "we",
        "i",
        "you",
        "it",
        "there",
        "who",
        "someone",
        "somebody",
        "nobody",
        "everyone",
        "everybody",
        "anyone",
        "anybody",
        "noone",
        "here",
    }
)
_POSSESSIVES = frozenset({"his", "her", "its", "their"})
_PLURAL_STARTS = frozenset({"these", "those", "both", "all", "many", "several", "few", "some"})
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "both": 2}


@cache
def adjectives() -> frozenset[str]:
    """Words that only say what something is like."""
    return (
        frozenset(table("people")["traits"]["english"])
        | frozenset(table("effects")["shape"]["words"])
        | frozenset(colours())
    )


@dataclass
class _Phrase:
    """A noun phrase while its words are read."""

    owner: Part | None = None
    names: tuple[str, ...] = ()
    head: str = ""
    alias: str = ""
    plural: bool = False
    definite: bool = False
    number: int | None = None
    none: bool = False

    def part(self) -> Part | None:
        """The phrase so far; None when it has neither a noun nor a number nor an owner."""
        if not self.head and not self.names and self.number is None and self.owner is None and not self.none:
            return None
        names, head = ((), "no") if self.none else (self.names, self.head)
        return Part(head, names, None, self.owner, self.plural, self.definite, self.alias, self.number)

    def ends_before(self, found: Sequence[Token], at: int) -> bool:
        """True when the word at ``at`` is no longer of this phrase, which has a noun already or cannot take it."""
        token = found[at]
        if token.names:
            return False
        low = token.low
        if low in word_class("conjunction") or low in word_class("subordinator"):
            return True
        if self.head and (low in word_class("preposition") or is_adverb(token)):
            return True
        if self.names and _verb_here(found, at, self.plural):
            return True
        if not self.head or not token.forms:
            return False
        verbal = bool(self.names) or _verb_here(found, at, self.plural)
        return verbal and not _is_noun(token, self.head, self.names, self.plural)

    def take(self, token: Token) -> bool:
        """Takes a word; False when it opens another phrase."""
        low = token.low
        if token.own:
            self.owner, self.names, self.head = Part(low, token.names, None, self.owner, alias=token.text), (), ""
        elif not token.names and low in _POSSESSIVES:
            self.owner = Part(pronoun=low)
        elif not token.names and low in word_class("determiner") | word_class("number"):
            if self.head:
                return False
            self.definite = self.definite or low in {"the", "this", "that", "these", "those"}
            self.plural = self.plural or low in _PLURAL_STARTS or low in word_class("number") - {"one"}
            self.number = _NUMBERS.get(low, self.number)
            self.none = self.none or low == "no"
        else:
            longer = f"{self.head} {low}"
            self.names, self.alias = token.names, token.text
            self.head = longer if longer in things() else low
            self.plural = self.plural or (singular(low) != low and not low.endswith("ss"))
        return True


def noun_phrase(found: Sequence[Token], at: int) -> tuple[Part | None, int]:
    """The noun phrase that begins at ``at`` and its last token; None when none begins there."""
    if at >= len(found) or not found[at].is_word:
        return None, at
    first = found[at]
    if not first.names:
        if first.low in {"which", "whom"}:
            return Part(pronoun="it" if first.low == "which" else "he"), at
        if _is_pronoun(found, at):
            return Part(pronoun=first.low, plural=first.low in {"they", "them", "we", "us"}), at
        if first.low in word_class("preposition"):
            return None, at
    phrase, start = _Phrase(), at
    while at < len(found) and found[at].is_word:
        if at > start and (_is_pronoun(found, at) or phrase.ends_before(found, at)):
            break
        if not phrase.take(found[at]):
            break
        at += 1
    return phrase.part(), at - 1


def _is_pronoun(found: Sequence[Token], at: int) -> bool:
    token = found[at]
    if token.names:
        return False
    return token.low in _OBJECT_PRONOUNS | SUBJECT_PRONOUNS or (
        token.low in {"her", "his"} and not _possesses(found, at)
    )


def _is_noun(token: Token, head: str, names: Sequence[str], plural: bool) -> bool:
    """True when a form that could be a verb is the noun here: ``many shields``, ``glowy shields``."""
    one = singular(token.low)
    if names or one == token.low or not any(form.tense == "s" for form in token.forms):
        return False
    return (plural and singular(head) == head) or (
        one in things() and head not in things() and not head.endswith("one")
    )


def _verb_here(found: Sequence[Token], at: int, plural: bool) -> bool:
    """True when the word at ``at`` ends a noun phrase by being its verb, or the verb that a verb of seeing asks for."""
    seen = {"finite": False, "subject": True, "plural": plural, "gap": False, "any": False, "holder": False}
    return verb_at(found, at, seen) is not None or verb_at(found, at, {**seen, "finite": True}) is not None


def _possesses(found: Sequence[Token], at: int) -> bool:
    """True when ``her``/``his`` comes before what it owns."""
    after = found[at + 1] if at + 1 < len(found) else None
    if after is None or not after.is_word or after.low in {"and", "or", "but", "to", "as", "while"}:
        return False
    if after.names:
        return True
    if after.low in word_class("preposition") | word_class("determiner") | word_class("modal") | word_class("be"):
        return False
    if is_adverb(after):
        return False
    return not (
        after.forms
        and all(form.tense in {"s", "ing"} for form in after.forms)
        and after.low not in {"hands", "eyes", "arms"}
        and found[at].low == "her"
        and singular(after.low) == after.low
    )
