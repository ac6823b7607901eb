"""A Korean city street: shops and signboards, four lanes, crossing, wires overhead; by night the hero of the film."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from throughline.film.blocking import SetRef, Vehicle, Waypoint
from throughline.film.setplan import Box, Lane, SetPlan, Spot
from throughline.film.story import TimeOfDay
from throughline.world import vehicles
from throughline.world.mesh import Mesh
from throughline.world.sets import furniture, ground, landmark, puddles
from throughline.world.sets.draft import Triple, tone
from throughline.world.sets.facade import GROUND, Building, Life, building
from throughline.world.sets.lighting import Light, Lighting, lit, lit_mesh
from throughline.world.sets.mood import lamps_lit, mood
from throughline.world.sets.shopfront import shop_light
from throughline.world.sets.signs import LIVERIES, SignState, average
from throughline.world.sets.streetplan import (
    CROSS,
    FRONT,
    LANES,
    REACH,
    ROAD,
    ZEBRAS,
    Standing,
    StreetPlan,
    street_plan,
)
from throughline.world.shapes import Piece, as_mesh, f32, join, moved, rng


def plan(ref: SetRef) -> SetPlan:
    """The street as staging sees it: lanes, kerbs, pavements, what stands in the way, lamps."""
    street = street_plan(ref)
    end = street.tower - 11.0 if street.tower else REACH - 6
    spots = [Spot(name="entrance", x=-40.0, y=-10.4, z=ground.KERB), Spot(name="exit", x=end - 6, y=10.4,
                                                                          z=ground.KERB, facing=0.0),
             Spot(name="centre", x=0.0, y=0.0), Spot(name="road", x=-2.0, y=-1.65),
             Spot(name="curb", x=-4.0, y=-9.2, z=ground.KERB, facing=np.pi / 2),
             Spot(name="curb", x=-9.0, y=9.2, z=ground.KERB, facing=-np.pi / 2),
             Spot(name="sidewalk", x=-6.0, y=-10.6, z=ground.KERB), Spot(name="sidewalk", x=2.0, y=10.6, z=ground.KERB),
             Spot(name="shop", x=-11.0, y=-11.8, z=ground.KERB, facing=-np.pi / 2),
             Spot(name="bench", x=street.bus_stop[0], y=street.bus_stop[1] * 11.6, z=0.47 + ground.KERB,
                  facing=-np.pi / 2 * street.bus_stop[1]),
             Spot(name="bus_stop", x=street.bus_stop[0] + 3, y=street.bus_stop[1] * 9.8, z=ground.KERB,
                  facing=-np.pi / 2 * street.bus_stop[1])]
    spots += [Spot(name="crosswalk", x=sum(z) / 2, y=y, facing=f) for z in ZEBRAS
              for y, f in ((0.0, np.pi / 2), (-7.5, np.pi / 2), (7.5, -np.pi / 2))]
    spots += [Spot(name="intersection", x=sum(CROSS) / 2, y=0.0), Spot(name="corner", x=CROSS[0] - 0.5, y=-10.5,
                                                                       z=ground.KERB)]
    spots += [Spot(name="lamp post", x=x, y=s * (ROAD - 0.4), facing=s * np.pi / 2) for x, s in
              sorted(street.lamps, key=lambda lamp: abs(lamp[0] - ZEBRAS[0][0]))[:3]]
    spots += [Spot(name="signal", x=ZEBRAS[0][0] - 1.2, y=ROAD + 0.9, z=ground.KERB, facing=-np.pi / 2),
              Spot(name="bus stop", x=street.bus_stop[0] + 3, y=street.bus_stop[1] * 9.8, z=ground.KERB,
                   facing=-np.pi / 2 * street.bus_stop[1])]
    if street.tower:
        spots += [Spot(name=name, x=street.tower, y=0.0)
                  for name in ("tower", "gate", "gate tower", "clock tower")]
        spots.append(Spot(name="lookout", x=28.0, y=-3.0))
    lanes = [Lane(x0=-REACH + 6, y0=y, x1=end, y1=y) for y in LANES[:2]]
    lanes += [Lane(x0=end, y0=y, x1=-REACH + 6, y1=y) for y in LANES[2:]]
    lanes += [Lane(x0=CROSS[1] - 3, y0=-46.0, x1=CROSS[1] - 3, y1=46.0),
              Lane(x0=CROSS[0] + 3, y0=46.0, x1=CROSS[0] + 3, y1=-46.0)]
    lamps = tuple(light.lamp for light in _lamp_lights(ref, street))
    return SetPlan(ref=ref, extent=(-REACH + 6, -FRONT + 0.3, end, FRONT - 0.3), spots=tuple(spots),
                   lanes=tuple(lanes), obstacles=_obstacles(street), lamps=lamps, mood=mood(ref),
                   raised=_pavements(end))


def _pavements(end: float) -> tuple[Box, ...]:
    """Both pavements, which end where the cross street begins and go on behind it."""
    return tuple(Box(x0=x0, y0=min(side * ROAD, side * FRONT), x1=x1, y1=max(side * ROAD, side * FRONT),
                     height=ground.KERB, name="pavement")
                 for side in (-1, 1) for x0, x1 in ((-REACH, CROSS[0]), (CROSS[1], max(end, CROSS[1] + 1.0))))


def _obstacles(street: StreetPlan) -> tuple[Box, ...]:
    found = [Box(x0=a, y0=b, x1=c, y1=d, height=s.building.height, name="building")
             for s in street.buildings for a, b, c, d in (s.footprint,)]
    for car in street.parked:
        length, width, height = vehicles.size(car.kind)
        found.append(Box(x0=car.x - length / 2, y0=car.y - width / 2, x1=car.x + length / 2, y1=car.y + width / 2,
                         height=height, name="parked_car"))
    for name, radius, height, places in (("street_lamp", 0.12, 7.6, street.lamps), ("pole", 0.2, 10.0, street.poles),
                                         ("tree", 0.3, 6.0, street.trees)):
        found += [Box(x0=x - radius, y0=s * _row(name) - radius, x1=x + radius, y1=s * _row(name) + radius,
                      height=height, name=name) for x, s in places]
    x, side = street.bus_stop
    low, high = sorted((side * 11.0, side * 12.4))
    found.append(Box(x0=x - 2.6, y0=low, x1=x + 2.6, y1=high, height=2.6, name="bus_stop"))
    if street.tower:
        found += landmark.footprint(street.tower)
    return tuple(found)


def _row(name: str) -> float:
    return {"street_lamp": ROAD + 0.55, "pole": ROAD + 0.75, "tree": ROAD + 0.95}[name]


def _lamp_lights(ref: SetRef, street: StreetPlan) -> list[Light]:
    if not lamps_lit(ref):
        return []
    power = tone(furniture.LAMP_LIGHT, 80.0 if not ref.fog else 95.0)
    return [Light(x, s * (ROAD + 0.55 - furniture.LAMP_REACH), furniture.LAMP_HEIGHT, power, 18.0, down=True)
            for x, s in street.lamps]


def _shop_lights(street: StreetPlan, power: float) -> list[Light]:
    """The light of shops on the pavement and of signs on walls and road, one or two a building."""
    found = []
    for standing in street.buildings:
        built, random = standing.building, rng("shoplight", standing.building.seed)
        for along in np.arange(2.5, built.width - 1, 5.0).tolist():
            x, y = _out(standing, along, 1.5)
            found.append(Light(x, y, 2.3, tone(shop_light(float(random.random())), 2.6 * power), 8.5))
        x, y = _out(standing, float(random.choice([0.5, built.width - 0.5])), 2.2)
        colour = average(LIVERIES[int(random.integers(len(LIVERIES)))])
        found.append(Light(x, y, GROUND + 2.6, tone(colour, 3.2 * power), 12.0))
    return found


def _out(standing: Standing, along: float, out: float) -> tuple[float, float]:
    c, s = float(np.cos(standing.turn)), float(np.sin(standing.turn))
    return standing.x + c * along + s * out, standing.y + s * along - c * out


def lights(ref: SetRef) -> list[Light]:
    """Every lamp, shop and sign that lights the street at the hour of ``ref``."""
    street, power = street_plan(ref), life(ref).signs.power
    return _lamp_lights(ref, street) + (_shop_lights(street, power) if power else [])


def life(ref: SetRef) -> Life:
    """How much of the street burns at the hour of ``ref``."""
    air = mood(ref)
    sky: Triple = air.sky_horizon
    if not lamps_lit(ref):
        wrong = ref.otherworld
        mirrored = tone(sky, 0.18) if wrong else sky
        return Life(windows=0.0, signs=SignState(power=0.0, blank=wrong), sky=mirrored, wrong=wrong)
    return Life(windows=0.42, signs=SignState(power=1.0), sky=sky)


def build(ref: SetRef) -> tuple[Mesh, ...]:
    """The street's meshes: ground, buildings, furniture, wires, trees, parked cars, and the tower where it has one."""
    street, alive = street_plan(ref), life(ref)
    power = alive.signs.power
    burning = lights(ref)
    blockers = tuple(box for box in _obstacles(street) if box.name in ("building", "parked_car", "tower"))
    lighting = Lighting(mood(ref), tuple(burning), blockers)
    meshes = [*_ground(ref, lighting, burning), _houses(street, alive, lighting), *_fittings(ref, street, lighting)]
    if wetness(ref) > 0:
        houses = tuple(box for box in blockers if box.name == "building")
        shade = 0.3 * f32(lighting.mood.ambient) * 0.3
        mirrored = puddles.upside_down([meshes[1], meshes[2]], houses, shade)
        meshes.append(as_mesh(mirrored, "reflection"))
    meshes += _parked(street, lighting)
    if street.tower:
        only_gate = "gate" in ref.features and "tower" not in ref.features
        meshes += landmark.meshes(street.tower, lighting, lit=power > 0,
                                  name="feature_gate" if only_gate else "feature_tower")
    return tuple(meshes)


