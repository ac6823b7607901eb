"""A scene's reading depends on the scene: what is added elsewhere leaves its order, and so its reading, as it was."""

from __future__ import annotations

from throughline.film.story import SceneReading
from throughline.formats import fountain
from throughline.reading import breakdown
from throughline.reading.scenes import SceneOrder, read_scene, shifted

SCRIPT = """Title: Two Rooms

INT. KITCHEN - DAY

MARA cuts bread. A GUARD watches her from the door.

MARA
Sit down.

EXT. YARD - NIGHT

The guard runs after MARA. She falls.

JON
(calling)
Mara!

INT. KITCHEN - NIGHT

JON lights a candle. [[vfx: fire, candle]]
"""


def _orders(text: str) -> tuple[list[SceneOrder], tuple[SceneReading, ...]]:
    orders: list[SceneOrder] = []

    def read(order: SceneOrder) -> SceneReading:
        orders.append(order)
        return read_scene(order)

    return orders, breakdown(fountain.read(text), read).scenes


def test_lines_added_before_change_no_order_of_the_scenes_after() -> None:
    before, _ = _orders(SCRIPT)
    after, read = _orders(SCRIPT.replace("MARA cuts bread.", "MARA cuts bread.\n\nShe hums.\n\nShe stops."))
    assert before[0] != after[0]
    assert before[1:] == after[1:]
    assert read[2].line == SCRIPT.splitlines().index("INT. KITCHEN - NIGHT") + 1 + 4


def test_readings_tell_the_scripts_own_lines() -> None:
    _, read = _orders(SCRIPT)
    lines = SCRIPT.splitlines()
    for scene in read:
        assert lines[scene.line - 1].startswith(("INT.", "EXT."))
        for beat in scene.beats:
            assert (beat.speaker or beat.text.split()[0]) in lines[beat.line - 1]
            assert all(event.text.split()[0] in lines[event.line - 1] for event in beat.events if event.text)


def test_no_line_stays_no_line() -> None:
    reading = _orders(SCRIPT)[1][0]
    assert shifted(shifted(reading, 7), -7) == reading
    assert shifted(reading.roles[0].__class__(name="A", presence=reading.roles[0].presence, line=0), 5).line == 0
