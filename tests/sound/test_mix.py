"""A shot's mix: every sound at its time, no clipping, no clicks, the same bytes twice."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import msgspec
import numpy as np
import pytest
import soundfile

from throughline.engines.espeak import EspeakSpeaker
from throughline.film.blocking import (
    Act,
    Blocking,
    Framing,
    FramingStyle,
    Look,
    Moment,
    Performance,
    PlacedEffect,
    SetRef,
    Vehicle,
    Waypoint,
)
from throughline.film.effect import EffectSound
from throughline.film.layout import CameraSample, Footstep, LayoutSheet
from throughline.film.setplan import Mood
from throughline.film.shot import Angle, EffectCue, Move, Shot, Size, SpokenLine
from throughline.film.story import SetKind, TimeOfDay
from throughline.sound import foley
from throughline.sound.cast_voices import voice_for
from throughline.sound.mix import CEILING, LANDS_S, TAIL_SECONDS, limited, sample_at, shot_mix, write_wav
from throughline.sound.waves import SAMPLE_RATE

FRAMES = 96
DARK = (0.0, 0.0, 0.0)
MOOD = Mood(sky_top=DARK, sky_horizon=DARK, key=(0.0, 0.0, 1.0), key_colour=DARK, ambient=DARK, fog_colour=DARK)
SPEAKER = EspeakSpeaker()
VOICES = {"HANA": voice_for("HANA", "en", 30, "female")}


def staged(spoken: tuple[SpokenLine, ...] = (), cues: tuple[EffectCue, ...] = (), steps: tuple[Footstep, ...] = (),
           vehicles: tuple[Vehicle, ...] = (), action: str = "") -> tuple[Blocking, LayoutSheet]:
    shot = Shot(id="1-010", scene="1", frames=FRAMES, size=Size.MS, angle=Angle.EYE, move=Move.STATIC, lens_mm=50,
                subjects=("HANA",), action=action, spoken=spoken, effects=cues)
    effects = tuple(PlacedEffect(cue=cue, x=12.0, y=0.0, z=0.0) for cue in cues)
    blocking = Blocking(shot=shot, set=SetRef(kind=SetKind.STREET, time=TimeOfDay.NIGHT), performances=(),
                        vehicles=vehicles, props=(), effects=effects, framing=Framing(style=FramingStyle.SINGLE))
    camera = (CameraSample(position=(0.0, 0.0, 1.6), look=(5.0, 0.0, 1.6), roll=0.0, lens_mm=50.0),) * FRAMES
    return blocking, LayoutSheet(shot="1-010", frames=FRAMES, rate_num=24, rate_den=1, aspect=2.39, camera=camera,
                                 mood=MOOD, lamps=((),) * FRAMES, footsteps=steps, tracks=())


def heard(**told: object) -> np.ndarray:
    return shot_mix(*staged(**told), SPEAKER, VOICES)  # type: ignore[arg-type]


def decibels(wave: np.ndarray, start: float, end: float) -> float:
    part = wave[round(start * SAMPLE_RATE):round(end * SAMPLE_RATE)]
    return float(20 * np.log10(np.sqrt((part**2).mean()) + 1e-9))


def line(first: int, last: int, text: str = "Where were you last night?", off: bool = False) -> SpokenLine:
    return SpokenLine(speaker="HANA", text=text, frame_in=first, frame_out=last, line=7, off_screen=off)


def test_an_empty_street_is_quiet_air_for_the_whole_shot_and_ends_in_silence() -> None:
    wave = heard()
    assert len(wave) == 4 * SAMPLE_RATE + round(TAIL_SECONDS * SAMPLE_RATE)
    assert -47 < decibels(wave, 0.2, 3.8) < -41
    assert np.abs(wave[-10:]).max() < 1e-4
    assert abs(decibels(wave, 0.5, 2) - decibels(wave, 2, 3.5)) < 2


def test_speech_stands_over_the_air_from_its_frame_on() -> None:
    wave = heard(spoken=(line(24, 72),))
    assert decibels(wave, 0.1, 0.95) < -40
    assert decibels(wave, 1.1, 2.0) > -28


def test_a_line_too_long_for_its_shot_is_announced() -> None:
    said: list[str] = []
    blocking, sheet = staged(spoken=(line(0, 11, "This goes on and on, far longer than anyone could say it."),))
    shot_mix(blocking, sheet, SPEAKER, VOICES, said.append)
    assert len(said) == 1 and said[0].startswith("1-010") and "too long" in said[0]


def test_every_footstep_is_heard_at_its_frame() -> None:
    frames = (12, 30, 48, 66)
    wave = heard(steps=tuple(Footstep(frame=frame, who="HANA", speed=1.4, distance=3.0) for frame in frames))
    power = np.convolve((wave[:4 * SAMPLE_RATE]**2).sum(axis=1), np.ones(480), "same")
    for frame in frames:
        start = frame * 2000
        assert power[start:start + 2400].max() > 8 * np.median(power)
        assert power[start - 3000:start - 600].max() < 0.3 * power[start:start + 2400].max()


def test_an_explosion_is_big_low_and_on_time() -> None:
    wave = heard(cues=(EffectCue(kind="explosion", frame=24, size_m=9.0),))
    assert decibels(wave, 0.5, 0.98) < -38 < -16 < decibels(wave, 1.05, 2.0)
    spectrum = np.abs(np.fft.rfft(wave[SAMPLE_RATE:3 * SAMPLE_RATE, 0]))**2
    assert spectrum[:300].sum() > 0.5 * spectrum.sum()
    assert decibels(wave, 3.0, 4.0) > -36


@pytest.mark.parametrize("kind", ["explosion", "burst", "crash", "collapse", "impact", "glass", "debris", "fire"])
def test_a_simulated_effect_is_heard_as_it_tells_and_not_as_it_is_drawn(kind: str) -> None:
    blocking, sheet = staged(cues=(EffectCue(kind="explosion", frame=2, size_m=9.0),))
    told = EffectSound(kind=kind, frame=48.0, x=12.0, y=0.0, z=0.0, size_m=4.0, seconds=1.0)
    simulated = msgspec.structs.replace(sheet, sounds=(told,), simulated=(0,))
    wave = shot_mix(blocking, simulated, SPEAKER, VOICES)
    assert decibels(wave, 0.2, 1.9) < -38, "drawn, it would be heard from frame 2 on"
    assert decibels(wave, 2.03, 2.6) > -36


def test_other_sounds_give_way_under_speech() -> None:
    cue = (EffectCue(kind="rain", frame=0, size_m=5.0),)
    alone, under = heard(cues=cue), heard(cues=cue, spoken=(line(36, 80),))
    pause = (0.2, 0.8)
    assert abs(decibels(alone, *pause) - decibels(under, *pause)) < 0.5
    silent = heard(spoken=(line(36, 80),))
    rain = under - silent
    assert decibels(alone, 1.9, 2.4) - decibels(rain, 1.9, 2.4) > 3.5


@pytest.mark.parametrize("kind", sorted(foley.EFFECTS))
def test_every_effect_is_heard_and_never_clips_or_clicks_at_its_end(kind: str) -> None:
    wave = heard(cues=(EffectCue(kind=kind, frame=20, size_m=12.0),))
    assert decibels(wave, 0.85, 2.2) > decibels(heard(), 0.85, 2.2) + 3
    assert np.abs(limited(wave)).max() <= CEILING + 1e-9
    jumps = np.abs(np.diff(wave[-SAMPLE_RATE // 2:], axis=0))
    assert jumps.max() < 0.02


def test_a_car_comes_nearer_and_crashes() -> None:
    path = (Waypoint(frame=0, x=60.0, y=0.0), Waypoint(frame=72, x=6.0, y=0.0))
    wave = heard(vehicles=(Vehicle(name="TAXI", kind="taxi", colour="#cc8800", path=path, crash_frame=72),))
    assert decibels(wave, 0.2, 0.8) + 3 < decibels(wave, 1.4, 2.0)
    assert decibels(wave, 3.0, 3.3) > decibels(wave, 1.4, 2.0) + 6


def test_a_bell_rings_where_the_action_says_so_and_a_belly_does_not() -> None:
    assert decibels(heard(action="The temple bell tolls."), 0.4, 2) > -30 > decibels(heard(action="His belly."), 0.4, 2)


def test_the_same_shot_gives_the_same_file(tmp_path: Path) -> None:
    for name in ("a.wav", "b.wav"):
        write_wav(tmp_path / name, heard(spoken=(line(10, 60),), cues=(EffectCue(kind="crash", frame=40),)))
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()
    assert soundfile.info(tmp_path / "a.wav").subtype == "PCM_24"


def test_the_limiter_leaves_quiet_sound_alone_and_holds_loud_sound() -> None:
    quiet = np.sin(np.arange(48000) / 20)[:, None] * np.array([0.3, 0.2])
    assert np.array_equal(limited(quiet), quiet)
    assert np.abs(limited(quiet * 9)).max() <= CEILING + 1e-9


def test_shots_start_on_exact_samples_at_any_rate() -> None:
    rate = Fraction(24000, 1001)
    assert sample_at(24000, rate) == 1001 * SAMPLE_RATE
    assert [sample_at(n + 1, rate) - sample_at(n, rate) for n in range(5)] == [2002] * 5


@pytest.mark.parametrize("kind", ["fall", "hit", "thrown"])
def test_a_body_that_comes_down_is_heard_when_it_does(kind):
    silent, sheet = staged()
    moment = Moment(act=Act(kind), frame_in=12.0, frame_out=60.0)
    who = Performance(name="HANA", look=Look(name="HANA"), path=(Waypoint(frame=0.0, x=3.0, y=0.0),), moments=(moment,))
    falls = msgspec.structs.replace(silent, performances=(who,))
    heard = shot_mix(falls, sheet, SPEAKER, VOICES) - shot_mix(silent, sheet, SPEAKER, VOICES)
    first = int(np.argmax(np.abs(heard).max(axis=1) > 0.02)) / SAMPLE_RATE
    assert abs(first - (0.5 if kind == "hit" else 0.5 + LANDS_S[Act(kind)])) < 0.03
