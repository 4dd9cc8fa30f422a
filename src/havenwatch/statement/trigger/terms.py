"""Terms of a frame in a sentence: one dictionary form, several adjacent ones, or a mark such as `@place`."""

from __future__ import annotations

import dataclasses
import functools
import itertools
from collections.abc import Iterator, Mapping

from havenwatch.ontology.context import load_matters
from havenwatch.ontology.event import ANY_ACTOR, ANY_DATE, ANY_PLACE, CONTEXT_MARKS
from havenwatch.statement.scene import Scene
from havenwatch.text.tokens import Sentence, Token

EMPTY = "_"  # lemma of a word of another language that adds nothing
DATED = 8  # tokens before a noun in which a date may stand: "15 марта — референдум"
NOUNS = ("NOUN", "PROPN", "ADJ")
SPOKEN_OF = 2  # sentences before, in which the matter of a decision may be named


@dataclasses.dataclass(frozen=True)
class Ground:
    """A sentence with the positions of its words, in any reading, and of the places, dates and actors in it.

    `spoken_of` are the context marks that the sentence or the ones before it meet.
    """

    sentence: Sentence
    words: Mapping[str, tuple[int, ...]]
    marks: Mapping[str, frozenset[int]]
    spoken_of: frozenset[str] = frozenset()


def ground_of(scene: Scene, number: int) -> Ground:
    """What terms of frames are looked up in."""
    sentence = scene.analysis.sentences[number]
    words: dict[str, list[int]] = {}
    for token in sentence.tokens:
        for word in {token.lemma, token.text.lower().replace("ё", "е"), *token.senses}:
            words.setdefault(word, []).append(token.index)
    found = {word: tuple(at) for word, at in words.items()}
    return Ground(sentence, found, _marks(scene, number), _spoken_of(scene, number))


def _spoken_of(scene: Scene, number: int) -> frozenset[str]:
    """Context marks of the matters that this sentence or those shortly before it in its paragraph name."""
    sentences = scene.analysis.sentences
    paragraph = sentences[number].paragraph
    near = [s for s in sentences[max(number - SPOKEN_OF, 0) : number + 1] if s.paragraph == paragraph]
    said = {t.lemma for s in near for t in s.tokens}
    named = (f"@{m.matter}" for m in load_matters() if not said.isdisjoint(m.words["ru"]))
    return frozenset(named) & frozenset(CONTEXT_MARKS)


def _marks(scene: Scene, number: int) -> Mapping[str, frozenset[int]]:
    sentence = scene.analysis.sentences[number]
    places = frozenset(t.index for t in sentence.tokens if (number, t.index) in scene.places)
    spans = [d for d in scene.dates_in(sentence) if d.earliest is not None]
    dates = frozenset(t.index for t in sentence.tokens if any(d.start < t.end and t.start < d.end for d in spans))
    actors = frozenset(n for n in places if sentence.tokens[n].rel == "nsubj")  # who acts is no destination
    return {ANY_PLACE: places - actors, ANY_DATE: dates, ANY_ACTOR: actors}


def met(ground: Ground, reach: frozenset[int], term: str, head: int, *, own: bool = True) -> tuple[int, ...] | None:
    """Positions that meet a term within reach, those nearest to the head; None when nothing does.

    A context mark is met by no word of the sentence: the result is empty then. With `own` the head may meet a term
    itself: a compound of another language says both ("Abschiebe-bescheid").
    """
    if term in CONTEXT_MARKS:
        return () if term in ground.spoken_of else None
    marked = ground.marks.get(term)
    if marked is None:
        itself = own and _says_both(ground.sentence.tokens[head], term)
        named = ground.sentence.tokens[head].lemma == "_".join(_parts(term))
        hits = (h for h in _hits(ground, term) if h[0] in reach or (h[0] == head and (len(h) > 1 or itself)))
        whole = (h for h in _wholes(ground, term) if h[0] in reach or (h[0] == head and (own or named)))
        return min((*hits, *whole), key=lambda h: abs(h[0] - head), default=None)
    inside = reach | frozenset(range(head - DATED, head)) if term == ANY_DATE else reach
    near = min(marked & inside, key=lambda n: (abs(n - head), n), default=None)
    return None if near is None else (near,)


def _says_both(token: Token, term: str) -> bool:
    return token.pos in NOUNS and term in token.senses


@functools.lru_cache(maxsize=8192)
def _parts(term: str) -> tuple[str, ...]:
    return tuple(term.replace("ё", "е").split())


def _hits(ground: Ground, term: str) -> Iterator[tuple[int, ...]]:
    """Runs of words that say the term one after the other, or a noun before another that says it in reverse."""
    parts = _parts(term)
    for at in ground.words.get(parts[0], ()):
        run = _run(ground, at, len(parts))
        if len(run) == len(parts) and all(n in ground.words.get(word, ()) for n, word in zip(run, parts, strict=True)):
            yield run
    if len(parts) == 2:
        yield from ((at, at + 1) for at in ground.words.get(parts[1], ()) if _compound(ground, at, parts[0]))


def _run(ground: Ground, at: int, length: int) -> tuple[int, ...]:
    """Positions from `at` on; words that say nothing in the frames' terms ("статус _ беженец") are passed over."""
    if length == 1:
        return (at,)
    tokens = ground.sentence.tokens
    return tuple(itertools.islice((n for n in range(at, len(tokens)) if n == at or tokens[n].lemma != EMPTY), length))


def _compound(ground: Ground, at: int, whole: str) -> bool:
    """Whether a noun before another says what Russian hangs behind it: "refugee status", "статус беженца"."""
    token = ground.sentence.tokens[at]
    before = token.head == at + 1 and token.rel in ("amod", "nmod", "compound") and token.pos in NOUNS
    return before and at + 1 in ground.words.get(whole, ())


def _wholes(ground: Ground, term: str) -> Iterator[tuple[int, ...]]:
    """Single words of another language that say a term of several."""
    parts = _parts(term)
    if len(parts) > 1:
        yield from ((at,) for at in ground.words.get("_".join(parts), ()))
