"""The whole rendering of an analysis."""

from __future__ import annotations

from collections.abc import Sequence

from havenwatch.text.gloss.cases import settle_cases, within
from havenwatch.text.gloss.concepts import give_concepts, name_words, read_closed
from havenwatch.text.gloss.declined.inflected import settle_inflected, substantives
from havenwatch.text.gloss.draft import Draft, drafts_of
from havenwatch.text.gloss.inflected.attach import attach
from havenwatch.text.gloss.inflected.closed import close_classes
from havenwatch.text.gloss.inflected.complexes import settle_complexes, settle_conditions, settle_objects
from havenwatch.text.gloss.inflected.word_forms import name_forms
from havenwatch.text.gloss.lists import Gloss
from havenwatch.text.gloss.negated import name_negated
from havenwatch.text.gloss.repair import settle_classes, settle_subjects
from havenwatch.text.gloss.strung.adposition import settle_adpositions
from havenwatch.text.gloss.strung.order import name_verb_forms, read_words, settle_order
from havenwatch.text.gloss.strung.unmarked import with_unmarked
from havenwatch.text.gloss.verbs import name_located, settle_located, settle_verbs
from havenwatch.text.tokens import Analysis, Entity, Sentence, children_of, without_cycles


def glossed(analysis: Analysis, gloss: Gloss, known: frozenset[str] = frozenset()) -> Analysis:
    """The analysis with concepts for lemmas and the grammar that the frames ask for; spans stay as they are.

    Args:
        analysis: a text of the gloss's language.
        gloss: what its words stand for.
        known: further dictionary forms, those of the language's own frames.
    """
    places = [e for e in analysis.entities if e.type == "LOC"]
    if gloss.inflection.suffixes is not None:
        analysis = Analysis(analysis.sentences, with_unmarked(analysis, gloss))
    kinds = ("PER",) if gloss.case_words else ("PER", "LOC")  # a place that takes a case has a dictionary form
    names = [e for e in analysis.entities if e.type in kinds]
    sentences = tuple(_sentence(s, gloss, known, (places, names)) for s in analysis.sentences)
    return Analysis(sentences, analysis.entities)


def _described(d: Draft, gloss: Gloss) -> bool:
    """Whether a word of a name is an adjective that the lists know: "Tribunal Europeo"."""
    return bool(gloss.paradigm) and "adjective" in gloss.concepts.get(d.base, {})


def _sentence(
    sentence: Sentence, gloss: Gloss, known: frozenset[str], entities: tuple[Sequence[Entity], Sequence[Entity]]
) -> Sentence:
    places, names = entities
    row = drafts_of(sentence)
    named = {d.index for d in row if within(names, d.start)}
    if gloss.inflection.suffixes is not None:
        _strung(row, gloss, places, named)
    elif gloss.case_words:
        _declined(row, gloss, known, places, named)
    else:
        _ordered(row, gloss, known, places, named)
    for d, head in zip(row, without_cycles([d.head for d in row]), strict=True):
        d.head = head
    tokens = tuple(d.token for d in row)
    return Sentence(sentence.start, sentence.end, sentence.paragraph, tokens, children_of(tokens))


def _strung(row: list[Draft], gloss: Gloss, places: Sequence[Entity], named: set[int]) -> None:
    read_closed(row, gloss)
    read_words(row, gloss, named)
    give_concepts(row, gloss, named)
    settle_order(row, gloss, named)
    name_verb_forms(row, gloss)
    settle_adpositions(row, gloss, places)


def _declined(row: list[Draft], gloss: Gloss, known: frozenset[str], places: Sequence[Entity], named: set[int]) -> None:
    name_words(row, gloss, known)
    substantives(row, gloss)
    give_concepts(row, gloss, named)
    settle_inflected(row, gloss, places)


def _ordered(row: list[Draft], gloss: Gloss, known: frozenset[str], places: Sequence[Entity], named: set[int]) -> None:
    if gloss.paradigm:
        verbs = name_forms(row, gloss, known)
        attach(row, verbs)
        close_classes(row, gloss, verbs)
        settle_complexes(row, gloss, verbs)
        settle_objects(row, gloss)
    else:
        name_words(row, gloss, known)
        settle_classes(row, gloss)
        settle_verbs(row, gloss)
        settle_located(row, gloss)
        settle_subjects(row, gloss)
    give_concepts(row, gloss, {n for n in named if not _described(row[n], gloss)})
    name_located(row, gloss)
    if gloss.paradigm:
        settle_conditions(row)
    name_negated(row)
    settle_cases(row, gloss, places)
