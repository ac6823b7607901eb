"""People brought within reach of one another and of things, and kept together while one holds the other."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import pairwise

import msgspec

from throughline.film.blocking import Act, Moment, Performance, Prop, Waypoint
from throughline.film.setplan import Leaf, Spot
from throughline.film.shot import Cue
from throughline.film.story import Verb
from throughline.world import props as prop_shop
from throughline.world.staging import touches
from throughline.world.staging.actor import RESTING, Actor, Bond, Part, begin_part
from throughline.world.staging.marks import spot
from throughline.world.staging.moves import HANDLE, STATE, WALK_SPEED, Scene

ENDS = frozenset({Verb.FALL, Verb.STRIKE, Verb.SIT, Verb.LIE, Verb.VANISH, Verb.COLLAPSE, Verb.WRITE, Verb.DRIVE})
ALREADY = -24.0
LASTS, LETS_GO = 40.0, 10.0
TABLE_M = 0.74
HANDLE_M, LEAF_M, SWINGS, AT_DOOR_M = 1.02, 0.78, 0.2, 2.5
FACED = frozenset({Act.EMBRACE, Act.GIVE})


@dataclass(frozen=True)
class Place:
    """Where the partner is from who acts while they are in contact: metres ahead and to the right."""

    ahead: float
    right: float


GRIP = Place(0.37, 0.18)
PLACES = {Act.TOUCH: Place(0.52, 0.22), Act.EMBRACE: Place(0.42, 0.0), Act.GIVE: Place(0.95, 0.0),
          Act.GRAB: Place(0.7, 0.22), Act.HANDS: Place(-0.04, 0.66), Act.SUPPORT: Place(0.0, 0.44),
          Act.CARRY: Place(0.4, 0.0), Act.DRAG: Place(-1.3, 0.0)}
KEPT = frozenset({Act.GRAB, Act.HANDS, Act.SUPPORT})
"""Who is held in these ways by one who does not travel stays where he is."""
LED = {Act.GRAB: Place(-0.5, 0.62)}
"""Who is held and led runs behind and beside."""


def stage_contact(scene: Scene, parts: dict[str, Part], actor: Actor, cue: Cue) -> bool:
    """Stages what the cue's words tell of touch; False where they tell of none."""
    clause, verb = cue.clause, Verb(cue.verb)
    part = parts[actor.name]
    if not clause or actor.pose is Act.LIE or actor.look.kind != "person":
        return False
    if touches.releases(clause):
        if actor.bond is not None and actor.bond.partner in scene.actors:
            part.moments.append(Moment(act=actor.bond.act, frame_in=ALREADY, frame_out=cue.frame_in + LETS_GO,
                                       partner=actor.bond.partner, part=actor.bond.part))
            _part_of(scene, parts, scene.actors[actor.bond.partner], part)
        actor.bond = None
        return False
    other = _partner(scene, actor, cue, clause)
    thing = _thing(scene, cue, clause)
    if other is not None and thing is not None and touches.gives(verb, clause):
        _give(scene, parts, actor, other, cue, thing)
        return True
    told = touches.between_people(verb, clause) if other is not None else None
    if other is not None and told is not None:
        _touch(scene, parts, actor, other, cue, told)
        return True
    if touches.opens(verb, cue.target, clause):
        return _door(scene, part, actor, cue)
    told = touches.with_thing(verb, clause)
    if told is not None and thing is not None:
        return _handle_thing(scene, part, actor, cue, told.act, thing)
    return touches.pushes(verb, clause) and _push(scene, part, actor, cue)


def _partner(scene: Scene, actor: Actor, cue: Cue, clause: str) -> Actor | None:
    """The other person whom the clause means: its target, a name in it, for a pronoun the nearest."""
    others = [other for other in scene.actors.values() if other is not actor and other.present
              and other.look.kind == "person"]
    if cue.target in scene.actors:
        return next((other for other in others if other.name == cue.target), None)
    named = [other for other in others if re.search(rf"(?<!\w){re.escape(other.name)}", clause, re.IGNORECASE)]
    if named:
        return named[0]
    meant = re.search(r"\b(him|her|them|his|their|each other)\b|그의|그녀|그를|서로|상대", clause, re.IGNORECASE)
    if cue.target is not None and meant is None:
        return None
    near = [other for other in others if actor.distance(other) < 8.0] if meant else []
    return min(near, key=lambda other: (actor.distance(other), other.name), default=None)


