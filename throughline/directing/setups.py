"""From a cut to a shooting order: the shots of a scene in camera set-ups, wide before close, each side at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import count, product

from throughline.directing.vocabulary import TRAVEL
from throughline.film.record import Record
from throughline.film.shot import Angle, Move, Shot, ShotList, Size
from throughline.film.story import Breakdown, SceneReading, Setting, TimeOfDay, Verb

WIDE_MM, LONG_MM = 30, 60
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_WIDTH = {Size.ESTABLISHING: 0, Size.ELS: 1, Size.LS: 2, Size.MLS: 3, Size.TWO: 4, Size.MS: 5, Size.OTS: 6,
          Size.MCU: 7, Size.CU: 8, Size.ECU: 9, Size.INSERT: 10}
_HEIGHT = {Angle.LOW: "low", Angle.WORM: "low", Angle.HIGH: "high", Angle.BIRD: "overhead"}
_HOURS = (TimeOfDay.DAY, TimeOfDay.DUSK, TimeOfDay.NIGHT, TimeOfDay.DAWN)
_SIDES = ("behind", "from_side", "from_front", "past_camera", "towards_camera")
_CARRIED = {Move.HANDHELD: "handheld", Move.LEAD: "travelling", Move.FOLLOW: "travelling", Move.TRACK: "travelling",
            Move.CRANE_UP: "crane", Move.CRANE_DOWN: "crane"}
_MOVING = frozenset({*TRAVEL, Verb.DRIVE})
MASTER, INSERTS = "master", "insert"


class Setup(Record):
    """One place of the camera: ``label`` as on the slate ("4A"), where it looks (``towards`` a person, "master" for
    the whole scene, "insert"), on which ``side`` of a movement it stands (a manner word), the ``lens`` family ("wide",
    "normal", "long"), its ``height`` ("low", "high", "overhead") where it is not the eyes' and how it is ``carried``
    ("handheld", "travelling", "crane") where not on a tripod or dolly, its shots by id in the order of shooting."""

    label: str
    scene: str
    place: str
    setting: Setting
    time: TimeOfDay
    towards: str
    side: str
    lens: str
    height: str
    carried: str
    shots: tuple[str, ...]


def setups(shot_list: ShotList, breakdown: Breakdown) -> tuple[Setup, ...]:
    """Every set-up in the order in which a crew would shoot: set by set as the script comes to them, by time of day,
    scene by scene; in a scene the side of its widest picture first, wide before close, inserts last.

    ``breakdown`` is the one that the shots were made from.
    """
    of: dict[str, list[Shot]] = defaultdict(list)
    for shot in shot_list.shots:
        of[shot.scene].append(shot)
    places: dict[str, int] = {}
    for scene in breakdown.scenes:
        places.setdefault(scene.heading.place.casefold(), len(places))
    ordered = sorted(breakdown.scenes, key=lambda scene: (
        places[scene.heading.place.casefold()], _HOURS.index(scene.heading.time), scene.index))
    return tuple(setup for scene in ordered for setup in scene_setups(scene, of[scene.scene]))


def scene_setups(scene: SceneReading, shots: Sequence[Shot]) -> list[Setup]:
    """The set-ups of a scene's shots, in the order of shooting."""
    groups: dict[tuple[str, str, str, str, str], list[Shot]] = defaultdict(list)
    for shot in shots:
        groups[(*_towards(shot), _lens(shot), _HEIGHT.get(shot.angle, ""), _CARRIED.get(shot.move, ""))].append(shot)
    widest: dict[str, int] = {}
    first: dict[str, int] = {}
    for (towards, *_), held in groups.items():
        widest[towards] = min([widest.get(towards, len(_WIDTH)), *(_width(shot) for shot in held)])
        first.setdefault(towards, shots.index(held[0]))
    order = sorted(groups, key=lambda key: (
        key[0] == INSERTS, key[0] != MASTER, widest[key[0]], first[key[0]], min(map(_width, groups[key])),
        shots.index(groups[key][0])))
    heading = scene.heading
    return [Setup(label=f"{scene.scene}{letters}", scene=scene.scene, place=heading.place, setting=heading.setting,
                  time=heading.time, towards=key[0], side=key[1], lens=key[2], height=key[3], carried=key[4],
                  shots=tuple(shot.id for shot in sorted(groups[key], key=_width)))
            for key, letters in zip(order, _labels(), strict=False)]


def _towards(shot: Shot) -> tuple[str, str]:
    """Which way the camera looks, as far as a shot list says: at the whole scene or at somebody; and on which side of
    a movement it stands."""
    if shot.size is Size.INSERT:
        return INSERTS, ""
    if shot.size in (Size.ESTABLISHING, Size.ELS) or not shot.subjects:
        return MASTER, ""
    sides = _SIDES if shot.move is Move.FOLLOW else _SIDES[1:]
    side = next((word for cue in shot.cues if cue.verb in _MOVING for word in cue.manner if word in sides), "")
    several = len(shot.subjects) > 1 and shot.size is not Size.OTS
    whole = several or (shot.size is Size.LS and _lens(shot) == "wide")
    return MASTER if whole and not side else shot.subjects[0], side


def _lens(shot: Shot) -> str:
    return "wide" if shot.lens_mm < WIDE_MM else "long" if shot.lens_mm >= LONG_MM else "normal"


def _width(shot: Shot) -> int:
    return _WIDTH[shot.size]


def _labels() -> Iterator[str]:
    """A, B ... Z, AA, AB ... without end."""
    for length in count(1):
        yield from map("".join, product(_LETTERS, repeat=length))
