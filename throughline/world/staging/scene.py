"""A scene staged shot by shot: one state of the world goes through it, and every shot gets its blocking."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import msgspec

from throughline.film.blocking import Act, Blocking, Look, Performance, PlacedEffect, Prop, Waypoint
from throughline.film.setplan import SetPlan
from throughline.film.shot import Cue, EffectCue, Shot, Size
from throughline.film.story import SceneReading, SetKind, Verb
from throughline.world import props as prop_shop
from throughline.world.staging.actor import Actor, Part, begin_part, seed_of
from throughline.world.staging.contacts import in_touch, stage_contact, together
from throughline.world.staging.cuts import continuous
from throughline.world.staging.framing import frame_shot
from throughline.world.staging.ground import grounded, height_at
from throughline.world.staging.marks import falling, heart, place_cast, spot
from throughline.world.staging.moves import HANDLERS, Scene
from throughline.world.staging.traffic import Car, place_cars, stage_traffic

CHASE_GAP, CHIMNEY_M = 7.0, 1.2
AIR = frozenset({"mist", "fog", "ghost_mist"})
CLEAR_OF_PEOPLE = (("collapse", 32.0), ("explosion", 12.0), ("crash", 6.0), ("fire", 5.0), ("smoke", 5.0),
                   ("dust", 4.0))
HANDS = {Act.REACH, Act.POINT, Act.EMBRACE, Act.STRIKE, Act.COVER, Act.FALL}
SPEECH = (Verb.TALK, Verb.SHOUT)


@dataclass
class Aftermath:
    """What earlier scenes left behind: cars where they were destroyed, features of the sets that fell."""

    cars: dict[str, Car] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)


ON_FOOT = {Verb.RUN, Verb.FLEE, Verb.WALK, Verb.PURSUE, Verb.GLIDE, Verb.APPROACH}


def stage_scene(reading: SceneReading, shots: Sequence[Shot], plan: SetPlan, looks: Mapping[str, Look],
                groups: Mapping[str, tuple[str, ...]], vehicles: Sequence[str], rate: Fraction,
                aftermath: Aftermath, aspect: float = 2.39) -> tuple[Blocking, ...]:
    """The blocking of every shot of a scene, in order, with cameras that keep continuity from cut to cut.

    ``looks`` holds everybody who can be seen, group members included; ``groups`` maps a group's name to its
    members; ``aftermath`` carries what stays destroyed from scene to scene and is added to; ``aspect`` is the
    picture's width over its height.
    """
    shots = [_expand(shot, groups) for shot in shots]
    cues = [cue for shot in shots for cue in shot.cues]
    seen = _in_scene(reading, shots, looks, groups)
    actors = place_cast(plan, [looks[name] for name in seen], cues, (reading.heading.place, reading.synopsis),
                        reading.scene)
    scene = Scene(plan=plan, actors={actor.name: actor for actor in actors}, things={}, rate=float(rate),
                  middle=heart(plan, reading.heading.place))
    scene.middle = scene.people_middle()
    _send_behind(scene, [actor for actor in actors if not actor.present])
    _already_moving(scene, cues)
    cars = place_cars(plan, _cars_in(reading, shots, vehicles), aftermath.cars)
    side = -1
    staged = []
    for shot in shots:
        staged.append(_stage_shot(scene, cars, shot, side, tuple(aftermath.gone)))
        aftermath.gone.extend(feature for cue in shot.effects if cue.kind == "collapse"
                              for feature in falling(plan.ref.features, cue.at, cue.words)
                              if feature not in aftermath.gone)
    aftermath.cars.update({name: car for name, car in cars.items() if car.crashed})
    return continuous(staged, plan, aspect, float(rate))


def _expand(shot: Shot, groups: Mapping[str, tuple[str, ...]]) -> Shot:
    """The shot with every group's name replaced by its members'."""
    def names(given: Sequence[str]) -> tuple[str, ...]:
        found: list[str] = []
        for name in given:
            found.extend(member for member in groups.get(name, (name,)) if member not in found)
        return tuple(found)
    cues = tuple(msgspec.structs.replace(cue, who=names(cue.who), target=groups.get(cue.target or "", (cue.target,))[0])
                 for cue in shot.cues)
    return msgspec.structs.replace(shot, subjects=names(shot.subjects), cues=cues)


def _in_scene(reading: SceneReading, shots: Sequence[Shot], looks: Mapping[str, Look],
              groups: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Everybody who is seen in the scene, in the order in which the script brings them."""
    named: list[str] = []
    for role in reading.roles:
        if role.presence != "heard":
            named.extend(groups.get(role.name, (role.name,)))
    for shot in shots:
        named.extend(name for cue in shot.cues for name in cue.who)
    return [name for name in dict.fromkeys(named) if name in looks][:24]


