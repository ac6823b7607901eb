"""Vehicles of the street in real size: bodies lofted from curves, cabin, glass, lamps, wheels that roll and steer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from throughline.film.blocking import Vehicle
from throughline.film.colour import linear
from throughline.film.errors import InputError
from throughline.world.carbody import BodyShape, Triple, greenhouse, on_side, seam, shell
from throughline.world.heavy import bus, motorcycle, truck
from throughline.world.mesh import Mesh
from throughline.world.shapes import Piece, as_mesh, f32, join, moved, patch
from throughline.world.vehicletrim import cabin, fittings, roof_sign, wheel

SEDAN = BodyShape(
    length=4.7, width=1.85, height=1.45, wheel=0.335, axles=(-1.37, 1.43), pillars=(-0.92, 0.02),
    top=((-2.35, 0.86), (-2.2, 0.99), (-1.7, 1.02), (-0.9, 0.985), (0.0, 0.94), (0.95, 0.945), (1.6, 0.88), (2.1, 0.77),
         (2.35, 0.64)),
    roof=((-1.86, 1.0), (-1.35, 1.19), (-0.95, 1.345), (-0.4, 1.435), (0.0, 1.45), (0.28, 1.415), (0.75, 1.18),
          (1.16, 0.935)),
    bottom=((-2.35, 0.34), (-1.9, 0.24), (0.0, 0.19), (1.9, 0.20), (2.35, 0.25)), screen=(0.30, 1.12),
    rear=(-1.82, -0.98))
SUV = BodyShape(
    length=4.7, width=1.9, height=1.69, wheel=0.375, axles=(-1.38, 1.40), pillars=(-1.05, 0.02), tumble=0.14,
    top=((-2.35, 0.98), (-2.2, 1.09), (-1.0, 1.09), (0.0, 1.05), (1.0, 1.06), (1.7, 1.02), (2.15, 0.93), (2.35, 0.78)),
    roof=((-2.22, 1.07), (-2.05, 1.40), (-1.85, 1.60), (-1.2, 1.67), (-0.3, 1.69), (0.25, 1.655), (0.75, 1.37),
          (1.16, 1.055)),
    bottom=((-2.35, 0.42), (-1.9, 0.31), (0.0, 0.26), (1.9, 0.28), (2.35, 0.34)), screen=(0.30, 1.12),
    rear=(-2.18, -1.88))
VAN = BodyShape(
    length=5.15, width=1.96, height=1.96, wheel=0.345, axles=(-1.62, 1.55), pillars=(-1.55, -0.35, 0.72), tumble=0.13,
    top=((-2.57, 1.0), (-2.45, 1.10), (0.0, 1.08), (1.2, 1.10), (1.9, 1.08), (2.3, 0.98), (2.57, 0.72)),
    roof=((-2.50, 1.08), (-2.42, 1.55), (-2.3, 1.86), (-1.5, 1.95), (0.0, 1.96), (0.95, 1.93), (1.45, 1.58),
          (2.02, 1.08)),
    bottom=((-2.57, 0.36), (-2.0, 0.26), (0.0, 0.21), (2.0, 0.23), (2.57, 0.28)), screen=(0.98, 1.98),
    rear=(-2.48, -2.32))
CARS: dict[str, BodyShape] = {"sedan": SEDAN, "taxi": SEDAN, "police": SEDAN, "suv": SUV, "van": VAN}
SIZES: dict[str, tuple[float, float, float]] = {
    **{kind: (shape.length, shape.width, shape.height) for kind, shape in CARS.items()},
    "truck": (5.2, 1.76, 2.05), "bus": (10.9, 2.5, 3.2), "motorcycle": (2.1, 0.78, 1.2)}
HEAVY: dict[str, tuple[float, float, tuple[float, float], float]] = {  # wheel, its width, axles, half the track
    "truck": (0.34, 0.24, (-1.55, 1.72), 0.74), "bus": (0.48, 0.30, (-2.7, 3.0), 1.10)}
SEATS: dict[str, tuple[Triple, ...]] = {
    "sedan": ((0.02, 0.38, 0.50), (0.02, -0.38, 0.50), (-0.95, 0.38, 0.52), (-0.95, -0.38, 0.52)),
    "suv": ((0.02, 0.40, 0.70), (0.02, -0.40, 0.70), (-0.95, 0.40, 0.72), (-0.95, -0.40, 0.72)),
    "van": ((0.75, 0.45, 0.80), (0.75, -0.45, 0.80), (-0.35, 0.45, 0.80), (-0.35, -0.45, 0.80)),
    "truck": ((1.55, 0.38, 0.98), (1.55, -0.38, 0.98)),
    "bus": ((4.55, 0.65, 1.10), (3.0, -0.8, 1.15), (2.0, 0.8, 1.15), (1.0, -0.8, 1.15)),
    "motorcycle": ((-0.15, 0.0, 0.80), (-0.55, 0.0, 0.85)),
}


@dataclass(frozen=True)
class VehiclePart:
    """One part in the vehicle's own space (facing +X, wheels on z = 0). A part with ``spin`` turns about the Y axis
    through ``pivot`` as the vehicle rolls, one with ``steer`` about the Z axis through it as it steers."""

    name: str
    mesh: Mesh
    pivot: Triple
    spin: bool = False
    steer: bool = False


def known() -> tuple[str, ...]:
    """The kinds of vehicle that can be built."""
    return tuple(SIZES)


def checked(kind: str) -> str:
    """``kind`` itself.

    Raises:
        InputError: no vehicle of that kind is known.
    """
    if kind not in SIZES:
        raise InputError(f"unknown vehicle '{kind}'", remedy=f"use one of: {', '.join(SIZES)}")
    return kind


def size(kind: str) -> tuple[float, float, float]:
    """Length, width and height in metres."""
    return SIZES[checked(kind)]


def seats(kind: str) -> tuple[Triple, ...]:
    """Where people's hips rest, the driver's first, in the vehicle's own space."""
    return SEATS.get(checked(kind), SEATS["sedan"])


