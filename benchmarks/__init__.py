"""Figures, one file each: ``python -m benchmarks.NAME --json`` prints one line."""
