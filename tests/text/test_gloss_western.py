"""Spanish, German and French in the terms of the frames: forms, helpers, particles, compounds, clitics, cases."""

from __future__ import annotations

import pytest

from havenwatch.model.analysis import load_analyser
from havenwatch.model.sentences import split
from havenwatch.text.gloss import load_gloss
from havenwatch.text.gloss.inflected.compounds import parts_of
from havenwatch.text.gloss.inflected.paradigm import Form, read_paradigm, readings
from havenwatch.text.gloss.nations import nation_of
from havenwatch.text.tokens import Token


def told(text: str, word: str, language: str) -> Token:
    analysis = load_analyser().analyse(text, language)
    return next(t for s in analysis.sentences for t in s.tokens if t.text == word)


@pytest.mark.parametrize(
    ("language", "word", "base", "tag"),
    [
        ("es", "detuvo", "detener", "past"), ("es", "detuvieron", "detener", "past"),
        ("es", "detenidas", "detener", "participle"), ("es", "detendrá", "detener", "future"),
        ("es", "detenga", "detener", "subjunctive"), ("es", "deportarían", "deportar", "conditional"),
        ("es", "entregando", "entregar", "gerund"), ("es", "entregue", "entregar", "subjunctive"),
        ("es", "nieguen", "negar", "subjunctive"), ("es", "impuesta", "imponer", "participle"),
        ("es", "huyeron", "huir", "past"), ("es", "habría", "haber", "conditional"),
        ("fr", "arrêtées", "arrêter", "participle"), ("fr", "détient", "détenir", "present"),
        ("fr", "renvoyait", "renvoyer", "past"), ("fr", "rejette", "rejeter", "present"),
        ("fr", "libère", "libérer", "present"), ("fr", "annonça", "annoncer", "past"),
        ("fr", "extraderait", "extrader", "conditional"), ("fr", "aurait", "avoir", "conditional"),
        ("fr", "interdite", "interdire", "participle"), ("fr", "enfuis", "enfuir", "participle"),
        ("de", "abgeschoben", "abschieben", "participle"), ("de", "auszuliefern", "ausliefern", "infinitive"),
        ("de", "ausgeliefert", "ausliefern", "participle"), ("de", "verweigerte", "verweigern", "past"),
        ("de", "verurteilt", "verurteilen", "participle"), ("de", "ablehnte", "ablehnen", "past"),
        ("de", "gefoltert", "foltern", "participle"), ("de", "vollzogen", "vollziehen", "participle"),
        ("de", "verwarf", "verwerfen", "past"), ("de", "wurde", "werden", "past"),
    ],
)  # fmt: skip
def test_forms_are_read_with_what_they_are(language: str, word: str, base: str, tag: str) -> None:
    gloss = load_gloss(language)
    assert Form(base, tag) in readings(word, gloss.paradigm, gloss.known)


@pytest.mark.parametrize(("language", "word"), [("es", "mesa"), ("fr", "table"), ("de", "blorpte")])
def test_a_word_that_no_list_knows_is_no_verb_form(language: str, word: str) -> None:
    gloss = load_gloss(language)
    assert readings(word, gloss.paradigm, gloss.known) == ()


def test_a_strange_kind_of_form_is_refused() -> None:
    with pytest.raises(ValueError, match="aorist"):
        read_paradigm({"conjugation": {"aorist": [["a", "ar"]]}})


