"""Understanding a script: a Screenplay becomes a Breakdown, offline and without a learned model."""

from throughline.reading.script import breakdown, complaints

__all__ = ["breakdown", "complaints"]
