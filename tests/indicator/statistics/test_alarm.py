"""E-values: worked numbers, direct integration, the bound on false alarms, the detector as a sum."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from havenwatch.indicator import e_detector, e_values, rate_ceiling, watch
from havenwatch.indicator.statistics.alarm import LEVEL, THRESHOLD

SERIES = [int(month == 17) for month in range(36)] + [2, 3]


@pytest.mark.parametrize(("ceiling", "january", "february"), [(0.1548, 13.4, 2990), (0.25, 6.3, 370), (0.5, 2.4, 24.4)])
def test_worked_e_values(ceiling, january, february):
    assert e_values([2, 3], ceiling) == pytest.approx((january, february), rel=0.01)


def test_worked_ceiling_and_detector():
    ceiling = rate_ceiling(1, 36)
    assert ceiling == pytest.approx(0.155, abs=0.0005)
    detector = e_detector(SERIES, ceiling)
    assert max(detector[:36]) == pytest.approx(6.3, abs=0.05)
    assert detector[36:] == pytest.approx((27, 3990), rel=0.01)
    assert e_detector(SERIES, ceiling, last=2) == detector[36:]


def test_an_e_value_is_the_integral_it_stands_for():
    ceiling, prior = 0.3, stats.gamma(0.5, scale=2)

    def ratio(rate):
        return (rate / ceiling) ** 4 * math.exp(-3 * (rate - ceiling)) * prior.pdf(rate) / prior.sf(ceiling)

    wanted, _ = integrate.quad(ratio, ceiling, 60)
    assert e_values([1, 0, 3], ceiling)[-1] == pytest.approx(wanted, rel=1e-7)


@given(st.floats(0.02, 3), st.integers(1, 4))
@settings(max_examples=30, deadline=None)
def test_the_mean_of_an_e_value_at_the_ceiling_is_one(ceiling, months):
    """At the ceiling itself the expectation is exactly 1: what Ville's bound rests on."""
    chances = stats.poisson.pmf(np.arange(400), ceiling * months)
    # an e-value weighs rare counts heavily: only those too rare for a float are left out
    values = [p * e_values([0] * (months - 1) + [s], ceiling)[-1] for s, p in enumerate(chances) if p > 1e-290]
    assert math.fsum(values) == pytest.approx(1, rel=1e-6)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=25), st.floats(0.05, 2))
@settings(max_examples=60, deadline=None)
def test_the_detector_is_the_sum_of_processes_started_at_every_month(counts, ceiling):
    wanted = sum(e_values(counts[k:], ceiling)[-1] for k in range(len(counts)))
    assert e_detector(counts, ceiling)[-1] == pytest.approx(wanted, rel=1e-9)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=12), st.floats(0.05, 2))
@settings(max_examples=60, deadline=None)
def test_more_events_or_a_lower_ceiling_never_lower_the_value(counts, ceiling):
    more = [*counts[:-1], counts[-1] + 1]
    assert e_values(more, ceiling)[-1] > e_values(counts, ceiling)[-1]


def test_the_alarm_names_its_month_and_its_level():
    found = watch(SERIES[:36], SERIES[36:])
    assert (found.level, found.threshold, found.raised) == (LEVEL, THRESHOLD, 1)
    assert watch(SERIES[:36], [0, 1]).raised is None


def test_a_vast_count_stays_finite():
    assert math.isfinite(e_values([100_000], 0.1)[0])


@pytest.mark.parametrize(("counts", "ceiling"), [([1, -1], 1.0), ([1], 0.0)])
def test_impossible_input_of_an_alarm_is_refused(counts, ceiling):
    with pytest.raises(ValueError, match="e_values needs"):
        e_values(counts, ceiling)
    with pytest.raises(ValueError, match="e_detector needs"):
        e_detector(counts, ceiling)


def test_a_ceiling_needs_months():
    with pytest.raises(ValueError, match="months > 0"):
        rate_ceiling(1, 0)
