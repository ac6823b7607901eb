"""A Korean clause from its verb and what was said before it: joined verbs, targets, the camera, relative clauses."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from throughline.film.story import Verb
from throughline.reading import korean_verbs, lexicon
from throughline.reading.clauses import Clause, Part
from throughline.reading.korean_frame import Frame
from throughline.reading.korean_tokens import word_set
from throughline.reading.lexicon import Sense


@cache
def passives() -> Mapping[str, Verb]:
    return {word: Verb(verb) for verb, entries in lexicon.table("korean_verbs")["passive"].items() for word in entries}


def relative(frame: Frame, heads: tuple[Part, ...], end: int) -> None:
    """Emits the relative clause that waits for its noun, now found."""
    pending, frame.relative = frame.relative, None
    if pending is None or not pending[2]:
        return
    sense, lemma, _ = pending
    target: Part | None = frame.relative_target
    acting = tuple(part for part in heads if part.names or part.pronoun or part.word)
    if acting:
        frame.out.append(Clause(sense.verb, acting, target, sense.manner, (), lemma, frame.sentence[:end].strip()))


def emit(frame: Frame, sense: Sense, lemma: str, index: int, inner: bool = False) -> None:
    subjects, inherits = frame.who(inner)
    sense, lemma, path = _compound(frame, sense, lemma, subjects, inherits, frame.found[index].end)
    if frame.negated or any(part.pronoun == "nobody" for part in subjects):
        frame.clear()
        frame.begin = frame.found[index].end
        return
    target = (frame.to[0] if path and frame.to else None) or target_of(frame, sense)
    manner = [*sense.manner, *frame.manner, *_camera(frame, lemma, path)]
    if target is not None and is_camera(target):
        target = next((part for part in [*frame.to, *frame.objects] if not is_camera(part)), None)
    companions = tuple(frame.company)
    if companions and target is None and "together" not in manner:
        target, companions = companions[0], ()
    passive = lemma in passives()
    if passive:
        target, subjects, inherits = (subjects[0] if subjects else None), tuple(frame.to[:1]), False
    begin = frame.begin
    frame.out.append(
        Clause(
            sense.verb,
            subjects,
            target,
            tuple(dict.fromkeys(manner)),
            companions,
            lemma,
            frame.sentence[begin : frame.found[index].end].strip(" ,."),
            passive,
            inherits,
        )
    )
    frame.begin = frame.found[index].end
    frame.told = not inner
    frame.clear()


def _compound(
    frame: Frame, sense: Sense, lemma: str, subjects: tuple[Part, ...], inherits: bool, end: int
) -> tuple[Sense, str, bool]:
    """Verbs joined by 아/어 as one: 앉아 있다 is sitting, 걸어 나온다 is 걸어나오다, 건너 걸어간다 is a walk across."""
    path = False
    for first, first_lemma in reversed(frame.base):
        whole = korean_verbs.senses().get(_joined(first_lemma, lemma))
        if whole:
            sense, lemma = next((s for s in whole if not s.words), whole[0]), _joined(first_lemma, lemma)
        elif lemma in word_set("auxiliary") or (
            lemma in word_set("going") and first.verb in {Verb.GLIDE, Verb.PURSUE, Verb.FLEE, Verb.CARRY, Verb.FALL}
        ):
            sense, lemma = first, first_lemma
        elif first_lemma in lexicon.table("korean_verbs")["path"]["words"]:
            path = True
            frame.manner += ["past_camera"] if any(is_camera(part) for part in frame.objects) else []
        elif lemma in word_set("going"):
            toward = first.verb if first.verb is not Verb.BE else sense.verb
            moves = sense.verb in {Verb.ENTER, Verb.EXIT}
            sense = (
                sense._replace(manner=tuple(dict.fromkeys((*first.manner, *sense.manner))))
                if moves
                else first._replace(verb=toward)
            )
            lemma = lemma if moves else first_lemma
        elif first.verb is not Verb.BE and sense.verb is not first.verb:
            frame.out.append(
                Clause(
                    first.verb,
                    subjects,
                    target_of(frame, first),
                    tuple(dict.fromkeys((*first.manner, *frame.manner))),
                    (),
                    first_lemma,
                    frame.sentence[frame.begin : end].strip(" ,."),
                    False,
                    inherits,
                )
            )
    frame.base = []
    return sense, lemma, path


def _joined(first: str, second: str) -> str:
    return korean_verbs.joined_form(first) + second


def is_camera(part: Part) -> bool:
    return part.word == "camera" or part.word in word_set("camera")


def _camera(frame: Frame, lemma: str, path: bool) -> list[str]:
    """Towards or past the camera, where the camera is what it moves to or passes."""
    if any(is_camera(part) for part in frame.objects):
        towards = any(lemma.startswith(stem) for stem in ("보", "바라보", "응시", "향하", "쳐다보", "다가"))
        return ["towards_camera" if towards else "past_camera"]
    if any(is_camera(part) for part in frame.to):
        return ["towards_camera"]
    toward = {"from_front"} & set(frame.manner) and lemma.endswith("오다")
    return ["towards_camera"] if toward else []


def target_of(frame: Frame, sense: Sense) -> Part | None:
    """What the verb is done to or towards: the object, else whom or where to, else where from."""

    def usable(part: Part) -> bool:
        if part.word == "뒤":
            return sense.verb is Verb.PURSUE
        if part.names or (part.pronoun and part.pronoun not in {"himself", "each other"}):
            return True
        taken = (
            part.owner is None
            and part.word not in _english_things()
            and any(part.word == _english(word) or word == part.word for word in sense.words)
        )
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
    return frozenset(
        english for english, section in lexicon.things().values() if section not in {"intangible", "unseen"}
    )


def _english(word: str) -> str:
    return lexicon.things().get(word, (word, ""))[0]
