"""The stage that takes over an artist's own files in place of what a stage makes of a shot, proved usable first."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from throughline.build.execute import Context
from throughline.film.errors import InputError
from throughline.stages.override_names import EXPECTED, FIRST, check_name
from throughline.stages.records import OverrideParams

Picture = NDArray[np.uint8]
LABELS = {"animatic_clip": "ANIMATIC", "previs_clip": "PREVIS"}


def take_over(context: Context) -> dict[str, float | int | str]:
    """Reads the artist's folder; gives the stage's product made of it: panels as they are, clips and sound brought to
    the film's size, rate and length.

    Raises:
        InputError: a file that cannot be used; names it.
    """
    params = context.params
    if not isinstance(params, OverrideParams):
        raise TypeError("an override needs OverrideParams")
    folder = context.inputs["override"]
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*")
                   if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts))
    for name in names:
        check_name(params.stage, name)
    if FIRST[params.stage] not in names:
        raise InputError(f"{FIRST[params.stage]} is missing", file=str(folder),
                         remedy=f"put it there or remove the folder; a {params.stage} is {EXPECTED[params.stage]}")
    takers = {"board": _panels, "layout": _layout, "sound": _sound}
    takers.get(params.stage, _clips)(context, params, folder, names)
    return {"files": len(names)}


def _panels(context: Context, params: OverrideParams, folder: Path, names: list[str]) -> None:
    from PIL import Image

    for name in names:
        try:
            with Image.open(folder / name) as image:
                image.load()
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
            raise InputError("cannot be read as a picture", file=str(folder / name),
                             remedy="save it as PNG again or remove it") from error
    _copied(context, folder, names)


def _layout(context: Context, params: OverrideParams, folder: Path, names: list[str]) -> None:
    from pxr import Tf, Usd

    from throughline.stages.layout_sheet import read_sheet

    _copied(context, folder, names)
    if "layout.json" not in names:
        raise InputError("layout.json is missing", file=str(folder), remedy="take it along from the layout you edited")
    frames = read_sheet(folder).frames
    if frames != params.shot.frames:
        raise InputError(f"the layout has {frames} frames, the shot {params.shot.frames}",
                         file=str(folder / "layout.json"), remedy="give the layout the shot's length")
    try:
        camera = Usd.Stage.Open(str(context.out / "shot.usdc")).GetPrimAtPath("/Shot/Camera")
    except Tf.ErrorException as error:
        raise InputError("is no USD stage", file=str(folder / "shot.usdc"), remedy="export it again") from error
    if not camera:
        raise InputError("has no camera at /Shot/Camera", file=str(folder / "shot.usdc"), remedy="name it so")


def _sound(context: Context, params: OverrideParams, folder: Path, names: list[str]) -> None:
    import soundfile
    from scipy.signal import resample_poly

    from throughline.sound.mix import write_wav
    from throughline.sound.waves import SAMPLE_RATE

    file = folder / "mix.wav"
    try:
        wave, rate = soundfile.read(file, dtype="float64", always_2d=True)
    except soundfile.LibsndfileError as error:
        raise InputError("cannot be read as sound", file=str(file), remedy="give a WAV") from error
    if rate != SAMPLE_RATE:
        share = Fraction(SAMPLE_RATE, rate)
        wave = resample_poly(wave, share.numerator, share.denominator, axis=0)
    stereo = wave[:, :2] if wave.shape[1] > 1 else np.repeat(wave, 2, axis=1)
    write_wav(context.out / "mix.wav", stereo)


def _clips(context: Context, params: OverrideParams, folder: Path, names: list[str]) -> None:
    from throughline.picture import burnin, footage, video

    rate, size = Fraction(params.rate), (params.width, params.height)
    pictures = list(_timed(context, params, footage.frames(folder / "clean.mp4", size, rate)))
    video.encode(pictures, context.out / "clean.mp4", rate)
    if "slate.mp4" in names:
        high = params.height + 2 * burnin.bar_height(params.height)
        own = _timed(context, params, footage.frames(folder / "slate.mp4", (params.width, high), rate))
        video.encode(own, context.out / "slate.mp4", rate)
        return
    video.encode(_slated(params, pictures, rate), context.out / "slate.mp4", rate)


def _slated(params: OverrideParams, pictures: list[Picture], rate: Fraction) -> Iterator[Picture]:
    from throughline.picture import burnin

    for number, picture in enumerate(pictures):
        canvas = burnin.with_bars(picture)
        burnin.slate(canvas, params.shot, params.title, LABELS[params.stage], number, number, rate)
        yield canvas


def _timed(context: Context, params: OverrideParams, pictures: Iterator[Picture]) -> Iterator[Picture]:
    """Exactly as many frames as the shot has: the rest is cut off, or the last one held."""
    count, last = 0, None
    for picture in pictures:
        if count == params.shot.frames:
            context.warn(f"{params.shot.id}: your {params.stage} is longer than the shot; its end is cut off")
            return
        count, last = count + 1, picture
        yield picture
    if last is None:
        raise InputError(f"{params.shot.id}: your {params.stage} has no frame", remedy="export it again")
    if count < params.shot.frames:
        context.warn(f"{params.shot.id}: your {params.stage} has {count} of {params.shot.frames} frames; "
                     "its last one is held")
    for _ in range(params.shot.frames - count):
        yield last


def _copied(context: Context, folder: Path, names: list[str]) -> None:
    for name in names:
        target = context.out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((folder / name).read_bytes())
