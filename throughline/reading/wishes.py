"""A director's wishes: ``[[shot: CU, 85mm, on JUN]]``, ``[[vfx: explosion, car]]``, CLOSE ON, [인서트] and the like.

A note stands before the beat it is about, or at the end of its paragraph, then it is about the last beat there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from throughline.film.story import EffectWish, Wish
from throughline.reading import lexicon
from throughline.reading.entities import Registry

_SHOT = re.compile(r"^\s*(?:shot|camera|샷|숏|촬영|카메라)\s*[:：]\s*(.*)$", re.IGNORECASE | re.DOTALL)
_EFFECT = re.compile(r"^\s*(?:vfx|fx|sfx|effect|효과|특수효과)\s*[:：]\s*(.*)$", re.IGNORECASE | re.DOTALL)
_LENS = re.compile(r"^(\d{1,4})(?:\.0)?\s*(?:mm|밀리)(?:\s*(?:lens|렌즈))?$", re.IGNORECASE)
_SECONDS = re.compile(r"^(\d+(?:\.\d+)?)\s*(?:s|sec|secs|seconds?|초)$", re.IGNORECASE)
_PLATE = re.compile(r"^(?:plate|플레이트|소스)\s*[:：=]?\s*([\w.\-/]+)$", re.IGNORECASE)
_ON = re.compile(r"^(?:on|of|over|favou?ring|대상\s*[:：]?)\s+(.+)$", re.IGNORECASE)
_LONGEST_LENS, _LONGEST_SHOT = 2000, 3600.0


class Asked(NamedTuple):
    """What a note asks: a shot wish or an effect, and what in it nobody understood."""

    wish: Wish | None = None
    effect: EffectWish | None = None
    complaints: tuple[str, ...] = ()


class Slug(NamedTuple):
    """A shot slug at the start of a sentence: the wish, what follows it, and whether it stands alone as a picture."""

    wish: Wish
    rest: str
    insert: bool


@cache
def vocabulary(field: str) -> Mapping[str, str]:
    """Any word for a size, angle or move (lower case) to the value of the enum in film.shot."""
    return {word: value for value, words in lexicon.table("wishes")[field].items() for word in (value, *words)}


def asked(note: str, line: int, registry: Registry) -> Asked:
    """What the text of a note asks; nothing at all for a note that is no wish."""
    shot, effect = _SHOT.match(note), _EFFECT.match(note)
    if shot:
        return _shot(shot[1], note, line, registry)
    return _effect(effect[1], line, registry) if effect else Asked()


def _shot(body: str, note: str, line: int, registry: Registry) -> Asked:
    found: dict[str, object] = {}
    wrong = []
    for part in (piece.strip() for piece in re.split(r"[,，;]", body)):
        if not part:
            continue
        told = _told(part, registry)
        if told is None:
            wrong.append(
                f"line {line}: no shot wish is {part!r}; known are sizes ({_known('size')}), "
                f"angles ({_known('angle')}), "
                f"moves ({_known('move')}), a lens as 85mm, a length as 3s, 'on NAME', 'plate: NAME'"
            )
        else:
            for key, value in told.items():
                found.setdefault(key, value)
    wish = Wish(line=line, text=note.strip(), **found) if found else None  # type: ignore[arg-type]
    return Asked(wish=wish, complaints=tuple(wrong))


def _known(field: str) -> str:
    return ", ".join(lexicon.table("wishes")[field])


def _told(part: str, registry: Registry) -> dict[str, object] | None:
    """The wish that one part of a shot note says, or None."""
    low = " ".join(part.lower().split())
    for field in ("size", "angle", "move"):
        if low in vocabulary(field):
            return {field: vocabulary(field)[low]}
    lens, seconds, plate, on = _LENS.match(part), _SECONDS.match(part), _PLATE.match(part), _ON.match(part)
    if lens:
        return {"lens_mm": int(lens[1])} if 0 < int(lens[1]) <= _LONGEST_LENS else None
    if seconds:
        return {"seconds": float(seconds[1])} if 0 < float(seconds[1]) <= _LONGEST_SHOT else None
    if plate:
        return {"plate": plate[1]}
    if on:
        return {"subject": canonical(on[1], registry)}
    named = registry.candidates(part)
    if named:
        return {"subject": named[0]}
    for field in ("size", "angle", "move"):
        for word, value in vocabulary(field).items():
            if low.endswith(f" {word}") and low[: -len(word)].strip() in {
                "slow",
                "slowly",
                "fast",
                "quick",
                "gentle",
                "천천히",
                "느린",
                "빠른",
            }:
                return {field: value}
    return None


def canonical(words: str, registry: Registry) -> str:
    """The canonical name that ``words`` say, or the plain English word of a thing, or the words themselves."""
    clean = re.sub(r"^(?:the|a|an|his|her)\s+", "", words.strip(" .:-–—"), flags=re.IGNORECASE)
    mentions = registry.mentions(clean)
    if mentions:
        return mentions[0].names[0]
    return lexicon.things().get(clean.lower(), (clean, ""))[0]


@cache
def effect_kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each kind of effect with the pattern of its words."""
    return _patterns("kinds")


