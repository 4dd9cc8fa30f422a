"""Exact change point: worked numbers, the coal-mining disasters, direct integration as reference, properties."""

from __future__ import annotations

import math
import warnings
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from havenwatch.indicator import change_point

COAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "counts" / "coal.rda"
SERIES = [int(month == 17) for month in range(36)] + [2, 3]
WORKED = [  # prior, Bayes factor, mass at months 36 / 35, 95 % set
    ((0.5, 0.5), 1281, 0.81, 0.13, (34, 36)),
    ((1, 1), 796, 0.78, 0.15, (33, 36)),
    ((0.5, 6), 31, 0.38, 0.20, (13, 36)),
    ((1, 12), 10.6, 0.23, 0.16, (8, 36)),
    ((2, 24), 4.4, 0.13, 0.10, (4, 36)),
]


@pytest.mark.parametrize(("prior", "factor", "last", "before", "span"), WORKED)
def test_worked_numbers(prior, factor, last, before, span):
    found = change_point(SERIES, *prior)
    assert found.bayes_factor == pytest.approx(factor, rel=0.02)
    assert found.month == 36
    assert found.posterior[35] == pytest.approx(last, abs=0.006)
    assert found.posterior[34] == pytest.approx(before, abs=0.006)
    assert (found.credible[0], found.credible[-1]) == span


def test_one_month_is_integrated_as_scipy_does():
    counts, prior = [1, 0, 4], stats.gamma(2.0, scale=1 / 3.0)

    def marginal(part):
        value, _ = integrate.quad(lambda r: math.prod(stats.poisson.pmf(c, r) for c in part) * prior.pdf(r), 0, 40)
        return value

    splits = [marginal(counts[:k]) * marginal(counts[k:]) for k in (1, 2)]
    found = change_point(counts, 2.0, 3.0)
    assert found.posterior == pytest.approx([s / sum(splits) for s in splits], rel=1e-6)
    assert found.bayes_factor == pytest.approx(sum(splits) / 2 / marginal(counts), rel=1e-6)


def coal_years():
    """Yearly counts 1851-1962 from the dates of 191 disasters."""
    rdata = pytest.importorskip("rdata", reason="rdata is not installed: it is in the extra dev")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # tags of R that the reader passes over
        dates = rdata.read_rda(COAL)["coal"]["date"]
    counts = Counter(int(date) for date in dates)
    return [counts[year] for year in range(1851, 1963)]


@pytest.mark.skipif(not COAL.exists(), reason="the shared data folder with coal.rda is absent")
def test_coal_mining_disasters():
    counts = coal_years()
    found = change_point(counts, 1, 1)
    assert sum(counts) == 191
    assert 1850 + found.month == 1891
    assert max(found.posterior) == pytest.approx(0.245, abs=0.001)
    assert (1850 + found.credible[0], 1850 + found.credible[-1]) == (1886, 1896)
    assert math.log10(found.bayes_factor) == pytest.approx(12.5, abs=0.1)


@given(st.lists(st.integers(0, 40), min_size=2, max_size=60), st.floats(0.1, 5), st.floats(0.1, 40))
@settings(max_examples=100, deadline=None)
def test_posterior_is_a_distribution_and_time_can_be_reversed(counts, shape, rate):
    found, back = change_point(counts, shape, rate), change_point(counts[::-1], shape, rate)
    assert sum(found.posterior) == pytest.approx(1)
    assert len(found.posterior) == len(counts) - 1
    assert back.posterior == pytest.approx(found.posterior[::-1], abs=1e-9)
    assert back.bayes_factor == pytest.approx(found.bayes_factor, rel=1e-9)
    first, last = found.credible
    assert sum(found.posterior[: first - 1]) <= 0.025
    assert sum(found.posterior[last:]) <= 0.025 + 1e-9


def test_a_vast_change_stays_finite():
    assert math.isfinite(change_point([0] * 500 + [900] * 500, 0.5, 0.5).bayes_factor)


@pytest.mark.parametrize(("counts", "prior"), [([1], (1, 1)), ([1, -1], (1, 1)), ([1, 2], (0, 1)), ([1, 2], (1, 0))])
def test_impossible_input_is_refused(counts, prior):
    with pytest.raises(ValueError, match="change_point needs"):
        change_point(counts, *prior)
