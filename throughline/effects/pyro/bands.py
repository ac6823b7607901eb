"""A kernel run on all processors: the first axis cut into bands, each written by one thread, so nothing depends on
how many there are."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from typing import Any, TypeAlias

MOST = 8
Real: TypeAlias = Any  # a number within a kernel, single or double


def threads() -> int:
    """How many bands are worked on at once."""
    return max(1, min(MOST, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1))


@cache
def _pool(owner: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads(), thread_name_prefix="pyro")


def banded(function: Callable[..., None], length: int, *arguments: object) -> None:
    """Calls ``function(start, stop, *arguments)`` for bands that together cover ``range(length)``.

    ``function`` is a kernel that holds no lock and writes only what belongs to its rows.
    """
    count = min(threads(), length)
    if count <= 1:
        function(0, length, *arguments)
        return
    edges = [length * number // count for number in range(count + 1)]
    pool = _pool(os.getpid())
    jobs = [pool.submit(function, start, stop, *arguments) for start, stop in pairwise(edges)]
    for job in jobs:
        job.result()
