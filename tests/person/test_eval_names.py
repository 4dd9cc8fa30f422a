from pathlib import Path

import pytest

from eval.names import best_threshold, cross_validate, main, measure, read_pairs

PAIRS = Path(__file__).resolve().parents[3] / "shared" / "data" / "names" / "person_pairs.csv"


def test_measure():
    assert measure([True, True, False], [True, False, True]).f1 == 0.5
    assert measure([False], [True]).f1 == 0.0


def test_a_file_that_is_no_table_of_pairs_is_named(tmp_path, capsys):
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("a,b\n1,2\n", encoding="utf-8")
    assert main([str(wrong)]) == 2
    assert str(wrong) in capsys.readouterr().err


@pytest.mark.skipif(not PAIRS.exists(), reason="the labelled pairs of names lie outside the project")
def test_names_are_compared_well_enough():
    pairs = read_pairs(PAIRS)
    assert cross_validate(pairs).f1 >= 0.80
    assert 0.5 < best_threshold(pairs) < 0.9
