"""Vehicles in real size that stand on their wheels."""

import numpy as np
import pytest

from throughline.film.blocking import Vehicle, Waypoint
from throughline.film.errors import InputError
from throughline.world import vehicles


def made(kind: str, **more: object) -> Vehicle:
    return Vehicle(name="v", kind=kind, colour="#6d1b1b", path=(Waypoint(frame=0, x=0, y=0),), **more)  # type: ignore[arg-type]


def whole(parts: tuple[vehicles.VehiclePart, ...]) -> np.ndarray:
    return np.concatenate([part.mesh.points for part in parts])


@pytest.mark.parametrize("kind", vehicles.known())
def test_it_has_its_size_and_stands_on_the_ground(kind: str) -> None:
    points = whole(vehicles.build(made(kind)))
    length, width, height = vehicles.size(kind)
    extent = points.max(axis=0) - points.min(axis=0)
    assert abs(extent[0] - length) < 0.25
    assert width - 0.15 < extent[1] < width + 0.65  # mirrors stand out
    assert abs(points[:, 2].max() - height) < 0.25
    assert abs(points[:, 2].min()) < 0.02


@pytest.mark.parametrize("kind", vehicles.known())
def test_wheels_turn_about_their_own_middles(kind: str) -> None:
    wheels = [part for part in vehicles.build(made(kind)) if part.spin]
    assert len(wheels) == (2 if kind == "motorcycle" else 4)
    for part in wheels:
        low, high = part.mesh.points.min(axis=0), part.mesh.points.max(axis=0)
        assert np.allclose(((low + high) / 2)[[0, 2]], np.array(part.pivot)[[0, 2]], atol=0.02)
        assert part.steer == (part.pivot[0] > 0)


@pytest.mark.parametrize("kind", vehicles.known())
def test_seats_lie_inside(kind: str) -> None:
    length, width, height = vehicles.size(kind)
    for x, y, z in vehicles.seats(kind):
        assert abs(x) < length / 2 and abs(y) < width / 2 and 0.2 < z < height
    if kind != "motorcycle":
        assert vehicles.seats(kind)[0][1] > 0  # one drives on the left


def test_lamps_burn_only_when_lit() -> None:
    lit, dark = (vehicles.build(made("sedan", lights=lights))[0].mesh.colours for lights in (True, False))
    assert lit.max() > 1.5 and dark.max() <= 1.0


def test_paint_is_the_colour_asked_for() -> None:
    body = vehicles.build(made("sedan"))[0].mesh
    red = (body.colours[:, 0] > 2 * body.colours[:, 1]) & (body.colours[:, 0] < 1)
    assert red.mean() > 0.3


def test_an_unknown_kind_is_named_with_the_known() -> None:
    with pytest.raises(InputError, match=r"submarine.*sedan"):
        vehicles.build(made("submarine"))
