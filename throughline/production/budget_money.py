"""Money: currencies, rounding as spreadsheets round, and which of several dated figures is in force."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, ROUND_UP, Decimal
from typing import TypeVar

T = TypeVar("T")
CURRENCIES = frozenset(
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP "
    "CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF "
    "IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD "
    "MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB "
    "RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD "
    "UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG".split())
"""Active codes of money. Source: ISO 4217, list one."""
SIGNS = {"KRW": "₩", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}


def rounded(value: float, places: int = 0) -> float:
    """The value rounded half away from nought after 15 digits, as a spreadsheet's ROUND does."""
    return _quantized(value, places, ROUND_HALF_UP)


def rounded_up(value: float, places: int = 0) -> float:
    """The value rounded away from nought after 15 digits, as a spreadsheet's ROUNDUP does."""
    return _quantized(value, places, ROUND_UP)


def _quantized(value: float, places: int, how: str) -> float:
    return float(Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-places), rounding=how))


def sign(currency: str) -> str:
    """What stands before an amount: "₩", "$", or the code and a space."""
    return SIGNS.get(currency, f"{currency} ")


def money(amount: float, currency: str) -> str:
    """An amount in words of figures: "₩1,200,000"."""
    return f"{sign(currency)}{amount:,.0f}"


def is_date(text: str) -> bool:
    """True for an ISO date that the calendar has: "2026-03-02"."""
    try:
        return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def in_force(rows: Sequence[T], when: str, span: Callable[[T], tuple[str, str]]) -> T | None:
    """The newest of ``rows`` that holds on the ISO date ``when``; ``span`` gives first and last day, "" for open."""
    held = [row for row in rows if span(row)[0] <= when and (not span(row)[1] or when <= span(row)[1])]
    return max(held, key=lambda row: span(row)[0], default=None)
