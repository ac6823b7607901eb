"""Imports run one way, and planning loads no world: proved in fresh processes."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import throughline

HOUSE = Path(throughline.__file__).parent
BESIDE = frozenset({"world", "directing", "reading", "motion", "effects", "sound", "picture", "formats",
                    "production"})
ALLOWED: dict[str, frozenset[str]] = {
    "film": frozenset(), "build": frozenset(), "review": frozenset({"film"}),
    "engines": BESIDE | {"film"}, "stages": BESIDE | {"film", "build", "engines", "review"},
    "cli": BESIDE | {"film", "build", "engines", "review", "stages"},
    **{name: BESIDE | {"film", "engines"} for name in BESIDE}}
HEAVY = ("numpy", "scipy", "numba", "cv2", "PIL", "pxr", "pdfplumber", "lxml", "opentimelineio", "soundfile",
         "openpyxl", "typst", "ortools", "pptx", "pydantic_ai", "mujoco",
         "throughline.world", "throughline.motion", "throughline.effects", "throughline.picture", "throughline.reading")


def _imports(file: Path) -> set[str]:
    """The packages of ours that a module names, within functions too."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else (
            [node.module or ""] if isinstance(node, ast.ImportFrom) else [])
        found |= {name.split(".")[1] for name in names if name.startswith("throughline.")}
    return found


@pytest.mark.parametrize("package", sorted(path.name for path in HOUSE.iterdir() if (path / "__init__.py").exists()))
def test_imports_run_one_way(package: str) -> None:
    for file in sorted((HOUSE / package).rglob("*.py")):
        wrong = _imports(file) - ALLOWED[package] - {package}
        assert not wrong, f"{file.relative_to(HOUSE)} imports {', '.join(sorted(wrong))}"


def _loaded(code: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"], capture_output=True,
                          text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("package", ["film", "build"])
def test_the_foundations_load_nothing_of_ours(package: str) -> None:
    loaded = _loaded(f"import pkgutil, importlib, throughline.{package} as p\n"
                     "for m in pkgutil.iter_modules(p.__path__):"
                     f" importlib.import_module('throughline.{package}.' + m.name)")
    ours = {name for name in loaded if name.startswith("throughline.")}
    assert all(name.startswith(f"throughline.{package}") for name in ours)


@pytest.mark.parametrize("module", ["throughline.cli.main", "throughline.stages.produce"])
def test_planning_loads_no_world(module: str) -> None:
    loaded = _loaded(f"import {module}")
    assert not {name for name in HEAVY if name in loaded}
