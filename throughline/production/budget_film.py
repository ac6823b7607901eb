"""What the film asks for, counted: which shooting days a scene, a thing or a piece of equipment is needed on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from throughline.film.schedule import Schedule
from throughline.film.shot import Angle, Move, Shot, ShotList, Size
from throughline.film.story import Breakdown, Item, Presence, SceneReading, SetKind, Setting

GEAR: Mapping[Move, str] = {
    Move.PUSH_IN: "dolly", Move.PULL_OUT: "dolly", Move.TRACK: "dolly", Move.LEAD: "gimbal", Move.FOLLOW: "gimbal",
    Move.ORBIT: "gimbal", Move.CRANE_UP: "crane", Move.CRANE_DOWN: "crane", Move.ZOOM_IN: "zoom lens",
    Move.ZOOM_OUT: "zoom lens"}
"""What must be hired for a camera move; moves that a tripod and head do are in the camera package."""
KNOWN_GEAR = frozenset({*GEAR.values(), "drone", "car rig", "camera car"})
EXTERIORS = (Setting.EXT, Setting.INT_EXT)
ROADS = (SetKind.STREET, SetKind.ROAD)
CREATURE_WAYS = ("head", "whole", "none")
"""How a creature is made: a performer whose head is replaced, wholly by computer, or not by computer at all."""
SPECIAL, VISUAL, PRACTICAL = 119, 121, (105, 122)


@dataclass(frozen=True)
class Need:
    """Something that the film needs: its name, the scenes and shots that ask for it, the days they are shot on."""

    name: str
    scenes: tuple[str, ...]
    days: tuple[int, ...]
    shots: tuple[str, ...] = ()


@dataclass(frozen=True)
class Film:
    """The film as its shot list, breakdown and schedule tell it; ``ways`` is how a person has creatures made, by name
    (``CREATURE_WAYS``)."""

    shot_list: ShotList
    breakdown: Breakdown
    schedule: Schedule
    ways: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def scenes(self) -> Mapping[str, SceneReading]:
        return {scene.scene: scene for scene in self.breakdown.scenes}

    @cached_property
    def scene_days(self) -> Mapping[str, tuple[int, ...]]:
        """The shooting days of every scene."""
        found: dict[str, list[int]] = {}
        for day in self.schedule.days:
            for scene in day.scenes:
                found.setdefault(scene, []).append(day.number)
        return {scene: tuple(days) for scene, days in found.items()}

    @property
    def minutes(self) -> float:
        return float(self.shot_list.frames / self.shot_list.rate / 60)

    @property
    def unscheduled(self) -> tuple[str, ...]:
        """Scenes that are on no shooting day."""
        return tuple(scene for scene in self.scenes if scene not in self.scene_days)

    def days(self, scenes: Iterable[str]) -> tuple[int, ...]:
        """The shooting days of these scenes, in order."""
        return tuple(sorted({day for scene in scenes for day in self.scene_days.get(scene, ())}))

    def need(self, name: str, scenes: Iterable[str], shots: Iterable[str] = ()) -> Need:
        order = tuple(dict.fromkeys(scenes))
        return Need(name, order, self.days(order), tuple(shots))

    def where(self, wanted: Callable[[SceneReading], bool], name: str = "") -> Need:
        """The scenes of which this is true, as one need."""
        return self.need(name, (scene.scene for scene in self.breakdown.scenes if wanted(scene)))

    def elements(self, *categories: int, name: Callable[[Item], str] = lambda item: item.name) -> tuple[Need, ...]:
        """The breakdown's elements of these categories by name, with the scenes that ask for each."""
        found: dict[str, tuple[str, list[str]]] = {}
        for scene in self.breakdown.scenes:
            for item in scene.items:
                if item.category in categories:
                    called = name(item)
                    found.setdefault(called.casefold(), (called, []))[1].append(scene.scene)
        return tuple(self.need(called, scenes) for called, scenes in found.values())

    def gear(self) -> Mapping[str, Need]:
        """The equipment that shots and script ask for, by name."""
        scenes: dict[str, list[str]] = {}
        shots: dict[str, list[str]] = {}
        for shot in self.shot_list.shots:
            for name in self._gear_of(shot):
                scenes.setdefault(name, []).append(shot.scene)
                shots.setdefault(name, []).append(shot.id)
        for need in self.elements(SPECIAL):
            if need.name in KNOWN_GEAR:
                scenes.setdefault(need.name, []).extend(need.scenes)
        return {name: self.need(name, asked, shots.get(name, ())) for name, asked in scenes.items()}

    def _gear_of(self, shot: Shot) -> tuple[str, ...]:
        scene = self.scenes.get(shot.scene)
        vehicles = set(self.breakdown.vehicles)
        driven = any(cue.verb in ("drive", "pursue", "run") and set(cue.who) & vehicles for cue in shot.cues)
        if driven and shot.move in (Move.TRACK, Move.LEAD, Move.FOLLOW):
            return ("camera car",)
        found = [GEAR[shot.move]] if shot.move in GEAR else []
        if scene is not None and scene.set_kind is SetKind.CAR and shot.size is not Size.INSERT:
            found.append("car rig")
        if shot.angle is Angle.BIRD:
            found.append("drone" if shot.size in (Size.ELS, Size.ESTABLISHING) else "crane")
        return tuple(dict.fromkeys(found))

    def night_exteriors(self) -> Need:
        """Scenes outdoors on nights of shooting."""
        nights = {day.number for day in self.schedule.days if day.night}
        found = self.where(lambda scene: scene.heading.setting in EXTERIORS)
        return Need("", found.scenes, tuple(day for day in found.days if day in nights))

    def roads(self) -> Need:
        """Scenes on public streets and in moving cars."""
        return self.where(lambda scene: scene.set_kind is SetKind.CAR or (
            scene.set_kind in ROADS and scene.heading.setting in EXTERIORS and not scene.otherworld))

    def locations(self) -> tuple[Need, ...]:
        """Where the film is shot: the schedule's locations, and for a strip without one its set, if that is no car."""
        found: dict[str, list[str]] = {}
        for strip in self.schedule.strips:
            scene = self.scenes.get(strip.scene)
            if not strip.located and scene is not None and scene.set_kind is SetKind.CAR:
                continue
            found.setdefault(strip.location or strip.set_name, []).append(strip.scene)
        return tuple(self.need(name, scenes) for name, scenes in found.items())

    def built_sets(self) -> tuple[Need, ...]:
        """Sets of another world, which no location offers."""
        found: dict[str, list[str]] = {}
        for scene in self.breakdown.scenes:
            if scene.otherworld or scene.set_kind is SetKind.BETWEEN:
                found.setdefault(scene.heading.place, []).append(scene.scene)
        return tuple(self.need(name, scenes) for name, scenes in found.items())

    def crowds(self) -> tuple[Need, ...]:
        found: dict[str, list[str]] = {}
        for scene in self.breakdown.scenes:
            for role in scene.roles:
                if role.crowd and role.presence is not Presence.HEARD:
                    found.setdefault(role.name, []).append(scene.scene)
        return tuple(self.need(name, scenes) for name, scenes in found.items())

    def only_heard(self) -> frozenset[str]:
        """Roles that are heard and never seen."""
        seen: set[str] = set()
        heard: set[str] = set()
        for scene in self.breakdown.scenes:
            for role in scene.roles:
                (heard if role.presence is Presence.HEARD else seen).add(role.name)
        return frozenset(heard - seen)

    def creatures(self) -> Mapping[str, str]:
        """Cast whom the breakdown lists among the visual effects, or needs ask a creature of: name to kind."""
        named = {item.name.partition(" (")[0] for scene in self.breakdown.scenes for item in scene.items
                 if item.category == VISUAL}
        named |= {need.at for scene in self.breakdown.scenes for need in scene.needs
                  if need.kind == "creature" and need.at}
        return {fact.name: fact.kind for fact in self.breakdown.cast if fact.kind != "person" and fact.name in named}

    def way(self, name: str) -> str:
        """How a creature is made (``CREATURE_WAYS``): as a person says; else somebody on the schedule performs it and
        the head is replaced, and what nobody performs is made whole."""
        said = {other.casefold(): way for other, way in self.ways.items()}
        performed = any(row.name == name and row.worked for row in self.schedule.cast)
        return said.get(name.casefold(), "head" if performed else "whole")


def effect_kind(item: Item) -> str:
    """The kind of effect in an element's name: "rain" of "rain (street)"."""
    return item.name.partition(" (")[0]