def _patterns(table: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    out = []
    for kind, words in lexicon.table("effects")[table].items():
        latin = [word for word in (kind, *words) if not lexicon.HANGUL.search(word)]
        other = [word for word in words if lexicon.HANGUL.search(word)]
        out.append(
            (
                kind,
                re.compile(
                    "|".join([lexicon.pattern(latin).pattern, *(rf"(?<![가-힣]){re.escape(word)}" for word in other)])
                ),
            )
        )
    return tuple(out)


@cache
def _noted_kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The kinds that a note alone asks for."""
    return _patterns("notes")


def _effect(body: str, line: int, registry: Registry) -> Asked:
    parts = [part.strip() for part in re.split(r"[,，;]", body) if part.strip()]
    if not parts:
        return Asked(complaints=(f"line {line}: an effect note names no effect; known are {_effects()}",))
    low = parts[0].lower()
    hits = [
        (match.start(), kind, match)
        for kinds in (_noted_kinds(), effect_kinds())
        for kind, pattern in kinds
        if (match := pattern.search(low))
    ]
    if not hits:
        return Asked(complaints=(f"line {line}: no effect is {parts[0]!r}; known are {_effects()}",))
    _, kind, match = min(hits, key=lambda hit: (-len(hit[2][0].split()), hit[0]))
    words = [word for word in (parts[0][: match.start()] + " " + parts[0][match.end() :]).split() if word]
    at: str | None = None
    for part in parts[1:]:
        low = part.lower()
        if at is None and (registry.candidates(low) or low in lexicon.things()):
            at = canonical(part, registry)
        else:
            words.append(part)
    return Asked(effect=EffectWish(kind=kind, at=at, words=tuple(words), explicit=True, line=line))


def _effects() -> str:
    effects = lexicon.table("effects")
    return ", ".join(kind.replace("_", " ") for table in ("kinds", "notes") for kind in effects[table])


@cache
def _slugs() -> tuple[re.Pattern[str], Mapping[str, Mapping[str, object]]]:
    entries = lexicon.table("wishes")["slug"].values()
    words = {word: entry for entry in entries for word in entry["words"]}
    spelled = "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
    return re.compile(
        rf"^[\[(（【<]?\s*({spelled})(?![\w가-힣])\s*(?:[\])）】>]|[:：]|--?|–|—|\.(?=\s|$))?\s*", re.IGNORECASE
    ), words


def slug(text: str, line: int, registry: Registry) -> Slug | None:
    """The shot slug that ``text`` begins with (``CLOSE ON JUN.``, ``[인서트] 휴대폰``), or None."""
    pattern, words = _slugs()
    match = pattern.match(text)
    if not match:
        return None
    said, bracketed = match[1], text[:1] in "[(（【<"
    ends = match[0].rstrip()[-1:] in "])）】>:：-–—." or match.end() >= len(text)
    korean = bool(lexicon.HANGUL.search(said))
    if not (
        (
            said.isupper()
            and (
                ends
                or said.upper().endswith((" ON", "POV", "INSERT", " OVER"))
                or text.isupper()
                or len(said.split()) > 1
            )
        )
        or bracketed
        or (korean and ends)
    ):
        return None
    if said.upper() in {"ON", "OVER"} and not bracketed and not (ends or text[match.end() : match.end() + 2].isupper()):
        return None
    entry = words[said.lower()]
    rest = text[match.end() :].strip()
    rest = re.sub(r"^(?:on|of)\s+(?=[A-Z])", "", rest) if said.isupper() else rest
    subject = _slug_subject(rest, registry)
    wish = Wish(
        size=_field(entry, "size"),
        angle=_field(entry, "angle"),
        move=_field(entry, "move"),
        subject=subject,
        line=line,
        text=text,
    )
    return Slug(wish, rest, _field(entry, "size") == "insert")


def _field(entry: Mapping[str, object], key: str) -> str | None:
    value = entry.get(key)
    return str(value) if value is not None else None


def _slug_subject(rest: str, registry: Registry) -> str | None:
    """Whom the slug is on: what is named before any verb or colon."""
    head = re.split(r"[.:,]|\bas\b|--", rest, maxsplit=1)[0]
    mentions = registry.mentions(head)
    if mentions and len(head.split()) <= 6:
        return mentions[0].names[0]
    thing = lexicon.thing_pattern().search(head.lower())
    if thing and len(head.split()) <= 5:
        return lexicon.things()[thing[0]][0]
    short = re.sub(r"^(?:the|a|an)\s+", "", head.strip(" ."), flags=re.IGNORECASE)
    return (
        short
        if short and len(short.split()) <= 4 and (short.isupper() or not re.search(r"[a-z]", short)) and len(short) < 30
        else None
    )


@cache
def _camera() -> tuple[re.Pattern[str], Mapping[str, str]]:
    moves = {word: move for move, words in lexicon.table("wishes")["camera"].items() for word in words}
    spelled = "|".join(re.escape(word) for word in sorted(moves, key=lambda word: (-len(word), word)))
    return re.compile(
        rf"\b(?:we|(?:the )?camera)\s+(?:slowly\s+|gently\s+)?({spelled})\b"
        r"(?:\s+(?:on|to|with|past|from)?\s*(?P<who>[\w'’ ]+))?",
        re.IGNORECASE,
    ), moves


def camera_wish(text: str, line: int, registry: Registry) -> Wish | None:
    """The move that the action gives to the camera (``we push in on Jun``, ``the CAMERA pulls back``), or None."""
    pattern, moves = _camera()
    match = pattern.search(text)
    if not match:
        return None
    mentions: Sequence[object] = registry.mentions(match["who"] or "")
    subject = registry.mentions(match["who"])[0].names[0] if mentions else None
    return Wish(move=moves[match[1].lower()], subject=subject, line=line, text=match[0])


def joined(first: Wish | None, second: Wish | None) -> Wish | None:
    """Both wishes as one; where both speak, the first."""
    if first is None or second is None:
        return first or second
    fields = ("size", "angle", "move", "lens_mm", "seconds", "subject", "plate")
    values = {
        name: getattr(first, name) if getattr(first, name) is not None else getattr(second, name) for name in fields
    }
    return Wish(line=first.line or second.line, text="; ".join(dict.fromkeys((first.text, second.text))), **values)
