"""How well the shot lists cover their scripts: what no shot shows, cuts that break a rule of continuity, lengths.

The cameras are solved as layout solves them, so a breach is one that an editor would see: for the example and the
scripts beside the project against bodies that perform, for the long script and the other styles against the poses and
ways that staging plans with; ``planned_off_m`` says how far these two cameras stand apart. ``--quick`` judges the
classical style alone.
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import groupby, pairwise
from pathlib import Path

from benchmarks.line import Figures, report
from benchmarks.varied_script import varied_script
from throughline.directing import shots
from throughline.directing.coverage import measured
from throughline.directing.styles import STYLES
from throughline.directing.vocabulary import BLASTS
from throughline.film.blocking import Blocking
from throughline.film.shot import Shot, ShotList
from throughline.film.story import Breakdown
from throughline.formats import fountain, read_screenplay
from throughline.motion import perform
from throughline.motion.skeleton import default_rest
from throughline.reading import breakdown
from throughline.stages.staging import staged
from throughline.world import sets
from throughline.world.camera import body_figure, continuity, solve, with_things
from throughline.world.camera.figure import Figure
from throughline.world.camera.rough import rough_figures, rough_track
from throughline.world.camera.ways import ways

EXAMPLES = Path(__file__).parent.parent / "examples" / "crossing"
SCRIPTS = Path(__file__).parents[2] / "shared" / "data" / "scripts"
RATE, ASPECT, SEED = Fraction(24), 2.39, 3
FAST = frozenset({"run", "flee", "pursue", "drive", "crash", "strike", "fall", "stumble", "jump", "explode"})
FACTS = {"mean_s": 4.0, "mean_s_action": 2.2, "sd_over_mean": 1.2}


def scripts() -> dict[str, Breakdown]:
    """Every script that is judged, by name: the example in both languages, those that lie beside the project, and a
    long one made up from a seed."""
    found = {"crossing.en": breakdown(read_screenplay(EXAMPLES / "screenplay.fountain")),
             "crossing.ko": breakdown(read_screenplay(EXAMPLES / "screenplay.ko.txt"))}
    for path in sorted(SCRIPTS.glob("*.fountain")) if SCRIPTS.is_dir() else []:
        found[path.stem] = breakdown(read_screenplay(path))
    found["long"] = breakdown(fountain.read(varied_script(SEED)))
    return found


def planned(blocking: Blocking) -> continuity.ShotView:
    """The shot's view as staging plans it."""
    found = ways(blocking, float(RATE))
    figures = rough_figures(blocking, found, float(RATE))
    track, _turn = rough_track(blocking, sets.plan(blocking.set), figures, ASPECT)
    return continuity.view(blocking, continuity.samples(track), ASPECT, float(RATE),
                           continuity.ends(blocking, float(RATE), found))


def performed(blocking: Blocking) -> continuity.ShotView:
    """The shot's view with its camera solved against bodies of average build that perform it."""
    frames = blocking.shot.frames
    figures: dict[str, Figure] = {}
    for part in blocking.performances:
        rest = default_rest(part.look.height_m)
        figures[part.name] = body_figure(part.name, perform(part, rest, frames, RATE), rest, part.look.height_m)
    track = solve(blocking, sets.plan(blocking.set), with_things(figures, blocking), ASPECT)
    return continuity.view(blocking, continuity.samples(track), ASPECT, float(RATE))


def kind_of(shot: Shot) -> str:
    """What an editor counts a shot as: dialogue where somebody speaks in it, action where a body or a car is fast or
    something goes off."""
    if shot.spoken:
        return "dialogue"
    fast = any(cue.verb in FAST for cue in shot.cues) or any(cue.kind in BLASTS for cue in shot.effects)
    return "action" if fast else "other"


def genre_of(scene: Sequence[Shot]) -> str:
    """What sort of scene its shots make: action from two fast shots in five on, talk where people speak in every third
    one, else quiet."""
    kinds = Counter(map(kind_of, scene))
    if kinds["action"] >= 0.4 * len(scene):
        return "action"
    return "talk" if 3 * kinds["dialogue"] >= len(scene) else "quiet"


