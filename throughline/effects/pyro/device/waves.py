"""The box without walls solved in its own sine and cosine waves.

The waves are taken as products with dense orthonormal matrices, axis after axis: exact to rounding for every size,
without a library, and for boxes of up to some hundreds of cells an edge few enough operations for a GPU.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import warp as wp
from numpy.typing import NDArray

from throughline.effects.pyro.device.kernel import Array, Scalars, kernel, launch

ROWS = 8  # of a matrix that one thread takes
Eight = wp.types.vector(ROWS, wp.float32)
Block = wp.types.matrix((ROWS, 4), wp.float32)


@kernel
def turned(matrix: wp.array2d[Eight], source: wp.array2d[wp.float32], out: wp.array2d[wp.float32]) -> None:
    """``out`` (lines, n) = (``matrix`` @ ``source`` (n, lines)) transposed; a thread does eight rows of four lines."""
    row, line = wp.tid()
    count, lines = source.shape[0], source.shape[1]
    stride = (lines + 3) // 4
    second, third = wp.min(line + stride, lines - 1), wp.min(line + 2 * stride, lines - 1)
    fourth = wp.min(line + 3 * stride, lines - 1)
    found = Block()
    for n in range(count):
        found += wp.outer(matrix[row, n], wp.vec4(source[n, line], source[n, second], source[n, third],
                                                  source[n, fourth]))
    for m in range(ROWS):
        at = row * ROWS + m
        if at < count:  # a line that two threads have gets the same number from both
            out[line, at] = found[m, 0]
            out[second, at] = found[m, 1]
            out[third, at] = found[m, 2]
            out[fourth, at] = found[m, 3]


@kernel
def divided(wave: Scalars, x: wp.array[wp.float32], y: wp.array[wp.float32], z: wp.array[wp.float32]) -> None:
    """Waves over the eigenvalues of the (negative) Laplacian."""
    i, j, k = wp.tid()
    wave[i, j, k] = wave[i, j, k] / (x[i] + y[j] + z[k])


@lru_cache(maxsize=256)
def waves(count: int, grounded: bool) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(count, count) an axis' orthonormal waves, one a row, and (count,) what the Laplacian makes of each: of an axis
    open at both ends, or closed at the first one where ``grounded``.

    Source: Swarztrauber (1977); the sine transform of the second and the cosine transform of the fourth kind.
    """
    middle = np.arange(count) + 0.5
    numbers = np.arange(count) + (0.5 if grounded else 1.0)
    angles = np.pi / count * numbers[:, None] * middle[None, :]
    found = np.sqrt(2.0 / count) * (np.cos(angles) if grounded else np.sin(angles))
    if not grounded:
        found[-1] *= np.sqrt(0.5)
    return found, 2.0 - 2.0 * np.cos(np.pi * numbers / count)


class Waves:
    """The waves of one box, on the device."""

    def __init__(self, shape: tuple[int, int, int], grounded: bool, device: str):
        self._shape, self._device = shape, device
        kinds = [waves(count, grounded and axis == 2) for axis, count in enumerate(shape)]
        self._there = [self._packed(matrix) for matrix, _ in kinds]
        self._back = [self._packed(matrix.T) for matrix, _ in kinds]
        self._values = [wp.array(values.astype(np.float32), device=device) for _, values in kinds]
        self._one, self._other = (wp.zeros(shape, dtype=wp.float32, device=device) for _ in range(2))

    def solve(self, right: Array, out: Array) -> None:
        """The pressure p with -laplace(p) = ``right``, cells' edge 1, into ``out``, which may be ``right``: 0 on the
        open sides, its slope 0 on the ground."""
        one, other = self._one, self._other
        passes = zip((*self._there, *self._back), (right, one, other, one, other, one),
                     (one, other, one, other, one, out), strict=True)
        for number, (matrix, source, found) in enumerate(passes):
            count = self._shape[number % 3]  # each pass turns the axes on, three have them as they were
            lines = right.size // count
            launch(turned, (matrix.shape[0], (lines + 3) // 4), self._device, matrix,
                   source.reshape((count, lines)), found.reshape((lines, count)))
            if number == 2:
                launch(divided, self._shape, self._device, one, *self._values)

    def _packed(self, matrix: NDArray[np.float64]) -> Array:
        count = len(matrix)
        rows = -(-count // ROWS)
        padded = np.zeros((rows * ROWS, count), np.float32)
        padded[:count] = matrix
        held = np.ascontiguousarray(padded.reshape(rows, ROWS, count).transpose(0, 2, 1))
        return wp.array(held, dtype=Eight, device=self._device)
