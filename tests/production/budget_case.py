"""A small film made by hand, its schedule and rates, for the tests of the budget."""

from __future__ import annotations

from dataclasses import replace

from throughline.film.rates import BudgetSettings, Exchange, Fringe, Rate, Share, WorkSection
from throughline.film.schedule import CastDays, Schedule, ShootDay, Strip
from throughline.film.shot import Angle, EffectCue, Move, Shot, ShotList, Size, TitleCard
from throughline.film.story import (
    Breakdown,
    CharacterFact,
    EffectNeed,
    Heading,
    Item,
    Presence,
    Role,
    SceneReading,
    SetKind,
    Setting,
    TimeOfDay,
)
from throughline.production.budget import BudgetBasis

NAMES = ("MINA", "PARK", "VOICE")


def scene(number: int, place: str, setting: Setting, time: TimeOfDay, kind: SetKind, roles: tuple[str, ...],
          items: tuple[tuple[int, str], ...] = (), needs: tuple[EffectNeed, ...] = (), crowd: str | None = None
          ) -> SceneReading:
    """A scene whose lines begin at a hundred times its number."""
    line = number * 100
    found = [Role(name=name, presence=Presence.HEARD if name == "VOICE" else Presence.SPEAKS, line=line)
             for name in roles]
    if crowd:
        found.append(Role(name=crowd, presence=Presence.SEEN, line=line, crowd=True))
    return SceneReading(scene=str(number), index=number - 1, line=line, set_kind=kind, features=(), fog=False,
                        heading=Heading(text=place, setting=setting, place=place, time=time), otherworld=False,
                        roles=tuple(found), beats=(), eighths=8, needs=needs,
                        items=tuple(Item(category=category, name=name, line=line + 1) for category, name in items))


def shot(number: int, step: int, size: Size = Size.MS, move: Move = Move.STATIC, frames: int = 72,
         subjects: tuple[str, ...] = ("MINA",), effects: tuple[str, ...] = (), titles: int = 0) -> Shot:
    """A shot that covers the line of its step."""
    return Shot(id=f"{number}-{step:02d}0", scene=str(number), frames=frames, size=size, angle=Angle.EYE, move=move,
                lens_mm=35, subjects=subjects, action="", lines=(number * 100 + step,),
                effects=tuple(EffectCue(kind=kind, frame=0) for kind in effects),
                titles=tuple(TitleCard(text="A", frame_in=0, frame_out=9) for _ in range(titles)))


def breakdown() -> Breakdown:
    return Breakdown(language="en", vehicles=("van",), cast=(
        CharacterFact(name="MINA", speeches=20), CharacterFact(name="PARK", speeches=4),
        CharacterFact(name="VOICE", speeches=1), CharacterFact(name="WYRM", kind="dragon")), scenes=(
        scene(1, "STREET", Setting.EXT, TimeOfDay.NIGHT, SetKind.STREET, ("MINA",), (
            (103, "van"), (102, "MINA: fall"), (105, "rain (street)"), (104, "lamp"), (104, "knife")),
              crowd="MARCHERS"),
        scene(2, "ROOM", Setting.INT, TimeOfDay.DAY, SetKind.ROOM, ("MINA", "PARK", "VOICE"),
              ((104, "lamp"), (106, "red coat"))),
        scene(3, "STREET", Setting.EXT, TimeOfDay.NIGHT, SetKind.STREET, ("MINA", "PARK"),
              ((121, "WYRM (dragon)"), (121, "explosion (van)")),
              (EffectNeed(kind="explosion", complexity="high", line=302),))))


def shot_list() -> ShotList:
    return ShotList(title="Two Nights", rate_num=24, rate_den=1, shots=(
        shot(1, 1, Size.ESTABLISHING, Move.CRANE_DOWN, effects=("rain",), titles=1),
        shot(1, 2, move=Move.TRACK), shot(2, 1, Size.CU, frames=240), shot(2, 2, move=Move.FOLLOW),
        shot(3, 1, Size.LS, subjects=("WYRM",)),
        shot(3, 2, Size.LS, Move.HANDHELD, frames=144, subjects=("van",), effects=("explosion",)),
        shot(3, 3, Size.CU, subjects=("WYRM",), frames=24)))


