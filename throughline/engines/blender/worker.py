"""The Blender worker: answers requests, one line of JSON each, until its input ends. Runs inside Blender.

    {"do": "open", "stage": PATH, "camera": PRIM}   -> {"names": [...], "stands": [[x, y, z] or null, ...]}
    {"do": "frame", "frame": N, "width": W, "height": H, "out": DIR, "shadow": BOOL, "all": BOOL}
              -> {"frame": N, "surface": NPY, "facing": NPY or null, "shadow": {...}, "view": {...}, "rig": {...}}
    {"do": "close"}                                 -> {"closed": true, "peak_mb": M}

``surface`` (H, W, 5) float32 is displayColor, coverage and depth in metres; ``facing`` (H, W, 4) float32 is the
normal's place on the matcap, the object number and the depth, of all things or only of those that move (``all``
false). Answers go to the file descriptor named after ``--``, so that
whatever Blender prints cannot disturb them.
"""

import json
import os
import resource
import shutil
import signal
import sys

FRAME_SECONDS = 600  # the kernel ends a worker whose one answer takes longer, whether or not the parent still lives

MOST_BY_MATCAP = 200  # object numbers that survive the matcap's filtering


def _bundled_libraries():
    """Makes the USD and OpenImageIO that ship inside Blender importable."""
    import bpy

    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    sys.path.append(os.path.join(bpy.utils.resource_path("LOCAL"), "python", "lib", version, "site-packages"))


class Raster:
    """Workbench, set up to write surface colour, normals, depth and object numbers, never a lit picture."""

    def __init__(self, scratch):
        import bpy

        bpy.ops.wm.read_factory_settings(use_empty=True)
        self.bpy, self.scratch = bpy, scratch
        self.scene = bpy.context.scene
        self.moving, self.still = bpy.data.scenes.new("moving"), bpy.data.scenes.new("still")
        self.normals = self._matcap()
        for scene in (self.scene, self.moving, self.still):
            self._set_up(scene)

    def _matcap(self):
        """Loads a sphere picture whose colour at (u, v) is (u, v, 1): it turns normals into exact numbers."""
        import numpy as np
        import OpenImageIO as oiio

        size = 256
        ramp = (np.arange(size, dtype=np.float32) + 0.5) / size
        image = np.ones((size, size, 3), np.float32)
        image[..., 0], image[..., 1] = ramp[None, :], ramp[::-1, None]
        path = os.path.join(self.scratch, "normals.exr")
        file = oiio.ImageOutput.create(path)
        file.open(path, oiio.ImageSpec(size, size, 3, "float"))
        file.write_image(image)
        file.close()
        return self.bpy.context.preferences.studio_lights.load(path, "MATCAP").name

    def _set_up(self, scene):
        camera = self.bpy.data.cameras.new("camera")
        scene.camera = self.bpy.data.objects.new("camera", camera)
        scene.collection.objects.link(scene.camera)
        camera.sensor_fit, camera.sensor_width = "HORIZONTAL", 36.0
        render = scene.render
        render.engine, render.film_transparent, render.dither_intensity = "BLENDER_WORKBENCH", True, 0.0
        render.use_persistent_data, render.resolution_percentage = True, 100
        render.use_compositing = render.use_sequencer = False
        scene.view_settings.view_transform = "Raw"
        scene.display.render_aa = "OFF"
        scene.display.shading.show_specular_highlight = False
        scene.view_layers[0].use_pass_z = True
        output = render.image_settings
        output.file_format, output.color_depth, output.exr_codec = "OPEN_EXR_MULTILAYER", "32", "NONE"

    def shoot(self, scene, width, height, light, colour):
        """Renders a scene into memory: (height, width, 5) float32 R, G, B, A, Z."""
        import OpenImageIO as oiio

        shading = scene.display.shading
        shading.light, shading.color_type = light, colour
        if light == "MATCAP":
            shading.studio_light = self.normals
        path = os.path.join(self.scratch, "raster.exr")
        scene.render.filepath = path
        scene.render.resolution_x, scene.render.resolution_y = width, height
        self.bpy.ops.render.render(write_still=True, scene=scene.name)
        file = oiio.ImageInput.open(path)
        names = [name.split(".")[-1] for name in file.spec().channelnames]
        pixels = file.read_image("float")
        file.close()
        os.remove(path)
        order = [names.index(channel) for channel in "RGBAZ"]
        return pixels if order == sorted(order) and len(names) == len(order) else pixels[..., order]

    def aim(self, scene, view):
        """Puts a scene's camera where ``view`` says."""
        from mathutils import Matrix

        camera = scene.camera
        camera.matrix_world = Matrix(view["world"])
        camera.data.type = "ORTHO" if view["orthographic"] else "PERSP"
        camera.data.lens = 36.0 / view["wide"]
        camera.data.shift_x, camera.data.shift_y = view["shift"]
        camera.data.clip_start, camera.data.clip_end = view["near"], view["far"]


