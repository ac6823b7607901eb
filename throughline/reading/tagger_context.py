"""What the tagger sees around a word: known things, the verbs that govern it, who acts, how the row is built."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from throughline.reading import tagger_lexicon
from throughline.reading.tagger_tokens import Token
from throughline.reading.tagger_words import Word, number

COLUMNS = (
    "language", "row", "place", "known", "cat", "cat_at", "cat_1", "cat_2", "cat_3", "mine", "mine_1", "mine_2",
    "left", "left_1", "left_2", "right", "right_1", "right_2", "governor", "way", "agent", "before", "towards", "small",
    "after", "listed", "next_verb", "next_end", "follows", "follows_1", "follows_2", "subject", "object",
)  # fmt: skip
"""The names of the numbers of each token, in order."""
_REACH = 6
_MARKERS = frozenset(
    "note n.b continuity reminder comment author super title caption "
    "insert 주의 참고 메모 연결 작가 자막 타이틀 코멘트 비고".split()
)
_WAYS = frozenset(
    "through over off into against across down up from out onto under "
    "along around on at to by itself own back apart in with of".split()
)
_GOVERNING = _WAYS | frozenset("behind beside between beyond above below near inside for without towards like".split())
_SMALL = frozenset(
    "a an the his her its my our your this that no two some of in on at "
    "by for from with into onto to over under and or "
    "as out off up down near past".split()
)
_PERSONS = frozenset("he she they who him them everyone someone nobody we i you".split())
_SUBJECTS, _OBJECTS = ("이", "가", "은", "는"), ("을", "를")
_LETTERED = frozenset({"aa", "Aa", "AA", "A", "9"})
_NOTHING: Mapping[int, str] = {}


def contexts(
    found: Sequence[Token], words: Sequence[Word], known: Mapping[int, str] = _NOTHING
) -> list[tuple[int, ...]]:
    """The numbers of ``COLUMNS`` for each token of a row. ``known`` says what the script's registry knows of a token:
    c cast, g group or crowd, v vehicle, a animal."""
    known_as = tagger_lexicon.known_classes(found)
    classes = [told for told, _ in known_as]
    marker = next((token.stem for token in found[:3] if token.stem in _MARKERS), "")
    row = number("row" + ("(" if found and found[0].text in "([" else "") + marker)
    korean = sum(word.shape == "ko" for word in words) * 2 > sum(word.shape not in ".,;:!?" for word in words)
    language = number("k" if korean else "e")
    around = _korean(words, classes) if korean else _english(words, classes)
    out = []
    for n, (word, (cat, at)) in enumerate(zip(words, known_as, strict=True)):
        mine = cat or ("~" + word.end if word.end else "")
        place = "first" if n == 0 else "second" if n == 1 else "last" if n >= len(found) - 2 else ""
        out.append((
            language, row, number(place), number(known.get(n, "")), number(cat or "-"), number(cat + at if cat else ""),
            *_parts(cat, 3), number(mine or "~"), *_parts(mine.lstrip("~"), 2), *around[n],
        ))  # fmt: skip
    return out


@lru_cache(maxsize=5000)
def _parts(told: str, most: int) -> tuple[int, ...]:
    parts = told.split("+", most)[:most]
    return tuple(number(part) for part in parts) + (0,) * (most - len(parts))


def _english(words: Sequence[Word], classes: Sequence[str]) -> list[tuple[int, ...]]:
    """The columns from ``left`` on of each token of an English row."""
    right = _to_the_right(words, classes)
    listed = number("told" if any(word.verb and word.shape == "aa" for word in words) else "list")
    out = []
    left, left_at, governor, way, agent, before, before_at = "", 0, "", "", "", "", 0
    for n, (word, cat) in enumerate(zip(words, classes, strict=True)):
        verb = left if n - left_at <= _REACH else ""
        near = before if n - before_at < _REACH else ""
        verb_right, towards, after = right[n]
        out.append((
            number(verb or "-"), *_parts(verb, 2), number(verb_right or "-"), *_parts(verb_right, 2),
            number(governor or "-"), number(way or "-"), number(agent or "-"), number(near or "-"),
            number(towards or "-"), number(_small(words, n) or "-"), number(after), listed,
            0, 0, 0, 0, 0, 0, 0,
        ))  # fmt: skip
        if word.stop:
            left, governor, way, agent, before = "", "", "", "", "."
            before_at = n
            continue
        if word.shape == "aa" and word.verb:
            left, left_at, governor, way = word.verb, n, word.stem, ""
        elif word.stem in _GOVERNING:
            way = word.stem
        if cat:
            before, before_at = cat, n
        if not agent and not governor:
            agent = _agent(word, cat, n)
    return out


def _agent(word: Word, cat: str, n: int) -> str:
    """Who a clause is of, by its first word that says so: a person, a group, a thing."""
    if word.stem in _PERSONS or word.shape == "AA" or (word.shape == "Aa" and n and not cat):
        return "one"
    if word.shape == "Aa" and not cat:
        return "name"
    return "one" if "100" in cat else "many" if "101" in cat else cat


def _to_the_right(words: Sequence[Word], classes: Sequence[str]) -> list[tuple[str, str, str]]:
    """For each token the next verb's classes, the next preposition within three words, and what the next word is."""
    out = []
    verb, verb_at, towards, towards_at, after = "", 0, "", 0, "end"
    for n in range(len(words) - 1, -1, -1):
        word = words[n]
        out.append((verb if verb_at - n <= _REACH else "", towards if towards_at - n <= 3 else "", after))
        if word.stop:
            verb = ""
        elif word.verb and word.shape == "aa":
            verb, verb_at = word.verb, n
        if word.stem in _WAYS:
            towards, towards_at = word.stem, n
        after = _part_of_speech(word, classes[n])
    return out[::-1]


