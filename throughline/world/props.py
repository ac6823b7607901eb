"""Things that the action names, in real size: each word one known kind, in English or Korean.

What is held is built as the right hand at rest holds it (fingers towards -Y, thumb towards +X, palm towards -Z), its
grip at the origin; furniture stands on z = 0.
"""

from __future__ import annotations

from collections.abc import Callable

from throughline.film.errors import InputError
from throughline.world import hand_props as hand
from throughline.world import prop_pieces as things
from throughline.world import street_props
from throughline.world.mesh import Mesh
from throughline.world.sets import joinery
from throughline.world.shapes import Piece, as_mesh, moved

Maker = Callable[[int], Piece]
_MADE: dict[str, Maker] = {
    "signal": street_props.signal,
    "phone": hand.phone, "gun": hand.pistol, "rifle": hand.rifle, "knife": hand.knife, "sword": hand.sword,
    "spear": hand.spear, "scythe": hand.scythe, "torch": hand.torch, "umbrella": hand.umbrella, "key": hand.key,
    "microphone": hand.microphone, "stick": hand.stick, "axe": hand.axe, "hammer": hand.hammer, "pen": hand.pen,
    "cigarette": hand.cigarette, "lighter": hand.lighter, "bell": hand.bell, "radio": hand.radio,
    "book": things.book, "notebook": things.notebook, "letter": things.letter, "paper": things.paper,
    "photograph": things.photograph, "map": things.chart, "newspaper": things.newspaper, "money": things.money,
    "bag": things.bag, "backpack": things.backpack, "suitcase": things.suitcase, "box": things.carton,
    "lantern": things.lantern, "candle": things.candle, "cup": things.cup, "bottle": things.bottle,
    "bowl": things.bowl, "camera": things.camera, "flower": things.flowers, "rope": things.rope, "belt": things.belt,
    "laptop": things.laptop, "watch": things.watch, "ring": things.ring, "ball": things.ball, "guitar": things.guitar,
    "bomb": things.bomb, "shield": things.shield, "mask": things.mask, "amulet": things.amulet, "doll": things.doll,
    "tray": things.tray, "handcuffs": things.handcuffs,
    "chair": lambda seed: joinery.chair(), "table": lambda seed: joinery.table(),
    "desk": lambda seed: joinery.desk(seed), "bed": lambda seed: joinery.bed(),
    "lamp": lambda seed: joinery.table_lamp(True),
    "bench": lambda seed: moved(joinery.table(1.6, 0.42, 0.45)), "bookshelf": lambda seed: joinery.bookshelf(seed=seed),
}
_WORDS: dict[str, str] = {
    "signal": "traffic light|traffic signal|pedestrian signal|walk signal|신호등|신호|보행 신호",
    "phone": "cell phone|smartphone|cellphone|telephone|mobile|handset|휴대폰|핸드폰|전화기|스마트폰|휴대전화|전화",
    "gun": "pistol|handgun|revolver|firearm|총|권총",
    "rifle": "shotgun|machine gun|소총|장총|엽총|기관총",
    "knife": "dagger|blade|칼|단검|식칼|나이프",
    "sword": "katana|검|장검|대검",
    "spear": "lance|trident|창|삼지창",
    "scythe": "낫",
    "torch": "flashlight|손전등|플래시|횃불",
    "umbrella": "parasol|우산|양산",
    "key": "keys|열쇠|차 키",
    "microphone": "mic|마이크",
    "stick": "bat|club|staff|cane|wand|baton|방망이|몽둥이|지팡이|막대기",
    "axe": "도끼",
    "hammer": "망치",
    "pen": "pencil|pencils|연필|펜|볼펜|붓",
    "cigarette": "cigar|담배",
    "lighter": "라이터",
    "bell": "종|방울",
    "radio": "walkie-talkie|무전기|라디오|remote|리모컨",
    "book": "books|novel|책|책들|서적|성경|bible",
    "notebook": "diary|journal|공책|노트|수첩|일기장|일기|장부|ledger",
    "letter": "envelope|note|편지|봉투|쪽지",
    "paper": "papers|document|documents|file|종이|서류|문서",
    "photograph": "photo|picture|사진",
    "map": "지도",
    "newspaper": "신문",
    "money": "cash|wallet|돈|현금|지갑",
    "bag": "handbag|purse|briefcase|가방|서류가방|핸드백",
    "backpack": "rucksack|배낭|책가방",
    "suitcase": "luggage|여행가방|캐리어",
    "box": "package|parcel|상자|박스|소포",
    "lantern": "등불|랜턴|초롱|등",
    "candle": "candles|촛불|양초|초",
    "cup": "mug|glass|coffee|tea|컵|잔|머그컵|술잔|유리잔|커피|찻잔",
    "bottle": "병|술병|소주",
    "bowl": "food|meal|rice|dish|plate|음식|밥|식사|그릇|접시",
    "camera": "카메라|사진기",
    "flower": "flowers|bouquet|rose|꽃|꽃다발|장미|국화",
    "rope": "chain|chains|밧줄|로프|쇠사슬|사슬",
    "belt": "seat belt|seatbelt|벨트|안전벨트",
    "laptop": "computer|tablet|노트북|컴퓨터|태블릿",
    "watch": "clock|시계|손목시계",
    "ring": "반지",
    "ball": "공",
    "guitar": "기타",
    "bomb": "grenade|폭탄|수류탄",
    "shield": "shields|방패",
    "mask": "가면|마스크",
    "amulet": "talisman|charm|부적",
    "doll": "toy|인형|장난감",
    "tray": "쟁반",
    "handcuffs": "수갑",
    "chair": "stool|seat|의자",
    "table": "탁자|테이블|식탁",
    "desk": "책상",
    "bed": "침대",
    "lamp": "램프|전등|스탠드",
    "bench": "벤치|긴의자",
    "bookshelf": "bookshelves|bookcase|shelf|책장|책꽂이|서가|선반",
}
_KIND = {word: kind for kind, words in _WORDS.items() for word in (kind, *words.split("|"))}


def known() -> tuple[str, ...]:
    """The kinds of prop that can be built."""
    return tuple(_MADE)


def match(word: str) -> str | None:
    """The known kind that an English or Korean word or phrase means ("her red umbrella" is an umbrella), or None."""
    said = " ".join(word.lower().split())
    if said in _KIND:
        return _KIND[said]
    tokens = [_bare(token.strip(".,!?'\"()")) for token in said.replace("-", " ").split()]
    for count in (2, 1):
        for end in range(len(tokens), count - 1, -1):
            found = _KIND.get(" ".join(tokens[end - count:end]))
            if found:
                return found
    longest = max((known for known in _KIND if len(known) > 1 and not known.isascii() and known in said), key=len,
                  default=None)
    return _KIND[longest] if longest else None


def _bare(token: str) -> str:
    """A word without its Korean particle or English plural, where what is left is known."""
    if token in _KIND:
        return token
    for ending in ("에서", "으로", "을", "를", "이", "가", "은", "는", "의", "에", "로", "와", "과", "도", "만", "s"):
        if token.endswith(ending) and token[:-len(ending)] in _KIND:
            return token[:-len(ending)]
    return token


def build(kind: str, seed: int = 0) -> Mesh:
    """The prop's mesh at the origin, in metres; its colours are reflectance, what shines exceeds 1.

    Raises:
        InputError: no such prop is known.
    """
    found = match(kind)
    if found is None:
        raise InputError(f"unknown prop '{kind}'", remedy=f"use one of: {', '.join(_MADE)}")
    return as_mesh(_MADE[found](seed), found)
