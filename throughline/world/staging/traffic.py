"""Vehicles in a scene: which lane, how fast, who rams whom, where it ends."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from msgspec import structs

from throughline.effects.vehicles.crash import collided
from throughline.film.blocking import Vehicle, Waypoint
from throughline.film.setplan import Box, Lane, SetPlan
from throughline.film.shot import Cue, Shot
from throughline.film.story import Verb
from throughline.motion.ground import of_set
from throughline.world import vehicles

CHASE_SPEED, CRUISE_SPEED = 17.0, 9.0
GAP = 9.5
RAMS, VEERS_M_S2, VEERED_S = 1.22, 8.0, 0.95
OFF_CENTRE, POST_REACH_M, LONG_AFTER = 0.32, 5.0, 48
MOVING = {Verb.DRIVE, Verb.PURSUE, Verb.FLEE, Verb.RUN, Verb.APPROACH, Verb.ENTER, Verb.EXIT, Verb.WALK, Verb.GLIDE}
KINDS = (("suv", "suv"), ("taxi", "taxi"), ("cab", "taxi"), ("bus", "bus"), ("truck", "truck"), ("lorry", "truck"),
         ("police", "police"), ("patrol", "police"), ("van", "van"), ("ambulance", "van"), ("motorcycle", "motorcycle"),
         ("motorbike", "motorcycle"), ("택시", "taxi"), ("버스", "bus"), ("트럭", "truck"), ("순찰차", "police"),
         ("경찰차", "police"), ("오토바이", "motorcycle"), ("승합차", "van"), ("구급차", "van"))
COLOURS = (("white", "#d9dadb"), ("black", "#121316"), ("red", "#8f1d1c"), ("blue", "#21406e"), ("silver", "#8f9499"),
           ("grey", "#55585c"), ("gray", "#55585c"), ("yellow", "#c99a1f"), ("green", "#27533a"), ("하얀", "#d9dadb"),
           ("흰", "#d9dadb"), ("검은", "#121316"), ("빨간", "#8f1d1c"), ("파란", "#21406e"), ("은색", "#8f9499"),
           ("노란", "#c99a1f"), ("회색", "#55585c"))


def vehicle_kind(name: str) -> str:
    lowered = name.lower()
    return next((kind for word, kind in KINDS if word in lowered), "sedan")


def vehicle_colour(name: str) -> str:
    lowered = name.lower()
    return next((colour for word, colour in COLOURS if word in lowered), "#6d7278")


@dataclass
class Car:
    """A vehicle's state between two shots. ``past`` is the path, in frames before the next one, on which it was
    ``struck``, so that it stays dented as it was."""

    name: str
    x: float
    y: float
    facing: float
    crashed: bool = False
    burning: bool = False
    present: bool = True
    z: float = 0.0
    past: tuple[Waypoint, ...] = ()
    struck: float | None = None

    def vehicle(self, path: tuple[Waypoint, ...], crash_frame: float | None = None) -> Vehicle:
        crash = -1.0 if self.crashed and crash_frame is None else crash_frame
        return Vehicle(name=self.name, kind=vehicle_kind(self.name), colour=vehicle_colour(self.name), path=path,
                       crash_frame=crash, burning=self.burning, lights=not self.burning)


def _lane(plan: SetPlan) -> Lane:
    if plan.lanes:
        forward = [lane for lane in plan.lanes if lane.x1 > lane.x0] or list(plan.lanes)
        return min(forward, key=lambda lane: abs(lane.y0))
    x0, y0, x1, y1 = plan.extent
    middle = (y0 + y1) / 2
    return Lane(x0=x0, y0=middle, x1=x1, y1=middle)


def impact(plan: SetPlan) -> tuple[float, float]:
    """Where a car that leaves the road ends: at the kerb by the crosswalk."""
    cross = next((spot for spot in plan.spots if spot.name == "crosswalk"), None)
    lane = _lane(plan)
    kerb = min((spot for spot in plan.spots if spot.name in ("curb", "kerb")),
               key=lambda spot: abs(spot.x - (cross.x if cross else 0.0)), default=None)
    x = cross.x if cross else (kerb.x if kerb else 6.0)
    side = math.copysign(1.0, kerb.y if kerb else (lane.y0 or -1.0))
    y = kerb.y - side * 0.4 if kerb else lane.y0 + side * 3.0
    return x - 2.0, y


def place_cars(plan: SetPlan, names: Sequence[str], earlier: Mapping[str, Car]) -> dict[str, Car]:
    """The scene's vehicles: those already wrecked stay so; the others in one lane, the pursued ahead."""
    lane = _lane(plan)
    cars = {}
    for number, name in enumerate(names):
        before = earlier.get(name)
        car = Car(name, x=-GAP * number, y=lane.y0, facing=0.0 if lane.x1 >= lane.x0 else math.pi)
        if before is not None and before.crashed:
            car = Car(name, before.x, before.y, before.facing, crashed=True, burning=before.burning)
        cars[name] = car
    return cars


