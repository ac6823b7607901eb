"""Breakdown tags of FDX: categories, definitions and the stretches of text that carry them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from throughline.film.screenplay import Tag
from throughline.formats.fdx_xml import Piece, valid

# Final Draft's own categories: number, name, id, colour. Written by Final Draft into every tagged script.
CATEGORIES = tuple(tuple(line.split("|")) for line in """\
1|Cast|01fc9642-84ff-4366-b37c-a3068dee57e8|#00000000FFFF
2|Background Actors|028a4e2b-b507-4d09-88ab-90e3edae9071|#0000BFBFFFFF
3|Stunts|0377dbe6-77a3-41af-bda8-86eb2468fdbf|#FFFFA5A50000
4|Vehicles|04721a56-f54b-49c8-80ad-d53887d6b851|#8B8B00000000
5|Props|05c556eb-6bc1-4a3a-b09f-f8b5ba1b6afa|#FFFF00000000
6|Camera|47b02ff1-5161-4137-b736-f36eebba7643|#CCCCFFFF0000
7|Special Effects|069e18b8-2109-4f3d-94e7-d802027a60a8|#1E1E9090FFFF
8|Wardrobe|0726fa85-1e65-4ab8-87de-bf21d09b01f0|#808000008080
9|Makeup/Hair|08ae1eef-32ce-415f-9a9b-0982d2453ec4|#93937070DBDB
10|Animals|09cb0d1c-ce01-4f22-bb64-b5f2e6c491c6|#CDCD85853F3F
11|Animal Handler|0ae40617-cc7c-48e6-ae2b-5aaecc09986f|#8B8B45451313
12|Music|0b0b44c9-aa4b-4c40-88b1-d94472ad7a26|#2020B2B2AAAA
13|Sound|0ce7d308-096d-4603-8fe8-349f72cd89ff|#000080808080
14|Set Dressing|0debb71b-5743-4c53-80cc-e17e841ce645|#BABA5555D3D3
15|Greenery|0e7a8fc5-5441-4bad-a9bf-5ddd3fe51c69|#000080800000
16|Special Equipment|0ff5cda4-4d43-4cfe-940f-91380c46fdad|#BDBDB7B76B6B
17|Security|109d0eaa-0334-4823-ac0c-b44d3f209dc4|#DADAA5A52020
18|Additional Labor|1179a4b1-70ee-4011-b4a2-809a0af09e92|#B8B886860B0B
19|Visual Effects|12ab0932-e3b9-4b4a-bcd0-3da1b4e61d5e|#3232CDCD3232
20|Mechanical Effects|135cc9d1-c4d5-4d00-83d9-571f584ea9cd|#B2B222222222
21|Miscellaneous|148267ae-50ae-4746-8202-659fb7447b55|#707080809090
22|Notes|15b6f4fd-4e74-4ad8-9971-b239d88c2997|#FFFFD7D70000
""".splitlines())
_SPACE = uuid.UUID("a3a3c1c0-6a1b-5d53-9c5e-2b4e8f0f7d11")


def definitions(root: etree._Element) -> dict[str, tuple[tuple[str, str], ...]]:
    """For every tag number the (category, name) pairs that it stands for."""
    names = {node.get("Id"): node.get("Name") or "" for node in root.iterfind("TagData/TagCategories/TagCategory")}
    defined = {
        node.get("Id"): (names.get(node.get("CatId"), ""), node.get("Label") or "")
        for node in root.iterfind("TagData/TagDefinitions/TagDefinition")
    }
    return {
        node.get("Number"): tuple(defined[found.text.strip()] for found in node.iterfind("DefId")
                                  if found.text and found.text.strip() in defined)
        for node in root.iterfind("TagData/Tags/Tag") if node.get("Number")
    }


def tags(parts: Sequence[Piece], known: dict[str, tuple[tuple[str, str], ...]]) -> tuple[Tag, ...]:
    """The tags on a paragraph's pieces, in order; neighbouring pieces of one definition are one tag."""
    found: list[list[object]] = []
    open_at: dict[tuple[str, str], int] = {}
    at = 0
    for part in parts:
        end = at + len(part.run.text)
        here = known.get(part.tag or "", ())
        for pair in here:
            index = open_at.get(pair)
            if index is not None:
                found[index][1] = end
            else:
                open_at[pair] = len(found)
                found.append([at, end, *pair])
        open_at = {pair: index for pair, index in open_at.items() if pair in here}
        at = end
    made = [Tag(category=str(c), name=str(n), start=int(str(a)), end=int(str(b))) for a, b, c, n in found if b != a]
    return tuple(made)


@dataclass
class TagWriter:
    """Numbers the tags of a document as they are met, and writes its TagData."""

    numbers: list[tuple[tuple[str, str], ...]] = field(default_factory=list)

    def number(self, here: Sequence[Tag]) -> int | None:
        """The number for text that carries all of ``here``, a fresh one each time; None when it carries none."""
        if not here:
            return None
        self.numbers.append(tuple((tag.category, tag.name) for tag in here))
        return len(self.numbers)

    def element(self) -> etree._Element:
        """The TagData element: Final Draft's categories, those of ours, definitions and tags."""
        root = etree.Element("TagData")
        categories = etree.SubElement(root, "TagCategories")
        ids: dict[str, str] = {}
        for number, name, identity, colour in CATEGORIES:
            ids[name] = identity
            etree.SubElement(categories, "TagCategory", Color=colour, Id=identity, Name=name, Number=number,
                             Style="Bold")
        pairs = list(dict.fromkeys(pair for here in self.numbers for pair in here))
        for name in dict.fromkeys(category for category, _ in pairs):
            if name not in ids:
                ids[name] = str(uuid.uuid5(_SPACE, name))
                etree.SubElement(categories, "TagCategory", Color="#000000000000", Id=ids[name], Name=valid(name),
                                 Number=str(len(ids)), Style="Bold")
        defined = etree.SubElement(root, "TagDefinitions")
        labels = {pair: str(uuid.uuid5(_SPACE, "\x1f".join(pair))) for pair in pairs}
        for index, pair in enumerate(pairs, 1):
            etree.SubElement(defined, "TagDefinition", CatId=ids[pair[0]], Id=labels[pair], Label=valid(pair[1]),
                             Number=str(index))
        used = etree.SubElement(root, "Tags")
        for index, here in enumerate(self.numbers, 1):
            node = etree.SubElement(used, "Tag", Number=str(index))
            for pair in here:
                etree.SubElement(node, "DefId").text = labels[pair]
        return root