def wetness(ref: SetRef) -> float:
    """How much water stands on the road: after rain, and by night and dawn, when streets are hosed for the camera."""
    if ref.otherworld or "dry" in ref.features:
        return 0.0
    if {"rain", "wet", "puddles"} & set(ref.features):
        return 1.0
    return {TimeOfDay.NIGHT: 0.8, TimeOfDay.DAWN: 0.6, TimeOfDay.DUSK: 0.45}.get(TimeOfDay(ref.time), 0.0)


def _ground(ref: SetRef, lighting: Lighting, burning: list[Light]) -> list[Mesh]:
    piece = join([ground.street_ground(ref.seed, wetness(ref)), ground.markings(ref.seed), ground.covers(ref.seed)])
    colours = lit(piece, replace(lighting, lights=tuple(_on_asphalt(light) for light in burning)))
    if burning:
        sources = [(light.x, light.y, tone(light.colour, 0.0030 if light.down else 0.06)) for light in burning]
        colours = colours + ground.wet(piece.points, sources, ref.seed)
    return [as_mesh(piece, "ground", colours)]


def _on_asphalt(light: Light) -> Light:
    """A street lamp as the wet road shows it: brighter, for what it mirrors besides what it scatters."""
    return replace(light, colour=tone(light.colour, 2.3)) if light.down else light


