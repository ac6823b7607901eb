"""The shots that no sentence asks for and every editor wants: inserts, reactions, second angles, what eyes see."""

from __future__ import annotations

from throughline.directing.beats import joined
from throughline.directing.draft import Draft, Going, Purpose, changed
from throughline.directing.scene import SceneView
from throughline.directing.vocabulary import HANDS, PROPS, TRAVEL, Kind
from throughline.film.shot import Angle, Move, Size
from throughline.film.story import Event, Verb

_AFTER = {"explosion": 1.0, "collapse": 2.2, "destruction": 1.8}


def titled(drafts: list[Draft], view: SceneView) -> list[Draft]:
    """The drafts with texts laid on the picture before them, where that is an insert or a place, else on their own."""
    found: list[Draft] = []
    for draft in drafts:
        last = found[-1] if found else None
        if draft.purpose is not Purpose.TITLE or draft.wish is not None or last is None:
            found.append(draft)
        elif last.title is None and _takes_title(last):
            found[-1] = joined(last, draft)
        else:
            found.append(draft)
    return found


def _takes_title(draft: Draft) -> bool:
    if draft.wish is not None and draft.wish.size is not None:
        return draft.wish.size == Size.INSERT
    return draft.purpose is Purpose.OPENING and not draft.speeches


def extended(drafts: list[Draft], view: SceneView) -> list[Draft]:
    """The drafts with the extra shots that coverage asks for."""
    found: list[Draft] = []
    handled: set[str] = set()
    for index, draft in enumerate(drafts):
        following = drafts[index + 1:index + 4]
        found.append(draft)
        if draft.purpose is not Purpose.ACTION or (draft.wish is not None and not draft.blasts):
            continue
        found.extend(_insert(draft, following, handled, view))
        found.extend(_seen(draft, found[-2:-1], following, view))
        found.extend(_disaster(draft, following, view))
        found.extend(_reveal(draft, following, view))
        found.extend(_on_the_way(draft, view))
    return found


def _insert(draft: Draft, following: list[Draft], handled: set[str], view: SceneView) -> list[Draft]:
    """What is read or written always; a prop the first time a hand takes it."""
    props = {item.name.casefold() for item in view.reading.items if item.category == PROPS}
    for event in draft.events:
        target = event.target
        if event.verb not in HANDS or target is None or view.cast.kind(target) is not Kind.THING:
            continue
        read = event.verb in (Verb.READ, Verb.WRITE)
        if not read and (target.casefold() not in props or target in handled or len(draft.events) > 1):
            continue
        handled.add(target)
        if following and _shows(following[0], target, view):
            return []
        hold = Event(verb=Verb.HOLD, who=event.who, target=target, line=event.line, text=event.text)
        return [Draft(purpose=Purpose.INSERT, beats=draft.beats[-1:], subjects=(target,), size=Size.INSERT,
                      events=(hold,))]
    return []


def _shows(draft: Draft, target: str, view: SceneView) -> bool:
    if draft.wish is not None and draft.wish.size == Size.INSERT:
        return True
    return draft.purpose is Purpose.TITLE or target in draft.subjects


def _seen(draft: Draft, before: list[Draft], following: list[Draft], view: SceneView) -> list[Draft]:
    """What somebody's look falls on, where neither neighbour shows it."""
    if draft.speeches or len(draft.subjects) != 1 or not draft.events:
        return []
    event = draft.events[-1]
    target = event.target
    if event.verb is not Verb.LOOK or target is None or view.cast.kind(target) is Kind.PERSON:
        return []
    if any(target in other.subjects for other in (*before, *following[:1])):
        return []
    if view.cast.kind(target) is Kind.THING and target.casefold() not in view.reading.features:
        return []
    return [Draft(purpose=Purpose.POINT_OF_VIEW, beats=draft.beats[-1:], subjects=(target,), size=Size.LS,
                  angle=Angle.LOW if "up" in event.manner else Angle.EYE)]


def _disaster(draft: Draft, following: list[Draft], view: SceneView) -> list[Draft]:
    """After an explosion or a collapse: the face that sees it, and the thing again from another side."""
    blasts = [going for going in draft.effects if going.effect.kind in _AFTER]
    if not blasts:
        return []
    effect = blasts[0].effect
    made: list[Draft] = []
    after = following[0] if following else None
    human = after is not None and bool(after.subjects) and view.cast.kind(after.subjects[0]) is Kind.PERSON
    if not human or (after is not None and after.wish is not None and after.wish.size):
        made.extend(_reaction(draft, effect.at or (draft.subjects[0] if draft.subjects else None), view))
    if draft.wish is None and (after is None or not (after.blasts or human)):
        move = Move.HANDHELD if draft.move is not Move.HANDHELD else Move.STATIC
        made.append(Draft(purpose=Purpose.SECOND_ANGLE, beats=draft.beats[-1:], subjects=draft.subjects, size=Size.MLS,
                          angle=Angle.LOW, move=move, effects=(Going(effect=effect, under_way=_AFTER[effect.kind]),)))
    return made


def _reveal(draft: Draft, following: list[Draft], view: SceneView) -> list[Draft]:
    """The face that sees a creature come, where no face follows by itself."""
    if not draft.subjects or view.cast.kind(draft.subjects[0]) is not Kind.CREATURE or draft.blasts:
        return []
    comes = any(event.verb in (Verb.APPEAR, Verb.ENTER) for event in draft.events)
    faces = any(view.cast.kind(name) is Kind.PERSON for other in following for name in other.subjects[:1])
    return _reaction(draft, draft.subjects[0], view) if comes and not faces else []


def _on_the_way(draft: Draft, view: SceneView) -> list[Draft]:
    """In a style of many angles, whoever is on the way seen again, nearer."""
    if not view.style.angles or draft.blasts or not draft.subjects:
        return []
    if not any(event.verb in TRAVEL or event.verb is Verb.DRIVE for event in draft.events) or _leaves(draft):
        return []
    alone = len(view.alive(draft.subjects)) < 2
    return [Draft(purpose=Purpose.SECOND_ANGLE, beats=draft.beats[-1:], subjects=draft.subjects,
                  size=Size.MS if alone else Size.MLS, angle=Angle.LOW, move=Move.HANDHELD)]


def _leaves(draft: Draft) -> bool:
    return any(event.verb in (Verb.EXIT, Verb.VANISH) or draft.side == "past_camera" for event in draft.events)


def _reaction(draft: Draft, at: str | None, view: SceneView) -> list[Draft]:
    """Who is there and sees it, close; nobody when nobody is there."""
    position = next(index for index, beat in enumerate(view.beats) if beat.index == draft.beats[-1].index)
    witness = [name for name in view.people(position)
               if view.cast.kind(name) is Kind.PERSON and name not in draft.subjects]
    if not witness:
        return []
    look = Event(verb=Verb.LOOK, who=tuple(witness[:2]), target=at, line=draft.beats[-1].line)
    size = Size.CU if len(witness) == 1 else Size.TWO
    reaction = Draft(purpose=Purpose.REACTION, beats=draft.beats[-1:], subjects=tuple(witness[:2]), events=(look,),
                     size=size)
    blast = bool(draft.effects)
    return [changed(reaction, move=Move.HANDHELD if blast else Move.STATIC)]
