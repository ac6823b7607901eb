"""What each verb makes a body do: the handlers that turn a cue into travel and acts."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from throughline.film.blocking import Act, Prop
from throughline.film.setplan import SetPlan
from throughline.film.shot import Cue
from throughline.film.story import SetKind, Verb
from throughline.world import props as prop_shop
from throughline.world.staging.actor import RESTING, Actor, Part
from throughline.world.staging.marks import spot

WALK_SPEED, RUN_SPEED, GLIDE_SPEED = 1.35, 4.4, 2.2
RUN_MARK, WALK_MARK = 10.0, 4.0
ROOM_MARGIN = 1.0
STATE = 2
HANDLE = 24.0
START_STOP = 18.0


@dataclass
class Scene:
    """The scene while it is being staged: its set, its people, the direction it moves in."""

    plan: SetPlan
    actors: dict[str, Actor]
    things: dict[str, tuple[float, float, float]]
    rate: float
    props: dict[str, Prop] = field(default_factory=dict)
    heading: float = 0.0
    middle: tuple[float, float] = (0.0, 0.0)
    warnings: list[str] = field(default_factory=list)
    chasers: list[str] = field(default_factory=list)
    handled: dict[str, Prop] = field(default_factory=dict)
    lying: dict[str, Prop] = field(default_factory=dict)

    def people_middle(self) -> tuple[float, float]:
        """Where the people who are present are, on the whole; the heart of the set when there are none."""
        here = [actor for actor in self.actors.values() if actor.present and actor.look.kind == "person"]
        if not here:
            return self.middle
        return sum(actor.x for actor in here) / len(here), sum(actor.y for actor in here) / len(here)

    def point(self, name: str | None) -> tuple[float, float, float] | None:
        """The world point of a person's eyes, a vehicle, or a spot of the set that ``name`` means."""
        if name is None:
            return None
        actor = self.actors.get(name)
        if actor is not None and actor.present:
            return actor.x, actor.y, actor.eye_height
        if name in self.things:
            return self.things[name]
        found = spot(self.plan, name)
        return (found.x, found.y, max(found.z, 1.0)) if found else None


def _speed(scene: Scene, cue: Cue, actor: Actor, base: float) -> float:
    """Metres a second: those who go together go at the pace of the smallest."""
    factor = 1.1 if "fast" in cue.manner else 0.7 if "slowly" in cue.manner else 1.0
    heights = [scene.actors[name].look.height_m for name in cue.who if name in scene.actors] or [actor.look.height_m]
    return base * factor * math.sqrt(min(heights) / 1.72)


def _inside(scene: Scene, x: float, y: float) -> tuple[float, float]:
    x0, y0, x1, y1 = scene.plan.extent
    return (min(max(x, x0 + ROOM_MARGIN), x1 - ROOM_MARGIN), min(max(y, y0 + ROOM_MARGIN), y1 - ROOM_MARGIN))


def _stand_up(part: Part, actor: Actor, frame_in: float) -> float:
    """Rise first where the body rests; the frame from which it can go."""
    if actor.pose in RESTING:
        end = min(frame_in + 30.0, part.frames - 1.0)
        part.act(Act.RISE, frame_in, end)
        actor.pose, actor.prone, actor.level = Act.STAND, False, 0.0
        return end
    return frame_in


def _destination(scene: Scene, cue: Cue, actor: Actor, reach: float) -> tuple[float, float, bool]:
    """Where a cue takes ``actor``, and whether it is a named place that he arrives at."""
    goal = scene.point(cue.target)
    target = scene.actors.get(cue.target or "")
    if goal is not None and (target is None or target is not actor):
        gap = math.hypot(goal[0] - actor.x, goal[1] - actor.y)
        if cue.target and spot(scene.plan, cue.target) and "crosswalk" in cue.target.lower():
            across = -1.0 if actor.y > goal[1] else 1.0
            return goal[0] + 0.4, goal[1] + across * 5.5, True
        stop = 0.85 + 0.25 * (actor.look.height_m - 1.7) if target else 0.3
        if gap > stop + 0.3:
            share = (gap - stop) / gap
            return actor.x + (goal[0] - actor.x) * share, actor.y + (goal[1] - actor.y) * share, True
        return actor.x, actor.y, True
    heading = scene.heading
    if "left" in cue.manner:
        heading += math.pi / 2
    elif "right" in cue.manner:
        heading -= math.pi / 2
    elif "back" in cue.manner:
        heading += math.pi
    x, y = actor.x + reach * math.cos(heading), actor.y + reach * math.sin(heading)
    return x, y, False


