"""A scene's beats: every sentence of action, every speech and text on screen, with its events, wishes and effects."""

from __future__ import annotations

import re
from collections.abc import Sequence

from throughline.film.screenplay import Element, ElementKind, Scene
from throughline.film.story import Beat, BeatKind, EffectWish, Event, Verb, Wish
from throughline.formats import inline
from throughline.reading import effects as effects_of
from throughline.reading import english_words, korean_tokens, lexicon, titles, wishes
from throughline.reading.cues import cue
from throughline.reading.discourse import Discourse
from throughline.reading.entities import Registry
from throughline.reading.text import Note, Sentence, plain_and_notes, sentences

_SPEECH = frozenset({ElementKind.CHARACTER, ElementKind.PARENTHETICAL, ElementKind.DIALOGUE, ElementKind.LYRICS})
_FRAGMENT_WORDS = 4
_RECENT = 2


class _Draft:
    """The beats of a scene while they are found, and the wishes that wait for their beat."""

    def __init__(self, registry: Registry, vehicle: str | None, earlier: Sequence[str]):
        self.registry = registry
        self.discourse = Discourse(registry, vehicle, earlier)
        self.beats: list[Beat] = []
        self.wish: Wish | None = None
        self.effects: tuple[EffectWish, ...] = ()
        self.fragment = ""
        self.seen: dict[str, int] = {}

    def note(self, note: Note) -> None:
        """A wish for the next beat."""
        found = wishes.asked(note.text, note.line, self.registry)
        self.wish = wishes.joined(self.wish, found.wish)
        if found.effect:
            self.effects = (*self.effects, found.effect)

    def note_last(self, note: Note) -> None:
        """A wish for the beat just told."""
        found = wishes.asked(note.text, note.line, self.registry)
        last = self.beats[-1]
        added = (found.effect,) if found.effect else ()
        self.beats[-1] = _with(
            last,
            wish=wishes.joined(last.wish, found.wish),
            effects=(*added, *(e for e in last.effects if not added or e.kind != added[0].kind)),
        )

    def add(self, beat: Beat) -> None:
        """Takes the next beat with the wishes that waited for it."""
        explicit = {effect.kind for effect in self.effects}
        told = tuple(effect for effect in beat.effects if effect.kind not in explicit and self._is_new(effect))
        for effect in (*self.effects, *told):
            self.seen[effect.kind] = len(self.beats)
        wish = wishes.joined(self.wish, beat.wish)
        self.beats.append(_with(beat, index=len(self.beats), wish=wish, effects=(*self.effects, *told)))
        self.wish, self.effects = None, ()

    def _is_new(self, effect: EffectWish) -> bool:
        """False for the weather told again, and for the fireball of the explosion just told."""
        last = self.seen.get(effect.kind)
        if last is None:
            return True
        if effect.at is None or effect.kind in {"mist", "rain", "snow", "ash"}:
            return effect.kind not in effects_of.AMBIENT and len(self.beats) - last > _RECENT
        return not (
            effect.kind == "explosion"
            and len(self.beats) - last <= _RECENT
            and lexicon.things().get(effect.at, ("", ""))[1] == "place"
        )


def _with(beat: Beat, **changes: object) -> Beat:
    fields = {name: getattr(beat, name) for name in beat.__struct_fields__}
    return Beat(**{**fields, **changes})


def beats(
    scene: Scene, registry: Registry, vehicle: str | None = None, earlier: Sequence[str] = ()
) -> tuple[Beat, ...]:
    """The beats of ``scene`` in order.

    ``vehicle`` is what the scene plays in, ``earlier`` those whom the scene before spoke of.
    """
    draft = _Draft(registry, vehicle, earlier)
    at = 0
    while at < len(scene.elements):
        element = scene.elements[at]
        if element.kind in _SPEECH:
            end = at + 1
            while end < len(scene.elements) and scene.elements[end].kind in _SPEECH - {ElementKind.CHARACTER}:
                end += 1
            _speech(draft, scene.elements[at:end])
            at = end
            continue
        at += 1
        if element.kind is ElementKind.NOTE:
            text = element.text.strip().removeprefix("[[").removesuffix("]]")
            draft.note(Note(text, 0, element.line))
        elif element.kind is ElementKind.CENTERED:
            _shown(draft, element)
        elif element.kind is ElementKind.TRANSITION:
            draft.add(
                Beat(
                    index=0,
                    kind=BeatKind.TRANSITION,
                    text=inline.plain(element.text).strip().lstrip("> ").strip(),
                    line=element.line,
                )
            )
        elif element.kind is ElementKind.ACTION:
            _action(draft, element)
    if draft.wish is not None and draft.wish.subject and not draft.beats[-1:] == []:
        draft.add(
            Beat(
                index=0,
                kind=BeatKind.ACTION,
                text=draft.wish.text,
                line=draft.wish.line,
                events=(Event(verb=Verb.BE, who=(draft.wish.subject,), line=draft.wish.line, text=draft.wish.text),),
            )
        )
    return tuple(draft.beats)


