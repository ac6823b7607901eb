"""The Blender worker: answers requests, one line of JSON each, until its input ends. Runs inside Blender.

    {"do": "open", "stage": PATH, "camera": PRIM}   -> {"names": [...], "stands": [[x, y, z] or null, ...]}
    {"do": "frame", "frame": N, "width": W, "height": H, "shadow": BOOL}
              -> {"frame": N, "still": LAYER, "moving": LAYER or null, "shadow": {...}, "view": {...}, "rig": {...}}
    {"do": "close"}                                 -> {"closed": true, "peak_mb": M}

A layer is two paths of raw float32 (H, W, 4): displayColor with the depth in metres, and the camera-space normal with
the object number. ``still`` holds what never moves, and is drawn again only when the view has changed. A layer's files
stay as they are until another frame is asked for, a shadow's until another but one is, so that they may be read while
that is drawn. A stage stays open until another is asked for or one of its files has changed. Answers go to the file
descriptor named after ``--``, so that whatever Blender prints cannot disturb them.
"""

import os
import resource
import shutil
import sys

FRAME_SECONDS = 600  # the kernel ends a worker whose one answer takes longer, whether or not the parent still lives

UPRIGHT = [[float(row == column) for column in range(4)] for row in range(4)]


class Worker:
    def __init__(self, scratch):
        from worker_form import Library
        from worker_raster import Plates, Raster

        self.raster, self.plates, self.library = Raster(), Plates(scratch), Library()
        self.stage = self.shadows = self.still = None

    def open(self, request):
        from worker_shadow import Shadows
        from worker_stage import Stage

        asked = request["stage"], request["camera"]
        if self.stage is None or not self.stage.is_of(*asked):
            self.stage = self.shadows = self.still = None
            self.stage = Stage(*asked, self.library)
            self.shadows = Shadows(self.raster, self.stage, self.plates)
        told = {"names": self.stage.names, "stands": self.stage.stands()}
        self.library.tidy()
        return told

    def frame(self, request):
        from worker_raster import Lens

        wide, high = request["width"], request["height"]
        view, rig = self.stage.follow(request["frame"])
        lens = Lens(view["world"], view["wide"], view["wide"] * high / wide, view["shift"], view["near"], view["far"],
                    view["orthographic"])
        answer = {"frame": request["frame"], "view": view, "rig": rig, "shadow": None}
        seen = view, wide, high
        if self.still is None or self.still[0] != seen:
            self.still = seen, self._layer("still", lens, self.stage.seen(True), wide, high)
        moving = self.stage.seen(False)
        answer["still"] = self.still[1]
        answer["moving"] = self._layer("moving", lens, moving, wide, high) if moving else None
        if request["shadow"]:
            answer["shadow"] = self.shadows.maps(rig, view, request["frame"])
        return answer

    def _layer(self, name, lens, pieces, wide, high):
        made = [self.plates.plate(f"{name}.{what}", (high, wide, 4)) for what in ("surface", "facing")]
        self.raster.draw("surface", wide, high, lens, pieces, [plane for _, plane in made])
        return [path for path, _ in made]

    def probe(self, request):
        """Proves that this Blender draws here and has the libraries that stages need."""
        import worker_stage
        from worker_raster import Lens

        _, plane = self.plates.plate("probe", (16, 16, 4))
        self.raster.draw("surface", 16, 16, Lens(UPRIGHT, 1.0, 1.0, (0, 0), 0.1, 10.0), [], [plane])
        return {"drew": int((plane[..., 3] > 1e9).all(axis=1).sum()), "skins": worker_stage.UsdSkel is not None}

    def close(self, request):
        return {"closed": True, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}

    def answer(self, request):
        """The answer to one request; what is wrong with the request or its stage comes back as an answer too."""
        try:
            answers = {"open": self.open, "frame": self.frame, "probe": self.probe, "close": self.close}
            return self.raster.inside(lambda: answers[request["do"]](request))
        except (ValueError, KeyError, RuntimeError, OSError, MemoryError) as error:
            return {"error": f"{type(error).__name__}: {error}".replace("\n", " ")[:600]}


def main(arguments):
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    from worker_serve import serve

    descriptor, scratch = arguments
    serve(descriptor, FRAME_SECONDS, lambda: Worker(scratch).answer,
          lambda: shutil.rmtree(scratch, ignore_errors=True))  # there may be no parent left to do it


if __name__ == "__main__":
    main(sys.argv[sys.argv.index("--") + 1:])
