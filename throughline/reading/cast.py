"""The cast of a script: everybody who speaks, is introduced in capitals, or does something, and the words for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from throughline.reading import lexicon
from throughline.reading.entities import Entity, Registry, singular

Lines = Sequence[tuple[int, str]]

_CAPS = re.compile(
    r"(?<![\w'’])((?:#?[A-Z][A-Z0-9'’.\-]*|\d+)(?:\s+(?:#\d+|[A-Z][A-Z0-9'’.\-]*|\d+(?=\s+[A-Z])))*)(?![\w'’])"
)
_INTRODUCED = re.compile(
    r"^(?:['’]S)?\s*(?:\(\s*(?:late |early |mid[- ]?)?\d|,\s*(?:about |around |late |early |mid[- ]?)?\d{1,2}\b|\(\d)"
)
_KOREAN_INTRODUCED = re.compile(
    r"(?<![가-힣\w])([가-힣]{1,6}(?:\s[가-힣]{1,4})?)\s*[(（](?=[^()（）]*(?:\d{1,2}|[남여]\b|대\b))"
)
_COUNTED = re.compile(r"\b(two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\s+(?:[a-z]+\s+){0,2}?$", re.IGNORECASE)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_KOREAN_NUMBERS = {"두": 2, "둘": 2, "세": 3, "셋": 3, "네": 4, "넷": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8}
_TITLES = frozenset(
    {
        "mr",
        "mrs",
        "ms",
        "dr",
        "mr.",
        "mrs.",
        "dr.",
        "the",
        "of",
        "in",
        "and",
        "a",
        "with",
        "old",
        "young",
        "little",
        "first",
        "second",
    }
)
_DETERMINERS = frozenset(
    {
        "THE",
        "A",
        "AN",
        "MANY",
        "OTHER",
        "SEVERAL",
        "SOME",
        "TWO",
        "THREE",
        "FOUR",
        "FIVE",
        "SIX",
        "ALL",
        "HIS",
        "HER",
        "THEIR",
        "BOTH",
        "ANOTHER",
        "MORE",
        "AND",
        "FEW",
    }
)
_WORDS_TOO = frozenset({"rose", "grace", "mark", "bill", "frank", "eve", "will", "may", "hope", "joy", "max", "jun"})
_LARGEST_GROUP = 9
_DOES = re.compile(  # what a person does, and with some verbs only a person does to something
    r"\s+(?:(?:is|walks|sits|stands|enters|exits|runs|looks|lies|turns|drives|sleeps|holds|watches|waits|smiles|grins|nods"
    r"|frowns|laughs|weeps|sobs|whispers|shrugs|sighs|kneels|crawls|glances|stares|gazes|listens|hesitates|wakes|yawns"
    r"|blinks|winces|shivers|limps|strolls|jogs|hurries|dances|swims|writes|types|cooks|eats|drinks|prays|bows"
    r"|salutes|undresses|thinks)\b"
    r"|(?:opens|closes|shuts|pours|takes|picks|puts|grabs|places|sets|lays|hands|gives"
    r"|shows|reads|wipes|folds|unfolds|unlocks|locks|lights|checks|counts|packs|unpacks"
    r"|finds|kisses|hugs|slaps|points)\s+(?:(?:up|down|out|on|off|away|at)\s+)?"
    r"(?:the|a|an|his|her|their|its|it|him|them|one|two|three|some|another)\b)"
)


def registry(
    cues: Iterable[tuple[str, int]], action: Lines, fleet: Iterable[tuple[Entity, tuple[str, ...]]]
) -> Registry:
    """The entities of a script: its cues (canonical name, line), what its action names, and its vehicles."""
    found = Registry()
    for name, line in cues:
        _add_named(found, name, line)
    for line, text in action:
        for name in _introductions(text):
            _add_named(found, name, line)
    for entity, words in fleet:
        found.add(entity, words)
    for line, text in action:
        _add_common(found, line, text)
    return found


def _add_named(found: Registry, name: str, line: int) -> None:
    words = name.lower().split()
    head = singular(words[-1]) if words else ""
    kind, sex = _kind_and_sex(name)
    plural = (
        bool(words) and words[-1] != head and head in lexicon.person_nouns()
    ) or name.lower() in lexicon.crowd_nouns()
    if plural and kind == "person":
        found.add(Entity(name, "crowd", "person", None, True, line), [name])
        return
    entity = Entity(name, "group" if plural else "cast", kind, sex, plural, line)
    found.add(entity, _aliases(name))


def _aliases(name: str) -> list[str]:
    """The words a name goes by: all of it, and its single words that can stand for it."""
    out = [name]
    words = [
        word for word in name.lower().split() if word not in _TITLES and not word.startswith("#") and not word.isdigit()
    ]
    if len(name.split()) > 1 and words:
        nouns = lexicon.person_nouns()
        if " in " in name.lower() or " with " in name.lower():
            words = words[:1]
        modifier = [
            word
            for word in words[:-1]
            if word not in lexicon.colours() and not word.endswith(("한", "운", "은", "는", "ed"))
        ]
        heads = lexicon.table("people")["heads"]
        animals = {animal for kinds in heads.values() for animal in kinds}
        out += words[-1:]
        if words[-1] not in nouns:
            out += modifier[:1]
        elif lexicon.HANGUL.search(words[-1]) is None:
            out += [f"{word}-headed {words[-1]}" for word in modifier if word in animals]
            out += [
                word
                for word in modifier
                if word not in animals
                and word not in nouns
                and len(words) == 2
                and name.isupper()
                and word not in lexicon.things()
                and not word.endswith(("y", "al"))
            ]
    korean = re.fullmatch(r"([가-힣])([가-힣]{2})", name)
    if korean and korean[1] in "김이박최정강조윤장임한오서신권황안송류홍전고문양손배백허유남심노하곽성차주우구민진":
        out.append(korean[2])
    return out


def _kind_and_sex(name: str) -> tuple[str, str | None]:
    nouns = lexicon.person_nouns()
    words = [word.strip("#.,") for word in name.lower().split()]
    for word in reversed([" ".join(words[-2:]), *words]):
        for form in (word, singular(word)):
            if form in nouns:
                return nouns[form]
    given = lexicon.table("people")["given_names"]
    sexes = [
        sex
        for sex in ("female", "male")
        for word in words
        if word in given[sex] or (word[1:] in given[sex] and len(word) == 3)
    ]
    return "person", sexes[0] if sexes else None


def _introductions(text: str) -> Iterable[str]:
    """Names that the action introduces: in capitals with an age or a person's noun; in Korean, an age in brackets."""
    for match in _KOREAN_INTRODUCED.finditer(text):
        yield match[1]
    if not re.search(r"[a-z]", text):
        return
    given = lexicon.table("people")["given_names"]
    for match in re.finditer(r"(?<![\w'’-])[A-Z][a-z]+(?![\w-])", text):
        if match[0].lower() not in _WORDS_TOO and any(match[0].lower() in given[sex] for sex in ("female", "male")):
            yield match[0].upper()
    listed: list[str] = []
    for match in _CAPS.finditer(text):
        words = match[1].rstrip(".").split()
        while words and words[0] in _DETERMINERS:
            words = words[1:]
        while words and words[-1] in _DETERMINERS:
            words = words[:-1]
        name = re.sub(r"['’]S?$", "", " ".join(words))
        after = text[match.end() :]
        if len(name) < 2 or name.lower() in lexicon.things() or name.lower() in lexicon.vehicle_kinds():
            listed = []
            continue
        if _is_person(name, words, after):
            yield from listed
            yield name
            listed = []
        elif re.match(r"\s*(?:,|and\b|, and\b)", after) and len(words) <= 3 and _may_be_name(words):
            listed.append(name)


