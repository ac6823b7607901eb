"""What can come down: geometry that knows which pieces it breaks into and where it gives way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.world.shapes import Floats, Piece, compact, f32, join

LARGEST = 3.4
CELL = 1.9


@dataclass(frozen=True)
class Tower:
    """A building about the origin: its geometry, and for every point which of ``centres`` (C, 3) it breaks off with.

    ``levels`` (C,) is the storey of each chunk, ``breaks`` the height where it gives way first, ``half`` half the
    width of its walls there, ``height`` its top, in metres.
    """

    piece: Piece
    chunk: NDArray[np.int32]
    centres: Floats
    levels: NDArray[np.int32]
    breaks: float
    half: float

    @property
    def height(self) -> float:
        return float(self.piece.points[:, 2].max())


def in_pieces(chunks: Sequence[tuple[int, Piece]], breaks: float, half: float) -> Tower:
    """The building made of ``chunks``: (storey, geometry) of each; what is wider than LARGEST is cut smaller."""
    chunks = [(level, part) for level, piece in chunks for part in cut(piece)]
    sizes = [len(piece.points) for _, piece in chunks]
    centres = [(piece.points.min(axis=0) + piece.points.max(axis=0)) / 2 for _, piece in chunks]
    return Tower(join(piece for _, piece in chunks), np.repeat(np.arange(len(chunks), dtype=np.int32), sizes),
                 f32(centres), np.array([level for level, _ in chunks], np.int32), breaks, half)


def cut(piece: Piece) -> list[Piece]:
    """``piece`` in parts: by its faces' places on a grid of CELL metres when it is larger than LARGEST, else whole."""
    if float(np.ptp(piece.points, axis=0).max()) <= LARGEST:
        return [piece]
    starts = np.concatenate([[0], np.cumsum(piece.counts)[:-1]])
    middle = np.add.reduceat(piece.points[piece.corners], starts, axis=0) / piece.counts[:, None]
    cell = np.floor((middle - piece.points.min(axis=0)) / CELL).astype(np.int64) @ np.array([10_000, 100, 1])
    parts = []
    for number in np.unique(cell):
        chosen = cell == number
        corners = piece.corners[np.repeat(chosen, piece.counts)]
        parts.append(compact(Piece(piece.points, piece.counts[chosen], corners, piece.colours, piece.glow)))
    return parts