def _rolling(car: Car, centre: float, speed: float, frames: int, rate: float) -> tuple[Waypoint, ...]:
    """A drive at constant speed that is at ``centre`` in the middle of the shot."""
    half = speed * frames / rate / 2
    way = math.cos(car.facing)
    return (Waypoint(frame=0.0, x=centre - way * half, y=car.y, facing=car.facing),
            Waypoint(frame=float(frames), x=centre + way * half, y=car.y, facing=car.facing))


def _ram(hitter: Car, hit: Car, plan: SetPlan, cue: Cue, shot: Shot, rate: float,
         struck: float | None) -> dict[str, Vehicle]:
    """``hitter`` closes in and strikes the corner of ``hit`` from behind (at the frame ``struck``, else amid the cue):
    it is knocked off its way, brakes and slews; the other keeps on."""
    strike = struck if struck is not None else float(round(cue.frame_in + 0.45 * (cue.frame_out - cue.frame_in)))
    speed, way = CHASE_SPEED, math.cos(hit.facing)
    kinds = [vehicle_kind(car.name) for car in (hitter, hit)]
    apart = 0.5 * sum(vehicles.size(kind)[0] for kind in kinds)
    side = 0.40 * vehicles.size(kinds[1])[1] * way
    ahead = (Waypoint(frame=0.0, x=hit.x - way * speed * strike / rate, y=hit.y, facing=hit.facing),
             Waypoint(frame=strike, x=hit.x, y=hit.y, facing=hit.facing))
    close = hit.x - way * apart
    behind = (Waypoint(frame=0.0, x=close - way * RAMS * speed * strike / rate, y=hit.y + side, facing=hit.facing),
              Waypoint(frame=strike, x=close, y=hit.y + side, facing=hit.facing))
    pair = collided((hit.vehicle(ahead), hitter.vehicle(behind)), strike, shot.frames, Fraction(rate).limit_denominator(
        1001), ground=of_set(plan), driven=(hitter.name,))
    hitter.x, hitter.y, hitter.facing = close, hit.y + side, hit.facing
    return {vehicle.name: vehicle for vehicle in pair}


def _struck(shot: Shot) -> float | None:
    """The frame at which the shot's own crash effect goes off, so that metal and picture agree."""
    return next((float(max(10, effect.frame)) for effect in shot.effects if effect.kind == "crash"), None)


def _crash(car: Car, plan: SetPlan, cue: Cue, frames: int, rate: float, struck: float | None) -> Vehicle:
    """Leave the lane in a bend that tyres just hold, strike what stands at the kerb, slide to rest there."""
    x, y = impact(plan)
    hit = struck if struck is not None else float(round(min(cue.frame_in + 0.4 * (cue.frame_out - cue.frame_in),
                                                            frames - 20.0)))
    hit = max(10.0, hit)
    speed, side, way = CHASE_SPEED * 0.85, math.copysign(1.0, y - car.y), math.cos(car.facing)
    bend = side * way * VEERS_M_S2 / speed
    post = _post(plan, x, y)
    half = 0.5 * vehicles.size(vehicle_kind(car.name))[0]
    turn = car.facing + bend * min(VEERED_S, hit / rate + 0.35)
    if post is not None:
        px, py = (post.x0 + post.x1) / 2, (post.y0 + post.y1) / 2
        off = OFF_CENTRE * side
        x = px - (half + 0.1) * math.cos(turn) + off * math.sin(turn)
        y = py - (half + 0.1) * math.sin(turn) - off * math.cos(turn)
    path, land = [], of_set(plan)
    for frame in sorted({*(n * hit / 6 for n in range(7))}, reverse=True):
        path.append(Waypoint(frame=frame, x=x, y=y, z=float(land.level(np.array(x), np.array(y))), facing=turn))
        ahead = hit / 6 / rate
        middle = turn - 0.5 * bend * ahead
        x, y, turn = x - speed * ahead * math.cos(middle), y - speed * ahead * math.sin(middle), turn - bend * ahead
    went = car.vehicle(tuple(reversed(path)))
    fast = tuple(box for box in plan.obstacles if box.height > 0.4) or ()
    if post is None:
        fast = (*fast, _kerbside(path[0], half))
    fps = Fraction(rate).limit_denominator(1001)
    vehicle = collided((went,), hit, frames + LONG_AFTER, fps, _near(fast, path[0]), land)[0]
    last = vehicle.path[-1]
    car.x, car.y, car.facing, car.crashed = last.x, last.y, float(last.facing or 0.0), True
    car.z = last.z
    car.past = tuple(structs.replace(way, frame=way.frame - last.frame - 1.0) for way in vehicle.path)
    car.struck = hit - last.frame - 1.0
    return vehicle