def _scenes(made: ShotList) -> list[tuple[Shot, ...]]:
    return [tuple(found) for _, found in groupby(made.shots, key=lambda shot: shot.scene)]


def judged(script: Breakdown, style: str, perform_it: bool) -> tuple[ShotList, Figures]:
    """A script's shot list in a style, and its figures with every breach by name."""
    made = shots(script, RATE, style=style)
    covered = measured(made, script)
    blockings = staged(script, made.shots, {}, None, RATE).blockings
    views = [(performed if perform_it else planned)(blocking) for blocking in blockings]
    found = continuity.breaches(views)
    cuts = sum(one.scene == other.scene for one, other in pairwise(views))
    return made, {
        "shots": covered.shots, "seconds": round(covered.seconds, 1), "cuts": cuts,
        "uncovered": len(covered.uncovered) + len(covered.unspoken),
        "breaches_180": sum(breach.rule == "180" for breach in found),
        "breaches_30": sum(breach.rule == "30" for breach in found), **lengths(made.shots),
        **(_off(views, blockings) if perform_it else {}),
        "breaches": [f"{breach.rule}: {breach.before} to {breach.after} ({', '.join(breach.about)})"
                     for breach in found]}


def _off(views: Sequence[continuity.ShotView], blockings: Sequence[Blocking]) -> Figures:
    """How far apart in metres the planned and the performed cameras stand, at the median and at nine in ten."""
    away = sorted(math.dist(one.first.camera, planned(blocking).first.camera)
                  for one, blocking in zip(views, blockings, strict=True))
    return {"planned_off_m": [round(away[len(away) // 2], 2), round(away[int(0.9 * (len(away) - 1))], 2)]}


def lengths(found: Iterable[Shot]) -> Figures:
    """Mean length in seconds and standard deviation over it."""
    seconds = [shot.frames / float(RATE) for shot in found]
    mean = sum(seconds) / max(1, len(seconds))
    deviation = math.sqrt(sum((length - mean) ** 2 for length in seconds) / max(1, len(seconds)))
    return {"mean_s": round(mean, 2), "sd_over_mean": round(deviation / mean, 2) if mean else 0.0}


def summed(lists: Sequence[tuple[ShotList, Figures]]) -> Figures:
    """The figures of all scripts together: breaches per 100 cuts, lengths by kind of shot, shares of sizes."""
    every = [shot for made, _ in lists for shot in made.shots]
    total = {name: sum(int(str(figures[name])) for _, figures in lists)
             for name in ("cuts", "uncovered", "breaches_180", "breaches_30")}
    sizes = Counter(str(shot.size) for shot in every)
    kinds = {kind: lengths(shot for shot in every if kind_of(shot) == kind)
             for kind in ("dialogue", "action", "other")}
    genres = {genre: lengths(shot for scene in scenes for shot in scene) for genre in ("talk", "action", "quiet")
              if (scenes := [scene for made, _ in lists for scene in _scenes(made) if genre_of(scene) == genre])}
    return {"shots": len(every), "cuts": total["cuts"], "uncovered": total["uncovered"],
            "breaches_180": round(100 * total["breaches_180"] / max(1, total["cuts"]), 2),
            "breaches_30": round(100 * total["breaches_30"] / max(1, total["cuts"]), 2), **lengths(every), **kinds,
            "genres": genres,
            "sizes": {size: round(count / len(every), 3) for size, count in sizes.most_common()}}


def measure() -> Figures:
    read = scripts()
    found: Figures = {"facts": FACTS}
    for style in ("classical",) if "--quick" in sys.argv else STYLES:
        lists = {name: judged(script, style, style == "classical" and name != "long")
                 for name, script in read.items()}
        whole = summed(list(lists.values()))
        detail = {name: figures for name, (_made, figures) in lists.items()}
        found.update({**whole, "scripts": detail} if style == "classical" else {style: {**whole, "scripts": detail}})
    return found


if __name__ == "__main__":
    report("coverage", measure)
