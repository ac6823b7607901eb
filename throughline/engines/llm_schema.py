"""What a language model is told and the shape of its answer; what does not stand in the script is not believed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from pydantic import BaseModel, Field

from throughline.engines.contracts import ReadItem, ReadNeed, ReadResult, SceneText
from throughline.formats.tables import CATEGORIES
from throughline.production.vfx_bid_table import table

KINDS = tuple(table()["kind"])
LEVELS = ("low", "medium", "high")
LONGEST = 160
INSTRUCTIONS = f"""You read one scene of a screenplay for its breakdown. Its lines are numbered.
List every element that a department must bring, each with the number of its line and its words copied from that line
exactly: the noun with the adjectives the department needs, without article, possessive, particle or clause. Never
write words that are not on the line. Leave out what is denied, compared with or only spoken of, pronouns, body parts
and places. Give each element the one category whose department brings it:
{"; ".join(f"{number} {name}" for number, name in CATEGORIES.items())}.
A thing in a hand is a prop (104), the same thing standing there is set dressing (116); worn is wardrobe (106). Real
fire, smoke, rain and breaking glass are special effects (105); what only a computer can show is visual effects (121);
falls, blows and wild driving are stunts (102).
List as needs the effects the scene asks for, with the words that ask for it, how hard each is, and in "at" the words
on the line for what it happens to, or null.
The synopsis is one plain sentence in the scene's language that says what happens, and nothing that is not there."""


class Element(BaseModel):
    line: int
    words: str
    category: int = Field(json_schema_extra={"enum": list(CATEGORIES)})


class Need(BaseModel):
    line: int
    words: str
    kind: str = Field(json_schema_extra={"enum": list(KINDS)})
    complexity: str = Field(json_schema_extra={"enum": list(LEVELS)})
    at: str | None


class Sheet(BaseModel):
    """The breakdown of one scene."""

    elements: list[Element]
    needs: list[Need]
    synopsis: str


def asked(text: SceneText) -> str:
    """The scene as the model is shown it."""
    return "\n".join([text.heading, *(f"{number}| {line}" for number, line in enumerate(text.lines, start=1))])


def believed(sheet: Sheet, text: SceneText) -> ReadResult:
    """What of an answer stands in the scene, in the scene's own spelling, each once; the rest is counted."""
    items: dict[ReadItem, None] = {}
    needs: dict[ReadNeed, None] = {}
    dropped = 0
    for element in sheet.elements:
        words = _standing(element.words, element.line, text.lines)
        if words is None or element.category not in CATEGORIES:
            dropped += 1
        else:
            items[ReadItem(category=element.category, words=words, line=element.line)] = None
    for need in sheet.needs:
        words = _standing(need.words, need.line, text.lines)
        if words is None or need.kind not in KINDS or need.complexity not in LEVELS:
            dropped += 1
            continue
        at = _standing(need.at, need.line, text.lines) if need.at else None
        needs[ReadNeed(kind=need.kind, complexity=need.complexity, words=words, line=need.line, at=at)] = None
    return ReadResult(items=tuple(items), needs=tuple(needs), synopsis=" ".join(sheet.synopsis.split()),
                      dropped=dropped)


def _standing(words: str, line: int, lines: Sequence[str]) -> str | None:
    """The words as they stand on the line, whole; None where they do not."""
    parts = [re.escape(part) for part in unicodedata.normalize("NFC", words).split()]
    if not parts or not 1 <= line <= len(lines) or len(words) > LONGEST:
        return None
    after = r"(?![A-Za-z0-9])" if re.search(r"[A-Za-z0-9]$", words) else ""
    found = re.search(r"(?<!\w)" + r"\s+".join(parts) + after, unicodedata.normalize("NFC", lines[line - 1]),
                      re.IGNORECASE)
    return None if found is None else " ".join(found[0].split())
