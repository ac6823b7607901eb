"""When everything happens in a shot, in seconds: action in its order, speech with its breath, effects played out."""

from __future__ import annotations

from throughline.directing.draft import Draft, Purpose, Speech
from throughline.directing.pace import (
    BODY_SECONDS,
    EFFECT_SECONDS,
    LEAST_SECONDS,
    event_seconds,
    reading_seconds,
    speech_seconds,
    spread,
)
from throughline.directing.styles import CLASSICAL, Style
from throughline.directing.vocabulary import DISASTER, STILL, TRAVEL, quiet, shouted
from throughline.film.record import Record
from throughline.film.shot import Angle, Move, Size
from throughline.film.story import Beat, BeatKind, Event

LEAD_IN = 0.15
BETWEEN = 0.1
UNFINISHED = 2.6
ASKED = 1.8
SHOUTED = 0.4
RESTLESS_BREATH = 0.4
WHILE_ACTING = 0.65
OPENING = 4.2
OPENING_MOST = 6.4
OPENING_SEEN = 1.0
OPENING_ACTION = 3.7
DRIVING_OPENING = 0.82
PRESSED_OPENING = 1.7
OPENING_MOVES = 0.8
WIDE_LEAST = 1.9
MOVE_LEAST = 1.4
BEFORE_DISASTER = 0.5
_PLAIN = {Purpose.INSERT: 1.3, Purpose.POINT_OF_VIEW: 1.5, Purpose.SECOND_ANGLE: 1.6, Purpose.REACTION: 1.1,
          Purpose.TITLE: 2.0}


class TimedEvent(Record):
    """An event between two times of the shot, in seconds."""

    event: Event
    begin: float
    end: float


class TimedSpeech(Record):
    """A speech between two times of the shot, in seconds."""

    speech: Speech
    begin: float
    end: float


class Timing(Record):
    """A draft in time: seconds from the shot's first frame; ``effects`` in the order of the draft's effects."""

    seconds: float
    events: tuple[TimedEvent, ...] = ()
    speeches: tuple[TimedSpeech, ...] = ()
    effects: tuple[float, ...] = ()
    title: tuple[float, float] | None = None


def timed(draft: Draft, language: str, style: Style = CLASSICAL) -> Timing:
    """When everything in the draft happens and how long it takes; a wish for seconds is not yet in it."""
    if draft.purpose in _PLAIN or not draft.plays:
        return _plain(draft, style)
    sigma = style.sigma / 2 if draft.size is Size.INSERT else style.sigma
    varied = spread(draft.text or draft.beats[0].text, sigma)
    least = _least(draft, style)
    factor = draft.tempo * (0.75 if draft.size is Size.INSERT else 1.0) * (1.0 if draft.speeches else varied)
    events: list[TimedEvent] = []
    speeches: list[TimedSpeech] = []
    clock = 0.0
    for beat in draft.beats:
        if beat.kind is BeatKind.ACTION:
            begin = _begin(draft, beat, clock, events, speeches)
            new = _acted(draft, beat, begin, factor)
            events.extend(new)
            end = max((one.end for one in new), default=begin + (0.6 if clock else 2.0) * factor)
            clock = max(clock, end)
        elif beat.kind is BeatKind.DIALOGUE:
            for speech in draft.speeches:
                if speech.beat == beat.index:
                    speeches.append(_spoken(speech, speeches, events, clock, language))
                    clock = max(clock, speeches[-1].end)
    tail = style.breath * _pause(draft.speeches[-1]) if draft.speeches and draft.speeches[-1].last else 0.0
    tail *= 1.0 if draft.quiet else RESTLESS_BREATH
    effects = tuple(_goes_off(draft, index, events) for index in range(len(draft.effects)))
    lasting = [at + EFFECT_SECONDS[going.effect.kind] for at, going in zip(effects, draft.effects, strict=True)
               if going.effect.kind in EFFECT_SECONDS]
    most = least if draft.purpose is Purpose.OPENING and not draft.speeches else clock + tail
    seconds = max([least, min(clock + tail, most), *lasting]) + draft.hold
    title = None
    if draft.title:
        seconds = max(seconds, 0.4 + reading_seconds(draft.title) + 0.2)
        title = (0.4, seconds - 0.2)
    return Timing(seconds=seconds, events=tuple(events), speeches=tuple(speeches), effects=effects, title=title)


def _least(draft: Draft, style: Style) -> float:
    """How long the picture is needed whatever happens in it: a wide one to be read, the scene's first to arrive in."""
    if draft.purpose is Purpose.OPENING or draft.opens:
        return _arriving(draft, style)
    if draft.speeches and draft.purpose is Purpose.SPEECH:
        return min(0.9, style.least)
    moves = 0.0 if draft.move in (Move.STATIC, Move.HANDHELD) else MOVE_LEAST
    if draft.size in (Size.LS, Size.ELS) or draft.angle is Angle.BIRD:
        return max(style.least, moves, WIDE_LEAST * min(1.0, draft.tempo))
    return max(style.least, moves)


