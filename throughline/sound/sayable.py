"""What of a written speech is spoken."""

from __future__ import annotations

import re


def sayable(text: str) -> str:
    """The words of a speech without what is not spoken: (asides), Fountain's marks, bracketed notes."""
    words = re.sub(r"\[\[.*?\]\]|\([^()]*\)|\[[^\[\]]*\]", " ", text, flags=re.DOTALL)
    return " ".join(re.sub(r"[*_~^`\[\]<>]", " ", words).split())
