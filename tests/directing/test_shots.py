"""What a director would check in any shot list, whatever the script."""

from __future__ import annotations

from fractions import Fraction

import msgspec
import pytest
from hypothesis import example, given, settings

from tests.directing.scripts import LINES_SAID, PLACES, act, event, film, films, say, scene, title, transition
from throughline import directing
from throughline.directing import coverage
from throughline.directing.numbering import content
from throughline.directing.pace import speech_seconds
from throughline.film.errors import InputError
from throughline.film.record import dump, load
from throughline.film.shot import Angle, Move, Shot, ShotList, Size
from throughline.film.story import BeatKind, Breakdown, EffectWish, Item, SetKind, Setting, Verb, Wish

LONG_ANSWER = "Because I was there when it burned, and so were you, and neither of us will say it. Will we?"
DINNER = (say("ANA", "You came after all."), say("BEN", "I said I would."), say("ANA", "You say many things, Ben."),
          say("BEN", "Not to you. Never to you, whatever they told you."), say("ANA", "They told me you were dead."),
          say("BEN", "I was, for a while."), say("ANA", "And now?"), say("BEN", "Now I am hungry."))


def cut(*beats: object, **scene_fields: object) -> tuple[Shot, ...]:
    return directing.shots(film(scene("1", "street", *beats, **scene_fields))).shots


@settings(max_examples=60, deadline=None)
@given(films())
def test_every_beat_is_covered_and_every_word_is_heard(script: Breakdown) -> None:
    made = directing.shots(script)
    figures = coverage.measured(made, script)
    assert figures.uncovered == () and figures.unspoken == ()
    assert len({shot.id for shot in made.shots}) == len(made.shots)
    for shot in made.shots:
        assert shot.frames >= 1
        for span in (*shot.spoken, *shot.cues, *shot.titles):
            assert 0 <= span.frame_in <= span.frame_out < shot.frames
        assert all(effect.frame < shot.frames for effect in shot.effects)
    assert load(dump(made), ShotList) == made


@settings(max_examples=60, deadline=None)
@given(films())
def test_no_cut_jumps_unless_the_director_wished_it(script: Breakdown) -> None:
    made = directing.shots(script)
    by_id = {shot.id: shot for shot in made.shots}
    for one, other in coverage.measured(made, script).jump_cuts:
        assert by_id[one].wish or by_id[other].wish, (by_id[one], by_id[other])


def texts_changed(script: Breakdown, scene_at: int, beat_at: int, text: str) -> Breakdown:
    old = script.scenes[scene_at]
    beats = list(old.beats)
    beats[beat_at] = msgspec.structs.replace(beats[beat_at], text=text)
    scenes = list(script.scenes)
    scenes[scene_at] = msgspec.structs.replace(old, beats=tuple(beats))
    return msgspec.structs.replace(script, scenes=tuple(scenes))


NO = say("ANA", "No.", off=True, dual=True)
TAKE = film(scene("1", PLACES[0], NO, index=0, first_line=1), scene("2", PLACES[1], NO, index=1, first_line=101),
            scene("3", PLACES[2], NO, act("BEN+ANA stand .", event("stand", "BEN+ANA")), say("BEN", LINES_SAID[-1]),
                  say("ANA", "No."), say("ANA", "No."), say("ANA", "No.", off=True), NO, index=2, first_line=201))
"""A take whose first speech plays in the shot before it once it is short."""


@settings(max_examples=80, deadline=None)
@given(films())
@example(TAKE)
def test_one_changed_speech_leaves_the_other_shots_exactly_equal(script: Breakdown) -> None:
    """Only shots that hold the speech, or hold beats that shared a shot with it, change, and at most one neighbour."""
    before = directing.shots(script)
    numbers = directing.numbering.numbering_of(before, script)
    for at, reading in enumerate(script.scenes):
        for index, beat in enumerate(reading.beats):
            if beat.kind is not BeatKind.DIALOGUE:
                continue
            for text in ("Yes.", LONG_ANSWER):
                after = directing.shots(texts_changed(script, at, index, text), numbering=numbers)
                both = [shot for made in (before, after) for shot in made.shots if shot.scene == reading.scene]
                beside = {beat for shot in both if index in shot.beats for beat in shot.beats}
                held = {shot.id for shot in both if beside & set(shot.beats)}
                old, new = ({shot.id: shot for shot in made.shots} for made in (before, after))
                others = {name for name in {*old, *new} - held if old.get(name) != new.get(name)}
                assert len(others) <= 1, (text, others)


def test_the_same_script_gives_the_same_bytes() -> None:
    script = film(scene("1", "street", *DINNER))
    assert dump(directing.shots(script)) == dump(directing.shots(script))


