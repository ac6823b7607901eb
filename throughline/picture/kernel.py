"""The one way in which our loops over pixels are compiled: cached on disk, without the interpreter's lock."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

from numba import njit

P = ParamSpec("P")
R = TypeVar("R")


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """``function``, compiled to machine code when it is first called."""
    return cast("Callable[P, R]", njit(cache=True, nogil=True)(function))


def part(function: Callable[P, R]) -> Callable[P, R]:
    """``function`` for use within kernels, compiled into each place that calls it."""
    return cast("Callable[P, R]", njit(cache=True, nogil=True, forceinline=True)(function))