def _cars_in(reading: SceneReading, shots: Sequence[Shot], vehicles: Sequence[str]) -> list[str]:
    if reading.set_kind is SetKind.CAR:
        return []
    named = [name for shot in shots for cue in shot.cues for name in (*cue.who, cue.target)] + \
            [effect.at for shot in shots for effect in shot.effects]
    return [name for name in vehicles if name in named]


def _send_behind(scene: Scene, comers: Sequence[Actor]) -> None:
    """Those who come later wait behind the others, spread across the way, the tallest in the middle."""
    ordered = sorted(comers, key=lambda actor: (actor.look.height_m, actor.name))
    for number, actor in enumerate(ordered):
        across = (number - (len(ordered) - 1) / 2) * 2.6
        actor.x, actor.y = scene.middle[0] - 15.0 + 1.5 * (number % 2), scene.middle[1] + across
        actor.facing = scene.heading


def _already_moving(scene: Scene, cues: Sequence[Cue]) -> None:
    """Where a scene opens on people who run, pursuers are behind them and all face the way they go."""
    first = {name: cue for cue in reversed(cues) for name in cue.who if cue.verb not in SPEECH}
    scene.chasers = [name for name, actor in scene.actors.items() if actor.look.kind != "person" and any(
        cue.verb == Verb.PURSUE and name in cue.who for cue in cues)]
    runners = [name for name, cue in first.items() if cue.verb in (Verb.RUN, Verb.FLEE) and name in scene.actors
               and scene.actors[name].pose is Act.STAND]
    for number, name in enumerate(runners):
        actor = scene.actors[name]
        actor.x, actor.y = scene.middle[0] - 4.0 - 1.1 * number, scene.middle[1] + 0.9 * (number % 3) - 0.5
        actor.facing, actor.going = scene.heading, str(Verb.RUN)
    if runners:
        _close_up(scene)


def _close_up(scene: Scene) -> None:
    """Those who pursue are behind those who flee, spread across the way, the tallest last."""
    prey = [actor for actor in scene.actors.values() if actor.present and actor.look.kind == "person"]
    chasers = sorted((scene.actors[name] for name in scene.chasers),
                     key=lambda actor: (actor.look.height_m, actor.name))
    if not prey:
        return
    last = min(prey, key=lambda actor: actor.x * math.cos(scene.heading) + actor.y * math.sin(scene.heading))
    gap = CHASE_GAP if last.going else CHASE_GAP + 3.0
    for number, actor in enumerate(chasers):
        across = (number - (len(chasers) - 1) / 2) * 2.3
        actor.x = last.x - (gap + 1.7 * number) * math.cos(scene.heading) - across * math.sin(scene.heading)
        actor.y = scene.middle[1] + across * math.cos(scene.heading) - (gap + 1.7 * number) * math.sin(scene.heading)
        actor.facing, actor.present = scene.heading, True


def _run_on(scene: Scene, parts: dict[str, Part], shot: Shot) -> None:
    """Who runs goes on running in a shot that is about somebody else."""
    for name, actor in scene.actors.items():
        if actor.present and name not in parts and actor.going in (Verb.RUN, Verb.FLEE):
            parts[name] = begin_part(actor, shot.frames)
            HANDLERS[Verb.RUN](scene, parts[name], actor,
                               Cue(verb=Verb.RUN, who=(name,), frame_in=0, frame_out=shot.frames - 1))


