"""The breakdown's plain words as a Korean sheet writes them: a thing as the script's own line calls it, the words of
the trade (effects, stunts, equipment) in Korean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

import msgspec

from throughline.film.story import Breakdown, Item, SceneReading
from throughline.formats.shot_words import effect_word
from throughline.production.budget_words import stunt_words
from throughline.production.vfx_bid_table import kind_word
from throughline.reading import lexicon, lexicon_items

EFFECTS = (105, 121, 122)
STUNTS = 102
THINGS = (103, 104, 106, 107, 108, 113, 114, 115, 116, 117)
_GEAR = {"crane": "크레인", "dolly": "달리", "drone": "드론", "gimbal": "짐벌", "zoom lens": "줌 렌즈",
         "car rig": "차량 리그", "camera car": "카메라카"}
_AT = re.compile(r"^(?P<what>.*?) \((?P<at>[^()]*)\)$")


class ElementWords:
    """The words for the elements of one breakdown in sheets of one language."""

    def __init__(self, breakdown: Breakdown, language: str):
        self._korean_sheet = language[:2] == "ko"
        self._translates = self._korean_sheet and breakdown.language == "ko"
        self._scenes = {scene.scene: scene for scene in breakdown.scenes}
        self._known: dict[str, str] = {}

    def element(self, item: Item, scene: str) -> str:
        """An element's name as the sheet writes it."""
        if not self._korean_sheet:
            return item.name
        if item.category in THINGS:
            return self.thing(item.name, scene, item.line)
        if item.category in EFFECTS:
            found = _AT.match(item.name)
            if found is None:
                return _effect(item.name)
            what = _effect(found["what"])
            being = what == found["what"] and item.category == 121
            return f"{what}({_usual(found['at']) if being else self.thing(found['at'], scene, item.line)})"
        if item.category == STUNTS:
            who, _, deed = item.name.rpartition(": ")
            names = ", ".join(self.thing(name, scene, item.line) for name in who.split(" and ")) if who else ""
            return f"{names}: {stunt_words(deed, 'ko')}" if names else stunt_words(deed, "ko")
        if item.category == 109:
            return f"{self.thing(item.name.removesuffix(' wrangler'), scene, item.line)} 조련사"
        return _GEAR.get(item.name, re.sub("^caption: ", "자막: ", item.name))

    def kind(self, kind: str) -> str:
        """What a kind of being is called: "reaper", "저승사자"."""
        return _usual(kind) if self._korean_sheet else kind

    def thing(self, name: str, scene: str = "", line: int = 0) -> str:
        """A thing's plain English name in the words of the script where it stands, else as it is called elsewhere in
        the script, else in the usual Korean word; the name itself where it has none."""
        if not self._translates or lexicon.HANGUL.search(name):
            return name
        place = self._scenes.get(scene)
        own = _said(name, _near(place, line)) if place is not None else None
        if own is None and name not in self._known:
            every = (beat.text for one in self._scenes.values() for beat in one.beats)
            self._known[name] = _said(name, every) or _usual(name)
        return own or self._known[name]


def in_script_words(breakdown: Breakdown, language: str, categories: Iterable[int] | None = None) -> Breakdown:
    """The breakdown whose elements (of ``categories``, else all) are named as a sheet in ``language`` writes them."""
    words = ElementWords(breakdown, language)
    wanted = None if categories is None else frozenset(categories)

    def named(scene: SceneReading) -> SceneReading:
        items = (msgspec.structs.replace(item, name=words.element(item, scene.scene))
                 if wanted is None or item.category in wanted else item for item in scene.items)
        return msgspec.structs.replace(scene, items=tuple(items))

    return msgspec.structs.replace(breakdown, scenes=tuple(named(scene) for scene in breakdown.scenes))


def _effect(kind: str) -> str:
    """An effect's kind as a shot list calls it, else as the bid does; what is no kind, as it is."""
    said = effect_word(kind, "ko")
    return said if lexicon.HANGUL.search(said) else kind_word(kind, "ko")


def _near(scene: SceneReading, line: int) -> Iterable[str]:
    """The texts of a scene, the one that stands on a line first."""
    here = [beat.text for beat in scene.beats if beat.line <= line]
    yield from reversed(here)
    yield from (beat.text for beat in scene.beats if beat.line > line)
    yield scene.heading.text


def _said(name: str, texts: Iterable[str]) -> str | None:
    """How the first of the texts that names a thing calls it."""
    pattern = _pattern(name)
    if pattern is None:
        return None
    found = (match[0] for text in texts if (match := pattern.search(text)))
    return next(found, None)


@cache
def _pattern(name: str) -> re.Pattern[str] | None:
    parts = _parts(name)
    if not parts:
        return None
    rows = ["|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) for words in parts]
    return re.compile(r"(?<![가-힣\w])" + r"색?\s*".join(f"(?:{row})" for row in rows), re.IGNORECASE)


def _usual(name: str) -> str:
    parts = _parts(name)
    korean = [next((word for word in words if lexicon.HANGUL.search(word)), "") for words in parts]
    return " ".join(korean) if korean and all(korean) else name


def _parts(name: str) -> list[tuple[str, ...]]:
    """For a thing's name, or for each word of it, everything it may be called; empty where a word is not known."""
    whole = _synonyms().get(name.casefold())
    if whole:
        return [whole]
    parts = [_synonyms().get(word, ()) for word in name.casefold().split()]
    return parts if all(parts) else []


@cache
def _synonyms() -> Mapping[str, tuple[str, ...]]:
    """All words of the tables by the plain English word that they stand for, as the tables have them."""
    found: dict[str, dict[str, None]] = {}
    tables: list[Iterable[tuple[str, str]]] = [
        ((word, plain) for word, (plain, _) in lexicon.things().items()), lexicon.clothes().items(),
        lexicon.colours().items(),
        ((word, kind) for kind, words in lexicon.table("vehicles")["kinds"].items() for word in words),
        ((word, kind) for language in ("korean", "english")
         for kind, words in lexicon.table("people")[language]["kinds"].items() for word in words),
        ((word, head) for head, words in lexicon.table("people")["heads"].items() for word in words),
        ((word, name) for group in lexicon_items.groups() for name, words in group.items() for word in words)]
    for table in tables:
        for word, plain in table:
            found.setdefault(plain, {})[word] = None
    return {plain: tuple(words) for plain, words in found.items()}
