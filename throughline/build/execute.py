"""Runs one task's function on a folder of its own and commits what it made."""

from __future__ import annotations

import importlib
import math
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from throughline.build.errors import StoreError, disk_errors
from throughline.build.keys import NoKey, decode, encode
from throughline.build.manifest import Figure, Manifest
from throughline.build.parts import Parts
from throughline.build.resolve import Resolved, input_path
from throughline.build.sources import marks
from throughline.build.stage import File, Task
from throughline.build.store import Store
from throughline.build.usage import Meter

Listen = Callable[[float, str], None]
A = TypeVar("A", bound=msgspec.Struct)
B = TypeVar("B", bound=msgspec.Struct)


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """A task made ready to run in any process: plain values only."""

    task: str
    stage: str
    name: str
    function: str
    key: str
    seed: int
    params_class: str | None
    params: bytes
    engine_class: str | None
    engine: bytes
    inputs: tuple[tuple[str, str], ...]
    guarded: tuple[tuple[str, str], ...]
    override: str | None = None
    override_digest: str | None = None
    version: int = 1


class Outcome(msgspec.Struct, frozen=True):
    """What running a job took: wall and CPU seconds, peak memory in MiB, money."""

    wall: float
    cpu: float
    peak_mb: float
    cost: float


class Context:
    """What a stage's function is given. It returns its figures, a dict of finite numbers and words, or None.

    ``params`` and ``engine`` are the task's, read back from the very bytes that its key was made of.
    ``inputs`` maps each input's name to its path (a product's folder, a file of one, or the user's own file), to be
    read only. ``out`` is the empty folder whose files become the product. ``name`` is for messages alone: work with
    equal params is done once for all tasks that ask for it.
    """

    def __init__(self, job: Job, out: Path, listen: Listen, parts: Parts | None = None, unfinished: Path | None = None):
        self.name = job.name
        self.stage = job.stage
        self.seed = job.seed
        self.out = out
        self.params: Any = _record(job.params_class, job.params)
        self.engine: Any = _record(job.engine_class, job.engine)
        self.inputs = {name: Path(path) for name, path in job.inputs}
        self.warnings: list[str] = []
        self.cost = 0.0
        self._version, self._parts = job.version, parts
        self._unfinished = unfinished or out.with_name("unfinished")
        self._listen = listen
        self._told = -math.inf

    def progress(self, fraction: float, words: str = "") -> None:
        """Tells whoever watches how much of the task is done, from 0 to 1; cheap enough for every frame."""
        now = time.monotonic()
        if now - self._told >= 0.1 or fraction >= 1:
            self._told = now
            self._listen(min(1.0, max(0.0, float(fraction))), words)

    @property
    def unfinished(self) -> Path:
        """A folder of this very task's own that outlives a killed build, for work to be gone on with; it is removed
        with the product's being kept."""
        self._unfinished.mkdir(parents=True, exist_ok=True)
        return self._unfinished

    def part(self, function: Callable[[A], B], order: A, kind: type[B]) -> B:
        """``function(order)``, a record of type ``kind``: a part of the stage's work that depends on ``order`` and on
        nothing else, worked out once however often the rest changes."""
        if self._parts is None:
            return function(order)
        return self._parts.make(self.stage, self._version, function, order, kind)

    def warn(self, text: str) -> None:
        """Keeps a warning with the product; it is shown again whenever the product is used."""
        self.warnings.append(" ".join(text.split()))

    def spend(self, money: float) -> None:
        """Adds to what the work cost, in the film's currency; counted even if the task fails afterwards."""
        self.cost += money


