"""What a script says of its characters: age, sex, kind, clothes and looks, gathered where it names them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from throughline.film.story import CharacterFact
from throughline.reading import lexicon
from throughline.reading.entities import Entity, Mention, Registry, singular

Lines = Sequence[tuple[int, str]]

_AGE = re.compile(
    r"(?:^|[,(（]\s*|\band\s+|\bis\s+)(?:(?:about|around|late|early|mid)[ -]?)?"
    r"(\d{1,3})(?:\s*(?:years? old|-year-old|세|살))?"
    r"(?=\s*(?:[,.)）;]|\(|$|\s+years?))"
)
_DECADE = re.compile(
    r"\b(early|mid|late)?[ -]?(\d)0['’]?s\b|(?:(초|중|후)반\s*)?(\d)0대(?:\s*(초|중|후)반)?", re.IGNORECASE
)
_SEX = (
    (
        re.compile(
            r"\b(?:female|woman|girl|lady|sister|mother|daughter|wife|mare|actress|queen)\b|(?:^|[\s,(])(?:여|여성|여자|누나|언니|엄마|어머니|딸|할머니|소녀)(?![가-힣]*들)"
        ),
        "female",
    ),
    (
        re.compile(
            r"\b(?:male|man|boy|guy|gentleman|brother|father|son|husband|king)\b|(?:^|[\s,(])(?:남|남성|남자|형|오빠|아빠|아버지|아들|할아버지|소년|남동생)(?![가-힣]*들)"
        ),
        "male",
    ),
)
_VERB = re.compile(
    r"\b(?:is|are|sits?|stands?|runs?|walks?|drives?|looks?|lies|lie|enters?|turns?|reads?|holds?|points?|glides?)\b"
)
_SPAN = 220


@cache
def _worn() -> re.Pattern[str]:
    colours = sorted(lexicon.colours(), key=lambda word: (-len(word), word))
    clothes = sorted(lexicon.clothes(), key=lambda word: (-len(word), word))
    latin = [w for w in clothes if not lexicon.HANGUL.search(w)]
    hangul = [w for w in clothes if lexicon.HANGUL.search(w)]
    hues = "|".join(re.escape(colour) for colour in colours)
    plain = "|".join(colour for colour in colours if not lexicon.HANGUL.search(colour))
    return re.compile(
        rf"(?:(?<!\w)(?P<c1>{plain})[\s,]+(?:[a-z-]+\s+)??)?(?<![\w-])(?P<g1>{'|'.join(latin)})(?:s|es)?(?![\w-])"
        rf"|(?:(?P<c2>{hues})색?\s+(?:[가-힣]+\s+)??)?(?<![가-힣])(?P<g2>{'|'.join(hangul)})(?=을|를|에|의|이|가|과|와|차림|\s|,|\)|$|\.)"
    )


@lru_cache(maxsize=8192)
def garments(text: str) -> tuple[str, ...]:
    """What ``text`` (lower case) says is worn, in English, with its colour: "red raincoat"."""
    found: dict[str, None] = {}
    for match in _worn().finditer(text):
        colour, garment = match["c1"] or match["c2"], match["g1"] or match["g2"]
        name = lexicon.clothes()[garment]
        found[f"{lexicon.colours()[colour]} {name}" if colour else name] = None
    return tuple(found)


class Facts:
    """The facts of every character while the action is read."""

    def __init__(self, registry: Registry):
        self.registry = registry
        self.words: dict[str, dict[str, None]] = {}
        self.ages: dict[str, int] = {}
        self.sexes: dict[str, str] = {}
        self.aliases: dict[str, dict[str, None]] = {}
        self.kinds: dict[str, str] = {}

    def read(self, text: str) -> None:
        """Takes what one sentence says of those it names."""
        mentions = [mention for mention in self.registry.mentions(text) if mention.names]
        proper = [m for m in mentions if m.alias.lower() not in lexicon.person_nouns()]
        if proper:
            mentions = [m for m in mentions if m in proper or m.start < proper[0].start or m.alias.isupper()]
        people = [
            m for m in mentions if self.registry.entities[m.names[0]].category in {"cast", "group"} and not m.owner
        ]
        for mention in people:
            for name in mention.names[:1]:
                if mention.alias != name:
                    self.aliases.setdefault(name, {})[mention.alias] = None
        for group, tail, before in _spans(people, text):
            names = [
                mention.names[0]
                for mention in group
                if len(mention.names) == 1 or mention.alias.upper() == mention.names[0]
            ]
            introduced = any(
                text[m.end - len(m.particle) : m.end] == m.particle and _is_introduction(text, m) for m in group
            )
            for name in names:
                self._take(name, tail, before, introduced)

    def _take(self, name: str, tail: str, before: str, introduced: bool) -> None:
        low = tail.lower()
        described = _VERB.split(low, maxsplit=1)[0] if not introduced else low
        words = dict.fromkeys(garments(described if not introduced else low))
        words.update(dict.fromkeys(garments(before.lower())))
        if introduced:
            age = _age(low)
            if age is not None:
                self.ages.setdefault(name, age)
            sex = _sex(_VERB.split(low, maxsplit=1)[0])
            if sex:
                self.sexes.setdefault(name, sex)
            kind = _kind(_VERB.split(low, maxsplit=1)[0])
            if kind:
                self.kinds.setdefault(name, kind)
            words.update(dict.fromkeys(_looks(low)))
        if words:
            self.words.setdefault(name, {}).update(words)

    def fact(self, entity: Entity, speeches: int, pronouns: dict[str, str]) -> CharacterFact:
        """The character's facts; ``pronouns`` is the sex that he and she tell where nothing else does."""
        name = entity.name
        words = dict(self.words.get(name, {}))
        kind = self.kinds.get(name, "person") if entity.kind == "person" else entity.kind
        head = _animal_head(name) if kind == "reaper" else None
        if head:
            words = {head: None, **words}
        if kind == "reaper" and entity.category == "cast":
            for group in self.registry.entities.values():
                if group.category == "group" and group.kind == "reaper":
                    words.update(self.words.get(group.name, {}))
        if entity.size:
            words[f"count:{entity.size}"] = None
        sex = self.sexes.get(name) or entity.sex or pronouns.get(name)
        aliases = tuple(alias for alias in self.aliases.get(name, {}) if alias != name)
        return CharacterFact(
            name=name,
            aliases=aliases,
            kind=kind,
            age=self.ages.get(name),
            sex=sex,
            words=tuple(words),
            line=entity.line,
            speeches=speeches,
        )


