"""Vehicles in a scene: which lane, how fast, who rams whom, where it ends."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from throughline.film.blocking import Vehicle, Waypoint
from throughline.film.setplan import Lane, SetPlan
from throughline.film.shot import Cue, Shot
from throughline.film.story import Verb

CHASE_SPEED, CRUISE_SPEED = 17.0, 9.0
GAP = 9.5
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
    """A vehicle's state between two shots."""

    name: str
    x: float
    y: float
    facing: float
    crashed: bool = False
    burning: bool = False
    present: bool = True

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


def _ram(hitter: Car, hit: Car, cue: Cue, frames: int, rate: float, struck: float | None) -> dict[str, Vehicle]:
    """``hitter`` closes in, strikes ``hit`` from behind (at the frame ``struck``, else amid the cue), both slew."""
    strike = struck if struck is not None else float(round(cue.frame_in + 0.45 * (cue.frame_out - cue.frame_in)))
    speed = CHASE_SPEED
    before, after = speed * strike / rate, speed * (frames - strike) / rate
    x, y = hit.x, hit.y
    vehicles = {}
    hit_path = (Waypoint(frame=0.0, x=x - before, y=y, facing=0.0), Waypoint(frame=strike, x=x, y=y, facing=0.0),
                Waypoint(frame=float(frames), x=x + after * 1.12, y=y - 0.9, facing=-0.09))
    behind = 4.75
    hit_from = (Waypoint(frame=0.0, x=x - before * 1.22 - behind, y=y, facing=0.0),
                Waypoint(frame=strike, x=x - behind, y=y, facing=0.0),
                Waypoint(frame=float(frames), x=x - behind + after * 0.82, y=y + 0.3, facing=0.04))
    vehicles[hit.name] = hit.vehicle(hit_path)
    vehicles[hitter.name] = hitter.vehicle(hit_from)
    return vehicles


def _struck(shot: Shot) -> float | None:
    """The frame at which the shot's own crash effect goes off, so that metal and picture agree."""
    return next((float(max(10, effect.frame)) for effect in shot.effects if effect.kind == "crash"), None)


def _crash(car: Car, plan: SetPlan, cue: Cue, frames: int, rate: float, struck: float | None) -> Vehicle:
    """Leave the lane, strike what stands at the kerb, stop there."""
    x, y = impact(plan)
    hit = struck if struck is not None else float(round(min(cue.frame_in + 0.4 * (cue.frame_out - cue.frame_in),
                                                            frames - 20.0)))
    hit = max(10.0, hit)
    speed = CHASE_SPEED * 0.85
    run = speed * hit / rate
    veer = min(run * 0.6, 9.0)
    turn = math.atan2(y - car.y, veer)
    path = (Waypoint(frame=0.0, x=x - run, y=car.y, facing=0.0),
            Waypoint(frame=hit * (1 - veer / run), x=x - veer, y=car.y, facing=turn * 0.4),
            Waypoint(frame=hit, x=x, y=y, facing=turn),
            Waypoint(frame=hit + 7.0, x=x - 0.35, y=y - 0.05, facing=turn * 1.5),
            Waypoint(frame=float(frames + 8), x=x - 0.35, y=y - 0.05, facing=turn * 1.5))
    vehicle = car.vehicle(path, crash_frame=hit)
    car.x, car.y, car.facing, car.crashed = x - 0.35, y - 0.05, turn * 1.5, True
    return vehicle


def stage_traffic(plan: SetPlan, cars: dict[str, Car], shot: Shot, rate: float) -> tuple[Vehicle, ...]:
    """Every vehicle's part in a shot; the state in ``cars`` goes on to the next one."""
    staged: dict[str, Vehicle] = {}
    for cue in shot.cues:
        drivers = [cars[name] for name in cue.who if name in cars]
        struck = cars.get(cue.target or "")
        for car in drivers:
            if cue.verb in (Verb.CRASH, Verb.STRIKE) and struck is not None and struck is not car:
                staged.update(_ram(car, struck, cue, shot.frames, rate, _struck(shot)))
            elif cue.verb == Verb.CRASH and not car.crashed:
                staged[car.name] = _crash(car, plan, cue, shot.frames, rate, _struck(shot))
            elif cue.verb in MOVING and not car.crashed and car.name not in staged:
                _drive(cars, car, cue, shot, rate, staged)
    for effect in shot.effects:
        burst = cars.get(effect.at or "")
        if burst is not None and "explosion" in effect.kind:
            staged[burst.name] = _standing(burst, shot.frames)
            burst.crashed = burst.burning = True
    if staged and not any(car.crashed for car in cars.values()):
        _escort(cars, shot, rate, staged)
    for name, car in cars.items():
        if name not in staged and car.crashed:
            staged[name] = _standing(car, shot.frames)
    return tuple(staged[name] for name in cars if name in staged)


def _standing(car: Car, frames: int) -> Vehicle:
    return car.vehicle((Waypoint(frame=0.0, x=car.x, y=car.y, facing=car.facing),))


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
