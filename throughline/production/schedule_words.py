"""What the schedule says to people, in English and Korean."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "start": "first day of shooting: schedule.toml, start",
        "location": "location for {name}: schedule.toml, [[location]]",
        "address": "address of {name}: schedule.toml, [[location]] address",
        "hospital": "nearest hospital to {name}: schedule.toml, [[location]] hospital",
        "rate": "day rate of {name}: schedule.toml, [[cast]] day_rate",
        "rates": "day rates of {count} cast members ({names}): schedule.toml, [[cast]] day_rate",
        "day": "cost of a shooting day: schedule.toml, [costs] day",
        "move": "cost of a company move: schedule.toml, [costs] move",
        "currency": "currency of the rates: schedule.toml, [costs] currency",
        "pin": "scene {scene} on {wanted}", "day_number": "shooting day {day}",
        "got": "shot on {got}",
        "no_start": "no first day of shooting is known", "no_slot": "{date} is before the first day, {start}",
        "beyond": "{date} is beyond every day that the shoot needs", "works_off": "no work on {date}",
        "by_pin": "scene {scene} is pinned to it",
        "away": "{name} not called on {date}", "closed": "{name} not used on {date}",
        "needs": "shot that day: {scenes}", "never_player": "{name} is free on no day of the shoot",
        "never_place": "{name} is open on no day of the shoot",
        "end": "shooting finished by {end}", "more_days": "days of work that do not fit before it: {count}",
        "hours": "{name} at most {hours} h on set on {date}", "long": "the scenes of the day take {minutes} minutes",
        "against": "it cannot be kept together with: {others}",
        "never_fits": "no day of the shoot has room for it", "dates_of": "the dates of {name}",
        "hours_of": "the hours of {name}", "dates": "the days off and the last day",
        "search": "no way was found to keep it in the time that the search has",
    },
    "ko": {
        "start": "첫 촬영일: schedule.toml의 start",
        "location": "{name} 촬영 장소: schedule.toml의 [[location]]",
        "address": "{name} 주소: schedule.toml의 [[location]] address",
        "hospital": "{name} 인근 병원: schedule.toml의 [[location]] hospital",
        "rate": "{name} 일당: schedule.toml의 [[cast]] day_rate",
        "rates": "배우 {count}명의 일당 ({names}): schedule.toml의 [[cast]] day_rate",
        "day": "촬영 1일 비용: schedule.toml의 [costs] day",
        "move": "장소 이동 비용: schedule.toml의 [costs] move",
        "currency": "일당의 통화: schedule.toml의 [costs] currency",
        "pin": "{scene}씬을 {wanted}에 촬영", "day_number": "{day}회차",
        "got": "{got}에 촬영",
        "no_start": "첫 촬영일이 정해지지 않음", "no_slot": "{date}은(는) 첫 촬영일 {start}보다 앞섬",
        "beyond": "{date}은(는) 필요한 촬영 기간을 벗어남", "works_off": "{date} 휴무",
        "by_pin": "{scene}씬이 이 날로 고정됨",
        "away": "{date} {name} 불참", "closed": "{date} {name} 사용하지 않음",
        "needs": "이 날 촬영: {scenes}씬", "never_player": "{name}: 촬영 기간 중 가능한 날이 없음",
        "never_place": "{name}: 촬영 기간 중 쓸 수 있는 날이 없음",
        "end": "{end}까지 촬영 종료", "more_days": "{count}일 분량이 그 전에 들어가지 않음",
        "hours": "{date} {name} 현장 {hours}시간 이내", "long": "그날 장면에 {minutes}분이 걸림",
        "against": "다음과 함께 지킬 수 없음: {others}",
        "never_fits": "촬영 기간 중 들어갈 날이 없음", "dates_of": "{name}의 가능 날짜",
        "hours_of": "{name}의 현장 시간 제한", "dates": "휴무일과 촬영 종료일",
        "search": "주어진 탐색 안에서 지킬 방법을 찾지 못함",
    },
}


def say(key: str, language: str, **parts: object) -> str:
    """A phrase in the language, English where it has none."""
    words = WORDS.get(language[:2], WORDS["en"])
    return words[key].format(**parts)
