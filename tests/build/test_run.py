"""Builds: only what changed, one failure alone, the same bytes however many workers."""

from __future__ import annotations

import contextlib
import itertools
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.build.films import Film, contents, strays
from tests.build.work import Text, task
from throughline.build.errors import BuildRunning, DiskFull, LedgerError, TaskFailed
from throughline.build.ledger import Ledger
from throughline.build.lock import build_lock
from throughline.build.plan import Plan
from throughline.build.progress import Event, EventKind
from throughline.build.run import make
from throughline.build.stage import Made, Task
from throughline.build.store import Store


def _shots(count: int, **edits: Text) -> list[Task]:
    """Three stages a shot, and one task that takes in all of them; ``edits`` by shot."""
    tasks: list[Task] = []
    for shot in map(str, range(count)):
        params = edits.get(f"shot{shot}", Text(text=f"word{shot} and more"))
        tasks += [task("layout", shot, params=params),
                  task("board", shot, "first_line", params=None, inputs=(("layout", Made(f"layout/{shot}", "0.txt")),)),
                  task("previs", shot, inputs=(("board", Made(f"board/{shot}")),), weight=2.0, resource="blender")]
    every = tuple((f"s{shot}", Made(f"previs/{shot}")) for shot in range(count))
    return [*tasks, task("cut", "film", inputs=every)]


def _made(film: Film, *tasks: Task, jobs: int = 0) -> list[str]:
    report = film.build(*tasks, jobs=jobs)
    assert report.ok, (report.failed, report.blocked)
    return list(report.made)


def test_exactly_what_an_edit_reaches_is_made_again(film: Film) -> None:
    assert len(_made(film, *_shots(3))) == 10
    assert _made(film, *_shots(3)) == []
    edited = _shots(3, shot1=Text(text="other and more"))
    assert _made(film, *edited) == ["layout/1", "board/1", "previs/1", "cut/film"]
    assert _made(film, *_shots(3)) == []


def test_the_same_bytes_again_leave_what_follows_fresh(film: Film) -> None:
    """The board keeps the first word alone, so the edit behind it goes no further."""
    _made(film, *_shots(3))
    edited = _shots(3, shot1=Text(text="word1 and less"))
    events: list[Event] = []
    report = film.build(*edited, on_event=events.append)
    assert report.made == ("layout/1", "board/1")
    assert {"previs/1", "cut/film"} <= set(report.cached)
    assert (events[-1].done, events[-1].total) == (10, 10)
    assert not Plan(edited).status(film.store, film.ledger).stale


def test_equal_work_is_done_once(film: Film) -> None:
    twins = [task("a", name, params=Text(text="same", sleep=0.05)) for name in "1234"]
    for jobs in (0, 2):
        own = Film(film.folder / str(jobs))
        report = own.build(*twins, jobs=jobs)
        assert (report.made, report.cached) == (("a/1",), ("a/2", "a/3", "a/4"))
        own.close()


def test_two_plans_share_what_is_equal(film: Film) -> None:
    _made(film, *_shots(3))
    assert _made(film, *_shots(4)) == ["layout/3", "board/3", "previs/3", "cut/film"]
    assert _made(film, *_shots(2)) == ["cut/film"]


def test_the_bytes_do_not_depend_on_how_many_work(tmp_path: Path) -> None:
    found: list[dict[str, bytes]] = []
    for jobs in (0, 1, 2, 4):
        film = Film(tmp_path / str(jobs))
        report = film.build(*_shots(4), jobs=jobs)
        assert report.ok and len(report.made) == 13
        manifests = {name: product.manifest for name, product in report.products.items()}
        found.append(contents(report) | {"manifests": repr(manifests).encode()})
        film.close()
    assert found[0] == found[1] == found[2] == found[3]


@pytest.mark.parametrize("jobs", [0, 2])
def test_a_failure_stops_only_what_depends_on_it(film: Film, jobs: int) -> None:
    tasks = [task("bad", "1", "refuses"), task("b", "1", inputs=(("x", Made("bad/1")),)),
             task("c", "1", inputs=(("x", Made("b/1")),)), task("d", "1"), task("bug", "1", "broken"),
             task("bad", "twin", "refuses", params=Text(text="1")), task("nan", "1", "infinite")]
    report = film.build(*tasks, jobs=jobs)
    assert report.made == ("d/1",) and not report.ok
    reasons = {failure.task: failure.reason for failure in report.failed}
    assert reasons["bad/1"] == reasons["bad/twin"] == "script.fountain:3: no such character REAPER"
    assert reasons["bug/1"].startswith("internal error: KeyError: 'nothing' (work.py:")
    assert "the figure sharpness is nan" in reasons["nan/1"]
    assert [(entry.task, entry.reason) for entry in report.blocked] == [
        ("b/1", "not made because bad/1 failed"), ("c/1", "not made because bad/1 failed")]
    log = next(failure.log for failure in report.failed if failure.task == "bug/1")
    assert log is not None and "Traceback" in log.read_text() and log.parent == film.folder / "build" / "logs"
    if jobs:
        assert next(failure for failure in report.failed if failure.task == "bad/1").output == ("about to refuse",)
    assert film.ledger.spent() == 2.0


