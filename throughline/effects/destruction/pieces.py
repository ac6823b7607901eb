"""A building in pieces: where each lies, what it weighs, what it looks like outside and where it broke."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import ConvexHull, QhullError

from throughline.effects.destruction.fracture import Cells, broken
from throughline.effects.destruction.materials import MATERIALS, column
from throughline.effects.destruction.measures import flats, solids
from throughline.effects.destruction.roughen import rough
from throughline.effects.destruction.structure import GLASS, Building, Element

Reals = NDArray[np.float64]
Ints = NDArray[np.int64]
FINER, NEAR = 3.0, 3.5
MOST_OF_ONE = 60
LIGHTEST = 0.2
_UNIT = np.array([[i, j, k] for i in (0, 1) for j in (0, 1) for k in (0, 1)])
_WAYS = np.array([[i, j, k] for i in (-1, 0, 1) for j in (-1, 0, 1) for k in (-1, 0, 1) if i or j or k], np.float64)


@dataclass(frozen=True)
class Pieces:
    """N rigid pieces in the building's own space, as they stand.

    The mesh: ``points`` (V, 3), ``counts`` (F,), ``corners``, ``colours`` and ``glow`` (F, 3), ``inner`` (F,) fresh
    breaks, by piece from ``first_face`` and ``first_point`` (N + 1,). The hull to collide: ``hull`` (H, 3) from
    ``first_hull``, ``planes`` (Q, 4) from ``first_plane``. ``centre`` (N, 3), ``mass`` (N,) kg, ``inertia``
    (N, 3, 3), ``low`` and ``high`` (N, 3); ``material``, ``kind``, ``level``, ``element`` (N,). ``joints`` (J, 2)
    pieces of one element that lie face to face, over ``joint_area`` (J,) along ``joint_way`` (J, 3).
    """

    points: Reals
    counts: Ints
    corners: Ints
    colours: Reals
    glow: Reals
    inner: NDArray[np.bool_]
    first_face: Ints
    first_point: Ints
    hull: Reals
    first_hull: Ints
    planes: Reals
    first_plane: Ints
    centre: Reals
    mass: Reals
    inertia: Reals
    low: Reals
    high: Reals
    material: Ints
    kind: Ints
    level: Ints
    element: Ints
    joints: Ints
    joint_area: Reals
    joint_way: Reals

    def __len__(self) -> int:
        return len(self.mass)


def pieces(building: Building, count: int, seed: int, weak: Reals) -> Pieces:
    """The building in about ``count`` pieces, smaller about the heights ``weak`` (K,) where it gives way."""
    solids_, skins = [e for e in building.elements if e.skin is None], [e for e in building.elements
                                                                       if e.skin is not None]
    cells, owner = _cells(solids_, max(count - len(skins), len(solids_)), seed, weak)
    return _gathered(solids_, skins, cells, owner, seed)


def _cells(elements: list[Element], count: int, seed: int, weak: Reals) -> tuple[Cells, Ints]:
    """The solids' cells, and which of them each is of."""
    low, high = np.array([e.low for e in elements]), np.array([e.high for e in elements])
    grain = column("grain")[[e.material for e in elements]]
    middle = (low[:, 2] + high[:, 2]) / 2
    away = np.abs(middle[:, None] - weak[None]).min(axis=1) if len(weak) else np.full(len(elements), 1e3)
    share = np.prod(high - low, axis=1) / grain ** 3 * (1 + (FINER - 1) * np.exp(-(away / NEAR) ** 2))
    share = np.where([e.kind == GLASS for e in elements], 0.0, share)
    amount = _shared(share, count)
    random = np.random.default_rng([seed, 3])
    seeds = [_sown(element, int(n), random) for element, n in zip(elements, amount, strict=True)]
    first = np.concatenate([[0], np.cumsum([len(e.planes) for e in elements])]).astype(np.int64)
    owner = np.repeat(np.arange(len(elements)), [len(s) for s in seeds])
    planes = np.concatenate([e.planes for e in elements]) if first[-1] else None
    return broken(low, high, np.concatenate(seeds), owner, planes, first), owner


