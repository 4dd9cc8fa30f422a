"""One document while it is read: its analysis, word lists, places and dates, with the look-ups that readers share."""

from __future__ import annotations

import bisect
import dataclasses
from collections.abc import Mapping

from havenwatch.ontology import Ontology
from havenwatch.ontology.place import PlaceHit
from havenwatch.records import Document
from havenwatch.statement.lexicon import Lexicon
from havenwatch.text.dates import DatedSpan
from havenwatch.text.gloss import load_gloss
from havenwatch.text.gloss.nations import ADJECTIVE, DEMONYM, load_nations, nation_of
from havenwatch.text.morph import parses
from havenwatch.text.tokens import Analysis, Sentence, Token

Spot = tuple[int, int]  # (sentence, token)
SIDES = frozenset({"западно", "восточно", "северо", "северно", "южно", "центрально"})


@dataclasses.dataclass(frozen=True)
class Scene:
    """A document with everything that is computed once.

    `dates` stand in order, `places` by the spot of their last token; `starts` are the offsets of the sentences,
    `named` the numbers of the sentences that name a person; `callings` gives the profiles that a lemma shows.
    """

    document: Document
    analysis: Analysis
    ontology: Ontology
    lexicon: Lexicon
    dates: tuple[DatedSpan, ...]
    places: dict[Spot, PlaceHit]
    organisations: frozenset[Spot]
    starts: tuple[int, ...]
    named: frozenset[int]
    callings: Mapping[str, tuple[str, ...]]

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

    def dates_in(self, sentence: Sentence) -> tuple[DatedSpan, ...]:
        """Temporal expressions that begin in a sentence."""
        low = bisect.bisect_left(self.dates, sentence.start, key=_start)
        return self.dates[low : bisect.bisect_left(self.dates, sentence.end, key=_start)]

    def dated(self, start: int, end: int) -> bool:
        """Whether a temporal expression overlaps the span."""
        at = bisect.bisect_left(self.dates, end, key=_start)
        return any(d.end > start for d in self.dates[max(at - 2, 0) : at])

    def spots(self, start: int, end: int) -> tuple[Spot, ...]:
        """Spots of the tokens that overlap the span."""
        first = max(bisect.bisect_right(self.starts, start) - 1, 0)
        found: list[Spot] = []
        for number in range(first, len(self.analysis.sentences)):
            sentence = self.analysis.sentences[number]
            if sentence.start >= end:
                break
            found.extend((number, t.index) for t in sentence.tokens if t.start < end and t.end > start)
        return tuple(found)


def callings_of(ontology: Ontology, language: str) -> Mapping[str, tuple[str, ...]]:
    """Profile ids by role word (one lemma, ё folded); words of several lemmas are left to the trigger frames."""
    found: dict[str, list[str]] = {}
    for profile in ontology.profiles.values():
        for word in profile.words.get(language, ()):
            found.setdefault(word.replace("ё", "е"), []).append(profile.id)
    return {word: tuple(ids) for word, ids in found.items()}


def _start(span: DatedSpan) -> int:
    return span.start


def sentences_with_names(analysis: Analysis) -> frozenset[int]:
    """Numbers of the sentences in which a person's name begins."""
    starts = [s.start for s in analysis.sentences]
    return frozenset(bisect.bisect_right(starts, e.start) - 1 for e in analysis.entities if e.type == "PER")


def find_places(analysis: Analysis, ontology: Ontology, language: str = "ru") -> dict[Spot, PlaceHit]:
    """States, cities, regions, adjectives and demonyms, keyed by the spot of their last token; longest phrase wins."""
    found: dict[Spot, PlaceHit] = {}
    for number, sentence in enumerate(analysis.sentences):
        index = 0
        while index < len(sentence.tokens):
            width, hit = _longest(sentence, index, ontology, language)
            if hit is not None:
                found[number, index + width - 1] = hit
            index += max(width, 1)
    return found


def _longest(sentence: Sentence, index: int, ontology: Ontology, language: str) -> tuple[int, PlaceHit | None]:
    for width in (3, 2, 1):
        part = sentence.tokens[index : index + width]
        if len(part) == width and part[0].text[:1].isalpha():
            lemmas = " ".join(t.lemma for t in part)
            hit = ontology.places.lookup(lemmas) or _surface(part, ontology) or _derived(part, ontology)
            hit = hit or _nation(part, ontology, language) or _geographic(part, ontology, language)
            if hit is not None and _plausible(part, hit):
                return width, hit
    return 1, None


