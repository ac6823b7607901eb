"""What an artist's own files are called: as the stage calls its own, and an animator's by who moves."""

from __future__ import annotations

import re

from throughline.film.errors import InputError

MOTION, EFFECTS = "motion", "effects"
"""Not stages: an animator's motion and an artist's effects go into the layout, for those whom their files name."""
NAMES = {"layout": r"(shot\.usdc|set\.usdc|layout\.json|cast/[^/]+\.usdc)", "board": r"panel_[1-9][0-9]*\.png",
         "animatic_clip": r"(clean|slate)\.mp4", "previs_clip": r"(clean|slate)\.mp4", "sound": r"mix\.wav",
         MOTION: r"[^/\\]+\.(?i:bvh|usda|usdc|usd)",
         EFFECTS: r"[^/\\]+(\.[0-9]{1,6}\.(?i:vdb)|\.(?i:usda|usdc|usd))"}
FIRST = {"layout": "shot.usdc", "board": "panel_1.png", "animatic_clip": "clean.mp4", "previs_clip": "clean.mp4",
         "sound": "mix.wav"}
EXPECTED = {"layout": "shot.usdc, layout.json and what they refer to", "board": "panel_1.png, panel_2.png ...",
            "animatic_clip": "clean.mp4 (and slate.mp4)", "previs_clip": "clean.mp4 (and slate.mp4)",
            "sound": "mix.wav", MOTION: "NAME.bvh or NAME.usdc, NAME as in the cast",
            EFFECTS: "NAME.0001.vdb, NAME.0002.vdb ... or NAME.usdc, NAME as the effect is called in the shot"}


def check_name(stage: str, name: str) -> None:
    """Raises InputError where a stage's product has no file of that name."""
    if re.fullmatch(NAMES[stage], name) is None:
        raise InputError(f"{name} is no file of {stage}", remedy=f"name it as the stage does: {EXPECTED[stage]}")
