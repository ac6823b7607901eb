"""The programs and libraries that come from the operating system: what is missing, and how to get it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from throughline.engines.blender.install import missing_packages
from throughline.engines.contracts import NotConfigured


@dataclass(frozen=True)
class Need:
    """Something the system must have: how to see that it is there, and the Debian packages that bring it."""

    name: str
    packages: tuple[str, ...]
    present: Callable[[], bool]


def _program(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


def _font(pattern: str) -> Callable[[], bool]:
    roots = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
    return lambda: any(next(root.rglob(pattern), None) is not None for root in roots if root.is_dir())


NEEDS: tuple[Need, ...] = (
    Need("ffmpeg", ("ffmpeg",), _program("ffmpeg")),
    Need("espeak-ng", ("espeak-ng",), _program("espeak-ng")),
    Need("Korean font (Noto CJK)", ("fonts-noto-cjk",), _font("NotoSansCJK*")),
    Need("screenplay font (Courier Prime)", ("fonts-courier-prime",), _font("Courier Prime*")),
)


def missing() -> tuple[Need, ...]:
    """The needs that this machine does not have, Blender's libraries among them."""
    found = [need for need in NEEDS if not need.present()]
    packages = missing_packages()
    if packages:
        found.append(Need("Mesa and X libraries", packages, lambda: False))
    return tuple(found)


def install(say: Callable[[str], None]) -> None:
    """Install what is missing with apt when root on Debian or Ubuntu.

    Raises:
        NotConfigured: something is missing and cannot be installed from here; the line names the command to run.
    """
    wanted = missing()
    if not wanted:
        return
    packages = [package for need in wanted for package in need.packages]
    apt = shutil.which("apt-get")
    command = f"apt-get install --no-install-recommends {' '.join(packages)}"
    if apt is None or os.geteuid() != 0:
        names = ", ".join(need.name for need in wanted)
        raise NotConfigured(f"missing: {names}; run as root: {command}")
    say(f"installing {', '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in ([apt, "update", "-q"], [apt, "install", "-y", "-q", "--no-install-recommends", *packages]):
        done = subprocess.run(step, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode != 0:
            last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:] or ["no message"]
            raise NotConfigured(f"apt-get failed: {last[0]}; run as root: {command}")
    still = missing()
    if still:
        raise NotConfigured(f"still missing after the installation: {', '.join(need.name for need in still)}")