def _is_person(name: str, words: Sequence[str], after: str) -> bool:
    head = words[-1].lower().rstrip("'’s") if words[-1].endswith(("'S", "’S")) else words[-1].lower()
    if (
        head in lexicon.person_nouns()
        or singular(head) in lexicon.person_nouns()
        or name.lower() in lexicon.crowd_nouns()
    ):
        return True
    if _INTRODUCED.match(after) and _may_be_name(words):
        return True
    described = re.match(r",\s*(?:each|an?|the|his|her|their)\b([^.;]*)", after)
    if described and _may_be_name(words):
        nouns = re.findall(r"[a-z\-]+", described[1].lower())[:9]
        return any(noun in lexicon.person_nouns() for noun in nouns)
    titled = words[0].lower().rstrip(".") in {"mr", "mrs", "ms", "dr"} and len(words) > 1
    does = _DOES.match(after)
    return (titled or (does is not None and head not in _not_names())) and _may_be_name(words)


@cache
def _not_names() -> frozenset[str]:
    from throughline.reading.english_words import verb_forms

    return frozenset(verb_forms()) | frozenset(lexicon.things()) | frozenset(lexicon.vehicle_kinds())


def _may_be_name(words: Sequence[str]) -> bool:
    return not all(word.lower() in _not_names() for word in words) and not any(
        any(c.isdigit() for c in w) for w in words[:1]
    )


def _add_common(found: Registry, line: int, text: str) -> None:
    """Adds people and creatures that ``text`` names by a common noun (a guard, 행인들)."""
    lower = text.lower()
    for match in _headed().finditer(lower):
        name = " ".join(match[0].replace("-headed", "").split())
        if not match["many"] and name.upper() not in found.entities:
            found.add(Entity(name.upper(), "cast", *_kind_and_sex(name), False, line), _aliases(name.upper()))
    for match in _common_nouns().finditer(_headed().sub(lambda headed: " " * len(headed[0]), lower)):
        noun = match[0]
        one = singular(noun)
        if one in {"사람", "people", "person"} and re.search(
            r"(?:두|세|네|몇|\b(?:two|three|four))\s$", lower[: match.start()]
        ):
            continue
        if lexicon.HANGUL.search(noun):
            _add_korean(found, line, lower, match)
            continue
        counted = _COUNTED.search(text[: match.start()])
        count = _number(counted[1]) if counted else None
        if noun != one or noun in lexicon.crowd_nouns():
            _add_plural(found, line, noun, one, count)
        elif not found.candidates(one):
            kind, sex = lexicon.person_nouns()[one]
            found.add(Entity(one.upper(), "cast", kind, sex, False, line), [one])


