"""Locking, revising and comparing drafts, as people do it; and what people decided outlives a draft that moves half of
the film about."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PIL import Image

from tests.small_film import Ran, change, contents, copied, foretold, made, make_film, story_of, throughline
from throughline.build.run import make
from throughline.cli import diff, drafts, main
from throughline.directing.numbering import content
from throughline.film.errors import InputError
from throughline.review.decisions import Decisions
from throughline.stages.drafts import revise_film
from throughline.stages.film_folder import open_film
from throughline.stages.pipeline import read_story
from throughline.stages.produce import workshop
from throughline.stages.script_records import script_params, script_task

PLACES = ("STREET", "OFFICE", "ALLEY", "HALL", "KITCHEN", "ROOF")
DEEDS = ("picks up a cup", "opens the window", "falls over a chair", "runs to the door", "sits at the table",
         "points at the sky")
CUT = "JUN walks away"
CELLAR = "INT. CELLAR - NIGHT\n\nMARA lights a candle.\n"


def scene(at: int) -> str:
    where = f"{'EXT' if at % 2 else 'INT'}. {PLACES[at]} - {'DAY' if at % 3 else 'NIGHT'}"
    more = f"{CUT} from her along the wall.\n\nJUN\nNobody hears you there, not one.\n" if at == 3 else ""
    return f"{where}\n\nHAEUN {DEEDS[at]}.\n\nHAEUN\nThis is line number {at} of it, and I mean it.\n\n{more}"


SCRIPT = "Title: Six Places\n\n" + "\n".join(scene(at) for at in range(6))


def revised() -> str:
    """Half of the scenes moved, one changed, one cut in two, one gone, one new."""
    parts = {at: scene(at) for at in range(6)}
    parts[1] = parts[1].replace("and I mean it", "and nobody will ever believe it")
    first, second = parts[3].split(CUT)
    parts[3] = f"{first}EXT. RIVER - DUSK\n\n{CUT}{second}"
    return "Title: Six Places\n\n" + "\n".join([parts[3], parts[4], parts[0], parts[1], CELLAR, parts[5]])


@pytest.fixture(scope="module", autouse=True)
def commands() -> None:
    """The commands as they are registered; those that are not yet, here."""
    known = {command.callback for command in main.app.registered_commands}
    for command in (drafts.lock, drafts.revise, drafts.drafts, diff.diff):
        if command not in known:
            main.app.command()(command)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film with its boards, on which people decided."""
    film = make_film(tmp_path_factory.mktemp("films") / "my-film", SCRIPT)
    assert not made(film, "boards").failed
    decisions = Decisions(film / "reviews.db")
    for shot in story_of(film).shot_list.shots:
        decisions.add("note", shot.id, "Ines", f"about {shot.id}")
        decisions.add("approve", shot.id, "Ines", "", "board", "digest")
    for name in ("1-010", "5-010"):
        folder = film / "overrides" / name / "board"
        folder.mkdir(parents=True)
        Image.new("RGB", (64, 32), "red").save(folder / "panel_1.png")
    made(film, "boards")
    return film


@pytest.fixture
def film(built: Path, tmp_path: Path) -> Path:
    return copied(built, tmp_path / "my-film")


def ran(*words: str | Path) -> Ran:
    done = throughline(*words)
    assert done.status == 0, done.out + done.err
    return done


def draft_file(folder: Path, text: str) -> Path:
    (folder / "draft.fountain").write_text(text, encoding="utf-8")
    return folder / "draft.fountain"


@pytest.mark.parametrize("locked", [pytest.param(False, marks=pytest.mark.slow), True])
def test_what_people_decided_outlives_a_great_revision(film: Path, tmp_path: Path, locked: bool) -> None:
    before = story_of(film)
    old = {shot.id: shot for shot in before.shot_list.shots}
    if locked:
        ran("lock", "--film", film)
    said = ran("revise", draft_file(tmp_path, revised()), "--film", film, "--json").json
    after = story_of(film)
    new = {shot.id: shot for shot in after.shot_list.shots}
    assert len(said["moved"]) >= 2 and said["gone"] == ["3"]
    same = [name for name in old if name in new and content(old[name]) == content(new[name])]
    untouched = {name for name in old if name.split("-")[0] in ("1", "5", "6")}
    assert untouched <= set(same)
    stale = {task.partition("/")[2] for task in foretold(film, "boards") if task.startswith(("board/", "layout/"))}
    assert not stale & untouched and stale >= set(new) - set(old)
    assert not [name for name in made(film, "boards").made if name.partition("/")[2] in untouched]
    kept = {(entry.shot, entry.kind) for entry in Decisions(film / "reviews.db").of()}
    assert all((name, kind) in kept for name in same for kind in ("note", "approve"))
    assert (film / "overrides/1-010/board/panel_1.png").is_file()
    assert "board:own" in next(line for line in ran("status", "--film", film).out.splitlines() if "5-010 " in line)
    gone_on = {old_id: new_id for old_id, new_id in said["renamed"].items()}
    notes = {entry.text: entry.shot for entry in Decisions(film / "reviews.db").of() if entry.kind == "note"}
    assert len(notes) == len(old)
    for old_id, new_id in gone_on.items():
        assert notes[f"about {old_id}"] == new_id and new_id in new


