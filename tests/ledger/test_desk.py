"""Acts of people: stored whole, taken back, kept through new readings, never lost."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from ledger_fakes import STAGES, read

from havenwatch.errors import UsageError
from havenwatch.ledger import Ledger
from havenwatch.ledger.browse import Wanted
from havenwatch.ledger.desk import Seen
from havenwatch.ledger.stages import Stages
from havenwatch.records import Document, Reading, Review, Statement, content_id

BY = "Анна"


def first(ledger: Ledger) -> Statement:
    return ledger.snapshot().statements[0]


def verdicts(ledger: Ledger) -> dict[str, str]:
    return {r.statement: r.verdict for r in ledger.snapshot().reviews}


def opened(address: str, **changes: object) -> Ledger:
    return Ledger.open(address, stages=dataclasses.replace(STAGES, **changes))


def test_an_act_is_taken_back_to_what_was_before(filled: Ledger) -> None:
    statement = first(filled)
    accepted = filled.desk.review(Seen(statement.id), "accepted", (), "", BY)
    rejected = filled.desk.review(Seen(statement.id), "rejected", (), "нет", BY)
    filled.desk.undo(rejected.act, BY)
    assert verdicts(filled) == {statement.id: "accepted"}
    filled.desk.undo(accepted.act, BY)
    assert verdicts(filled) == {}
    history = filled.browser.statement(statement.id).history
    assert [r.verdict for r in history] == ["accepted", "rejected", "accepted", "unreviewed"]
    with pytest.raises(UsageError, match="taken back already"):
        filled.desk.undo(accepted.act, BY)


def test_what_another_decided_since_is_not_taken_back(filled: Ledger) -> None:
    statement = first(filled)
    mine = filled.desk.review(Seen(statement.id), "accepted", (), "", BY)
    filled.desk.review(Seen(statement.id), "rejected", (), "", "Борис")
    outcome = filled.desk.undo(mine.act, BY)
    assert [f.about for f in outcome.failures] == [statement.id]
    assert verdicts(filled) == {statement.id: "rejected"}


def test_two_who_decide_on_the_same_one_do_not_overwrite_unseen(filled: Ledger) -> None:
    statement = first(filled)
    filled.desk.review(Seen(statement.id, 0), "accepted", (), "", BY)
    with pytest.raises(UsageError, match="Анна decided 'accepted' meanwhile"):
        filled.desk.review(Seen(statement.id, 0), "rejected", (), "", "Борис")
    assert verdicts(filled) == {statement.id: "accepted"}


def test_a_bulk_act_names_each_failure_and_stores_the_rest(filled: Ledger) -> None:
    a, b = filled.snapshot().statements[:2]
    filled.desk.review(Seen(b.id), "rejected", (), "", "Борис")
    outcome = filled.desk.bulk([Seen(a.id, 0), Seen(b.id, 0), Seen("st-none")], "accepted", "", BY)
    assert outcome.done == (a.id,)
    assert [f.about for f in outcome.failures] == [b.id, "st-none"]
    filled.desk.undo(outcome.act, BY)
    assert verdicts(filled) == {b.id: "rejected"}


def test_unsure_leaves_a_statement_as_it_was_read(filled: Ledger) -> None:
    statement = first(filled)
    filled.desk.review(Seen(statement.id), "unsure", (), "", BY)
    assert verdicts(filled) == {}
    assert filled.browser.queue_counts()["unsure"] == 1
    assert [q.state for q in filled.browser.queue(Wanted()).rows][-1] == "unsure"


def added(document: Document, start: int, end: int) -> Statement:
    identity = content_id("s", document.id, start, end)
    quote = document.text[start:end]
    return Statement(identity, document.id, start, end, quote, "event", "released", None, "reported", None, None,
                     None, None, None, (), None, None, 1.0, f"person:{BY}")  # fmt: skip


def test_an_added_statement_stays_through_a_rebuild_and_is_taken_back(filled: Ledger) -> None:
    document = filled.snapshot().documents[0]
    statement = added(document, 2, 9)
    outcome = filled.desk.mark(statement, (), "пропущено", BY)
    assert statement in filled.snapshot().statements
    assert filled.search(statement.quote.split()[0])
    filled.rebuild()
    assert statement in filled.snapshot().statements
    assert verdicts(filled) == {statement.id: "accepted"}
    assert {f.check for f in filled.verify() if f.state == "failed"} == {"readings"}  # one text cannot be read
    filled.desk.undo(outcome.act, BY)
    assert verdicts(filled) == {statement.id: "rejected"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"quote": "другое"}, "not those of the stored text"),
        ({"end": 100_000}, "does not lie in the text"),
        ({"start": -1}, "does not lie in the text"),
        ({"type": None}, "needs a type"),
        ({"status": "maybe"}, "status cannot be 'maybe'"),
        ({"document": "doc-none"}, "not in the ledger"),
    ],
)
def test_statements_that_cannot_be_added(filled: Ledger, change: dict[str, object], reason: str) -> None:
    document = filled.snapshot().documents[0]
    with pytest.raises(UsageError, match=reason):
        filled.desk.mark(dataclasses.replace(added(document, 2, 9), **change), (), "", BY)
    assert filled.browser.acts(None, 5) == ()


def test_a_span_is_moved_and_taken_back(filled: Ledger) -> None:
    old = first(filled)
    outcome = filled.desk.respan(Seen(old.id), old.start, old.end - 3, "точнее", BY)
    (new,) = (s for s in filled.snapshot().statements if s.id == outcome.done[0])
    assert new.quote == old.quote[:-3]
    assert verdicts(filled) == {old.id: "rejected", new.id: "accepted"}
    filled.desk.undo(outcome.act, BY)
    assert verdicts(filled) == {new.id: "rejected"}


def other_ids(document: Document) -> Reading:
    """A better reader: the same spans under other ids, one word shorter, another type."""
    reading = read(document)
    changed = tuple(
        dataclasses.replace(s, id=f"new-{s.id}", end=s.end - 1, quote=s.quote[:-1]) for s in reading.statements
    )
    return dataclasses.replace(reading, statements=changed)


def test_decisions_outlive_a_reader_that_reads_otherwise(filled: Ledger, address: str) -> None:
    kept, gone, untouched = filled.snapshot().statements[:3]
    filled.desk.review(Seen(kept.id), "corrected", (("type", "released"),), "", BY)
    filled.desk.review(Seen(gone.id), "rejected", (), "", BY)
    filled.close()
    with opened(address, read=other_ids, version="fake-2") as better:
        better.rebuild()
        ids = {s.id for s in better.snapshot().statements}
        assert kept.id in ids
        assert f"new-{kept.id}" not in ids
        assert not {gone.id, f"new-{gone.id}"} & ids
        assert f"new-{untouched.id}" in ids
        # the new reading says 'detained' where a person corrected to 'released', and repeats what was rejected
        assert better.browser.queue_counts()["differs"] == 2
        differing = better.browser.queue(Wanted(state="differs")).rows
        sheets = [better.browser.statement(q.reviewed.statement.id) for q in differing]
        assert {s.decided.statement.id for s in sheets} == {kept.id, gone.id}
        # taking the new one
        better.desk.review(Seen(f"new-{gone.id}"), "accepted", (), "", BY)
        better.rebuild()
        assert f"new-{gone.id}" in {s.id for s in better.snapshot().statements}


def test_decisions_come_back_with_the_old_reader(filled: Ledger, address: str) -> None:
    kept = first(filled)
    filled.desk.review(Seen(kept.id), "accepted", (), "", BY)
    before = filled.snapshot()
    filled.close()
    with opened(address, read=lambda d: Reading(d.id, (), (), ()), version="fake-2") as blind:
        blind.rebuild()
        assert [s.id for s in blind.snapshot().statements] == [kept.id]
    with opened(address) as again:
        again.rebuild()
        assert again.snapshot() == before


def test_persons_are_joined_taken_apart_and_put_back(tmp_path: Path) -> None:
    from havenwatch.ledger.stages import default_stages

    folder = tmp_path / "texts"
    folder.mkdir()
    for number, name in enumerate(("Ивана Лугового", "Ивана Луговых")):
        text = f"Суд в Алматы {number + 2} марта 2026 года арестовал активиста {name} по запросу России."
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    stages: Stages = dataclasses.replace(default_stages(), gate=None)
    with Ledger.open(tmp_path / "l.db", create=True, stages=stages) as ledger:
        ledger.add([folder])
        names = [p for p in ledger.snapshot().dossier.persons if p.names]
        assert len(names) == 2
        merged = ledger.desk.merge([p.id for p in names], "одно лицо", BY)
        (one,) = (p for p in ledger.snapshot().dossier.persons if p.names)
        assert len(one.names) >= 2
        ledger.rebuild()
        assert [p.id for p in ledger.snapshot().dossier.persons if p.names] == [one.id]
        heads = sorted({m.head for m in ledger.snapshot().mentions if m.id in one.mentions and m.form == "name"})
        ledger.refresh()
        ledger.desk.split(one.id, heads[:1], "нет", BY)
        assert len([p for p in ledger.snapshot().dossier.persons if p.names]) == 2
        assert ledger.desk.undo(merged.act, BY).failures
        with pytest.raises(UsageError, match="not none and not all"):
            ledger.desk.split(next(p.id for p in ledger.snapshot().dossier.persons if p.names), [], "", BY)


def test_a_second_reading_decides_nothing(filled: Ledger) -> None:
    statement = first(filled)
    filled.desk.opine(Review(statement.id, "rejected", (), "", BY, "2026-01-01T00:00:00"))
    filled.desk.opine(Review(statement.id, "accepted", (), "", BY, "2026-01-02T00:00:00"))
    assert verdicts(filled) == {}
    assert filled.browser.opinions()[statement.id][BY].verdict == "accepted"
    left = filled.browser.queue(Wanted(reader=BY)).total
    assert left == filled.browser.queue(Wanted(reader="Борис")).total - 1


def test_refresh_stores_nothing_that_is_out_of_date(filled: Ledger, address: str) -> None:
    statement = first(filled)

    def deriving(*inputs: object) -> object:
        with Ledger.open(address, stages=STAGES) as other:
            other.desk.review(Seen(statement.id), "rejected", (), "", "Борис")
        return STAGES.derive(*inputs)

    filled.desk.review(Seen(statement.id), "accepted", (), "", BY)
    with opened(address, derive=deriving) as slow:
        assert not slow.refresh()
        assert not slow.browser.stamp()[1]
    assert filled.refresh()
    assert verdicts(filled) == {statement.id: "rejected"}


@pytest.mark.parametrize("change", [(("roles", "x"),), (("confidence", "1"),), (("earliest", "gestern"),)])
def test_a_correction_that_could_not_be_applied_is_refused(filled: Ledger, change: tuple[tuple[str, str], ...]) -> None:
    with pytest.raises(UsageError):
        filled.desk.review(Seen(first(filled).id), "corrected", change, "", BY)
    filled.snapshot()
