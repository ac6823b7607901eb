"""Korean action sentences as clauses: particles say who and to what, endings say where a clause ends or hangs on a noun."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from throughline.film.story import Verb
from throughline.reading import korean_verbs, lexicon
from throughline.reading.clauses import Clause, Part
from throughline.reading.entities import Registry
from throughline.reading.korean_tokens import Word, word_set, words
from throughline.reading.lexicon import Sense

_STATES = {Verb.SIT: Verb.SIT, Verb.LIE: Verb.LIE, Verb.STAND: Verb.STAND, Verb.KNEEL: Verb.KNEEL, Verb.CROUCH: Verb.CROUCH, Verb.FALL: Verb.LIE}
_PARENTHESIS = re.compile(r"[(（][^()（）]*[)）]")
_FROM_FALL = frozenset({"쓰러지다", "넘어지다", "엎어지다", "자빠지다", "나뒹굴다", "고꾸라지다"})


@cache
def _passives() -> Mapping[str, Verb]:
    return {word: Verb(verb) for verb, entries in lexicon.table("korean_verbs")["passive"].items() for word in entries}


class _Frame:
    """What has been said since the last verb: subjects, object, where to, how."""

    def __init__(self) -> None:
        self.topic: tuple[Part, ...] = ()
        self.subjects: list[tuple[Part, ...]] = []
        self.clear()
        self.joined: list[Part] = []
        self.linked = False
        self.told = False
        self.listed: tuple[Part, ...] = ()
        self.relative_target: Part | None = None
        self.owner: Part | None = None
        self.relative: tuple[Sense, str, bool] | None = None
        self.begin = 0
        self.negated = False

    def clear(self) -> None:
        self.objects: list[Part] = []
        self.to: list[Part] = []
        self.source: list[Part] = []
        self.company: list[Part] = []
        self.manner: list[str] = []
        self.nouns: list[str] = []
        self.base: list[tuple[Sense, str]] = []
        self.negated = False

    def who(self, inner: bool = False) -> tuple[tuple[Part, ...], bool]:
        """The subject of the clause that ends here, and whether it is the last clause's."""
        if inner and self.subjects and (len(self.subjects) > 1 or self.topic):
            return self.subjects.pop(), False
        if self.subjects:
            return self.subjects[0], False
        return (self.topic, False) if self.topic else ((), True)


def clauses(sentence: str, registry: Registry) -> list[Clause]:
    """The clauses of a Korean sentence in order; none where it only names or describes."""
    sentence = _PARENTHESIS.sub("", sentence)
    found = words(sentence, registry.mentions(sentence))
    frame, out = _Frame(), list[Clause]()
    for index, word in enumerate(found):
        if word.kind == "mark":
            _mark(frame, word)
        elif word.kind == "adverb":
            _adverb(frame, word, out)
        elif word.kind == "towards":
            frame.to[:0] = [frame.objects.pop()] if frame.objects else []
        elif word.kind == "other":
            frame.clear()
        elif word.kind == "noun":
            _noun(frame, found, index, sentence, out)
        else:
            _verb(frame, found, index, sentence, out)
    if frame.relative and frame.joined:
        _relative(frame, tuple(frame.joined), sentence, len(sentence), out)
    return out


def _mark(frame: _Frame, word: Word) -> None:
    """A comma after a bare name makes it the subject (``민서, 달린다``)."""
    if word.text == "," and frame.joined:
        if any(part.names or part.pronoun for part in frame.joined):
            frame.listed = (*frame.listed, *(part for part in frame.joined if part.names or part.pronoun))
            frame.topic = frame.listed
        frame.joined = []


def _adverb(frame: _Frame, word: Word, out: list[Clause]) -> None:
    if word.manner:
        frame.manner.append(word.manner)
    elif word.text in word_set("negation"):
        frame.negated = True
    elif any(word.text.startswith(stem) for stem in word_set("denial")):
        frame.clear()


