"""Cumulative incidence: worked by hand, against lifelines, properties."""

from __future__ import annotations

import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from havenwatch.indicator import cumulative_incidence

TIMES = [1.0, 2, 3, 4, 5, 6, 7, 8, 9, 12]
OUTCOMES = [1, 0, 2, 1, 0, 1, 2, 0, 1, 0]


def test_worked_by_hand():
    found = cumulative_incidence(TIMES, OUTCOMES, 1)
    # S before each event of kind 1: 1; 9/10 * 7/8; then * 6/7; * 4/5 * 3/4
    shares = [1 / 10, 1 / 10 + 0.7875 / 7, 0.2125 + 0.675 / 5, 0.3475 + 0.405 / 2]
    assert [p.share for p in found.points if p.time in {1, 4, 6, 9}] == pytest.approx(shares)
    assert found.events == 4
    assert found.at(0.5) is None
    assert found.at(5).share == pytest.approx(0.2125)


def test_same_as_lifelines():
    lifelines = pytest.importorskip("lifelines", reason="lifelines is not installed: it is in the extra dev")
    fitter = lifelines.AalenJohansenFitter(calculate_variance=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitter.fit(TIMES, OUTCOMES, event_of_interest=1)
    column = fitter.cumulative_density_.iloc[:, 0]
    for point in cumulative_incidence(TIMES, OUTCOMES, 1).points:
        assert column.loc[point.time] == pytest.approx(point.share, rel=1e-9)
        assert fitter.variance_.loc[point.time].item() == pytest.approx(point.variance, rel=1e-6)


@given(
    st.lists(st.tuples(st.integers(1, 30), st.integers(0, 2)), min_size=1, max_size=40),
)
@settings(max_examples=100, deadline=None)
def test_outcomes_and_survival_share_the_whole(cases):
    times, outcomes = [float(t) for t, _ in cases], [o for _, o in cases]
    one, two = (cumulative_incidence(times, outcomes, k) for k in (1, 2))
    alive = 1.0
    for time in sorted({t for t, o in cases if o}):
        n = sum(t >= time for t in times)
        alive *= 1 - sum(t == time and o != 0 for t, o in cases) / n
    total = sum(c.points[-1].share for c in (one, two) if c.points)
    assert total + alive == pytest.approx(1)
    assert all(0 <= p.low <= p.share <= p.high <= 1 and p.variance >= 0 for c in (one, two) for p in c.points)


def test_without_censoring_the_curve_is_the_plain_share():
    found = cumulative_incidence([1.0, 2.0, 3.0, 4.0], [1, 2, 1, 1], 1)
    assert [p.share for p in found.points] == pytest.approx([0.25, 0.25, 0.5, 0.75])


def test_a_case_known_late_is_at_risk_only_from_then_on():
    late = cumulative_incidence([2.0, 5.0, 6.0], [1, 1, 0], 1, entries=[0.0, 3.0, 0.0])
    assert [p.at_risk for p in late.points] == [2, 2]
    assert [p.share for p in late.points] == pytest.approx([0.5, 0.75])


def test_nothing_ended_gives_no_steps():
    assert cumulative_incidence([3.0, 4.0], [0, 0], 1).points == ()
    assert cumulative_incidence([], [], 1).points == ()


@pytest.mark.parametrize(
    ("times", "outcomes", "entries"), [([1.0], [1, 2], None), ([-1.0], [1], None), ([1.0], [1], [1.0])]
)
def test_impossible_input_of_an_incidence_is_refused(times, outcomes, entries):
    with pytest.raises(ValueError, match="time"):
        cumulative_incidence(times, outcomes, 1, entries)
