"""Scoring BRAT files: parsing, what is dropped, F1, sentences, bad input."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from eval import nerel, victims
from eval.brat import parsed, read_folder
from eval.errors import EvaluationError
from eval.hrds import plain, read_articles
from eval.nerel import Sentences, Tally, figures
from havenwatch.model.reader import Relation, Span, SpanReading

TEXT = "Суд в Праге отказал Ивану Петренко. Анна Новак уехала."
PERSON, CITY, OTHER = (20, 34, "PERSON"), (6, 11, "CITY"), (36, 46, "PERSON")
ANN = [
    "T1\tPERSON 20 34\tИвану Петренко",
    "T2\tCITY 6 11\tПраге",
    "T3\tPERSON 36 46\tАнна Новак",
    "T4\tEVENT 0 3;12 19\tСуд отказал",
    "R1\tPLACE_RESIDES_IN Arg1:T1 Arg2:T2\t",
    "R2\tKNOWS Arg1:T1 Arg2:T3\t",
    "R3\tAGENT Arg1:T4 Arg2:T1\t",
    "N1\tReference T1 Wikidata:Q1\tИван",
    "#1\tAnnotatorNotes T1\tnote",
]


class FakeReader:
    """Finds the person, a wrong city, and the relation between true entities."""

    def read(self, _: str) -> SpanReading:
        return SpanReading(
            (Span(6, 11, "COUNTRY", 0.9), Span(*PERSON, 0.9)), (Relation(1, 0, "PLACE_RESIDES_IN", 0.9),)
        )

    def given(self, _: str, spans: list[tuple[int, int, str]]) -> list[Relation]:
        at = {span: n for n, span in enumerate(spans)}
        return [Relation(at[PERSON], at[CITY], "PLACE_RESIDES_IN", 0.9), Relation(at[PERSON], at[OTHER], "KNOWS", 0.9)]


def test_discontinuous_spans_and_what_names_them_are_dropped() -> None:
    found = parsed("a", TEXT, ANN)
    assert found.spans == {PERSON, CITY, OTHER}
    assert found.relations == {(PERSON, CITY, "PLACE_RESIDES_IN"), (PERSON, OTHER, "KNOWS")}
    assert found.dropped == 1


@pytest.mark.parametrize("text", [TEXT, TEXT.replace(". ", "\n")], ids=["full stop", "headline"])
def test_a_sentence_ends_at_its_stop_or_line(text: str) -> None:
    near, far = (PERSON, CITY, "PLACE_RESIDES_IN"), (PERSON, OTHER, "KNOWS")
    assert Sentences(text).within({near, far}) == {near}


def test_figures_count_exact_spans_with_type_and_relations_within_a_sentence() -> None:
    found = figures([parsed("a", TEXT, ANN)], FakeReader())
    assert found["nested"] == {"precision": 0.5, "recall": 0.3333, "f1": 0.4}
    assert found["types"] == {"CITY": 0.0, "COUNTRY": 0.0, "PERSON": 0.6667}
    assert found["relations"] == {"f1": 1.0, "end_to_end_f1": 0.0}
    assert (found["documents"], found["discontinuous_dropped"]) == (1, 1)
    assert nerel.table(found).startswith("nested     P 0.500  R 0.333  F1 0.400")


def test_sentences_hold_pairs_that_start_in_one() -> None:
    triples = [(PERSON, CITY, "A"), (PERSON, OTHER, "B")]
    assert Sentences(TEXT).within(triples) == {(PERSON, CITY, "A")}


def test_a_tally_of_nothing_is_zero() -> None:
    tally = Tally()
    assert (tally.precision, tally.recall, tally.f1) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize("line", ["T1\tPERSON 1", "T1", "T1\tPERSON a b\tx", "R1\tKNOWS Arg1:T1", "R1"])
def test_a_line_that_is_no_annotation_is_named_with_its_place(tmp_path: Path, line: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.ann").write_text(f"{ANN[0]}\n{line}\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match=re.escape("a.ann:2")):
        read_folder(tmp_path)


def test_a_folder_without_texts_or_a_text_without_annotation_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=re.escape("no .txt files")):
        read_folder(tmp_path)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    with pytest.raises(EvaluationError, match=re.escape("a.ann")):
        read_folder(tmp_path)


def test_offsets_count_carriage_returns(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Да.\r\nИван".encode())
    (tmp_path / "a.ann").write_text("T1\tPERSON 5 9\tИван\n", encoding="utf-8")
    (found,) = read_folder(tmp_path)
    assert found.text[5:9] == "Иван"


@pytest.mark.parametrize("command", [nerel, victims])
def test_a_missing_input_ends_the_command_with_a_message(
    command: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "argv", ["eval", str(tmp_path / "absent")])
    assert command.main() == 2
    assert "absent" in capsys.readouterr().err


def row(text: str, *names: str) -> dict[str, object]:
    sample = {"Input.GLOBALEVENTID": 7, "Input.title": "Title", "Input.article_interface": text}
    return {"sample": sample, "merged_sample": {"victims": [{"victim_name": n} for n in names]}}


def test_articles_are_plain_text_with_the_victims_that_stand_in_it(tmp_path: Path) -> None:
    path = tmp_path / "data.json"
    path.write_text(json.dumps([row("<p>Ana &amp; Bo.</p><p>Two</p>", "ana", "Absent", "ana")]), encoding="utf-8")
    (article,) = read_articles(path)
    assert article.text == "Title\n\nAna & Bo.\n\nTwo"
    assert article.victims == ("ana",)
    assert plain("a<br/>b") == "a\n\nb"


def test_victims_count_exactly_and_loosely(tmp_path: Path) -> None:
    path = tmp_path / "data.json"
    path.write_text(
        json.dumps([row("<p>Ana Morales and Bo Li spoke.</p>", "Ana Morales", "Bo", "spoke")]), encoding="utf-8"
    )

    class Fixed:
        def read(self, text: str) -> SpanReading:
            return SpanReading(
                tuple(Span(a := text.index(n), a + len(n), "PERSON", 1.0) for n in ("Ana Morales", "Bo Li")), ()
            )

    assert victims.figures(read_articles(path), Fixed()) == {
        "recall": 0.6667, "recall_exact": 0.3333, "victims": 3, "articles": 1}  # fmt: skip


@pytest.mark.parametrize("body", ["", "{", "[{}]", "[1]", '[{"sample": {}}]'])
def test_a_file_of_another_form_is_named(tmp_path: Path, body: str) -> None:
    path = tmp_path / "data.json"
    path.write_text(body, encoding="utf-8")
    with pytest.raises(EvaluationError, match=re.escape("data.json")):
        read_articles(path)
