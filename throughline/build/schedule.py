"""Which task comes next: what is settled, what is ready, what is made for several tasks at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Mapping
from heapq import heappop, heappush
from pathlib import Path

import msgspec

from throughline.build.errors import BuildError, is_full
from throughline.build.execute import Job, Outcome, job_of
from throughline.build.explain import engine_name
from throughline.build.failure import Failure
from throughline.build.keys import plain
from throughline.build.ledger import Ledger, Parts, Work
from throughline.build.manifest import Manifest
from throughline.build.plan import Plan
from throughline.build.progress import Estimate, Event, EventKind, Listener
from throughline.build.resolve import Resolved, parts, resolve
from throughline.build.stage import Product, Task
from throughline.build.store import Store


class Blocked(msgspec.Struct, frozen=True):
    """A task that could not be made because another was not."""

    task: str
    because: str

    @property
    def reason(self) -> str:
        return f"not made because {self.because}"


class Report(msgspec.Struct, frozen=True):
    """How a build went, task by task, each list in the plan's order."""

    made: tuple[str, ...]
    cached: tuple[str, ...]
    failed: tuple[Failure, ...]
    blocked: tuple[Blocked, ...]
    products: dict[str, Product]

    @property
    def ok(self) -> bool:
        return not self.failed and not self.blocked