def test_scene_numbers_after_a_lock(film: Path, tmp_path: Path) -> None:
    assert ran("lock", "--film", film).out.startswith("locked: scenes 1 to 6")
    ran("revise", draft_file(tmp_path, revised()), "--film", film)
    numbers = [scene.scene for scene in story_of(film).breakdown.scenes]
    assert numbers == ["4", "4A", "5", "1", "2", "2A", "6"]
    text = (film / "drafts/02-blue.fountain").read_text()
    assert "INT. CELLAR - NIGHT #2A#" in text and (film / "screenplay.fountain").read_text() == revised()
    change(film, "MARA lights a candle.", "MARA lights a candle.\n\nINT. TUNNEL - NIGHT\n\nRats run in the water.\n\n"
           "INT. CELLAR - NIGHT\n\nMARA blows out the light and waits in the dark.")
    assert "PINK REVISION" in ran("revise", film / "screenplay.fountain", "--film", film, "--name", "the tunnel").out
    ids = [scene.scene for scene in story_of(film).breakdown.scenes]
    assert ids[:5] == ["4", "4A", "5", "1", "2"] and ids[8:] == ["6"]
    assert len(set(ids)) == len(ids) and "3" not in ids and "2A" in ids[5:8]
    listed = ran("drafts", "--film", film).out.splitlines()
    assert [line.split()[2] for line in listed] == ["white", "blue", "pink"] and "the tunnel" in listed[2]


def test_the_scripts_own_numbers_win(film: Path, tmp_path: Path) -> None:
    ran("lock", "--film", film)
    blocks = [scene(at).replace(" - DAY\n", f" - DAY #{at + 1}#\n").replace(" - NIGHT\n", f" - NIGHT #{at + 1}#\n")
              for at in range(6)]
    blocks[3] = "INT. HALL - DAY #4#\n\nEverything here was written anew, with other words.\n"
    blocks.insert(5, "INT. VAULT - DAY #5X#\n\nGold lies about.\n")
    ran("revise", draft_file(tmp_path, "Title: Six Places\n\n" + "\n".join(blocks)), "--film", film)
    assert [one.scene for one in story_of(film).breakdown.scenes] == ["1", "2", "3", "4", "5", "5X", "6"]
    counted = draft_file(tmp_path, (tmp_path / "draft.fountain").read_text().replace("#6#", "#16#"))
    refused = throughline("revise", counted, "--film", film)
    assert refused.status == 2 and "calls scene 6 now 16" in refused.err and len(refused.err.splitlines()) == 1
    assert "#16#" not in (film / "screenplay.fountain").read_text()


def test_a_lock_is_taken_back_as_long_as_no_colour_was_issued(film: Path, tmp_path: Path) -> None:
    assert throughline("lock", "--undo", "--film", film).status == 2
    ran("lock", "--film", film)
    assert ran("lock", "--undo", "--film", film).out.startswith("unlocked: 01-white.fountain")
    assert ran("drafts", "--film", film, "--json").json == {"drafts": []}
    assert not list((film / "drafts").glob("*white*"))
    assert ran("lock", "--film", film).out.startswith("locked: scenes 1 to 6")
    ran("revise", draft_file(tmp_path, SCRIPT + CELLAR), "--film", film)
    refused = throughline("lock", "--undo", "--film", film)
    assert refused.status == 2
    assert "blue draft" in refused.err


def test_locking_takes_the_scripts_numbers_where_it_is_told_to(film: Path, tmp_path: Path) -> None:
    text = "Title: Six Places\n\n" + "\n".join([scene(0), CELLAR, *(scene(at) for at in range(1, 6))])
    lines, count = [], 0
    for line in text.split("\n"):
        if line.startswith(("INT.", "EXT.")):
            count += 1
            line = f"{line} #{count}#"
        lines.append(line)
    (film / "screenplay.fountain").write_text("\n".join(lines))
    assert [one.scene for one in story_of(film).breakdown.scenes][:3] == ["1", "1A", "2"]
    refused = throughline("lock", "--film", film)
    assert refused.status == 2 and "--numbers script" in refused.err
    said = ran("lock", "--numbers", "script", "--film", film, "--json").json
    assert said["scenes"] == [str(at) for at in range(1, 8)]
    assert [one.scene for one in story_of(film).breakdown.scenes] == said["scenes"]
    notes = {entry.text: entry.shot for entry in Decisions(film / "reviews.db").of() if entry.kind == "note"}
    assert notes["about 5-010"] == "6-010" and (film / "overrides/6-010/board/panel_1.png").is_file()
    assert not (film / "overrides/5-010").exists()
    assert throughline("lock", "--film", film).status == 2
    ran("lock", "--undo", "--film", film)
    notes = {entry.text: entry.shot for entry in Decisions(film / "reviews.db").of() if entry.kind == "note"}
    assert notes["about 5-010"] == "5-010" and (film / "overrides/5-010/board/panel_1.png").is_file()


