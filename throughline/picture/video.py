"""Moving pictures as files, through the ffmpeg program: encode, join without re-encoding, add sound."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from throughline.engines.contracts import EngineCrashed, NotConfigured, RequestRefused

QUIET = ("-hide_banner", "-loglevel", "error", "-nostdin")
EXACT = ("-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact", "-map_metadata", "-1")
TAGS = ("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv")
SOUND_RATE = 48_000


def _ticks(rate: Fraction) -> tuple[int, int]:
    """(ticks a second, ticks a frame) of a clock in which every frame of the rate falls on a whole tick."""
    fine = max(1, round(90_000 / rate.numerator))
    return rate.numerator * fine, rate.denominator * fine


def program(name: str = "ffmpeg") -> str:
    """The path of ffmpeg or ffprobe.

    Raises:
        NotConfigured: it is not installed.
    """
    found = shutil.which(name)
    if found is None:
        raise NotConfigured(f"{name} is not installed; run: throughline setup (or apt-get install ffmpeg)")
    return found


def encode(frames: Iterable[NDArray[np.uint8]], path: Path, rate: Fraction, crf: int = 18) -> int:
    """Encode (H, W, 3) sRGB frames of one even size as H.264 4:2:0 BT.709 without sound; the number of frames.

    The same frames give the same bytes: one encoder thread, no dates; every clip opens with an IDR frame and shows
    its first frame at time 0 (no B-frames, so that clips join without a gap).

    Raises:
        RequestRefused: no frame at all, an odd size, or sizes that differ.
        EngineError: ffmpeg is missing or fails.
    """
    iterator = iter(frames)
    first = next(iterator, None)
    if first is None:
        raise RequestRefused(f"{path.name}: a clip needs at least one frame")
    height, width = first.shape[:2]
    if width % 2 or height % 2:
        raise RequestRefused(f"{path.name}: {width}x{height} pixels; H.264 4:2:0 needs an even width and height")
    command = [program(), *QUIET, "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-r",
               str(rate), "-i", "-", "-vf", "scale=out_color_matrix=bt709:out_range=tv", "-pix_fmt", "yuv420p",
               "-c:v", "libx264", "-preset", "veryfast", "-crf", str(crf), "-bf", "0", "-threads", "1", "-g", "48",
               "-x264-params", "open-gop=0", *TAGS, *EXACT, "-video_track_timescale", str(_ticks(rate)[0]), "-movflags",
               "+faststart", "-f", "mp4", f"file:{path}"]
    with tempfile.TemporaryFile() as words:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=words)
        try:
            count = _feed(process, _chain(first, iterator), (height, width, 3), path)
        except BaseException:
            process.kill()
            process.wait()
            raise
        words.seek(0)
        _check(process.returncode, words.read().decode(errors="replace"), path)
    return count


def _feed(process: subprocess.Popen[bytes], frames: Iterable[NDArray[np.uint8]], shape: tuple[int, int, int],
          path: Path) -> int:
    """Write the frames to the program and wait for its end; how many there were."""
    pipe = process.stdin
    if pipe is None:
        raise EngineCrashed("ffmpeg gave no pipe")
    count = 0
    try:
        for frame in frames:
            if frame.shape != shape:
                raise RequestRefused(f"{path.name}: frame {count} is {frame.shape}, the first is {shape}")
            pipe.write(np.ascontiguousarray(frame, dtype=np.uint8).data)
            count += 1
        pipe.close()
    except BrokenPipeError:
        count = -1  # ffmpeg ended early: its status says why
    status = process.wait()
    if count < 0 and status == 0:
        raise EngineCrashed(f"ffmpeg stopped taking frames for {path.name}")
    return count


def _chain(first: NDArray[np.uint8], rest: Iterable[NDArray[np.uint8]]) -> Iterator[NDArray[np.uint8]]:
    yield first
    yield from rest


def _check(status: int, words: str, path: Path) -> None:
    if status == 0:
        return
    lines = [line.strip() for line in words.splitlines() if line.strip()] or ["no message"]
    full = next((line for line in lines if "No space left" in line), None)
    if full:
        raise EngineCrashed(f"the disk is full: ffmpeg could not write {path.name}; free some space and build again")
    raise EngineCrashed(f"ffmpeg failed on {path.name} (status {status}): {lines[0]}")


def join(clips: Sequence[Path], sound: Path, path: Path) -> None:
    """One MP4 of the clips one after another, copied without loss, with a WAV as its AAC sound.

    All clips must come from ``encode`` with one size and rate. The sound should be as long as the picture.

    Raises:
        RequestRefused: no clips, or one is missing, empty or of another size or rate than the first.
        EngineError: ffmpeg is missing or fails.
    """
    clock, step = _ticks(_alike(clips))
    exact = f"setts=pts=N*{step}:dts=N*{step}:duration={step}:time_base=1/{clock}"  # clips' lengths are rounded to 1 ms
    with tempfile.TemporaryDirectory(prefix="throughline-join-") as folder:
        listing = Path(folder) / "clips.txt"
        rows = [f"file {_quoted(f'file:{clip.resolve()}')}" for clip in clips]
        listing.write_text("ffconcat version 1.0\n" + "\n".join(rows) + "\n", encoding="utf-8")
        _run([program(), *QUIET, "-y", "-f", "concat", "-safe", "0", "-i", str(listing), "-i", f"file:{sound}", "-map",
              "0:v:0", "-map", "1:a:0", "-c:v", "copy", "-bsf:v", exact, "-c:a", "aac", "-b:a",
              "192k", "-ar", str(SOUND_RATE), *TAGS, *EXACT, "-video_track_timescale", str(clock), "-movflags",
              "+faststart", "-f", "mp4", f"file:{path}"], path)


def _quoted(text: str) -> str:
    """A word of an ffconcat list. Source: ffmpeg-utils, Quoting and escaping."""
    return "'" + text.replace("'", "'\\''") + "'"


def _alike(clips: Sequence[Path]) -> Fraction:
    """The rate of clips that can follow one another in one stream; raises RequestRefused where they cannot."""
    if not clips:
        raise RequestRefused("a cut needs at least one clip")
    known: dict[Path, tuple[str, str, str]] = {}
    for clip in clips:
        if clip in known:
            continue
        if not clip.is_file() or not clip.stat().st_size:
            raise RequestRefused(f"{clip.parent.name}/{clip.name} is missing or empty; build that shot again")
        said = _streams(clip, "stream=codec_type,width,height,r_frame_rate", clip)
        found = next((entry for entry in said if entry.get("codec_type") == "video"), {})
        known[clip] = found.get("width", "?"), found.get("height", "?"), found.get("r_frame_rate", "?")
        first = known[clips[0]]
        if known[clip] != first:
            raise RequestRefused(f"{clip.parent.name}/{clip.name} is {'x'.join(known[clip][:2])} at {known[clip][2]}, "
                                 f"the first clip {'x'.join(first[:2])} at {first[2]}; make them alike")
    return Fraction(known[clips[0]][2])


def _run(command: list[str], path: Path) -> None:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True)
    _check(done.returncode, done.stderr.decode(errors="replace"), path)


def probe(path: Path) -> dict[str, str]:
    """What ffprobe says of a file: width, height, nb_read_packets, r_frame_rate, duration, start_time, color_space;
    the same of its sound under names that begin with ``audio_``.

    Raises:
        EngineError: ffprobe is missing, or the file cannot be read.
    """
    found: dict[str, str] = {}
    entries = "stream=codec_type,width,height,nb_read_packets,r_frame_rate,duration,start_time,color_space,color_range"
    for entry in _streams(path, entries, path, "-count_packets"):
        prefix = "audio_" if entry.get("codec_type") == "audio" else ""
        found.update({prefix + key: value for key, value in entry.items()})
    return found


def _streams(path: Path, entries: str, named: Path, *more: str) -> list[dict[str, str]]:
    done = subprocess.run([program("ffprobe"), "-v", "error", *more, "-show_entries", entries, "-of", "compact",
                           f"file:{path}"], stdin=subprocess.DEVNULL, capture_output=True)
    _check(done.returncode, done.stderr.decode(errors="replace"), named)
    return [dict(part.split("=", 1) for part in line.split("|") if "=" in part)
            for line in done.stdout.decode(errors="replace").splitlines()]
