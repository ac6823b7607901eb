"""Property tests take the same examples everywhere; ``pytest --hypothesis-profile=default`` looks for new ones."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("same", derandomize=True)
settings.load_profile("same")