def _shown(draft: _Draft, element: Element) -> None:
    text = " ".join(inline.plain(element.text).strip("<> \n").split())
    if text:
        draft.add(
            Beat(
                index=0,
                kind=BeatKind.TRANSITION if titles.is_transition(text) else BeatKind.TITLE,
                text=text,
                line=element.line,
            )
        )


def _speech(draft: _Draft, elements: Sequence[Element]) -> None:
    """One speech: its cue, everything said, and what its brackets say is done."""
    first = elements[0]
    speaker = cue(first) if first.kind is ElementKind.CHARACTER else None
    said: list[str] = []
    asides: list[str] = []
    after: list[Note] = []
    for element in elements[1:] if speaker else elements:
        text, notes = plain_and_notes(element)
        if element.kind is ElementKind.PARENTHETICAL:
            asides.append(" ".join(text.split()))
        else:
            said.append(" ".join(text.split()))
        after.extend(notes)
    if not any(said) and not asides:
        for note in after:
            draft.note(note)
        return
    name = speaker.name if speaker else None
    for note in after:
        draft.note(note)
    parenthetical = "; ".join(asides) or None
    if name and not (speaker and speaker.off_screen):
        draft.discourse.heard(name)
    events = _aside_events(draft, name, asides, first.line) if name and not (speaker and speaker.off_screen) else ()
    draft.add(
        Beat(
            index=0,
            kind=BeatKind.DIALOGUE,
            text=" ".join(part for part in said if part),
            line=first.line,
            speaker=name,
            parenthetical=parenthetical,
            off_screen=bool(speaker and speaker.off_screen),
            dual=first.dual,
            events=events,
        )
    )


def _aside_events(draft: _Draft, speaker: str, asides: Sequence[str], line: int) -> tuple[Event, ...]:
    """What the speaker does while speaking, from ``(turning to Jun)`` or ``(일어나며)``."""
    found: list[Event] = []
    for aside in asides:
        text = aside.strip("()（） ")
        for event in draft.discourse.aside(text, speaker, line):
            if event.verb not in {Verb.BE, Verb.TALK}:
                found.append(event)
    return tuple(found)


def _action(draft: _Draft, element: Element) -> None:
    text, notes = plain_and_notes(element)
    found = sentences(text, element.line)
    if titles.is_transition(text):
        for note in notes:
            draft.note(note)
        draft.add(Beat(index=0, kind=BeatKind.TRANSITION, text=" ".join(text.split()), line=element.line))
        return
    if titles.is_labelled(text):
        found = [Sentence(" ".join(text.split()), 0, element.line)]
    waiting = list(notes)
    first_beat = len(draft.beats)
    for place, sentence in enumerate(found):
        ends = found[place + 1].start if place + 1 < len(found) else len(text) + 1
        while waiting and (
            waiting[0].at <= sentence.start or (waiting[0].at < ends and _inside(waiting[0], sentence, text))
        ):
            draft.note(waiting.pop(0))
        _sentence(draft, sentence, first_beat)
    if draft.fragment:
        _flush(draft, element.line)
    for note in waiting:
        if len(draft.beats) > first_beat:
            draft.note_last(note)
        else:
            draft.note(note)


def _inside(note: Note, sentence: Sentence, text: str) -> bool:
    """True when the note stands within the sentence, with words of it still to come."""
    rest = text[note.at :].lstrip()
    return note.at > sentence.start and bool(rest) and text[: note.at].rstrip()[-1:] not in set('.!?…"”')


