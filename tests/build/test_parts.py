"""Parts of a stage's work: made once for what they depend on, the same whether kept or made."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from throughline.build.keys import NoKey
from throughline.build.parts import Parts


class Asked(msgspec.Struct, frozen=True):
    number: int
    words: tuple[str, ...] = ()


class Given(msgspec.Struct, frozen=True):
    square: float


class Counted:
    """Counts how often the part is worked out."""

    def __init__(self) -> None:
        self.times = 0

    def square(self, asked: Asked) -> Given:
        self.times += 1
        return Given(float(asked.number**2))


def _made(folder: Path, work: Counted, asked: Asked, version: int = 1) -> Given:
    parts = Parts(folder / "parts.db")
    try:
        return parts.make("stage", version, work.square, asked, Given)
    finally:
        parts.close()


def test_a_part_is_worked_out_once_for_what_it_depends_on(tmp_path: Path) -> None:
    work = Counted()
    assert _made(tmp_path, work, Asked(3)) == _made(tmp_path, work, Asked(3)) == Given(9.0)
    assert work.times == 1
    assert _made(tmp_path, work, Asked(3, ("far",))) == Given(9.0)
    assert _made(tmp_path, work, Asked(3), version=2) == Given(9.0)
    assert work.times == 3


def test_a_broken_file_costs_work_and_nothing_else(tmp_path: Path) -> None:
    work = Counted()
    _made(tmp_path, work, Asked(4))
    (tmp_path / "parts.db").write_bytes(b"no database" * 50)
    assert _made(tmp_path, work, Asked(4)) == Given(16.0)
    assert _made(tmp_path, work, Asked(4)) == Given(16.0)
    assert work.times == 2


def test_what_has_no_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoKey):
        _made(tmp_path, Counted(), Asked(float("nan")))  # type: ignore[arg-type]