def _travel(scene: Scene, part: Part, actor: Actor, cue: Cue, speed: float, mark: float) -> None:
    """Go: in the shot as far as its frames allow, and for the next shot to a mark that no duration changes."""
    begin = _stand_up(part, actor, cue.frame_in)
    seconds = max(0.4, (cue.frame_out - begin) / scene.rate)
    x, y, arrives = _destination(scene, cue, actor, speed * seconds)
    if arrives:
        gap = math.hypot(x - actor.x, y - actor.y)
        if gap > 0.3:
            needed = gap / speed * scene.rate + (START_STOP if speed > 2.0 else 6.0)
            available = max(6.0, cue.frame_out - begin)
            if needed > available * 1.5 and cue.target not in scene.actors:
                share = available / needed
                part.go(actor, actor.x + (x - actor.x) * share, actor.y + (y - actor.y) * share, begin, cue.frame_out)
                actor.x, actor.y, actor.going = x, y, None
                return
            if needed > available * 1.5:
                share = available * 1.5 / needed
                start = actor.x + (x - actor.x) * (1 - share), actor.y + (y - actor.y) * (1 - share)
                _shift_start(part, start)
                actor.x, actor.y = start
            part.go(actor, x, y, begin, min(begin + needed, cue.frame_out))
        actor.going = None
        return
    heading = math.atan2(y - actor.y, x - actor.x)
    _keep_room(scene, part, actor, (x, y))
    origin = actor.x, actor.y
    ahead = math.cos(heading), math.sin(heading)
    moving = actor.going is not None and cue.frame_in <= STATE and len(part.waypoints) == 1
    through = cue.frame_out >= part.frames - 3
    if moving:
        run_up(part, origin, heading, speed, scene.rate)
    far = speed * (seconds + (HANDLE / scene.rate if through else 0.0))
    x, y = origin[0] + far * ahead[0], origin[1] + far * ahead[1]
    part.go(actor, x, y, -HANDLE if moving else begin, cue.frame_out + (HANDLE if through else 0.0))
    actor.x, actor.y = _inside(scene, origin[0] + mark * ahead[0], origin[1] + mark * ahead[1])
    actor.facing, actor.going = heading, str(cue.verb)
    if not through:
        actor.x, actor.y, actor.going = x, y, None


def run_up(part: Part, place: tuple[float, float], heading: float, speed: float, rate: float) -> None:
    """Who is already on his way when the shot begins comes from behind ``place``, at full speed."""
    back = speed * HANDLE / rate
    first = part.waypoints[0]
    part.waypoints[0] = type(first)(frame=-HANDLE, x=place[0] - back * math.cos(heading),
                                    y=place[1] - back * math.sin(heading), facing=heading)


def _shift_start(part: Part, place: tuple[float, float], facing: float | None = None) -> None:
    first = part.waypoints[-1]
    part.waypoints[-1] = type(first)(frame=first.frame, x=place[0], y=place[1],
                                     facing=first.facing if facing is None else facing)


def _keep_room(scene: Scene, part: Part, actor: Actor, goal: tuple[float, float]) -> None:
    """Begin further back where the set would end before the run does."""
    x, y = _inside(scene, *goal)
    back = (goal[0] - x, goal[1] - y)
    if math.hypot(*back) > 0.05:
        actor.x, actor.y = actor.x - back[0], actor.y - back[1]
        _shift_start(part, (actor.x, actor.y))


def run(scene: Scene, part: Part, actor: Actor, cue: Cue) -> None:
    _travel(scene, part, actor, cue, _speed(scene, cue, actor, RUN_SPEED), RUN_MARK)


