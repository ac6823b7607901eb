"""The words of the schedule's papers in English and Korean, and how dates, times and kinds of scene are written."""

from __future__ import annotations

from datetime import date

from throughline.film.schedule import ShootDay, Strip
from throughline.film.story import Setting, TimeOfDay
from throughline.formats.corrections import KOREAN_CATEGORIES
from throughline.formats.tables import CATEGORIES, pages

WEEKDAYS = {"en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), "ko": tuple("월화수목금토일")}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
INSIDE = {"en": {Setting.INT: "INT", Setting.EXT: "EXT", Setting.INT_EXT: "I/E"},
          "ko": {Setting.INT: "내", Setting.EXT: "외", Setting.INT_EXT: "내/외"}}
TIMES = {"en": {TimeOfDay.DAY: "DAY", TimeOfDay.NIGHT: "NIGHT", TimeOfDay.DAWN: "DAWN", TimeOfDay.DUSK: "DUSK"},
         "ko": {TimeOfDay.DAY: "낮", TimeOfDay.NIGHT: "밤", TimeOfDay.DAWN: "새벽", TimeOfDay.DUSK: "해질녘"}}
LABELS: dict[str, dict[str, str]] = {
    "en": {
        "stripboard": "Stripboard", "oneliner": "One-liner", "shooting": "Shooting schedule",
        "dood": "Day out of days", "summary": "Summary", "scene": "Sc", "inside": "I/E", "time": "D/N", "set": "Set",
        "synopsis": "What happens", "pages": "Pages", "minutes": "Min", "location": "Location", "cast": "Cast",
        "day": "Day", "date": "Date", "start": "Start", "end_of_day": "END OF DAY {day}",
        "totals": "{pages} · {scenes} · {hours}",
        "move": "COMPANY MOVE to {name}", "off": "No shooting: {days}", "others": "Others", "script_day": "Script day",
        "elements": "Elements", "background": "Background", "call": "Call", "wrap": "Wrap", "number": "No.",
        "role": "Role", "performer": "Performer", "work": "Work", "hold": "Hold", "travel": "Travel",
        "total": "Total", "start_date": "Start", "finish": "Finish", "hold_pay": "Hold pay", "part": "part {part}/{of}",
        "unmet": "Wishes that could not be kept", "wish": "Wish", "why": "What stands against it",
        "open": "Open: still to be given", "nothing_unmet": "Every wish is kept.", "nothing_open": "Nothing is open.",
        "figures": "The schedule in figures", "days": "Shooting days", "nights": "of them nights",
        "splits": "of them split days", "moves": "Company moves", "scenes": "Scenes", "cast_days": "Cast days worked",
        "held_days": "Cast days held", "cost": "Weighed cost (days, pay, waiting, moves)",
        "bound": "No schedule can cost less than", "proved": "Proved optimal", "yes": "yes", "no": "no",
        "gap": "At most above the best possible", "points": "cast days", "pages_day": "Pages a day",
        "unnamed": "(location open)", "setups": "Set-ups", "kind_dawn": "EARLY", "kind_day": "DAY",
        "kind_split": "SPLIT", "kind_night": "NIGHT",
        "legend": "SW start · W work · WF work, finish · SWF start, work, finish · H hold · "
        "D drop · PW pick-up · TR travel · FT fitting · R rehearsal",
        "colours": "White INT/DAY · yellow EXT/DAY · blue INT/NIGHT · green EXT/NIGHT. Dawn and dusk as day.",
        "day_start": "DAY {day}", "pinned": "pinned"},
    "ko": {
        "stripboard": "스트립보드", "oneliner": "촬영일정표", "shooting": "일일촬영계획", "dood": "배우별 일정(DOOD)",
        "summary": "요약", "scene": "S#", "inside": "내/외", "time": "D/N", "set": "장소(대본)", "synopsis": "내용",
        "pages": "분량", "minutes": "분", "location": "촬영장소", "cast": "등장인물", "day": "회차", "date": "날짜",
        "start": "시작", "end_of_day": "{day}회차 종료", "totals": "{pages} · {scenes} · {hours}",
        "move": "장소 이동 → {name}",
        "off": "촬영 없음: {days}",
        "others": "그 외", "script_day": "극중일", "elements": "준비물", "background": "보조출연", "call": "집합",
        "wrap": "종료", "number": "번호", "role": "배역", "performer": "배우", "work": "촬영", "hold": "대기",
        "travel": "이동", "total": "계", "start_date": "첫 촬영", "finish": "마지막 촬영", "hold_pay": "대기료",
        "part": "{part}/{of}부", "unmet": "지키지 못한 요청", "wish": "요청", "why": "이유",
        "open": "미정: 정해야 할 것", "nothing_unmet": "모든 요청을 지켰음.", "nothing_open": "미정 없음.",
        "figures": "일정 요약", "days": "총 회차", "nights": "그중 야간", "splits": "그중 오후~심야",
        "moves": "장소 이동", "scenes": "씬", "cast_days": "배우 촬영일수", "held_days": "배우 대기일수",
        "cost": "가중 비용(회차·출연료·대기·이동)", "bound": "가능한 최소 비용(하한)", "proved": "최적 증명",
        "yes": "예", "no": "아니요", "gap": "최적 대비 최대 초과", "points": "배우-일", "pages_day": "회차당 분량",
        "unnamed": "(장소 미정)", "setups": "세팅", "kind_dawn": "새벽~오후", "kind_day": "주간",
        "kind_split": "오후~심야", "kind_night": "야간",
        "legend": "SW 첫 촬영 · W 촬영 · WF 마지막 촬영 · SWF 당일 시작·종료 · H 대기 · "
        "D 계약 중단 · PW 복귀 · TR 이동 · FT 의상·분장 피팅 · R 리허설",
        "colours": "흰색 실내/낮 · 노랑 실외/낮 · 파랑 실내/밤 · 초록 실외/밤. 새벽·해질녘은 낮으로 표시.",
        "day_start": "{day}회차", "pinned": "고정"},
}


def label(key: str, language: str, **parts: object) -> str:
    """A label in the language, English where it has none."""
    words = LABELS.get(language[:2], LABELS["en"])
    return words[key].format(**parts)


def day_of(text: str, language: str) -> str:
    """An ISO date as people write it; "" stays ""."""
    if not text:
        return ""
    day = date.fromisoformat(text)
    if language[:2] == "ko":
        return f"{day.year}.{day.month:02d}.{day.day:02d} ({WEEKDAYS['ko'][day.weekday()]})"
    return f"{WEEKDAYS['en'][day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def inside(strip: Strip, language: str) -> str:
    """INT, EXT or both."""
    return INSIDE["ko" if language[:2] == "ko" else "en"][strip.setting]


def time_of_day(strip: Strip, language: str) -> str:
    """The scene's time of day."""
    return TIMES["ko" if language[:2] == "ko" else "en"][strip.time]


def category(number: int, language: str) -> str:
    """A breakdown category's name."""
    names = KOREAN_CATEGORIES if language[:2] == "ko" else CATEGORIES
    return names.get(number, CATEGORIES.get(number, str(number)))


def hours(minutes: int, language: str) -> str:
    """Minutes as hours: "9 h 05"."""
    whole, rest = divmod(minutes, 60)
    if language[:2] == "ko":
        return f"{whole}시간" + (f" {rest}분" if rest else "")
    return f"{whole} h {rest:02d}" if rest else f"{whole} h"


def day_total(day: ShootDay, language: str) -> str:
    """A day's totals in a line."""
    return label("totals", language, pages=page_count(day.eighths, language), scenes=scene_count(day, language),
                 hours=hours(day.minutes, language))


def page_count(eighths: int, language: str) -> str:
    """Pages with their word: "1 3/8 pages"."""
    return f"{pages(eighths)}p" if language[:2] == "ko" else f"{pages(eighths)} page{'s' * (eighths > 8)}"


def scene_count(day: ShootDay, language: str) -> str:
    """The number of a day's scenes with its word."""
    count = len(day.scenes)
    return f"{count}씬" if language[:2] == "ko" else f"{count} scene{'s' * (count != 1)}"
