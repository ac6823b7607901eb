"""throughline setup and engines: what this machine has, and getting what it lacks."""

from __future__ import annotations

from throughline.cli.build import JsonOption
from throughline.cli.report import one_line_errors, say, say_json
from throughline.engines import system
from throughline.engines.blender import install as blender
from throughline.engines.discovery import engines as discovered


def setup() -> None:
    """Install what the default engines need: system packages with apt when root, and Blender in its own environment.

    Example: throughline setup
    """
    with one_line_errors():
        system.install(say)
        if blender.find() is None:
            say("installing Blender (about 360 MB, once)")
            blender.install(say)
            if blender.find() is None:
                say("Blender is installed but could not be started; run: throughline engines")


def engines(as_json: JsonOption = False) -> None:
    """List every engine: ready, not configured (and how to), crashed, duplicate.

    Example: throughline engines
    """
    with one_line_errors(as_json):
        found = discovered()
        if as_json:
            import msgspec
            say_json({"engines": msgspec.to_builtins(found)})
            return
        for engine in found:
            say(f"{engine.name:<12} {engine.status.value:<15} {engine.kind:<14} {engine.detail}")
