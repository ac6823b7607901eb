"""English action sentences as clauses: a shallow parser with subjects, objects, prepositions, participles, passives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from throughline.film.story import Verb
from throughline.reading import lexicon
from throughline.reading.clauses import Clause, Part
from throughline.reading.english_phrases import Chunk, chunks
from throughline.reading.english_sense import sense_of
from throughline.reading.english_tokens import Token, tokens
from throughline.reading.english_words import manner_of, manner_phrases, word_class
from throughline.reading.entities import Registry

_GOALS = ("toward", "towards", "to", "into", "onto", "for", "after", "at", "against", "upon", "with", "from", "of")
_PLACES = (
    "behind",
    "past",
    "through",
    "over",
    "across",
    "around",
    "beside",
    "near",
    "between",
    "under",
    "along",
    "down",
    "up",
    "on",
    "in",
    "inside",
    "outside",
    "above",
    "beneath",
    "by",
    "off",
    "out",
    "among",
    "before",
    "atop",
    "alongside",
)
_TIMES = frozenset(
    {
        "time",
        "moment",
        "second",
        "seconds",
        "minute",
        "minutes",
        "hour",
        "day",
        "while",
        "beat",
        "instant",
        "step",
        "steps",
        "way",
        "turn",
        "side",
        "feet",
        "knees",
        "terror",
        "fear",
        "pain",
        "silence",
        "horror",
        "panic",
        "surprise",
        "rage",
        "shock",
        "front",
        "speed",
        "life",
        "times",
        "once",
        "least",
        "last",
        "paces",
        "anger",
        "disbelief",
        "relief",
        "circles",
    }
)
_PARENTHESIS = re.compile(r"\([^()]*\)")
_SUFFERED = frozenset(
    {
        Verb.EXPLODE,
        Verb.BURN,
        Verb.COLLAPSE,
        Verb.FALL,
        Verb.LIE,
        Verb.SIT,
        Verb.CRASH,
        Verb.VANISH,
        Verb.APPEAR,
        Verb.BE,
        Verb.STAND,
        Verb.CROUCH,
        Verb.KNEEL,
        Verb.STOP,
    }
)
_TRANSITIVE = frozenset({Verb.STRIKE, Verb.CARRY, Verb.HOLD, Verb.EMBRACE, Verb.PURSUE, Verb.LOOK, Verb.DRIVE})
_COMPANY = frozenset(
    {
        Verb.WALK,
        Verb.RUN,
        Verb.SIT,
        Verb.STAND,
        Verb.LIE,
        Verb.ENTER,
        Verb.EXIT,
        Verb.FLEE,
        Verb.APPEAR,
        Verb.KNEEL,
        Verb.CROUCH,
        Verb.GLIDE,
        Verb.WAKE,
        Verb.RISE,
        Verb.FALL,
        Verb.VANISH,
    }
)


def clauses(sentence: str, registry: Registry) -> list[Clause]:
    """The clauses of an English sentence in order; none where it only names or describes."""
    text = _PARENTHESIS.sub(lambda match: " " * len(match[0]), sentence)
    found = tokens(text, registry.mentions(text))
    parsed = chunks(found)
    out: list[Clause] = list(_afire(found))
    for index, chunk in enumerate(parsed):
        if chunk.kind == "verb":
            following = _following(parsed, index)
            clause = _clause(parsed, index, following, text, found)
            if clause:
                out.append(clause)
    return _fronted(out, parsed)


def _fronted(out: list[Clause], parsed: Sequence[Chunk]) -> list[Clause]:
    """A participle that opens the sentence is done by the subject that follows it (``Running, Mary trips``)."""
    first = next((chunk for chunk in parsed if chunk.kind == "verb"), None)
    if first is None or first.finite or not out or not out[0].inherits:
        return out
    subjects = next((clause.subjects for clause in out[1:] if clause.subjects and not clause.passive), ())
    return [out[0]._replace(subjects=subjects, inherits=not subjects), *out[1:]]


def _afire(found: Sequence[Token]) -> Iterator[Clause]:
    """What a participle before a noun says of it (``the burning house``)."""
    for token, after in pairwise(found):
        verb = {
            "burning": Verb.BURN,
            "flaming": Verb.BURN,
            "blazing": Verb.BURN,
            "collapsing": Verb.COLLAPSE,
            "exploding": Verb.EXPLODE,
        }.get(token.low)
        if verb and (after.names or after.low in lexicon.things()) and not after.own:
            yield Clause(
                verb,
                (Part(after.low, after.names, alias=after.text),),
                lemma=token.low,
                text=f"{token.text} {after.text}",
            )


def _following(parsed: Sequence[Chunk], index: int) -> list[Chunk]:
    """The chunks that complete the verb at ``index``: up to the next verb or break."""
    out: list[Chunk] = []
    for chunk in parsed[index + 1 :]:
        if chunk.kind == "verb":
            break
        if chunk.kind == "break" and chunk.word == "," and _trailing(parsed, chunk):
            continue
        if chunk.kind == "break" and chunk.word != "and":
            break
        if chunk.kind == "break" and not (out and out[-1].kind == "np"):
            break
        out.append(chunk)
    while out and out[-1].kind == "break":
        out.pop()
    return out


def _trailing(parsed: Sequence[Chunk], comma: Chunk) -> bool:
    """True when a prepositional phrase after the comma still belongs to the verb before it (``, into the fog.``)."""
    place = parsed.index(comma)
    rest = parsed[place + 1 : place + 3]
    return (
        bool(rest)
        and rest[0].kind == "pp"
        and (len(rest) == 1 or rest[1].kind == "break")
        and not any(chunk.kind == "verb" for chunk in parsed[place + 1 :])
    )


def _clause(
    parsed: Sequence[Chunk], index: int, following: Sequence[Chunk], text: str, found: Sequence[Token]
) -> Clause | None:
    verb = parsed[index]
    if verb.negated:
        return None
    end = _end_token(parsed, index)
    region = [*(found[: verb.token] if verb.inverted and verb.leading else []), *found[verb.token + 1 : end]]
    sense, used = sense_of(verb.lemma, region, verb.passive)
    if sense is None:
        return None
    objects = [c for c in following if c.kind == "np"]
    prepositions = [c for c in following if c.kind == "pp"]
    subjects, inherits = verb.subjects, verb.inherits
    if verb.inverted and objects and not subjects:
        subjects, objects, inherits = tuple(c.part for c in objects if c.part), [], False
    manner = _manner(sense.manner, region, text[verb.start : _end_place(found, end, text)], sense.words)
    leading = [c for c in verb.leading if c.part is not None]
    target = None if verb.inverted and not prepositions else _target(objects, prepositions, used)
    agent = next((c.part for c in prepositions if c.word == "by" and c.part), None)
    if verb.passive:
        target, subjects, patient_first = _passive(sense.verb, subjects, agent, target)
        if (agent is None and not patient_first) or (sense.verb not in _SUFFERED | _TRANSITIVE and agent is None):
            sense = sense._replace(verb=sense.verb if sense.verb in _SUFFERED | _TRANSITIVE else Verb.BE)
    elif target is None and leading:
        target = _target([], leading, ())
        manner = manner + _manner(
            (), (), " ".join(f"{c.word} {c.part.word or c.part.pronoun or ''}" for c in leading if c.part), ()
        )
    companions = tuple(
        c.part
        for c in prepositions
        if c.word == "with" and c.part and (c.part.names or c.part.pronoun) and sense.verb in _COMPANY
    )
    if companions and target in companions:
        target = _target(objects, [c for c in prepositions if c.word != "with"], used)
    return Clause(
        sense.verb,
        subjects,
        target,
        tuple(dict.fromkeys(manner)),
        companions,
        " ".join((verb.lemma, *sense.words)),
        _said(text[verb.begin : _end_place(found, end, text)]),
        verb.passive,
        inherits,
    )


def _said(words: str) -> str:
    """The clause's words, spaces closed up, without the mark or conjunction that joins it to the next."""
    return re.sub(r"(?:[\s,;]+(?:and|but|or|then))?[\s,;]*$", "", " ".join(words.split()))


