"""English sentences as tokens: words with their possible verb forms, and the entities that they name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from throughline.reading import lexicon
from throughline.reading.english_words import Form, verb_forms, word_class
from throughline.reading.entities import Mention, singular

_WORD = re.compile(r"\d+(?:[.,]\d+)*(?:['’]?s)?|[^\W\d_]+(?:[.'’-](?=[^\W\d_])[^\W\d_]+)*|--+|\.{3}|[^\w\s]")
_CONTRACTED = re.compile(r"^(.+?)(n['’]t|['’](?:s|re|ll|ve|d|m))$", re.IGNORECASE)
_SUBJECTS_IS = frozenset(
    {"it", "he", "she", "that", "there", "here", "who", "what", "where", "someone", "everyone", "nobody", "one"}
)


@dataclass(slots=True)
class Token:
    """One word, mark or named entity of a sentence. ``own``: it ends in a possessive."""

    text: str
    start: int
    low: str = ""
    names: tuple[str, ...] = ()
    own: bool = False
    forms: tuple[Form, ...] = field(default=())

    @property
    def is_word(self) -> bool:
        return bool(self.names) or self.low[:1].isalnum()


def tokens(text: str, mentions: Sequence[Mention]) -> list[Token]:
    """The tokens of ``text``; a mention of an entity is one token however many words it has."""
    found: list[Token] = []
    at = 0
    for mention in [*mentions, None]:
        end = mention.start if mention else len(text)
        found.extend(_words(text, at, end))
        if mention:
            low = mention.alias.lower()
            forms = verb_forms().get(low, ()) if not _sure_noun(mention, text) else ()
            found.append(
                Token(text[mention.start : mention.end], mention.start, low, mention.names, mention.owner, forms)
            )
            at = mention.end
    return found


def _sure_noun(mention: Mention, text: str) -> bool:
    return (
        mention.alias[:1].isupper() or " " in mention.alias or singular(mention.alias.lower()) in lexicon.person_nouns()
    )


def _words(text: str, start: int, end: int) -> list[Token]:
    out: list[Token] = []
    for match in _WORD.finditer(text, start, end):
        word, at = match[0].replace("’", "'"), match.start()
        split = _CONTRACTED.match(word)
        if split and (split[2].lower() != "'s" or split[1].lower() in _SUBJECTS_IS):
            out.append(_token(split[1], at))
            out.append(_token("n't" if split[2].lower() == "n't" else split[2], at + len(split[1])))
        elif split:
            out.append(Token(word, at, split[1].lower(), own=True))
        else:
            out.append(_token(word, at))
    return out


def _token(word: str, at: int) -> Token:
    low = word.lower()
    return Token(word, at, low, forms=verb_forms().get(low, ()))


def is_adverb(token: Token) -> bool:
    """True for adverbs of the lexicon and words in -ly that are no verb."""
    low = token.low
    return not token.names and (
        low in word_class("adverb")
        or (
            low.endswith("ly")
            and len(low) > 4
            and not token.forms
            and low not in {"family", "belly", "bully", "jelly", "lonely", "elderly"}
        )
    )
