"""Cuts that cross the line or jump are found in space, and staging leaves none."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.directing import shots
from throughline.directing.styles import STYLES
from throughline.film.blocking import Blocking
from throughline.formats import fountain, read_screenplay
from throughline.motion import perform
from throughline.motion.skeleton import default_rest
from throughline.reading import breakdown
from throughline.stages.staging import staged
from throughline.world import sets
from throughline.world.camera import body_figure, continuity, solve
from throughline.world.camera.continuity import ShotView, Sight, Stand, breaches
from throughline.world.camera.rough import rough_figures, rough_track
from throughline.world.camera.ways import ways
from throughline.world.staging import scene as scene_staging

FILM = Path(__file__).parents[2] / "examples" / "crossing"
ASPECT, RATE = 2.39, Fraction(24)
TALK = "INT. ROOM - DAY\n\nAnna and Ben stand by the window.\n\n" + "".join(
    f"{name}\n{words}\n\n" for name, words in (
        ("ANNA", "You came."), ("BEN", "I said that I would come."), ("ANNA", "You say so many things, Ben."),
        ("BEN", "Never to you, whatever they told you."), ("ANNA", "They told me that you were dead."),
        ("BEN", "I was, for a while."), ("ANNA", "And now?"), ("BEN", "Now I am hungry.")))
CHASE = ("EXT. STREET - NIGHT\n\nAnna runs down the street. Ben chases Anna.\n\nAnna stumbles and falls.\n\n"
         "Ben stops. Ben turns and looks at Anna.\n\nAnna gets up and runs.\n\nBen runs after her.\n\n"
         "Anna runs past the camera.\n\nANNA\nRun!\n")


def stand(name: str, x: float, y: float, vx: float = 0.0, vy: float = 0.0) -> Stand:
    return Stand(name=name, place=(x, y, 1.6), velocity=(vx, vy))


def sight(camera: tuple[float, float], *stands: Stand, spread: float = 0.2) -> Sight:
    return Sight(camera=(*camera, 1.6), look=(0.0, 0.0, 1.6), spread=spread, stands=stands)


def view(name: str, subjects: str, first: Sight, last: Sight | None = None, partner: str | None = None) -> ShotView:
    return ShotView(shot=name, scene="1", subjects=tuple(subjects.split()), partner=partner, first=first,
                    last=last or first)


A, B = stand("A", -1, 0), stand("B", 1, 0)


def rules(*views: ShotView) -> list[str]:
    return [breach.rule for breach in breaches(views)]


def test_a_camera_on_the_other_side_of_two_who_talk_crosses_the_line() -> None:
    south, north = sight((0, -4), A, B), sight((0.5, 1.5), A, B)
    assert rules(view("1", "A B", south), view("2", "B", north, partner="A")) == ["180"]
    assert rules(view("1", "A B", south), view("2", "B", sight((0.5, -1.5), A, B), partner="A")) == []


def test_a_shot_along_the_line_lets_the_next_one_cross() -> None:
    south, along, north = sight((-2, -4), A, B), sight((6, 0.3), A, B), sight((1, 3), A, B)
    assert rules(view("1", "A B", south), view("2", "B", along, partner="A"), view("3", "A B", north)) == []


def test_a_camera_may_cross_in_its_own_move() -> None:
    across = view("1", "A B", sight((0, -4), A, B), last=sight((0.5, 4), A, B))
    assert rules(across, view("2", "A", sight((-0.5, 1.6), A, B), partner="B")) == []


def test_who_runs_keeps_his_direction_on_the_screen() -> None:
    east = stand("A", 0, 0, 4.0)
    one = view("1", "A", sight((0, -6), east))
    assert rules(one, view("2", "A", sight((2, 3), east))) == ["180"]
    assert rules(one, view("2", "A", sight((5, 0.2), east))) == []
    chaser = stand("C", -6, 0, 4.0)
    assert rules(one, view("2", "C", sight((-6, 4), chaser))) == ["180"]
    meeting = stand("C", 9, 0, -4.0)
    assert rules(one, view("2", "C", sight((9, -4), meeting))) == []


@pytest.mark.parametrize(("camera", "spread", "found"), [
    ((-0.6, -2.1), 0.2, ["30"]), ((0.4, -1.7), 0.2, []), ((-1.0, -2.2), 0.05, []), ((-1.0, -1.3), 0.2, ["30"])])
def test_two_pictures_of_one_face_turn_or_change_size(camera: tuple[float, float], spread: float,
                                                      found: list[str]) -> None:
    alone = stand("A", -1, 0)
    assert rules(view("1", "A", sight((-1, -2.2), alone)), view("2", "A", sight(camera, alone, spread=spread))) == found


def test_scenes_are_judged_apart_and_different_people_do_not_jump() -> None:
    here = view("1", "A", sight((-1, -2), A, B))
    assert rules(here, view("2", "B", sight((-0.5, -2), A, B), partner="A")) == []
    other = ShotView(shot="2", scene="2", subjects=("A",), partner=None, first=here.first, last=here.last)
    assert rules(here, other) == []


@given(st.tuples(*[st.floats(-8, 8)] * 4), st.floats(0, 2 * math.pi))
def test_a_turned_or_mirrored_world_has_the_same_breaches(cameras: tuple[float, float, float, float],
                                                          turn: float) -> None:
    def made(flip: float) -> list[str]:
        def at(x: float, y: float) -> tuple[float, float]:
            return (x * math.cos(turn) - flip * y * math.sin(turn), x * math.sin(turn) + flip * y * math.cos(turn))
        stands = (stand("A", *at(-1, 0)), stand("B", *at(1, 0)))
        return rules(view("1", "A", sight(at(*cameras[:2]), *stands), partner="B"),
                     view("2", "A", sight(at(*cameras[2:]), *stands), partner="B"))
    assert made(1.0) == made(-1.0)


def blockings(text: str, style: str = "classical") -> tuple[Blocking, ...]:
    script = breakdown(fountain.read(text))
    return staged(script, shots(script, RATE, style=style).shots, {}, None, RATE).blockings


def planned(blocking: Blocking) -> ShotView:
    found = ways(blocking, 24.0)
    track, _turn = rough_track(blocking, sets.plan(blocking.set), rough_figures(blocking, found, 24.0), ASPECT)
    return continuity.view(blocking, continuity.samples(track), ASPECT, 24.0, continuity.ends(blocking, 24.0, found))


@pytest.mark.parametrize("style", sorted(STYLES))
@pytest.mark.parametrize("text", [TALK, CHASE], ids=["talk", "chase"])
def test_staging_leaves_no_breach(text: str, style: str) -> None:
    assert breaches([planned(blocking) for blocking in blockings(text, style)]) == ()


@pytest.mark.parametrize("name", ["screenplay.fountain", "screenplay.ko.txt"])
def test_the_example_has_no_breach(name: str) -> None:
    script = breakdown(read_screenplay(FILM / name))
    found = staged(script, shots(script, RATE).shots, {}, None, RATE).blockings
    assert breaches([planned(blocking) for blocking in found]) == ()


def test_there_is_something_to_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the pass over its cuts, a scene breaches."""
    monkeypatch.setattr(scene_staging, "continuous", lambda found, *_rest: tuple(found))
    texts = (TALK, CHASE, (FILM / "screenplay.fountain").read_text(encoding="utf-8"))
    assert any(breaches([planned(one) for one in blockings(text, style)]) for text in texts for style in STYLES)


def test_bodies_that_perform_are_where_they_were_planned() -> None:
    """The camera solved against real motion stands where staging thought, within an arm's length."""
    real = []
    for blocking in blockings(TALK)[:5]:
        frames = blocking.shot.frames
        figures = {}
        for part in blocking.performances:
            rest = default_rest(part.look.height_m)
            figures[part.name] = body_figure(part.name, perform(part, rest, frames, RATE), rest, part.look.height_m)
        track = solve(blocking, sets.plan(blocking.set), figures, ASPECT)
        real.append(continuity.view(blocking, continuity.samples(track), ASPECT, 24.0))
        assert math.dist(real[-1].first.camera, planned(blocking).first.camera) < 0.6
    assert breaches(real) == ()


def test_a_changed_speech_turns_no_other_camera() -> None:
    before, after = blockings(TALK), blockings(TALK.replace("And now?", "And what are you now, Ben?"))
    assert len(before) == len(after)
    changed = [one.shot.id for one, other in zip(before, after, strict=True) if one.framing != other.framing]
    assert changed == []
    assert all(one.scene == other.scene for one, other in pairwise([blocking.shot for blocking in before]))
