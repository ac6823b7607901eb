"""A screenplay as the writer wrote it: elements in order, nothing lost, every one with its line."""

from __future__ import annotations

from enum import StrEnum

from throughline.film.record import Record


class ElementKind(StrEnum):
    SCENE_HEADING = "scene_heading"
    ACTION = "action"
    CHARACTER = "character"
    PARENTHETICAL = "parenthetical"
    DIALOGUE = "dialogue"
    LYRICS = "lyrics"
    TRANSITION = "transition"
    CENTERED = "centered"
    SECTION = "section"
    SYNOPSIS = "synopsis"
    NOTE = "note"
    BONEYARD = "boneyard"
    PAGE_BREAK = "page_break"


class Tag(Record):
    """A breakdown tag set on a stretch of an element's plain text by the writer's own program."""

    category: str
    name: str
    start: int
    end: int


class Element(Record):
    """One paragraph. ``text`` keeps Fountain's inline marks (``*it*``, ``**bold**``, ``_under_``, ``[[note]]``).

    ``line`` is the 1-based line (Fountain, S#, FDX, PDF as extracted) where it starts; 0 when made by a program.
    ``dual`` is true on the CHARACTER element of the second speaker of a dual dialogue.
    ``depth`` is a SECTION's level. ``revised`` is the revision generation an FDX marks the element with.
    ``length`` and ``page`` are what Final Draft wrote on a SCENE_HEADING ("1 3/8", "12").
    """

    kind: ElementKind
    text: str
    line: int = 0
    scene_number: str | None = None
    dual: bool = False
    depth: int = 0
    revised: int | None = None
    length: str | None = None
    page: str | None = None
    tags: tuple[Tag, ...] = ()


class TitleField(Record):
    """One title page field: its key as written ("Title", "Draft date") and its lines."""

    key: str
    lines: tuple[str, ...]


class Scene(Record):
    """A scene: its heading (None for matter before the first heading) and the elements under it."""

    index: int
    number: str | None
    heading: Element | None
    elements: tuple[Element, ...]

    @property
    def line(self) -> int:
        first = self.heading or (self.elements[0] if self.elements else None)
        return first.line if first else 0


TITLE_KEYS = ("title", "제목", "タイトル", "название")


class Screenplay(Record):
    """A whole screenplay. ``source`` is the format it was read from: fountain, fdx, korean, pdf."""

    title_page: tuple[TitleField, ...] = ()
    elements: tuple[Element, ...] = ()
    source: str = "fountain"

    def field(self, key: str) -> str | None:
        """The title page field ``key`` (any case) as one line, or None."""
        for entry in self.title_page:
            if entry.key.lower() == key.lower():
                return " ".join(line.strip() for line in entry.lines if line.strip())
        return None

    @property
    def title(self) -> str:
        return next((title for key in TITLE_KEYS if (title := self.field(key))), "Untitled")


PLAYED = frozenset({ElementKind.ACTION, ElementKind.CHARACTER, ElementKind.CENTERED, ElementKind.LYRICS,
                    ElementKind.DIALOGUE})


def scenes(screenplay: Screenplay) -> tuple[Scene, ...]:
    """The scenes in order; matter before the first heading is a scene of its own only if it plays on screen."""
    found: list[Scene] = []
    heading: Element | None = None
    body: list[Element] = []

    def close() -> None:
        if heading is not None or any(element.kind in PLAYED for element in body):
            number = heading.scene_number if heading else None
            found.append(Scene(index=len(found), number=number, heading=heading, elements=tuple(body)))

    for element in screenplay.elements:
        if element.kind is ElementKind.SCENE_HEADING:
            close()
            heading, body = element, []
        else:
            body.append(element)
    close()
    return tuple(found)
