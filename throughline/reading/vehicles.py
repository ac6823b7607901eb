"""Vehicles that the action names, each under one canonical name: colour and kind ("black sedan")."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from throughline.reading import lexicon
from throughline.reading.entities import Entity, fits, has_final

_SPOKEN = {"police": "police car", "fire_engine": "fire engine"}


class Named(NamedTuple):
    """One naming of a vehicle: as written (lower case), owner, colour, kind, and whether it is a new one ("a car")."""

    words: str
    owner: str | None
    colour: str | None
    kind: str
    noun: str
    new: bool


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    colours = sorted(lexicon.colours(), key=lambda word: (-len(word), word))
    nouns = sorted(lexicon.vehicle_kinds(), key=lambda word: (-len(word), word))
    hues = {
        lang: "|".join(w for w in colours if bool(lexicon.HANGUL.search(w)) == (lang == "ko")) for lang in ("en", "ko")
    }
    kinds = {
        lang: "|".join(re.escape(w) for w in nouns if bool(lexicon.HANGUL.search(w)) == (lang == "ko") or w == "suv")
        for lang in ("en", "ko")
    }
    english = (
        rf"(?<![\w-])(?:(?P<owner>[A-Za-z][\w-]*)['’]s\s+)?(?:(?P<det>a|an|another|the|his|her|their|its|second)\s+)?"
        rf"(?:(?!stop|driver)[a-z]+(?:-[a-z]+)*\s+)??(?P<colour>{hues['en']})?\s*(?P<noun>{kinds['en']})(?![\w-])"
        r"(?!\s+(?:stop|driver|door|park|key|keys|crash|seat|window|chase|horn|engine|alarm|wash|accident|light|lights)\b)"
    )
    korean = (
        rf"(?<![가-힣\w])(?:(?P<owner>[가-힣]+)의\s+)?(?:(?P<colour>{hues['ko']})(?:색)?\s+)?(?P<noun>{kinds['ko']})"
        r"(?P<tail>[가-힣]*)"
    )
    return re.compile(english, re.IGNORECASE), re.compile(korean, re.IGNORECASE)


def named(text: str) -> Iterable[Named]:
    """The vehicles that ``text`` names, in order."""
    english, korean = _patterns()
    kinds, colours = lexicon.vehicle_kinds(), lexicon.colours()
    low = text.lower()
    if not any(noun in low for noun in kinds):  # most lines, and the patterns are slow
        return
    for match in english.finditer(text):
        noun, colour = match["noun"].lower(), (match["colour"] or "").lower()
        owner = match["owner"].upper() if match["owner"] else None
        yield Named(
            f"{colour} {noun}".strip(),
            owner,
            colours.get(colour),
            kinds[noun],
            noun,
            (match["det"] or "").lower() in {"a", "an", "another", "second"} or match["noun"].isupper(),
        )
    for match in korean.finditer(text):
        noun = match["noun"].lower()
        if _is_noun(noun, match["tail"]):
            yield Named(
                f"{match['colour'] or ''} {noun}".strip(),
                match["owner"],
                colours.get(match["colour"] or ""),
                kinds[noun],
                noun,
                bool(match["colour"]),
            )


def _is_noun(noun: str, tail: str) -> bool:
    particles = {
        "이",
        "가",
        "은",
        "는",
        "을",
        "를",
        "에",
        "의",
        "로",
        "으로",
        "와",
        "과",
        "도",
        "에서",
        "에게",
        "까지",
        "들이",
        "들",
        "안",
        "들을",
        "만",
        "",
    }
    if len(noun) == 1 and not tail:
        return False
    return tail in particles and fits(noun, tail) and (tail != "가" or not has_final(noun[-1]))


def fleet(lines: Iterable[tuple[int, str]]) -> list[tuple[Entity, tuple[str, ...]]]:
    """The vehicles of a script whose action is ``lines`` (line number, text), with the words that name each."""
    generic = frozenset(lexicon.table("vehicles")["generic"]["words"])
    found: list[tuple[Named, int, dict[str, None]]] = []
    for line, text in lines:
        for mention in named(text):
            known = [entry for entry in found if _same(entry[0], mention, generic)]
            entry = known[-1] if known else (mention, line, {})
            if not known:
                found.append(entry)
            entry[2].update({mention.words: None, mention.noun: None})
    return _entities(found, generic)


def _same(known: Named, mention: Named, generic: frozenset[str]) -> bool:
    """True when a mention can be of a vehicle already named."""
    kind = mention.kind == known.kind or (mention.noun in generic and not mention.colour and not mention.new)
    colour = mention.colour is None or mention.colour == known.colour
    owner = mention.owner is None or known.owner is None or mention.owner == known.owner
    introduced = mention.new and mention.owner is not None and mention.owner != known.owner
    return kind and colour and owner and not introduced


def _entities(
    found: list[tuple[Named, int, dict[str, None]]], generic: frozenset[str]
) -> list[tuple[Entity, tuple[str, ...]]]:
    out: list[tuple[Entity, tuple[str, ...]]] = []
    taken: set[str] = set()
    for mention, line, words in found:
        kind = _SPOKEN.get(mention.kind, mention.kind)
        name = f"{mention.colour} {kind}" if mention.colour else kind
        if name in taken or (mention.owner and not mention.colour):
            name = (
                f"{mention.owner}'s {name}" if mention.owner else f"{name} {sum(n.startswith(name) for n in taken) + 1}"
            )
        taken.add(name)
        # What anybody may call it: a script that says "the car" or "차" means one of the vehicles it named before.
        other = {noun for noun, other in lexicon.vehicle_kinds().items() if other == mention.kind}
        out.append((Entity(name, "vehicle", mention.kind, line=line), tuple(sorted({*words, *generic, *other, name}))))
    return out
