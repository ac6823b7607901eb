"""Triangles to numbers through Blender's GPU module: colour, depth, normal and object number in one pass.

Everything that touches the GPU runs inside ``Raster.inside``, as the one job of a render engine of our own: that is
where Blender without a window has a graphics context. Rows of what is read run from the picture's top.
"""

import os

import bpy
import gpu
import numpy as np
from mathutils import Matrix

NOTHING = 1e10  # metres: the depth of a sample that meets nothing
KINDS = {"surface": ("RGBA32F", "RGBA32F"), "height": ("R32F",)}
VERTEX = """
void main() {
  vec4 p = modelview * vec4(pos, 1.0);
  place = p.xyz;
  INTERPOLATE
  float w = extent.w > 0.5 ? 1.0 : -p.z;
  gl_Position = vec4(lens.x * p.x - lens.z * w, lens.y * p.y - lens.w * w, extent.x * p.z + extent.y, w);
}
"""
SURFACE = """
void main() {
  vec3 ray = extent.w > 0.5 ? vec3(0.0, 0.0, -1.0) : normalize(place);
  vec3 n = cross(dFdx(place), dFdy(place));
  n = dot(n, n) > 0.0 ? normalize(n) : -ray;
  if (dot(n, ray) > 0.0) n = -n;
  SMOOTH
  surface = vec4(tint, -place.z);
  facing = vec4(n, extent.z);
}
"""
BENT = "vec3 s = normalize(bend); if (s == s) n = dot(s, n) < 0.0 ? -s : s;"


class Engine(bpy.types.RenderEngine):
    """Hands Blender's graphics context to the job at hand."""

    bl_idname, bl_label, bl_use_gpu_context = "THROUGHLINE", "Throughline", True
    job = None

    def render(self, depsgraph):
        Engine.job()


class Lens:
    """A camera as the shaders take it: ``world`` (4, 4) its matrix, what it sees of a metre's depth, its range."""

    def __init__(self, world, wide, high, shift, near, far, flat=False):
        self.view = np.linalg.inv(np.array(world, np.float64))
        self.lens = (2.0 / wide, -2.0 / high, 2.0 * shift[0], -2.0 * shift[1] * wide / high)
        if flat:
            self.extent = (-2.0 / (far - near), -(far + near) / (far - near), 1.0)
        else:
            self.extent = (-(far + near) / (far - near), -2.0 * far * near / (far - near), 0.0)
        x, y, _, _ = self.lens
        across, up = np.array([x, 0, 0, 0]), np.array([0, y, 0, 0])
        depth = np.array([0, 0, 0, 1.0]) if flat else np.array([0, 0, -1.0, 0])
        right, top = (1 + self.lens[2]) * depth, (1 + self.lens[3]) * depth
        left, low = (1 - self.lens[2]) * depth, (1 - self.lens[3]) * depth
        self.sides = np.stack([right - across, left + across, top - up, low + up,
                               [0, 0, -1.0, -near], [0, 0, 1.0, far]])

    def sees(self, matrix, boxes):
        """(N,) bool: which ``boxes`` (N, 2, 3), placed by ``matrix`` (4, 4), may be within the picture."""
        planes = self.sides @ self.view @ matrix
        low = boxes[:, None, 0] * planes[:, :3]
        high = boxes[:, None, 1] * planes[:, :3]
        return (np.maximum(low, high).sum(axis=2) + planes[:, 3] >= 0.0).all(axis=1)


