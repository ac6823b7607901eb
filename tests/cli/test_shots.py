"""How shots are made of scenes is a person's to say: a directing style, an own shot list, corrections that win."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.small_film import build, make_film, throughline


@pytest.fixture
def film(tmp_path: Path) -> Path:
    return make_film(tmp_path / "my-film")


def _rows(film: Path) -> list[dict[str, str]]:
    text = (film / "build/out/shots.csv").read_text(encoding="utf-8-sig")
    return [row for row in csv.DictReader(io.StringIO(text)) if row["Scene"]]


def test_a_style_makes_other_shots(film: Path) -> None:
    build(film, "shots")
    classical = _rows(film)
    build(film, "shots", "--style", "long-take")
    calm = _rows(film)
    build(film, "shots", "--style", "restless")
    hasty = _rows(film)
    assert len(calm) <= len(classical) <= len(hasty)
    held = [sum(row["Movement"] == "handheld" for row in rows) for rows in (calm, classical, hasty)]
    assert held[2] > max(held[:2])
    ran = throughline("build", "shots", "--style", "baroque", "--film", film)
    assert ran.status == 2 and "classical, restless, long-take" in ran.err


def test_an_edited_shot_list_comes_back_and_wins(film: Path) -> None:
    build(film, "shots")
    text = (film / "build/out/shots.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    size, lens = rows[0].index("Size"), rows[0].index("Lens (mm)")
    rows[1][size], rows[1][lens] = "CU", "135"
    with (film / "shots.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    build(film, "shots")
    first = _rows(film)[0]
    assert (first["Size"], first["Lens (mm)"]) == ("CU", "135")
    (film / "shots.csv").write_text("Scene,Size\n1,HUGE\n", encoding="utf-8")
    ran = throughline("build", "shots", "--film", film)
    assert ran.status == 2 and "shots.csv:2" in ran.err and "HUGE" in ran.err


def test_a_correction_wins_over_the_reader(film: Path) -> None:
    (film / "corrections.csv").write_text("scene,category,element,action\n1,Props,red umbrella,add\n"
                                          "2,Props,no such thing,remove\n", encoding="utf-8")
    said = build(film, "breakdown")
    assert any("no such thing" in line for line in said["warnings"])
    assert "red umbrella" in (film / "build/out/breakdown.csv").read_text(encoding="utf-8-sig")
