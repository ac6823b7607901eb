"""Clips and cuts by the real ffmpeg: bytes, frames, tags, sync, names, and what goes wrong."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import soundfile

from throughline.engines.contracts import EngineCrashed, NotConfigured, RequestRefused
from throughline.picture import video

RATES = (Fraction(24), Fraction(25), Fraction(24000, 1001))


def frames(count: int, colour: tuple[int, int, int] = (200, 40, 40), size: tuple[int, int] = (96, 54)
           ) -> Iterator[np.ndarray]:
    for number in range(count):
        picture = np.full((size[1], size[0], 3), colour, np.uint8)
        picture[:, number % size[0]] = 255
        yield picture


def wav(path: Path, seconds: Fraction) -> Path:
    samples = int(seconds * 48000)
    soundfile.write(path, np.random.default_rng(1).normal(0, 0.05, (samples, 2)), 48000, subtype="PCM_24")
    return path


def pixels(path: Path, frame: int, size: tuple[int, int] = (96, 54)) -> np.ndarray:
    raw = subprocess.run(["ffmpeg", "-v", "error", "-i", f"file:{path}", "-vf", f"select=eq(n\\,{frame})", "-frames:v",
                          "1", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"], capture_output=True, check=True).stdout
    return np.frombuffer(raw, np.uint8).reshape(size[1], size[0], 3)


@pytest.mark.parametrize("rate", RATES, ids=str)
def test_a_clip_has_every_frame_its_rate_its_tags_and_begins_at_once(tmp_path: Path, rate: Fraction) -> None:
    assert video.encode(frames(31), tmp_path / "a.mp4", rate) == 31
    said = video.probe(tmp_path / "a.mp4")
    assert said["nb_read_packets"] == "31"
    assert Fraction(said["r_frame_rate"]) == rate
    assert float(said["start_time"]) == 0.0
    assert abs(float(said["duration"]) - float(31 / rate)) < 1e-4
    assert (said["color_space"], said["color_range"]) == ("bt709", "tv")


def test_the_same_frames_give_the_same_bytes(tmp_path: Path) -> None:
    digests = set()
    for name in ("a.mp4", "b.mp4"):
        video.encode(frames(12), tmp_path / name, Fraction(24))
        digests.add(hashlib.sha256((tmp_path / name).read_bytes()).hexdigest())
    assert len(digests) == 1


def test_colours_come_back_as_they_went_in(tmp_path: Path) -> None:
    video.encode(frames(2, (30, 160, 220)), tmp_path / "a.mp4", Fraction(24))
    assert np.abs(pixels(tmp_path / "a.mp4", 0)[30, 40].astype(int) - (30, 160, 220)).max() < 8


@pytest.mark.parametrize("rate", [Fraction(24), Fraction(24000, 1001)], ids=str)
def test_sixty_clips_join_in_sync(tmp_path: Path, rate: Fraction) -> None:
    lengths = [1 + number * 3 % 7 for number in range(60)]
    made: dict[int, Path] = {}
    for length in sorted(set(lengths)):
        made[length] = tmp_path / f"{length}.mp4"
        video.encode(frames(length, (length * 25, 90, 90)), made[length], rate)
    total = sum(lengths)
    video.join([made[length] for length in lengths], wav(tmp_path / "mix.wav", total / rate), tmp_path / "cut.mp4")
    said = video.probe(tmp_path / "cut.mp4")
    assert int(said["nb_read_packets"]) == total
    assert float(said["start_time"]) == 0.0
    assert abs(float(said["duration"]) - float(total / rate)) < 1e-3
    assert abs(float(said["audio_duration"]) - float(said["duration"])) < 1024 / 48000
    at = sum(lengths[:40])
    shown = [int(pixels(tmp_path / "cut.mp4", frame)[40, 90, 0]) for frame in (at - 1, at)]
    assert [abs(red - length * 25) < 9 for red, length in zip(shown, lengths[39:41], strict=True)] == [True, True]


def test_a_join_gives_the_same_bytes_twice(tmp_path: Path) -> None:
    video.encode(frames(9), tmp_path / "a.mp4", Fraction(25))
    sound = wav(tmp_path / "mix.wav", Fraction(18, 25))
    for name in ("x.mp4", "y.mp4"):
        video.join([tmp_path / "a.mp4"] * 2, sound, tmp_path / name)
    assert (tmp_path / "x.mp4").read_bytes() == (tmp_path / "y.mp4").read_bytes()


def test_names_may_have_quotes_spaces_percents_and_korean(tmp_path: Path) -> None:
    folder = tmp_path / "it's 50% “광화문” #1"
    folder.mkdir()
    clip = folder / "하나 'a' %03d.mp4"
    video.encode(frames(3), clip, Fraction(24))
    video.join([clip, clip], wav(folder / "소리 '1'.wav", Fraction(6, 24)), folder / "완성 'cut'.mp4")
    assert video.probe(folder / "완성 'cut'.mp4")["nb_read_packets"] == "6"


def test_a_broken_clip_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.mp4").write_bytes(b"no film at all" * 50)
    with pytest.raises(EngineCrashed, match=r"broken\.mp4") as caught:
        video.join([tmp_path / "broken.mp4"], wav(tmp_path / "m.wav", Fraction(1)), tmp_path / "cut.mp4")
    assert "\n" not in str(caught.value)


def test_clips_that_differ_are_refused(tmp_path: Path) -> None:
    video.encode(frames(2), tmp_path / "a.mp4", Fraction(24))
    video.encode(frames(2, size=(64, 36)), tmp_path / "b.mp4", Fraction(24))
    video.encode(frames(2), tmp_path / "c.mp4", Fraction(25))
    sound = wav(tmp_path / "m.wav", Fraction(1, 6))
    for other in ("b.mp4", "c.mp4"):
        with pytest.raises(RequestRefused, match="make them alike"):
            video.join([tmp_path / "a.mp4", tmp_path / other], sound, tmp_path / "cut.mp4")
    with pytest.raises(RequestRefused, match="missing or empty"):
        video.join([tmp_path / "none.mp4"], sound, tmp_path / "cut.mp4")


def test_odd_sizes_no_frames_and_frames_that_change_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RequestRefused, match="even"):
        video.encode(frames(1, size=(95, 54)), tmp_path / "a.mp4", Fraction(24))
    with pytest.raises(RequestRefused, match="at least one"):
        video.encode(iter(()), tmp_path / "a.mp4", Fraction(24))
    mixed = [*frames(1), *frames(1, size=(64, 36))]
    with pytest.raises(RequestRefused, match="frame 1"):
        video.encode(mixed, tmp_path / "a.mp4", Fraction(24))


def test_without_ffmpeg_the_error_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotConfigured, match="apt-get install ffmpeg"):
        video.encode(frames(1), tmp_path / "a.mp4", Fraction(24))


def test_a_full_disk_is_said_in_one_line() -> None:
    with pytest.raises(EngineCrashed) as caught:
        video.encode(frames(200, size=(320, 180)), Path("/dev/full"), Fraction(24))
    assert "\n" not in str(caught.value) and "full" in str(caught.value)
