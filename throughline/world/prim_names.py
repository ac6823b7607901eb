"""Names that USD takes for its prims."""

from __future__ import annotations

import hashlib


def prim_name(name: str) -> str:
    """A valid ASCII prim name: the name itself where it can be, else a short digest of it."""
    plain = "".join(char if char.isascii() and char.isalnum() else "_" for char in name).strip("_")
    if plain and name.isascii():
        return plain if plain[0].isalpha() else f"n{plain}"
    return f"n{hashlib.sha256(name.encode()).hexdigest()[:10]}"
