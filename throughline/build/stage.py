"""A task is one piece of work as a value; a product is what it made."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from throughline.build.errors import StoreError
from throughline.build.manifest import Figure, Manifest

if TYPE_CHECKING:
    from throughline.build.store import Store


class File(msgspec.Struct, frozen=True):
    """A file or folder of the user's and the digest of its content; made by ``Store.file``."""

    path: Path
    digest: str


class Made(msgspec.Struct, frozen=True):
    """A file of another task's product, or with ``file`` None the whole product's folder."""

    task: str
    file: str | None = None


Input = File | Made


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of work: a pure function of its params, inputs, engine and seed.

    ``function`` is "package.module:name", imported where it runs; it is called with a ``Context`` and fills a folder.
    ``name`` (a shot's id, or "film") tells tasks of a stage apart and never enters the key: equal work is shared.
    ``engine`` is the identity of the engine used. ``resource`` names what it needs one of; ``weight`` is rough
    seconds, believed until the ledger knows better; ``timeout`` is in seconds. None of these three enters the key.
    ``override`` is an artist's own file or folder, which becomes the product in place of running anything.
    """

    stage: str
    version: int
    name: str
    function: str
    params: msgspec.Struct | None = None
    inputs: tuple[tuple[str, Input], ...] = ()
    engine: msgspec.Struct | None = None
    seed: int = 0
    resource: str = "cpu"
    weight: float = 1.0
    override: Path | None = None
    timeout: float | None = None

    @property
    def id(self) -> str:
        return f"{self.stage}/{self.name}"

    @property
    def needs(self) -> tuple[str, ...]:
        """The ids of the tasks whose products go in; none where an override stands in."""
        if self.override is not None:
            return ()
        return tuple(source.task for _, source in self.inputs if type(source) is Made)


class Product(msgspec.Struct, frozen=True):
    """What a task made: files under ``folder``, figures, warnings. ``digest`` is of the files alone."""

    task: str
    manifest: Manifest
    store: Store

    @property
    def key(self) -> str:
        return self.manifest.key

    @property
    def digest(self) -> str:
        return self.manifest.digest

    @property
    def files(self) -> tuple[str, ...]:
        """Names of the files relative to the folder, sorted, with "/" between parts."""
        return tuple(self.manifest.files)

    @property
    def figures(self) -> Mapping[str, Figure]:
        return self.manifest.figures

    @property
    def warnings(self) -> tuple[str, ...]:
        return self.manifest.warnings

    @property
    def folder(self) -> Path:
        """The product's folder, to be read only; laid out of the store when it is not there."""
        return self.store.folder_of(self.manifest)

    def path(self, file: str) -> Path:
        """The path of ``file`` in the product.

        Raises:
            StoreError: the product has no such file.
        """
        if file not in self.manifest.files:
            raise StoreError(f"{self.task} made no file {file}; it made {', '.join(self.files) or 'none'}")
        return self.folder / file
