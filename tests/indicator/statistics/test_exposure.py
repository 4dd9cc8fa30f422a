"""Rates per head and the tipping analysis."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from havenwatch.indicator import rate_per_10000, tipping


def test_a_known_population_gives_a_rate_with_garwoods_limits():
    found = rate_per_10000(3, 50_000)
    assert found.rate == pytest.approx(0.6)
    assert (found.low, found.high) == pytest.approx((stats.chi2.ppf(0.025, 6) / 10, stats.chi2.ppf(0.975, 8) / 10))


def test_sources_that_disagree_on_the_population_widen_the_limits_and_have_no_middle():
    wide, low, high = rate_per_10000(3, 50_000, 80_000), rate_per_10000(3, 80_000), rate_per_10000(3, 50_000)
    assert wide.rate is None
    assert (wide.low, wide.high) == (low.low, high.high)


def test_no_event_is_no_proof_of_safety():
    assert rate_per_10000(0, 10_000).low == 0
    assert rate_per_10000(0, 10_000).high == pytest.approx(3.69, abs=0.01)


def test_worked_tipping_curve():
    found = tipping(5, 2, 1, 36)
    assert found.detection == pytest.approx(10.1, abs=0.05)
    rounded = [(m, round(r), round(low, 1), round(high)) for m, r, low, high in found.curve]
    assert rounded == [(1, 45, 7.4, 473), (3, 22, 4.8, 113), (8, 10, 2.6, 33), (17, 5, 1.5, 14)]
    assert found.missed > 17


def test_without_a_rise_there_is_nothing_to_undo():
    assert (tipping(1, 2, 18, 36).detection, tipping(1, 2, 18, 36).missed) == (None, 0)


@given(st.integers(0, 20), st.integers(0, 20))
@settings(max_examples=40, deadline=None)
def test_more_missed_events_never_raise_the_ratio(new, old):
    lows = [low for _, _, low, _ in tipping(new, 2, old, 36).curve]
    assert lows == sorted(lows, reverse=True)


@pytest.mark.parametrize(("count", "low", "high"), [(-1, 10, None), (1, 0, None), (1, 10, 5)])
def test_impossible_input_of_a_rate_is_refused(count, low, high):
    with pytest.raises(ValueError, match="a rate needs"):
        rate_per_10000(count, low, high)
