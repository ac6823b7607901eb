"""Who wears what: a look for each member of the cast from what the script says, and looks for passers-by."""

from __future__ import annotations

import re
from dataclasses import dataclass

from throughline.film.blocking import Look
from throughline.film.story import CharacterFact
from throughline.world.shapes import rng
from throughline.world.wardrobe_words import BUILDS_SAID, COLOURS, GARMENTS, HAIRS, PEOPLE, Said

SKINS = ("#dcb08e", "#cfa07d", "#e3bd9f", "#c3926f", "#d8a988", "#b98763")
HAIR_COLOURS = ("#15110f", "#1d1613", "#2a1c14", "#110f10", "#33241a")
CLOTHES = ("#8a1f1f", "#23395d", "#c8a24a", "#2f5d4a", "#6d6f75", "#5b3a6e", "#b5653a", "#d8d3c8", "#1d1f24", "#4f7f93",
           "#8c6a4f", "#a34d63", "#73803f")
NEUTRALS = ("#2b2f38", "#3b3f45", "#4a4038", "#23252a", "#5b5f66", "#2f3a4f", "#6e675c")


@dataclass(frozen=True)
class Outfit:
    """Garments that make a silhouette; the dominant colour goes to the outermost of them."""

    top: str
    bottom: str
    outer: str | None = None


MEN = (Outfit("shirt", "trousers", "long coat"), Outfit("hoodie", "jeans"), Outfit("none", "trousers", "suit"),
       Outfit("t-shirt", "wide trousers"), Outfit("sweater", "trousers", "trench coat"), Outfit("shirt", "slacks",
           "vest"),
       Outfit("shirt", "slacks"))
WOMEN = (Outfit("sweater", "slacks", "long coat"), Outfit("dress", "none"), Outfit("blouse", "long skirt"),
         Outfit("blouse", "trousers", "jacket"), Outfit("hoodie", "leggings"), Outfit("sweater", "skirt"),
         Outfit("shirt", "wide trousers", "trench coat"))
CHILDREN = (Outfit("hoodie", "shorts"), Outfit("t-shirt", "jeans"), Outfit("sweater", "trousers"),
            Outfit("t-shirt", "shorts"))
HAIR_OF = {"male": ("short", "side part", "messy", "crop"), "female": ("long", "bob", "ponytail", "shoulder", "bun",
                                                                         "curly")}


def look_for(fact: CharacterFact, index: int) -> Look:
    """The look of a member of the cast: what the script says of them, and beyond that a silhouette and a colour that
    no other ``index`` (of the first 91; 52 for children) shares. The same fact and index give the same look."""
    said = heard(fact)
    if fact.kind != "person":
        return _creature_look(fact, said, index)
    dice = rng("look", fact.name)
    age = fact.age if fact.age is not None else said.age if said.age is not None else int(dice.integers(26, 44))
    sex = fact.sex if fact.sex in ("male", "female") else said.sex or ("male", "female")[index % 2]
    outfits = CHILDREN if age < 13 else MEN if sex == "male" else WOMEN
    outfit, colour = outfits[index % len(outfits)], CLOTHES[(index * 5 + 1) % len(CLOTHES)]
    bottom_colour = NEUTRALS[(index * 3) % len(NEUTRALS)]
    look = Look(
        name=fact.name, age=age, sex=sex, height_m=_height(age, sex, float(dice.normal(0.0, 1.0))),
        build=said.build or ("average", "slim", "average", "athletic", "heavy")[(index * 2) % 5],
        skin=SKINS[index % len(SKINS)], hair=said.hair or HAIR_OF[sex][index % len(HAIR_OF[sex])],
        hair_colour=said.hair_colour or _hair_colour(age, index), seed=index,
        top=outfit.top, bottom=outfit.bottom, outer=outfit.outer,
        top_colour=colour if outfit.outer is None else NEUTRALS[(index * 3 + 2) % len(NEUTRALS)],
        outer_colour=colour, bottom_colour=colour if outfit.outer is None and outfit.bottom == "long skirt"
        and index % 2 else bottom_colour,
    )
    return _wear(look, said)


def crowd_look(seed: int) -> Look:
    """The look of a passer-by: muted, varied, never in the strong colours kept for the cast."""
    dice = rng("crowd", seed)
    sex = ("male", "female")[int(dice.integers(2))]
    age = int(dice.choice([20, 26, 31, 38, 45, 53, 62, 71], p=[.14, .18, .17, .15, .13, .11, .08, .04]))
    outfits = MEN if sex == "male" else WOMEN
    outfit = outfits[int(dice.integers(len(outfits)))]
    muted = (*NEUTRALS, "#7b7468", "#56606b", "#6a5d55", "#8b8880", "#3f4a44")
    pick = [muted[int(dice.integers(len(muted)))] for _ in range(3)]
    return Look(
        name=f"Extra {seed}", age=age, sex=sex, height_m=_height(age, sex, float(dice.normal(0.0, 1.0))),
        build=str(dice.choice(["average", "slim", "heavy", "athletic"])), skin=SKINS[int(dice.integers(len(SKINS)))],
        hair=HAIR_OF[sex][int(dice.integers(len(HAIR_OF[sex])))], hair_colour=_hair_colour(age, int(dice.integers(5))),
        top=outfit.top, top_colour=pick[0], bottom=outfit.bottom, bottom_colour=pick[1], outer=outfit.outer,
        outer_colour=pick[2], seed=seed,
    )


