"""The deck's tables and charts: native ones, so that whoever holds the deck can select, copy and change them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from throughline.film.dossier import Case, Grid, Slice
from throughline.formats.deck_style import (
    GROUND,
    MUTED,
    RULE,
    SANS,
    TEXT,
    Box,
    Page,
    Type,
    fitted,
    mixed,
    written,
)
from throughline.formats.workbook import timeless

GREYS = ("C9CACD", "8F9298", "64686E", "45494F", "E4E4E2", "787C82", "B3B5B9", "565A60")
GROUPS = ("public", "cinemas", "distribution", "recouped", "profit_investors", "profit_producer")
GROUP_COLOURS = {"public": "4A4F57", "cinemas": "70757D", "distribution": "9CA0A7", "recouped": "E2E2E0"}


def table(page: Page, box: Box, grid: Grid, widths: Sequence[float], size: float = 10.5,
          smallest: float = 7.5) -> None:
    """A grid as a native table as wide as the box, ``widths`` being its columns' parts; type and rows give way until
    it is no higher than the box. A cell of one line stays on one line."""
    rows = [grid.columns, *grid.rows, *([grid.total] if grid.total else [])]
    columns = [box.w * width / sum(widths) for width in widths]
    height = box.h / len(rows)
    size = min([size, height * 72 / 1.62] + [_cell_size(text, width, size, smallest) for row in rows
                                             for text, width in zip(row, columns, strict=True)])
    size = max(smallest, round(size * 2) / 2)
    height = min(height, size * 2.05 / 72)
    shape = page.slide.shapes.add_table(len(rows), len(columns), Inches(box.x), Inches(box.y), Inches(box.w),
                                        Inches(height * len(rows)))
    made = shape.table
    properties = made._tbl.tblPr
    for name in ("firstRow", "bandRow"):
        properties.set(name, "0")
    style = properties.find(qn("a:tableStyleId"))
    if style is not None:
        style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
    for column, width in zip(made.columns, columns, strict=True):
        column.width = Inches(width)
    for index, row in enumerate(rows):
        made.rows[index].height = Inches(height)
        head, last = index == 0, bool(grid.total) and index == len(rows) - 1
        strong = last or index - 1 in grid.strong
        for cell, text, kind in zip(made.rows[index].cells, row, grid.kinds, strict=True):
            colour = MUTED if head else page.accent if last else TEXT
            _cell(cell, text, Type(size if not head else max(smallest, size - 1), colour, bold=strong,
                                   align="right" if kind == "number" else "left"))
            _edges(cell, page.accent if last else RULE, head or strong)


def _cell_size(text: str, width: float, size: float, smallest: float) -> float:
    box = Box(0, 0, max(0.2, width - 0.1), 1.5 * size / 72)
    return fitted(text, box, Type(size, leading=1.3), smallest).size if text else size


def _cell(cell: Any, text: str, style: Type) -> None:
    cell.margin_left = cell.margin_right = Inches(0.04)
    cell.margin_top = cell.margin_bottom = Inches(0.01)
    cell.vertical_anchor = 3
    cell.fill.background()
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = 3 if style.align == "right" else 1
    if not text:  # an empty cell is as high as the type that would be in it
        etree.SubElement(paragraph._p, qn("a:endParaRPr")).set("sz", str(round(style.size * 100)))
        return
    run = paragraph.add_run()
    run.text = text
    written(run, style)


def _edges(cell: Any, colour: str, heavy: bool) -> None:
    """A line under the cell and none else."""
    properties = cell._tc.get_or_add_tcPr()
    for tag in ("a:lnL", "a:lnR", "a:lnT", "a:lnB"):
        line = etree.SubElement(properties, qn(tag))
        line.set("w", str(12700 if heavy else 6350) if tag == "a:lnB" else "0")
        if tag == "a:lnB":
            solid = etree.SubElement(line, qn("a:solidFill"))
            etree.SubElement(solid, qn("a:srgbClr")).set("val", colour)
        else:
            etree.SubElement(line, qn("a:noFill"))
    fills = [child for child in properties if child.tag == qn("a:noFill")]
    for child in fills:  # the schema has a cell's fill after its lines
        properties.remove(child)
        properties.append(child)


def doughnut(page: Page, box: Box, slices: Sequence[Slice], series: str) -> list[str]:
    """The slices as a doughnut; returns their colours, the largest slice in the accent."""
    data = CategoryChartData(number_format="#,##0")
    data.categories = [piece.label for piece in slices]
    data.add_series(series, [piece.amount.value for piece in slices])
    chart = _chart(page, box, XL_CHART_TYPE.DOUGHNUT, data)
    chart.has_legend = False
    plot = chart.plots[0]
    largest = max(range(len(slices)), key=lambda index: slices[index].amount.value, default=0)
    greys = iter(GREYS * (len(slices) // len(GREYS) + 1))
    colours = [page.accent if index == largest else next(greys) for index in range(len(slices))]
    for point, colour in zip((plot.series[0].points[index] for index in range(len(slices))), colours, strict=True):
        _fill(point.format, colour)
        point.format.line.color.rgb = RGBColor.from_string(GROUND)
    hole = chart._chartSpace.find(".//" + qn("c:holeSize"))
    if hole is not None:
        hole.set("val", "68")
    return colours


def stacked(page: Page, box: Box, cases: Sequence[Case], names: dict[str, str]) -> None:
    """Where the receipts of each scenario go, as stacked bars; ``names`` are the groups' labels."""
    used = [group for group in GROUPS if any(_sum(case, group) for case in cases)]
    data = CategoryChartData(number_format="#,##0")
    data.categories = [f"{case.name} · {case.size}" for case in cases]
    for group in used:
        data.add_series(names[f"group_{group}"], [_sum(case, group) for case in cases])
    chart = _chart(page, box, XL_CHART_TYPE.BAR_STACKED, data)
    chart.has_legend, chart.legend.position, chart.legend.include_in_layout = True, XL_LEGEND_POSITION.BOTTOM, False
    _chart_type(chart.legend.font, 9.5, MUTED)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 55, 100
    for series, group in zip(plot.series, used, strict=True):
        _fill(series.format, GROUP_COLOURS.get(group) or (page.accent if group == "profit_investors" else
                                                          mixed(page.accent, GROUND, 0.5)))
    chart.value_axis.visible = chart.value_axis.has_major_gridlines = False
    axis = chart.category_axis
    axis.reverse_order = True
    axis.format.line.fill.background()
    axis.major_tick_mark = -4142
    _chart_type(axis.tick_labels.font, 10.5, TEXT)