def _houses(street: StreetPlan, alive: Life, lighting: Lighting) -> Mesh:
    pieces = []
    for standing in street.buildings:
        near = -62 < standing.x < 66 and abs(standing.y) < 20
        piece = building(standing.building, alive if near else replace(alive, detail=False))
        pieces.append(moved(piece, (standing.x, standing.y, 0.0), standing.turn))
    pieces.append(_skyline(alive))
    return lit_mesh(join(pieces), "buildings", lighting)


def _skyline(alive: Life) -> Piece:
    """Taller houses behind the rows, plain, with a few windows."""
    random, pieces = rng("skyline"), []
    places = [(float(x), side * float(random.uniform(34, 60)), side) for side in (1, -1) for x in range(-110, 140, 26)]
    for x, y, side in places:
        plain = Building(width=float(random.uniform(12, 20)), depth=10.0, storeys=int(random.integers(8, 15)),
                         style="band", wall=(0.2, 0.2, 0.21), seed=int(random.integers(1 << 30)), shops=False)
        if CROSS[0] - 26 < x < CROSS[1] + 8:
            continue
        piece = building(plain, replace(alive, detail=False))
        pieces.append(moved(piece, (x if side > 0 else x + plain.width, y, 0), 0.0 if side > 0 else np.pi))
    for n, x in enumerate((108.0, -124.0)):
        for k in range(5):
            plain = Building(width=15.0, depth=12.0, storeys=int(random.integers(5, 13)), style="band",
                             wall=(0.24, 0.22, 0.2), seed=900 + 10 * n + k, shops=False)
            turn = -np.pi / 2 if x > 0 else np.pi / 2
            y = (2 - k) * 15.5 + 7.5 if x > 0 else (k - 2) * 15.5 - 7.5
            pieces.append(moved(building(plain, replace(alive, detail=False)), (x, y, 0), turn))
    return join(pieces)