def _passive(
    verb: Verb, subjects: tuple[Part, ...], agent: Part | None, target: Part | None
) -> tuple[Part | None, tuple[Part, ...], bool]:
    """Target, who, and whether who is the grammatical subject: what burns is who, whoever is hit is the target."""
    if verb in _SUFFERED or (agent is None and verb not in _TRANSITIVE):
        return (target if target is not agent else agent), subjects, True
    return (subjects[0] if subjects else None), ((agent,) if agent else ()), False


def _end_token(parsed: Sequence[Chunk], index: int) -> int:
    for chunk in parsed[index + 1 :]:
        if chunk.kind == "verb" or (
            chunk.kind == "break" and chunk.word != "and" and not (chunk.word == "," and _trailing(parsed, chunk))
        ):
            return chunk.token
    return parsed[-1].last + 1


def _end_place(found: Sequence[Token], end: int, text: str) -> int:
    return found[end].start if end < len(found) else len(text)


@cache
def _phrases() -> tuple[re.Pattern[str], Mapping[str, str]]:
    phrases = [phrase.replace(" ", r"\s+") for phrase, _ in manner_phrases()]
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)"), dict(manner_phrases())


def _manner(given: Sequence[str], region: Sequence[Token], words: str, used: Sequence[str]) -> tuple[str, ...]:
    out: list[str] = list(given)
    pattern, names = _phrases()
    out.extend(names[" ".join(match[0].split())] for match in pattern.finditer(re.sub(r"[.,;!]", " ", words.lower())))
    for position, token in enumerate(region):
        name = manner_of().get(token.low)
        before = region[position - 1].low if position else ""
        if name and not token.names and token.low not in used and before not in word_class("determiner"):
            if name == "left" and before == "be":
                continue
            out.append(name)
    return tuple(out)


def _target(objects: Sequence[Chunk], prepositions: Sequence[Chunk], used: Sequence[str]) -> Part | None:
    """What the verb is done to or towards: its object, else whom a preposition of aim names, else where."""
    named = [
        c.part
        for c in objects
        if c.part
        and _is_goal(c.part, used)
        and not (c.part.word in lexicon.body_parts() and c.part.owner and c.part.owner.pronoun)
    ]
    if named:
        return named[0]
    aims = [
        c for c in prepositions if c.part and _is_goal(c.part, used) and not (c.word == "at" and c.part.word in _TIMES)
    ]
    for words in (_GOALS, _PLACES):
        for wanted in words:
            for chunk in aims:
                if chunk.word == wanted and not (wanted == "of" and chunk is not aims[-1]):
                    return chunk.part
    return aims[0].part if aims else None


def _is_goal(part: Part, used: Sequence[str]) -> bool:
    if part.pronoun in {
        "himself",
        "herself",
        "itself",
        "themselves",
        "us",
        "we",
        "me",
        "here",
        "there",
        "i",
        "you",
        "each other",
        "one another",
    }:
        return False
    if part.word in _TIMES or part.word == "camera" or part.word == "lens":
        return False
    if part.word in {"body", "bodies"} and part.owner is None:
        return True
    own = part.owner is None or part.owner.pronoun is not None
    if part.word in lexicon.body_parts() and own and not part.names:
        return part.owner is not None and part.word not in used
    return part.word not in used or bool(part.names) or part.word in lexicon.things()
