"""Who is meant: clauses become events with canonical names, pronouns and nouns resolved in the scene's order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from throughline.film.story import Event, Verb
from throughline.reading import english, english_words, korean, korean_verbs, lexicon
from throughline.reading.clauses import Clause, Part
from throughline.reading.entities import Entity, Registry

_MOVES = frozenset({Verb.WALK, Verb.RUN, Verb.GLIDE, Verb.APPROACH, Verb.ENTER, Verb.EXIT, Verb.FLEE})
_VEHICLE_ONLY = frozenset(
    {
        Verb.DRIVE,
        Verb.STOP,
        Verb.CRASH,
        Verb.EXPLODE,
        Verb.BURN,
        Verb.PURSUE,
        Verb.APPEAR,
        Verb.VANISH,
        Verb.FALL,
        Verb.JUMP,
        Verb.TURN,
        Verb.COLLAPSE,
        Verb.BE,
        Verb.CARRY,
    }
)
_THING_VERBS = frozenset(
    {Verb.BE, Verb.EXPLODE, Verb.BURN, Verb.COLLAPSE, Verb.APPEAR, Verb.VANISH, Verb.FALL, Verb.CRASH, Verb.STOP}
)
_STRUCTURES = frozenset(
    {
        "tower",
        "gate tower",
        "clock tower",
        "gate",
        "building",
        "wall",
        "bridge",
        "roof",
        "house",
        "temple",
        "library",
        "ceiling",
        "pillar",
        "statue",
        "rubble",
        "fence",
        "signboards",
        "lamp post",
        "bookshelves",
        "tunnel",
        "church",
        "stage",
    }
)
_DENIES = re.compile(r"없[다는이고었]|아니다|않[는다]")
_NONE_BEFORE = re.compile(r"\b(?:no|without|not an?|never an?|no other)\s+$", re.IGNORECASE)
_WEATHER = re.compile(r"it\b.{0,30}\b(?:rain|snow|drizzl|thunder|hail)", re.IGNORECASE)
_FIRST_PERSON = frozenset({"we", "us", "i", "me"})
_EYES = frozenset({"eye", "eyes", "눈", "두 눈"})
_OPENING = frozenset({"open", "snap", "flutter", "fly", "떠지다", "뜨이다", "열리다"})
_SEX = {"he": "male", "him": "male", "his": "male", "she": "female", "her": "female"}


class Discourse:
    """The memory of one scene: who was last spoken of. Feed it the sentences in order.

    ``earlier`` are those last spoken of in the scene before, whom a pronoun means when this scene has named nobody.
    """

    def __init__(self, registry: Registry, scene_vehicle: str | None = None, earlier: Sequence[str] = ()):
        self.registry = registry
        self.scene_vehicle = scene_vehicle
        self.recent: list[str] = []
        self.earlier = tuple(earlier)
        self.subject: tuple[str, ...] = ()
        self.last_thing: str | None = None
        self.they: tuple[str, ...] = ()

    def heard(self, name: str) -> None:
        """A speech in the picture: its speaker can be meant by the next pronoun."""
        if name in self.registry.entities:
            self._note((name,))

    def events(self, text: str, line: int) -> tuple[Event, ...]:
        """The events that the sentence ``text`` of ``line`` tells, in order."""
        parser = korean if lexicon.HANGUL.search(text) else english
        found: list[Event] = []
        if _WEATHER.match(text):
            return ()
        for clause in parser.clauses(text, self.registry):
            found.extend(self._event(clause, line))
        found = _merged(found)
        if not found:
            names = self._named(text, line)
            self._note(names)
            return ()
        found = [event for event in found if event.who or event.target in self.registry.entities]
        acting = [event for event in found if event.verb is not Verb.BE]
        return tuple(acting or found[:1])

    def aside(self, text: str, speaker: str, line: int) -> tuple[Event, ...]:
        """The events of a speech's brackets (``turning to Jun``): the speaker does them."""
        self.subject = (speaker,)
        return self.events(text, line) if text else ()

    def _named(self, text: str, line: int) -> tuple[str, ...]:
        names: list[str] = []
        if _DENIES.search(text):
            return ()
        for mention in self.registry.mentions(text):
            if _NONE_BEFORE.search(text[: mention.start]):
                continue
            names.extend(self._choice(mention.names, line, mention.alias))
        return tuple(dict.fromkeys(names))

    def mentioned(self, text: str, line: int) -> tuple[str, ...]:
        """The entities that ``text`` names, resolved, in order, without a change of what was last spoken of."""
        return self._named(text, line)

    def _event(self, clause: Clause, line: int) -> Iterable[Event]:
        before = self.subject
        if any(part.word == "camera" and part.owner is None for part in clause.subjects):
            return
        who = self._all(clause.subjects, line)
        if clause.inherits and not clause.subjects:
            who = before
        if any(part.pronoun in _FIRST_PERSON for part in clause.subjects):
            target = self._target(clause.target, line, ()) if clause.target else None
            if target and target in self.registry.entities:
                self._note((target,))
                yield Event(verb=Verb.BE, who=(target,), line=line, text=clause.text)
            return
        companions = self._all(clause.companions, line)
        target = self._target(clause.target, line, who)
        if clause.passive and clause.inherits and clause.subjects and target is None:
            target = before[0] if before else None
        if not who and not clause.passive:
            return
        self._note((*who, *((target,) if target else ())))
        if who:
            self.subject = who
        verb, manner = self._fitted(clause, who)
        if companions and clause.passive is False:
            who = tuple(dict.fromkeys((*who, *companions)))
            manner = tuple(dict.fromkeys((*manner, "together", *(f"with {name}" for name in companions))))
        if verb is Verb.DRIVE and target is None and who and not self._is_vehicle(who[0]):
            target = self.scene_vehicle
        if verb is Verb.PURSUE and target is None:
            target = self._other(who)
        if target in who:
            target = None
        yield Event(verb=verb, who=who, target=target, manner=manner, line=line, text=clause.text)

    def _fitted(self, clause: Clause, who: Sequence[str]) -> tuple[Verb, tuple[str, ...]]:
        """The verb as this kind of subject does it: a car that races drives, a tower that falls collapses."""
        verb, manner = clause.verb, clause.manner
        if not who:
            return verb, manner
        if clause.subjects and clause.subjects[0].word in _EYES and clause.lemma.split()[0] in _OPENING:
            return Verb.WAKE, manner
        if who[0] == "bomb" and clause.lemma == "go off":
            return Verb.EXPLODE, manner
        entity = self.registry.entities.get(who[0])
        if entity is not None and entity.category == "vehicle":
            return _vehicle_verb(clause)
        if entity is not None:
            return verb, manner
        if who[0] in _STRUCTURES and (verb is Verb.FALL or verb is Verb.LIE):
            return Verb.COLLAPSE, manner
        section = lexicon.things().get(who[0], ("", ""))[1]
        if verb is Verb.BURN and who[0] in lexicon.table("effects")["still_light"]["words"]:
            return Verb.BE, manner
        if (
            section == "intangible"
            and clause.target is not None
            and clause.target.names
            and verb in {Verb.STRIKE, Verb.CARRY}
        ):
            return verb, manner
        if who[0] == "shadow":
            return verb, manner
        if section == "intangible" and verb not in {Verb.APPEAR, Verb.VANISH, Verb.EXPLODE}:
            return (Verb.BURN if verb is Verb.BURN else Verb.BE), manner
        if section and verb not in _THING_VERBS:
            return Verb.BE, manner
        return verb, manner

    def _all(self, parts: Sequence[Part], line: int) -> tuple[str, ...]:
        names: list[str] = []
        for part in parts:
            names.extend(self._resolved(part, line))
        names = list(dict.fromkeys(names))
        if any(name in self.registry.entities for name in names):
            names = [name for name in names if name in self.registry.entities or name in lexicon.things()]
        counts = {name: self.registry.entities[name].size for name in names if name in self.registry.entities}
        # "Three weirdos, CHALF, NAR and YOR": the group is those named with it.
        return tuple(name for name in names if not (counts.get(name) and counts[name] == len(names) - 1))

    def _resolved(self, part: Part, line: int) -> tuple[str, ...]:
        """Canonical names (or a plain word) for a phrase; empty when it names nobody that is known."""
        if part.owner is not None and part.word in lexicon.body_parts() and not part.names:
            return self._resolved(part.owner, line)
        if part.names:
            return self._choice(part.names, line, part.alias)
        if part.pronoun:
            return self._pronoun(part.pronoun, part.number)
        if part.word in lexicon.body_parts() and (lexicon.HANGUL.search(part.word) or part.plural):
            return self.subject
        word = part.word
        if not word or word == "no":
            return ()
        if word == "one" or word == "other":
            return ()
        return (lexicon.things().get(word, (word, ""))[0],)

    def _target(self, part: Part | None, line: int, who: Sequence[str]) -> str | None:
        if part is None:
            return None
        owner = part.owner.pronoun if part.owner else None
        if owner and part.word in lexicon.body_parts() and not part.names:
            own = any(self._sex(name) == _SEX.get(owner) for name in who) or owner in {"its", "their"}
            names = () if own else self._pronoun(owner, None, who)
        elif part.pronoun:
            names = self._pronoun(part.pronoun, part.number, who)
        else:
            names = self._resolved(part, line)
        if part.pronoun in {"it"} and not names:
            return self.last_thing
        if len(names) > 1:
            group = next(
                (e.name for e in self.registry.entities.values() if e.category == "group" and e.name in part.names),
                None,
            )
            return group or " and ".join(names)
        return names[0] if names else None

    def _choice(self, names: Sequence[str], line: int, alias: str) -> tuple[str, ...]:
        """The entity that a word means among its candidates: the one last spoken of, else the last one introduced."""
        known = [self.registry.entities[name] for name in names if name in self.registry.entities]
        if len(known) == 1 and known[0].category == "group":
            return self._members(known[0], line)
        if len(known) == 1:
            return (known[0].name,)
        for name in reversed(self.recent):
            if any(entity.name == name for entity in known):
                return (name,)
        exact = [entity for entity in known if entity.name.lower() == alias.lower()]
        earlier = [entity for entity in known if entity.line <= line]
        chosen = exact or earlier[-1:] or known[:1]
        return (chosen[0].name,) if chosen else ()

    def _members(self, group: Entity, line: int) -> tuple[str, ...]:
        """The named members of a group (``the reapers``: OX REAPER, FOX REAPER), and the group if some have no name."""
        members = [
            e.name
            for e in self.registry.entities.values()
            if e.category == "cast" and e.kind == group.kind and e.kind != "person" and e.line <= line
        ]
        if len(members) < 2:
            return (group.name,)
        return tuple(members) if group.size is None or group.size <= len(members) else (group.name, *members)

    def _pronoun(self, pronoun: str, number: int | None, other_than: Sequence[str] = ()) -> tuple[str, ...]:
        entities = self.registry.entities
        order = [*(name for name in self.earlier if name not in self.recent), *self.recent]
        recent = [entities[name] for name in reversed(order) if name in entities and name not in other_than]
        if pronoun in {"they", "them", "their", "two", "both", "everyone", "everybody", "themselves"}:
            self.they = self._several(recent, number or (2 if pronoun in {"both", "two"} else None), bool(other_than))
            return self.they
        if pronoun in {"it", "its", "itself"}:
            found = [e for e in recent if e.category == "vehicle" or e.kind != "person"]
            return (found[0].name,) if found else ((self.last_thing,) if self.last_thing else ())
        if pronoun in _SEX:
            people = [e for e in recent if not e.plural and e.category == "cast"]
            sure = [e for e in people if e.sex == _SEX[pronoun]]
            maybe = [e for e in people if e.sex is None and e.kind == "person"] or [e for e in people if e.sex is None]
            chosen = sure or maybe
            if sure and maybe and people.index(maybe[0]) < people.index(sure[0]) and maybe[0].kind == "person":
                chosen = sure
            return (chosen[0].name,) if chosen else ()
        if pronoun in {"himself", "herself", "himself/herself"}:
            return self.subject
        return ()

    def _several(self, recent: Sequence[Entity], number: int | None, as_target: bool) -> tuple[str, ...]:
        """Whom a plural pronoun means: the last subject if it was several, a group, or the people last spoken of."""
        if len(self.they) > 1 and (number is None or len(self.they) == number) and (as_target or self._same_people()):
            if not as_target or not set(self.they) & set(self.subject) or number:
                return self.they
        if len(self.subject) > 1 and not as_target and (number is None or len(self.subject) == number):
            return self.subject
        if not number and recent and recent[0].plural:
            return (
                self._members(recent[0], recent[0].line + 10**9) if recent[0].category == "group" else (recent[0].name,)
            )
        people = [e for e in recent if e.category == "cast" and e.kind == "person"] or [
            e for e in recent if e.category == "cast"
        ]
        chosen = [e.name for e in people[: number or 2]]
        if not chosen and recent:
            return (recent[0].name,)
        order = {name: place for place, name in enumerate(self.registry.entities)}
        return tuple(sorted(chosen, key=lambda name: order[name]))

    def _same_people(self) -> bool:
        """True when those last meant by ``they`` are people and the last subject creatures, or are the last subject."""
        kinds = [self.registry.entities[name].kind for name in self.subject if name in self.registry.entities]
        return set(self.they) == set(self.subject) or (bool(kinds) and all(kind != "person" for kind in kinds))

    def _other(self, who: Sequence[str]) -> str | None:
        names = [name for name in reversed(self.recent) if name not in who and name in self.registry.entities]
        people = [name for name in names if self.registry.entities[name].kind == "person"]
        if not people:
            return names[0] if names else None
        return " and ".join(self._several([self.registry.entities[name] for name in people], None, True))

    def _note(self, names: Sequence[str]) -> None:
        for name in names:
            for single in name.split(" and ") if name not in self.registry.entities else [name]:
                if single in self.registry.entities:
                    if single in self.recent:
                        self.recent.remove(single)
                    self.recent.append(single)
                elif single:
                    self.last_thing = single

    def _sex(self, name: str) -> str | None:
        entity = self.registry.entities.get(name)
        return entity.sex if entity else None

    def _is_vehicle(self, name: str) -> bool:
        entity = self.registry.entities.get(name)
        return entity is not None and entity.category == "vehicle"


