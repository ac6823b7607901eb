"""Signboards of a Korean street: fascias over shops, boards between storeys, stacks that stand out from the wall."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from throughline.world.sets.draft import Draft, Triple, tone
from throughline.world.sets.hangul import written
from throughline.world.shapes import DARK, quads

WORDS = (
    "약국", "노래방", "치킨", "카페", "호프", "미용실", "은행", "치과", "학원", "당구장",
    "부동산", "안경", "서점", "꽃집", "분식", "세탁", "한의원", "국밥", "포차", "문구",
    "여관", "사진관", "철물", "떡집", "만화방", "전당포", "다방", "내과", "김밥", "수선",
    "보습학원", "해장국", "피부과", "곱창", "칼국수", "열쇠",
)


@dataclass(frozen=True)
class Livery:
    """Colours of a sign: its board, its letters, how strongly each glows when lit."""

    board: Triple
    letters: Triple
    board_glow: float
    letter_glow: float


LIVERIES: tuple[Livery, ...] = (
    Livery((0.85, 0.83, 0.76), (0.03, 0.10, 0.42), 0.63, 0.00),
    Livery((0.62, 0.02, 0.02), (0.98, 0.90, 0.70), 0.30, 1.61),
    Livery((0.95, 0.62, 0.04), (0.20, 0.02, 0.01), 0.61, 0.00),
    Livery((0.01, 0.22, 0.10), (0.92, 0.98, 0.90), 0.28, 1.49),
    Livery((0.015, 0.05, 0.30), (0.98, 0.95, 0.75), 0.33, 1.61),
    Livery((0.010, 0.010, 0.014), (1.0, 0.12, 0.30), 0.00, 2.85),
    Livery((0.012, 0.010, 0.016), (0.10, 0.72, 1.0), 0.00, 2.60),
    Livery((0.012, 0.012, 0.010), (1.0, 0.55, 0.12), 0.00, 2.85),
    Livery((0.88, 0.88, 0.90), (0.65, 0.01, 0.02), 0.69, 0.12),
    Livery((0.35, 0.02, 0.25), (1.0, 0.75, 0.92), 0.36, 1.74),
    Livery((0.03, 0.30, 0.34), (0.98, 0.98, 0.92), 0.33, 1.36),
    Livery((0.010, 0.012, 0.010), (0.25, 1.0, 0.45), 0.00, 2.36),
)


@dataclass(frozen=True)
class SignState:
    """How signs show: ``power`` from 0 (off) to 1 (night); ``blank`` boards carry no letters (the in-between)."""

    power: float = 1.0
    blank: bool = False


def average(livery: Livery) -> Triple:
    """The colour of the light that the sign gives, for baking."""
    board = tone(livery.board, livery.board_glow)
    letters = tone(livery.letters, livery.letter_glow * 0.3)
    return board[0] + letters[0], board[1] + letters[1], board[2] + letters[2]


def board(draft: Draft, livery: Livery, text: str, x0: float, x1: float, z0: float, z1: float, state: SignState, *,
          depth: float = 0.16, y: float = 0.0) -> None:
    """A signboard on the wall, its front at ``y - depth``, with ``text`` across it."""
    shade = _board_colour(livery, state)
    glow = tone(livery.board, livery.board_glow * state.power)
    draft.block((x0, y - depth, z0), (x1, y, z1), tone(shade, 0.5))
    draft.rect(x0 + 0.03, x1 - 0.03, z0 + 0.03, z1 - 0.03, y - depth - 0.006, shade, tone(glow, 0.85), glow)
    size = min((z1 - z0) * 0.72, (x1 - x0) * 0.86 / len(text))
    start = np.array([(x0 + x1) / 2 - size * len(text) / 2, (z0 + z1) / 2 - size / 2])
    if not state.blank:
        flat = written(text) * size + start
        _letters(draft, np.stack([flat[..., 0], np.full_like(flat[..., 0], y - depth - 0.02), flat[..., 1]], -1),
                 livery, state)


def blade(draft: Draft, livery: Livery, text: str, x: float, z1: float, state: SignState, *,
          reach: float = 0.95, height: float = 0.0, thick: float = 0.24) -> float:
    """A sign that stands out from the wall at ``x``, read from both ways along the street; returns its lower edge."""
    tall = height or 0.86 * reach * len(text) + 0.3
    z0 = z1 - tall
    shade = _board_colour(livery, state)
    y1, y0 = -0.30, -0.30 - reach
    glow = tone(livery.board, livery.board_glow * state.power)
    draft.block((x - thick / 2, y0, z0), (x + thick / 2, y1, z1), tone(shade, 0.6), tone(glow, 0.4))
    draft.block((x - 0.04, y1, z0 + 0.3), (x + 0.04, 0.0, z0 + 0.38), (0.05, 0.05, 0.05))
    draft.block((x - 0.04, y1, z1 - 0.4), (x + 0.04, 0.0, z1 - 0.32), (0.05, 0.05, 0.05))
    size = min(reach * 0.82, (tall - 0.2) / len(text))
    for side in (1.0, -1.0):
        at = x + side * (thick / 2 + 0.006)
        ends = (y0 + 0.03, y1 - 0.03) if side > 0 else (y1 - 0.03, y0 + 0.03)
        draft.face([(at, ends[0], z0 + 0.03), (at, ends[1], z0 + 0.03), (at, ends[1], z1 - 0.03),
                    (at, ends[0], z1 - 0.03)], shade, [tone(glow, 0.8)] * 2 + [glow] * 2)
        if state.blank:
            continue
        flat = written(text, upright=True) * size
        across = (flat[..., 0] - size / 2) * side
        middle = (y0 + y1) / 2
        up = flat[..., 1] + z1 - (tall - size * len(text)) / 2 - size
        depth = np.full_like(across, at + side * 0.014)
        _letters(draft, np.stack([depth, middle + across, up], axis=-1), livery, state)
    return z0


def tall_sign(draft: Draft, livery: Livery, text: str, x0: float, width: float, z0: float, z1: float,
              state: SignState) -> None:
    """A board on the wall with ``text`` written downwards."""
    shade = _board_colour(livery, state)
    glow = tone(livery.board, livery.board_glow * state.power)
    draft.block((x0, -0.2, z0), (x0 + width, 0, z1), tone(shade, 0.5))
    draft.rect(x0 + 0.05, x0 + width - 0.05, z0 + 0.05, z1 - 0.05, -0.206, shade, tone(glow, 0.8), glow)
    if state.blank:
        return
    size = min(width * 0.86, (z1 - z0 - 0.3) / len(text))
    flat = written(text, upright=True, weight=0.1) * size
    across = flat[..., 0] + x0 + (width - size) / 2
    up = flat[..., 1] + z1 - (z1 - z0 - size * len(text)) / 2 - size
    _letters(draft, np.stack([across, np.full_like(across, -0.22), up], axis=-1), livery, state)


def _board_colour(livery: Livery, state: SignState) -> Triple:
    if not state.blank:
        return livery.board
    grey = 0.30 * livery.board[0] + 0.5 * livery.board[1] + 0.2 * livery.board[2]
    return 0.5 * grey + 0.10, 0.5 * grey + 0.11, 0.5 * grey + 0.10


def _letters(draft: Draft, corners: np.ndarray, livery: Livery, state: SignState) -> None:
    glow = tone(livery.letters, livery.letter_glow * state.power) if livery.letter_glow else DARK
    draft.pieces.append(quads(corners, livery.letters, glow))
