"""Host states side by side, open statistics, and all conflicts between sources in one place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from havenwatch.indicator.context.asylum import AsylumStatistics, Bounds, Year
from havenwatch.indicator.context.compare import Host
from havenwatch.indicator.record import Period
from havenwatch.records import Case, Conflict
from havenwatch.report.cite import MOST_CITED
from havenwatch.report.record import Block, Paragraph, Section, Table
from havenwatch.report.section.cases import case_name, outlets, value_words
from havenwatch.report.tell import Teller

MOST_CONFLICTS = 200  # rows; each stands in its case as well


def compare(teller: Teller, hosts: Sequence[Host], period: Period | None) -> Section:
    """Counts under R1 to R3 in the same months, with documents and sources a month beside them."""
    evidence, say = teller.evidence, teller.evidence.say
    title = say("section.compare")
    if period is None or len(hosts) < 2:
        return Section("compare", title, (Paragraph((evidence.plain(say("compare.empty")),)),))
    rows = []
    for host in hosts:
        total = say.number(host.counts[2])
        last = evidence.sentence(total, host.statements[:MOST_CITED]) if host.counts[2] else evidence.plain(total)
        interval = f"[{say.short(host.low)}; {say.short(host.high)}]"
        plain = (teller.state(host.iso), say.number(host.counts[0]), say.number(host.counts[1]))
        tail = (interval, say.short(host.documents), say.short(host.sources))
        rows.append((*map(evidence.plain, plain), last, *map(evidence.plain, tail)))
    heads = ("host", "r1", "r2", "r3", "yearly", "documents", "sources")
    table = Table(
        say("compare.caption", period=say.dates(period.first, period.last)),
        tuple(say(f"compare.{head}") for head in heads),
        tuple(rows),
    )
    return Section("compare", title, (table, Paragraph((evidence.plain(say("compare.note")),), "note")))


def asylum(teller: Teller, statistics: AsylumStatistics | None, host: str, origins: Iterable[str]) -> list[Block]:
    """Published asylum statistics for the states that ask for people, each cell as the interval it can stand for."""
    evidence, say = teller.evidence, teller.evidence.say
    if statistics is None:
        return []
    blocks: list[Block] = []
    for origin in origins:
        years = statistics.years(host, origin)
        if not years:
            continue
        rows = tuple(tuple(evidence.plain(cell) for cell in _year_cells(teller, year)) for year in years)
        columns = tuple(
            say(f"asylum.{c}") for c in ("year", "applications", "recognised", "other", "rejected", "closed")
        )
        caption = say("asylum.caption", host=teller.state(host), origin=teller.state(origin))
        blocks.append(Table(caption, columns, rows))
    if blocks:
        return [*blocks, Paragraph((evidence.plain(say("asylum.note")),), "note")]
    return [Paragraph((evidence.plain(say("asylum.empty")),), "note")]


def _year_cells(teller: Teller, year: Year) -> tuple[str, ...]:
    cells = (year.applications, year.recognised, year.other, year.rejected, year.closed)
    return (str(year.year), *(_bounds(teller, cell) for cell in cells))


def _bounds(teller: Teller, cell: Bounds | None) -> str:
    say = teller.evidence.say
    if cell is None:
        return "\u2013"
    return say.number(cell.low) if cell.low == cell.high else f"{say.number(cell.low)}\u2013{say.number(cell.high)}"


def conflicts(teller: Teller, cases: Sequence[Case], figures: Iterable[str]) -> Section:
    """Every field on which sources disagree, one row a value, with who gives it."""
    evidence, say = teller.evidence, teller.evidence.say
    rows = []
    for what, conflict in _all(teller, cases, figures):
        field = say.get(f"field.{conflict.field}", conflict.field)
        for side in conflict.values:
            value = evidence.sentence(value_words(teller, conflict.field, side.value), side.statements)
            who = evidence.plain(outlets(teller, side.statements))
            rows.append((evidence.plain(what), evidence.plain(field), value, who))
    if not rows:
        return Section("conflicts", say("section.conflicts"), (Paragraph((evidence.plain(say("conflict.empty")),)),))
    columns = (say("conflict.what"), say("conflict.field"), say("conflict.value"), say("conflict.sources"))
    intro = Paragraph((evidence.plain(say("conflict.intro")),), "note")
    table = Table(say("conflict.all"), columns, tuple(rows[:MOST_CONFLICTS]))
    return Section("conflicts", say("section.conflicts"), (intro, table))


def _all(teller: Teller, cases: Sequence[Case], figures: Iterable[str]) -> Iterable[tuple[str, Conflict]]:
    index = teller.evidence.index
    seen: set[str] = set()
    for case in cases:
        name = case_name(teller, case)
        own = [*teller.conflicts.get(case.id, ()), *(c for e in case.events for c in teller.conflicts.get(e, ()))]
        for conflict in own:
            if conflict.id not in seen:
                seen.add(conflict.id)
                event = index.events.get(conflict.event or "")
                yield (name if event is None else f"{name}: {teller.label(event.type)}"), conflict
    for figure in figures:
        for conflict in teller.conflicts.get(figure, ()):
            if conflict.id not in seen:
                seen.add(conflict.id)
                yield teller.evidence.say("field.figure"), conflict