class Schedule:
    """The state of one build. Whoever runs the jobs asks ``next_job`` and says ``done`` or ``failed``."""

    def __init__(self, plan: Plan, store: Store, ledger: Ledger, targets: Collection[str] | None, on_event: Listener,
                 estimate: Callable[[list[Task], Mapping[str, float]], Estimate], keep_going: bool):
        self._plan, self._store, self._ledger, self._on_event = plan, store, ledger, on_event
        self._keep_going = keep_going
        self._stopped = ""
        self.tasks = plan.wanted(targets)
        self._made: dict[str, Manifest] = {}
        self._ways: dict[str, EventKind] = {}
        self._failures: dict[str, Failure] = {}
        self._blocked: dict[str, Blocked] = {}
        self._resolved: dict[str, Resolved] = {}
        self._asking: dict[str, list[str]] = {}
        self._works: dict[str, Work] = {}
        self._ready: dict[str, list[tuple[float, int, str]]] = {}
        status = plan.status(store, ledger, targets)
        paces = ledger.paces()
        stale = [self.tasks[state.task] for state in status.stale]
        self._estimate = estimate(stale, paces)
        self._stale = {task.id for task in stale}
        self._place = {name: index for index, name in enumerate(self.tasks)}
        self._urgency = self._urgencies({task.id: task.weight * paces.get(task.stage, 1.0) for task in stale})
        self._missing = {name: len(plan.needs[name]) for name in self.tasks}
        self._lasts = ledger.last_keys()
        self._remembered: list[tuple[str, str, Parts]] = []
        self._resolved.update(status.resolved)
        self._begin(status.products)

    def _urgencies(self, seconds: Mapping[str, float]) -> dict[str, float]:
        """By task, the longest chain of work that waits for it; the most urgent go first, so all jobs end together."""
        longest: dict[str, float] = {}
        for name in reversed(self.tasks):
            after = (longest[dependent] for dependent in self._plan.dependents[name] if dependent in longest)
            longest[name] = seconds.get(name, 0.0) + max(after, default=0.0)
        return longest

    def _begin(self, fresh: Mapping[str, Manifest]) -> None:
        """Takes in what needs no work; what that leaves to be made is put among the ready."""
        for name in self.tasks:
            manifest = fresh.get(name)
            if manifest is None and not self._plan.needs[name]:
                manifest = self._resolve(name)
            if manifest is not None:
                self._take(name, manifest, EventKind.CACHED)
        self._flush()

    def _take(self, name: str, manifest: Manifest, way: EventKind) -> None:
        """``name`` is settled by ``manifest``; follows, without recursion, whatever that settles in turn."""
        pending = deque([(name, manifest, way)])
        while pending:
            name, manifest, way = pending.popleft()
            self._made[name], self._ways[name] = manifest, way
            if way is EventKind.CACHED:
                if name in self._stale:
                    self._estimate.end(self.tasks[name])
                self._note(name)
            self._tell(way, name)
            for after in self._plan.dependents[name]:
                if after not in self._missing:
                    continue
                self._missing[after] -= 1
                if not self._missing[after] and after in self._stale and after not in self._blocked:
                    known = self._resolve(after)
                    if known is not None:
                        pending.append((after, known, EventKind.CACHED))

    def _note(self, name: str) -> None:
        resolved = self._resolved[name]
        if self._lasts.get(name) != resolved.key:
            self._remembered.append((name, resolved.key, parts(self.tasks[name], resolved.inputs, resolved.override)))

    def _flush(self) -> None:
        if self._remembered:
            self._ledger.remember(self._remembered)
            self._remembered.clear()

    def _resolve(self, name: str) -> Manifest | None:
        """The product of ``name`` if it is in the store already; else it is put among the ready or it failed."""
        task = self.tasks[name]
        try:
            resolved = resolve(task, self._made, self._store)
        except BuildError as error:
            self._fail(name, Failure(name, str(error)))
            return None
        self._resolved[name] = resolved
        manifest = self._store.look(resolved.key)
        if manifest is not None:
            return manifest
        if resolved.key in self._asking:
            self._asking[resolved.key].append(name)
            return None
        self._asking[resolved.key] = [name]
        heappush(self._ready.setdefault(task.resource, []), (-self._urgency[name], self._place[name], name))
        return None

    def next_job(self, is_free: Callable[[str], bool]) -> Job | None:
        """The most urgent ready task whose resource ``is_free``; None when there is none just now."""
        while not self._stopped:
            free = [queue for resource, queue in self._ready.items() if queue and is_free(resource)]
            if not free:
                return None
            _, _, name = heappop(min(free))
            task, resolved = self.tasks[name], self._resolved[name]
            try:
                job = job_of(task, resolved, self._made, self._store)
            except (BuildError, OSError, ValueError) as error:
                if is_full(error):
                    self.stop("the disk is full")
                self.failed(name, Failure(name, str(error)))
                continue
            engine = "" if task.engine is None else engine_name(plain(task.engine))
            work = Work(task=name, stage=task.stage, key=resolved.key, version=task.version, seed=task.seed,
                        weight=task.weight, engine=engine)
            self._works[name] = msgspec.structs.replace(work, started=self._ledger.start(work))
            self._estimate.start(task)
            self._tell(EventKind.STARTED, name)
            return job
        return None

    def progress(self, name: str, fraction: float, words: str) -> None:
        self._tell(EventKind.PROGRESS, name, fraction=fraction, words=words)

    def done(self, name: str, outcome: Outcome) -> None:
        """The product of ``name`` is in the store; those who asked for the same have it too."""
        resolved = self._resolved[name]
        manifest = self._store.look(resolved.key)
        if manifest is None:
            self.failed(name, Failure(name, self._store.fault(resolved.key)), outcome.cost)
            return
        work = msgspec.structs.replace(self._works[name], ended="made", wall=outcome.wall, cpu=outcome.cpu,
                                       peak_mb=outcome.peak_mb, cost=outcome.cost, figures=manifest.figures)
        self._ledger.add(work, parts(self.tasks[name], resolved.inputs, resolved.override))
        self._estimate.end(self.tasks[name], outcome.wall)
        for asker in self._asking.pop(resolved.key):
            self._take(asker, manifest, EventKind.FINISHED if asker == name else EventKind.CACHED)
        self._flush()

    def failed(self, name: str, failure: Failure, cost: float = 0.0) -> None:
        """``name`` failed, and with it those who asked for the same work."""
        if name in self._works:
            self._ledger.add(msgspec.structs.replace(self._works[name], ended="failed", cost=cost))
        for asker in self._asking.pop(self._resolved[name].key):
            self._fail(asker, msgspec.structs.replace(failure, task=asker))
        if not self._keep_going:
            self.stop(f"{name} failed")

    def _fail(self, name: str, failure: Failure) -> None:
        self._failures[name] = failure
        self._estimate.end(self.tasks[name])
        self._tell(EventKind.FAILED, name, reason=failure.reason)
        pending = list(self._plan.dependents[name])
        while pending:
            after = pending.pop()
            if after in self._missing and after not in self._blocked:
                self._block(after, f"{name} failed")
                pending.extend(self._plan.dependents[after])

    def _block(self, name: str, because: str) -> None:
        self._blocked[name] = Blocked(name, because)
        self._estimate.end(self.tasks[name])
        self._tell(EventKind.BLOCKED, name, reason=self._blocked[name].reason)

    def stop(self, because: str) -> None:
        """No more tasks are begun."""
        self._stopped = self._stopped or because

    def report(self) -> Report:
        """How it went; whatever is not settled by now was not made."""
        for name in self.tasks:
            if not (name in self._made or name in self._failures or name in self._blocked):
                self._block(name, self._stopped or "the build was stopped")
        products = {name: Product(name, self._made[name], self._store) for name in self.tasks if name in self._made}
        ways = {way: tuple(name for name in products if self._ways[name] is way) for way in set(self._ways.values())}
        return Report(ways.get(EventKind.FINISHED, ()), ways.get(EventKind.CACHED, ()),
                      tuple(self._failures[name] for name in self.tasks if name in self._failures),
                      tuple(self._blocked[name] for name in self.tasks if name in self._blocked), products)

    def _tell(self, kind: EventKind, name: str, *, fraction: float | None = None, words: str = "",
              reason: str = "") -> None:
        done = len(self._made) + len(self._failures) + len(self._blocked)
        self._on_event(Event(kind=kind, task=name, done=done, total=len(self.tasks), fraction=fraction, words=words,
                             seconds_left=self._estimate.left(), reason=reason))


def log_folder(store: Store) -> Path:
    """Where logs of the builds into ``store`` lie."""
    return store.folder.parent / "logs"
