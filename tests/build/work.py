"""Small stage functions that the workers import."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time

import msgspec

from throughline.build.execute import Context
from throughline.build.stage import Task


class Text(msgspec.Struct, frozen=True, kw_only=True):
    text: str = ""
    frames: int = 48
    sleep: float = 0.0
    count: int = 1


class Engine(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    version: str
    weights: str | None = None


def write(context: Context) -> dict[str, float | int | str]:
    """Writes what it was given, one file a count, and a folder below."""
    params = context.params
    time.sleep(params.sleep)
    seen = hashlib.sha256(repr((params, context.seed)).encode())
    for name, path in context.inputs.items():
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                seen.update(name.encode() + file.read_bytes())
    for index in range(params.count):
        (context.out / f"{index}.txt").write_text(f"{params.text} {index} {seen.hexdigest()}\n" * 20)
    (context.out / "below").mkdir()
    (context.out / "below" / "note.txt").write_text(params.text)
    context.progress(1.0, "written")
    return {"length": len(params.text)}


def first_line(context: Context) -> None:
    """Keeps only the first word of its inputs: most edits upstream leave its bytes as they were."""
    for name, path in context.inputs.items():
        (context.out / f"{name}.txt").write_text(path.read_text().split()[0])


def warns(context: Context) -> None:
    context.warn("a little\n dark")
    context.spend(1.5)
    print("printed by a stage")
    (context.out / "a").write_text("a")


def refuses(context: Context) -> None:
    context.spend(2.0)
    print("about to refuse")
    raise ValueError("script.fountain:3: no such character\nREAPER")


def broken(context: Context) -> None:
    _ = {}["nothing"]


def dies(context: Context) -> None:
    print("my last words", flush=True)
    os.kill(os.getpid(), signal.SIGSEGV)


def leaves_child(context: Context) -> None:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    (context.out / "pid").write_text(str(child.pid))
    if context.params.sleep:
        time.sleep(context.params.sleep)


def meddles(context: Context) -> None:
    """Stands for somebody who saves a file while it is being read."""
    context.inputs["script"].write_text("EXT. SOMEWHERE ELSE")


def who(context: Context) -> dict[str, float | int | str]:
    (context.out / "text").write_text(context.params.text)
    return {"pid": os.getpid()}


def large(context: Context) -> None:
    (context.out / "large").write_bytes(b"x" * (context.params.count * 1024))


def burns(context: Context) -> dict[str, float | int | str]:
    end = time.process_time() + 0.3
    while time.process_time() < end:
        pass
    block = bytearray(os.urandom(1) * (64 << 20))
    (context.out / "a").write_bytes(block[:1])
    return {"sharpness": 0.5}


def infinite(context: Context) -> dict[str, float | int | str]:
    return {"sharpness": float("nan")}


def task(stage: str, name: str, function: str = "write", **fields: object) -> Task:
    """A task of this module's ``function``, with its name as its text unless ``fields`` say otherwise."""
    given = {"version": 1, "params": Text(text=name), **fields}
    return Task(stage=stage, name=name, function=f"tests.build.work:{function}", **given)  # type: ignore[arg-type]
