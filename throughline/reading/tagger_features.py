"""What the tagger sees of each token: itself, its neighbours, the departments' words, and who is known by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from zlib import crc32

from throughline.reading import lexicon
from throughline.reading.tagger_classes import alike
from throughline.reading.tagger_korean import name_like, roots
from throughline.reading.tagger_tokens import Token, english_stem, tokens

_LONGEST = 4
_REACH = 6
_MARKERS = frozenset(
    "note n.b continuity reminder comment author super title caption "
    "insert 주의 참고 메모 연결 작가 자막 타이틀 코멘트 비고".split()
)


@cache
def _departments() -> tuple[Mapping[str, str], int]:
    """Stemmed phrase to the categories that its things commonly belong to, and the longest phrase in tokens."""
    found: dict[str, dict[str, None]] = {}

    def learn(words: Iterable[str], category: str) -> None:
        for word in words:
            key = " ".join(token.stem for token in tokens(word.strip()))
            if key:
                found.setdefault(key, {})[category] = None
            # A Korean compound may end in what looks like a particle; it is known whole as well.
            if lexicon.HANGUL.search(word):
                found.setdefault(word.strip(), {})[category] = None

    table = lexicon.table("departments")
    for language in ("english", "korean"):
        for category, words in table[language].items():
            learn(words.split(","), category)
    for category, source in (("103", lexicon.vehicle_kinds()), ("106", lexicon.clothes())):
        learn(source, category)
    for word, (_, section) in lexicon.things().items():
        if section in {"props", "set_dressing"}:
            learn([word], "104" if section == "props" else "116")
    learn(lexicon.crowd_nouns(), "101")
    for noun, (kind, _) in lexicon.person_nouns().items():
        learn([noun], "100" if kind == "person" else f"k{kind}")
    learn(lexicon.body_parts(), "body")
    return {key: "+".join(sorted(value)) for key, value in found.items()}, _LONGEST


@cache
def _common() -> frozenset[str]:
    return frozenset(word.strip() for word in lexicon.table("departments")["names"]["common"].split(","))


@cache
def _given() -> frozenset[str]:
    names = lexicon.table("people")["given_names"]
    return frozenset(names["female"]) | frozenset(names["male"])


@cache
def _verbs() -> Mapping[str, str]:
    """English verb stem to the classes of what is done with or by things: handle, wear, ride, lie, shine ..."""
    found: dict[str, dict[str, None]] = {}
    for name, words in lexicon.table("departments")["verbs"]["english"].items():
        for word in words.split(","):
            found.setdefault(english_stem(word.strip()), {})[name] = None
    return {stem: "+".join(names) for stem, names in found.items()}


@cache
def _staged() -> frozenset[str]:
    """Stems of the English verbs that the reading stages."""
    events = lexicon.table("english_verbs")["events"].values()
    return frozenset(english_stem(line.split()[0]) for lines in events for line in lines)


@cache
def _korean_verbs() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Classes of Korean verbs and how an eojeol of them begins."""
    return tuple(
        (name, re.compile("|".join(re.escape(word.strip()) for word in words.split(","))))
        for name, words in lexicon.table("departments")["verbs"]["korean"].items()
    )


@lru_cache(maxsize=20000)
def _verb_class(word: str) -> str:
    return "+".join(name for name, pattern in _korean_verbs() if pattern.match(word))


def known_classes(found: Sequence[Token]) -> list[tuple[str, str]]:
    """For each token the categories of the longest known phrase over it, and its place there: B, I or S (alone)."""
    table, longest = _departments()
    out = [("", "")] * len(found)
    n = 0
    while n < len(found):
        size, classes = 0, ""
        for length in range(min(longest, len(found) - n), 0, -1):
            key = " ".join(token.stem for token in found[n : n + length])
            classes = table.get(key, "")
            if not classes and length == 1:
                classes = table.get(found[n].text, "")
            if classes:
                size = length
                break
        if not size:
            n += 1
            continue
        for place in range(size):
            out[n + place] = (classes, "S" if size == 1 else "BI"[min(place, 1)])
        n += size
    return out


@lru_cache(maxsize=20000)
def ending_class(stem: str) -> str:
    """The categories of the longest known noun that ``stem`` ends with (소방호스 -> 호스, lightbox -> box)."""
    table, _ = _departments()
    least = 2 if lexicon.HANGUL.search(stem) else 3
    for cut in range(1, len(stem) - least + 1):
        classes = table.get(stem[cut:])
        if classes:
            return classes
    return ""


def _shape(token: Token) -> str:
    word = token.text
    if lexicon.HANGUL.search(word):
        return "ko"
    if word[0].isdigit():
        return "9"
    if not word[0].isalnum():
        return word[0]
    if word.isupper():
        return "AA" if len(word) > 1 else "A"
    return "Aa" if word[0].isupper() else "aa"


