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

_LETTER = re.compile(r"[^\W\d_]")

__all__ = ["LANGUAGES", "recognise"]


def recognise(text: str) -> str | None:
    """ISO 639-1 code of the language of `text`, None when it is too short or the classifier is unsure."""
    sample = text[:SAMPLE_CHARACTERS]
    if len(_LETTER.findall(sample)) < LEAST_LETTERS:
        return None
    language, confidence = _identifier().classify(sample)
    return str(language) if confidence >= LEAST_CONFIDENCE else None


@functools.cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return identifier
