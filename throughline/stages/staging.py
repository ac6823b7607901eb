"""The staging stage: every shot's blocking, from the scenes, the shots and the company."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import chain, count

import msgspec

from throughline.build.execute import Context
from throughline.film.blocking import Blocking, Prop, SetRef
from throughline.film.record import dump
from throughline.film.setplan import SetPlan
from throughline.film.settings import CastSheet
from throughline.film.shot import Shot
from throughline.film.story import Breakdown, SceneReading, SetKind, Setting
from throughline.stages.casting import company
from throughline.stages.records import NamedVoice, Staging, StagingParams, read_shots
from throughline.world import sets
from throughline.world.layout.usd_parts import prim_name
from throughline.world.staging import Aftermath, stage_scene
from throughline.world.staging.actor import seed_of

STREETS = (SetKind.STREET, SetKind.BETWEEN)


def make_staging(context: Context) -> dict[str, float | int | str]:
    """Reads a shots product; gives staging.json."""
    params = context.params
    if not isinstance(params, StagingParams):
        raise TypeError("the staging stage needs StagingParams")
    shot_list, breakdown, _numbering = read_shots(context.inputs["shots"])
    staging = staged(breakdown, shot_list.shots, {sheet.name.casefold(): sheet for sheet in params.sheets},
                     params.language, shot_list.rate, params.aspect)
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


def staged(breakdown: Breakdown, shots: tuple[Shot, ...], sheets: dict[str, CastSheet], language: str | None,
           rate: Fraction, aspect: float = 2.39) -> Staging:
    """Every shot's blocking, scene after scene, for a picture of ``aspect``."""
    spoken = language or breakdown.language
    cast = company(breakdown, sheets, spoken)
    refs = set_refs(breakdown)
    aftermath: dict[SetKind, Aftermath] = {}
    blockings: list[Blocking] = []
    plans: dict[SetRef, SetPlan] = {}
    by_scene: dict[str, list[Shot]] = {}
    for shot in shots:
        by_scene.setdefault(shot.scene, []).append(shot)
    for reading in breakdown.scenes:
        ref = refs[reading.scene]
        if ref not in plans:
            plans[ref] = sets.plan(ref)
        plan = plans[ref]
        blockings.extend(stage_scene(reading, by_scene.get(reading.scene, []), plan, cast.looks, cast.groups,
                                     breakdown.vehicles, rate,
                                     aftermath.setdefault(reading.set_kind, Aftermath()), aspect))
    blockings = [msgspec.structs.replace(blocking, props=told_apart(blocking.props)) for blocking in blockings]
    voices = tuple(NamedVoice(name=name, voice=voice) for name, voice in sorted(cast.voices.items()))
    return Staging(blockings=tuple(blockings), looks=tuple(look for _, look in sorted(cast.looks.items())),
                   voices=voices, language=spoken)


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
