"""How our kernels for the GPU are compiled: all as one Warp module, in plain IEEE arithmetic.

Fused multiply-add is off: which products get fused differs from chip to chip, and the same key is to give the same
bytes on every GPU.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

import numpy as np
import warp as wp

F = TypeVar("F", bound=Callable[..., Any])
Scalars: TypeAlias = wp.array3d[wp.float32]
Vectors: TypeAlias = wp.array3d[wp.vec3]
Gas: TypeAlias = wp.array3d[wp.vec4]
Counts: TypeAlias = wp.array3d[wp.int32]
Mask: TypeAlias = wp.array3d[wp.bool]
Array: TypeAlias = Any  # a wp.array, as the host sees it
PARTS = 16384  # threads that a sum is shared by: fixed, so that its order is

wp.config.log_level = wp.LOG_WARNING
MODULE = wp.get_module("throughline_pyro")
MODULE.options.update({"enable_backward": False, "fuse_fp": False})


def kernel(function: F) -> Any:
    """``function`` as a kernel, compiled when it is first launched."""
    return wp.kernel(function, module=MODULE)


def callable_in_kernels(function: F) -> F:
    """``function`` for use within kernels."""
    found: F = wp.func(function, module=MODULE)
    return found


def launch(function: Any, dim: int | tuple[int, ...], device: str, *arguments: object) -> None:
    """Runs a kernel once for every index of ``dim``."""
    wp.launch(function, dim=dim, inputs=list(arguments), device=device)


def summed(function: Any, device: str, columns: int, *arguments: object) -> np.ndarray[Any, np.dtype[np.float64]]:
    """(PARTS, columns) float64: what each thread of ``function`` found in its share of the cells."""
    parts = wp.zeros((PARTS, columns), dtype=wp.float64, device=device)
    launch(function, PARTS, device, *arguments, parts)
    found: np.ndarray[Any, np.dtype[np.float64]] = parts.numpy()
    return found
