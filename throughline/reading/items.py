"""Breakdown elements: what every department must bring, by category, each with the line that names it.

A writer's own tag goes first, then what the whole script knows by name (cast, crowds, animals, vehicles), then the
trained tagger, then the word tables. What is corrected by people comes later, from the film folder.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from throughline.film.screenplay import Element, ElementKind, Scene
from throughline.film.story import Beat, EffectWish, Item, Role, Verb
from throughline.formats import inline
from throughline.reading import lexicon, lexicon_items, tagger, titles, wishes
from throughline.reading.element_names import canonical
from throughline.reading.entities import Registry
from throughline.reading.tagger_rows import Span
from throughline.reading.text import Note, plain_and_notes, sentences

CATEGORIES = (
    "Cast Members",
    "Background Actors",
    "Stunts",
    "Vehicles",
    "Props",
    "Special Effects",
    "Wardrobe",
    "Makeup/Hair",
    "Animals",
    "Animal Wranglers",
    "Camera",
    "Grip",
    "Electric",
    "Sound",
    "Music",
    "Art Department",
    "Set Dressing",
    "Greenery",
    "Security",
    "Special Equipment",
    "Additional Labor",
    "Visual Effects",
    "Mechanical Effects",
    "Notes",
    "Comments",
    "Miscellaneous",
    "Other",
)
"""The names of the categories 100 to 126, in order."""
_FIRST = 100
_ID = {name.lower(): _FIRST + number for number, name in enumerate(CATEGORIES)}
_OTHER_NAMES = {
    "cast": 100,
    "extras": 101,
    "background": 101,
    "animal handler": 109,
    "animal wrangler": 109,
    "makeup": 107,
    "hair": 107,
    "sfx": 105,
    "vfx": 121,
    "wardrobe/costume": 106,
    "costume": 106,
    "set decoration": 116,
    "art dept": 115,
    "props/set": 104,
}
_STUNTS = frozenset({Verb.FALL, Verb.JUMP, Verb.CRASH, Verb.STRIKE, Verb.EXPLODE})
_DIGITAL = frozenset({"explosion", "collapse", "glow", "lightning", "flood", "debris"})
_EFFECTS = frozenset({105, 121, 122})
_BEINGS = frozenset({100, 101, 103, 108})
_EQUIPMENT = {"crane": "crane up crane down", "dolly": "push in pull out track lead follow", "drone": "bird's-eye"}
_LETTER = {"cast": "c", "group": "g", "crowd": "g", "vehicle": "v"}


class Sentence:
    """A sentence of the scene as the departments read it: text, line, what is known, tagged and learned in it."""

    def __init__(self, text: str, line: int, at: int, source: str, registry: Registry, element: Element | None = None):
        self.text, self.line, self.at, self.source = text, line, at, source
        self.mentions = registry.mentions(text)
        self.tags = element.tags if element is not None else ()
        self.learned: list[Span] = []

    def known(self, registry: Registry) -> tagger.Line:
        """The sentence for the tagger, with what the registry knows."""
        wrangled = lexicon.table("people")["animals"]["wrangled"]
        entities = ((mention, registry.entities[mention.names[0]]) for mention in self.mentions)
        return tagger.Line(
            self.text,
            tuple((m.start, m.end, "a" if e.kind in wrangled else _LETTER[e.category]) for m, e in entities),
        )

    def line_of(self, start: int, end: int) -> int:
        """The script line on which a stretch stands, where the paragraph has several."""
        words = r"\s+".join(map(re.escape, self.text[start:end].split()))
        match = re.compile(words).search(self.source, self.at) if words and "\n" in self.source else None
        return self.line + self.source.count("\n", self.at, match.start()) if match else self.line

    def is_tagged(self, start: int, end: int) -> bool:
        return any(tag.start < self.at + end and self.at + start < tag.end for tag in self.tags)

    def is_known(self, start: int, end: int) -> bool:
        return any(mention.start < end and start < mention.end for mention in self.mentions)


def items(scene: Scene, beats: Sequence[Beat], roles: Sequence[Role], registry: Registry) -> tuple[Item, ...]:
    """The breakdown elements of a scene by category, then in script order, each thing once."""
    told = _sentences(scene, registry)
    for sentence, found in zip(told, tagger.tag([sentence.known(registry) for sentence in told]), strict=True):
        sentence.learned = [span for span in found if not sentence.is_tagged(span.start, span.end)]
    tagged = list(_tags(scene))
    names = {item.name.lower() for item in tagged}
    out: dict[tuple[int, str], Item] = {(item.category, item.name.lower()): item for item in tagged}
    for item in [
        *_people(roles, registry),
        *_beat_items(beats, told, registry),
        *_known_vehicles(told, registry),
        *_learned(told, beats, registry),
        *_by_words(told),
        *_cards(scene),
        *_notes(scene, registry),
    ]:
        if item.name.lower() not in names:
            out.setdefault((item.category, item.name.lower()), item)
    return tuple(sorted(out.values(), key=lambda item: (item.category, item.line, item.name)))


def _sentences(scene: Scene, registry: Registry) -> list[Sentence]:
    found = []
    for element in scene.elements:
        if element.kind is ElementKind.ACTION:
            text, _ = plain_and_notes(element)
            if not titles.is_labelled(text):
                for one in sentences(text, element.line):
                    found.append(Sentence(one.text, one.line, one.start, text, registry, element))
    return found


def _tags(scene: Scene) -> Iterable[Item]:
    for element in [*([scene.heading] if scene.heading else []), *scene.elements]:
        for tag in element.tags:
            low = tag.category.lower()
            yield Item(
                category=_ID.get(low, _OTHER_NAMES.get(low, 126)), name=tag.name, line=element.line, source="tag"
            )


def _people(roles: Sequence[Role], registry: Registry) -> Iterable[Item]:
    wrangled = frozenset(lexicon.table("people")["animals"]["wrangled"])
    for role in roles:
        entity = registry.entities.get(role.name)
        kind = entity.kind if entity else "person"
        if kind in wrangled:
            yield Item(category=108, name=role.name, line=role.line)
            yield Item(category=109, name=f"{kind} wrangler", line=role.line)
            continue
        yield Item(category=101 if role.crowd else 100, name=role.name, line=role.line)
        if kind != "person":
            yield Item(category=121, name=f"{role.name} ({kind})", line=role.line)


def _beat_items(beats: Sequence[Beat], told: Sequence[Sentence], registry: Registry) -> Iterable[Item]:
    for beat in beats:
        for event in beat.events:
            for name in (*event.who, *([event.target] if event.target else [])):
                if name in registry.entities and registry.entities[name].category == "vehicle":
                    yield Item(category=103, name=name, line=event.line)
            acting = [name for name in event.who if name in registry.entities]
            if event.verb in _STUNTS and acting and not _spans(told, beat.line, beat.text, {102}):
                yield Item(category=102, name=f"{' and '.join(acting)}: {event.verb.value}", line=event.line)
        for effect in beat.effects:
            name = f"{effect.kind} ({effect.at})" if effect.at else effect.kind
            learned = _spans(told, beat.line, beat.text, _EFFECTS)
            same = [span.category for sentence, span in learned if _says(effect, sentence, span)]
            category = same[0] if same else 121 if effect.kind in _DIGITAL else 105
            yield Item(category=category, name=name, line=effect.line or beat.line)
        if beat.wish is not None:
            for gear, moves in _EQUIPMENT.items():
                if (beat.wish.move and beat.wish.move in moves) or (
                    gear == "drone" and beat.wish.angle == "bird's-eye"
                ):
                    yield Item(category=119, name=gear, line=beat.wish.line)


def _spans(
    told: Sequence[Sentence], line: int, text: str, categories: Iterable[int]
) -> list[tuple[Sentence, Span]]:
    """The learned spans of some categories in the sentence that a beat was read from."""
    wanted = frozenset(categories)
    return [
        (sentence, span)
        for sentence in told
        if sentence.line == line and (sentence.text in text or text in sentence.text)
        for span in sentence.learned
        if span.category in wanted
    ]


def _says(effect: EffectWish, sentence: Sentence, span: Span) -> bool:
    """Whether a learned effect is one that the reading already has: by its kind's words, or the only deed there."""
    pattern = dict(wishes.effect_kinds()).get(effect.kind)
    said = [] if pattern is None else list(pattern.finditer(sentence.text.lower()))
    if said:
        return any(match.start() < span.end and span.start < match.end() for match in said)
    return not effect.explicit and sum(other.category in _EFFECTS for other in sentence.learned) == 1


