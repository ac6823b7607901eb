"""The name under which a breakdown lists a thing, so that the same thing is one element in every scene."""

from __future__ import annotations

import re

from throughline.reading import lexicon
from throughline.reading.entities import singular

_LEADING = re.compile(
    r"^(?:(?:a|an|the|his|her|its|their|my|our|your|this|that|these|those|some|another|one|two|three|four|five|six|"
    r"seven|eight|nine|ten|eleven|twelve|dozens of|hundreds of|several|a few|many|single|same|\d+)\s+)+",
    re.IGNORECASE,
)
_KOREAN_LEADING = re.compile(r"^(?:(?:그|이|저|자신의|그의|그녀의|한|두|세|네|몇|여러|다섯|여섯|\d+)\s+)+(?=\S)")
_KOREAN_COUNT = re.compile(
    r"\s+(?:하나|둘|셋|넷|다섯|여섯|"
    r"(?:한|두|세|네|다섯|여섯|일곱|여덟|아홉|열|스무|몇|여러|수십|수백|\d+)\s*(?:여\s*)?(?:개|대|명|마리|권|장|자루|그릇|병|잔|벌|"
    r"켤레|송이|그루|채|척|필|통|봉지|쌍|줄|조각|다발|묶음|떼))$"
)
_COUNTABLE = frozenset({103, 104, 106, 108, 116, 117})
_CLAUSES = frozenset({102, 123, 124})
_PEOPLE = frozenset({100, 101})


def canonical(words: str, category: int) -> str:
    """The element's name: no article, number or particle, a thing in the singular, people in capitals as cues are.

    A thing that the word tables know goes by their plain word ("handgun" is "gun"), with what stands before it.
    """
    words = " ".join(words.split()).strip(" .,;:!?\"'“”‘’()[]")
    if category in _CLAUSES:
        return words
    if lexicon.HANGUL.search(words):
        return _korean(words, category)
    words = _LEADING.sub("", words) or words
    if category in _PEOPLE:
        return words.upper()
    lower = words if category == 126 else words.lower()
    if category not in _COUNTABLE:
        return lower
    known = lexicon.things().get(lower)
    if known and known[1] in {"props", "set_dressing"}:
        return known[0]
    *before, head = lower.split()
    return " ".join([*before, _singular(head)])


def _singular(head: str) -> str:
    if head in lexicon.clothes() or head in lexicon.things():
        return lexicon.things()[head][0] if head in lexicon.things() else head
    return singular(head) if head.endswith("s") else head


def _korean(words: str, category: int) -> str:
    words = _KOREAN_COUNT.sub("", _KOREAN_LEADING.sub("", words)) or words
    if category not in _COUNTABLE:
        return words
    *before, head = words.split()
    stem = head.removesuffix("들") if len(head) > 2 else head
    known = lexicon.things().get(" ".join([*before, stem]))
    if known and known[1] in {"props", "set_dressing"}:
        return known[0]
    return " ".join([*before, stem])
