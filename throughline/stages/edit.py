"""The edit stage: the film's shots one after another with their sound, each at the best that it has."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from throughline.build.execute import Context
from throughline.film.errors import InputError
from throughline.picture import burnin, video
from throughline.picture.lettering import lay, written
from throughline.sound.loudness import programme_gain
from throughline.sound.mix import sample_at, write_wav
from throughline.sound.waves import SAMPLE_RATE
from throughline.stages.records import EditParams, EditShot

END_FADE = 0.04


def make_edit(context: Context) -> dict[str, float | int | str]:
    """Reads the clips and mixes of the shots; gives the MP4 and mix.wav, whole length, in sync.

    A shot without any picture is a black card that says so, for its full time.
    """
    params = context.params
    if not isinstance(params, EditParams):
        raise TypeError("the edit stage needs EditParams")
    rate = Fraction(params.rate)
    clips = [_clip(context, shot, params, rate) for shot in params.shots]
    missing = [shot.id for shot in params.shots if shot.source is None]
    if missing:
        context.warn(f"{params.file}: black cards stand in for shots without a picture yet: {', '.join(missing)}")
    _mix(context, params, rate)
    video.join(clips, context.out / "mix.wav", context.out / params.file)
    for card in context.out.glob("card-*.mp4"):
        card.unlink()
    frames = sum(shot.frames for shot in params.shots)
    return {"shots": len(params.shots), "frames": frames, "seconds": round(float(frames / rate), 3),
            "missing": sum(shot.source is None for shot in params.shots)}


def _clip(context: Context, shot: EditShot, params: EditParams, rate: Fraction) -> Path:
    if shot.source is not None:
        return context.inputs[f"clip:{shot.id}"] / f"{shot.source}.mp4"
    path = context.out / f"card-{shot.id}.mp4"
    video.encode(_card(shot, params), path, rate)
    return path


def _card(shot: EditShot, params: EditParams) -> Iterator[NDArray[np.uint8]]:
    picture = np.zeros((params.height, params.width, 3), dtype=np.uint8)
    words = written(f"{shot.id}", "sans", max(10, params.height // 10))
    lay(picture, words, (params.width - words.shape[1]) // 2, (params.height - words.shape[0]) // 2, (120, 120, 120))
    canvas = burnin.with_bars(picture) if params.bars else picture
    for _ in range(shot.frames):
        yield canvas


def _mix(context: Context, params: EditParams, rate: Fraction) -> None:
    """Every shot's sound from its own first frame's sample; what rings on overlaps the next shot."""
    total = sample_at(sum(shot.frames for shot in params.shots), rate)
    scratch = context.out / "bed.raw"
    bed, start = np.memmap(scratch, dtype=np.float32, mode="w+", shape=(max(1, total), 2)), 0
    for shot in params.shots:
        folder = context.inputs.get(f"sound:{shot.id}")
        if folder is not None:
            at = sample_at(start, rate)
            stereo = _heard(folder / "mix.wav", shot.id)[:total - at]
            bed[at:at + len(stereo)] += stereo.astype(np.float32)
        start += shot.frames
    end = min(total, round(END_FADE * SAMPLE_RATE))
    bed[total - end:total] *= np.linspace(1.0, 0.0, end, dtype=np.float32)[:, None]
    write_wav(context.out / "mix.wav", bed[:total], programme_gain(bed[:total]))
    del bed
    scratch.unlink()


def _heard(file: Path, shot: str) -> NDArray[np.float64]:
    """A shot's mix (N, 2).

    Raises:
        InputError: it cannot be read, or has another sample rate.
    """
    try:
        wave, wave_rate = soundfile.read(file, dtype="float64", always_2d=True)
    except soundfile.LibsndfileError as error:
        raise InputError(f"{shot}: {file.name} cannot be read as sound", remedy="give a WAV of 48 kHz") from error
    if wave_rate != SAMPLE_RATE:
        raise InputError(f"{shot}: the mix has {wave_rate} samples a second, not {SAMPLE_RATE}", remedy="convert it")
    return np.asarray(wave if wave.shape[1] == 2 else np.repeat(wave[:, :1], 2, axis=1))
