"""Forms under which a word is looked up: its lemmas, and a spelling that is the same in every script."""

from __future__ import annotations

import dataclasses
import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

# Folded spellings of one or two letters agree by chance.
LEAST_SOUND = 3
# A shorter stem is another name: Инна and Иннес.
LEAST_STEM = 5
# A word counts for the rank of a text up to this often: more says that the text is long, not that it is nearer.
COUNT_LIMIT = 5

_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s$")
_CYRILLIC = re.compile("[а-яё]")

__all__ = ["Forms", "forms", "lines", "parts", "words"]


@dataclasses.dataclass(frozen=True, slots=True)
class Forms:
    """Forms of one word; either set may be empty."""

    lemmas: frozenset[str]
    sounds: frozenset[str]

    def meets(self, other: Forms) -> bool:
        """Whether two words share a form."""
        return bool(self.lemmas & other.lemmas or self.sounds & other.sounds)


def words(text: str) -> Iterator[tuple[int, int, str]]:
    """Words of a text as (start, end, word)."""
    for match in _WORD.finditer(text):
        yield match.start(), match.end(), match[0]


@functools.lru_cache(maxsize=200_000)
def forms(word: str) -> Forms:
    """Forms of a word in any language.

    Words in Russian letters get the normal forms of all dictionary readings beside themselves; English ones are
    stemmed by the index. Every form is also spelled by sound, so that Movlaev meets Мовлаева.
    """
    from havenwatch.text.translit import fold

    plain = _POSSESSIVE.sub("", unicodedata.normalize("NFKC", word).casefold().replace("ё", "е"))
    lemmas = {plain} | (_normal_forms(plain) if _CYRILLIC.search(plain) else set())
    sounds = {_sound(fold(lemma).casefold()) for lemma in lemmas}
    return Forms(frozenset(lemmas), frozenset(s for s in sounds if len(s) >= LEAST_SOUND and s.isalnum()))


def _sound(folded: str) -> str:
    """Folded spelling without its last vowels: the dictionary gives Елизарову back as the man's name Елизаров."""
    stem = folded.rstrip("aeiou")
    return stem if len(stem) >= LEAST_STEM else folded


def _normal_forms(word: str) -> set[str]:
    from havenwatch.text.morph import dictionary

    # Not through the cached parses: those of a long text would fill hundreds of megabytes.
    return {form.replace("ё", "е") for form in dictionary().normal_forms(word)}


def lines(text: str) -> tuple[str, str]:
    """What the index holds of a text: its lemmas and their sounds, each as often as it counts, by spaces."""
    counted = Counter(word for _, _, word in words(text))
    lemmas: Counter[str] = Counter()
    sounds: Counter[str] = Counter()
    for word, count in counted.items():
        found = forms(word)
        lemmas.update(dict.fromkeys(found.lemmas, count))
        sounds.update(dict.fromkeys(found.sounds, count))
    return _line(lemmas), _line(sounds)


def _line(counted: Counter[str]) -> str:
    return " ".join(word for word, count in sorted(counted.items()) for _ in range(min(count, COUNT_LIMIT)))


def parts(form: str) -> list[str]:
    """Parts under which a form is found: the index holds those of O'Connor or of ¾ (3⁄4) as words of their own."""
    return "".join(c if c.isalnum() else " " for c in form).split() or [form]
