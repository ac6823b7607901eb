"""Who and what a script names: entities, the words they go by, and where a text mentions them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from throughline.reading import lexicon

PARTICLES = (
    "에게서",
    "한테서",
    "으로부터",
    "로부터",
    "께서는",
    "에서는",
    "에게는",
    "으로는",
    "에서",
    "에게",
    "한테",
    "께서",
    "께",
    "으로",
    "로",
    "까지",
    "부터",
    "처럼",
    "같이",
    "보다",
    "만큼",
    "마저",
    "조차",
    "이나",
    "이랑",
    "랑",
    "하고",
    "이며",
    "과의",
    "와의",
    "과",
    "와",
    "이",
    "가",
    "은",
    "는",
    "을",
    "를",
    "의",
    "에",
    "도",
    "만",
    "인",
)
_KANA = re.compile(r"[ぁ-ゟ一-鿿]")
_AFTER_CONSONANT = frozenset(
    {"이", "은", "을", "과", "으로", "으로부터", "이나", "이랑", "이며", "과의", "으로는", "인"}
)
_AFTER_VOWEL = frozenset({"가", "는", "를", "와", "랑", "와의"})


class Entity(NamedTuple):
    """Somebody or something that acts. ``category``: cast, group, crowd or vehicle."""

    name: str
    category: str
    kind: str = "person"
    sex: str | None = None
    plural: bool = False
    line: int = 0
    size: int | None = None


class Mention(NamedTuple):
    """A stretch of text that names one of some entities; ``particle`` is what Korean puts after it."""

    start: int
    end: int
    names: tuple[str, ...]
    alias: str
    owner: bool = False
    particle: str = ""


def has_final(character: str) -> bool:
    """True when a Hangul syllable ends in a consonant."""
    return "가" <= character <= "힣" and (ord(character) - 0xAC00) % 28 != 0


def fits(stem: str, particle: str) -> bool:
    """True when Korean would put ``particle`` after ``stem``: 이 after a consonant, 가 after a vowel, and so on."""
    if not particle or not stem or not lexicon.HANGUL.match(stem[-1]):
        return True
    if particle in _AFTER_CONSONANT:
        return has_final(stem[-1])
    if particle in _AFTER_VOWEL:
        return not has_final(stem[-1])
    if particle in {"로", "로부터"}:
        return not has_final(stem[-1]) or (ord(stem[-1]) - 0xAC00) % 28 == 8
    return True


@dataclass
class Registry:
    """The entities of a whole script and the words that name them, each word with its candidates in script order."""

    entities: dict[str, Entity] = field(default_factory=dict)
    aliases: dict[str, list[str]] = field(default_factory=dict)
    _latin: re.Pattern[str] | None = None
    _hangul: re.Pattern[str] | None = None
    _known: dict[str, list[Mention]] = field(default_factory=dict)

    def add(self, entity: Entity, aliases: Iterable[str]) -> None:
        """Adds ``entity`` with the words that name it; a known entity only learns the words."""
        self.entities.setdefault(entity.name, entity)
        for alias in aliases:
            known = self.aliases.setdefault(alias.lower(), [])
            if entity.name not in known:
                known.append(entity.name)
        self._latin = self._hangul = None
        self._known.clear()

    def candidates(self, alias: str) -> tuple[str, ...]:
        return tuple(self.aliases.get(alias.lower(), ()))

    def mentions(self, text: str) -> list[Mention]:
        """Where ``text`` names entities, in order, longest names first. Names that are common words need a capital."""
        if text not in self._known:
            self._known[text] = sorted(
                [*self._latin_mentions(text), *self._hangul_mentions(text)], key=lambda found: found[:2]
            )
        return self._known[text]

    def _latin_mentions(self, text: str) -> Iterable[Mention]:
        if self._latin is None:
            self._latin = _alternation(
                (a for a in self.aliases if not lexicon.HANGUL.search(a)),
                r"(?<![\w'’-]){}(?P<own>['’]s?(?!\w))?(?![\w-])",
                re.IGNORECASE,
            )
        for match in self._latin.finditer(text):
            alias = match[1].lower()
            if match[1].islower() and not self._common(alias):
                continue
            own = bool(match["own"]) and (match["own"] != "'" or alias.endswith("s"))
            if names := self.candidates(alias):  # letters may be alike in case to a pattern alone
                yield Mention(match.start(), match.end(), names, match[1], owner=own)

    def _common(self, alias: str) -> bool:
        """True when the alias is a common noun (the guard, the sedan), which text may write in lower case."""
        return not alias.isascii() or any(_is_common(word) for word in alias.split())

    def _hangul_mentions(self, text: str) -> Iterable[Mention]:
        if self._hangul is None:
            self._hangul = _alternation(self.aliases, r"(?<![가-힣\w]){}(?=[가-힣ぁ-ゟ一-鿿\W]|$)", re.IGNORECASE)
        for match in self._hangul.finditer(text):
            alias, rest = match[1], re.match(r"[가-힣]*", text[match.end() :])
            tail = rest[0] if rest else ""
            kana = bool(_KANA.match(text, match.end()))
            particle = "" if kana else _particle(alias, tail) if tail or lexicon.HANGUL.search(alias) else None
            if particle is not None and (names := self.candidates(alias)):
                yield Mention(match.start(), match.end() + len(tail), names, alias, particle == "의", particle)


def _alternation(aliases: Iterable[str], frame: str, flags: int) -> re.Pattern[str]:
    ordered = sorted(set(aliases), key=lambda alias: (-len(alias), alias))
    inner = "(" + "|".join(re.escape(alias).replace(r"\ ", r"\s+") for alias in ordered) + ")" if ordered else "((?!))"
    return re.compile(frame.replace("{}", inner), flags)


def _particle(alias: str, tail: str) -> str | None:
    """The particle that ``tail`` is after ``alias`` ("" when bare), or None when it is another word."""
    if not tail:
        return ""
    if tail in PARTICLES and fits(alias, tail):
        return tail
    if has_final(alias[-1]) and tail.startswith("이") and tail[1:] in {"", *PARTICLES} and fits("이", tail[1:]):
        return tail[1:]
    if tail.startswith("들") and tail[1:] in {"", *PARTICLES} and fits("들", tail[1:]):
        return tail[1:]
    if tail in {"쪽으로", "쪽에서", "앞에", "뒤에", "옆에", "야", "아", "씨가", "씨는", "씨를", "씨"}:
        return (
            "으로" if tail == "쪽으로" else "에" if tail.endswith("에") else tail[1:] if tail.startswith("씨") else ""
        )
    return None


def _is_common(word: str) -> bool:
    return (
        word in lexicon.person_nouns()
        or word in lexicon.vehicle_kinds()
        or word in lexicon.crowd_nouns()
        or singular(word) in lexicon.person_nouns()
        or word.startswith("#")
    )


@lru_cache(maxsize=20000)
def singular(word: str) -> str:
    """The singular of an English or Korean noun (lower case) as far as the lexicon and the plural rules know it."""
    irregular: Mapping[str, str] = lexicon.table("people")["english"]["plurals"]
    if word in irregular:
        return irregular[word]
    if lexicon.HANGUL.search(word):
        return word.removesuffix("들") if len(word) > 2 else word
    if word.endswith("ies") and word[:-1] in lexicon.person_nouns():
        return word[:-1]
    for ending, replacement in (("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x")):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word.removesuffix(ending) + replacement
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word
