"""Pencil and brush: the lines of a drawn panel, from depth, normals and IDs. Line planes hold ink from 0 to 1."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float32]
Mask = NDArray[np.bool_]
FAR = 1.0e4
FINE = 2
SHORTEST = 0.011
NEAR_M = 16.0


def set_lines(depth: Plane, normal: Plane, ids: NDArray[np.integer], hidden: Mask,
              random: np.random.Generator) -> Plane:
    """The set's pencil lines (H, W): straight edges ruled by hand past their corners, the rest traced; both fade
    with distance and where lines crowd. ``hidden`` is left without lines."""
    behind = cv2.dilate(hidden.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    strength = np.where(behind, 0, _edges(depth, normal, ids)).astype(np.float32)
    crowd = cv2.GaussianBlur(strength, (0, 0), depth.shape[1] / 110)
    strength *= np.clip(1.3 - 2.0 * crowd, 0.35, 1.0)
    ruled, covered = _ruled(strength, random)
    rest = cv2.GaussianBlur(np.where(covered, 0, strength), (0, 0), 0.6) * 1.3
    ruled[hidden] *= 0.0
    return np.clip(np.maximum(ruled, _traced(rest.astype(np.float32), random, 0.9)), 0, 1)


def _edges(depth: Plane, normal: Plane, ids: NDArray[np.integer]) -> Plane:
    """Edge strength 0..1 by depth, normals and IDs, lighter with distance."""
    solid = np.where(np.isfinite(depth), depth, FAR).astype(np.float32)
    inverse = 1.0 / np.maximum(solid, 0.05)
    jump = step(np.log(np.maximum(solid, 0.05)))
    bend = np.abs(cv2.Laplacian(inverse, cv2.CV_32F, ksize=3)) / np.maximum(inverse, 1e-4)
    outline = np.clip((jump - 0.04) * 10, 0, 1) * np.clip(bend * 7, 0, 1)
    crease = np.clip((turn(normal) - 0.2) * 1.5, 0, 1) * 0.62
    border = (step(ids.astype(np.float32)) > 0.5) * np.float32(0.7)
    near = np.clip(NEAR_M / np.maximum(cv2.erode(solid, np.ones((3, 3), np.uint8)), 1.0), 0, 1) ** 0.62
    return np.asarray(np.maximum(np.maximum(outline * 0.9, crease), border) * (0.16 + 0.84 * near), np.float32)


def _ruled(strength: Plane, random: np.random.Generator) -> tuple[Plane, Mask]:
    """Straight edges drawn as pencil strokes, and where they lie. Source: LSD, von Gioi et al. 2012."""
    height, width = strength.shape
    detector = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD)
    found = detector.detect(np.round(np.clip(strength * 255, 0, 255)).astype(np.uint8))[0]
    sheet = np.zeros((height * FINE, width * FINE), np.uint8)
    covered = np.zeros((height, width), np.uint8)
    if found is None:
        return np.zeros_like(strength), covered > 0
    ends = found.reshape(-1, 2, 2).astype(np.float64)
    length = np.linalg.norm(ends[:, 1] - ends[:, 0], axis=1)
    ends, length = ends[length > SHORTEST * width], length[length > SHORTEST * width]
    ink = np.array([_along(strength, *pair) for pair in ends])
    unit = width / 1280
    for index in np.argsort(ink, kind="stable"):
        way = (ends[index, 1] - ends[index, 0]) / length[index]
        past = (1.5 + 4.0 * random.random(2)) * unit + length[index] * 0.012
        bow = np.array([-way[1], way[0]]) * random.standard_normal() * min(1.6, length[index] * 0.006) * unit
        start, end = ends[index, 0] - way * past[0], ends[index, 1] + way * past[1]
        shares = np.linspace(0, 1, 7)[:, None]
        points = start + (end - start) * shares + bow * 4 * shares * (1 - shares)
        points += random.normal(0, 0.22, (7, 2)) * unit
        shade = int(255 * np.clip(ink[index] * (0.8 + 0.3 * random.random()), 0, 1))
        cv2.polylines(sheet, [_fixed(points)], False, shade, max(1, round((2 + (shade > 150)) * unit)), cv2.LINE_AA, 3)
        cv2.line(covered, tuple(map(int, start)), tuple(map(int, end)), 1, max(3, round(4 * unit)))
    return _reduced(sheet, width, height), covered > 0


def _along(strength: Plane, start: NDArray[np.float64], end: NDArray[np.float64]) -> float:
    """The typical ink under a segment."""
    places = start + (end - start) * np.linspace(0.05, 0.95, 12)[:, None]
    x = np.clip(np.round(places[:, 0]).astype(int), 1, strength.shape[1] - 2)
    y = np.clip(np.round(places[:, 1]).astype(int), 1, strength.shape[0] - 2)
    rows = [strength[y + dy, x + dx] for dy in (-1, 0, 1) for dx in (-1, 0, 1)]
    return float(np.median(np.max(rows, axis=0)))


def _fixed(points: NDArray[np.float64]) -> NDArray[np.int32]:
    return np.round((points + 0.5) * FINE * 8).astype(np.int32)


def _reduced(sheet: NDArray[np.uint8], width: int, height: int) -> Plane:
    small = cv2.resize(sheet, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(small / np.float32(255), np.float32)


def silhouettes(masks: list[Mask], shape: tuple[int, int], random: np.random.Generator) -> Plane:
    """Brush outlines (H, W = ``shape``) of the masks' forms: bold, bolder on the side away from an upper left light."""
    height, width = shape
    sheet = np.zeros((height * FINE, width * FINE), np.uint8)
    for mask in masks:
        size = float(np.sqrt(mask.sum()))
        weight = float(np.clip(size / 46, 2.6, 6.4)) * max(0.75, width / 1280)
        found, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
        for contour in found:
            if len(contour) > max(8.0, size * 0.08):
                _brush(sheet, contour[:, 0].astype(np.float64), weight, random)
    return _reduced(sheet, width, height)


