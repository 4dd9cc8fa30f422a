import dataclasses

import pytest

from havenwatch.records import CONFLICTS, Amount, Role
from tests.case.dossier_cases import KAZAKHSTAN, document, mention, reading, statement
from tests.case.test_derive import dossier

NAME = "Мурад Молаев"


def text(n, *acts, ages=(), published="2026-03-05", name=NAME, language="ru"):
    """A document that tells acts as (type, fields) and ages as (quantity, value) of one person."""
    doc = dataclasses.replace(document(f"d{n}", published), language=language)
    who = mention(doc.id, name)
    told = [
        statement(doc.id, 20 * i + 20, kind, [who], **{"roles": KAZAKHSTAN, **fields})
        for i, (kind, fields) in enumerate(acts)
    ]
    told += [
        statement(
            doc.id, 600 + i, kind, kind="figure", amount=Amount(kind, float(value), None, approximate=False),
            roles=(("bearer", who.id),),
        )
        for i, (kind, value) in enumerate(ages)
    ]  # fmt: skip
    return doc, reading(doc.id, [who], told)


def found(*texts):
    return {(c.kind, c.field): [v.value for v in c.values] for c in dossier(*texts).conflicts}


def act(kind, when=None, agent=None, quote="a quote", **fields):
    roles = (*KAZAKHSTAN, *((("agent", agent),) if agent else ()))
    return kind, {"when": when, "roles": roles, "quote": quote, **fields}


CASES = [
    # dates of an act that can come again, a few days apart and never in one text
    (
        [text(0, act("detained", "2025-08-31")), text(1, act("detained", "2025-09-01/2025-09-30"))],
        {("date", "date"): ["2025-08-31", "2025-09-01/2025-09-30"]},
    ),
    ([text(0, act("detained", "2025-08-31")), text(1, act("detained", "2025-12-01"))], {}),
    (
        [text(0, act("detained", "2025-08-31"), act("detained", "2025-09-10")), text(1, act("detained", "2025-09-10"))],
        {},
    ),
    # one removal under two names
    (
        [text(0, act("extradited", "2022-12-28")), text(1, act("expelled", "2022-12-28"))],
        {("outcome", "outcome"): ["expelled", "extradited"]},
    ),
    ([text(0, act("extradited", "2022-12-28")), text(1, act("expelled", "2024-01-28"))], {}),
    # who acted
    (
        [
            text(0, act("abducted", "2023-05-31", "местная спецслужба ГКНБ")),
            text(1, act("abducted", "2023-05-31", "ФСБ")),
        ],
        {("actor", "agent"): ["KG", "RU"]},
    ),
    ([text(0, act("abducted", "2023-05-31", "FSB")), text(1, act("abducted", "2023-05-31", "сотрудники ФСБ"))], {}),
    # terms
    (
        [
            text(0, act("convicted", quote="назначили шесть лет условно")),
            text(1, act("convicted", quote="six months of restricted freedom"), language="en"),
        ],
        {("number", "sentence"): ["6 month", "6 year"]},
    ),
    (
        [
            text(0, act("convicted", quote="приговорили к 6 годам")),
            text(1, act("convicted", quote="шесть лет колонии")),
        ],
        {},
    ),
    (
        [
            text(0, act("convicted", quote="приговор вынесли в 2020 году")),
            text(1, act("convicted", quote="дали 2 года")),
        ],
        {},
    ),
    # asylum refused, and later still pending elsewhere
    (
        [
            text(0, act("asylum_refused", "2026-02-11"), published="2026-02-11"),
            text(1, act("asylum_pending"), published="2026-02-26"),
        ],
        {("legal_status", "legal_status"): ["asylum_pending", "asylum_refused"]},
    ),
    (
        [
            text(0, act("asylum_refused", "2026-02-11"), published="2026-02-11"),
            text(1, act("asylum_pending"), published="2026-02-01"),
        ],
        {},
    ),
    (
        [
            text(0, act("asylum_refused", "2026-02-11"), act("appeal_filed", about="asylum"), published="2026-02-11"),
            text(1, act("asylum_pending"), published="2026-02-26"),
        ],
        {},
    ),
    # a crime in the host state is beside the accusation of the other
    (
        [
            text(0, ("charged", {"roles": (*KAZAKHSTAN, ("accusation", "вымогательство"))})),
            text(1, ("convicted", {"roles": (*KAZAKHSTAN, ("accusation", "незаконное пересечение границы"))})),
        ],
        {},
    ),
    # ages
    (
        [
            text(0, act("wanted", "2026-01-01"), ages=[("age", 29)]),
            text(1, act("wanted", "2026-01-01"), ages=[("age", 34)]),
        ],
        {("number", "age"): ["29", "34"]},
    ),
    (
        [
            text(0, act("wanted", "2026-01-01"), ages=[("age", 29)]),
            text(1, act("wanted", "2026-01-01"), ages=[("age", 30)], published="2025-03-05"),
        ],
        {("number", "age"): ["29", "30"]},
    ),
    (
        [
            text(0, act("wanted", "2026-01-01"), ages=[("age", 29)]),
            text(1, act("wanted", "2026-01-01"), ages=[("age", 30)], published="2026-09-05"),
        ],
        {},
    ),
    (
        [
            text(0, act("wanted", "2026-01-01"), ages=[("age", 29)]),
            text(1, act("wanted", "2026-01-01"), ages=[("birth_year", 1990)]),
        ],
        {("number", "age"): ["29", "born 1990"]},
    ),
    (
        [
            text(0, act("wanted", "2026-01-01"), ages=[("age", 29)]),
            text(1, act("wanted", "2026-01-01"), ages=[("birth_year", 1996)]),
        ],
        {},
    ),
]


