"""Duckling's corpus: which phrases are selected, what they mean, and how many of them are read so."""

import datetime as dt
from pathlib import Path

import pytest

from eval.duckling import Case, agrees, figures, read_cases, read_phrase

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "dates"
CORPUS = """
negativeCorpus = (context, testOptions, examples)
  where
    examples =
      [ "1 hotel" ]

latentCorpus = (testContext, testOptions {withLatent = True}, xs)
  where
    xs = concat
      [ examples (datetime (2013, 5, 1, 0, 0, 0) Month)
                 [ "may" ]
      ]

allExamples :: [Example]
allExamples = concat
  [ examples (datetime (2013, 2, 18, 0, 0, 0) Week)
             [ "next week"
             , "the \\"coming\\" week"
             ]
  , examples (datetime (2013, 2, 12, 15, 0, 0) Hour)
             [ "3pm" ]
  , examples (datetimeInterval ((2013, 7, 13, 0, 0, 0), (2013, 7, 16, 0, 0, 0)) Day)
             [ "13 - 15 July" ]
  , examples (datetimeOpenInterval Before (2013, 3, 1, 0, 0, 0) Month)
             [ "until the end of the month" ]
  , examples (datetimeHoliday (2018, 3, 30, 0, 0, 0) Day "Passover")
             [ "passover 2018" ]
  , examples (datetime (-2014, 1, 1, 0, 0, 0) Year)
             [ "in 2014 BC" ]
  ]
"""


def day(text):
    return dt.date.fromisoformat(text)


@pytest.fixture
def cases(tmp_path):
    path = tmp_path / "duckling_EN.hs"
    path.write_text(CORPUS, encoding="utf-8")
    return read_cases(path)


def test_phrases_are_selected_by_grain_corpus_calendar_and_era(cases):
    assert [(c.phrase, c.left_out) for c in cases] == [
        ("may", "other corpus"), ("next week", None), ('the "coming" week', None), ("3pm", "time of day"),
        ("13 - 15 July", None), ("until the end of the month", None), ("passover 2018", "other calendar"),
        ("in 2014 BC", "era"),
    ]  # fmt: skip


def test_intervals_hold_their_last_day(cases):
    intervals = {c.phrase: c.interval for c in cases}
    assert intervals["next week"] == (day("2013-02-18"), day("2013-02-24"))
    assert intervals["13 - 15 July"] == (day("2013-07-13"), day("2013-07-15"))
    assert intervals["until the end of the month"] == (None, day("2013-02-28"))
    assert intervals["3pm"] is None


@pytest.mark.parametrize(
    ("phrase", "first", "last", "unit", "expected"),
    [
        ("two weeks ago", "2013-01-29", "2013-01-29", "day", True),
        ("three weeks ago", "2013-01-29", "2013-01-29", "day", False),
        ("last two weeks", "2013-01-28", "2013-02-10", "week", True),
        ("last three weeks", "2013-01-28", "2013-02-10", "week", False),
        ("next two months", "2013-03-01", "2013-04-30", "month", True),
        ("upcoming two months", "2013-04-01", "2013-04-30", "month", True),
        ("upcoming three months", "2013-04-01", "2013-04-30", "month", False),
        ("this summer", "2013-06-21", "2013-09-23", "day", True),
        ("beginning of 2017", "2017-01-01", "2017-03-31", "month", True),
        ("end of 2017", "2017-01-01", "2017-03-31", "month", False),
        ("yesterday", "2013-02-10", "2013-02-10", "day", False),
    ],
)
def test_only_definitions_may_differ(phrase, first, last, unit, expected):
    span = read_phrase(phrase, "en")
    assert span is not None
    assert agrees(Case(phrase, (day(first), day(last)), unit, None), span) is expected


@pytest.mark.skipif(not DATA.is_dir(), reason=f"Duckling's corpora not found at {DATA.name}")
@pytest.mark.parametrize(("name", "phrases", "floor"), [("RU", 141, 0.96), ("EN", 507, 0.90), ("UK", 121, 0.94)])
def test_share_of_phrases_read_as_duckling_means_them(name, phrases, floor):
    found = figures(read_cases(DATA / f"duckling_{name}.hs"), name.lower())
    assert found["phrases"] == phrases
    assert found["agreeing"] >= floor
