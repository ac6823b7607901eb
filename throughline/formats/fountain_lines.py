"""Lines of a screenplay in text, with multi-line notes and boneyards joined into the line that they begin on."""

from __future__ import annotations

import re
from typing import NamedTuple

from throughline.formats import inline

_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")


class Line(NamedTuple):
    """A line as written (with line breaks only inside an aside), what is visible of it, and where it starts."""

    raw: str
    seen: str
    number: int

    @property
    def blank(self) -> bool:
        return not self.seen and (not self.raw or self.raw.isspace())


def clean(text: str) -> str:
    """``text`` with every line ending as ``\\n`` and without control characters."""
    text = _BREAKS.sub("\n", text)
    return _CONTROLS.sub("", text)


def joined(lines: list[str], first: int) -> list[Line]:
    """``lines`` from index ``first`` on; an aside that runs over several makes one Line of them."""
    body = lines[first:]
    text = "\n".join(body)
    if "[[" not in text and "/*" not in text:
        return [Line(raw, raw.strip(), first + index + 1) for index, raw in enumerate(body)]
    aside = inline.spans(text)
    found: list[Line] = []
    at, number, next_aside = 0, first + 1, 0
    while at <= len(text):
        start = next_aside
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        while next_aside < len(aside) and aside[next_aside].start < end:
            if aside[next_aside].end > end:
                end = text.find("\n", aside[next_aside].end)
                end = len(text) if end < 0 else end
            next_aside += 1
        raw = text[at:end]
        seen = raw if start == next_aside else inline.visible(raw)
        found.append(Line(raw, seen.strip(), number))
        number += raw.count("\n") + 1
        at = end + 1
    return found

