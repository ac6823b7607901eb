"""Effects that the action's words ask for. Dialogue, negations and comparisons never do."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from throughline.film.story import EffectWish, Event, Verb
from throughline.reading import lexicon
from throughline.reading.wishes import effect_kinds

AMBIENT = frozenset(
    {"rain", "snow", "mist", "ash", "wind", "smoke", "dust", "glow", "fire", "flood", "blood", "lightning"}
)
_BREAK = re.compile(r"[,.;:!?—]|--| and | but | while | as (?!if|though)|(?:고|며|지만|다가)\s")
_AFTER, _BEFORE = 24, 34
_SHOT = re.compile(
    r"\b(?:fire[sd]?|firing|shoots?)\s+(?:\w+\s+){0,2}(?:gun|pistol|rifle|revolver|shotgun|weapon|shots?|rounds?|bullets?)\b"
    r"|\bfire[sd]\s+(?:at|into|back|again|once|twice)\b"
)
"""A weapon that is fired, not a fire."""


@cache
def _by_event() -> Mapping[Verb, str]:
    return {Verb(verb): kind for verb, kind in lexicon.table("effects")["events"].items()}


@cache
def _negations() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = lexicon.table("effects")["negation"]
    english = [word for word in words["english"] if word != "n't"]
    ending = [word for word in english if word.startswith(("stop", "cease", "clear", "extinguish"))]
    before = [word for word in english if word not in ending]
    return (
        re.compile(rf"(?:\b(?:{'|'.join(map(re.escape, before))})\b|n['’]t\b)"),
        re.compile(rf"\b(?:{'|'.join(map(re.escape, ending))})\b"),
        re.compile("|".join(map(re.escape, words["korean"]))),
    )


def effects(text: str, events: Sequence[Event], line: int) -> tuple[EffectWish, ...]:
    """The effects that the sentence ``text`` with its ``events`` asks for, one of a kind."""
    found: dict[str, EffectWish] = {}
    lower = text.lower()
    words = _shape(lower)
    shot = _SHOT.search(lower)
    if shot and not _denied(lower, shot):
        found["gunfire"] = EffectWish(kind="gunfire", at=_place(events), words=words, line=line)
    for event in events:
        kind = _by_event().get(event.verb)
        if kind and kind not in found and not (kind == "fire" and (shot or _is_still(event))):
            at = event.who[0] if event.who else event.target
            if at and event.target and lexicon.things().get(at, ("", ""))[1] == "intangible":
                at = event.target
            found[kind] = EffectWish(kind=kind, at=at, words=words, line=line)
    for kind, pattern in effect_kinds() if _any()(lower) else ():
        for match in pattern.finditer(lower):
            if kind not in found and not _denied(lower, match) and not _is_prop(kind, lower, match) \
                    and not (kind == "fire" and shot and shot.start() <= match.start() < shot.end()):
                found[kind] = EffectWish(kind=kind, at=_place(events), words=words, line=line)
                break
    return tuple(found.values())


@cache
def _any() -> Callable[[str], bool]:
    kinds = lexicon.table("effects")["kinds"]
    return lexicon.sieve([*kinds, *(word for words in kinds.values() for word in words)])


@cache
def _shapes() -> re.Pattern[str]:
    words = [
        word
        for word in lexicon.table("effects")["shape"]["words"]
        if word not in {"light", "black", "white", "검은", "하얀"}
    ]
    return re.compile(rf"(?<![\w가-힣])(?:{'|'.join(map(re.escape, words))})(?![\w가-힣])")


def _shape(lower: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_shapes().findall(lower)))


def _is_still(event: Event) -> bool:
    """True for what burns without fire: a lamp, a sign, an eye."""
    return bool(event.who) and event.who[0] in lexicon.table("effects")["still_light"]["words"]


def _denied(lower: str, match: re.Match[str]) -> bool:
    """True when the clause around a word says that there is none, no more, or only something like it."""
    before_words, ending, korean = _negations()
    left = _BREAK.split(lower[max(0, match.start() - _BEFORE) : match.start()])[-1]
    right = _BREAK.split(lower[match.end() : match.end() + _AFTER])[0]
    if re.search(r"[가-힣]", match[0]):
        return bool(korean.search(lower[match.start() : match.end() + _AFTER].split(".")[0].split(",")[0]))
    return (
        bool(before_words.search(left) or ending.search(right) or re.search(r"\bstop(?:s|ped)?\s+$", left))
        or "unharmed" in right
    )


def _is_prop(kind: str, lower: str, match: re.Match[str]) -> bool:
    """True when the word names what only sounds like an effect: a fire truck, a smoke detector, burning eyes."""
    after = lower[match.end() : match.end() + 16].strip()
    if kind in {"fire", "smoke", "flood", "glow", "rain", "dust", "snow"} and re.match(
        r"(?:truck|engine|exit|escape|alarm|place|station|extinguisher|hydrant|department|detector|coat|boots|jacket|light|lights)\b",
        after,
    ):
        return True
    if kind == "fire" and re.search(
        r"\b(?:embroidered|painted|drawn|golden|gold|printed|carved)\s+(?:\w+\s+)?$", lower[: match.start()]
    ):
        return True
    if kind == "fire":
        still = lexicon.table("effects")["still_light"]["words"]
        near = lower[max(0, match.start() - 24) : match.start()].split()
        return (
            match[0].startswith(("burn", "타오르"))
            and ((bool(near) and near[-1] in still) or after.split(" ")[0] in still)
        ) or (
            match[0] in {"fire", "fires"}
            and bool(re.search(r"\b(?:he|she|they|guards?|soldiers?|cops?|opens?|men)\s+$", lower[: match.start()]))
        )
    if kind == "smoke":
        return bool(re.match(r"a? ?(?:cigarette|cigar|pipe)|담배", after)) or bool(
            re.search(r"담배\s*$|(?:he|she|who)\s+$", lower[: match.start()])
        )
    if kind == "glow":
        near = lower[max(0, match.start() - 24) : match.start()].split()
        return bool(near) and near[-1] in lexicon.table("effects")["still_light"]["words"]
    return kind == "wind" and match[0] == "wind"


def _place(events: Sequence[Event]) -> str | None:
    """What the effect happens to, when the words themselves say: the target of an event whose subject is the effect."""
    for event in events:
        section = lexicon.things().get(event.who[0], ("", ""))[1] if event.who else ""
        if section == "intangible" and event.target and lexicon.things().get(event.target, ("", ""))[1] != "intangible":
            return event.target
    return None
