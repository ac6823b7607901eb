"""What lies in build/out: the newest products under the names that people look for."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from throughline.build.errors import StoreError, disk_errors
from throughline.build.stage import Product
from throughline.build.store import Store

CLIPS = "shots"


def publish(out: Path, product: Product, names: Mapping[str, str], store: Store) -> list[Path]:
    """The files under ``out`` that now hold the product's, by its name and theirs; only what differs is written, each
    whole or not at all.

    Raises:
        StoreError: the product lacks a file, or the disk is full.
    """
    written = []
    for inner, outer in names.items():
        stored = product.manifest.files.get(inner)
        if stored is None:
            raise StoreError(f"{product.task} made no file {inner}")
        target = out / outer
        if not _holds(target, stored.sha256, store):
            with store.work_folder() as work, disk_errors(out):
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(product.path(inner), work / "new")
                os.replace(work / "new", target)
        written.append(target)
    return written


def _holds(target: Path, sha256: str, store: Store) -> bool:
    return target.is_file() and store.sources.digest(target) == sha256


def publish_clips(out: Path, shots: Iterable[str], clips: Mapping[str, Product], store: Store) -> None:
    """Lays every shot's clip out as shots/ID.mp4, where cut.otio looks for it; those of shots that are no longer in
    the film are taken away."""
    for shot, product in clips.items():
        publish(out, product, {"clean.mp4": f"{CLIPS}/{shot}.mp4"}, store)
    kept = {f"{shot}.mp4" for shot in shots}
    for file in sorted((out / CLIPS).glob("*.mp4")):
        if file.name not in kept:
            file.unlink()
