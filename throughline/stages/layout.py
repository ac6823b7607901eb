"""The layout stage: one USD stage a shot, whole in itself, and its sheet of figures."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from fractions import Fraction

import numpy as np

from throughline.build.execute import Context
from throughline.engines.contracts import Voice
from throughline.film.blocking import Blocking
from throughline.film.record import dump
from throughline.sound.phonemes import Phone, phonemes
from throughline.stages.effect_orders import PIECES, read_effect
from throughline.stages.motion_override import own_motions
from throughline.stages.records import LayoutParams
from throughline.world import sets
from throughline.world.layout import compose_shot
from throughline.world.layout.compose import BodyFile
from throughline.world.layout.effects import Simulated
from throughline.world.layout.faces import line_seconds
from throughline.world.prim_names import prim_name

TIMED_BY = "espeak"
"""The speech engine that can say when it speaks which sound."""


def make_layout(context: Context) -> dict[str, float | int | str]:
    """Reads the set, the bodies, and an animator's motion where there is one; gives shot.usdc with set.usdc and
    cast/*.usdc beside it, effects.npz where there are soft volumes, and layout.json."""
    params = context.params
    if not isinstance(params, LayoutParams):
        raise TypeError("the layout stage needs LayoutParams")
    blocking = params.blocking
    shutil.copyfile(context.inputs["set"], context.out / "set.usdc")
    bodies = {}
    for part in blocking.performances:
        file = f"cast/{prim_name(part.name)}.usdc"
        folder = context.inputs[f"body:{part.name}"]
        bodies[part.name] = BodyFile(file, np.load(folder / "rest.npy", allow_pickle=False), part.look.height_m)
        (context.out / "cast").mkdir(exist_ok=True)
        shutil.copyfile(folder / "body.usdc", context.out / file)
    own = own_motions(context.inputs.get("motion"), blocking, {name: body.rest for name, body in bodies.items()},
                      Fraction(params.rate), context.warn)
    sheet = compose_shot(blocking, sets.plan(blocking.set), bodies, "set.usdc", context.out, Fraction(params.rate),
                         params.aspect, _phones(params, context.warn), own, _simulated(context, blocking))
    for warning in sheet.warnings:
        context.warn(warning)
    (context.out / "layout.json").write_bytes(dump(sheet))
    return {"frames": sheet.frames, "people": len(blocking.performances)}


def _simulated(context: Context, blocking: Blocking) -> dict[int, Simulated]:
    """The shot's effects that were simulated, by their place in the blocking; what breaks in them is laid beside."""
    found = {}
    for number, effect in enumerate(blocking.effects):
        folder = context.inputs.get(f"effect:{number}")
        if folder is None:
            continue
        pieces = None
        if (folder / PIECES).exists():
            pieces = f"effects/pieces_{number}.usdc"
            (context.out / "effects").mkdir(exist_ok=True)
            shutil.copyfile(folder / PIECES, context.out / pieces)
        found[number] = Simulated(read_effect(folder), effect.cue.frame, pieces)
    return found


def _phones(params: LayoutParams, warn: Callable[[str], None]) -> tuple[tuple[Phone, ...], ...] | None:
    """The sounds of every line of the shot as its speaker's voice says them; None where espeak-ng does not speak."""
    if params.speech != TIMED_BY:
        return None
    voices = {named.name: named.voice for named in params.voices}
    rate, plain = Fraction(params.rate), Voice(language="")
    said = [(line, voices.get(line.speaker, plain)) for line in params.blocking.shot.spoken]
    return tuple(phonemes(line.text, voice.language, line_seconds(line, rate), voice.rate, warn)
                 for line, voice in said)
