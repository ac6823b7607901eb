"""How much of everything: each measure that the chart of accounts names, as lots counted from the film."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from throughline.film.rates import BudgetSettings
from throughline.film.story import Presence
from throughline.production.accounts import Item
from throughline.production.budget_film import KNOWN_GEAR, PRACTICAL, SPECIAL, Film, Need, effect_kind
from throughline.production.budget_quantity import Globals, Lot, Quantity, hired
from throughline.production.budget_rates import RateCard
from throughline.production.budget_roles import cast_lots
from throughline.production.budget_words import listed, say, stunt_words
from throughline.production.vfx_bid_table import kind_word
from throughline.production.vfx_bid_wants import Practical
from throughline.reading.wishes import vocabulary

GROUPS: Mapping[str, int] = {
    "art": 115, "dressing": 116, "greens": 117, "props": 104, "wardrobe": 106, "makeup": 107,
    "grips": 111, "electrics": 112, "music": 114}
CAMERA = 110
OTHERS = (125, 126)
EACH = {"vehicles": 103, "animals": 108, "guards": 118, "labor": 120}
GLOBALS = ("shoot_days", "edit_weeks", "sound_weeks", "mix_days", "grade_days", "second_unit_days")
Lots = tuple[Lot, ...]


@dataclass(frozen=True)
class Measures:
    """The film counted, for a rate card that prices some things by name. ``practical`` says of an effect's kind and
    scene whether it is made on the set."""

    film: Film
    given: Globals
    settings: BudgetSettings
    card: RateCard
    language: str
    practical: Practical
    vfx_scenes: tuple[str, ...] = ()

    def lots(self, item: Item) -> Lots:
        """What the item is needed for, in lots; none where the film does not need it."""
        by = item.by
        if by in GROUPS:
            return self._group(item, self.film.elements(GROUPS[by]))
        if by in EACH:
            return self._each(self.film.elements(EACH[by]))
        if by in GLOBALS:
            return _some(Quantity(self.given.value(by), by, self._days_said(by)))
        found: Callable[[Item], Lots] = getattr(self, f"_{by}")
        return found(item)

    def _say(self, key: str, **figures: object) -> str:
        return say(self.language, key, **figures)

    def _listed(self, names: Sequence[object]) -> str:
        return listed(names, self.language)

    def _days_said(self, name: str) -> str:
        if name == "shoot_days":
            return self._say("days", n=f"{self.given.value(name):g}")
        return self.given.rows[name].source

    def _on(self, need: Need) -> str:
        """Where a need of days comes from."""
        if not need.days:
            return f"{self._say('scenes', scenes=self._listed(need.scenes))}; {self._say('unscheduled')}"
        return self._say("on_days", days=self._listed(need.days), scenes=self._listed(need.scenes))

    def _each(self, needs: Iterable[Need], own: bool = True, text: Callable[[Need], str] = lambda need: need.name
              ) -> Lots:
        """A lot of days for each thing."""
        return tuple(Lot(Quantity(float(len(need.days)), source=self._on(need)), thing=need.name, text=text(need),
                         own=own) for need in needs)

    def _group(self, item: Item, needs: Sequence[Need]) -> Lots:
        """A piece for each thing that has a rate of its own, and all the others together."""
        priced = [need for need in needs if self.card.has(f"{item.item}: {need.name}", item.account)]
        rest = [need for need in needs if need not in priced]
        lots = [Lot(Quantity(1.0, source=self._say("scenes", scenes=self._listed(need.scenes))), thing=need.name,
                    text=need.name, own=True) for need in priced]
        if rest:
            names = tuple(need.name for need in rest)
            lots.append(Lot(Quantity(float(len(rest)), source=self._say("things", things=self._listed(names))),
                            things=names))
        return tuple(lots)

    def _together(self, needs: Iterable[Need]) -> Lots:
        """The days on which any of the needs is shot, as one lot."""
        scenes = [scene for need in needs for scene in need.scenes]
        need = self.film.need("", sorted(set(scenes), key=list(self.film.scenes).index))
        return _some(Quantity(float(len(need.days)), source=self._on(need)))

    def _one(self, item: Item) -> Lots:
        return (Lot(Quantity(1.0, source=self._say("one"))),)

    def _cost(self, item: Item) -> Lots:
        return (Lot(Quantity(1.0, source=self._say("one"))),)

    def _others(self, item: Item) -> Lots:
        return self._group(item, self.film.elements(*OTHERS))

    def _hire(self, item: Item) -> Lots:
        quantity, prep, wrap = hired(self.given, item.prep, item.wrap)
        parts = {"hire_prep": prep, "hire_shoot": self.given.value("shoot_days"), "hire_wrap": wrap}
        return _some(quantity.said(self._say("hire", parts=" + ".join(
            self._say(phrase, n=days) for phrase, days in parts.items() if days))))

    def _cast(self, item: Item) -> Lots:
        return cast_lots(self.film, self.given, self.language)

    def _crowds(self, item: Item) -> Lots:
        sizes = {name.casefold(): count for name, count in self.settings.extras.items()}
        return tuple(Lot(Quantity(float(len(need.days)), source=self._say(
            "crowd", days=self._listed(need.days), scenes=self._listed(need.scenes), name=need.name)),
            thing=need.name, text=need.name, people=sizes.get(need.name.casefold(), 0.0))
            for need in self.film.crowds())

    def _extras_days(self, item: Item) -> Lots:
        return self._together(self.film.crowds())

    def _extras_meals(self, item: Item) -> Lots:
        total = sum(lot.quantity.value * (lot.people or 0.0) for lot in self._crowds(item))
        return _some(Quantity(total, source=self._say("extras_meals")))

    def _travel_days(self, item: Item) -> Lots:
        days = sum(row.travelled for row in self.film.schedule.cast)
        return _some(Quantity(float(days), source=self._say("travel", n=days)))

    def _stunts(self, item: Item) -> Lots:
        return self._each(self.film.elements(102), own=False, text=lambda need: stunt_words(need.name, self.language))

    def _stunt_days(self, item: Item) -> Lots:
        return self._together(self.film.elements(102))

    def _effects(self, item: Item) -> Lots:
        return self._each(self._practical_effects(), text=lambda need: kind_word(need.name, self.language))

    def _sfx_days(self, item: Item) -> Lots:
        return self._together(self._practical_effects())

    def _practical_effects(self) -> tuple[Need, ...]:
        found = []
        for need in self.film.elements(*PRACTICAL, name=effect_kind):
            scenes = [scene for scene in need.scenes if self.practical(need.name, scene, "")]
            if scenes:
                found.append(self.film.need(need.name, scenes))
        return tuple(found)

    def _cameras(self, item: Item) -> Lots:
        return self._group(item, [need for need in self.film.elements(CAMERA) if not _direction(need.name)])

    def _animal_days(self, item: Item) -> Lots:
        return self._together(self.film.elements(108, 109))

    def _gear(self, item: Item) -> Lots:
        need = self.film.gear().get(item.item)
        if need is None:
            return ()
        source = self._on(need) if not need.shots else self._say(
            "shots", days=self._listed(need.days) or "–", shots=self._listed(need.shots))
        return _some(Quantity(float(len(need.days)), source=source))

    def _specials(self, item: Item) -> Lots:
        return self._each(need for need in self.film.elements(SPECIAL) if need.name not in KNOWN_GEAR)

    def _locations(self, item: Item) -> Lots:
        return self._each(self.film.locations())

    def _location_count(self, item: Item) -> Lots:
        return _some(Quantity(float(len(self.film.locations())), source=self._say("places")))

    def _moves(self, item: Item) -> Lots:
        moved = [day for day in self.film.schedule.days if len(day.locations) > 1]
        days = self._listed([day.number for day in moved])
        count = sum(len(day.locations) - 1 for day in moved)
        return _some(Quantity(float(count), source=self._say("moves", days=days)))

    def _road_days(self, item: Item) -> Lots:
        need = self.film.roads()
        return _some(Quantity(float(len(need.days)),
                              source=self._say("roads", n=len(need.days), scenes=self._listed(need.scenes))))

    def _night_days(self, item: Item) -> Lots:
        days = self.film.night_exteriors().days
        return _some(Quantity(float(len(days)), source=self._say("nights", n=len(days))))

    def _built_sets(self, item: Item) -> Lots:
        sets = self.film.built_sets()
        return _some(Quantity(float(len(sets)),
                              source=self._say("sets", things=self._listed([need.name for need in sets]))))

    def _meals(self, item: Item) -> Lots:
        heads = self.given.rows["table_heads"]
        return _some(Quantity(self.given.value("shoot_days") * heads.value, "shoot_days*table_heads",
                              self._say("meals", n=heads.value)))

    def _minutes(self, item: Item) -> Lots:
        return _some(Quantity(self.given.value("running_minutes"), "running_minutes", self._say("minutes")))

    def _cards(self, item: Item) -> Lots:
        count = sum(len(shot.titles) for shot in self.film.shot_list.shots)
        return _some(Quantity(float(count), source=self._say("cards")))

    def _seen_cast(self, item: Item) -> Lots:
        heard = self.film.only_heard()
        names = [row.name for row in self.film.schedule.cast if row.name not in heard]
        return _some(Quantity(float(len(names)), source=self._say("things", things=self._listed(names))))

    def _voice_roles(self, item: Item) -> Lots:
        names = sorted({role.name for scene in self.film.breakdown.scenes for role in scene.roles
                        if role.presence is Presence.HEARD})
        return _some(Quantity(float(len(names)), source=self._say("things", things=self._listed(names))))

    def _vfx_days(self, item: Item) -> Lots:
        need = self.film.need("", self.vfx_scenes)
        return _some(Quantity(float(len(need.days)), source=self._on(need)))


def _direction(name: str) -> bool:
    """Whether a camera element only says how a shot is framed ("close on", "인서트"), which costs nothing."""
    plain = name.casefold().removesuffix(" on").strip("[] ")
    return any(plain in vocabulary(field) for field in ("size", "angle"))


def _some(quantity: Quantity) -> Lots:
    """The quantity as one lot; none where it is nought."""
    return (Lot(quantity),) if quantity.value else ()
