"""What a blocking tells faces: who says which sounds when, and whose eyes are shut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from throughline.film.blocking import Act, Blocking, Performance
from throughline.film.shot import Shot, SpokenLine
from throughline.film.story import Verb
from throughline.motion.speech import Utterance
from throughline.sound.phonemes import Phone, phonemes_by_letters

Words = Mapping[str, tuple[Utterance, ...]]
"""Everybody's lines on screen, by name."""
SHOUTED = ("shouts", "shouting", "yells", "yelling", "screams", "screaming")
AFTER_ALL = 1e6


def line_seconds(line: SpokenLine, rate: Fraction) -> float:
    """How long a line has in its shot."""
    return float((line.frame_out - line.frame_in + 1) / rate)


def spoken_words(blocking: Blocking, rate: Fraction, phones: Sequence[tuple[Phone, ...]] | None) -> Words:
    """The lines that are spoken on screen; ``phones`` are the sounds of all the shot's lines, None by their letters."""
    out: dict[str, tuple[Utterance, ...]] = {}
    for number, line in enumerate(blocking.shot.spoken):
        if line.off_screen:
            continue
        seconds = line_seconds(line, rate)
        sounds = phonemes_by_letters(line.text, seconds) if phones is None else phones[number]
        text = line.text.rstrip(" \"'”’»)")
        loud = text.endswith("!") or (line.parenthetical or "").strip("() ").lower() in SHOUTED
        start = float(line.frame_in / rate)
        said = Utterance(start, start + seconds, sounds, asks=text.endswith(("?", "？")), loud=loud)
        out[line.speaker] = (*out.get(line.speaker, ()), said)
    return out


def shut_eyes(part: Performance, shot: Shot, rate: Fraction) -> tuple[tuple[float, float], ...]:
    """When somebody's eyes are shut, in seconds: until he wakes; and where he lies from before the shot until after
    it and neither looks, speaks nor gets up."""
    wakes = [cue.frame_in for cue in shot.cues if cue.verb == Verb.WAKE and part.name in cue.who]
    if wakes:
        return ((-1.0, float(min(wakes) / rate)),)
    lies = any(moment.act is Act.LIE and moment.frame_in <= 0 and moment.frame_out >= shot.frames - 1
               for moment in part.moments)
    speaks = any(line.speaker == part.name and not line.off_screen for line in shot.spoken)
    idle = all(moment.act is Act.LIE for moment in part.moments)
    return ((-1.0, AFTER_ALL),) if lies and idle and not speaks else ()
