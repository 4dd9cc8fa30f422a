"""Procedure and remedies: the way of the cases through each track, and the law as far as it was found."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from havenwatch.case.tracks import run
from havenwatch.indicator.context.who import events_of
from havenwatch.ontology.procedure import Procedure, load_procedure
from havenwatch.records import Case
from havenwatch.report.cite import MOST_CITED
from havenwatch.report.draw.flow import Band, draw
from havenwatch.report.record import Block, Chart, Paragraph, Section, Sentence, Table
from havenwatch.report.tell import Teller

DRAWN = ("extradition", "asylum", "expulsion", "military")

Ways = dict[str, dict[str, tuple[str, ...]]]  # track -> case -> states gone through


def procedure(teller: Teller, cases: Sequence[Case], iso: str) -> Section:
    """Flow of the cases, the states they are in, the law of the country."""
    evidence, say = teller.evidence, teller.evidence.say
    known = load_procedure()
    ways = _ways(teller, cases, known)
    blocks: list[Block] = [*_flow(teller, ways, known), *_states(teller, cases, known)]
    blocks += _law(teller, iso, known)
    if not blocks:
        blocks = [Paragraph((evidence.plain(say("procedure.empty")),))]
    return Section("procedure", say("section.procedure"), tuple(blocks))


def _ways(teller: Teller, cases: Sequence[Case], known: Procedure) -> Ways:
    found: Ways = {track: {} for track in DRAWN}
    for case in cases:
        steps = run(events_of(teller.evidence.index, case), known, requested=case.requesting is not None)
        for track in DRAWN:
            states = [known.tracks[track].start, *(dict(s.after)[track] for s in steps)]
            way = tuple(s for i, s in enumerate(states) if i == 0 or s != states[i - 1])
            found[track][case.id] = way[1:] if len(way) > 1 else way[:0]
    return found


def _flow(teller: Teller, ways: Ways, known: Procedure) -> list[Block]:
    """Ribbons between the states; cases with one known step only show as a bar."""
    say, plain = teller.evidence.say, teller.evidence.plain
    language = say.language
    names = {track: known.tracks[track].labels[language] for track in DRAWN}
    labels = {(names[t], s.id): s.labels[language] for t in DRAWN for s in known.tracks[t].states.values()}
    begun = {t: [(known.tracks[t].start, *way) for way in ways[t].values() if way] for t in DRAWN}
    labels |= {(names[t], known.tracks[t].start): say("flow.begun") for t in DRAWN}
    bands = [Band(names[t][:1].upper() + names[t][1:], tuple(begun[t])) for t in DRAWN]
    labels |= {(name[:1].upper() + name[1:], state): text for (name, state), text in [*labels.items()]}
    moved = sum(bool(way) for t in DRAWN for way in ways[t].values())
    drawing = draw(bands, labels, say("flow.title"), say("flow.description", n=moved), say)
    if drawing is None:
        return []
    steps: dict[tuple[str, str, str], int] = {}
    for drawn in DRAWN:
        for way in begun[drawn]:
            for old, new in itertools.pairwise(way):
                steps[drawn, old, new] = steps.get((drawn, old, new), 0) + 1
    rows = tuple(
        (plain(names[t]), plain(labels[names[t], old]), plain(labels[names[t], new]), plain(say.number(n)))
        for (t, old, new), n in steps.items()
    )
    columns = (say("flow.track"), say("flow.from"), say("flow.to"), say("map.cases"))
    return [Chart(drawing, plain(say("flow.caption")), (Table(say("flow.table"), columns, rows, folded=True),))]


def _states(teller: Teller, cases: Sequence[Case], known: Procedure) -> list[Block]:
    """States reached, with the number of cases in each and the evidence of the last step."""
    evidence, say = teller.evidence, teller.evidence.say
    found: dict[tuple[str, str], list[str]] = {}
    numbers: dict[tuple[str, str], int] = {}
    for case in cases:
        last = [s for e in events_of(evidence.index, case) for s in e.statements[:1]][-1:]
        for pair in case.tracks:
            if pair[0] in known.tracks and pair[1] != known.tracks[pair[0]].start:
                found.setdefault(pair, []).extend(last)
                numbers[pair] = numbers.get(pair, 0) + 1
    rows = []
    for track in known.tracks.values():
        for state in track.states.values():
            if (track.id, state.id) in numbers:
                number = say.number(numbers[track.id, state.id])
                cell = evidence.sentence(number, found[track.id, state.id][:MOST_CITED])
                words = (track.labels[say.language], state.labels[say.language])
                rows.append((evidence.plain(words[0]), evidence.plain(words[1]), cell))
    columns = (say("flow.track"), say("procedure.state"), say("map.cases"))
    return [Table(say("procedure.states"), columns, tuple(rows))] if rows else []


def _law(teller: Teller, iso: str, known: Procedure) -> list[Block]:
    """Rules of the country's law with article and the place where they were read; what was not found says so."""
    evidence, say = teller.evidence, teller.evidence.say
    law = known.countries.get(iso)
    if law is None:
        return [Paragraph((evidence.plain(say("procedure.no_law")),))]
    rows: list[tuple[Sentence, ...]] = []
    for fact in law.facts:
        value = say("procedure.not_found") if fact.value is None else fact.value
        source = fact.source if fact.verified or fact.value is None else f"{fact.source}; {say('residents.unverified')}"
        cells = (fact.id.replace("_", " "), value, fact.article or "\u2013", source)
        rows.append(tuple(evidence.plain(cell) for cell in cells))
    columns = tuple(say(f"procedure.{c}") for c in ("matter", "rule", "article", "source"))
    table = Table(say("procedure.law"), columns, tuple(rows), folded=True)
    return [table, Paragraph((evidence.plain(f"{law.country}: {law.law_version}."),), "note")]
