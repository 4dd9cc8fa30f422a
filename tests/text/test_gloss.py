"""Another language in the terms of the frames: forms, concepts, tense and voice, cases, order."""

from __future__ import annotations

import pytest

from havenwatch.errors import OntologyError
from havenwatch.model.analysis import load_analyser
from havenwatch.text.gloss import languages, load_gloss
from havenwatch.text.gloss.forms import base_of
from havenwatch.text.gloss.nations import load_nations
from havenwatch.text.tokens import Token


def told(text: str, word: str, language: str = "en") -> Token:
    analysis = load_analyser().analyse(text, language)
    return next(t for s in analysis.sentences for t in s.tokens if t.text == word)


@pytest.mark.parametrize(
    ("word", "pos", "base"),
    [
        ("detained", "VERB", "detain"), ("stopped", "VERB", "stop"), ("denied", "VERB", "deny"),
        ("fled", "VERB", "flee"),
        ("taking", "VERB", "take"), ("policies", "NOUN", "policies"), ("women", "NOUN", "woman"),
        ("appeals", "NOUN", "appeal"), ("blorped", "VERB", "blorpe"), ("closely", "ADV", "closely"),
    ],
)  # fmt: skip
def test_forms_go_back_to_dictionary_forms(word: str, pos: str, base: str) -> None:
    assert base_of(word, pos, load_gloss("en"), frozenset()) == base


@pytest.mark.parametrize(
    ("text", "word", "lemma", "feats"),
    [
        ("He was detained in Riga.", "detained", "задержать", {"Voice": "Pass", "VerbForm": "Part"}),
        ("Police have deported her.", "deported", "депортировать", {"Voice": "Act", "Tense": "Past"}),
        ("Riga will extradite him.", "extradite", "экстрадировать", {"Tense": "Fut", "Voice": "Act"}),
        ("The court decided to extradite him.", "extradite", "экстрадировать", {"VerbForm": "Inf"}),
        ("She may be expelled.", "expelled", "выслать", {"Voice": "Pass", "Tense": "Fut"}),
        ("A man arrested in May has fled.", "arrested", "арестовать", {"Voice": "Pass", "VerbForm": "Part"}),
        ("Guards turned the two men away.", "turned", "не_пустить", {"Voice": "Act"}),
        ("He denies fleeing the unit.", "denies", "отрицать", {}),
        ("Latvia denied her asylum.", "denied", "отказать", {}),
    ],
)
def test_verbs(text: str, word: str, lemma: str, feats: dict[str, str]) -> None:
    token = told(text, word)
    assert (token.lemma, {k: token.feats.get(k) for k in feats}) == (lemma, feats)


@pytest.mark.parametrize(
    ("text", "word", "case"),
    [
        ("The extradition of Ivan Petrov was approved.", "Ivan", "Gen"),
        ("Petrov's lawyer appealed.", "Petrov", "Gen"),
        ("A bomb killed Petrov.", "Petrov", "Acc"),
        ("A bomb killed Petrov.", "bomb", "Nom"),
        ("They deported Petrov to Russia.", "Russia", "Acc"),
        ("They gave the passport to Anna Petrova.", "Anna", "Dat"),
        ("He lives in Latvia.", "Latvia", "Loc"),
        ("He was beaten by guards.", "guards", "Ins"),
    ],
)
def test_cases_come_from_place_and_preposition(text: str, word: str, case: str) -> None:
    assert told(text, word).feats["Case"] == case


def test_a_gloss_says_what_is_missing() -> None:
    with pytest.raises(OntologyError, match=r"lang/xx/gloss\.yaml cannot be read"):
        load_gloss("xx")
    assert load_nations("xx") == {}


@pytest.mark.parametrize("language", languages())
def test_every_language_fills_its_lists(language: str) -> None:
    gloss = load_gloss(language)
    assert gloss.language == language
    assert gloss.phrases
    assert {k for rows in gloss.concepts.values() for k in rows} >= {"verb", "noun"}
    assert len(load_nations(language)) > 30


@pytest.mark.parametrize(
    ("text", "word", "place"),
    [
        ("He is in custody in Rome.", "is", "custody"), ("Ivanov has been in prison since May.", "been", "prison"),
        ("His brother is still under house arrest.", "is", "arrest"),
        ("He is not on a wanted list.", "is", "list"),
    ],
)  # fmt: skip
def test_a_plain_be_before_a_place_says_where_somebody_is(text: str, word: str, place: str) -> None:
    verb, noun = told(text, word), told(text, place)
    assert (verb.pos, noun.head, "находиться" in verb.senses) == ("VERB", verb.index, True)


@pytest.mark.parametrize("text", ["She was detained in Riga.", "He is a teacher.", "It was written by Ivanov."])
def test_another_be_stays_what_it_is(text: str) -> None:
    word = "is" if " is " in text else "was"
    assert "находиться" not in told(text, word).senses