def test_without_keep_going_nothing_more_is_begun(film: Film) -> None:
    report = film.build(task("bad", "1", "refuses", weight=9.0), task("d", "1"), keep_going=False)
    assert [entry.reason for entry in report.blocked] == ["not made because bad/1 failed"]


def test_a_worker_that_dies_is_replaced_and_the_others_go_on(film: Film) -> None:
    tasks = [task("dead", str(index), "dies") for index in range(3)] + [task("a", str(index)) for index in range(6)]
    report = film.build(*tasks, jobs=2)
    assert len(report.made) == 6
    assert {failure.reason for failure in report.failed} == {
        "the worker was ended by SIGSEGV; its last words: my last words"}
    assert _made(film, *tasks[3:]) == []


def test_a_task_may_take_only_so_long(film: Film) -> None:
    slow = task("slow", "1", "leaves_child", params=Text(sleep=30), timeout=0.3)
    report = film.build(slow, task("a", "1"), jobs=2)
    assert report.made == ("a/1",)
    assert report.failed[0].reason == "took longer than 0.3 seconds and was ended"
    assert not list(strays(film.folder))


def test_children_of_workers_end_with_the_build(film: Film) -> None:
    report = film.build(task("engine", "1", "leaves_child"), jobs=1)
    pid = int(report.products["engine/1"].path("pid").read_text())
    assert not _is_alive(pid)


def test_a_scarce_resource_has_its_own_lasting_worker(film: Film) -> None:
    renders = [task("render", str(index), "who", resource="blender") for index in range(4)]
    others = [task("a", str(index), "who", params=Text(text=str(index), sleep=0.02)) for index in range(4)]
    running: list[int] = []
    now: set[str] = set()

    def listen(event: Event) -> None:
        (now.add if event.kind is EventKind.STARTED else now.discard if event.kind is EventKind.FINISHED
         else lambda name: None)(event.task)
        running.append(sum(name.startswith("render") for name in now))

    report = film.build(*renders, *others, jobs=3, resources={"blender": 1}, on_event=listen)
    pids = {name: product.figures["pid"] for name, product in report.products.items()}
    of_renders = {pids[item.id] for item in renders}
    assert len(of_renders) == 1 and max(running) == 1
    assert of_renders.isdisjoint(pids[item.id] for item in others)


def test_events_count_to_the_end(film: Film) -> None:
    events: list[Event] = []
    film.build(*_shots(3), jobs=2, on_event=events.append)
    assert [event.done for event in events] == sorted(event.done for event in events)
    assert {event.kind for event in events} == {EventKind.STARTED, EventKind.PROGRESS, EventKind.FINISHED}
    assert events[-1].seconds_left == 0.0 and events[0].seconds_left > 1
    assert all(later.seconds_left <= sooner.seconds_left + 1e-6 for sooner, later in itertools.pairwise(events)
               if later.kind is EventKind.STARTED)


def test_the_ledger_knows_what_it_took(film: Film) -> None:
    report = film.build(task("a", "1", "burns", weight=0.5, seed=2**63), task("b", "1", "warns"), jobs=1)
    work = film.ledger.of(report.products["a/1"].key)
    assert work is not None
    assert 0.25 < work.cpu < work.wall + 0.2 and 64 < work.peak_mb < 600
    assert (work.figures, work.seed, work.started, work.version) == ({"sharpness": 0.5}, 2**63, 2, 1)
    assert film.ledger.median_seconds("a") == work.wall
    assert film.ledger.paces()["a"] == work.wall / 0.5
    assert film.ledger.spent() == 1.5
    assert report.products["b/1"].warnings == ("a little dark",)


def test_a_reader_never_waits_for_the_ledger(film: Film) -> None:
    _made(film, task("a", "1"))
    film.ledger._database.execute("BEGIN EXCLUSIVE")
    began = time.monotonic()
    reader = Ledger(film.ledger.path)
    assert reader.median_seconds("a") is not None and reader.last_keys().keys() == {"a/1"}
    assert time.monotonic() - began < 1.0
    film.ledger._database.execute("ROLLBACK")
    reader.close()


def test_a_ledger_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "reviews.db").write_bytes(b"a letter, not a database; long enough to look like one" * 40)
    with pytest.raises(LedgerError, match=r"reviews\.db"):
        Ledger(tmp_path / "reviews.db")


def test_one_build_at_a_time(film: Film) -> None:
    code = ("import sys; from pathlib import Path; from throughline.build.lock import build_lock\n"
            "with build_lock(Path(sys.argv[1])):\n    print('held', flush=True); sys.stdin.read()")
    other = subprocess.Popen([sys.executable, "-c", code, str(film.store.lock_path)], stdin=subprocess.PIPE,
                             stdout=subprocess.PIPE)
    assert other.stdout is not None and other.stdout.readline() == b"held\n"
    with pytest.raises(BuildRunning, match=rf"another build of this film is running \(pid {other.pid}\)"):
        film.build(task("a", "1"))
    other.kill()
    other.communicate()
    assert _made(film, task("a", "1")) == ["a/1"]
    with build_lock(film.store.lock_path):
        pass


