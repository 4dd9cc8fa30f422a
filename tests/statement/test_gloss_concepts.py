"""What the glosses name is asked for somewhere: a concept with a slip of the pen would never be found again."""

from __future__ import annotations

import dataclasses
import importlib.resources
from collections.abc import Iterator

import pytest
import yaml

from havenwatch.ontology import load_ontology
from havenwatch.statement.lexicon import load_lexicon
from havenwatch.statement.mention.roles import NUMERALS, PRONOUNS
from havenwatch.statement.scene import city_of_adjective
from havenwatch.text.gloss import languages, load_gloss
from havenwatch.text.gloss.lists import EMPTY


def concepts_of(language: str) -> Iterator[str]:
    gloss = load_gloss(language)
    for rows in gloss.concepts.values():
        for values in rows.values():
            yield from values
    for phrases in gloss.phrases.values():
        yield from (c for p in phrases for whole in p.concepts if whole != EMPTY for c in whole.split("|"))


def words_in(value: object) -> Iterator[str]:
    """All words of a structure of lists and mappings, keys too."""
    if isinstance(value, str):
        yield from value.replace("ё", "е").replace("_", " ").split()
    elif isinstance(value, dict):
        yield from (w for pair in value.items() for part in pair for w in words_in(part))
    elif isinstance(value, (list, tuple, set, frozenset)):
        yield from (w for part in value for w in words_in(part))


def asked_for() -> frozenset[str]:
    """Words that frames, word lists, profiles and places look for."""
    ontology, lexicon = load_ontology(), load_lexicon("ru")
    frames = [f for e in ontology.events.values() for f in e.frames.get("ru", ())]
    lists = [getattr(lexicon, field.name) for field in dataclasses.fields(lexicon)]
    profiles = [dict(p.words.get("ru", {})) for p in ontology.profiles.values()]
    rest = [[f.heads, f.needs, f.unless] for f in frames] + [list(ontology.places.index), list(NUMERALS), PRONOUNS]
    return frozenset(words_in([rest, lists, profiles]))


def free_of(language: str) -> frozenset[str] | None:
    """Concepts that the language marks as free; None for one that has no such list and is not checked yet."""
    path = importlib.resources.files("havenwatch.lang") / language / "gloss.yaml"
    marked = yaml.safe_load(path.read_text(encoding="utf-8")).get("free")
    return None if marked is None else frozenset(marked)


CHECKED = [language for language in languages() if free_of(language) is not None]


@pytest.mark.parametrize("language", CHECKED)
def test_every_concept_is_asked_for_or_marked_as_free(language: str) -> None:
    known, free, ontology = asked_for(), free_of(language) or frozenset(), load_ontology()
    loose = {c for c in concepts_of(language) if c not in free and not set(c.split("_")) <= known}
    assert {c for c in loose if city_of_adjective(c, ontology) is None} == set()


@pytest.mark.parametrize("language", CHECKED)
def test_what_is_marked_as_free_is_named(language: str) -> None:
    assert (free_of(language) or frozenset()) <= set(concepts_of(language)) | set(load_gloss(language).prepositions)
