"""The stages that read: screenplay, breakdown and shots. Each is a function of files and values alone."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from throughline.build.execute import Context
from throughline.directing import own_list_remarks
from throughline.directing import shots as shot_list_of
from throughline.directing.numbering import numbering_of, renumbered
from throughline.film.record import dump, load
from throughline.film.screenplay import Screenplay
from throughline.film.shot import Shot
from throughline.film.story import Breakdown, SceneReading
from throughline.formats import fountain, read_screenplay, tables, timeline
from throughline.reading import breakdown as breakdown_of
from throughline.reading import complaints
from throughline.reading.corrected import corrected
from throughline.reading.scenes import read_scene
from throughline.stages.records import ShotParams, read_shots


def make_screenplay(context: Context) -> dict[str, float | int | str]:
    """Reads ``inputs['script']``; gives screenplay.json and screenplay.fountain (normalised, nothing lost)."""
    screenplay = read_screenplay(context.inputs["script"])
    _write(context.out / "screenplay.json", dump(screenplay))
    (context.out / "screenplay.fountain").write_text(fountain.write(screenplay), encoding="utf-8")
    return {"elements": len(screenplay.elements)}


def make_breakdown(context: Context) -> dict[str, float | int | str]:
    """Reads screenplay.json; gives breakdown.json."""
    screenplay = load(context.inputs["screenplay"].read_bytes(), Screenplay)
    for line in complaints(screenplay):
        context.warn(line)
    broken = breakdown_of(screenplay, lambda order: context.part(read_scene, order, SceneReading))
    _write(context.out / "breakdown.json", dump(broken))
    return {"scenes": len(broken.scenes), "eighths": sum(scene.eighths for scene in broken.scenes)}


def make_shots(context: Context) -> dict[str, float | int | str]:
    """Reads breakdown.json; gives shots.json, scenes.json (the breakdown, renumbered and corrected), numbering.json."""
    params = context.params
    if not isinstance(params, ShotParams):
        raise TypeError("the shots stage needs ShotParams")
    broken = load(context.inputs["breakdown"].read_bytes(), Breakdown)
    broken, unused = corrected(renumbered(broken, params.numbering), params.corrections)
    for line in unused:
        context.warn(line)
    made = shot_list_of(broken, Fraction(params.rate), params.numbering, title=params.title, style=params.style,
                        rows=params.rows)
    for line in own_list_remarks(made, broken, params.rows):
        context.warn(line)
    _write(context.out / "shots.json", dump(made))
    _write(context.out / "scenes.json", dump(broken))
    _write(context.out / "numbering.json", dump(numbering_of(made, broken, params.numbering)))
    return {"shots": len(made.shots), "frames": made.frames, "seconds": round(float(made.frames / made.rate), 3)}


def make_cut(context: Context) -> None:
    """Reads a shots product; gives the cut as cut.otio and cut.edl, the shot list as shots.csv, breakdown.csv."""
    made, broken, _numbering = read_shots(context.inputs["shots"])
    (context.out / "cut.otio").write_text(timeline.write(made, _media), encoding="utf-8")
    (context.out / "cut.edl").write_text(timeline.edl(made), encoding="utf-8")
    (context.out / "shots.csv").write_text(tables.shots_csv(made, broken), encoding="utf-8", newline="")
    (context.out / "breakdown.csv").write_text(tables.breakdown_csv(broken), encoding="utf-8", newline="")


def _media(shot: Shot) -> str | None:
    return f"shots/{shot.id}.mp4"


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
