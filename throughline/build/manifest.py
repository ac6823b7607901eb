"""A manifest: which files, by content, the work under one key gave, with its figures and warnings."""

from __future__ import annotations

import msgspec

from throughline.build.keys import digest

VERSION = 1
Figure = float | int | str


class Stored(msgspec.Struct, frozen=True):
    """One file of a product: SHA-256 of its bytes in hex, and its size in bytes."""

    sha256: str
    size: int


class Manifest(msgspec.Struct, frozen=True):
    """A finished product. ``digest`` is of names and contents alone: equal files, equal digest, whatever the key."""

    version: int
    key: str
    stage: str
    digest: str
    files: dict[str, Stored]
    figures: dict[str, Figure] = {}
    warnings: tuple[str, ...] = ()


_DECODER = msgspec.json.Decoder(Manifest)


def manifest_of(key: str, stage: str, files: dict[str, Stored], figures: dict[str, Figure],
                warnings: tuple[str, ...]) -> Manifest:
    """The manifest of ``files`` (relative name to content), names sorted."""
    ordered = {name: files[name] for name in sorted(files)}
    return Manifest(VERSION, key, stage, files_digest(ordered), ordered, dict(sorted(figures.items())), warnings)


def files_digest(files: dict[str, Stored]) -> str:
    """The digest of a set of files by name and content."""
    return digest(("files", {name: stored.sha256 for name, stored in files.items()}))


def dump(manifest: Manifest) -> bytes:
    """The manifest as JSON, the same bytes for the same product."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1)


def load(content: bytes, key: str) -> Manifest | None:
    """The manifest saved in ``content``; None when it is unreadable, of an unknown version, or of another key."""
    try:
        manifest = _DECODER.decode(content)
    except msgspec.MsgspecError:
        return None
    return manifest if manifest.version == VERSION and manifest.key == key else None
