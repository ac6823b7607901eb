"""The words of the breakdown workbook in English and in Korean."""

from __future__ import annotations

from throughline.formats.corrections import KOREAN_CATEGORIES
from throughline.formats.shot_words import korean
from throughline.formats.tables import CATEGORIES

SHEETS = {
    "en": ("Scenes", "Elements", "By category", "Effect needs", "Cast"),
    "ko": ("씬 목록", "요소", "분류별 요소", "효과", "배역"),
}
COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "scenes": ("Scene", "Heading", "I/E", "D/N", "Script day", "Set", "Pages", "Shots", "Screen time", "Cast",
                   "Synopsis"),
        "elements": ("Scene", "Id", "Category", "Element", "Script line", "What the line says", "Source"),
        "categories": ("Id", "Category", "Element", "Scenes", "In scenes", "First line"),
        "needs": ("Scene", "Effect", "Complexity", "Happens to", "Why", "Script line", "What the line says", "Shots"),
        "cast": ("No.", "Character", "What the script says", "Scenes", "Pages", "Speeches", "Screen time", "In scenes"),
    },
    "ko": {
        "scenes": ("씬", "씬 제목", "실내외", "시간", "극중일", "세트", "분량(쪽)", "컷", "예상 시간", "배역",
                   "줄거리"),
        "elements": ("씬", "번호", "분류", "요소", "대본 줄", "대본의 문장", "출처"),
        "categories": ("번호", "분류", "요소", "씬 수", "나오는 씬", "첫 줄"),
        "needs": ("씬", "효과", "난이도", "대상", "까닭", "대본 줄", "대본의 문장", "컷"),
        "cast": ("번호", "배역", "대본의 설명", "씬 수", "분량(쪽)", "대사", "예상 시간", "나오는 씬"),
    },
}
NOTHING = {"en": "none", "ko": "없음"}
VOICE = {"en": "{} (voice)", "ko": "{}(목소리)"}
RUN = {"en": "{} to {}", "ko": "{}~{}"}
REMARKS: dict[str, dict[str, str]] = {
    "en": {
        "scenes": "Pages in eighths. Screen time is the length of the shots. Totals follow the filter.",
        "elements": "Wrong or missing? A row in corrections.csv (scene, category, element, action) wins from then on.",
        "categories": "What most scenes need stands first in its category.",
        "needs": "How hard an effect is follows from the script's words; why says which.",
        "cast": "Numbers as on the schedule's board. (voice): only heard in that scene.",
    },
    "ko": {
        "scenes": "분량은 8분의 1쪽 단위, 예상 시간은 컷 길이의 합. 합계는 필터를 따릅니다.",
        "elements": "틀리거나 빠진 것은 corrections.csv에 한 줄(씬, 분류, 요소, 처리)로 적으면 그때부터 늘 우선합니다.",
        "categories": "분류마다 여러 씬에 나오는 요소부터 적었습니다.",
        "needs": "난이도는 대본의 표현에서 나온 것이며, 까닭에 그 표현을 적었습니다.",
        "cast": "번호는 일정표의 배역 번호입니다. (목소리): 그 씬에서 목소리만 나옵니다.",
    },
}
_LEVELS = {"low": "낮음", "medium": "보통", "high": "높음"}
_SOURCES = {
    "en": {"lexicon": "word list", "learned": "trained tagger", "tag": "writer's tag", "llm": "language model",
           "person": "a person"},
    "ko": {"lexicon": "낱말 목록", "learned": "학습한 태거", "tag": "작가 태그", "llm": "언어 모델", "person": "사람"},
}


def tongue(language: str) -> str:
    """ "ko" where labels are Korean, else "en"."""
    return "ko" if korean(language) else "en"


def category_word(category: int, language: str) -> str:
    """ "Props", "소품"; a number that is no category as it is."""
    names = KOREAN_CATEGORIES if korean(language) else CATEGORIES
    return names.get(category, str(category))


def level_word(level: str, language: str) -> str:
    """ "high", "높음"."""
    return _LEVELS.get(level, level) if korean(language) else level


def source_word(source: str, language: str) -> str:
    """Who found an element, in words."""
    return _SOURCES[tongue(language)].get(source, source)