def _noun(frame: _Frame, found: Sequence[Word], index: int, sentence: str, out: list[Clause]) -> None:
    word = found[index]
    part = word.part or Part()
    if word.text in word_set("bound") or (part.word in word_set("bound")):
        return
    if part.word in word_set("position") and frame.joined:
        part = frame.joined.pop()
    elif part.word in word_set("position") and frame.owner is not None:
        part, frame.owner = frame.owner, None
    elif part.word in word_set("position") and word.case in {"to", "from", "object", ""} and not frame.owner:
        if word.case == "object" and part.word == "뒤":
            frame.objects.append(Part(pronoun="it", word="뒤"))
        return
    if frame.owner is not None:
        part = part._replace(owner=frame.owner)
        frame.owner = None
    if frame.joined and not frame.joined[-1].names and not part.names and part.word and f"{frame.joined[-1].word} {part.word}" in lexicon.things():
        part = part._replace(word=f"{frame.joined.pop().word} {part.word}")
    elif frame.joined and word.case and not frame.linked:
        bare = frame.joined[-1]
        if part.word in lexicon.body_parts() and (bare.names or bare.pronoun):
            part = part._replace(owner=bare)
        if not (bare.names and part.names):
            frame.joined.pop()
    _case(frame, word, part, found, index, sentence, out)


def _case(frame: _Frame, word: Word, part: Part, found: Sequence[Word], index: int, sentence: str, out: list[Clause]) -> None:
    after = found[index + 1] if index + 1 < len(found) else None
    if word.case == "of":
        frame.owner = part
        return
    if word.case == "with" and after is not None and after.kind == "noun" and after.text not in {"함께", "같이"}:
        frame.joined.append(part)
        frame.linked = True
        return
    group = (*frame.joined, part) if frame.linked else (part,)
    frame.linked = False
    if word.case in {"subject", "topic"} and part.names and frame.listed and not frame.subjects:
        group = (*frame.listed, *group)
    if word.case == "":
        frame.joined = list(group)
        return
    frame.joined = []
    if frame.relative:
        _relative(frame, group, sentence, word.end, out)
    if word.case == "also":
        word = word._replace(case="object" if (frame.subjects or frame.topic) and not part.names else "subject")
    if part.word and word.case in {"object", "subject", "to"}:
        frame.nouns.append(word.stem)
    if word.case == "subject":
        if frame.told:
            frame.subjects, frame.told = [], False
        frame.subjects.append(group)
    elif word.case == "topic":
        frame.topic, frame.subjects = group, []
    elif word.case == "object":
        frame.objects.extend(group)
    elif word.case == "to":
        frame.to.extend(group)
    elif word.case == "from":
        frame.source.extend(group)
    elif word.case == "with":
        frame.company.extend(group)


def _verb(frame: _Frame, found: Sequence[Word], index: int, sentence: str, out: list[Clause]) -> None:
    word, after = found[index], found[index + 1] if index + 1 < len(found) else None
    ending = _chosen(frame, word, after)
    bare = list(frame.joined)
    if bare and ending.lemma in {"하다", "되다"} and not bare[-1].names and f"{bare[-1].word}{ending.lemma}" in korean_verbs.senses():
        ending = ending._replace(lemma=f"{bare[-1].word}{ending.lemma}")
        frame.joined = []
    elif bare:
        frame.joined, frame.linked = [], False
        _bare(frame, bare)
    if ending.kind in {"negated", "unreal"}:
        if ending.kind == "unreal" or (after is not None and any(after.text.startswith(s) for s in word_set("denial"))):
            frame.clear()
        return
    sense = _sense(frame, ending.lemma)
    if ending.kind in {"base", "link"} and after is not None and sense.verb is Verb.BE and ending.lemma in lexicon.table("korean_verbs")["path"]["words"]:
        frame.source, frame.objects = [*frame.objects, *frame.source], []
        return
    if ending.kind == "link" and word.text.endswith("고") and sense.verb is Verb.CARRY and after is not None and any(
            following.lemma in word_set("going") for following in after.endings):
        frame.base.append((sense, ending.lemma))
        return
    if ending.kind == "base" and after is not None:
        if after.kind == "verb":
            frame.base.append((sense, ending.lemma))
            return
        if ending.lemma in lexicon.table("korean_verbs")["path"]["words"] and after.kind != "mark":
            frame.manner += ["past_camera"] if any(_is_camera(part) for part in frame.objects) else []
            frame.source, frame.objects = [*frame.objects, *frame.source], []
            return
    if ending.kind == "noun":
        if after is not None and after.text.startswith("시작"):
            _emit(frame, sense, ending.lemma, sentence, found, index, out)
        return
    if ending.kind == "adverb":
        return
    if ending.kind in {"present", "past", "future"}:
        _adnominal(frame, ending, sense, found, index, sentence, out)
        return
    _emit(frame, sense, ending.lemma, sentence, found, index, out)


