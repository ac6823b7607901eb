"""throughline setup and engines: what this machine has, and getting what it lacks."""

from __future__ import annotations

import msgspec

from throughline.cli.report import HERE, FilmOption, JsonOption, one_line_errors, say, say_json
from throughline.engines.contracts import NotConfigured
from throughline.formats.film_toml import read_settings


def setup(as_json: JsonOption = False) -> None:
    """Install what the default engines need: system packages with apt when root, and Blender in its own environment.

    Example: throughline setup
    """
    from throughline.engines import system
    from throughline.engines.blender import install as blender

    lines: list[str] = []
    tell = lines.append if as_json else say
    with one_line_errors(as_json):
        system.install(tell)
        if blender.find() is None:
            tell("installing Blender (about 360 MB, once)")
            blender.install(tell)
        found = blender.find()
        if found is None:
            raise NotConfigured("Blender is installed but could not be started; run: throughline engines")
        if as_json:
            say_json({"blender": found.version, "done": lines})


def engines(film: FilmOption = HERE, as_json: JsonOption = False) -> None:
    """List every engine: ready, not configured (and how to), crashed, duplicate; told what a film sets for it.

    Example: throughline engines
    """
    from throughline.engines.discovery import engines as discovered

    with one_line_errors(as_json):
        toml = film / "film.toml"
        found = discovered({"llm": read_settings(toml).llm} if toml.exists() else None)
        if as_json:
            say_json({"engines": msgspec.to_builtins(found)})
            return
        for engine in found:
            say(f"{engine.name:<12} {engine.status.value:<15} {engine.kind:<14} {engine.detail}")
