"""What the words of a clause tell of touch: who is taken by the wrist, carried, hugged, handed something."""

from __future__ import annotations

import re
from typing import NamedTuple

from throughline.film.blocking import Act
from throughline.film.story import Verb


class Touch(NamedTuple):
    """A contact that a clause tells of: the act, the part of the body, and whether it lasts until something ends it."""

    act: Act
    part: str = "shoulder"
    lasting: bool = False


def _words(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


def _verbs(*verbs: Verb) -> frozenset[Verb]:
    return frozenset(verbs)


_ANY = r"(his|her|their|one|the) "
_BETWEEN_PEOPLE: tuple[tuple[frozenset[Verb], re.Pattern[str], Touch], ...] = (
    (_verbs(Verb.CARRY, Verb.STRIKE, Verb.HOLD), _words(rf"over {_ANY}shoulder|둘러메|둘러업|들쳐"),
     Touch(Act.CARRY, "shoulder", True)),
    (_verbs(Verb.CARRY, Verb.EMBRACE, Verb.HOLD), _words(rf"\bon {_ANY}back|piggy-?back|업(는|고|어|은|힌)"),
     Touch(Act.CARRY, "back", True)),
    (_verbs(Verb.CARRY, Verb.HOLD), _words(r"\bsupport|\bhelp(s|ed|ing)?\b|\bprops?\b|부축|일으켜"),
     Touch(Act.SUPPORT, "waist", True)),
    (_verbs(Verb.CARRY), _words(r"\bdrag|\bhaul|\bpull|\btug|\blead|끌|잡아당|데리|데려"),
     Touch(Act.DRAG, "wrist", True)),
    (_verbs(Verb.CARRY), _words(rf"\bcarr|\bin {_ANY}arms|\blift|\bcradl|\bscoop|안(고|아|는)|들어|떠메"),
     Touch(Act.CARRY, "arms", True)),
    (_verbs(Verb.HOLD, Verb.CARRY, Verb.REACH), _words(r"\bcollar|\blapel|멱살|옷깃"), Touch(Act.GRAB, "collar")),
    (_verbs(Verb.HOLD, Verb.CARRY, Verb.REACH), _words(r"\bwrist|손목|팔목"), Touch(Act.GRAB, "wrist", True)),
    (_verbs(Verb.HOLD, Verb.CARRY), _words(r"\bhands?\b(?! on\b)|손을|손잡|두 손"), Touch(Act.HANDS, "hand", True)),
    (_verbs(Verb.HOLD, Verb.CARRY), _words(r"\b(arm|elbow|sleeve)\b|팔을|팔꿈치|소매"), Touch(Act.GRAB, "arm", True)),
    (_verbs(Verb.HOLD, Verb.CARRY, Verb.REACH), _words(r"\bshoulder|어깨"), Touch(Act.TOUCH, "shoulder")),
    (_verbs(Verb.REACH), _words(r"\b(cheek|face|head|hair|forehead|chin)\b|뺨|볼을|머리|이마|얼굴"),
     Touch(Act.TOUCH, "head")),
    (_verbs(Verb.REACH), _words(r"\bback\b|등을|등에"), Touch(Act.TOUCH, "back")),
    (_verbs(Verb.REACH), _words(r"\barm\b|팔"), Touch(Act.TOUCH, "arm")),
    (_verbs(Verb.REACH), _words(r"\btouch|\btap|\bpat|손을 (얹|올|대)|두드|만지|토닥"), Touch(Act.TOUCH)),
    (_verbs(Verb.HOLD), _words(r"\bgra(b|sp)|\bseiz|\bcatch|\bgrip|\bclutch|\bsnatch|\bhold|\bcling|잡|붙들"),
     Touch(Act.GRAB, "wrist", True)),
)
_WITH_THINGS: tuple[tuple[re.Pattern[str], Touch], ...] = (
    (_words(r"\b(put|set|lay|laid|place)s?\b.*\b(down|on|in|aside|back)\b|\bplaces\b|\bdrops\b|내려놓|올려놓|놓는다|놓고|놓아"),
     Touch(Act.PLACE)),
    (_words(r"\b(pick|snatch|scoop|grab|take|collect|lift)(s|es|ed|ing)?\b|집어|줍|주워|주운|집는|챙긴|집고"),
     Touch(Act.PICK)),
)
_DOORS = _words(r"door|gate|문")
_OPENS = _words(r"\b(open|clos|shut|push|pull|unlock)|여는|열|연다|닫|밀")
_PUSHES = _words(r"\bpush|\bshove|\blean|민다|밀|기대|기댄|짚")
_GIVES = _words(r"\b(hand|give|pass|offer|return)(s|es|ed|ing)?\b|gave|건네|건넨|건넸|넘겨|내민|내밀|돌려주|준다|주고")
_RELEASES = _words(r"\b(let|lets|letting) .{0,20}\bgo\b|\breleas|\bfrees?\b|(?<![가-힣])놓(아|는)|놔준|뿌리치|뿌리친")


def between_people(verb: Verb, clause: str) -> Touch | None:
    """The contact with another person that a clause of that verb tells of."""
    if verb is Verb.EMBRACE:
        lifted = _BETWEEN_PEOPLE[1][1].search(clause)
        return Touch(Act.CARRY, "back", True) if lifted else Touch(Act.EMBRACE)
    return next((touch for verbs, words, touch in _BETWEEN_PEOPLE if verb in verbs and words.search(clause)), None)


def with_thing(verb: Verb, clause: str) -> Touch | None:
    """Whether a clause tells of something picked up or put down."""
    if verb not in (Verb.HOLD, Verb.REACH, Verb.TALK, Verb.CARRY):
        return None
    return next((touch for words, touch in _WITH_THINGS if words.search(clause)), None)


def gives(verb: Verb, clause: str) -> bool:
    """Whether a clause tells of something that passes from hand to hand."""
    return verb in (Verb.HOLD, Verb.REACH) and _GIVES.search(clause) is not None


def opens(verb: Verb, target: str | None, clause: str) -> bool:
    """Whether a clause tells of a door that is opened or shut."""
    return verb in (Verb.REACH, Verb.STRIKE) and bool(target and _DOORS.search(target) and _OPENS.search(clause))


def pushes(verb: Verb, clause: str) -> bool:
    """Whether a clause tells of hands against something: a wall leaned on, a car pushed."""
    return verb in (Verb.REACH, Verb.STAND, Verb.STRIKE) and _PUSHES.search(clause) is not None


def releases(clause: str) -> bool:
    """Whether a clause tells of somebody let go."""
    return _RELEASES.search(clause) is not None