class Worker:
    def __init__(self, scratch):
        self.raster, self.stage, self.shadows = Raster(scratch), None, None

    def open(self, request):
        from worker_shadow import Shadows
        from worker_stage import Stage

        if self.stage is not None:
            self.stage.close()
            self.stage = None
        self.stage = Stage(request["stage"], request["camera"], self.raster.scene.collection,
                           self.raster.moving.collection, self.raster.still.collection)
        self.shadows = Shadows(self.raster, self.stage)
        return {"names": self.stage.names, "stands": self.stage.stands()}

    def frame(self, request):
        import numpy as np

        raster, size = self.raster, (request["width"], request["height"])
        view, rig = self.stage.follow(request["frame"])
        answer = {"frame": request["frame"], "view": view, "rig": rig, "shadow": None, "facing": None}
        raster.aim(raster.scene, view)
        made = {"surface": raster.shoot(raster.scene, *size, "FLAT", "VERTEX")}
        scene = raster.scene if request["all"] else raster.moving
        if request["all"] or self.stage.moving_boxes():
            raster.aim(scene, view)
            made["facing"] = raster.shoot(scene, *size, "MATCAP", "OBJECT")[..., [0, 1, 2, 4]]
            if len(self.stage.names) > MOST_BY_MATCAP:
                made["facing"][..., 2] = raster.shoot(scene, *size, "FLAT", "OBJECT")[..., 2]
        for name, pixels in made.items():
            answer[name] = os.path.join(request["out"], f"{name}.{request['frame']}.npy")
            np.save(answer[name], pixels)
        if request["shadow"]:
            answer["shadow"] = self.shadows.maps(rig, view, request["frame"], request["out"])
        return answer

    def probe(self, request):
        """Proves that this Blender draws here and has the libraries that stages need."""
        import worker_stage

        return {"drew": self.raster.shoot(self.raster.scene, 16, 16, "FLAT", "VERTEX").shape[0],
                "skins": worker_stage.UsdSkel is not None}

    def close(self, request):
        if self.stage is not None:
            self.stage.close()
        self.stage = None
        return {"closed": True, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}

    def answer(self, request):
        """The answer to one request; what is wrong with the request or its stage comes back as an answer too."""
        try:
            answers = {"open": self.open, "frame": self.frame, "probe": self.probe, "close": self.close}
            return answers[request["do"]](request)
        except (ValueError, KeyError, RuntimeError, OSError, MemoryError) as error:
            return {"error": f"{type(error).__name__}: {error}".replace("\n", " ")[:600]}


def main(arguments):
    answers = os.fdopen(int(arguments[0]), "w", buffering=1)
    scratch = arguments[1]
    os.dup2(2, 1)
    _bundled_libraries()
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    import bpy

    worker = Worker(scratch)
    print(json.dumps({"ready": bpy.app.version_string}), file=answers)
    for line in sys.stdin:
        signal.alarm(FRAME_SECONDS)
        print(json.dumps(worker.answer(json.loads(line))), file=answers)
        signal.alarm(0)
    shutil.rmtree(scratch, ignore_errors=True)  # the parent may have been killed
    os._exit(0)  # Blender's own way out may hang or crash without a screen


if __name__ == "__main__":
    main(sys.argv[sys.argv.index("--") + 1:])
