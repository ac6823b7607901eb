"""Networks at work, in NumPy alone: residual temporal convolutions, one row a frame.

Source of the form: Bai et al., An Empirical Evaluation of Generic Convolutional and Recurrent Networks, 2018, not
causal here: the whole way is known beforehand.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources.abc import Traversable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Weights = Mapping[str, Array]
"""Trained numbers by name, float32: "in", "out", "a0", "b0", "a1" ... with their "_bias"."""
DILATIONS = (1, 2, 4, 8, 1, 2)
REACH = 2 * sum(DILATIONS)
"""Frames to either side that a row of the output depends on."""


def loaded(file: Traversable) -> Weights:
    """The weights in an archive of half floats, float32."""
    with file.open("rb") as opened, np.load(opened, allow_pickle=False) as archive:
        return {name: archive[name].astype(np.float32) for name in archive.files}


def convolved(rows: Array, kernel: Array, bias: Array, dilation: int) -> Array:
    """Rows (F, I) under a kernel (3, I, O) whose taps stand ``dilation`` frames apart, edges held: (F, O)."""
    padded = np.concatenate([rows[:1].repeat(dilation, axis=0), rows, rows[-1:].repeat(dilation, axis=0)])
    frames = len(rows)
    out = padded[:frames] @ kernel[0]
    out += padded[dilation:dilation + frames] @ kernel[1]
    out += padded[2 * dilation:2 * dilation + frames] @ kernel[2]
    out += bias
    return np.asarray(out)


def answered(weights: Weights, rows: Array) -> Array:
    """What the network gives (F, O) for normalised rows (F, I)."""
    rows = rows @ weights["in"] + weights["in_bias"]
    for number, dilation in enumerate(DILATIONS):
        inner = convolved(np.maximum(rows, 0.0), weights[f"a{number}"], weights[f"a{number}_bias"], dilation)
        rows = rows + convolved(np.maximum(inner, 0.0), weights[f"b{number}"], weights[f"b{number}_bias"], dilation)
    return np.asarray(np.maximum(rows, 0.0) @ weights["out"] + weights["out_bias"])
