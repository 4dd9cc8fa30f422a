import pytest

from havenwatch.event import calendar, figures
from tests.case.dossier_cases import figure, span, statement


def entry(doc, start, when, quote="15 марта состоится референдум", **fields):
    return statement(
        doc, start, "referendum", kind="calendar", when=when, quote=quote, roles=[("place", "KZ")], **fields
    )


def test_equal_values_with_overlapping_periods_are_one_figure():
    assert len(figures([figure("d0", 1, 660000, when="2022-01-01/2022-12-31"), figure("d1", 1, 660000)])) == 1


@pytest.mark.parametrize(
    "other",
    [
        figure("d1", 1, 400000, when="2022-01-01/2022-12-31"),
        figure("d1", 1, 660000, when="2023-01-01/2023-12-31"),
        figure("d1", 1, 660000, when="2022-01-01/2022-12-31", roles=(("place", "GE"),)),
        figure("d1", 1, 660000, when="2022-01-01/2022-12-31", roles=(("place", "KZ"), ("of", "украинцы"))),
    ],
)
def test_other_values_periods_places_are_other_figures(other):
    assert len(figures([figure("d0", 1, 660000, when="2022-01-01/2022-12-31"), other])) == 2


def test_a_figure_is_approximate_when_all_sources_hedge_it():
    both = [figure("d0", 1, 5, approximate=True), figure("d1", 1, 5)]
    assert [f.approximate for f in figures(both)] == [False]
    assert [f.approximate for f in figures(both[:1])] == [True]


def test_calendar_entries_merge_and_hedges_show():
    (one,) = calendar([entry("d0", 1, "2026-03-15"), entry("d1", 1, "2026-03-01/2026-03-31")])
    assert (one.earliest, one.latest, one.approximate) == (*span("2026-03-15"), False)
    (vague,) = calendar([entry("d0", 1, "2026-07-01/2026-08-31", quote="ориентировочно в июле")])
    assert vague.approximate is True
