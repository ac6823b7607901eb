"""Korean action sentences as clauses: particles say who and to what, endings where a clause ends or hangs on a noun."""

from __future__ import annotations

import re

from throughline.film.story import Verb
from throughline.reading import korean_verbs, lexicon
from throughline.reading.clauses import Clause, Part
from throughline.reading.entities import Registry
from throughline.reading.korean_clause import emit, is_camera, passives, relative, target_of
from throughline.reading.korean_frame import Frame
from throughline.reading.korean_tokens import Word, word_set, words
from throughline.reading.lexicon import Sense

_STATES = {
    Verb.SIT: Verb.SIT,
    Verb.LIE: Verb.LIE,
    Verb.STAND: Verb.STAND,
    Verb.KNEEL: Verb.KNEEL,
    Verb.CROUCH: Verb.CROUCH,
    Verb.FALL: Verb.LIE,
}
_PARENTHESIS = re.compile(r"[(（][^()（）]*[)）]")
_FROM_FALL = frozenset({"쓰러지다", "넘어지다", "엎어지다", "자빠지다", "나뒹굴다", "고꾸라지다"})


def clauses(sentence: str, registry: Registry) -> list[Clause]:
    """The clauses of a Korean sentence in order; none where it only names or describes."""
    sentence = _PARENTHESIS.sub("", sentence)
    frame = Frame(sentence, words(sentence, registry.mentions(sentence)))
    for index, word in enumerate(frame.found):
        if word.kind == "mark":
            _mark(frame, word)
        elif word.kind == "adverb":
            _adverb(frame, word)
        elif word.kind == "towards":
            frame.to[:0] = [frame.objects.pop()] if frame.objects else []
        elif word.kind == "other":
            frame.clear()
        elif word.kind == "noun":
            _noun(frame, index)
        else:
            _verb(frame, index)
    if frame.relative and frame.joined:
        relative(frame, tuple(frame.joined), len(sentence))
    return frame.out


def _mark(frame: Frame, word: Word) -> None:
    """A comma after a bare name makes it the subject (``민서, 달린다``)."""
    if word.text == "," and frame.joined:
        if any(part.names or part.pronoun for part in frame.joined):
            frame.listed = (*frame.listed, *(part for part in frame.joined if part.names or part.pronoun))
            frame.topic = frame.listed
        frame.joined = []


def _adverb(frame: Frame, word: Word) -> None:
    if word.manner:
        frame.manner.append(word.manner)
    elif word.text in word_set("negation"):
        frame.negated = True
    elif any(word.text.startswith(stem) for stem in word_set("denial")):
        frame.clear()


def _noun(frame: Frame, index: int) -> None:
    word = frame.found[index]
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
    if (
        frame.joined
        and not frame.joined[-1].names
        and not part.names
        and part.word
        and f"{frame.joined[-1].word} {part.word}" in lexicon.things()
    ):
        part = part._replace(word=f"{frame.joined.pop().word} {part.word}")
    elif frame.joined and word.case and not frame.linked:
        bare = frame.joined[-1]
        if part.word in lexicon.body_parts() and (bare.names or bare.pronoun):
            part = part._replace(owner=bare)
        if not (bare.names and part.names):
            frame.joined.pop()
    _case(frame, word, part, index)


def _case(frame: Frame, word: Word, part: Part, index: int) -> None:
    after = frame.found[index + 1] if index + 1 < len(frame.found) else None
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
        relative(frame, group, word.end)
    if word.case == "also":
        word = word._replace(case="object" if (frame.subjects or frame.topic) and not part.names else "subject")
    if part.word and word.case in {"object", "subject", "to"}:
        frame.nouns.append(word.stem)
    _given(frame, word, group)


def _given(frame: Frame, word: Word, group: tuple[Part, ...]) -> None:
    """Puts a phrase where its particle says."""
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


