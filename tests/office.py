"""LibreOffice in the tests: what a spreadsheet's formulas come to, and what pages look like."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")


def converted(file: Path, kind: str, folder: Path) -> Path:
    """The file converted by LibreOffice ("xlsx", "pdf") into ``folder``."""
    profile = folder / "office-profile"
    target = folder / "converted"
    done = subprocess.run(
        ["soffice", f"-env:UserInstallation={profile.absolute().as_uri()}", "--headless", "--convert-to", kind,
         "--outdir", str(target), str(file)], capture_output=True, text=True, timeout=180, stdin=subprocess.DEVNULL)
    made = target / f"{file.stem}.{kind}"
    assert made.is_file(), done.stderr or done.stdout
    return made


def calculated(file: Path, folder: Path) -> openpyxl.Workbook:
    """The workbook with every formula's value as LibreOffice calculates it; formulas are not trusted to hold one."""
    with zipfile.ZipFile(file) as package:
        assert "xl/workbook.xml" in package.namelist()
    return openpyxl.load_workbook(converted(file, "xlsx", folder), data_only=True)
