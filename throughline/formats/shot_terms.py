"""The words in which people write sizes, angles and moves on a shot list, in English and in Korean."""

from __future__ import annotations

import re

from throughline.film.shot import Angle, Move, Size

_SIZES: dict[Size, str] = {
    Size.ECU: "ecu, xcu, extreme close-up, 익스트림 클로즈업, 익스트림 클로즈업 숏, 익클",
    Size.CU: "cu, vcu, bcu, close-up, close, closeup, big close-up, 클로즈업, 클로즈업 숏, 클로즈업 샷",
    Size.MCU: "mcu, bs, bust, bust shot, medium close-up, 바스트 숏, 바스트 샷, 바스트, 미디엄 클로즈업",
    Size.MS: "ms, medium, medium shot, mid, mid shot, waist, waist shot, single, 미디엄 숏, 미디엄 샷, 미디엄, "
             "웨이스트 숏, 웨이스트 샷, 웨이스트",
    Size.MLS: "mls, mws, ks, knee shot, american, cowboy, medium long, medium long shot, medium wide, 니 숏, 니 샷, "
              "미디엄 롱 숏, 미디엄 롱 샷",
    Size.LS: "ls, ws, fs, long, long shot, wide, wide shot, full, full shot, master, 롱 숏, 롱 샷, 풀 숏, 풀 샷, "
             "와이드 숏, 와이드 샷, 마스터 숏, 마스터 샷",
    Size.ELS: "els, xls, ews, extreme long, extreme long shot, extreme wide, 익스트림 롱 숏, 익스트림 롱 샷",
    Size.ESTABLISHING: "est, es, establishing, establishing shot, 설정 숏, 설정 샷",
    Size.OTS: "ots, os, over, over the shoulder, over-the-shoulder, 오버 더 숄더, 오버 더 숄더 숏, 오버 숄더 숏, "
              "오버 숄더 샷",
    Size.TWO: "2-shot, 2s, 2 shot, two, two-shot, two shot, 투 숏, 투 샷",
    Size.INSERT: "insert, ins, insert shot, 인서트, 인서트 숏, 인서트 샷",
}
_ANGLES: dict[Angle, str] = {
    Angle.EYE: "eye, eye level, level, straight, normal, 아이 레벨, 수평",
    Angle.LOW: "low, low angle, 로 앵글, 로우 앵글, 로우, 앙각",
    Angle.HIGH: "high, high angle, 하이 앵글, 하이, 부감",
    Angle.BIRD: "bird's-eye, bird's eye, birds eye, bird, top, top shot, overhead, "
                "버즈아이, 버즈 아이 뷰, 직부감, 탑 앵글",
    Angle.WORM: "worm's-eye, worm's eye, worms eye, worm, 웜즈아이, 직앙각",
    Angle.DUTCH: "dutch, dutch angle, canted, oblique, 더치 앵글, 더치, 사각",
}
_MOVES: dict[Move, str] = {
    Move.STATIC: "static, fix, fixed, locked, locked off, tripod, still, none, -, 픽스, 고정",
    Move.PUSH_IN: "push in, push-in, push, dolly in, track in, t.i., 푸시 인, 달리 인, 트랙 인",
    Move.PULL_OUT: "pull out, pull-out, pull back, pull, dolly out, track out, t.o., 풀 아웃, 달리 아웃, 트랙 아웃",
    Move.PAN_LEFT: "pan left, pan l, 팬 레프트, 팬 좌, 좌팬",
    Move.PAN_RIGHT: "pan right, pan r, pan, 팬 라이트, 팬 우, 우팬, 팬",
    Move.TILT_UP: "tilt up, t.u., tilt, 틸트 업, 틸트",
    Move.TILT_DOWN: "tilt down, t.d., 틸트 다운",
    Move.TRACK: "track, tracking, truck, trucking, crab, dolly, 트래킹, 트랙, 달리",
    Move.LEAD: "lead, leading, 리드, 리딩",
    Move.FOLLOW: "follow, following, steadicam, gimbal, 팔로우, 팔로, 스테디캠, 짐벌",
    Move.CRANE_UP: "crane up, boom up, jib up, crane, 크레인 업, 붐 업, 크레인",
    Move.CRANE_DOWN: "crane down, boom down, jib down, 크레인 다운, 붐 다운",
    Move.ORBIT: "orbit, arc, circle, 아크, 오빗",
    Move.HANDHELD: "handheld, hand-held, hand held, hh, shoulder, 핸드헬드, 헨드헬드, 들고찍기",
    Move.ZOOM_IN: "zoom in, zoom, z.i., 줌 인, 줌인",
    Move.ZOOM_OUT: "zoom out, z.o., 줌 아웃, 줌아웃",
}


def _plain(written: str) -> str:
    return re.sub(r"[\s\-_.]+", "", written.casefold().replace("’", "'")) or written.strip()


_OF_SIZE = {_plain(word): size for size, words in _SIZES.items() for word in words.split(", ")}
_OF_ANGLE = {_plain(word): angle for angle, words in _ANGLES.items() for word in words.split(", ")}
_OF_MOVE = {_plain(word): move for move, words in _MOVES.items() for word in words.split(", ")}


def size_meant(written: str) -> Size | None:
    """The size that a word on a shot list means ("CU", "close-up", "바스트 샷"), None for a word that means none."""
    return _OF_SIZE.get(_plain(written))


def angle_meant(written: str) -> Angle | None:
    """The angle that a word means ("low angle", "부감"), None for a word that means none."""
    return _OF_ANGLE.get(_plain(written))


def move_meant(written: str) -> Move | None:
    """The camera's move that a word means ("dolly in", "팬"), None for a word that means none."""
    return _OF_MOVE.get(_plain(written))
