"""Where the rows of a shot list stand in a scene: by script lines, else by words, in order where they can be."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from throughline.directing.pace import speech_seconds
from throughline.film.shot import Size
from throughline.film.shot_row import ShotRow
from throughline.film.story import Beat, BeatKind

ALIKE = 0.3
CERTAIN = 0.5
TALKS, TOLD = 0.35, 0.05
_WORD = re.compile(r"[a-z0-9']+|[가-힣]+|[^\W\da-z가-힣]+")
_SMALL = frozenset(("the a an and or of to in on at by is are it its he she they his her him them their with from into "
                    "up down out as for that this").split())
_TALK = re.compile(r"\b(talk|speak|say|said|dialog|convers|argu|answer)|대화|말한|말하|이야기|대사", re.IGNORECASE)


def alike(one: str, other: str, names: Collection[str] = ()) -> float:
    """How much two texts share, 0 to 1: of words, in Korean of pairs of syllables, which outlive particles; how much
    of the shorter one counts as much as how much of both. ``names`` say nothing: half a scene bears them."""
    mine, yours = _pieces(one, names), _pieces(other, names)
    if not mine or not yours:
        return 0.0
    both = len(mine & yours)
    return both / (len(mine) + len(yours)) + 0.5 * both / min(len(mine), len(yours))


def places(rows: Sequence[ShotRow], beats: Sequence[Beat], claimed: set[int],
           names: Collection[str]) -> list[tuple[Beat, ...]]:
    """The beats that each row covers; none for a row that the script has no words for. ``claimed`` are the indices of
    beats that other shots have; script lines may name them again. ``names`` are those of the scene's people."""
    found: list[list[Beat]] = [[beat for beat in beats if beat.line in row.lines] for row in rows]
    taken = claimed | {beat.index for covered in found for beat in covered}
    left = [beat for beat in beats if beat.index not in taken]
    wordy = [index for index, row in enumerate(rows) if not row.lines]
    for index, beat in _in_order([rows[index] for index in wordy], left, names):
        found[wordy[index]].append(beat)
        taken.add(beat.index)
    for index in wordy:
        if not found[index]:
            found[index] = _anywhere(rows[index], [beat for beat in left if beat.index not in taken], names)
            taken |= {beat.index for beat in found[index]}
    return [tuple(covered) for covered in found]


def _pieces(text: str, names: Collection[str]) -> set[str]:
    text = text.casefold()
    for name in names:
        text = re.sub(rf"\b{re.escape(name.casefold())}", " ", text)
    pieces: set[str] = set()
    for word in _WORD.findall(text):
        korean = "가" <= word[0] <= "힣" and len(word) > 1
        pieces.update(word[at:at + 2] for at in range(len(word) - 1)) if korean else pieces.add(word)
    return pieces - _SMALL or pieces


def _score(row: ShotRow, beat: Beat, names: Collection[str]) -> float:
    """What it is worth that the row covers the beat; below 0 it had better not. A speech belongs to a row that names
    who speaks, if only by telling of talk; a text on the picture to an insert."""
    words = max(alike(row.description, beat.text, names), alike(row.dialogue, beat.text))
    if beat.kind is not BeatKind.DIALOGUE:
        laid_over = beat.kind is BeatKind.TITLE and row.size is Size.INSERT
        return words - ALIKE + TALKS * laid_over
    said = beat.speaker or ""
    named = said in (row.subjects or ()) or re.search(rf"\b{re.escape(said.casefold())}", row.description.casefold())
    told = _TALK.search(row.description) is not None
    talks = row.size is not Size.INSERT and bool(named or told) and _fits(row, beat)
    return words - ALIKE + (TALKS + TOLD * told) * talks


def _fits(row: ShotRow, beat: Beat) -> bool:
    """Whether a length that the person set leaves time for the words."""
    return row.seconds is None or row.seconds + 0.25 >= speech_seconds(beat.text)


def _in_order(rows: Sequence[ShotRow], beats: Sequence[Beat], names: Collection[str]) -> list[tuple[int, Beat]]:
    """The best covering in which rows and beats keep their order: a row may cover several beats, a beat may be left
    out (dynamic programming over beats and rows)."""
    best = [[0.0] * (len(rows) + 1) for _ in range(len(beats) + 1)]
    covered = [[_score(row, beat, names) for row in rows] for beat in beats]
    for at in range(len(beats) - 1, -1, -1):
        for index in range(len(rows) - 1, -1, -1):
            best[at][index] = max(covered[at][index] + best[at + 1][index], best[at + 1][index], best[at][index + 1])
    found: list[tuple[int, Beat]] = []
    at = index = 0
    while at < len(beats) and index < len(rows):
        here = best[at][index]
        if covered[at][index] > 0 and here == covered[at][index] + best[at + 1][index]:
            found.append((index, beats[at]))
            at += 1
        elif here == best[at][index + 1]:
            index += 1
        else:
            at += 1
    return found


def _anywhere(row: ShotRow, beats: Sequence[Beat], names: Collection[str]) -> list[Beat]:
    """The one beat whose words are certainly the row's, wherever it stands."""
    scored = [(max(alike(row.description, beat.text, names), alike(row.dialogue, beat.text)), -at, beat)
              for at, beat in enumerate(beats)]
    best = max(scored, key=lambda one: one[:2], default=None)
    return [best[2]] if best is not None and best[0] >= CERTAIN else []
