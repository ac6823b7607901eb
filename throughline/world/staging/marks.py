"""Where people are when a scene begins: from its set, its words and what each of them does first."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from throughline.film.blocking import Act, Look
from throughline.film.setplan import SetPlan, Spot
from throughline.film.shot import Cue
from throughline.film.story import SetKind, Verb
from throughline.world.staging.actor import Actor, seed_of

COMERS = {Verb.ENTER, Verb.APPEAR, Verb.GLIDE, Verb.PURSUE}
REST = {Verb.SIT: Act.SIT, Verb.LIE: Act.LIE, Verb.WAKE: Act.LIE, Verb.KNEEL: Act.KNEEL, Verb.CROUCH: Act.CROUCH,
        Verb.DRIVE: Act.DRIVE, Verb.RISE: Act.SIT}
SPACING = 1.35
LINE_ANGLE = math.radians(62)


SAME = {"kerb": "curb", "asphalt": "road", "pavement": "sidewalk", "roadside": "curb", "chair": "seat",
        "sofa": "seat", "couch": "seat", "pew": "seat", "floor": "centre", "ground": "centre", "doorway": "door",
        "bookshelf": "shelf", "shelves": "shelf", "zebra": "crosswalk", "crossing": "crosswalk",
        "횡단보도": "crosswalk", "길가": "curb", "보도": "sidewalk", "인도": "sidewalk", "아스팔트": "road",
        "도로": "road", "문": "door", "창문": "window", "책상": "desk", "탁자": "table", "식탁": "table", "침대": "bed",
        "의자": "seat", "벤치": "bench", "탑": "tower", "성문": "gate", "계단": "stairs", "제단": "altar",
        "연단": "pulpit", "책장": "shelf"}


def spot(plan: SetPlan, *words: str | None) -> Spot | None:
    """The first spot whose name is, or stands in, one of ``words``, in English or Korean."""
    for word in words:
        if not word:
            continue
        tokens = re.findall(r"[a-z]+|[가-힣]+", word.lower())
        meant = {SAME.get(token, token) for token in tokens} | {place for name, place in SAME.items()
                                                               if not name.isascii() and name in word}
        for candidate in plan.spots:
            if candidate.name in meant:
                return candidate
    return None


def heart(plan: SetPlan, *words: str | None) -> tuple[float, float]:
    """The middle of the action: a spot that the words name, else the set's centre."""
    found = spot(plan, *words) or spot(plan, "centre")
    return (found.x, found.y) if found else (0.0, 0.0)


def first_cues(cues: Sequence[Cue]) -> dict[str, Cue]:
    found: dict[str, Cue] = {}
    for cue in cues:
        for name in cue.who:
            if cue.verb not in (Verb.TALK, Verb.SHOUT):
                found.setdefault(name, cue)
    return found


def _row(number: int, count: int, middle: tuple[float, float], angle: float) -> tuple[float, float]:
    """Place ``number`` of ``count``: two face each other along ``angle``; more stand on an arc."""
    if count == 1:
        return middle
    if count == 2:
        reach = SPACING / 2 * (1 if number == 0 else -1)
        return middle[0] + reach * math.cos(angle), middle[1] + reach * math.sin(angle)
    radius = max(1.2, 0.34 * count)
    turn = angle + 2 * math.pi * number / count * 0.62
    return middle[0] + radius * math.cos(turn), middle[1] + radius * math.sin(turn)


def _clear(plan: SetPlan, x: float, y: float, middle: tuple[float, float]) -> tuple[float, float]:
    """(x, y) moved out of the set's obstacles, towards ``middle``."""
    for _ in range(12):
        if not any(box.x0 - 0.35 < x < box.x1 + 0.35 and box.y0 - 0.35 < y < box.y1 + 0.35 for box in plan.obstacles):
            break
        x, y = x + 0.2 * (middle[0] - x) + 0.02, y + 0.2 * (middle[1] - y)
    return x, y


