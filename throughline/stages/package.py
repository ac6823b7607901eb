"""The package stage: deck, look book, business plan and one-pager in the film's language and in the other one."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from throughline.build.execute import Context
from throughline.film.budget import Budget
from throughline.film.dossier import Dossier
from throughline.film.errors import InputError
from throughline.film.record import load
from throughline.film.schedule import Schedule
from throughline.formats.deck_pptx import write_deck
from throughline.formats.package_pdf import write_lookbook, write_onepager, write_plan
from throughline.production.package import Material, dossier
from throughline.production.package_story import weighted_cast
from throughline.stages.package_records import PackageParams
from throughline.stages.package_stills import gallery
from throughline.stages.records import Staging, read_shots

LANGUAGES = ("ko", "en")
WRITERS = (("deck.pptx", write_deck), ("lookbook.pdf", write_lookbook), ("plan.pdf", write_plan),
           ("onepager.pdf", write_onepager))


def make_package(context: Context) -> dict[str, float | int | str]:
    """Reads shots, schedule.json, budget.json, staging.json, boards and previs; gives deck.pptx, lookbook.pdf, plan.pdf
    and onepager.pdf in the film's language, and the same in the other one under its name (ko/, en/).

    Raises:
        InputError: a picture is wished of a shot that the film does not have, or a font is missing.
    """
    params = context.params
    if not isinstance(params, PackageParams):
        raise TypeError("the package stage needs PackageParams")
    material = _material(context, params)
    _check_wishes(material)
    own = "ko" if params.language.startswith("ko") else "en"
    with TemporaryDirectory(prefix="throughline-package-") as made:
        folder = Path(made)
        names = [fact.name for fact in weighted_cast(material.breakdown, material.shots)]
        shown = gallery(material.shots, material.breakdown, context.inputs, params.settings.pictures, names, folder)
        context.progress(0.4, "pictures")
        if shown.chosen.cover is None:
            context.warn("no shot has a picture yet; the package is made without pictures")
        count = 0
        for language in sorted(LANGUAGES, key=lambda language: language != own):
            content = dossier(material, shown, language)
            _write(content, folder, context.out if language == own else context.out / language)
            count = len(content.open)
            context.progress(0.7 if language == own else 1.0, language)
    return {"open": count, "pictures": len(list(shown.chosen.frames)), "total": material.budget.total,
            "shooting_days": len(material.schedule.days)}


def _material(context: Context, params: PackageParams) -> Material:
    inputs = context.inputs
    shots, breakdown, _numbering = read_shots(inputs["shots"])
    staging = load(_file(inputs["staging"], "staging.json").read_bytes(), Staging)
    return Material(title=params.title, author=params.author, settings=params.settings, breakdown=breakdown,
                    shots=shots, looks=staging.looks, aspect=params.aspect, disclosure=params.disclosure,
                    schedule=load(_file(inputs["schedule"], "schedule.json").read_bytes(), Schedule),
                    budget=load(_file(inputs["budget"], "budget.json").read_bytes(), Budget))


def _file(path: Path, name: str) -> Path:
    """The input itself, or the file of that name in a product's folder."""
    return path / name if path.is_dir() else path


def _check_wishes(material: Material) -> None:
    wishes = material.settings.pictures
    known = {shot.id for shot in material.shots.shots}
    asked = [shot for shot in (wishes.cover, wishes.logline, wishes.closing) if shot is not None]
    for shot in (*asked, *wishes.story, *wishes.look, *wishes.effects):
        if shot not in known:
            raise InputError(f"[pictures]: there is no shot {shot}", file="package.toml",
                             remedy="give the id of a shot on the shot list")


def _write(content: Dossier, pictures: Path, out: Path) -> None:
    out.mkdir(exist_ok=True)
    for name, write in WRITERS:
        (out / name).write_bytes(write(content, pictures))
