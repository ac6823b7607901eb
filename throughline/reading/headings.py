"""Scene headings understood: inside or outside, which place, what time of day, in the ways that scripts write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from throughline.film.story import Heading, SetKind, Setting, TimeOfDay
from throughline.formats import inline
from throughline.reading import lexicon
from throughline.reading.places import place_kind

_NUMBER = re.compile(
    r"^\s*(?:S\s*#\s*\.?\s*\d+[A-Za-z]?(?:-\d+)?|씬\s*\d+|#\d+[A-Za-z]?|\d+[A-Z]?(?=[.\s]+(?:INT|EXT|I/E)))[.,:\s]*"
)
_TAIL_NUMBER = re.compile(r"\s*#[\w.\-]+#\s*$")
_SEPARATOR = re.compile(r"\s+[-–—/|·]+\s+|--+|[–—]+|\s*[/|]\s*|(?<=\s)-(?=\S)|(?<=\S)-(?=[\s日夜昼朝夕])|;")
_PARENTHESIS = re.compile(r"[(（\[]([^()（）\[\]]*)[)）\]]")


@cache
def _settings() -> tuple[re.Pattern[str], Mapping[str, Setting]]:
    words = {word: Setting(kind) for kind, entries in lexicon.table("headings")["setting"].items() for word in entries}
    prefixes = sorted((word for word in words if not lexicon.HANGUL.search(word)), key=lambda word: (-len(word), word))
    spelled = "|".join(re.escape(word) for word in prefixes)
    return re.compile(rf"^({spelled})(?:[.。:：]+\s*|\s+|(?=[-–—]))", re.IGNORECASE), words


@cache
def _times() -> Mapping[str, TimeOfDay | None]:
    entries = lexicon.table("headings")["time"]
    return {word: None if name == "same" else TimeOfDay(name) for name, words in entries.items() for word in words}


@cache
def _flashback() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = lexicon.table("headings")["flashback"]
    return lexicon.pattern(words["words"]), lexicon.pattern(words["end"])


def heading(text: str, previous: Heading | None = None) -> Heading:
    """The heading that ``text`` says. A time it does not state, or CONTINUOUS and LATER, is the previous heading's.

    Without any time known it is day. A setting it does not state follows from the place's words (a room is inside,
    a street outside); a place that no word tells is outside.
    """
    whole = " ".join(inline.plain(text).split())
    rest = _TAIL_NUMBER.sub("", _NUMBER.sub("", unicodedata.normalize("NFKC", whole))).strip().lstrip(".")
    setting, rest = _leading_setting(rest)
    flashback, over = _flashback()
    lower = rest.lower()
    remembered = bool(flashback.search(lower)) and not over.search(lower)
    place, time, inner = _parted(rest)
    setting = setting or inner
    if time is None:
        time = previous.time if previous else TimeOfDay.DAY
    place = place or (previous.place if previous else "") or whole
    return Heading(text=whole, setting=setting or _setting_of(place), place=place, time=time, flashback=remembered)


def _leading_setting(text: str) -> tuple[Setting | None, str]:
    prefix, words = _settings()
    match = prefix.match(text)
    if not match:
        return None, text
    return words[match[1].lower()], text[match.end() :].lstrip(" -–—.:")


def _parted(text: str) -> tuple[str, TimeOfDay | None, Setting | None]:
    """Place, time and setting of what follows the prefix."""
    setting: Setting | None = None
    time: TimeOfDay | None = None
    asides = [part for found in _PARENTHESIS.findall(text) for part in re.split(r"[/,·\s]+", found) if part]
    segments = [part.strip(" .,-–—:") for part in _SEPARATOR.split(_PARENTHESIS.sub(" ", text))]
    kept = []
    for index, segment in enumerate([*segments, *asides]):
        known_time, known_setting, is_note = _meaning(segment)
        time = time or known_time
        setting = setting or known_setting
        if index < len(segments) and segment and not is_note:
            kept.append(segment)
    if len(kept) == 1 and time is None:
        kept[0], time = _trailing_time(kept[0])
    return " - ".join(kept), time, setting


def _meaning(segment: str) -> tuple[TimeOfDay | None, Setting | None, bool]:
    """The time or setting that a segment states, and whether it is only a note about them (no part of the place)."""
    lower = segment.lower().strip(" .")
    times, (_, settings) = _times(), _settings()
    if lower in times:
        return times[lower], None, True
    if lower in settings:
        return None, settings[lower], True
    if (
        lower in lexicon.table("places")["air"]["fog"]
        or _flashback()[0].fullmatch(lower)
        or _flashback()[1].fullmatch(lower)
    ):
        return None, None, True
    words = re.split(r"[\s,]+", lower)
    told = [word for word in words if word in times or word in settings]
    filler = {"next", "that", "the", "later", "same", "다음", "날", "그", "early", "late", "day", "a", "few", "minutes"}
    if told and all(word in times or word in settings or word in filler for word in words):
        stated = [times[word] for word in told if word in times and times[word] is not None]
        inner = [settings[word] for word in told if word in settings]
        return (stated[-1] if stated else None), (inner[0] if inner else None), True
    return None, None, False


def _trailing_time(place: str) -> tuple[str, TimeOfDay | None]:
    """A time that ends the place without a separator: ``광화문 광장 밤``, ``ROOM, NIGHT``."""
    words = place.split()
    last = words[-1].lower().strip(" .,") if len(words) > 1 else ""
    if last in _times():
        return " ".join(words[:-1]).rstrip(" ,.-"), _times()[last]
    return place, None


def _setting_of(place: str) -> Setting:
    lower = place.lower()
    if re.search(r"(?:^|\s)(?:밖|외부|바깥|앞|outside)(?:$|\s)", lower):
        return Setting.EXT
    if re.search(r"\s(?:안|내부|실내)$", lower) or lower.startswith("inside "):
        return Setting.INT
    kind = place_kind(lower)
    indoors = {SetKind(word) for word in lexicon.table("places")["indoors"]["words"]}
    return Setting.INT if kind in indoors else Setting.EXT
