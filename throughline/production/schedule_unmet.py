"""Wishes that a schedule does not keep, and what stands against each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from throughline.film.company import Company, Pin
from throughline.film.schedule import ShootDay, Strip, Unmet
from throughline.production.schedule_conflict import (
    DATES,
    HOURS,
    PIN,
    PLACE,
    PLAYER,
    Wish,
    against,
    conflict,
    wishes_of,
)
from throughline.production.schedule_cost import Plan
from throughline.production.schedule_dates import is_off
from throughline.production.schedule_problem import Problem
from throughline.production.schedule_words import say


def unmet_wishes(problem: Problem, plan: Plan, strips: Sequence[Strip], days: Sequence[ShootDay], company: Company,
                 language: str) -> tuple[Unmet, ...]:
    """Every wish of the settings that the days do not keep, with the reason."""
    return tuple(_Unmet(problem, plan, strips, days, company, language).all())


class _Unmet:
    """The wishes looked through one kind after the other."""

    def __init__(self, problem: Problem, plan: Plan, strips: Sequence[Strip], days: Sequence[ShootDay],
                 company: Company, language: str):
        self.problem, self.plan, self.strips, self.company, self.language = problem, plan, strips, company, language
        self.day_of = {slot: day for slot, day in zip(sorted(set(plan.slots)), days, strict=True)}
        self.reasons: dict[Wish, str] = {}
        self.pins = {pin.scene.casefold(): pin for pin in company.pins}
        broken = {wish for task, slot in enumerate(plan.slots) for wish in against(problem, task, slot)}
        known = [wish for wish in wishes_of(problem) if wish[0] != HOURS]
        self.kept = [wish for wish in known if wish not in broken]
        self.broken = [wish for wish in known if wish in broken]

    def all(self) -> Iterator[Unmet]:
        yield from self._pins()
        yield from self._dates()
        yield from self._places()
        yield from self._players()
        yield from self._hours()

    def say(self, key: str, **parts: object) -> str:
        return say(key, self.language, **parts)

    def _pins(self) -> Iterator[Unmet]:
        for task, told in enumerate(self.problem.tasks):
            pin = self.pins.get(self.strips[told.strip].scene.casefold())
            if pin is None or told.part > 1:
                continue
            day = self.day_of[self.plan.slots[task]]
            if (pin.date and day.date == pin.date) or (not pin.date and day.number == pin.day):
                continue
            why = self._no_slot(pin) if task not in self.problem.wishes.pins else self._why((PIN, task))
            wanted = pin.date or self.say("day_number", day=pin.day)
            yield Unmet(wish=self.say("pin", scene=self.strips[told.strip].scene, wanted=wanted),
                        why=f"{why}; {self.say('got', got=self._when(day))}")

    def _no_slot(self, pin: Pin) -> str:
        start = self.company.start
        if pin.date and not start:
            return self.say("no_start")
        if pin.date and pin.date < start:
            return self.say("no_slot", date=pin.date, start=start)
        return self.say("beyond", date=pin.date or self.say("day_number", day=pin.day))

    def _dates(self) -> Iterator[Unmet]:
        late = [day for day in self.day_of.values() if self.company.end and day.date > self.company.end]
        if late:
            yield Unmet(wish=self.say("end", end=self.company.end), why=self.say("more_days", count=len(late)))
        for day in self.day_of.values():
            if day.date and is_off(day.date, self.company):
                pinned = [scene for scene in day.scenes if scene.casefold() in self.pins]
                yield Unmet(wish=self.say("works_off", date=day.date),
                            why=self.say("by_pin", scene=", ".join(pinned)) if pinned else self._why((DATES, 0)))

    def _places(self) -> Iterator[Unmet]:
        for slot, day in self.day_of.items():
            for place, name in enumerate(self.problem.places):
                scenes = [self._scene(task) for task in self._load(slot) if self.problem.tasks[task].place == place]
                if scenes and (place, slot) in self.problem.wishes.closed:
                    yield self._broken("closed", name, day, scenes, (PLACE, place))

    def _players(self) -> Iterator[Unmet]:
        for slot, day in self.day_of.items():
            for who, name in enumerate(self.problem.names):
                scenes = [self._scene(task) for task in self._load(slot) if who in self.problem.tasks[task].cast]
                if scenes and (who, slot) in self.problem.wishes.away:
                    yield self._broken("away", name, day, scenes, (PLAYER, who))

    def _broken(self, key: str, name: str, day: ShootDay, scenes: Sequence[str], wish: Wish) -> Unmet:
        return Unmet(wish=self.say(key, name=name, date=self._when(day)),
                     why=f"{self.say('needs', scenes=', '.join(scenes))}; {self._why(wish)}")

    def _hours(self) -> Iterator[Unmet]:
        for slot, day in self.day_of.items():
            for who, limit in self.problem.wishes.minutes.items():
                minutes = sum(self.problem.tasks[task].minutes for task in self._load(slot)
                              if who in self.problem.tasks[task].cast)
                if minutes > limit:
                    yield Unmet(wish=self.say("hours", name=self.problem.names[who], date=self._when(day),
                                              hours=f"{limit / 60:g}"),
                                why=f"{self.say('long', minutes=minutes)}; {self._why((HOURS, who))}")

    def _load(self, slot: int) -> list[int]:
        return [task for task, at in enumerate(self.plan.slots) if at == slot]

    def _scene(self, task: int) -> str:
        return self.strips[self.problem.tasks[task].strip].scene

    def _when(self, day: ShootDay) -> str:
        return day.date or self.say("day_number", day=day.number)

    def _why(self, wish: Wish) -> str:
        """What stands against a wish, proved once."""
        if wish not in self.reasons:
            others = self._others(wish)
            if others is None:
                self.reasons[wish] = self.say("search")
            elif others:
                self.reasons[wish] = self.say("against", others="; ".join(self._named(other) for other in others))
            else:
                self.reasons[wish] = self._alone(wish)
        return self.reasons[wish]

    def _others(self, wish: Wish) -> tuple[Wish, ...] | None:
        """The wishes against one: of those that are kept, or else with one more that is broken too."""
        if wish not in wishes_of(self.problem):
            return None
        found = conflict(self.problem, wish, self.kept)
        for other in self.broken if found is None else ():
            found = conflict(self.problem, wish, [other]) if other != wish and found is None else found
        return found

    def _alone(self, wish: Wish) -> str:
        kind, index = wish
        if kind == PLAYER:
            return self.say("never_player", name=self.problem.names[index])
        return self.say("never_place", name=self.problem.places[index]) if kind == PLACE else self.say("never_fits")

    def _named(self, wish: Wish) -> str:
        kind, index = wish
        if kind == PIN:
            pin = self.pins[self._scene(index).casefold()]
            return self.say("pin", scene=pin.scene, wanted=pin.date or self.say("day_number", day=pin.day))
        if kind == PLACE:
            return self.say("dates_of", name=self.problem.places[index])
        if kind == PLAYER:
            return self.say("dates_of", name=self.problem.names[index])
        if kind == HOURS:
            return self.say("hours_of", name=self.problem.names[index])
        return self.say("dates")
