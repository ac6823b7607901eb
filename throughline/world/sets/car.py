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
    """Instruments, a screen and a mirror, on top of the plain dash."""
    dials = (0.16, 0.28, 0.38) if on else (0.05, 0.05, 0.06)
    screen = (0.12, 0.20, 0.32) if on else (0.06, 0.07, 0.08)
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
