"""Special functions against scipy, and the exact Poisson limits."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats

from havenwatch.indicator.statistics.special import log_upper_gamma, poisson_limits


@given(st.floats(0.05, 3000), st.floats(0, 4000))
@settings(max_examples=300, deadline=None)
def test_upper_gamma_is_that_of_scipy(shape, x):
    wanted = special.gammaincc(shape, x)
    found = log_upper_gamma(shape, x)
    assert found <= 0
    if wanted > 1e-300:
        assert math.exp(found) == pytest.approx(wanted, rel=1e-8, abs=1e-13)


def test_upper_gamma_far_out_stays_finite_on_the_logarithm():
    # the asymptotic series of Q(a, x): x^(a-1) e^-x / G(a) (1 + (a-1)/x + ...)
    assert log_upper_gamma(2.0, 5000.0) == pytest.approx(math.log(5001) - 5000, rel=1e-12)


@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.99])
@pytest.mark.parametrize("count", [0, 1, 2, 5, 17, 400])
def test_poisson_limits_are_those_of_garwood(count, confidence):
    tail = (1 - confidence) / 2
    low, high = poisson_limits(count, confidence)
    assert high == pytest.approx(stats.chi2.ppf(1 - tail, 2 * count + 2) / 2, rel=1e-8)
    assert low == pytest.approx(stats.chi2.ppf(tail, 2 * count) / 2 if count else 0, rel=1e-8)


@pytest.mark.parametrize(("count", "confidence"), [(-1, 0.95), (1, 1.0), (1, 0.0)])
def test_impossible_limits_are_refused(count, confidence):
    with pytest.raises(ValueError, match="poisson_limits needs"):
        poisson_limits(count, confidence)


@pytest.mark.parametrize(("shape", "x"), [(0, 1), (1, -1)])
def test_impossible_arguments_are_refused(shape, x):
    with pytest.raises(ValueError, match="log_upper_gamma needs"):
        log_upper_gamma(shape, x)
