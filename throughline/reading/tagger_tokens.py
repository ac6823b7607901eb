"""Script lines cut into tokens for the tagger, and the stems by which it knows words again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from throughline.reading import lexicon
from throughline.reading.entities import PARTICLES, fits
from throughline.reading.tagger_rows import Span

_TOKEN = re.compile(r"[’'][sS]\b|[^\W_]+(?:[’'\-/.](?![sS]\b)[^\W_]+)*|[^\w\s]|_")
_LONGER = (
    "들이", "들을", "들은", "들의", "들과", "들에게", "들도",
    "들로", "들에", "들", "이다", "이었다", "입니다", "뿐", "쯤",
    "씩", "째", "마다", "조차", "밖에", "이라", "라는", "이라는", "에는", "에도", "에서도", "와는", "과는", "으로도",
    "로는", "까지도", "만을", "만이", "뿐이다", "한테서", "에게서도",
    "처럼", "로서", "으로서", "로써", "으로써", "든", "이든",
)  # fmt: skip
_JOSA: dict[str, list[str]] = {}
"""The particles by their last syllable, the longest first."""
for _word in sorted({*PARTICLES, *_LONGER}, key=lambda word: (-len(word), word)):
    _JOSA.setdefault(_word[-1], []).append(_word)
_IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "feet": "foot", "teeth": "tooth", "knives": "knife",
    "wolves": "wolf", "leaves": "leaf", "shelves": "shelf", "scarves": "scarf", "loaves": "loaf", "mice": "mouse",
    "geese": "goose", "oxen": "ox", "people": "people", "hit": "hit", "threw": "throw", "thrown": "throw",
    "flung": "fling", "fell": "fall", "fallen": "fall", "broke": "break", "broken": "break", "held": "hold",
    "wore": "wear", "worn": "wear", "took": "take", "taken": "take", "ran": "run", "rang": "ring", "sang": "sing",
}  # fmt: skip


class Token(NamedTuple):
    """A token: its text, place, and stem (English: lemma-like, lower case; Korean: without particle), particle."""

    text: str
    start: int
    end: int
    stem: str
    josa: str = ""


def tokens(text: str) -> list[Token]:
    """The tokens of ``text`` in order: words, the possessive 's, and marks one by one."""
    found = []
    for match in _TOKEN.finditer(text):
        word = match[0]
        if lexicon.HANGUL.search(word):
            stem, josa = korean_stem(word)
            found.append(Token(word, match.start(), match.end(), stem, josa))
        else:
            found.append(Token(word, match.start(), match.end(), english_stem(word.lower())))
    return found


@lru_cache(maxsize=50000)
def korean_stem(word: str) -> tuple[str, str]:
    """An eojeol parted into stem and particle (``신호탄을`` -> ``신호탄``, ``을``)."""
    for josa in _JOSA.get(word[-1], ()):
        stem = word[: -len(josa)]
        if stem and word.endswith(josa) and fits(stem, josa) and (len(stem) > 1 or len(josa) < 3):
            return stem, josa
    return word, ""


@lru_cache(maxsize=50000)
def english_stem(word: str) -> str:
    """A lemma-like stem of a lower-case English word: plural, -ed and -ing taken off."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    for ending in ("sses", "shes", "ches", "xes", "zzes"):
        if word.endswith(ending):
            return word[:-2]
    if word.endswith("s"):
        return word[:-1]
    for ending in ("ing", "ed"):
        base = word.removesuffix(ending)
        if base != word and len(base) > 2 and re.search(r"[aeiouy]", base):
            doubled = len(base) > 3 and base[-1] == base[-2] and base[-1] not in "lsz"
            return base[:-1] if doubled else base
    return word


def labels(found: Sequence[Token], spans: Sequence[Span]) -> list[int]:
    """A label for each token: 0 outside, 1 + 2k at the start of an element of category 100 + k, 2 + 2k within it."""
    out = [0] * len(found)
    for span in spans:
        inside = [n for n, token in enumerate(found) if token.start < span.end and token.end > span.start]
        for place, n in enumerate(inside):
            if not out[n]:
                out[n] = 1 + 2 * (span.category - 100) + (place > 0)
    return out


def spans_of(found: Sequence[Token], told: Sequence[int]) -> list[Span]:
    """The elements that the labels ``told`` mark; a Korean noun ends before its particle, with its 들."""
    out: list[Span] = []
    start: int | None = None
    for n in range(len(found) + 1):
        label = told[n] if n < len(found) else 0
        if start is not None and not (label and label % 2 == 0 and (label - 2) // 2 == (told[start] - 1) // 2):
            last = found[n - 1]
            end = last.end if last.stem.endswith("다") or not last.josa else last.start + len(last.stem)
            end += last.josa.startswith("들")
            out.append(Span(found[start].start, end, 100 + (told[start] - 1) // 2))
            start = None
        if label and label % 2 == 1:
            start = n
    return out


_COUNTED = re.compile(
    r"\d.*|(?:한|두|세|네|서너|몇|여러|수십|수백|하나|둘|셋|넷|다섯|여섯|일곱|여덟|아홉|열|열두|서른|스무|각종)"
    r"|(?:개|대|명|마리|권|장|자루|그릇|병|잔|벌|켤레|송이|그루|채|척|필|통|봉지|쌍|줄|조각|다발|묶음|무리|떼|역|여)"
)
_FUNCTION = frozenset(
    "a an the his her its their my our your this that these those of in on at by for from with without into onto to "
    "over under through across against along around behind between beyond down up off out past toward towards and or "
    "as like near inside beside above below about after before until".split()
)


def head(text: str, span: Span) -> int:
    """Where the head word of a span begins: in English the last word before the first function word (leading ones
    apart), in Korean the last word that is no number or counter."""
    found = [token for token in tokens(text) if span.start <= token.start < span.end and token.text[0].isalnum()]
    if not found:
        return span.start
    if lexicon.HANGUL.search(text[span.start : span.end]):
        counted = [token for token in found if not _COUNTED.fullmatch(token.stem)]
        return (counted or found)[-1].start
    while len(found) > 1 and found[0].stem in _FUNCTION:
        found = found[1:]
    chosen = found[0]
    for token in found:
        if token.stem in _FUNCTION:
            break
        chosen = token
    return chosen.start
