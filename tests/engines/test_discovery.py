"""Engines by entry point: a bad one is listed and never in the way."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from typing import Any

import pytest

from throughline.engines import discovery
from throughline.engines.contracts import NotConfigured
from throughline.engines.discovery import Status


class Dist:
    def __init__(self, name: str):
        self.name = name


def entry(name: str, value: str, package: str = "plugin") -> EntryPoint:
    made = EntryPoint(name=name, value=value, group=discovery.GROUP)
    vars(made).update(dist=Dist(package))
    return made


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Any:
    def these(*entries: EntryPoint) -> None:
        monkeypatch.setattr(discovery, "entry_points", lambda group: entries)

    return these


FAKE = "throughline.engines.fake:FakeRenderer"


def test_our_own_are_installed_by_entry_point() -> None:
    found = {engine.name: engine for engine in discovery.engines()}
    assert found["fake"].status is Status.READY and found["fake"].kind == "render"
    assert found["blender"].distribution == "throughline"


def test_one_that_raises_on_import_is_listed_as_crashed_and_the_rest_go_on(installed: Any, tmp_path: Any,
                                                                          monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bad_plugin.py").write_text("raise RuntimeError('no\\nluck')")
    monkeypatch.syspath_prepend(str(tmp_path))
    installed(entry("bad", "bad_plugin:Engine"), entry("good", FAKE), entry("gone", "nowhere_at_all:Engine"))
    bad, gone, good = sorted(discovery.engines(), key=lambda engine: (engine.status, engine.name))
    assert (bad.status, bad.detail) == (Status.CRASHED, "RuntimeError: no luck")
    assert gone.status is Status.CRASHED and "nowhere_at_all" in gone.detail
    assert good.status is Status.READY
    assert discovery.renderer("good").identity.name == "fake"
    with pytest.raises(NotConfigured, match="no luck"):
        discovery.renderer("bad")


def test_one_that_misses_something_says_how_to_get_it(installed: Any, tmp_path: Any,
                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "keyed_plugin.py").write_text(
        "from throughline.engines.contracts import NotConfigured\n"
        "class Engine:\n def render(self, request): ...\n"
        " @property\n def identity(self): raise NotConfigured('set PAINTER_KEY')\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    installed(entry("painter", "keyed_plugin:Engine"))
    (found,) = discovery.engines()
    assert (found.status, found.detail, found.kind) == (Status.NOT_CONFIGURED, "set PAINTER_KEY", "render")


def test_a_name_given_twice_is_a_duplicate_by_both_names(installed: Any) -> None:
    installed(entry("fake", FAKE, "one"), entry("fake", FAKE, "two"))
    assert [(found.status, found.distribution) for found in discovery.engines()] == [
        (Status.DUPLICATE, "one"), (Status.DUPLICATE, "two")]
    assert all("one and two" in found.detail for found in discovery.engines())
    with pytest.raises(NotConfigured, match="one and two"):
        discovery.renderer("fake")


def test_an_unknown_name_is_told_what_there_is() -> None:
    with pytest.raises(NotConfigured, match=r"nobody.*fake"):
        discovery.renderer("nobody")


def test_a_renderer_does_not_pass_for_a_speaker(installed: Any) -> None:
    installed(entry("fake", FAKE))
    with pytest.raises(NotConfigured, match="does not speak"):
        discovery.speaker("fake")
