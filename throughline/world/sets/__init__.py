"""The places of the film: for every kind of set a plan (in milliseconds) and its meshes (in about a second)."""

from __future__ import annotations

from throughline.film.blocking import SetRef
from throughline.film.setplan import SetPlan
from throughline.film.story import SetKind
from throughline.world.mesh import Mesh
from throughline.world.sets import field, road, room, street, temple

_KINDS = {SetKind.STREET: street, SetKind.ROOM: room, SetKind.FIELD: field,
          SetKind.ROAD: road, SetKind.TEMPLE: temple}


def plan(ref: SetRef) -> SetPlan:
    """What staging must know of the set ``ref`` names: extent, spots, lanes, obstacles, lamps, mood; no geometry."""
    return _KINDS[ref.kind].plan(ref)


def build(ref: SetRef) -> tuple[Mesh, ...]:
    """The set's meshes with its light baked into their colours, every name unique, the same ``ref`` the same bytes.

    Rooms have the meshes wall_north (+Y), wall_south, wall_east (+X), wall_west and ceiling, to be hidden where the
    camera stands behind them; a tower or gate is ``feature_tower`` or ``feature_gate``.
    """
    return _KINDS[ref.kind].build(ref)
