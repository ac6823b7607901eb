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
from throughline.world.shapes import Piece, box, join, moved, quads, tube

AT = (-18.0, -1.65)
KINDS = {"suv": "suv", "jeep": "suv", "taxi": "taxi", "택시": "taxi", "van": "van", "승합": "van", "police": "police",
         "경찰": "police"}
PAINTS = {"white": "#d8d8d4", "흰": "#d8d8d4", "하얀": "#d8d8d4", "black": "#101114", "검은": "#101114",
          "red": "#7a1515", "빨간": "#7a1515", "blue": "#1f3a6b", "파란": "#1f3a6b", "silver": "#9da1a6",
          "은색": "#9da1a6", "grey": "#5b5f66", "gray": "#5b5f66", "회색": "#5b5f66", "green": "#24503a",
          "yellow": "#c79a1c", "노란": "#c79a1c"}


def _outdoors(ref: SetRef) -> SetRef:
    return msgspec.structs.replace(ref, indoors=False)


def plan(ref: SetRef) -> SetPlan:
    """The street's plan with the car's seats as the first spots; ``seat`` is the driver's, then the passenger's."""
    base = street.plan(_outdoors(ref))
    places = vehicles.seats(described(ref.name)[0])
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
    kind, colour = described(ref.name)
    vehicle = Vehicle(name="car", kind=kind, colour=colour, path=(Waypoint(frame=0, x=0, y=0),), lights=lamps_lit(ref))
    near = [light for light in street.lights(outdoors) if abs(light.x - AT[0]) < 22] if lamps_lit(ref) else []
    inside = [Light(AT[0] + 0.75, AT[1] + 0.38, 1.0, (0.06, 0.10, 0.14), 1.6),
              Light(AT[0] - 0.2, AT[1], 1.25, (0.10, 0.085, 0.07), 2.0)]
    lighting = Lighting(mood(outdoors), tuple(near + inside))
    parts = vehicles.pieces(vehicle, clear=True)
    body = join([moved(piece, (*AT, 0.0)) for piece in (*parts, _dashboard(lamps_lit(ref)))])
    return (*meshes, lit_mesh(body, "car_body", lighting, smooth=True))


def described(name: str) -> tuple[str, str]:
    """The kind and paint of the car that a place is named for ("WHITE SEDAN", "검은 SUV 안"); a dark sedan else."""
    said = name.lower()
    kind = next((kind for word, kind in KINDS.items() if word in said), "sedan")
    return kind, next((paint for word, paint in PAINTS.items() if word in said), "#20242b")


def _dashboard(on: bool) -> Piece:
    """Instruments with two dials, a map on the middle screen, the mirror."""
    power = 1.0 if on else 0.12
    x, face = 0.50, 0.496
    parts = [box((x, 0.18, 0.86), (x + 0.25, 0.58, 1.0), (0.02,) * 3),
             box((x + 0.02, -0.16, 0.76), (x + 0.06, 0.13, 0.94), (0.015,) * 3),
             box((0.42, -0.13, 1.27), (0.46, 0.13, 1.34), (0.02,) * 3),
             _panel(0.415, 0.12, -0.12, 1.28, 1.33, (0.02,) * 3),
             _panel(face, 0.55, 0.21, 0.875, 0.985, (0.006 * power, 0.010 * power, 0.014 * power)),
             _panel(x + 0.016, 0.11, -0.14, 0.78, 0.92, (0.010 * power, 0.018 * power, 0.030 * power))]
    turn = np.linspace(-0.7, np.pi + 0.7, 15)
    for y in (0.47, 0.29):
        ring = np.stack([np.full(15, face - 0.003), y + 0.042 * np.cos(turn), 0.925 + 0.042 * np.sin(turn)], axis=1)
        parts.append(tube(ring, 0.0022, (0.02,) * 3, sides=4, glow=np.array([0.30, 0.55, 0.75]) * power))
        parts.append(_panel(face - 0.004, y + 0.002, y - 0.002, 0.925, 0.960,
                            (0.9 * power, 0.12 * power, 0.05 * power)))
    for n, (y0, y1, z0, z1) in enumerate(((0.10, -0.13, 0.84, 0.845), (0.02, 0.012, 0.785, 0.915),
                                          (0.08, -0.02, 0.80, 0.803),
                                          (-0.06, -0.064, 0.79, 0.91), (0.015, 0.005, 0.86, 0.872))):
        colour = np.array([0.12, 0.30, 0.20]) if n < 4 else np.array([0.9, 0.2, 0.1])
        parts.append(_panel(x + 0.014 - 0.001 * n, y0, y1, z0, z1, tuple((colour * power).tolist())))
    return join(parts)


def _panel(x: float, y0: float, y1: float, z0: float, z1: float, glow: tuple[float, ...]) -> Piece:
    """An upright rectangle that faces back along -X."""
    return quads([[(x, y0, z0), (x, y1, z0), (x, y1, z1), (x, y0, z1)]], (0.02,) * 3, glow)