def _sentence(draft: _Draft, sentence: Sentence, first_beat: int) -> None:
    text, line = sentence.text, sentence.line
    if titles.is_return(text):
        return
    if titles.is_transition(text):
        draft.add(Beat(index=0, kind=BeatKind.TRANSITION, text=text, line=line))
        return
    shown = title = titles.title_text(text)
    if shown and title:
        events = () if titles.is_labelled(text) else draft.discourse.events(text, line)
        draft.add(Beat(index=0, kind=BeatKind.TITLE, text=title, line=line, events=events))
        return
    slug = wishes.slug(text, line, draft.registry)
    if slug and _slugged(draft, slug, line):
        return
    spoken = slug.rest if slug else text
    _told(draft, text, spoken, line, first_beat)


def _slugged(draft: _Draft, slug: wishes.Slug, line: int) -> bool:
    """Takes a slug's wish; True when the slug is all that the sentence says."""
    events = draft.discourse.events(slug.rest, line) if slug.rest else ()
    doing = any(event.verb is not Verb.BE for event in events) or len(slug.rest.split()) > 7
    if slug.insert and not doing:
        who = (slug.wish.subject,) if slug.wish.subject else ()
        draft.add(
            Beat(
                index=0,
                kind=BeatKind.ACTION,
                text=slug.wish.text,
                line=line,
                wish=slug.wish,
                events=(Event(verb=Verb.BE, who=who, line=line, text=slug.rest),) if who else (),
            )
        )
        return True
    draft.wish = wishes.joined(draft.wish, slug.wish)
    if doing:
        wish, draft.wish = draft.wish, None
        draft.add(
            Beat(
                index=0,
                kind=BeatKind.ACTION,
                text=slug.wish.text,
                line=line,
                wish=wish,
                events=events,
                effects=effects_of.effects(slug.rest, events, line),
            )
        )
        return True
    if slug.rest:
        draft.fragment = f"{draft.fragment} {slug.wish.text}".strip()
    return True


def _told(draft: _Draft, text: str, spoken: str, line: int, first_beat: int) -> None:
    """A sentence of action as a beat, or as a fragment of the beat beside it."""
    events = draft.discourse.events(spoken, line)
    effects = effects_of.effects(spoken, events, line)
    camera = wishes.camera_wish(spoken, line, draft.registry)
    has_room = len(draft.beats) > first_beat and draft.beats[-1].kind is BeatKind.ACTION
    if (
        not events
        and camera is None
        and len(spoken.split()) <= _FRAGMENT_WORDS
        and not draft.discourse.mentioned(spoken, line)
    ):
        if has_room and not draft.fragment and draft.wish is None:
            last = draft.beats[-1]
            fresh = tuple(effect for effect in effects if draft._is_new(effect))
            for effect in fresh:
                draft.seen[effect.kind] = len(draft.beats)
            draft.beats[-1] = _with(
                last, text=f"{last.text} {text}", events=_tinted(last.events, spoken), effects=(*last.effects, *fresh)
            )
        else:
            draft.fragment = f"{draft.fragment} {text}".strip()
            draft.effects = (*draft.effects, *(effect for effect in effects if draft._is_new(effect)))
        return
    if not events:
        names = draft.discourse.mentioned(spoken, line)
        if names:
            events = (Event(verb=Verb.BE, who=names, line=line, text=spoken),)
    whole, draft.fragment = f"{draft.fragment} {text}".strip(), ""
    draft.add(Beat(index=0, kind=BeatKind.ACTION, text=whole, line=line, wish=camera, events=events, effects=effects))


def _tinted(events: tuple[Event, ...], fragment: str) -> tuple[Event, ...]:
    """The events with the manner that a fragment after them tells (``From the side.``, ``옆에서 본 모습.``)."""
    low = fragment.lower().strip(" .!")
    manner = [name for phrase, name in english_words.manner_phrases() if phrase in low]
    manner += (
        [word.manner for word in korean_tokens.words(low, ()) if word.manner] if lexicon.HANGUL.search(low) else []
    )
    if not manner or not events:
        return events
    last = events[-1]
    return (
        *events[:-1],
        Event(
            verb=last.verb,
            who=last.who,
            target=last.target,
            manner=tuple(dict.fromkeys((*last.manner, *manner))),
            line=last.line,
            text=last.text,
        ),
    )


def _flush(draft: _Draft, line: int) -> None:
    """Fragments at a paragraph's end: a beat of their own, unless they are a slug whose wish waits for its beat."""
    text, draft.fragment = draft.fragment, ""
    if draft.wish is not None and re.sub(r"\W", "", draft.wish.text) == re.sub(r"\W", "", text):
        return
    draft.add(Beat(index=0, kind=BeatKind.ACTION, text=text, line=line))
