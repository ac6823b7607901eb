"""From a task and the products it takes in to its key."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from throughline.build.errors import PlanError
from throughline.build.keys import NoKey, digest, plain, record_digest
from throughline.build.manifest import Manifest
from throughline.build.stage import File, Made, Task
from throughline.build.store import Store


class Resolved(msgspec.Struct, frozen=True):
    """A task's key, and the digests of its inputs (or of its override) that it was made of."""

    key: str
    inputs: tuple[tuple[str, str], ...]
    override: str | None = None


class MissingFile(PlanError):
    """A task wants a file that the other task's product does not have."""


def resolve(task: Task, made: Mapping[str, Manifest], store: Store) -> Resolved:
    """The key of ``task``, all of whose needs are in ``made``.

    The key holds the digests of the inputs' bytes, not the keys they were made under: what is made again with the
    same bytes leaves everything after it fresh.

    Raises:
        PlanError: a value that no key can be made of, or a file that the other product does not have.
        StoreError: an override that is not there.
    """
    if task.override is not None:
        override = store.sources.digest(task.override)
        return Resolved(digest(("override", task.stage, task.override.name, override)), (), override)
    inputs = tuple((name, _digest(task, source, made)) for name, source in task.inputs)
    try:
        params, engine = record_digest(task.params), record_digest(task.engine)
    except NoKey as error:
        raise PlanError(f"{task.id}: {error}") from error
    return Resolved(digest(("task", task.stage, task.version, params, inputs, engine, task.seed)), inputs)


def _digest(task: Task, source: File | Made, made: Mapping[str, Manifest]) -> str:
    if type(source) is File:
        return source.digest
    assert type(source) is Made
    manifest = made[source.task]
    if source.file is None:
        return manifest.digest
    stored = manifest.files.get(source.file)
    if stored is None:
        raise MissingFile(f"{source.task} made no file {source.file}, which {task.id} takes in; "
                          f"it made {', '.join(manifest.files) or 'none'}")
    return stored.sha256


def parts(task: Task, inputs: tuple[tuple[str, str], ...], override: str | None) -> dict[str, Any]:
    """What the task's key is made of, as JSON values, for the ledger and ``explain``."""
    return {"version": task.version, "params": plain(task.params), "inputs": dict(inputs),
            "engine": plain(task.engine), "seed": str(task.seed), "override": override}


def input_path(source: File | Made, made: Mapping[str, Manifest], store: Store) -> Path:
    """Where the input lies, to be read only: the user's own file, or a file or folder of a product."""
    if isinstance(source, File):
        return source.path
    folder = store.folder_of(made[source.task])
    return folder if source.file is None else folder / source.file
