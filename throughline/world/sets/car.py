"""Inside a car in the street, or outside seen over its bonnet: the street with an open cabin in a lane."""

from __future__ import annotations

import msgspec
import numpy as np

from throughline.film.blocking import SetRef, Vehicle, Waypoint
from throughline.film.setplan import SetPlan, Spot
from throughline.film.story import SetKind
from throughline.world import vehicles
from throughline.world.mesh import Mesh
from throughline.world.sets import between, street
from throughline.world.sets.lighting import Light, Lighting, lit_mesh
from throughline.world.sets.mood import lamps_lit, mood
from throughline.world.shapes import Piece, box, join, moved, quads

AT = (-18.0, -1.65)


def _outdoors(ref: SetRef) -> SetRef:
    return msgspec.structs.replace(ref, indoors=False)


def plan(ref: SetRef) -> SetPlan:
    """The street's plan with the car's seats as the first spots; ``seat`` is the driver's, then the passenger's."""
    base = street.plan(_outdoors(ref))
    places = vehicles.seats("sedan")
    names = ("driver", "passenger", "back_seat", "back_seat")
    spots = [Spot(name="seat", x=AT[0] + x, y=AT[1] + y, z=z) for x, y, z in places]
    spots += [Spot(name=n, x=AT[0] + x, y=AT[1] + y, z=z) for n, (x, y, z) in zip(names, places, strict=True)]
    spots += [Spot(name="centre", x=AT[0] + 0.02, y=AT[1] + 0.38, z=0.5), Spot(name="bonnet", x=AT[0] + 2.6, y=AT[1],
                                                                               z=1.1,
                                                                            facing=np.pi),
              Spot(name="door", x=AT[0] + 0.3, y=AT[1] + 1.5, facing=-np.pi / 2)]
    kept = [spot for spot in base.spots if spot.name != "centre"]
    return msgspec.structs.replace(base, ref=ref, spots=(*spots, *kept), mood=mood(_outdoors(ref)))


def build(ref: SetRef) -> tuple[Mesh, ...]:
    """The street and, about the first spots, the car (``car_body`` and its wheels) with its dashboard alight."""
    outdoors = _outdoors(ref)
    around = between if ref.kind == SetKind.BETWEEN or ref.otherworld else street
    meshes = list(around.build(outdoors))
    vehicle = Vehicle(name="car", kind="sedan", colour="#20242b", path=(Waypoint(frame=0, x=0, y=0),),
                      lights=lamps_lit(ref))
    lights = [Light(AT[0] + 0.75, AT[1] + 0.38, 1.0, (0.10, 0.17, 0.24), 2.0),
              Light(AT[0] + 4.0, AT[1] + 3.0, 6.5, (30.0, 21.0, 12.0), 14.0)] if lamps_lit(ref) else []
    lighting = Lighting(mood(outdoors), tuple(lights))
    parts = vehicles.pieces(vehicle, clear=True)
    body = join([moved(piece, (*AT, 0.0)) for piece in (*parts, _dashboard(lamps_lit(ref)))])
    return (*meshes, lit_mesh(body, "car_body", lighting, smooth=True))


def _dashboard(on: bool) -> Piece:
    """Instruments, a screen and a mirror, on top of the plain dash."""
    dials = (0.55, 0.9, 1.2) if on else (0.05, 0.05, 0.06)
    screen = (0.35, 0.55, 0.85) if on else (0.06, 0.07, 0.08)
    x = 0.50
    return join([box((x, 0.18, 0.86), (x + 0.25, 0.58, 1.0), (0.02,) * 3),
                 quads([[(x - 0.004, 0.54, 0.88), (x - 0.004, 0.22, 0.88), (x - 0.004, 0.22, 0.98),
                         (x - 0.004, 0.54, 0.98)]],
                       (0.02,) * 3, dials),
                 box((x + 0.02, -0.16, 0.76), (x + 0.06, 0.13, 0.94), (0.015,) * 3),
                 quads([[(x + 0.016, 0.11, 0.78), (x + 0.016, -0.14, 0.78), (x + 0.016, -0.14, 0.92),
                         (x + 0.016, 0.11, 0.92)]],
                       (0.02,) * 3, screen), box((0.42, -0.13, 1.27), (0.46, 0.13, 1.34), (0.02,) * 3),
                 quads([[(0.415, 0.12, 1.28), (0.415, -0.12, 1.28), (0.415, -0.12, 1.33), (0.415, 0.12, 1.33)]],
                       (0.03, 0.035, 0.04), (0.02, 0.02, 0.025))])
