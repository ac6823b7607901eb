"""What the camera is to do in a shot: which style of framing, on whom, from which side of the line of action."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from throughline.film.blocking import Framing, FramingStyle, Performance, PlacedEffect, Prop, Vehicle
from throughline.film.setplan import SetPlan
from throughline.film.shot import Move, Shot, Size
from throughline.film.story import Verb
from throughline.world.staging.marks import falling, spot

AMBIENT = frozenset({"mist", "fog", "rain", "ash", "snow", "ghost_mist", "embers", "wind", "glow"})
STRUCK = frozenset({"crash"})
STANDING = 0.75  # of what stands, its share of the picture that is an effect's size
COMING = frozenset({Verb.GLIDE, Verb.PURSUE, Verb.APPROACH, Verb.ENTER, Verb.APPEAR})
STYLE_OF_MANNER = (("past_camera", FramingStyle.PASS), ("away", FramingStyle.BACK), ("from_side", FramingStyle.SIDE),
                   ("towards_camera", FramingStyle.FRONT), ("from_front", FramingStyle.FRONT),
                   ("from_behind", FramingStyle.BACK))
STYLE_OF_MOVE = {Move.TRACK: FramingStyle.SIDE, Move.LEAD: FramingStyle.FRONT, Move.FOLLOW: FramingStyle.BACK}
SHAKE = {Move.HANDHELD: 0.6, Move.FOLLOW: 0.25, Move.LEAD: 0.25, Move.TRACK: 0.12}


def _travels(performance: Performance) -> bool:
    first = performance.path[0]
    return any(math.hypot(way.x - first.x, way.y - first.y) > 1.2 for way in performance.path)


def _person_style(shot: Shot, subjects: Sequence[Performance], partner: str | None) -> FramingStyle:
    manners = [word for cue in shot.cues for word in cue.manner]
    lead = subjects[0]
    if _travels(lead):
        wished = next((style for word, style in STYLE_OF_MANNER if word in manners), None)
        if shot.move in STYLE_OF_MOVE:
            return STYLE_OF_MOVE[shot.move]
        if wished:
            return wished
        coming = any(cue.verb in COMING and lead.name in cue.who for cue in shot.cues)
        return FramingStyle.FRONT if coming or len(subjects) == 1 else FramingStyle.SIDE
    if shot.size is Size.OTS and partner:
        return FramingStyle.OVER
    if len(subjects) > 1 or shot.size is Size.TWO:
        return FramingStyle.GROUP
    return FramingStyle.SINGLE


def _line(subjects: Sequence[Performance], partner: Performance | None, heading: float) -> tuple[float, float]:
    """The line of action on the ground: along the travel, or from one talker to the other."""
    if subjects and _travels(subjects[0]):
        first, last = subjects[0].path[0], subjects[0].path[-1]
        dx, dy = last.x - first.x, last.y - first.y
    elif subjects and partner is not None:
        first, last = subjects[0].path[-1], partner.path[-1]
        dx, dy = last.x - first.x, last.y - first.y
    elif subjects:
        facing = subjects[0].path[-1].facing
        angle = heading if facing is None else facing
        dx, dy = math.cos(angle), math.sin(angle)
    else:
        dx, dy = math.cos(heading), math.sin(heading)
    length = math.hypot(dx, dy)
    return (dx / length, dy / length) if length > 1e-6 else (1.0, 0.0)


def frame_shot(shot: Shot, people: Mapping[str, Performance], vehicles: Sequence[Vehicle], props: Sequence[Prop],
               effects: Sequence[PlacedEffect], plan: SetPlan, heading: float, partner: str | None,
               scene_side: int) -> Framing:
    """The framing of ``shot``: its style from size, move, manner and subject, its side from the scene's line."""
    shown = _leading([people[name] for name in shot.subjects if name in people])
    effects = [effect for effect in effects if effect.cue.kind not in AMBIENT and effect.cue.frame >= 0]
    cars = [vehicle for vehicle in vehicles if vehicle.name in shot.subjects]
    point = _point(shot, effects, plan)
    subjects: tuple[str, ...] = tuple(performance.name for performance in shown)
    reach = 6.0
    if shot.size is Size.INSERT and (props or shown):
        style = FramingStyle.INSERT
        shown_thing = next((prop for prop in props if prop.name in shot.subjects), props[0] if props else None)
        subjects = (shown_thing.name,) if shown_thing else subjects
        partner = shown_thing.holder if shown_thing else partner
    elif effects and _about_effect(shot, effects[0], shown):
        style, reach = FramingStyle.EFFECT, max(_seen_m(effect, plan) for effect in effects)
        subjects = tuple(vehicle.name for vehicle in cars)
    elif shot.size is Size.ESTABLISHING:
        style = FramingStyle.ESTABLISH
    elif cars and not shown:
        style, subjects = _vehicle_style(shot), tuple(vehicle.name for vehicle in cars)
    elif shown:
        style = _person_style(shot, shown, partner)
    else:
        style = FramingStyle.ESTABLISH
    line = _line(shown, people.get(partner or ""), heading)
    return Framing(style=style, subjects=subjects, partner=partner, line=line, side=_side(line, heading, scene_side),
                   point=point, reach_m=reach, shake=SHAKE.get(shot.move, 0.0))


def _leading(shown: list[Performance]) -> list[Performance]:
    """Those the picture is framed on: who flees, not also who comes behind; the pursuers only by themselves."""
    alike = [part for part in shown if part.look.kind == shown[0].look.kind]
    return alike if shown and _travels(shown[0]) else shown


def _about_effect(shot: Shot, effect: PlacedEffect, shown: Sequence[Performance]) -> bool:
    """Whether the picture is the effect's: a blast or a fall seen wide, not a blow that a car takes."""
    if effect.cue.kind in STRUCK or any(_travels(performance) for performance in shown):
        return False
    return not shown or effect.cue.at in shot.subjects or shot.size in (Size.ELS, Size.LS)


def _seen_m(effect: PlacedEffect, plan: SetPlan) -> float:
    """How many metres of an effect are to be in the picture: most of what stands is, where it comes down."""
    fallen = falling(plan.ref.features, effect.cue.at, effect.cue.words) if effect.cue.kind == "collapse" else []
    return max([effect.cue.size_m, *(STANDING * box.height for box in plan.obstacles if box.name in fallen)])


def _vehicle_style(shot: Shot) -> FramingStyle:
    manners = [word for cue in shot.cues for word in cue.manner]
    return FramingStyle.PASS if "past_camera" in manners else FramingStyle.VEHICLE


def _side(line: tuple[float, float], heading: float, scene_side: int) -> int:
    """The side of ``line`` on which every camera of the scene stands: one half of the ground, whatever the line."""
    across = (-math.sin(heading) * scene_side, math.cos(heading) * scene_side)
    left = (-line[1], line[0])
    dot = left[0] * across[0] + left[1] * across[1]
    if abs(dot) < 0.2:
        lengthwise = line[0] * across[0] + line[1] * across[1]
        return scene_side if lengthwise > 0 else -scene_side
    return 1 if dot > 0 else -1


def _point(shot: Shot, effects: Sequence[PlacedEffect], plan: SetPlan) -> tuple[float, float, float] | None:
    if effects:
        return effects[0].x, effects[0].y, effects[0].z
    looks = [cue.target for cue in shot.cues if cue.verb == Verb.LOOK]
    found = spot(plan, *shot.subjects, *looks, shot.action)
    return (found.x, found.y, found.z) if found else None
