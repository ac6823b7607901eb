"""Arrows on boards: the subject's inside the panel, the camera's at its edge."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from throughline.film.layout import CameraSample, LayoutSheet, ScreenBox, ScreenTrack
from throughline.film.shot import Move

Picture = NDArray[np.uint8]
Points = NDArray[np.float64]
Area = tuple[float, float, float, float]
INK, FILL, CAMERA_FILL = (30, 29, 33), (253, 251, 246), (192, 57, 43)
SENSOR_MM = 36.0
LEAST, MOST = 0.13, 0.34
FINE = 2
INWARD = (Move.PUSH_IN, Move.ZOOM_IN, Move.FOLLOW)
OUTWARD = (Move.PULL_OUT, Move.ZOOM_OUT, Move.LEAD)


def subject_arrows(picture: Picture, sheet: LayoutSheet, subjects: tuple[str, ...], frame: int) -> int:
    """Draw where each subject goes in the world from ``frame`` on, as this panel sees it, in place; how many.

    A camera that moves draws no arrow on who stands still. Arrows grow towards the viewer and leave faces free.
    """
    height, width = picture.shape[:2]
    faces = _faces(sheet, frame, width, height)
    drawn = 0
    for track in sheet.tracks:
        if track.name in subjects and drawn < 4:
            course = _course(track, sheet, frame, width, height)
            if course is not None and len(course):
                _ribbon(picture, _clear_of(course, faces, height), FILL)
                drawn += 1
    return drawn


def _axes(sample: CameraSample) -> tuple[Points, Points]:
    """The camera's place (3,), and rows right, up, forward (3, 3)."""
    position = np.array(sample.position)
    forward = np.array(sample.look) - position
    forward /= max(1e-9, float(np.linalg.norm(forward)))
    right = np.cross(forward, (0.0, 0.0, 1.0))
    right = right / max(1e-9, float(np.linalg.norm(right)))
    up = np.cross(right, forward)
    turn, lift = math.cos(sample.roll), math.sin(sample.roll)
    return position, np.stack([right * turn + up * lift, up * turn - right * lift, forward])


def _place(box: ScreenBox, sample: CameraSample, aspect: float, share: float) -> Points:
    """The world place of a box's middle, ``share`` of its height from its foot."""
    position, axes = _axes(sample)
    x, y = (box.x0 + box.x1) / 2, box.y0 + (box.y1 - box.y0) * share
    half = SENSOR_MM / 2 / sample.lens_mm
    return np.asarray(position + np.array([x * half, y * half / aspect, 1.0]) * box.depth @ axes)


def _course(track: ScreenTrack, sheet: LayoutSheet, frame: int, width: int, height: int) -> Points | None:
    """Rows (x, y, thickness) in pixels of a subject's way, or None where it stays where it is."""
    boxes = [box for box in track.boxes if box.depth > 0.3]
    ahead = [box for box in boxes if box.frame >= frame]
    before = [box for box in boxes if box.frame < frame]
    if ahead and before and ahead[0].frame > frame:
        ahead.insert(0, before[-1])
    if len(ahead) < 2 or ahead[0].visible < 0.02:
        return None
    share = 0.30 if track.kind == "person" else 0.12
    position, axes = _axes(sheet.camera[frame])
    half = SENSOR_MM / 2 / sheet.camera[frame].lens_mm
    places = np.array([_place(box, sheet.camera[box.frame], sheet.aspect, share) for box in ahead])
    late = max(0.0, (frame - ahead[0].frame) / max(1, ahead[1].frame - ahead[0].frame))
    places[0] += (places[1] - places[0]) * late
    if np.linalg.norm(places[-1, :2] - places[0, :2]) < 0.45:
        return None
    local = (places - position) @ axes.T
    local = local[:_first(local[:, 2] < 0.6)]
    if len(local) < 2:
        return None
    x = (1 + local[:, 0] / local[:, 2] / half) / 2 * width
    y = (1 - local[:, 1] / local[:, 2] / half * sheet.aspect) / 2 * height
    thick = np.clip(width / half * 0.055 / local[:, 2], width * 0.008, width * 0.034)
    return _trimmed(np.stack([x, y, thick], axis=1), ahead[0], width, height)


def _first(found: NDArray[np.bool_]) -> int:
    return int(np.argmax(found)) if found.any() else len(found)


