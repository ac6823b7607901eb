"""The staging stage: every shot's blocking, from the scenes, the shots and the company."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from itertools import chain, count

import msgspec

from throughline.build.execute import Context
from throughline.directing.numbering import content
from throughline.film.blocking import Blocking, Look, Prop, SetRef, Waypoint
from throughline.film.record import Record, dump
from throughline.film.setplan import SetPlan
from throughline.film.settings import CastSheet
from throughline.film.shot import Shot
from throughline.film.story import Breakdown, SceneReading, SetKind, Setting
from throughline.stages.casting import Company, company
from throughline.stages.records import NamedVoice, Staging, StagingParams, read_shots
from throughline.world import sets
from throughline.world.prim_names import prim_name
from throughline.world.staging import Aftermath, stage_scene
from throughline.world.staging.actor import seed_of
from throughline.world.staging.traffic import Car

STREETS = (SetKind.STREET, SetKind.BETWEEN)


def make_staging(context: Context) -> dict[str, float | int | str]:
    """Reads a shots product; gives staging.json."""
    params = context.params
    if not isinstance(params, StagingParams):
        raise TypeError("the staging stage needs StagingParams")
    shot_list, breakdown, _numbering = read_shots(context.inputs["shots"])
    staging = staged(breakdown, shot_list.shots, {sheet.name.casefold(): sheet for sheet in params.sheets},
                     params.language, shot_list.rate, params.aspect,
                     lambda order: context.part(stage_one, order, StagedScene))
    for name in unplayed(params.sheets, breakdown):
        context.warn(f"the cast sheet of {name} is not used: the script has nobody of that name")
    for blocking in staging.blockings:
        for warning in blocking.warnings:
            context.warn(warning)
    (context.out / "staging.json").write_bytes(dump(staging))
    return {"shots": len(staging.blockings)}


def unplayed(sheets: tuple[CastSheet, ...], breakdown: Breakdown) -> list[str]:
    """Names of the sheets whose person the script does not have, its unnamed crowds apart."""
    known = {fact.name.casefold() for fact in breakdown.cast}
    known |= {role.name.casefold() for scene in breakdown.scenes for role in scene.roles}
    return [sheet.name for sheet in sheets
            if not any(sheet.name.casefold() == name or re.fullmatch(rf"{re.escape(name)} \d+", sheet.name.casefold())
                       for name in known)]


class LeftCar(Record):
    """A car as an earlier scene left it."""

    name: str
    x: float
    y: float
    facing: float
    crashed: bool
    burning: bool
    present: bool
    z: float
    past: tuple[Waypoint, ...]
    struck: float | None


class SceneOrder(Record):
    """All that one scene's staging depends on: no line numbers, and of company and vehicles those that it names."""

    reading: SceneReading
    shots: tuple[Shot, ...]
    ref: SetRef
    looks: tuple[tuple[str, Look], ...]
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    vehicles: tuple[str, ...]
    rate_num: int
    rate_den: int
    aspect: float
    cars: tuple[LeftCar, ...]
    gone: tuple[str, ...]


class StagedScene(Record):
    """A scene's blockings, and the wrecks and fallen features that stand after it."""

    blockings: tuple[Blocking, ...]
    cars: tuple[LeftCar, ...]
    gone: tuple[str, ...]


Stage = Callable[[SceneOrder], StagedScene]


def staged(breakdown: Breakdown, shots: tuple[Shot, ...], sheets: dict[str, CastSheet], language: str | None,
           rate: Fraction, aspect: float = 2.39, stage: Stage | None = None) -> Staging:
    """Every shot's blocking, without its places in the script, scene after scene, for a picture of ``aspect``;
    ``stage`` stages one scene (``stage_one``, or what keeps what it gave)."""
    spoken = language or breakdown.language
    cast = company(breakdown, sheets, spoken)
    refs = set_refs(breakdown)
    left: dict[SetKind, tuple[tuple[LeftCar, ...], tuple[str, ...]]] = {}
    blockings: list[Blocking] = []
    by_scene: dict[str, list[Shot]] = {}
    for shot in shots:
        by_scene.setdefault(shot.scene, []).append(content(shot))
    for reading in breakdown.scenes:
        order = _order(reading, tuple(by_scene.get(reading.scene, ())), refs[reading.scene], cast,
                       breakdown.vehicles, rate, aspect, left.get(reading.set_kind, ((), ())))
        found = (stage or stage_one)(order)
        blockings.extend(found.blockings)
        left[reading.set_kind] = found.cars, found.gone
    voices = tuple(NamedVoice(name=name, voice=voice) for name, voice in sorted(cast.voices.items()))
    return Staging(blockings=tuple(blockings), looks=tuple(look for _, look in sorted(cast.looks.items())),
                   voices=voices, language=spoken)


