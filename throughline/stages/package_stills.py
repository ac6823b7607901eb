"""The pictures of the package: a frame of every shot that may be shown, how it looks, and which stands where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from throughline.film.dossier import Chosen, Still, Stretch, Tint
from throughline.film.errors import InputError
from throughline.film.package import PictureWishes
from throughline.film.record import load
from throughline.film.shot import Shot, ShotList
from throughline.film.story import Breakdown
from throughline.picture import footage, video
from throughline.picture.composition import impression
from throughline.picture.palette import Swatch, accent, merged, palette
from throughline.production.package import Gallery
from throughline.production.package_pictures import Candidate, choose, of_characters, of_places, of_sizes
from throughline.stages.package_records import StillFigure, StillSheet

Picture = NDArray[np.uint8]
WIDTH = 1920
QUALITY = 88
SAMPLED = (0.18, 0.38, 0.55, 0.72, 0.88)
AFTER_EFFECT, EFFECT_WORTH = (8, 16, 28), 0.35
MOST_SHOTS = 150
JUDGED = 640
KINDS = ("still", "previs", "board")
SWATCHES, STRIPE = 7, 4
DARK, PAPER = "#101113", "#ffffff"


@dataclass(frozen=True)
class Seen:
    """A shot with the picture that stands for it (reduced, where ``file`` holds it whole), who stands where in it as
    far as that is known, and its drawing where the picture is a rendered one."""

    shot: Shot
    place: str
    order: int
    picture: Picture
    file: Path | None
    figures: tuple[StillFigure, ...]
    drawing: Path | None


def gallery(shots: ShotList, breakdown: Breakdown, inputs: Mapping[str, Path], wishes: PictureWishes,
            names: Sequence[str], folder: Path) -> Gallery:
    """The package's pictures, written to ``folder`` as NAME.jpg; shots without any picture are left out."""
    seen = list(_seen(shots, breakdown, inputs))
    if not seen:
        return Gallery()
    cast = {fact.name for fact in breakdown.cast}
    candidates, palettes = [], {}
    for found in seen:
        look = impression(found.picture)
        palettes[found.shot.id] = palette(found.picture)
        candidates.append(Candidate(
            name=found.shot.id, shot=found.shot, place=found.place, order=found.order, strength=look.strength,
            middle=look.middle, focus=look.focus, cast=_cast(found, cast),
            stands={figure.name: (figure.left + figure.right) / 2 for figure in found.figures},
            lying=frozenset(figure.name for figure in found.figures
                            if (figure.right - figure.left) * found.picture.shape[1] > figure.height
                            * found.picture.shape[0]),
            drawing=None if found.drawing is None else f"{found.shot.id}_drawn"))
    chosen, people, places = choose(candidates, wishes), of_characters(candidates, names), of_places(candidates)
    sizes = of_sizes(candidates)
    _write(seen, _named(chosen, people, places, {size: (still,) for size, still in sizes.items()}), folder)
    every = list(palettes.values())
    by_place = {place: _tints([palettes[found.shot.id] for found in seen if found.place == place]) for place in places}
    return Gallery(chosen=chosen, characters=people, places=places, sizes=sizes, place_tints=by_place,
                   tints=_tints(every),
                   colours=_stripes(shots, palettes), accent=accent(every, DARK, 3.6),
                   accent_print=accent(every, PAPER, 4.5),
                   drawn=sum(f"board:{shot.id}" in inputs for shot in shots.shots),
                   rendered=sum(f"previs:{shot.id}" in inputs for shot in shots.shots))


