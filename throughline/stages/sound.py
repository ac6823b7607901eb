"""The sound stage: a shot's scratch dialogue, steps, engines, effects and air, mixed."""

from __future__ import annotations

import functools

from throughline.build.execute import Context
from throughline.engines.contracts import Speaker
from throughline.engines.discovery import speaker as find_speaker
from throughline.sound.mix import shot_mix, write_wav
from throughline.sound.voices import speakable
from throughline.stages.layout_sheet import read_sheet
from throughline.stages.records import SoundParams


@functools.cache
def speaker(name: str) -> Speaker:
    """The speech engine of that name."""
    return find_speaker(name)


def make_sound(context: Context) -> dict[str, float | int | str]:
    """Reads a layout; gives mix.wav: the shot's sound and what rings on after it."""
    params = context.params
    if not isinstance(params, SoundParams):
        raise TypeError("the sound stage needs SoundParams")
    sheet = read_sheet(context.inputs["layout"])
    engine = speaker(params.engine)
    voices = {voice.name: speakable(engine, voice.voice, context.warn) for voice in params.voices}
    wave = shot_mix(params.blocking, sheet, engine, voices, context.warn)
    write_wav(context.out / "mix.wav", wave)
    return {"lines": len(params.blocking.shot.spoken), "steps": len(sheet.footsteps)}