@pytest.mark.parametrize(
    ("language", "text", "word", "lemma", "feats"),
    [
        ("es", "Fue detenido en Lima.", "detenido", "задержать", {"Voice": "Pass", "Tense": "Past"}),
        ("es", "La policía ha deportado a Ana.", "deportado", "депортировать", {"Voice": "Act", "Tense": "Past"}),
        ("es", "Podría ser extraditado.", "extraditado", "экстрадировать", {"Voice": "Pass", "Tense": "Fut"}),
        ("fr", "Il a été arrêté à Lyon.", "arrêté", "задержать", {"Voice": "Pass", "Tense": "Past"}),
        ("fr", "Elle s'est enfuie de Minsk.", "enfuie", "бежать", {"Voice": "Act", "Tense": "Past"}),
        ("fr", "Paris va l'extrader.", "extrader", "экстрадировать", {"Tense": "Fut"}),
        ("de", "Er wurde am Montag in Wien festgenommen.", "festgenommen", "задержать", {"Voice": "Pass"}),
        ("de", "Sie ist aus Russland geflohen.", "geflohen", "бежать", {"Voice": "Act", "Tense": "Past"}),
        ("de", "Er könnte ausgeliefert werden.", "ausgeliefert", "выдать", {"Voice": "Pass", "Tense": "Fut"}),
        ("de", "Wien lehnte den Antrag ab.", "lehnte", "отклонить", {"Voice": "Act", "Tense": "Past"}),
        ("de", "Die Polizei nahm den Blogger am Montag fest.", "nahm", "задержать", {"Tense": "Past"}),
    ],
)  # fmt: skip
def test_helpers_and_particles_tell_voice_and_tense(
    language: str, text: str, word: str, lemma: str, feats: dict[str, str]
) -> None:
    token = told(text, word, language)
    assert (token.lemma, {k: token.feats.get(k) for k in feats}) == (lemma, feats)


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("es", "El activista habría sido secuestrado.", "habría"),
        ("fr", "Le militant aurait été enlevé.", "aurait"),
        ("de", "Der Aktivist soll entführt worden sein.", "soll"),
    ],
)
def test_a_form_of_hearsay_says_allegedly(language: str, text: str, word: str) -> None:
    assert told(text, word, language).lemma == "якобы"


@pytest.mark.parametrize(
    ("language", "text", "word", "case"),
    [
        ("es", "La policía detuvo al activista.", "activista", "Acc"),
        ("es", "Panamá le dio la nacionalidad a la poeta Ana Ruiz.", "poeta", "Dat"),
        ("es", "Fue detenido por agentes turcos.", "agentes", "Ins"),
        ("fr", "Il a été arrêté par des policiers.", "policiers", "Ins"),
        ("de", "Wien verweigerte dem Dichter die Einreise.", "Dichter", "Dat"),
        ("de", "Die Polizei hat den Blogger entlassen.", "Blogger", "Acc"),
    ],
)
def test_cases_follow_marks_and_articles(language: str, text: str, word: str, case: str) -> None:
    assert told(text, word, language).feats["Case"] == case


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("auslieferungsbescheid", ("bescheid", "auslieferung")), ("haftentscheidung", ("entscheidung", "haft")),
        ("asylbehörde", ("behörde", "asyl")), ("deserteursfamilie", ("familie", "deserteur")), ("haus", ()),
        ("abschiebestopp", ()),
    ],
)  # fmt: skip
def test_compounds_are_split_at_known_parts(word: str, parts: tuple[str, ...]) -> None:
    assert parts_of(word, load_gloss("de")) == parts


@pytest.mark.parametrize(
    ("language", "word", "nation"),
    [
        ("es", "rusas", ("RU", "adjective")), ("es", "kazajistán", ("KZ", "state")), ("es", "moscú", ("RU", "city")),
        ("de", "russischen", ("RU", "adjective")), ("de", "russin", ("RU", "demonym")),
        ("de", "türkinnen", ("TR", "demonym")), ("de", "bakus", ("AZ", "city")),
        ("fr", "ukrainienne", ("UA", "adjective")), ("fr", "varsovie", ("PL", "city")),
    ],
)  # fmt: skip
def test_nation_words_are_known_in_their_forms(language: str, word: str, nation: tuple[str, str]) -> None:
    assert nation_of(word, load_gloss(language)) == nation


@pytest.mark.parametrize(
    ("language", "word"), [("es", "charla"), ("es", "Carlos"), ("de", "mexicos"), ("fr", "maliens_")]
)
def test_other_words_are_no_nations(language: str, word: str) -> None:
    assert nation_of(word, load_gloss(language)) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Negó haberlo detenido.", ["Negó", "haber", "lo", "detenido", "."]),
        ("Van a entregárselo.", ["Van", "a", "entregár", "selo", "."]),
        ("Una charla de Carlos sobre la perla.", ["Una", "charla", "de", "Carlos", "sobre", "la", "perla", "."]),
    ],
)
def test_pronouns_at_the_end_of_a_verb_are_words(text: str, words: list[str]) -> None:
    gloss = load_gloss("es")
    pieces = split(text, gloss.inflection.abbreviations, gloss.paradigm.enclitics)
    assert [text[a:b] for _, piece in pieces for a, b in piece] == words


def test_a_german_ordinal_ends_no_sentence() -> None:
    text = "Der Prozess soll am 20. Mai in Wien beginnen. Er dauert lange."
    assert len(list(split(text, load_gloss("de").inflection.abbreviations))) == 2
