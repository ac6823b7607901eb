"""The plans stage: every scene from above with its cameras, as one PDF and an SVG a page."""

from __future__ import annotations

from throughline.build.execute import Context
from throughline.film.errors import InputError
from throughline.formats.plans_pdf import PlanPage, plan_pages, plans_pdf
from throughline.stages.layout_sheet import read_sheet
from throughline.stages.plan_scene import plan_view
from throughline.stages.plans_records import PlansParams


def make_plans(context: Context) -> dict[str, float | int | str]:
    """Reads the layouts of the shots; gives plans.pdf, and scene-4.svg, scene-5-1.svg ... a page.

    Raises:
        InputError: no shot has a layout.
    """
    params = context.params
    if not isinstance(params, PlansParams):
        raise TypeError("the plans stage needs PlansParams")
    pages: list[PlanPage] = []
    for scene in params.scenes:
        sheets = {}
        for blocking in scene.blockings:
            layout = context.inputs.get(f"layout:{blocking.shot.id}")
            if layout is None:
                context.warn(f"{blocking.shot.id}: no layout yet; left out")
            else:
                sheets[blocking.shot.id] = read_sheet(layout)
        if sheets:
            view = plan_view(scene, sheets, params.rate, params.language)
            pages += plan_pages(view, params.units, params.language, params.title)
    if not pages:
        raise InputError("no shot has a layout yet", remedy="run: throughline build layout")
    for page in pages:
        (context.out / f"{page.name}.svg").write_text(page.svg, encoding="utf-8")
    (context.out / "plans.pdf").write_bytes(
        plans_pdf(pages, params.title, params.draft, params.units, params.language, context.out))
    return {"pages": len(pages), "cameras": sum(len(page.view.cameras) for page in pages)}