def _seat(plan: SetPlan, pose: Act, number: int, used: list[Spot], target: str | None) -> Spot | None:
    wanted = {Act.SIT: ("seat", "bench", "bed"), Act.LIE: ("bed",), Act.DRIVE: ("driver",)}.get(pose, ())
    if plan.ref.kind is SetKind.CAR and pose is Act.SIT:
        wanted = ("passenger", "back_seat")
    named = spot(plan, target) if plan.ref.kind is not SetKind.CAR else None
    if named and pose is not Act.DRIVE and named.z > 0.2:
        wanted = (named.name, *wanted)
    for name in wanted:
        for candidate in plan.spots:
            if candidate.name == name and candidate not in used:
                used.append(candidate)
                return candidate
    return None


def place_cast(plan: SetPlan, looks: Sequence[Look], cues: Sequence[Cue], words: Sequence[str],
               scene: str) -> list[Actor]:
    """The scene's people in the places they have when it begins, in the order of ``looks``.

    Those whose first act is to come (enter, appear, glide in, pursue) are not yet present.
    """
    firsts = first_cues(cues)
    middle = heart(plan, *words)
    angle = LINE_ANGLE if seed_of(scene, "line") % 2 else -LINE_ANGLE
    standing = [look for look in looks if firsts.get(look.name) is None or firsts[look.name].verb not in COMERS]
    used: list[Spot] = []
    actors = []
    for look in looks:
        cue = firsts.get(look.name)
        pose = REST.get(Verb(cue.verb)) if cue else None
        if plan.ref.kind is SetKind.CAR:
            pose = Act.DRIVE if cue and cue.verb == Verb.DRIVE else Act.SIT
        actor = Actor(look.name, look, pose=pose or Act.STAND)
        if look not in standing and plan.ref.kind is not SetKind.CAR:
            actor.present, actor.pose = False, Act.STAND
        _settle(plan, actor, cue, standing, middle, angle, used)
        actors.append(actor)
    _face_each_other([actor for actor in actors if actor.present], middle)
    return actors


def _settle(plan: SetPlan, actor: Actor, cue: Cue | None, standing: Sequence[Look], middle: tuple[float, float],
            angle: float, used: list[Spot]) -> None:
    seat = _seat(plan, actor.pose, 0, used, cue.target if cue else None)
    if seat:
        actor.x, actor.y, actor.level, actor.facing = seat.x, seat.y, seat.z, seat.facing
        return
    if actor.pose is Act.SIT and cue and cue.verb == Verb.RISE:
        actor.pose = Act.LIE
    named = spot(plan, cue.target) if cue and cue.target and cue.verb in (Verb.STAND, Verb.BE, Verb.LIE, Verb.SIT,
                                                                        Verb.KNEEL, Verb.TALK) else None
    base = (named.x, named.y) if named else middle
    if named and named.name == "curb" and any(cross.name == "crosswalk" and cross.x == middle[0]
                                              for cross in plan.spots):
        base = middle[0], named.y
    number = [look.name for look in standing].index(actor.name) if actor.look in standing else 0
    x, y = _row(number, max(1, len(standing)), base, angle)
    if actor.pose is Act.LIE:
        x, y = base[0] + 1.5 * number - 0.6, base[1] + (0.55 if number % 2 else -0.55)
        actor.facing = 0.35 + 0.5 * number
    elif actor.pose in (Act.SIT, Act.KNEEL, Act.CROUCH):
        actor.level = 0.0
    actor.x, actor.y = _clear(plan, x, y, base)


def _face_each_other(actors: Sequence[Actor], middle: tuple[float, float]) -> None:
    upright = [actor for actor in actors if actor.pose in (Act.STAND, Act.KNEEL, Act.CROUCH)]
    for actor in upright:
        others = [other for other in upright if other is not actor]
        if len(upright) == 2:
            actor.facing = actor.towards(others[0].x, others[0].y)
        elif others:
            actor.facing = actor.towards(*middle)
        else:
            actor.facing = 0.0


def falling(features: Sequence[str], at: str | None, words: Sequence[str]) -> list[str]:
    """The features of a set that a collapse brings down: those that it names, else the first that can fall."""
    said = " ".join((at or "", *words)).lower()
    tall = [feature for feature in features if feature in ("tower", "gate")]
    named = [feature for feature in tall if feature in said]
    return named or tall[:1]
