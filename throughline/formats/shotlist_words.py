"""The words of the shot list's workbook in English and in Korean."""

from __future__ import annotations

SHEETS = {"en": ("Shot list", "Set-up order", "Coverage"), "ko": ("컷 리스트", "셋업 순서", "커버리지")}
COLUMNS = {
    "en": {"shots": ("Scene", "Shot", "Set-up", "Size", "Angle", "Movement", "Lens", "Subjects", "Description",
                     "Dialogue", "Length", "Equipment", "VFX", "Notes"),
           "setups": ("No.", "Set-up", "Shots", "Camera looks at", "Lens", "Height", "Equipment", "Sizes", "Subjects",
                      "What is shot", "Screen time", "VFX, plates", "Done"),
           "coverage": ("Line", "Who", "Script", "Count", "Shots")},
    "ko": {"shots": ("씬", "컷", "셋업", "사이즈", "앵글", "무브", "렌즈", "인물", "내용", "대사", "길이", "장비",
                     "VFX", "비고"),
           "setups": ("순서", "셋업", "컷", "카메라 방향", "렌즈", "높이", "장비", "사이즈", "인물", "내용", "길이",
                      "VFX·플레이트", "완료"),
           "coverage": ("줄", "인물", "대본", "수", "컷")},
}
REMARKS = {
    "en": {"shots": "In script order. Length in seconds; the set-up is where the camera stands, as on the slate.",
           "setups": "In the order of shooting: set by set, by time of day; the master's side first, wide before "
                     "close, inserts last.",
           "coverage": "A lined script: a filled cell is on camera, a dotted one is heard from off camera. Red: no "
                       "shot covers the line."},
    "ko": {"shots": "대본 순서. 길이는 초 단위이며, 셋업은 카메라 자리(슬레이트 번호)입니다.",
           "setups": "촬영 순서: 세트별, 시간대별. 마스터 쪽부터, 넓은 사이즈에서 좁은 사이즈로, 인서트는 마지막.",
           "coverage": "라인드 스크립트: 채운 칸은 화면 안, 점 찍은 칸은 화면 밖 소리. 빨간 줄은 "
                       "어느 컷에도 없습니다."},
}
TOTAL = {"en": "{shots} shots, {setups} set-ups, {minutes}", "ko": "{shots}컷, 셋업 {setups}개, {minutes}"}
SCENE = {"en": "Scene {scene}", "ko": "씬 {scene}"}
CONTINUED = {"en": "(continued)", "ko": "(계속)"}
OFF = {"en": "{} (O.S.)", "ko": "{}(소리)"}
OVER = {"en": "over {}", "ko": "{} 어깨 너머"}
PLATE = {"en": "plate: {}", "ko": "플레이트: {}"}
WISH = {"en": "director: {}", "ko": "감독: {}"}
TEXT = {"en": "text: {}", "ko": "자막: {}"}
EYE = {"en": "eye", "ko": "아이 레벨"}
DIRECTIONS = {
    "en": {"master": "whole scene", "insert": "insert", "from_side": "{} from the side", "from_front": "{} from ahead",
           "behind": "{} from behind", "past_camera": "{} going past", "towards_camera": "{} coming on"},
    "ko": {"master": "씬 전체", "insert": "인서트", "from_side": "{} 옆에서", "from_front": "{} 앞에서",
           "behind": "{} 뒤에서", "past_camera": "{} 지나감", "towards_camera": "{} 정면으로 다가옴"},
}
HEIGHTS = {
    "en": {"": "eye", "low": "low", "high": "high", "overhead": "overhead"},
    "ko": {"": "눈높이", "low": "로", "high": "하이", "overhead": "직부감"},
}
_EQUIPMENT = {"Tripod": "삼각대", "Dolly": "달리", "Tripod, fluid head": "삼각대, 플루이드 헤드",
              "Dolly on track": "달리, 트랙", "Gimbal": "짐벌", "Crane": "크레인", "Handheld rig": "핸드헬드 리그",
              "Tripod, zoom lens": "삼각대, 줌 렌즈", "Camera car": "카메라카"}


def equipment_word(english: str, language: str) -> str:
    """What carries the camera, in the language: "Dolly", "달리"."""
    if language != "ko":
        return english
    rig = ", car rig"
    found = _EQUIPMENT.get(english.removesuffix(rig), english.removesuffix(rig))
    return f"{found}, 차량 리그" if english.endswith(rig) else found
