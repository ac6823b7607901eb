"""A storyboard panel drawn from a render's passes: line from depth, normals and IDs, tone as marker greys on paper."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float32]
Picture = NDArray[np.uint8]
PAPER = np.array([247, 244, 236], dtype=np.float32) / 255
INK = np.array([30, 29, 33], dtype=np.float32) / 255
MARKERS = (0.04, 0.16, 0.30, 0.46, 0.62)
FAR = 1.0e4


@dataclass(frozen=True)
class Passes:
    """One rendered frame: ``colour`` (H, W, 3) linear, ``depth`` (H, W) metres, ``normal`` (H, W, 3) camera space,
    ``ids`` (H, W) with the names behind them; all float32 but ids."""

    colour: Plane
    depth: Plane
    normal: Plane
    ids: NDArray[np.integer]
    names: tuple[str, ...]

    def mask(self, prefix: str) -> NDArray[np.bool_]:
        """Where anything stands whose name begins with ``prefix``."""
        numbers = [number + 1 for number, name in enumerate(self.names) if name.startswith(prefix)]
        return np.isin(self.ids, numbers)


def draw_panel(passes: Passes, seed: str, subjects: Mapping[str, tuple[float, float, float]] | None = None) -> Picture:
    """The panel (H, W, 3) uint8 sRGB.

    ``subjects`` maps ID names of the shot's subjects to a linear colour that washes over them, so that a reader
    tells the characters apart. The same passes and seed draw the same panel.
    """
    random = np.random.Generator(np.random.PCG64(int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big")))
    height, width = passes.depth.shape
    people = passes.mask("Cast") | passes.mask("Vehicles") | passes.mask("Props")
    effects = passes.mask("Effects")
    tone = _tone(passes, people, random)
    line = _lines(passes, people, effects, random)
    grain = _paper_grain(height, width, random)
    picture = np.repeat((PAPER * (0.985 + 0.03 * grain[..., None])), 1, axis=2)
    picture = picture * (1 - tone[..., None] * (0.94 + 0.12 * grain[..., None]))
    picture = _washed(picture, passes, subjects or {})
    alpha = np.clip(line * (0.82 + 0.55 * grain), 0, 1)[..., None]
    picture = picture * (1 - alpha) + INK * alpha
    return np.round(np.clip(picture, 0, 1) * 255).astype(np.uint8)


def _paper_grain(height: int, width: int, random: np.random.Generator) -> Plane:
    """Tooth of the paper, about -0.5 to 0.5."""
    fine = random.standard_normal((height, width)).astype(np.float32)
    soft = cv2.GaussianBlur(fine, (0, 0), 1.1)
    return np.clip(soft / max(1e-6, float(soft.std())) * 0.18, -0.5, 0.5)


def _display(colour: Plane) -> Plane:
    """Display luminance 0..1 of a linear picture, exposed so that its bright middle reads as light paper."""
    luminance = colour @ np.array([0.2126, 0.7152, 0.0722], dtype=np.float32)
    bright = float(np.percentile(luminance, 90))
    exposed = luminance * (0.72 / max(bright, 0.03))
    return np.asarray(np.clip(exposed / (exposed + 0.28) * 1.28, 0, 1) ** 0.72, dtype=np.float32)


def _tone(passes: Passes, people: NDArray[np.bool_], random: np.random.Generator) -> Plane:
    """Marker tone 0 (paper) to about 0.65: flat greys with a hatched edge from one to the next."""
    light = _display(passes.colour)
    flat = cv2.bilateralFilter(light, 7, 0.12, 5)
    nothing = ~np.isfinite(passes.depth)
    if nothing.any():
        rows = np.linspace(0.0, 1.0, light.shape[0], dtype=np.float32)[:, None]
        mean = float(light[~nothing].mean()) if (~nothing).any() else 0.8
        flat = np.where(nothing, np.clip(0.45 + 0.4 * mean + 0.25 * rows, 0, 1), flat)
    haze = np.clip(np.where(nothing, 1.0, passes.depth / 90.0), 0, 1)
    flat = np.where(people, flat * 1.04 + 0.05, flat * (1 - 0.30 * haze) + 0.86 * 0.30 * haze)
    stroke = _strokes(light.shape, random)
    steps = np.clip((1.0 - flat) * len(MARKERS) + stroke * 0.34, 0, len(MARKERS) - 0.001)
    tones = np.array(MARKERS, dtype=np.float32)
    low = np.floor(steps).astype(int)
    return cv2.GaussianBlur(tones[low], (0, 0), 0.7)


def _strokes(shape: tuple[int, int], random: np.random.Generator) -> Plane:
    """Diagonal pencil strokes, about -1 to 1: noise drawn out along one direction."""
    noise = random.standard_normal(shape).astype(np.float32)
    length = max(9, shape[1] // 40) | 1
    kernel = np.zeros((length, length), dtype=np.float32)
    cv2.line(kernel, (0, length - 1), (length - 1, 0), 1.0, 1)
    drawn = cv2.filter2D(noise, -1, kernel / kernel.sum())
    return np.asarray(drawn / max(1e-6, float(drawn.std())) * 0.5, dtype=np.float32)


def _lines(passes: Passes, people: NDArray[np.bool_], effects: NDArray[np.bool_],
           random: np.random.Generator) -> Plane:
    """Line strength 0..1: outlines by ID and depth, creases by normals, twice drawn with an unsteady hand."""
    depth = np.where(np.isfinite(passes.depth), passes.depth, FAR).astype(np.float32)
    inverse = 1.0 / np.maximum(depth, 0.05)
    near = np.minimum(1.0, 14.0 / np.maximum(depth, 1.0)) ** 0.5
    jump = _step(np.log(np.maximum(depth, 0.05)))
    bend = np.abs(cv2.Laplacian(inverse, cv2.CV_32F, ksize=3)) / np.maximum(inverse, 1e-4)
    outline = np.clip((jump - 0.05) * 9, 0, 1) * np.clip(bend * 6, 0, 1)
    crease = np.clip((_turn(passes.normal) - 0.25) * 1.6, 0, 1) * 0.6
    border = _step(passes.ids.astype(np.float32)) > 0.5
    figure = border & (cv2.dilate(people.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)
    strength = np.maximum(outline * 0.8, crease) * (0.35 + 0.65 * near)
    strength = np.where(people, np.maximum(strength * 0.85, outline * 0.9), strength)
    strength = np.maximum(strength, border * 0.55 * (0.35 + 0.65 * near))
    strength = np.where(effects, strength * 0.3, strength)
    bold = cv2.dilate(figure.astype(np.float32), np.ones((2, 2), np.uint8))
    scale = passes.depth.shape[1] / 1280
    strength = np.maximum(cv2.GaussianBlur(strength.astype(np.float32), (0, 0), 0.55 * max(1.0, scale)) * 1.5, bold)
    first, second = _unsteady(strength, random, 0.9 * scale), _unsteady(strength, random, 1.9 * scale)
    return np.clip(np.maximum(first, second * 0.55), 0, 1)


def _step(plane: Plane) -> Plane:
    """The largest difference to the right and lower neighbours."""
    across = np.abs(np.diff(plane, axis=1, append=plane[:, -1:]))
    down = np.abs(np.diff(plane, axis=0, append=plane[-1:]))
    return np.maximum(across, down)


def _turn(normal: Plane) -> Plane:
    """One minus the cosine between neighbouring normals; 0 where there is nothing."""
    solid = (np.abs(normal).sum(axis=2) > 0.1).astype(np.float32)
    across = 1 - (normal[:, :-1] * normal[:, 1:]).sum(axis=2)
    down = 1 - (normal[:-1] * normal[1:]).sum(axis=2)
    across *= solid[:, :-1] * solid[:, 1:]
    down *= solid[:-1] * solid[1:]
    return np.maximum(np.pad(across, ((0, 0), (0, 1))), np.pad(down, ((0, 1), (0, 0))))


def _unsteady(plane: Plane, random: np.random.Generator, reach: float) -> Plane:
    """The plane as a hand would trace it: moved about by smooth noise, pressed unevenly."""
    height, width = plane.shape
    grid = random.standard_normal((3, height // 24 + 3, width // 24 + 3)).astype(np.float32)
    dx, dy, press = (cv2.resize(layer, (width, height), interpolation=cv2.INTER_CUBIC) for layer in grid)
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    traced = cv2.remap(plane, x + dx * reach, y + dy * reach, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return traced * np.clip(0.86 + 0.16 * press, 0.45, 1.1)


def _washed(picture: Plane, passes: Passes, subjects: Mapping[str, tuple[float, float, float]]) -> Plane:
    """A thin wash of each subject's own colours over him; effects keep a breath of theirs."""
    saturated = np.clip(passes.colour / np.maximum(passes.colour.max(axis=2, keepdims=True), 1e-4), 0, 1) ** (1 / 2.2)
    shown = passes.mask("Effects") & (passes.colour.max(axis=2) > 0.5)
    for name in subjects:
        shown |= passes.mask(name)
    alpha = cv2.GaussianBlur(shown.astype(np.float32), (0, 0), 1.2)[..., None] * 0.42
    return picture * (1 - alpha) + picture * saturated * 1.06 * alpha
