"""Size, angle, move and lens of each draft: by what happens, how it varies, and what the director wished."""

from __future__ import annotations

import hashlib
from collections import Counter

from throughline.directing.dialogue import framed_speech
from throughline.directing.draft import Draft, Purpose, changed
from throughline.directing.scene import SceneView
from throughline.directing.states import moving_through
from throughline.directing.vocabulary import (
    BLASTS,
    DISASTER,
    FAST,
    HANDS,
    PROPS,
    TRAVEL,
    Kind,
    insight,
    landmark,
    weight,
)
from throughline.film.shot import Angle, Move, Size
from throughline.film.story import SetKind, Setting, Verb

Frame = tuple[Size, Angle, Move, str | None]
_E, _L, _H = Angle.EYE, Angle.LOW, Angle.HIGH
PATTERNS: dict[str, tuple[Frame, ...]] = {
    "vehicle": ((Size.LS, _E, Move.PAN_RIGHT, "from_side"), (Size.MLS, _L, Move.LEAD, "from_front"),
                (Size.LS, _L, Move.STATIC, "past_camera"), (Size.MLS, _E, Move.TRACK, "from_side"),
                (Size.ELS, _H, Move.CRANE_UP, None), (Size.MLS, _E, Move.FOLLOW, "behind")),
    "fast": ((Size.LS, _E, Move.TRACK, "from_side"), (Size.MS, _E, Move.LEAD, "from_front"),
             (Size.LS, _L, Move.STATIC, "past_camera"), (Size.MLS, _E, Move.FOLLOW, "behind"),
             (Size.ELS, _H, Move.CRANE_UP, None), (Size.MCU, _E, Move.HANDHELD, "from_front")),
    "creature": ((Size.LS, _L, Move.STATIC, None), (Size.MCU, _L, Move.PUSH_IN, None),
                 (Size.LS, _L, Move.TRACK, "from_side"), (Size.MS, _L, Move.STATIC, "from_front")),
    "walk": ((Size.LS, _E, Move.STATIC, "from_front"), (Size.MS, _E, Move.LEAD, "from_front"),
             (Size.LS, _E, Move.FOLLOW, "behind"), (Size.MLS, _E, Move.TRACK, "from_side")),
    "fall": ((Size.MLS, _L, Move.HANDHELD, None), (Size.LS, _E, Move.STATIC, None)),
    "posture": ((Size.MLS, _E, Move.STATIC, None), (Size.MLS, _L, Move.STATIC, None)),
    "lie": ((Size.MLS, Angle.BIRD, Move.STATIC, None), (Size.MS, _H, Move.STATIC, None)),
    "wake": ((Size.CU, _H, Move.STATIC, None),),
    "look": ((Size.CU, _E, Move.STATIC, None), (Size.MS, _E, Move.STATIC, None)),
    "hands": ((Size.MS, _E, Move.STATIC, None), (Size.CU, _E, Move.STATIC, None)),
    "gesture": ((Size.MCU, _E, Move.STATIC, None), (Size.MLS, _E, Move.STATIC, None)),
    "strike": ((Size.MS, _E, Move.HANDHELD, None), (Size.MLS, _L, Move.HANDHELD, None)),
    "embrace": ((Size.MS, _E, Move.PUSH_IN, None),),
    "crash": ((Size.LS, _L, Move.STATIC, "from_side"), (Size.MLS, Angle.DUTCH, Move.STATIC, None)),
    "explosion": ((Size.LS, _E, Move.STATIC, None), (Size.LS, _L, Move.HANDHELD, None)),
    "collapse": ((Size.ELS, _L, Move.STATIC, None), (Size.LS, _E, Move.HANDHELD, None)),
    "crowd": ((Size.LS, _H, Move.STATIC, None), (Size.MLS, _E, Move.STATIC, None)),
    "thing": ((Size.INSERT, _E, Move.STATIC, None),),
    "landmark": ((Size.LS, _L, Move.STATIC, None), (Size.ELS, _E, Move.STATIC, None)),
    "parked": ((Size.MLS, _E, Move.STATIC, None), (Size.LS, _L, Move.STATIC, None)),
    "place": ((Size.LS, _E, Move.STATIC, None), (Size.ELS, _H, Move.STATIC, None)),
    "person": ((Size.MS, _E, Move.STATIC, None), (Size.CU, _E, Move.STATIC, None), (Size.LS, _E, Move.STATIC, None)),
}
_THERE_AND_BACK: Frame = (Size.LS, _E, Move.STATIC, "from_side")
_VERB_SORT = {
    Verb.CRASH: "crash", Verb.EXPLODE: "explosion", Verb.BURN: "explosion", Verb.COLLAPSE: "collapse",
    Verb.FALL: "fall", Verb.STUMBLE: "fall", Verb.JUMP: "fall", Verb.WAKE: "wake", Verb.LIE: "lie",
    Verb.EMBRACE: "embrace", Verb.STRIKE: "strike", Verb.SIT: "posture", Verb.RISE: "posture",
    Verb.KNEEL: "posture", Verb.CROUCH: "posture", Verb.LOOK: "look", Verb.TURN: "look", Verb.POINT: "gesture",
    Verb.STOP: "gesture", Verb.SHOUT: "gesture", Verb.TALK: "gesture",
}
LENSES: dict[Size, tuple[int, ...]] = {
    Size.ELS: (18, 21, 24), Size.ESTABLISHING: (18, 21, 24), Size.LS: (24, 28, 32), Size.MLS: (32, 35, 40),
    Size.TWO: (35, 40), Size.MS: (40, 50), Size.OTS: (50, 65), Size.MCU: (65, 75), Size.CU: (75, 85, 100),
    Size.ECU: (100, 135), Size.INSERT: (75, 85, 100),
}
_AS_PATTERN = {"towards_camera": "from_front"}
_CLOSE = (Size.ECU, Size.CU, Size.MCU)


