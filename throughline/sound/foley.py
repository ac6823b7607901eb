"""What is heard in a shot beside voices: rooms, steps, engines, blows, blasts, a bell. Each a mono wave."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from throughline.sound.waves import (
    SAMPLE_RATE,
    Wave,
    band,
    decay,
    echoing,
    generator,
    level,
    peak,
    seconds,
    soft_clip,
    swell,
    tone,
    white,
)

AMBIENCE_DB = {"street": -43.0, "alley": -46.0, "road": -45.0, "room": -54.0, "office": -51.0, "hall": -50.0,
               "field": -47.0, "temple": -48.0, "between": -42.0, "car": -37.0}


def room_tone(place: str, samples: int, seed: object) -> Wave:
    """The air of a place: traffic far off, a room's hum, wind, the hollow breath of the in-between city."""
    random = generator("tone", place, seed)
    air = white(samples, random)
    if place in ("street", "road", "alley"):
        wave = band(air, 40, 320) + 0.12 * band(white(samples, random), 800, 4000)
    elif place == "car":
        wave = band(air, 35, 150) * 1.6 + 0.1 * band(white(samples, random), 300, 1800)
    elif place == "between":
        drone = tone(55.0, samples) * 0.3 + tone(58.3, samples) * 0.25 + tone(82.4, samples) * 0.1
        slow = 1.0 + 0.5 * np.sin(np.arange(samples) / SAMPLE_RATE * 0.9)
        wave = band(air, 180, 700) * slow + level(drone, 20 * np.log10(max(1e-6, float(np.std(air)) * 0.22)))
    elif place in ("field", "temple"):
        gusts = 1.0 + 0.6 * np.sin(np.arange(samples) / SAMPLE_RATE * 0.7)
        wave = band(air, 200, 1500) * gusts
    else:
        wave = band(air, 60, 400) + 0.08 * tone(120.0, samples)
    return level(wave, AMBIENCE_DB.get(place, -50.0))


def footstep(speed: float, seed: object, soft: bool = False) -> Wave:
    """One step: heel, then sole; harder and brighter the faster."""
    random = generator("step", seed)
    hard = float(np.clip(speed / 4.5, 0.15, 1.2)) * (0.4 if soft else 1.0)
    samples = seconds(0.16)
    heel = band(white(samples, random), 70, 260) * decay(samples, 0.018)
    grit = band(white(samples, random), 1400, 6500) * decay(samples, 0.013) * 0.35
    late = seconds(0.035 if speed > 2.2 else 0.075)
    sole = np.zeros(samples)
    sole[late:] = (band(white(samples, random), 180, 1200) * decay(samples, 0.022))[:samples - late] * 0.5
    return peak(heel + grit + sole, 0.05 + 0.13 * hard)


def whoosh(length: float, seed: object) -> Wave:
    random = generator("whoosh", seed)
    samples = seconds(length)
    return peak(band(white(samples, random), 200, 1800) * swell(samples, 0.45), 0.3)


def engine(speeds: Wave, seed: object) -> Wave:
    """A car by its speed in m/s sample by sample: firing pulses, tyres and wind."""
    random = generator("engine", seed)
    samples = len(speeds)
    turns = 26.0 + np.abs(speeds) * 4.4 * (1.0 + 0.02 * np.sin(np.arange(samples) / SAMPLE_RATE * 9))
    motor = sum(tone(turns * harmonic, samples) / harmonic for harmonic in (1, 2, 3, 4, 6))
    rough = 1.0 + 0.25 * band(white(samples, random), None, 40)
    tyres = band(white(samples, random), 300, 1600) * np.abs(speeds) / 18.0
    return peak(soft_clip(np.asarray(motor) * rough * 0.5) * 0.6 + tyres * 0.8, 0.34)


def skid(length: float, seed: object) -> Wave:
    random = generator("skid", seed)
    samples = seconds(length)
    squeal = tone(880 + 60 * band(white(samples, random), None, 12), samples)
    return peak((squeal * 0.5 + band(white(samples, random), 700, 2600)) * swell(samples, 0.15), 0.28)


