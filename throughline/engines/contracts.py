"""What an engine is asked and what it answers: one small protocol a capability, one tree of errors.

    EngineError
    +-- NotConfigured    a package, key or server is missing; the message says how to get it
    +-- NotCapable       the request asks for what this engine cannot do
    +-- EngineCrashed    the worker died; the message gives signal or exit code and its last words
    +-- EngineTimeout    the worker did not answer in time and was ended
    +-- RequestRefused   the engine read the request and says what is wrong with it
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Protocol, runtime_checkable

from throughline.film.record import Record


class EngineError(RuntimeError):
    """An engine could not answer; one line for a person."""


class NotConfigured(EngineError): ...


class NotCapable(EngineError): ...


class EngineCrashed(EngineError): ...


class EngineTimeout(EngineError): ...


class RequestRefused(EngineError): ...


class EngineIdentity(Record):
    """Who answers: part of every key. ``weights`` is a digest where a model has weights."""

    name: str
    version: str
    weights: str | None = None


class Pass(StrEnum):
    """What a render can give a frame, all linear float32 of the frame's height and width.

    COLOUR (H, W, 3) scene-linear Rec.709, emission may exceed 1; DEPTH (H, W) metres along the view axis, +inf where
    nothing is; NORMAL (H, W, 3) camera space, x right, y up, z towards the camera, 0 where nothing is;
    ID (H, W) whole numbers: 0 nothing, else 1 + index into RenderResult.names.
    """

    COLOUR = "colour"
    DEPTH = "depth"
    NORMAL = "normal"
    ID = "id"


class RenderRequest(Record):
    """Frames of a USD stage to be rendered through its camera ``/Shot/Camera``.

    ``stage`` is an absolute path; ``frames`` are the local frames wanted (USD time codes); ``out`` an absolute
    folder where one file a frame is written.
    """

    stage: str
    frames: tuple[int, ...]
    width: int
    height: int
    passes: tuple[Pass, ...]
    out: str


class RenderedFrame(Record):
    """One frame: its number and the file (.npz, one float32 or uint16 array a pass under the pass's name)."""

    frame: int
    path: str


class RenderResult(Record):
    """What came back: a file a frame, the names behind the IDs, seconds and peak memory of the worker."""

    frames: tuple[RenderedFrame, ...]
    names: tuple[str, ...] = ()
    seconds: float = 0.0
    peak_mb: float = 0.0


class RenderCapabilities(Record):
    passes: tuple[Pass, ...]
    maximum_width: int = 8192


@runtime_checkable
class Renderer(Protocol):
    """Turns a USD stage into frames."""

    @property
    def identity(self) -> EngineIdentity: ...

    @property
    def capabilities(self) -> RenderCapabilities: ...

    def render(self, request: RenderRequest) -> RenderResult:
        """Raises: EngineError."""
        ...

    def close(self) -> None: ...


class Voice(Record):
    """How a character sounds in scratch dialogue: language tag, pitch 0 to 99, words a minute, variant."""

    language: str
    pitch: int = 50
    rate: int = 165
    variant: str = ""


class SpeechRequest(Record):
    text: str
    voice: Voice
    out: str


@runtime_checkable
class Speaker(Protocol):
    """Speaks a line into a mono 48 kHz WAV file at the absolute path ``request.out``."""

    @property
    def identity(self) -> EngineIdentity: ...

    def speak(self, request: SpeechRequest) -> Path:
        """Raises: EngineError."""
        ...


class SceneText(Record):
    """A scene to be read: its heading and its lines as read aloud, which answers number from 1."""

    heading: str
    lines: tuple[str, ...]
    language: str


class ReadItem(Record):
    """A breakdown element that a reader found: category (100 to 126), its words as they stand on the scene's line."""

    category: int
    words: str
    line: int


class ReadNeed(Record):
    """An effect need that a reader found: kind, complexity ("low", "medium", "high"), the words that ask for it as they
    stand on the scene's line, and what it happens to in the line's words."""

    kind: str
    complexity: str
    words: str
    line: int
    at: str | None = None


class ReadResult(Record):
    """A scene read. ``dropped`` counts what was answered that does not stand in the scene and so was not believed."""

    items: tuple[ReadItem, ...]
    needs: tuple[ReadNeed, ...]
    synopsis: str = ""
    dropped: int = 0


@runtime_checkable
class ScriptReader(Protocol):
    """Reads a scene for the breakdown; it quotes the script and never adds to it."""

    @property
    def identity(self) -> EngineIdentity: ...

    def read(self, text: SceneText, seed: int, used: Callable[[int, int], None]) -> ReadResult:
        """``used`` is told the tokens in and out, whether or not an answer comes of them. Raises: EngineError."""
        ...
