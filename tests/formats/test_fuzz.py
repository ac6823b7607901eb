"""Mutated scripts: every one is read or refused with an InputError, and what is read is written and read again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from throughline.film.errors import InputError
from throughline.film.screenplay import Screenplay
from throughline.formats import fdx, fountain, inline, korean, read_screenplay

SCRIPTS = Path(__file__).parents[2].parent / "shared" / "data" / "scripts"
OWN = (
    "Title: X\n\nINT. A - DAY #1#\n\n[[note]]\n\nHe *runs* /* cut */.\n\nJOHN (V.O.)\n(low)\nHi.\n  \nYou.\n\n"
    "MARY ^\nNo.\n\n> END <\n\n===\n\n# Act\n\n= What\n\n~La\n\n.FORCED\n\n!ACT\n\nCUT TO:\n",
    "제목: 광화문\n\n등장인물\n지훈\n\nS#1. 집 / 밤\n비.\n지훈\t뛰어!\n민서(E): (놀라며) 뭐?\n\t어디?\n자막: 끝\n"
    "(컷 투)\n#2. 길\n씬 3. 산\n@A ^\n네\n",
)
PIECES = (
    *"()*_\\#@!><~=^:\t\n\x00\ufeff\x0c\u3000", "[[", "]]", "/*", "*/", "\n\n", "  \n", "S#1.", "INT. ", "지훈",
    "</Text>", "<Paragraph>", "&#0;", "&lt;", 'Range="9999999999999999999,-1"',
)


def sources() -> list[bytes]:
    shared = [path.read_bytes() for path in sorted(SCRIPTS.glob("*"))] if SCRIPTS.is_dir() else []
    own = [text.encode() for text in OWN]
    return [*own, *(fdx.write(fountain.read(text)) for text in OWN), *shared]


def mutated(content: bytes, random: np.random.Generator) -> bytes:
    """``content`` with a few bytes, pieces or lines changed, moved, doubled or dropped."""
    changed = bytearray(content[:12000])
    for _ in range(int(random.integers(1, 8))):
        at, what = int(random.integers(0, len(changed) + 1)), int(random.integers(0, 6))
        if what == 0:
            changed[at : at + 1] = bytes([int(random.integers(0, 256))])
        elif what == 1:
            changed[at:at] = PIECES[int(random.integers(0, len(PIECES)))].encode()
        elif what == 2:
            del changed[at : at + int(random.integers(1, 200))]
        elif what == 3:
            changed[at:at] = changed[at : at + 100] * int(random.integers(1, 4))
        else:
            lines = bytes(changed).split(b"\n")
            one, two = (int(n) for n in random.integers(0, len(lines), 2))
            lines[one], lines[two] = lines[two], lines[one] if what == 4 else lines[two]
            changed = bytearray(b"\n".join(lines))
    return bytes(changed)


def bare(play: Screenplay) -> Screenplay:
    return replace(play, source="", elements=tuple(replace(e, line=0) for e in play.elements))


def check(seed: int, path: Path, contents: list[bytes]) -> None:
    random = np.random.Generator(np.random.PCG64(seed))
    path.write_bytes(mutated(contents[seed % len(contents)], random))
    try:
        play = read_screenplay(path)
    except InputError as error:
        assert "\n" not in str(error)
        return
    for element in play.elements:
        inline.plain(element.text)
        inline.notes(element.text)
    for form in (fountain, korean, fdx):
        once = form.read(form.write(play))
        assert bare(form.read(form.write(once))) == bare(once), (seed, form.__name__)


def run(count: int, folder: Path, first: int = 0) -> None:
    contents = sources()
    for seed in range(first, first + count):
        check(seed, folder / ("x.txt", "x.fountain", "x.fdx")[seed // len(contents) % 3], contents)


def test_three_hundred_mutated_scripts(tmp_path: Path) -> None:
    run(300, tmp_path)


@pytest.mark.slow
def test_ten_thousand_mutated_scripts(tmp_path: Path) -> None:
    run(10_000, tmp_path, first=1000)
