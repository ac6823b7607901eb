"""A body of flesh and bone for the solver: shapes on the one skeleton, human masses, joints that end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as Xml

import numpy as np
from numpy.typing import NDArray

from throughline.motion.ik import Floats
from throughline.motion.physics.flesh import add_flesh
from throughline.motion.physics.ground import Ground, add_ground
from throughline.motion.physics.limits import JOINT, Hinges, Socket
from throughline.motion.skeleton import INDEX, JOINTS, PARENTS

AVERAGE_BMI = 23.5
BMI = {"thin": 18.5, "slim": 20.5, "average": AVERAGE_BMI, "athletic": 24.0, "strong": 26.0, "muscular": 27.0,
       "stocky": 28.0, "heavy": 30.0, "fat": 35.0}
MASS_SHARE = {  # of the whole body; trunk parts split among the joints of the spine
    "Hips": 0.1117, "Spine": 0.0733, "Chest": 0.0900, "UpperChest": 0.1216, "Neck": 0.0120, "Head": 0.0574,
    "Shoulder": 0.0190, "UpperArm": 0.0271, "LowerArm": 0.0162, "Hand": 0.0061, "UpperLeg": 0.1416,
    "LowerLeg": 0.0433, "Foot": 0.0112, "Toes": 0.0025,
}
"""Source: de Leva, Adjustments to Zatsiorsky-Seluyanov's segment inertia parameters, 1996 (men)."""
RESERVE = 0.04
"""Radians before its end at which a socket begins to stop: flesh gives way, and a limb that whips goes on a little."""
LEVER_M = 0.3
"""How far from a joint the strings of its fences are tied."""
_TRUNK = ("Hips", "Spine", "Chest", "UpperChest", "Neck", "Head", "LeftShoulder", "RightShoulder")
_APART = (  # neighbours beside parent and child: their flesh always touches
    ("LeftUpperArm", "UpperChest"), ("RightUpperArm", "UpperChest"), ("LeftUpperArm", "Neck"),
    ("RightUpperArm", "Neck"), ("LeftUpperArm", "Chest"), ("RightUpperArm", "Chest"), ("LeftUpperLeg", "Spine"),
    ("RightUpperLeg", "Spine"), ("LeftUpperLeg", "RightUpperLeg"), ("LeftLowerLeg", "LeftToes"),
    ("RightLowerLeg", "RightToes"), ("LeftUpperArm", "LeftHand"), ("RightUpperArm", "RightHand"),
)


@dataclass(frozen=True)
class Frame:
    """A body in the solver: its ``model``, mass, size against a man of 1.72 m, and where its joints' numbers lie.

    ``root_at`` and ``root_dof`` are where the hips' place and velocity begin; ``balls`` and ``ball_dofs`` (B, 4 and 3)
    and ``hinges``, ``hinge_dofs`` (H,) index the solver's positions and velocities; ``bodies`` (J,) are the solver's.
    """

    model: Any
    rest: Floats
    mass_kg: float
    size: float
    root_at: int
    root_dof: int
    bodies: NDArray[np.intp]
    balls: NDArray[np.intp]
    ball_dofs: NDArray[np.intp]
    hinges: NDArray[np.intp]
    hinge_dofs: NDArray[np.intp]


def mass(height_m: float, build: str) -> float:
    """Kilograms of a body of this height and build (a word of world.body_shape; others count as average)."""
    return BMI.get(build, AVERAGE_BMI) * height_m * height_m


def framed(rest: NDArray[np.float32], mass_kg: float, ground: Ground,
           through: tuple[tuple[str, str], ...] = ()) -> Frame:
    """The body with these rest positions (J, 3) on ``ground``, ready for the solver; the pairs of parts ``through``
    do not meet each other."""
    import mujoco

    places = rest.astype(np.float64)
    size = float(places[INDEX["Head"], 2]) / 1.534
    girth = size * float(np.sqrt(mass_kg / (AVERAGE_BMI * (1.72 * size) ** 2)))
    root = _document(size)
    world = Xml.SubElement(root, "worldbody")
    add_ground(world, ground)
    tendons = Xml.SubElement(root, "tendon")
    nodes: dict[int, Xml.Element] = {}
    for joint, parent in enumerate(PARENTS):
        over = world if parent < 0 else nodes[parent]
        at = places[joint] - (places[parent] if parent >= 0 else 0.0)
        nodes[joint] = Xml.SubElement(over, "body", name=JOINTS[joint], pos=_row(at))
        _add_joints(nodes[joint], over, tendons, JOINTS[joint], at, size)
        share = MASS_SHARE[JOINTS[joint].removeprefix("Left").removeprefix("Right")]
        add_flesh(nodes[joint], JOINTS[joint], places, size, girth, share * mass_kg)
    _exclude(Xml.SubElement(root, "contact"), through)
    model = mujoco.MjModel.from_xml_string(Xml.tostring(root, encoding="unicode"))
    return _indexed(model, places, mass_kg, size)


