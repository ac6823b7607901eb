"""What a style makes of a framed shot: a step nearer, on the shoulder, or on the move."""

from __future__ import annotations

import hashlib

from throughline.directing.draft import Draft, Purpose, changed
from throughline.directing.scene import SceneView
from throughline.directing.vocabulary import TRAVEL
from throughline.film.shot import Move, Size
from throughline.film.story import SetKind, Setting

_NEARER = {Size.ELS: Size.LS, Size.LS: Size.MLS, Size.MLS: Size.MS, Size.MS: Size.MCU, Size.MCU: Size.CU}
_NEARER_TOGETHER = {Size.ELS: Size.LS, Size.LS: Size.MLS}
_KEPT = (Purpose.OPENING, Purpose.INSERT, Purpose.TITLE, Purpose.POINT_OF_VIEW)
_ON_FOOT = (Move.FOLLOW, Move.LEAD, Move.TRACK)


def mannered(drafts: list[Draft], view: SceneView) -> list[Draft]:
    """The drafts as the scene's style has them; what the director wished stays. Each choice hangs on the shot's own
    words."""
    return [_moved(_nearer(draft, view), view) for draft in drafts]


def _nearer(draft: Draft, view: SceneView) -> Draft:
    wished = draft.wish is not None and draft.wish.size is not None
    if wished or draft.purpose in _KEPT or draft.opens or draft.blasts:
        return draft
    several = len(view.alive(draft.subjects)) > 1
    size = draft.size
    for _ in range(view.style.closer):
        size = (_NEARER_TOGETHER if several else _NEARER).get(size, size)
    return changed(draft, size=size)


def _moved(draft: Draft, view: SceneView) -> Draft:
    style = view.style
    wished = draft.wish is not None and draft.wish.move is not None
    if wished or draft.move is not Move.STATIC or draft.size is Size.INSERT or draft.purpose is Purpose.TITLE:
        return draft
    chance = _chance(draft)
    if chance < style.handheld and draft.purpose is not Purpose.OPENING:
        return changed(draft, move=Move.HANDHELD)
    return changed(draft, move=_roving(draft, view, chance)) if chance < style.roving else draft


def _roving(draft: Draft, view: SceneView, chance: float) -> Move:
    """The move that follows what happens: with who walks, round who talk, towards who is alone."""
    if view.reading.set_kind is SetKind.CAR:
        return Move.STATIC
    if draft.side != "past_camera" and any(event.verb in TRAVEL and draft.subjects[:1] == event.who[:1]
                                           for event in draft.events):
        return _ON_FOOT[int(chance * 1000) % len(_ON_FOOT)]
    count = len(view.alive(draft.subjects))
    if count == 0:
        return Move.PUSH_IN if view.reading.heading.setting is Setting.INT else Move.CRANE_DOWN
    return Move.ORBIT if count > 1 and draft.size is not Size.OTS else Move.PUSH_IN


def _chance(draft: Draft) -> float:
    """A number from 0 to 1 drawn from the shot's own words."""
    words = draft.text or " ".join(speech.text for speech in draft.speeches) or draft.beats[0].text
    digest = hashlib.blake2b(f"{draft.purpose}/{draft.part}/{words}".encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") / 2**32