def _thing(scene: Scene, cue: Cue, clause: str) -> str | None:
    """The prop that the clause means."""
    if cue.target and cue.target not in scene.actors and prop_shop.match(cue.target):
        return cue.target
    words = re.findall(r"[a-z]+|[가-힣]+", clause.lower())
    return next((word for word in words if prop_shop.match(word) and word.upper() not in scene.actors), None)


def _beside(actor: Actor, place: Place, facing: float) -> tuple[float, float]:
    return (actor.x + place.ahead * math.cos(facing) + place.right * math.sin(facing),
            actor.y + place.ahead * math.sin(facing) - place.right * math.cos(facing))


def _back_from(point: tuple[float, float, float], place: Place, facing: float) -> tuple[float, float]:
    """Where one stands who has ``point`` at ``place``."""
    return (point[0] - place.ahead * math.cos(facing) - place.right * math.sin(facing),
            point[1] - place.ahead * math.sin(facing) + place.right * math.cos(facing))


def _reach(scene: Scene, part: Part, actor: Actor, goal: tuple[float, float], facing: float, begin: float) -> float:
    """Walks to a mark and turns; the frame from which the hands are free for what follows."""
    gap = math.hypot(goal[0] - actor.x, goal[1] - actor.y)
    if begin <= STATE and len(part.waypoints) == 1:
        first = part.waypoints[0]
        part.waypoints[0] = msgspec.structs.replace(first, x=goal[0], y=goal[1], facing=facing)
        actor.x, actor.y, actor.facing = goal[0], goal[1], facing
        return ALREADY
    room = max(12.0, 0.45 * (part.frames - begin))
    needed = gap / WALK_SPEED * scene.rate + 10.0
    if needed > room and len(part.waypoints) == 1:  # the walk began nearer, out of the picture
        share = (needed - room) / needed
        actor.x, actor.y = actor.x + share * (goal[0] - actor.x), actor.y + share * (goal[1] - actor.y)
        part.waypoints[0] = msgspec.structs.replace(part.waypoints[0], x=actor.x, y=actor.y)
        needed = room
    if gap > 0.15:
        part.go(actor, goal[0], goal[1], begin, begin + needed, facing=facing)
        return begin + needed - 8.0
    part.turn(actor, facing, begin, begin + 10.0)
    return begin + 4.0


def _part_of(scene: Scene, parts: dict[str, Part], actor: Actor, like: Part) -> Part:
    if actor.name not in parts:
        parts[actor.name] = begin_part(actor, like.frames)
    return parts[actor.name]


def _touch(scene: Scene, parts: dict[str, Part], actor: Actor, other: Actor, cue: Cue, told: touches.Touch) -> None:
    part = parts[actor.name]
    act = told.act
    if act is Act.DRAG and other.pose is not Act.LIE:
        act, told = Act.GRAB, touches.Touch(Act.GRAB, "wrist", True)
    theirs = _part_of(scene, parts, other, part)
    if other.pose in RESTING and act in (Act.SUPPORT, Act.HANDS, Act.CARRY) and cue.frame_in > STATE:
        theirs.act(Act.RISE, cue.frame_in, cue.frame_in + 36.0)
        other.pose, other.prone, other.level = Act.STAND, False, 0.0
    begin = float(cue.frame_in)
    if actor.going or other.going or part.moves:
        when = ALREADY if begin <= STATE else begin
    else:
        goal, facing = _mark(actor, other, PLACES[act])
        when = _reach(scene, part, actor, goal, facing, begin)
        if act in FACED:
            theirs.turn(other, other.towards(actor.x, actor.y), max(begin, 1.0), max(begin, 1.0) + 14.0)
    if told.lasting:
        actor.bond = Bond(act, other.name, told.part, when)
        return
    until = max(float(cue.frame_out), when + LASTS)
    part.moments.append(Moment(act=act, frame_in=when, frame_out=until, partner=other.name, part=told.part))
    part.act(Act.LOOK, max(when, 0.0), until, at=(other.x, other.y, other.eye_height))


def _mark(actor: Actor, other: Actor, place: Place) -> tuple[tuple[float, float], float]:
    """Where who acts must stand, and look to, for the partner to be at ``place`` from him."""
    facing = actor.towards(other.x, other.y)
    if abs(place.right) > abs(place.ahead):
        facing = other.facing
    return _beside(other, Place(-place.ahead, -place.right), facing), facing


