"""What the books of boards are told of a film: its shots under their scenes' headings. Loads no stage."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from throughline.directing.numbering import content
from throughline.film.screenplay import Screenplay
from throughline.film.settings import Settings
from throughline.film.shot import Shot
from throughline.film.story import SceneReading
from throughline.formats.shot_words import setting_word, time_word
from throughline.stages.records import BoardsParams, HeadedShot

if TYPE_CHECKING:
    from throughline.stages.pipeline import Story

SOUND, MUSIC = 113, 114
DRAFTS = ("draft", "draft date", "revision", "version", "고", "판본", "수정", "date", "날짜")
AUTHORS = ("author", "authors", "written by", "각본", "극본", "작가")


def boards_params(story: Story, settings: Settings, shots: Collection[str] | None = None,
                  layout: str = "6") -> BoardsParams:
    """What the boards stage is told: all the film's shots, or those in ``shots``, in the order of the cut."""
    width, height = settings.size(settings.picture.previs_width)
    chosen = [shot for shot in story.shot_list.shots if shots is None or shot.id in shots]
    return BoardsParams(title=story.title, subtitle=author_of(story.screenplay), language=story.staging.language,
                        aspect=width / height, rate=float(settings.rate), shots=tuple(_headed(chosen, story)),
                        draft=draft_of(story.screenplay), layout=layout)


def scene_heading(scene: str, reading: SceneReading | None) -> str:
    """The heading of a scene on paper: "4. EXT. STREET - NIGHT"."""
    return f"{scene}. {reading.heading.text if reading else ''}".rstrip()


def author_of(screenplay: Screenplay) -> str:
    """Who wrote the script, as its title page has it in either language, "" where it does not say."""
    return _field(screenplay, AUTHORS)


def draft_of(screenplay: Screenplay) -> str:
    """The script's draft as its title page has it, "" where it has none."""
    return _field(screenplay, DRAFTS)


def _headed(shots: list[Shot], story: Story) -> list[HeadedShot]:
    scenes = {scene.scene: scene for scene in story.breakdown.scenes}
    language = story.staging.language
    headed, opened = [], ""
    for shot in shots:
        scene = scenes.get(shot.scene)
        sounds = _sounds(shot, scene)
        if shot.scene == opened:
            headed.append(HeadedShot(shot=content(shot), heading="", sounds=sounds))
            continue
        opened = shot.scene
        place, time, setting = ("", "", "") if scene is None else (
            scene.heading.place, time_word(scene.heading.time, language), setting_word(scene.heading.setting, language))
        headed.append(HeadedShot(shot=content(shot), heading=scene_heading(shot.scene, scene), place=place, time=time,
                                 setting=setting, sounds=sounds))
    return headed


def _sounds(shot: Shot, scene: SceneReading | None) -> tuple[str, ...]:
    """What the breakdown lists as sound or music on the script lines of the shot."""
    items = scene.items if scene else ()
    return tuple(dict.fromkeys(item.name for item in items if item.category in (SOUND, MUSIC)
                               and item.line in shot.lines))


def _field(screenplay: Screenplay, keys: tuple[str, ...]) -> str:
    return next((found for key in keys if (found := screenplay.field(key))), "")
