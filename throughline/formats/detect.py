"""A screenplay from any file: which format it is, by content first and by name where content does not tell."""

from __future__ import annotations

import re
from pathlib import Path

from throughline.film.errors import InputError
from throughline.film.screenplay import PLAYED, ElementKind, Screenplay
from throughline.formats import fdx, fountain, korean, screenplay_pdf
from throughline.formats.encoding import decoded

LIMIT_BYTES = 20 * 2**20
_KINDS = "Fountain, FDX, PDF or S# text"
_FOREIGN = {
    b"PK\x03\x04": "a Word or other zipped file", b"{\\rtf": "an RTF file", b"\xd0\xcf\x11\xe0": "an old Word file",
    b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"\x1f\x8b": "a compressed file",
}
_WESTERN_HEADING = re.compile(r"\s*\.?(?:INT|EXT|INT\./EXT|I/E)[. ]", re.IGNORECASE)


def read_screenplay(path: Path) -> Screenplay:
    """The screenplay in the file at ``path``: Fountain, Korean S# text, FDX or PDF.

    Raises:
        InputError: no such file, empty, over 20 MB, not a screenplay, or broken; names the file and the line.
    """
    path = Path(path)
    file = str(path)
    content = _content(path)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-") or path.suffix.lower() == ".pdf":
        found = screenplay_pdf.read(path)
    elif _is_fdx(content) or path.suffix.lower() == ".fdx":
        found = fdx.read(content, file)
    else:
        found = _text(content, path)
    played = PLAYED | {ElementKind.SCENE_HEADING}
    if not any(element.kind in played for element in found.elements):
        raise InputError("nothing in it plays on screen", file=file, remedy="write a scene heading and some action")
    return found


def _content(path: Path) -> bytes:
    file = str(path)
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise InputError("is a folder", file=file, remedy=f"give one {_KINDS} file")
        if size > LIMIT_BYTES:
            raise InputError(f"too large: {size / 2**20:.0f} MB, the limit is {LIMIT_BYTES // 2**20} MB", file=file,
                             remedy="give the screenplay alone")
        with path.open("rb") as opened:
            content = opened.read(LIMIT_BYTES + 1)
    except FileNotFoundError as error:
        raise InputError("no such file", file=file, remedy=f"give a {_KINDS} file") from error
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror or error})", file=file) from error
    if len(content) > LIMIT_BYTES:
        raise InputError(f"too large: the limit is {LIMIT_BYTES // 2**20} MB", file=file)
    if not content.strip():
        raise InputError("the file is empty", file=file, remedy=f"give a {_KINDS} file")
    for start, what in _FOREIGN.items():
        if content.startswith(start):
            raise InputError(f"is {what}, not a screenplay file", file=file, remedy=f"save it as {_KINDS}")
    return content


def _is_fdx(content: bytes) -> bool:
    head = content[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return head.startswith(b"<?xml") or head.startswith(b"<FinalDraft")


def _text(content: bytes, path: Path) -> Screenplay:
    file = str(path)
    text = decoded(content, file)
    if path.suffix.lower() not in (".fountain", ".spmd") and is_korean(text):
        return korean.read(text, file)
    return fountain.read(text, file)


def is_korean(text: str) -> bool:
    """Whether a text's scenes are numbered the Korean way more often than they begin INT. or EXT."""
    numbered = western = 0
    for line in text.split("\n"):
        bare = line.strip()
        if bare[:1] in ("S", "s", "씬", "#", "＃", "Ｓ", "신") and korean.heading(bare, True) is not None:
            numbered += 1
        elif bare[:1] in ("I", "E", "i", "e", ".") and _WESTERN_HEADING.match(bare):
            western += 1
    return numbered > western
