"""How well a shot list covers its script and cuts, in figures: lengths, what is uncovered, cuts that jump."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise

from throughline.directing.cutting import jumps, same_subject
from throughline.film.record import Record
from throughline.film.shot import Cue, Move, Shot, ShotList, Size
from throughline.film.story import Breakdown

_SIDES = frozenset({"from_side", "from_front", "behind", "past_camera", "towards_camera"})


class Coverage(Record):
    """Figures of a cut. Lengths in seconds; ``spread`` is their standard deviation over their mean; ``uncovered`` are
    (scene, beat) that no shot covers; ``jump_cuts`` and ``same_size_cuts`` are pairs of shot ids."""

    shots: int
    seconds: float
    mean: float
    spread: float
    shortest: float
    longest: float
    uncovered: tuple[tuple[str, int], ...]
    unspoken: tuple[tuple[str, int], ...]
    jump_cuts: tuple[tuple[str, str], ...]
    same_size_cuts: tuple[tuple[str, str], ...]
    static_share: float
    sizes: tuple[tuple[str, int], ...]


def measured(shot_list: ShotList, breakdown: Breakdown) -> Coverage:
    """The figures of ``shot_list``, made from ``breakdown`` (the renumbered one where numbers were kept)."""
    rate = float(shot_list.rate)
    lengths = [shot.frames / rate for shot in shot_list.shots]
    mean = sum(lengths) / len(lengths) if lengths else 0.0
    variance = sum((length - mean) ** 2 for length in lengths) / len(lengths) if lengths else 0.0
    sizes = Counter(str(shot.size) for shot in shot_list.shots)
    static = sum(shot.move is Move.STATIC for shot in shot_list.shots)
    cuts = [(one, other) for one, other in pairwise(shot_list.shots) if one.scene == other.scene]
    return Coverage(
        shots=len(lengths), seconds=sum(lengths), mean=mean, spread=math.sqrt(variance) / mean if mean else 0.0,
        shortest=min(lengths, default=0.0), longest=max(lengths, default=0.0),
        uncovered=_uncovered(shot_list, breakdown), unspoken=_unspoken(shot_list, breakdown),
        jump_cuts=tuple((one.id, other.id) for one, other in cuts if jump_cut(one, other)),
        same_size_cuts=tuple((one.id, other.id) for one, other in cuts
                             if one.size is other.size and one.subjects[:1] == other.subjects[:1]),
        static_share=static / len(lengths) if lengths else 0.0, sizes=tuple(sorted(sizes.items())))


def jump_cut(one: Shot, other: Shot) -> bool:
    """Whether the cut from one shot to the next jumps, judged by the shots alone."""
    turned = one.angle is not other.angle or _differ(_side(one), _side(other))
    if one.size is Size.OTS and other.size is Size.OTS:
        turned = turned or one.over != other.over
    elif Size.OTS in (one.size, other.size):
        turned = turned or bool({one.size, other.size} & {Size.TWO, Size.MLS})
    return jumps(one.size, other.size, same_subject(one.subjects, other.subjects), turned)


def _side(shot: Shot) -> str | None:
    return next((_told(cue) for cue in shot.cues if _told(cue)), None)


def _told(cue: Cue) -> str | None:
    return next((word for word in cue.manner if word in _SIDES), None)


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _uncovered(shot_list: ShotList, breakdown: Breakdown) -> tuple[tuple[str, int], ...]:
    covered = {(shot.scene, beat) for shot in shot_list.shots for beat in shot.beats}
    return tuple((scene.scene, beat.index) for scene in breakdown.scenes for beat in scene.beats
                 if (scene.scene, beat.index) not in covered)


def _unspoken(shot_list: ShotList, breakdown: Breakdown) -> tuple[tuple[str, int], ...]:
    """Speeches of which a word is not heard, as (scene, beat)."""
    heard: dict[tuple[str, int], list[str]] = {}
    for shot in shot_list.shots:
        for spoken in shot.spoken:
            heard.setdefault((shot.scene, spoken.line), []).append(spoken.text)
    return tuple((scene.scene, beat.index) for scene in breakdown.scenes for beat in scene.beats
                 if beat.speaker and not _holds(" ".join(heard.get((scene.scene, beat.line), [])), beat.text))


def _holds(heard: str, text: str) -> bool:
    return " ".join(text.split()) in heard
