"""A film from its script to its cut, built as its users build it; the renderer is the fake one."""

from __future__ import annotations

import csv
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import opentimelineio
import pytest
import soundfile

from tests.small_film import (
    KOREAN,
    OUT,
    build,
    change,
    command,
    contents,
    copied,
    foretold,
    made,
    make_film,
    story_of,
    throughline,
)
from throughline.directing.numbering import content
from throughline.film.shot import Shot
from throughline.picture.video import probe

STAGES = ("layout", "board", "animatic_clip", "previs_clip", "sound")
CUTS = ("boards/film", "animatic/film", "previs/film", "film/film")
SCRIPTS = Path(__file__).parents[2] / "shared" / "data" / "scripts"
RATE = 12


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film that is built; tests that change it take a copy."""
    film = make_film(tmp_path_factory.mktemp("films") / "film")
    build(film)
    return film


@pytest.fixture
def film(first: Path, tmp_path: Path) -> Path:
    return copied(first, tmp_path / "film")


def shots(film: Path) -> dict[str, Shot]:
    """Every shot by id, without its places in the script."""
    return {shot.id: content(shot) for shot in story_of(film).shot_list.shots}


def length(film: Path) -> int:
    """The film's frames, from its shot list."""
    with (film / "build/out/shots.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    column = next(name for name in rows[0] if name.lower() == "frames")
    return sum(int(row[column]) for row in rows if row["Shot"] and row["Scene"])


def work(stages: tuple[str, ...], *ids: str) -> set[str]:
    return {f"{stage}/{shot}" for stage in stages for shot in ids}


def remade(film: Path) -> set[str]:
    """What a build makes: all that was foretold but what waited on something that came out as it was."""
    said = foretold(film)
    found = set(made(film).made)
    assert found <= set(said) and all(said.values())
    assert all(reason.startswith("waits on") for task in set(said) - found for reason in said[task])
    assert made(film).made == ()
    return found


def whole(film: Path) -> None:
    """Everything lies in build/out, picture and sound as long as the cut."""
    out = film / "build/out"
    assert {path.name for path in out.iterdir()} == {*OUT, "shots"}
    frames = length(film)
    for name in ("animatic.mp4", "previs.mp4", "film.mp4"):
        said = probe(out / name)
        assert int(said["nb_read_packets"]) == frames
        assert abs(float(said["audio_duration"]) - frames / RATE) < 0.03
        assert int(said["width"]) == 96
    sound = soundfile.info(out / "mix.wav")
    assert (sound.frames, sound.samplerate) == (frames * 48000 // RATE, 48000)
    timeline = opentimelineio.adapters.read_from_file(str(out / "cut.otio"))
    assert timeline.duration() == opentimelineio.opentime.RationalTime(frames, RATE)
    clips = list(timeline.video_tracks()[0].find_clips())
    for clip in clips:
        media = out / clip.media_reference.target_url
        assert int(probe(media)["nb_read_packets"]) == clip.duration().value
    assert len(list((out / "shots").iterdir())) == len(clips)
    assert (out / "boards.pdf").read_bytes().startswith(b"%PDF")
    assert len(re.findall(r"^\d{3} ", (out / "cut.edl").read_text(), re.MULTILINE)) >= len(clips)


def test_a_film_is_whole(first: Path) -> None:
    assert len(shots(first)) == 6
    whole(first)


def test_a_korean_film_is_whole(tmp_path: Path) -> None:
    film = make_film(tmp_path / "영화", KOREAN, "screenplay.txt")
    assert made(film).failed == ()
    whole(film)
    spoken = [line.text for shot in shots(film).values() for line in shot.spoken]
    assert spoken == ["따라오지 마.", "안 따라갔어.", "문이 열려 있었어."]


def test_an_unchanged_film_is_not_made_again(film: Path) -> None:
    before = contents(film)
    assert remade(film) == set()
    shutil.rmtree(film / "build/out")
    assert made(film).made == ()
    assert contents(film) == before


def test_a_changed_word_remakes_the_shots_that_speak_it(film: Path) -> None:
    before = shots(film)
    speaking = [name for name, shot in before.items() if any("never" in line.text for line in shot.spoken)]
    change(film, "I never did.", "I never dared.")
    assert remade(film) == work(STAGES, *speaking) | set(CUTS)
    assert 0 < len(speaking) < len(before)
    assert list(shots(film)) == list(before)
    whole(film)


def test_a_new_speech_leaves_other_shots_alone(film: Path) -> None:
    before = shots(film)
    change(film, "It always is.\n", "It always is.\n\nJUN\nNot for me.\n")
    found = remade(film)
    after = shots(film)
    touched = [name for name, shot in after.items() if before.get(name) != shot]
    assert touched and set(before) <= set(after)
    assert all(name.startswith("2-") for name in touched)
    assert found - set(CUTS) <= work(STAGES, *touched)
    whole(film)


def test_lines_added_before_it_leave_a_scene_alone(film: Path) -> None:
    change(film, "INT. ROOM - DAY", "/* A remark\nof the writer's. */\n\nINT. ROOM - DAY")
    assert remade(film) == set()


def test_a_cast_sheet_remakes_the_shots_of_its_person(film: Path) -> None:
    (film / "cast").mkdir()
    (film / "cast/haeun.toml").write_text('name = "HAEUN"\ntop_colour = "#b3221f"\n')
    staged = story_of(film).staging.blockings
    seen = {blocking.shot.id for blocking in staged if "HAEUN" in {part.name for part in blocking.performances}}
    found = remade(film)
    assert 0 < len(seen) < len(staged)
    assert work(("layout", "board", "previs_clip"), *seen) <= found
    assert len([task for task in found if task.startswith("body/")]) == 1
    assert {task.partition("/")[2] for task in found if task.split("/")[0] in STAGES} == seen


def test_a_removed_scene_takes_its_clips_away(film: Path) -> None:
    kept = list(shots(film))
    path = film / "screenplay.fountain"
    path.write_text(path.read_text().partition("INT. ROOM")[0])
    last = [name for name in kept if name.startswith("1-")][-1]
    exploding = "1-020"  # the last shot of a film is held longer, and so is the explosion that is seen in both
    assert {task for task in remade(film) if task.split("/")[0] in STAGES} <= work(STAGES, exploding, last)
    assert list(shots(film)) == [name for name in kept if name.startswith("1-")]
    whole(film)


def test_some_shots_alone(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film")
    said = foretold(film, "previs", shots=("2-010",))
    found = made(film, "previs", shots=("2-010",)).made
    assert set(said) == set(found)
    assert {task for task in found if task.split("/")[0] in STAGES} == work(("layout", "previs_clip", "sound"), "2-010")
    said = probe(film / "build/out/previs.mp4")
    assert int(said["nb_read_packets"]) == length(film)


def test_a_broken_override_stops_nothing_else(film: Path) -> None:
    panel = film / "overrides/1-020/board/panel_1.png"
    panel.parent.mkdir(parents=True)
    panel.write_bytes(b"\x89PNG\r\n\x1a\nno picture")
    change(film, "I never did.", "I never dared.")
    found = made(film)
    assert len(found.failed) == 1
    assert found.failed[0].startswith("board/1-020: ") and "panel_1.png" in found.failed[0]
    assert {"previs_clip/1-010", *CUTS} <= set(found.made)
    whole(film)
    assert made(film).made == ()
    panel.unlink()
    assert made(film).failed == ()


@pytest.mark.slow
def test_an_engine_that_fails_for_a_shot_stops_nothing_else(film: Path, tmp_path: Path) -> None:
    package = tmp_path / "package"
    (package / "shaky-1.dist-info").mkdir(parents=True)
    (package / "shaky-1.dist-info/METADATA").write_text("Metadata-Version: 2.1\nName: shaky\nVersion: 1\n")
    (package / "shaky-1.dist-info/entry_points.txt").write_text(
        "[throughline.engines]\nshaky = shaky_engine:ShakyRenderer\n")
    (package / "shaky_engine.py").write_text("""
import json
from pathlib import Path
from throughline.engines.contracts import EngineCrashed, EngineIdentity
from throughline.engines.fake import FakeRenderer

class ShakyRenderer(FakeRenderer):
    @property
    def identity(self):
        return EngineIdentity(name="shaky", version="1")

    def render(self, request):
        sheet = json.loads((Path(request.stage).parent / "layout.json").read_text())
        if sheet["record"]["shot"] == "2-010" and len(request.frames) > 2:
            raise EngineCrashed("the renderer lost its light")
        return super().render(request)
""")
    ran = command("build", "--film", film, "--engine", "render=shaky", "--json",
                  environment={"PYTHONPATH": str(package)})
    assert ran.status == 1
    assert ran.json["failed"] == ["previs_clip/2-010: the renderer lost its light"]
    assert {"board/2-010", "previs/film", "film/film"} <= set(ran.json["made"])
    whole(film)
    spoken = command("build", "--film", film, "--engine", "render=shaky",
                     environment={"PYTHONPATH": str(package)})
    assert "failed: previs_clip/2-010: the renderer lost its light" in spoken.out.splitlines()
    assert spoken.status == 1 and "Traceback" not in spoken.out + spoken.err


def test_an_artists_own_files_stand_in(film: Path, tmp_path: Path) -> None:
    own = tmp_path / "clean.mp4"
    subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "color=red:size=320x240:rate=30:duration=1", "-c:v",
                    "mpeg4", str(own)], check=True)
    assert throughline("override", "2-010", "previs_clip", own, "--film", film).status == 0
    assert foretold(film)["previs_clip/2-010"] == ("an override stands in",)
    assert set(made(film).made) == {"previs_clip/2-010", "previs/film", "film/film"}
    whole(film)
    shutil.rmtree(film / "overrides")
    assert made(film).made == ()


def _killed(film: Path, seconds: float) -> bool:
    """Whether a build was still running when it was killed so many seconds after its start."""
    running = subprocess.Popen([sys.executable, "-m", "throughline", "build", "--film", str(film)],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    time.sleep(seconds)
    running.send_signal(signal.SIGKILL)
    return running.wait() == -signal.SIGKILL


@pytest.mark.slow
def test_a_film_killed_at_thirty_moments_loses_nothing(tmp_path: Path) -> None:
    script = KOREAN.partition("S#2.")[0]
    killed = make_film(tmp_path / "killed", script, "screenplay.txt")
    rng = random.Random(2026)
    hits = sum(_killed(killed, rng.uniform(0.1, 2.2)) for _ in range(30))
    assert hits >= 15
    build(killed)
    peaceful = make_film(tmp_path / "peaceful", script, "screenplay.txt")
    build(peaceful)
    assert contents(killed) == contents(peaceful)
    assert build(killed)["made"] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["library-freak-out.fountain", "finaldraft-tagged-sample.fdx"])
def test_a_script_from_elsewhere_gives_boards_and_an_animatic(tmp_path: Path, name: str) -> None:
    script = SCRIPTS / name
    if not script.exists():
        pytest.skip(f"{name} is not on this machine")
    film = tmp_path / "film"
    assert throughline("new", film, script).status == 0
    settings = film / "film.toml"
    settings.write_text(settings.read_text().replace("boards_width = 1280", "boards_width = 128")
                        .replace("previs_width = 640", "previs_width = 64").replace('rate = "24"', 'rate = "8"')
                        .replace("detail = 0.5 ", "detail = 0.08 "))
    found = build(film, "boards", "animatic", "--engine", "render=fake")
    assert found["failed"] == []
    assert int(probe(film / "build/out/animatic.mp4")["nb_read_packets"]) == length(film)
    assert Fraction(probe(film / "build/out/animatic.mp4")["r_frame_rate"]) == 8
    assert (film / "build/out/boards.pdf").stat().st_size > 10_000
