"""Heights towards the key light, as pictures: what stands between a point and the light. Runs inside Blender.

A map is (S, S) float32: how far from a plane ``back`` metres towards the light the first thing is, in metres; 1e10
where nothing is. Rows run along -``axes[1]``, columns along ``axes[0]``, over +-``half`` metres about ``middle``.
"""

import numpy as np
from worker_raster import Lens

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

    def __init__(self, raster, stage, plates):
        self.raster, self.stage, self.plates = raster, stage, plates
        self.key = self.still = None
        self.turn = dict.fromkeys(SIZE, 1)

    def maps(self, rig, view, frame):
        """What the parent needs for this frame's shadows, or None where nothing casts any."""
        casting = [light for light in rig["key"] if light["shadow"]]
        if not casting:
            return None
        key = max(casting, key=lambda light: sum(light["colour"]))["towards"]
        eye = np.array(view["world"])[:3, 3]
        boxes = [box for box in self.stage.moving_boxes() if np.linalg.norm(box.mean(axis=0) - eye) < NEAR_CAMERA]
        if not boxes:
            return None
        if self.key != key:
            self.key, self.still = key, self._set(key, boxes)
            self.stage.follow(frame)
        lit = [piece for piece in self.stage.pieces if piece.lit and piece.form is not None]
        return {"moving": self._drawn("moving", lit, key, _region(boxes)), "still": self.still}

    def _set(self, key, boxes):
        """The set's map as it stands when the shot begins, round everything that moves during the shot."""
        first, last = self.stage.usd.GetStartTimeCode(), self.stage.usd.GetEndTimeCode()
        everything = []
        for moment in np.linspace(max(first, last), first, SAMPLED):
            self.stage.follow(float(moment))
            everything += self.stage.moving_boxes()
        stands = [piece for piece in self.stage.pieces if piece.casts and not piece.lit and piece.form is not None]
        return self._drawn("still", stands, key, _region(everything or boxes))

    def _drawn(self, name, pieces, key, region):
        (middle, half), size = region, SIZE[name]
        axes = _frame(key)
        matrix = np.eye(4)
        matrix[:3, :3] = axes.T
        matrix[:3, 3] = middle + axes[2] * BACK
        self.turn[name] = 1 - self.turn[name]
        path, plane = self.plates.plate(f"shadow.{name}.{self.turn[name]}", (size, size, 1))
        self.raster.draw("height", size, size, Lens(matrix, 2 * half, 2 * half, (0, 0), 0.1, 2 * BACK, True), pieces,
                         [plane])
        return {"map": path, "size": size, "back": BACK, "axes": axes.tolist(), "middle": middle.tolist(),
                "half": half}