def _chase(scene: Scene, parts: dict[str, Part], shot: Shot) -> None:
    """While their prey runs, pursuers who have no cue of their own come on behind it at its pace."""
    runners = [part for name, part in parts.items() if name not in scene.chasers and part.moves]
    runners = [part for part in runners if (part.waypoints[-1].x - part.waypoints[0].x) * math.cos(scene.heading) > 1.0]
    if not runners:
        return
    lead = runners[0].waypoints
    pace = 1.0 if scene.actors[runners[0].start.name].going else 0.4
    dx, dy = (lead[-1].x - lead[0].x) * pace, (lead[-1].y - lead[0].y) * pace
    for name in scene.chasers:
        if name not in parts:
            actor = scene.actors[name]
            part = parts[name] = begin_part(actor, shot.frames)
            mark, facing = (actor.x, actor.y), actor.facing
            share = -lead[0].frame / max(1.0, lead[-1].frame - lead[0].frame)
            part.waypoints[0] = Waypoint(frame=lead[0].frame, x=mark[0] - dx * share, y=mark[1] - dy * share,
                                         facing=facing)
            part.go(actor, mark[0] + dx * (1 - share), mark[1] + dy * (1 - share), lead[0].frame, lead[-1].frame)
            part.act(Act.GLIDE, lead[0].frame, lead[-1].frame)
            actor.x, actor.y = mark


def _stage_shot(scene: Scene, cars: dict[str, Car], shot: Shot, side: int, gone: tuple[str, ...]) -> Blocking:
    traffic = stage_traffic(scene.plan, cars, shot, scene.rate)
    scene.things = {vehicle.name: (vehicle.path[-1].x, vehicle.path[-1].y, 1.0) for vehicle in traffic}
    parts: dict[str, Part] = {}
    if scene.chasers and all(scene.actors[name].present for name in scene.chasers):
        _close_up(scene)
    for cue in sorted(shot.cues, key=lambda cue: cue.frame_in):
        for name in cue.who:
            _cue(scene, parts, shot, cue, name)
    _run_on(scene, parts, shot)
    _chase(scene, parts, shot)
    for name, actor in scene.actors.items():
        if actor.present and name not in parts:
            parts[name] = begin_part(actor, shot.frames)
    together(scene, parts, _verbs(shot))
    _hold_on(scene, parts, shot)
    _speak(scene, parts, shot)
    performances = {name: part.performance(shot.id) for name, part in parts.items()}
    _keep_apart(performances)
    performances = {name: grounded(scene.plan, part) for name, part in performances.items()}
    props = _props(scene, shot)
    effects = tuple(_placed(scene, cars, cue, shot) for cue in shot.effects
                    if not (scene.plan.ref.fog and cue.kind in AIR))
    partner = _partner(scene, shot)
    framing = frame_shot(shot, performances, traffic, props, effects, scene.plan, scene.heading, partner, side)
    shown = tuple(performances[name] for name in sorted(performances))
    return Blocking(shot=shot, set=scene.plan.ref, performances=shown, vehicles=traffic, props=props,
                    effects=effects, framing=framing, gone=gone, warnings=tuple(dict.fromkeys(scene.warnings)))


def _cue(scene: Scene, parts: dict[str, Part], shot: Shot, cue: Cue, name: str) -> None:
    actor = scene.actors.get(name)
    if actor is None:
        return
    if not actor.present and cue.verb not in SPEECH:
        actor.present = True
    if name in scene.chasers and cue.verb in ON_FOOT and _prey_runs(scene, shot):
        return
    if name not in parts:
        parts[name] = begin_part(actor, shot.frames)
    part = parts[name]
    if cue.verb in ON_FOOT and actor.look.kind == "reaper" and cue.verb != Verb.WALK:
        HANDLERS[Verb.GLIDE](scene, part, actor, cue)
    elif not stage_contact(scene, parts, actor, cue):
        HANDLERS[Verb(cue.verb)](scene, part, actor, cue)
    part.manner = next((word for word in ("afraid", "tired", "proud", "drunk", "old", "limping")
                        if word in cue.manner), part.manner)