def _seen(shots: ShotList, breakdown: Breakdown, inputs: Mapping[str, Path]) -> Iterator[Seen]:
    """The pictures of the shots, a still before a frame of the previs before a drawing; of a very long film those of
    shots spread evenly over it."""
    places = {scene.scene: scene.heading.place for scene in breakdown.scenes}
    able = [(order, shot) for order, shot in enumerate(shots.shots)
            if any(f"{kind}:{shot.id}" in inputs for kind in KINDS)]
    step = max(1, -(-len(able) // MOST_SHOTS))
    size = _clip_size(path / "clean.mp4" for name, path in inputs.items() if name.startswith("previs:"))
    for order, shot in able[::step]:
        still, previs, board = (inputs.get(f"{kind}:{shot.id}") for kind in KINDS)
        panels = [] if board is None else sorted(board.glob("panel_*.png"))
        place, drawing = places.get(shot.scene, ""), panels[0] if panels else None
        if still is not None:
            yield _of_stills(shot, place, order, still, panels)
        elif previs is not None:
            yield Seen(shot, place, order, _frame(previs / "clean.mp4", shot, shots.rate, size), None, (), drawing)
        elif drawing is not None:
            yield Seen(shot, place, order, _reduced(_read(drawing)), drawing, (), None)


def _cast(seen: Seen, cast: set[str]) -> tuple[str, ...]:
    """Which of the shot's subjects are of the cast; where figures are known, those whose middle is in the picture."""
    shown = {figure.name for figure in seen.figures if 0 < (figure.left + figure.right) / 2 < 1}
    return tuple(name for name in seen.shot.subjects if name in cast and (not seen.figures or name in shown))


def _of_stills(shot: Shot, place: str, order: int, folder: Path, panels: Sequence[Path]) -> Seen:
    """The strongest of a shot's stills, who stands where in it, and the drawing of the same moment where there is one:
    panels and stills are of the same frames unless an effect asks for a still of its own."""
    files = sorted(folder.glob("still_*.png"))
    pictures = [_reduced(_read(file)) for file in files]
    best = max(range(len(pictures)), key=lambda index: (impression(pictures[index]).strength, -index))
    figures = load((folder / "still.json").read_bytes(), StillSheet).figures[best]
    return Seen(shot, place, order, pictures[best], files[best], figures,
                panels[best] if len(panels) == len(files) else None)


def _reduced(picture: Picture) -> Picture:
    """The picture no wider than it must be to be judged."""
    height, width = picture.shape[:2]
    if width <= JUDGED:
        return picture
    return np.asarray(cv2.resize(picture, (JUDGED, round(height * JUDGED / width)), interpolation=cv2.INTER_AREA),
                      np.uint8)


def _clip_size(clips: Iterable[Path]) -> tuple[int, int]:
    """Width and height of the previs, which all its clips share; nothing where there is none."""
    clip = next((clip for clip in clips if clip.is_file()), None)
    if clip is None:
        return 0, 0
    said = video.probe(clip)
    return int(said["width"]), int(said["height"])


def _frame(clip: Path, shot: Shot, rate: Fraction, size: tuple[int, int]) -> Picture:
    """The strongest frame of a clip among those sampled, titles avoided; an effect at its height counts among them.

    Raises:
        InputError: the clip cannot be read, or has none of these frames.
    """
    wanted = _wanted(shot)
    best: tuple[float, Picture] | None = None
    for number, picture in enumerate(islice(footage.frames(clip, size, rate), max(wanted) + 1)):
        if number in wanted:
            look = impression(picture)
            score = look.strength + wanted[number]
            if best is None or score > best[0]:
                best = (score, picture)
    if best is None:
        raise InputError(f"{shot.id}: the previs ends before frame {min(wanted)}", file=str(clip), remedy="build again")
    return best[1]


def _wanted(shot: Shot) -> dict[int, float]:
    """Frames to look at, each with what speaks for it beside its picture."""
    last = shot.frames - 1
    frames = {round(last * part): 0.0 for part in SAMPLED}
    for cue in shot.effects:
        if 0 <= cue.frame <= last:
            frames |= {min(last, cue.frame + after): EFFECT_WORTH for after in AFTER_EFFECT}
    covered = {number for card in shot.titles for number in range(card.frame_in, card.frame_out + 1)}
    return {number: worth for number, worth in frames.items() if number not in covered} or frames


def _read(file: Path) -> Picture:
    with Image.open(file) as image:
        return np.asarray(image.convert("RGB"))


def _named(chosen: Chosen, *groups: Mapping[str, tuple[Still, ...]]) -> set[str]:
    """The names of all pictures that stand somewhere."""
    single = [still for still in (chosen.cover, chosen.logline, chosen.closing) if still is not None]
    many = [*chosen.story, *chosen.look, *chosen.effects, *chosen.frames,
            *(still for pair in chosen.pairs for still in (pair.drawn, pair.rendered)),
            *(still for group in groups for stills in group.values() for still in stills)]
    return {still.name for still in (*single, *many)}


def _write(seen: Sequence[Seen], names: set[str], folder: Path) -> None:
    for found in seen:
        files = {found.shot.id: found.file, f"{found.shot.id}_drawn": found.drawing}
        for name in sorted(names & set(files)):
            file = files[name]
            picture = found.picture if file is None else _read(file)
            Image.fromarray(_large(picture)).save(folder / f"{name}.jpg", quality=QUALITY, subsampling=0)


def _large(picture: Picture) -> Picture:
    """The picture as wide as a document needs it; a small one is enlarged and its edges kept."""
    height, width = picture.shape[:2]
    if width >= WIDTH:
        return picture
    size = (WIDTH, round(height * WIDTH / width))
    large = cv2.resize(picture, size, interpolation=cv2.INTER_LANCZOS4)
    soft = cv2.GaussianBlur(large, (0, 0), 0.6 * WIDTH / width)
    return np.asarray(cv2.addWeighted(large, 1.45, soft, -0.45, 0), np.uint8)


def _tints(palettes: Sequence[Sequence[Swatch]]) -> tuple[Tint, ...]:
    """The palettes of several pictures as one."""
    return tuple(Tint(colour=swatch.colour, share=swatch.share) for swatch in merged(palettes, SWATCHES))


def _stripes(shots: ShotList, palettes: Mapping[str, Sequence[Swatch]]) -> tuple[Stretch, ...]:
    """The colours of the film shot by shot, the strongest of each from dark to light."""
    stripes, scene = [], ""
    for shot in shots.shots:
        swatches = palettes.get(shot.id, ())
        if not swatches:
            continue
        kept = sorted(swatches, key=lambda swatch: -swatch.share)[:STRIPE]
        colours = tuple(swatch.colour for swatch in swatches if swatch in kept)
        stripes.append(Stretch(colours=colours, frames=shot.frames, scene=shot.scene if shot.scene != scene else ""))
        scene = shot.scene
    return tuple(stripes)
