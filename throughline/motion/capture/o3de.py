"""Takes of the O3DE motion-matching set, stored as NumPy archives of local rotations."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from throughline.film.errors import InputError
from throughline.motion.capture.clip import Clip, chained, y_up, y_up_points
from throughline.motion.pose import conjugate
from throughline.motion.skeleton import multiply, rotate

NEEDED = ("bones", "parents", "local_quat_xyzw_i16", "root_pos", "hips_pos", "fps")
HIP_HEIGHT_M = 0.95
"""The unit of the set's places is the actor's hip height."""


def read_o3de(path: Path) -> Clip:
    """The take in an archive with the keys of ``NEEDED``; its frame 0 is the rest pose and is left out.

    Raises:
        InputError: not such an archive, or it has no frames.
    """
    try:
        with np.load(path, allow_pickle=False) as archive:
            kept = {name: archive[name] for name in NEEDED if name in archive.files}
    except (OSError, ValueError) as error:
        raise InputError(f"no capture archive: {error}", file=str(path)) from error
    missing = [name for name in NEEDED if name not in kept]
    if missing:
        raise InputError(f"the archive lacks {', '.join(missing)}", file=str(path))
    local = kept["local_quat_xyzw_i16"].astype(np.float64) / 32767.0
    if len(local) < 3:
        raise InputError("the take has no frames", file=str(path))
    local /= np.linalg.norm(local, axis=-1, keepdims=True)
    world = chained(local, tuple(int(parent) for parent in kept["parents"]))
    hips = kept["root_pos"] + rotate(world[:, 0], kept["hips_pos"].astype(np.float64))
    turns = y_up(np.asarray(multiply(world, conjugate(world[:1])), dtype=np.float64))
    names = [str(name) for name in kept["bones"]]
    keep = [number for number, name in enumerate(names) if name != "Root"]
    places = HIP_HEIGHT_M * y_up_points(np.asarray(hips[1:], dtype=np.float64))
    return Clip(name=path.stem, source="o3de", rate=float(kept["fps"]), names=tuple(names[number] for number in keep),
                turns=turns[1:, keep], hips=places, hip_height=HIP_HEIGHT_M)