def framed(drafts: list[Draft], view: SceneView) -> list[Draft]:
    """The drafts with size, angle and move. A draft's place among those of its sort in the scene varies its framing."""
    counts: Counter[str] = Counter()
    answered: Draft | None = None
    moving = moving_through(drafts)
    found = []
    for draft, motion in zip(drafts, moving, strict=True):
        if draft.purpose is Purpose.SPEECH:
            draft = _answering(framed_speech(draft, view, motion), answered)
        elif draft.purpose is Purpose.ACTION:
            sort = sort_of(draft, view)
            draft = _action(changed(draft, place=counts[sort]), sort, view)
            counts[sort] += 1
        elif draft.purpose is Purpose.TITLE:
            draft = changed(draft, size=Size.LS, angle=Angle.LOW)
        draft = _wished(_seated(draft, view), view)
        found.append(draft)
        if draft.speeches and draft.wish is not None and draft.size in _CLOSE:
            answered = draft
        elif draft.purpose is not Purpose.SPEECH:
            answered = None
    return found


def _seated(draft: Draft, view: SceneView) -> Draft:
    """In a car there is no room for more than two people to the waist."""
    if view.reading.set_kind is not SetKind.CAR or draft.size not in (Size.MLS, Size.LS, Size.ELS, Size.OTS):
        return draft
    several = len(view.alive(draft.subjects)) > 1 and draft.size is not Size.OTS
    return changed(draft, size=Size.TWO if several else Size.MS, over=None)


def _answering(draft: Draft, answered: Draft | None) -> Draft:
    """The reply to a close shot that the director wished for is as close: shot and reverse match."""
    alone = draft.size in (Size.OTS, Size.MS, Size.MCU) and draft.move is Move.STATIC
    if answered is None or not alone or draft.wish is not None:
        return draft
    return changed(draft, size=answered.size, over=None, subjects=draft.subjects[:1])


def sort_of(draft: Draft, view: SceneView) -> str:
    """Which row of PATTERNS the draft is framed by."""
    blast = next((going.effect.kind for going in draft.effects if going.effect.kind in BLASTS), None)
    if blast and not any(event.verb in DISASTER for event in draft.events):
        return "collapse" if blast in ("collapse", "dust", "destruction") else "explosion"
    if not draft.events:
        return "place"
    event = max(draft.events, key=weight)
    if event.verb in DISASTER:
        return _VERB_SORT[event.verb]
    kind = view.cast.kind(draft.subjects[0]) if draft.subjects else Kind.THING
    if kind is Kind.PERSON:
        if event.verb in FAST:
            return "fast"
        if event.verb is Verb.DRIVE:
            return "hands"
        if event.verb in HANDS:
            return "hands"
        return "walk" if event.verb in TRAVEL else _VERB_SORT.get(event.verb, "person")
    if kind is Kind.VEHICLE:
        return "vehicle" if event.verb in TRAVEL or event.verb is Verb.DRIVE else "parked"
    if kind is Kind.THING and draft.subjects:
        if landmark(draft.subjects[0]):
            return "landmark"
        return "thing" if _handy(draft.subjects[0], view) else "parked"
    return str(kind) if draft.subjects else "place"


def _handy(name: str, view: SceneView) -> bool:
    """Whether a thing stands in the scene or in somebody's hand, small enough for an insert."""
    props = {item.name.casefold() for item in view.reading.items if item.category == PROPS}
    return name.casefold() in props or name.casefold() in view.reading.features