def _post(plan: SetPlan, x: float, y: float) -> Box | None:
    """The nearest post within reach of a place."""
    posts = [box for box in plan.obstacles if max(box.x1 - box.x0, box.y1 - box.y0) < 0.8 and box.height > 2.0]
    near = min(posts, key=lambda box: math.hypot((box.x0 + box.x1) / 2 - x, (box.y0 + box.y1) / 2 - y), default=None)
    if near is None or math.hypot((near.x0 + near.x1) / 2 - x, (near.y0 + near.y1) / 2 - y) > POST_REACH_M:
        return None
    return near


def _kerbside(end: Waypoint, half: float) -> Box:
    """Where no post is known: what the script says is struck stands at the end of the way."""
    turn = end.facing or 0.0
    x = end.x + (half + 0.12) * math.cos(turn) - OFF_CENTRE * math.sin(turn)
    y = end.y + (half + 0.12) * math.sin(turn) + OFF_CENTRE * math.cos(turn)
    return Box(x0=x - 0.1, y0=y - 0.1, x1=x + 0.1, y1=y + 0.1, height=4.0, name="post")


def _near(boxes: Sequence[Box], end: Waypoint) -> tuple[Box, ...]:
    """Those within 20 m of a place."""
    return tuple(box for box in boxes if box.x0 - 20 < end.x < box.x1 + 20 and box.y0 - 20 < end.y < box.y1 + 20)


def stage_traffic(plan: SetPlan, cars: dict[str, Car], shot: Shot, rate: float) -> tuple[Vehicle, ...]:
    """Every vehicle's part in a shot; the state in ``cars`` goes on to the next one."""
    staged: dict[str, Vehicle] = {}
    for cue in shot.cues:
        drivers = [cars[name] for name in cue.who if name in cars]
        struck = cars.get(cue.target or "")
        for car in drivers:
            if cue.verb in (Verb.CRASH, Verb.STRIKE) and struck is not None and struck is not car:
                staged.update(_ram(car, struck, plan, cue, shot, rate, _struck(shot)))
            elif cue.verb == Verb.CRASH and not car.crashed:
                staged[car.name] = _crash(car, plan, cue, shot.frames, rate, _struck(shot))
            elif cue.verb in MOVING and not car.crashed and car.name not in staged:
                _drive(cars, car, cue, shot, rate, staged)
    for effect in shot.effects:
        burst = cars.get(effect.at or "")
        if burst is not None and "explosion" in effect.kind:
            staged[burst.name] = _standing(burst, shot.frames)
            burst.crashed = burst.burning = True
        elif burst is not None and effect.kind == "fire":
            staged.setdefault(burst.name, _standing(burst, shot.frames))
            burst.crashed = burst.burning = True
        elif burst is not None and effect.kind == "burning_car":
            burst.crashed = burst.burning = True
    if staged and not any(car.crashed for car in cars.values()):
        _escort(cars, shot, rate, staged)
    for name, car in cars.items():
        if name not in staged and car.crashed:
            staged[name] = _standing(car, shot.frames)
    return tuple(staged[name] for name in cars if name in staged)


def _standing(car: Car, frames: int) -> Vehicle:
    here = (Waypoint(frame=0.0, x=car.x, y=car.y, z=car.z, facing=car.facing),)
    return car.vehicle((*car.past, *here), car.struck) if car.past else car.vehicle(here)


def _drive(cars: dict[str, Car], car: Car, cue: Cue, shot: Shot, rate: float, staged: dict[str, Vehicle]) -> None:
    chase = "fast" in cue.manner or any(other.verb in (Verb.PURSUE, Verb.FLEE) for other in shot.cues) or len(cars) > 1
    speed = CHASE_SPEED if chase else CRUISE_SPEED
    centre = 0.0
    if cue.verb == Verb.PURSUE and cue.target in cars:
        centre = -GAP
    staged[car.name] = car.vehicle(_rolling(car, centre, speed, shot.frames, rate))


def _escort(cars: dict[str, Car], shot: Shot, rate: float, staged: dict[str, Vehicle]) -> None:
    """In a chase the other cars are there too, at their distance, in every shot that one of them drives in."""
    lead = next(iter(staged.values()))
    first = [name for name in cars].index(lead.name)
    for number, (name, car) in enumerate(cars.items()):
        if name in staged or not car.present:
            continue
        offset = -GAP * (number - first)
        path = tuple(Waypoint(frame=way.frame, x=way.x + offset, y=way.y, facing=way.facing) for way in lead.path)
        staged[name] = car.vehicle(path)
