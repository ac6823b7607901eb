"""A blocking composed: bodies perform, the camera is solved against them, the stage is written, the sheet drawn up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import msgspec
import numpy as np
from pxr import Usd
from scipy.spatial.transform import Rotation

from throughline.film.blocking import Act, Blocking, FramingStyle, Performance, Prop
from throughline.film.layout import CameraSample, Footstep, LayoutSheet, ScreenBox, ScreenTrack
from throughline.film.setplan import SetPlan
from throughline.film.shot import Size
from throughline.film.story import SetKind
from throughline.motion import perform
from throughline.motion.contact import touch, touching
from throughline.motion.contact_props import handled, prop_path
from throughline.motion.face import face
from throughline.motion.ground import Ground, of_set
from throughline.motion.hands import hands
from throughline.motion.skeleton import INDEX, Motion, forward
from throughline.motion.speech import accents
from throughline.sound.phonemes import Phone
from throughline.world import standins
from throughline.world.camera import CameraTrack, Figure, body_figure, solve, with_things
from throughline.world.camera.track import Points
from throughline.world.layout import usd_shot
from throughline.world.layout.doors import swing_doors
from throughline.world.layout.effects import TORN, Simulated, add_pieces, blast_of, felt, shaken
from throughline.world.layout.effects import lamps as lamps_at
from throughline.world.layout.faces import Words, shut_eyes, spoken_words
from throughline.world.layout.hands import held_things
from throughline.world.layout.surfaces import surface
from throughline.world.layout.usd_parts import eye_centres, mesh_names
from throughline.world.lighting import irradiance
from throughline.world.puffs import puffs
from throughline.world.puffs_file import merged, write
from throughline.world.staging.actor import seed_of
from throughline.world.staging.marks import falling

BOX_STEP = 6
READABLE = frozenset({"phone", "letter", "paper", "book", "notebook", "newspaper", "photograph", "map"})
ROOF = 0.1
DRIVE_SPEED = 13.0


@dataclass(frozen=True)
class BodyFile:
    """A dressed body on disk: its USD file relative to the stage, its rest joints (J, 3), its height in metres."""

    file: str
    rest: np.ndarray
    height_m: float


def compose_shot(blocking: Blocking, plan: SetPlan, bodies: Mapping[str, BodyFile], set_file: str, out: Path,
                 rate: Fraction, aspect: float, phones: Sequence[tuple[Phone, ...]] | None = None,
                 own: Mapping[str, Motion] | None = None,
                 simulated: Mapping[int, Simulated] | None = None) -> LayoutSheet:
    """The layout's sheet; writes ``out/shot.usdc``, and ``out/effects.npz`` where effects that are drawn are soft.

    ``bodies`` by performer's name name files that lie relative to ``out``, as does ``set_file``. ``phones`` are the
    sounds of the shot's spoken lines, one row a line; without them lips follow the lines' letters. ``own`` by
    performer's name are motions that an animator made, which rule; faces go on from ours. ``simulated``
    by place in the blocking's effects are those that were simulated, which are not drawn.
    """
    frames, done = blocking.shot.frames, simulated or {}
    blocking = felt(blocking, done.values(), rate)
    plan = _under_roof(plan)
    words = spoken_words(blocking, rate, phones)
    land = of_set(plan, blocking.vehicles)
    motions = {part.name: _performed(part, blocking, bodies[part.name], rate, words, land)
               for part in blocking.performances}
    taken = {name: replace(motion, jaw=motions[name].jaw) for name, motion in (own or {}).items()}
    motions = _touched(blocking, motions | taken, bodies, out, rate) | taken
    figures = _figures(blocking, motions, bodies)
    track = shaken(solve(blocking, plan, figures, aspect), done.values(), rate, seed_of(blocking.shot.id))
    kept = [part for part in blocking.performances if _needed(part, blocking, track, figures[part.name])]
    stage = usd_shot.open_shot(out / "shot.usdc", frames, rate)
    usd_shot.add_set(stage, set_file, _hidden(blocking, plan, track))
    if _driving(blocking):
        meshes = mesh_names(out / set_file)
        usd_shot.drive_set(stage, set_file, meshes, [name for name in meshes if name.startswith("car_")], frames, rate,
                           DRIVE_SPEED)
    swing_doors(stage, plan.leaves, blocking.performances, frames, float(rate))
    for part in kept:
        usd_shot.add_member(stage, _member(part, blocking, bodies[part.name], motions[part.name], words, plan, out,
                                           rate))
    said: list[str] = []
    pushes = [push for effect in done.values() for push in effect.pushes]
    for vehicle in blocking.vehicles:
        middle = figures[vehicle.name].middle[frames // 2]
        said += usd_shot.add_vehicle(stage, vehicle, frames, _burnt_from(blocking, vehicle.name),
                                     irradiance(plan, middle), land, blast_of(blocking, done, vehicle.name),
                                     pushes)
    for prop in blocking.props:
        hand = _hand(prop, blocking, motions, bodies, rate)
        usd_shot.add_prop(stage, prop, hand, irradiance(plan, np.array([prop.x, prop.y, prop.z])))
    _effects(stage, blocking, out, done)
    usd_shot.add_camera(stage, track)
    usd_shot.add_lights(stage, plan)
    stage.GetRootLayer().Save()
    return _sheet(blocking, plan, track, figures, motions, {part.name for part in kept}, rate, done, said)


def _effects(stage: Usd.Stage, blocking: Blocking, out: Path, simulated: Mapping[int, Simulated]) -> None:
    """The effects on the stage, and the soft parts of those that are drawn in ``out/effects.npz``."""
    frames, soft = blocking.shot.frames, []
    for number, effect in enumerate(blocking.effects):
        done = simulated.get(number)
        if done is not None and done.pieces is not None:
            add_pieces(stage, effect.cue.kind, number, done)
            continue
        if done is not None and (done.sheet.order.kind == TORN or effect.cue.kind not in standins.known()):
            continue
        soft.append([] if done is not None else [puffs(effect, frame, blocking.set) for frame in range(frames)])
        usd_shot.add_effect(stage, effect, number, frames, blocking.set, soft[-1])
    drawn = [clouds for clouds in soft if any(len(cloud) for cloud in clouds)]
    if drawn:
        write(out / "effects.npz", [merged(clouds) for clouds in zip(*drawn, strict=True)])


def _under_roof(plan: SetPlan) -> SetPlan:
    """The plan with the street's lamps as dim as a car's roof leaves them."""
    if plan.ref.kind is not SetKind.CAR:
        return plan
    lamps = tuple(msgspec.structs.replace(lamp, colour=tuple(ROOF * part for part in lamp.colour))
                  for lamp in plan.lamps)
    return msgspec.structs.replace(plan, lamps=lamps)


def _driving(blocking: Blocking) -> bool:
    """Whether somebody drives the car that the shot is in."""
    return blocking.set.kind is SetKind.CAR and any(moment.act is Act.DRIVE for part in blocking.performances
                                                    for moment in part.moments)


def _performed(part: Performance, blocking: Blocking, body: BodyFile, rate: Fraction, words: Words,
               land: Ground) -> Motion:
    spoken = tuple((float(line.frame_in), float(line.frame_out)) for line in blocking.shot.spoken
                   if line.speaker == part.name and not line.off_screen)
    return perform(part, body.rest, blocking.shot.frames, rate, spoken, accents(words.get(part.name, ())), land)


def _touched(blocking: Blocking, motions: dict[str, Motion], bodies: Mapping[str, BodyFile], out: Path,
             rate: Fraction) -> dict[str, Motion]:
    """The motions with the contacts between those who perform, and of their hands with things."""
    who = touching(blocking.performances)
    if not who:
        return motions
    skins = {name: surface(out / bodies[name].file) for name in sorted(who)}
    return touch(motions, blocking.performances, {name: bodies[name].rest for name in motions}, skins, rate)


def _member(part: Performance, blocking: Blocking, body: BodyFile, motion: Motion, words: Words, plan: SetPlan,
            out: Path, rate: Fraction) -> usd_shot.CastMember:
    eyes = eye_centres(out / body.file)
    acted = face(part, words.get(part.name, ()), motion, body.rest, eyes, rate, shut_eyes(part, blocking.shot, rate))
    fingers = hands(part, motion, words.get(part.name, ()), held_things(part, blocking, float(rate)), rate)
    light = irradiance(plan, motion.root[blocking.shot.frames // 2])
    return usd_shot.CastMember(part.name, body.file, body.rest, eyes, motion, acted, fingers, light)


def _figures(blocking: Blocking, motions: Mapping[str, Motion], bodies: Mapping[str, BodyFile]) -> dict[str, Figure]:
    return with_things({name: body_figure(name, motion, bodies[name].rest, bodies[name].height_m)
                        for name, motion in motions.items()}, blocking)


def _needed(part: Performance, blocking: Blocking, track: CameraTrack, figure: Figure) -> bool:
    """Whether a performer is a subject, or comes into the picture at any time."""
    if part.name in blocking.framing.subjects or part.name == blocking.framing.partner:
        return True
    frames = range(0, blocking.shot.frames, BOX_STEP)
    return any(_box(track, figure, frame).visible > 0.0 for frame in frames)


def _hidden(blocking: Blocking, plan: SetPlan, track: CameraTrack) -> list[str]:
    """Pieces of the set left out: walls behind the camera, the feature that an effect brings down, what is gone."""
    hidden = [f"feature_{name}" for name in blocking.gone]
    hidden += [f"feature_{feature}" for effect in blocking.effects if effect.cue.kind == "collapse"
               for feature in falling(plan.ref.features, effect.cue.at, effect.cue.words)]
    if plan.ceiling is not None:
        x0, y0, x1, y1 = plan.extent
        low, high = track.position.min(axis=0), track.position.max(axis=0)
        beyond = {"wall_west": low[0] < x0 + 0.25, "wall_east": high[0] > x1 - 0.25, "wall_south": low[1] < y0 + 0.25,
                  "wall_north": high[1] > y1 - 0.25, "ceiling": high[2] > plan.ceiling - 0.1}
        hidden += [name for name, out in beyond.items() if out]
        hung = [leaf for leaf in plan.leaves if beyond[f"wall_{leaf.wall}"]]
        hidden += [leaf.name for leaf in hung] + sorted({f"passage_{leaf.wall}" for leaf in hung})
    return hidden


def _burnt_from(blocking: Blocking, name: str) -> float | None:
    return next((effect.cue.frame + 3.0 for effect in blocking.effects
                 if effect.cue.at == name and "explosion" in effect.cue.kind), None)


def _hand(prop: Prop, blocking: Blocking, motions: Mapping[str, Motion], bodies: Mapping[str, BodyFile],
          rate: Fraction) -> tuple[Points, Points] | None:
    """Where hands have a prop over the frames; None where it only lies."""
    if not handled(prop, blocking.performances) or not motions:
        return None
    rests = {name: bodies[name].rest for name in motions}
    palm, spin = prop_path(prop, blocking.performances, motions, rests, float(rate))
    if prop.kind in READABLE and prop.holder is not None and prop.holder in motions:
        joints, _ = forward(motions[prop.holder], bodies[prop.holder].rest)
        above = np.array([0.0, 0.0, 0.06]) * bodies[prop.holder].height_m / 1.72
        spin = _towards_eyes(palm, joints[:, INDEX["Head"]] + above)
    return palm, spin


def _towards_eyes(palm: Points, eyes: Points) -> Points:
    """Turns (F, 4) of something read, which at rest lies in a palm that looks down, so that its face looks up to the
    eyes and its top is away from the reader's chest."""
    face = eyes - palm
    face = face / np.maximum(np.linalg.norm(face, axis=1, keepdims=True), 1e-9)
    top = np.array([0.0, 0.0, 1.0]) - face * face[:, 2:]
    top = top / np.maximum(np.linalg.norm(top, axis=1, keepdims=True), 1e-9)
    axes = np.stack([np.cross(top, face), -top, -face], axis=2)
    return np.asarray(Rotation.from_matrix(axes).as_quat())


