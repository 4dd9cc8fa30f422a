from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from ledger_fakes import STAGES, bare

from havenwatch.ledger import Ledger, reading
from havenwatch.ledger.storage import schema
from havenwatch.records import Problem
from havenwatch.source import Hints


def test_what_is_added_is_in_the_snapshot(ledger: Ledger, corpus: Path) -> None:
    added = ledger.add([corpus])
    assert added.counts == {"items": 7, "new": 7, "known": 0, "failed": 1, "statements": 11}
    found = ledger.snapshot()
    assert [len(x) for x in (found.documents, found.sources, found.statements, found.mentions)] == [7, 7, 11, 6]
    texts = {d.id: d.text for d in found.documents}
    assert all(texts[s.document][s.start : s.end] == s.quote for s in found.statements)
    assert [p.names for p in found.dossier.persons if p.names == ("MOVLAEV",)] == [("MOVLAEV",)]
    assert len(found.dossier.events) == 9


def test_each_failure_is_one_problem_with_place_and_remedy(ledger: Ledger, corpus: Path) -> None:
    added = ledger.add([corpus, corpus / "none.txt"])
    stored = ledger.snapshot()
    by_text = {d.text[:4]: d.id for d in stored.documents}
    lines = corpus / "d.jsonl"
    expected = [
        Problem(
            "document",
            by_text["Втор"],
            f"{lines}, line 3: the publication date '2026-02-31' is no date; write it as YYYY-MM-DD; "
            "the text is kept without it",
        ),
        Problem(
            "source",
            None,
            f"{lines}, line 2: has no 'text'; give the words of the document as a string under that key",
        ),
        Problem(
            "statement",
            by_text["FAIL"],
            "could not be read (RuntimeError: the reader stumbled); it is stored, 'havenwatch rebuild' tries again",
        ),
    ]
    odd = [Problem("statement", d.id, "an odd word") for d in stored.documents if "ODD" in d.text]
    missing = Problem("source", None, f"{corpus / 'none.txt'}: does not exist; check the path")
    assert set(stored.problems) == {*expected, *odd}
    assert set(added.problems) == {*expected, *odd, missing}
    assert len(added.problems) == len(set(added.problems))


def test_the_same_items_again_change_nothing_and_repeat_their_problems(ledger: Ledger, corpus: Path) -> None:
    first = ledger.add([corpus])
    before = ledger.snapshot()
    journal = ledger.status().journal
    again = ledger.add([corpus])
    assert again.counts == {"items": 7, "new": 0, "known": 7, "failed": 1, "statements": 0}
    assert set(first.problems) - set(again.problems) == {p for p in first.problems if p.message == "an odd word"}
    assert ledger.snapshot() == before
    assert ledger.status().journal == journal


