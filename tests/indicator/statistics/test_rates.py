"""Exact rate ratio: worked numbers, scipy as reference, properties."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from havenwatch.indicator import rate_ratio, tipping_count

WORKED = [  # new, months, old, months: ratio, low, high, one-sided p (computed with scipy when the method was chosen)
    ((5, 2, 1, 36), 90, 10.1, 4257, 2.3e-6),
    ((4, 2, 1, 36), 72, 7.1, 3546, 4e-5),
    ((3, 2, 1, 36), 54, 4.3, 2835, 6e-4),
    ((2, 2, 1, 36), 36, 1.87, 2124, 0.008),
    ((2, 2, 2, 36), 18, 1.3, 248, 0.016),
    ((2, 2, 3, 36), 12, 1.0, 105, 0.025),
    ((1, 2, 1, 36), 18, 0.2, 1413, 0.10),
]
COUNT = st.integers(0, 60)
TIME = st.floats(0.5, 200)


@pytest.mark.parametrize(("call", "ratio", "low", "high", "p"), WORKED)
def test_worked_numbers(call, ratio, low, high, p):
    found = rate_ratio(*call)
    assert found.ratio == pytest.approx(ratio)
    assert found.low == pytest.approx(low, rel=0.05, abs=0.04)
    assert found.high == pytest.approx(high, rel=0.01)
    assert found.p_value == pytest.approx(p, rel=0.1)


@given(COUNT, TIME, COUNT, TIME)
@settings(max_examples=150, deadline=None)
def test_agrees_with_scipy(new, new_time, old, old_time):
    if new + old == 0:
        return
    found = rate_ratio(new, new_time, old, old_time)
    share = new_time / (new_time + old_time)
    test = stats.binomtest(new, new + old, share, alternative="greater")
    low, high = stats.binomtest(new, new + old, share).proportion_ci(0.95, "exact")
    assert found.p_value == pytest.approx(test.pvalue, rel=1e-6, abs=1e-12)
    assert found.low == pytest.approx(low / (1 - low) * old_time / new_time, rel=1e-6, abs=1e-12)
    if old > 0:
        assert found.high == pytest.approx(high / (1 - high) * old_time / new_time, rel=1e-6)


@given(COUNT, TIME, COUNT, TIME)
@settings(max_examples=100, deadline=None)
def test_the_interval_holds_the_ratio_and_grows_with_the_new_count(new, new_time, old, old_time):
    found, more = rate_ratio(new, new_time, old, old_time), rate_ratio(new + 1, new_time, old, old_time)
    if new + old:
        assert found.low <= found.ratio <= found.high
    assert more.low > found.low
    assert more.high >= found.high
    assert more.p_value <= found.p_value + 1e-12


def test_no_old_event_has_no_upper_limit_and_no_event_says_nothing():
    open_ended = rate_ratio(3, 2, 0, 36)
    assert math.isinf(open_ended.ratio)
    assert math.isinf(open_ended.high)
    assert open_ended.low == pytest.approx(7.44, abs=0.01)
    nothing = rate_ratio(0, 2, 0, 36)
    assert math.isnan(nothing.ratio)
    assert (nothing.low, nothing.high, nothing.p_value) == (0.0, math.inf, 1.0)
    assert rate_ratio(0, 2, 5, 36).low == 0.0


def test_large_counts_stay_exact():
    found = rate_ratio(2600, 12, 2400, 12)
    low, high = stats.binomtest(2600, 5000).proportion_ci(0.95, "exact")
    assert (found.low, found.high) == (pytest.approx(low / (1 - low)), pytest.approx(high / (1 - high)))


@pytest.mark.parametrize("call", [(-1, 2, 1, 3), (1, 0, 1, 3), (1, 2, 1, -3)])
def test_impossible_input_is_refused(call):
    with pytest.raises(ValueError, match="counts must be"):
        rate_ratio(*call)


@pytest.mark.parametrize(("call", "missed"), [((2, 2, 1, 36), 3), ((5, 2, 1, 36), 27), ((1, 2, 1, 36), 0)])
def test_tipping_count_is_the_first_that_undoes_the_rise(call, missed):
    new, new_time, old, old_time = call
    assert tipping_count(*call) == missed
    assert rate_ratio(new, new_time, old + missed, old_time).low <= 1
    if missed:
        assert rate_ratio(new, new_time, old + missed - 1, old_time).low > 1


def test_tipping_count_beyond_the_limit_is_unknown():
    assert tipping_count(400, 1, 1, 1000) is None
