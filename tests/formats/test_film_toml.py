"""film.toml: what is written reads back, and what is wrong is said with its line."""

from __future__ import annotations

import tempfile
import tomllib
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.film.errors import InputError
from throughline.film.reader import LlmSection
from throughline.film.settings import CastSheet, EngineSection, FilmSection, LimitSection, PictureSection, Settings
from throughline.formats.film_toml import line_of, read_cast_sheet, read_settings, write_settings

WORDS = st.text(st.characters(codec="utf-8"), max_size=20)
PRICES = st.floats(0, 1e4)
SETTINGS = st.builds(
    Settings,
    film=st.builds(FilmSection, title=st.none() | WORDS, screenplay=st.none() | WORDS, language=st.none() | WORDS,
                   rate=st.sampled_from(["24", "25", "24000/1001", "30000/1001"]), aspect=st.floats(0.5, 4)),
    picture=st.builds(PictureSection, previs_width=st.integers(64, 8192), boards_width=st.integers(64, 8192)),
    engines=st.builds(EngineSection, render=WORDS, speech=WORDS),
    limits=st.builds(LimitSection, jobs=st.integers(1, 256), frame_seconds=st.floats(0.1, 1e6)),
    llm=st.builds(LlmSection, base_url=st.none() | WORDS, model=st.none() | WORDS, price_in=st.none() | PRICES,
                  price_out=st.none() | PRICES, thinking_tokens=st.integers(0, 10000)),
    plates=st.dictionaries(WORDS, WORDS, max_size=3))


@given(SETTINGS)
def test_what_is_written_reads_back(settings: Settings) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "film.toml")
        path.write_text(write_settings(settings), encoding="utf-8")
        assert read_settings(path) == settings


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode) | SETTINGS.map(
    lambda settings: write_settings(settings).encode()[:150]))
def test_any_bytes_are_read_or_refused_in_one_line(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "film.toml")
        path.write_bytes(content)
        try:
            assert isinstance(read_settings(path), Settings)
        except InputError as error:
            assert "film.toml" in str(error) and "\n" not in str(error)


def test_every_key_is_written(tmp_path: Path) -> None:
    full = Settings(film=FilmSection(title="t", screenplay="s", language="ko"), plates={"a b": "stand-in"},
                    engines=EngineSection(reader="llm"),
                    llm=LlmSection(base_url="http://127.0.0.1:1/v1", model="m", price_in=0.0, price_out=1.5))
    assert tomllib.loads(write_settings(full)) == msgspec.to_builtins(full)


def test_the_line_of_a_key(tmp_path: Path) -> None:
    path = tmp_path / "film.toml"
    path.write_text('# rate\n[engines]\nrate = 1\n\n[film]  \n"rate" = "24"\n\n[plates]\n')
    assert line_of(path, "rate", "film") == 6
    assert line_of(path, "rate", "engines") == 3
    assert line_of(path, "rate", "picture") is None
    assert line_of(tmp_path / "none", "rate") is None


def test_a_cast_sheet(tmp_path: Path) -> None:
    path = tmp_path / "haeun.toml"
    path.write_text('name = "HAEUN"\nage = 28\nheight_m = 1.6\nouter_colour = "#B3221f"\n', encoding="utf-8")
    assert read_cast_sheet(path) == CastSheet(name="HAEUN", age=28, height_m=1.6, outer_colour="#B3221f")


@pytest.mark.parametrize(("text", "place"), [
    ("name = 3", ":1: name"), ('name = "A"\nskin = "pale"', ":2: skin"), ('name = " "', ":1: name"),
    ('name = "A"\n\nage = 200', ":3: age"), ('name = "A"\nheight_m = inf', ":2: height_m"), ("a = [", ":1: ")])
def test_a_wrong_cast_sheet(tmp_path: Path, text: str, place: str) -> None:
    path = tmp_path / "haeun.toml"
    path.write_text(text)
    with pytest.raises(InputError, match=f"haeun.toml{place}"):
        read_cast_sheet(path)


def test_a_cast_sheet_without_a_name_says_what_to_write(tmp_path: Path) -> None:
    for text in ("", "age = 28\n"):
        (tmp_path / "mina.toml").write_text(text)
        with pytest.raises(InputError) as told:
            read_cast_sheet(tmp_path / "mina.toml")
        assert str(told.value).endswith("mina.toml:1: name is missing; write a line: name = ...")