def _arriving(draft: Draft, style: Style) -> float:
    """How long it takes to arrive in a scene: the more is told of its place the longer, hardly where it drives."""
    moves = 0.0 if draft.move is Move.STATIC else OPENING_MOVES
    if draft.pressed and not (draft.purpose is Purpose.OPENING and draft.plays):
        return PRESSED_OPENING * min(1.0, style.calm) + moves
    if draft.opens:
        return OPENING_ACTION * style.calm + moves
    told = reading_seconds(draft.text) if draft.plays else 0.0
    seconds = max(OPENING, min(OPENING_MOST, told + OPENING_SEEN)) * style.calm
    return seconds * (1.0 if draft.quiet else DRIVING_OPENING) + moves


def _plain(draft: Draft, style: Style) -> Timing:
    varied = spread(f"{draft.purpose}/{draft.beats[0].text}", style.sigma / 2)
    seconds = _PLAIN.get(draft.purpose, 0.0) * min(1.0, style.calm) or _arriving(draft, style)
    seconds = max(seconds * varied, style.least) + draft.hold
    title = None
    if draft.title and draft.plays:
        seconds = max(seconds, 0.6 + reading_seconds(draft.title))
        title = (0.4 if draft.purpose is not Purpose.TITLE else 0.2, seconds - 0.2)
    events = tuple(TimedEvent(event=event, begin=0.0, end=seconds) for event in draft.events)
    effects = tuple(-(going.under_way or 0.0) for going in draft.effects)
    return Timing(seconds=seconds, events=events, effects=effects, title=title)


def _begin(draft: Draft, beat: Beat, clock: float, events: list[TimedEvent], speeches: list[TimedSpeech]) -> float:
    """When a beat's action begins: under the end of a voice that it answers, beside what others do, else next; who was
    reached for or looked at answers after that."""
    if speeches and speeches[-1].speech.off_screen:
        return speeches[-1].begin + 0.6 * (speeches[-1].end - speeches[-1].begin)
    busy = {name for one in events for name in one.event.who}
    mine = {name for event in beat.events for name in event.who}
    asked = {one.event.target for one in events}
    if events and mine and not mine & busy and not mine & asked:
        return events[-1].begin + 0.4 * (events[-1].end - events[-1].begin)
    return clock


def _acted(draft: Draft, beat: Beat, begin: float, factor: float) -> list[TimedEvent]:
    """The beat's events that the draft plays: one person's one after another, others' side by side, staggered."""
    made: list[TimedEvent] = []
    free: dict[str, float] = {}
    start = begin if begin > 0 or beat.events[:1] == () or beat.events[0].verb not in DISASTER else BEFORE_DISASTER
    factor *= 0.4 if begin > 0 and all(event.verb in STILL for event in beat.events) else 1.0
    for event in beat.events:
        if event not in draft.events:
            continue
        at = max((free[name] for name in event.who if name in free), default=start)
        body = BODY_SECONDS.get(event.verb, LEAST_SECONDS)
        end = at + max(body, event_seconds(event) * factor * (0.65 if made else 1.0))
        made.append(TimedEvent(event=event, begin=at, end=end))
        free.update(dict.fromkeys(event.who, end))
        start = at + 0.35 * (end - at)
    return made


def _spoken(speech: Speech, spoken: list[TimedSpeech], events: list[TimedEvent], clock: float,
            language: str) -> TimedSpeech:
    if speech.dual and spoken:
        begin = spoken[-1].begin + 0.15
    elif speech.off_screen and events and not spoken:
        begin = max(LEAD_IN, 0.5 * clock)
    elif spoken:
        begin = clock + BETWEEN
    elif events:
        begin = max(LEAD_IN, (1.0 if on_the_way(events) else WHILE_ACTING) * clock - 0.2)
    else:
        begin = LEAD_IN if speech.first else 0.0
    return TimedSpeech(speech=speech, begin=begin, end=begin + speech_seconds(speech.text, language))


def _pause(speech: Speech) -> float:
    """How many breaths a face is held after its words: what is left unsaid, or asked, hangs in the air."""
    words = speech.text.rstrip(" \"'”’)")
    if quiet(speech.parenthetical) or words.endswith(("...", "…", "--", "—")):
        return UNFINISHED
    if words.endswith(("?", "？")):
        return ASKED
    return SHOUTED if shouted(speech.text, speech.parenthetical) else 1.0


def on_the_way(events: list[TimedEvent]) -> bool:
    """Whether the last action before a speech leads to where it is spoken, and so must end first."""
    return events[-1].event.verb in TRAVEL and events[-1].event.target is not None


def _goes_off(draft: Draft, index: int, events: list[TimedEvent]) -> float:
    going = draft.effects[index]
    if going.under_way is not None:
        return -going.under_way
    if going.effect.kind not in EFFECT_SECONDS:
        return 0.0
    for one in events:
        if one.event.verb in DISASTER:
            return max(BEFORE_DISASTER, one.begin) + 0.2 * index
    return 0.4
