"""What commands say: plain lines for people, one JSON object for machines, errors in one line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from throughline.build.errors import BuildError
from throughline.build.progress import Event, EventKind
from throughline.engines.contracts import EngineError
from throughline.film.errors import InputError
from throughline.film.record import RecordError

FAILED, WRONG_USE, STOPPED = 1, 2, 130
HERE = Path()
FilmOption = Annotated[Path, typer.Option("--film", help="The film's folder.", show_default="here")]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object for machines.")]
screen = Console(stderr=True, highlight=False, soft_wrap=True)


def say(text: str) -> None:
    """A line on standard output."""
    print(text)


def say_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, sort_keys=True))


@contextmanager
def one_line_errors(as_json: bool = False) -> Iterator[None]:
    """Whatever a person can act on becomes one line and an exit status; wrong input is 2, a failure 1."""
    try:
        yield
    except (InputError, RecordError) as error:
        _end(str(error), WRONG_USE, as_json)
    except (BuildError, EngineError) as error:
        _end(str(error), FAILED, as_json)
    except BrokenPipeError:
        raise
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        _end(f"{where}{error.strerror or error}", FAILED, as_json)
    except KeyboardInterrupt:
        _end("stopped; what was finished is kept, and the next build goes on from there", STOPPED, as_json)


def _end(line: str, status: int, as_json: bool) -> None:
    flat = " ".join(line.split())
    if as_json:
        say_json({"error": flat})
    print(f"throughline: {flat}", file=sys.stderr)
    raise SystemExit(status)


def clock(seconds: float) -> str:
    """Seconds as 1:05 or 2:03:00."""
    whole = max(0, round(seconds))
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


class Watcher:
    """Shows a build as it goes: a bar with the time left on a terminal, a line a product where there is none."""

    def __init__(self, quiet: bool):
        self.quiet = quiet
        self._bar: Progress | None = None

    def __enter__(self) -> Watcher:
        if not self.quiet and screen.is_terminal:
            self._bar = Progress(TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(),
                                 TextColumn("{task.fields[left]} left"), console=screen, transient=True)
            self._bar.start()
            self._task = self._bar.add_task("building", total=1, left="?")
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()

    def __call__(self, event: Event) -> None:
        if self.quiet:
            return
        if event.kind is EventKind.FAILED:
            screen.print(f"failed: {event.task}: {event.reason}", style="red", markup=False)
        if self._bar:
            self._bar.update(self._task, total=event.total, completed=event.done, description=f"{event.task:<24}"[:24],
                             left=clock(event.seconds_left))
        elif event.kind is EventKind.FINISHED:
            screen.print(f"[{event.done}/{event.total}] {event.task}, about {clock(event.seconds_left)} left",
                         markup=False)
