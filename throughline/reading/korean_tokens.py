"""Korean sentences as words: noun phrases with their particles, verbs with their endings, adverbs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from throughline.reading import korean_verbs, lexicon
from throughline.reading.clauses import Part
from throughline.reading.entities import PARTICLES, Mention, fits
from throughline.reading.korean_verbs import Ending

_EOJEOL = re.compile(r"[^\s,.!?…;:()\"'“”‘’\[\]—]+|[,.!?…;:—]")
_CASES = {
    "subject": ("이", "가", "께서"),
    "topic": ("은", "는", "께서는"),
    "object": ("을", "를"),
    "to": ("에게", "한테", "께", "로", "으로", "에", "에게는", "으로는"),
    "from": ("에서", "에게서", "한테서", "로부터", "으로부터", "에서는", "부터"),
    "with": ("과", "와", "랑", "이랑", "하고"),
    "of": ("의", "과의", "와의"),
    "also": ("도", "만", "까지", "마저", "조차"),
    "like": ("처럼", "같이", "보다", "만큼"),
}
_CASE_OF = {particle: case for case, particles in _CASES.items() for particle in particles}
_UNKNOWN_LINK = re.compile(r"(?:며|면서|고|[아어해려켜져와워]서|채|[아어여]|으로써)$")
_IN_ADVERBS = frozenset({"높이", "깊이", "많이", "굳이", "길이", "깊숙이", "일찍이", "나란히", "홀로이"})
_NUMBER = {"두": 2, "세": 3, "네": 4, "둘": 2, "셋": 3, "넷": 4, "다섯": 5}
_TOWARDS = frozenset({"향해", "향하여", "향해서", "향한"})
_COUNTERS = frozenset({"마리", "명", "분", "대", "개", "그루", "권", "자루", "송이"})
_PEOPLE = ("사람", "남녀", "남자", "여자", "명", "형제", "자매", "남매")


class Word(NamedTuple):
    """One word. ``kind``: noun, verb, adverb or mark. A noun has its ``case``, a verb its possible ``endings``."""

    kind: str
    text: str
    start: int
    end: int
    part: Part | None = None
    case: str = ""
    endings: tuple[Ending, ...] = ()
    manner: str = ""
    stem: str = ""


@cache
def word_set(name: str) -> frozenset[str]:
    """A class of Korean function words: auxiliary, position, moment ..."""
    return frozenset(lexicon.table("korean_verbs")["words"][name])


@cache
def _manner() -> Mapping[str, str]:
    return {word: name for name, words in lexicon.table("korean_verbs")["manner"].items() for word in words}


def words(text: str, mentions: Sequence[Mention]) -> list[Word]:
    """The words of ``text`` in order; a mention of an entity is one noun however many words it has."""
    out: list[Word] = []
    at = 0
    for mention in [*mentions, None]:
        end = mention.start if mention else len(text)
        out.extend(_word(match[0], match.start(), text) for match in _EOJEOL.finditer(text, at, end))
        if mention:
            part = Part(
                word=mention.alias.lower(),
                names=mention.names,
                alias=mention.alias,
                plural="들" in text[mention.start : mention.end],
            )
            out.append(
                Word(
                    "noun",
                    text[mention.start : mention.end],
                    mention.start,
                    mention.end,
                    part,
                    _CASE_OF.get(mention.particle, ""),
                    stem=mention.alias,
                )
            )
            at = mention.end
    return _counted(out)


def _word(word: str, start: int, text: str) -> Word:
    end = start + len(word)
    if not word[:1].isalnum():
        return Word("mark", word, start, end)
    if word in _IN_ADVERBS:
        return Word("adverb", word, start, end)
    if word in _TOWARDS:
        return Word("towards", word, start, end)
    if word in _manner():
        return Word("adverb", word, start, end, manner=_manner()[word])
    if (
        word in word_set("negation")
        or word in word_set("time")
        or any(word.startswith(stem) for stem in word_set("denial"))
    ):
        return Word("adverb", word, start, end)
    closes = end >= len(text) or text[end] in ".!?,…"
    endings = korean_verbs.analyses(word)
    noun = _noun(word, start, end)
    known = noun is not None and noun.part is not None and _is_known(noun.part.word, word)
    if endings and (closes or not known or (noun is not None and noun.case == "" and len(word) < 3)):
        if not (
            known
            and noun is not None
            and noun.case in {"subject", "object"}
            and len(noun.part.word if noun.part else "") > 0
            and not any(ending.kind == "final" for ending in endings)
        ):
            return Word("verb", word, start, end, endings=endings)
    if noun is not None:
        return noun
    if _UNKNOWN_LINK.search(word) and len(word) > 1:
        return Word("other", word, start, end)
    return Word("noun", word, start, end, Part(word=word), "", stem=word)


@cache
def _nouns() -> Mapping[str, str]:
    return {word: english for word, (english, _) in lexicon.things().items() if lexicon.HANGUL.search(word)}


def _is_known(head: str, word: str) -> bool:
    return (
        any(word.startswith(noun) for noun in _matches(word))
        or head in lexicon.body_parts()
        or head in word_set("position")
    )


def _matches(word: str) -> list[str]:
    """Known nouns that ``word`` begins with, followed by nothing or a particle, the longest first."""
    found = []
    for cut in range(len(word), 0, -1):
        stem, rest = word[:cut], word[cut:]
        if (
            stem in _nouns()
            or stem in lexicon.body_parts()
            or stem in word_set("position")
            or stem in lexicon.clothes()
        ) and (not rest or (rest in PARTICLES and fits(stem, rest))):
            found.append(stem)
    return found


def _noun(word: str, start: int, end: int) -> Word | None:
    for stem in _matches(word):
        part = Part(word=_nouns().get(stem, lexicon.clothes().get(stem, stem)))
        return Word("noun", word, start, end, part, _CASE_OF.get(word[len(stem) :], ""), stem=stem)
    for cut in range(2, len(word) + 1):
        stem, rest = word[:cut], word[cut:]
        if (
            stem[-1] in "속안앞뒤위밖옆밑"
            and stem[:-1] in _nouns()
            and (not rest or (rest in PARTICLES and fits(stem, rest)))
        ):
            return Word(
                "noun", word, start, end, Part(word=_nouns()[stem[:-1]]), _CASE_OF.get(rest, ""), stem=stem[:-1]
            )
    for cut in range(1, len(word)):
        stem, rest = word[:cut], word[cut:]
        if (
            rest in PARTICLES
            and fits(stem, rest)
            and not (rest in {"도", "로", "만", "인", "은", "는"} and len(stem) < 2 and stem not in _pronouns())
        ):
            whole = stem
            stem, plural = (stem.removesuffix("들"), True) if stem.endswith("들") and len(stem) > 2 else (stem, False)
            part = Part(pronoun=_pronouns()[stem]) if stem in _pronouns() else Part(word=stem, plural=plural)
            return Word("noun", word, start, end, part, _CASE_OF.get(rest, ""), stem=whole)
    if word in _pronouns() and word not in {"그", "이"}:
        return Word("noun", word, start, end, Part(pronoun=_pronouns()[word]), "")
    return None


@cache
def _pronouns() -> Mapping[str, str]:
    found = {word: "they" for word in word_set("pronoun_many")} | {word: "he" for word in word_set("pronoun_one")}
    return {
        **found,
        "그녀": "she",
        "그것": "it",
        "이것": "it",
        "자신": "himself",
        "서로": "each other",
        "아무": "nobody",
        "아무도": "nobody",
        "누구": "nobody",
        "우리": "we",
        "나": "i",
        "너": "you",
        "둘": "two",
        "셋": "three",
        "넷": "four",
    }


def _counted(found: Sequence[Word]) -> list[Word]:
    """``두 사람이``, ``세 명이`` and ``둘이`` as pronouns for as many."""
    out: list[Word] = []
    for word in found:
        before = out[-1] if out else None
        if before is not None and before.text in _NUMBER and word.kind == "noun" and word.part is not None:
            head = word.part.word or word.text
            base = next((people for people in _PEOPLE if head.startswith(people)), None)
            if base in {"사람", "명", "남녀", "남매", "형제", "자매"}:
                out[-1] = word._replace(
                    part=Part(pronoun="they", number=_NUMBER[before.text], plural=True), start=before.start
                )
                continue
        if (
            word.part is not None
            and word.stem in _COUNTERS
            and len(out) > 1
            and out[-1].text in {"한", "두", "세", "네"}
            and out[-2].kind == "noun"
            and out[-2].case == ""
        ):
            noun = out[-2]
            out[-2:] = [noun._replace(case=word.case, end=word.end)]
            continue
        if word.part is not None and word.part.pronoun in {"two", "three", "four"}:
            number = {"two": 2, "three": 3, "four": 4}[word.part.pronoun]
            word = word._replace(part=Part(pronoun="they", number=number, plural=True))
        out.append(word)
    return out
