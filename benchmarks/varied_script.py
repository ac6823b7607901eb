"""A long script of many sorts of scenes, made from a seed: talk, chases, quiet arrivals, disasters, crowds."""

from __future__ import annotations

from random import Random

PEOPLE = ("MARA", "TEO", "JUDGE OH", "LENA", "BAEK", "IVO", "SUNNY", "CAPTAIN ROH")
PLACES = ("INT. KITCHEN - NIGHT", "INT. OFFICE - DAY", "EXT. HARBOUR STREET - NIGHT", "INT. COURT HALL - DAY",
          "EXT. HILL ROAD - DAWN", "EXT. BACK ALLEY - NIGHT", "INT. BEDROOM - DAY", "EXT. FIELD - DUSK",
          "EXT. TEMPLE YARD - DAY", "INT. POLICE CAR - NIGHT")
LINES = (
    "No.", "Run!", "Who told you?", "I never said that.", "You were there. I saw you.", "Sit down, please.",
    "We have an hour, maybe less.", "She left the key under the third stone, the way she always did.",
    "I counted the steps. Forty-one down, forty up. Somebody is standing on the last one.",
    "Don't.", "And then?", "It doesn't matter any more.", "Ask him yourself, he is right behind you.",
    "My father built this house with his own hands, and when the river came he sat on the roof and laughed at it. We "
    "rowed past him twice. The third time the roof was gone, and he was still sitting there.",
    "Do you remember the summer when the well went dry?", "Because I was afraid.", "Give it to me.", "Look at me.",
    "If you sign, they let her go. If you don't, nobody in this room will ever hear of her again.", "Say it!",
    "(quietly) I know.", "I would have come if anybody had told me where you were.", "You are late.", "Then we wait.",
    "There were three of them at the door last night, and one of them knew your name.",
    "I have read this letter forty times and I still cannot find the word that is missing.",
    "You said the same thing in the spring, and then you sold the boat and never called.",
    "He walked out of that room with the whole case in his pocket. What did you expect me to do, stop him?",
    "Nobody comes up here in winter. The road is gone after the second bridge, and the phone has been dead for days.",
    "When I close my eyes I can still hear the bell. It is not loud. It is only that it never stops.")
ACTIONS = (
    "{a} walks to the window and looks out.", "{a} sits down at the table.", "{a} stands up.", "{b} turns away.",
    "{a} picks up a phone and reads it.", "{b} enters.", "{a} looks at {b} for a long time.", "{a} writes a letter.",
    "{b} kneels beside {a}.", "{a} points at {b}.", "{a} embraces {b}.", "{b} leaves.", "Rain on the roofs.",
    "A clock ticks. Nobody moves.", "{a} reaches for a knife.", "{a} and {b} walk slowly across the room.")
FAST = (
    "{a} runs down the street. {b} chases {a}.", "{a} stumbles and falls.", "{b} jumps over a wall.",
    "{a} runs past the camera.", "{a} and {b} run for their lives.", "{b} strikes {a}.", "{a} flees. {b} runs after.",
    "A BLACK VAN races down the street.", "The black van crashes into a lamp post.", "The black van explodes.",
    "{a} crouches behind a car.", "{b} shouts.", "{a} gets up and runs.", "{b} stops. {b} turns and runs back to {a}.")
VAST = ("The tower collapses.", "Dust rolls down the street.", "A CROWD runs away.", "The gate burns.")


def varied_script(seed: int, scenes: int = 40) -> str:
    """Fountain text of ``scenes`` scenes: the same seed, the same script."""
    dice = Random(seed)
    parts = [f"Title: VARIED {seed}\n"]
    for _ in range(scenes):
        first, second, third = dice.sample(PEOPLE, 3)
        place = dice.choice(PLACES)
        make = dice.choices((_talk, _chase, _quiet), (5, 3, 2))[0]
        lines = make(dice, first, second, third)
        parts.append("\n".join((place, "", *lines)))
    return "\n\n".join(parts) + "\n"


def _talk(dice: Random, first: str, second: str, third: str) -> list[str]:
    speakers = [first, second] if dice.random() < 0.7 else [first, second, third]
    lines = [f"{' and '.join(map(str.title, speakers))} wait.", ""] if dice.random() < 0.6 else []
    for number in range(dice.choice((3, 5, 8, 12, 20))):
        if dice.random() < 0.22:
            lines += [_said(dice.choice(ACTIONS), first, second), ""]
        lines += _speech(speakers[number % len(speakers)], dice.choice(LINES))
    return lines


def _chase(dice: Random, first: str, second: str, third: str) -> list[str]:
    lines: list[str] = []
    for _ in range(dice.choice((4, 7, 11))):
        lines += [_said(dice.choice(FAST), first, second), ""]
        if dice.random() < 0.2:
            lines += _speech(dice.choice((first, second)), dice.choice(LINES[:3]))
    if dice.random() < 0.4:
        lines += [dice.choice(VAST), "", f"{third.title()} stares.", ""]
    return lines


def _quiet(dice: Random, first: str, second: str, third: str) -> list[str]:
    lines: list[str] = []
    for _ in range(dice.choice((2, 4, 6))):
        lines += [_said(dice.choice(ACTIONS), first, second), ""]
    return lines + ([] if dice.random() < 0.6 else _speech(third, dice.choice(LINES)))


def _said(text: str, first: str, second: str) -> str:
    return text.format(a=first.title(), b=second.title())


def _speech(name: str, words: str) -> list[str]:
    if words.startswith("("):
        how, _, said = words.partition(") ")
        return [name, f"{how})", said, ""]
    return [name, words, ""]