def bars(page: Page, box: Box, slices: Sequence[Slice], series: str) -> None:
    """The slices as level bars with their amounts beside them; the last one, what is still open, in the accent."""
    box = Box(box.x, box.y, box.w, min(box.h, 0.35 + 0.62 * len(slices)))
    data = CategoryChartData(number_format="#,##0")
    data.categories = [piece.label for piece in slices]
    data.add_series(series, [piece.amount.value for piece in slices])
    chart = _chart(page, box, XL_CHART_TYPE.BAR_CLUSTERED, data)
    chart.has_legend = False
    plot = chart.plots[0]
    plot.gap_width, plot.has_data_labels = 45, True
    for index, piece in enumerate(slices):
        point = plot.series[0].points[index]
        _fill(point.format, page.accent if index == len(slices) - 1 else "8F9298")
        frame = point.data_label.text_frame
        frame.word_wrap = False
        run = frame.paragraphs[0].add_run()
        run.text = f"{piece.amount.short}  {piece.share}"
        written(run, Type(10, TEXT))
        point.data_label.position = XL_LABEL_POSITION.OUTSIDE_END
    chart.value_axis.visible = chart.value_axis.has_major_gridlines = False
    chart.value_axis.maximum_scale = 1.6 * max((piece.amount.value for piece in slices), default=1) or 1
    chart.value_axis.minimum_scale = 0
    axis = chart.category_axis
    axis.reverse_order = True
    axis.format.line.fill.background()
    axis.major_tick_mark = -4142
    _chart_type(axis.tick_labels.font, 10, TEXT)


def _sum(case: Case, group: str) -> int:
    return sum(step.amount.value for step in case.steps if step.group == group)


def _chart(page: Page, box: Box, kind: Any, data: CategoryChartData) -> Any:
    frame = page.slide.shapes.add_chart(kind, Inches(box.x), Inches(box.y), Inches(box.w), Inches(box.h), data)
    chart = frame.chart
    chart.has_title = False
    _chart_type(chart.font, 10, TEXT)
    sheet = chart.part.chart_workbook.xlsx_part
    sheet._blob = timeless(sheet.blob)
    return chart


def _chart_type(found: Any, size: float, colour: str) -> None:
    """Set a chart's font; charts, too, look for Korean letters' face apart."""
    found.size, found.name = Pt(size), SANS
    found.color.rgb = RGBColor.from_string(colour)
    ea = etree.SubElement(found._rPr, qn("a:ea"))
    ea.set("typeface", SANS)


def _fill(form: Any, colour: str) -> None:
    form.fill.solid()
    form.fill.fore_color.rgb = RGBColor.from_string(colour)


def key(page: Page, box: Box, slices: Sequence[Slice], colours: Sequence[str]) -> None:
    """The slices' names, shares and amounts under one another, each with its colour."""
    step = min(0.42, box.h / max(1, len(slices)))
    for index, (piece, colour) in enumerate(zip(slices, colours, strict=True)):
        y = box.y + index * step
        page.panel(Box(box.x, y + step / 2 - 0.06, 0.12, 0.12), colour)
        page.text(Box(box.x + 0.24, y, box.w - 1.9, step), piece.label, Type(10.5), "middle", smallest=8)
        page.text(Box(box.x + box.w - 1.65, y, 1.65, step), f"{piece.amount.short}   {piece.share}",
                  Type(10.5, MUTED, align="right"), "middle", smallest=8)


def cards(page: Page, box: Box, facts: Sequence[tuple[str, str]], size: float = 24) -> None:
    """Figures side by side over their names."""
    width = box.w / max(1, len(facts))
    size = min((fitted(value, Box(0, 0, width - 0.15, 1.15 * size / 72), Type(size, leading=1.1), 11).size
                for _, value in facts), default=size)
    for index, (label, value) in enumerate(facts):
        x = box.x + index * width
        page.text(Box(x, box.y, width - 0.2, box.h * 0.56), value, Type(size, TEXT, leading=1.1), "bottom")
        page.text(Box(x, box.y + box.h * 0.62, width - 0.2, box.h * 0.38), label, Type(10, MUTED, leading=1.15),
                  smallest=8)

