"""Suffixes and endings: which dictionary form and which features a form has, and what is left of a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from havenwatch.text.gloss import load_gloss
from havenwatch.text.gloss.declined.names import PERSONAL, nominative_words
from havenwatch.text.gloss.forms import base_of
from havenwatch.text.gloss.strung.order import read_form
from havenwatch.text.gloss.strung.suffixes import SuffixRules, case_of_name, readings
from havenwatch.text.tokens import Token

FORMS = [  # language, form, stem, features it must have
    ("kk", "ұстады", "ұста", "VerbForm=Fin Tense=Past"),
    ("kk", "ұсталды", "ұста", "VerbForm=Fin Tense=Past Voice=Pass"),
    ("kk", "ұсталған", "ұста", "VerbForm=Part Voice=Pass"),
    ("kk", "бермеді", "бер", "VerbForm=Fin Polarity=Neg"),
    ("kk", "бермеуді", "бер", "VerbForm=Inf Polarity=Neg Case=Acc"),
    ("kk", "беруден", "бер", "VerbForm=Inf Case=Abl"),
    ("kk", "берілуі", "бер", "VerbForm=Inf Voice=Pass Owner=3"),
    ("kk", "қайтарылады", "қайтар", "VerbForm=Fin Tense=Fut Voice=Pass"),
    ("kk", "шығармайтындарын", "шығар", "VerbForm=Part Polarity=Neg Tense=Fut"),
    ("kk", "келіссе", "келіс", "Mood=Cnd"),
    ("kk", "қашып", "қаш", "VerbForm=Conv"),
    ("kk", "жіберілгенін", "жібер", "VerbForm=Part Voice=Pass"),
    ("kk", "туыстары", "туыс", "Number=Plur Owner=3"),
    ("kk", "журналистің", "журналист", "Case=Gen"),
    ("kk", "қорғаушысы", "қорғаушы", "Owner=3"),
    ("kk", "ресейге", "ресей", "Case=Dat"),
    ("kk", "түркиядан", "түркия", "Case=Abl"),
    ("kk", "айыбы", "айып", "Owner=3"),
    ("ky", "кармады", "карма", "VerbForm=Fin Tense=Past"),
    ("ky", "кармалган", "карма", "VerbForm=Part Voice=Pass"),
    ("ky", "кармоо", "кармоо", ""),
    ("ky", "бербөөнү", "бер", "Polarity=Neg Case=Acc"),
    ("ky", "кыйнашкан", "кыйна", "VerbForm=Part Number=Plur"),
    ("ky", "чыгарышты", "чыгар", "VerbForm=Fin Number=Plur"),
    ("ky", "өлкөдөн", "өлкө", "Case=Abl"),
    ("ky", "жарандыгынан", "жарандык", "Case=Abl Owner=3"),
    ("ky", "москвага", "москва", "Case=Dat"),
]

NAMES = [  # language, name as it stands, bare name
    ("kk", "Әлиевті", "Әлиев"),
    ("kk", "Назарбаевтың", "Назарбаев"),
    ("kk", "Оразбаевқа", "Оразбаев"),
    ("kk", "Рысбайды", "Рысбай"),
    ("kk", "Першинге", "Першин"),
    ("kk", "Исаевадан", "Исаева"),
    ("kk", "Сұлтан", "Сұлтан"),
    ("kk", "Фарида", "Фарида"),
    ("kk", "Ерке", "Ерке"),
    ("kk", "Петренко", "Петренко"),
    ("ky", "Асановду", "Асанов"),
    ("ky", "Эргашевди", "Эргашев"),
    ("ky", "Исаеваны", "Исаева"),
    ("ky", "Токтогулга", "Токтогул"),
    ("ky", "Вероника", "Вероника"),
    ("ky", "Петренко", "Петренко"),
]

DECLINED = [  # gender, case, Ukrainian name, nominative
    ("Masc", "Gen", "Андрія Коваленка", "Андрій Коваленко"),
    ("Masc", "Acc", "Іллю Верещагіна", "Ілля Верещагін"),
    ("Masc", "Dat", "Денису Сухоцькому", "Денис Сухоцький"),
    ("Masc", "Ins", "Романом Колупаєвим", "Роман Колупаєв"),
    ("Masc", "Gen", "Петра Ткачука", "Петро Ткачук"),
    ("Fem", "Gen", "Ольги Гниломедової", "Ольга Гниломедова"),
    ("Fem", "Dat", "Ользі Гниломедовій", "Ольга Гниломедова"),
    ("Fem", "Acc", "Марину Осипенко", "Марина Осипенко"),
    ("Fem", "Ins", "Юлією Бондар", "Юлія Бондар"),
    ("Masc", "Nom", "Ілля Дзюба", "Ілля Дзюба"),
]

UKRAINIAN = [  # form, class, dictionary form
    ("затримано", "VERB", "затримати"),
    ("звинуваченого", "VERB", "звинуватити"),
    ("екстрадують", "VERB", "екстрадувати"),
    ("засуджено", "VERB", "засудити"),
    ("випустили", "VERB", "випустити"),
    ("відмовилася", "VERB", "відмовитися"),
    ("заарештовано", "VERB", "заарештувати"),
    ("притулку", "NOUN", "притулок"),
    ("варту", "NOUN", "варта"),
    ("в'язниці", "NOUN", "в'язниця"),
    ("журналісток", "NOUN", "журналістка"),
    ("кримінального", "ADJ", "кримінальний"),
    ("росіянами", "NOUN", "росіянин"),
]


@pytest.mark.parametrize(("language", "form", "stem", "feats"), FORMS)
def test_a_form_goes_back_to_its_stem(language: str, form: str, stem: str, feats: str) -> None:
    reading, base = read_form(form, "NOUN", load_gloss(language), ends="VerbForm=Fin" in feats)
    wanted = dict(pair.split("=") for pair in feats.split())
    assert base == stem
    assert {k: v for k, v in reading.feats.items() if k in wanted} == wanted


@pytest.mark.parametrize(("language", "form", "bare"), NAMES)
def test_a_name_loses_its_case_suffix_and_nothing_else(language: str, form: str, bare: str) -> None:
    assert case_of_name(form, rules_of(language), PERSONAL)[0] == bare


@pytest.mark.parametrize(("gender", "case", "name", "nominative"), DECLINED)
def test_ukrainian_names_come_out_in_the_nominative(gender: str, case: str, name: str, nominative: str) -> None:
    tokens = [Token(n, 0, 0, word, word.lower(), "PROPN", {}, -1, "root") for n, word in enumerate(name.split())]
    assert " ".join(nominative_words(tokens, "uk", case, gender)) == nominative


@pytest.mark.parametrize(("form", "pos", "base"), UKRAINIAN)
def test_ukrainian_forms_go_back_to_dictionary_forms(form: str, pos: str, base: str) -> None:
    assert base_of(form, pos, load_gloss("uk"), frozenset()) == base


@given(st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі-", max_size=24), st.sampled_from(["kk", "ky"]))
def test_what_is_left_is_a_beginning_of_the_word(word: str, language: str) -> None:
    rules = rules_of(language)
    assert all(word.startswith(r.stem) for r in readings(word, rules))
    assert word.startswith(case_of_name(word, rules, PERSONAL)[0])


def rules_of(language: str) -> SuffixRules:
    rules = load_gloss(language).inflection.suffixes
    assert rules is not None
    return rules
