"""Layout: a blocking becomes a USD stage in metres, with its sheet of figures."""

from throughline.world.layout.compose import compose_shot
from throughline.world.layout.usd_parts import write_body, write_meshes

__all__ = ["compose_shot", "write_body", "write_meshes"]
