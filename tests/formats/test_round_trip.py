"""What is written reads back the same, in every format, whatever the screenplay."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from tests.formats.generated_screenplays import produced, screenplays
from throughline.film.screenplay import Element, Screenplay
from throughline.film.screenplay import ElementKind as Kind
from throughline.formats import fdx, fountain, inline, korean, read_screenplay

SETTINGS = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
SCRIPTS = Path(__file__).parents[2].parent / "shared" / "data" / "scripts"
SHARED = sorted(SCRIPTS.glob("*")) if SCRIPTS.is_dir() else []
FORMATS = {"fountain": fountain, "korean": korean, "fdx": fdx}


def without_lines(play: Screenplay) -> Screenplay:
    return replace(play, elements=tuple(replace(element, line=0) for element in play.elements), source="any")


def spoken_fountain(play: Screenplay) -> Screenplay:
    """The screenplay without what Fountain has no words for."""
    bare = [replace(e, revised=None, length=None, page=None, tags=()) for e in play.elements]
    return replace(play, elements=tuple(bare))


@given(screenplays("fountain"))
@SETTINGS
def test_fountain_gives_back_the_record(play: Screenplay) -> None:
    written = fountain.write(play)
    assert without_lines(fountain.read(written)) == without_lines(play), written


@given(screenplays("korean"))
@SETTINGS
def test_korean_gives_back_the_record(play: Screenplay) -> None:
    written = korean.write(play)
    assert without_lines(korean.read(written)) == without_lines(play), written


@given(produced())
@SETTINGS
def test_fdx_gives_back_the_record(play: Screenplay) -> None:
    written = fdx.write(play)
    assert without_lines(fdx.read(written)) == without_lines(play), written.decode()


@given(screenplays("fountain"))
@SETTINGS
def test_fountain_through_fdx_keeps_every_element(play: Screenplay) -> None:
    """Only the spelling of emphasis and the place of a space beside a note may differ."""
    back = fountain.read(fountain.write(fdx.read(fdx.write(play))))

    def words(element: Element) -> tuple[object, ...]:
        text = element.text
        return (element.kind, inline.plain(text).strip(), inline.notes(text), element.scene_number, element.dual,
                element.depth)

    assert [words(element) for element in back.elements] == [words(element) for element in play.elements]


@pytest.mark.skipif(not SHARED, reason=f"no scripts in {SCRIPTS}")
@pytest.mark.parametrize("path", SHARED, ids=lambda path: path.name)
@pytest.mark.parametrize("name", FORMATS)
def test_real_scripts_survive_every_format(path: Path, name: str) -> None:
    play = read_screenplay(path)
    form: ModuleType = FORMATS[name]
    once = form.read(form.write(play))
    expected = play if name == "fdx" else spoken_fountain(play)
    assert without_lines(once) == without_lines(expected)
    assert without_lines(form.read(form.write(once))) == without_lines(once)


@pytest.mark.parametrize("name", FORMATS)
def test_a_directors_note_survives_wherever_it_stands(name: str) -> None:
    play = fountain.read("INT. A - DAY [[shot: heading]]\n\n[[shot: standing]]\n\nHe runs [[shot: in action]].\n\n"
                         "JOHN\n[[shot: under cue]]\nHi [[shot: in words]] you.\n\n"
                         "MARY ^\n(low [[shot: aside]])\nNo.\n")
    form: ModuleType = FORMATS[name]
    back = form.read(form.write(play))
    found = [note for e in back.elements for note in ([e.text] if e.kind is Kind.NOTE else inline.notes(e.text))]
    assert found == [f"shot: {place}" for place in
                     ("heading", "standing", "in action", "under cue", "in words", "aside")]
    assert [e.kind for e in back.elements] == [e.kind for e in play.elements]
    assert back.elements[-3].dual
