"""Scenes understood, written down shortly: what the directing tests direct."""

from __future__ import annotations

from hypothesis import strategies as st

from throughline.film.story import (
    Beat,
    BeatKind,
    Breakdown,
    CharacterFact,
    EffectWish,
    Event,
    Heading,
    Item,
    Presence,
    Role,
    SceneReading,
    SetKind,
    Setting,
    TimeOfDay,
    Verb,
    Wish,
)


def event(verb: str, who: str = "", target: str | None = None, manner: str = "") -> Event:
    names = tuple(name.strip() for name in who.split("+") if name.strip())
    return Event(verb=Verb(verb), who=names, target=target, manner=tuple(manner.split()))


def act(text: str, *events: Event, line: int = 0, wish: Wish | None = None, vfx: tuple[EffectWish, ...] = ()) -> Beat:
    return Beat(index=0, kind=BeatKind.ACTION, text=text, line=line, events=events, wish=wish, effects=vfx)


def say(speaker: str, text: str, *, off: bool = False, dual: bool = False, paren: str | None = None,
        wish: Wish | None = None) -> Beat:
    return Beat(index=0, kind=BeatKind.DIALOGUE, text=text, line=0, speaker=speaker, off_screen=off, dual=dual,
                parenthetical=paren, wish=wish)


def title(text: str) -> Beat:
    return Beat(index=0, kind=BeatKind.TITLE, text=text, line=0)


def transition(text: str) -> Beat:
    return Beat(index=0, kind=BeatKind.TRANSITION, text=text, line=0)


def scene(number: str, place: str, *beats: Beat, index: int = 0, kind: SetKind = SetKind.STREET,
          setting: Setting = Setting.EXT, time: TimeOfDay = TimeOfDay.NIGHT, otherworld: bool = False,
          items: tuple[Item, ...] = (), crowds: tuple[str, ...] = (), first_line: int = 1) -> SceneReading:
    """A scene whose roles follow from its beats; beats get their index, and a line each where they have none."""
    placed, line = [], first_line
    for at, beat in enumerate(beats):
        line = beat.line or line + 2
        placed.append(Beat(index=at, kind=beat.kind, text=beat.text, line=line, events=beat.events,
                           speaker=beat.speaker, parenthetical=beat.parenthetical, off_screen=beat.off_screen,
                           dual=beat.dual, wish=beat.wish, effects=beat.effects))
    roles: dict[str, Role] = {}
    for beat in placed:
        for name in (name for one in beat.events for name in one.who):
            if name.isupper() and name not in roles:
                roles[name] = Role(name=name, presence=Presence.SEEN, line=beat.line, crowd=name in crowds)
        if beat.speaker and (beat.speaker not in roles or roles[beat.speaker].presence is Presence.SEEN):
            presence = Presence.HEARD if beat.off_screen else Presence.SPEAKS
            roles[beat.speaker] = Role(name=beat.speaker, presence=presence, line=beat.line)
    text = f"{setting.upper()}. {place.upper()} - {time.upper()}"
    heading = Heading(text=text, setting=setting, place=place, time=time)
    return SceneReading(scene=number, index=index, heading=heading, line=first_line, set_kind=kind, features=(),
                        fog=otherworld, otherworld=otherworld, roles=tuple(roles.values()), beats=tuple(placed),
                        items=items, eighths=4)


def film(*scenes: SceneReading, language: str = "en", creatures: tuple[str, ...] = (),
         vehicles: tuple[str, ...] = ()) -> Breakdown:
    cast: dict[str, CharacterFact] = {}
    for one in scenes:
        for role in one.roles:
            if not role.crowd and role.name not in vehicles:
                kind = "reaper" if role.name in creatures else "person"
                cast[role.name] = CharacterFact(name=role.name, kind=kind, line=role.line)
    return Breakdown(language=language, scenes=scenes, cast=tuple(cast.values()), vehicles=vehicles)


PEOPLE = ("ANA", "BEN", "CHO")
PLACES = ("street", "kitchen", "hill")
LINES_SAID = (
    "No.", "Run!", "Where were you last night?", "I was at the station, where else would I be?",
    "You said you would come back, and I waited, and nobody came; so I locked the door and went to bed.",
    "When my father built this house he told everyone that it would stand a hundred years. It stood nine. "
    "I counted them. And then the river came up the stairs, one step a day, and we carried him out through the window.",
)


@st.composite
def beats(draw: st.DrawFn) -> Beat:
    """A beat of any sort that a script may hold."""
    sort = draw(st.sampled_from(("say", "say", "say", "do", "do", "do", "place", "title")))
    who = draw(st.sampled_from(PEOPLE))
    if sort == "say":
        return say(who, draw(st.sampled_from(LINES_SAID)), off=draw(st.integers(0, 9)) == 0,
                   dual=draw(st.integers(0, 9)) == 0)
    if sort == "title":
        return title("THREE YEARS LATER")
    if sort == "place":
        return act("Rain on the roofs.")
    other = draw(st.sampled_from(PEOPLE))
    verb = draw(st.sampled_from(list(Verb)))
    names = who if draw(st.booleans()) or other == who else f"{who}+{other}"
    target = draw(st.sampled_from((None, "phone", "tower", other)))
    wish = None
    if draw(st.integers(0, 7)) == 0:
        wish = Wish(size=draw(st.sampled_from((None, "close-up", "long"))),
                    move=draw(st.sampled_from((None, "push in"))),
                    seconds=draw(st.sampled_from((None, 2.5, 4.0))), text="wished")
    return act(f"{names} {verb} {target or ''}.", event(str(verb), names, target), wish=wish)


@st.composite
def films(draw: st.DrawFn, scenes: int = 3) -> Breakdown:
    """A film of up to ``scenes`` scenes of random beats."""
    count = draw(st.integers(1, scenes))
    made = []
    for index in range(count):
        held = draw(st.lists(beats(), min_size=1, max_size=10))
        made.append(scene(str(index + 1), PLACES[index % 3], *held, index=index, first_line=1 + 100 * index))
    return film(*made)
