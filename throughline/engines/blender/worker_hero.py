"""VDB volumes rendered by Cycles before a set that only holds out: the reference, and the hero way. Inside Blender.

    {"do": "render", "vdb": [PATH, ...], "albedo": [[3], ...], "stage": USD or null, "frame": N, "size": [W, H],
     "samples": N, "denoise": BOOL, "seed": N, "view": {"position", "right", "up", "forward", "lens", "aspect"},
     "light": {"key", "irradiance", "sky", "ground", "lamps", "fire"}, "flame": 1/m, "anisotropy": g,
     "table": [[kelvin, r, g, b, glow], ...], "out": EXR, "plain": NPY}  -> {"seconds": S, "load_s": S}

The matter is the marcher's: extinction is density, of which albedo scatters; heat sends the table's radiance.
"""

import os
import time

import bpy
import numpy as np
from mathutils import Matrix


def render(request):
    started = time.perf_counter()
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    if request["stage"]:
        _hold_out(request["stage"], request["frame"])
    scene.camera = _camera(request["view"])
    _lights(request["light"], scene)
    for number, path in enumerate(request["vdb"]):
        _volume(path, request, request["albedo"][number])
    _settings(scene, request)
    loaded = time.perf_counter()
    bpy.ops.render.render(write_still=True)
    written = scene.render.filepath
    if not os.path.exists(written):
        raise RuntimeError("Cycles wrote no picture")
    seconds = time.perf_counter() - loaded
    _keep_plain(written, request["plain"])
    return {"seconds": seconds, "load_s": loaded - started}


def _keep_plain(picture, path):
    """Writes the picture's floats (H, W, 4), top row first, to ``path``."""
    image = bpy.data.images.load(picture)
    image.colorspace_settings.name, image.alpha_mode = "Non-Color", "CHANNEL_PACKED"
    pixels = np.empty(image.size[0] * image.size[1] * 4, np.float32)
    image.pixels.foreach_get(pixels)
    np.save(path, pixels.reshape(image.size[1], image.size[0], 4)[::-1])


def _settings(scene, request):
    scene.render.engine = "CYCLES"
    cycles = scene.cycles
    cycles.device, cycles.samples, cycles.seed = "CPU", request["samples"], request["seed"]
    cycles.use_denoising, cycles.use_adaptive_sampling = request["denoise"], False
    if request["denoise"]:
        cycles.denoiser = "OPENIMAGEDENOISE"
    cycles.volume_bounces, cycles.max_bounces, cycles.transparent_max_bounces = 12, 12, 12
    cycles.sample_clamp_indirect = 0.0
    scene.render.film_transparent = True
    scene.view_settings.view_transform = "Raw"
    scene.render.resolution_x, scene.render.resolution_y = request["size"]
    scene.render.resolution_percentage = 100
    image = scene.render.image_settings
    image.file_format, image.color_mode, image.color_depth, image.exr_codec = "OPEN_EXR", "RGBA", "32", "ZIP"
    scene.render.filepath = request["out"]
    scene.frame_set(request["frame"])


def _camera(view):
    data = bpy.data.cameras.new("hero")
    data.sensor_fit, data.sensor_width, data.lens, data.clip_end = "HORIZONTAL", 36.0, view["lens"], 5000.0
    camera = bpy.data.objects.new("hero", data)
    axes = np.array([view["right"], view["up"], -np.array(view["forward"])]).T
    world = np.eye(4)
    world[:3, :3], world[:3, 3] = axes, view["position"]
    camera.matrix_world = Matrix(world.tolist())
    bpy.context.scene.collection.objects.link(camera)
    return camera


def _lights(light, scene):
    """The key as a sun of half a degree, the sky over the ground as the world, lamps as small spheres."""
    strength = max(light["irradiance"])
    if strength > 0:
        data = bpy.data.lights.new("key", "SUN")
        data.energy, data.color, data.angle = np.pi * strength, [c / strength for c in light["irradiance"]], 0.009
        sun = bpy.data.objects.new("key", data)
        sun.rotation_mode = "QUATERNION"
        sun.rotation_quaternion = _towards(light["key"])
        scene.collection.objects.link(sun)
    for x, y, z, *colour in light["lamps"]:
        most = max(*colour, 1e-9)
        data = bpy.data.lights.new("lamp", "POINT")
        data.energy, data.color, data.shadow_soft_size = 4 * np.pi * np.pi * most, [c / most for c in colour], 0.1
        lamp = bpy.data.objects.new("lamp", data)
        lamp.location = (x, y, z)
        scene.collection.objects.link(lamp)
    _world(light, scene)


def _towards(key):
    from mathutils import Vector

    return Vector(key).to_track_quat("Z", "Y")


def _world(light, scene):
    world = bpy.data.worlds.new("sky")
    scene.world = world
    world.use_nodes = True
    nodes, links = world.node_tree.nodes, world.node_tree.links
    nodes.clear()
    place, part = nodes.new("ShaderNodeTexCoord"), nodes.new("ShaderNodeSeparateXYZ")
    height, mix = nodes.new("ShaderNodeMath"), nodes.new("ShaderNodeMix")
    shader, out = nodes.new("ShaderNodeBackground"), nodes.new("ShaderNodeOutputWorld")
    height.operation, mix.data_type = "MULTIPLY_ADD", "RGBA"
    height.inputs[1].default_value = height.inputs[2].default_value = 0.5
    colours = [socket for socket in mix.inputs if socket.type == "RGBA"]
    colours[0].default_value, colours[1].default_value = (*light["ground"], 1), (*light["sky"], 1)
    links.new(place.outputs["Generated"], part.inputs[0])
    links.new(part.outputs["Z"], height.inputs[0])
    links.new(height.outputs[0], next(socket for socket in mix.inputs if socket.name == "Factor"))
    links.new(next(socket for socket in mix.outputs if socket.type == "RGBA"), shader.inputs["Color"])
    links.new(shader.outputs[0], out.inputs["Surface"])