def test_a_scene_opens_wide_and_a_continued_one_does_not() -> None:
    first = scene("1", "street", act("ANA looks up.", event("look", "ANA")), *DINNER)
    second = scene("2", "street", act("ANA looks up.", event("look", "ANA")), *DINNER, index=1)
    made = directing.shots(film(first, second)).shots
    assert made[0].size is Size.ESTABLISHING and made[0].subjects == ()
    follow = next(shot for shot in made if shot.scene == "2")
    assert follow.size is not Size.ESTABLISHING


def test_two_people_talk_from_a_master_to_close_ups() -> None:
    speeches = [shot for shot in cut(*DINNER) if shot.spoken]
    assert speeches[0].size is Size.TWO
    overs = [shot for shot in speeches if shot.size is Size.OTS]
    assert overs and all(shot.over and shot.over != shot.subjects[0] == shot.spoken[0].speaker for shot in overs)
    assert speeches[-1].size is Size.CU


def test_a_long_speech_is_broken_with_the_listeners_face() -> None:
    words = ("When my father built this house he told everyone that it would stand a hundred years. It stood nine. I "
             "counted them. And then the river came up the stairs, one step a day, and we carried him out.")
    parts = [shot for shot in cut(say("ANA", "Tell me."), say("BEN", words), say("ANA", "And then?"))
             if shot.spoken and shot.spoken[0].speaker == "BEN"]
    assert len(parts) >= 3
    assert parts[1].subjects == ("ANA",) and parts[1].spoken[0].off_screen
    assert " ".join(shot.spoken[0].text for shot in parts) == words


def test_an_off_screen_voice_plays_over_who_listens() -> None:
    made = cut(act("ANA stands at the window.", event("stand", "ANA")), say("BEN", "Open the door, Ana.", off=True))
    voice = next(shot for shot in made if shot.spoken)
    assert voice.subjects[:1] == ("ANA",) and voice.spoken[0].off_screen
    assert all("BEN" not in cue.who for cue in voice.cues)


def test_dual_dialogue_overlaps_in_one_shot() -> None:
    made = cut(*DINNER[:3], say("BEN", "Stop it now!"), say("ANA", "You stop it!", dual=True))
    both = next(shot for shot in made if len(shot.spoken) == 2 and shot.spoken[1].text == "You stop it!")
    assert both.spoken[1].frame_in <= both.spoken[0].frame_out and both.size is Size.TWO


def test_a_wish_wins() -> None:
    wish = Wish(size="extreme close-up", angle="dutch", move="orbit", lens_mm=41, seconds=3.5, subject="the KEY",
                plate="key_plate", text="ecu, dutch, orbit, 41mm, 3.5s")
    made = cut(act("ANA runs.", event("run", "ANA")), act("BEN turns it.", event("hold", "BEN", "key"), wish=wish))
    shot = next(shot for shot in made if shot.wish)
    assert (shot.size, shot.angle, shot.move, shot.lens_mm) == (Size.ECU, Angle.DUTCH, Move.ORBIT, 41)
    assert (shot.frames, shot.plate, shot.subjects[0], shot.wish) == (84, "key_plate", "key", wish.text)


def test_a_wish_that_names_no_size_is_refused_with_its_line() -> None:
    with pytest.raises(InputError, match="gigantic"):
        cut(act("ANA runs.", event("run", "ANA"), wish=Wish(size="gigantic", line=12)))


def test_a_run_is_seen_from_several_sides_and_quickens() -> None:
    runs = [act(f"ANA and BEN run past corner {at}.", event("run", "ANA+BEN", None, "fast")) for at in range(6)]
    made = cut(*runs)
    assert len({(shot.size, shot.angle, shot.move) for shot in made}) >= 5
    assert {Move.TRACK, Move.LEAD, Move.FOLLOW} <= {shot.move for shot in made}
    sides = {word for shot in made for cue in shot.cues for word in cue.manner}
    assert {"from_side", "from_front", "past_camera", "behind"} <= sides


def test_an_explosion_has_scale_a_face_and_time() -> None:
    script = film(scene("1", "street", act("ANA stops.", event("stop", "ANA")),
                        act("The RED VAN explodes.", event("explode", "RED VAN"),
                            vfx=(EffectWish(kind="explosion", at="RED VAN", explicit=True),)),
                        act("Paper falls from the sky.")), vehicles=("RED VAN",))
    made = directing.shots(script).shots
    at = next(index for index, shot in enumerate(made) if shot.effects and shot.effects[0].frame > 0)
    wide, face, again = made[at:at + 3]
    assert wide.size in (Size.LS, Size.ELS) and wide.frames - wide.effects[0].frame >= 2.5 * 24
    assert face.subjects == ("ANA",) and face.size in (Size.CU, Size.MCU)
    assert again.effects[0].frame < 0 and again.angle is not wide.angle
    assert any(effect.kind == "fire" and effect.frame < 0 for shot in made[at + 3:] for effect in shot.effects)


