"""The sound stage: a shot's scratch dialogue, steps, engines, effects and air, mixed."""

from __future__ import annotations

import functools

from throughline.build.execute import Context
from throughline.engines.contracts import Speaker
from throughline.engines.discovery import speaker as find_speaker
from throughline.film.blocking import Blocking
from throughline.film.record import Record
from throughline.sound.mix import shot_mix, write_wav
from throughline.stages.layout import read_sheet
from throughline.stages.staging import NamedVoice


class SoundParams(Record):
    """A shot to be heard: its blocking, the speech engine's name, the voices of those who speak in it."""

    blocking: Blocking
    engine: str
    voices: tuple[NamedVoice, ...]


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
    wave = shot_mix(params.blocking, sheet, speaker(params.engine),
                    {voice.name: voice.voice for voice in params.voices})
    write_wav(context.out / "mix.wav", wave)
    return {"lines": len(params.blocking.shot.spoken), "steps": len(sheet.footsteps)}
