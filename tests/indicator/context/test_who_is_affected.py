"""Who is affected and how: profiles, accusations, acts, speed, safeguards, ways to end, comparison, rarity."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from havenwatch.indicator import Index, indicate
from havenwatch.indicator.context.compare import compare
from havenwatch.indicator.context.outcome import durations
from havenwatch.indicator.context.people import rarities
from havenwatch.indicator.context.who import accusations, acts, profiles, safeguards, speeds
from havenwatch.records import Figure
from tests.report.sample_ledger import DIRECTIONS, Builder, history, sample, stand_in_ontology

UNTIL = dt.date(2026, 3, 31)


def ledger(*cases):
    """One case a list of (type, dates, more); each told by a document of its own sentence."""
    b = Builder()
    for k, steps in enumerate(cases):
        person = b.person(f"Имя {k}")
        events = []
        for n, (kind, dates, more) in enumerate(steps):
            doc = b.document(f"Дело {k}, шаг {n}.", "2026-03-20", f"Издание {k}")
            said = b.say(doc, doc.text[:-1], kind, **{k: v for k, v in more.items() if k in {"speaker", "roles"}})
            rest = {k: v for k, v in more.items() if k not in {"speaker", "roles"}}
            events.append(b.event(kind, [said], [person], dates=dates, **rest))
        b.case([person], events)
    return Index.of(b.snapshot())


def test_profiles_count_persons_and_groups():
    index = Index.of(sample())
    found = {t.key: (t.persons, t.cases) for t in profiles(index, index.snapshot.dossier.cases)}
    assert found == {"deserter": (4, 3), "activist": (1, 1), "minor": (1, 1)}


def test_charges_of_one_kind_stand_in_one_row_with_all_their_wordings():
    told = [[("charged", None, {"roles": (("accusation", words),)})] for words in ("краже", "воровстве", "шпионаже")]
    index = ledger(*told)
    found = accusations(index, index.snapshot.dossier.cases)
    assert {t.key: t.persons for t in found} == {"воровстве; краже": 2, "шпионаже": 1}


def test_acts_name_their_channel_and_count_a_person_once():
    index = ledger(
        [("detained", "2026-01-05", {}), ("detained", "2026-02-05", {}), ("expelled", "2026-02-07", {})],
        [("detained", "2026-03-05", {}), ("released", "2026-03-06", {}), ("abducted", "2026-03-07", {})],
    )
    found = {a.type: a for a in acts(index, index.snapshot.dossier.cases, "KZ", DIRECTIONS)}
    assert {kind: (a.channel, a.persons) for kind, a in found.items()} == {
        "detained": ("extradition", 2),
        "expelled": ("expulsion", 1),
        "abducted": ("none", 1),
    }
    assert (found["detained"].earliest, found["detained"].latest) == (dt.date(2026, 1, 5), dt.date(2026, 3, 5))


def test_what_did_not_happen_is_no_act():
    index = ledger([("detained", "2026-01-05", {"status": "planned"})])
    assert acts(index, index.snapshot.dossier.cases, "KZ", DIRECTIONS) == ()


def test_speed_is_as_exact_as_its_dates():
    index = ledger(
        [("detained", "2026-01-05", {}), ("expelled", "2026-01-07", {})],
        [("detained", "2026-01-01/2026-01-31", {}), ("extradited", "2026-02-10/2026-02-20", {})],
        [("expelled", "2026-01-07", {})],
        [("detained", "2019-01-01", {}), ("expelled", "2026-01-07", {})],
    )
    found = speeds(index, index.snapshot.dossier.cases)
    assert [(s.least, s.most) for s in found] == [(2, 2), (10, 50)]


def test_safeguards_are_counted_by_case_and_silence_is_zero():
    index = ledger(
        [("detained", "2026-01-05", {"speaker": "lawyer"}), ("appeal_filed", None, {})],
        [("interim_measures", "2026-01-07", {})],
        [("detained", None, {})],
    )
    found = safeguards(index, index.snapshot.dossier.cases)
    assert (found.cases, found.counsel.cases, found.appeal.cases, found.measures.cases) == (3, 1, 1, 1)
    assert all(len(t.statements) == 1 for t in (found.counsel, found.appeal, found.measures))


def test_ways_to_end_compete_and_open_cases_are_censored():
    index = ledger(
        [("detained", "2026-01-01", {}), ("extradited", "2026-01-21", {})],
        [("detained", "2026-01-01", {}), ("released", "2026-01-11", {})],
        [("detained", "2026-01-01", {})],
        [("detained", "2025-01-01/2025-12-31", {}), ("extradited", "2026-01-21", {})],
    )
    found = durations(index, index.snapshot.dossier.cases, UNTIL)
    assert (found.cases, found.open) == (3, 1)
    shares = {o.name: dict(o.shares)[30].share for o in found.outcomes}
    assert shares == {"handed_over": pytest.approx(1 / 3), "released": pytest.approx(1 / 3)}
    assert dict(found.outcomes[0].shares)[365] is not None or found.open


def test_a_release_before_a_removal_is_no_end():
    index = ledger([("detained", "2026-01-01", {}), ("released", "2026-01-11", {}), ("extradited", "2026-02-01", {})])
    found = durations(index, index.snapshot.dossier.cases, UNTIL)
    assert [(o.name, o.events) for o in found.outcomes] == [("handed_over", 1)]


def test_no_cases_give_no_figures():
    index = Index.of(Builder().snapshot())
    assert (profiles(index, ()), speeds(index, ()), durations(index, (), None).outcomes) == ((), (), ())
    assert compare(index, "KZ", None, None) == ()


def test_host_states_stand_on_one_period_with_their_reporting():
    snapshot = history()
    ontology = stand_in_ontology()
    main = indicate(snapshot, "KZ", "R1", None, ontology)
    b = Builder()
    doc = b.document("Человека выдали.", "2026-02-12", "Газета", "https://other.example/1")
    person = b.person("Имя")
    event = b.event(
        "extradited", [b.say(doc, "Человека выдали", "extradited")], [person], dates="2026-02-11", host="GE"
    )
    case = b.case([person], [event], host="GE")
    dossier = dataclasses.replace(
        snapshot.dossier,
        persons=(*snapshot.dossier.persons, *b.persons),
        events=(*snapshot.dossier.events, event),
        cases=(*snapshot.dossier.cases, case),
    )
    more = dataclasses.replace(
        snapshot,
        documents=(*snapshot.documents, doc),
        statements=(*snapshot.statements, *b.statements),
        dossier=dossier,
    )
    hosts = compare(Index.of(more), "KZ", main.period, None)
    assert [(h.iso, h.counts[0]) for h in hosts] == [("KZ", 6), ("GE", 1)]
    assert hosts[0].documents > hosts[1].documents > 0
    assert hosts[1].sources == pytest.approx(1 / 38)
    assert hosts[1].low < 12 / 38 < hosts[1].high


def test_sources_that_disagree_on_the_people_give_a_range():
    counted = indicate(history(), "KZ", "R1", None, stand_in_ontology())
    span = (dt.date(2022, 1, 1), dt.date(2022, 12, 31))
    figures = [
        Figure(f"f{v}", "border_entries", float(v), None, approximate=False, place="KZ", of=None, earliest=span[0],
               latest=span[1], statements=())
        for v in (640_000, 660_000)
    ]  # fmt: skip
    other = dataclasses.replace(figures[0], id="x", quantity="border_length", value=7000.0)
    (found,) = rarities([*figures, other], counted)
    assert (found.rate.people_low, found.rate.people_high, found.rate.rate) == (640_000, 660_000, None)
    assert found.figures == ("f640000", "f660000")