def _trimmed(rows: Points, box: ScreenBox, width: int, height: int) -> Points | None:
    """The way from the subject's edge on, inside the picture, neither too short to read nor too long."""
    inside = ((rows[:, 0] > width * 0.03) & (rows[:, 0] < width * 0.97) & (rows[:, 1] > height * 0.05)
              & (rows[:, 1] < height * 0.95))
    if not inside[0]:
        rows = rows.copy()
        rows[0, :2] = np.clip(rows[0, :2], (width * 0.06, height * 0.12), (width * 0.94, height * 0.88))
        inside[0] = True
    dense = _dense(rows)
    inside = ((dense[:, 0] > width * 0.03) & (dense[:, 0] < width * 0.97) & (dense[:, 1] > height * 0.05)
              & (dense[:, 1] < height * 0.95))
    dense = dense[:_first(~inside)]
    if len(dense) < 2:
        return None
    gone = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(dense[:, :2], axis=0), axis=1))])
    lead = min((box.x1 - box.x0) * width / 4, gone[-1] * 0.35) * _sideways(dense)
    kept = (gone >= lead) & (gone <= lead + MOST * width)
    dense, gone = dense[kept], gone[kept]
    if len(dense) < 2:
        return None
    if gone[-1] - gone[0] < LEAST * width:
        return _stretched(dense, width, height)
    return np.asarray(dense)


def _sideways(rows: Points) -> float:
    dx, dy = np.abs(rows[-1, :2] - rows[0, :2])
    return float(dx / max(1e-6, math.hypot(dx, dy)))


def _stretched(rows: Points, width: int, height: int) -> Points:
    """A way too short to be read (towards or away from the viewer), drawn longer along its own direction."""
    way = rows[-1, :2] - rows[0, :2]
    length = float(np.linalg.norm(way))
    grows = rows[-1, 2] / rows[0, 2]
    if length < 1e-6:
        way, length = np.array([0.0, 1.0 if grows > 1 else -1.0]), 1.0
    reach = LEAST * width * 0.75
    end = np.clip(rows[0, :2] + way / length * reach, (width * 0.04, height * 0.06), (width * 0.96, height * 0.94))
    thick = rows[0, 2] * np.clip(grows ** 1.5, 0.45, 2.0)
    return _dense(np.array([rows[0], [*end, thick]]))


def _dense(rows: Points) -> Points:
    """Rows every few pixels along a smooth curve through them."""
    steps = np.linalg.norm(np.diff(rows[:, :2], axis=0), axis=1)
    gone = np.concatenate([[0.0], np.cumsum(steps)])
    if gone[-1] < 1e-6:
        return rows[:1]
    marks = np.linspace(0, gone[-1], max(12, int(gone[-1] / 4)))
    dense = np.stack([np.interp(marks, gone, column) for column in rows.T], axis=1)
    reach = max(1, len(dense) // 10)
    padded = np.concatenate([np.repeat(dense[:1], reach, axis=0), dense, np.repeat(dense[-1:], reach, axis=0)])
    kernel = np.full(2 * reach + 1, 1 / (2 * reach + 1))
    return np.stack([np.convolve(column, kernel, "valid") for column in padded.T], axis=1)


def _faces(sheet: LayoutSheet, frame: int, width: int, height: int) -> list[Area]:
    """Where people's heads are at a frame, in pixels."""
    found = []
    for track in sheet.tracks:
        box = min(track.boxes, key=lambda box: abs(box.frame - frame), default=None)
        if track.kind == "person" and box is not None and box.depth > 0 and box.visible > 0:
            low = box.y1 - (box.y1 - box.y0) * 0.20
            found.append(((box.x0 + 1) / 2 * width, (1 - box.y1) / 2 * height,
                          (box.x1 + 1) / 2 * width, (1 - low) / 2 * height))
    return found


def _clear_of(rows: Points, faces: list[Area], height: int) -> Points:
    """The way moved down, below any face that it would cover."""
    for x0, y0, x1, y1 in faces:
        pad = rows[:, 2] * 1.3
        crosses = ((rows[:, 0] > x0 - pad) & (rows[:, 0] < x1 + pad) & (rows[:, 1] > y0 - pad)
                   & (rows[:, 1] < y1 + pad))
        if crosses.any():
            down = float((y1 + pad - rows[:, 1])[crosses].max())
            rows = rows + np.array([0.0, max(0.0, min(down, height * 0.94 - rows[:, 1].max())), 0.0])
    return rows


def _ribbon(picture: Picture, rows: Points, fill: tuple[int, int, int]) -> None:
    """A broad arrow along rows (x, y, thickness), with a soft shadow, filled and outlined, in place."""
    height, width = picture.shape[:2]
    outline = _outline(rows)
    if outline is None:
        return
    unit = width / 1280
    sheet = np.zeros((height, width), np.uint8)
    cv2.fillPoly(sheet, [_fixed(outline + 3.5 * unit)], 255, cv2.LINE_AA, 4)
    shade = cv2.GaussianBlur(sheet.astype(np.float32) / 255, (0, 0), 2.5 * max(0.5, unit))[..., None] * 0.32
    picture[:] = np.round(picture * (1 - shade)).astype(np.uint8)
    cv2.fillPoly(picture, [_fixed(outline)], fill, cv2.LINE_AA, 4)
    cv2.polylines(picture, [_fixed(outline)], True, INK, max(1, round(2.2 * unit)), cv2.LINE_AA, 4)


def _fixed(points: Points) -> NDArray[np.int32]:
    return np.round(points * 16).astype(np.int32)


def _outline(rows: Points) -> Points | None:
    """The arrow's corners: a shaft that widens with the rows' thickness and a swept-back head."""
    gone = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(rows[:, :2], axis=0), axis=1))])
    if gone[-1] < 8:
        return None
    head = min(gone[-1] * 0.5, rows[-1, 2] * 1.75)
    neck = max(2, int(np.searchsorted(gone, gone[-1] - head)))
    shaft = rows[:neck]
    way = np.gradient(shaft[:, :2], axis=0)
    way /= np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-9)
    side = np.stack([-way[:, 1], way[:, 0]], axis=1)
    taper = np.linspace(0.62, 1.0, len(shaft))[:, None] * shaft[:, 2:] / 2
    left, right = shaft[:, :2] + side * taper, shaft[:, :2] - side * taper
    tip, root = rows[-1, :2], shaft[-1, :2]
    point = (tip - root) / max(1e-9, float(np.linalg.norm(tip - root)))
    across = np.array([-point[1], point[0]])
    barb = rows[-1, 2] * 1.15
    back = root - point * rows[-1, 2] * 0.28
    return np.concatenate([left, [back + across * barb, tip, back - across * barb], right[::-1]])