def _part_of_speech(word: Word, cat: str) -> str:
    if word.shape not in _LETTERED:
        return word.shape
    if word.stem in _GOVERNING:
        return "way"
    if word.stem in _SMALL:
        return "small"
    if cat:
        return "verb or thing" if word.verb else "thing"
    return "verb" if word.verb else "name" if word.shape in ("Aa", "AA") else "word"


def _small(words: Sequence[Word], n: int) -> str:
    """The nearest small word before the token and how far it is: article, possessive, preposition; or a mark."""
    for step in range(1, 4):
        if step > n:
            return "<"
        before = words[n - step]
        if before.shape not in _LETTERED:
            return before.shape
        if before.stem in _SMALL:
            return before.stem + str(step)
    return ""


def _korean(words: Sequence[Word], classes: Sequence[str]) -> list[tuple[int, ...]]:
    """The columns from ``left`` on of each token of a Korean row."""
    ahead = _ahead(words)
    listed = number("told" if any(word.ending[0] for word in words[-3:]) else "list")
    out = []
    subject, subject_at, thing, thing_at, agent = "-", 0, "-", 0, "none"
    for n, (word, cat) in enumerate(zip(words, classes, strict=True)):
        mine = cat or "~" + word.end
        start, end, follows = ahead[n]
        told = subject if n - subject_at < _REACH else "-"
        acted = thing if n - thing_at < _REACH else "-"
        out.append((
            0, 0, 0, 0, 0, 0, 0, 0, number(agent), 0, 0, 0, 0, listed,
            number(start or "-"), number(end or "-"), number(follows or "-"), *_parts(follows or "-", 2),
            number(told), number(acted),
        ))  # fmt: skip
        if word.stop:
            agent = "none"
        if word.josa.endswith(_SUBJECTS):
            subject, subject_at = mine, n
            agent = "one" if "100" in mine else "many" if "101" in mine or word.josa.startswith("들") else mine
        if word.josa.endswith(_OBJECTS):
            thing, thing_at = mine, n
    return out


def _ahead(words: Sequence[Word]) -> list[tuple[str, str, str]]:
    """For each token the beginning and end of the next eojeol that ends like a verb (itself counted), and the classes
    of the next verb that is known."""
    out = []
    start, end, at, follows, follows_at = "", "", 0, "", 0
    for n in range(len(words) - 1, -1, -1):
        word = words[n]
        if word.ending[0]:
            (start, end), at = word.ending, n
        near = at - n < 8
        out.append((start if near else "", end if near else "", follows if follows_at - n < _REACH else ""))
        if word.shape == "ko" and word.verb:
            follows, follows_at = word.verb, n
    return out[::-1]
