"""Bytes to records and back: every file that Throughline reads or writes has its one place here."""

from throughline.formats.detect import read_screenplay

__all__ = ["read_screenplay"]