def _verb(frame: Frame, index: int) -> None:
    word, after = frame.found[index], frame.found[index + 1] if index + 1 < len(frame.found) else None
    ending = _chosen(frame, word, after)
    bare = list(frame.joined)
    if (
        bare
        and ending.lemma in {"하다", "되다"}
        and not bare[-1].names
        and f"{bare[-1].word}{ending.lemma}" in korean_verbs.senses()
    ):
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
    if (
        ending.kind in {"base", "link"}
        and after is not None
        and sense.verb is Verb.BE
        and ending.lemma in lexicon.table("korean_verbs")["path"]["words"]
    ):
        _along(frame)
        return
    if (
        ending.kind == "link"
        and word.text.endswith("고")
        and sense.verb is Verb.CARRY
        and after is not None
        and any(following.lemma in word_set("going") for following in after.endings)
    ):
        frame.base.append((sense, ending.lemma))
        return
    if ending.kind == "base" and after is not None:
        if after.kind == "verb":
            frame.base.append((sense, ending.lemma))
            return
        if ending.lemma in lexicon.table("korean_verbs")["path"]["words"] and after.kind != "mark":
            _along(frame)
            return
    if ending.kind == "noun":
        if after is not None and after.text.startswith("시작"):
            emit(frame, sense, ending.lemma, index)
        return
    if ending.kind == "adverb":
        return
    if ending.kind in {"present", "past", "future"}:
        _adnominal(frame, ending, sense, index)
        return
    emit(frame, sense, ending.lemma, index)


def _along(frame: Frame) -> None:
    """A verb that only says which way the next one goes: what it passes is no object of that."""
    frame.manner += ["past_camera"] if any(is_camera(part) for part in frame.objects) else []
    frame.source, frame.objects = [*frame.objects, *frame.source], []


def _bare(frame: Frame, parts: list[Part]) -> None:
    """Nouns without a particle before a verb: people are the subject, things the object."""
    if any(part.names or part.pronoun for part in parts) and not frame.subjects:
        frame.subjects.append(tuple(parts))
    elif not parts[-1].names:
        known = parts[-1].word in lexicon.things()
        frame.objects.extend(parts[-1:] if known else [])
        frame.nouns.append(parts[-1].word)


def _chosen(frame: Frame, word: Word, after: Word | None) -> korean_verbs.Ending:
    """The likeliest of a word's readings: the sense whose noun stands before, then what its place asks."""

    def score(ending: korean_verbs.Ending) -> tuple[int, int, int]:
        sense = _sense(frame, ending.lemma)
        last = after is None or after.kind == "mark"
        fitting = (
            ending.kind == "final" if last and after is None else ending.kind in {"link", "base", "present", "past"}
        )
        return len(sense.words), int(fitting), int(sense.verb is not Verb.BE)

    return max(word.endings, key=score)


def _sense(frame: Frame, lemma: str) -> Sense:
    options = korean_verbs.senses().get(lemma) or korean_verbs.vehicle_senses().get(lemma, ())
    if lemma in passives():
        return Sense(passives()[lemma], (), ())
    for sense in options:
        if all(needed in frame.nouns for needed in sense.words):
            return sense
    return Sense(Verb.BE, (), ())


def _adnominal(frame: Frame, ending: korean_verbs.Ending, sense: Sense, index: int) -> None:
    """A verb on a noun: a moment or a bound noun makes it a clause of its own, a real noun its relative clause."""
    after = frame.found[index + 1] if index + 1 < len(frame.found) else None
    head = after.text if after else ""
    if (
        any(head.startswith(word) for word in word_set("unreal")) and not head.startswith("수많")
    ) or ending.kind == "future":
        frame.clear()
        return
    if any(head.startswith(word) and len(head) <= len(word) + 1 for word in word_set("moment") | word_set("bound")):
        if head.startswith("모습") and sense.verb is Verb.LOOK and not frame.subjects:
            return
        before = len(frame.out)
        emit(frame, sense, ending.lemma, index, inner=True)
        frame.told = not any(head.startswith(word) for word in word_set("bound"))
        if len(frame.out) > before and any(head.startswith(word) for word in word_set("bound")):
            frame.objects.extend(frame.out[-1].subjects[:1])
        return
    if frame.subjects and not any(part.names or part.pronoun for part in frame.subjects[-1]):
        frame.subjects.pop()
    state = ending.kind == "past"
    if state and sense.verb is Verb.FALL and ending.lemma not in _FROM_FALL:
        sense = sense._replace(verb=Verb.BE)
    keep = sense.verb in _STATES if state else sense.verb is not Verb.BE
    verb = _STATES.get(sense.verb, sense.verb) if state else sense.verb
    if frame.base:
        base, _ = frame.base[-1]
        verb = base.verb if verb is Verb.BE or ending.lemma in word_set("auxiliary") | word_set("going") else verb
        keep = keep or base.verb in _STATES
    target = target_of(frame, sense)
    manner = tuple(dict.fromkeys((*sense.manner, *frame.manner)))
    frame.relative = (Sense(verb, manner, ()), ending.lemma, keep)
    frame.relative_target = target
    frame.clear()
