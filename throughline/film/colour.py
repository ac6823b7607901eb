"""Colours as people write them."""

from __future__ import annotations


def linear(colour: str) -> tuple[float, float, float]:
    """The linear Rec.709 triple of an sRGB hex colour such as "#7a1f1f".

    Source: IEC 61966-2-1, the transfer function.
    """
    values = [int(colour.lstrip("#")[i:i + 2], 16) / 255 for i in (0, 2, 4)]
    r, g, b = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values)
    return r, g, b
