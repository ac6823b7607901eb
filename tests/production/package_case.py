"""A small film with a budget and a schedule made by hand, for the tests of the package."""

from __future__ import annotations

from dataclasses import replace

from throughline.film.blocking import Look
from throughline.film.budget import Budget, BudgetAccount, BudgetLine, VfxShotBid
from throughline.film.disclosure import DisclosureRow, Nature, SourceType
from throughline.film.dossier import Chosen, Pair, Still, Stretch, Tint
from throughline.film.finance import Comparable, FinanceSettings, FinanceSource, Scenarios, SourceKind, SourceStatus
from throughline.film.package import Contact, Member, PackageSettings, PackageWords, Phase
from throughline.film.schedule import CastDays, Schedule, ShootDay, Strip
from throughline.film.shot import Angle, EffectCue, Move, Shot, ShotList, Size
from throughline.film.story import (
    Beat,
    BeatKind,
    Breakdown,
    CharacterFact,
    Heading,
    Presence,
    Role,
    SceneReading,
    SetKind,
    Setting,
    TimeOfDay,
)
from throughline.production.package import Gallery, Material

SCENES = (("1", "EXT. HARBOUR - NIGHT", "HARBOUR", TimeOfDay.NIGHT, ("MINA",), 5),
          ("2", "INT. NET LOFT - DAY", "NET LOFT", TimeOfDay.DAY, ("MINA", "OLD PARK"), 9),
          ("3", "EXT. BREAKWATER - DAWN", "BREAKWATER", TimeOfDay.DAWN, ("MINA", "OLD PARK"), 6))
ACCOUNTS = (("1100", "Story", "above", ((1, 8_000_000),)), ("1300", "Director", "above", ((1, 15_000_000),)),
            ("1400", "Cast", "above", ((6, 900_000), (4, 350_000))), ("2000", "Staff", "production", ((6, 4_100_000),)),
            ("3600", "Location", "production", ((3, 1_250_000),)), ("5000", "Editing", "post", ((20, 320_000),)),
            ("5200", "Sound", "post", ((1, None),)), ("6700", "Insurance", "other", ((1, 2_400_000),)))


def breakdown() -> Breakdown:
    scenes = []
    for index, (number, text, place, time, names, eighths) in enumerate(SCENES):
        heading = Heading(text=text, setting=Setting.INT if text.startswith("INT") else Setting.EXT, place=place,
                          time=time)
        beats = tuple(Beat(index=n, kind=BeatKind.ACTION, text=f"{name} (4{n}) mends a net at the {place.lower()}.",
                           line=10 * index + n) for n, name in enumerate(names))
        roles = tuple(Role(name=name, presence=Presence.SPEAKS, line=1) for name in names)
        scenes.append(SceneReading(scene=number, index=index, heading=heading, line=10 * index, set_kind=SetKind.FIELD,
                                   features=(), fog=False, otherworld=False, roles=roles, beats=beats, items=(),
                                   eighths=eighths, synopsis=f"Scene {number} happens at the {place.lower()}."))
    cast = (CharacterFact(name="MINA", age=31, line=1, speeches=4, words=("yellow oilskin",)),
            CharacterFact(name="OLD PARK", age=70, line=11, speeches=2))
    return Breakdown(language="en", scenes=tuple(scenes), cast=cast)


def shots() -> ShotList:
    made = []
    for number, _text, _place, _time, names, _eighths in SCENES:
        for step, size in enumerate((Size.ELS, Size.MS, Size.CU), start=1):
            effects = (EffectCue(kind="explosion", frame=12),) if (number, step) == ("3", 1) else ()
            made.append(Shot(id=f"{number}-0{step}0", scene=number, frames=48, size=size, angle=Angle.EYE,
                             move=Move.STATIC, lens_mm=24 + 20 * step, subjects=names[:step], action="A net is mended.",
                             effects=effects))
    return ShotList(title="The Nets", rate_num=24, rate_den=1, shots=tuple(made))


def budget(currency: str = "KRW") -> Budget:
    accounts = tuple(BudgetAccount(number=number, title=title, section=section, lines=tuple(
        BudgetLine(text="line", quantity=quantity, unit="day", rate=rate, amount=quantity * (rate or 0))
        for quantity, rate in lines)) for number, title, section, lines in ACCOUNTS)
    net = sum(account.total for account in accounts)
    bids = (VfxShotBid(shot="3-010", kinds=("explosion",), days=(5.0, 7.1, 9.2), price=(2e6, 2.84e6, 3.68e6),
                       own_hours=(3.0, 4.0, 6.0), own_price=(90_000, 120_000, 180_000), measured=True),)
    contingency = round(net * 0.1)
    return Budget(title="The Nets", currency=currency, as_of="2026-05-01", accounts=accounts, contingency_rate=0.1,
                  contingency=contingency, bond_rate=0.0, bond=0.0, total=net + contingency, vfx=bids,
                  marketing=25_000_000.0,
                  open=("5200 Sound: rate of the mix",))


