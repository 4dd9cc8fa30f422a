"""Words of a text and their pieces: what the reader sees, with offsets that stay exact whatever normalisation did.

A word is cut out of the stored text first and normalised alone, so that no map of offsets is needed: a span of words
is a span of the text. Language-independent: runs of letters, runs of digits, single signs.
"""

from __future__ import annotations

import dataclasses
import json
import re
import unicodedata
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from havenwatch.errors import ModelError
from havenwatch.model.vocabulary import SPACE, Vocabulary, read_vocabulary

# Marks and invisible characters that stand inside words: combining accents, titlo, Arabic vowel signs, soft hyphen,
# zero-width characters, variation selectors. Without them "и" + U+0306 or a soft hyphen would cut a name in two.
INSIDE = "\u00ad\u0300-\u036f\u0483-\u0489\u064b-\u065f\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff"
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff]")
LETTERS = 64  # longer runs are cut: scripts without spaces, base64, a 100,000-letter "word"
WORD = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{INSIDE}]){{0,{LETTERS - 1}}}|\d{{1,{LETTERS}}}|[^\w\s]|_")
PIECES = 24  # at most so many a word; of a longer one the first and the last are kept
CACHE = 200_000  # distinct words remembered; then the memory starts anew


@dataclasses.dataclass(frozen=True, slots=True)
class Word:
    """One word as a span of the text, with the ids of its pieces (never empty)."""

    start: int
    end: int
    pieces: tuple[int, ...]


class Pieces:
    """Turns words into ids of the encoder's vocabulary."""

    def __init__(self, vocabulary: Vocabulary, table: Mapping[str, str]) -> None:
        self._vocabulary = vocabulary
        self._table = str.maketrans(dict(table))
        self._known: dict[tuple[str, bool], tuple[int, ...]] = {}

    def words(self, text: str) -> list[Word]:
        """All words of the text in order; what normalises to nothing (a lone zero-width mark) is left out."""
        found = []
        if len(self._known) > CACHE:
            self._known.clear()
        for match in WORD.finditer(text):
            start, end = match.span()
            spaced = start == 0 or text[start - 1].isspace()
            if pieces := self._pieces(match.group(), spaced=spaced):
                found.append(Word(start, end, pieces))
        return found

    def _pieces(self, word: str, *, spaced: bool) -> tuple[int, ...]:
        known = self._known.get((word, spaced))
        if known is None:
            form = self.normalised(word)  # the table would take the mark of a space for a space
            known = _bounded(self._vocabulary.segment(SPACE + form if spaced else form)) if form else ()
            self._known[word, spaced] = known
        return known

    def normalised(self, word: str) -> str:
        """The form that the vocabulary knows: composed, compatible, without invisible marks and spaces inside."""
        return INVISIBLE.sub("", unicodedata.normalize("NFC", word)).translate(self._table).replace(" ", "")


def _bounded(ids: Sequence[int]) -> tuple[int, ...]:
    if len(ids) <= PIECES:
        return tuple(ids)
    return (*ids[: PIECES // 2], *ids[-PIECES // 2 :])


def load_pieces(vocabulary: Path, scores: Path, table: Path) -> Pieces:
    """Read the vocabulary and the normaliser's table.

    Raises:
        ModelError: a file is missing or malformed.
    """
    try:
        chars = json.loads(table.read_text(encoding="utf-8"))
        return Pieces(read_vocabulary(vocabulary, scores), chars)
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise ModelError(f"{vocabulary}: no readable vocabulary ({error}); reinstall havenwatch") from error


# An end of a sentence, roughly and for any language: an end mark, closing quotes, space; or a line's end.
END = re.compile(r"[.!?…։。؟]+[\"'»”’)\]]*\s+|\n\s*")


def sentence_breaks(text: str) -> Iterator[int]:
    """Offsets at which a new sentence may begin; a break too many (after an initial) only moves a window's border."""
    for found in END.finditer(text):
        if not text[found.end() : found.end() + 1].islower():
            yield found.end()
