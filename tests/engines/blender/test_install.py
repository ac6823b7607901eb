"""Finding a Blender: the order, what is remembered, what is said when it does not render."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from throughline.engines.blender import install
from throughline.engines.contracts import NotConfigured

FAKE = """#!{python}
import json, os, sys
if "--version" in sys.argv:
    print("Blender {version}")
    open({log!r}, "a").write("asked\\n")
    raise SystemExit
answers = os.fdopen(int(sys.argv[sys.argv.index("--") + 1]), "w", buffering=1)
print(json.dumps({{"ready": "{version} LTS"}}), file=answers)
for line in sys.stdin:
    print(json.dumps({{"drew": 16}}), file=answers)
"""


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("THROUGHLINE_BLENDER", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))


def program(path: Path, version: str = "4.5.3") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    log = path.with_suffix(".log")
    path.write_text(FAKE.format(python=sys.executable, version=version, log=str(log)))
    path.chmod(0o755)
    return path


def test_there_may_be_none() -> None:
    assert install.find() is None


def test_the_one_on_the_path_is_found_and_probed_once(tmp_path: Path) -> None:
    there = program(tmp_path / "bin" / "blender")
    found = install.find()
    assert found == install.Blender("binary", str(there), "4.5.3")
    assert install.find() == found
    assert there.with_suffix(".log").read_text() == "asked\n"


def test_the_one_named_comes_first_and_a_changed_one_is_probed_again(monkeypatch: pytest.MonkeyPatch,
                                                                     tmp_path: Path) -> None:
    program(tmp_path / "bin" / "blender", "4.2.0")
    named = program(tmp_path / "mine", "4.4.1")
    monkeypatch.setenv("THROUGHLINE_BLENDER", str(named))
    assert install.find().version == "4.4.1"
    program(named, "4.4.12")
    assert install.find().version == "4.4.12"


def test_our_own_comes_before_the_path(tmp_path: Path) -> None:
    program(tmp_path / "bin" / "blender", "4.2.0")
    program(install.own_python(), "4.5.9")
    assert install.find().version == "4.2.0"
    (install.own_python().parents[1] / "complete").write_text("")
    assert install.find().version == "4.5.9"


def test_an_old_one_is_refused_with_what_is_needed(tmp_path: Path) -> None:
    program(tmp_path / "bin" / "blender", "3.6.0")
    with pytest.raises(NotConfigured, match=r"Blender 3\.6\.0; 4\.2 or newer"):
        install.find()


def test_a_name_that_is_no_program_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THROUGHLINE_BLENDER", "/nowhere/blender")
    with pytest.raises(NotConfigured, match="/nowhere/blender"):
        install.find()


def test_a_python_without_bpy_says_so() -> None:
    with pytest.raises(NotConfigured, match="has no bpy"):
        install.probe(sys.executable)


def test_libraries_that_are_missing_are_named_as_packages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(install.LIBRARIES, "libNowhere.so.7", "libnowhere7")
    broken = tmp_path / "bin" / "blender"
    program(broken)
    broken.write_text(broken.read_text().replace("answers = ", "os.abort()\nanswers = "))
    with pytest.raises(NotConfigured, match=r"apt-get install.*libnowhere7"):
        install.find()


def test_what_is_installed_is_not_installed_again() -> None:
    program(install.own_python())
    (install.own_python().parents[1] / "complete").write_text("")
    said: list[str] = []
    assert install.install(said.append) == install.own_python()
    assert said == []


def test_an_install_that_fails_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    failing = tmp_path / "python"
    failing.write_text("#!/bin/sh\necho no network >&2\nexit 1\n")
    failing.chmod(0o755)
    monkeypatch.setattr(install, "_python", lambda: str(failing))
    with pytest.raises(NotConfigured, match="no network"):
        install.install()
    assert not install.own_python().exists() and install.find() is None