@cache
def _vehicle_sense(lemma: str) -> lexicon.Sense | None:
    words = lemma.split()
    for table, key in ((english_words.vehicle_senses(), words[0]), (korean_verbs.vehicle_senses(), lemma)):
        for sense in table.get(key, ()):
            if all(word in words[1:] for word in sense.words):
                return sense
    return None


def _vehicle_verb(clause: Clause) -> tuple[Verb, tuple[str, ...]]:
    sense = _vehicle_sense(clause.lemma) if clause.lemma else None
    idiom = len(clause.lemma.split()) - 1 if clause.lemma.isascii() else 0
    if (
        sense is not None
        and not (idiom > len(sense.words) and clause.verb in _VEHICLE_ONLY)
        and not (clause.verb in _VEHICLE_ONLY and clause.verb not in {Verb.BE, Verb.STOP, Verb.TURN, Verb.JUMP})
    ):
        return sense.verb, tuple(dict.fromkeys((*clause.manner, *sense.manner)))
    if clause.verb in _MOVES:
        return Verb.DRIVE, clause.manner
    if clause.verb is Verb.STRIKE:
        return Verb.CRASH, clause.manner
    if clause.verb in {Verb.STAND, Verb.SIT, Verb.LIE}:
        return Verb.STOP, clause.manner
    return (clause.verb if clause.verb in _VEHICLE_ONLY else Verb.BE), clause.manner


def _merged(found: Sequence[Event]) -> list[Event]:
    """Events without the same thing said twice in a row (걸어 + 간다); how it is done is kept."""
    out: list[Event] = []
    for event in found:
        last = out[-1] if out else None
        if (
            last is not None
            and last.verb is event.verb
            and last.who == event.who
            and (last.target == event.target or event.target is None)
        ):
            manner = tuple(dict.fromkeys((*last.manner, *event.manner)))
            out[-1] = Event(
                verb=last.verb, who=last.who, target=last.target, manner=manner, line=last.line, text=last.text
            )
        else:
            out.append(event)
    return out
