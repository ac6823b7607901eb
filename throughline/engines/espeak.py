"""Scratch voices by espeak-ng: offline, deterministic, Korean and English and some hundred other languages."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cached_property
from pathlib import Path

from throughline.engines.contracts import (
    EngineCrashed,
    EngineIdentity,
    EngineTimeout,
    NotCapable,
    NotConfigured,
    RequestRefused,
    SpeechRequest,
)

TIMEOUT = 60.0


class EspeakSpeaker:
    """Speaks through the espeak-ng program."""

    @cached_property
    def program(self) -> str:
        found = shutil.which("espeak-ng")
        if found is None:
            raise NotConfigured("espeak-ng is not installed; run: throughline setup (or apt-get install espeak-ng)")
        return found

    @cached_property
    def identity(self) -> EngineIdentity:
        words = self._run(["--version"], b"").decode(errors="replace")
        version = re.search(r"\d+(\.\d+)+", words)
        return EngineIdentity(name="espeak-ng", version=version.group(0) if version else "unknown")

    @cached_property
    def languages(self) -> frozenset[str]:
        """The tags of the languages that this espeak-ng speaks ("ko", "en-us")."""
        rows = self._run(["--voices"], b"").decode(errors="replace").splitlines()[1:]
        return frozenset(row.split()[1].lower() for row in rows if len(row.split()) > 1)

    def speak(self, request: SpeechRequest) -> Path:
        """A mono WAV of the request's text at espeak-ng's own 22,050 Hz, at ``request.out``.

        Raises:
            NotCapable: espeak-ng does not speak the voice's language.
            RequestRefused: there is nothing to say in the text.
            EngineError: espeak-ng is missing, fails, or does not answer.
        """
        voice = request.voice
        if voice.language.lower() not in self.languages:
            raise NotCapable(f"espeak-ng has no voice for the language '{voice.language}'")
        name = voice.language + (f"+{voice.variant}" if voice.variant else "")
        arguments = ["-v", name, "-p", str(voice.pitch), "-s", str(voice.rate), "-w", request.out, "--stdin"]
        self._run(arguments, request.text.encode())
        if not Path(request.out).is_file():
            raise RequestRefused(f"espeak-ng finds nothing to say in “{request.text[:40]}”")
        return Path(request.out)

    def _run(self, arguments: list[str], text: bytes) -> bytes:
        try:
            done = subprocess.run([self.program, *arguments], input=text, capture_output=True, timeout=TIMEOUT)
        except subprocess.TimeoutExpired as error:
            raise EngineTimeout(f"espeak-ng gave no answer within {TIMEOUT:.0f} s") from error
        if done.returncode != 0:
            words = done.stderr.decode(errors="replace").strip().splitlines() or ["no message"]
            raise EngineCrashed(f"espeak-ng failed with status {done.returncode}: {words[-1]}")
        return done.stdout