def _known_vehicles(told: Sequence[Sentence], registry: Registry) -> Iterable[Item]:
    """Vehicles that the script knows by name, where they only stand there."""
    for sentence in told:
        for mention in sentence.mentions:
            entity = registry.entities[mention.names[0]]
            if entity.category == "vehicle" and _overlapped(sentence, mention.start, mention.end, {103}):
                yield Item(category=103, name=entity.name, line=sentence.line_of(mention.start, mention.end))


def _overlapped(sentence: Sentence, start: int, end: int, categories: Iterable[int]) -> bool:
    wanted = frozenset(categories)
    return any(span.category in wanted and span.start < end and start < span.end for span in sentence.learned)


def _learned(told: Sequence[Sentence], beats: Sequence[Beat], registry: Registry) -> Iterable[Item]:
    """What the tagger marks and nobody knows by name; a stunt with who does it; an effect the reading lacks."""
    spread = [pattern for kind, pattern in wishes.effect_kinds()
              if any(effect.kind == kind and effect.at is None for beat in beats for effect in beat.effects)]
    for sentence in told:
        read = [beat for beat in beats if beat.line == sentence.line and sentence.text in (beat.text, sentence.text)]
        for span in sentence.learned:
            if span.category in _BEINGS and sentence.is_known(span.start, span.end):
                continue
            effects = [effect for beat in read for effect in beat.effects]
            if span.category in _EFFECTS and any(_says(effect, sentence, span) for effect in effects):
                continue
            words = sentence.text[span.start : span.end]
            if span.category in _EFFECTS and any(pattern.fullmatch(words.lower()) for pattern in spread):
                continue  # the fog that somebody comes out of is the scene's
            name = canonical(words, span.category)
            if span.category == 102:
                who = [who for beat in read for event in beat.events for who in event.who if who in registry.entities]
                name = f"{who[0]}: {name}" if who else name
            if name:
                yield Item(
                    category=span.category, name=name, line=sentence.line_of(span.start, span.end), source="learned"
                )


