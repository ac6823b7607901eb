"""What the tagger sees in the letters of a Korean word: the root that a verb's forms share, and likeness to a name."""

from __future__ import annotations

from functools import lru_cache

_FIRST, _LAST, _FINALS, _ONSETS = 0xAC00, 0xD7A3, 28, 588
_SURNAMES = frozenset(
    "김이박최정강조윤장임한오서신권황안송류유홍전고문손양배백허남심노하곽성차주우구민나진지엄채원천방공현함변염여추"
    "도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용"
)
_GIVEN_FIRST = frozenset(
    "민서지준하현수영은정진윤유재태동성승상경기도시예다소채아나가보주연혜미선희순옥명철종용인원호광규건찬한해세석대창"
    "형우범병강근길남덕두만무문봉삼복춘말점금필학홍화효"
)
_GIVEN_LAST = frozenset(
    "준우서연민현수영은정진윤유재태석성호훈철희숙자순옥미경아라린나빈인원혁환식규건찬한솔별슬이주지예혜화애례심분녀덕"
    "복길만구배남욱웅택표필학홍섭균기동범룡열율온울림비강산결담"
)


@lru_cache(maxsize=20000)
def roots(text: str) -> tuple[str, ...]:
    """Beginnings that the forms of a Korean verb share: one or two syllables and how the next one sets in."""
    found = [f"r1={_open(text[0])}"]
    if len(text) > 1:
        found += [f"r2={text[0]}{_onset(text[1])}", f"r2o={text[0]}{_open(text[1])}"]
    if len(text) > 2:
        found.append(f"r3={text[:2]}{_onset(text[2])}")
    return tuple(found)


@lru_cache(maxsize=20000)
def name_like(stem: str) -> tuple[str, ...]:
    """How a Korean stem resembles a name: a given name, a family name with a given one, or a family name alone."""
    found = []
    plain = stem[:-1] if len(stem) == 3 and stem[-1] == "이" else stem
    if len(plain) == 2 and plain[0] in _GIVEN_FIRST and plain[1] in _GIVEN_LAST:
        found.append(f"name=g{len(stem)}")
    if len(stem) == 3 and stem[0] in _SURNAMES and stem[1] in _GIVEN_FIRST and stem[2] in _GIVEN_LAST:
        found.append("name=fg")
    if len(stem) == 1 and stem in _SURNAMES:
        found.append("name=f")
    return tuple(found)


def _open(letter: str) -> str:
    """A syllable without its final consonant."""
    code = ord(letter)
    return chr(code - (code - _FIRST) % _FINALS) if _FIRST <= code <= _LAST else letter


def _onset(letter: str) -> str:
    """A syllable's first consonant."""
    code = ord(letter)
    return chr(0x1100 + (code - _FIRST) // _ONSETS) if _FIRST <= code <= _LAST else letter
