"""A build killed again and again at any moment ends with the very bytes of one that was left in peace."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

from tests.build.conftest import Film
from tests.build.test_run import _strays
from tests.build.work import Text, contents, task
from throughline.build.stage import Made, Task

KILLS = 30


def _tasks() -> list[Task]:
    tasks: list[Task] = []
    for index in range(20):
        params = Text(text=f"shot {index} of many", count=1 + index % 4, sleep=0.002 * (index % 7))
        tasks += [task("layout", str(index), params=params),
                  task("board", str(index), inputs=(("layout", Made(f"layout/{index}")),), params=params)]
    every = tuple((f"s{index}", Made(f"board/{index}")) for index in range(20))
    return [*tasks, task("cut", "film", inputs=every)]


def _killed(folder: Path, jobs: int, seconds: float) -> bool:
    """Whether a build in a process of its own was still running when it was killed after ``seconds``."""
    pid = os.fork()
    if pid == 0:
        try:
            Film(folder).build(*_tasks(), jobs=jobs)
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])


def test_a_build_killed_at_thirty_moments_loses_nothing(tmp_path: Path) -> None:
    rng = random.Random(30)
    killed = Film(tmp_path / "killed")
    hits, finished = 0, set[str]()
    for kill in range(KILLS):
        jobs = 2 if kill % 3 == 0 else 0
        hits += _killed(killed.folder, jobs, rng.uniform(0.1, 0.25) if jobs else rng.uniform(0.001, 0.03))
        usable = {key for key in killed.store.keys() if killed.store.look(key) is not None}
        assert usable == set(killed.store.keys()) and finished <= usable
        finished = usable
    assert hits >= KILLS // 2
    assert killed.store.verify() == ()
    last = killed.build(*_tasks(), jobs=2)
    peaceful = Film(tmp_path / "peaceful")
    undisturbed = peaceful.build(*_tasks(), jobs=2)
    assert last.ok and undisturbed.ok and len(undisturbed.products) == 41
    assert contents(last) == contents(undisturbed)
    assert not [path for path in killed.store.scratch.root.iterdir() if path.name != "lock"
                and str(os.getpid()) not in path.name]
    time.sleep(0.2)
    assert not list(_strays(killed.folder))
    killed.close()
    peaceful.close()
