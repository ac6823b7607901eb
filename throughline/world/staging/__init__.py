"""Staging: from what a scene says to who stands where, goes where and does what in each of its shots."""

from throughline.world.staging.scene import Aftermath, stage_scene

__all__ = ["Aftermath", "stage_scene"]
