"""Finds the Blender that renders for us, or installs one of our own.

The order: THROUGHLINE_BLENDER (a Blender, or a Python that has bpy), our own environment in the user's cache folder,
a ``blender`` on PATH. A Blender counts once it has rendered a small picture in a process of its own; that it did is
remembered in a file beside, so that asking again costs nothing.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from throughline.engines.blender.protocol import Worker
from throughline.engines.contracts import EngineCrashed, EngineError, NotConfigured

SERIES = "4.5"
MINIMUM = (4, 2)
WORKER = Path(__file__).with_name("worker.py")
LIBRARIES = {
    "libEGL.so.1": "libegl1", "libGL.so.1": "libgl1", "libxkbcommon.so.0": "libxkbcommon0", "libSM.so.6": "libsm6",
    "libXi.so.6": "libxi6", "libXxf86vm.so.1": "libxxf86vm1", "libXfixes.so.3": "libxfixes3",
    "libXrender.so.1": "libxrender1",
}
DRIVERS = "libgl1-mesa-dri"


@dataclass(frozen=True)
class Blender:
    """A Blender that renders. ``kind`` is "module" (a Python with bpy) or "binary"; ``version`` like "4.5.15"."""

    kind: str
    executable: str
    version: str

    @property
    def command(self) -> tuple[str, ...]:
        """How to start the worker in it."""
        if self.kind == "module":
            return self.executable, "-I", str(WORKER), "--"
        return self.executable, "--background", "--factory-startup", "--python-exit-code", "3", "--python", \
            str(WORKER), "--"


def cache_folder() -> Path:
    """Where installed engines live: $XDG_CACHE_HOME/throughline or ~/.cache/throughline."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "throughline"


def own_python() -> Path:
    """The Python of our own environment, whether or not it is there."""
    return cache_folder() / f"blender-{SERIES}" / "bin" / "python"


def find() -> Blender | None:
    """The Blender to use, or None when there is none on this machine.

    Raises: NotConfigured when there is one but it cannot render; the message says what is missing.
    """
    named = os.environ.get("THROUGHLINE_BLENDER")
    if named:
        path = shutil.which(named)
        if path is None:
            raise NotConfigured(f"THROUGHLINE_BLENDER names {named}, which is no program; name a Blender or unset it")
        return _probed(path)
    if (cache_folder() / f"blender-{SERIES}" / "complete").exists():
        return _probed(str(own_python()))
    path = shutil.which("blender")
    return _probed(path) if path else None


def _probed(executable: str) -> Blender:
    """The Blender at ``executable``, once it has rendered; remembered by the file's place, size and time."""
    status = os.stat(executable)
    mark = f"{executable}|{status.st_size}|{status.st_mtime_ns}|{WORKER.stat().st_size}"
    note = cache_folder() / "probes" / f"{hashlib.sha256(mark.encode()).hexdigest()[:24]}.json"
    try:
        return Blender(**json.loads(note.read_text()))
    except (OSError, ValueError, TypeError):
        pass  # never probed, or the note is not readable: probe
    found = probe(executable)
    note.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=note.parent, delete=False) as file:
        file.write(json.dumps(asdict(found)))
    os.replace(file.name, note)
    return found


def probe(executable: str, *, timeout: float = 120.0) -> Blender:
    """The Blender at ``executable`` after it rendered a small picture in a process of its own.

    Raises: NotConfigured, naming what is missing.
    """
    said = subprocess.run([executable, "--version"], capture_output=True, text=True, timeout=timeout, check=False)
    kind = "binary" if "Blender" in said.stdout else "module"
    worker: Worker | None = None
    try:
        worker = Worker(Blender(kind, executable, "").command, timeout=timeout)
        version = str(worker.receive()["ready"]).split()[0]
        if tuple(int(part) for part in version.split(".")[:2]) < MINIMUM:
            raise NotConfigured(f"{executable} is Blender {version}; {MINIMUM[0]}.{MINIMUM[1]} or newer is needed")
        worker.send({"do": "probe"})
        worker.receive()
    except NotConfigured:
        raise
    except EngineError as error:
        raise NotConfigured(_diagnosis(executable, kind, error)) from error
    finally:
        if worker is not None:
            worker.close()
    return Blender(kind, executable, version)


def _diagnosis(executable: str, kind: str, error: EngineError) -> str:
    """One line: why a Blender does not render and what to do."""
    if isinstance(error, EngineCrashed) and "No module named 'bpy'" in str(error):
        return f"{executable} has no bpy; point THROUGHLINE_BLENDER at a Blender, or unset it to use our own"
    missing = missing_packages(executable if kind == "module" else sys.executable)
    if missing:
        return f"Blender cannot draw without these system packages: apt-get install {' '.join(missing)}"
    return f"{executable} does not render: {error}"


def missing_packages(python: str = sys.executable) -> tuple[str, ...]:
    """Debian packages of the Mesa and X libraries that Blender needs and this machine lacks."""
    script = "import ctypes,sys\nfor name in sys.argv[1:]:\n try: ctypes.CDLL(name)\n except OSError: print(name)"
    asked = subprocess.run([python, "-I", "-c", script, *LIBRARIES], capture_output=True, text=True, check=False)
    missing = [LIBRARIES[name] for name in asked.stdout.split()]
    roots = [Path(root) for root in ("/usr/lib", "/usr/lib64", "/usr/local/lib")]
    drivers = ("dri/*_dri.so", "*/dri/*_dri.so", "libgallium*.so", "*/libgallium*.so")
    if not any(True for root in roots for pattern in drivers for _ in root.glob(pattern)):
        missing.append(DRIVERS)
    return tuple(missing)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _python() -> str:
    """A Python 3.11, which Blender 4.5's package is made for."""
    if sys.version_info[:2] == (3, 11):
        return getattr(sys, "_base_executable", sys.executable)
    path = shutil.which("python3.11")
    if path is None:
        raise NotConfigured("Blender 4.5's package needs Python 3.11; install python3.11, or a Blender 4.2 or newer")
    return path


def install(progress: Callable[[str], None] = lambda line: None) -> Path:
    """The Python of our own Blender environment, installed by pip if it is not there yet (about 360 MB).

    Safe to call from several processes at once; a half-made environment is never found.
    Raises: NotConfigured.
    """
    folder = cache_folder() / f"blender-{SERIES}"
    with _locked(cache_folder() / f"blender-{SERIES}.lock"):
        if (folder / "complete").exists():
            return own_python()
        making = folder.with_name(f"{folder.name}.making")
        for old in (making, folder):
            shutil.rmtree(old, ignore_errors=True)
        progress(f"installing Blender {SERIES} (bpy, about 360 MB) in {folder}")
        for command in (
            [_python(), "-m", "venv", str(making)],
            [str(making / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
             f"bpy=={SERIES}.*"],
        ):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                shutil.rmtree(making, ignore_errors=True)
                last = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["no message"]
                raise NotConfigured(f"Blender {SERIES} could not be installed: {last[0]}; check the network, or set "
                                    "THROUGHLINE_BLENDER to a Blender that is there")
        os.rename(making, folder)
        (folder / "complete").write_text(f"bpy {SERIES}\n")
    return own_python()


def main() -> int:
    """Installs Blender if there is none, renders with it once, and says so; exit status 1 when it cannot."""
    try:
        found = find()
        if found is None:
            install(lambda line: print(line, flush=True))
            found = find()
    except NotConfigured as error:
        print(error, file=sys.stderr)
        return 1
    assert found is not None
    print(f"Blender {found.version} ({found.kind}) {found.executable}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
