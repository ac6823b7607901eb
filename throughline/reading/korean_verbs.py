"""Korean verbs: every known stem in the shapes that conjugation gives it, and what an ending says."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from throughline.reading import lexicon

_LEADS, _VOWELS = 588, 28
_B_IRREGULAR = frozenset("눕줍돕굽깁둡겁럽갑맙")
_D_IRREGULAR = frozenset("걷듣싣긷닫")
_D_REGULAR = frozenset({"닫", "여닫", "받", "쏟", "뻗", "믿", "얻", "뜯", "묻"})
_S_IRREGULAR = frozenset("짓붓긋잇젓")
_LEU_REGULAR = frozenset({"따르", "뒤따르", "들르", "치르"})
_LEO = frozenset({"이르"})


class Ending(NamedTuple):
    """What an ending says: final, link, base (아/어), present, past, future, noun, adverb, negated or unreal."""

    lemma: str
    kind: str


def _nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


_PLAIN_ENDINGS = {
    "final": "ᆫ다 는다 습니다 ᆸ니다 네 는군 ᆷ 음 ᆫ다네 자 는구나 라",
    "link": "고 고서 고는 며 으며 면서 으면서 다가 다 더니 자마자 는데 ᆫ데 은데 지만 나 으나 거나 "
    " 니 으니 니까 으니까 고도 고만 느라 는지",
    "negated": "지 지도 지는 진 질 지를",
    "unreal": "면 으면 려면 으려면 려고 으려고 려 으려 려다 으려다 려다가 으려다가 "
    "러 으러 고자 도록 더라도 ᆯ까 을까 려는 으려는 려던 으려던 든 듯 듯이 는듯 ᆯ지 을지",
    "present": "는 던",
    "past": "ᆫ 은",
    "future": "ᆯ 을",
    "noun": "기 기를 기가 기로 기만 기에 기도",
    "adverb": "게",
}
_JOINED_ENDINGS = {
    "final": "ᆻ다 ᆻ습니다 요 ᆻ네 ᆻ었다 ᆻ음",
    "link": "ᆻ고 ᆻ지만 ᆻ는데 ᆻ으며 ᆻ으나 ᆻ더니 ᆻ다가 서 선 다가 다 ᆻ으니",
    "base": "",
    "past": "ᆻ던",
    "unreal": "도 야 ᆻ으면 야만 ᆻ어야",
}


@cache
def _endings(joined: bool) -> Mapping[str, str]:
    table = _JOINED_ENDINGS if joined else _PLAIN_ENDINGS
    found = {_nfd(ending): kind for kind, endings in table.items() for ending in endings.split()}
    if joined:
        found[""] = "base"
    return found


@cache
def senses() -> Mapping[str, tuple[lexicon.Sense, ...]]:
    """Dictionary form to what it means."""
    return lexicon.senses(lexicon.table("korean_verbs")["events"], last_is_lemma=True)


@cache
def vehicle_senses() -> Mapping[str, tuple[lexicon.Sense, ...]]:
    """Dictionary form to what it means when a vehicle does it."""
    return lexicon.senses(lexicon.table("korean_verbs")["vehicle"], last_is_lemma=True)


@cache
def _shapes() -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]], int]:
    """Jamo of a stem's shapes before plain endings, and before 아/어 endings, to lemmas; the longest shape."""
    plain: dict[str, list[str]] = {}
    joined: dict[str, list[str]] = {}
    passives = [lemma for lemmas in lexicon.table("korean_verbs")["passive"].values() for lemma in lemmas]
    path = lexicon.table("korean_verbs")["path"]["words"]
    for lemma in sorted({*senses(), *vehicle_senses(), *passives, *path}):
        if not lexicon.HANGUL.search(lemma) or not lemma.endswith("다"):
            continue
        stem = lemma[:-1]
        for shape in _plain_shapes(stem):
            plain.setdefault(_nfd(shape), []).append(lemma)
        for shape in _joined_shapes(stem):
            joined.setdefault(_nfd(shape), []).append(lemma)
    longest = max(len(shape) for shape in (*plain, *joined))
    return {k: tuple(v) for k, v in plain.items()}, {k: tuple(v) for k, v in joined.items()}, longest


def _parts(syllable: str) -> tuple[int, int, int]:
    code = ord(syllable) - 0xAC00
    return code // _LEADS, code % _LEADS // _VOWELS, code % _VOWELS


def _syllable(lead: int, vowel: int, tail: int = 0) -> str:
    return chr(0xAC00 + lead * _LEADS + vowel * _VOWELS + tail)


def _irregular(stem: str) -> str | None:
    """The stem's shape before vowels where it is irregular (걷 to 걸, 눕 to 누우, 짓 to 지), else None."""
    last = stem[-1]
    lead, vowel, tail = _parts(last)
    if tail == 17 and last in _B_IRREGULAR:
        return stem[:-1] + _syllable(lead, vowel) + "우"
    if tail == 7 and last in _D_IRREGULAR and stem not in _D_REGULAR:
        return stem[:-1] + _syllable(lead, vowel, 8)
    if tail == 19 and last in _S_IRREGULAR:
        return stem[:-1] + _syllable(lead, vowel)
    return None


