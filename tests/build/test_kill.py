"""A build killed again and again at any moment ends with the very bytes of one that was left in peace."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Any

from tests.build.films import Film, contents, strays
from tests.build.work import Text, task
from throughline.build.progress import EventKind
from throughline.build.stage import Made, Task

KILLS = 30


def _tasks() -> list[Task]:
    tasks: list[Task] = []
    for index in range(30):
        params = Text(text=f"shot {index} of many", count=1 + index % 4, sleep=0.002 * (index % 7))
        tasks += [task("layout", str(index), params=params),
                  task("board", str(index), inputs=(("layout", Made(f"layout/{index}")),), params=params)]
    every = tuple((f"s{index}", Made(f"board/{index}")) for index in range(30))
    return [*tasks, task("cut", "film", inputs=every)]


def _killed(folder: Path, jobs: int, events: int, seconds: float) -> bool:
    """Whether a build in a process of its own was still running when it was killed, ``seconds`` after it had told
    ``events`` things."""
    heard, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            Film(folder).build(*_tasks(), jobs=jobs, on_event=lambda event:
                               event.kind is not EventKind.CACHED and os.write(tell, b"."))
        finally:
            os._exit(0)
    os.close(tell)
    while events and (told := os.read(heard, events)):
        events -= len(told)
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
    os.close(heard)
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])


def test_a_build_killed_at_thirty_moments_loses_nothing(tmp_path: Path) -> None:
    rng = random.Random(30)
    killed = Film(tmp_path / "killed")
    hits, finished = 0, set[str]()
    for kill in range(KILLS):
        jobs = 2 if kill % 3 == 0 else 0
        hits += _killed(killed.folder, jobs, rng.randrange(9 if jobs else 7), rng.uniform(0, 0.004))
        usable = {key for key in killed.store.keys() if killed.store.look(key) is not None}
        assert usable == set(killed.store.keys()) and finished <= usable
        finished = usable
    assert hits >= KILLS - 3 and len(finished) >= 15
    assert killed.store.verify() == ()
    last = killed.build(*_tasks(), jobs=2)
    peaceful = Film(tmp_path / "peaceful")
    undisturbed = peaceful.build(*_tasks(), jobs=2)
    assert last.ok and undisturbed.ok and len(undisturbed.products) == 61
    assert contents(last) == contents(undisturbed)
    assert not [path for path in killed.store.scratch.root.iterdir() if path.name != "lock"
                and str(os.getpid()) not in path.name]
    assert not list(strays(killed.folder))
    killed.close()
    peaceful.close()


def _killed_before_line(folder: Path, number: int, tasks: list[Task]) -> bool:
    """Whether a build was killed just before the ``number``-th line that it ran in the modules that write."""
    pid = os.fork()
    if pid == 0:
        left = number

        def trace(frame: FrameType, event: str, _: object) -> Any:
            nonlocal left
            if not frame.f_code.co_filename.endswith(("build/store.py", "build/objects.py", "build/lock.py")):
                return None
            left -= event == "line"
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
            return trace

        sys.settrace(trace)
        try:
            Film(folder).build(*tasks, jobs=0)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])


def test_a_build_killed_between_any_two_lines_loses_nothing(tmp_path: Path) -> None:
    """Every fifth line of a build of one task, each in a film of its own, so no narrow moment is left to chance."""
    tasks = _tasks()[:1]
    peaceful = Film(tmp_path / "peaceful")
    wanted = contents(peaceful.build(*tasks))
    number = 1
    while _killed_before_line(folder := tmp_path / str(number), number, tasks):
        film = Film(folder)
        assert all(film.store.look(key) is not None for key in film.store.keys())
        report = film.build(*tasks)
        assert contents(report) == wanted
        film.close()
        number += 5
    assert number > 150
    peaceful.close()