def _shared(share: Reals, count: int) -> Ints:
    """How many pieces each solid breaks into: at least one, ``count`` of all as near as may be."""
    low, high = 0.0, count / max(float(share.sum()), 1e-9) * 4
    for _ in range(40):
        middle = (low + high) / 2
        total = np.clip(np.round(share * middle), 1, MOST_OF_ONE).sum()
        low, high = (middle, high) if total < count else (low, middle)
    return np.clip(np.round(share * high), 1, MOST_OF_ONE).astype(np.int64)


def _sown(element: Element, count: int, random: np.random.Generator) -> Reals:
    """Seeds within a solid, kept apart from one another, closer together about one corner of it."""
    size = element.high - element.low
    if count == 1:
        return ((element.low + element.high) / 2)[None]
    tries = element.low + size * random.random((6 * count, 3))
    inside = (tries @ element.planes[:, :3].T <= element.planes[:, 3]).all(axis=1) if len(element.planes) else \
        np.ones(len(tries), bool)
    tries = tries[inside] if inside.sum() >= count else np.concatenate([tries[inside], tries[~inside]])
    focus = element.low + size * random.random(3)
    pull = 0.35 * np.maximum(1 - np.linalg.norm((tries - focus) / size, axis=1, keepdims=True), 0)
    tries = tries + pull * (focus - tries)
    chosen = [0]
    away = ((tries - tries[0]) ** 2).sum(axis=1)
    for _ in range(count - 1):
        chosen.append(int(away[:4 * count].argmax()) if random.random() < 0.75 else int(random.integers(len(tries))))
        away = np.minimum(away, ((tries - tries[chosen[-1]]) ** 2).sum(axis=1))
    return np.asarray(tries[np.unique(chosen)])


def _gathered(elements: list[Element], skins: list[Element], cells: Cells, owner: Ints, seed: int) -> Pieces:
    everything = [*(elements[n] for n in owner), *skins]
    volume, centre, inertia = solids(cells.points, cells.counts, cells.corners, cells.first_face)
    density = column("density")[[e.material for e in everything]]
    area, normal, middle = flats(cells.points, cells.counts, cells.corners)
    piece = np.repeat(np.arange(len(cells)), np.diff(cells.first_face))
    joint = (cells.tags > piece) & (area > 1e-5)
    paint = np.array([e.colour for e in everything]).reshape(-1, 3)
    glow = np.array([e.glow for e in everything]).reshape(-1, 3)
    fresh = column("inner")[[e.material for e in everything]]
    inner = cells.tags >= 0
    points, counts, corners, source, first_face, first_point = rough(
        cells.points, cells.counts, cells.corners, cells.tags, cells.first_face, cells.first_point, area, normal,
        middle, seed)
    face_piece = piece[source]
    mottle = np.random.default_rng([seed, 5]).uniform(0.72, 1.12, (len(source), 1))
    broken_colour = fresh[face_piece] * mottle
    colours = np.where(inner[source][:, None], broken_colour, paint[face_piece])
    light = np.where(inner[source][:, None], 0.0, glow[face_piece])
    skin = _skinned(skins, len(points))
    low, high = np.array([e.low for e in everything]), np.array([e.high for e in everything])
    low[:len(cells)] = np.minimum.reduceat(cells.points, cells.first_point[:-1])
    high[:len(cells)] = np.maximum.reduceat(cells.points, cells.first_point[:-1])
    half = (high - low)[len(cells):] / 2
    thick = np.array([MATERIALS[e.material].thick for e in skins])
    box = np.minimum(8 * half.prod(axis=1), 4 * thick * np.sort(half, axis=1)[:, 1:].prod(axis=1) * 1.5)
    mass = np.maximum(density * np.concatenate([volume, box]), LIGHTEST)
    square = (half ** 2) / 3
    round_ = np.zeros((len(skins), 3, 3))
    for axis in range(3):
        round_[:, axis, axis] = (square.sum(axis=1) - square[:, axis]) * box
    hull, first_hull, planes, first_plane = _hulls(cells, normal, middle, area, skins)
    return Pieces(np.concatenate([points, skin.points]), np.concatenate([counts, skin.counts]),
                  np.concatenate([corners, skin.corners]), np.concatenate([colours, skin.colours]),
                  np.concatenate([light, skin.glow]), np.concatenate([inner[source], skin.inner]),
                  np.concatenate([first_face, first_face[-1] + skin.first_face]),
                  np.concatenate([first_point, first_point[-1] + skin.first_point]),
                  hull, first_hull, planes, first_plane, np.concatenate([centre, (low + high)[len(cells):] / 2]), mass,
                  _spread(np.concatenate([inertia, round_]) * density[:, None, None], mass), low, high,
                  np.array([e.material for e in everything]), np.array([e.kind for e in everything]),
                  np.array([e.level for e in everything]),
                  np.concatenate([owner, len(elements) + np.arange(len(skins))]),
                  np.column_stack([piece[joint], cells.tags[joint]]), area[joint], normal[joint])