def test_a_diff_says_what_is_to_do_and_does_nothing(film: Path, tmp_path: Path) -> None:
    made(film, "boards")
    products, decided = contents(film), (film / "reviews.db").read_bytes()
    objects = sorted(path.name for path in (film / "build/store").rglob("*") if path.is_file())
    file = draft_file(tmp_path, revised())
    found = ran("diff", file, "--film", film, "--json").json
    what = {row["scene"]: row["what"] for row in found["scenes"]}
    assert what["3"] == "gone" and what["2"].endswith("changed") and what["2A"] == "new"
    assert sum("moved" in word for word in what.values()) >= 2
    lines = {line["text"] for row in found["scenes"] if row["scene"] == "2" for line in row["lines"]}
    assert lines == {"This is line number 1 of it, and nobody will ever believe it."}
    again = {row["stage"]: row["names"] for row in found["redo"]}
    assert set(again) <= {"layout", "board", "set", "body", "boards"}
    assert set(again["board"]) >= set(found["shots"]["new"])
    assert not set(again["board"]) & set(found["shots"]["kept"]) and found["seconds"] > 0
    assert found["eighths_before"] and found["eighths_after"] and "3-010" in found["decided"]
    assert contents(film) == products and (film / "reviews.db").read_bytes() == decided
    assert objects == sorted(path.name for path in (film / "build/store").rglob("*") if path.is_file())
    told = ran("diff", file, "--film", film).out
    assert "2A      new" in told and "Made again" in told and "in all" in told and "look again" in told
    ran("revise", file, "--film", film)
    stale = {task for task in foretold(film, "boards") if task.startswith("board/")}
    assert stale == {f"board/{name}" for name in again["board"]}
    back = ran("diff", "1", "--film", film, "--json").json
    assert {row["scene"]: row["what"] for row in back["scenes"]} == what and back["shots"]["gone"]


def test_no_difference_is_said_so(film: Path) -> None:
    told = ran("diff", film / "screenplay.fountain", "--film", film).out
    assert "every scene is as it was (6)" in told and "nothing would be made again" in told
    assert throughline("diff", "no-such-draft", "--film", film).status == 2


def test_a_draft_that_cannot_be_read_changes_nothing(film: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.fdx"
    bad.write_text("<FinalDraft><Content>")
    before = (film / "screenplay.fountain").read_bytes()
    refused = throughline("revise", bad, "--film", film)
    assert refused.status == 2 and len(refused.err.splitlines()) == 1
    assert (film / "screenplay.fountain").read_bytes() == before and not (film / "drafts").exists()
    with workshop(open_film(film)) as shop, pytest.raises(InputError):
        revise_film(shop, tmp_path / "absent.fountain")


def test_a_draft_in_another_format_takes_the_films_place(film: Path, tmp_path: Path) -> None:
    korean = tmp_path / "new.txt"
    korean.write_text("제목: 여덟 곳\n\nS#1. 거리 / 밤\n\n하은이 달린다.\n\n하은\t따라오지 마.\n", encoding="utf-8")
    ran("revise", korean, "--film", film)
    assert not (film / "screenplay.fountain").exists() and (film / "screenplay.txt").is_file()
    assert sorted(path.name for path in (film / "drafts").iterdir()) == [
        "01-draft.fountain", "02-draft.fountain", "02-draft.txt"]
    assert len(story_of(film).breakdown.scenes) == 1
    shutil.rmtree(film / "build")
    assert ran("diff", "1", "--film", film, "--json").json["scenes"]


def test_the_script_is_printed_in_its_colour(film: Path, tmp_path: Path) -> None:
    def printed() -> tuple[Path, float]:
        with workshop(open_film(film)) as shop:
            story = read_story(shop.film, shop.store, shop.ledger)
            task = script_task(shop.film, story, shop.store)
            product = make(task, shop.store, shop.ledger, given={"screenplay/film": story.products["screenplay"]})
            return product.path("script.pdf"), float(product.figures["marked"])

    def header() -> tuple[str, str, tuple[str, ...]]:
        with workshop(open_film(film)) as shop:
            params, _ = script_params(shop.film, read_story(shop.film, shop.store, shop.ledger))
        return params.colour, params.header.partition(" 20")[0], params.omitted

    assert printed()[0].read_bytes().startswith(b"%PDF") and printed()[1] == 0
    ran("lock", "--film", film)
    assert header() == ("white", "PRODUCTION DRAFT", ()) and printed()[1] == 0
    ran("revise", draft_file(tmp_path, revised()), "--film", film)
    assert header() == ("blue", "BLUE REVISION", ("3",)) and printed()[1] > 5
    change(film, "MARA lights a candle.", "MARA lights two candles.")
    assert header()[:2] == ("pink", "PINK REVISION – NOT ISSUED") and printed()[1] == 1
