"""Clauses of both languages, labelled by hand, against the events that the reader finds."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest

from throughline.film.screenplay import Element, ElementKind, Screenplay
from throughline.film.story import BeatKind, Event, Verb
from throughline.reading import breakdown

CUES = {"english": ("MARY", "JOHN", "SARAH", "TOM"), "korean": ("민서", "지훈", "하은", "준")}
HEADINGS = {"english": "INT. HOUSE - DAY", "korean": "S#1. 집 / 낮"}


@cache
def labelled() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("cases.toml").read_text(encoding="utf-8"))


def events(language: str, text: str) -> list[Event]:
    speeches = [
        element
        for name in CUES[language]
        for element in (Element(kind=ElementKind.CHARACTER, text=name), Element(kind=ElementKind.DIALOGUE, text="..."))
    ]
    reading = breakdown(
        Screenplay(
            elements=(
                Element(kind=ElementKind.SCENE_HEADING, text=HEADINGS[language]),
                *speeches,
                Element(kind=ElementKind.SCENE_HEADING, text=HEADINGS[language]),
                Element(kind=ElementKind.ACTION, text=text, line=9),
            )
        )
    )
    return [event for beat in reading.scenes[1].beats if beat.kind is BeatKind.ACTION for event in beat.events]


def told(event: Event) -> str:
    return f"{'+'.join(event.who) or '-'} {event.verb.value}"


def is_right(wanted: str, found: list[Event]) -> bool:
    parts = [part.strip() for part in wanted.split(";") if part.strip()]
    if not any(part.split(" > ")[0].endswith(" be") for part in parts):
        found = [event for event in found if event.verb is not Verb.BE]
    if len(parts) != len(found):
        return False
    for part, event in zip(parts, found, strict=True):
        said, _, target = part.partition(" > ")
        if told(event) != said or (target and event.target != target):
            return False
    return True


@pytest.mark.parametrize("language", ["english", "korean"])
def test_clauses_become_the_events_a_person_would_stage(language: str) -> None:
    cases = labelled()[language]
    misses = []
    for text, wanted in cases.items():
        found = events(language, text)
        if not is_right(wanted, found):
            misses.append(
                f"  {text}\n    wanted {wanted or 'nothing'}\n    found  "
                f"{'; '.join(f'{told(e)} > {e.target}' for e in found) or 'nothing'}"
            )
    right = 1 - len(misses) / len(cases)
    print(f"\n{language}: {right:.3f} of {len(cases)}\n" + "\n".join(misses))
    assert right >= 0.9, f"{language}: {right:.3f} of {len(cases)}\n" + "\n".join(misses)


def test_there_are_enough_cases() -> None:
    assert sum(map(len, labelled().values())) >= 150