def _spread(inertia: Reals, mass: Reals) -> Reals:
    """Inertia (N, 3, 3) of pieces none of which is thinner than a few centimetres: slivers would spin without end."""
    return np.asarray(inertia + (4e-4 * mass)[:, None, None] * np.eye(3))


@dataclass(frozen=True)
class _Skins:
    points: Reals
    counts: Ints
    corners: Ints
    colours: Reals
    glow: Reals
    inner: NDArray[np.bool_]
    first_face: Ints
    first_point: Ints


def _skinned(skins: list[Element], shift: int) -> _Skins:
    """The meshes of the skins one after another, their corners from ``shift`` on."""
    meshes = [e.skin for e in skins if e.skin is not None]
    first_point = np.cumsum([len(m.points) for m in meshes]).astype(np.int64)
    first_face = np.cumsum([len(m.counts) for m in meshes]).astype(np.int64)
    if not meshes:
        none, whole = np.zeros((0, 3)), np.zeros(0, np.int64)
        return _Skins(none, whole, whole, none, none, np.zeros(0, bool), whole, whole)
    start = np.concatenate([[0], first_point[:-1]])
    return _Skins(np.concatenate([m.points for m in meshes]), np.concatenate([m.counts for m in meshes]),
                  np.concatenate([m.corners + at for m, at in zip(meshes, start, strict=True)]) + shift,
                  np.concatenate([m.colours for m in meshes]), np.concatenate([m.glow for m in meshes]),
                  np.concatenate([m.inner for m in meshes]), first_face, first_point)


def _hulls(cells: Cells, normal: Reals, middle: Reals, area: Reals,
           skins: list[Element]) -> tuple[Reals, Ints, Reals, Ints]:
    """Corners and planes to collide with: the cells' own, and hulls about the skins."""
    kept = area > 1e-8
    piece = np.repeat(np.arange(len(cells)), np.diff(cells.first_face))
    about = [_wrapped(e) for e in skins]
    corners, planes = [cells.points, *(a for a, _ in about)], [
        np.column_stack([normal, (normal * middle).sum(axis=1)])[kept], *(b for _, b in about)]
    amounts = np.bincount(piece[kept], minlength=len(cells))
    return (np.concatenate(corners), np.cumsum([0, *np.diff(cells.first_point), *(len(a) for a in corners[1:])]),
            np.concatenate(planes), np.cumsum([0, *amounts, *(len(b) for b in planes[1:])]))


def _wrapped(element: Element) -> tuple[Reals, Reals]:
    """The corners and planes of a simple convex hull about a skin: what stands out farthest in 26 directions."""
    box = np.stack([element.low, element.high])
    corners = box[_UNIT, np.arange(3)]
    flat = np.concatenate([np.column_stack([np.eye(3), box[1]]), np.column_stack([-np.eye(3), -box[0]])])
    if element.skin is None or float((element.high - element.low).min()) < 0.08:
        return corners, flat
    points = element.skin.points
    far = points[np.unique((points @ _WAYS.T).argmax(axis=0))]
    try:
        hull = ConvexHull(far)
    except QhullError:  # too flat for a hull: its box will do
        return corners, flat
    planes = hull.equations * np.array([1.0, 1.0, 1.0, -1.0])
    keep = np.sort(np.unique(np.round(planes, 3), axis=0, return_index=True)[1])
    return far[np.sort(hull.vertices)], planes[keep]
