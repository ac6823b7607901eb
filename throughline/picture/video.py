"""Moving pictures as files, through the ffmpeg program: encode, join without re-encoding, add sound."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from throughline.engines.contracts import EngineCrashed, NotConfigured

QUIET = ("-hide_banner", "-loglevel", "error", "-nostdin")
EXACT = ("-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact", "-map_metadata", "-1")
TAGS = ("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv")


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

    The same frames give the same bytes: one encoder thread, no dates, every clip opens with an IDR frame.

    Raises:
        EngineError: ffmpeg is missing or fails.
    """
    iterator = iter(frames)
    first = next(iterator)
    height, width = first.shape[:2]
    command = [program(), *QUIET, "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-r",
               str(rate), "-i", "-", "-vf", "scale=out_color_matrix=bt709:out_range=tv", "-pix_fmt", "yuv420p",
               "-c:v", "libx264", "-preset", "veryfast", "-crf", str(crf), "-threads", "1", "-g", "48",
               "-x264-params", "open-gop=0", *TAGS, *EXACT, "-video_track_timescale", "90000", "-movflags",
               "+faststart", str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        if process.stdin is None or process.stderr is None:
            raise EngineCrashed("ffmpeg gave no pipe")
        count = 0
        try:
            for frame in _chain(first, iterator):
                process.stdin.write(np.ascontiguousarray(frame).tobytes())
                count += 1
        except BrokenPipeError:
            pass
        process.stdin.close()
        words = process.stderr.read().decode(errors="replace")
    _check(process.returncode, words, path)
    return count


def _chain(first: NDArray[np.uint8], rest: Iterable[NDArray[np.uint8]]) -> Iterable[NDArray[np.uint8]]:
    yield first
    yield from rest


def _check(status: int, words: str, path: Path) -> None:
    if status != 0:
        last = words.strip().splitlines()[-1:] or ["no message"]
        raise EngineCrashed(f"ffmpeg could not write {path.name} (status {status}): {last[0]}")


def join(clips: Sequence[Path], sound: Path, path: Path) -> None:
    """One MP4 of the clips one after another, copied without loss, with a WAV as its AAC sound.

    All clips must come from ``encode`` with one size and rate.

    Raises:
        EngineError: ffmpeg is missing or fails.
    """
    listing = path.with_suffix(".txt")
    lines = [f"file '{str(clip.resolve()).replace(chr(39), chr(39) + chr(92) + chr(39) + chr(39))}'" for clip in clips]
    listing.write_text("ffconcat version 1.0\n" + "\n".join(lines) + "\n", encoding="utf-8")
    try:
        _run([program(), *QUIET, "-y", "-f", "concat", "-safe", "0", "-i", str(listing), "-i", str(sound), "-map",
              "0:v:0", "-map", "1:a:0", "-c:v", "copy", "-c:a", "aac", "-b:a", "192k", *TAGS, *EXACT, "-movflags",
              "+faststart", str(path)], path)
    finally:
        listing.unlink(missing_ok=True)


def _run(command: list[str], path: Path) -> None:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    _check(done.returncode, done.stderr, path)


def probe(path: Path) -> dict[str, str]:
    """What ffprobe says of a file: width, height, frames, rate, seconds, and the audio's seconds."""
    done = subprocess.run([program("ffprobe"), "-v", "error", "-count_packets", "-show_entries",
                           "stream=codec_type,width,height,nb_read_packets,r_frame_rate,duration", "-of", "compact",
                           str(path)], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    _check(done.returncode, done.stderr, path)
    found: dict[str, str] = {}
    for line in done.stdout.splitlines():
        entry = dict(part.split("=", 1) for part in line.split("|") if "=" in part)
        prefix = "audio_" if entry.get("codec_type") == "audio" else ""
        found.update({prefix + key: value for key, value in entry.items()})
    return found
