"""How long things take: speech at scratch-voice pace, action by what must be seen, text by who must read it."""

from __future__ import annotations

import hashlib
import math
import re
from functools import lru_cache
from statistics import NormalDist

from throughline.film.story import Event, Verb

# Upper fits over measured scratch speech at 165 words a minute, its 0.3 s of closing silence included: seconds to begin
# and end; per word; per letter or Hangul block; per syllable, or per Hangul block of a tense or strong consonant and
# per one of a gliding vowel; per comma; per stop; per digit.
_ENGLISH = {"begin": 0.58, "word": 0.092, "letter": 0.030, "syllable": 0.060, "comma": 0.33, "stop": 0.47,
            "digit": 0.50}
_KOREAN = {"begin": 0.65, "word": 0.077, "block": 0.163, "tense": 0.034, "glide": 0.076, "comma": 0.24, "stop": 0.46,
           "digit": 0.48}
_TENSE = frozenset({1, 4, 8, 10, 13, 14, 15, 16, 17, 18})
_GLIDE = frozenset({2, 3, 6, 7, 9, 10, 11, 12, 14, 15, 16, 17, 19})

_STOPS = re.compile(r"[.!?…。！？]+")
_COMMAS = re.compile(r"[,;:、，]|--+|[—–]")
_WORDS = re.compile(r"[A-Za-zÀ-ɏ']+")
_VOWELS = re.compile(r"[aeiouyà-ɏ]+")
_SILENT = re.compile(r"[^aeiouyl]e(?:s|d)?$")
_VOICED = re.compile(r"(?:te|de)d$|(?:s|c|z|x|sh|ch|ge)es$")
_CLOSING = " .!?…。！？\"'”’)"
_BORDER = re.compile(r"(?<=[.!?…。！？,;:、，])\s+|\s+(?=--|—|–)|(?<=--)\s+|(?<=[—–])\s+")
_JOINTS = {
    "en": re.compile(r"\s+(?=(?:and|but|because|so|when|if|while|until|that|who|which|than)\b)", re.IGNORECASE),
    "ko": re.compile(r"(?<=[고데만까면서며])\s+"),
}

ACTION_SECONDS: dict[Verb, float] = {
    Verb.STAND: 2.0, Verb.WALK: 3.2, Verb.RUN: 2.1, Verb.ENTER: 2.2, Verb.EXIT: 2.1, Verb.APPROACH: 2.2,
    Verb.FLEE: 1.9, Verb.PURSUE: 1.9, Verb.GLIDE: 2.7, Verb.STOP: 0.8, Verb.TURN: 1.0, Verb.LOOK: 1.4,
    Verb.SIT: 1.6, Verb.LIE: 2.0, Verb.RISE: 1.5, Verb.WAKE: 2.0, Verb.CROUCH: 1.1, Verb.KNEEL: 1.6,
    Verb.FALL: 1.3, Verb.STUMBLE: 0.9, Verb.JUMP: 1.1, Verb.POINT: 1.6, Verb.REACH: 1.3, Verb.HOLD: 1.4,
    Verb.EMBRACE: 2.7, Verb.STRIKE: 1.0, Verb.CARRY: 2.3, Verb.TALK: 1.8, Verb.SHOUT: 1.2, Verb.WRITE: 2.0,
    Verb.READ: 1.7, Verb.DRIVE: 1.9, Verb.CRASH: 1.8, Verb.EXPLODE: 2.4, Verb.BURN: 2.0, Verb.COLLAPSE: 3.8,
    Verb.APPEAR: 2.1, Verb.VANISH: 2.0, Verb.BE: 1.7,
}
BODY_SECONDS: dict[Verb, float] = {
    Verb.FALL: 1.6, Verb.LIE: 1.6, Verb.RISE: 1.3, Verb.SIT: 1.3, Verb.KNEEL: 1.3, Verb.WAKE: 1.6, Verb.STUMBLE: 0.75,
    Verb.JUMP: 1.0, Verb.EMBRACE: 1.8, Verb.CROUCH: 0.9, Verb.TURN: 0.8, Verb.POINT: 0.9, Verb.REACH: 0.9,
    Verb.STRIKE: 0.8, Verb.APPROACH: 1.2, Verb.ENTER: 1.2, Verb.EXIT: 1.2, Verb.WALK: 1.2, Verb.CRASH: 1.3,
    Verb.HOLD: 0.8, Verb.READ: 1.1, Verb.WRITE: 1.2, Verb.LOOK: 0.8, Verb.APPEAR: 1.2,
}
LEAST_SECONDS = 0.6
EFFECT_SECONDS = {"explosion": 2.6, "collapse": 4.2, "destruction": 3.6, "dust": 3.0, "fire": 2.4, "smoke": 2.4,
                  "flood": 3.6, "lightning": 1.4, "crash": 1.6, "debris": 1.8}
_QUICK = frozenset({"fast", "suddenly", "quickly"})
_SLOW = frozenset({"slowly", "slow", "long", "gently"})


