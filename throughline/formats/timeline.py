"""The cut as an editor opens it: OpenTimelineIO, there and back, and CMX 3600 lists.

The whole shot travels in each clip's metadata under ``throughline``, so that a cut that came back from an editor is the
same records again, with the order and the lengths that a person gave it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import msgspec
import opentimelineio as otio
from opentimelineio import opentime, schema

from throughline.film.errors import InputError
from throughline.film.shot import Cue, Shot, ShotList, SpokenLine, TitleCard

VERSION = 1
_KEY = "throughline"
_CODE = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def write(shot_list: ShotList, media: Callable[[Shot], str | None]) -> str:
    """OTIO JSON of the cut: V1 with a clip a shot, A1 (A2 ... where speech overlaps) with a clip a speech.

    ``media`` gives a shot's media as a URL or path, or None where there is none yet. Clips carry markers for the script
    lines, effects and texts; frames are whole, at the list's exact rate.
    """
    rate = float(shot_list.rate)
    timeline = schema.Timeline(name=shot_list.title, global_start_time=_time(round(3600 * round(rate)), rate))
    timeline.metadata[_KEY] = {"schema": f"cut.{VERSION}", "title": shot_list.title, "rate_num": shot_list.rate_num,
                               "rate_den": shot_list.rate_den}
    video = schema.Track(name="V1", kind=schema.TrackKind.Video)
    for shot in shot_list.shots:
        video.append(_clip(shot, media(shot), rate))
    timeline.tracks.append(video)
    timeline.tracks.extend(_dialogue(shot_list, rate))
    return str(timeline.to_json_string(indent=1))


def read(text: str) -> ShotList:
    """The cut in OTIO JSON that ``write`` made, with what a person changed in an editor: order, lengths, trims.

    A clip trimmed at its head loses those frames from its cues, speech and effects; one used twice takes a new id for
    its second use; a dissolve is noted on the shot that it leads to.

    Raises:
        InputError: not OTIO, no V1 track of ours, a gap, or a clip that is no shot.
    """
    try:
        timeline = otio.adapters.read_from_string(text, "otio_json")
    except (otio.exceptions.OTIOError, ValueError, TypeError) as error:
        raise InputError(f"not an OpenTimelineIO file: {str(error).splitlines()[0]}") from error
    if not isinstance(timeline, schema.Timeline) or _KEY not in timeline.metadata:
        raise InputError("not a cut of this film", remedy="export the timeline with its clips' metadata kept")
    ours = timeline.metadata[_KEY]
    rate = Fraction(int(ours["rate_num"]), int(ours["rate_den"]))
    tracks = [track for track in timeline.tracks if track.kind == schema.TrackKind.Video]
    if not tracks:
        raise InputError("the cut has no video track")
    return ShotList(title=str(ours["title"]), rate_num=rate.numerator, rate_den=rate.denominator,
                    shots=tuple(_shots(tracks[0], rate)))


def edl(shot_list: ShotList) -> str:
    """CMX 3600 list of the cut: one video track, an event a shot, record time from 01:00:00:00, non-drop timecode."""
    nominal = round(float(shot_list.rate))
    record = 3600 * nominal
    reels = _reels(shot_list)
    lines = [f"TITLE: {_plain(shot_list.title)[:70]}", "FCM: NON-DROP FRAME", ""]
    for number, shot in enumerate(shot_list.shots, 1):
        times = (0, shot.frames, record, record + shot.frames)
        codes = " ".join(timecode(frame, nominal) for frame in times)
        lines.append(f"{number:03d}  {reels[shot.id]:<8} V     C        {codes}")
        lines.append(f"* FROM CLIP NAME: {shot.id}")
        lines.append(f"* COMMENT: {shot.size}, {shot.angle}, {shot.move}, {shot.lens_mm} mm")
        record += shot.frames
    return "\r\n".join([*lines, ""])


def timecode(frame: int, nominal: int) -> str:
    """Non-drop timecode of ``frame`` at ``nominal`` whole frames a second: HH:MM:SS:FF."""
    seconds, frames = divmod(frame, nominal)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}:{frames:02d}"


def _time(frames: int, rate: float) -> Any:
    return opentime.RationalTime(frames, rate)


def _range(begin: int, frames: int, rate: float) -> Any:
    return opentime.TimeRange(_time(begin, rate), _time(frames, rate))


def _clip(shot: Shot, url: str | None, rate: float) -> Any:
    available = _range(0, shot.frames, rate)
    reference = (schema.ExternalReference(target_url=url, available_range=available) if url
                 else schema.MissingReference(name=shot.id, available_range=available))
    clip = schema.Clip(name=shot.id, media_reference=reference, source_range=_range(0, shot.frames, rate))
    clip.metadata[_KEY] = {"schema": f"shot.{VERSION}", "shot": msgspec.to_builtins(shot)}
    for name, colour, begin, frames, note in _marks(shot):
        clip.markers.append(schema.Marker(name=name, color=colour, marked_range=_range(begin, frames, rate),
                                          metadata={_KEY: note}))
    return clip


def _marks(shot: Shot) -> Iterator[tuple[str, str, int, int, dict[str, Any]]]:
    colours = schema.MarkerColor
    for line in shot.lines:
        yield f"line {line}", colours.GREEN, 0, 1, {"kind": "script line", "line": line}
    for effect in shot.effects:
        note = {"kind": "effect", "effect": effect.kind, "goes_off": effect.frame}
        yield effect.kind, colours.RED, max(0, effect.frame), 1, note
    for card in shot.titles:
        yield card.text, colours.YELLOW, card.frame_in, card.frame_out - card.frame_in + 1, {"kind": "text"}


def _dialogue(shot_list: ShotList, rate: float) -> list[Any]:
    """The speeches laid on as many tracks as their overlaps ask for, gaps between them."""
    ends: list[int] = []
    tracks: list[Any] = []
    start = 0
    for shot in shot_list.shots:
        for line in shot.spoken:
            at = next((index for index, end in enumerate(ends) if end <= start + line.frame_in), len(ends))
            if at == len(ends):
                ends.append(0)
                tracks.append(schema.Track(name=f"A{at + 1}", kind=schema.TrackKind.Audio))
            frames = line.frame_out - line.frame_in + 1
            if start + line.frame_in > ends[at]:
                gap = _range(0, start + line.frame_in - ends[at], rate)
                tracks[at].append(schema.Gap(source_range=gap))
            clip = schema.Clip(name=f"{line.speaker}: {line.text}", source_range=_range(0, frames, rate),
                               media_reference=schema.MissingReference(available_range=_range(0, frames, rate)))
            clip.metadata[_KEY] = {"schema": f"speech.{VERSION}", "shot": shot.id,
                                   "speech": msgspec.to_builtins(line)}
            tracks[at].append(clip)
            ends[at] = start + line.frame_in + frames
        start += shot.frames
    return tracks


def _shots(track: Any, rate: Fraction) -> Iterator[Shot]:
    taken: set[str] = set()
    dissolve = ""
    for item in track:
        if isinstance(item, schema.Transition):
            frames = round((item.in_offset + item.out_offset).to_seconds() * rate)
            dissolve = f"{item.transition_type or 'dissolve'}, {frames} frames"
            continue
        if isinstance(item, schema.Gap):
            raise InputError("the cut has a gap", remedy="close it or fill it with a shot")
        ours = item.metadata.get(_KEY) if isinstance(item, schema.Clip) else None
        if not ours or "shot" not in ours:
            raise InputError(f"{item.name!r} in the cut is no shot of this film",
                             remedy="move it to a track above the first")
        shot = _recut(_record(ours["shot"], item.name), item, rate)
        name = shot.id if shot.id not in taken else _second_use(shot.id, taken)
        taken.add(name)
        notes = "; ".join(filter(None, (shot.notes, dissolve)))
        yield msgspec.structs.replace(shot, id=name, notes=notes)
        dissolve = ""


def _record(saved: Any, name: str) -> Shot:
    try:
        return msgspec.convert(_plain_values(saved), Shot)
    except msgspec.ValidationError as error:
        raise InputError(f"the shot in clip {name!r} is damaged: {error}") from error


def _plain_values(value: Any) -> Any:
    """OTIO's own containers as plain dicts and lists."""
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    if hasattr(value, "items"):
        return {str(key): _plain_values(one) for key, one in value.items()}
    return [_plain_values(one) for one in value]


