"""Whose scratch voice is whose. Loads no sound: a plan is made with it."""

from __future__ import annotations

import hashlib

from throughline.engines.contracts import Voice

LANGUAGES = {"ko": "ko", "en": "en-us", "ja": "ja", "ru": "ru", "fr": "fr-fr", "de": "de", "es": "es", "it": "it",
             "zh": "cmn", "uk": "uk"}
PLAIN_RATE = 165
STAND_IN = "en-us"


def voice_for(name: str, language: str, age: int | None, sex: str | None, pitch: int | None = None,
              variant: str | None = None) -> Voice:
    """A character's voice: pitch by sex and age, a variant of his own by name.

    A language that is not in LANGUAGES goes to the engine as it is; whether it can speak it shows there.
    """
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:2], "big")
    years = 35 if age is None else age
    if pitch is None:
        pitch = {"female": 58, "male": 32}.get(sex or "", 44) + (14 if years < 13 else 5 if years < 22 else
                                                                 -5 if years > 60 else 0)
        pitch += number % 9 - 4
    if variant is None:
        variant = f"f{1 + number % 4}" if sex == "female" else f"m{1 + number % 7}"
    tag = LANGUAGES.get(language.lower()[:2], language) if language else STAND_IN
    return Voice(language=tag, pitch=max(0, min(99, pitch)), rate=PLAIN_RATE, variant=variant)