def _by_words(told: Sequence[Sentence]) -> Iterable[Item]:
    """What the word tables know and the tagger has not marked as something."""
    every = range(_FIRST, _FIRST + len(CATEGORIES))
    marked = frozenset(every) - {102}
    for sentence in told:
        for match in lexicon_items.matches(sentence.text):
            if not _overlapped(sentence, match.start, match.end, marked) and not sentence.is_tagged(*match[:2]):
                yield Item(category=match.category, name=match.name, line=sentence.line_of(match.start, match.end))


def _cards(scene: Scene) -> Iterable[Item]:
    """Text on the picture."""
    for element in scene.elements:
        if element.kind is ElementKind.ACTION:
            text = inline.plain(element.text)
            shown = titles.title_text(text) if titles.is_labelled(text) else None
            if shown:
                yield Item(category=126, name=f"caption: {shown}", line=element.line)


def _notes(scene: Scene, registry: Registry) -> Iterable[Item]:
    """The writer's notes that ask for no shot and no effect."""
    for element in scene.elements:
        if element.kind is ElementKind.NOTE:
            notes: Sequence[Note] = (Note(element.text.strip().removeprefix("[[").removesuffix("]]"), 0, element.line),)
        else:
            notes = plain_and_notes(element)[1] if "[[" in element.text else ()
        for note in notes:
            text = " ".join(note.text.split())
            asked = wishes.asked(note.text, note.line, registry)
            if text and asked == wishes.Asked():
                yield Item(category=123, name=text, line=note.line)


def one_name_a_thing(scenes: Sequence[Sequence[Item]]) -> list[tuple[Item, ...]]:
    """The elements of all scenes, where a bare prop (``knife``) is the one longer prop (``kitchen knife``) of that
    head that the script has named before it."""
    longer: dict[str, dict[str, None]] = {}
    out = []
    for found in scenes:
        kept: dict[tuple[int, str], Item] = {}
        for item in found:
            if item.category == 104 and item.source != "tag":
                head = item.name.split()[-1]
                if head != item.name:
                    longer.setdefault(head, {})[item.name] = None
                elif len(longer.get(head, ())) == 1:
                    item = msgspec.structs.replace(item, name=next(iter(longer[head])))
            kept.setdefault((item.category, item.name.lower()), item)
        out.append(tuple(sorted(kept.values(), key=lambda item: (item.category, item.line, item.name))))
    return out
