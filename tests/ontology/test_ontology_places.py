from __future__ import annotations

import pymorphy3
import pytest

from havenwatch.ontology import load_ontology

MORPH = pymorphy3.MorphAnalyzer(lang="ru")
# words as written in a text, state, kind
WRITTEN = [
    ("Казахстане", "KZ", "state"),
    ("Республики Казахстан", "KZ", "state"),
    ("Киргизией", "KG", "state"),
    ("Кыргызстана", "KG", "state"),
    ("Белоруссии", "BY", "state"),
    ("Беларуси", "BY", "state"),
    ("Соединённых Штатах", "US", "state"),
    ("Соединенных Штатов Америки", "US", "state"),
    ("США", "US", "state"),
    ("Великобританией", "GB", "state"),
    ("Объединённых Арабских Эмиратах", "AE", "state"),
    ("ОАЭ", "AE", "state"),
    ("Кот-д'Ивуаре", "CI", "state"),
    ("Российской Федерации", "RU", "state"),
    ("Северной Македонии", "MK", "state"),
    ("Шри-Ланкой", "LK", "state"),
    ("КНР", "CN", "state"),
    ("Гонконге", "HK", "state"),
    ("Молдове", "MD", "state"),
    ("казахстанскому", "KZ", "adjective"),
    ("казахских", "KZ", "adjective"),
    ("российской", "RU", "adjective"),
    ("турецкими", "TR", "adjective"),
    ("россиянок", "RU", "demonym"),
    ("россиян", "RU", "demonym"),
    ("чеченца", "RU", "demonym"),
    ("израильтянку", "IL", "demonym"),
    ("турок", "TR", "demonym"),
    ("Алма-Ате", "KZ", "city"),
    ("Алматы", "KZ", "city"),
    ("Бишкеке", "KG", "city"),
    ("Оше", "KG", "city"),
    ("Нижнем Новгороде", "RU", "city"),
    ("Ростовом-на-Дону", "RU", "city"),
    ("Салониках", "GR", "city"),
    ("Гааге", "NL", "city"),
    ("Нью-Йорке", "US", "city"),
    ("Чечне", "RU", "region"),
    ("Дагестана", "RU", "region"),
    ("Крыму", "UA", "region"),
    ("Абхазией", "GE", "region"),
    ("Кремлём", "RU", "government"),
    ("Акордой", "KZ", "government"),
    ("Белом доме", "US", "government"),
]


@pytest.mark.parametrize(("written", "iso", "kind"), WRITTEN)
def test_inflected_words_lead_to_their_state(written: str, iso: str, kind: str) -> None:
    lemmas = " ".join(MORPH.parse(word)[0].normal_form for word in written.split())
    hit = load_ontology().places.lookup(lemmas)
    assert hit is not None, lemmas
    assert (hit.iso, hit.kind) == (iso, kind)


@pytest.mark.parametrize(
    "words", ["верховный суд казахстан", "русский", "тот", "генпрокуратура", "", "бар", "владимир"]
)
def test_words_that_stand_for_no_state(words: str) -> None:
    assert load_ontology().places.lookup(words) is None


@pytest.mark.parametrize(
    ("word", "government"), [("москва", True), ("астана", True), ("алматы", False), ("крым", False)]
)
def test_capitals_also_stand_for_the_government(word: str, *, government: bool) -> None:
    hit = load_ontology().places.lookup(word)
    assert hit is not None
    assert hit.government is government


def test_every_iso_state_has_both_names_and_finds_itself() -> None:
    places = load_ontology().places
    assert len(places.states) == 250
    for state in places.states.values():
        for language in ("en", "ru"):
            hit = places.lookup(state.names[language])
            assert hit is not None, state
            assert hit.iso == state.iso


def test_names_fall_back() -> None:
    places = load_ontology().places
    found = [places.state_name("KZ", "ru"), places.state_name("KZ", "xx"), places.state_name("QQ", "ru")]
    assert found == ["Казахстан", "Kazakhstan", "QQ"]