def _second_use(name: str, taken: set[str]) -> str:
    return next(f"{name}{letters}" for letters in (*_CODE, *(a + b for a in _CODE for b in _CODE))
                if f"{name}{letters}" not in taken)


def _recut(shot: Shot, clip: Any, rate: Fraction) -> Shot:
    """The shot with the frames that the editor left of it."""
    kept = clip.source_range or clip.available_range()
    begin = round(Fraction(kept.start_time.value) / Fraction(kept.start_time.rate) * rate)
    frames = round(Fraction(kept.duration.value) / Fraction(kept.duration.rate) * rate)
    if frames < 1:
        raise InputError(f"shot {shot.id} has no frames left in the cut", remedy="remove the clip or lengthen it")
    if begin == 0 and frames == shot.frames:
        return shot
    last = shot.frames - 1
    return msgspec.structs.replace(
        shot, frames=frames, spoken=_kept(shot.spoken, begin, frames, last, runs_on=False),
        cues=_kept(shot.cues, begin, frames, last, runs_on=True),
        titles=_kept(shot.titles, begin, frames, last, runs_on=True),
        effects=tuple(msgspec.structs.replace(cue, frame=cue.frame - begin) for cue in shot.effects
                      if cue.frame - begin < frames))


def _kept(spans: tuple[Any, ...], begin: int, frames: int, last: int, *, runs_on: bool) -> tuple[Any, ...]:
    """Spans moved by the trimmed head and cut to the new length; one that ran to the end still does."""
    found: list[SpokenLine | Cue | TitleCard] = []
    for span in spans:
        frame_out = frames - 1 if runs_on and span.frame_out == last else span.frame_out - begin
        frame_in = max(0, span.frame_in - begin)
        if frame_in < frames and span.frame_out >= begin and frame_out >= frame_in:
            found.append(msgspec.structs.replace(span, frame_in=frame_in, frame_out=min(frame_out, frames - 1)))
    return tuple(found)


def _reels(shot_list: ShotList) -> dict[str, str]:
    """A reel name of at most eight plain characters for every shot, no two alike."""
    reels: dict[str, str] = {}
    used: set[str] = set()
    for number, shot in enumerate(shot_list.shots, 1):
        bare = re.sub(r"[^A-Za-z0-9]", "", shot.id).upper()
        reel = bare if 0 < len(bare) <= 8 and bare not in used else f"S{number:07d}"
        used.add(reel)
        reels[shot.id] = reel
    return reels


def _plain(text: str) -> str:
    return " ".join(text.split())
