"""The words, English and Korean, by which a script says what people look like and wear."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True)
class Said:
    """What was said; None where nothing was. ``worn`` maps a part (top, bottom, outer, "extra NAME") to a garment and
    its colour."""

    age: int | None = None
    sex: str | None = None
    build: str | None = None
    hair: str | None = None
    hair_colour: str | None = None
    worn: dict[str, tuple[str, str | None]] = field(default_factory=dict)

    def with_more(self, **change: Any) -> Said:
        """The same with what is not said yet taken from ``change``."""
        news = {key: value for key, value in change.items() if getattr(self, key) in (None, {})}
        return replace(self, **news)


PEOPLE: tuple[tuple[str, dict[str, Any]], ...] = (
    (r"할머니|노파|old woman|grandmother", {"age": 74, "sex": "female"}),
    (r"할아버지|노인|old man|grandfather|elderly", {"age": 74, "sex": "male"}),
    (r"소녀|여자\s?아이|\bgirl\b|schoolgirl", {"age": 11, "sex": "female"}),
    (r"소년|남자\s?아이|\bboy\b|schoolboy", {"age": 11, "sex": "male"}),
    (r"\bbaby\b|toddler|아기", {"age": 2}),
    (r"\bchild\b|\bkid\b|아이\b|어린", {"age": 9}),
    (r"여고생|여학생", {"age": 17, "sex": "female"}),
    (r"남고생|남학생", {"age": 17, "sex": "male"}),
    (r"teenage|\bteen\b|고등학생|중학생", {"age": 16}),
    (r"중년|middle-aged", {"age": 48}),
    (r"여자|여성|여인|엄마|어머니|누나|언니|아줌마|\bwoman\b|\bfemale\b|\bmother\b|\bwife\b|\bsister\b|\bmom\b|\bshe\b",
     {"sex": "female"}),
    (r"남자|남성|사내|아빠|아버지|오빠|아저씨|\bman\b|\bmale\b|\bfather\b|\bhusband\b|\bbrother\b|\bdad\b|\bhe\b",
     {"sex": "male"}),
)
BUILDS_SAID: tuple[tuple[str, dict[str, Any]], ...] = (
    (r"뚱뚱|살찐|\bfat\b|overweight|portly|obese", {"build": "fat"}),
    (r"건장|덩치|근육|burly|muscular|powerful|broad-shouldered", {"build": "strong"}),
    (r"마른|깡마른|여윈|\bthin\b|gaunt|skinny|bony", {"build": "thin"}),
    (r"날씬|slender|slim|wiry|lean\b", {"build": "slim"}),
)
HAIRS: tuple[tuple[str, dict[str, Any]], ...] = (
    (r"대머리|\bbald", {"hair": "bald"}),
    (r"단발|\bbob\b", {"hair": "bob"}),
    (r"긴\s?머리|long[- ](\w+ )?hair", {"hair": "long"}),
    (r"꽁지머리|묶은 머리|ponytail", {"hair": "ponytail"}),
    (r"쪽진|hair in a bun|\bbun\b", {"hair": "bun"}),
    (r"곱슬|curly|curls", {"hair": "curly"}),
    (r"짧은\s?머리|crew[- ]?cut|cropped hair|buzz", {"hair": "crop"}),
    (r"헝클|messy hair|dishevel|unkempt", {"hair": "messy"}),
    (r"백발|흰\s?머리|white hair|silver hair", {"hair_colour": "#cfccc6"}),
    (r"gr[ea]y hair|희끗", {"hair_colour": "#77746f"}),
    (r"blonde?\b|금발", {"hair_colour": "#a37c45"}),
    (r"red hair|redhead", {"hair_colour": "#6e2a14"}),
)
COLOURS: tuple[tuple[str, str], ...] = (
    (r"\bred\b|crimson|scarlet|빨간|빨강|붉은", "#a01a1c"), (r"yellow|노란|노랑", "#e0b21c"),
    (r"navy|남색|곤색", "#1b2a4a"), (r"\bblue\b|파란|파랑|푸른", "#234f93"), (r"black|검은|검정|까만", "#17171a"),
    (r"white|흰|하얀|흰색", "#dedad2"), (r"green|초록|녹색", "#2c6b43"), (r"gr[ea]y|charcoal|회색|잿빛", "#62656a"),
    (r"brown|갈색", "#5d4029"), (r"pink|분홍", "#d5819a"), (r"purple|violet|보라", "#593579"),
    (r"orange|주황", "#d2691e"), (r"beige|베이지|tan\b", "#b9a07a"), (r"olive|카키|khaki", "#5f6136"),
)
GARMENTS: tuple[tuple[str, str, str, str | None], ...] = (
    (r"raincoat|rain coat|우비|비옷|우의", "outer", "raincoat", "#e0b21c"),
    (r"trench ?coat|트렌치|바바리", "outer", "trench coat", "#b9a07a"),
    (r"white coat|lab coat|doctor|의사|흰 가운", "outer", "white coat", "#dedad2"),
    (r"\bcoat\b|코트|overcoat", "outer", "long coat", None),
    (r"police|officer|\bcop\b|경찰|순경", "outer", "police vest", "#1d2433"),
    (r"paramedic|medic\b|rescue|구급|소방", "outer", "medic vest", "#c2481f"),
    (r"hoodie|hooded sweat|후드", "top", "hoodie", None),
    (r"\bsuit\b|정장|양복|suited", "outer", "suit", None),
    (r"blazer|jacket|재킷|자켓|점퍼", "outer", "jacket", None),
    (r"school uniform|교복", "top", "school uniform", "#1e2740"),
    (r"nurse|간호사|scrubs", "top", "scrubs", "#4f8a8b"),
    (r"hanbok|한복", "top", "hanbok", None),
    (r"\brobe|도포|두루마기|가사|승복|monk|스님", "outer", "robe", None),
    (r"t-shirt|tee\b|티셔츠", "top", "t-shirt", None),
    (r"blouse|블라우스", "top", "blouse", None),
    (r"sweater|jumper|cardigan|스웨터|니트", "top", "sweater", None),
    (r"\bdress\b|gown|원피스|드레스", "top", "dress", None),
    (r"\bshirt\b|셔츠|와이셔츠", "top", "shirt", None),
    (r"\bskirt\b|치마|스커트", "bottom", "skirt", None),
    (r"jeans|denim|청바지", "bottom", "jeans", "#34486a"),
    (r"shorts|반바지", "bottom", "shorts", None),
    (r"trousers|slacks|바지", "bottom", "trousers", None),
    (r"backpack|rucksack|배낭|책가방", "extra", "backpack", None),
    (r"\bbag\b|satchel|가방", "extra", "bag", None),
    (r"glasses|spectacles|안경", "extra", "glasses", None),
    (r"scarf|목도리|스카프", "extra", "scarf", None),
    (r"beanie|비니|wool hat", "extra", "beanie", None),
    (r"baseball cap|\bcap\b|야구모자|캡모자", "extra", "cap", None),
    (r"\bhat\b|fedora|모자|중절모", "extra", "hat", None),
)
