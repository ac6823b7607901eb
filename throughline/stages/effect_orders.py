"""Which effects of the film are simulated, and how: one order for all shots that see the same one. Loads no solver."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from throughline.build.keys import digest
from throughline.directing.shots import size_of
from throughline.film.blocking import Blocking, PlacedEffect, SetRef
from throughline.film.colour import linear
from throughline.film.effect import EffectChoice, EffectOrder, EffectSheet, Vector
from throughline.film.errors import InputError
from throughline.film.record import Record, load
from throughline.film.settings import Settings, ShotSheet
from throughline.formats.film_toml import line_of
from throughline.stages.effect_words import merged, said

SIMULATED = {
    "explosion": "fireball", "car_explosion": "car_explosion", "fireball": "fireball", "gas_main": "gas_main",
    "fire": "fire", "burning_car": "burning_car", "torch": "torch", "smoke": "smoke",
    "chimney_smoke": "chimney_smoke",
    "dust": "dust_burst", "dust_burst": "dust_burst", "crash": "crash_steam", "ghost_mist": "ghost_mist",
    "collapse": "collapse", "destruction": "collapse",
}
"""The simulation that serves a cue's kind; kinds that are not here are drawn by rule (rain, snow, blood ...)."""
BREAKS, ROLLS = frozenset({"collapse"}), "dust_burst"
SHEET, PIECES, FRAMES = "effect.json", "pieces.usdc", "volumes"
SHORTEST_S, STEP_S, LONGEST_S = 4.0, 2.0, 20.0
WAYS = {"forward": 0.0, "left": 90.0, "back": 180.0, "backward": 180.0, "right": -90.0, "앞": 0.0, "왼쪽": 90.0,
        "뒤": 180.0, "오른쪽": -90.0}
Event = tuple[str, str | None, float, float, float, float, float, int, tuple[str, ...], str]


class EffectParams(Record):
    """An effect to simulate: its order, the set it is in, and the vehicle's kind that it happens to."""

    order: EffectOrder
    set: SetRef
    vehicle: str | None = None

    @property
    def name(self) -> str:
        return f"{self.order.kind}-{digest(self)[:10]}"


def names(effects: Sequence[PlacedEffect]) -> list[str]:
    """What each effect of a shot is called: its kind, from the second of a kind on with a number."""
    found: list[str] = []
    for effect in effects:
        count = 1 + sum(other == effect.cue.kind or other.startswith(f"{effect.cue.kind} ") for other in found)
        found.append(effect.cue.kind if count == 1 else f"{effect.cue.kind} {count}")
    return found


def heading(name: str) -> str:
    """How the table of an effect is headed in a shot's sheet."""
    return f"effects.{name}" if re.fullmatch(r"[A-Za-z0-9_-]+", name) else f'effects."{name}"'


def directed(blocking: Blocking, sheet: ShotSheet | None, file: Path) -> Blocking:
    """The blocking with what its notes and a person's sheet of the shot, ``file``, decide of its effects.

    Raises:
        InputError: the sheet is of an effect that the shot does not have, or says what no effect can be.
    """
    called, decided = names(blocking.effects), {} if sheet is None else sheet.effects
    for name, choice in decided.items():
        if name not in called:
            raise InputError(f"shot {blocking.shot.id} has no effect “{name}”", file=str(file),
                             line=line_of(file, heading(name)),
                             remedy=f"it has: {', '.join(called)}" if called else "ask for one: [[vfx: explosion]]")
        _check(choice, heading(name), file)
    if not called:
        return blocking
    return msgspec.structs.replace(blocking, effects=tuple(
        _chosen(effect, decided.get(name)) for effect, name in zip(blocking.effects, called, strict=True)))


def _check(choice: EffectChoice, section: str, file: Path) -> None:
    """Raises InputError for the first value that no effect can have, with its line."""
    def refuse(key: str, what: str, remedy: str | None) -> None:
        raise InputError(f"{section}: {what}", file=str(file), line=line_of(file, key, section), remedy=remedy)

    if choice.kind is not None and choice.kind not in SIMULATED:
        from throughline.world import standins

        known = sorted({*SIMULATED, *standins.known()})
        if choice.kind not in known:
            refuse("kind", f"unknown effect “{choice.kind}”", f"known: {', '.join(known)}")
    for key in ("size_m", "seconds"):
        value = getattr(choice, key)
        if value is not None and not 0 < value < math.inf:
            refuse(key, f"{key} {value:g} is not possible", "give more than 0")
    if choice.wind is not None and not all(map(math.isfinite, choice.wind)):
        refuse("wind", f"wind {list(choice.wind)} is not possible", "give m/s along X and Y: [3.0, 0.0]")
    try:
        direction(choice.direction, 0.0)
    except InputError as error:
        refuse("direction", error.what, error.remedy)
    if choice.colour is not None and re.fullmatch(r"#[0-9a-fA-F]{6}", choice.colour) is None:
        refuse("colour", f"an effect's colour “{choice.colour}” is not possible", 'write it as "#8a7f70"')