def _bare(frame: _Frame, parts: list[Part]) -> None:
    """Nouns without a particle before a verb: people are the subject, things the object."""
    if any(part.names or part.pronoun for part in parts) and not frame.subjects:
        frame.subjects.append(tuple(parts))
    elif not parts[-1].names:
        known = parts[-1].word in lexicon.things()
        frame.objects.extend(parts[-1:] if known else [])
        frame.nouns.append(parts[-1].word)


def _chosen(frame: _Frame, word: Word, after: Word | None) -> korean_verbs.Ending:
    """The likeliest of a word's readings: the sense whose noun stands before, then what the place in the sentence asks."""
    def score(ending: korean_verbs.Ending) -> tuple[int, int, int]:
        sense = _sense(frame, ending.lemma)
        last = after is None or after.kind == "mark"
        fitting = ending.kind == "final" if last and after is None else ending.kind in {"link", "base", "present", "past"}
        return len(sense.words), int(fitting), int(sense.verb is not Verb.BE)
    return max(word.endings, key=score)


def _sense(frame: _Frame, lemma: str) -> Sense:
    options = korean_verbs.senses().get(lemma) or korean_verbs.vehicle_senses().get(lemma, ())
    if lemma in _passives():
        return Sense(_passives()[lemma], (), ())
    for sense in options:
        if all(needed in frame.nouns for needed in sense.words):
            return sense
    return Sense(Verb.BE, (), ())


def _adnominal(frame: _Frame, ending: korean_verbs.Ending, sense: Sense, found: Sequence[Word], index: int, sentence: str, out: list[Clause]) -> None:
    """A verb on a noun: a moment or a bound noun makes it a clause of its own, a real noun its relative clause."""
    after = found[index + 1] if index + 1 < len(found) else None
    head = after.text if after else ""
    if any(head.startswith(word) for word in word_set("unreal")) and not head.startswith("수많") or ending.kind == "future":
        frame.clear()
        return
    if any(head.startswith(word) and len(head) <= len(word) + 1 for word in word_set("moment") | word_set("bound")):
        if head.startswith("모습") and sense.verb is Verb.LOOK and not frame.subjects:
            return
        before = len(out)
        _emit(frame, sense, ending.lemma, sentence, found, index, out, inner=True)
        if len(out) > before and any(head.startswith(word) for word in word_set("bound")):
            frame.objects.extend(out[-1].subjects[:1])
        return
    if frame.subjects and not any(part.names or part.pronoun for part in frame.subjects[-1]):
        frame.subjects.pop()
    state = ending.kind == "past"
    if state and sense.verb is Verb.FALL and ending.lemma not in _FROM_FALL:
        sense = sense._replace(verb=Verb.BE)
    keep = sense.verb in _STATES if state else sense.verb is not Verb.BE
    verb = _STATES.get(sense.verb, sense.verb) if state else sense.verb
    if frame.base:
        base, lemma = frame.base[-1]
        verb = base.verb if verb is Verb.BE or ending.lemma in word_set("auxiliary") | word_set("going") else verb
        keep = keep or base.verb in _STATES
    target = _target(frame, sense)
    manner = tuple(dict.fromkeys((*sense.manner, *frame.manner)))
    frame.relative = (Sense(verb, manner, (target.word if target and not target.names else "",)), ending.lemma, keep)
    frame.relative_target = target
    frame.clear()


def _relative(frame: _Frame, heads: tuple[Part, ...], sentence: str, end: int, out: list[Clause]) -> None:
    """Emits the relative clause that waits for its noun, now found."""
    pending, frame.relative = frame.relative, None
    if pending is None or not pending[2]:
        return
    sense, lemma, _ = pending
    target: Part | None = frame.relative_target
    acting = tuple(part for part in heads if part.names or part.pronoun or part.word)
    if acting:
        out.append(Clause(sense.verb, acting, target, sense.manner, (), lemma, sentence[:end].strip()))


