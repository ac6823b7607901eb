"""The volume worker: OpenVDB and Cycles, one line of JSON each, until its input ends. Runs inside Blender.

    {"do": "write", "path": VDB, "grids": [{"name", "array": NPY, "origin": [3], "voxel"}, ...]} -> {"bytes": N}
    {"do": "read", "path": VDB, "out": FOLDER}
              -> {"grids": [{"name", "array": NPY, "origin": [3], "voxel"}, ...]}, "origin" a lowest corner in metres
    {"do": "render", ...}                                                 -> see worker_hero.render
    {"do": "close"}                                                       -> {"closed": true}

Answers go to the file descriptor named after ``--``, so that whatever Blender prints cannot disturb them.
"""

import os
import sys

import numpy as np

SECONDS = 3600  # the kernel ends a worker whose one answer takes longer, whether or not the parent still lives
MOST_CELLS = 1 << 29


def write(request):
    import openvdb

    grids = []
    for told in request["grids"]:
        array = np.load(told["array"], allow_pickle=False)
        vector = array.ndim == 4
        grid = openvdb.Vec3SGrid() if vector else openvdb.FloatGrid()
        least = float(told["least"])
        grid.copyFromArray(np.ascontiguousarray(array, np.float32), tolerance=(least,) * 3 if vector else least)
        grid.name = told["name"]
        grid.gridClass = openvdb.GridClass.UNKNOWN if vector else openvdb.GridClass.FOG_VOLUME
        voxel, corner = told["voxel"], told["origin"]
        rows = [[voxel, 0, 0, 0], [0, voxel, 0, 0], [0, 0, voxel, 0], [*(c + 0.5 * voxel for c in corner), 1]]
        grid.transform = openvdb.createLinearTransform(rows)
        grid.saveFloatAsHalf = True
        grids.append(grid)
    making = request["path"] + ".making.vdb"
    openvdb.write(making, grids=grids)
    os.replace(making, request["path"])
    return {"bytes": os.path.getsize(request["path"])}


def read(request):
    import openvdb

    found = []
    grids, _ = openvdb.readAll(request["path"])
    for number, grid in enumerate(grids):
        if type(grid).__name__ not in ("FloatGrid", "Vec3SGrid"):
            continue
        low, high = grid.evalActiveVoxelBoundingBox()
        shape = tuple(b - a + 1 for a, b in zip(low, high, strict=True))
        if min(shape) < 1:
            low, shape = (0, 0, 0), (1, 1, 1)
        if np.prod(shape, dtype=np.int64) > MOST_CELLS:
            raise ValueError(f"grid {grid.name} has {'x'.join(map(str, shape))} cells")
        vector = type(grid).__name__ == "Vec3SGrid"
        array = np.zeros((*shape, 3) if vector else shape, np.float32)
        grid.copyToArray(array, ijk=low)
        first, sides = grid.transform.indexToWorld(low), grid.transform.voxelSize()
        if max(sides) > 1.001 * min(sides):
            raise ValueError(f"grid {grid.name} has cells that are no cubes")
        ends = [grid.transform.indexToWorld(tuple(low[c] + (c == axis) for c in range(3))) for axis in range(3)]
        if any(abs(ends[axis][axis] - first[axis] - sides[0]) > 1e-3 * sides[0] for axis in range(3)):
            raise ValueError(f"grid {grid.name} is turned against the world's axes")
        path = os.path.join(request["out"], f"{number}.npy")
        np.save(path, array)
        found.append({"name": grid.name, "array": path, "voxel": sides[0],
                      "origin": [c - 0.5 * sides[0] for c in first]})
    return {"grids": found}


def render(request):
    import worker_hero

    return worker_hero.render(request)


def close(request):
    return {"closed": True}


def answer(request):
    """The answer to one request; what is wrong with it or its files comes back as an answer too."""
    try:
        return {"write": write, "read": read, "render": render, "close": close}[request["do"]](request)
    except (ValueError, KeyError, RuntimeError, OSError, MemoryError, TypeError) as error:
        return {"error": f"{type(error).__name__}: {error}".replace("\n", " ")[:600]}


def main(arguments):
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    from worker_serve import serve

    serve(arguments[0], SECONDS, lambda: answer)


if __name__ == "__main__":
    main(sys.argv[sys.argv.index("--") + 1:])
