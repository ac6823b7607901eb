"""Courier Prime in its four faces, whatever its files say of themselves."""

from __future__ import annotations

import shutil
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

FAMILY = "Courier Prime"
_ITALIC, _BOLD, _REGULAR = 1, 1 << 5, 1 << 6
_WEIGHT_AT, _SELECTION_AT = 4, 62
"""Places in the OS/2 table of usWeightClass and fsSelection. Source: OpenType specification, OS/2."""


@contextmanager
def courier() -> Iterator[Path | None]:
    """A folder with Courier Prime's regular, italic, bold and bold italic; None where the system's own will do.

    Some packages (Debian's fonts-courier-prime among them) mark all four as regular, and typst would take any of them
    for any: copies are marked by what their file names say.
    """
    import typst

    faces = [face for face in typst.Fonts().fonts() if face.family == FAMILY]
    if len({(face.style, face.weight) for face in faces}) == len(faces):
        yield None
        return
    with TemporaryDirectory(prefix="throughline-fonts-") as made:
        for number, path in enumerate(sorted({str(face.path) for face in faces})):
            target = Path(made) / f"{number}{Path(path).suffix}"
            shutil.copyfile(path, target)
            target.write_bytes(marked(target.read_bytes(), "bold" in path.lower(), "italic" in path.lower()))
        yield Path(made)


def marked(font: bytes, bold: bool, italic: bool) -> bytes:
    """The OpenType ``font`` with its weight and style set in its OS/2 table; as it was where it has none."""
    content = bytearray(font)
    for at in range(12, 12 + 16 * int.from_bytes(font[4:6], "big"), 16):
        tag, _, offset, length = struct.unpack_from(">4sIII", font, at)
        if tag == b"OS/2" and length > _SELECTION_AT + 1:
            (selection,) = struct.unpack_from(">H", font, offset + _SELECTION_AT)
            selection &= ~(_ITALIC | _BOLD | _REGULAR)
            selection |= _ITALIC * italic | _BOLD * bold | _REGULAR * (not bold and not italic)
            struct.pack_into(">H", content, offset + _WEIGHT_AT, 700 if bold else 400)
            struct.pack_into(">H", content, offset + _SELECTION_AT, selection)
    return bytes(content)
