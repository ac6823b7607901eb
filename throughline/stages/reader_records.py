"""What the breakdown's workbook and the optional reader are told: plain records, so that planning loads no stage."""

from __future__ import annotations

from throughline.engines.contracts import SceneText
from throughline.film.reader import LlmSection
from throughline.film.record import Record


class BreakdownSheetParams(Record):
    """The workbook: the film's title, the language of its labels, the cast by name in the order of the board numbers
    (empty: as the schedule numbers them where nobody decided)."""

    title: str
    language: str
    board: tuple[str, ...] = ()


class LlmReadingParams(Record):
    """A scene to be read: the engine's name, its settings, the scene's text."""

    engine: str
    section: LlmSection
    text: SceneText
