import pytest

from eval.conflicts import precision, read_judged
from eval.corpora import SHARED
from eval.linking import b_cubed, figures, gold_rows


def test_b_cubed():
    assert b_cubed([("a", "x"), ("a", "x"), ("b", "y")]) == (1.0, 1.0, 1.0)
    assert b_cubed([("a", "x"), ("b", "x")])[:2] == (0.5, 1.0)
    assert b_cubed([("a", "x"), ("a", "y")])[:2] == (1.0, 0.5)


def test_the_judged_list_holds_what_a_reader_needs():
    rows = read_judged()
    assert precision(rows) >= 0.7
    assert all(row["documents"] and row["why"] and isinstance(row["is_conflict"], bool) for row in rows)
    assert precision([]) == 0.0


@pytest.mark.skipif(not (SHARED / "data").exists(), reason="the annotated data lie outside the project")
def test_linking_on_annotated_readings():
    found = figures()
    assert found["persons"] >= 0.95
    assert found["false merges"] == 0
    assert found["order"] == 1.0
    assert found["contradictions annotated"] == sum(
        c["doc"] != row["doc"] and c["doc"] in {r["doc"] for r in gold_rows()}
        for row in gold_rows()
        for c in row["conflicts"]
    )
