"""The kinds of body that can be cast."""

from __future__ import annotations

HEADS = ("stag", "crow", "ox", "fox", "goat", "horse")
BEASTS = ("dragon", "dog", "horse", "unicorn")
KINDS = ("person", "reaper", *BEASTS)
