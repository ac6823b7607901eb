"""Animations of binary glTF files (GLB), each as a take on the skeleton of the file's skin."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
from scipy.spatial.transform import Rotation, Slerp

from throughline.film.errors import InputError
from throughline.motion.capture.clip import Floats
from throughline.motion.capture.rig import Rig

RATE = 30.0
KINDS = {5120: np.int8, 5121: np.uint8, 5122: np.int16, 5123: np.uint16, 5125: np.uint32, 5126: np.float32}
LARGEST = {5120: 127.0, 5121: 255.0, 5122: 32767.0, 5123: 65535.0}
WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT4": 16}
JSON_CHUNK, BINARY_CHUNK = 0x4E4F534A, 0x004E4942


def read_glb(path: Path) -> tuple[Rig, ...]:
    """Every animation of the file, evenly at ``RATE`` frames a second.

    Raises:
        InputError: not GLB, or it has no skin or no animation.
    """
    told, binary = _chunks(path)
    nodes, skins, animations = (told.get(key, []) for key in ("nodes", "skins", "animations"))
    if not skins or not animations:
        raise InputError("the file has no skin or no animation", file=str(path))
    try:
        order, parents = _tree(nodes, skins[0]["joints"])
        rest = [_still(nodes[node]) for node in order]
        names = [f"{path.stem}/{animation.get('name', number)}" for number, animation in enumerate(animations)]
        return tuple(_take(told, binary, animation, order, parents, rest, name, nodes)
                     for name, animation in zip(names, animations, strict=True))
    except (KeyError, IndexError, ValueError) as error:
        raise InputError(f"the animations cannot be read: {error}", file=str(path)) from error


def _chunks(path: Path) -> tuple[dict[str, Any], bytes]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be opened: {error}", file=str(path)) from error
    if data[:4] != b"glTF" or len(data) < 20:
        raise InputError("no binary glTF", file=str(path))
    found, at = dict[int, bytes](), 12
    while at + 8 <= len(data):
        length, kind = struct.unpack_from("<II", data, at)
        found[kind] = data[at + 8:at + 8 + length]
        at += 8 + length
    try:
        told = json.loads(found[JSON_CHUNK])
    except (KeyError, ValueError) as error:
        raise InputError("the file's description cannot be read", file=str(path)) from error
    return told, found.get(BINARY_CHUNK, b"")


def _tree(nodes: list[dict[str, Any]], joints: list[int]) -> tuple[list[int], list[int]]:
    """The joints with all that they hang on, parents first, and each one's parent in that order."""
    above = {child: number for number, node in enumerate(nodes) for child in node.get("children", [])}
    wanted: list[int] = []

    def add(node: int) -> None:
        if node in wanted:
            return
        if node in above:
            add(above[node])
        wanted.append(node)

    for joint in joints:
        add(joint)
    return wanted, [wanted.index(above[node]) if node in above else -1 for node in wanted]


def _still(node: dict[str, Any]) -> tuple[Floats, Floats]:
    if "matrix" in node:
        matrix = np.array(node["matrix"], dtype=np.float64).reshape(4, 4).T
        return matrix[:3, 3], Rotation.from_matrix(matrix[:3, :3]).as_quat()
    return (np.array(node.get("translation", (0.0, 0.0, 0.0)), dtype=np.float64),
            np.array(node.get("rotation", (0.0, 0.0, 0.0, 1.0)), dtype=np.float64))


def _values(told: dict[str, Any], binary: bytes, number: int) -> Floats:
    accessor = told["accessors"][number]
    view = told["bufferViews"][accessor["bufferView"]]
    kind, width = np.dtype(KINDS[accessor["componentType"]]), WIDTHS[accessor["type"]]
    start = view.get("byteOffset", 0) + accessor.get("byteOffset", 0)
    stride = view.get("byteStride", kind.itemsize * width)
    rows = np.ndarray((accessor["count"], width), kind, binary, start, (stride, kind.itemsize)).astype(np.float64)
    if accessor.get("normalized"):
        rows = np.maximum(rows / LARGEST[accessor["componentType"]], -1.0)
    return rows


def _take(told: dict[str, Any], binary: bytes, animation: dict[str, Any], order: list[int], parents: list[int],
          rest: list[tuple[Floats, Floats]], name: str, nodes: list[dict[str, Any]]) -> Rig:
    samplers = animation["samplers"]
    last = max(float(_values(told, binary, sampler["input"]).max()) for sampler in samplers)
    time = np.arange(max(2, int(last * RATE) + 1)) / RATE
    shifts = np.repeat(np.array([shift for shift, _ in rest])[None], len(time), axis=0)
    turns = np.repeat(np.array([turn for _, turn in rest])[None], len(time), axis=0)
    for channel in animation["channels"]:
        node, path = channel["target"].get("node"), channel["target"]["path"]
        if node not in order or path not in ("translation", "rotation"):
            continue
        sampler = samplers[channel["sampler"]]
        keys, values = _values(told, binary, sampler["input"])[:, 0], _values(told, binary, sampler["output"])
        if sampler.get("interpolation") == "CUBICSPLINE":
            values = values[1::3]  # the tangents are left: between keys at film rate they change little
        made = _sampled(time, keys, values, sampler.get("interpolation") == "STEP")
        (shifts if path == "translation" else turns)[:, order.index(node)] = made
    names = tuple(str(nodes[node].get("name", node)) for node in order)
    return Rig(name, "glb", RATE, names, tuple(parents), turns, shifts, np.array([turn for _, turn in rest]),
               np.array([shift for shift, _ in rest]))


def _sampled(time: Floats, keys: Floats, values: Floats, steps: bool) -> Floats:
    inside = np.clip(time, keys[0], keys[-1])
    if steps or len(keys) == 1:
        return np.asarray(values[np.clip(np.searchsorted(keys, inside, side="right") - 1, 0, len(keys) - 1)])
    if values.shape[1] == 4:
        return np.asarray(Slerp(keys, Rotation.from_quat(values))(inside).as_quat())
    return np.stack([np.interp(inside, keys, column) for column in values.T], axis=-1)