@lru_cache(maxsize=16384)
def speech_seconds(text: str, language: str = "en") -> float:
    """Seconds that ``text`` takes when a scratch voice speaks it at 165 words a minute, with its breath: a little more
    than espeak-ng needs. Every script is counted by its own letters, so mixed text is fair."""
    spoken = text.strip().rstrip(_CLOSING)
    if not any(letter.isalnum() for letter in spoken):
        return 0.6
    hangul = [ord(letter) - 0xAC00 for letter in spoken if "가" <= letter <= "힣"]
    pace = _KOREAN if hangul or language == "ko" else _ENGLISH
    seconds = pace["begin"] + pace["comma"] * len(_COMMAS.findall(spoken)) + pace["stop"] * len(_STOPS.findall(spoken))
    seconds += pace["digit"] * sum(letter.isdigit() for letter in spoken)
    if hangul:
        seconds += _KOREAN["word"] * len(spoken.split()) + _KOREAN["block"] * len(hangul)
        seconds += _KOREAN["tense"] * sum(block // 588 in _TENSE for block in hangul)
        seconds += _KOREAN["glide"] * sum(block // 28 % 21 in _GLIDE for block in hangul)
    words = _WORDS.findall(spoken)
    seconds += sum(map(_word_seconds, words))
    return seconds + _other_letters(spoken, sum(map(len, words)) + len(hangul))


@lru_cache(maxsize=16384)
def _word_seconds(word: str) -> float:
    letters = len(word.replace("'", ""))
    return _ENGLISH["word"] + _ENGLISH["letter"] * letters + _ENGLISH["syllable"] * _syllables(word.lower())


def _syllables(word: str) -> int:
    """Syllables of an English word by its vowel groups; one without vowels is spelled out."""
    count = len(_VOWELS.findall(word))
    if count > 1 and _SILENT.search(word) and not _VOICED.search(word):
        count -= 1
    return count or len(word) * 2


def _other_letters(spoken: str, counted: int) -> float:
    """Seconds for letters of scripts that are neither Latin nor Hangul."""
    letters = [letter for letter in spoken if letter.isalpha()]
    if len(letters) <= counted:
        return 0.0
    return sum(0.22 if letter >= "\u3040" else 0.085 for letter in letters
               if not "가" <= letter <= "힣" and not _WORDS.fullmatch(letter))


def clauses(text: str, language: str = "en") -> tuple[str, ...]:
    """``text`` cut at clause borders, words and marks kept: joined by single spaces it is the text again."""
    parts: list[str] = []
    for clause in _BORDER.split(" ".join(text.split())):
        joint = _JOINTS["ko" if language == "ko" else "en"]
        pieces = [clause] if speech_seconds(clause, language) < 4.5 else joint.split(clause)
        for piece in pieces:
            if parts and (len(piece) < 6 or speech_seconds(parts[-1], language) < 1.5):
                parts[-1] = f"{parts[-1]} {piece}"
            else:
                parts.append(piece)
    return tuple(parts)


def parts(text: str, count: int, language: str = "en") -> tuple[str, ...]:
    """``text`` in at most ``count`` runs of whole clauses, as even in spoken time as the clauses allow."""
    found = clauses(text, language)
    count = min(count, len(found))
    if count < 2:
        return (" ".join(text.split()),)
    weights = [speech_seconds(clause, language) for clause in found]
    total, run, begin = sum(weights), 0.0, 0
    runs: list[str] = []
    for index, weight in enumerate(weights):
        run += weight
        left = len(found) - index - 1
        wanted = len(runs) + 1
        if wanted < count and left >= count - wanted and (run >= total * wanted / count - weight * 0.4
                                                          or left == count - wanted):
            runs.append(" ".join(found[begin:index + 1]))
            begin = index + 1
    return (*runs, " ".join(found[begin:]))


def event_seconds(event: Event) -> float:
    """Seconds one event must be seen for, by its verb and manner."""
    seconds = ACTION_SECONDS[event.verb]
    manner = set(event.manner)
    if manner & _SLOW:
        return seconds * 1.4
    return seconds * 0.85 if manner & _QUICK else seconds


def reading_seconds(text: str) -> float:
    """Seconds an audience needs to read ``text`` on the picture, with the moment it takes to find it."""
    letters = sum(1 for letter in text if not letter.isspace())
    wide = sum(1 for letter in text if letter >= "\u1100")
    return max(2.0, 1.0 + 0.055 * (letters - wide) + 0.13 * wide)


def spread(key: str, sigma: float = 0.25) -> float:
    """A lognormal factor of mean about 1 for a shot's length, drawn from its own content ``key`` only."""
    digest = hashlib.blake2b(key.encode(), digest_size=8).digest()
    share = (int.from_bytes(digest, "big") + 0.5) / 2**64
    normal = NormalDist().inv_cdf(min(max(share, 0.02), 0.98))
    return math.exp(sigma * normal - sigma * sigma / 2)