def _document(size: float) -> Xml.Element:
    root = Xml.Element("mujoco")
    Xml.SubElement(root, "compiler", angle="radian", inertiafromgeom="true", boundmass="0.01")
    option = Xml.SubElement(root, "option", integrator="implicitfast", cone="elliptic",
                            impratio="4", solver="Newton", iterations="12", tolerance="1e-7")
    Xml.SubElement(option, "flag", energy="enable")
    Xml.SubElement(root, "size", memory="24M")
    first = Xml.SubElement(root, "default")
    Xml.SubElement(first, "joint", armature=str(0.004 * size**5), solreflimit="0.005 1",
                   solimplimit="0.95 0.995 0.01")
    Xml.SubElement(first, "geom", condim="6", friction="0.6 0.02 0.012", solref="0.005 1.0",
                   solimp="0.9 0.995 0.008", contype="1", conaffinity="1", margin="0.002")
    Xml.SubElement(first, "tendon", solreflimit="0.005 1", solimplimit="0.95 0.995 0.01")
    return root


def _row(values: Floats | tuple[float, ...]) -> str:
    return " ".join(f"{float(value):.9g}" for value in values)


def _wxyz(quaternion: Floats) -> str:
    return _row(np.roll(quaternion, 1))


def _add_joints(node: Xml.Element, parent: Xml.Element, tendons: Xml.Element, name: str, at: Floats,
                size: float) -> None:
    kind = JOINT.get(name)
    if kind is None:
        Xml.SubElement(node, "freejoint", name=name)
    elif isinstance(kind, Socket):
        node.set("quat", _wxyz(kind.middle))
        Xml.SubElement(node, "joint", name=name, type="ball", range=f"0 {kind.most - RESERVE:.6f}", limited="true")
        for number, fence in enumerate(kind.fences):
            tied = f"{name}_{number}"
            Xml.SubElement(node, "site", name=f"{tied}_bone", pos=_row(LEVER_M * size * np.array(fence.bone)))
            Xml.SubElement(parent, "site", name=f"{tied}_mark", pos=_row(at + LEVER_M * size * np.array(fence.mark)))
            least, most = (2.0 * LEVER_M * size * np.sin(0.5 * bound) for bound in (
                fence.least + RESERVE * (fence.least > 0.0), min(fence.most, np.pi - RESERVE) - RESERVE))
            string = Xml.SubElement(tendons, "spatial", name=tied, limited="true",
                                    range=f"{least - (least <= 0.0):.6f} {most:.6f}")
            Xml.SubElement(string, "site", site=f"{tied}_bone")
            Xml.SubElement(string, "site", site=f"{tied}_mark")
    else:
        for number, (axis, (least, most)) in enumerate(zip(kind.axes, kind.ranges, strict=True)):
            Xml.SubElement(node, "joint", name=f"{name}_{number}", type="hinge", axis=_row(axis), limited="true",
                           range=f"{least:.6f} {most:.6f}")


def _exclude(contact: Xml.Element, through: tuple[tuple[str, str], ...]) -> None:
    """The trunk is one piece to itself, and neighbours never push each other apart."""
    pairs = {(a, b) for number, a in enumerate(_TRUNK) for b in _TRUNK[number + 1:]}
    pairs |= set(_APART) | {pair for pair in through if pair not in _APART and pair[::-1] not in _APART}
    pairs |= {(f"{side}UpperArm", other) for side in ("Left", "Right") for other in ("LeftShoulder", "RightShoulder")}
    pairs |= {(f"{side}UpperLeg", "Hips") for side in ("Left", "Right")}
    for one, other in sorted(pairs):
        Xml.SubElement(contact, "exclude", body1=one, body2=other)


def _indexed(model: Any, rest: Floats, mass_kg: float, size: float) -> Frame:
    balls = [name for name in JOINTS if isinstance(JOINT.get(name), Socket)]
    hinges = [f"{name}_{number}" for name in JOINTS if isinstance(kind := JOINT.get(name), Hinges)
              for number in range(len(kind.axes))]
    ball_at = np.array([model.joint(name).qposadr[0] for name in balls])
    ball_dof = np.array([model.joint(name).dofadr[0] for name in balls])
    return Frame(
        model=model, rest=rest, mass_kg=mass_kg, size=size,
        root_at=int(model.joint("Hips").qposadr[0]), root_dof=int(model.joint("Hips").dofadr[0]),
        bodies=np.array([model.body(name).id for name in JOINTS]),
        balls=ball_at[:, None] + np.arange(4), ball_dofs=ball_dof[:, None] + np.arange(3),
        hinges=np.array([model.joint(name).qposadr[0] for name in hinges]),
        hinge_dofs=np.array([model.joint(name).dofadr[0] for name in hinges]))
