"""One document while it is read: its analysis, word lists, places and dates, with the look-ups that readers share."""

from __future__ import annotations

import bisect
import dataclasses

from havenwatch.ontology import Ontology
from havenwatch.ontology.place import PlaceHit
from havenwatch.records import Document
from havenwatch.statement.lexicon import Lexicon
from havenwatch.text.dates import DatedSpan
from havenwatch.text.tokens import Analysis, Sentence, Token

Spot = tuple[int, int]  # (sentence, token)


@dataclasses.dataclass(frozen=True)
class Scene:
    """A document with everything that is computed once: `dates` in order, `places` by spot of their last token."""

    document: Document
    analysis: Analysis
    ontology: Ontology
    lexicon: Lexicon
    dates: tuple[DatedSpan, ...]
    places: dict[Spot, PlaceHit]

    @property
    def text(self) -> str:
        """Stored text of the document."""
        return self.document.text

    def sentence(self, spot: Spot) -> Sentence:
        """Sentence that a spot stands in."""
        return self.analysis.sentences[spot[0]]

    def token(self, spot: Spot) -> Token:
        """Token at a spot."""
        return self.analysis.sentences[spot[0]].tokens[spot[1]]

    def spots(self, start: int, end: int) -> tuple[Spot, ...]:
        """Spots of the tokens that overlap the span."""
        starts = [s.start for s in self.analysis.sentences]
        first = max(bisect.bisect_right(starts, start) - 1, 0)
        found: list[Spot] = []
        for number in range(first, len(self.analysis.sentences)):
            sentence = self.analysis.sentences[number]
            if sentence.start >= end:
                break
            found.extend((number, t.index) for t in sentence.tokens if t.start < end and t.end > start)
        return tuple(found)


def find_places(analysis: Analysis, ontology: Ontology) -> dict[Spot, PlaceHit]:
    """States, cities, regions, adjectives and demonyms, keyed by the spot of their last token; longest phrase wins."""
    found: dict[Spot, PlaceHit] = {}
    for number, sentence in enumerate(analysis.sentences):
        index = 0
        while index < len(sentence.tokens):
            width, hit = _longest(sentence, index, ontology)
            if hit is not None:
                found[number, index + width - 1] = hit
            index += max(width, 1)
    return found


def _longest(sentence: Sentence, index: int, ontology: Ontology) -> tuple[int, PlaceHit | None]:
    for width in (3, 2, 1):
        part = sentence.tokens[index : index + width]
        if len(part) == width and part[0].text[:1].isalpha():
            hit = ontology.places.lookup(" ".join(t.lemma for t in part)) or _surface(part, ontology)
            if hit is not None and _plausible(part, hit):
                return width, hit
    return 1, None


def _surface(part: tuple[Token, ...], ontology: Ontology) -> PlaceHit | None:
    return ontology.places.lookup(" ".join(t.text.lower().replace("ё", "е") for t in part))


def _plausible(part: tuple[Token, ...], hit: PlaceHit) -> bool:
    """A name is written with a capital; adjectives and demonyms are not."""
    return hit.kind in ("adjective", "demonym") or part[0].text[:1].isupper()
