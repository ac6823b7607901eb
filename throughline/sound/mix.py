"""A shot's sound: voices, steps, vehicles, effects and the place's air, each at its time, side and distance."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter1d, minimum_filter1d, uniform_filter1d

from throughline.engines.contracts import Speaker, Voice
from throughline.film.blocking import Act, Blocking
from throughline.film.layout import LayoutSheet
from throughline.motion.travel import along
from throughline.sound import foley
from throughline.sound.loudness import PIECE
from throughline.sound.voices import from_elsewhere, spoken
from throughline.sound.waves import SAMPLE_RATE, Wave

TAIL_SECONDS = 3.0
CROSSFADE_SECONDS = 0.08
RELEASE_SAMPLES = 1440
LANDS_S = {Act.FALL: 0.58, Act.HIT: 1.3, Act.THROWN: 0.75}
"""How long after a fall begins the body comes down."""
DUCK_DB = -5.0
EFFECT_GAIN = 0.7
CEILING = 10 ** (-1.0 / 20)
BELLS = re.compile(r"\bbells?\b|\btolls?\b|\btolling\b|종소리|종이 울|종을 (치|울)", re.IGNORECASE)
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
        if len(wave) > RELEASE_SAMPLES:
            wave = wave[:room].copy()
            end = min(RELEASE_SAMPLES, len(wave))
            wave[len(wave) - end:] *= np.linspace(1.0, 0.0, end)
        part = wave[:room, None] * np.array([math.cos(angle), math.sin(angle)]) * math.sqrt(2) * gain
        self.bed[start:start + len(part)] += part


def shot_mix(blocking: Blocking, sheet: LayoutSheet, speaker: Speaker, voices: Mapping[str, Voice],
             warn: Callable[[str], None] = lambda words: None) -> Stereo:
    """The shot's sound (samples + tail, 2) float64, its picture's length first, then TAIL_SECONDS of ringing on.

    Everything else gives way while somebody speaks. ``warn`` hears of lines that do not fit their place.

    Raises:
        EngineError: the voice engine failed.
    """
    rate = Fraction(sheet.rate_num, sheet.rate_den)
    samples = sample_at(sheet.frames, rate)
    mix, speech = Mix(samples), Mix(samples)
    _air(mix, str(blocking.set.kind), blocking.shot.id)
    _voices(speech, blocking, sheet, speaker, voices, float(rate), warn)
    _steps(mix, sheet, float(rate))
    _falls(mix, blocking, sheet, float(rate))
    _vehicles(mix, blocking, sheet, float(rate))
    _effects(mix, blocking, sheet, float(rate))
    if BELLS.search(blocking.shot.action):
        mix.add(foley.bell(blocking.shot.scene), 0.3, gain=0.8)
    ring = np.ones(len(mix.bed))
    ring[samples:] = np.cos(np.linspace(0.0, math.pi / 2, len(mix.bed) - samples)) ** 2
    return np.asarray((mix.bed * _giving_way(speech.bed)[:, None] + speech.bed) * ring[:, None])


def _giving_way(speech: Stereo) -> Wave:
    """The gain of all else under speech: DUCK_DB down where there is any, smoothly in and out."""
    loud = (np.abs(speech).max(axis=1) > 0.01).astype(np.float64)
    held = maximum_filter1d(loud, round(0.30 * SAMPLE_RATE))
    smooth = uniform_filter1d(uniform_filter1d(held, round(0.12 * SAMPLE_RATE)), round(0.12 * SAMPLE_RATE))
    return np.asarray(10 ** (DUCK_DB / 20 * smooth))


def _air(mix: Mix, place: str, seed: str) -> None:
    """The place's air, wide; it fades over the cut into the next shot's at equal power."""
    over = round(CROSSFADE_SECONDS * SAMPLE_RATE)
    for side, pan in (("left", -0.7), ("right", 0.7)):
        mix.add(_edged(foley.room_tone(place, mix.samples + over, f"{seed}/{side}"), over), 0.0, math.sqrt(0.5), pan)


def _edged(wave: Wave, over: int) -> Wave:
    """The wave with equal-power ends of ``over`` samples."""
    over = min(over, len(wave) // 2)
    ramp = np.sin(np.linspace(0.0, math.pi / 2, over))
    edged = wave.copy()
    edged[:over] *= ramp
    edged[len(edged) - over:] *= ramp[::-1]
    return edged


def _voices(mix: Mix, blocking: Blocking, sheet: LayoutSheet, speaker: Speaker, voices: Mapping[str, Voice],
            rate: float, warn: Callable[[str], None]) -> None:
    for line in blocking.shot.spoken:
        room = (line.frame_out - line.frame_in + 1) / rate
        wave = spoken(speaker, line.text, voices[line.speaker], room)
        late = len(wave) / SAMPLE_RATE - room
        if late > 0.2:
            warn(f"{blocking.shot.id}: {line.speaker}'s line {line.line} is {late:.1f} s too long for its shot")
        pan = 0.35 * _pan(sheet, line.speaker, line.frame_in)
        if line.off_screen:
            wave, pan = from_elsewhere(wave, line.speaker), 0.0
        mix.add(wave, line.frame_in / rate, pan=pan)


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


def _falls(mix: Mix, blocking: Blocking, sheet: LayoutSheet, rate: float) -> None:
    """Bodies that are struck, and that come down on the ground."""
    for part in blocking.performances:
        rows = along(part.path, sheet.frames)
        for number, moment in enumerate(part.moments):
            if moment.act not in LANDS_S or moment.frame_in <= 0 or moment.frame_in >= sheet.frames:
                continue
            frame = round(moment.frame_in)
            away = float(np.linalg.norm(rows[frame, :3] - np.array(sheet.camera[frame].position)))
            pan, seed = 0.6 * _pan(sheet, part.name, frame), f"{blocking.shot.id}/{part.name}/{number}"
            if moment.act is Act.HIT:
                mix.add(foley.dent(seed), moment.frame_in / rate, gain=_near(away, 6.0), pan=pan)
            lands = moment.frame_in / rate + LANDS_S[moment.act]
            mix.add(foley.blow(seed), lands, gain=_near(away, 6.0), pan=pan)


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
        wave = _edged(wave, round(CROSSFADE_SECONDS * SAMPLE_RATE))
        mix.add(wave, 0.0, gain=0.7, pan=0.5 * _pan(sheet, vehicle.name, sheet.frames // 2))
        if vehicle.crash_frame is not None and vehicle.crash_frame > 0:
            mix.add(foley.skid(0.7, vehicle.name), max(0.0, vehicle.crash_frame / rate - 0.75))
            mix.add(foley.crash(4.7, vehicle.name), vehicle.crash_frame / rate)


def _effects(mix: Mix, blocking: Blocking, sheet: LayoutSheet, rate: float) -> None:
    camera = np.array(sheet.camera[0].position)
    for number, sound in enumerate(sheet.sounds):
        lasting = sound.seconds or max(1.0, (sheet.frames - sound.frame) / rate)
        heard = foley.effect(sound.kind, lasting, sound.size_m, f"{blocking.shot.id}/sound {number}")
        if heard is not None:
            _from_afar(mix, heard, np.array([sound.x, sound.y, sound.z]) - camera, sound.frame / rate)
    for number, effect in enumerate(blocking.effects):
        if number in sheet.simulated:
            continue
        length = max(1.0, (sheet.frames - effect.cue.frame) / rate)
        wave = foley.effect(effect.cue.kind, length, effect.cue.size_m, f"{blocking.shot.id}/{number}")
        if wave is None:
            continue
        _from_afar(mix, wave, np.array([effect.x, effect.y, effect.z]) - camera, effect.cue.frame / rate)


def _from_afar(mix: Mix, wave: Wave, way: NDArray[np.float64], start: float) -> None:
    """Adds what sounds at ``way`` from the camera, later and weaker with distance."""
    away = float(np.linalg.norm(way))
    mix.add(wave, start + min(0.5, away / 343.0), gain=EFFECT_GAIN * min(1.2, 30.0 / max(25.0, away)))


def limited(wave: Stereo) -> Stereo:
    """The wave with no sample above CEILING (-1 dBFS): turned down a moment before a peak, and back up after it."""
    reach = round(0.005 * SAMPLE_RATE)
    needed = np.minimum(1.0, CEILING / np.maximum(np.abs(wave).max(axis=1, initial=0.0), 1e-9))
    if float(needed.min(initial=1.0)) >= 1.0:
        return wave
    held = minimum_filter1d(needed, 12 * reach + 1)
    return np.asarray(wave * uniform_filter1d(held, 4 * reach + 1)[:, None])


def write_wav(path: Path, wave: NDArray[np.floating], gain: float = 1.0) -> None:
    """A 24-bit stereo WAV of the wave times ``gain``, held below -1 dBFS; written piece by piece."""
    margin = round(0.06 * SAMPLE_RATE)
    with soundfile.SoundFile(path, "w", SAMPLE_RATE, 2, subtype="PCM_24", format="WAV") as file:
        for start in range(0, len(wave), PIECE):
            first, end = max(0, start - margin), min(len(wave), start + PIECE)
            held = limited(np.asarray(wave[first:end + margin], dtype=np.float64) * gain)
            file.write(held[start - first:end - first])
