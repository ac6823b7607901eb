"""A cut goes to an editor and comes back: the same records, with what a person changed."""

from __future__ import annotations

import json
import re
from fractions import Fraction

import msgspec
import opentimelineio as otio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.directing.scripts import act, event, film, films, say, scene, title
from throughline import directing
from throughline.film.errors import InputError
from throughline.film.shot import Shot, ShotList
from throughline.film.story import Breakdown, EffectWish
from throughline.formats import timeline

RATES = (Fraction(24), Fraction(25), Fraction(24000, 1001), Fraction(30000, 1001), Fraction(48))
SCRIPT = film(scene("12A", "street", act("ANA runs.", event("run", "ANA")), say("ANA", "Come on!"),
                    act("The van explodes.", event("explode", "van"), vfx=(EffectWish(kind="explosion", at="van"),)),
                    title("THE NEXT DAY"), say("BEN", "Stop."), say("ANA", "You stop!", dual=True)))


def previs(shot: Shot) -> str | None:
    return None if shot.spoken else f"build/out/previs/{shot.id}.mp4"


def edited(text: str, change: object) -> ShotList:
    cut = otio.adapters.read_from_string(text, "otio_json")
    change(cut, cut.video_tracks()[0])
    return timeline.read(cut.to_json_string())


@settings(max_examples=40, deadline=None)
@given(films(), st.sampled_from(RATES))
def test_a_cut_comes_back_as_it_went(script: Breakdown, rate: Fraction) -> None:
    made = directing.shots(script, rate, title="Der Übergang 건너는 밤")
    assert timeline.read(timeline.write(made, previs)) == made


