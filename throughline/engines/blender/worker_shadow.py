"""Heights towards the key light, as pictures: what stands between a point and the light. Runs inside Blender.

A map is (S, S) float32: along the light's direction, how far the first thing reaches above the map's middle,
in metres; -1e9 where nothing is. Rows run along -``axes[1]``, columns along ``axes[0]``, over +-``half`` metres.
"""

import os

import numpy as np
from mathutils import Matrix

SIZE = {"moving": 640, "still": 1536}
BACK = 400.0  # metres towards the light at which casting things are still seen
NEAR_CAMERA = 40.0  # metres: what moves beyond this casts no shadow
SAMPLED = 5  # moments of the shot that decide where the set's own shadows are wanted


def _frame(towards):
    """Rows: right, up, towards the light."""
    key = np.array(towards, np.float64)
    aside = np.cross([0.0, 0.0, 1.0], key)
    if np.linalg.norm(aside) < 1e-3:
        aside = np.array([1.0, 0.0, 0.0])
    aside /= np.linalg.norm(aside)
    return np.stack([aside, np.cross(key, aside), key])


def _region(boxes):
    """The middle and half width, in steps so that maps do not crawl, of a square round boxes [(2, 3)]."""
    corners = np.concatenate(boxes)
    low, high = corners.min(axis=0), corners.max(axis=0)
    half = float(np.ceil(np.linalg.norm(high - low) / 2 + 0.5))
    return np.round((low + high) * 2) / 4, half


class Shadows:
    """The shadow maps of an open stage: the set's once, what moves in it at every frame."""

    def __init__(self, raster, stage):
        self.raster, self.stage = raster, stage
        self.still = None

    def maps(self, rig, view, frame, out):
        """What the parent needs for this frame's shadows; the set's map only when it is new."""
        casting = [light for light in rig["key"] if light["shadow"]]
        if not casting:
            return None
        key = max(casting, key=lambda light: sum(light["colour"]))["towards"]
        eye = np.array(view["world"])[:3, 3]
        boxes = [box for box in self.stage.moving_boxes() if np.linalg.norm(box.mean(axis=0) - eye) < NEAR_CAMERA]
        if not boxes:
            return None
        answer = {"moving": self._drawn(self.raster.moving, key, _region(boxes), os.path.join(out, f"m{frame}.npy"))}
        if self.still != key:
            self.still = key
            answer["still"] = self._set(key, boxes, os.path.join(out, f"s{frame}.npy"))
            self.stage.follow(frame)
        return answer

    def _set(self, key, boxes, path):
        """The set's map as it stands when the shot begins, round everything that moves during the shot."""
        first, last = self.stage.usd.GetStartTimeCode(), self.stage.usd.GetEndTimeCode()
        everything = []
        for moment in np.linspace(max(first, last), first, SAMPLED):
            self.stage.follow(float(moment))
            everything += self.stage.moving_boxes()
        return self._drawn(self.raster.still, key, _region(everything or boxes), path)

    def _drawn(self, scene, key, region, path):
        (middle, half), size = region, SIZE[scene.name]
        axes = _frame(key)
        matrix = np.eye(4)
        matrix[:3, :3] = axes.T
        matrix[:3, 3] = middle + axes[2] * BACK
        camera = scene.camera
        camera.matrix_world = Matrix(matrix.tolist())
        camera.data.type, camera.data.ortho_scale = "ORTHO", 2 * half
        camera.data.clip_start, camera.data.clip_end = 0.1, 2 * BACK
        away = self.raster.shoot(scene, size, size, "FLAT", "SINGLE")[..., 4]
        np.save(path, np.where(away < 1e9, BACK - away, -1e9).astype(np.float32))
        return {"map": path, "axes": axes.tolist(), "middle": middle.tolist(), "half": half}
