"""Amounts, dates and counts as Korean and English readers write them."""

from __future__ import annotations

from fractions import Fraction

from throughline.film.dossier import Amount

_SIGNS = {"KRW": "₩", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
_KOREAN = {"KRW": "원", "USD": "달러", "EUR": "유로", "GBP": "파운드", "JPY": "엔"}
EOK, MAN = 100_000_000, 10_000


def amount(value: float, currency: str, language: str) -> Amount:
    """``value`` rounded to whole units: digits for tables (no sign of the currency), a short form for headlines."""
    whole = units(value)
    return Amount(value=whole, exact=digits(whole), short=short(whole, currency, language))


def units(value: float) -> int:
    """The amount in whole units, halves rounded away from nothing."""
    whole = int(abs(value) + 0.5)
    return whole if value >= 0 else -whole


def digits(value: int) -> str:
    """12345678 is "12,345,678"; a loss has a true minus."""
    return f"{value:,}".replace("-", "−")


def full(value: int, currency: str, language: str) -> str:
    """The amount to the last unit with its currency: "₩9,702", "9,702원"."""
    if language == "ko":
        return f"{digits(value)}{_KOREAN.get(currency, ' ' + currency)}"
    sign = "−" if value < 0 else ""
    return f"{sign}{_SIGNS.get(currency, currency + ' ')}{abs(value):,}"


def short(value: int, currency: str, language: str) -> str:
    """The amount for a headline: "₩1.23 billion", "12.3억 원", "1억 2,346만 원", "8,450만 원"."""
    sign, size = "−" if value < 0 else "", abs(value)
    if language == "ko":
        word = _KOREAN.get(currency, currency)
        if size >= 10 * EOK:
            return f"{sign}{_rounded(Fraction(size, EOK), 1)}억 {word}"
        if size >= EOK - MAN // 2:
            whole, rest = divmod((size + MAN // 2) // MAN, MAN)
            return f"{sign}{whole}억 {f'{rest:,}만 ' if rest else ''}{word}"
        return f"{sign}{_rounded(Fraction(size, MAN), 0)}만 {word}" if size >= 10 * MAN else full(value, currency, "ko")
    mark = _SIGNS.get(currency, currency + " ")
    for step, name, places in ((10**9, "billion", 2), (10**6, "million", 1 if currency == "KRW" else 2)):
        if size >= step:
            return f"{sign}{mark}{_rounded(Fraction(size, step), places)} {name}"
    return full(value, currency, "en")


def _rounded(value: Fraction, places: int) -> str:
    scaled = int(value * 10**places + Fraction(1, 2))
    text = f"{scaled // 10**places:,}"
    part = str(scaled % 10**places).zfill(places).rstrip("0") if places else ""
    return f"{text}.{part}" if part else text


def percent(part: float, whole: float = 1.0, places: int = 1) -> str:
    """A share as "12.5 %"; "" where there is no whole."""
    if not whole:
        return ""
    text = f"{100 * part / whole:.{places}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + "%"


def share(part: float, whole: float) -> str:
    """A share for a column of such, each with one figure after the point: "7.0%"; "" where there is no whole."""
    return f"{100 * part / whole:.1f}%" if whole else ""


def shares(parts: list[int]) -> list[str]:
    """Whole per cent that add up to 100, the largest remainders rounded up; all "" where the parts come to nothing."""
    whole = sum(parts)
    if not whole:
        return [""] * len(parts)
    exact = [Fraction(100 * part, whole) for part in parts]
    found = [int(value) for value in exact]
    order = sorted(range(len(parts)), key=lambda index: (found[index] - exact[index], index))
    for index in order[:100 - sum(found)]:
        found[index] += 1
    return [f"{value}%" for value in found]


def day(iso: str, language: str) -> str:
    """An ISO date as a reader writes it: "1 March 2027", "2027년 3월 1일"; a bare year or month too."""
    parts = [int(part) for part in iso.split("-")]
    if language == "ko":
        return " ".join(f"{part}{name}" for part, name in zip(parts, ("년", "월", "일"), strict=False))
    months = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
              "November", "December")
    words = [str(parts[0])] if len(parts) == 1 else [months[parts[1] - 1], str(parts[0])]
    return " ".join([str(parts[2]), *words] if len(parts) == 3 else words)


def days_span(start: str, end: str, language: str) -> str:
    """Two ISO dates to the day, what they share said once: "12 – 16 October 2026", "2026년 10월 12일 – 16일"."""
    if start == end:
        return day(start, language)
    one, other = day(start, language).split(), day(end, language).split()
    same = [first == second for first, second in zip(one, other, strict=True)]
    if language == "ko":
        shared = 2 if same[:2] == [True, True] else 1 if same[0] else 0
        return f"{' '.join(one)} – {' '.join(other[shared:])}"
    shared = 1 if same[1:] == [True, True] else 2 if same[2] else 3
    return f"{' '.join(one[:shared])} – {' '.join(other)}"


def span(start: str, end: str, language: str) -> str:
    """Two ISO dates as a stretch of months: "March – May 2027"."""
    one, other = start[:7], end[:7]
    if one == other:
        return day(one, language)
    if one[:4] == other[:4]:
        if language == "ko":
            return f"{day(one, language)} – {int(other[5:7])}월"
        return f"{day(one, language).split()[0]} – {day(other, language)}"
    return f"{day(one, language)} – {day(other, language)}"


def clock(seconds: float, language: str) -> str:
    """A running time: "2 min 13 s", "2분 13초", from an hour on "1 h 52 min"."""
    whole = round(seconds)
    hours, minutes, rest = whole // 3600, whole % 3600 // 60, whole % 60
    parts = (hours, minutes) if hours else (minutes, rest) if minutes else (rest,)
    names = ("시간", "분", "초") if language == "ko" else (" h", " min", " s")
    return " ".join(f"{part}{name}" for part, name in zip(parts, names[(0 if hours else 1 if minutes else 2):],
                                                          strict=False))