def test_a_collapse_has_four_seconds() -> None:
    wish = (EffectWish(kind="collapse", at="tower", explicit=True),)
    made = cut(act("The tower collapses.", event("collapse", "tower"), vfx=wish))
    shot = next(shot for shot in made if shot.effects)
    assert shot.frames - shot.effects[0].frame >= 4 * 24


def test_what_is_read_is_shown() -> None:
    made = cut(act("ANA reads the letter.", event("read", "ANA", "letter")), act("BEN waits.", event("stand", "BEN")),
               items=(Item(category=104, name="letter", line=1),))
    insert = next(shot for shot in made if shot.size is Size.INSERT)
    assert insert.subjects == ("letter",)


def test_a_text_stands_on_the_insert_before_it_long_enough_to_read() -> None:
    made = cut(act("ANA reads the phone.", event("read", "ANA", "phone")),
               act("THE PHONE", wish=Wish(size="insert", subject="the phone")), title("COME HOME BEFORE THE BELL."))
    shot = next(shot for shot in made if shot.titles)
    assert shot.size is Size.INSERT and shot.titles[0].frame_out - shot.titles[0].frame_in >= 2 * 24 - 8


def test_who_sits_keeps_sitting_until_he_rises() -> None:
    made = cut(act("ANA sits down.", event("sit", "ANA", "chair")), *DINNER[:4],
               act("ANA rises.", event("rise", "ANA")), *DINNER[4:])
    rise = next(index for index, shot in enumerate(made) if any(cue.verb == Verb.RISE for cue in shot.cues))
    sits = [any(cue.verb == Verb.SIT and cue.who == ("ANA",) and cue.frame_in == 0 for cue in shot.cues)
            for shot in made]
    seen = [index for index, shot in enumerate(made) if "ANA" in shot.subjects]
    assert all(sits[index] for index in seen if 0 < index < rise)
    assert not any(sits[index] for index in seen if index > rise)


def test_who_runs_talks_running() -> None:
    made = cut(act("ANA and BEN run.", event("run", "ANA+BEN", None, "away")), say("ANA", "Don't look back!"))
    talk = next(shot for shot in made if shot.spoken)
    assert talk.move in (Move.LEAD, Move.TRACK)
    assert any(cue.verb == Verb.RUN and "ANA" in cue.who for cue in talk.cues)


def test_the_last_image_holds() -> None:
    beats = (act("ANA walks away.", event("walk", "ANA", None, "away")),)
    alone = cut(*beats)
    more = cut(*beats, act("Snow.", event("be")), act("BEN sits.", event("sit", "BEN")))
    walk = next(shot for shot in more if "walks" in shot.action)
    assert alone[-1].frames >= walk.frames + 24


def test_a_transition_stays_on_its_shot() -> None:
    made = cut(act("ANA walks away.", event("walk", "ANA")), transition("FADE OUT."))
    assert "FADE OUT." in made[-1].notes and made[-1].beats[-1] == 1


def test_a_large_creature_is_seen_from_below() -> None:
    script = film(scene("1", "street", act("The OGRE walks toward them.", event("walk", "OGRE")),
                        act("ANA stares.", event("look", "ANA", "OGRE"))), creatures=("OGRE",))
    shot = next(shot for shot in directing.shots(script).shots if shot.subjects[:1] == ("OGRE",))
    assert shot.angle in (Angle.LOW, Angle.WORM)


def test_lines_inserted_above_change_no_picture() -> None:
    low = directing.shots(film(scene("1", "street", *DINNER, first_line=1)))
    high = directing.shots(film(scene("1", "street", *DINNER, first_line=41)))
    assert low != high
    assert [content(shot) for shot in low.shots] == [content(shot) for shot in high.shots]


def test_speech_fits_its_frames_at_any_rate() -> None:
    script = film(scene("1", "street", *DINNER, kind=SetKind.ROOM, setting=Setting.INT))
    for rate in (Fraction(24), Fraction(25), Fraction(24000, 1001), Fraction(60)):
        made = directing.shots(script, rate)
        assert made.rate == rate
        for shot in made.shots:
            for line in shot.spoken:
                seconds = float((line.frame_out - line.frame_in + 1) / rate)
                assert seconds == pytest.approx(speech_seconds(line.text), abs=1.1 / float(rate))


def test_lengths_of_a_quiet_film_vary_around_five_seconds() -> None:
    walk = [act(f"ANA crosses the {place} and looks at door {at}.", event("walk", "ANA", place), event("look", "ANA"))
            for at, place in enumerate(("hall", "yard", "stairs", "roof", "garden", "lane"))]
    script = film(scene("1", "street", *walk, *DINNER), scene("2", "kitchen", *DINNER, *walk, index=1))
    figures = coverage.measured(directing.shots(script), script)
    assert 3.5 <= figures.mean <= 5.6 and figures.spread >= 0.35 and figures.static_share > 0.5