def _emit(frame: _Frame, sense: Sense, lemma: str, sentence: str, found: Sequence[Word], index: int, out: list[Clause], inner: bool = False) -> None:
    subjects, inherits = frame.who(inner)
    sense, lemma, path = _compound(frame, sense, lemma, out, subjects, inherits, sentence, found[index].end)
    if frame.negated or any(part.pronoun == "nobody" for part in subjects):
        frame.clear()
        frame.begin = found[index].end
        return
    target = (frame.to[0] if path and frame.to else None) or _target(frame, sense)
    manner = [*sense.manner, *frame.manner, *_camera(frame, lemma, path)]
    if target is not None and _is_camera(target):
        target = next((part for part in [*frame.to, *frame.objects] if not _is_camera(part)), None)
    companions = tuple(frame.company)
    if companions and target is None and "together" not in manner:
        target, companions = companions[0], ()
    passive = lemma in _passives()
    if passive:
        target, subjects, inherits = (subjects[0] if subjects else None), tuple(frame.to[:1]), False
    begin = frame.begin
    out.append(Clause(sense.verb, subjects, target, tuple(dict.fromkeys(manner)), companions, lemma,
                      sentence[begin:found[index].end].strip(" ,."), passive, inherits))
    frame.begin = found[index].end
    frame.told = not inner
    frame.clear()


def _compound(frame: _Frame, sense: Sense, lemma: str, out: list[Clause], subjects: tuple[Part, ...], inherits: bool, sentence: str,
              end: int) -> tuple[Sense, str, bool]:
    """Verbs joined by 아/어 as one: 앉아 있다 is sitting, 걸어 나온다 is 걸어나오다, 건너 걸어간다 is a walk across."""
    path = False
    for first, first_lemma in reversed(frame.base):
        whole = korean_verbs.senses().get(_joined(first_lemma, lemma))
        if whole:
            sense, lemma = next((s for s in whole if not s.words), whole[0]), _joined(first_lemma, lemma)
        elif lemma in word_set("auxiliary") or (lemma in word_set("going") and first.verb in {Verb.GLIDE, Verb.PURSUE, Verb.FLEE, Verb.CARRY, Verb.FALL}):
            sense, lemma = first, first_lemma
        elif first_lemma in lexicon.table("korean_verbs")["path"]["words"]:
            path = True
            frame.manner += ["past_camera"] if any(_is_camera(part) for part in frame.objects) else []
        elif lemma in word_set("going"):
            toward = first.verb if first.verb is not Verb.BE else sense.verb
            moves = sense.verb in {Verb.ENTER, Verb.EXIT}
            sense = sense._replace(manner=tuple(dict.fromkeys((*first.manner, *sense.manner)))) if moves else first._replace(verb=toward)
            lemma = lemma if moves else first_lemma
        elif first.verb is not Verb.BE and sense.verb is not first.verb:
            out.append(Clause(first.verb, subjects, _target(frame, first), tuple(dict.fromkeys((*first.manner, *frame.manner))), (), first_lemma,
                              sentence[frame.begin:end].strip(" ,."), False, inherits))
    frame.base = []
    return sense, lemma, path


def _joined(first: str, second: str) -> str:
    return korean_verbs.joined_form(first) + second


def _is_camera(part: Part) -> bool:
    return part.word == "camera" or part.word in word_set("camera")


def _camera(frame: _Frame, lemma: str, path: bool) -> list[str]:
    """Towards or past the camera, where the camera is what it moves to or passes."""
    if any(_is_camera(part) for part in frame.objects):
        towards = any(lemma.startswith(stem) for stem in ("보", "바라보", "응시", "향하", "쳐다보", "다가"))
        return ["towards_camera" if towards else "past_camera"]
    if any(_is_camera(part) for part in frame.to):
        return ["towards_camera"]
    toward = {"from_front"} & set(frame.manner) and lemma.endswith("오다")
    return ["towards_camera"] if toward else []


def _target(frame: _Frame, sense: Sense) -> Part | None:
    """What the verb is done to or towards: the object, else whom or where to, else where from."""
    def usable(part: Part) -> bool:
        if part.word == "뒤":
            return sense.verb is Verb.PURSUE
        if part.names or part.pronoun and part.pronoun not in {"himself", "each other"}:
            return True
        taken = part.owner is None and part.word not in _english_things() and any(part.word == _english(word) or word == part.word for word in sense.words)
        return bool(part.word) and not taken and (part.word not in lexicon.body_parts() or part.owner is not None)
    objects = [part for part in frame.objects if usable(part)]
    if objects:
        return objects[0]
    for part in [*frame.to, *frame.source, *frame.company]:
        if usable(part):
            return part
    return None


@cache
def _english_things() -> frozenset[str]:
    return frozenset(english for english, section in lexicon.things().values() if section not in {"intangible", "unseen"})


def _english(word: str) -> str:
    return lexicon.things().get(word, (word, ""))[0]