def _action(draft: Draft, sort: str, view: SceneView) -> Draft:
    pattern = PATTERNS[sort]
    told = _told_side(draft)
    fitting = [frame for frame in pattern if told and frame[3] == _AS_PATTERN.get(told, told)]
    size, angle, move, side = (fitting or pattern)[0 if fitting else draft.place % len(pattern)]
    if sort == "fast" and any(event.verb in (Verb.STOP, Verb.TURN) for event in draft.events):
        size, angle, move, side = _THERE_AND_BACK
    side = told or side
    if sort == "walk" and any({"away", "alone"} & set(event.manner) or event.verb is Verb.EXIT
                              for event in draft.events):
        size, move, side = Size.LS, Move.STATIC, told or "behind"
    if side == "past_camera":
        move = Move.STATIC if sort != "vehicle" else Move.PAN_RIGHT
    if sort in ("look", "person") and insight(draft.text):
        size, move = Size.CU, Move.PUSH_IN
    if sort == "creature" and view.cast.large(draft.subjects[0]):
        angle = Angle.WORM if draft.place % 2 else Angle.LOW
    made = changed(draft, size=size, angle=angle, move=move, side=side)
    if draft.opens:
        made = changed(made, size=_wider(made, view), move=move if move is not Move.HANDHELD else Move.STATIC)
    return _room_for_all(made, view)


def _told_side(draft: Draft) -> str | None:
    """The camera's side where the script itself says it (past the camera, from the side ...)."""
    told = {"past_camera", "from_side", "from_front", "behind", "towards_camera"}
    return next((word for event in draft.events for word in event.manner if word in told), None)


def _wider(draft: Draft, view: SceneView) -> Size:
    if view.reading.heading.setting is Setting.INT and view.reading.set_kind == "car":
        return Size.TWO if len(draft.subjects) > 1 else Size.MS
    return draft.size if draft.size in (Size.ELS, Size.ESTABLISHING) else Size.LS


def _room_for_all(draft: Draft, view: SceneView) -> Draft:
    """Wider where several are in frame: two people from a two-shot on, a crowd or a creature beside people longer."""
    if any(view.cast.kind(name) is Kind.CROWD for name in draft.subjects) and draft.size in (*_CLOSE, Size.MS):
        return changed(draft, size=Size.MLS)
    count = len(view.alive(draft.subjects))
    if count > 2 and draft.size in (*_CLOSE, Size.MS, Size.MLS):
        return changed(draft, size=Size.LS)
    if count == 2 and draft.size in (*_CLOSE, Size.MS) and draft.move is not Move.LEAD:
        return changed(draft, size=Size.TWO)
    return draft


def lens(scene: str, size: Size) -> int:
    """Whole millimetres for a size: one lens a size within a scene, so that shot and reverse match."""
    choice = LENSES[size]
    digest = hashlib.blake2b(f"{scene}/{size}".encode(), digest_size=2).digest()
    return choice[int.from_bytes(digest, "big") % len(choice)]


def _wished(draft: Draft, view: SceneView) -> Draft:
    """The draft with what the director wished; a wish for a lens alone brings the size that the lens is made for."""
    wish = draft.wish
    if wish is None:
        return draft
    fields: dict[str, object] = {}
    if wish.subject:
        name = view.cast.known(wish.subject)
        fields["subjects"] = (name, *(other for other in draft.subjects if other != name and wish.size != Size.INSERT))
    if wish.size:
        fields["size"] = Size(wish.size)
    if wish.angle:
        fields["angle"] = Angle(wish.angle)
    if wish.move:
        fields["move"] = Move(wish.move)
    if wish.lens_mm and not wish.size:
        fields["size"] = _size_for(wish.lens_mm)
    made = changed(draft, **fields)
    close = made.size in (*_CLOSE, Size.MS) and len(made.subjects) > 1
    if close and not wish.subject and draft.purpose is not Purpose.SPEECH:
        made = changed(made, subjects=_doers(draft) or made.subjects)
    if wish.move and Move(wish.move) is not draft.move:
        made = changed(made, side=_SIDES.get(Move(wish.move), _told_side(draft)))
    return made if made.size is not Size.OTS or made.over else _over(made)


_SIDES = {Move.TRACK: "from_side", Move.LEAD: "from_front", Move.FOLLOW: "behind"}


def _doers(draft: Draft) -> tuple[str, ...]:
    """Who acts, without those who are only looked at or pointed to."""
    acting = {name for event in draft.events for name in event.who}
    return tuple(name for name in draft.subjects if name in acting)


def _over(draft: Draft) -> Draft:
    return changed(draft, over=draft.subjects[1]) if len(draft.subjects) > 1 else draft


def _size_for(lens_mm: int) -> Size:
    order = (Size.ELS, Size.LS, Size.MLS, Size.MS, Size.MCU, Size.CU, Size.ECU)
    return min(order, key=lambda size: min(abs(lens_mm - one) for one in LENSES[size]))