def _plain_shapes(stem: str) -> list[str]:
    shapes = [stem]
    lead, vowel, tail = _parts(stem[-1])
    if tail == 8:
        shapes.append(stem[:-1] + _syllable(lead, vowel))
    other = _irregular(stem)
    if other:
        shapes.append(other)
    return shapes


def _joined_shapes(stem: str) -> list[str]:
    """The stem with 아/어, contracted as it is written: 달리 to 달려, 보 to 봐, 쓰 to 써, 모르 to 몰라, 눕 to 누워."""
    lead, vowel, tail = _parts(stem[-1])
    head = stem[:-1]
    if stem[-1] == "하":
        return [head + "해", head + "하여"]
    if tail:
        return _joined_after_consonant(stem)
    if stem[-1] == "르" and stem not in _LEU_REGULAR and head:
        if stem in _LEO:
            return [stem + "러"]
        before = _parts(head[-1])
        doubled = head[:-1] + _syllable(before[0], before[1], 8)
        return [doubled + ("라" if before[1] in {0, 8} else "러")]
    if vowel == 18:
        bright = (bool(head) and _parts(head[-1])[1] in {0, 8} and not _parts(head[-1])[2]) or (
            bool(head) and _parts(head[-1])[1] in {0, 8}
        )
        return [head + _syllable(lead, 0 if bright else 4)]
    contracted = {8: 9, 13: 14, 20: 6, 11: 10}
    if vowel in contracted:
        open_form = stem + ("아" if vowel == 8 else "어")
        return [head + _syllable(lead, contracted[vowel]), open_form]
    if vowel in {0, 4, 6, 1, 5, 2, 3, 7}:
        return [stem, stem + "어"] if vowel in {1, 5} else [stem]
    return [stem + "어"]


def _joined_after_consonant(stem: str) -> list[str]:
    other = _irregular(stem)
    bright = _parts(stem[-1])[1] in {0, 8, 2}
    if other and other.endswith("우"):
        return [other[:-1] + ("와" if stem[-1] == "돕" else "워")]
    if other:
        return [other + ("아" if _parts(other[-1])[1] in {0, 8} else "어")]
    return [stem + ("아" if bright else "어")]


@lru_cache(maxsize=20000)
def analyses(word: str) -> tuple[Ending, ...]:
    """What verb forms ``word`` can be, the longest stem first."""
    jamo = _nfd(word)
    plain, joined, longest = _shapes()
    found: list[tuple[int, Ending]] = []
    for cut in range(1, min(len(jamo), longest) + 1):
        stem, rest = jamo[:cut], jamo[cut:]
        for shapes, is_joined in ((plain, False), (joined, True)):
            if stem in shapes:
                kind = _endings(is_joined).get(rest) or _euphonic(stem, rest, is_joined)
                if kind:
                    found.extend(
                        (-cut, Ending(lemma, kind)) for lemma in shapes[stem] if _agrees(lemma, stem, rest, is_joined)
                    )
    found.sort(key=lambda entry: (entry[0], entry[1].kind, entry[1].lemma))
    return tuple(dict.fromkeys(ending for _, ending in found))


def _euphonic(stem: str, rest: str, joined: bool) -> str | None:
    """Endings with 으 after a consonant or an irregular 우."""
    return _endings(False).get(rest[2:]) if not joined and rest.startswith(_nfd("으")) and len(rest) > 2 else None


def _agrees(lemma: str, stem: str, rest: str, joined: bool) -> bool:
    """True when this shape of the stem takes this ending: ㄴ다 after vowels, 는다 after consonants."""
    if joined:
        return True
    closed = 0x11A8 <= ord(stem[-1]) <= 0x11C2
    full = _nfd(lemma[:-1])
    if rest[:1] and 0x11A8 <= ord(rest[0]) <= 0x11C2 and closed:
        return False
    if stem != full:
        dropped = full[-1] == "ᆯ" and stem == full[:-1]
        return (
            rest[:1] in {"ᆫ", "ᆸ", "ᆯ"}
            or rest.startswith(_nfd("는"))
            or rest.startswith(_nfd("니"))
            or rest.startswith(_nfd("네"))
            if dropped
            else not rest.startswith(
                (_nfd("고"), _nfd("다"), _nfd("지"), _nfd("는"), _nfd("자"), _nfd("게"), _nfd("던"))
            )
        )
    if rest == _nfd("는다") or rest == _nfd("은") or rest == _nfd("을"):
        return closed and not (full[-1] == "ᆯ")
    return True


@cache
def joined_form(lemma: str) -> str:
    """The 아/어 form of a dictionary form: 걷다 to 걸어, 미끄러지다 to 미끄러져."""
    return _joined_shapes(lemma[:-1])[0]
