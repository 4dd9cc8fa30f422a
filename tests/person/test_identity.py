import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from havenwatch.person import link
from havenwatch.records import DIFFERENT, SAME, UNSURE, Judgement
from havenwatch.statement.mention.particulars import read_particulars
from tests.case.dossier_cases import KAZAKHSTAN, document, mention, reading, statement

SPELLINGS = [
    "Мансур Мовлаев", "Мансур Мавлаев", "Mansur Movlaev", "Mansur Movlayev", "Mansour Mavlaev",
    "Мансур Мовсарович Мовлаев", "Mansur Movsarovich Movlaev",
    "Мовлаев Мансур", "MOVLAEV Mansur", "Мансур Мовлаєв", "Mansur Mowlajew",
    "М. Мовлаев", "Mansur Mowlaew", "Мансур Молаев", "Mansur Movlaeev", "Мансұр Мовлаев", "Манcур Мовлаев",
    "Mansur Mavlayev", "Мавлаев", "Movlaev",
]  # fmt: skip
CHARGED = (*KAZAKHSTAN, ("accusation", "вымогательство"))
DIFFER = (("host", "TR"), ("requesting", "TJ"))


def story(n, name, roles=KAZAKHSTAN, text="text", published="2026-03-05", **fields):
    """One document with one person of whom one act is told."""
    doc = dataclasses.replace(document(f"d{n}", published), text=text)
    start = max(text.find(name), 0)
    who = dataclasses.replace(mention(doc.id, name, start), end=start + len(name))
    told = [statement(doc.id, 900, "detained", [who], roles=roles, **fields), *read_particulars(doc, [who])]
    return doc, reading(doc.id, [who], told)


def linked(*stories, judgements=()):
    """Sets of document numbers that are one person, and the judgements."""
    documents, readings = zip(*stories, strict=True)
    persons, judged = link(readings, documents, judgements)
    of = {m: p.id for p in persons for m in p.mentions}
    groups = {}
    for n, one in enumerate(readings):
        groups.setdefault(of[one.mentions[0].id], set()).add(n)
    return {frozenset(g) for g in groups.values()}, judged


def verdicts(*stories):
    return [j.verdict for j in linked(*stories)[1]]


def test_twenty_spellings_are_one_person():
    groups, judged = linked(*(story(n, name) for n, name in enumerate(SPELLINGS)))
    assert max(len(g) for g in groups) >= len(SPELLINGS) - 1
    assert all(j.reasons for j in judged)


ONE_NAME = [
    ("Сергей Иванов", KAZAKHSTAN, KAZAKHSTAN, UNSURE),  # many bear it, and nothing else is told of both
    ("Сергей Иванов", CHARGED, CHARGED, SAME),
    ("Сергей Олегович Иванов", KAZAKHSTAN, KAZAKHSTAN, SAME),
    ("Сергей Варонцов", KAZAKHSTAN, KAZAKHSTAN, SAME),
    ("Сергей Варонцов", KAZAKHSTAN, DIFFER, UNSURE),
]  # fmt: skip


@pytest.mark.parametrize(("name", "here", "there", "verdict"), ONE_NAME)
def test_a_name_alone(name, here, there, verdict):
    assert verdicts(story(0, name, here), story(1, name, there)) == [verdict]


def test_a_shared_day_tells_two_bearers_of_a_common_name_as_one():
    same = [story(n, "Сергей Иванов", when="2026-02-03") for n in range(2)]
    other = [story(n, "Сергей Иванов", when=day) for n, day in enumerate(("2026-02-03", "2025-04-01"))]
    assert (verdicts(*same), verdicts(*other)) == ([SAME], [UNSURE])


AGES = [
    ("Сергею Варонцову 29 лет.", "Сергею Варонцову 45 лет.", UNSURE),
    ("Сергею Варонцову 29 лет.", "Сергею Варонцову 30 лет.", SAME),
]


@pytest.mark.parametrize(("here", "there", "verdict"), AGES)
def test_ages(here, there, verdict):
    stories = [story(n, "Сергею Варонцову", text=text) for n, text in enumerate((here, there))]
    found = []
    for doc, read in stories:
        who = dataclasses.replace(read.mentions[0], name="Сергей Варонцов")
        found.append((doc, dataclasses.replace(read, mentions=(who,))))
    assert verdicts(*found) == [verdict]


def test_a_text_that_gives_another_name_links_the_two():
    text = "Айхал Амосов, по паспорту Игорь Варнавин, задержан."
    first = story(0, "Айхал Амосов", text=text, when="2023-10-09")
    assert linked(first, story(1, "Игорь Варнавин", when="2023-10-09"))[0] == {frozenset({0, 1})}
    assert linked(first, story(1, "Пётр Варнавин", when="2023-10-09"))[0] == {frozenset({0}), frozenset({1})}


def test_a_stated_name_joins_whoever_bears_the_first_one():
    text = "Айхал Амосов, по паспорту Игорь Варнавин, задержан."
    stories = [story(0, "Айхал Амосов", text=text), story(1, "Ayhal Amosov"), story(2, "Игорь Варнавин", CHARGED)]
    doc, read = stories[0]
    alias = mention(doc.id, "Игорь Варнавин", 26)
    first = (doc, dataclasses.replace(read, mentions=(*read.mentions, alias)))
    documents, readings = zip(first, *stories[1:2], strict=True)
    persons, _ = link(readings, documents, [])
    assert len(persons) == 1