def _chosen(effect: PlacedEffect, choice: EffectChoice | None) -> PlacedEffect:
    choice, cue = choice or EffectChoice(), effect.cue
    if choice.words is not None:
        cue = msgspec.structs.replace(cue, words=choice.words, size_m=size_of(cue.kind, choice.words))
    cue = msgspec.structs.replace(
        cue, kind=choice.kind or cue.kind, frame=cue.frame if choice.frame is None else choice.frame,
        size_m=cue.size_m if choice.size_m is None else choice.size_m)
    seed = merged(choice, said(cue.words, effect.facing).choice).seed
    return msgspec.structs.replace(effect, cue=cue, seed=effect.seed if seed is None else seed)


def effect_params(blockings: Sequence[Blocking], settings: Settings,
                  sheets: Mapping[str, ShotSheet]) -> dict[tuple[str, int], EffectParams]:
    """What simulates each effect, by shot id and place in the blocking's effects; those drawn by rule are not there.

    Shots that see the same effect (kind, place, size, seed) share one order, long enough for the last of them; of two
    sheets that decide for the same effect the earlier shot's counts.
    """
    lasts: dict[Event, float] = {}
    chosen: dict[Event, EffectChoice] = {}
    seen: list[tuple[str, int, Event, Blocking]] = []
    for blocking in blockings:
        sheet = sheets.get(blocking.shot.id)
        for number, (effect, name) in enumerate(zip(blocking.effects, names(blocking.effects), strict=True)):
            if effect.cue.kind not in SIMULATED:
                continue
            event = _event(effect, blocking)
            lasts[event] = max(lasts.get(event, 0.0), float((blocking.shot.frames - effect.cue.frame) / settings.rate))
            if sheet is not None and name in sheet.effects:
                chosen.setdefault(event, sheet.effects[name])
            seen.append((blocking.shot.id, number, event, blocking))
    return {(shot, number): _params(blocking, number, lasts[event], chosen.get(event), settings)
            for shot, number, event, blocking in seen}


def _event(effect: PlacedEffect, blocking: Blocking) -> Event:
    cue = effect.cue
    return (cue.kind, cue.at, effect.x, effect.y, effect.z, effect.facing, cue.size_m, effect.seed, cue.words,
            digest(blocking.set))


def _params(blocking: Blocking, number: int, seconds: float, choice: EffectChoice | None,
            settings: Settings) -> EffectParams:
    effect = blocking.effects[number]
    vehicle = next((car.kind for car in blocking.vehicles if car.name == effect.cue.at), None)
    kind = SIMULATED[effect.cue.kind]
    if vehicle is not None:
        kind = {"fireball": "car_explosion", "fire": "burning_car"}.get(kind, kind)
    words = said(effect.cue.words, effect.facing, breaks=kind in BREAKS)
    choice = merged(choice or EffectChoice(), words.choice)
    lasting = min(LONGEST_S, max(SHORTEST_S, STEP_S * math.ceil(seconds / STEP_S)))
    order = EffectOrder(
        kind=kind, x=effect.x, y=effect.y, z=effect.z, facing=effect.facing, size_m=effect.cue.size_m,
        seconds=lasting if choice.seconds is None else choice.seconds, rate_num=settings.rate.numerator,
        rate_den=settings.rate.denominator,
        direction=direction(choice.direction, effect.facing) or (_rolls(blocking, effect) if kind == ROLLS else None),
        colour=None if choice.colour is None else linear(choice.colour),
        wind=(0.0, 0.0, 0.0) if choice.wind is None else (*choice.wind, 0.0), words=words.rest,
        seed=effect.seed, detail=settings.effects.detail)
    return EffectParams(order=order, set=blocking.set, vehicle=vehicle)


def _rolls(blocking: Blocking, dust: PlacedEffect) -> Vector | None:
    """Which way dust rolls that has no way of its own: along the ground, away from what comes down in the shot."""
    for other in blocking.effects:
        x, y = dust.x - other.x, dust.y - other.y
        if SIMULATED.get(other.cue.kind) in BREAKS and (away := math.hypot(x, y)) > 1.0:
            return (x / away, y / away, 0.0)
    return None


def direction(said: str | Vector | None, facing: float) -> Vector | None:
    """The unit vector that is meant by a word, as seen along ``facing`` radians, or by a vector.

    Raises:
        InputError: the word is not known, or the vector has no length.
    """
    if said is None:
        return None
    if not isinstance(said, str):
        length = math.hypot(*said)
        if not 0 < length < math.inf:
            raise InputError(f"an effect's direction {said} has no length", remedy="give [x, y, z] or a word")
        return (said[0] / length, said[1] / length, said[2] / length)
    word = said.strip().lower()
    if word in ("up", "위", "down", "아래"):
        return (0.0, 0.0, 1.0 if word in ("up", "위") else -1.0)
    if word not in WAYS:
        raise InputError(f"an effect's direction “{said}” is not known", remedy=f"one of: up, down, {', '.join(WAYS)}")
    turn = facing + math.radians(WAYS[word])
    return (math.cos(turn), math.sin(turn), 0.0)


def read_effect(folder: Path) -> EffectSheet:
    """The sheet in an effect's product.

    Raises:
        InputError: it is not there or broken.
    """
    return load((folder / SHEET).read_bytes(), EffectSheet)
