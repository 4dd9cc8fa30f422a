"""Figures with what they count, and calendar entries."""

from __future__ import annotations

import datetime as dt

import pytest

from havenwatch.records import CALENDAR, FIGURE
from tests.statement.told import Read

FIGURES = [  # text, quantity, value, approximate, place
    ("За год в Армению въехало около 110 тысяч граждан России.", "border_entries", 110_000, True, "AM"),
    ("В 2025 году Сербия депортировала 120 человек.", "expulsions", 120, False, "RS"),
    ("Полиция Грузии задержала 40 человек.", "detentions", 40, False, "GE"),
    ("В Казахстане живут 150 тысяч россиян.", "residents", 150_000, False, "KZ"),
    ("Граница протяжённостью 750 километров.", "border_length", 750, False, None),
    ("Ходатайства об убежище в Сербии подали 11 человек.", "asylum_applications", 11, False, "RS"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quantity", "value", "approximate", "place"), FIGURES)
def test_a_number_with_what_it_counts(
    read: Read, text: str, quantity: str, value: int, *, approximate: bool, place: str | None
) -> None:
    (figure,) = [s for s in read(text).statements if s.kind == FIGURE]
    assert figure.amount is not None
    found = figure.role("place")
    assert (figure.type, figure.amount.quantity, figure.amount.value) == (quantity, quantity, value)
    assert figure.amount.approximate == approximate
    assert (found.value if found is not None else None) == place


def test_a_length_has_its_unit(read: Read) -> None:
    (figure,) = [s for s in read("Граница протяжённостью 750 километров.").statements if s.kind == FIGURE]
    assert figure.amount is not None
    assert figure.amount.unit == "km"


def test_a_date_or_a_sum_of_something_else_is_no_figure(read: Read) -> None:
    text = "Олег Заварзин родился 3 мая 1990 года. Цена нефти упала до 60 долларов."
    assert [s for s in read(text).statements if s.kind == FIGURE] == []


@pytest.mark.parametrize(
    ("text", "what", "days", "place"),
    [
        ("20 сентября 2026 года в Армении пройдут парламентские выборы.", None, ("2026-09-20",) * 2, "AM"),
        ("20 сентября — референдум по новой конституции Сербии.", "referendum", ("2026-09-20",) * 2, None),
    ],
)
def test_a_public_event_with_its_day_is_a_calendar_entry(
    read: Read, text: str, what: str | None, days: tuple[str, str], place: str | None
) -> None:
    entries = [s for s in read(text).statements if s.kind == CALENDAR]
    assert entries
    for entry in entries:
        assert (entry.earliest, entry.latest) == tuple(map(dt.date.fromisoformat, days))
        assert entry.status == "planned"
        found = entry.role("place")
        assert place is None or (found is not None and found.value == place)
    assert what is None or [e.type for e in entries] == [what]
