"""A screenplay on paper: title page, scene numbers, page numbers, revision marks and coloured pages, by typst."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from throughline.film.screenplay import TITLE_KEYS, ElementKind, Screenplay
from throughline.formats import inline
from throughline.formats.pagination import Marks, Page, Pages, Sheet, is_marked, paginate
from throughline.formats.pagination_lines import Line
from throughline.formats.script_fonts import courier
from throughline.formats.typeset import typeset

TEMPLATE = Path(__file__).with_name("script.typ")
TINTS = {"blue": "#c6edfe", "pink": "#fdccd4", "yellow": "#fdffab", "green": "#d1fed0", "goldenrod": "#facd39",
         "buff": "#fced9d", "salmon": "#f8ae8e", "cherry": "#fba4b4", "tan": "#fdf1c7"}
"""The page of each revision colour. Source: Revision/PageColor that Final Draft writes into its FDX files."""
_CREDIT = frozenset("credit author authors source written_by director".split())
_HIDDEN = frozenset("format font language revision".split())


def write_script(screenplay: Screenplay, pages: Pages | None = None, marks: Marks | None = None,
                 sheets: Mapping[str, Sheet] | None = None, issues: Sequence[str] = (), language: str = "en") -> bytes:
    """The PDF of ``screenplay``; its pages are exactly ``pages``, by default those of ``paginate``.

    Lines in which something of ``marks`` stands have an asterisk in the right margin. ``sheets`` are the pages that are
    not plain, by label. ``issues`` are the drafts that were issued, a line each, for the title page. The same
    screenplay gives the same bytes.

    Raises:
        InputError: a font is not installed.
    """
    pages = pages or paginate(screenplay)
    sheets = sheets or {}
    first = pages.pages[0].label if pages.pages else ""
    plain = not sheets
    leaves = [_page(pages, page, marks or {}, sheets.get(page.label, Sheet()), plain and page.label == first)
              for page in pages.pages]
    data = {"language": language, "sheet": _sheet(pages), "front": _front(screenplay, issues),
            "pages": leaves or [{"tint": None, "header": "", "number": "", "lines": []}]}
    with courier() as fonts:
        return typeset(TEMPLATE, data, fonts=fonts)


def _sheet(pages: Pages) -> dict[str, object]:
    layout = pages.layout
    right = layout.left + _columns(pages) * layout.pitch
    return {"width": layout.width, "height": layout.height, "left": layout.left, "right": layout.width - right,
            "edge": right, "size": layout.size, "fonts": list(layout.fonts), "slant": layout.beside,
            "number-left": layout.left - 0.75 * 72, "number-right": right - 0.1 * 72, "mark": right + 0.45 * 72}


def _columns(pages: Pages) -> int:
    return max(column.first + column.width for column in pages.layout.columns.values())


def _page(pages: Pages, page: Page, marks: Marks, sheet: Sheet, bare: bool) -> dict[str, object]:
    """A page for the template; the first page of a plain script bears no number."""
    return {"tint": TINTS.get(sheet.colour.rpartition(" ")[2]), "header": sheet.header,
            "number": "" if bare else f"{page.label}.",
            "lines": [_line(pages, line, is_marked(line, marks)) for line in page.lines]}


def _line(pages: Pages, line: Line, mark: bool) -> dict[str, object]:
    layout = pages.layout
    ends = [piece.column for piece in line.pieces[1:]] + [_columns(pages) + 1]
    heading = "b" if layout.heading_mark and line.kind is ElementKind.SCENE_HEADING else ""
    pieces = [{"x": layout.left + piece.column * layout.pitch, "wide": (end - piece.column) * layout.pitch,
               "runs": [{"text": run.text, "style": heading + "b" * run.bold + "i" * run.italic + "u" * run.underline}
                        for run in piece.runs]} for piece, end in zip(line.pieces, ends, strict=True)]
    return {"y": layout.top + line.row * layout.leading, "number": line.number, "mark": mark, "pieces": pieces}


def _front(screenplay: Screenplay, issues: Sequence[str]) -> dict[str, object] | None:
    """The title page: the title, who wrote it, and below what else the script's first page says; None without one."""
    if not screenplay.title_page and not issues:
        return None
    under: list[str] = []
    left: list[str] = []
    for field in screenplay.title_page:
        lines = [inline.plain(line).strip() for line in field.lines if line.strip()]
        key = field.key.casefold().replace(" ", "_")
        if key in TITLE_KEYS or key in _HIDDEN or not lines:
            continue
        if key in _CREDIT:
            under.extend(lines)
        elif key.isascii():
            left.extend(lines)
        else:
            under.append(f"{field.key}  {' '.join(lines)}")
    return {"title": inline.plain(screenplay.title), "under": under, "left": left, "issues": list(issues)}
