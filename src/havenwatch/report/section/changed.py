"""What changed: the chart over time with the change point under it, and what each method says of the counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from havenwatch.indicator.record import Bursts, Delay, Indicator, Signals
from havenwatch.indicator.statistics.alarm import LEVEL
from havenwatch.records import REPORTED, Event
from havenwatch.report.cite import MOST_CITED
from havenwatch.report.draw.timeline import ADVERSE, draw, month_rows, place_points
from havenwatch.report.record import Block, Chart, Paragraph, Section, Sentence, Table
from havenwatch.report.section.answer import cited, count_range
from havenwatch.report.tell import Teller

MOST_SHOWN = 12  # months in the table behind the posterior
LEAST_SHOWN = 0.01  # probability of a month below which its row says nothing


def changed(teller: Teller, events: Sequence[Event], main: Indicator) -> Section:
    """Chart of what was reported of the country over time with its table, then a line for each method."""
    say = teller.evidence.say
    blocks: list[Block] = [_chart(teller, events, main)]
    if main.signals is not None:
        rows = tuple(
            (teller.evidence.plain(name), cited(teller, text, main.counted) if fact else teller.evidence.plain(text))
            for name, text, fact in _lines(teller, main, main.signals)
        )
        columns = (say("signals.method"), say("signals.says"))
        blocks.append(Table(say("signals.caption", rule=main.rule), columns, rows))
    return Section("changed", say("section.changed"), tuple(blocks))


def _lines(teller: Teller, main: Indicator, found: Signals) -> Iterator[tuple[str, str, bool]]:
    """Name, words, whether they tell of counted events."""
    say = teller.evidence.say
    factual = bool(main.counted)
    if main.changes:
        yield say("signals.change"), _change(teller, main), factual
    low, high = (f(o.probability for o in found.onsets) for f in (min, max))
    values: dict[str, str | int] = {"n": found.onsets[0].months, "low": say.percent(low), "high": say.percent(high)}
    yield say("signals.onset"), say("signals.onset_says", **values), factual
    yield say("signals.alarm"), _alarm(teller, found), factual
    yield say("signals.bursts"), _bursts(teller, found.bursts), factual
    yield say("signals.delay"), _delay(teller, found.delay), factual
    yield say("signals.tipping"), _tipping(teller, main, found), factual


def _change(teller: Teller, main: Indicator) -> str:
    say, first = teller.evidence.say, main.changes[0]
    factors = [c.bayes_factor for c in main.changes]
    return say(
        "signals.change_says",
        month=say.month(first.last_month),
        mass=say.percent(first.mass),
        first=say.month(first.from_month),
        last=say.month(first.to_month),
        low=say.short(min(factors)),
        high=say.short(max(factors)),
    )


def _alarm(teller: Teller, found: Signals) -> str:
    say, watch = teller.evidence.say, found.watch
    months = ", ".join(f"{say.month(m)}: {say.short(v)}" for m, v in watch.e_values)
    key = "signals.alarm_quiet" if watch.raised is None else "signals.alarm_raised"
    values = {"month": "" if watch.raised is None else say.month(watch.raised)}
    says = say(key, **values, threshold=say.short(watch.threshold))
    text = say("signals.alarm_says", months=months, ceiling=say.short(watch.ceiling), level=say.percent(LEVEL))
    return f"{text} {says} {say('signals.detector', value=say.short(watch.detector))}"


def _bursts(teller: Teller, found: Bursts) -> str:
    say = teller.evidence.say
    parts = []
    if found.most:
        month = say.month(found.from_month)
        parts.append(say("signals.busiest", n=found.most, m=found.window, month=month))
        if found.scan_p is not None and found.most > 1:
            parts.append(say("signals.scan", p=say.short(found.scan_p)))
        if found.chances and found.most > 1:
            strong, chance = found.chances[-1]
            values = {"k": say.short(strong or 0), "p": say.short(chance), "single": say.short(found.chances[0][1])}
            parts.append(say("signals.clustered", **values))
    if found.index is not None and found.dispersion_p is not None:
        parts.append(say("signals.dispersion", index=say.short(found.index), p=say.short(found.dispersion_p)))
    return " ".join(parts) or say("signals.no_bursts")


def _delay(teller: Teller, found: Delay) -> str:
    say = teller.evidence.say
    if found.measured and found.median is not None and found.share is None:
        return say("signals.delay_long", n=found.measured, median=found.median)
    if found.share is None or found.expected is None or found.low is None or found.high is None:
        return say("signals.delay_unknown", n=found.measured)
    values = {"median": found.median or 0, "tail": found.tail or 0, "n": found.measured, "seen": found.seen}
    numbers = {"share": say.percent(found.share), "expected": say.short(found.expected)}
    return say("signals.delay_says", **values, **numbers, range=count_range(teller, found.low, found.high))


def _tipping(teller: Teller, main: Indicator, found: Signals) -> str:
    say = teller.evidence.say
    if found.tipping.detection is None:
        return say("signals.tipping_none", rule=main.rule)
    missed = say("rules.many") if found.tipping.missed is None else say.number(found.tipping.missed)
    return say("signals.tipping_says", missed=missed, times=say.short(found.tipping.detection))


def _chart(teller: Teller, events: Sequence[Event], main: Indicator) -> Block:
    say, plain, until = teller.evidence.say, teller.evidence.plain, main.until
    title = say("chart.title")
    types = teller.ontology.events
    sided = [(e, types[e.type].direction) for e in events if e.status == REPORTED and e.type in types]
    sided = [(e, direction) for e, direction in sided if direction != 0]
    if until is None or not sided:
        return Paragraph((plain(say("chart.empty")),))
    points = place_points(sided, None if main.period is None else main.period.first, until)
    adverse = sum(p.direction == ADVERSE for p in points.drawn)
    text = say("chart.description", n=adverse, m=len(points.drawn) - adverse)
    caption = [say("chart.caption")]
    caption += [say("chart.posterior_caption", rule=main.rule)] if main.posterior else []
    caption += [say("chart.older", n=points.older)] if points.older else []
    caption += [say("chart.undated", n=points.undated)] if points.undated else []
    rows = tuple(_chart_row(teller, *row) for row in month_rows(points))
    columns = (say("chart.month"), say("chart.adverse"), say("chart.protective"))
    table = Table(say("chart.table"), columns, rows, folded=True)
    drawing = draw(points, main.posterior, title, text, say)
    return Chart(drawing, plain(" ".join(caption)), (table, *_posterior_table(teller, main)))


def _posterior_table(teller: Teller, main: Indicator) -> Iterator[Table]:
    """The probabilities of the lower strip, the most probable months in order of time."""
    say, plain = teller.evidence.say, teller.evidence.plain
    likely = sorted(sorted(main.posterior, key=lambda pair: -pair[1])[:MOST_SHOWN])
    rows = tuple((plain(say.month(m)), plain(say.percent(p))) for m, p in likely if p >= LEAST_SHOWN)
    if rows:
        yield Table(say("chart.posterior_table"), (say("chart.month"), say("chart.probability")), rows, folded=True)


def _chart_row(teller: Teller, month: str, up: tuple[str, ...], down: tuple[str, ...]) -> tuple[Sentence, ...]:
    say = teller.evidence.say
    name = "\u2009\u2013\u2009".join(say.month(m) for m in month.split("/"))
    return (teller.evidence.plain(name), _chart_cell(teller, up), _chart_cell(teller, down))


def _chart_cell(teller: Teller, events: tuple[str, ...]) -> Sentence:
    if not events:
        return teller.evidence.plain("0")
    index = teller.evidence.index
    labels = Counter(teller.label(index.events[e].type) for e in events)
    text = ", ".join(name if n == 1 else f"{name} \u00d7 {n}" for name, n in sorted(labels.items()))
    statements = [index.events[e].statements[0] for e in events if index.events[e].statements]
    return teller.evidence.sentence(f"{teller.evidence.say.number(len(events))}: {text}", statements[:MOST_CITED])
