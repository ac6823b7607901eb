"""A screenplay from any file, and one clear line for every file that is none."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from throughline.film.errors import InputError
from throughline.film.screenplay import ElementKind as Kind
from throughline.formats import fdx, fountain, read_screenplay

ENGLISH = "INT. CAFÉ - NIGHT\n\nA naïve waiter – “José” – smiles.\n\nJOSÉ\nÇa va?\n"
KOREAN = "S#1. 광화문 광장 / 밤\n사람들이 걷는다.\n지훈\t뛰어!\n"
JAPANESE = "INT。 病院-日\n\nジョンがここに入院している。\n\n@ジョン\nこの場所は何ですか？\n"
RUSSIAN = "ИНТ. КВАРТИРА – ДЕНЬ\n\nМаша сидит за столом и пишет письмо.\n\nМАША\nКто там?\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(text, encoding) for text in (ENGLISH, KOREAN, JAPANESE, RUSSIAN)
     for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32")
     if not (encoding == "utf-16-le" and text is JAPANESE)]
    + [(ENGLISH, "cp1252"), (KOREAN, "cp949"), (JAPANESE, "cp932"), (RUSSIAN, "cp1251")],
)
def test_encodings_are_told_apart(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "script.txt"
    path.write_bytes(text.encode(encoding))
    found = read_screenplay(path)
    assert found.elements == (read_screenplay(_saved(tmp_path, text))).elements
    assert found.elements[0].kind is Kind.SCENE_HEADING


def _saved(folder: Path, text: str) -> Path:
    path = folder / "plain.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_format_follows_content_and_name(tmp_path: Path) -> None:
    play = fountain.read(ENGLISH)
    (tmp_path / "a.fountain").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "b.fdx").write_bytes(fdx.write(play))
    (tmp_path / "c.txt").write_bytes(fdx.write(play))
    (tmp_path / "d.txt").write_text(KOREAN, encoding="utf-8")
    (tmp_path / "e.fountain").write_text(KOREAN, encoding="utf-8")
    (tmp_path / "f.md").write_text(ENGLISH, encoding="utf-8")
    assert [read_screenplay(path).source for path in sorted(tmp_path.iterdir())] == [
        "fountain", "fdx", "fdx", "korean", "fountain", "fountain"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.fountain", b"", "empty"),
        ("a.txt", b" \n\t\r\n", "empty"),
        ("a.fountain", b"INT. A - DAY\n\n\x00\x01\x02\xff\n", r":3: not a text file"),
        ("a.txt", b"INT. A\n\n" + bytes(range(128, 256)) * 3, r":3: byte 0x80 is not UTF-8"),
        ("a.fountain", b"INT. A - DAY\n\nb\n\xff\xfe broken", r":4: byte 0xFF"),
        ("a.txt", b"\xef\xbb\xbfINT. A\n\xff", r":2: broken UTF-8"),
        ("a.txt", b"\xff\xfeI\x00N\x00\x00\xd8", "broken UTF-16"),
        ("a.docx", b"PK\x03\x04rest", "Word"),
        ("a.rtf", b"{\\rtf1 INT. HOUSE}", "RTF"),
        ("a.pdf", b"%PDF-1.4\nnothing", "not a readable PDF"),
        ("a.pdf", b"INT. HOUSE - DAY", "not a readable PDF"),
        ("a.fdx", b"INT. HOUSE - DAY", "not well-formed XML"),
        ("a.fountain", b"/* all of it is cut */\n\n[[a note]]\n", "nothing in it plays"),
        ("a.fountain", b"Title: Only a title page\n", "nothing in it plays"),
    ],
)
def test_bad_files_are_refused_in_one_line(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=says) as caught:
        read_screenplay(path)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert "\n" not in message


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_screenplay(tmp_path / "missing.fountain")
    with pytest.raises(InputError, match="folder"):
        read_screenplay(tmp_path)


def test_a_file_far_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.fountain"
    with path.open("wb") as file:
        os.truncate(file.fileno(), 50 * 2**20)
    start = time.perf_counter()
    with pytest.raises(InputError, match="too large: 50 MB, the limit is 20 MB"):
        read_screenplay(path)
    assert time.perf_counter() - start < 0.1


def test_a_script_without_a_scene_heading_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "a.fountain").write_text("A man walks.\n", encoding="utf-8")
    assert read_screenplay(tmp_path / "a.fountain").elements[0].text == "A man walks."