def _give(scene: Scene, parts: dict[str, Part], actor: Actor, other: Actor, cue: Cue, thing: str) -> None:
    part = parts[actor.name]
    theirs = _part_of(scene, parts, other, part)
    goal, facing = _mark(actor, other, PLACES[Act.GIVE])
    begin = max(float(cue.frame_in), 2.0 * STATE)
    when = max(_reach(scene, part, actor, goal, facing, begin), 6.0)
    theirs.turn(other, other.towards(actor.x, actor.y), begin, begin + 14.0)
    until = min(when + LASTS, part.frames + HANDLE)
    part.moments.append(Moment(act=Act.GIVE, frame_in=when, frame_out=until, partner=other.name, thing=thing))
    for whom, his in ((other, part), (actor, theirs)):
        his.act(Act.LOOK, when, until, at=(whom.x, whom.y, whom.eye_height - 0.2))
    scene.handled[thing] = Prop(name=thing, kind=prop_shop.match(thing) or thing, holder=actor.name)
    actor.holding, other.holding = None, thing


def _handle_thing(scene: Scene, part: Part, actor: Actor, cue: Cue, act: Act, thing: str) -> bool:
    """Picks a thing up from a table that is near or from the ground, or puts it down there."""
    if act is Act.PICK and actor.holding == thing:
        return False
    table = spot(scene.plan, "table", "desk", "counter") if scene.plan.ref.indoors else None
    begin = max(float(cue.frame_in), 2.0 * STATE)
    high = 0.03
    facing = actor.facing
    if table is not None and math.hypot(table.x - actor.x, table.y - actor.y) < 5.0 and actor.pose is Act.STAND:
        facing, high = actor.towards(table.x, table.y), max(table.z, TABLE_M)
        goal = table.x - 0.55 * math.cos(facing), table.y - 0.55 * math.sin(facing)
        when = max(_reach(scene, part, actor, goal, facing, begin), 4.0)
    elif actor.pose is Act.SIT:
        high, when = TABLE_M, begin
    else:
        when = begin
    lasts = 30.0 if high > 0.4 else 44.0
    ahead = 0.42
    at = (actor.x + ahead * math.cos(facing) + 0.12 * math.sin(facing),
          actor.y + ahead * math.sin(facing) - 0.12 * math.cos(facing), high)
    part.moments.append(Moment(act=act, frame_in=when, frame_out=when + lasts, at=at, thing=thing))
    kind = prop_shop.match(thing) or thing
    if act is Act.PICK:
        scene.handled[thing] = Prop(name=thing, kind=kind, x=at[0], y=at[1], z=at[2], facing=facing)
        part.act(Act.HOLD, when + 0.75 * lasts, part.frames + HANDLE)
        actor.holding = thing
    else:
        scene.handled[thing] = Prop(name=thing, kind=kind, holder=actor.name)
        part.act(Act.HOLD, ALREADY, when + 0.3 * lasts)
        actor.holding = None
        scene.lying[thing] = Prop(name=thing, kind=kind, x=at[0], y=at[1], z=at[2], facing=facing)
    return True


def _door(scene: Scene, part: Part, actor: Actor, cue: Cue) -> bool:
    """Goes to the door and keeps a hand on its handle while it swings."""
    door = spot(scene.plan, cue.target, "door")
    if door is None or actor.pose is not Act.STAND or actor.going:
        return False
    facing, leaf = door.facing, _leaf(scene, door)
    if leaf is None:
        goal = door.x - 0.1 * math.cos(facing), door.y - 0.1 * math.sin(facing)
    else:
        goal = _back_from(leaf.handle, GRIP, facing)
    if math.hypot(goal[0] - actor.x, goal[1] - actor.y) > 12.0:
        return False
    when = max(_reach(scene, part, actor, goal, facing, max(float(cue.frame_in), 2.0 * STATE)), 2.0)
    if leaf is None:
        at = (*_beside(actor, GRIP, facing), HANDLE_M)
        hinge = _beside(actor, Place(GRIP.ahead, GRIP.right - LEAF_M), facing)
    else:
        at, hinge = leaf.handle, leaf.hinge
    part.moments.append(Moment(act=Act.OPEN, frame_in=when, frame_out=when + 36.0, at=at, hinge=hinge,
                               strength=SWINGS * (1.0 if leaf is None else leaf.turn)))
    return True