def features(found: Sequence[Token], known: Mapping[int, str] | None = None) -> list[list[str]]:
    """The feature strings of each token. ``known`` says what the script's registry knows of a token: c cast, g group
    or crowd, v vehicle, a animal."""
    classes = known_classes(found)
    shapes = [_shape(token) for token in found]
    marker = next((token.stem for token in found[:3] if token.stem in _MARKERS), "")
    whole = "row=" + ("(" if found and found[0].text in "([" else "") + marker
    korean = sum(shape == "ko" for shape in shapes) * 2 > sum(shape not in ".,;:!?" for shape in shapes)
    stems = [token.stem for token in found]
    seen = [_Seen(found, classes, shapes, known or {}, whole, korean, n, stems) for n in range(len(found))]
    return [one.features() for one in seen]


class _Seen:
    """One token with its row around it."""

    def __init__(
        self,
        found: Sequence[Token],
        classes: Sequence[tuple[str, str]],
        shapes: Sequence[str],
        known: Mapping[int, str],
        whole: str,
        korean: bool,
        n: int,
        stems: Sequence[str],
    ) -> None:
        self.found, self.classes, self.shapes, self.known = found, classes, shapes, known
        self.whole, self.korean, self.n = whole, korean, n
        self.stems = stems

    def stem(self, step: int) -> str:
        place = self.n + step
        return self.found[place].stem if 0 <= place < len(self.found) else ("<" if place < 0 else ">")

    def classed(self, step: int) -> str:
        place = self.n + step
        return self.classes[place][0] if 0 <= place < len(self.found) else ""

    def shape(self, step: int) -> str:
        place = self.n + step
        return self.shapes[place] if 0 <= place < len(self.found) else ""

    def features(self) -> list[str]:
        out = [*self._common(), *(self._korean() if self.shape(0) == "ko" else self._english())]
        return out

    def _common(self) -> list[str]:
        n, stem = self.n, self.stem(0)
        mine, place = self.classes[n]
        before, after = self.stem(-1), self.stem(1)
        out = [
            "bias" + ("k" if self.korean else "e"),
            f"w={stem}",
            f"w-1={before}",
            f"w+1={after}",
            f"w-2={self.stem(-2)}",
            f"w+2={self.stem(2)}",
            f"ww={before}|{stem}",
            f"wn={stem}|{after}",
            f"s={self.shape(0)}",
            f"ss={self.shape(-1)}|{self.shape(0)}|{self.shape(1)}",
            self.whole,
            f"row|s={self.whole}|{self.shape(0)}",
            f"c={mine}",
            f"cp={mine}|{place}",
            f"c-1={self.classed(-1)}",
            f"c+1={self.classed(1)}",
            f"c-1c={self.classed(-1)}|{mine}",
            f"cc+1={mine}|{self.classed(1)}",
            f"cw-1={mine}|{before}",
            f"cw+1={mine}|{after}",
            f"at={'first' if n == 0 else 'second' if n == 1 else 'last' if n >= len(self.found) - 2 else ''}",
        ]
        for one in mine.split("+") if mine else ():
            out += [f"k={one}", f"kp={one}|{place}", f"kw-1={one}|{before}", f"ks={one}|{self.shape(0)}"]
        for step in (-1, 1):
            out += [f"k{step}={one}" for one in self.classed(step).split("+") if one]
        for step in (-1, 0, 1):
            told = self.known.get(n + step)
            if told:
                out.append(f"known{step}={told}")
        return out

    def _english(self) -> list[str]:
        token = self.found[self.n]
        word = token.text.lower()
        verb = _verbs().get(self.stem(0), "")
        left, right, determiner = self._near(-1), self._near(1), self._determiner()
        mine = self.classes[self.n][0] or "~" + ending_class(token.stem)
        out = [
            f"x2={word[-2:]}",
            f"x3={word[-3:]}",
            f"x4={word[-4:]}",
            f"v={verb}",
            f"vl={left}",
            f"vr={right}",
            f"det={determiner}",
            f"detc={determiner}|{mine}",
            f"ec={mine}",
            f"verbs={self.stem(0) in _staged()}|{self.stem(1) in _staged()}",
            f"verb+1={self.stem(1) in _staged()}|{mine}|{self.shape(1)}",
            f"low|s={word in _common()}|{self.shape(0)}|{self.n == 0}",
        ]
        out.append(f"low={word}")
        if word in _given():
            out.append("given")
        out += [f"ek={one}" for one in mine.lstrip("~").split("+") if one]
        subject, towards = self._class_before(), self._towards()
        out += [f"sub={subject}", f"to={towards}"]
        for one in verb.split("+") if verb else ():
            out += [f"v1={one}", f"vto={one}|{towards}"]
        out += [f"vl1={one}" for one in left.split("+")] + [f"vr1={one}" for one in right.split("+")]
        out += alike(self.stems, self.n, mine, determiner, f"{self.shape(0)}|{self.shape(1)}")
        if "-" in word:
            out.append("hyphen=" + english_stem(word.rsplit("-", 1)[1]))
        return out

    def _class_before(self) -> str:
        """The categories of the nearest known thing to the left, in the same clause."""
        for place in range(self.n - 1, max(-1, self.n - _REACH), -1):
            if self.shapes[place] in _STOPS:
                return "."
            if self.classes[place][0]:
                return self.classes[place][0]
        return ""

    def _towards(self) -> str:
        """The first preposition or particle that follows within three words."""
        for place in range(self.n + 1, min(len(self.found), self.n + 4)):
            if self.found[place].stem in _WAYS:
                return self.found[place].stem
        return ""

    def _near(self, way: int) -> str:
        """The nearest verb of staging on one side, no further than a mark."""
        for step in range(1, _REACH + 1):
            place = self.n + way * step
            if not 0 <= place < len(self.found) or self.shapes[place] in _STOPS:
                return ""
            stem = self.found[place].stem
            if stem in _verbs() and self.shapes[place] == "aa":
                return _verbs()[stem]
        return ""

    def _determiner(self) -> str:
        """The nearest small word before the token: article, possessive, preposition."""
        for step in range(1, 4):
            place = self.n - step
            if place < 0:
                return "<"
            if self.shapes[place] not in {"aa", "Aa", "AA", "A", "9"}:
                return self.found[place].text
            if len(self.found[place].text) < 5 and self.found[place].text.lower() in _SMALL:
                return self.found[place].text.lower() + str(step)
        return ""

    def _korean(self) -> list[str]:
        token = self.found[self.n]
        stem, josa, text = token.stem, token.josa, token.text
        mine = self.classes[self.n][0] or "~" + ending_class(stem)
        following, ends = self._verb()
        out = [
            f"j={josa}",
            f"jc={josa}|{mine}",
            f"j+1={self._josa(1)}",
            f"j-1={self._josa(-1)}",
            f"e1={stem[-1:]}",
            f"b1={stem[:1]}",
            f"t2={text[-2:]}",
            f"t1={text[-1:]}",
            f"t3={text[-3:]}",
            f"ec={mine}",
            f"ec+1={ending_class(self.stem(1))}",
            f"ec-1={ending_class(self.stem(-1))}",
            f"vb={following}",
            f"vbc={following}|{mine}",
            f"jv={josa}|{following}",
            f"ends={ends}",
            f"len={min(len(stem), 5)}",
            f"jlen={josa}|{min(len(stem), 5)}",
        ]
        out += [f"ek={one}" for one in mine.lstrip("~").split("+") if one]
        own, subject, thing = _verb_class(text), self._argument(("이", "가", "은", "는")), self._argument(("을", "를"))
        for kind in (own or "none").split("+"):
            out += [f"v0={kind}", f"v0e={kind}|{text[-1:]}", f"v0s={kind}|{subject}", f"v0o={kind}|{thing}"]
        out += [f"sub={subject}", f"obj={thing}"]
        for kind in (self._following_class() or "none").split("+"):
            out += [f"vc={kind}", f"vcj={kind}|{josa}", f"vcm={kind}|{mine}"]
        out += [*roots(text), *name_like(stem)]
        out += [f"gram={stem[at : at + 2]}" for at in range(len(stem) - 1)]
        out += [f"t={text}", f"e2={stem[-2:]}", f"e3={stem[-3:]}", f"b2={stem[:2]}"]
        return out

    def _josa(self, step: int) -> str:
        place = self.n + step
        return self.found[place].josa if 0 <= place < len(self.found) else "-"

    def _verb(self) -> tuple[str, str]:
        """The first two syllables of the next eojeol that ends like a verb, and its ending."""
        for place in range(self.n, min(len(self.found), self.n + 8)):
            text = self.found[place].text
            if _ENDING.search(text):
                return text[:2], text[-2:]
        return "", ""

    def _argument(self, josa: tuple[str, ...]) -> str:
        """The categories of the nearest eojeol to the left with one of some particles; ``-`` where there is none."""
        for place in range(self.n - 1, max(-1, self.n - _REACH), -1):
            if self.found[place].josa.endswith(josa):
                return self.classes[place][0] or "~" + ending_class(self.found[place].stem)
        return "-"

    def _following_class(self) -> str:
        """The classes of the next verb whose class is known."""
        for place in range(self.n + 1, min(len(self.found), self.n + _REACH)):
            found = _verb_class(self.found[place].text)
            if found:
                return found
        return ""


_ENDING = re.compile(r"(?:다|고|며|면서|자|는|은|던|지만|어|아|서|려|채|듯|ㄴ다)$")
_STOPS = frozenset(".;:!?()")
_WAYS = frozenset(
    "through over off into against across down up from out onto under "
    "along around on at to by itself own back apart in "
    "with of".split()
)
_SMALL = frozenset(
    "a an the his her its my our your this that no two some of in on at "
    "by for from with into onto to over under and or "
    "as out off up down near past".split()
)


def key(feature: str) -> int:
    """A feature as a number, the same on every machine."""
    return crc32(feature.encode())


def keys(strings: Iterable[str]) -> list[int]:
    """The features as numbers."""
    return [key(string) for string in strings]
