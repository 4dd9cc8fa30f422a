"""Calibration of the statistics by simulation, and the size of a report. Usage: python -m bench.indicator [--json]

Constant monthly rates: how often the monthly alarm is raised in three years, beside a test repeated every month without
correction. Changed rates: how often and how soon it is raised. Intervals: how often they hold the true ratio. Each also
with counts in bursts (negative binomial) and with reporting delay. Seeded: one machine gives one result.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from havenwatch.indicator import Index, nowcast, online_change, rate_per_10000, rate_ratio
from havenwatch.indicator.signals import PRIOR_RATE
from havenwatch.indicator.statistics.alarm import LEVEL, e_detector, watch

RESULTS = Path(__file__).parent / "results" / "indicator.json"
BASE, WATCHED = 36, 36  # months from which the ceiling is taken, months watched
RATES = (0.03, 0.10, 0.155, 0.5)
RATIOS = (3, 10, 30)
SERIES = 1000
DETECTOR_SERIES, ARL = 100, 120
BURST = 0.5  # dispersion k
DELAY_DAYS = 20  # mean of an exponential delay
SEED = 5

Counts = np.ndarray


def poisson(generator: np.random.Generator, mean: float, shape: tuple[int, ...]) -> Counts:
    return generator.poisson(mean, shape)


def bursts(generator: np.random.Generator, mean: float, shape: tuple[int, ...]) -> Counts:
    return generator.negative_binomial(BURST, BURST / (BURST + mean), shape)


def alarms(counts: Counts) -> list[int | None]:
    """Month of the alarm in each series (rows); None without one."""
    return [watch(row[:BASE].tolist(), row[BASE:].tolist()).raised for row in counts]


def share(flags: Iterator[bool] | list[bool]) -> float:
    values = list(flags)
    return round(sum(values) / len(values), 4)


def repeated_test(counts: Counts) -> list[bool]:
    """What not to do: the last two months against all before, every month, p below 0.05 once is an alarm."""
    found = []
    for row in counts:
        sums = np.concatenate(([0], np.cumsum(row)))
        months = range(BASE, BASE + WATCHED + 1)
        pairs = {(int(sums[t] - sums[t - 2]), int(sums[t - 2]), t) for t in months}
        found.append(any(rate_ratio(new, 2, old, t - 2).p_value < 0.05 for new, old, t in pairs if new))
    return found


def false_alarms(generator: np.random.Generator, draw: Callable[..., Counts]) -> dict[str, Any]:
    return {
        str(rate): share([a is not None for a in alarms(draw(generator, rate, (SERIES, BASE + WATCHED)))])
        for rate in RATES
    }


def peeking(generator: np.random.Generator) -> dict[str, Any]:
    return {str(r): share(repeated_test(poisson(generator, r, (300, BASE + WATCHED)))) for r in RATES[:3]}


def power(generator: np.random.Generator, draw: Callable[..., Counts], rate: float) -> dict[str, Any]:
    """The rate changes with the first month watched: share raised within 3 and 12 months, median month of the alarm."""
    found = {}
    for ratio in RATIOS:
        old, new = draw(generator, rate, (SERIES, BASE)), draw(generator, rate * ratio, (SERIES, WATCHED))
        raised = alarms(np.hstack((old, new)))
        seen = sorted(m + 1 for m in raised if m is not None)
        found[str(ratio)] = {
            "within_3": share([m is not None and m < 3 for m in raised]),
            "within_12": share([m is not None and m < 12 for m in raised]),
            "median_month": seen[len(seen) // 2] if len(seen) > SERIES // 2 else None,
        }
    return found


def detector_run_length(generator: np.random.Generator) -> dict[str, Any]:
    """Mean months to a false alarm of the e-detector, at the ceiling itself; runs are cut off at two thresholds."""
    ceiling, longest = 0.155, 2 * ARL

    def length(row: list[int]) -> int:
        months = (t for t in range(1, longest) if row[t - 1] and e_detector(row[:t], ceiling, last=1)[0] >= ARL)
        return next(months, longest)

    lengths = [length(row) for row in poisson(generator, ceiling, (DETECTOR_SERIES, longest)).tolist()]
    return {"threshold_months": ARL, "mean_months_at_least": round(sum(lengths) / len(lengths), 1)}


def coverage(generator: np.random.Generator, draw: Callable[..., Counts]) -> dict[str, Any]:
    """Share of exact 95 % intervals that hold the true ratio, 2 months against 36."""
    found = {}
    for rate in RATES:
        for ratio in (1, *RATIOS):
            old = draw(generator, rate, (SERIES, 36)).sum(axis=1)
            new = draw(generator, rate * ratio, (SERIES, 2)).sum(axis=1)
            pairs = [rate_ratio(int(n), 2, int(o), 36) for n, o in zip(new, old, strict=True)]
            found[f"{rate} x {ratio}"] = share([r.low <= ratio <= r.high for r in pairs])
    return found


def rate_coverage(generator: np.random.Generator) -> dict[str, float]:
    found = {}
    for mean in (0.5, 3, 20):
        counts = generator.poisson(mean, SERIES)
        rates = [rate_per_10000(int(c), 10_000) for c in counts]
        found[str(mean)] = share([r.low <= mean <= r.high for r in rates])
    return found


def nowcast_coverage(generator: np.random.Generator) -> dict[str, Any]:
    """Two months with delay: share of central 95 % intervals that hold the number that happened."""
    found = {}
    age = np.arange(59, -1, -1)
    reported = 1 - np.exp(-(age + 1) / DELAY_DAYS)
    for mean in (1, 3, 10):
        hits, seen_only = [], []
        for _ in range(SERIES):
            days = generator.poisson(mean / 60, 60)
            seen = int(generator.binomial(days, reported).sum())
            cast = nowcast(seen, float(reported.mean()), rate=PRIOR_RATE)
            hits.append(cast.low <= days.sum() <= cast.high)
            seen_only.append(seen == days.sum())
        found[str(mean)] = {"covered": share(hits), "count_seen_is_all": share(seen_only)}
    return found


def delayed_alarms(generator: np.random.Generator) -> dict[str, float]:
    """False alarms when the last weeks of every month watched are thinned by delay: fewer counts, never more."""
    month = 1 - np.exp(-np.arange(1, 31) / DELAY_DAYS)
    found = {}
    for rate in RATES:
        counts = poisson(generator, rate, (SERIES, BASE + WATCHED))
        counts[:, -1] = generator.binomial(counts[:, -1], float(month.mean()))
        found[str(rate)] = share([a is not None for a in alarms(counts)])
    return found


def online_alarms(generator: np.random.Generator) -> dict[str, float]:
    """Share of constant series in which "changed within 3 months" is ever more likely than not (no stated level)."""
    found = {}
    for rate in RATES[:3]:
        hits = []
        for row in poisson(generator, rate, (200, 38)).tolist():
            runs = online_change(row, 1, 1)
            hits.append(any(runs.began_within(3, after=t) > 0.5 for t in range(6, 38)))
        found[str(rate)] = share(hits)
    return found


def report_of_5000() -> dict[str, Any]:
    """Processor seconds and peak memory of the report on 5,000 made cases with 20,000 events."""
    from havenwatch.ontology import load_ontology
    from havenwatch.report import build, render, render_file
    from tests.report.sample_ledger import large

    snapshot, ontology = large(5000), load_ontology()
    Index.of(snapshot)
    begun = time.process_time()
    report = build(snapshot, "KZ", None, "en", ontology)
    built = time.process_time()
    text = render(report, "html")
    shown = time.process_time()
    paper = render_file(report, "pdf")
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return {
        "cases": 5000,
        "build_processor_seconds": round(built - begun, 1),
        "html_processor_seconds": round(shown - built, 1),
        "pdf_processor_seconds": round(time.process_time() - shown, 1),
        "pdf_megabytes": round(len(paper) / 1e6, 1),
        "peak_megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit),
        "html_megabytes": round(len(text.encode()) / 1e6, 1),
    }


def measure() -> dict[str, Any]:
    generator = np.random.default_rng(SEED)
    return {
        "report": report_of_5000(),
        "alarm": {
            "stated_level": LEVEL,
            "false_alarms_in_36_months": false_alarms(generator, poisson),
            "false_alarms_with_delay": delayed_alarms(generator),
            "false_alarms_in_bursts_k_0.5 (not covered by the level)": false_alarms(generator, bursts),
            "uncorrected_monthly_test": peeking(generator),
            "power_at_0.1_a_month": power(generator, poisson, 0.1),
            "power_at_0.1_a_month_in_bursts": power(generator, bursts, 0.1),
        },
        "detector": detector_run_length(generator),
        "online_change_above_one_half": online_alarms(generator),
        "coverage_of_95_percent_intervals": {
            "ratio": coverage(generator, poisson),
            "ratio_in_bursts_k_0.5 (not covered by the method)": coverage(generator, bursts),
            "rate_per_10000": rate_coverage(generator),
            "nowcast": nowcast_coverage(generator),
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print only")
    options = parser.parse_args()
    text = json.dumps(measure(), indent=1) + "\n"
    print(text)
    if not options.json:
        RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
