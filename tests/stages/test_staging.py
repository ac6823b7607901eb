"""Names in a shot, and sheets of people whom nobody wrote."""

from __future__ import annotations

from throughline.film.blocking import Prop
from throughline.stages.staging import told_apart
from throughline.world.prim_names import prim_name


def test_props_of_one_name_are_told_apart() -> None:
    names = ["notes", "notes", "cup", "notes 2", "not-es", "not es"]
    found = [prop.name for prop in told_apart(tuple(Prop(name=name, kind="notes") for name in names))]
    assert found[:3] == ["notes", "notes 2", "cup"]
    assert len({prim_name(name) for name in found}) == len(names)