def _derived(part: tuple[Token, ...], ontology: Ontology) -> PlaceHit | None:
    """State of an adjective made from a side of it or from a city: "Западно-Казахстанская", "бишкекский"."""
    if len(part) != 1 or part[0].pos != "ADJ":
        return None
    side, _, rest = part[0].lemma.partition("-")
    return ontology.places.lookup(rest) if side in SIDES else city_of_adjective(part[0].lemma, ontology)


def city_of_adjective(lemma: str, ontology: Ontology) -> PlaceHit | None:
    """The city behind an adjective in -ский: stem, or stem with the ending that the suffix replaced."""
    if not lemma.endswith(("ский", "цкий")):
        return None
    stem = lemma[:-4]
    stems = [stem + ending for ending in ("", "а", "и", "ы", "ь", "о", "ск", "к", "ц")]
    stems += [stem[:-2] + ending for ending in ("ы", "а", "о", "и", "")] if stem.endswith("ин") else []
    stems += [stem[:-2] + "ва"] if stem.endswith("ов") else []  # московский
    stems += [stem[:-1] + "га"] if stem.endswith("ж") else []  # рижский, пражский
    stems += [stem[:-1]] if stem.endswith("ь") else []  # стамбульский
    hits = (ontology.places.lookup(word) for word in stems if len(word) > 3)
    city = next((hit for hit in hits if hit is not None and hit.kind == "city"), None)
    return dataclasses.replace(city, kind="adjective") if city is not None else None


def _surface(part: tuple[Token, ...], ontology: Ontology) -> PlaceHit | None:
    return ontology.places.lookup(" ".join(t.text.lower().replace("ё", "е") for t in part))


def _geographic(part: tuple[Token, ...], ontology: Ontology, language: str) -> PlaceHit | None:
    """A place that was taken for another word of the same form: "в Вене" is no Venya."""
    if language != "ru" or len(part) != 1 or not part[0].text[:1].isupper() or part[0].pos not in ("PROPN", "NOUN"):
        return None
    readings = (p for p in parses(part[0].text.lower()) if p.is_known and "Geox" in p.tag.grammemes)
    return next((hit for p in readings if (hit := ontology.places.lookup(p.normal_form.replace("ё", "е")))), None)


def _nation(part: tuple[Token, ...], ontology: Ontology, language: str) -> PlaceHit | None:
    """What another language's word for a nation stands for: before a noun an adjective, else its people."""
    words = load_nations(language)
    form = " ".join(t.text.lower() for t in part)
    gloss = load_gloss(language) if words else None
    if gloss is None:
        return None
    found = nation_of(form, gloss) if gloss.paradigm else words.get(form) or words.get(_singular(form))
    capital = gloss.capital_nations or (gloss.capital_nouns and found is not None and found[1] == DEMONYM)
    if found is None or (capital and not part[0].text[:1].isupper()):
        return None
    iso, kind = found
    people = kind == ADJECTIVE and part[-1].pos in ("NOUN", "PROPN") and part[-1].rel not in ("amod", "nmod", "flat")
    return PlaceHit(iso, DEMONYM if people else kind, ontology.places.state_name(iso, "ru"))


def _singular(form: str) -> str:
    return form[:-3] + "man" if form.endswith("men") else form.removesuffix("s")


def _plausible(part: tuple[Token, ...], hit: PlaceHit) -> bool:
    """A name is written with a capital; adjectives and demonyms are not."""
    return hit.kind in ("adjective", "demonym") or part[0].text[:1].isupper()


def find_organisations(analysis: Analysis) -> frozenset[Spot]:
    """Spots of the words of organisations' names: "Совет по правам человека" mentions no human."""
    spans = [(e.start, e.end) for e in analysis.entities if e.type == "ORG"]
    rows = [(n, t) for n, sentence in enumerate(analysis.sentences) for t in sentence.tokens]
    return frozenset((n, t.index) for n, t in rows if any(a <= t.start < b for a, b in _near(spans, t.start)))


def _near(spans: list[tuple[int, int]], at: int) -> list[tuple[int, int]]:
    place = bisect.bisect_right(spans, (at, 1 << 60))
    return spans[max(place - 1, 0) : place]
