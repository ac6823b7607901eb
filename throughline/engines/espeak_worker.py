"""Asks espeak-ng's library for the times of a line's sounds: JSON in, JSON out. A process of its own, which may crash
without harm and starts fresh, so that the same line always has the same times. Imports nothing of Throughline.

    {"text": TEXT, "voice": "ko", "rate": 165}  ->  [[BEGIN, END, IPA, STRESS], ...] in seconds, or {"error": WORDS}
"""

import ctypes
import ctypes.util
import json
import sys
from typing import Any

AT_ONCE, UTF8, RATE, PHONEME = 2, 1, 1, 7
EVENTS, IPA, NO_EXIT = 1, 2, 1 << 15
NAMES = ("libespeak-ng.so.1", "libespeak-ng.dylib", "espeak-ng.dll")
STRESSES = {"ˈ": 2, "ˌ": 1}


class _Name(ctypes.Union):
    _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]


class _Event(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int), ("identifier", ctypes.c_uint), ("place", ctypes.c_int),
                ("length", ctypes.c_int), ("milliseconds", ctypes.c_int), ("sample", ctypes.c_int),
                ("user", ctypes.c_void_p), ("id", _Name)]


_Heard = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


def library() -> ctypes.CDLL | None:
    """The library, or None where there is none."""
    for name in (*NAMES, ctypes.util.find_library("espeak-ng")):
        if name:
            try:
                return ctypes.CDLL(name)
            except OSError:
                continue
    return None


def heard(speech: ctypes.CDLL, text: bytes, voice: str, rate: int) -> tuple[list[tuple[float, str]], float]:
    """[(begin, IPA)] of the sounds in order, in seconds, and when the last of them ends."""
    hertz = speech.espeak_Initialize(AT_ONCE, 0, None, EVENTS | IPA | NO_EXIT)
    if hertz <= 0:
        raise RuntimeError("espeak-ng has no data")
    if speech.espeak_SetVoiceByName(voice.encode()) != 0:
        raise RuntimeError(f"espeak-ng has no voice {voice}")
    speech.espeak_SetParameter(RATE, rate, 0)
    found: list[tuple[float, str]] = []
    ends = [0]

    def listen(_wave: Any, count: int, events: Any) -> int:
        number = 0
        while events[number].type != 0:
            if events[number].type == PHONEME:
                found.append((events[number].sample / hertz, events[number].id.string.decode(errors="replace")))
            number += 1
        ends[0] += max(count, 0)
        return 0

    kept = _Heard(listen)
    speech.espeak_SetSynthCallback(kept)
    speech.espeak_Synth(text, len(text) + 1, 0, 1, 0, UTF8, None, None)
    return found, max(ends[0] / hertz, found[-1][0] if found else 0.0)


def stressed(speech: ctypes.CDLL, text: bytes) -> list[tuple[str, int]]:
    """[(IPA, stress)] of the text's sounds in order, without times."""
    speech.espeak_TextToPhonemes.restype = ctypes.c_char_p
    speech.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_int]
    rest = ctypes.c_char_p(text)
    found: list[tuple[str, int]] = []
    while rest.value is not None:
        clause = (speech.espeak_TextToPhonemes(ctypes.byref(rest), UTF8, IPA | ord("|") << 8) or b"").decode()
        for part in clause.replace(" ", "|").split("|"):
            name = part.lstrip("".join(STRESSES))
            if name:
                found.append((name, STRESSES.get(part[0], 0)))
    return found


def timed(text: str, voice: str, rate: int) -> list[list[float | str | int]]:
    """[[begin, end, IPA, stress]] of a line; silences have the name ""."""
    speech = library()
    if speech is None:
        raise RuntimeError("espeak-ng's library is not installed")
    data = text.encode()
    sounds, end = heard(speech, data, voice, rate)
    marks = stressed(speech, data)
    rows: list[list[float | str | int]] = []
    place = 0
    for number, (begin, name) in enumerate(sounds):
        until = sounds[number + 1][0] if number + 1 < len(sounds) else end
        stress = 0
        if name:
            at = next((k for k in range(place, min(place + 6, len(marks))) if marks[k][0] == name), None)
            if at is not None:
                stress, place = marks[at][1], at + 1
        rows.append([begin, until, name, stress])
    return rows


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    try:
        print(json.dumps(timed(asked["text"], asked["voice"], asked["rate"])))
    except RuntimeError as error:
        print(json.dumps({"error": str(error)}))
