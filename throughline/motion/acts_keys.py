"""The key poses of the body's postures and the ways between them, in degrees, as an animator would set them.

A way is a list of (part of its time, pose). In a pose ``full`` 1 means that the posture rules the whole body,
``ground`` 1 that the flesh rests on the ground, ``seat`` 1 that the hips rest on the seat, ``l_plant``/``r_plant`` 1
that a foot stays on its footprint, ``palms`` 1 that the hands press on the ground; ``ahead`` and ``drop`` count
in legs' lengths, ``heel`` in radians.
"""

from __future__ import annotations

from throughline.motion.path import Floats
from throughline.motion.pose import pose

SIT_BACK = 0.42  # how far behind the feet a seat is, in legs' lengths
LYING_BACK = 0.32  # how far behind the place where it will stand a body lies face down

STAND = pose(spine_pitch=2, swing=3, out=9, twist=-8, elbow=18, pronate=20, l_plant=1, r_plant=1)
SIT = pose(
    full=1, seat=1, ahead=-SIT_BACK, l_plant=1, r_plant=1, pelvis_pitch=-9, spine_pitch=15, neck_pitch=-5,
    l_swing=24, r_swing=21, out=12, twist=-18, l_elbow=40, r_elbow=45, pronate=62, wrist=8, hip=80, knee=78, open=7,
)
_SIT_LEAN = pose(
    full=1, seat=0.35, ahead=-0.26, drop=0.22, l_plant=1, r_plant=1, pelvis_pitch=34, spine_pitch=17, neck_pitch=-30,
    swing=34, out=12, twist=-12, elbow=34, pronate=45, hip=70, knee=70, open=6,
)
_SIT_NEAR = pose(
    full=1, seat=0.97, ahead=-SIT_BACK, drop=0.3, l_plant=1, r_plant=1, pelvis_pitch=24, spine_pitch=20, neck_pitch=-24,
    swing=36, out=14, twist=-14, elbow=46, pronate=55, hip=78, knee=78, open=7,
)
DRIVE = pose(
    full=1, seat=1, pelvis_pitch=-14, spine_pitch=10, neck_pitch=2, swing=52, out=8, twist=-12, elbow=42, pronate=40,
    l_hip=82, r_hip=80, l_knee=64, r_knee=58, ankle=-6, open=9,
)
RIDE = pose(
    full=1, seat=1, pelvis_pitch=-13, spine_pitch=13, neck_pitch=-1, swing=25, out=12, twist=-20, elbow=60, pronate=60,
    hip=84, knee=72, ankle=-4, open=8,
)
LIE = pose(
    full=1, ground=1, palms=0.9, pelvis_pitch=-90, spine_pitch=3, neck_pitch=7, l_swing=-4, r_swing=-2, out=20,
    twist=-10, l_elbow=14, r_elbow=20, pronate=35, l_hip=3, r_hip=6, l_knee=6, r_knee=12, l_open=7, r_open=5, turn=14,
    ankle=26,
)
_SIT_UP = pose(
    full=1, ground=1, pelvis_pitch=-26, spine_pitch=34, neck_pitch=6, swing=4, l_swing=-24, r_swing=18, out=20,
    elbow=30, pronate=20, l_hip=104, r_hip=112, l_knee=92, r_knee=102, open=8, ankle=6,
)
_ROLL_UP = pose(
    full=1, ground=1, pelvis_pitch=-48, spine_pitch=38, neck_pitch=22, swing=20, out=26, elbow=44, l_hip=74, r_hip=86,
    l_knee=76, r_knee=90, open=7, ankle=10,
)
_ASIDE = pose(  # as it lies, but told from the side on to which it will roll: flat on the back that is the same
    full=1, ground=1, palms=0.9, pelvis_yaw=-90, pelvis_pitch=-90, pelvis_roll=90, spine_pitch=5, neck_pitch=14,
    l_swing=6, r_swing=8, l_out=20, r_out=40, twist=-10, l_elbow=20, r_elbow=30, pronate=35, l_hip=10, r_hip=8,
    l_knee=22, r_knee=16, open=6, turn=8, ankle=22,
)
_ROLLS = pose(  # onto the right side, the knees drawn in, the left arm over the chest
    full=1, ground=1, pelvis_yaw=-90, pelvis_pitch=-48, pelvis_roll=88, spine_pitch=14, spine_yaw=-14, spine_roll=-12,
    neck_pitch=12, neck_roll=-12, l_swing=70, l_out=4, l_elbow=38, r_swing=46, r_out=34, r_elbow=56, l_hip=66,
    r_hip=38, l_knee=84, r_knee=62, open=6, ankle=14,
)
_ON_ELBOW = pose(  # on the side, the right forearm under the chest, the left hand before it
    full=1, ground=1, palms=1, pelvis_yaw=-88, pelvis_pitch=-4, pelvis_roll=80, spine_pitch=16, spine_roll=-44,
    neck_roll=-22, l_swing=72, l_out=6, l_elbow=36, l_wrist=-40, r_swing=44, r_out=34, r_elbow=80, l_hip=86, r_hip=68,
    l_knee=98, r_knee=92, open=2, l_turn=-8, r_turn=8, ankle=16,
)
_SIDE_SIT = pose(  # on the right hip, pushed up over both hands
    full=1, ground=1, palms=1, pelvis_yaw=-78, pelvis_pitch=38, pelvis_roll=42, spine_pitch=34, spine_roll=-18,
    neck_pitch=-30, neck_roll=-10, l_swing=76, l_out=6, l_elbow=24, r_swing=70, r_out=34, r_elbow=14, wrist=-60,
    l_hip=100, r_hip=84, l_knee=106, r_knee=108, open=4, l_turn=-36, r_turn=48, ankle=40, ahead=-0.06,
)
_OVER_KNEES = pose(  # the hips come up over the knees, the hands still on the ground
    full=1, ground=1, palms=1, pelvis_yaw=-62, pelvis_pitch=80, pelvis_roll=4, spine_pitch=16, neck_pitch=-34,
    l_swing=92, r_swing=90, out=12, twist=6, elbow=12, wrist=-70, l_hip=96, r_hip=88, l_knee=96, r_knee=92, ankle=72,
    open=5, ahead=-0.16,
)
_SQUAT = pose(
    full=1, drop=0.50, ahead=-0.16, heel=0.32, l_plant=1, r_plant=1, pelvis_pitch=42, spine_pitch=34, neck_pitch=-36,
    swing=58, out=14, elbow=32, pronate=45, hip=110, knee=120, open=10,
)
CROUCH = pose(
    full=1, drop=0.42, ahead=-0.04, heel=0.3, l_plant=1, r_plant=1, pelvis_pitch=30, spine_pitch=26, neck_pitch=-38,
    l_swing=34, r_swing=28, out=15, twist=-14, l_elbow=62, r_elbow=70, pronate=35, hip=100, knee=105, open=10,
)
KNEEL = pose(
    full=1, ground=1, pelvis_pitch=4, spine_pitch=9, neck_pitch=6, swing=10, out=9, twist=-18, elbow=26, pronate=40,
    hip=6, knee=92, ankle=74, open=4,
)
_HALF_KNEEL = pose(
    full=1, ground=1, l_plant=1, pelvis_pitch=12, spine_pitch=20, neck_pitch=-10, l_swing=46, r_swing=20, out=12,
    l_elbow=40, r_elbow=34, pronate=50, l_hip=92, l_knee=88, r_hip=10, r_knee=84, r_ankle=62, open=5,
)
_STEP_BACK = pose(
    full=1, drop=0.16, l_plant=1, r_plant=0.5, pelvis_pitch=16, spine_pitch=14, neck_pitch=-12, l_swing=20, r_swing=12,
    out=11, elbow=28, pronate=30, l_hip=50, l_knee=60, r_hip=6, r_knee=46, r_ankle=22, open=4,
)
PRONE = pose(
    full=1, palms=1, ground=1, ahead=-LYING_BACK, pelvis_pitch=89, spine_pitch=-3, neck_pitch=-6, neck_yaw=62,
    neck_roll=-8, l_swing=8, r_swing=-4, l_out=118, r_out=96, twist=88, l_elbow=104, r_elbow=78, pronate=10, wrist=-4,
    l_hip=4, r_hip=4, l_knee=1, r_knee=22, l_open=8, r_open=20, l_turn=18, r_turn=75, ankle=78,
)
_TRIP = pose(
    full=0.9, drop=0.07, pelvis_pitch=25, spine_pitch=24, neck_pitch=-34, l_swing=58, r_swing=36, out=24, elbow=38,
    l_hip=54, l_knee=42, r_hip=-16, r_knee=50, l_ankle=6, r_ankle=26, ahead=-0.02,
)
_DIVE = pose(
    full=1, drop=0.30, pelvis_pitch=56, spine_pitch=20, neck_pitch=-48, l_swing=112, r_swing=98, out=18, elbow=24,
    wrist=-42, l_hip=50, l_knee=62, r_hip=8, r_knee=52, ankle=30, open=7, ahead=-0.10,
)
_HANDS_DOWN = pose(
    full=1, palms=1, ground=1, pelvis_pitch=76, spine_pitch=4, neck_pitch=-44, swing=92, out=24, twist=26, elbow=52,
    wrist=-62, l_hip=26, l_knee=44, r_hip=12, r_knee=56, ankle=58, open=9, ahead=-0.24,
)
_IMPACT = pose(
    full=1, palms=1, ground=1, pelvis_pitch=89, spine_pitch=-8, neck_pitch=-26, neck_yaw=14, l_swing=44, r_swing=34,
    out=72, twist=72, elbow=98, wrist=-20, l_hip=1, l_knee=9, r_hip=2, r_knee=17, ankle=68, open=10, turn=8,
    ahead=-0.31,
)
_PRESS_UP = pose(
    full=1, palms=1, ground=1, pelvis_pitch=72, spine_pitch=-16, neck_pitch=-18, neck_yaw=6, swing=70, out=20, twist=12,
    elbow=40, wrist=-60, l_hip=6, r_hip=40, l_knee=16, r_knee=66, ankle=72, open=8, ahead=-0.32,
)
_ALL_FOURS = pose(
    full=1, palms=1, ground=1, pelvis_pitch=76, spine_pitch=8, neck_pitch=-26, swing=92, out=10, twist=6, elbow=14,
    wrist=-70, l_hip=86, r_hip=80, l_knee=92, r_knee=88, ankle=74, open=5, ahead=-0.32,
)
_WINDMILL = pose(
    full=0.9, drop=0.05, pelvis_pitch=-14, spine_pitch=14, neck_pitch=12, l_swing=72, r_swing=96, out=30, elbow=26,
    l_hip=24, r_hip=6, l_knee=26, r_knee=22, l_ankle=-12, r_ankle=-6, ahead=0.0,
)
_SIT_DROP = pose(
    full=1, ground=0.5, drop=0.45, pelvis_pitch=-28, spine_pitch=34, neck_pitch=16, l_swing=-30, r_swing=-24, out=24,
    elbow=18, wrist=-30, l_hip=100, r_hip=90, l_knee=78, r_knee=70, open=9, ankle=-10,
)
_ROLL_BACK = pose(
    full=1, ground=1, pelvis_pitch=-76, spine_pitch=22, neck_pitch=30, l_swing=10, r_swing=18, out=46, elbow=24,
    l_hip=58, r_hip=44, l_knee=60, r_knee=42, open=10, ankle=6,
)

