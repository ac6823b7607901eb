"""The places of the film: for every kind of set a plan (in milliseconds) and its meshes (in about a second)."""

from __future__ import annotations

from types import ModuleType

from throughline.film.blocking import SetRef
from throughline.film.setplan import SetPlan
from throughline.film.story import SetKind
from throughline.world.mesh import Mesh
from throughline.world.sets import alley, between, car, field, hall, office, road, room, street, temple

_KINDS: dict[SetKind, ModuleType] = {
    SetKind.STREET: street, SetKind.ALLEY: alley, SetKind.ROAD: road, SetKind.ROOM: room, SetKind.OFFICE: office,
    SetKind.HALL: hall, SetKind.FIELD: field, SetKind.TEMPLE: temple, SetKind.BETWEEN: between, SetKind.CAR: car,
}


def _module(ref: SetRef) -> ModuleType:
    if ref.kind == SetKind.STREET and ref.otherworld:
        return between
    return _KINDS[SetKind(ref.kind)]


def plan(ref: SetRef) -> SetPlan:
    """What staging must know of the set ``ref`` names: extent, spots, lanes, obstacles, lamps, mood; no geometry."""
    found: SetPlan = _module(ref).plan(ref)
    return found


def build(ref: SetRef) -> tuple[Mesh, ...]:
    """The set's meshes with its light baked into their colours, every name unique, the same ``ref`` the same bytes.

    Rooms have the meshes wall_north (+Y), wall_south, wall_east (+X), wall_west and ceiling, to be hidden where the
    camera stands behind them, ``door_WALL`` and ``passage_WALL`` with it; a tower or gate is
    ``feature_tower`` or ``feature_gate``.
    """
    found: tuple[Mesh, ...] = _module(ref).build(ref)
    return found
