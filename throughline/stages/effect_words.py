"""What the words of an effect say, Korean or English: how long, whichever way, what colour, what wind, which seed.

How large it is was read with the shot (directing.shots.size_of); how a building comes down reads the solver itself.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from throughline.film.effect import EffectChoice

_NUMBER = r"(\d+(?:\.\d+)?)"
_SECONDS = re.compile(rf"(?:for |lasts |lasting )?{_NUMBER} ?(?:s|secs?|seconds?|초)(?: ?(?:long|동안|간))?")
_METRES = re.compile(rf"{_NUMBER} ?(?:m|met(?:er|re)s?|미터)(?: ?(?:wide|high|tall|across|크기|높이|너비|폭))?")
_SEED = re.compile(r"(?:seed|시드) ?(\d{1,9})")
_WIND = re.compile(rf"(?:wind|바람)(?: of)?(?: 초속)? ?{_NUMBER} ?(?:m/s|mps|m|미터)?(?:,? ?(.+))?")
_FROM = (
    (90.0, r"(?:from )?(?:the )?left|왼쪽에서"), (-90.0, r"(?:from )?(?:the )?right|오른쪽에서"),
    (0.0, r"(?:from )?(?:the )?front|앞(?:쪽)?에서"), (180.0, r"(?:from )?(?:the )?(?:back|rear|behind)|뒤(?:쪽)?에서"),
)
_WAYS = (
    ("left", r"\b(?:to|towards?|on) (?:the|its) left\b|\bleftwards?\b|^left$|왼쪽|왼편|좌측"),
    ("right", r"\b(?:to|towards?|on) (?:the|its) right\b|\brightwards?\b|^right$|오른쪽|오른편|우측"),
    ("forward", r"\bforwards?\b|\b(?:to|towards?) the front\b|앞으로|앞쪽|정면"),
    ("back", r"\bbackwards?\b|\b(?:to|towards?) the (?:back|rear)\b|뒤로|뒤쪽"),
    ("up", r"\bupwards?\b|\bstraight up\b|^up$|위로|위쪽"),
    ("down", r"\bdownwards?\b|\bstraight down\b|^down$|아래로|아래쪽"),
)
_COLOURS = {
    "#201d1c": ("black", "검은", "까만", "검정", "검은색", "시커먼"),
    "#8c8a87": ("grey", "gray", "회색", "잿빛"),
    "#e8e6e1": ("white", "흰", "하얀", "흰색", "새하얀"),
    "#c9793a": ("orange", "주황", "주황색", "주황빛"),
    "#7a5c40": ("brown", "갈색", "황토색", "흙빛"),
    "#b09a78": ("tan", "sandy", "beige", "모래색", "누런"),
    "#a34a38": ("red", "붉은", "빨간", "빨간색"),
    "#cdb04f": ("yellow", "노란", "노란색"),
    "#6f8a58": ("green", "초록", "초록색", "녹색"),
    "#5f7fa6": ("blue", "파란", "푸른", "파란색"),
    "#7d6394": ("purple", "violet", "보라", "보라색"),
}
_STUFF = r"(?:smoke|dust|clouds?|soot|mist|steam|연기|먼지|안개|김)"
_WORDS = {word: colour for colour, words in _COLOURS.items() for word in words}
_COLOUR = re.compile(rf"({'|'.join(sorted(_WORDS, key=len, reverse=True))}|#[0-9a-f]{{6}})(?: ?{_STUFF})?"
                     rf"|{_STUFF} (#[0-9a-f]{{6}})")


class Said(NamedTuple):
    """What an effect's words decide, and the words that are left to whoever simulates it."""

    choice: EffectChoice
    rest: tuple[str, ...]


def said(words: Sequence[str], facing: float, *, breaks: bool = False) -> Said:
    """What ``words`` decide of an effect that happens to something with the heading ``facing``, radians; of two that
    speak of the same the first counts. Where something ``breaks`` its solver reads the ways itself."""
    choice, rest = EffectChoice(), []
    for word in words:
        low = " ".join(word.lower().split())
        found = _measure(low, facing)
        if found is None and not _METRES.fullmatch(low):
            rest.append(word)
            found = None if breaks else _way(low)
        choice = merged(choice, found)
    return Said(choice, tuple(rest))


def merged(first: EffectChoice, second: EffectChoice | None) -> EffectChoice:
    """Both choices; where both speak, the first."""
    if second is None:
        return first
    return EffectChoice(**{name: value if (value := getattr(first, name)) is not None else getattr(second, name)
                           for name in (field.name for field in msgspec.structs.fields(EffectChoice))})


def _measure(low: str, facing: float) -> EffectChoice | None:
    if match := _SECONDS.fullmatch(low):
        return EffectChoice(seconds=float(match[1]))
    if match := _SEED.fullmatch(low):
        return EffectChoice(seed=int(match[1]))
    if match := _WIND.fullmatch(low):
        side = next((angle for angle, pattern in _FROM if re.fullmatch(pattern, match[2] or "from the left")), None)
        if side is None:
            return None
        turn, speed = facing + math.radians(side), float(match[1])
        return EffectChoice(wind=(round(-speed * math.cos(turn), 6) + 0.0, round(-speed * math.sin(turn), 6) + 0.0))
    if match := _COLOUR.fullmatch(low):
        told = match[1] or match[2]
        return EffectChoice(colour=_WORDS.get(told, told))
    return None


def _way(low: str) -> EffectChoice | None:
    way = next((way for way, pattern in _WAYS if re.search(pattern, low)), None)
    return None if way is None else EffectChoice(direction=way)