def _fittings(ref: SetRef, street: StreetPlan, lighting: Lighting) -> list[Mesh]:
    on, kerb = lamps_lit(ref), ground.KERB
    bare = ref.otherworld
    parts = [moved(furniture.street_lamp(on), (x, s * _row("street_lamp"), kerb), 0.0 if s > 0 else np.pi)
             for x, s in street.lamps]
    parts += [moved(furniture.utility_pole(), (x, s * _row("pole"), kerb)) for x, s in street.poles]
    parts += _wires(street)
    state = "" if ref.otherworld else "red"
    parts += [moved(furniture.signal(state), (ZEBRAS[1][1] + 1.2, -ROAD - 0.5, kerb), np.pi, (1, 1, 1)),
              moved(furniture.signal(state), (ZEBRAS[0][0] - 1.2, ROAD + 0.5, kerb), 0.0, (1, 1, 1))]
    parts.append(moved(furniture.bus_stop(on), (street.bus_stop[0], street.bus_stop[1] * 11.7, kerb),
                       0.0 if street.bus_stop[1] > 0 else np.pi))
    for a, b in ZEBRAS:
        parts += [furniture.bollards(np.linspace(a + 0.2, b - 0.2, 4), s * (ROAD + 0.45), kerb) for s in (1, -1)]
    random = rng("pavement", ref.seed)
    for n in range(14):
        x, side = float(random.uniform(-60, 55)), 1 if n % 2 else -1
        made = furniture.bins(n) if n % 3 == 0 else furniture.standing_sign(n + ref.seed, 1.0 if on else 0.05)
        if not CROSS[0] - 3 < x < CROSS[1] + 3:
            parts.append(moved(made, (x, side * (FRONT - 0.75 if n % 3 else ROAD + 0.9), kerb),
                               0.0 if side > 0 else np.pi))
    crowns = []
    for n, (x, s) in enumerate(street.trees):
        trunk, crown = furniture.tree(n + 17 * ref.seed, bare=bare, height=6.4 + (n * 7 % 5) * 0.35)
        parts.append(moved(trunk, (x, s * _row("tree"), kerb)))
        crowns.append(moved(crown, (x, s * _row("tree"), kerb)))
    meshes = [lit_mesh(join(parts), "fittings", lighting)]
    leaves = join(crowns)
    return [*meshes, lit_mesh(leaves, "trees", lighting)] if len(leaves.points) else meshes


def _wires(street: StreetPlan) -> list[Piece]:
    found = []
    for (x0, s), (x1, _) in zip(street.poles[:-1], street.poles[1:], strict=True):
        y = s * _row("pole")
        for z, offset, sag in ((10.1, -0.8, 0.5), (10.1, 0.0, 0.55), (10.1, 0.8, 0.5), (9.5, -0.4, 0.7),
                               (9.5, 0.4, 0.75), (8.5, 0.0, 1.0), (7.6, -0.1, 1.1)):
            found.append(furniture.cable((x0, y + offset, z), (x1, y + offset, z), sag, 0.03 if z < 8 else 0.02))
    random = rng("drops")
    for x, s in street.poles:
        for _ in range(3):
            found.append(furniture.cable((x, s * _row("pole"), 8.3), (x + float(random.uniform(-9, 9)), s * FRONT,
                                                                       float(random.uniform(6, 9))), 0.5))
        found.append(furniture.cable((x, s * _row("pole"), 8.7), (x + float(random.uniform(-5, 5)), -s * FRONT, 8.2),
                                     1.3))
    return found


def _parked(street: StreetPlan, lighting: Lighting) -> list[Mesh]:
    cars = []
    for n, car in enumerate(street.parked):
        vehicle = Vehicle(name=f"parked{n}", kind=car.kind, colour=car.colour, path=(Waypoint(frame=0, x=0, y=0),),
                          lights=False)
        cars.append(moved(vehicles.piece(vehicle, 0.45), (car.x, car.y, 0.0), car.facing))
    return [lit_mesh(join(cars), "parked_cars", lighting, smooth=True)] if cars else []

