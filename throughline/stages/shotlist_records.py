"""What the shot list's workbook is told."""

from __future__ import annotations

from throughline.film.record import Record


class ShotlistSheetParams(Record):
    """The film's title and the language of the labels ("en", "ko")."""

    title: str
    language: str
