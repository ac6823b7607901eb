"""What a person says of the film to those who may pay for it: package.toml as values."""

from __future__ import annotations

from throughline.film.finance import Comparable, FinanceSettings
from throughline.film.record import Record


class Member(Record):
    """Somebody of the team: name, role, earlier work."""

    name: str
    role: str
    credits: tuple[str, ...] = ()


class Contact(Record):
    """Whom to write to; every field as the person gives it."""

    name: str = ""
    role: str = ""
    company: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""


class PackageWords(Record):
    """[en] or [ko]: the person's own words in one language. "" is not given: the other language's words stand, or
    the place is left open and marked so."""

    title: str = ""
    company: str = ""
    genre: str = ""
    logline: str = ""
    synopsis: str = ""
    statement: str = ""
    look: str = ""
    light: str = ""
    world: str = ""
    audience: str = ""
    release: str = ""
    rights: str = ""
    risks: str = ""
    consent: str = ""
    disclaimer: str = ""
    team: tuple[Member, ...] = ()
    contacts: tuple[Contact, ...] = ()


class Phase(Record):
    """A stretch of the film's life: development, preproduction, shoot, post, festival, release, or the person's own
    word; ISO dates, the last one included. ``text`` names it where the word is the person's own."""

    phase: str
    start: str
    end: str
    text: str = ""


class PictureWishes(Record):
    """[pictures]: shots whose pictures the person wants in a place; what is not given is chosen by what the shots show.
    """

    cover: str | None = None
    logline: str | None = None
    closing: str | None = None
    story: tuple[str, ...] = ()
    look: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()


PHASES = ("development", "preproduction", "shoot", "post", "festival", "release")


class PackageSettings(Record):
    """package.toml whole. ``as_of`` dates the package (ISO), None where the person gives no date."""

    as_of: str | None = None
    en: PackageWords = PackageWords()
    ko: PackageWords = PackageWords()
    finance: FinanceSettings = FinanceSettings()
    timeline: tuple[Phase, ...] = ()
    pictures: PictureWishes = PictureWishes()
    comparables: tuple[Comparable, ...] = ()

    def words(self, language: str) -> PackageWords:
        return self.ko if language == "ko" else self.en
