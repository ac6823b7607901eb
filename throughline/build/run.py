"""Makes what is not fresh: a whole plan side by side in worker processes, or one task here and now."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from multiprocessing.connection import wait

import msgspec

from throughline.build.errors import DiskFull, StoreError, TaskFailed, disk_errors, full_message
from throughline.build.execute import execute, job_of
from throughline.build.explain import engine_name
from throughline.build.failure import Failure, death_reason, reason_of, write_log
from throughline.build.keys import plain
from throughline.build.ledger import Ledger, Work
from throughline.build.lock import build_lock
from throughline.build.manifest import Manifest
from throughline.build.plan import Plan
from throughline.build.progress import Estimate, Event, Listener
from throughline.build.resolve import parts, resolve
from throughline.build.schedule import Report, Schedule, log_folder
from throughline.build.stage import Product, Task
from throughline.build.store import Store
from throughline.build.worker import Failed, Finished, Told
from throughline.build.workers import Worker

_SOLE = {"blender": 1, "gpu": 1}
_TICK = 0.1


def _silent(event: Event) -> None:
    """Listens to nothing."""


def run(plan: Plan, store: Store, ledger: Ledger, *, targets: Collection[str] | None = None, jobs: int = 2,
        resources: Mapping[str, int] | None = None, on_event: Listener = _silent, keep_going: bool = True) -> Report:
    """How the build of ``plan`` (or of what ``targets``, task ids or stages, need of it) went.

    At most ``jobs`` tasks run at once, and of those that name a resource no more than ``resources`` allows, on
    workers of their own; with ``jobs`` 0 they run in this process, one by one. A failed task stops nothing but what
    depends on it, unless ``keep_going`` is false. A full disk stops the build; what was finished is kept.

    Raises:
        BuildRunning: another build of this film is running. PlanError: unknown targets, a value without a key.
        StoreError: an override that cannot be read. KeyboardInterrupt: after the workers were ended.
    """
    limits = dict(_SOLE if resources is None else resources)
    with disk_errors(store.folder), build_lock(store.lock_path):
        store.scratch.sweep()
        schedule = Schedule(plan, store, ledger, targets, on_event,
                            lambda tasks, paces: Estimate(tasks, paces, jobs, limits), keep_going)
        if jobs:
            crew = Crew(schedule, store, jobs, limits)
            try:
                crew.work()
            finally:
                crew.end()
                store.scratch.sweep()
        else:
            _work_here(schedule, store)
        return schedule.report()


def _work_here(schedule: Schedule, store: Store) -> None:
    while (job := schedule.next_job(lambda resource: True)) is not None:
        costs: list[float] = []
        try:
            outcome = execute(job, store, lambda fraction, words, task=job.task:  # type: ignore[misc]
                              schedule.progress(task, fraction, words), costs.append)
        except Exception as error:  # noqa: BLE001 - whatever a stage raises is that task's failure
            reason = reason_of(error, store.folder)
            if reason.full:
                schedule.stop("the disk is full")
            log = write_log(log_folder(store), job.task, reason.trace) if reason.trace else None
            schedule.failed(job.task, Failure(job.task, reason.line, (), log), sum(costs))
        else:
            schedule.done(job.task, outcome)


class Crew:
    """The workers of one build. Each resource with a limit has its own, so an engine's process stays with them."""

    def __init__(self, schedule: Schedule, store: Store, jobs: int, limits: Mapping[str, int]):
        self._schedule, self._store, self._jobs, self._limits = schedule, store, jobs, limits
        self._idle: list[Worker] = []
        self._busy: list[Worker] = []
        self._count = 0

    def work(self) -> None:
        """Returns when nothing is left to do."""
        while True:
            while len(self._busy) < self._jobs and (job := self._schedule.next_job(self._is_free)) is not None:
                try:
                    worker = self._worker(self._schedule.tasks[job.task].resource)
                    worker.give(job)
                except OSError as error:
                    self._fail(job.task, reason_of(error, self._store.folder).line)
                    continue
                self._busy.append(worker)
            if not self._busy:
                return
            lines = {worker.line: worker for worker in self._busy}
            for line in wait(list(lines), self._patience()):
                self._hear(lines[line])  # type: ignore[index]
            self._end_late()

    def _is_free(self, resource: str) -> bool:
        running = sum(worker.resource == self._pool(resource) for worker in self._busy)
        return running < self._limits.get(resource, self._jobs)

    def _pool(self, resource: str) -> str:
        return resource if resource in self._limits else ""

    def _worker(self, resource: str) -> Worker:
        pool = self._pool(resource)
        for worker in self._idle:
            if worker.resource == pool:
                self._idle.remove(worker)
                return worker
        self._count += 1
        return Worker(pool, self._store.folder, log_folder(self._store) / f"worker-{self._count}.log")

    def _hear(self, worker: Worker) -> None:
        assert worker.job is not None
        task = worker.job.task
        answer = worker.answer()
        if isinstance(answer, Told):
            self._schedule.progress(task, answer.fraction, answer.words)
            return
        self._busy.remove(worker)
        if isinstance(answer, Finished):
            self._schedule.done(task, answer.outcome)
        elif isinstance(answer, Failed):
            if answer.full:
                self._schedule.stop("the disk is full")
            trace = f"{answer.trace}\n{worker.printed()}" if answer.trace else ""
            log = write_log(log_folder(self._store), task, trace) if trace else None
            self._schedule.failed(task, Failure(task, answer.reason, worker.output(), log), answer.cost)
        else:
            output, printed = worker.output(), worker.printed()
            self._fail(task, death_reason(worker.end(), output), output, printed)
            return
        worker.job = None
        self._idle.append(worker)

    def _fail(self, task: str, reason: str, output: tuple[str, ...] = (), printed: str = "") -> None:
        log = write_log(log_folder(self._store), task, printed) if printed else None
        self._schedule.failed(task, Failure(task, reason, output, log))

    def _patience(self) -> float | None:
        limited = any(self._schedule.tasks[worker.job.task].timeout is not None
                      for worker in self._busy if worker.job is not None)
        return _TICK if limited else None

    def _end_late(self) -> None:
        now = time.monotonic()
        for worker in tuple(self._busy):
            assert worker.job is not None
            task = self._schedule.tasks[worker.job.task]
            if task.timeout is not None and now - worker.began > task.timeout:
                self._busy.remove(worker)
                output = worker.output()
                worker.end()
                self._fail(task.id, f"took longer than {task.timeout:g} seconds and was ended", output)

    def end(self) -> None:
        """Returns when every worker and its children are gone."""
        workers = [*self._idle, *self._busy]
        for worker in workers:
            worker.dismiss()
        for worker in workers:
            worker.end()