@pytest.mark.parametrize(("texts", "expected"), CASES)
def test_contradictions(texts, expected):
    assert found(*texts) == expected


def copied(one, doc):
    """The same reading under the ids of another document."""
    mentions = [dataclasses.replace(m, id="x" + m.id, document=doc, head="x" + m.head) for m in one.mentions]
    told = []
    for s in one.statements:
        roles = (Role(r.name, "x" + r.value if r.name in ("person", "bearer") else r.value) for r in s.roles)
        told.append(dataclasses.replace(s, id="x" + s.id, document=doc, roles=tuple(roles)))
    return reading(doc, mentions, told)


@pytest.mark.parametrize("texts", [texts for texts, expected in CASES if expected])
def test_a_copy_contradicts_nothing_and_counts_as_no_source(texts):
    (first, one), (second, two) = texts
    third = dataclasses.replace(document("d9", None, duplicate_of=first.id), language=first.language)
    copy = copied(one, third.id)
    alone = dossier((first, one), (third, copy)).conflicts
    assert alone == ()
    sides = [v for c in dossier((first, one), (second, two), (third, copy)).conflicts for v in c.values]
    assert {v.sources for v in sides} == {1}


def test_a_named_origin_counts_once():
    said = {"attributed_to": "адвокат Мурат Адамов", "speaker": "lawyer"}
    texts = [text(n, act("extradition_approved", "2026-01-27", **said)) for n in range(2)]
    texts += [text(2, act("extradition_approved", "2026-02-10"))]
    (conflict,) = dossier(*texts).conflicts
    assert [v.sources for v in conflict.values] == [1, 1]
    assert [len(v.statements) for v in conflict.values] == [2, 1]


def test_a_claim_that_no_remedy_is_left_stands_beside_an_appeal_and_the_procedure():
    claim = ("remedies_exhausted", {"kind": "rule"})
    texts = [
        text(0, act("extradition_approved", "2026-02-26"), claim),
        text(1, act("appeal_filed", about="extradition", status="planned")),
    ]
    (conflict,) = dossier(*texts).conflicts
    assert (conflict.kind, conflict.field) == ("legal_status", "remedies")
    assert {"appeal_filed", "remedies_exhausted"} < {v.value for v in conflict.values}
    assert {v.value: bool(v.statements) for v in conflict.values}["remedies_exhausted"]
    assert any("un_petition" in v.value and v.statements == () for v in conflict.values)


def test_every_kind_is_known():
    kinds = {c.kind for texts, _ in CASES for c in dossier(*texts).conflicts}
    assert kinds <= set(CONFLICTS)