def _box(track: CameraTrack, figure: Figure, frame: int) -> ScreenBox:
    low, high = figure.low[frame], figure.high[frame]
    corners = np.array([[x, y, z] for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])])
    seen = track.project(corners, frame)
    front = seen[seen[:, 2] > 0.1]
    if not len(front):
        return ScreenBox(frame=frame, x0=0, y0=0, x1=0, y1=0, depth=-1.0, visible=0.0)
    (x0, y0), (x1, y1) = front[:, :2].min(axis=0), front[:, :2].max(axis=0)
    area = max(1e-9, (x1 - x0) * (y1 - y0))
    inside = max(0.0, min(x1, 1.0) - max(x0, -1.0)) * max(0.0, min(y1, 1.0) - max(y0, -1.0))
    numbers = [round(float(value), 5) for value in (x0, y0, x1, y1, front[:, 2].mean(), inside / area)]
    return ScreenBox(frame=frame, x0=numbers[0], y0=numbers[1], x1=numbers[2], y1=numbers[3], depth=numbers[4],
                     visible=numbers[5])


def _sheet(blocking: Blocking, plan: SetPlan, track: CameraTrack, figures: Mapping[str, Figure],
           motions: Mapping[str, Motion], kept: set[str], rate: Fraction,
           simulated: Mapping[int, Simulated], said: Sequence[str]) -> LayoutSheet:
    frames = blocking.shot.frames
    marks = sorted({*range(0, frames, BOX_STEP), frames - 1})
    kinds = {vehicle.name: "vehicle" for vehicle in blocking.vehicles} | {name: "person" for name in kept}
    tracks = tuple(ScreenTrack(name=name, kind=kinds[name],
                               boxes=tuple(_box(track, figures[name], frame) for frame in marks))
                   for name in sorted(kinds))
    camera = tuple(CameraSample(position=_row(track.position[frame]), look=_row(track.look[frame]),
                                roll=round(float(track.roll[frame]), 6), lens_mm=round(float(track.lens[frame]), 3))
                   for frame in range(frames))
    lamps = tuple(lamps_at(blocking, simulated, frame) for frame in range(frames))
    warnings = [*blocking.warnings, *_framing_warnings(blocking, tracks), *said]
    return LayoutSheet(shot=blocking.shot.id, frames=frames, rate_num=rate.numerator, rate_den=rate.denominator,
                       aspect=track.aspect, camera=camera, mood=plan.mood, lamps=lamps,
                       footsteps=_footsteps(motions, kept, track, rate), tracks=tracks, warnings=tuple(warnings),
                       sounds=tuple(sound for number in sorted(simulated) for sound in simulated[number].sounds),
                       simulated=tuple(sorted(simulated)))