def camera_arrows(picture: Picture, move: Move, sheet: LayoutSheet | None = None, frame: int = 0) -> None:
    """Draw the camera's move at the panel's edge, in place: pans at the side, tilts above, dolly and zoom at corners.

    With the shot's sheet, an arrow stands where it covers no face at ``frame``.
    """
    height, width = picture.shape[:2]
    faces = _faces(sheet, frame, width, height) if sheet else []
    for choices in _camera_ways(move, width, height):
        thick = width * 0.0145
        free = [rows for rows in choices if not any(_covers(rows, thick, face) for face in faces)]
        if free or len(choices) > 1:
            start, end = (free or choices)[0]
            _ribbon(picture, _dense(np.array([[*start, thick], [*end, thick]])), CAMERA_FILL)


def _covers(way: tuple[tuple[float, float], tuple[float, float]], thick: float, face: Area) -> bool:
    (ax, ay), (bx, by) = way
    x0, y0, x1, y1 = face
    return (max(ax, bx) + thick > x0 and min(ax, bx) - thick < x1 and max(ay, by) + thick > y0
            and min(ay, by) - thick < y1)


Way = tuple[tuple[float, float], tuple[float, float]]


def _camera_ways(move: Move, width: int, height: int) -> list[list[Way]]:
    """For each arrow of a move, the places where it may stand, the best first."""
    reach, edge, thick = width * 0.062, width * 0.017, width * 0.0145
    if move in (Move.PAN_LEFT, Move.PAN_RIGHT, Move.TRACK):
        outer, inner = (edge, edge + reach) if move is Move.PAN_LEFT else (width - edge, width - edge - reach)
        return [[((inner, height * y), (outer, height * y)) for y in (0.5, 0.75, 0.25, 0.9)]]
    if move in (Move.TILT_UP, Move.TILT_DOWN):
        outer, inner = (edge, edge + reach) if move is Move.TILT_UP else (height - edge, height - edge - reach)
        return [[((width * x, inner), (width * x, outer)) for x in (0.5, 0.35, 0.65, 0.15, 0.85)]]
    if move in (Move.CRANE_UP, Move.CRANE_DOWN):
        low, high = (0.72, 0.28) if move is Move.CRANE_UP else (0.28, 0.72)
        return [[((x, height * low), (x, height * high)) for x in (width - edge - thick, edge + thick)]]
    if move is Move.ORBIT:
        y = height - edge - thick
        return [[((width * a, y), (width * b, y)) for a, b in ((0.36, 0.64), (0.05, 0.33), (0.67, 0.95))]]
    ways: list[list[Way]] = []
    if move in INWARD or move in OUTWARD:
        for x, y in ((0, 0), (1, 0), (0, 1), (1, 1)):
            outer_end = (edge if x == 0 else width - edge, edge if y == 0 else height - edge)
            inner_end = (outer_end[0] + (reach if x == 0 else -reach),
                         outer_end[1] + (reach * 0.62 if y == 0 else -reach * 0.62))
            ways.append([(outer_end, inner_end) if move in INWARD else (inner_end, outer_end)])
    return ways