def crash(size: float, seed: object) -> Wave:
    """Metal and glass: a blow, crumpling, shards that fall."""
    random = generator("crash", seed)
    samples = seconds(2.4)
    blow = band(white(samples, random), 30, 240) * decay(samples, 0.09)
    metal = sum(tone(frequency, samples) * decay(samples, 0.10 + 0.05 * number)
                for number, frequency in enumerate(random.uniform(240, 2400, 9)))
    crumple = band(white(samples, random), 400, 5000) * decay(samples, 0.12)
    shards = np.zeros(samples)
    for start in random.integers(seconds(0.06), samples - seconds(0.2), 26):
        piece = tone(float(random.uniform(2500, 7800)), seconds(0.1)) * decay(seconds(0.1), 0.02)
        shards[start:start + len(piece)] += piece * float(random.uniform(0.05, 0.4)) * np.exp(-start / samples * 3)
    return peak(blow * 2.2 + np.asarray(metal) * 0.16 + crumple + shards * 0.5, min(0.95, 0.6 + 0.05 * size))


def explosion(size: float, seed: object) -> Wave:
    """A blast: crack, a boom that falls in pitch, a long rumble, debris that rains."""
    random = generator("explosion", seed)
    samples = seconds(5.5)
    crack = band(white(samples, random), 200, None) * decay(samples, 0.035)
    fall = 62 * np.exp(-np.arange(samples) / SAMPLE_RATE * 0.9) + 24
    boom = tone(fall, samples) * decay(samples, 0.42)
    rumble = band(white(samples, random), 24, 180) * decay(samples, 0.85, attack=0.03)
    debris = band(white(samples, random), 1200, 5000) * (random.random(samples) > 0.9985) * decay(samples, 0.9, 0.4)
    wave = soft_clip(crack * 0.8 + boom * 1.7 + rumble * 1.5, 1.4) + band(debris, 900, 6000) * 2.0
    return peak(wave, min(0.98, 0.7 + 0.03 * size))


def collapse(length: float, size: float, seed: object) -> Wave:
    """Masonry going down: a rumble that swells, floors that strike one after another."""
    random = generator("collapse", seed)
    samples = seconds(length + 2.5)
    rumble = band(white(samples, random), 22, 150) * swell(samples, 0.45) * 1.6
    gravel = band(white(samples, random), 250, 1800) * swell(samples, 0.5) * 0.2
    wave = rumble + gravel
    floors = 7
    for number in range(floors):
        start = seconds(0.25 + length * 0.8 * (number / floors) ** 0.8)
        blow = band(white(seconds(0.9), random), 28, 300) * decay(seconds(0.9), 0.13)
        end = min(samples, start + len(blow))
        wave[start:end] += blow[:end - start] * (2.4 + 0.3 * number)
    return peak(soft_clip(wave, 0.5), min(0.95, 0.55 + 0.012 * size))


def bell(seed: object) -> Wave:
    """A great temple bell: a struck bronze with its beating hum."""
    random = generator("bell", seed)
    samples = seconds(6.0)
    partials = ((1.0, 1.0, 2.2), (2.01, 0.55, 1.3), (2.99, 0.4, 0.9), (4.1, 0.28, 0.6), (5.43, 0.2, 0.4),
                (1.006, 0.8, 2.2))
    wave = sum(tone(98.0 * ratio, samples) * strength * decay(samples, half, 0.004)
               for ratio, strength, half in partials)
    strike = band(white(samples, random), 500, 3500) * decay(samples, 0.02) * 0.4
    return peak(np.asarray(wave) + strike, 0.5)


def fire(samples: int, seed: object) -> Wave:
    random = generator("fire", seed)
    crackle = band(white(samples, random) * (random.random(samples) > 0.9975), 900, 7000) * 5.0
    return level(band(white(samples, random), 60, 500) + crackle, -32.0)


def rain(samples: int, seed: object) -> Wave:
    random = generator("rain", seed)
    return level(band(white(samples, random), 900, 9000), -34.0)


def blow(seed: object) -> Wave:
    """A body that hits the ground."""
    random = generator("blow", seed)
    samples = seconds(0.5)
    cloth = band(white(samples, random), 400, 3000) * decay(samples, 0.05) * 0.3
    return peak(band(white(samples, random), 40, 200) * decay(samples, 0.06) + cloth, 0.4)


