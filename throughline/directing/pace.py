"""How long things take: speech at scratch-voice pace, action by what must be seen, text by who must read it."""

from __future__ import annotations

import hashlib
import math
import re
from statistics import NormalDist

from throughline.film.story import Event, Verb

# Upper fits over measured scratch speech at 165 words a minute, its 0.3 s of closing silence included: (seconds to
# begin and end, per word, per letter or Hangul block, per vowel group or closing consonant, per comma, per stop,
# per digit).
_ENGLISH = (0.80, 0.036, 0.026, 0.090, 0.29, 0.56, 0.27)
_KOREAN = (0.76, 0.066, 0.160, 0.024, 0.37, 0.46, 0.36)

_STOPS = re.compile(r"[.!?…。！？]+")
_COMMAS = re.compile(r"[,;:、，]|--+|[—–]")
_WORDS = re.compile(r"[A-Za-zÀ-ɏ']+")
_VOWELS = re.compile(r"[aeiouyà-ɏ]+")
_CLOSING = " .!?…。！？\"'”’)"
_BORDER = re.compile(r"(?<=[.!?…。！？,;:、，])\s+|\s+(?=--|—|–)|(?<=--)\s+|(?<=[—–])\s+")
_JOINTS = {
    "en": re.compile(r"\s+(?=(?:and|but|because|so|when|if|while|until|that|who|which|than)\b)", re.IGNORECASE),
    "ko": re.compile(r"(?<=[고데만까면서며])\s+"),
}

ACTION_SECONDS: dict[Verb, float] = {
    Verb.STAND: 2.4, Verb.WALK: 3.4, Verb.RUN: 2.2, Verb.ENTER: 2.8, Verb.EXIT: 2.6, Verb.APPROACH: 2.8,
    Verb.FLEE: 2.2, Verb.PURSUE: 2.2, Verb.GLIDE: 3.2, Verb.STOP: 1.2, Verb.TURN: 1.3, Verb.LOOK: 1.7,
    Verb.SIT: 2.2, Verb.LIE: 2.6, Verb.RISE: 2.0, Verb.WAKE: 2.6, Verb.CROUCH: 1.4, Verb.KNEEL: 2.0,
    Verb.FALL: 1.6, Verb.STUMBLE: 1.2, Verb.JUMP: 1.4, Verb.POINT: 2.0, Verb.REACH: 1.6, Verb.HOLD: 1.8,
    Verb.EMBRACE: 3.4, Verb.STRIKE: 1.2, Verb.CARRY: 3.0, Verb.TALK: 2.2, Verb.SHOUT: 1.4, Verb.WRITE: 2.4,
    Verb.READ: 2.2, Verb.DRIVE: 2.2, Verb.CRASH: 2.0, Verb.EXPLODE: 2.6, Verb.BURN: 2.4, Verb.COLLAPSE: 4.2,
    Verb.APPEAR: 2.6, Verb.VANISH: 2.4, Verb.BE: 2.2,
}
EFFECT_SECONDS = {"explosion": 2.6, "collapse": 4.2, "destruction": 3.6, "dust": 3.2, "fire": 2.4, "smoke": 2.4,
                  "flood": 3.6, "lightning": 1.4, "crash": 1.6, "debris": 1.8}
_QUICK = frozenset({"fast", "suddenly", "quickly"})
_SLOW = frozenset({"slowly", "slow", "long", "gently"})


def speech_seconds(text: str, language: str = "en") -> float:
    """Seconds that ``text`` takes when a scratch voice speaks it at 165 words a minute, with its breath; never less
    than espeak-ng needs. Every script is counted by its own letters, so mixed text is fair."""
    spoken = text.strip().rstrip(_CLOSING)
    if not any(letter.isalnum() for letter in spoken):
        return 0.6
    hangul = [letter for letter in spoken if "가" <= letter <= "힣"]
    begin, word, block, closing, comma, stop, digit = _KOREAN if hangul or language == "ko" else _ENGLISH
    seconds = begin + comma * len(_COMMAS.findall(spoken)) + stop * len(_STOPS.findall(spoken))
    seconds += digit * sum(letter.isdigit() for letter in spoken)
    if hangul:
        seconds += word * len(spoken.split()) + block * len(hangul)
        seconds += closing * sum((ord(letter) - 0xAC00) % 28 > 0 for letter in hangul)
    words = _WORDS.findall(spoken)
    for latin in words:
        seconds += _ENGLISH[1] + _ENGLISH[2] * len(latin)
        seconds += _ENGLISH[3] * (len(_VOWELS.findall(latin.lower())) or len(latin) * 2)
    letters = sum(map(len, words)) + len(hangul)
    others = [letter for letter in spoken if letter.isalpha()]
    if len(others) > letters:
        seconds += sum(0.22 if letter >= "\u3040" else 0.085 for letter in others
                       if not "가" <= letter <= "힣" and not _WORDS.fullmatch(letter))
    return seconds


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


def spread(key: str, sigma: float = 0.3) -> float:
    """A lognormal factor of mean about 1 for a shot's length, drawn from its own content ``key`` only."""
    digest = hashlib.blake2b(key.encode(), digest_size=8).digest()
    share = (int.from_bytes(digest, "big") + 0.5) / 2**64
    normal = NormalDist().inv_cdf(min(max(share, 0.02), 0.98))
    return math.exp(sigma * normal - sigma * sigma / 2)
