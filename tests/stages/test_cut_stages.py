"""Board, boards, animatic, sound and edit stages on real products, by the fake renderer, ffmpeg, typst, espeak-ng."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import soundfile
from PIL import Image

from throughline.film.errors import InputError
from throughline.film.shot import Angle, Move, Shot, Size, SpokenLine
from throughline.picture import video
from throughline.stages.animatic import _moved, _panel, _timed, make_animatic
from throughline.stages.boards import make_boards
from throughline.stages.edit import make_edit
from throughline.stages.records import AnimaticParams, BoardsParams, EditParams, EditShot, HeadedShot

WIDTH, HEIGHT = 320, 134


def shot(name: str = "1-010", frames: int = 24, move: Move = Move.STATIC) -> Shot:
    spoken = (SpokenLine(speaker="하나", text="누구야?", frame_in=2, frame_out=12, line=4, off_screen=True),)
    return Shot(id=name, scene="1", frames=frames, size=Size.MS, angle=Angle.EYE, move=move, lens_mm=50,
                subjects=("하나",), action="하나가 돌아본다.", spoken=spoken)


def context(out: Path, params: object, **inputs: Path) -> SimpleNamespace:
    """What a stage sees of a build."""
    out.mkdir(parents=True, exist_ok=True)
    warnings: list[str] = []
    return SimpleNamespace(out=out, params=params, inputs={name.replace("__", ":").replace("_s", "-"): path for
                           name, path in inputs.items()}, warn=warnings.append, warnings=warnings,
                           progress=lambda *told: None)


def board(folder: Path, *greys: int, size: tuple[int, int] = (640, 268)) -> Path:
    folder.mkdir(parents=True)
    for number, level in enumerate(greys, 1):
        picture = np.full((size[1], size[0], 3), level, np.uint8)
        picture[:, size[0] // 2 - 3:size[0] // 2 + 3] = 0
        Image.fromarray(picture).save(folder / f"panel_{number}.png")
    return folder


def told(move: Move = Move.STATIC, frames: int = 24) -> AnimaticParams:
    return AnimaticParams(shot=shot(frames=frames, move=move), title="도시", width=WIDTH, height=HEIGHT, rate="24")


def test_an_animatic_has_the_shots_frames_and_changes_panel_halfway(tmp_path: Path) -> None:
    panels = [_panel(file, told()) for file in sorted(board(tmp_path / "b", 60, 200).glob("*.png"))]
    levels = [int(np.median(frame)) for frame in _timed(panels, told())]
    assert levels == [60] * 12 + [200] * 12
    figures = make_animatic(context(tmp_path / "o", told(), board=tmp_path / "b"))
    assert figures["frames"] == 24
    clean, slate = (video.probe(tmp_path / "o" / name) for name in ("clean.mp4", "slate.mp4"))
    assert clean["nb_read_packets"] == slate["nb_read_packets"] == "24"
    assert (clean["width"], clean["height"]) == ("320", "134") and int(slate["height"]) > 134


@pytest.mark.parametrize("move", [Move.PAN_RIGHT, Move.PAN_LEFT, Move.TRACK, Move.ORBIT])
def test_a_slide_is_smooth_and_goes_the_moves_way(tmp_path: Path, move: Move) -> None:
    params = told(move, frames=60)
    panel = _panel(board(tmp_path / "b", 255) / "panel_1.png", params)
    places = []
    for number in range(60):
        dark = 255.0 - _moved(panel, params, number / 59).astype(float).mean(axis=(0, 2))
        places.append(float((dark * np.arange(WIDTH)).sum() / dark.sum()))
    steps = np.diff(places)
    way = 1 if move is Move.PAN_LEFT else -1
    assert (steps * way > -0.03).all() and abs(places[-1] - places[0]) > 15
    assert np.abs(np.diff(steps)).max() < 0.12


def test_a_push_in_grows_evenly_and_never_shakes(tmp_path: Path) -> None:
    params = told(Move.PUSH_IN, frames=60)
    panel = _panel(board(tmp_path / "b", 255) / "panel_1.png", params)
    widths, middles = [], []
    for number in range(60):
        dark = 255.0 - _moved(panel, params, number / 59).astype(float).mean(axis=(0, 2))
        widths.append(dark.sum() / 255)
        middles.append(float((dark * np.arange(WIDTH)).sum() / dark.sum()))
    assert 1.08 < widths[-1] / widths[0] < 1.16
    assert np.ptp(middles) < 0.1


def test_an_artists_panel_of_another_shape_is_not_stretched(tmp_path: Path) -> None:
    page = _panel(board(tmp_path / "b", 0, size=(400, 400)) / "panel_1.png", told())
    dark = page.max(axis=2) < 40
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    assert abs(np.ptp(rows) - np.ptp(columns)) <= 2


def test_a_board_without_panels_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    with pytest.raises(InputError, match=r"1-010.*overrides"):
        make_animatic(context(tmp_path / "o", told(), board=tmp_path / "b"))


def test_the_boards_book_leaves_out_and_announces_what_is_not_drawn(tmp_path: Path) -> None:
    shots = (HeadedShot(shot=shot("1-010"), heading="1. 실외. 광장 - 밤"), HeadedShot(shot=shot("1-020"), heading=""))
    params = BoardsParams(title="도시", subtitle="", language="ko", aspect=2.39, rate=24.0, shots=shots)
    sheet = context(tmp_path / "o", params, board__1_s020=board(tmp_path / "b", 90, 180))
    assert make_boards(sheet) == {"panels": 2}
    assert sheet.warnings == ["1-010: no panel yet; left out"]
    assert sorted(file.name for file in (tmp_path / "o/panels").iterdir()) == ["1-020_1.png", "1-020_2.png"]
    assert (tmp_path / "o/boards.pdf").read_bytes()[:4] == b"%PDF"


def cut(tmp_path: Path, name: str = "cut") -> tuple[Path, SimpleNamespace]:
    params = EditParams(file="film.mp4", rate="24", width=WIDTH, height=HEIGHT, bars=False, shots=(
        EditShot(id="1-010", frames=24, source="clean"), EditShot(id="1-020", frames=12, source=None),
        EditShot(id="1-030", frames=24, source="clean")))
    clip = tmp_path / "clip"
    if not clip.exists():
        make_animatic(context(clip, told(), board=board(tmp_path / "b", 90)))
        beep = np.zeros((48000 * 3, 2))
        beep[:2400] = 0.2 * np.sin(np.arange(2400) / 10)[:, None]
        (tmp_path / "sound").mkdir()
        soundfile.write(tmp_path / "sound/mix.wav", beep, 48000, subtype="PCM_24")
    sheet = context(tmp_path / name, params, clip__1_s010=clip, clip__1_s030=clip, sound__1_s010=tmp_path / "sound",
                    sound__1_s030=tmp_path / "sound")
    make_edit(sheet)
    return tmp_path / name, sheet


def test_a_cut_is_whole_in_sync_and_the_same_twice(tmp_path: Path) -> None:
    out, sheet = cut(tmp_path)
    said = video.probe(out / "film.mp4")
    assert said["nb_read_packets"] == "60" and abs(float(said["audio_duration"]) - 2.5) < 1024 / 48000
    wave = soundfile.read(out / "mix.wav")[0]
    assert len(wave) == 120_000
    loud = np.flatnonzero(np.abs(wave).max(axis=1) > 0.02)
    assert abs(loud[0] - 0) < 60 and loud[loud > 50_000][0] - 72_000 < 60
    assert sheet.warnings == ["film.mp4: black cards stand in for shots without a picture yet: 1-020"]
    assert sorted(file.name for file in out.iterdir()) == ["film.mp4", "mix.wav"]
    again = cut(tmp_path, "again")[0]
    assert (again / "film.mp4").read_bytes() == (out / "film.mp4").read_bytes()


def test_a_foreign_mix_of_another_rate_is_refused(tmp_path: Path) -> None:
    cut(tmp_path)
    soundfile.write(tmp_path / "sound/mix.wav", np.zeros((100, 2)), 44100)
    with pytest.raises(InputError, match="44100"):
        cut(tmp_path, "other")
    (tmp_path / "sound/mix.wav").write_bytes(b"not a wav")
    with pytest.raises(InputError, match="cannot be read"):
        cut(tmp_path, "third")
