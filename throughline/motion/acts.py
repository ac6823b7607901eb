"""The acts of a performance in seconds: which posture the body is in when, and how strongly an act shows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from throughline.film.blocking import Act, Moment
from throughline.motion.acts_keys import seconds
from throughline.motion.path import Floats, smooth

BEFORE_ALL = -1e6
BED_M = 0.22
LASTING = {Act.SIT: "sit", Act.LIE: "lie", Act.FALL: "prone", Act.DRIVE: "drive"}
PASSING = {Act.CROUCH: "crouch", Act.KNEEL: "kneel"}


@dataclass(frozen=True)
class Span:
    """An act in seconds; ``start`` is long past where the act already went on when the shot began."""

    act: Act
    start: float
    end: float
    at: tuple[float, float, float] | None
    left: bool
    strength: float


@dataclass(frozen=True)
class Change:
    """From ``start`` on and for ``lasting`` seconds the body goes from posture ``before`` to posture ``after``."""

    start: float
    lasting: float
    before: str
    after: str
    span: Span

    @property
    def end(self) -> float:
        return self.start + self.lasting


def spans(moments: tuple[Moment, ...], rate: float) -> list[Span]:
    """The moments in order of time, in seconds; a last frame counts whole. An embrace of somebody who is there is
    left to ``motion.contact``."""
    out = []
    for moment in sorted(moments, key=lambda each: (each.frame_in, each.frame_out, each.act.value)):
        if moment.act is Act.EMBRACE and moment.partner is not None:
            continue
        already = moment.frame_in <= 0 and moment.act not in (Act.JUMP, Act.STRIKE, Act.STUMBLE, Act.RISE)
        start = BEFORE_ALL if already else moment.frame_in / rate
        end = max((moment.frame_out + 1) / rate, moment.frame_in / rate)
        out.append(Span(moment.act, start, end, moment.at, moment.left, moment.strength))
    return out


def envelope(time: Floats, start: float, end: float, rise: float, fall: float) -> Floats:
    """From 0 to 1 after ``start`` and back to 0 by ``end`` (F,), in less time where the act is short."""
    lasting = end - start
    rise, fall = min(rise, 0.45 * lasting), min(fall, 0.45 * lasting)
    up = smooth((time - start) / max(rise, 1e-3))
    return np.asarray(up * smooth((end - time) / max(fall, 1e-3)))


def after_word(span: Span, riding: bool) -> str:
    """The posture that an act leads to; lying with a strength below 0 is lying face down."""
    if span.act is Act.FALL:
        return "prone" if span.strength >= 0.0 else "supine"
    if span.act is Act.LIE and not riding:
        high = span.at is not None and span.at[2] > BED_M
        return "prone" if span.strength < 0.0 else "bed" if high else "lie"
    word = LASTING.get(span.act) or PASSING.get(span.act) or "stand"
    return "ride" if riding and word == "sit" else word


def changes(acts: list[Span], starts: list[float], riding: list[Span]) -> list[Change]:
    """The changes of posture in order.

    ``starts`` are the seconds at which the path sets off: a body that sits or lies gets up in time for the next of
    them, and from a crouch or its knees when the act ends. ``riding`` are the acts in which the path carries the body.
    """
    out: list[Change] = []
    now = "stand"
    posture = [span for span in acts if span.act in LASTING or span.act in PASSING or span.act is Act.RISE]
    for number, span in enumerate(posture):
        following = posture[number + 1].start if number + 1 < len(posture) else np.inf
        word = after_word(span, span in riding)
        if word == now:
            continue
        start = max(span.start, out[-1].end if out else BEFORE_ALL)
        lasting = seconds(now, word)
        if span.act is Act.RISE:
            lasting = float(np.clip(span.end - span.start, 0.6 * lasting, 1.3 * lasting))
        out.append(Change(start, lasting, now, word, span))
        now = word
        rise = _own_rise(span, out[-1], following, starts, span in riding)
        if rise is not None:
            out.append(rise)
            now = "stand"
    return out


def _own_rise(span: Span, change: Change, following: float, starts: list[float], riding: bool) -> Change | None:
    if change.after == "stand" or riding:
        return None
    lasting = seconds(change.after, "stand")
    if span.act in PASSING:
        when = max(span.end, change.end)
        return Change(when, lasting, change.after, "stand", span) if following > when + 0.5 else None
    setting_off = [start for start in starts if start > max(change.start, -1.0) + 0.4 and start > span.start + 0.4]
    if span.act is Act.DRIVE or not setting_off or setting_off[0] > following:
        return None
    when = max(setting_off[0] - lasting, change.end)
    return Change(when, lasting, change.after, "stand", span)