@settings(max_examples=40, deadline=None)
@given(films(), st.randoms(use_true_random=False), st.sampled_from(RATES))
def test_any_order_and_any_trim_come_back(script: Breakdown, random: object, rate: Fraction) -> None:
    made = directing.shots(script, rate)
    text = timeline.write(made, previs)
    wanted: list[tuple[str, int]] = []

    def shuffle(cut: object, track: object) -> None:
        clips = [clip.clone() for clip in track]
        random.shuffle(clips)
        track.clear()
        for clip in clips:
            span = clip.source_range
            cut_off = random.randrange(max(1, int(span.duration.value) // 2))
            clip.source_range = otio.opentime.TimeRange(
                span.start_time + otio.opentime.RationalTime(cut_off, span.start_time.rate),
                span.duration - otio.opentime.RationalTime(cut_off, span.duration.rate))
            wanted.append((clip.name, int(clip.source_range.duration.value)))
            track.append(clip)

    back = edited(text, shuffle)
    assert [(shot.id, shot.frames) for shot in back.shots] == wanted
    for shot in back.shots:
        for span in (*shot.spoken, *shot.cues, *shot.titles):
            assert 0 <= span.frame_in <= span.frame_out < shot.frames


def test_the_tracks_hold_picture_and_speech_in_their_frames() -> None:
    made = directing.shots(SCRIPT)
    cut = otio.adapters.read_from_string(timeline.write(made, previs), "otio_json")
    video, *audio = cut.tracks
    assert [clip.name for clip in video] == [shot.id for shot in made.shots]
    assert cut.duration().value == made.frames and cut.global_start_time.to_timecode() == "01:00:00:00"
    for clip, shot in zip(video, made.shots, strict=True):
        assert clip.available_range().duration.value == shot.frames
        assert isinstance(clip.media_reference, otio.schema.MissingReference) == bool(shot.spoken)
    assert len(audio) == 2, "dual dialogue overlaps, so it needs a second track"
    speeches = {}
    for track in audio:
        for clip in track:
            if isinstance(clip, otio.schema.Clip):
                speeches[clip.name] = track.range_of_child(clip).start_time.value
    start = 0
    for shot in made.shots:
        for line in shot.spoken:
            assert speeches[f"{line.speaker}: {line.text}"] == start + line.frame_in
        start += shot.frames


def test_markers_name_script_lines_and_effects() -> None:
    made = directing.shots(SCRIPT)
    cut = otio.adapters.read_from_string(timeline.write(made, previs), "otio_json")
    kinds = {marker.metadata["throughline"]["kind"] for clip in cut.video_tracks()[0] for marker in clip.markers}
    assert kinds == {"script line", "effect", "text"}


def test_a_longer_shot_keeps_its_states_to_the_end() -> None:
    made = directing.shots(SCRIPT)
    run = made.shots[0]

    def longer(cut: object, track: object) -> None:
        track[0].source_range = otio.opentime.TimeRange(track[0].source_range.start_time,
                                                        otio.opentime.RationalTime(run.frames + 24, 24))

    shot = edited(timeline.write(made, previs), longer).shots[0]
    assert shot.frames == run.frames + 24
    runs = [cue for cue in shot.cues if cue.verb == "run"]
    assert runs and runs[0].frame_out == shot.frames - 1


def test_a_shot_used_twice_gets_a_second_id() -> None:
    back = edited(timeline.write(directing.shots(SCRIPT), previs), lambda cut, track: track.append(track[0].clone()))
    assert back.shots[-1].id == "12A-010A" and len({shot.id for shot in back.shots}) == len(back.shots)


def test_another_frame_rate_in_the_editor_gives_the_same_time() -> None:
    made = directing.shots(SCRIPT)

    def at_48(cut: object, track: object) -> None:
        for clip in track:
            span = clip.source_range
            clip.source_range = otio.opentime.TimeRange(span.start_time.rescaled_to(48), span.duration.rescaled_to(48))

    assert edited(timeline.write(made, previs), at_48) == made


def test_a_dissolve_is_noted() -> None:
    def dissolve(cut: object, track: object) -> None:
        half = otio.opentime.RationalTime(6, 24)
        track.insert(1, otio.schema.Transition(transition_type="SMPTE_Dissolve", in_offset=half, out_offset=half))

    assert "12 frames" in edited(timeline.write(directing.shots(SCRIPT), previs), dissolve).shots[1].notes


@pytest.mark.parametrize(("change", "says"), [
    (lambda cut, track: track.insert(1, otio.schema.Gap(duration=otio.opentime.RationalTime(5, 24))), "gap"),
    (lambda cut, track: track.insert(1, otio.schema.Clip(name="logo")), "logo"),
    (lambda cut, track: track[0].metadata["throughline"]["shot"].update({"size": "vast"}), "damaged"),
    (lambda cut, track: cut.metadata.clear(), "not a cut of this film"),
    (lambda cut, track: setattr(track[0], "source_range", otio.opentime.TimeRange(
        otio.opentime.RationalTime(0, 24), otio.opentime.RationalTime(0, 24))), "no frames"),
])
def test_what_is_no_cut_is_refused_in_one_line(change: object, says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        edited(timeline.write(directing.shots(SCRIPT), previs), change)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "{}", "[1]", json.dumps({"OTIO_SCHEMA": "Clip.1"}), "TITLE: X"])
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        timeline.read(text)


@settings(max_examples=30, deadline=None)
@given(films(), st.sampled_from(RATES))
def test_the_edl_is_gapless_and_as_long_as_the_cut(script: Breakdown, rate: Fraction) -> None:
    made = directing.shots(script, rate)
    nominal = round(float(rate))
    events = re.findall(r"^(\d{3})  (\S{1,8}) +V     C        (\S+) (\S+) (\S+) (\S+)\r$", timeline.edl(made), re.M)
    assert len(events) == len(made.shots) and len({reel for _, reel, *_ in events}) == len(events)

    def frames(code: str) -> int:
        hours, minutes, seconds, rest = map(int, code.split(":"))
        return ((hours * 60 + minutes) * 60 + seconds) * nominal + rest

    record = 3600 * nominal
    for (_, _, source_in, source_out, record_in, record_out), shot in zip(events, made.shots, strict=True):
        assert frames(source_out) - frames(source_in) == frames(record_out) - frames(record_in) == shot.frames
        assert frames(record_in) == record
        record = frames(record_out)


def test_long_ids_get_distinct_reels() -> None:
    made = directing.shots(SCRIPT)
    shots = tuple(msgspec.structs.replace(shot, id=f"110aA-{index:03d}AAB") for index, shot in enumerate(made.shots))
    text = timeline.edl(msgspec.structs.replace(made, shots=shots))
    reels = re.findall(r"^\d{3}  (\S+) ", text, re.M)
    assert len(set(reels)) == len(shots) and max(map(len, reels)) <= 8
