"""One Latin spelling for names in any script, and a fold that hides how a sound was spelled.

`romanise` writes a word in Latin letters; `fold` reduces a Latin word to a key in which the usual spellings of
one name agree (Елизарова, Yelizarova, Elizarova -> elizarova). The fold is for comparing, never for showing.
"""

from __future__ import annotations

import functools
import importlib.resources
import re
import unicodedata
from collections.abc import Mapping

import iuliia
import yaml

_LAST_CYRILLIC = "\u052f"
_APOSTROPHES = re.compile(r"['’ʼ`´ʹʺ\"ъь]")
# In order: sounds written with several letters become one sign. Capitals are signs of their own (S = sh, C = ch,
# Z = zh), so that a later rule cannot take them apart.
_SOUNDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), sign)
    for pattern, sign in (
        (r"shch|schtsch|stsch", "S"),  # Щербаков: Shcherbakov
        (r"tsch|tch", "C"),  # Tschetschenien, Tchekhov
        (r"sch|sh|sz", "S"),  # Mosmetro's Scherbakov, German Schukow, Polish Szymon
        (r"ch", "C"),
        (r"dzh|dj|zh", "Z"),  # Джамал, Zhanna
        (r"kh", "h"),  # Хамзат: Khamzat, Hamzat
        (r"ts|tz", "c"),  # Цой: Tsoy
        (r"ph", "f"),
        (r"ck|q", "k"),
        (r"x", "ks"),  # Alexander, Aleksandr
        (r"w", "v"),  # Iwanow
        (r"th", "t"),
        (r"gh", "g"),
        (r"dh", "d"),
        (r"(?<=[^aeiouy])[yi]o", "e"),  # Семён: Semyon, Semen; Гнёт: Hniot
        (r"ou|oo", "u"),  # Rouhani, Noor
        (r"ee", "i"),
        (r"[yij]+(?=[aeou])", ""),  # Yulia, Iuliia, Julia; Mavlayev, Mavlaev
        (r"[yj]", "i"),
        (r"(.)\1+", r"\1"),  # Emmanuel, Emanuel; Dmitrii
    )
)


@functools.cache
def _letters() -> Mapping[str, Mapping[str, str]]:
    """Tables of letters.yaml by script."""
    source = importlib.resources.files("havenwatch.lang").joinpath("names/letters.yaml")
    tables: Mapping[str, Mapping[str, str]] = yaml.safe_load(source.read_text(encoding="utf-8"))
    return tables


@functools.cache
def _table() -> Mapping[str, str]:
    """All tables in one: no two scripts share a letter."""
    return {str(letter): sound for table in _letters().values() for letter, sound in table.items()}


def _syllable(char: str) -> str:
    """Sound of a character of a syllabary by its Unicode name (KATAKANA LETTER BA -> ba), else empty."""
    name = unicodedata.name(char, "")
    if name.startswith(("KATAKANA LETTER", "HIRAGANA LETTER", "HANGUL SYLLABLE", "ETHIOPIC SYLLABLE")):
        return name.split()[-1].lower()
    if " LETTER " in name or " VOWEL SIGN " in name:  # Bengali, Devanagari, Khmer, Thai
        return name.split()[-1].lower()
    return ""


def _sound(char: str) -> str:
    """Latin spelling of one lower-case character that is neither Russian nor plain Latin."""
    found = _table().get(char)
    if found is not None:
        return found
    base = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
    return base if base.isascii() and base != "" else _syllable(char)


def _strip_marks(text: str) -> str:
    """Text without accents on Latin, Greek and Cyrillic letters; й and ё stay what they are."""
    kept = (c if c in "йё" or c > _LAST_CYRILLIC else unicodedata.normalize("NFD", c)[0] for c in text)
    return "".join(kept)


@functools.lru_cache(maxsize=65536)
def romanise(word: str) -> str:
    """Lower-case Latin spelling of a word in any script, Wikipedia's scheme for Russian.

    Chinese characters have no reading without a dictionary and are dropped; a word of nothing else gives "".
    """
    word = unicodedata.normalize("NFC", word).lower()
    prepared = "".join(_table().get(c, c) for c in word)
    latin: str = iuliia.WIKIPEDIA.translate(prepared)
    plain = "".join(c if c.isascii() else _sound(c) for c in _strip_marks(latin))
    return _APOSTROPHES.sub("", plain)


@functools.lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Key of a word in which the usual spellings of one name agree; "" when nothing can be romanised.

    Capitals in the key stand for sounds written with several letters: S for sh, C for ch, Z for zh.
    """
    key = romanise(word)
    for pattern, sign in _SOUNDS:
        key = pattern.sub(sign, key)
    return key


def other_fold(word: str) -> str:
    """Fold of a word with a Latin j read as zh (Sanjiev, Jumagali), "" when it has none: fold reads j as y (Julia)."""
    latin = romanise(word)
    return fold(latin.replace("j", "zh")) if "j" in latin and "dj" not in latin else ""


def skeleton(key: str) -> str:
    """Consonants of a folded key after its first sound: the same for spellings that differ in vowels alone."""
    if key == "":
        return ""
    head = "a" if key[0] in "aeiou" else key[0]
    return head + re.sub("[aeiou]", "", key[1:])