def walk(scene: Scene, part: Part, actor: Actor, cue: Cue) -> None:
    _travel(scene, part, actor, cue, _speed(scene, cue, actor, WALK_SPEED), WALK_MARK)


def glide(scene: Scene, part: Part, actor: Actor, cue: Cue) -> None:
    _travel(scene, part, actor, cue, _speed(scene, cue, actor, GLIDE_SPEED), WALK_MARK)
    part.act(Act.GLIDE, cue.frame_in, cue.frame_out)


def stop(scene: Scene, part: Part, actor: Actor, cue: Cue) -> None:
    if actor.going and len(part.waypoints) == 1:
        running = actor.going in (Verb.RUN, Verb.FLEE, Verb.PURSUE)
        slow, speed = (2.6, RUN_SPEED) if running else (0.6, WALK_SPEED)
        ahead = math.cos(actor.facing), math.sin(actor.facing)
        run_up(part, (actor.x - slow * ahead[0], actor.y - slow * ahead[1]), actor.facing, speed, scene.rate)
        part.go(actor, actor.x, actor.y, -HANDLE, 26.0 if running else 14.0)
    actor.going = None


def turn(scene: Scene, part: Part, actor: Actor, cue: Cue) -> None:
    stop(scene, part, actor, cue)
    goal = scene.point(cue.target)
    if goal is None and actor.look.kind != "person":
        prey = [other for other in scene.actors.values() if other.present and other.look.kind == "person"]
        if prey:
            nearest = min(prey, key=lambda other: (actor.distance(other), other.name))
            part.act(Act.LOOK, cue.frame_in, part.frames, at=(nearest.x, nearest.y, nearest.eye_height))
            return
    if goal is not None and math.hypot(goal[0] - actor.x, goal[1] - actor.y) > 0.2:
        facing = actor.towards(goal[0], goal[1])
    else:
        facing = actor.facing + (math.pi if "back" in cue.manner or "behind" in cue.manner or not cue.target
                                 else math.pi * 0.6)
    if actor.pose is Act.STAND:
        part.turn(actor, facing, cue.frame_in, cue.frame_in + 18.0)
    if goal is not None:
        part.act(Act.LOOK, cue.frame_in, part.frames, at=goal)


def look(scene: Scene, part: Part, actor: Actor, cue: Cue) -> None:
    if actor.pose is Act.LIE:
        return
    goal = scene.point(cue.target)
    reach = 6.0
    if goal is None:
        turn_by = next((angle for word, angle in (("back", math.pi * 0.8), ("behind", math.pi * 0.8),
                                                  ("left", 1.2), ("right", -1.2)) if word in cue.manner), None)
        if turn_by is None and "around" in cue.manner:
            third = (cue.frame_out - cue.frame_in) / 3
            for number, angle in enumerate((1.0, -0.9, 0.3)):
                at = _ahead(actor, actor.facing + angle, reach)
                part.act(Act.LOOK, cue.frame_in + number * third, cue.frame_in + (number + 1) * third, at=at)
            return
        height = 4.5 if "up" in cue.manner else -3.5 if "down" in cue.manner else 0.0
        ahead = _ahead(actor, actor.facing + (turn_by or 0.0), reach)
        goal = (ahead[0], ahead[1], ahead[2] + height)
    elif actor.pose is Act.STAND and not part.moves and actor.going is None:
        facing = actor.towards(goal[0], goal[1])
        if abs(math.remainder(facing - actor.facing, 2 * math.pi)) > 1.2:
            part.turn(actor, facing, cue.frame_in, cue.frame_in + 16.0)
    part.act(Act.LOOK, cue.frame_in, max(cue.frame_out, cue.frame_in + 12.0), at=goal)


def _ahead(actor: Actor, facing: float, reach: float) -> tuple[float, float, float]:
    return actor.x + reach * math.cos(facing), actor.y + reach * math.sin(facing), actor.eye_height


