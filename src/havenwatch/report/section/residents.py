"""For people who live there: what the cases had in common, how rare they are, deadlines and remedies at each stage.

No advice of this report's own: what sources advise stands in a section of quotes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from havenwatch.indicator.context.people import Rarity, rarities
from havenwatch.indicator.context.who import FIRST_ACTS, acts, persons_in, profiles
from havenwatch.indicator.record import Indicator
from havenwatch.ontology.procedure import Limit, load_procedure
from havenwatch.ontology.quantity import load_quantities
from havenwatch.records import Case, Figure
from havenwatch.report.cite import FEW_CITED
from havenwatch.report.record import Block, Listing, Paragraph, Section, Sentence, Table
from havenwatch.report.tell import Teller

MOST_NAMED = 3
TRACKS = ("extradition", "asylum", "expulsion", "military", "international")


def residents(teller: Teller, cases: Sequence[Case], figures: Sequence[Figure], main: Indicator, iso: str) -> Section:
    """What somebody who lives in the country would ask first."""
    evidence, say = teller.evidence, teller.evidence.say
    blocks: list[Block] = [Paragraph((evidence.plain(say("residents.intro")),), "note")]
    common = tuple(_common(teller, cases, iso))
    if common:
        blocks.append(Paragraph((evidence.plain(say("residents.common")),)))
        blocks.append(Listing(common))
    blocks += _rarity(teller, rarities(figures, main), main)
    blocks.append(_stages(teller, iso))
    return Section("residents", say("section.residents"), tuple(blocks))


def _common(teller: Teller, cases: Sequence[Case], iso: str) -> Iterator[Sentence]:
    """The most frequent profiles and acts, and the acts with which cases began, each with its number."""
    evidence, say = teller.evidence, teller.evidence.say
    index = evidence.index
    total = sum(persons_in(index, case) for case in cases)
    for tally in profiles(index, cases)[:MOST_NAMED]:
        text = say("residents.profile", n=tally.persons, of=total, what=teller.profile(tally.key))
        yield evidence.sentence(text, tally.statements[:FEW_CITED])
    directions = {name: kind.direction for name, kind in teller.ontology.events.items()}
    told = acts(index, cases, iso, directions)
    first = [act for act in told if act.type in FIRST_ACTS][:MOST_NAMED]
    for act in (*first, *(a for a in told[:MOST_NAMED] if a not in first)):
        text = say("residents.act", n=act.persons, of=total, what=teller.label(act.type).lower())
        yield evidence.sentence(text, act.statements[:FEW_CITED])


def _rarity(teller: Teller, found: Sequence[Rarity], main: Indicator) -> list[Block]:
    evidence, say = teller.evidence, teller.evidence.say
    if not found:
        return [Paragraph((evidence.plain(say("residents.no_denominator")),))]
    labels = {q.id: q.labels[say.language] for q in load_quantities()}
    figures = {f.id: f for f in evidence.index.snapshot.dossier.figures}
    rows = []
    for row in found:
        people = say.number(row.rate.people_low)
        if row.rate.people_high > row.rate.people_low:
            people += f"\u2013{say.number(row.rate.people_high)}"
        whom = labels.get(row.quantity, row.quantity) + (f" ({row.of})" if row.of else "")
        statements = [s for f in row.figures for s in figures[f].statements]
        middle = "" if row.rate.rate is None else f"{say.short(row.rate.rate)} "
        interval = f"{middle}[{say.short(row.rate.low)}; {say.short(row.rate.high)}]"
        cells = (
            evidence.plain(say.dates(*row.period)),
            evidence.sentence(people, statements),
            evidence.plain(interval),
        )
        rows.append((evidence.plain(whom), *cells))
    caption = say("residents.rarity", rule=main.rule, n=main.high)
    columns = tuple(say(f"residents.{c}") for c in ("whom", "period", "people", "rate"))
    return [Table(caption, columns, tuple(rows)), Paragraph((evidence.plain(say("residents.rarity_note")),), "note")]


def _stages(teller: Teller, iso: str) -> Block:
    """Stages that leave something to do, the remedies open in each and the time that the law gives."""
    evidence, say = teller.evidence, teller.evidence.say
    procedure = load_procedure()
    law = procedure.countries.get(iso)
    limits = {} if law is None else {(x.track, x.state): x for x in law.limits}
    rows = []
    for track in (procedure.tracks[t] for t in TRACKS):
        for state in (s for s in track.states.values() if s.open):
            remedies = (procedure.remedies[r].labels[say.language] for r in state.open if r in procedure.remedies)
            stage = f"{track.labels[say.language]}: {state.labels[say.language]}"
            texts = (stage, "; ".join(remedies), _limit(teller, limits.get((track.id, state.id))))
            rows.append(tuple(evidence.plain(text) for text in texts))
    key = "residents.stages" if law is not None else "residents.stages_generic"
    return Table(say(key), tuple(say(f"residents.{c}") for c in ("stage", "open", "limit")), tuple(rows), folded=True)


def _limit(teller: Teller, limit: Limit | None) -> str:
    say = teller.evidence.say
    if limit is None or limit.days is None:
        return say("residents.no_limit")
    words = say("residents.days", n=limit.days)
    words += "" if limit.article is None else f", {say('residents.article', article=limit.article)}"
    words += f" ({limit.source})"
    return words if limit.verified else f"{words}, {say('residents.unverified')}"
