"""Files of capture become the same person whatever their format; what is broken is refused with its line."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
import pytest

from tests.motion.staged import RATE, REST, knee_angles, straight
from throughline.film.errors import InputError
from throughline.motion import perform
from throughline.motion.capture.__main__ import main, takes
from throughline.motion.capture.asf_amc import read_asf_amc
from throughline.motion.capture.bvh import bvh_rig, read_bvh, written
from throughline.motion.capture.glb import read_glb
from throughline.motion.capture.quality import clip_quality
from throughline.motion.capture.retarget import retarget
from throughline.motion.capture.rig import humanoid
from throughline.motion.measure import feet
from throughline.motion.skeleton import JOINTS, forward

DATA = Path(__file__).parents[4] / "shared" / "data" / "mocap"
needs_capture = pytest.mark.skipif(not DATA.is_dir(), reason=f"the capture is not at {DATA}")


@pytest.fixture(scope="module")
def walk():
    return perform(straight(1.3, 48), REST, 48, RATE)


def test_a_motion_written_as_bvh_reads_back_the_same(walk):
    rig = bvh_rig(written(walk, REST, 24.0), "walk")
    places, _ = rig.world()
    order = [rig.names.index(name) for name in JOINTS]
    ours, _ = forward(walk, REST)
    np.testing.assert_allclose(places[:, order][..., [2, 0, 1]], ours, atol=1e-5)
    again = retarget(humanoid(rig), REST)
    sign = np.sign((again.rotations * walk.rotations).sum(-1, keepdims=True))
    np.testing.assert_allclose(again.rotations * sign, walk.rotations, atol=1e-5)
    assert rig.rate == pytest.approx(24.0)


def test_bvh_is_laid_out_as_other_programs_expect(walk):
    lines = written(walk, REST, 24.0).splitlines()
    assert lines[0] == "HIERARCHY" and lines[1] == "ROOT Hips" and "End Site" in "".join(lines)
    at = lines.index("MOTION")
    assert lines[at + 1] == "Frames: 48" and len(lines[at + 3].split()) == 6 + 3 * (len(JOINTS) - 1)
    assert len(lines) == at + 3 + 48


@pytest.mark.parametrize(("change", "message"), [
    (lambda text: text.replace("MOTION", "MOTHION"), "cannot be read"),
    (lambda text: text.replace("Frames: 48", "Frames: 49"), "announced"),
    (lambda text: text.replace("OFFSET", "OFFSET x", 1), "hierarchy"),
    (lambda text: "nothing", "no hierarchy"),
])
def test_broken_bvh_is_refused(walk, change, message):
    with pytest.raises(InputError, match=message):
        bvh_rig(change(written(walk, REST, 24.0)), "broken")


def test_a_skeleton_that_is_no_person_says_what_is_missing(walk):
    text = written(walk, REST, 24.0).replace("LeftFoot", "Paw")
    with pytest.raises(InputError, match="LeftFoot"):
        humanoid(bvh_rig(text, "beast"))


@needs_capture
def test_one_take_in_two_formats_is_one_walk():
    laboratory = retarget(humanoid(read_asf_amc(DATA / "cmu_asfamc" / "02_01.amc")), REST)
    converted = retarget(humanoid(read_bvh(DATA / "cmu_bvh_iclone_60fps" / "002_01.bvh")), REST)
    one, other = feet(laboratory, REST, 120.0), feet(converted, REST, 60.0)
    assert abs(one.steps_s / other.steps_s - 1.0) < 0.05
    assert abs(one.contact_s - other.contact_s) < 0.05
    for motion in (laboratory, converted):
        assert 0.0 < knee_angles(motion).min() and knee_angles(motion).max() < 1.6
        places, _ = forward(motion, REST)
        head = places[:, JOINTS.index("Head")]
        assert (head[:, 2] > 1.4).all()
        going = motion.root[-1, :2] - motion.root[0, :2]
        toes = places[:, JOINTS.index("LeftToes"), :2] - places[:, JOINTS.index("LeftFoot"), :2]
        assert (toes @ going).mean() > 0.0  # feet point where the body goes


@needs_capture
def test_creatures_are_read_with_all_their_clips():
    rigs = read_glb(DATA / "mesh2motion_cc0_creatures" / "fox-animations.glb")
    names = {rig.name.split("/")[1] for rig in rigs}
    assert {"Walk", "Run", "Sit"} <= names
    walking = next(rig for rig in rigs if rig.name.endswith("/Walk"))
    places, turns = walking.world()
    assert np.isfinite(places).all() and np.ptp(places, axis=0).max() > 0.02
    np.testing.assert_allclose(np.linalg.norm(turns, axis=-1), 1.0, atol=1e-6)


def test_glb_keys_are_met_in_time(tmp_path):
    """A file of our own: one joint that turns a quarter in a second, one that steps."""
    keys = struct.pack("<2f", 0.0, 1.0)
    turns = struct.pack("<8f", 0, 0, 0, 1, 0, 0, 0.70710678, 0.70710678)
    places = struct.pack("<6f", 0, 0, 0, 0, 2, 0)
    told = {"nodes": [{"name": "a", "children": [1]}, {"name": "b", "translation": [1, 0, 0]}],
            "skins": [{"joints": [0, 1]}],
            "accessors": [{"bufferView": 0, "componentType": 5126, "count": 2, "type": "SCALAR"},
                          {"bufferView": 1, "componentType": 5126, "count": 2, "type": "VEC4"},
                          {"bufferView": 2, "componentType": 5126, "count": 2, "type": "VEC3"}],
            "bufferViews": [{"byteOffset": 0, "byteLength": 8}, {"byteOffset": 8, "byteLength": 32},
                            {"byteOffset": 40, "byteLength": 24}],
            "animations": [{"name": "turn", "samplers": [{"input": 0, "output": 1}, {"input": 0, "output": 2,
                                                                                    "interpolation": "STEP"}],
                            "channels": [{"sampler": 0, "target": {"node": 0, "path": "rotation"}},
                                         {"sampler": 1, "target": {"node": 0, "path": "translation"}}]}]}
    text = json.dumps(told).encode()
    text += b" " * (-len(text) % 4)
    data = keys + turns + places
    chunks = struct.pack("<II", len(text), 0x4E4F534A) + text + struct.pack("<II", len(data), 0x004E4942) + data
    (tmp_path / "own.glb").write_bytes(b"glTF" + struct.pack("<II", 2, 12 + len(chunks)) + chunks)
    (rig,) = read_glb(tmp_path / "own.glb")
    places_, _ = rig.world()
    np.testing.assert_allclose(places_[15, 1], (np.cos(np.pi / 4), np.sin(np.pi / 4), 0), atol=1e-6)
    np.testing.assert_allclose(places_[30, 1], (0.0, 3.0, 0.0), atol=1e-6)
    (tmp_path / "bad.glb").write_bytes(b"glTF")
    with pytest.raises(InputError, match="no binary"):
        read_glb(tmp_path / "bad.glb")


def test_quality_names_what_is_wrong(walk, tmp_path, capsys):
    clip = humanoid(bvh_rig(written(walk, REST, 24.0), "walk"))
    clean = clip_quality(clip, REST)
    assert clean.faults() == () and clean.slide_cm_s < 20.0
    turns = clip.turns.copy()
    turns[20:26], hips = turns[20:21], clip.hips.copy()
    hips[20:26] = hips[20]
    stuck = clip_quality(type(clip)(**{**vars(clip), "turns": turns, "hips": hips}), REST)
    assert any("repeat" in fault for fault in stuck.faults())
    hips = clip.hips.copy()
    hips[24:] += np.array([3.0, 0.0, 0.0])
    assert any("jump" in fault for fault in clip_quality(type(clip)(**{**vars(clip), "hips": hips}), REST).faults())
    (tmp_path / "walk.bvh").write_text(written(walk, REST, 24.0))
    (tmp_path / "bad.bvh").write_text("HIERARCHY")
    assert main(tmp_path) == 1
    said = capsys.readouterr().out
    assert "clean" in said and "bad.bvh  cannot be read" in said
    assert [take.name for take in takes(tmp_path / "walk.bvh")] == ["walk"]


@needs_capture
def test_uneven_ground_is_left_out_of_the_learning():
    found = clip_quality(humanoid(read_asf_amc(DATA / "cmu_asfamc" / "03_01.amc")), REST)
    assert any("sink" in fault for fault in found.faults())
    assert clip_quality(humanoid(read_asf_amc(DATA / "cmu_asfamc" / "02_01.amc")), REST).faults() == ()