def _row(point: Points) -> tuple[float, float, float]:
    x, y, z = (round(float(value), 5) for value in point)
    return x, y, z


def _footsteps(motions: Mapping[str, Motion], kept: set[str], track: CameraTrack,
               rate: Fraction) -> tuple[Footstep, ...]:
    """Every landing of a foot of those in the shot, with its speed and distance for the sound stage."""
    steps: list[Footstep] = []
    for name in sorted(kept):
        motion = motions[name]
        down = [np.asarray(motion.contacts[:, feet].any(axis=1)) for feet in (slice(0, 2), slice(2, 4))]
        velocity = np.linalg.norm(np.gradient(motion.root[:, :2], axis=0), axis=1) * float(rate) \
            if len(motion.root) > 1 else np.zeros(1)
        for foot in down:
            for frame in np.flatnonzero(foot[1:] & ~foot[:-1]) + 1:
                away = float(np.linalg.norm(motion.root[frame] - track.position[frame]))
                if velocity[frame] > 0.3:
                    steps.append(Footstep(frame=int(frame), who=name, speed=round(float(velocity[frame]), 3),
                                          distance=round(away, 2)))
    return tuple(sorted(steps, key=lambda step: (step.frame, step.who)))


def _framing_warnings(blocking: Blocking, tracks: tuple[ScreenTrack, ...]) -> list[str]:
    """A subject that the picture never shows is a layout fault, said and recorded."""
    if blocking.framing.style in (FramingStyle.PASS, FramingStyle.INSERT) or blocking.shot.size is Size.INSERT:
        return []
    boxes = {track.name: track.boxes for track in tracks}
    return [f"{blocking.shot.id}: {name} is never in the picture" for name in blocking.framing.subjects
            if name in boxes and max(box.visible for box in boxes[name]) < 0.02]
