"""The store: every product ever made, by key, its files kept once by content.

    objects/ab/SHA256      the files, sealed
    manifests/ab/KEY.json  which files a key's product has, its figures and warnings
    products/KEY/          the product laid out under its own names, for functions and people to read
    unfinished/KEY/        what a task that was killed can go on with
    scratch/               work in hand; what a dead process left is swept away by the next build
    sources.db             remembered digests of the user's files, a shortcut only
    parts.db               parts of stages' work, a shortcut only

A manifest is written last, whole, by a rename, after its files are on the disk. So whatever moment a build is killed
at, a key either has a finished product or none.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from throughline.build import manifest as manifests
from throughline.build.errors import Damaged, StoreError, disk_errors
from throughline.build.lock import Scratch, build_lock, held
from throughline.build.manifest import Figure, Manifest, Stored, manifest_of
from throughline.build.objects import Objects, is_laid_out, sync
from throughline.build.sources import Sources
from throughline.build.stage import File

MOST_UNFINISHED = 12


class Damage(msgspec.Struct, frozen=True):
    """A file of a product that is missing or not what it was: the keys it belongs to and one of its names."""

    sha256: str
    name: str
    keys: tuple[str, ...]


class Freed(msgspec.Struct, frozen=True):
    """What ``collect`` removed."""

    products: int
    objects: int
    megabytes: float


class Store:
    """The products under ``folder``; any number of processes may read it and add to it at once."""

    def __init__(self, folder: Path):
        self.folder = folder.absolute()
        self.objects = Objects(self.folder / "objects")
        self.scratch = Scratch(self.folder / "scratch")
        self.sources = Sources(self.folder / "sources.db")
        self._manifests = str(self.folder / "manifests")
        self._products = self.folder / "products"

    @property
    def lock_path(self) -> Path:
        return self.folder / "lock"

    def file(self, path: Path) -> File:
        """The user's file or folder as an input of a task.

        Raises:
            StoreError: it is not there or cannot be read.
        """
        return File(path.absolute(), self.sources.digest(path))

    def look(self, key: str) -> Manifest | None:
        """The finished product of ``key``; None when there is none, or a file of it is missing or damaged."""
        manifest = self.written(key)
        if manifest is None or not all(map(self.objects.is_intact, manifest.files.values())):
            return None
        return manifest

    def written(self, key: str) -> Manifest | None:
        """The manifest of ``key``, its files unseen; None when there is none that can be read."""
        try:
            handle = os.open(self._manifest_path(key), os.O_RDONLY)
        except FileNotFoundError:
            return None
        with open(handle, "rb", buffering=0) as opened:
            return manifests.load(opened.read(), key)

    def fault(self, key: str) -> str:
        """Why ``look`` found nothing under ``key``, in words."""
        manifest = self.written(key)
        if manifest is None:
            return "its product is no longer in the store"
        bad = [name for name, stored in manifest.files.items() if not self.objects.is_intact(stored)]
        return f"its file {bad[0]} is missing or damaged in the store" if bad else "its product was just made"

    def commit(self, key: str, stage: str, folder: Path, figures: dict[str, Figure],
               warnings: tuple[str, ...]) -> Manifest:
        """The product of ``key``: everything under ``folder``, moved into the store and on the disk.

        Raises:
            DiskFull: no space left; nothing is seen as finished. StoreError: something that is not a plain file.
        """
        with disk_errors(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            with held(self.folder / "collect.lock", alone=False):
                files = self.objects.take(folder)
                manifest = manifest_of(key, stage, files, figures, warnings)
                self._write(manifest)
        return manifest

    def _write(self, manifest: Manifest) -> None:
        final = self._manifest_path(manifest.key)
        drafts = self.scratch.folder()
        draft = drafts / "manifest"
        with open(draft, "wb") as handle:
            handle.write(manifests.dump(manifest))
            handle.flush()
            os.fsync(handle.fileno())
        os.makedirs(os.path.dirname(final), exist_ok=True)
        os.replace(draft, final)
        sync(os.path.dirname(final))
        drafts.rmdir()

    def folder_of(self, manifest: Manifest) -> Path:
        """The folder of the product, to be read only; laid out anew unless it is there and as it was.

        Raises:
            Damaged: a file of it is gone from the store. DiskFull: no space left.
        """
        final = self._products / manifest.key
        if is_laid_out(manifest.files, final):
            return final
        with self.work_folder() as work, disk_errors(self.folder):
            try:
                self.objects.lay_out(manifest.files, work / "new")
            except FileNotFoundError as error:
                raise Damaged(f"{self.fault(manifest.key)} ({manifest.stage}); build again") from error
            self._products.mkdir(parents=True, exist_ok=True)
            for attempt in range(8):
                try:
                    if final.exists():
                        os.replace(final, work / f"old{attempt}")
                    os.replace(work / "new", final)
                    return final
                except OSError:
                    if is_laid_out(manifest.files, final):
                        return final
        raise StoreError(f"{final} cannot be laid out; close what holds it open")

    def unfinished(self, key: str) -> Path:
        """Where a task of that key keeps what it can go on with; of those left behind the oldest go."""
        folder = self.folder / "unfinished"
        left = [path for path in folder.glob("*") if path.name != key] if folder.is_dir() else []
        for path in sorted(left, key=lambda path: (path.stat().st_mtime_ns, path.name))[:-MOST_UNFINISHED]:
            shutil.rmtree(path, ignore_errors=True)
        return folder / key

    @contextmanager
    def work_folder(self) -> Iterator[Path]:
        """A new empty folder on the store's own disk, removed at the end."""
        with disk_errors(self.folder):
            folder = self.scratch.folder()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def keys(self) -> tuple[str, ...]:
        """Every key that has a manifest, sorted."""
        return tuple(sorted(path.stem for path in Path(self._manifests).glob("??/*.json")))

    def verify(self) -> tuple[Damage, ...]:
        """Every stored file whose bytes are not what its digest says; those are removed, so the next build makes
        them again."""
        names: dict[str, tuple[str, Stored]] = {}
        keys: dict[str, list[str]] = {}
        for key in self.keys():
            manifest = self.written(key)
            for name, stored in manifest.files.items() if manifest else ():
                names.setdefault(stored.sha256, (name, stored))
                keys.setdefault(stored.sha256, []).append(key)
        found: list[Damage] = []
        for sha256, (name, stored) in sorted(names.items()):
            if not self.objects.is_proven(stored):
                self.objects.remove(sha256)
                found.append(Damage(sha256, name, tuple(keys[sha256])))
        return tuple(found)

    def collect(self, keep: Collection[str]) -> Freed:
        """What was removed: every product whose key is not in ``keep``, and every file that no product has.

        Raises:
            BuildRunning: a build is using the store.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        kept = frozenset(keep)
        with build_lock(self.lock_path), held(self.folder / "collect.lock", alone=True):
            self.scratch.sweep()
            wanted: set[str] = set()
            gone = 0
            for key in self.keys():
                manifest = self.written(key) if key in kept else None
                if manifest is None:
                    os.unlink(self._manifest_path(key))
                    gone += 1
                else:
                    wanted.update(stored.sha256 for stored in manifest.files.values())
            for folder in self._products.glob("*"):
                if folder.name not in kept:
                    shutil.rmtree(folder, ignore_errors=True)
            unused = [path for path in self.objects.root.glob("??/*") if path.name not in wanted]
            size = sum(path.stat().st_size for path in unused)
            for path in unused:
                path.unlink()
        return Freed(gone, len(unused), size / 2**20)

    def close(self) -> None:
        """Removes this process's scratch and closes its files."""
        self.scratch.close()
        self.sources.close()

    def _manifest_path(self, key: str) -> str:
        return f"{self._manifests}/{key[:2]}/{key}.json"