def test_progress_is_told_after_each_item(ledger: Ledger, corpus: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    ledger.add([corpus], None, lambda done, total=None: seen.append((done, total)))
    assert [done for done, _ in seen] == list(range(1, 9))
    ledger.rebuild(lambda done, total=None: seen.append((done, total)))
    assert seen[-1] == (7, 7)


def test_problems_of_an_input_go_when_it_is_mended(ledger: Ledger, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(" ")
    ledger.add([file])
    assert [p.message for p in ledger.snapshot().problems] == [f"{file}: has no text but white space; nothing to store"]
    file.write_text("Слова.")
    assert ledger.add([file]).problems == ()
    assert ledger.snapshot().problems == ()


def test_problems_of_lines_that_are_no_more_go_too(ledger: Ledger, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"text": "Слова."}\n{\n{\n')
    ledger.add([file])
    assert len(ledger.snapshot().problems) == 2
    file.write_text('{"text": "Слова."}\n{\n')
    ledger.add([file])
    assert [": line 2" in p.message or ", line 2" in p.message for p in ledger.snapshot().problems] == [True]


def test_a_document_that_could_not_be_read_is_tried_again(address: str, ledger: Ledger, corpus: Path) -> None:
    ledger.add([corpus])
    mended = dataclasses.replace(STAGES, read=lambda d: dataclasses.replace(STAGES.read(_mild(d)), document=d.id))
    with Ledger.open(address, stages=mended) as again:
        again.add([corpus / "e.txt"])
        assert not [p for p in again.snapshot().problems if "stumbled" in p.message]
        assert again.status().counts["unread"] == 0


def _mild(document):
    return dataclasses.replace(document, text=document.text.replace("FAIL", "fail"))


def test_a_quote_that_is_not_in_the_text_is_left_out(address: str, corpus: Path) -> None:
    def shifted(document):
        found = STAGES.read(document)
        moved = dataclasses.replace(found.statements[0], start=found.statements[0].start + 1)
        return dataclasses.replace(found, statements=(moved, *found.statements[1:]))

    with Ledger.open(address, create=True, stages=dataclasses.replace(STAGES, read=shifted)) as ledger:
        added = ledger.add([corpus / "c.txt"])
        assert [s.quote for s in ledger.snapshot().statements] == ["Прокуратура молчит."]
    assert "1 statements were left out" in added.problems[0].message


def test_a_long_text_is_stored_whole_and_read_to_a_limit(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "READ_LIMIT", 12)
    file = tmp_path / "long.txt"
    file.write_text("Одно слово. Другое слово.")
    (problem,) = ledger.add([file]).problems
    found = ledger.snapshot()
    assert found.documents[0].text == "Одно слово. Другое слово."
    assert [s.quote for s in found.statements] == ["Одно слово."]
    assert "only the first 12 of 25 characters were read" in problem.message


def test_copies_name_the_earliest_whichever_came_first(filled: Ledger) -> None:
    documents = filled.snapshot().documents
    early, late = sorted((d for d in documents if "MOVLAYEV" in d.text), key=lambda d: str(d.published))
    assert (early.duplicate_of, late.duplicate_of) == (None, early.id)
    assert [d.id for d in documents if d.duplicate_of is not None] == [late.id]


def test_two_sources_of_one_document_fill_each_other_in(ledger: Ledger, tmp_path: Path) -> None:
    for name in ("x.txt", "y.txt"):
        (tmp_path / name).write_text("Слова о деле.")
    ledger.add([tmp_path / "x.txt"])
    ledger.add([tmp_path / "y.txt"], Hints(publisher="Вестник"))
    found = ledger.snapshot()
    assert len(found.sources) == 2
    (document,) = found.documents
    assert document.publisher == "Вестник"
    assert document.source == min(s.id for s in found.sources)


@pytest.mark.parametrize("killed_at", [1, 3, 6])
def test_a_run_that_is_killed_is_completed_by_repeating_it(
    address: str, tmp_path: Path, corpus: Path, killed_at: int
) -> None:
    program = f"""
import os, signal, sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
import dataclasses
from ledger_fakes import STAGES, bare
from havenwatch.ledger import Ledger
seen = []
def read(document):
    seen.append(document)
    if len(seen) == {killed_at}:
        os.kill(os.getpid(), signal.SIGKILL)
    return STAGES.read(document)
with Ledger.open(sys.argv[1], create=True, stages=dataclasses.replace(STAGES, read=read)) as ledger:
    ledger.add([sys.argv[2]])
"""
    whole = tmp_path / "whole.db"
    done = subprocess.run([sys.executable, "-c", program, address, corpus], check=False)
    assert done.returncode == -9
    with Ledger.open(whole, create=True, stages=STAGES) as ledger:
        ledger.add([corpus])
        expected = bare(ledger.snapshot())
    with Ledger.open(address, read_only=True, stages=STAGES) as ledger:
        assert len(ledger.snapshot().documents) == killed_at - 1
    with Ledger.open(address, stages=STAGES) as ledger:
        ledger.add([corpus])
        assert bare(ledger.snapshot()) == expected
        assert {f.state for f in ledger.verify()} - {"passed"} == {"failed"}  # one document cannot be read
        assert [f.check for f in ledger.verify() if f.state == "failed"] == ["readings"]


def test_a_run_that_is_killed_before_deriving_is_noticed(address: str, ledger: Ledger, corpus: Path) -> None:
    def stop(*_):
        raise KeyboardInterrupt

    with Ledger.open(address, stages=dataclasses.replace(STAGES, derive=stop)) as cut, pytest.raises(KeyboardInterrupt):
        cut.add([corpus])
    assert not ledger.status().current
    assert [f.state for f in ledger.verify() if f.check == "dossier"] == ["not checked"]
    with Ledger.open(address, read_only=True, stages=STAGES) as reader:
        seen = reader.snapshot()
        assert len(seen.dossier.events) == 9
        assert not reader.status().current
    assert ledger.snapshot() == seen
    assert ledger.status().current


def test_another_version_derives_anew_and_counts_what_it_did_not_read(address: str, filled: Ledger) -> None:
    newer = dataclasses.replace(STAGES, version="fake-2")
    with Ledger.open(address, stages=newer) as ledger:
        assert not ledger.status().current
        ledger.snapshot()
        status = ledger.status()
        assert (status.current, status.counts["outdated"]) == (True, 6)
        ledger.rebuild()
        assert ledger.status().counts["outdated"] == 0


def test_rebuilding_gives_the_same_ledger(filled: Ledger) -> None:
    before = filled.snapshot()
    filled.rebuild()
    assert filled.snapshot() == before


def test_original_bytes_are_kept(filled: Ledger, corpus: Path) -> None:
    with filled._database.read() as connection:
        blobs = set(connection.execute(sa.select(schema.blob.c.data)).scalars())
    assert (corpus / "a.txt").read_bytes() in blobs
    assert (corpus / "d.jsonl").read_bytes().split(b"\n")[0] in blobs


def test_nothing_heavy_is_loaded_with_the_ledger() -> None:
    program = "import sys, havenwatch.ledger; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    heavy = {"slovnet", "numpy", "trafilatura", "pymorphy3", "py3langid", "lxml", "charset_normalizer"}
    assert "havenwatch.ledger" in loaded
    assert heavy & set(loaded) == set()


def test_counts_are_plain_values(filled: Ledger) -> None:
    status = filled.status()
    assert json.loads(json.dumps(status.counts))["documents"] == 7
    assert status.reviewed == 0.0
    assert len(status.last_added) == 5
