"""What the verbs and words of a scene mean to a director: what weighs, what is fast, what is panic, what is insight."""

from __future__ import annotations

import re
from enum import StrEnum

from throughline.film.story import Event, Verb

PROPS = 104
FAST = frozenset({Verb.RUN, Verb.FLEE, Verb.PURSUE})
TRAVEL = frozenset({Verb.WALK, Verb.APPROACH, Verb.GLIDE, Verb.ENTER, Verb.EXIT, Verb.CARRY, *FAST})
POSTURE = frozenset({Verb.SIT, Verb.LIE, Verb.KNEEL, Verb.CROUCH})
HANDS = frozenset({Verb.HOLD, Verb.REACH, Verb.READ, Verb.WRITE})
HANDLING = frozenset({Verb.HOLD, Verb.REACH, Verb.CARRY, Verb.EMBRACE, Verb.STRIKE, Verb.TALK})
"""What is done with hands, or may be (who picks up a telephone talks): staging reads their clauses."""
DISASTER = frozenset({Verb.EXPLODE, Verb.COLLAPSE, Verb.CRASH, Verb.BURN})
MOVING_BODY = frozenset({*TRAVEL, *POSTURE, *DISASTER, Verb.RISE, Verb.FALL, Verb.STUMBLE, Verb.JUMP, Verb.STOP,
                         Verb.STAND, Verb.APPEAR, Verb.VANISH, Verb.DRIVE, Verb.EMBRACE})
STILL = frozenset({Verb.BE, Verb.STAND})
BLASTS = frozenset({"explosion", "collapse", "destruction", "dust", "fire", "smoke", "debris", "flood"})

_WEIGHT = {
    Verb.EXPLODE: 9, Verb.COLLAPSE: 9, Verb.CRASH: 8, Verb.APPEAR: 7, Verb.VANISH: 7, Verb.FALL: 6, Verb.STRIKE: 5,
    Verb.PURSUE: 7, Verb.FLEE: 7, Verb.DRIVE: 6, Verb.WAKE: 6, Verb.RUN: 5, Verb.GLIDE: 5, Verb.JUMP: 5,
    Verb.EMBRACE: 5, Verb.STUMBLE: 5, Verb.BURN: 5, Verb.SHOUT: 4, Verb.READ: 3, Verb.WRITE: 3, Verb.ENTER: 3,
    Verb.EXIT: 3, Verb.WALK: 3, Verb.APPROACH: 3, Verb.CARRY: 3, Verb.POINT: 3, Verb.KNEEL: 3, Verb.RISE: 2,
    Verb.SIT: 2, Verb.LIE: 2, Verb.CROUCH: 2, Verb.REACH: 2, Verb.HOLD: 2, Verb.TURN: 1, Verb.LOOK: 1, Verb.STOP: 1,
    Verb.TALK: 1, Verb.STAND: 0, Verb.BE: 0,
}
_INSIGHT = re.compile(r"reali[sz]|\bfreez|\bfroze|\bstares?\b|understand|recogni[sz]|for a long time|"
                      r"깨닫|얼어붙|굳는|굳어|멈칫|알아보|바라본|응시|오래", re.IGNORECASE)
_LARGE = re.compile(r"\b(huge|large|giant|enormous|towering|tall|vast|colossal)\b|\btwice (as|the)\b|"
                    r"거대|커다란|엄청난|두 배", re.IGNORECASE)
_LANDMARK = re.compile(r"tower|gate|building|house|wall|bridge|door|window|street|road|city|sky|fog|mist|rain|snow|"
                       r"smoke|dust|ash|cloud|sea|river|tree|forest|mountain|field|room|hall|crowd|lights\b|"
                       r"(탑|건물|도시|거리|도로|하늘|안개|연기|먼지|구름|바다|나무|숲|빌딩|성문|대문|창문|다리)$|"
                       r"^(비|눈|재|산|강|문|집|벽|창)$", re.IGNORECASE)
_QUIET = re.compile(r"whisper|quiet|soft|low|under (his|her) breath|속삭|작게|낮게|조용", re.IGNORECASE)
_LOUD = re.compile(r"shout|scream|yell|cry|crie|외치|소리치|소리 지르|비명", re.IGNORECASE)


class Kind(StrEnum):
    """What a name stands for on screen."""

    PERSON = "person"
    CREATURE = "creature"
    CROWD = "crowd"
    VEHICLE = "vehicle"
    THING = "thing"


def weight(event: Event) -> int:
    """How much an event weighs for the cut, 0 to 9; from 4 on it is worth a shot of its own."""
    return _WEIGHT[event.verb]


def significant(event: Event) -> bool:
    """Whether the event is worth a shot of its own."""
    return _WEIGHT[event.verb] >= 4


def insight(text: str) -> bool:
    """Whether the words tell of somebody who realises something: the camera may push in."""
    return bool(_INSIGHT.search(text))


def large(words: str) -> bool:
    """Whether the words tell of something large: the camera looks up at it."""
    return bool(_LARGE.search(words))


def landmark(name: str) -> bool:
    """Whether a thing is of the size of the place (a tower, fog), not one for an insert (a key)."""
    return bool(_LANDMARK.search(name))


def quiet(parenthetical: str | None) -> bool:
    """Whether a speech is spoken low, which brings the camera close."""
    return bool(parenthetical and _QUIET.search(parenthetical))


def shouted(text: str, parenthetical: str | None) -> bool:
    """Whether a speech is shouted, by its mark or its parenthetical."""
    if quiet(parenthetical):
        return False
    return "!" in text or "！" in text or bool(parenthetical and _LOUD.search(parenthetical))