def job_of(task: Task, resolved: Resolved, made: Mapping[str, Manifest], store: Store) -> Job:
    """``task`` as a job, its inputs laid out.

    Raises:
        StoreError: an input is gone from the store. PlanError: a value without a key.
    """
    inputs = () if task.override is not None else task.inputs
    paths = tuple((name, str(input_path(source, made, store))) for name, source in inputs)
    guarded = tuple((str(source.path), marks(source.path)) for _, source in inputs if isinstance(source, File))
    for _, source in inputs:
        if isinstance(source, File) and store.sources.digest(source.path) != source.digest:
            raise StoreError(f"{source.path} changed since the build began; build again")
    return Job(task=task.id, stage=task.stage, name=task.name, function=task.function, key=resolved.key,
               seed=task.seed, params_class=_class_path(task.params), params=_body(task.params),
               engine_class=_class_path(task.engine), engine=_body(task.engine), inputs=paths, guarded=guarded,
               override=None if task.override is None else str(task.override.absolute()),
               override_digest=resolved.override, version=task.version)


def execute(job: Job, store: Store, listen: Listen, spent: Callable[[float], None]) -> Outcome:
    """What running ``job`` took, its product being in the store on return.

    Raises:
        Whatever the function raises. StoreError: its files or figures cannot be kept. ``spent`` is called in any case.
    """
    meter = Meter()
    with store.work_folder() as work:
        out = work / "out"
        out.mkdir()
        if job.override is not None:
            _copy_override(job, store, out)
            store.commit(job.key, job.stage, out, {}, ())
            return Outcome(*meter.read(), 0.0)
        parts = Parts(store.folder / "parts.db")
        unfinished = store.unfinished(job.key)
        context = Context(job, out, listen, parts, unfinished)
        try:
            with disk_errors(store.folder):
                figures = _figures(job, load_function(job.function)(context))
        finally:
            spent(context.cost)
            parts.close()
        for path, before in job.guarded:
            if marks(Path(path)) != before:
                raise StoreError(f"{path} changed while {job.task} was reading it; build again")
        store.commit(job.key, job.stage, out, figures, tuple(context.warnings))
        shutil.rmtree(unfinished, ignore_errors=True)
    return Outcome(*meter.read(), context.cost)


def load_function(path: str) -> Callable[[Context], object]:
    """The function called "package.module:name".

    Raises:
        StoreError: the module has no such function.
    """
    module, _, name = path.partition(":")
    found = getattr(importlib.import_module(module), name, None)
    if not callable(found):
        raise StoreError(f"{path} is no function; a task's function is written package.module:name")
    return found  # type: ignore[no-any-return]


def _copy_override(job: Job, store: Store, out: Path) -> None:
    source = Path(job.override or "")
    with disk_errors(store.folder):
        if source.is_dir():
            for name in store.sources.files(source):
                (out / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source / name, out / name)
        else:
            shutil.copyfile(source, out / source.name)
    copied = store.sources.digest(out if source.is_dir() else out / source.name)
    if copied != job.override_digest:
        raise StoreError(f"{source} changed while it was being taken over; build again")


def _figures(job: Job, returned: object) -> dict[str, Figure]:
    if returned is None:
        return {}
    if not isinstance(returned, dict):
        raise TypeError(f"{job.function} returned a {type(returned).__name__}; figures are a dict of numbers and words")
    figures: dict[str, Figure] = {}
    for name, given in returned.items():
        value = given.item() if hasattr(given, "item") else given
        if not isinstance(value, float | int | str) or (isinstance(value, float) and not math.isfinite(value)):
            raise TypeError(f"{job.function}: the figure {name} is {value!r}; it must be a finite number or words")
        figures[str(name)] = value
    return figures


def _class_path(record: msgspec.Struct | None) -> str | None:
    if record is None:
        return None
    kind = type(record)
    if kind.__module__ == "__main__" or "<" in kind.__qualname__:
        raise StoreError(f"{kind.__qualname__} is defined where no other process can import it; put it in a module")
    return f"{kind.__module__}:{kind.__qualname__}"


def _body(record: msgspec.Struct | None) -> bytes:
    return b"" if record is None else encode(record)


def _record(class_path: str | None, body: bytes) -> msgspec.Struct | None:
    if class_path is None:
        return None
    module, _, name = class_path.partition(":")
    found: object = importlib.import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    if not (isinstance(found, type) and issubclass(found, msgspec.Struct)):
        raise NoKey(f"{class_path} is no record class")
    return decode(body, found)
