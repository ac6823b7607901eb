"""Plain Bullet on a building in pieces: runs inside Blender, imports nothing of Throughline.

Arguments: a file of arrays (points, first_point, mass, pair, limit), a frame count, a frame rate. Prints one JSON line.
"""

import json
import sys
import time

import bpy
import numpy as np


def main() -> None:
    """Builds one rigid body a piece and one breakable constraint a bond, and times the frames."""
    path, frames, rate = sys.argv[-3], int(sys.argv[-2]), int(sys.argv[-1])
    with np.load(path) as given:
        told = {name: given[name] for name in given.files}
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.render.fps = rate
    scene.frame_start, scene.frame_end = 1, frames + 1
    bpy.ops.rigidbody.world_add()
    world = scene.rigidbody_world
    world.substeps_per_frame, world.solver_iterations = 5, 10
    world.point_cache.frame_start, world.point_cache.frame_end = 1, frames + 1
    world.collection, world.constraints = bpy.data.collections.new("Bodies"), bpy.data.collections.new("Bonds")
    scene.collection.children.link(world.collection)
    scene.collection.children.link(world.constraints)
    bodies = pieces(told, world.collection)
    ground(world.collection)
    bonds(told, bodies, world.constraints)
    bpy.context.view_layer.update()
    taken, scattered = [], 0.0
    scene.frame_set(1)
    for frame in range(2, frames + 2):
        begun = time.perf_counter(), time.process_time()
        scene.frame_set(frame)
        taken.append((time.perf_counter() - begun[0], time.process_time() - begun[1]))
    graph = bpy.context.evaluated_depsgraph_get()
    for body in bodies:
        at = body.evaluated_get(graph).matrix_world.translation
        scattered = max(scattered, abs(at[0]), abs(at[1]))
    print(json.dumps({"ms": 1000 * float(np.mean([t[0] for t in taken])), "version": bpy.app.version_string,
                      "cpu_ms": 1000 * float(np.mean([t[1] for t in taken])), "farthest_m": scattered}))


def pieces(told: dict, into: object) -> list:
    """One convex rigid body a piece."""
    made = []
    for number, mass in enumerate(told["mass"]):
        at = told["points"][told["first_point"][number]:told["first_point"][number + 1]]
        middle = at.mean(axis=0)
        mesh = bpy.data.meshes.new(f"p{number}")
        mesh.from_pydata((at - middle).tolist(), [], [])
        body = bpy.data.objects.new(f"p{number}", mesh)
        body.location = middle.tolist()
        into.objects.link(body)
        body.rigid_body.collision_shape, body.rigid_body.mass = "CONVEX_HULL", float(mass)
        body.rigid_body.friction = 0.65
        made.append(body)
    return made


def ground(into: object) -> None:
    """A floor that does not move."""
    mesh = bpy.data.meshes.new("ground")
    mesh.from_pydata([(x, y, z) for x in (-200, 200) for y in (-200, 200) for z in (-2, 0)], [], [])
    floor = bpy.data.objects.new("ground", mesh)
    into.objects.link(floor)
    floor.rigid_body.type, floor.rigid_body.collision_shape = "PASSIVE", "BOX"


def bonds(told: dict, bodies: list, into: object) -> None:
    """One breakable fixed constraint a bond between two pieces."""
    for number, (one, other) in enumerate(told["pair"]):
        holder = bpy.data.objects.new(f"b{number}", None)
        holder.location = (bodies[one].location + bodies[other].location) / 2
        into.objects.link(holder)
        link = holder.rigid_body_constraint
        link.type, link.object1, link.object2 = "FIXED", bodies[one], bodies[other]
        link.use_breaking, link.breaking_threshold = True, float(told["limit"][number])


main()