def test_a_monastic_name_and_the_name_in_the_world():
    text = "Иаков Варонцов (в миру Владимир) задержан."
    groups, judged = linked(story(0, "Иаков Варонцов", CHARGED, text), story(1, "Владимир Варонцов", CHARGED))
    assert groups == {frozenset({0, 1})}
    assert any("other name" in r for j in judged for r in j.reasons)


def test_without_such_words_two_given_names_are_two_persons():
    assert len(linked(story(0, "Иаков Варонцов", CHARGED), story(1, "Владимир Варонцов", CHARGED))[0]) == 2


def test_a_slip_in_a_consonant_goes_to_a_person():
    (judgement,) = linked(story(0, "Кайрат Каджанджаров"), story(1, "Кайрат Кожамжаров"))[1]
    assert (judgement.verdict, judgement.reasons[0]) == (UNSURE, "the names are alike, no more")


def test_people_who_contradict_each_other_merge_nothing_silently():
    stories = [story(n, name) for n, name in enumerate(("Пётр Сидорчук", "Иван Бондарь", "Олег Кравец"))]
    heads = [r.mentions[0].id for _, r in stories]

    def said(a, b, verdict, when):
        left, right = sorted((heads[a], heads[b]))
        return Judgement(left, right, verdict, 1.0, (), "ann", when)

    made = [said(0, 1, SAME, "2026-03-01"), said(1, 2, SAME, "2026-03-02"), said(0, 2, DIFFERENT, "2026-03-03")]
    groups, judged = linked(*stories, judgements=made)
    assert max(len(g) for g in groups) == 2
    refused = [j for j in judged if j.verdict == UNSURE]
    assert len(refused) == 1
    assert any("would join" in reason for reason in refused[0].reasons)


def anonymous(n, kind, when, profiles=("deserter",), count=1, roles=KAZAKHSTAN):
    doc = document(f"a{n}")
    who = dataclasses.replace(mention(doc.id, None, count=count), profiles=profiles)
    return doc, reading(doc.id, [who], [statement(doc.id, 10, kind, [who], when=when, roles=roles)])


def named(n, kind, when, profiles=("deserter",), roles=KAZAKHSTAN):
    doc = document(f"n{n}")
    who = dataclasses.replace(mention(doc.id, "Семён Бажов"), profiles=profiles)
    return doc, reading(doc.id, [who], [statement(doc.id, 10, kind, [who], when=when, roles=roles)])


HANDED = "handed_to_military"
POSSIBLE = [
    (anonymous(0, HANDED, "2026-01-01/2026-01-31"), named(1, HANDED, "2026-02-02"), True),
    (anonymous(0, HANDED, "2025-01-01/2025-01-31"), named(1, HANDED, "2026-02-02"), False),
    (anonymous(0, "expelled", "2026-02-01"), named(1, HANDED, "2026-02-02"), False),
    (anonymous(0, HANDED, "2026-02-01", ("clergy",)), named(1, HANDED, "2026-02-02"), False),
    (anonymous(0, HANDED, "2026-02-01", roles=DIFFER), named(1, HANDED, "2026-02-02"), False),
    (anonymous(0, "asylum_refused", "2026-02-01", count=2), named(1, "asylum_refused", "2026-02-02"), True),
    (anonymous(0, "extradited", None), named(1, "extradited", "2026-02-02"), False),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "linked_as_possible"), POSSIBLE)
def test_an_unnamed_person_may_be_a_named_one(one, other, linked_as_possible):
    groups, judged = linked(one, other)
    assert len(groups) == 2
    assert [(j.verdict, j.by) for j in judged] == [(UNSURE, "rule:possible")] * linked_as_possible
    assert all(len(j.reasons) >= 2 for j in judged)


def test_one_document_does_not_link_its_unnamed_person_to_its_named_one():
    doc = document("d0")
    who, other = mention(doc.id, "Семён Бажов"), mention(doc.id, None, 50)
    fields = {"when": "2026-02-02", "roles": KAZAKHSTAN}
    told = [statement(doc.id, 10 * n, "extradited", [m], **fields) for n, m in enumerate((who, other))]
    assert link([reading(doc.id, [who, other], told)], [doc], [])[1] == ()


@given(st.permutations(range(6)))
def test_the_order_of_documents_changes_nothing(order):
    stories = [
        story(0, "Сергей Иванов", CHARGED), story(1, "Сергей Иванов"), story(2, "Иванов", CHARGED),
        anonymous(3, "detained_in_transit", "2026-02-01"), named(4, "detained_in_transit", "2026-02-02"),
        anonymous(5, "detained_in_transit", "2026-02-03"),
    ]  # fmt: skip
    documents, readings = zip(*(stories[n] for n in order), strict=True)
    first_documents, first_readings = zip(*stories, strict=True)
    assert link(readings, documents, []) == link(first_readings, first_documents, [])