def _verbs(shot: Shot) -> dict[str, set[str]]:
    """What everybody does in the shot."""
    found: dict[str, set[str]] = {}
    for cue in shot.cues:
        for name in cue.who:
            found.setdefault(name, set()).add(str(cue.verb))
    return found


def _hold_on(scene: Scene, parts: dict[str, Part], shot: Shot) -> None:
    """What somebody holds stays in his hand, before him while he stands, until he runs or needs the hand."""
    for name, part in parts.items():
        actor = scene.actors[name]
        if actor.holding is None or actor.holding in scene.handled:
            continue
        acts = {moment.act for moment in part.moments}
        if actor.going in (Verb.RUN, Verb.FLEE) or acts & HANDS:
            actor.holding = None
        elif Act.HOLD not in acts:
            part.act(Act.HOLD, -24.0, part.frames)
            if shot.size is Size.INSERT:
                ahead = 0.3
                part.act(Act.LOOK, -24.0, part.frames, at=(
                    actor.x + ahead * math.cos(actor.facing), actor.y + ahead * math.sin(actor.facing),
                    actor.eye_height - 0.42))


def _prey_runs(scene: Scene, shot: Shot) -> bool:
    """Whether somebody flees in this shot, so that pursuers go at his pace whatever their own cue."""
    return any(cue.verb in (Verb.RUN, Verb.FLEE) and name not in scene.chasers and name in scene.actors
               for cue in shot.cues for name in cue.who)


def _speak(scene: Scene, parts: dict[str, Part], shot: Shot) -> None:
    """Who speaks talks to whom he faces; who listens looks at him."""
    for line in shot.spoken:
        speaker = scene.actors.get(line.speaker)
        if line.off_screen or speaker is None or line.speaker not in parts:
            continue
        loud = line.text.rstrip().endswith("!") or (line.parenthetical or "").lower() in ("shouts", "shouting")
        parts[line.speaker].act(Act.SHOUT if loud else Act.TALK, line.frame_in, line.frame_out)
        listeners = [actor for actor in scene.actors.values()
                     if actor.present and actor is not speaker and actor.look.kind == "person"
                     and actor.distance(speaker) < 9.0 and actor.name in parts]
        for listener in (listener for listener in listeners if listener.pose is not Act.LIE):
            parts[listener.name].act(Act.LOOK, line.frame_in, line.frame_out,
                                     at=(speaker.x, speaker.y, speaker.eye_height))
        if listeners and speaker.pose is not Act.LIE:
            nearest = min(listeners, key=lambda actor: (speaker.distance(actor), actor.name))
            parts[line.speaker].act(Act.LOOK, line.frame_in, line.frame_out,
                                    at=(nearest.x, nearest.y, nearest.eye_height))


def _keep_apart(performances: dict[str, Performance]) -> None:
    """Bodies that would stand in one another are moved apart sideways, in order of name."""
    names = sorted(performances)
    for number, name in enumerate(names):
        for other in names[:number]:
            if in_touch(performances[name], performances[other]):
                continue
            mine, theirs = performances[name].path, performances[other].path
            near = min(math.hypot(mine[-1].x - theirs[-1].x, mine[-1].y - theirs[-1].y),
                       math.hypot(mine[0].x - theirs[0].x, mine[0].y - theirs[0].y))
            if near < 0.5 and len(mine) > 1:
                angle = math.atan2(mine[-1].y - mine[0].y, mine[-1].x - mine[0].x) + math.pi / 2
                dx, dy = 0.75 * math.cos(angle), 0.75 * math.sin(angle)
                path = tuple(msgspec.structs.replace(way, x=way.x + dx, y=way.y + dy) for way in mine)
                performances[name] = msgspec.structs.replace(performances[name], path=path)