def schedule() -> Schedule:
    days = tuple(ShootDay(number=number, date=f"2026-09-0{number}", locations=(place.title(),), scenes=(scene,),
                          call="07:00", wrap="19:00", eighths=eighths, minutes=500, night=time is TimeOfDay.NIGHT)
                 for number, (scene, _t, place, time, _n, eighths) in enumerate(SCENES, start=1))
    strips = tuple(Strip(scene=scene, heading=text, setting=Setting.EXT, time=time, set_name=place,
                         location=place.title(), eighths=eighths, minutes=500, cast=names)
                   for scene, text, place, time, names, eighths in SCENES)
    cast = (CastDays(number=1, name="MINA", codes=("SW", "W", "WF"), start="2026-09-01", finish="2026-09-03", worked=3,
                     held=0),
            CastDays(number=2, name="OLD PARK", codes=("", "SW", "WF"), start="2026-09-02", finish="2026-09-03",
                     worked=2, held=0))
    return Schedule(title="The Nets", calendar=tuple(day.date for day in days), strips=strips, days=days, cast=cast,
                    currency="KRW", cost=3_000_000, bound=3_000_000, proved=True, open=("hospital near the harbour",))


def finance() -> FinanceSettings:
    sources = (FinanceSource(name="Harbour Fund", kind=SourceKind.GRANT, amount=20_000_000,
                             status=SourceStatus.COMMITTED),
               FinanceSource(name="Lead investor", kind=SourceKind.EQUITY, amount=30_000_000,
                             status=SourceStatus.OFFERED),
               FinanceSource(name="Bank", kind=SourceKind.LOAN, amount=10_000_000))
    return FinanceSettings(sources=sources, scenarios=Scenarios(low=9_000, base=30_000,
                                                                                      high=90_000))


def settings() -> PackageSettings:
    korean = PackageWords(logline="그물을 깁는 사람이 빈 배를 기다린다.")
    words = PackageWords(company="Net Films", genre="Drama", logline="A net-mender waits for a boat that has no crew.",
                         synopsis="Mina mends nets. " * 40, look="Salt, rope and early light.",
                         audience="Those who wait for someone.", disclaimer="For partners only.",
                         team=(Member(name="Ana Lim", role="Director", credits=("Low Tide (2021)", "Ebb (2024)")),),
                         contacts=(Contact(name="Ana Lim", email="ana@example.org"),))
    timeline = (Phase(phase="development", start="2026-01-01", end="2026-05-31"),
                Phase(phase="post", start="2026-10-01", end="2027-02-28"))
    return PackageSettings(as_of="2026-05-02", en=words, ko=korean,
                           finance=finance(), timeline=timeline)


def comparables() -> tuple[Comparable, ...]:
    return (Comparable(title="Sample Film", year=2019, country="KR", source="a table made for this test",
                       budget=1_000_000_000, currency="KRW", admissions=120_000, gross=900_000_000),)


def ledger(generative: bool = False) -> tuple[DisclosureRow, ...]:
    rows = [DisclosureRow(shot=shot.id, stage=stage, tool="blender", version="4.5.15", seed=0,
                          source_type=SourceType.ALGORITHMIC, approver="Ana Lim" if stage == "board" else None)
            for stage in ("board", "previs_clip") for shot in shots().shots]
    if generative:
        rows.append(DisclosureRow(shot="3-010", stage="generate", tool="pixels", version="2", seed=7,
                                  source_type=SourceType.TRAINED, nature=Nature.GENERATIVE))
    return tuple(rows)


def material(**changes: object) -> Material:
    made = Material(title="The Nets", author="Ana Lim", settings=settings(), breakdown=breakdown(), shots=shots(),
                    looks=(Look(name="MINA", outer="raincoat", outer_colour="#d9a514"),), schedule=schedule(),
                    budget=budget(), aspect=2.39, disclosure=ledger())
    return replace(made, **changes)


def gallery() -> Gallery:
    """A gallery whose pictures are named after the shots."""
    stills = [Still(name=shot.id, shot=shot.id, caption=shot.id) for shot in shots().shots]
    pair = Pair(drawn=Still(name="3-010_drawn", shot="3-010", caption="3-010"), rendered=stills[6])
    chosen = Chosen(cover=stills[0], logline=stills[2], closing=stills[8], story=tuple(stills[1:4]),
                    look=tuple(stills[:6]), effects=(stills[6],), frames=tuple(stills), pairs=(pair,))
    tints = (Tint(colour="#203040", share=0.6), Tint(colour="#d9a514", share=0.4))
    return Gallery(chosen=chosen, characters={"MINA": tuple(stills[:3]), "OLD PARK": (stills[4],)},
                   places={"HARBOUR": tuple(stills[:3]), "NET LOFT": tuple(stills[3:6])},
                   place_tints={"HARBOUR": tints}, tints=tints,
                   colours=tuple(Stretch(colours=("#203040", "#d9a514"), frames=48, scene=still.shot[:1])
                                 for still in stills),
                   accent="#d9a514", accent_print="#8a6a10", drawn=9, rendered=8)
