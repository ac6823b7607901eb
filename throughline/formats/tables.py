"""Sheets that a spreadsheet program opens: the shot list and the breakdown as CSV, UTF-8 with a byte order mark."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from throughline.film.shot import Move, Shot, ShotList, Size
from throughline.film.story import Breakdown, Presence, SceneReading, Setting

CATEGORIES: dict[int, str] = {
    100: "Cast Members", 101: "Background Actors", 102: "Stunts", 103: "Vehicles", 104: "Props",
    105: "Special Effects", 106: "Wardrobe", 107: "Makeup/Hair", 108: "Animals", 109: "Animal Wranglers",
    110: "Camera", 111: "Grip", 112: "Electric", 113: "Sound", 114: "Music", 115: "Art Department",
    116: "Set Dressing", 117: "Greenery", 118: "Security", 119: "Special Equipment", 120: "Additional Labor",
    121: "Visual Effects", 122: "Mechanical Effects", 123: "Notes", 124: "Comments", 125: "Miscellaneous",
    126: "Other",
}
SHOT_COLUMNS = ("Scene", "Shot", "Size", "Angle", "Movement", "Lens (mm)", "Subjects", "Description", "Dialogue",
                "Text on screen", "Duration (s)", "Frames", "Effects", "Plate", "Equipment", "Script lines", "Notes")
BREAKDOWN_COLUMNS = ("Scene", "Heading", "I/E", "D/N", "Eighths", "Pages", "Set", "Script line", "Cast")

SHORT_SIZES = {Size.ECU: "ECU", Size.CU: "CU", Size.MCU: "MCU", Size.MS: "MS", Size.MLS: "MLS", Size.LS: "LS",
          Size.ELS: "ELS", Size.ESTABLISHING: "EST", Size.OTS: "OTS", Size.TWO: "2-SHOT", Size.INSERT: "INSERT"}
_EQUIPMENT = {
    Move.STATIC: "Tripod", Move.PUSH_IN: "Dolly", Move.PULL_OUT: "Dolly", Move.PAN_LEFT: "Tripod, fluid head",
    Move.PAN_RIGHT: "Tripod, fluid head", Move.TILT_UP: "Tripod, fluid head", Move.TILT_DOWN: "Tripod, fluid head",
    Move.TRACK: "Dolly on track", Move.LEAD: "Gimbal", Move.FOLLOW: "Gimbal", Move.CRANE_UP: "Crane",
    Move.CRANE_DOWN: "Crane", Move.ORBIT: "Gimbal", Move.HANDHELD: "Handheld rig", Move.ZOOM_IN: "Tripod, zoom lens",
    Move.ZOOM_OUT: "Tripod, zoom lens",
}
_INSIDE = {Setting.INT: "INT", Setting.EXT: "EXT", Setting.INT_EXT: "INT/EXT"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def shots_csv(shot_list: ShotList, breakdown: Breakdown) -> str:
    """The shot list as CSV in the order of the cut; a total stands in the last row.

    ``breakdown`` is the one that the shots were made from: its vehicles and sets say which equipment a move needs.
    """
    scenes = {scene.scene: scene for scene in breakdown.scenes}
    vehicles = set(breakdown.vehicles)
    rows = [_shot_row(shot, shot_list, scenes.get(shot.scene), vehicles) for shot in shot_list.shots]
    seconds = float(shot_list.frames / shot_list.rate)
    total = ["", f"{len(shot_list.shots)} shots", *[""] * 8, f"{seconds:.2f}", str(shot_list.frames), *[""] * 5]
    return _csv(SHOT_COLUMNS, [*rows, total])


def breakdown_csv(breakdown: Breakdown) -> str:
    """The breakdown as CSV: a row a scene, a column for every category that the script asks for."""
    used = sorted({item.category for scene in breakdown.scenes for item in scene.items} - {100})
    rows = []
    for scene in breakdown.scenes:
        cells = _scene_cells(scene, set(breakdown.vehicles))
        for category in used:
            names = dict.fromkeys(item.name for item in scene.items if item.category == category)
            cells.append(", ".join(names))
        rows.append(cells)
    columns = (*BREAKDOWN_COLUMNS, *(CATEGORIES.get(category, f"Category {category}") for category in used))
    return _csv(columns, rows)


def pages(eighths: int) -> str:
    """Eighths of a page as production writes them: 11 is "1 3/8"."""
    whole, part = divmod(eighths, 8)
    return " ".join(filter(None, (str(whole) if whole or not part else "", f"{part}/8" if part else "")))


def _shot_row(shot: Shot, shot_list: ShotList, scene: SceneReading | None, vehicles: set[str]) -> list[str]:
    dialogue = "\n".join(f"{line.speaker}{' (O.S.)' if line.off_screen else ''}: {line.text}" for line in shot.spoken)
    effects = "; ".join(f"{cue.kind}{f' at {cue.at}' if cue.at else ''}, {_goes_off(cue.frame)}"
                        for cue in shot.effects)
    notes = "; ".join(filter(None, (f"wish: {shot.wish}" if shot.wish else "",
                                    f"over {shot.over}" if shot.over else "", shot.notes)))
    return [
        shot.scene, shot.id, SHORT_SIZES[shot.size], str(shot.angle), str(shot.move), str(shot.lens_mm),
        ", ".join(shot.subjects), shot.action, dialogue, "\n".join(card.text for card in shot.titles),
        f"{float(shot.frames / shot_list.rate):.2f}", str(shot.frames), effects, shot.plate or "",
        equipment(shot, scene, vehicles), _lines(shot.lines), notes]


def _goes_off(frame: int) -> str:
    return f"frame {frame}" if frame >= 0 else "under way"


def equipment(shot: Shot, scene: SceneReading | None, vehicles: set[str]) -> str:
    """What carries the camera in the shot, by its move, its set and the vehicles that drive in it."""
    driven = any(cue.verb in ("drive", "pursue", "run") and set(cue.who) & vehicles for cue in shot.cues)
    if driven and shot.move in (Move.TRACK, Move.LEAD, Move.FOLLOW):
        return "Camera car"
    if scene is not None and scene.set_kind == "car" and shot.size is not Size.INSERT:
        return f"{_EQUIPMENT[shot.move]}, car rig"
    return _EQUIPMENT[shot.move]


def _lines(lines: Iterable[int]) -> str:
    """Line numbers with runs drawn together: "12, 14-16"."""
    runs: list[list[int]] = []
    for line in sorted(lines):
        if runs and line == runs[-1][1] + 1:
            runs[-1][1] = line
        else:
            runs.append([line, line])
    return ", ".join(str(begin) if begin == end else f"{begin}-{end}" for begin, end in runs)


def _scene_cells(scene: SceneReading, vehicles: set[str]) -> list[str]:
    heading = scene.heading
    cast = [f"{role.name}{' (voice)' if role.presence is Presence.HEARD else ''}" for role in scene.roles
            if not role.crowd and role.name not in vehicles]
    return [scene.scene, heading.text, _INSIDE[heading.setting], str(heading.time).upper(), str(scene.eighths),
            pages(scene.eighths), heading.place, str(scene.line), ", ".join(cast)]


def _csv(columns: Iterable[str], rows: Iterable[list[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return "\ufeff" + text.getvalue()


def _cell(text: str) -> str:
    """The cell, held back from being read as a formula where a spreadsheet program would."""
    return f"'{text}" if text.startswith(_FORMULA) and not text.lstrip("+-").replace(".", "", 1).isdigit() else text
