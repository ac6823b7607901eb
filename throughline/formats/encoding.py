"""Text from bytes of an unknown encoding: Unicode as it says it is, older encodings only when they are unmistakable."""

from __future__ import annotations

import codecs
import re
import unicodedata

from throughline.film.errors import InputError

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
         (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SAVE = "save it as UTF-8"
_SAMPLE = 200_000


def decoded(content: bytes, file: str | None = None) -> str:
    """The text that ``content`` spells: UTF-8, UTF-16 or UTF-32; else CP949, Shift-JIS, Windows-1251 or -1252.

    One of the older four is taken only when the text is valid in it, looks like its languages, and in no other.

    Raises:
        InputError: binary content, broken UTF, or an encoding that cannot be told; names the line.
    """
    for bom, name in _BOMS:
        if content.startswith(bom):
            try:
                return content.decode(name)
            except UnicodeDecodeError as error:
                raise InputError(f"broken {name.removesuffix('-sig').upper()} text", file=file, remedy=_SAVE,
                                 line=_line(content, error.start + len(bom))) from error
    if b"\x00" in content:
        return _without_bom(content, file)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        broken = error
    likely = [name for name, fits in _LEGACY if _valid(content, name) and fits(content.decode(name)[:_SAMPLE])]
    if len(likely) == 1:
        return content.decode(likely[0])
    kind = "could be " + " or ".join(likely) if likely else "is in no encoding that can be told"
    line = _line(content, broken.start)
    byte = content[broken.start]
    raise InputError(f"byte 0x{byte:02X} is not UTF-8, and the text {kind}", file=file, line=line, remedy=_SAVE)


def _line(content: bytes, at: int) -> int:
    return content.count(b"\n", 0, at) + 1


def _without_bom(content: bytes, file: str | None) -> str:
    """UTF-16 that lost its mark shows as every other byte NUL in its line ends and Latin letters."""
    even, odd = content[0::2].count(0), content[1::2].count(0)
    name = "utf-16-le" if odd > 8 * even else "utf-16-be" if even > 8 * odd else None
    if name is not None and len(content) % 2 == 0 and max(even, odd) > len(content) // 10 and _valid(content, name):
        text = content.decode(name)
        if "\x00" not in text:
            return text
    raise InputError("not a text file (NUL byte)", file=file, line=_line(content, content.index(0)),
                     remedy="give a Fountain, FDX, PDF or S# text screenplay")


def _valid(content: bytes, name: str) -> bool:
    try:
        content.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _share(text: str, pattern: re.Pattern[str]) -> float:
    """What part of the characters beyond ASCII match ``pattern``."""
    beyond = len(re.findall(r"[^\x00-\x7f]", text))
    return len(pattern.findall(text)) / beyond if beyond else 0.0


_HANGUL = re.compile(r"[가-힣]")
_ASIAN_MARK = re.compile(r"[\u2010-\u2026\u3000-\u3015\uff01-\uff5e·×]")
_KANA = re.compile(r"[\u3041-\u30ff]")
_JAPANESE = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff\u3000-\u3015\uff01-\uff5e\u2010-\u2026]")
_CYRILLIC = re.compile(r"[А-Яа-яЁёІіЇїЄєҐґ]")
_SMALL_CYRILLIC = re.compile(r"[а-яёіїє]")
_WESTERN = re.compile(r"[ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜàáâãäåæçèéêëìíîïñòóôõöøùúûüßœŒÿ’‘“”–—…«»¿¡°·€£©\xa0]")


def _korean(text: str) -> bool:
    return _share(text, _HANGUL) > 0.8 and _share(text, _HANGUL) + _share(text, _ASIAN_MARK) > 0.98


def _japanese(text: str) -> bool:
    return _share(text, _KANA) > 0.3 and _share(text, _JAPANESE) > 0.98


def _cyrillic(text: str) -> bool:
    letters = len(_CYRILLIC.findall(text))
    words = len(re.findall(r"[А-Яа-яЁёІіЇїЄє]{3,}", text))
    return _share(text, _CYRILLIC) > 0.9 and words * 12 > letters and len(_SMALL_CYRILLIC.findall(text)) * 2 > letters


def _western(text: str) -> bool:
    latin = sum(1 for c in text if c.isascii() and c.isalpha())
    beyond = len(re.findall(r"[^\x00-\x7f]", text))
    runs = re.findall(r"[^\x00-\x7f]{3,}", text)
    odd = any(unicodedata.category(c) == "Cc" for c in text if c > "\x7f")
    return _share(text, _WESTERN) == 1.0 and beyond * 3 < latin and not runs and not odd


_LEGACY = (("cp949", _korean), ("cp932", _japanese), ("cp1251", _cyrillic), ("cp1252", _western))
