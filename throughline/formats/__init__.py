"""Bytes to records and back: every file that Throughline reads or writes has its one place here."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from throughline.formats.detect import read_screenplay

__all__ = ["read_screenplay"]


def __getattr__(name: str) -> object:
    """``read_screenplay``, loaded when first asked for: reading PDF and FDX takes far longer to load than film.toml."""
    if name != "read_screenplay":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from throughline.formats.detect import read_screenplay

    return read_screenplay