def heard(fact: CharacterFact) -> Said:
    """What the words of a character fact (and its name) say of age, sex, build, hair, clothes and colours."""
    text = " ".join((*fact.words, fact.name)).lower()
    said = Said()
    for pattern, change in (*PEOPLE, *BUILDS_SAID, *HAIRS):
        if re.search(pattern, text):
            said = said.with_more(**change)
    colours = [(match.start(), colour) for pattern, colour in COLOURS for match in re.finditer(pattern, text)]
    colours.sort()
    worn: dict[str, tuple[str, str | None]] = {}
    taken: set[int] = set()
    for pattern, part, garment, usual in GARMENTS:
        match = next((m for m in re.finditer(pattern, text) if m.start() not in taken), None)
        if match is None or (part in worn and part != "extra"):
            continue
        taken.update(range(match.start(), match.end()))
        near = [colour for at, colour in colours if 0 <= match.start() - at < 18]
        key = part if part != "extra" else f"extra {garment}"
        worn[key] = (garment, near[-1] if near else usual)
    return said.with_more(worn=worn)


def _wear(look: Look, said: Said) -> Look:
    """``look`` in the clothes that the script names."""
    values = {name: getattr(look, name) for name in look.__struct_fields__}
    for part, (garment, colour) in said.worn.items():
        slot = "outer" if part.startswith("extra") else part
        if part.startswith("extra"):
            values["outer"] = f"{values['outer']}+{garment}" if values["outer"] else garment
            continue
        values[slot] = garment
        if colour is not None:
            values[f"{slot}_colour"] = colour
        if part == "top" and "outer" not in said.worn:
            extras = [name for name in (values["outer"] or "").split("+") if f"extra {name}" in said.worn]
            values["outer"] = "+".join(extras) or None
        if garment in ("dress", "long dress", "hanbok", "robe"):
            values["bottom"] = "none"
    return Look(**values)


def _height(age: int, sex: str, spread: float) -> float:
    years = (2, 6, 10, 13, 16, 20, 60, 80)
    tall = {"male": (.87, 1.16, 1.39, 1.58, 1.71, 1.74, 1.71, 1.67), "female": (.86, 1.15, 1.39, 1.55, 1.60, 1.61,
                                                                                1.58, 1.54)}[sex]
    for low, high, a, b in zip(years, years[1:], tall, tall[1:], strict=False):
        if age <= high:
            share = min(max((age - low) / (high - low), 0.0), 1.0)
            return round(a + (b - a) * share + 0.035 * max(-2.0, min(spread, 2.0)), 3)
    return round(tall[-1] + 0.035 * max(-2.0, min(spread, 2.0)), 3)


def _hair_colour(age: int, index: int) -> str:
    if age >= 68:
        return "#b9b6b0"
    if age >= 55:
        return "#6f6c68"
    return HAIR_COLOURS[index % len(HAIR_COLOURS)]


def _creature_look(fact: CharacterFact, said: Said, index: int) -> Look:
    text = " ".join((*fact.words, fact.name, *fact.aliases)).lower()
    heads = (("stag", r"stag|deer|antler|사슴"), ("crow", r"crow|raven|beak|까마귀"), ("ox",
        r"\box\b|bull|cow|소머리|황소"),
             ("fox", r"fox|여우"), ("goat", r"goat|ram\b|염소|산양"), ("horse", r"horse|말머리"))
    head = next((name for name, pattern in heads if re.search(pattern, text)), None)
    if fact.kind == "reaper" and head is None:
        head = heads[index % len(heads)][0]
    big = bool(re.search(r"giant|huge|enormous|towering|거대|커다란", text))
    height = {"reaper": 2.35, "dragon": 5.0, "dog": 0.9, "horse": 2.1, "unicorn": 2.1}.get(fact.kind, 2.0)
    height = 4.0 if big and fact.kind == "reaper" else height
    colour = next((worn[1] for worn in said.worn.values() if worn[1]), None)
    return Look(name=fact.name, kind=fact.kind, height_m=height, head=head, age=fact.age or 40, sex=fact.sex or "male",
                top="none", bottom="none", outer_colour=colour or ("#2b2a2d", "#302c2b", "#26292d")[index % 3],
                seed=index)