def test_a_file_that_changes_during_the_build_fails_its_task(film: Film, tmp_path: Path) -> None:
    script = tmp_path / "script.fountain"
    script.write_text("INT. ROOM")
    first = task("a", "1", inputs=(("script", film.store.file(script)),))
    script.write_text("EXT. ROAD")
    report = film.build(first)
    assert report.failed[0].reason == f"{script} changed since the build began; build again"
    again = task("a", "1", inputs=(("script", film.store.file(script)),))
    assert _made(film, again) == ["a/1"]
    meddled = film.build(task("m", "1", "meddles", inputs=(("script", film.store.file(script)),)))
    assert meddled.failed[0].reason == f"{script} changed while m/1 was reading it; build again"


def test_make_makes_one_task_now_and_only_once(film: Film) -> None:
    first = make(task("a", "1"), film.store, film.ledger)
    after = task("b", "1", inputs=(("a", Made("a/1")),))
    assert make(after, film.store, film.ledger).key == make(after, film.store, film.ledger, given={"a/1": first}).key
    assert len(film.ledger.history("b/1")) == 1
    with pytest.raises(ValueError, match="no such character"):
        make(task("a", "2", "refuses"), film.store, film.ledger)
    with pytest.raises(TaskFailed, match=r"a/3: internal error: KeyError.*a_3\.log"):
        make(task("a", "3", "broken"), film.store, film.ledger)
    with pytest.raises(TaskFailed, match="b/2 takes in nothing/1, which was not made yet"):
        make(task("b", "2", inputs=(("a", Made("nothing/1")),)), film.store, film.ledger)


@contextlib.contextmanager
def _small_disk(folder: Path) -> Iterator[None]:
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode:
        pytest.skip("needs to mount a small disk")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.parametrize("jobs", [0, 2])
def test_a_full_disk_is_one_clear_error_and_nothing_is_lost(tmp_path: Path, jobs: int) -> None:
    tasks = [task("a", str(index), "large", params=Text(text=str(index), count=500 + index)) for index in range(8)]
    with _small_disk(tmp_path / "disk"):
        store, ledger = Store(tmp_path / "disk/build/store"), Ledger(tmp_path / "reviews.db")
        film = Film(tmp_path / "unused")
        film.store, film.ledger = store, ledger
        report = film.build(*tasks, jobs=jobs)
        assert 1 <= len(report.made) <= 4 and len(report.failed) in ((1,) if not jobs else (1, 2))
        assert report.failed[0].reason.startswith(f"no space left on the disk of {store.folder}; free some")
        assert {entry.reason for entry in report.blocked} == {"not made because the disk is full"}
        assert store.verify() == ()
        assert {state.task for state in Plan(tasks).status(store, ledger) if state.fresh} == set(report.made)
        with pytest.raises(DiskFull):
            make(tasks[-1], store, ledger)
        subprocess.run(["mount", "-o", "remount,size=20m", str(tmp_path / "disk")], check=True)
        assert len(film.build(*tasks, jobs=jobs).made) == 8 - len(report.made)
        film.close()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_however_a_build_ends_its_workers_end_and_what_was_made_is_kept(film: Film, how: signal.Signals) -> None:
    code = ("import sys; from pathlib import Path\n"
            "from tests.build.films import Film; from tests.build.work import Text, task\n"
            "film = Film(Path(sys.argv[1]))\n"
            "film.build(task('a', '1', weight=99.0), task('slow', '1', 'leaves_child', params=Text(sleep=30)),"
            " jobs=2, on_event=lambda event: print(event.kind, event.task, flush=True))")
    child = subprocess.Popen([sys.executable, "-c", code, str(film.folder)], stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, cwd=Path(__file__).parents[2])
    assert child.stdout is not None
    seen = ""
    while "finished a/1" not in seen or "started slow/1" not in seen:
        line = child.stdout.readline().decode()
        assert line, child.stderr and child.stderr.read()
        seen += line
    grandchild = _pid_left_by_a_worker(film.folder)
    child.send_signal(how)
    _, errors = child.communicate(timeout=10)
    assert child.returncode != 0 and (b"KeyboardInterrupt" in errors) == (how is signal.SIGINT)
    patience = time.monotonic() + 5
    while (list(strays(film.folder)) or _is_alive(grandchild)) and time.monotonic() < patience:
        time.sleep(0.02)
    assert not list(strays(film.folder)) and not _is_alive(grandchild)
    assert Plan([task("a", "1")]).status(film.store, film.ledger)["a/1"].fresh
    film.store.scratch.sweep()
    assert [path.name for path in film.store.scratch.root.iterdir()] == ["lock"]


def _pid_left_by_a_worker(folder: Path) -> int:
    patience = time.monotonic() + 10
    while time.monotonic() < patience:
        for path in folder.rglob("pid"):
            with contextlib.suppress(ValueError):
                return int(path.read_text())
        time.sleep(0.02)
    raise AssertionError("no worker left a child")


def _is_alive(pid: int) -> bool:
    with contextlib.suppress(psutil.Error):
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    return False
