"""What a shot's size, angle, move and effects are called on paper, in English and in Korean."""

from __future__ import annotations

from throughline.film.shot import Angle, Move, Shot, Size
from throughline.film.story import Setting, TimeOfDay

_SIZES = {Size.ECU: "익스트림 클로즈업", Size.CU: "클로즈업", Size.MCU: "바스트 숏", Size.MS: "미디엄 숏",
          Size.MLS: "니 숏", Size.LS: "롱 숏", Size.ELS: "익스트림 롱 숏", Size.ESTABLISHING: "설정 숏",
          Size.OTS: "오버 더 숄더", Size.TWO: "투 숏", Size.INSERT: "인서트"}
_ANGLES = {Angle.EYE: "아이 레벨", Angle.LOW: "로 앵글", Angle.HIGH: "하이 앵글", Angle.BIRD: "버즈아이",
           Angle.WORM: "웜즈아이", Angle.DUTCH: "더치 앵글"}
_MOVES = {Move.STATIC: "픽스", Move.PUSH_IN: "푸시 인", Move.PULL_OUT: "풀 아웃", Move.PAN_LEFT: "팬 레프트",
          Move.PAN_RIGHT: "팬 라이트", Move.TILT_UP: "틸트 업", Move.TILT_DOWN: "틸트 다운", Move.TRACK: "트래킹",
          Move.LEAD: "리드", Move.FOLLOW: "팔로우", Move.CRANE_UP: "크레인 업", Move.CRANE_DOWN: "크레인 다운",
          Move.ORBIT: "아크", Move.HANDHELD: "핸드헬드", Move.ZOOM_IN: "줌 인", Move.ZOOM_OUT: "줌 아웃"}
_EFFECTS = {"explosion": "폭발", "car_explosion": "차량 폭발", "fire": "불", "crash": "충돌", "debris": "파편",
            "sparks": "불꽃", "rain": "비", "glow": "빛", "shield": "보호막", "magic": "마법", "lightning": "번개",
            "flood": "물난리", "wind": "바람", "blood": "피", "smoke": "연기", "dust": "먼지",
            "muzzle_flash": "총구 화염", "gunfire": "총격", "snow": "눈", "ash": "재", "embers": "불티", "mist": "안개",
            "ghost_mist": "혼령 안개", "flash": "섬광", "collapse": "붕괴", "destruction": "파괴"}
_TIMES = {TimeOfDay.DAY: "낮", TimeOfDay.NIGHT: "밤", TimeOfDay.DAWN: "새벽", TimeOfDay.DUSK: "저녁"}
_SETTINGS = {"en": {Setting.INT: "INT", Setting.EXT: "EXT", Setting.INT_EXT: "INT/EXT"},
             "ko": {Setting.INT: "실내", Setting.EXT: "실외", Setting.INT_EXT: "실내/실외"}}


def korean(language: str) -> bool:
    """Whether labels in ``language`` ("ko", "ko-KR", "en" ...) are Korean; all others are English."""
    return language[:2] == "ko"


def size_word(size: Size, language: str) -> str:
    """ "close-up", "클로즈업"."""
    return _SIZES[size] if korean(language) else size.value


def angle_word(angle: Angle, language: str) -> str:
    """ "low", "로 앵글"; "" at eye level, which is not said."""
    if angle is Angle.EYE:
        return ""
    return _ANGLES[angle] if korean(language) else angle.value


def move_word(move: Move, language: str) -> str:
    """ "push in", "푸시 인"."""
    return _MOVES[move] if korean(language) else move.value


def effect_words(shot: Shot, language: str) -> str:
    """The shot's effects by name, each once: "explosion, dust"."""
    return ", ".join(dict.fromkeys(effect_word(cue.kind, language) for cue in shot.effects))


def effect_word(kind: str, language: str) -> str:
    """ "car explosion", "차량 폭발"."""
    plain = kind.replace("_", " ")
    return _EFFECTS.get(kind, plain) if korean(language) else plain


def time_word(time: TimeOfDay, language: str) -> str:
    """ "NIGHT", "밤"."""
    return _TIMES[time] if korean(language) else time.value.upper()


def setting_word(setting: Setting, language: str) -> str:
    """ "EXT", "실외"."""
    return _SETTINGS["ko" if korean(language) else "en"][setting]