def schedule() -> Schedule:
    """Three days: scenes 1, 2 and 3 a day each, the second in another place; PARK is held for a day."""
    broken = breakdown()
    strips = tuple(Strip(scene=one.scene, heading=one.heading.text, setting=one.heading.setting,
                         time=one.heading.time, set_name=one.heading.place, location=one.heading.place, eighths=8,
                         minutes=300, cast=tuple(role.name for role in one.roles if not role.crowd))
                   for one in broken.scenes)
    places = {"1": ("STREET",), "2": ("ROOM", "STREET"), "3": ("STREET",)}
    days = tuple(ShootDay(number=number, date=f"2026-05-0{number}", locations=places[str(number)],
                          scenes=(str(number),), call="18:00", wrap="06:00", eighths=8, minutes=600,
                          night=number != 2) for number in (1, 2, 3))
    rows = ((1, "MINA", ("SW", "W", "WF"), 3, 0), (2, "PARK", ("SW", "H", "WF"), 2, 1),
            (3, "VOICE", ("", "SWF", ""), 1, 0))
    return Schedule(title="Two Nights", calendar=tuple(day.date for day in days), strips=strips, days=days,
                    cast=tuple(CastDays(number=number, name=name, codes=codes, start="2026-05-01",
                                        finish="2026-05-03", worked=worked, held=held)
                               for number, name, codes, worked, held in rows),
                    currency="KRW", cost=0.0, bound=0.0, proved=False)


def rate(item: str, amount: float, unit: str = "day", currency: str = "KRW", start: str = "2026-01-01", end: str = ""
         ) -> Rate:
    return Rate(item=item, unit=unit, rate=amount, currency=currency, start=start, end=end, source="deal memo")


RATES = (rate("director", 30_000_000, "flat"), rate("lead cast", 1_500_000), rate("cast: PARK", 700_000),
         rate("voice cast", 300_000), rate("gaffer", 333_333), rate("line producer", 1_750_000, "week"),
         rate("camera package", 612.5, currency="USD"), rate("prop", 55_000, "piece"),
         rate("prop: lamp", 120_000, "piece"), rate("insurance", 0.015, "percent"), rate("editor", 1_500_000, "week"),
         rate("vfx artist", 450_000), rate("vfx artist: fx", 380.0, currency="USD"),
         rate("machine hour", 3_000, "hour"), rate("location", 800_000), rate("meal", 11_500, "meal"))
SETTINGS = BudgetSettings(
    as_of="2026-03-02", currency="KRW", marketing=5_000_000.0, bond=Share(percent=3.5, date="2026-02-01"),
    work=WorkSection(hold=0.5), extras={"marchers": 40.0}, crew={"grip": 0.0, "electrician": 5.0},
    exchange=(Exchange(currency="USD", rate=1300.0, date="2025-06-01"),
              Exchange(currency="USD", rate=1387.5, date="2026-02-01"),
              Exchange(currency="USD", rate=1500.0, date="2026-09-01")),
    fringe=(Fringe(name="Pension", percent=4.5, ceiling=1_000_000.0, per="week"),
            Fringe(name="Union", percent=7.0, groups=("cast",), ceiling=4_000_000.0),
            Fringe(name="Accident", percent=1.0, since="2020-01-01"),
            Fringe(name="Accident", percent=0.8, since="2026-01-01")))


def basis(**changed: object) -> BudgetBasis:
    """The film with its settings and rates; some of it ``changed``."""
    usual = BudgetBasis(shot_list=shot_list(), breakdown=breakdown(), schedule=schedule(), settings=SETTINGS,
                        rates=RATES, title="Two Nights", language="en")
    return replace(usual, **changed)  # type: ignore[arg-type]