def _brush(sheet: NDArray[np.uint8], points: NDArray[np.float64], weight: float, random: np.random.Generator) -> None:
    """A closed outline, smoothed, unsteady, pressed harder on its shadow side; edges of the picture stay open."""
    height, width = sheet.shape[0] // FINE, sheet.shape[1] // FINE
    inside = (points[:, 0] > 1) & (points[:, 0] < width - 2) & (points[:, 1] > 1) & (points[:, 1] < height - 2)
    smooth = _round(points, 1.6)
    way = np.roll(smooth, -3, axis=0) - np.roll(smooth, 3, axis=0)
    way /= np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-6)
    shadow = np.abs(way @ np.array([0.55, -0.83]))
    press = _round(random.standard_normal((len(points), 3)), 14.0) * np.sqrt(14.0 * 3.5)
    drawn = smooth + press[:, :2] * 0.42 * weight / 5
    thick = weight * np.clip(0.62 + 0.42 * shadow + 0.24 * press[:, 2], 0.4, 1.35)
    places = _fixed(drawn)
    stride = 4
    for start in range(0, len(points), stride):
        index = np.arange(start, start + stride + 1) % len(points)
        if inside[index].all():
            cv2.polylines(sheet, [places[index]], False, 255, max(1, round(float(thick[start]))), cv2.LINE_AA, 3)


def _round(rows: NDArray[np.float64], sigma: float) -> NDArray[np.float64]:
    """Rows smoothed along a closed curve."""
    reach = min(int(sigma * 3) + 1, max(1, len(rows) // 2 - 1))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    padded = np.concatenate([rows[-reach:], rows, rows[:reach]])
    kernel /= kernel.sum()
    return np.stack([np.convolve(column, kernel, "valid") for column in padded.T], axis=1)


def features(light: Plane, where: Mask, sigma: float) -> Plane:
    """Ink (H, W) of dark details: eyes, brows, lips, seams. Source: XDoG, Winnemoeller et al. 2012."""
    fine = cv2.GaussianBlur(light, (0, 0), sigma)
    wide = cv2.GaussianBlur(light, (0, 0), sigma * 1.9)
    found = np.clip((wide - fine - 0.02) * 11, 0, 1)
    inner = cv2.erode(where.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    return np.asarray(np.where(inner, found, 0), np.float32)


def folds(depth: Plane, normal: Plane, where: Mask) -> Plane:
    """Ink (H, W) of folds and overlaps inside figures: an arm before a chest, a collar, a chin."""
    solid = np.where(np.isfinite(depth), depth, FAR).astype(np.float32)
    overlap = np.clip((step(solid) - 0.035) * 16, 0, 1)
    crease = np.clip((turn(cv2.GaussianBlur(normal, (0, 0), 0.8)) - 0.16) * 2.0, 0, 0.5)
    inner = cv2.erode(where.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    return np.asarray(np.where(inner, np.maximum(overlap, crease), 0), np.float32)


def step(plane: Plane) -> Plane:
    """The largest difference to the right and lower neighbours."""
    across = np.abs(np.diff(plane, axis=1, append=plane[:, -1:]))
    down = np.abs(np.diff(plane, axis=0, append=plane[-1:]))
    return np.maximum(across, down)


def turn(normal: Plane) -> Plane:
    """One minus the cosine between neighbouring normals; 0 where there is nothing."""
    solid = (np.abs(normal).sum(axis=2) > 0.1).astype(np.float32)
    across = 1 - (normal[:, :-1] * normal[:, 1:]).sum(axis=2)
    down = 1 - (normal[:-1] * normal[1:]).sum(axis=2)
    across *= solid[:, :-1] * solid[:, 1:]
    down *= solid[:-1] * solid[1:]
    return np.asarray(np.maximum(np.pad(across, ((0, 0), (0, 1))), np.pad(down, ((0, 1), (0, 0)))), np.float32)


def _traced(plane: Plane, random: np.random.Generator, reach: float) -> Plane:
    """The plane as a hand would trace it: moved about by smooth noise, pressed unevenly."""
    height, width = plane.shape
    grid = random.standard_normal((3, height // 24 + 3, width // 24 + 3)).astype(np.float32)
    dx, dy, press = (cv2.resize(layer, (width, height), interpolation=cv2.INTER_CUBIC) for layer in grid)
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    traced = cv2.remap(plane, x + dx * reach, y + dy * reach, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(traced * np.clip(0.86 + 0.16 * press, 0.45, 1.1), np.float32)