def rest(scene: Scene, part: Part, actor: Actor, cue: Cue) -> None:
    pose = {Verb.SIT: Act.SIT, Verb.LIE: Act.LIE, Verb.CROUCH: Act.CROUCH, Verb.KNEEL: Act.KNEEL,
            Verb.DRIVE: Act.DRIVE}[Verb(cue.verb)]
    if actor.pose is pose or actor.pose is Act.DRIVE or (in_car(scene) and pose is not Act.SIT):
        return
    if cue.frame_in <= STATE and len(part.waypoints) == 1:
        part.start.pose = actor.pose = pose
        part.start.prone = actor.prone = False
        return
    seat = spot(scene.plan, cue.target) if cue.target else None
    if seat and seat.z > 0.2 and math.hypot(seat.x - actor.x, seat.y - actor.y) < 8.0:
        part.go(actor, seat.x, seat.y, cue.frame_in, cue.frame_in + 20.0, facing=seat.facing)
        actor.level = seat.z
    part.act(pose, max(cue.frame_in, part.waypoints[-1].frame), part.frames, at=(actor.x, actor.y, actor.level))
    actor.pose, actor.going, actor.prone = pose, None, False


def in_car(scene: Scene) -> bool:
    return scene.plan.ref.kind is SetKind.CAR


def stand(scene: Scene, part: Part, actor: Actor, cue: Cue) -> None:
    """Standing as a state: who lies or sits when the shot begins is already up."""
    if cue.frame_in <= STATE and actor.pose in RESTING and not in_car(scene) and len(part.waypoints) == 1:
        part.start.pose = actor.pose = Act.STAND
        part.start.level = actor.level = 0.0
        part.start.prone = actor.prone = False
    elif cue.frame_in > STATE:
        rise(scene, part, actor, cue)


def rise(scene: Scene, part: Part, actor: Actor, cue: Cue) -> None:
    if actor.pose in RESTING and not in_car(scene):
        part.act(Act.RISE, cue.frame_in, max(cue.frame_out, cue.frame_in + 24.0))
        actor.pose, actor.level, actor.prone = Act.STAND, 0.0, False


def wake(scene: Scene, part: Part, actor: Actor, cue: Cue) -> None:
    if actor.pose is Act.LIE:
        up = (actor.x + 0.4, actor.y, 3.0)
        part.act(Act.LOOK, cue.frame_in + 8.0, cue.frame_out, at=up)


def fall(scene: Scene, part: Part, actor: Actor, cue: Cue) -> None:
    running = actor.going in (Verb.RUN, Verb.FLEE, Verb.PURSUE) or part.moves
    length = 30.0
    begin = min(cue.frame_in, max(0.0, part.frames - length - 4.0))
    if running and len(part.waypoints) == 1:
        approach = max(begin, 10.0) / scene.rate * RUN_SPEED
        ahead = math.cos(actor.facing), math.sin(actor.facing)
        run_up(part, (actor.x - approach * ahead[0], actor.y - approach * ahead[1]), actor.facing, RUN_SPEED,
               scene.rate)
        part.go(actor, actor.x, actor.y, -HANDLE, max(begin, 10.0), facing=actor.facing)
    slide = 1.3 if running else 0.45
    x, y = actor.x + slide * math.cos(actor.facing), actor.y + slide * math.sin(actor.facing)
    part.go(actor, x, y, begin, begin + length * 0.7, facing=actor.facing)
    part.act(Act.FALL, begin, begin + length, strength=-1.0 if "back" in cue.manner else 1.0)
    actor.pose, actor.prone, actor.level, actor.going = Act.LIE, "back" not in cue.manner, 0.0, None


def stumble(scene: Scene, part: Part, actor: Actor, cue: Cue) -> None:
    if len(part.waypoints) == 1 and actor.going:
        run(scene, part, actor, cue)
    part.act(Act.STUMBLE, cue.frame_in, cue.frame_in + 18.0)


