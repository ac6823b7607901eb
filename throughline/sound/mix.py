"""A shot's sound: voices, steps, vehicles, effects and the place's air, each at its time, side and distance."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from throughline.engines.contracts import Speaker, Voice
from throughline.film.blocking import Act, Blocking
from throughline.film.layout import LayoutSheet
from throughline.motion.travel import along
from throughline.sound import foley
from throughline.sound.voices import from_elsewhere, spoken
from throughline.sound.waves import SAMPLE_RATE, Wave

TAIL_SECONDS = 3.0
BELLS = ("bell", "종소리", "종이 울", "toll")
Stereo = NDArray[np.float64]


def sample_at(frame: int, rate: Fraction) -> int:
    """The first sample of a frame: exact, so that any number of shots stays in sync."""
    return math.floor(Fraction(frame * SAMPLE_RATE) / rate)


@dataclass
class Mix:
    """A stereo bed being filled; sounds may ring on for TAIL_SECONDS after the shot."""

    samples: int
    bed: Stereo = field(init=False)

    def __post_init__(self) -> None:
        self.bed = np.zeros((self.samples + round(TAIL_SECONDS * SAMPLE_RATE), 2))

    def add(self, wave: Wave, second: float, gain: float = 1.0, pan: float = 0.0) -> None:
        """Lay a mono wave in at a time; ``pan`` from -1 (left) to 1 (right), equal power."""
        start = round(second * SAMPLE_RATE)
        if start < 0:
            wave, start = wave[-start:], 0
        room = len(self.bed) - start
        if room <= 0 or not len(wave):
            return
        angle = (float(np.clip(pan, -0.9, 0.9)) + 1) * math.pi / 4
        part = wave[:room, None] * np.array([math.cos(angle), math.sin(angle)]) * math.sqrt(2) * gain
        self.bed[start:start + len(part)] += part


def shot_mix(blocking: Blocking, sheet: LayoutSheet, speaker: Speaker, voices: Mapping[str, Voice]) -> Stereo:
    """The shot's sound (samples + tail, 2) float64, its picture's length first, then TAIL_SECONDS of ringing on.

    Raises:
        EngineError: the voice engine failed.
    """
    rate = Fraction(sheet.rate_num, sheet.rate_den)
    samples = sample_at(sheet.frames, rate)
    mix = Mix(samples)
    place = str(blocking.set.kind)
    air = foley.room_tone(place, samples, blocking.shot.id)
    mix.add(air * _edges(samples), 0.0)
    _voices(mix, blocking, sheet, speaker, voices, float(rate))
    _steps(mix, sheet, float(rate))
    _falls(mix, blocking, float(rate))
    _vehicles(mix, blocking, sheet, float(rate))
    _effects(mix, blocking, sheet, float(rate))
    if any(word in blocking.shot.action.lower() for word in BELLS):
        mix.add(foley.bell(blocking.shot.scene), 0.3, gain=0.8)
    return mix.bed


def _edges(samples: int) -> Wave:
    """Five-millisecond edges, so that the air of two shots joins without a click."""
    edge = min(samples // 2, round(0.005 * SAMPLE_RATE))
    ramp = np.ones(samples)
    ramp[:edge] = np.linspace(0.7, 1.0, edge)
    ramp[samples - edge:] = np.linspace(1.0, 0.7, edge)
    return ramp


def _voices(mix: Mix, blocking: Blocking, sheet: LayoutSheet, speaker: Speaker, voices: Mapping[str, Voice],
            rate: float) -> None:
    for line in blocking.shot.spoken:
        room = (line.frame_out - line.frame_in + 1) / rate
        wave = spoken(speaker, line.text, voices[line.speaker], room)
        if line.off_screen:
            wave = from_elsewhere(wave, line.speaker)
        mix.add(wave, line.frame_in / rate, gain=1.15, pan=0.35 * _pan(sheet, line.speaker, line.frame_in))


def _pan(sheet: LayoutSheet, name: str, frame: int) -> float:
    for track in sheet.tracks:
        if track.name == name:
            box = min(track.boxes, key=lambda box: abs(box.frame - frame))
            return (box.x0 + box.x1) / 2 if box.depth > 0 else 0.0
    return 0.0


def _near(distance: float, reference: float = 4.0) -> float:
    return min(1.4, reference / max(1.0, distance))


def _steps(mix: Mix, sheet: LayoutSheet, rate: float) -> None:
    for number, step in enumerate(sheet.footsteps):
        wave = foley.footstep(step.speed, f"{sheet.shot}/{step.who}/{number}")
        mix.add(wave, step.frame / rate, gain=_near(step.distance), pan=0.6 * _pan(sheet, step.who, step.frame))


def _falls(mix: Mix, blocking: Blocking, rate: float) -> None:
    for part in blocking.performances:
        for moment in part.moments:
            if moment.act is Act.FALL and moment.frame_in > 0:
                mix.add(foley.blow(f"{blocking.shot.id}/{part.name}"), (moment.frame_in + 14) / rate)


def _vehicles(mix: Mix, blocking: Blocking, sheet: LayoutSheet, rate: float) -> None:
    """Engines by the path's speed; louder near the camera, which is where a pass-by comes from."""
    camera = np.array([sample.position for sample in sheet.camera])
    for vehicle in blocking.vehicles:
        rows = along(vehicle.path, sheet.frames)
        if sheet.frames < 2 or np.ptp(rows[:, :2], axis=0).max() < 0.5:
            continue
        speed = np.linalg.norm(np.gradient(rows[:, :2], axis=0), axis=1) * rate
        gain = 6.0 / np.maximum(3.0, np.linalg.norm(rows[:, :3] - camera, axis=1))
        times = np.linspace(0, sheet.frames - 1, mix.samples)
        frames = np.arange(sheet.frames)
        wave = foley.engine(np.interp(times, frames, speed), vehicle.name) * np.interp(times, frames, gain)
        mix.add(wave * _edges(mix.samples), 0.0, gain=0.7, pan=0.5 * _pan(sheet, vehicle.name, sheet.frames // 2))
        if vehicle.crash_frame is not None and vehicle.crash_frame > 0:
            mix.add(foley.skid(0.7, vehicle.name), max(0.0, vehicle.crash_frame / rate - 0.75))
            mix.add(foley.crash(4.7, vehicle.name), vehicle.crash_frame / rate)


def _effects(mix: Mix, blocking: Blocking, sheet: LayoutSheet, rate: float) -> None:
    camera = np.array(sheet.camera[0].position)
    for number, effect in enumerate(blocking.effects):
        length = max(1.0, (sheet.frames - effect.cue.frame) / rate)
        wave = foley.effect(effect.cue.kind, length, effect.cue.size_m, f"{blocking.shot.id}/{number}")
        if wave is None:
            continue
        away = float(np.linalg.norm(np.array([effect.x, effect.y, effect.z]) - camera))
        delay = min(0.5, away / 343.0)
        mix.add(wave, effect.cue.frame / rate + delay, gain=min(1.2, 30.0 / max(25.0, away)))


def write_wav(path: Path, wave: Stereo) -> None:
    """A 24-bit stereo WAV, held below full scale by a soft knee."""
    loud = np.abs(wave) > 0.8
    held = wave.copy()
    held[loud] = np.sign(wave[loud]) * (0.8 + 0.19 * np.tanh((np.abs(wave[loud]) - 0.8) / 0.4))
    soundfile.write(path, held, SAMPLE_RATE, subtype="PCM_24")
