"""An artist's own files, brought to what the film needs or refused in one line."""

from __future__ import annotations

import subprocess
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PIL import Image

from throughline.build.ledger import Ledger
from throughline.build.run import make
from throughline.build.stage import Product, Task
from throughline.build.store import Store
from throughline.film.errors import InputError
from throughline.film.shot import Angle, Move, Shot, Size
from throughline.picture.footage import frames
from throughline.picture.video import probe
from throughline.stages.override_names import check_name
from throughline.stages.records import OverrideParams

SHOT = Shot(id="1-010", scene="1", frames=20, size=Size.MS, angle=Angle.EYE, move=Move.STATIC, lens_mm=40, subjects=(),
            action="She waits.")


def _taken(folder: Path, stage: str, tmp_path: Path) -> Product:
    store, ledger = Store(tmp_path / "store"), Ledger(tmp_path / "ledger.db")
    params = OverrideParams(stage=stage, shot=SHOT, title="Film", width=96, height=48, rate="12")
    return make(Task(stage=stage, version=1, name="1-010", function="throughline.stages.overrides:take_over",
                     params=params, inputs=(("override", store.file(folder)),)), store, ledger)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    return folder


def _clip(path: Path, seconds: float, size: str = "320x240", rate: int = 30) -> None:
    subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", f"testsrc=size={size}:rate={rate}:duration={seconds}",
                    "-c:v", "mpeg4", str(path)], check=True)


@pytest.mark.parametrize(("seconds", "said"), [(3.0, "longer"), (1.0, "held"), (20 / 12, None)])
def test_a_clip_gets_the_shots_length_size_and_rate(own: Path, tmp_path: Path, seconds: float,
                                                    said: str | None) -> None:
    _clip(own / "clean.mp4", seconds)
    made = _taken(own, "previs_clip", tmp_path)
    clean, slate = probe(made.path("clean.mp4")), probe(made.path("slate.mp4"))
    assert (clean["width"], clean["height"], clean["nb_read_packets"]) == ("96", "48", "20")
    assert Fraction(clean["r_frame_rate"]) == 12 and slate["nb_read_packets"] == "20"
    assert int(slate["height"]) > 48
    assert [said in line for line in made.warnings] == ([True] if said else [])


def test_footage_is_shown_whole(tmp_path: Path) -> None:
    _clip(tmp_path / "tall.mp4", 0.5, "120x240")
    first = next(iter(frames(tmp_path / "tall.mp4", (96, 48), Fraction(12))))
    assert first.shape == (48, 96, 3)
    assert first[:, :30].max() < 12 and first[:, 40:56].max() > 100


def test_sound_of_another_rate_is_converted(own: Path, tmp_path: Path) -> None:
    tone = np.sin(np.arange(44100) / 44100 * 2 * np.pi * 440) * 0.3
    soundfile.write(own / "mix.wav", tone, 44100)
    wave, rate = soundfile.read(_taken(own, "sound", tmp_path).path("mix.wav"))
    assert rate == 48000 and wave.shape == (48000, 2)
    assert np.argmax(np.abs(np.fft.rfft(wave[:, 0]))) == 440


def test_panels_are_taken_as_they_are(own: Path, tmp_path: Path) -> None:
    Image.new("RGB", (30, 20), "red").save(own / "panel_1.png")
    (own / ".DS_Store").write_bytes(b"left by a system")
    made = _taken(own, "board", tmp_path)
    assert made.files == ("panel_1.png",)
    assert made.path("panel_1.png").read_bytes() == (own / "panel_1.png").read_bytes()


@pytest.mark.parametrize(("stage", "name", "content", "says"), [
    ("board", "panel_1.png", b"no picture", "panel_1.png: cannot be read as a picture"),
    ("board", "panel_2.png", b"", "panel_1.png is missing"),
    ("board", "drawing.psd", b"", "drawing.psd is no file of board"),
    ("previs_clip", "clean.mp4", b"no film", "clean.mp4: cannot be read as moving pictures"),
    ("previs_clip", "slate.mp4", b"", "clean.mp4 is missing"),
    ("sound", "mix.wav", b"RIFF", "mix.wav: cannot be read as sound"),
    ("layout", "shot.usdc", b"PXR", "layout.json is missing"),
])
def test_files_that_cannot_be_used(own: Path, tmp_path: Path, stage: str, name: str, content: bytes, says: str) -> None:
    (own / name).write_bytes(content)
    with pytest.raises(InputError, match=says) as caught:
        _taken(own, stage, tmp_path)
    assert caught.value.remedy and "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["../panel_1.png", "panel_0.png", "panel_1.png.exe", "cast/../../x.usdc"])
def test_names_that_lead_elsewhere(name: str) -> None:
    for stage in ("board", "layout"):
        with pytest.raises(InputError):
            check_name(stage, name)
