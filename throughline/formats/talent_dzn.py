"""Reads talent scheduling instances as MiniZinc data (.dzn): durations, casts, rates."""

from __future__ import annotations

import re
from pathlib import Path

from throughline.film.errors import InputError
from throughline.production.talent import Talent


def read_talent(path: Path) -> Talent:
    """The instance in a .dzn file of ``numScenes``, ``numActors``, ``ia`` (who is in what), ``c`` (pay), ``d`` (time).

    Raises:
        InputError: not readable, a name is missing, or the table has not the size that it says.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("cannot be read", file=str(path)) from error
    scenes, actors = (_numbers(text, name, path)[0] for name in ("numScenes", "numActors"))
    table, pay, durations = (_numbers(text, name, path) for name in ("ia", "c", "d"))
    if len(table) != scenes * actors or len(pay) != actors or len(durations) != scenes:
        raise InputError(f"not {actors} performers in {scenes} scenes", file=str(path), remedy="check ia, c and d")
    casts = tuple(tuple(who for who in range(actors) if table[who * scenes + scene]) for scene in range(scenes))
    return Talent(durations=tuple(durations), casts=casts, rates=tuple(pay))


def _numbers(text: str, name: str, path: Path) -> list[int]:
    found = re.search(rf"\b{name}\s*=([^;]*);", text)
    numbers = [int(number) for number in re.findall(r"\d+", found.group(1))] if found else []
    if not numbers:
        raise InputError(f"{name} is missing", file=str(path), remedy="give a .dzn of the talent scheduling problem")
    return numbers
