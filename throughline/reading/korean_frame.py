"""What a Korean sentence has said since its last verb: the arguments that the next verb takes."""

from __future__ import annotations

from collections.abc import Sequence

from throughline.reading.clauses import Clause, Part
from throughline.reading.korean_tokens import Word
from throughline.reading.lexicon import Sense


class Frame:
    """What has been said since the last verb: subjects, object, where to, how."""

    def __init__(self, sentence: str, found: Sequence[Word]) -> None:
        self.sentence = sentence
        self.found = found
        self.out: list[Clause] = []
        self.topic: tuple[Part, ...] = ()
        self.subjects: list[tuple[Part, ...]] = []
        self.clear()
        self.joined: list[Part] = []
        self.linked = False
        self.told = False
        self.listed: tuple[Part, ...] = ()
        self.relative_target: Part | None = None
        self.owner: Part | None = None
        self.relative: tuple[Sense, str, bool] | None = None
        self.begin = 0
        self.negated = False

    def clear(self) -> None:
        self.objects: list[Part] = []
        self.to: list[Part] = []
        self.source: list[Part] = []
        self.company: list[Part] = []
        self.manner: list[str] = []
        self.nouns: list[str] = []
        self.base: list[tuple[Sense, str]] = []
        self.negated = False

    def who(self, inner: bool = False) -> tuple[tuple[Part, ...], bool]:
        """The subject of the clause that ends here, and whether it is the last clause's."""
        if inner and self.subjects and (len(self.subjects) > 1 or self.topic):
            return self.subjects.pop(), False
        if self.subjects:
            return self.subjects[0], False
        return (self.topic, False) if self.topic else ((), True)