def gesture(act: Act) -> Callable[[Scene, Part, Actor, Cue], None]:
    def handler(scene: Scene, part: Part, actor: Actor, cue: Cue) -> None:
        goal = scene.point(cue.target)
        if goal is None:
            goal = _ahead(actor, actor.facing, 0.55 if act in (Act.REACH, Act.STRIKE) else 5.0)
        elif actor.pose is Act.STAND and not part.moves and actor.going is None:
            facing = actor.towards(goal[0], goal[1])
            if abs(math.remainder(facing - actor.facing, 2 * math.pi)) > 0.9:
                part.turn(actor, facing, cue.frame_in, cue.frame_in + 14.0)
        part.act(act, cue.frame_in, max(cue.frame_out, cue.frame_in + 16.0), at=goal)
        part.act(Act.LOOK, cue.frame_in, max(cue.frame_out, cue.frame_in + 16.0), at=goal)
    return handler


def hold(scene: Scene, part: Part, actor: Actor, cue: Cue) -> None:
    part.act(Act.HOLD, cue.frame_in, part.frames)
    if cue.verb == Verb.READ:
        reach = 0.3
        at = (actor.x + reach * math.cos(actor.facing), actor.y + reach * math.sin(actor.facing),
              actor.eye_height - 0.42)
        part.act(Act.LOOK, cue.frame_in, part.frames, at=at)
    if cue.target and cue.target not in scene.actors and (actor.holding is None or prop_shop.match(cue.target)):
        actor.holding = cue.target  # what has no form of its own, a screen, is read off what is already held


def come(scene: Scene, part: Part, actor: Actor, cue: Cue) -> None:
    """Enter or appear: from the set's entrance indoors, from behind the others outdoors."""
    actor.present = True
    others = [other for other in scene.actors.values() if other.present and other is not actor]
    door = spot(scene.plan, "entrance", "door") if scene.plan.ref.indoors else None
    if door:
        actor.x, actor.y, actor.facing = door.x, door.y, door.facing
    elif cue.verb == Verb.ENTER or not others:
        actor.x, actor.y = _inside(scene, scene.middle[0] - 7.0, scene.middle[1] + 1.0)
        actor.facing = scene.heading
    _shift_start(part, (actor.x, actor.y), facing=actor.facing)
    if cue.verb == Verb.APPEAR:
        return
    walk(scene, part, actor, cue)


def vanish(scene: Scene, part: Part, actor: Actor, cue: Cue) -> None:
    if cue.verb == Verb.EXIT:
        way = spot(scene.plan, "exit", "door") if scene.plan.ref.indoors else None
        if way:
            part.go(actor, way.x, way.y, cue.frame_in, max(cue.frame_out, cue.frame_in + 24.0))
        else:
            walk(scene, part, actor, cue)
    actor.present = False


def nothing(scene: Scene, part: Part, actor: Actor, cue: Cue) -> None:
    """A state that needs no act: standing, being, talking (speech is staged from the spoken lines)."""


HANDLERS: dict[Verb, Callable[[Scene, Part, Actor, Cue], None]] = {
    Verb.STAND: stand, Verb.WALK: walk, Verb.RUN: run, Verb.ENTER: come, Verb.EXIT: vanish, Verb.APPROACH: walk,
    Verb.FLEE: run, Verb.PURSUE: run, Verb.GLIDE: glide, Verb.STOP: stop, Verb.TURN: turn, Verb.LOOK: look,
    Verb.SIT: rest, Verb.LIE: rest, Verb.RISE: rise, Verb.WAKE: wake, Verb.CROUCH: rest, Verb.KNEEL: rest,
    Verb.FALL: fall, Verb.STUMBLE: stumble, Verb.JUMP: gesture(Act.JUMP), Verb.POINT: gesture(Act.POINT),
    Verb.REACH: gesture(Act.REACH), Verb.HOLD: hold, Verb.EMBRACE: gesture(Act.EMBRACE),
    Verb.STRIKE: gesture(Act.STRIKE), Verb.CARRY: hold, Verb.TALK: nothing, Verb.SHOUT: nothing,
    Verb.WRITE: gesture(Act.WRITE), Verb.READ: hold, Verb.DRIVE: rest, Verb.CRASH: nothing, Verb.EXPLODE: nothing,
    Verb.BURN: nothing, Verb.COLLAPSE: fall, Verb.APPEAR: come, Verb.VANISH: vanish, Verb.BE: nothing,
}
