"""Online change point: worked numbers, brute force over all partitions, properties."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from havenwatch.indicator import online_change
from havenwatch.indicator.statistics.online import HAZARD

SERIES = [int(month == 17) for month in range(36)] + [2, 3]


def test_worked_run_lengths():
    found = online_change(SERIES, 1, 1)
    assert pytest.approx(1 / 60) == HAZARD
    assert found.began_within(3, after=36) == pytest.approx(0.55, abs=0.006)
    assert found.began_within(2) == pytest.approx(0.79, abs=0.006)
    assert found.began_within(6) == pytest.approx(0.99, abs=0.006)


def test_one_event_in_january_is_not_enough_and_the_prior_matters():
    split = online_change([*SERIES[:36], 1, 4], 1, 1)
    assert split.began_within(3, after=36) == pytest.approx(0.13, abs=0.02)
    tight = online_change(SERIES, 1, 12)
    assert tight.began_within(2) == pytest.approx(0.24, abs=0.006)
    assert tight.began_within(6) == pytest.approx(0.63, abs=0.006)


def marginal(part, shape, rate):
    """Probability of a run of counts that share one Gamma rate."""
    total, n = sum(part), len(part)
    log = shape * math.log(rate) - math.lgamma(shape) + math.lgamma(shape + total)
    return math.exp(log - (shape + total) * math.log(rate + n) - sum(math.lgamma(c + 1) for c in part))


def test_run_lengths_are_those_of_all_partitions():
    counts, shape, rate, hazard = [0, 3, 1, 5], 0.7, 1.3, 0.2
    weights = [0.0] * 4
    for cuts in itertools.product((False, True), repeat=3):
        starts = [0, *(i + 1 for i, cut in enumerate(cuts) if cut)]
        parts = [counts[a:b] for a, b in zip(starts, [*starts[1:], 4], strict=True)]
        chance = math.prod(hazard if cut else 1 - hazard for cut in cuts)
        weights[3 - starts[-1]] += chance * math.prod(marginal(p, shape, rate) for p in parts)
    assert online_change(counts, shape, rate, hazard).runs[-1] == pytest.approx([w / sum(weights) for w in weights])


@given(st.lists(st.integers(0, 30), min_size=1, max_size=40), st.floats(0.1, 5), st.floats(0.1, 20))
@settings(max_examples=60, deadline=None)
def test_every_month_has_a_distribution_of_its_own(counts, shape, rate):
    found = online_change(counts, shape, rate)
    assert [len(run) for run in found.runs] == list(range(1, len(counts) + 1))
    assert all(sum(run) == pytest.approx(1) for run in found.runs)
    # what comes later does not change what was said before
    assert online_change(counts[:-1] or counts, shape, rate).runs[0] == found.runs[0]


@pytest.mark.parametrize(
    ("counts", "prior"),
    [([], (1, 1)), ([-1], (1, 1)), ([1], (0, 1)), ([1], (1, 0)), ([1], (1, 1, 0)), ([1], (1, 1, 1))],
)
def test_impossible_input_of_an_online_change_is_refused(counts, prior):
    with pytest.raises(ValueError, match="online_change needs"):
        online_change(counts, *prior)