Way = tuple[tuple[float, Floats], ...]

POSTURES: dict[str, Floats] = {
    "stand": STAND, "sit": SIT, "drive": DRIVE, "ride": RIDE, "lie": LIE, "crouch": CROUCH, "kneel": KNEEL,
    "prone": PRONE, "supine": LIE, "bed": LIE,
}
SECONDS: dict[tuple[str, str], float] = {
    ("stand", "sit"): 1.15, ("sit", "stand"): 1.1, ("stand", "crouch"): 0.6, ("crouch", "stand"): 0.8,
    ("stand", "kneel"): 1.2, ("kneel", "stand"): 1.3, ("stand", "prone"): 1.35, ("prone", "stand"): 2.6,
    ("stand", "lie"): 2.8, ("lie", "stand"): 3.6, ("stand", "supine"): 1.3, ("supine", "stand"): 3.4,
    ("bed", "stand"): 3.0, ("stand", "bed"): 3.0, ("sit", "lie"): 1.5, ("lie", "sit"): 1.4,
}
_FROM_BACK: Way = ((0.06, _ASIDE), (0.19, _ROLLS), (0.32, _ON_ELBOW), (0.45, _SIDE_SIT), (0.58, _OVER_KNEES),
                   (0.75, _HALF_KNEEL), (0.88, _STEP_BACK))