def _add_plural(found: Registry, line: int, noun: str, one: str, count: int | None) -> None:
    kind = lexicon.person_nouns().get(one, ("person", None))[0]
    members = [name for name in found.candidates(one) if found.entities[name].category == "cast"]
    small = count is not None and count <= _LARGEST_GROUP
    category = "group" if small or len(members) > 1 or (kind != "person" and members) else "crowd"
    known = found.entities.get(noun.upper())
    if known is not None and (known.category == "group" or category == "crowd"):
        return
    found.entities.pop(noun.upper(), None)
    found.add(Entity(noun.upper(), category, kind, None, True, line, count if small else None), [noun])


def _add_korean(found: Registry, line: int, text: str, match: re.Match[str]) -> None:
    noun = match[0]
    one = singular(noun)
    after = re.match(r"\s(둘|셋|넷|다섯|여섯|(?:두|세|네|다섯|여섯)\s?(?:명|마리|사람))", text[match.end() :])
    before = re.search(r"(두|세|네|다섯|여섯)\s?(?:명|마리)의\s$", text[: match.start()])
    number = after[1][0:2].strip() if after else before[1] if before else ""
    count = _KOREAN_NUMBERS.get(number) or _KOREAN_NUMBERS.get(number[:1])
    kind, sex = lexicon.person_nouns().get(one, ("person", None))
    if count or noun != one or noun in lexicon.crowd_nouns():
        known = [
            e
            for e in found.entities.values()
            if e.category == "group" and e.kind == kind != "person" and lexicon.HANGUL.search(e.name)
        ]
        if known:
            found.add(known[0], [noun, text[match.start() : match.end() + after.end()] if after else noun])
            return
        name = noun if noun != one or noun in lexicon.crowd_nouns() else f"{one}들"
        written = text[match.start() : match.end() + after.end()] if after else noun
        siblings = [n for n in found.entities.values() if n.category == "cast" and n.kind == kind != "person"]
        category = "group" if count or siblings else "crowd"
        if name in found.entities and count:
            found.entities[name] = found.entities[name]._replace(category="group", size=count)
        words = {written, name}
        if kind != "person":
            words |= {f"{other}들" for other in lexicon.table("people")["korean"]["kinds"].get(kind, [])}
        found.add(Entity(name, category, kind, None, True, line, count), sorted(words))
    elif not found.candidates(one):
        found.add(Entity(one, "cast", kind, sex, False, line), [one])


@cache
def _headed() -> re.Pattern[str]:
    """Creatures named by the animal whose head they wear: ``ox reaper``, ``fox-headed reaper``, ``여우 머리 사자``."""
    heads = lexicon.table("people")["heads"]
    animals = {animal for words in heads.values() for animal in words}
    nouns = {
        *lexicon.table("people")["english"]["kinds"]["reaper"],
        *lexicon.table("people")["korean"]["kinds"]["reaper"],
    }

    def alternatives(words: set[str], hangul: bool) -> str:
        return "|".join(
            sorted((w for w in words if bool(lexicon.HANGUL.search(w)) == hangul), key=lambda w: (-len(w), w))
        )

    return re.compile(
        rf"(?<![\w-])(?:(?:{alternatives(animals, False)})(?:-headed)?\s(?:{alternatives(nouns, False)})"
        rf"|(?:{alternatives(animals, True)})(?:\s?머리)?\s(?:{alternatives(nouns, True)}))(?P<many>s|들)?"
    )


@cache
def _common_nouns() -> re.Pattern[str]:
    singles = [noun for noun in lexicon.person_nouns()]
    english = [noun for noun in singles if not lexicon.HANGUL.search(noun)]
    plurals = [*(f"{noun}s" for noun in english), *lexicon.table("people")["english"]["plurals"]]
    hangul = sorted(
        {n for n in [*singles, *lexicon.crowd_nouns()] if lexicon.HANGUL.search(n)}, key=lambda n: (-len(n), n)
    )
    latin = sorted(
        {*english, *plurals, *(n for n in lexicon.crowd_nouns() if not lexicon.HANGUL.search(n))},
        key=lambda n: (-len(n), n),
    )
    return re.compile(
        rf"(?<![\w'’-])(?:{'|'.join(latin)})(?![\w-])"
        rf"|(?<![가-힣\w])(?:{'|'.join(hangul)})(?:들)?(?=(?:이|가|은|는|을|를|에게|한테|의|과|와|도|께서)?(?![가-힣\w]))"
    )


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word.lower()]
