"""The build knows nothing of film."""

from __future__ import annotations

import subprocess
import sys


def test_the_build_imports_nothing_else_of_ours() -> None:
    code = ("import sys, pkgutil, importlib, throughline.build as build\n"
            "for module in pkgutil.iter_modules(build.__path__):\n"
            "    importlib.import_module('throughline.build.' + module.name)\n"
            "print([name for name in sys.modules if name.startswith('throughline.')"
            " and not name.startswith('throughline.build')])")
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