def _props(scene: Scene, shot: Shot) -> tuple[Prop, ...]:
    """What people hold, from cues of holding and reading."""
    found = list(scene.handled.values())
    found += [prop for name, prop in scene.lying.items() if name not in scene.handled]
    scene.handled.clear()
    for actor in scene.actors.values():
        if actor.holding and actor.present and actor.holding not in {prop.name for prop in found}:
            kind = prop_shop.match(actor.holding)
            if kind is None:
                scene.warnings.append(f"{shot.id}: no prop is known for “{actor.holding}”; the hand stays empty")
                actor.holding = None
                continue
            found.append(Prop(name=actor.holding, kind=kind, holder=actor.name))
    return (*found, *_looked_at(scene, shot, {prop.name for prop in found}))


def _looked_at(scene: Scene, shot: Shot, held: Collection[str]) -> list[Prop]:
    """What an insert shows that nobody holds: on a table where there is one, else beyond the people, facing them."""
    if shot.size is not Size.INSERT:
        return []
    placed = []
    for name in shot.subjects:
        kind = None if name in held or name in scene.actors else prop_shop.match(name)
        if kind is None:
            continue
        table = spot(scene.plan, name, "table", "desk") if scene.plan.ref.indoors else None
        x, y = scene.people_middle()
        if table:
            placed.append(Prop(name=name, kind=kind, x=table.x, y=table.y, z=max(table.z, 0.74)))
        else:
            across = -1.0 if y > 0 else 1.0
            far = y + across * 13.0
            placed.append(Prop(name=name, kind=kind, x=x + 1.0, y=far, z=height_at(scene.plan, x + 1.0, far),
                               facing=-across * math.pi / 2))
    return placed


def _placed(scene: Scene, cars: Mapping[str, Car], cue: EffectCue, shot: Shot) -> PlacedEffect:
    """An effect at what it happens to: a car, a person, a spot of the set; else the middle of the action."""
    seed = seed_of(shot.scene, cue.kind, cue.at)
    car = cars.get(cue.at or "")
    if car is not None:
        return PlacedEffect(cue=cue, x=car.x, y=car.y, z=car.z, facing=car.facing, seed=seed)
    names = (cue.at, *cue.words)
    goal = next((point for point in map(scene.point, names) if point is not None), None)
    if goal is None:
        ahead = next((reach for kind, reach in CLEAR_OF_PEOPLE if kind in cue.kind), 0.0)
        goal = (scene.middle[0] + ahead, scene.middle[1], 0.0)
    if cue.kind == "chimney_smoke" and (roof := _roof(scene.plan, goal)) is not None:
        return PlacedEffect(cue=cue, x=roof[0], y=roof[1], z=roof[2], facing=scene.heading, seed=seed)
    return PlacedEffect(cue=cue, x=goal[0], y=goal[1], z=0.0, facing=scene.heading, seed=seed)


def _roof(plan: SetPlan, near: tuple[float, float, float]) -> tuple[float, float, float] | None:
    """The top of the building nearest to a place, a chimney's height above it, at the side of it that is nearer."""
    houses = [box for box in plan.obstacles if box.name == "building"]
    if not houses:
        return None
    sides = [(min(max(near[0], box.x0 + CHIMNEY_M), box.x1 - CHIMNEY_M),
              min(max(near[1], box.y0 + CHIMNEY_M), box.y1 - CHIMNEY_M), box.height + CHIMNEY_M) for box in houses]
    return min(sides, key=lambda side: (math.dist(side[:2], near[:2]), side))


def _partner(scene: Scene, shot: Shot) -> str | None:
    """Whom the first subject deals with: whose shoulder is looked over, or the nearest one present."""
    if shot.over:
        return shot.over
    lead = scene.actors.get(shot.subjects[0]) if shot.subjects else None
    if lead is None:
        return None
    targets = [cue.target for cue in shot.cues if lead.name in cue.who and cue.target in scene.actors]
    if targets:
        return targets[0]
    others = [actor for actor in scene.actors.values() if actor.present and actor is not lead]
    if not others:
        return None
    nearest = min(others, key=lambda actor: (lead.distance(actor), actor.name))
    return nearest.name if lead.distance(nearest) < 8.0 else None