def dent(seed: object) -> Wave:
    """A body against sheet metal: a dull blow, the panel that gives way and rings."""
    random = generator("dent", seed)
    samples = seconds(0.8)
    body = band(white(samples, random), 45, 260) * decay(samples, 0.05)
    panel = sum(tone(frequency, samples) * decay(samples, float(random.uniform(0.03, 0.09)))
                for frequency in random.uniform(130, 900, 6))
    buckle = band(white(samples, random), 500, 3200) * decay(samples, 0.03) * 0.4
    return peak(body * 1.6 + np.asarray(panel) * 0.05 + buckle, 0.55)


def gunshot(seed: object) -> Wave:
    random = generator("gunshot", seed)
    samples = seconds(0.7)
    wave = band(white(samples, random), 120, None) * decay(samples, 0.025, 0.0005)
    return peak(echoing(wave, random, 0.8, 0.5), 0.8)


def dust(length: float, seed: object) -> Wave:
    random = generator("dust", seed)
    samples = seconds(length)
    return peak(band(white(samples, random), 60, 900) * swell(samples, 0.35), 0.35)


def glass(seed: object) -> Wave:
    """A pane that bursts: a crack, then shards that ring where they land."""
    random = generator("glass", seed)
    samples = seconds(1.6)
    wave = band(white(samples, random), 1800, None) * decay(samples, 0.02)
    for start in (random.beta(1.0, 2.6, 40) * (samples - seconds(0.2))).astype(int):
        piece = tone(float(random.uniform(2600, 8200)), seconds(0.12)) * decay(seconds(0.12), 0.025)
        wave[start:start + len(piece)] += piece * float(random.uniform(0.03, 0.25))
    return peak(wave, 0.4)


def impact(size: float, seed: object) -> Wave:
    """Something heavy that strikes the ground: the lower and longer, the larger it is in metres."""
    random = generator("impact", seed)
    samples = seconds(0.7 + 0.12 * min(size, 10.0))
    thud = band(white(samples, random), 26, 160 + 240 / (1.0 + size)) * decay(samples, 0.07 + 0.02 * min(size, 8.0))
    grit = band(white(samples, random), 700, 3800) * decay(samples, 0.12) * 0.18
    return peak(thud + grit, min(0.85, 0.3 + 0.07 * size))


def debris(length: float, seed: object) -> Wave:
    """Pieces that rain down and roll: single knocks that thin out."""
    random = generator("debris", seed)
    samples = seconds(max(length, 0.8) + 0.8)
    wave = np.zeros(samples)
    for start in (random.beta(1.2, 2.4, 36) * (samples - seconds(0.3))).astype(int):
        knock = band(white(seconds(0.2), random), float(random.uniform(120, 700)), 4200) * decay(seconds(0.2), 0.02)
        wave[start:start + len(knock)] += knock * float(random.uniform(0.1, 1.0))
    return peak(wave, 0.35)


EFFECTS: dict[str, Callable[[float, float, object], Wave]] = {
    "explosion": lambda length, size, seed: explosion(size, seed),
    "crash": lambda length, size, seed: crash(size, seed),
    "collapse": collapse,
    "gunfire": lambda length, size, seed: gunshot(seed),
    "muzzle_flash": lambda length, size, seed: gunshot(seed),
    "fire": lambda length, size, seed: fire(seconds(length), seed),
    "rain": lambda length, size, seed: rain(seconds(length), seed),
    "dust": lambda length, size, seed: dust(length, seed),
    "glow": lambda length, size, seed: whoosh(min(length, 2.5), seed),
    "magic": lambda length, size, seed: whoosh(min(length, 2.5), seed),
    "bell": lambda length, size, seed: bell(seed),
    "burst": lambda length, size, seed: 0.7 * explosion(0.5 * size, seed),
    "glass": lambda length, size, seed: glass(seed),
    "impact": lambda length, size, seed: impact(size, seed),
    "debris": lambda length, size, seed: debris(length, seed),
    "whoosh": lambda length, size, seed: whoosh(max(length, 0.6), seed),
}


def effect(kind: str, length: float, size: float, seed: object) -> Wave | None:
    """The sound of an effect that plays for ``length`` seconds, or None where it has none."""
    found = EFFECTS.get(kind) or next((maker for name, maker in EFFECTS.items() if name in kind), None)
    return None if found is None else found(length, size, seed)
