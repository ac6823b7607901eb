"""In which language a screenplay is written."""

from __future__ import annotations

import re
from collections import Counter

from throughline.film.screenplay import ElementKind, Screenplay

_TOLD = frozenset({ElementKind.SCENE_HEADING, ElementKind.ACTION, ElementKind.CHARACTER})
_SPOKEN = frozenset({ElementKind.DIALOGUE, ElementKind.LYRICS})
_SCRIPTS = (
    ("ko", re.compile(r"[가-힣ㄱ-ㅎㅏ-ㅣ]")),
    ("ja", re.compile(r"[ぁ-ゟァ-ヿ]")),
    ("zh", re.compile(r"[一-鿿]")),
    ("ru", re.compile(r"[А-Яа-яЁё]")),
    ("el", re.compile(r"[Α-ω]")),
    ("he", re.compile(r"[א-ת]")),
    ("ar", re.compile(r"[ء-ي]")),
    ("hi", re.compile(r"[ऀ-ॿ]")),
    ("th", re.compile(r"[ก-๛]")),
)
_COMMON = {
    "en": "the and of to in is at his her with on he she they it for from as into".split(),
    "fr": "le la les des et une dans est il elle du au qui sur avec pas son sa".split(),
    "es": "el la los las y una en es con por su del al que se un para está".split(),
    "de": "der die das und ein eine ist mit auf den dem er sie im zu von nicht".split(),
    "it": "il lo la gli e una di che con è sul nel della per si un da al".split(),
    "pt": "o a os as e uma em é com por seu sua do da que se um para não".split(),
}


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of ``text``'s language, or None when it has no letters."""
    letters = sum(character.isalpha() for character in text)
    if not letters:
        return None
    for code, script in _SCRIPTS:
        share = len(script.findall(text)) / letters
        if share > (0.15 if code in {"ko", "ja"} else 0.3):
            return code
    counts = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    scores = {code: sum(counts[word] for word in words) for code, words in _COMMON.items()}
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] > scores["en"] else "en"


def screenplay_language(screenplay: Screenplay) -> str:
    """The language that the screenplay is told in: headings, action and cues; only without those, the speeches."""
    for kinds in (_TOLD, _SPOKEN):
        found = language_of("\n".join(element.text for element in screenplay.elements if element.kind in kinds))
        if found:
            return found
    return "en"
