"""The words of a call sheet in English and Korean."""

from __future__ import annotations

SHEET: dict[str, dict[str, object]] = {
    "en": {
        "sheet": "CALL SHEET", "locations": "LOCATIONS", "scenes": "SCENES", "cast": "CAST", "background": "BACKGROUND",
        "departments": "DEPARTMENTS", "footer": "Lines to write on are open. Call times follow from the schedule.",
        "no_cast": "No cast is called today.",
        "location_head": ["", "Location", "Sets", "Address", "Parking"],
        "scene_head": ["Sc", "I/E D/N", "Set and action", "Pages", "Cast", "Start", "Time", "Notes"],
        "cast_head": ["No.", "Role", "Performer", "", "Pick-up", "Make-up", "On set", "Done", "Scenes"],
        "background_head": ["Who", "Scenes", "How many"],
        "department_head": ["Department", "For the scenes in brackets"],
        "next_head": ["Sc", "I/E D/N", "Set", "Pages", "Cast", "Location"]},
    "ko": {
        "sheet": "일일촬영계획표", "locations": "촬영 장소", "scenes": "촬영 씬", "cast": "배우 콜",
        "background": "보조출연", "departments": "파트별 준비",
        "footer": "밑줄은 아직 정해지지 않은 항목. 콜 타임은 일정에서 계산됨.", "no_cast": "오늘 집합하는 배우 없음.",
        "location_head": ["", "촬영 장소", "대본 장소", "주소", "주차"],
        "scene_head": ["S#", "내외/낮밤", "장소와 내용", "분량", "배우", "시작", "소요", "비고"],
        "cast_head": ["번호", "배역", "배우", "", "픽업", "분장", "현장", "종료", "씬"],
        "background_head": ["보조출연", "씬", "인원"], "department_head": ["파트", "괄호 안은 해당 씬"],
        "next_head": ["S#", "내외/낮밤", "장소(대본)", "분량", "배우", "촬영 장소"]},
}
WORDS: dict[str, dict[str, str]] = {
    "en": {
        "untitled": "Untitled", "day_of": "Day {day} of {count}", "date": "Date", "crew_call": "Crew call",
        "first_shot": "First scene", "meal": "Meal", "wrap": "Estimated wrap", "kind": "Kind of day",
        "sunrise": "Sunrise", "sunset": "Sunset", "weather": "Weather", "hospital": "Nearest hospital", "base": "Base",
        "director": "Director", "no_meal": "none (short day)", "kind_dawn": "Early day", "kind_day": "Day",
        "kind_split": "Split: day into night", "kind_night": "Night", "stunts": "STUNTS Sc {scenes}",
        "effects": "SPECIAL EFFECTS Sc {scenes}", "animals": "ANIMALS Sc {scenes}",
        "move": "COMPANY MOVE to {name}",
        "meal_at": "MEAL {time}", "setups": "{count} set-ups", "black_out": "night by day: black out windows",
        "day_for_night": "day by night: light windows", "at_dawn": "at dawn", "at_dusk": "at dusk",
        "next": "ADVANCE · Day {day} · {date} · call {call}", "date_open": "date open", "none": "Nothing special",
        "first_assistant": "1st assistant director", "producer": "Producer", "production_office": "Production office"},
    "ko": {
        "untitled": "제목 미정", "day_of": "{day}회차 / 총 {count}회차", "date": "촬영일", "crew_call": "스태프 집합",
        "first_shot": "첫 씬", "meal": "식사", "wrap": "종료 예정", "kind": "촬영 구분", "sunrise": "일출",
        "sunset": "일몰", "weather": "날씨", "hospital": "인근 병원", "base": "집합 장소", "director": "감독",
        "no_meal": "없음", "kind_dawn": "새벽~오후", "kind_day": "주간", "kind_split": "오후~심야",
        "kind_night": "야간", "stunts": "스턴트 S#{scenes}", "effects": "특수효과 S#{scenes}",
        "animals": "동물 S#{scenes}",
        "move": "장소 이동 → {name}", "meal_at": "식사 {time}",
        "setups": "세팅 {count}", "black_out": "낮에 밤 촬영: 암막", "day_for_night": "밤에 낮 촬영: 창 조명",
        "at_dawn": "새벽 촬영", "at_dusk": "해질녘 촬영", "next": "다음 촬영 · {day}회차 · {date} · 집합 {call}",
        "date_open": "날짜 미정", "none": "특이사항 없음", "first_assistant": "조감독", "producer": "프로듀서",
        "production_office": "제작부 연락처"},
}


def say(key: str, language: str, **parts: object) -> str:
    """A phrase in the language, English where it has none."""
    return WORDS.get(language[:2], WORDS["en"])[key].format(**parts)