def make(task: Task, store: Store, ledger: Ledger, *, given: Mapping[str, Product] | None = None) -> Product:
    """The product of one task, made in this process now unless it is in the store.

    Inputs made by other tasks are taken from ``given``, by task id, or else as those tasks last left them.

    Raises:
        PlanError: an input of a task that was never made, a value without a key. DiskFull: no space left.
        TaskFailed: a fault in a program. ValueError, RuntimeError, OSError: as the task's function raised them.
    """
    made = {need: _last(need, task, store, ledger, given or {}) for need in task.needs}
    resolved = resolve(task, made, store)
    now = parts(task, resolved.inputs, resolved.override)
    manifest = store.look(resolved.key)
    if manifest is None:
        engine = "" if task.engine is None else engine_name(plain(task.engine))
        work = Work(task=task.id, stage=task.stage, key=resolved.key, version=task.version, seed=task.seed,
                    weight=task.weight, engine=engine)
        work = msgspec.structs.replace(work, started=ledger.start(work))
        costs: list[float] = []
        try:
            outcome = execute(job_of(task, resolved, made, store), store, lambda fraction, words: None, costs.append)
        except Exception as error:
            ledger.add(msgspec.structs.replace(work, ended="failed", cost=sum(costs)))
            raise _as_raised(error, task, store) from error
        manifest = store.look(resolved.key)
        if manifest is None:
            raise StoreError(f"{task.id}: {store.fault(resolved.key)}")
        ledger.add(msgspec.structs.replace(work, ended="made", wall=outcome.wall, cpu=outcome.cpu, cost=outcome.cost,
                                           peak_mb=outcome.peak_mb, figures=manifest.figures), now)
    elif ledger.last_keys().get(task.id) != resolved.key:
        ledger.remember([(task.id, resolved.key, now)])
    return Product(task.id, manifest, store)


def _last(need: str, task: Task, store: Store, ledger: Ledger, given: Mapping[str, Product]) -> Manifest:
    if need in given:
        return given[need].manifest
    key = ledger.last_keys().get(need)
    manifest = None if key is None else store.look(key)
    if manifest is None:
        raise TaskFailed(f"{task.id} takes in {need}, which was not made yet; make it first")
    return manifest


def _as_raised(error: Exception, task: Task, store: Store) -> Exception:
    reason = reason_of(error, store.folder)
    if reason.full:
        return DiskFull(full_message(store.folder))
    if not reason.line.startswith("internal error"):
        return error
    log = write_log(log_folder(store), task.id, reason.trace)
    return TaskFailed(f"{task.id}: {reason.line}" + (f"; see {log}" if log else ""))