class Raster:
    """Draws pieces into targets kept between pictures."""

    def __init__(self):
        bpy.ops.wm.read_factory_settings(use_empty=True)
        bpy.utils.register_class(Engine)
        scene = bpy.context.scene
        scene.render.engine = Engine.bl_idname
        scene.render.resolution_x = scene.render.resolution_y = 8
        scene.camera = bpy.data.objects.new("camera", bpy.data.cameras.new("camera"))
        scene.collection.objects.link(scene.camera)
        self.targets, self.shaders = {}, None

    def inside(self, job):
        """What ``job`` gives, done where there is a graphics context."""
        told = {}

        def kept():
            try:
                told["given"] = job()
            except Exception as error:  # noqa: BLE001 - raised again below, outside of Blender
                told["error"] = error

        Engine.job = kept
        bpy.ops.render.render()
        if "error" in told:
            raise told["error"]
        if "given" not in told:
            raise RuntimeError("Blender has no graphics context here")
        return told["given"]

    def draw(self, kind, width, height, lens, pieces, planes):
        """Draws ``pieces`` into a target of a kind and reads it into ``planes``, one float32 array (H, W, C) each."""
        if self.shaders is None:
            self.shaders = {(k, bent): _shader(k, bent) for k in KINDS for bent in (False, True)}
        target = self._target(kind, width, height)
        with target.bind():
            target.clear(color=(0.0, 0.0, 0.0, NOTHING) if kind == "surface" else (NOTHING,) * 4, depth=1.0)
            gpu.state.depth_test_set("LESS_EQUAL")
            gpu.state.depth_mask_set(True)
            gpu.state.blend_set("NONE")
            gpu.state.face_culling_set("NONE")
            for piece in pieces:
                self._piece(kind, lens, piece)
            for slot, plane in enumerate(planes):
                channels = plane.shape[2]
                target.read_color(0, 0, width, height, channels, slot, "FLOAT",
                                  data=gpu.types.Buffer("FLOAT", (height, width, channels), plane))

    def _piece(self, kind, lens, piece):
        form, matrix = piece.form, piece.matrix
        runs = form.runs(lens.sees(matrix, form.boxes))
        if not len(runs):
            return
        batch, shader = form.batch(kind == "surface"), self.shaders[kind, form.smooth]
        shader.bind()
        shader.uniform_float("modelview", Matrix((lens.view @ matrix).tolist()))
        shader.uniform_float("lens", lens.lens)
        shader.uniform_float("extent", (*lens.extent[:2], float(piece.number), lens.extent[2]))
        for start, count in runs:
            batch.draw_range(shader, elem_start=start, elem_count=count)

    def _target(self, kind, width, height):
        if (kind, width, height) not in self.targets:
            self.targets = {key: made for key, made in self.targets.items() if key[0] != kind or kind == "height"}
            planes = tuple(gpu.types.GPUTexture((width, height), format=name) for name in KINDS[kind])
            depth = gpu.types.GPUTexture((width, height), format="DEPTH_COMPONENT32F")
            drawn = gpu.types.GPUFrameBuffer(depth_slot=depth, color_slots=planes)
            self.targets[kind, width, height] = drawn, planes, depth  # a frame buffer does not keep its textures
        return self.targets[kind, width, height][0]


def _shader(kind, bent):
    told, between = gpu.types.GPUShaderCreateInfo(), gpu.types.GPUStageInterfaceInfo(f"between_{kind}_{bent:d}")
    told.vertex_in(0, "VEC3", "pos")
    between.smooth("VEC3", "place")
    carried = ""
    if kind == "surface":
        told.vertex_in(1, "VEC3", "colour")
        between.smooth("VEC3", "tint")
        carried = "tint = colour;"
        if bent:
            told.vertex_in(2, "VEC3", "normal")
            between.smooth("VEC3", "bend")
            carried += "bend = mat3(modelview) * normal;"
        told.fragment_out(0, "VEC4", "surface")
        told.fragment_out(1, "VEC4", "facing")
        told.fragment_source(SURFACE.replace("SMOOTH", BENT if bent else ""))
    else:
        told.fragment_out(0, "FLOAT", "height")
        told.fragment_source("void main() { height = -place.z; }")
    told.vertex_out(between)
    for name, size in (("modelview", "MAT4"), ("lens", "VEC4"), ("extent", "VEC4")):
        told.push_constant(size, name)
    told.vertex_source(VERTEX.replace("INTERPOLATE", carried))
    return gpu.shader.create_from_info(told)


class Plates:
    """Arrays in files that another process may map, kept while what is asked of a name has one shape."""

    def __init__(self, folder):
        self.folder, self.kept = folder, {}

    def plate(self, name, shape):
        """(path, float32 array) under a name."""
        kept = self.kept.get(name)
        if kept is None or kept[1].shape != shape:
            if kept is not None:
                os.remove(kept[0])
            path = os.path.join(self.folder, f"{name}.{'x'.join(map(str, shape))}")
            self.kept[name] = kept = path, np.memmap(path, np.float32, "w+", shape=shape)
        return kept
