"""Nowcast: worked numbers, truncation, properties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from havenwatch.indicator import delays, nowcast


@pytest.mark.parametrize(("share", "expected", "low", "high"), [(0.9, 3.3, 3, 5), (0.7, 3.9, 3, 6), (0.5, 4.8, 3, 9)])
def test_worked_nowcasts(share, expected, low, high):
    found = nowcast(3, share)
    assert found.expected == pytest.approx(expected, abs=0.051)
    assert (found.low, found.high) == (low, high)


@given(st.integers(0, 200), st.floats(0.02, 1))
@settings(max_examples=100, deadline=None)
def test_the_unseen_number_is_negative_binomial(seen, share):
    law = stats.nbinom(0.5 + seen, (0.5 + share) / 1.5)
    found = nowcast(seen, share)
    assert found.expected == pytest.approx(seen + law.mean())
    assert (found.low - seen, found.high - seen) == (law.ppf(0.025), law.ppf(0.975))


def test_nothing_is_hidden_when_all_is_reported():
    assert nowcast(4, 1.0).expected == pytest.approx(4)
    assert (nowcast(4, 1.0).low, nowcast(4, 1.0).high) == (4, 4)


def test_delays_of_old_events_are_plain_shares():
    found = delays([(1, 300), (3, 300), (3, 300), (9, 300)])
    assert (found.days, found.measured) == ((1, 3, 9), 4)
    assert found.shares == pytest.approx((0.25, 0.75, 1))
    assert [found.within(d) for d in (0, 1, 5, 400)] == pytest.approx([0, 0.25, 0.75, 1])
    assert (found.quantile(0.5), found.quantile(0.9)) == (3, 9)


def test_short_delays_do_not_look_typical_because_long_ones_could_not_be_seen_yet():
    """Exponential delays of mean 20 days, events over 60 days before the data date: half of the long ones unseen."""
    generator = np.random.default_rng(4)
    age = generator.integers(0, 60, 6000)
    delay = generator.exponential(20, 6000).astype(int)
    seen = [(int(d), int(a)) for d, a in zip(delay, age, strict=True) if d <= a]
    naive = sum(d <= 10 for d, _ in seen) / len(seen)
    # within the longest delay that can be seen, 59 days
    true = float((delay <= 10).mean() / (delay <= 59).mean())
    assert delays(seen).within(10) == pytest.approx(true, abs=0.03)
    assert naive > true + 0.05


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), max_size=30))
@settings(max_examples=80, deadline=None)
def test_shares_grow_to_one(pairs):
    found = delays([(min(p), max(p)) for p in pairs])
    assert list(found.shares) == sorted(found.shares)
    assert found.measured == 0 or found.shares[-1] == 1
    assert found.within(1000) == 1


def test_no_delays_hide_nothing_and_say_nothing():
    found = delays([])
    assert (found.measured, found.within(0), found.quantile(0.5)) == (0, 1.0, None)


@pytest.mark.parametrize(("seen", "share"), [(-1, 0.5), (1, 0.0), (1, 1.1)])
def test_impossible_input_of_a_nowcast_is_refused(seen, share):
    with pytest.raises(ValueError, match="nowcast needs"):
        nowcast(seen, share)


def test_a_report_before_its_event_is_refused():
    with pytest.raises(ValueError, match="every delay"):
        delays([(-1, 5)])
