"""What stands in sets, and what a plan's legend says, in English and in Korean."""

from __future__ import annotations

from throughline.formats.shot_words import korean

_PIECES = {"building": "건물", "street lamp": "가로등", "parked car": "주차 차량", "tree": "나무",
           "pole": "전봇대", "bus stop": "버스 정류장", "tower": "탑", "gate": "문",
           "bins": "쓰레기통", "crates": "상자", "stairs": "계단",
           "bicycle": "자전거", "rail": "가드레일", "bed": "침대", "table": "탁자", "desk": "책상", "wardrobe": "옷장",
           "shelf": "선반", "side table": "협탁", "bookshelves": "책장", "column": "기둥", "bench": "벤치",
           "lantern": "석등", "platform": "단", "hall": "전각", "pagoda": "석탑", "door": "문", "window": "창",
           "crosswalk": "횡단보도", "signal": "신호등", "altar": "제단", "counter": "카운터", "chair": "의자",
           "pew": "장의자", "cabinet": "캐비닛", "copier": "복사기", "sofa": "소파", "pulpit": "설교단"}
LEGEND = {
    "en": {"scale": "1:{scale} on A3", "grid": "grid {step} {unit}", "north": "N", "key": "key light, {high} high",
           "begin": "camera, first frame", "end": "camera, last frame", "cast": "cast, first frame", "path": "path",
           "effect": "effect", "lamp": "lamp"},
    "ko": {"scale": "1:{scale} (A3)", "grid": "눈금 {step} {unit}", "north": "북", "key": "주광, 고도 {high}",
           "begin": "카메라 시작", "end": "카메라 끝", "cast": "인물 시작 위치", "path": "동선", "effect": "효과",
           "lamp": "조명"}}
TABLE = {
    "en": {"shot": "Shot", "size": "Size", "lens": "Lens", "field": "Field of view", "height": "Camera height",
           "tilt": "Tilt", "pan": "Heading", "distance": "To subject", "move": "Move", "travel": "Travel",
           "speed": "Top speed", "length": "Length", "plan": "Plan", "subject": "Subject", "actor": "Subject's speed"},
    "ko": {"shot": "컷", "size": "사이즈", "lens": "렌즈", "field": "화각", "height": "카메라 높이", "tilt": "틸트",
           "pan": "방향", "distance": "피사체 거리", "move": "무브", "travel": "이동 거리", "speed": "최고 속도",
           "length": "길이", "plan": "평면도", "subject": "피사체", "actor": "피사체 속도"}}


def piece_word(name: str, language: str) -> str:
    """ "street lamp", "가로등"; what has no Korean name keeps its own."""
    return _PIECES.get(name, name) if korean(language) else name


def legend(language: str) -> dict[str, str]:
    return LEGEND["ko" if korean(language) else "en"]


def table(language: str) -> dict[str, str]:
    return TABLE["ko" if korean(language) else "en"]