def _order(reading: SceneReading, shots: tuple[Shot, ...], ref: SetRef, cast: Company, vehicles: tuple[str, ...],
           rate: Fraction, aspect: float, left: tuple[tuple[LeftCar, ...], tuple[str, ...]]) -> SceneOrder:
    roles = tuple(msgspec.structs.replace(role, line=0) for role in reading.roles)
    named = {role.name for role in roles}
    for shot in shots:
        named.update(shot.subjects)
        named.update(effect.at for effect in shot.effects if effect.at)
        named.update(name for cue in shot.cues for name in (*cue.who, cue.target) if name)
    groups = tuple((name, cast.groups[name]) for name in sorted(named & cast.groups.keys()))
    named.update(member for _, members in groups for member in members)
    return SceneOrder(
        reading=msgspec.structs.replace(reading, index=0, line=0, roles=roles, beats=(), items=(), needs=(),
                                        eighths=0, script_day=1, numbered=False),
        shots=shots, ref=ref, looks=tuple((name, cast.looks[name]) for name in sorted(named & cast.looks.keys())),
        groups=groups, vehicles=tuple(name for name in vehicles if name in named), rate_num=rate.numerator,
        rate_den=rate.denominator, aspect=aspect, cars=left[0], gone=left[1])


def stage_one(order: SceneOrder) -> StagedScene:
    """The scene of ``order`` staged: a part of the staging stage."""
    aftermath = Aftermath({car.name: Car(**msgspec.structs.asdict(car)) for car in order.cars}, list(order.gone))
    blockings = stage_scene(order.reading, order.shots, _plan(order.ref), dict(order.looks), dict(order.groups),
                            order.vehicles, Fraction(order.rate_num, order.rate_den), aftermath, order.aspect)
    cars = tuple(LeftCar(name=name, x=car.x, y=car.y, facing=car.facing, crashed=car.crashed, burning=car.burning,
                         present=car.present, z=car.z, past=car.past, struck=car.struck)
                 for name, car in aftermath.cars.items())
    return StagedScene(blockings=tuple(msgspec.structs.replace(blocking, props=told_apart(blocking.props))
                                       for blocking in blockings), cars=cars, gone=tuple(aftermath.gone))


@cache
def _plan(ref: SetRef) -> SetPlan:
    return sets.plan(ref)


def told_apart(props: tuple[Prop, ...]) -> tuple[Prop, ...]:
    """The props of a shot under names of their own: three pages of notes are "notes", "notes 2" and "notes 3"."""
    taken: set[str] = set()
    found = []
    for prop in props:
        names = chain((prop.name,), (f"{prop.name} {number}" for number in count(2)))
        name = next(name for name in names if prim_name(name) not in taken)
        taken.add(prim_name(name))
        found.append(msgspec.structs.replace(prop, name=name))
    return tuple(found)


def set_refs(breakdown: Breakdown) -> dict[str, SetRef]:
    """The set of every scene by its id. Scenes in one place share one set with the features that any of them names;
    the in-between city is the film's street gone wrong, so it shares that street's seed and features."""
    places: dict[str, list[SceneReading]] = {}
    for scene in breakdown.scenes:
        places.setdefault(_place(scene), []).append(scene)
    refs = {}
    for place, scenes in places.items():
        features = tuple(dict.fromkeys(feature for scene in scenes for feature in scene.features))
        for scene in scenes:
            refs[scene.scene] = SetRef(
                kind=scene.set_kind, time=scene.heading.time, fog=scene.fog, otherworld=scene.otherworld,
                indoors=scene.heading.setting is Setting.INT, features=features, seed=seed_of(place), name=place)
    return refs


def _place(scene: SceneReading) -> str:
    if scene.set_kind in STREETS:
        return "street"
    if scene.set_kind is SetKind.CAR:
        return "car"
    return f"{scene.set_kind}/{scene.heading.place.casefold()}"
