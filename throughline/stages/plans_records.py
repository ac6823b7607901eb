"""What the plans stage is told: the scenes with what stands before the camera in each of their shots."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby
from typing import TYPE_CHECKING

from throughline.film.blocking import Blocking
from throughline.film.record import Record
from throughline.film.settings import Settings
from throughline.stages.board_book import draft_of, scene_heading
from throughline.stages.records import without_lines

if TYPE_CHECKING:
    from throughline.reading.element_words import ElementWords
    from throughline.stages.pipeline import Story


class PlannedScene(Record):
    """A scene to be drawn from above: its number, its heading, its shots' blockings in the order of the cut, and what
    the script calls the things in it that have other names in the blockings."""

    scene: str
    heading: str
    blockings: tuple[Blocking, ...]
    called: tuple[tuple[str, str], ...] = ()


class PlansParams(Record):
    """The plans of a film: title, draft, language of the labels, rate, "m" or "ft", the scenes."""

    title: str
    draft: str
    language: str
    rate: float
    units: str
    scenes: tuple[PlannedScene, ...]


def plans_params(story: Story, settings: Settings, shots: Collection[str] | None = None,
                 units: str = "m") -> PlansParams:
    """What the plans stage is told: all the film's shots, or those in ``shots``. Its inputs are ``layout:SHOT``."""
    from throughline.reading.element_words import ElementWords

    readings = {scene.scene: scene for scene in story.breakdown.scenes}
    chosen = [without_lines(blocking) for blocking in story.staging.blockings
              if shots is None or blocking.shot.id in shots]
    words = ElementWords(story.breakdown, story.staging.language)
    scenes = []
    for scene, group in groupby(chosen, key=lambda blocking: blocking.shot.scene):
        blockings = tuple(group)
        scenes.append(PlannedScene(scene=scene, heading=scene_heading(scene, readings.get(scene)), blockings=blockings,
                                   called=_called(scene, blockings, words)))
    return PlansParams(title=story.title, draft=draft_of(story.screenplay), language=story.staging.language,
                       rate=float(settings.rate), units=units, scenes=tuple(scenes))


def _called(scene: str, blockings: Collection[Blocking], words: ElementWords) -> tuple[tuple[str, str], ...]:
    """What the script calls the things of a scene, by their names in its blockings."""
    names = dict.fromkeys(name for blocking in blockings for name in (
        *(vehicle.name for vehicle in blocking.vehicles), *(prop.name for prop in blocking.props)))
    said = ((name, words.thing(name, scene)) for name in names)
    return tuple((name, own) for name, own in said if own != name)