def build(vehicle: Vehicle, burst: bool = False) -> tuple[VehiclePart, ...]:
    """The vehicle's parts: its body first, then the wheels. Colours are reflectance, lamps that burn exceed 1. With
    ``burst`` its windows are out.

    Raises:
        InputError: an unknown kind.
    """
    body = _body(vehicle, clear=True, detail=1.0, burst=burst)
    return (VehiclePart("body", as_mesh(body, "body", smooth=True), (0.0, 0.0, 0.0)), *(
        VehiclePart(name, as_mesh(piece, name, smooth=True), pivot, spin=True, steer=steer)
        for name, piece, pivot, steer in _wheels(vehicle.kind)))


def body(vehicle: Vehicle, burst: bool = False) -> Piece:
    """The body alone, still to be bent and lit."""
    return _body(vehicle, clear=True, detail=1.0, burst=burst)


def paint_of(vehicle: Vehicle) -> Triple:
    """The linear reflectance of its paint."""
    return linear({"taxi": "#d98a1f", "police": "#f2f4f5"}.get(checked(vehicle.kind), vehicle.colour))


def piece(vehicle: Vehicle, detail: float = 0.55) -> Piece:
    """The whole vehicle as one piece of geometry with dark glass, for one that stands parked."""
    body = _body(vehicle, clear=False, detail=detail)
    return join([body, *(part for _, part, _, _ in _wheels(vehicle.kind, detail))])


def pieces(vehicle: Vehicle, *, clear: bool) -> tuple[Piece, ...]:
    """Body and wheels as geometry still to be lit; ``clear``: one looks into the cabin."""
    return (_body(vehicle, clear=clear, detail=1.0), *(part for _, part, _, _ in _wheels(vehicle.kind)))


def _body(vehicle: Vehicle, *, clear: bool, detail: float, burst: bool = False) -> Piece:
    kind, lights, paint = checked(vehicle.kind), vehicle.lights, paint_of(vehicle)
    if kind == "bus":
        return bus(paint, lights)
    if kind == "truck":
        return truck(paint, lights)
    if kind == "motorcycle":
        return motorcycle(paint, lights)
    shape = CARS[kind]
    belt = 0.95 * (shape.top[len(shape.top) // 2][1])
    doors = (shape.pillars[-1], shape.screen[1] - 0.12, shape.pillars[0] - 0.1)
    parts = [shell(shape, paint, detail), greenhouse(shape, paint, clear=clear, detail=detail, burst=burst),
             fittings(shape, paint, lights, 2 if detail > 0.7 else 1)]
    parts += [seam(shape, x, 0.34, belt) for x in doors if all(abs(x - axle) > 0.42 for axle in shape.axles)]
    if clear:
        parts.append(cabin(shape, seats(kind)))
    if kind in ("taxi", "police"):
        parts.append(moved(roof_sign(kind, lights), (-0.1, 0.0, shape.height + 0.01)))
    if kind == "police":
        parts.append(_livery(shape))
    return join(parts)


def _livery(shape: BodyShape) -> Piece:
    """A police car's blue band along its flanks."""
    x = np.linspace(shape.axles[0] + 0.45, shape.axles[1] - 0.45, 14)
    left = np.stack([on_side(shape, x, np.full(14, z), 0.006) for z in (0.74, 0.60)], axis=0)
    colour = (0.01, 0.05, 0.36)
    return join([patch(left, colour), patch(left[::-1] * f32([1, -1, 1]), colour)])


def wheel_places(kind: str) -> tuple[tuple[str, Triple, bool], ...]:
    """Name, hub (its height is the tyre's radius) and whether it steers, of every wheel.

    Raises:
        InputError: no vehicle of that kind is known.
    """
    if checked(kind) == "motorcycle":
        return tuple((name, (x, 0.0, 0.30), x > 0) for name, x in (("wheel_front", 0.68), ("wheel_rear", -0.68)))
    if kind in HEAVY:
        radius, _, axles, track = HEAVY[kind]
    else:
        shape = CARS[kind]
        radius, axles, track = shape.wheel, (shape.axles[0], shape.axles[1]), shape.width / 2 - 0.135
    return tuple((f"wheel_{where}_{side}", (x, y, radius), where == "front")
                 for where, x in (("rear", axles[0]), ("front", axles[1]))
                 for side, y in (("left", track), ("right", -track)))


def _wheels(kind: str, detail: float = 1.0) -> tuple[tuple[str, Piece, Triple, bool], ...]:
    """Name, geometry in place, pivot and whether it steers, of every wheel."""
    thick = 0.12 if kind == "motorcycle" else HEAVY[kind][1] if kind in HEAVY else 0.215
    found = []
    for name, pivot, steers in wheel_places(kind):
        made = wheel(pivot[2], thick, detail)
        made = made if pivot[1] >= 0 else moved(made, turn=np.pi)
        found.append((name, moved(made, pivot), pivot, steers))
    return tuple(found)
