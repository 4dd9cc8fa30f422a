"""Compounds: "Auslieferungsersuchen" is a request, and it is about extradition."""

from __future__ import annotations

import functools

from havenwatch.text.gloss.lists import Gloss, load_gloss

SHORTEST = 3  # letters of a part


def parts_of(word: str, gloss: Gloss) -> tuple[str, ...]:
    """Dictionary forms of the parts of a lower-case word, the last first; empty where the lists do not know both ends.

    The last part is the longest known noun at the end; the first is a known noun with one of the linking letters
    behind it, or a verb's stem; what stands in the middle need not be known.
    """
    return _parts(word, gloss.language) if gloss.linking else ()


@functools.lru_cache(maxsize=4096)
def _parts(word: str, language: str) -> tuple[str, ...]:
    gloss = load_gloss(language)
    for at in range(SHORTEST, len(word) - SHORTEST + 1):
        last = _noun(word[at:], gloss)
        first = _first(word[:at].rstrip("-"), gloss) if last is not None else None
        if last is not None and first is not None:
            return (last, first)
    return ()


def _noun(word: str, gloss: Gloss) -> str | None:
    endings = gloss.inflection.endings.get("noun", ())
    forms = (word, *(word[: len(word) - len(e)] + i for e, i in endings if word.endswith(e)))
    return next((f for f in forms if "noun" in gloss.concepts.get(f, {})), None)


def _first(word: str, gloss: Gloss) -> str | None:
    for link in gloss.linking:
        if word.endswith(link):
            stem = word[: len(word) - len(link)]
            for form in (stem, stem + "e", stem + "en", stem + "n"):
                if len(stem) >= SHORTEST and gloss.concepts.get(form, {}).keys() & {"noun", "verb", "adjective"}:
                    return form
    return None
