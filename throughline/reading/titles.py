"""Text on screen and transitions that stand in the action."""

from __future__ import annotations

import re

_LABEL = re.compile(
    r"^\s*[\[(（]?\s*(?:SUPER(?:IMPOSE)?D?(?: TITLE)?|TITLE(?: CARD)?|TITLES|CAPTION|CHYRON|SUBTITLE|LEGEND|"
    r"ON[- ]SCREEN(?: TEXT)?|"
    r"INTERTITLE|MAIN TITLE|OPENING TITLE|END TITLE|자막|타이틀|캡션|메인 타이틀|字幕|ТИТР|НАДПИСЬ)"
    r"\s*[\])）]?\s*(?:[:：\-–—]\s*|(?=[\"“'‘]))(.+)$",
    re.DOTALL,
)
_BARE_KOREAN = re.compile(r"^\s*[\[(（]\s*(?:자막|타이틀|캡션)\s*[\])）]\s*(.+)$", re.DOTALL)
_READS = re.compile(
    r"\b(?:sign|screen|text|words?|letters?|banner|caption|title|headline|message|plaque|card|note|display|label|billboard|poster|monitor)\b"
    r"[^\"“”]{0,40}?\b(?:reads?|says?|appears?|spells?|flash(?:es)?|displays?)\b[^\"“”]{0,24}?[\"“](.+?)[\"”]",
    re.IGNORECASE | re.DOTALL,
)
_READS_PLAIN = re.compile(
    r"\b(?:sign|screen|text|words|letters|banner|headline|plaque)\b[^.:]{0,30}?\b(?:reads?|says?)\s*:\s*([^.\"“]+?)[.]?\s*$",
    re.IGNORECASE,
)
_KOREAN_READS = re.compile(
    r"[\"“'‘<](.+?)[\"”'’>]\s*(?:이라고|라고|이라는|라는|이란|란|이|가)?\s*(?:글자가|문구가|글씨가|자막이)?\s*(?:적혀|쓰여|씌어|적힌|쓰인|뜬다|새겨|떠오른다)"
)
_TRANSITION = re.compile(
    r"^\s*[\[(>]?\s*(?:(?:SLOW |QUICK )?FADE(?:S)?(?: IN| OUT| TO BLACK| TO WHITE| UP)?|CUT TO(?: BLACK)?|"
    r"DISSOLVE TO|DISSOLVE|SMASH (?:CUT )?TO(?: BLACK)?|"
    r"SMASH CUT|MATCH CUT(?: TO)?|JUMP CUT(?: TO)?|WIPE TO|IRIS (?:IN|OUT)|"
    r"F\.?\s?[IO]\.?|O\.\s?L\.?|페이드\s?(?:인|아웃)|암전|디졸브|"
    r"컷\s?투|화이트\s?아웃|블랙\s?아웃|오버랩|フェード(?:イン|アウト)|ЗТМ|ИЗ ЗТМ)\s*[.:：。\])]*\s*$"
)
_BACK = re.compile(
    r"^\s*(?:BACK TO (?:SCENE|.{1,30})|END (?:OF )?(?:INSERT|POV|FLASHBACK|MONTAGE)|"
    r"RESUME|THE END|끝|회상 끝|인서트 끝)\s*[.:]?\s*$"
)


def title_text(text: str) -> str | None:
    """The words shown on screen that the sentence or paragraph ``text`` asks for, or None."""
    for pattern in (_LABEL, _BARE_KOREAN, _READS, _READS_PLAIN, _KOREAN_READS):
        match = pattern.search(text)
        if match:
            return match[1].strip().strip("\"“”'‘’").strip() or None
    return None


def is_labelled(text: str) -> bool:
    """True when the whole paragraph is text on screen (``SUPER: SEOUL``)."""
    return bool(_LABEL.match(text) or _BARE_KOREAN.match(text))


def is_transition(text: str) -> bool:
    """True for a transition written as action (``F.O.``, ``암전``)."""
    return bool(_TRANSITION.match(text))


def is_return(text: str) -> bool:
    """True for a slug that only ends another (``BACK TO SCENE``)."""
    return bool(_BACK.match(text)) and text.strip(" .").upper() not in {"THE END", "끝"}
