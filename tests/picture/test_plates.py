"""Plates: footage of any shape brought to the shot, and what is rendered laid over it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from throughline.film.errors import InputError
from throughline.picture import plates, video


def clip(path: Path, count: int) -> Path:
    video.encode((np.full((60, 120, 3), 40 + number, dtype=np.uint8) for number in range(count)), path, Fraction(24))
    return path


def test_a_plate_fills_the_shots_picture_for_its_frames(tmp_path: Path) -> None:
    found = list(plates.taken(clip(tmp_path / "it's a plate.mp4", 20), 12, (96, 96), Fraction(24)))
    assert len(found) == 12 and found[0].shape == (96, 96, 3)
    assert found[0].min() > 25


def test_a_plate_that_is_too_short_or_no_clip_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="8 frames where the shot needs 12"):
        list(plates.taken(clip(tmp_path / "a.mp4", 8), 12, (96, 40), Fraction(24)))
    (tmp_path / "b.mp4").write_bytes(b"nothing")
    with pytest.raises(InputError, match=r"b\.mp4"):
        list(plates.taken(tmp_path / "b.mp4", 1, (96, 40), Fraction(24)))


def test_only_what_is_rendered_covers_the_plate() -> None:
    plate, rendered = np.full((40, 60, 3), 10, np.uint8), np.full((40, 60, 3), 200, np.uint8)
    ids = np.zeros((40, 60), np.uint16)
    ids[:, :20], ids[:, 20:40] = 1, 2
    made = plates.overlay(plate, rendered, ids, ("Set/street", "Cast/A"), 0.0)
    assert (made[:, :15] == 10).all() and (made[:, 25:35] == 200).all() and (made[:, 45:] == 10).all()
