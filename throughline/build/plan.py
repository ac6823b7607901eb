"""A plan: tasks in an order in which they can be made, and for each whether it is fresh, and why not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from heapq import heapify, heappop, heappush

import msgspec

from throughline.build.errors import PlanError
from throughline.build.explain import differences
from throughline.build.ledger import Ledger
from throughline.build.manifest import Manifest
from throughline.build.progress import expected_seconds
from throughline.build.resolve import MissingFile, Resolved, parts, resolve
from throughline.build.stage import Task
from throughline.build.store import Store


class State(msgspec.Struct, frozen=True):
    """How one task stands. ``key`` is None while it waits on others. ``reasons`` say why it is not fresh, or, for a
    fresh one, that an override stands in. ``seconds`` is what making it is expected to take."""

    task: str
    fresh: bool
    reasons: tuple[str, ...] = ()
    seconds: float = 0.0
    key: str | None = None

    @property
    def reason(self) -> str:
        return "; ".join(self.reasons)


class Status(msgspec.Struct, frozen=True):
    """How every task of a plan stands, in the plan's order, with the products of the fresh ones."""

    states: dict[str, State]
    products: dict[str, Manifest]
    resolved: dict[str, Resolved]

    def __iter__(self) -> Iterator[State]:
        return iter(self.states.values())

    def __getitem__(self, task: str) -> State:
        return self.states[task]

    def __len__(self) -> int:
        return len(self.states)

    @property
    def stale(self) -> tuple[State, ...]:
        return tuple(state for state in self if not state.fresh)

    @property
    def seconds(self) -> float:
        """What making all that is not fresh is expected to take, one after the other."""
        return sum(state.seconds for state in self.stale)


class Plan:
    """Tasks whose inputs are all among them, ordered: as given, but each after what it needs.

    Raises:
        PlanError: two tasks of one id, an input of no task, or a cycle; the message names them.
    """

    def __init__(self, tasks: Iterable[Task]):
        given = tuple(tasks)
        self._given = {task.id: task for task in given}
        if len(self._given) < len(given):
            seen: set[str] = set()
            twice = next(task.id for task in given if task.id in seen or seen.add(task.id))  # type: ignore[func-returns-value]
            raise PlanError(f"two tasks are called {twice}")
        self.needs: dict[str, tuple[str, ...]] = {}
        self.dependents: dict[str, list[str]] = {name: [] for name in self._given}
        for name, task in self._given.items():
            self.needs[name] = tuple(dict.fromkeys(task.needs))
            for need in self.needs[name]:
                if need not in self._given:
                    raise PlanError(f"{name} takes in {need}, which is no task{_meant(need, self._given)}")
                self.dependents[need].append(name)
        self.tasks = {name: self._given[name] for name in self._order()}

    def _order(self) -> list[str]:
        place = {name: index for index, name in enumerate(self._given)}
        missing = {name: len(needs) for name, needs in self.needs.items()}
        names = list(self._given)
        ready = [place[name] for name in names if not missing[name]]
        heapify(ready)
        order: list[str] = []
        while ready:
            name = names[heappop(ready)]
            order.append(name)
            for after in self.dependents[name]:
                missing[after] -= 1
                if not missing[after]:
                    heappush(ready, place[after])
        if len(order) < len(names):
            raise PlanError(f"tasks wait on each other: {' <- '.join(self._cycle(set(names) - set(order)))}")
        return order

    def _cycle(self, left: set[str]) -> list[str]:
        walk = [min(left)]
        while True:
            after = next(need for need in self.needs[walk[-1]] if need in left)
            if after in walk:
                return [*walk[walk.index(after):], after]
            walk.append(after)

    def __len__(self) -> int:
        return len(self.tasks)

    def wanted(self, targets: Collection[str] | None) -> dict[str, Task]:
        """The tasks that ``targets`` need, themselves included, in order; a target is a task id or a stage's name.

        Raises:
            PlanError: a target that is neither.
        """
        if targets is None:
            return self.tasks
        stages: dict[str, list[str]] = {}
        for task in self.tasks.values():
            stages.setdefault(task.stage, []).append(task.id)
        pending: list[str] = []
        for target in targets:
            if target not in self.tasks and target not in stages:
                raise PlanError(f"{target} is no task and no stage{_meant(target, [*stages, *self.tasks])}")
            pending.extend([target] if target in self.tasks else stages[target])
        found: set[str] = set()
        while pending:
            name = pending.pop()
            if name not in found:
                found.add(name)
                pending.extend(self.needs[name])
        return {name: task for name, task in self.tasks.items() if name in found}

    def status(self, store: Store, ledger: Ledger, targets: Collection[str] | None = None) -> Status:
        """How every task (that ``targets`` need) stands against what is in the store.

        Raises:
            PlanError: a value that no key can be made of. StoreError: an override that cannot be read.
        """
        found = Status({}, {}, {})
        looked: dict[str, Manifest | None] = {}
        lasts = ledger.last_keys()
        paces = ledger.paces()
        for name, task in self.wanted(targets).items():
            waits = [need for need in self.needs[name] if need not in found.products]
            try:
                resolved = None if waits else resolve(task, found.products, store)
            except MissingFile as error:
                seconds = expected_seconds(task, paces)
                found.states[name] = State(name, False, (str(error),), seconds)
                continue
            manifest = None
            if resolved is not None:
                found.resolved[name] = resolved
                if resolved.key not in looked:
                    looked[resolved.key] = store.look(resolved.key)
                manifest = looked[resolved.key]
            if resolved is not None and manifest is not None:
                found.products[name] = manifest
                why = "made with override" if task.override is not None else ""
                found.states[name] = State(name, True, (why,) if why else (), 0.0, resolved.key)
                continue
            reasons = _reasons(task, resolved, waits, lasts.get(name), store, ledger)
            found.states[name] = State(name, False, reasons, expected_seconds(task, paces),
                                       resolved.key if resolved else None)
        return found


def _reasons(task: Task, resolved: Resolved | None, waits: list[str], last: str | None, store: Store,
             ledger: Ledger) -> tuple[str, ...]:
    if last is None:
        return ("never made",)
    if resolved is not None and resolved.key == last:
        return (store.fault(last),)
    before = ledger.last_parts(task.id) or {}
    if resolved is not None:
        return differences(before, parts(task, resolved.inputs, resolved.override))
    now = parts(task, (), None)
    now["inputs"] = before.get("inputs")
    own = differences(before, now) if now != before else ()
    return *own, *(f"waits on {need}" for need in waits)


def _meant(word: str, known: Mapping[str, Task] | list[str]) -> str:
    close = get_close_matches(word, list(known), n=1)
    return f"; did you mean {close[0]}?" if close else ""
