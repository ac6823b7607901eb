"""Arrows on boards: the subject's inside the panel, the camera's at its edge."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from throughline.film.layout import LayoutSheet, ScreenBox
from throughline.film.shot import Move

Picture = NDArray[np.uint8]
Point = tuple[float, float]
INK, FILL, CAMERA_FILL = (34, 33, 38), (252, 250, 244), (196, 64, 48)
LEAST = 0.16


def _arrow(picture: Picture, start: Point, end: Point, width0: float, width1: float,
           fill: tuple[int, int, int]) -> None:
    """A broad arrow that may widen towards its head, filled and outlined."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy)
    if length < 6:
        return
    ux, uy = dx / length, dy / length
    head = min(length * 0.55, max(width0, width1) * 2.0)
    neck = end[0] - ux * head, end[1] - uy * head
    outline = [(start[0] - uy * width0 / 2, start[1] + ux * width0 / 2),
               (neck[0] - uy * width1 / 2, neck[1] + ux * width1 / 2),
               (neck[0] - uy * width1 * 1.15, neck[1] + ux * width1 * 1.15), end,
               (neck[0] + uy * width1 * 1.15, neck[1] - ux * width1 * 1.15),
               (neck[0] + uy * width1 / 2, neck[1] - ux * width1 / 2),
               (start[0] + uy * width0 / 2, start[1] - ux * width0 / 2)]
    points = np.round(np.array(outline) * 16).astype(np.int32)
    cv2.fillPoly(picture, [points], fill, cv2.LINE_AA, shift=4)
    cv2.polylines(picture, [points], True, INK, max(1, round(picture.shape[1] / 640)), cv2.LINE_AA, shift=4)


def _centre(box: ScreenBox, width: int, height: int) -> Point:
    x = min(max((box.x0 + box.x1) / 2, -1.4), 1.4)
    y = min(max((box.y0 + box.y1) / 2, -1.4), 1.4)
    return (x + 1) / 2 * width, (1 - y) / 2 * height


def subject_arrows(picture: Picture, sheet: LayoutSheet, subjects: tuple[str, ...], frame: int) -> int:
    """Draw where each subject goes on the screen from ``frame`` on, in place; the number of arrows."""
    height, width = picture.shape[:2]
    drawn = 0
    for track in sheet.tracks:
        if track.name not in subjects or drawn >= 4:
            continue
        boxes = [box for box in track.boxes if box.depth > 0.3]
        now = [box for box in boxes if box.frame >= frame]
        if len(now) < 2:
            continue
        start, end = _centre(now[0], width, height), _centre(now[-1], width, height)
        grows = now[0].depth / max(0.3, now[-1].depth)
        moved = math.hypot((end[0] - start[0]) / width, (end[1] - start[1]) / width) * 2
        if moved < LEAST and not (grows > 1.7 or grows < 0.6):
            continue
        if moved < LEAST:
            below = height * (0.16 if grows > 1 else -0.12)
            end = start[0] + width * 0.02, min(height * 0.97, start[1] + below)
        base = width * 0.013
        start, end = _within(start, end, width, height)
        _arrow(picture, start, end, base * min(1.0, 1 / max(grows, 0.4)), base * min(2.2, max(0.6, grows)), FILL)
        drawn += 1
    return drawn


def _within(start: Point, end: Point, width: int, height: int) -> tuple[Point, Point]:
    """The arrow shortened so that its head stays inside the picture."""
    limit = 0.62
    dx, dy = end[0] - start[0], end[1] - start[1]
    share = 1.0
    if dx:
        share = min(share, max(0.0, ((width * 0.965 if dx > 0 else width * 0.035) - start[0]) / dx))
    if dy:
        share = min(share, max(0.0, ((height * 0.94 if dy > 0 else height * 0.06) - start[1]) / dy))
    longest = limit * width / max(1.0, math.hypot(dx, dy))
    share = min(share, longest)
    return start, (start[0] + dx * share, start[1] + dy * share)


def camera_arrows(picture: Picture, move: Move) -> None:
    """Draw the camera's move at the panel's edge, in place: pans at the side, tilts above, pushes at the corners."""
    height, width = picture.shape[:2]
    reach, thick, edge = width * 0.062, width * 0.013, width * 0.016
    middle_x, middle_y = width / 2, height / 2

    def arrow(start: Point, end: Point) -> None:
        _arrow(picture, start, end, thick, thick, CAMERA_FILL)

    if move in (Move.PAN_RIGHT, Move.TRACK):
        arrow((width - edge - reach, middle_y), (width - edge, middle_y))
    elif move is Move.PAN_LEFT:
        arrow((edge + reach, middle_y), (edge, middle_y))
    elif move is Move.TILT_UP:
        arrow((middle_x, edge + reach), (middle_x, edge))
    elif move is Move.TILT_DOWN:
        arrow((middle_x, height - edge - reach), (middle_x, height - edge))
    elif move in (Move.CRANE_UP, Move.CRANE_DOWN):
        low, high = (width - edge - thick, height * 0.72), (width - edge - thick, height * 0.28)
        arrow(*((low, high) if move is Move.CRANE_UP else (high, low)))
    elif move is Move.ORBIT:
        arrow((width * 0.36, height - edge - thick), (width * 0.64, height - edge - thick))
    elif move in (Move.PUSH_IN, Move.ZOOM_IN, Move.FOLLOW, Move.PULL_OUT, Move.ZOOM_OUT, Move.LEAD):
        inward = move in (Move.PUSH_IN, Move.ZOOM_IN, Move.FOLLOW)
        for x, y in ((0, 0), (1, 0), (0, 1), (1, 1)):
            outer = (edge if x == 0 else width - edge, edge if y == 0 else height - edge)
            inner = (outer[0] + (reach if x == 0 else -reach), outer[1] + (reach * 0.6 if y == 0 else -reach * 0.6))
            arrow(*((outer, inner) if inward else (inner, outer)))
