"""Scan statistic and bursts: worked numbers, enumeration, simulation."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from havenwatch.indicator import burst_probability, dispersion, scan_probability
from havenwatch.indicator.statistics.scan import busiest, count_probability

SERIES = [int(month == 17) for month in range(36)] + [2, 3]


def test_worked_scan():
    # found by simulation as 8.8e-5; the exact value lies within the noise of that
    assert scan_probability(6, 38, 2, 5) == pytest.approx(8.8e-5, rel=0.08)


@pytest.mark.parametrize(("size", "chance"), [(None, 0.0007), (1, 0.007), (0.5, 0.021), (0.2, 0.081), (0.1, 0.175)])
def test_worked_bursts(size, chance):
    assert burst_probability(6 / 38, 38, 2, 5, size) == pytest.approx(chance, rel=0.05)


@given(st.integers(0, 5), st.integers(1, 5), st.integers(1, 3), st.integers(1, 5))
@settings(max_examples=60, deadline=None)
def test_the_scan_is_what_enumeration_gives(total, months, window, least):
    if window > months:
        with pytest.raises(ValueError, match="a scan takes"):
            scan_probability(total, months, window, least)
        return
    hits = 0
    for places in itertools.product(range(months), repeat=total):
        counts = [places.count(m) for m in range(months)]
        hits += busiest(counts, window)[1] >= least
    assert scan_probability(total, months, window, least) == pytest.approx(hits / months**total, abs=1e-12)


def test_bursts_are_what_simulation_gives():
    generator = np.random.default_rng(1)
    counts = generator.negative_binomial(0.5, 0.5 / (0.5 + 0.3), size=(40_000, 24))
    three = counts[:, :-2] + counts[:, 1:-1] + counts[:, 2:]
    share = float((three.max(axis=1) >= 4).mean())
    assert burst_probability(0.3, 24, 3, 4, 0.5) == pytest.approx(share, abs=0.01)


@pytest.mark.parametrize("size", [None, 0.2, 3.0])
def test_counts_have_the_distribution_they_should(size):
    law = stats.poisson(0.7) if size is None else stats.nbinom(size, size / (size + 0.7))
    assert [count_probability(c, 0.7, size) for c in range(9)] == pytest.approx([law.pmf(c) for c in range(9)])
    assert count_probability(0, 0.0, size) == 1.0


def test_dispersion_of_singly_and_of_clustered_events():
    even, clustered = dispersion([1] * 20), dispersion([0] * 18 + [9, 11])
    assert (even.p_value, even.size) == (1.0, None)
    assert clustered.p_value < 1e-6
    assert clustered.size == pytest.approx(19 / 163)  # mean 1, variance 182 / 19
    assert dispersion([0, 0, 0]).index is None
    assert dispersion([0, 1, 0]).p_value == 1.0


def test_the_exact_p_value_of_dispersion_is_what_enumeration_gives():
    counts = [2, 0, 1, 1]
    squares = sum(c * c for c in counts)
    hits = [sum(places.count(m) ** 2 for m in range(4)) >= squares for places in itertools.product(range(4), repeat=4)]
    assert dispersion(counts).p_value == pytest.approx(sum(hits) / len(hits))


def test_the_drawn_p_value_agrees_with_the_exact_one_where_both_can_be_had():
    from havenwatch.indicator.statistics import dispersion as module  # noqa: F401 - the name is the function
    from havenwatch.indicator.statistics.dispersion import _drawn, _exact

    assert _drawn(30, 24, 60) == pytest.approx(_exact(30, 24, 60), abs=0.012)


@given(st.lists(st.integers(0, 60), min_size=2, max_size=40))
@settings(max_examples=40, deadline=None)
def test_a_p_value_is_a_probability(counts):
    found = dispersion(counts)
    assert 0 < found.p_value <= 1
    assert found.size is None or (found.size > 0 and math.isfinite(found.size))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: scan_probability(81, 38, 2, 5), "0 to 80 events"),
        (lambda: scan_probability(5, 38, 4, 5), "a scan takes"),
        (lambda: burst_probability(-1, 38, 2, 5), "burst_probability needs"),
        (lambda: burst_probability(1, 38, 2, 5, 0), "burst_probability needs"),
        (lambda: dispersion([1]), "two or more counts"),
        (lambda: busiest([1], 2), "does not fit"),
    ],
)
def test_impossible_input_of_a_scan_is_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()
