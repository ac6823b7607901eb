"""How long pictures are held beyond what happens in them: what drives is cut fast, what is quiet is let stand.

Everything hangs on events and on the place in the scene, never on how long other shots are.
"""

from __future__ import annotations

from throughline.directing.draft import Draft, Purpose, changed
from throughline.directing.framing import sort_of
from throughline.directing.scene import SceneView
from throughline.directing.vocabulary import STILL, Kind, insight
from throughline.film.shot import Size
from throughline.film.story import BeatKind, Verb

QUIET = 1.32
DWELLS = 1.5
CREATURE = 1.25
LANDS = 1.3
PLACE = 1.6
INSIGHT = 2.2
SEEN = 1.4
SEVERAL = 0.6
CONVERSATION_ENDS = 1.1
SCENE_ENDS = 2.3
PLAIN_SCENE_ENDS = 0.4
PRESSED_SCENE_ENDS = 0.2
FILM_ENDS = 4.4
_HURRIED = frozenset({"fast", "vehicle", "crash", "fall", "strike"})
_LANDS = {Verb.LOOK: 2.0, Verb.BE: 1.9, Verb.STAND: 2.0, Verb.WAKE: 2.0, Verb.EMBRACE: 2.4, Verb.READ: 2.0,
          Verb.WRITE: 1.7, Verb.EXIT: 2.0, Verb.ENTER: 1.6, Verb.SIT: 1.6, Verb.LIE: 2.0, Verb.KNEEL: 1.8,
          Verb.HOLD: 1.6, Verb.VANISH: 2.4}
"""Seconds for which a quiet picture stands after its last doing, so that it lands."""


def paced(drafts: list[Draft], view: SceneView) -> list[Draft]:
    """The drafts with their tempo and what they are held: a run of fast action quickens as it goes on, a
    creature takes its time, quiet action lands, and so do the last words of a conversation."""
    run, found = 0, []
    for draft in drafts:
        hurried = draft.purpose is Purpose.ACTION and sort_of(draft, view) in _HURRIED
        if draft.purpose is not Purpose.SPEECH:
            run = run + 1 if hurried else 0
        tempo = _tempo(draft, run, view)
        found.append(changed(draft, tempo=tempo, pressed=_pressed(draft, view), quiet=view.quiet,
                             hold=draft.hold + view.style.held * _held(draft, hurried, view)))
    return found


def ended(draft: Draft, view: SceneView, film_ends: bool) -> Draft:
    """The last draft of a scene, held as a last image: longest at the film's end, hardly where the scene drives on."""
    if film_ends:
        hold = FILM_ENDS
    elif view.quiet:
        hold = SCENE_ENDS
    else:
        hold = PRESSED_SCENE_ENDS if _pressed(draft, view) or view.chased else PLAIN_SCENE_ENDS
    hold *= view.style.held
    return changed(draft, hold=max(draft.hold, hold, 0.75 * (draft.hold + hold) * (not draft.speeches)))


def _pressed(draft: Draft, view: SceneView) -> bool:
    return any(view.pressed(beat.index) for beat in draft.beats)


def _tempo(draft: Draft, run: int, view: SceneView) -> float:
    style = view.style
    if run and draft.purpose is not Purpose.SPEECH:
        return style.hurried * max(0.8, 1.0 - 0.05 * run)
    calm = style.calm * (QUIET if view.quiet else 1.0)
    if _pressed(draft, view):
        calm = (style.hurried + style.calm) / 2
    elif draft.subjects and view.cast.kind(draft.subjects[0]) is Kind.CREATURE:
        calm *= CREATURE
    return calm * (DWELLS if insight(draft.text) and not draft.speeches and not view.quiet else 1.0)


def _held(draft: Draft, hurried: bool, view: SceneView) -> float:
    """Seconds that a picture stands after all that happens in it, in the classical style."""
    if hurried or not view.quiet or draft.blasts or not draft.plays:
        return 0.0
    if draft.speeches:
        return CONVERSATION_ENDS if _last_words(draft, view) else 0.0
    if draft.purpose is Purpose.POINT_OF_VIEW:
        return SEEN
    if draft.purpose is not Purpose.ACTION or draft.size is Size.INSERT:
        return 0.0
    if insight(draft.text):
        return INSIGHT
    if not draft.events or all(event.verb in STILL for event in draft.events):
        return PLACE
    return _LANDS.get(draft.events[-1].verb, LANDS) * (1.0 if len(draft.events) == 1 else SEVERAL)


def _last_words(draft: Draft, view: SceneView) -> bool:
    """Whether the draft holds the end of a conversation."""
    last = draft.speeches[-1]
    ends = {view.beats[run[-1]].index for run in view.conversations}
    spoken = sum(beat.kind is BeatKind.DIALOGUE for beat in view.beats)
    return spoken > 1 and last.last and last.beat in ends
