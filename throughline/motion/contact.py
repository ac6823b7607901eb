"""People who touch: a second pass over the performed motions of a shot, which lays hands on one another and on things.

Every contact has a smooth way in and out; feet stay on their prints; who is carried or dragged goes where the other one
takes him.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from throughline.film.blocking import Act, Moment, Performance
from throughline.film.errors import InputError
from throughline.motion import contact_carry, contact_hands, contact_hold
from throughline.motion.acts import BEFORE_ALL, envelope
from throughline.motion.contact_body import Toucher, toucher
from throughline.motion.contact_skin import PLACES, Skin
from throughline.motion.ik import Floats
from throughline.motion.skeleton import Motion

ORDER = (Act.CARRY, Act.DRAG, Act.EMBRACE, Act.SUPPORT, Act.HANDS, Act.GRAB, Act.GIVE, Act.TOUCH, Act.PUSH, Act.OPEN,
         Act.PICK, Act.PLACE)
"""What moves whole bodies is solved before what moves an arm."""
WITH_PARTNER = frozenset(ORDER[:8])
RISE_S = {Act.CARRY: 1.1, Act.DRAG: 0.9, Act.EMBRACE: 0.75, Act.SUPPORT: 0.8, Act.HANDS: 0.5, Act.GRAB: 0.32,
          Act.GIVE: 0.6, Act.TOUCH: 0.55, Act.PUSH: 0.5, Act.OPEN: 0.5, Act.PICK: 0.6, Act.PLACE: 0.6}
"""How long a contact takes to come about."""


@dataclass(frozen=True)
class Contact:
    """A moment of touch between bodies: ``who`` does it to ``whom`` (None: to a thing); ``weight`` (F,) from 0 to 1,
    ``time`` (F,) seconds."""

    moment: Moment
    who: str
    whom: str | None
    weight: Floats
    time: Floats


SOLVE: dict[Act, Callable[[Moment, Toucher, Toucher, Floats], None]] = {
    Act.CARRY: contact_carry.carry, Act.DRAG: contact_carry.drag, Act.EMBRACE: contact_hold.embrace,
    Act.SUPPORT: contact_hold.support, Act.HANDS: contact_hands.holding_hands, Act.GRAB: contact_hands.grab,
    Act.GIVE: contact_hands.give, Act.TOUCH: contact_hands.laid_on,
}


def contacts(performances: Sequence[Performance], frames: int, rate: Fraction) -> tuple[Contact, ...]:
    """The contacts of a shot, in the order in which they are solved.

    Raises:
        InputError: a contact without a partner in the shot, or on a part of the body that is not known.
    """
    names = {part.name for part in performances}
    time = np.arange(frames) / float(rate)
    found = []
    for part in sorted(performances, key=lambda each: each.name):
        for moment in part.moments:
            if moment.act not in ORDER or (moment.act is Act.EMBRACE and moment.partner is None):
                continue
            if moment.act in WITH_PARTNER:
                _check(moment, part.name, names)
            elif moment.at is None:
                continue
            whom = moment.partner if moment.act in WITH_PARTNER else None
            found.append(Contact(moment, part.name, whom, _weight(moment, time, float(rate), frames), time))
    return tuple(sorted(found, key=lambda each: (ORDER.index(each.moment.act), each.moment.frame_in, each.who)))


def touch(motions: Mapping[str, Motion], performances: Sequence[Performance],
          rests: Mapping[str, NDArray[np.float32]], skins: Mapping[str, Skin], rate: Fraction) -> dict[str, Motion]:
    """The motions (by performer's name) with every contact of the performances in them.

    ``rests`` are the bodies' rest joints (J, 3) metres, ``skins`` their surfaces; only those of people in a contact are
    looked at (``touching``). Motions without a contact come back as they are.

    Raises:
        InputError: a contact without a partner in the shot, or on a part of the body that is not known.
    """
    out = dict(motions)
    if not out:
        return out
    bodies: dict[str, Toucher] = {}
    for each in contacts(performances, len(next(iter(out.values())).root), rate):
        for name in (each.who, each.whom):
            if name is not None and name not in bodies:
                bodies[name] = toucher(motions[name], rests[name], skins[name], float(rate))
        if not each.weight.any():
            continue
        if each.whom is None:
            contact_hands.on_thing(each.moment, bodies[each.who], each.weight, each.time)
        else:
            SOLVE[each.moment.act](each.moment, bodies[each.who], bodies[each.whom], each.weight)
    out.update({name: body.moved() for name, body in bodies.items()})
    return out


def touching(performances: Sequence[Performance]) -> frozenset[str]:
    """The names of those who touch or are touched in the shot, whose skins ``touch`` needs."""
    pairs = [(part.name, moment.partner if moment.act in WITH_PARTNER else None) for part in performances
             for moment in part.moments if moment.act in ORDER and (moment.partner is not None or
                                                                     moment.act not in WITH_PARTNER)]
    return frozenset(name for pair in pairs for name in pair if name is not None)


def _check(moment: Moment, name: str, names: set[str]) -> None:
    if moment.partner is None or moment.partner not in names or moment.partner == name:
        raise InputError(f"{name}: {moment.act.value} at frame {moment.frame_in:g} is done to {moment.partner!r}, who "
                         "is not another one in the shot", remedy="name somebody who performs in this shot")
    if moment.act is Act.TOUCH and moment.part not in PLACES:
        raise InputError(f"{name}: no hand can be laid on {moment.part!r}",
                         remedy=f"one of {', '.join(sorted(PLACES))}")


def _weight(moment: Moment, time: Floats, rate: float, frames: int) -> Floats:
    """How much of the contact there is (F,): one that began before the shot or outlasts it is whole at that end."""
    start = BEFORE_ALL if moment.frame_in <= 0 else moment.frame_in / rate
    end = -BEFORE_ALL if moment.frame_out >= frames - 1 else (moment.frame_out + 1) / rate
    rise = RISE_S[moment.act]
    return envelope(time, start, end, rise, rise)
