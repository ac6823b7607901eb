"""What a sentence says before anybody is resolved: clauses of a verb, who does it, to what, and how."""

from __future__ import annotations

from typing import NamedTuple

from throughline.film.story import Verb


class Part(NamedTuple):
    """A noun phrase. ``names`` are the candidates when it names an entity, ``pronoun`` its pronoun, ``word`` its head.

    ``owner`` is the phrase that possesses it (``Jun's hand``, ``his hand``); ``number`` is how many, where counted.
    """

    word: str = ""
    names: tuple[str, ...] = ()
    pronoun: str | None = None
    owner: Part | None = None
    plural: bool = False
    definite: bool = False
    alias: str = ""
    number: int | None = None


class Clause(NamedTuple):
    """One thing that a sentence says. ``inherits``: who does it is the last clause's subject."""

    verb: Verb
    subjects: tuple[Part, ...] = ()
    target: Part | None = None
    manner: tuple[str, ...] = ()
    companions: tuple[Part, ...] = ()
    lemma: str = ""
    text: str = ""
    passive: bool = False
    inherits: bool = False
