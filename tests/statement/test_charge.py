"""The words of a charge, and claims that no remedy is left."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from havenwatch.records import Reading

Read = Callable[..., Reading]


@pytest.mark.parametrize(
    ("text", "charge"),
    [
        ("Минск обвиняет Павла Жилинского в организации беспорядков.", "организации беспорядков"),
        ("Олега Заварзина осудили за поджог военкомата.", "поджог военкомата"),
        ("Против Анны Беловой возбудили дело о мошенничестве.", "мошенничестве"),
        ("Павла Жилинского задержали в Тбилиси.", None),
        ("Анну Белову обвинили в суде.", None),
    ],
)
def test_the_charge_is_read_as_written(read: Read, text: str, charge: str | None) -> None:
    found = [role for s in read(text).statements for role in s.roles if role.name == "accusation"]
    assert {role.value for role in found} == ({charge} if charge is not None else set())
    assert all(role.text == text[role.start : role.end] for role in found)


def test_a_claim_that_no_remedy_is_left_is_kept_for_the_person(read: Read) -> None:
    reading = read("Суд в Ереване отклонил жалобу Олега Заварзина. Правовых средств обжалования больше не осталось.")
    claims = [s for s in reading.statements if s.type == "remedies_exhausted"]
    names = {m.id: m.name for m in reading.mentions}
    assert [s.quote for s in claims] == ["Правовых средств обжалования больше не осталось."]
    assert [names[value] for s in claims for value in s.values("person")] == ["Олег Заварзин"]


def test_a_claim_about_nobody_is_none(read: Read) -> None:
    reading = read("Все средства обжалования исчерпаны.")
    assert [s for s in reading.statements if s.type == "remedies_exhausted"] == []