def _volume(path, request, albedo):
    data = bpy.data.volumes.new("gas")
    data.filepath = path
    thing = bpy.data.objects.new("gas", data)
    bpy.context.scene.collection.objects.link(thing)
    data.grids.load()
    if data.grids.error_message:
        raise ValueError(f"{path}: {data.grids.error_message}")
    names = [grid.name for grid in data.grids]
    if "density" not in names:
        raise ValueError(f"{path}: no grid named density")
    data.materials.append(_matter(request, albedo, "temperature" in names))


def _matter(request, albedo, hot):
    """The marcher's gas as shader nodes."""
    material = bpy.data.materials.new("gas")
    material.use_nodes = True
    nodes, links = material.node_tree.nodes, material.node_tree.links
    nodes.clear()
    out = nodes.new("ShaderNodeOutputMaterial")
    density = nodes.new("ShaderNodeAttribute")
    density.attribute_name = "density"
    scatter, absorb = nodes.new("ShaderNodeVolumeScatter"), nodes.new("ShaderNodeVolumeAbsorption")
    scatter.inputs["Anisotropy"].default_value = request["anisotropy"]
    total = scatter.outputs[0]
    for node in (scatter, absorb):
        node.inputs["Color"].default_value = (*albedo, 1)
        links.new(density.outputs["Fac"], node.inputs["Density"])
    total = _added(nodes, links, total, absorb.outputs[0])
    if hot:
        total = _burning(request, albedo, nodes, links, density, total)
    links.new(total, out.inputs["Volume"])
    return material


def _added(nodes, links, one, other):
    node = nodes.new("ShaderNodeAddShader")
    links.new(one, node.inputs[0])
    links.new(other, node.inputs[1])
    return node.outputs[0]


def _burning(request, albedo, nodes, links, density, total):
    """``total`` with flame's absorption, and the light of flame and hot soot."""
    rows = np.array(request["table"])
    heat, scaled = nodes.new("ShaderNodeAttribute"), nodes.new("ShaderNodeMath")
    heat.attribute_name = "temperature"
    scaled.operation = "DIVIDE"
    links.new(heat.outputs["Fac"], scaled.inputs[0])
    scaled.inputs[1].default_value = rows[-1, 0]
    peak = rows[:, 1:4].max()
    colour = _ramp(nodes, links, scaled, rows[:, 0], rows[:, 1:4] / peak)
    glow = _ramp(nodes, links, scaled, rows[:, 0], np.repeat(rows[:, 4:], 3, axis=1))
    flame = _times(nodes, links, glow, request["flame"])
    absorb = nodes.new("ShaderNodeVolumeAbsorption")
    absorb.inputs["Color"].default_value = (0, 0, 0, 1)
    links.new(flame, absorb.inputs["Density"])
    # hot soot: density x (1 - albedo) x glow; the channels' mean, since a strength has no colour
    soot = nodes.new("ShaderNodeMath")
    soot.operation = "MULTIPLY"
    links.new(density.outputs["Fac"], soot.inputs[0])
    links.new(glow, soot.inputs[1])
    every = nodes.new("ShaderNodeMath")
    every.operation = "MULTIPLY_ADD"
    links.new(soot.outputs[0], every.inputs[0])
    every.inputs[1].default_value = 1 - sum(albedo) / 3
    links.new(flame, every.inputs[2])
    shader = nodes.new("ShaderNodeEmission")
    links.new(colour, shader.inputs["Color"])
    links.new(_times(nodes, links, every.outputs[0], peak * request["light"]["fire"]), shader.inputs["Strength"])
    return _added(nodes, links, _added(nodes, links, total, absorb.outputs[0]), shader.outputs[0])


def _times(nodes, links, socket, factor):
    node = nodes.new("ShaderNodeMath")
    node.operation = "MULTIPLY"
    links.new(socket, node.inputs[0])
    node.inputs[1].default_value = factor
    return node.outputs[0]


def _ramp(nodes, links, at, kelvin, colours):
    """The colours by temperature, through the 32 stops that a ramp has."""
    node = nodes.new("ShaderNodeValToRGB")
    stops = np.linspace(kelvin[0], kelvin[-1], 32)
    elements = node.color_ramp.elements
    for number, stop in enumerate(stops):
        place = stop / kelvin[-1]
        element = elements[number] if number < 2 else elements.new(place)
        element.position = place
    for element in elements:
        rgb = [float(np.interp(element.position * kelvin[-1], kelvin, colours[:, c])) for c in range(3)]
        element.color = (*rgb, 1.0)
    links.new(at.outputs[0], node.inputs[0])
    return node.outputs[0]


def _hold_out(stage, frame):
    """The set of a USD stage, there only to stand before the gas; without its lights and cameras."""
    bpy.ops.wm.usd_import(filepath=stage, import_cameras=False, import_lights=False, import_materials=False,
                          import_guide=False, import_proxy=False, set_frame_range=False)
    bpy.context.scene.frame_set(frame)
    for thing in list(bpy.data.objects):
        if thing.type == "MESH":
            thing.is_holdout = True
