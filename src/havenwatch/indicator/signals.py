"""The other methods on one country's monthly counts: alarm, online change, scan, bursts, delay, tipping."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from havenwatch.indicator.index import Index
from havenwatch.indicator.overlap import Act
from havenwatch.indicator.record import Bursts, Delay, Onset, Period, Ratio, Signals, Watch
from havenwatch.indicator.statistics.alarm import e_detector, watch
from havenwatch.indicator.statistics.change import PRIORS
from havenwatch.indicator.statistics.dispersion import dispersion
from havenwatch.indicator.statistics.exposure import tipping
from havenwatch.indicator.statistics.nowcast import Delays, delays, nowcast
from havenwatch.indicator.statistics.online import HAZARD, online_change
from havenwatch.indicator.statistics.scan import MOST_EVENTS, burst_probability, busiest, scan_probability
from havenwatch.indicator.window import boundary, month_name, month_number, placed
from havenwatch.records import REPORTED, Event

ONSET_MONTHS = 3  # "lately": long enough for two busy months to be seen as one change
PRIOR_RATE = 0.1  # of the nowcast: a tenth of a stretch; more would pull frequent events towards rare ones
SIZES = (None, 1.0, 0.5, 0.2)  # dispersion k: events singly, then in ever stronger bursts
LEAST_DELAYS = 5  # fewer measured delays give no distribution
MOST_IN_WINDOW = 60  # events; what is so frequent is not rare, and its bursts need no exact walk
SETTLED_WITHIN = 3  # days: a wider date of an event gives no delay


def signals(index: Index, acts: Sequence[Act], period: Period, ratio: Ratio) -> Signals:
    """All further figures for acts whose window is compared; wide dates in the middle of their intervals."""
    counts = placed(acts, period, "middle")
    return Signals(
        watch=_watch(counts, period),
        onsets=tuple(_onset(counts, shape, rate) for shape, rate in PRIORS),
        bursts=_bursts(counts, period),
        delay=_delay(measured_delays(index, index.snapshot.dossier.events), index, period, ratio.recent),
        tipping=tipping(ratio.recent, period.recent, ratio.earlier, period.earlier),
    )


def _watch(counts: Sequence[int], period: Period) -> Watch:
    earlier, recent = counts[: period.earlier], counts[period.earlier :]
    found = watch(earlier, recent)
    months = [month_name(month_number(period.first) + period.earlier + i) for i in range(period.recent)]
    return Watch(
        ceiling=found.ceiling,
        level=found.level,
        threshold=found.threshold,
        e_values=tuple(zip(months, found.e_values, strict=True)),
        raised=None if found.raised is None else months[found.raised],
        detector=e_detector(counts, found.ceiling, last=1)[0],
    )


def _onset(counts: Sequence[int], shape: float, rate: float) -> Onset:
    found = online_change(counts, shape, rate)
    return Onset(shape, rate, HAZARD, ONSET_MONTHS, found.began_within(ONSET_MONTHS))


def _bursts(counts: Sequence[int], period: Period) -> Bursts:
    window, total, months = period.recent, sum(counts), len(counts)
    start, most = busiest(counts, window)
    earlier = dispersion(counts[: period.earlier]) if period.earlier > 1 else None
    enough = earlier is not None and sum(counts[: period.earlier]) > 1
    sizes = SIZES if 0 < most <= MOST_IN_WINDOW else ()
    chances = tuple((k, burst_probability(total / months, months, window, most, k)) for k in sizes)
    size = earlier.size if earlier is not None and enough else None
    mean = total / months
    return Bursts(
        window=window,
        from_month=month_name(month_number(period.first) + start),
        most=most,
        scan_p=scan_probability(total, months, window, most) if most and total <= MOST_EVENTS else None,
        index=earlier.index if earlier is not None and enough else None,
        dispersion_p=earlier.p_value if earlier is not None and enough else None,
        size=size,
        size_p=burst_probability(mean, months, window, most, size) if size is not None and sizes else None,
        chances=chances,
    )


def measured_delays(index: Index, events: Iterable[Event]) -> Delays:
    """Days from events with a settled date to the first document of this ledger that reports them."""
    latest = index.data_date()
    found: list[tuple[int, int]] = []
    for event in events:
        reported = [d for i in index.documents_of(event) if (d := index.documents[i].published) is not None]
        if latest is None or not reported or event.status != REPORTED or event.earliest is None or event.latest is None:
            continue
        delay = (min(reported) - event.latest).days
        if (event.latest - event.earliest).days <= SETTLED_WITHIN and delay >= 0:
            found.append((delay, (latest - event.latest).days))
    return delays(found)


def _delay(found: Delays, index: Index, period: Period, seen: int) -> Delay:
    latest = index.data_date()
    if latest is None or found.measured < LEAST_DELAYS:
        return Delay(found.measured, None, None, seen, None, None, None, None)
    days = range(boundary(period).toordinal(), period.last.toordinal() + 1)
    share = sum(found.within(latest.toordinal() - day) for day in days) / len(days)
    if share <= 0:
        return Delay(found.measured, found.quantile(0.5), found.quantile(0.9), seen, None, None, None, None)
    cast = nowcast(seen, share, rate=PRIOR_RATE)
    middle, tail = found.quantile(0.5), found.quantile(0.9)
    return Delay(found.measured, middle, tail, seen, share, cast.expected, cast.low, cast.high)
