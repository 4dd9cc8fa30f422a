"""The calendar as icalendar reads it, the feed as feedparser does, the bibliography, the Parquet tables as pyarrow."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import sys

import pytest

from havenwatch.errors import UsageError
from havenwatch.exchange import atom, csl, ics, parquet
from havenwatch.exchange.csv import COLUMNS
from havenwatch.exchange.json import export as to_object
from havenwatch.ontology import load_ontology
from havenwatch.records import CalendarEntry, Snapshot
from tests.report.sample_ledger import Builder, sample

ONTOLOGY = load_ontology()
MADE = "2026-03-08T12:00:00+00:00"


def entries(snapshot: Snapshot) -> list:
    icalendar = pytest.importorskip("icalendar", reason="icalendar is not installed: it is in the extra dev")
    return icalendar.Calendar.from_ical(ics.export(snapshot, ONTOLOGY, made=MADE)).walk("VEVENT")


def held() -> Snapshot:
    """Somebody in custody before the request, of which the law gives 40 days, and an order announced for a hearing."""
    b = Builder()
    doc = b.document("2 марта Ивана Лугового арестовали. Суд назначен на 20 марта.", "2026-03-05", "Газета; день")
    man = b.person("Иван Луговой")
    request = b.event(
        "custody_ordered", [b.say(doc, "2 марта Ивана Лугового арестовали", "custody_ordered")], [man],
        dates="2026-03-02", requesting="RU",
    )  # fmt: skip
    hearing = b.event(
        "court_hearing", [b.say(doc, "Суд назначен на 20 марта", "court_hearing")], [man],
        dates="2026-03-20/2026-03-22", status="planned", about="extradition",
    )  # fmt: skip
    b.case([man], [request, hearing], tracks=(("extradition", "provisional"),))
    return b.snapshot()


def test_a_public_event_stands_on_its_days() -> None:
    (vote,) = (e for e in entries(sample()) if str(e["CATEGORIES"].cats[0]) == "PUBLIC EVENT")
    assert (vote["DTSTART"].dt, vote["DTEND"].dt) == (dt.date(2026, 3, 15), dt.date(2026, 3, 16))
    assert "Kazakhstan" in vote["SUMMARY"]
    assert "15 марта пройдёт референдум" in vote["DESCRIPTION"]


def test_hearings_and_computed_deadlines() -> None:
    by_kind = {str(e["CATEGORIES"].cats[0]): e for e in entries(held())}
    hearing, deadline = by_kind["HEARING"], by_kind["DEADLINE"]
    assert (hearing["DTSTART"].dt, hearing["DTEND"].dt) == (dt.date(2026, 3, 20), dt.date(2026, 3, 23))
    assert "some day in this span" in hearing["SUMMARY"]
    assert deadline["DTSTART"].dt == dt.date(2026, 3, 2) + dt.timedelta(days=40)
    assert "Иван Луговой" in deadline["SUMMARY"]
    assert "Computed from the procedure" in deadline["DESCRIPTION"]
    assert "article 588" in deadline["DESCRIPTION"]


def test_lines_are_folded_and_signs_escaped() -> None:
    text = ics.export(held(), ONTOLOGY, made=MADE)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "Газета\\; день" in text.replace("\r\n ", "")
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == text.count("UID:")


def test_an_undated_entry_is_in_no_calendar() -> None:
    undated = dataclasses.replace(
        sample(), dossier=dataclasses.replace(sample().dossier, calendar=(CalendarEntry("k", "election", "KZ", None, None, False, ()),))  # noqa: E501, FBT003
    )  # fmt: skip
    assert "PUBLIC EVENT" not in ics.export(undated, ONTOLOGY)


def test_the_feed_is_well_formed_and_newest_first() -> None:
    feedparser = pytest.importorskip("feedparser", reason="feedparser is not installed: it is in the extra dev")
    feed = feedparser.parse(atom.export(sample(), ONTOLOGY, made=MADE).encode())
    assert (feed.bozo, feed.version) == (0, "atom10")
    moments = [entry.updated for entry in feed.entries]
    assert moments == sorted(moments, reverse=True)
    assert len({entry.id for entry in feed.entries}) == len(sample().dossier.events)
    planned = next(e for e in feed.entries if "[planned]" in e.title)
    assert planned.content[0].value.startswith("“")
    assert all(entry.id.startswith("urn:havenwatch:event:") for entry in feed.entries)


def test_signs_of_control_do_not_break_the_feed() -> None:
    b = Builder()
    doc = b.document("Его\x0b & <b>выдали</b>\ud7ff", "2026-01-10", "A & B <c>", "https://x.example/?a=1&b=2")
    man = b.person("<i>Имя</i>")
    b.case([man], [b.event("extradited", [b.say(doc, "Его\x0b & <b>выдали</b>", "extradited")], [man])])
    feedparser = pytest.importorskip("feedparser", reason="feedparser is not installed: it is in the extra dev")
    feed = feedparser.parse(atom.export(b.snapshot(), ONTOLOGY).encode())
    assert feed.bozo == 0
    assert feed.entries[0].links[0].href == "https://x.example/?a=1&b=2"


def test_a_bibliography_names_what_is_known() -> None:
    items = csl.export(sample())
    assert [item.get("issued", {}).get("date-parts") for item in items] == [
        [[2026, 2, 12]], [[2026, 3, 4]], [[2026, 3, 5]], None,
    ]  # fmt: skip
    assert items[0]["container-title"] == "Harbour Times"
    assert items[1]["genre"] == "abstract"
    assert all(item["type"] in {"article-newspaper", "webpage"} for item in items)


def test_a_copy_is_not_listed_twice() -> None:
    b = Builder()
    first = b.document("Текст.", "2026-01-10")
    b.document("Текст.", "2026-01-11", duplicate_of=first.id)
    assert [item["id"] for item in csl.export(b.snapshot())] == [first.id]


def test_parquet_holds_typed_tables(snapshot: Snapshot) -> None:
    pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed: it is in the extra parquet")
    files = {name: pq.read_table(io.BytesIO(body)) for name, body in parquet.export(snapshot).items()}
    assert {name: tuple(table.column_names) for name, table in files.items()} == dict(COLUMNS)
    assert files["events"].num_rows == len(to_object(snapshot)["events"])
    assert files["events"].column("earliest").to_pylist()[0] == dt.date(2026, 3, 3)
    assert files["cases"].column("events").to_pylist()[0] == ["e1", "e3"]
    assert "Пётр" not in str(files["persons"].to_pylist())
    assert b"Public edition" in files["statements"].schema.metadata[b"note"]


def test_parquet_names_its_extra(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"havenwatch\[parquet\]"):
        parquet.export(snapshot)
