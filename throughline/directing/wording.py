"""What a shot list says of a shot, in the script's own language."""

from __future__ import annotations

from throughline.directing.draft import Draft, Purpose
from throughline.film.shot import Size

_ENGLISH = {
    "place": "{place}.", "talk": "{who} speaks.", "talk_to": "{who} speaks to {to}.",
    "over": "Over {to}'s shoulder: {who}.", "exchange": "{who} talk.", "under": "{who} listens.",
    "voice": "{who} listens to a voice from off screen.", "void": "Nobody in frame; a voice.",
    "reaction": "Reaction: {who}.", "insert": "Insert: {who}.", "view": "What is seen: {who}.",
    "again": "Second angle: {text}", "title": "Text on screen.", "and": " and ", "comma": ", ",
}
_KOREAN = {
    "place": "{place}.", "talk": "{who}, 말한다.", "talk_to": "{who}, {to}에게 말한다.",
    "over": "{to}의 어깨 너머로 {who}.", "exchange": "{who}, 이야기를 주고받는다.", "under": "{who}, 듣는다.",
    "voice": "{who}, 화면 밖의 목소리를 듣는다.", "void": "빈 화면에 목소리만 들린다.",
    "reaction": "리액션: {who}.", "insert": "인서트: {who}.", "view": "시점: {who}.",
    "again": "다른 각도: {text}", "title": "자막.", "and": ", ", "comma": ", ",
}


def described(draft: Draft, place: str, language: str) -> str:
    """One line that says what the shot shows; the script's own words where the script has them."""
    words = _KOREAN if language == "ko" else _ENGLISH
    who = _names(draft.subjects, words)
    if draft.purpose is Purpose.REACTION:
        return words["reaction"].format(who=who)
    if draft.purpose is Purpose.POINT_OF_VIEW:
        return words["view"].format(who=who)
    if draft.purpose is Purpose.INSERT:
        return words["insert"].format(who=who)
    if draft.purpose is Purpose.SECOND_ANGLE:
        return words["again"].format(text=draft.text)
    if draft.purpose is Purpose.TITLE:
        return words["title"]
    if draft.purpose is Purpose.OPENING and (not draft.text or not draft.plays):
        return words["place"].format(place=place)
    if draft.text:
        return draft.text
    return _talking(draft, who, words)


def _talking(draft: Draft, who: str, words: dict[str, str]) -> str:
    if not draft.subjects:
        return words["void"]
    speakers = {speech.speaker for speech in draft.speeches if not speech.off_screen}
    if not speakers:
        elsewhere = any(speech.first for speech in draft.speeches)
        return words["voice" if elsewhere else "under"].format(who=who)
    if len(speakers) > 1:
        return words["exchange"].format(who=who)
    speaker = draft.speeches[0].speaker
    if draft.size is Size.OTS and draft.over:
        return words["over"].format(who=speaker, to=draft.over)
    others = tuple(name for name in draft.subjects if name != speaker)
    if others:
        return words["talk_to"].format(who=speaker, to=_names(others, words))
    return words["talk"].format(who=speaker)


def _names(names: tuple[str, ...], words: dict[str, str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return words["comma"].join(names[:-1]) + words["and"] + names[-1]
