"""The scenes of a screenplay line by line as read aloud, for readers that answer with line numbers."""

from __future__ import annotations

from dataclasses import dataclass

from throughline.engines.contracts import SceneText
from throughline.film.screenplay import ElementKind, Screenplay, scenes
from throughline.formats.inline import plain

READ = frozenset({ElementKind.ACTION, ElementKind.CHARACTER, ElementKind.PARENTHETICAL, ElementKind.DIALOGUE,
                  ElementKind.LYRICS, ElementKind.CENTERED})


@dataclass(frozen=True)
class NumberedScene:
    """A scene's index, its text, and the script's line behind each line of the text. The text knows neither number
    nor place of the scene, so that it stays the same when others are added before it."""

    index: int
    text: SceneText
    lines: tuple[int, ...]


def numbered_scenes(screenplay: Screenplay, language: str) -> tuple[NumberedScene, ...]:
    """Every scene that says something, without notes."""
    found = []
    for scene in scenes(screenplay):
        rows: list[tuple[int, str]] = []
        for element in scene.elements:
            if element.kind in READ:
                rows += [(element.line + at, " ".join(line.split()))
                         for at, line in enumerate(plain(element.text).split("\n"))]
        rows = [row for row in rows if row[1]]
        if rows:
            heading = plain(scene.heading.text) if scene.heading else ""
            text = SceneText(heading=heading, lines=tuple(words for _, words in rows), language=language)
            found.append(NumberedScene(scene.index, text, tuple(line for line, _ in rows)))
    return tuple(found)
