"""A word's sounds from its letters alone: Hangul by its jamo, Latin letters by the commonest English readings."""

from __future__ import annotations

import unicodedata

Sounded = list[tuple[str, int]]
"""IPA symbols in order, each with the stress of its syllable: 0 none, 2 primary."""

INITIALS = ("k", "kk", "n", "t", "tt", "ɾ", "m", "p", "pp", "s", "ss", "", "tɕ", "ttɕ", "tɕʰ", "kʰ", "tʰ", "pʰ", "h")
MEDIALS = ("a", "ɛ", "ja", "jɛ", "ʌ", "e", "jʌ", "je", "o", "wa", "wɛ", "we", "jo", "u", "wʌ", "we", "wi", "ju", "ɯ",
           "ɯi", "i")
FINALS = ("", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "p", "l", "l", "p", "l", "m", "p", "p", "t", "t", "ŋ",
          "t", "t", "k", "t", "p", "t")
FIRST, LAST = 0xAC00, 0xD7A3

DIGRAPHS = {"tch": "tʃ", "igh": "aɪ", "ee": "iː", "ea": "iː", "oo": "uː", "ou": "aʊ", "ow": "oʊ", "oa": "oʊ",
            "ai": "eɪ", "ay": "eɪ", "oi": "ɔɪ", "oy": "ɔɪ", "au": "ɔː", "aw": "ɔː", "ew": "uː", "th": "θ", "sh": "ʃ",
            "ch": "tʃ", "ph": "f", "wh": "w", "ck": "k", "ng": "ŋ", "qu": "kw", "kn": "n", "wr": "ɹ", "ar": "ɑːɹ",
            "or": "ɔːɹ", "er": "ɚ", "ir": "ɚ", "ur": "ɚ"}
LETTERS = {"a": "æ", "e": "ɛ", "i": "ɪ", "o": "ɑ", "u": "ʌ", "y": "i", "b": "b", "c": "k", "d": "d", "f": "f", "g": "ɡ",
           "h": "h", "j": "dʒ", "k": "k", "l": "l", "m": "m", "n": "n", "p": "p", "q": "k", "r": "ɹ", "s": "s",
           "t": "t", "v": "v", "w": "w", "x": "ks", "z": "z"}
WEAK = frozenset({"a", "an", "the", "of", "to", "and", "or", "in", "on", "at", "is", "it", "i", "you", "he", "she",
                  "we", "they", "me", "my", "your", "be", "was", "are", "for", "but", "as", "that", "with"})
VOWELS = frozenset("aeiouyæɛɪɑʌɔəɐɚɜʊɯøœɒɨʉɤ")


def has_hangul(word: str) -> bool:
    return any(FIRST <= ord(letter) <= LAST for letter in word)


def is_vowel(symbol: str) -> bool:
    """Whether an IPA symbol carries a syllable."""
    return bool(symbol) and symbol[0] in VOWELS


def hangul(word: str) -> Sounded:
    """The sounds of a Korean word; the first syllable of several bears the accent of the phrase."""
    out: Sounded = []
    syllables = [ord(letter) - FIRST for letter in unicodedata.normalize("NFC", word) if FIRST <= ord(letter) <= LAST]
    for number, code in enumerate(syllables):
        stress = 2 if number == 0 and len(syllables) > 1 else 0
        initial, medial, final = INITIALS[code // 588], MEDIALS[code % 588 // 28], FINALS[code % 28]
        if initial:
            out.append((initial, 0))
        if medial[0] in "jw":
            out.append((medial[0], 0))
            medial = medial[1:]
        out.append((medial, stress))
        if final:
            out.append((final, 0))
    return out


def english_letters(word: str) -> Sounded:
    """The sounds of an English word, roughly: its first vowel stressed unless it is a weak word, a last mute e left
    out."""
    plain = "".join(part for part in unicodedata.normalize("NFD", word.lower()) if part.isascii() and part.isalpha())
    out: Sounded = []
    place, stressed = 0, plain in WEAK
    while place < len(plain):
        part = next((plain[place:place + size] for size in (3, 2) if plain[place:place + size] in DIGRAPHS),
                    plain[place])
        mute = part == "e" and place == len(plain) - 1 and len(out) > 1
        doubled = place > 0 and part == plain[place - 1] and part not in "aeiou"
        place += len(part)
        if mute or doubled:
            continue
        symbol = DIGRAPHS.get(part) or LETTERS.get(part, "")
        if part == "y" and not out:
            symbol = "j"
        stress = 2 if is_vowel(symbol) and not stressed else 0
        stressed = stressed or stress > 0
        out.append((symbol, stress))
    return out
