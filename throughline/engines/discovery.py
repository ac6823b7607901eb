"""Which engines are there: every entry point of the group ``throughline.engines``, imported one by one.

An engine that raises on import is listed as crashed, one that misses a package, key or program as not configured, a
name given twice as duplicate; none of them stops the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from throughline.engines.contracts import EngineError, EngineIdentity, NotConfigured, Renderer, ScriptReader, Speaker
from throughline.film.record import Record

GROUP = "throughline.engines"


class Status(StrEnum):
    READY = "ready"
    NOT_CONFIGURED = "not configured"
    CRASHED = "crashed"
    DUPLICATE = "duplicate"


class Found(Record):
    """An engine by its name: what it can do (render, speak, read), the package it comes from, and one line of
    ``detail`` (its version when it is ready, else what is wrong and what to do)."""

    name: str
    status: Status
    distribution: str
    kind: str = ""
    detail: str = ""


def _entries() -> tuple[EntryPoint, ...]:
    """The group's entry points in the order of their names, packages told apart."""
    entries = {(entry.name, _distribution(entry), entry.value): entry for entry in entry_points(group=GROUP)}
    return tuple(entries[key] for key in sorted(entries))


def _distribution(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist is not None else "unknown"


def _line(error: BaseException) -> str:
    said = " ".join(str(error).split())
    return said if isinstance(error, EngineError) else f"{type(error).__name__}: {said}"


def _kind(engine: object) -> str:
    return ", ".join(what for what in ("render", "speak", "read") if callable(getattr(engine, what, None)))


def _loaded(entry: EntryPoint, told: tuple[Record, ...]) -> tuple[Found, Any]:
    """How one engine is, told its settings where there are some, and its class when it could be imported."""
    given = _distribution(entry)
    try:
        made = entry.load()
    except Exception as error:  # noqa: BLE001 - a plugin may raise anything, and none may stop the others
        return Found(name=entry.name, status=Status.CRASHED, distribution=given, detail=_line(error)), None
    kind = _kind(made)
    try:
        identity: EngineIdentity = made(*told).identity
    except NotConfigured as error:
        return Found(name=entry.name, status=Status.NOT_CONFIGURED, distribution=given, kind=kind,
                     detail=_line(error)), made
    except Exception as error:  # noqa: BLE001 - as above
        return Found(name=entry.name, status=Status.CRASHED, distribution=given, kind=kind, detail=_line(error)), None
    return Found(name=entry.name, status=Status.READY, distribution=given, kind=kind, detail=identity.version), made


def engines(settings: Mapping[str, Record] | None = None) -> tuple[Found, ...]:
    """Every engine installed here, by name, with its state; ``settings`` are those of the engines that have some."""
    told = settings or {}
    entries = _entries()
    often = Counter(entry.name for entry in entries)
    listed = []
    for entry in entries:
        if often[entry.name] > 1:
            others = sorted(_distribution(other) for other in entries if other.name == entry.name)
            listed.append(Found(name=entry.name, status=Status.DUPLICATE, distribution=_distribution(entry),
                                detail=f"given by {' and '.join(others)}; uninstall all but one"))
        else:
            listed.append(_loaded(entry, (told[entry.name],) if entry.name in told else ())[0])
    return tuple(listed)


def _engine(name: str, protocol: type, what: str, *told: Record) -> Any:
    entries = [entry for entry in _entries() if entry.name == name]
    if not entries:
        known = ", ".join(sorted({entry.name for entry in _entries()}))
        raise NotConfigured(f"no engine is called {name}; there are: {known}")
    if len(entries) > 1:
        raise NotConfigured(f"{name} is given by {' and '.join(_distribution(entry) for entry in entries)}; "
                            "uninstall all but one")
    try:
        made = entries[0].load()(*told)
    except EngineError:
        raise
    except Exception as error:
        raise NotConfigured(f"engine {name} cannot be imported: {_line(error)}") from error
    if not all(hasattr(type(made), part) for part in vars(protocol) if not part.startswith("_")):
        raise NotConfigured(f"engine {name} does not {what}")
    return made


def renderer(name: str) -> Renderer:
    """The renderer called ``name``.

    Raises: NotConfigured when there is none, or two, or it does not import.
    """
    made: Renderer = _engine(name, Renderer, "render")
    return made


def speaker(name: str) -> Speaker:
    """The speaker called ``name``.

    Raises: NotConfigured when there is none, or two, or it does not import.
    """
    made: Speaker = _engine(name, Speaker, "speak")
    return made


def script_reader(name: str, settings: Record) -> ScriptReader:
    """The reader of scripts called ``name``, told its settings.

    Raises: NotConfigured when there is none, or two, or it does not import.
    """
    made: ScriptReader = _engine(name, ScriptReader, "read scripts", settings)
    return made