WAYS: dict[tuple[str, str], Way] = {
    ("stand", "sit"): ((0.42, _SIT_LEAN), (0.76, _SIT_NEAR)),
    ("sit", "stand"): ((0.30, _SIT_NEAR), (0.60, _SIT_LEAN)),
    ("stand", "kneel"): ((0.35, _STEP_BACK), (0.70, _HALF_KNEEL)),
    ("kneel", "stand"): ((0.32, _HALF_KNEEL), (0.66, _STEP_BACK)),
    ("stand", "prone"): ((0.15, _TRIP), (0.36, _DIVE), (0.52, _HANDS_DOWN), (0.66, _IMPACT)),
    ("prone", "stand"): ((0.22, _PRESS_UP), (0.42, _ALL_FOURS), (0.66, _HALF_KNEEL), (0.82, _STEP_BACK)),
    ("stand", "lie"): ((0.25, _SQUAT), (0.5, _SIT_UP), (0.72, _ROLL_UP)),
    ("lie", "stand"): _FROM_BACK, ("supine", "stand"): _FROM_BACK,
    ("stand", "supine"): ((0.18, _WINDMILL), (0.42, _SIT_DROP), (0.64, _ROLL_BACK)),
    ("bed", "stand"): ((0.25, _ROLL_UP), (0.54, SIT), (0.70, _SIT_NEAR), (0.85, _SIT_LEAN)),
    ("stand", "bed"): ((0.16, _SIT_LEAN), (0.30, _SIT_NEAR), (0.46, SIT), (0.75, _ROLL_UP)),
    ("sit", "lie"): ((0.45, _ROLL_UP),), ("lie", "sit"): ((0.5, _ROLL_UP),),
}


def seconds(before: str, after: str) -> float:
    """How long the change between two postures takes."""
    return SECONDS.get((before, after), 1.0)


def way(before: str, after: str) -> Way:
    """The key poses on the way, without its two ends."""
    return WAYS.get((before, after), ())
