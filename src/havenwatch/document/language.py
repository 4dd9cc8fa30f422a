"""Language of a text by py3langid, restricted to languages that reports on exiles come in."""

from __future__ import annotations

import functools
import re
from typing import Any

LANGUAGES = (
    "az", "be", "bg", "cs", "de", "en", "es", "et", "fi", "fr", "hy", "it", "ka", "kk", "ky", "lt", "lv", "nl", "pl",
    "pt", "ro", "ru", "sr", "tg", "tk", "tr", "uk", "uz",
)  # fmt: skip
# Fewer letters are a name or a caption; the classifier then answers by chance.
LEAST_LETTERS = 8
# Two words of plain Russian reach 0.45-0.55, words that occur in several languages stay below.
LEAST_CONFIDENCE = 0.5
# The beginning decides; reading 20 MB would take seconds and change nothing.
SAMPLE_CHARACTERS = 20_000

# A short Cyrillic text that the classifier is unsure of is Russian when it gives Russian this much and no letter of
# the text belongs to another alphabet: two plain sentences of a channel post would else stay unread.
LEAST_RUSSIAN = 0.3
SHORT_SENTENCE = 20  # letters: less than a sentence stays unknown
_FOREIGN = re.compile(r"[ъіїєґўәғқңөұүһӣӯҳҷјљњћђџ]", re.IGNORECASE)

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LETTER = re.compile(r"[^\W\d_]")

__all__ = ["LANGUAGES", "recognise"]


def recognise(text: str) -> str | None:
    """ISO 639-1 code of the language of `text`, None when it is too short or the classifier is unsure."""
    sample = text[:SAMPLE_CHARACTERS]
    if len(_LETTER.findall(sample)) < LEAST_LETTERS:
        return None
    ranked = _identifier().rank(sample)
    language, confidence = ranked[0]
    if confidence >= LEAST_CONFIDENCE:
        return str(language)
    return "ru" if dict(ranked).get("ru", 0.0) >= LEAST_RUSSIAN and _cyrillic(sample) else None


def _cyrillic(sample: str) -> bool:
    """Whether it is a sentence whose letters are mostly Cyrillic and none foreign to Russian."""
    letters = _LETTER.findall(sample)
    mostly = len(letters) >= SHORT_SENTENCE and 2 * len(_CYRILLIC.findall(sample)) > len(letters)
    return mostly and _FOREIGN.search(sample) is None


@functools.cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return identifier
