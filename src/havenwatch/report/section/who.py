"""Who is affected and how: profiles, accusations, acts and channels, speed, safeguards, ways to end, the map."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence

from havenwatch.indicator.context import who as context
from havenwatch.indicator.context.outcome import FEW, Durations, durations
from havenwatch.indicator.context.who import NO_CHANNEL, Tally
from havenwatch.indicator.statistics.incidence import Point
from havenwatch.ontology.procedure import load_procedure
from havenwatch.records import Case
from havenwatch.report.cite import MOST_CITED
from havenwatch.report.draw.map import draw as draw_map
from havenwatch.report.record import Block, Chart, Paragraph, Section, Sentence, Table
from havenwatch.report.section.cases import case_name
from havenwatch.report.tell import Teller

MOST_ROWS = 15  # of a table that is to be read; the rest is named by its number
MOST_SPEEDS = 30


def who(teller: Teller, cases: Sequence[Case], iso: str, until: dt.date | None) -> Section:
    """The cases of the host state in numbers of persons, never as percentages."""
    evidence, say = teller.evidence, teller.evidence.say
    index = evidence.index
    if not cases:
        return Section("who", say("section.who"), (Paragraph((evidence.plain(say("cases.none")),)),))
    directions = {name: kind.direction for name, kind in teller.ontology.events.items()}
    persons = sum(context.persons_in(index, case) for case in cases)
    intro = evidence.plain(say("who.intro", n=len(cases), m=persons))
    blocks: list[Block] = [Paragraph((intro,), "note")]
    blocks += _map(teller, cases)
    blocks += _tallies(teller, "profiles", context.profiles(index, cases))
    blocks += _tallies(teller, "accusations", context.accusations(index, cases))
    blocks += _acts(teller, context.acts(index, cases, iso, directions))
    blocks += _speeds(teller, context.speeds(index, cases), {c.id: c for c in cases})
    blocks += _durations(teller, durations(index, cases, until))
    blocks.append(Paragraph(tuple(_safeguards(teller, context.safeguards(index, cases)))))
    return Section("who", say("section.who"), tuple(blocks))


def _map(teller: Teller, cases: Sequence[Case]) -> list[Block]:
    """States of the cases; the table behind it has a row for each pair."""
    say, plain = teller.evidence.say, teller.evidence.plain
    pairs = Counter((c.host, c.requesting) for c in cases if c.host is not None)
    hosts = Counter(c.host for c in cases if c.host is not None)
    asking = Counter(c.requesting for c in cases if c.requesting is not None)
    names = {iso: teller.state(iso) for iso in {*hosts, *asking}}
    text = say("map.description", n=len(cases), m=len(asking))
    drawing = draw_map(hosts, asking, names, say("map.title"), text)
    if drawing is None:
        return []
    rows = tuple(
        (
            plain(teller.state(host)),
            plain(say("case.unknown") if want is None else teller.state(want)),
            plain(say.number(n)),
        )
        for (host, want), n in sorted(pairs.items(), key=lambda item: (-item[1], item[0][0] or "", item[0][1] or ""))
    )
    columns = (say("case.host"), say("case.requesting"), say("map.cases"))
    return [Chart(drawing, plain(say("map.caption")), (Table(say("map.table"), columns, rows, folded=True),))]


def _tallies(teller: Teller, name: str, tallies: Sequence[Tally]) -> list[Block]:
    say, evidence = teller.evidence.say, teller.evidence
    if not tallies:
        return []
    rows = tuple(
        (
            evidence.plain(teller.profile(t.key) if name == "profiles" else t.key),
            evidence.sentence(say.number(t.persons), t.statements[:MOST_CITED]),
        )
        for t in tallies[:MOST_ROWS]
    )
    more = len(tallies) - MOST_ROWS
    caption = say(f"who.{name}") + ("" if more <= 0 else f" ({say('who.more', n=more)})")
    return [Table(caption, (say(f"who.{name}_head"), say("who.persons")), rows)]


def _acts(teller: Teller, acts: Sequence[context.ActTally]) -> list[Block]:
    say, evidence = teller.evidence.say, teller.evidence
    tracks = load_procedure().tracks
    rows = tuple(
        (
            evidence.plain(teller.label(act.type)),
            evidence.plain(
                say("who.no_channel") if act.channel == NO_CHANNEL else tracks[act.channel].labels[say.language]
            ),
            evidence.sentence(say.number(act.persons), act.statements[:MOST_CITED]),
            evidence.plain(say.dates(act.earliest, act.latest)),
        )
        for act in acts[:MOST_ROWS]
    )
    columns = (say("who.act"), say("who.channel"), say("who.persons"), say("who.when"))
    return [Table(say("who.acts"), columns, rows)] if rows else []


def _speeds(teller: Teller, speeds: Sequence[context.Speed], cases: dict[str, Case]) -> list[Block]:
    say, evidence = teller.evidence.say, teller.evidence
    if not speeds:
        return [Paragraph((evidence.plain(say("who.no_speeds")),), "note")]
    rows = tuple(
        (
            evidence.plain(case_name(teller, cases[speed.case])),
            evidence.plain(f"{teller.label(speed.first)} \u2192 {teller.label(speed.removal)}"),
            evidence.sentence(_days(teller, speed.least, speed.most), speed.statements),
        )
        for speed in speeds[:MOST_SPEEDS]
    )
    return [Table(say("who.speeds"), (say("who.case"), say("who.way"), say("who.days")), rows)]


def _days(teller: Teller, least: int, most: int) -> str:
    say = teller.evidence.say
    return say.number(most) if least == most else f"{say.number(least)}\u2013{say.number(most)}"


def _durations(teller: Teller, found: Durations) -> list[Block]:
    """Share of cases that ended so within so many days, with the interval."""
    say, evidence = teller.evidence.say, teller.evidence
    if not found.outcomes:
        return []
    rows = tuple(
        (
            evidence.plain(say(f"who.outcome_{o.name}")),
            evidence.sentence(say.number(o.events), o.statements[:MOST_CITED]),
            *(evidence.plain(_share(teller, point)) for _, point in o.shares),
        )
        for o in found.outcomes
    )
    days = tuple(say("who.within", n=d) for d, _ in found.outcomes[0].shares)
    few = any(o.events < FEW for o in found.outcomes)
    note = say("who.durations_note", n=found.cases, m=found.open) + (f" {say('who.few', n=FEW)}" if few else "")
    table = Table(say("who.durations"), (say("who.outcome"), say("who.number"), *days), rows)
    return [table, Paragraph((evidence.plain(note),), "note")]


def _share(teller: Teller, point: Point | None) -> str:
    say = teller.evidence.say
    if point is None:
        return "\u2013"
    return f"{say.short(point.share)} [{say.short(point.low)}; {say.short(point.high)}]"


def _safeguards(teller: Teller, found: context.Safeguards) -> Iterable[Sentence]:
    """How many cases tell of a lawyer, an appeal, an international measure: absence of a report is no proof."""
    say, evidence = teller.evidence.say, teller.evidence
    for tally in (found.counsel, found.appeal, found.measures):
        text = say(f"who.{tally.key}", n=tally.cases, of=found.cases)
        yield evidence.sentence(text, tally.statements[:MOST_CITED]) if tally.cases else evidence.plain(text)
    yield evidence.plain(say("who.silence"))
