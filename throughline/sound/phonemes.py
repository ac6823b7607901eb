"""When each sound of a line is spoken: by espeak-ng's own timing, or by a rule from letters and jamo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from throughline.engines.contracts import EngineError
from throughline.engines.espeak_phones import timed_sounds
from throughline.sound.cast_voices import LANGUAGES, PLAIN_RATE, STAND_IN
from throughline.sound.letters import english_letters, hangul, has_hangul, is_vowel
from throughline.sound.sayable import sayable

PAUSE_S = {",": 0.22, ";": 0.26, ":": 0.26, ".": 0.34, "!": 0.34, "?": 0.34, "…": 0.42, "—": 0.3, "-": 0.12}
VOWEL_S, CONSONANT_S, STRESSED = 0.105, 0.068, 1.25


@dataclass(frozen=True)
class Phone:
    """One sound: seconds from the line's begin, its IPA symbol ("" where there is silence), and the stress of its
    syllable: 0 none, 1 secondary, 2 primary."""

    begin: float
    end: float
    symbol: str
    stress: int = 0


def phonemes(text: str, language: str, seconds: float, rate: int = PLAIN_RATE,
             warn: Callable[[str], None] = lambda words: None) -> tuple[Phone, ...]:
    """The sounds of a spoken line from 0 to ``seconds``, without a gap: as espeak-ng speaks them at ``rate`` words a
    minute, faster where the line would not fit, and silence after them where it is shorter.

    ``language`` is a film's ("ko", "en") or an espeak-ng voice ("en-us"). Where espeak-ng cannot say, the rule of
    ``phonemes_by_letters``, and ``warn`` hears of it.
    """
    plain = sayable(text)
    if not any(letter.isalnum() for letter in plain):
        return _fitted([], seconds)
    voice = LANGUAGES.get(language.lower()[:2], language) if language else STAND_IN
    try:
        sounds = timed_sounds(plain, voice, rate)
    except EngineError as error:
        warn(f"{error}; lips follow the letters of the lines")
        return phonemes_by_letters(text, seconds)
    return _fitted([Phone(*sound) for sound in sounds], seconds)


def phonemes_by_letters(text: str, seconds: float) -> tuple[Phone, ...]:
    """The same from the letters alone: Hangul by its jamo, other scripts by English letters, lengths by class."""
    now, found = 0.0, list[Phone]()
    for word in sayable(text).split():
        sounds = hangul(word) if has_hangul(word) else english_letters(word)
        for symbol, stress in sounds:
            length = (VOWEL_S * (STRESSED if stress == 2 else 1.0)) if is_vowel(symbol) else CONSONANT_S
            found.append(Phone(now, now + length, symbol, stress))
            now += length
        pause = PAUSE_S.get(word[-1], 0.0)
        if pause:
            found.append(Phone(now, now + pause, ""))
            now += pause
    return _fitted(found, seconds)


def _fitted(found: list[Phone], seconds: float) -> tuple[Phone, ...]:
    """The sounds within ``seconds``, pressed together where they are longer; silence up to its end."""
    found = [one for one in found if one.end > one.begin]
    while found and not found[-1].symbol:
        found.pop()
    seconds = max(seconds, 0.0)
    begin, end = (found[0].begin, found[-1].end) if found else (0.0, 0.0)
    share = min(1.0, seconds / (end - begin)) if end > begin else 1.0
    marks = [(one.begin - begin) * share for one in found] + [min((end - begin) * share, seconds)]
    out = [Phone(first, last, one.symbol, one.stress) for one, (first, last) in zip(found, pairwise(marks), strict=True)
           if last > first]
    closing = out[-1].end if out else 0.0
    return (*out, Phone(closing, seconds, "")) if closing < seconds else tuple(out)

