"""When each sound of a line is spoken, from espeak-ng itself."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from throughline.engines.contracts import EngineCrashed, EngineTimeout, NotCapable

WORKER = Path(__file__).with_name("espeak_worker.py")
TIMEOUT = 30.0
Sound = tuple[float, float, str, int]
"""Begin and end in seconds, the IPA symbol ("" where there is silence), stress: 0 none, 1 secondary, 2 primary."""


def timed_sounds(text: str, voice: str, rate: int) -> tuple[Sound, ...]:
    """The sounds of ``text`` in espeak-ng's ``voice`` ("ko", "en-us") at ``rate`` words a minute, in order.

    Raises:
        NotCapable: espeak-ng's library is not installed, or has no such voice.
        EngineCrashed, EngineTimeout: it does not answer.
    """
    asked = json.dumps({"text": text, "voice": voice, "rate": rate})
    try:
        done = subprocess.run([sys.executable, "-I", "-S", str(WORKER)], input=asked.encode(), capture_output=True,
                              timeout=TIMEOUT)
    except subprocess.TimeoutExpired as error:
        raise EngineTimeout(f"espeak-ng gave no answer within {TIMEOUT:.0f} s") from error
    if done.returncode != 0:
        raise EngineCrashed(f"espeak-ng's library failed with status {done.returncode}")
    answer = json.loads(done.stdout)
    if isinstance(answer, dict):
        raise NotCapable(str(answer["error"]))
    return tuple((float(begin), float(end), str(name), int(stress)) for begin, end, name, stress in answer)