def _spans(people: Sequence[Mention], text: str) -> list[tuple[list[Mention], str, str]]:
    """Each group of names listed together, the text after it up to the next name, and the text before it."""
    out: list[tuple[list[Mention], str, str]] = []
    group: list[Mention] = []
    at = 0
    for number, mention in enumerate(people):
        group.append(mention)
        following = people[number + 1] if number + 1 < len(people) else None
        between = text[mention.end : following.start] if following else None
        if (
            between is not None
            and re.fullmatch(r"\s*(?:,|,?\s*and|과|와|,?\s*그리고)?\s*", between)
            and (between.strip() or mention.particle in {"과", "와"})
        ):
            continue
        end = (
            following.start
            if following and not _in_brackets(text, following.start)
            else min(len(text), mention.end + _SPAN)
        )
        before = text[at : group[0].start]
        out.append((group, text[mention.end : end], re.split(r"[.,;]", before)[-1]))
        group, at = [], end
    return out


def _in_brackets(text: str, at: int) -> bool:
    return text.rfind("(", 0, at) > text.rfind(")", 0, at)


def _is_introduction(text: str, mention: Mention) -> bool:
    after = text[mention.end :]
    if re.match(r"\s*[(（]", after) or (
        lexicon.HANGUL.search(mention.alias) and re.match(r"\s*[(（]", text[mention.start + len(mention.alias) :])
    ):
        return True
    caps = mention.alias.isupper() and mention.alias.isascii()
    return (caps and bool(re.match(r"\s*(?:,|\bin\b|\bwith\b|\bwearing\b|\bis\b|--|–)|\s+in\s", after))) or bool(
        re.search(r"\b(?:a|an|A|AN)\s+$", text[: mention.start]) and caps
    )


def _age(low: str) -> int | None:
    match = _AGE.search(low)
    if match and int(match[1]) < 120:
        return int(match[1])
    decade = _DECADE.search(low)
    if decade:
        tens = int(decade[2] or decade[4])
        part = (decade[1] or decade[3] or decade[5] or "mid").lower()
        return tens * 10 + {"early": 2, "초": 2, "mid": 5, "중": 5, "late": 8, "후": 8}[part]
    return None


def _sex(low: str) -> str | None:
    found = [(match.start(), sex) for pattern, sex in _SEX if (match := pattern.search(low))]
    return min(found)[1] if found else None


def _kind(low: str) -> str | None:
    nouns = lexicon.person_nouns()
    for word in re.findall(r"[a-z가-힣]+", low)[:8]:
        kind = nouns.get(word, nouns.get(singular(word), ("person", None)))[0]
        if kind != "person":
            return kind
    return None


def _looks(low: str) -> tuple[str, ...]:
    """Traits and callings that an introduction names."""
    head = re.split(r"\band,", _VERB.split(low, maxsplit=1)[0])[0]
    korean = [trait for trait in lexicon.table("people")["traits"]["korean"] if trait in low]
    return tuple(dict.fromkeys([*_describing().findall(head), *korean]))


@cache
def _describing() -> re.Pattern[str]:
    people = lexicon.table("people")
    latin = [*people["traits"]["english"], *people["english"]["either"]]
    hangul = [noun for noun in people["korean"]["either"] if len(noun) > 1]
    return re.compile(
        rf"(?<![\w가-힣])(?:(?:{'|'.join(sorted(map(re.escape, latin), key=len, reverse=True))})(?![a-z])"
        rf"|(?:{'|'.join(sorted(hangul, key=len, reverse=True))})(?![가-힣]{{2}}))"
    )


def _animal_head(name: str) -> str | None:
    words = re.findall(r"[a-z가-힣]+", name.lower())
    for animal, forms in lexicon.table("people")["heads"].items():
        if any(word in forms for word in words):
            return str(animal)
    return None


def pronoun_sexes(action: Lines, registry: Registry) -> dict[str, str]:
    """The sex of those whom no word tells, by the pronouns of sentences that name them alone."""
    votes: dict[str, list[int]] = {}
    alone: str | None = None
    for _, text in action:
        named = {
            mention.names[0]
            for mention in registry.mentions(text)
            if registry.entities[mention.names[0]].category == "cast" and len(mention.names) == 1
        }
        alone = next(iter(named)) if len(named) == 1 else None if named else alone
        if alone:
            count = votes.setdefault(alone, [0, 0])
            count[0] += len(re.findall(r"\b(?:she|her|herself)\b|그녀", text, re.IGNORECASE))
            count[1] += len(re.findall(r"\b(?:he|his|him|himself)\b", text, re.IGNORECASE))
    return {name: "female" if count[0] > count[1] else "male" for name, count in votes.items() if count[0] != count[1]}
