"""Why a task's key is another one than last time, field by field, in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

SHOWN = 3
_WIDTH = 40
_ABSENT = object()


def differences(old: dict[str, Any], new: dict[str, Any]) -> tuple[str, ...]:
    """What changed between two tasks' parts: "params changed: shot.frames 48 -> 60", "version 1 -> 2" ..."""
    if old.get("override") != new.get("override"):
        return (_override(old.get("override"), new.get("override")),)
    found: list[str] = []
    if old.get("version") != new.get("version"):
        found.append(f"version {old.get('version')} -> {new.get('version')}")
    if old.get("params") != new.get("params"):
        changes = [_change(*change) for change in _changes(old.get("params"), new.get("params"))]
        more = f" and {len(changes) - SHOWN} more" if len(changes) > SHOWN else ""
        found.append("params changed: " + ", ".join(changes[:SHOWN]) + more)
    found.extend(_inputs(old.get("inputs") or {}, new.get("inputs") or {}))
    if old.get("engine") != new.get("engine"):
        found.append(_engine(old.get("engine"), new.get("engine")))
    if old.get("seed") != new.get("seed"):
        found.append(f"seed {old.get('seed')} -> {new.get('seed')}")
    return tuple(found) or ("the form of its params changed",)


def _override(old: object, new: object) -> str:
    if new is None:
        return "the override was taken away"
    return "an override stands in" if old is None else "the override changed"


def _inputs(old: dict[str, str], new: dict[str, str]) -> Iterator[str]:
    for name in sorted(old.keys() | new.keys()):
        if name not in old:
            yield f"input {name} is new"
        elif name not in new:
            yield f"input {name} is gone"
        elif old[name] != new[name]:
            yield f"input {name} changed"


def _engine(old: dict[str, Any] | None, new: dict[str, Any] | None) -> str:
    before, after = engine_name(old), engine_name(new)
    if old and new and before == after:
        return "engine changed: " + ", ".join(_change(*change) for change in _changes(old, new))
    if old and new and old.get("name") == new.get("name"):
        return f"engine {before} -> {new.get('version')}"
    return f"engine {before} -> {after}"


def engine_name(engine: object) -> str:
    """"blender 4.5.14" of an engine's identity as JSON values; "none" for no engine."""
    if engine is None:
        return "none"
    if isinstance(engine, dict) and "name" in engine:
        return f"{engine['name']} {engine.get('version', '')}".strip()
    return json.dumps(engine)


def _changes(old: object, new: object, place: str = "") -> Iterator[tuple[str, object, object]]:
    if isinstance(old, dict) and isinstance(new, dict):
        for name in [*new, *(name for name in old if name not in new)]:
            yield from _changes(old.get(name, _ABSENT), new.get(name, _ABSENT), f"{place}.{name}" if place else name)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from _changes(before, after, f"{place}[{index}]")
    elif old != new or type(old) is not type(new):
        yield place, old, new


def _change(place: str, old: object, new: object) -> str:
    if isinstance(old, list) and isinstance(new, list):
        return f"{place} {len(old)} -> {len(new)} entries"
    return f"{place} {_brief(old)} -> {_brief(new)}".strip()


def _brief(value: object) -> str:
    text = "nothing" if value is _ABSENT else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _WIDTH else text[:_WIDTH - 1] + "…"