def _leaf(scene: Scene, door: Spot) -> Leaf | None:
    """The leaf that is opened at a spot."""
    near = [(math.hypot(leaf.handle[0] - door.x, leaf.handle[1] - door.y), leaf.name, leaf)
            for leaf in scene.plan.leaves]
    return min(near)[2] if near and min(near)[0] < AT_DOOR_M else None


def _push(scene: Scene, part: Part, actor: Actor, cue: Cue) -> bool:
    """Both hands against what the cue means: a car, a gate; for a wall, the nearest one indoors."""
    goal = scene.point(cue.target)
    if goal is None or cue.target in scene.actors or actor.pose is not Act.STAND or actor.going:
        return False
    facing = actor.towards(goal[0], goal[1])
    mark = goal[0] - 0.6 * math.cos(facing), goal[1] - 0.6 * math.sin(facing)
    when = _reach(scene, part, actor, mark, facing, float(cue.frame_in))
    at = _beside(actor, Place(0.55, 0.0), facing)
    part.moments.append(Moment(act=Act.PUSH, frame_in=when, frame_out=float(cue.frame_out) + 8.0, at=(*at, 1.2)))
    return True


def together(scene: Scene, parts: dict[str, Part], verbs: dict[str, set[str]]) -> None:
    """Who is held goes where the holder goes, beside him, until something ends it."""
    for name in sorted(parts):
        actor = scene.actors[name]
        bond = actor.bond
        if bond is None or bond.partner not in scene.actors:
            continue
        other = scene.actors[bond.partner]
        ended = {verb for who in (name, bond.partner) for verb in verbs.get(who, set())} & ENDS
        if ended or not other.present or not actor.present:
            actor.bond = None
            continue
        part = parts[name]
        theirs = _part_of(scene, parts, other, part)
        _follow(part, theirs, actor, other, bond)
        part.moments.append(Moment(act=bond.act, frame_in=bond.since, frame_out=part.frames + HANDLE,
                                   partner=other.name, part=bond.part))
        actor.bond = Bond(bond.act, bond.partner, bond.part, ALREADY)


def _follow(part: Part, theirs: Part, actor: Actor, other: Actor, bond: Bond) -> None:
    """The partner's way beside the holder's; who stands while he comes waits where they meet."""
    place = LED.get(bond.act, PLACES[bond.act])
    if not part.moves and bond.act in KEPT:
        return
    begun = bond.since <= 0.0
    kept = [] if begun else [way for way in theirs.waypoints if way.frame < bond.since - 1.0][:1]
    ways = [_offset(way, direction, place) for way, direction in _directed(part.waypoints, actor.facing)
            if begun or way.frame >= bond.since - 1.0]
    if bond.act is Act.DRAG:
        part.waypoints = [msgspec.structs.replace(way, facing=direction + math.pi)
                          for way, direction in _directed(part.waypoints, actor.facing)]
    if kept and ways and ways[0].frame - kept[0].frame > 14.0:
        kept.append(msgspec.structs.replace(kept[0], frame=ways[0].frame - 12.0))
    theirs.waypoints = kept + ways if ways else theirs.waypoints
    other.x, other.y = _beside(actor, place, actor.facing)
    other.facing, other.going = actor.facing, actor.going


def _directed(ways: list[Waypoint], facing: float) -> list[tuple[Waypoint, float]]:
    """Waypoints, each with the direction of the travel that it ends or, where none does, begins."""
    moves = [math.atan2(after.y - before.y, after.x - before.x)
             if math.hypot(after.x - before.x, after.y - before.y) > 0.25 else None for before, after in pairwise(ways)]
    out = []
    for number, way in enumerate(ways):
        near = [move for move in (*reversed(moves[:number]), *moves[number:]) if move is not None]
        still = way.facing if way.facing is not None else facing
        out.append((way, near[0] if near else still))
    return out


def _offset(way: Waypoint, direction: float, place: Place) -> Waypoint:
    x = way.x + place.ahead * math.cos(direction) + place.right * math.sin(direction)
    y = way.y + place.ahead * math.sin(direction) - place.right * math.cos(direction)
    return msgspec.structs.replace(way, x=x, y=y)


def in_touch(one: Performance, other: Performance) -> bool:
    """Whether one of two people has the other in a contact, so that they may be close."""
    return any(moment.partner == whom.name for who, whom in ((one, other), (other, one)) for moment in who.moments)
