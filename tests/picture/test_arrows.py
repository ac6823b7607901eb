"""Arrows on panels: where subjects go in the world, where the camera goes at the edge, never over a face."""

from __future__ import annotations

import numpy as np
import pytest

from throughline.film.layout import CameraSample, LayoutSheet, ScreenBox, ScreenTrack
from throughline.film.setplan import Mood
from throughline.film.shot import Move
from throughline.picture.arrows import camera_arrows, subject_arrows

WIDTH, HEIGHT = 640, 268
DARK = (0.0, 0.0, 0.0)
MOOD = Mood(sky_top=DARK, sky_horizon=DARK, key=(0.0, 0.0, 1.0), key_colour=DARK, ambient=DARK, fog_colour=DARK)
ASPECT = 2.39
Box = tuple[float, float, float, float, float]


def sheet(boxes: list[Box], pan: float = 0.0) -> LayoutSheet:
    """A subject's boxes (x0, y0, x1, y1, depth) every 6 frames; a camera at the origin that pans ``pan`` radians."""
    frames = len(boxes) * 6
    turns = [pan * frame / frames for frame in range(frames)]
    camera = tuple(CameraSample(position=DARK, look=(float(np.cos(t)), float(np.sin(t)), 0.0), roll=0.0, lens_mm=35.0)
                   for t in turns)
    rows = tuple(ScreenBox(frame=6 * n, x0=a, y0=b, x1=c, y1=d, depth=depth, visible=1.0)
                 for n, (a, b, c, d, depth) in enumerate(boxes))
    return LayoutSheet(shot="1-010", frames=frames, rate_num=24, rate_den=1, aspect=ASPECT, camera=camera, mood=MOOD,
                       lamps=((),) * frames, footsteps=(), tracks=(ScreenTrack(name="A", kind="person", boxes=rows),))


def drawn(told: LayoutSheet, frame: int = 0) -> tuple[int, np.ndarray]:
    picture = np.full((HEIGHT, WIDTH, 3), 128, np.uint8)
    count = subject_arrows(picture, told, ("A",), frame)
    return count, np.abs(picture.astype(int) - 128).max(axis=2) > 60


def walk(x0: float, x1: float, depth0: float = 6.0, depth1: float = 6.0) -> list[Box]:
    return [(x - 0.08, -0.7, x + 0.08, 0.5, d) for x, d in
            zip(np.linspace(x0, x1, 8), np.linspace(depth0, depth1, 8), strict=True)]


@pytest.mark.parametrize(("start", "end"), [(-0.5, 0.5), (0.5, -0.5)])
def test_an_arrow_leads_from_the_subject_where_it_goes(start: float, end: float) -> None:
    count, mask = drawn(sheet(walk(start, end)))
    columns = np.flatnonzero(mask.any(axis=0))
    assert count == 1
    middle, place = (columns.min() + columns.max()) / 2, (start + 1) / 2 * WIDTH
    assert (middle - place) * np.sign(end - start) > 0.08 * WIDTH
    heights = mask[:, columns.min():columns.max() + 1].sum(axis=0)
    head = heights[-len(heights) // 3:] if end > start else heights[:len(heights) // 3]
    assert head.max() == heights.max()


def test_who_stands_still_has_no_arrow() -> None:
    assert drawn(sheet(walk(0.1, 0.1)))[0] == 0


def test_a_pan_over_somebody_who_stands_draws_no_arrow() -> None:
    pan = 0.4
    boxes = []
    for number in range(8):
        x = -np.tan(pan * number * 6 / 48 * -1 - 0.1) / (18 / 35)
        boxes.append((x - 0.05, -0.5, x + 0.05, 0.5, float(6.0 * np.cos(pan * number * 6 / 48 + 0.1))))
    moving = sheet(boxes, pan=pan)
    assert drawn(moving)[0] == 0


def test_coming_nearer_the_arrow_grows() -> None:
    count, mask = drawn(sheet(walk(-0.1, 0.1, 14.0, 3.0)))
    assert count == 1 and mask.any()
    away = drawn(sheet(walk(0.1, -0.1, 3.0, 14.0)))[1]
    assert mask.sum() != away.sum()


@pytest.mark.parametrize("start", [-0.9, -0.3, 0.2, 0.8])
@pytest.mark.parametrize("end", [-1.3, 0.0, 1.3])
def test_no_arrow_covers_the_face_or_leaves_the_picture(start: float, end: float) -> None:
    told = sheet(walk(start, end))
    mask = drawn(told)[1]
    box = told.tracks[0].boxes[0]
    y0, y1 = (1 - box.y1) / 2 * HEIGHT, (1 - (box.y1 - 0.2 * (box.y1 - box.y0))) / 2 * HEIGHT
    x0, x1 = (box.x0 + 1) / 2 * WIDTH, (box.x1 + 1) / 2 * WIDTH
    assert not mask[max(0, int(y0)):int(y1), max(0, int(x0)):int(x1)].any()


@pytest.mark.parametrize(("move", "where"), [
    (Move.PAN_RIGHT, (0.88, 0.3, 1.0, 0.7)), (Move.PAN_LEFT, (0.0, 0.3, 0.12, 0.7)), (Move.TILT_UP, (0.4, 0, 0.6, 0.3)),
    (Move.TILT_DOWN, (0.4, 0.7, 0.6, 1)), (Move.CRANE_UP, (0.9, 0.2, 1, 0.8)), (Move.ORBIT, (0.3, 0.85, 0.7, 1))])
def test_a_camera_move_is_an_arrow_at_its_edge(move: Move, where: tuple[float, float, float, float]) -> None:
    picture = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    camera_arrows(picture, move)
    red = (picture[..., 0].astype(int) - picture[..., 2]) > 80
    x0, y0, x1, y1 = where
    inside = red[int(y0 * HEIGHT):int(y1 * HEIGHT) + 1, int(x0 * WIDTH):int(x1 * WIDTH) + 1].sum()
    assert inside > 100 and inside == red.sum()


@pytest.mark.parametrize("move", [Move.PUSH_IN, Move.PULL_OUT, Move.ZOOM_IN, Move.ZOOM_OUT])
def test_dolly_and_zoom_stand_in_all_four_corners(move: Move) -> None:
    picture = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    camera_arrows(picture, move)
    red = (picture[..., 0].astype(int) - picture[..., 2]) > 80
    assert [red[a, b].sum() > 60 for a in (slice(0, 60), slice(-60, None)) for b in (slice(0, 80), slice(-80, None))
            ] == [True] * 4
    assert not red[80:-80].any()


@pytest.mark.parametrize("move", list(Move))
def test_a_camera_arrow_gives_way_to_a_face(move: Move) -> None:
    told = sheet([(-0.25, -1.4, 0.25, 0.98, 2.0)] * 4)
    picture = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    camera_arrows(picture, move, told, 0)
    low = 0.98 - 0.2 * 2.38
    face = picture[int(0.01 * HEIGHT):int((1 - low) / 2 * HEIGHT), int(0.375 * WIDTH):int(0.625 * WIDTH)]
    assert (face == 255).all()
