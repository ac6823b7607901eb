"""Character cues: who speaks, and whether the picture shows it."""

from __future__ import annotations

import re
from typing import NamedTuple

from throughline.film.screenplay import Element
from throughline.formats import inline

_ASIDE = re.compile(r"\s*[(（]([^()（）]*)[)）]\s*")
_OFF = re.compile(
    r"^(?:o\.?\s?s\.?|v\.?\s?o\.?|o\.?\s?c\.?|e|n|na|f|filter(?:ed)?|off|off[- ]screen|off[- ]camera|voice[- ]?over|"
    r"narration|소리|목소리|화면\s?밖|내레이션|나레이션|독백|마음의\s?소리|전화|필터|"
    r"on (?:the )?(?:phone|radio|tv)|за кадром|зк|voix off)$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^\d+\s*[.)]\s+")


class Cue(NamedTuple):
    """A cue understood: canonical name, spoken off screen, and what else its brackets say."""

    name: str
    off_screen: bool
    asides: tuple[str, ...]


def cue(element: Element) -> Cue:
    """The speaker that a CHARACTER element names."""
    text = inline.plain(element.text).strip().lstrip("@").rstrip("^: ").strip()
    asides = [found.strip() for found in _ASIDE.findall(text)]
    parts = [
        part.strip().strip(".") if part.strip().lower() not in {"o.s.", "v.o.", "o.c."} else part.strip()
        for aside in asides
        for part in re.split(r"[,/]", aside)
    ]
    name = " ".join(_NUMBERED.sub("", _ASIDE.sub(" ", text)).split())
    off = any(_OFF.match(part) for part in parts)
    voice = re.sub(r"(?:'S VOICE|’S VOICE|의? ?목소리)$", "", name.upper())
    if voice and voice != name.upper():
        return Cue(voice.strip(), True, tuple(asides))
    return Cue(name.upper() or text.upper(), off, tuple(asides))
