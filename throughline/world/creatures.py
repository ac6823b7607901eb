"""Creatures."""
from throughline.film.blocking import Look
from throughline.world.mesh import SkinnedBody
def creature(look: Look) -> SkinnedBody:
    raise NotImplementedError
