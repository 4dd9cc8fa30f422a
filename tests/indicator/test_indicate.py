"""Indicators of small ledgers: what is counted, what is left out and why, when a verdict is refused."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import random

import pytest

from havenwatch.errors import UsageError
from havenwatch.indicator import indicate, resolve_country
from havenwatch.records import Review, Source, Withdrawal, to_json
from tests.report.sample_ledger import Builder, empty, history, sample, stand_in_ontology, unsure

ONTOLOGY = stand_in_ontology()


def ask(snapshot, rule="R1", until=None, country="KZ"):
    return indicate(snapshot, country, rule, None if until is None else dt.date.fromisoformat(until), ONTOLOGY)


def one(kind, *, text="Иванова выдали России.", name="Иванов", until="2026-03-31", tracks=(), **more):
    """Ledger of one event, told by one document."""
    b = Builder()
    doc = b.document(text, until, "Газета")
    person = b.person(name)
    said = b.say(doc, text[:-1], kind, status=more.get("status", "reported"))
    b.case([person], [b.event(kind, [said], [person], **more)], tracks=tracks)
    return b


def reasons(found):
    return [reason.id for reason in found.verdict.reasons]


def test_the_worked_series_gives_the_worked_ratio():
    found = ask(history())
    assert (found.high, found.low) == (6, 6)
    assert (found.period.months, found.period.first, found.period.last) == (
        38,
        dt.date(2023, 1, 1),
        dt.date(2026, 2, 28),
    )
    assert dict(found.months)["2024-06"] == 1
    assert [n for _, n in found.months][-2:] == [2, 3]
    assert found.ratio.ratio == pytest.approx(90)
    assert (round(found.ratio.low, 1), round(found.ratio.high)) == (10.1, 4257)
    assert found.changes[0].bayes_factor == pytest.approx(1281, rel=0.01)
    assert (found.changes[0].last_month, round(found.changes[0].mass, 2)) == ("2025-12", 0.81)
    assert [round(c.bayes_factor, -1 if c.bayes_factor > 100 else 1) for c in found.changes] == [1280, 800, 10.6]
    assert found.verdict.id == "rise"
    assert "more frequent" in found.verdict.text


def test_a_quiet_series_shows_no_change_and_a_busy_past_a_fall():
    assert ask(history(recent=(0, 2), old_months=(3, 9, 17, 30))).verdict.id == "no_change"
    assert ask(history(recent=(0, 0), old_months=range(36)), until="2026-02-28").verdict.id == "no_change"
    busy = history(recent=(0, 0), earlier=36, old_months=[k for k in range(36) for _ in range(3)])
    assert ask(busy, until="2026-02-28").verdict.id == "fall"


def test_one_source_behind_most_recent_events_refuses_the_verdict():
    found = ask(history(sources=1))
    assert found.verdict.id == "refused"
    assert reasons(found) == ["one_source"]
    assert "outlet0.example" in found.verdict.text


def test_an_uncovered_past_refuses_the_verdict():
    full = history()
    late = tuple(d for d in full.documents if d.published >= dt.date(2025, 7, 1) or "выдали" in d.text)
    found = ask(dataclasses.replace(full, documents=late))
    assert (found.covered, reasons(found)) == (7, ["not_covered"])


@pytest.mark.parametrize("rule", ["R1", "R2", "R3", "R4", "R5"])
def test_an_empty_ledger_has_nothing_to_compare(rule):
    found = ask(empty(), rule)
    assert (found.verdict.id, found.high, found.period, found.ratio, found.until) == ("no_events", 0, None, None, None)
    assert "nothing to compare" in found.verdict.text


def test_one_event_is_too_few():
    found = ask(one("extradited", dates="2025-12-10").snapshot())
    assert (found.high, found.verdict.id) == (1, "refused")
    assert "too_few" in reasons(found) or "no_period" in reasons(found)


def test_undated_events_are_counted_but_in_no_month():
    found = ask(one("extradited").snapshot())
    assert (found.high, found.counted[0].window, found.counted[0].month) == (1, "undated", None)
    assert reasons(found)[0] == "all_undated"


@pytest.mark.parametrize(
    ("kind", "more", "reason"),
    [
        ("extradited", {"status": "planned"}, "planned"),
        ("extradited", {"status": "alleged"}, "alleged"),
        ("extradited", {"status": "denied"}, "denied"),
        ("extradited", {"status": "conditional"}, "conditional"),
        ("extradited", {"status": "implied"}, "implied"),
        ("extradited", {"dates": "2026-05-01"}, "after_until"),
        ("extradited", {"destination": "GE"}, "destination_elsewhere"),
        ("expelled", {}, "destination_unknown"),
        ("expelled", {"destination": "KG"}, "destination_elsewhere"),
    ],
)
def test_what_did_not_happen_is_left_out_with_the_reason(kind, more, reason):
    found = ask(one(kind, **more).snapshot())
    assert found.high == 0
    assert [(x.type, x.reason) for x in found.left_out] == [(kind, reason)]
    assert all(x.statements for x in found.left_out)


def test_an_expulsion_counts_with_its_destination_and_in_the_variant_without():
    assert ask(one("expelled", destination="RU").snapshot()).high == 1
    b = one("expelled", dates="2026-01-05")
    b.document("Раньше.", "2025-01-05", "Газета")
    variants = {(v.rule, v.id): v.total for v in ask(b.snapshot()).variants}
    assert variants["R1", "destination_unknown_counted"] == 1


def test_another_host_is_another_country():
    b = one("extradited", dates="2026-01-10", host="KG")
    assert (ask(b.snapshot()).high, ask(b.snapshot(), country="Киргизия").high) == (0, 1)


@pytest.mark.parametrize(
    ("state", "counted"),
    [("approved_open", 1), ("on_appeal", 1), ("suspended", 0), ("refused", 0), ("under_review", 0)],
)
def test_an_order_counts_in_r2_while_it_stands(state, counted):
    b = one("extradition_approved", dates="2026-01-10", tracks=(("extradition", state),))
    assert ask(b.snapshot(), "R2").high == counted
    assert ask(b.snapshot(), "R1").high == 0


def test_an_order_counts_at_a_data_date_before_its_suspension():
    snapshot = sample()
    assert {x.reason for x in ask(snapshot, "R2").left_out if x.type == "extradition_approved"} == {"reversed"}
    earlier = ask(snapshot, "R2", until="2026-02-20")
    assert [x for x in earlier.left_out if x.type == "extradition_approved"] == []


def test_an_order_that_was_carried_out_is_one_transfer():
    b = Builder()
    doc = b.document("Его решили выдать. Его выдали. Его передали военным.", "2026-03-31", "Газета")
    person = b.person("Иванов")
    steps = [("extradition_approved", "Его решили выдать", "2026-01-10"), ("extradited", "Его выдали", "2026-02-01"),
             ("handed_to_military", "Его передали военным", "2026-02-02")]  # fmt: skip
    events = [b.event(t, [b.say(doc, q, t)], [person], dates=d) for t, q, d in steps]
    b.case([person], events, tracks=(("extradition", "surrendered"),))
    found = ask(b.snapshot(), "R2")
    assert (found.high, len(found.counted[0].events)) == (1, 3)
    assert found.counted[0].earliest == dt.date(2026, 2, 1)
    assert [x.reason for x in found.left_out] == ["counted_once", "counted_once"]


def test_a_second_transfer_much_later_is_a_second_one():
    b = one("extradited", dates="2024-01-10")
    doc = b.document("Его снова выдали.", "2026-03-31", "Газета")
    b.event("extradited", [b.say(doc, "Его снова выдали", "extradited")], [b.persons[0].id], dates="2026-01-10")
    assert ask(b.snapshot()).high == 2


def test_a_group_counts_its_persons():
    b = Builder()
    doc = b.document("Троих дезертиров передали военным.", "2026-03-31", "Газета")
    group = b.person(count=3, profiles=("deserter",))
    said = b.say(doc, "Троих дезертиров передали военным", "handed_to_military")
    b.case([group], [b.event("handed_to_military", [said], [group], dates="2026-02-02")])
    assert ask(b.snapshot()).high == 3
    assert ask(b.snapshot(), "R5").high == 1


def named_and_unnamed(day, *, same_document=False, profile="deserter"):
    b = Builder()
    first = b.document("Сидорова выдали. Дезертира выдали.", "2026-03-31", "Газета", "https://a.example/1")
    second = (
        first
        if same_document
        else b.document("Дезертира выдали, сообщает радио.", "2026-03-31", None, "https://b.example/1")
    )
    named, unnamed = b.person("Сидоров", profiles=("deserter",)), b.person(profiles=(profile,))
    for person, doc, quote, when in (
        (named, first, "Сидорова выдали", "2026-02-02"),
        (unnamed, second, "Дезертира выдали", day),
    ):
        b.case([person], [b.event("extradited", [b.say(doc, quote, "extradited")], [person], dates=when)])
    return ask(b.snapshot())


def test_an_unnamed_person_may_be_the_named_one():
    found = named_and_unnamed("2026-02-05")
    assert (found.low, found.high) == (1, 2)
    assert [bool(c.overlaps) for c in found.counted] == [False, True]


@pytest.mark.parametrize(
    "more",
    [{"day": "2026-03-20"}, {"day": "2026-02-05", "same_document": True}, {"day": "2026-02-05", "profile": "clergy"}],
)
def test_other_dates_one_document_or_other_profiles_keep_two_persons_apart(more):
    found = named_and_unnamed(**more)
    assert (found.low, found.high) == (2, 2)


def test_an_unsure_judgement_makes_a_range_of_named_persons():
    b = Builder()
    for k, form in enumerate(("Мовлаев", "Мавлаев")):
        doc = b.document(f"{form} выдан.", "2026-03-31", None, f"https://{k}.example/x")
        person = b.person(form, 1, (), doc, (form,))
        b.case(
            [person], [b.event("extradited", [b.say(doc, f"{form} выдан", "extradited")], [person], dates="2026-02-02")]
        )
    assert ask(b.snapshot()).low == 2
    b.judgements.append(unsure(b.mentions[0].id, b.mentions[1].id))
    assert (ask(b.snapshot()).low, ask(b.snapshot()).high) == (1, 2)


@pytest.mark.parametrize(
    ("dates", "month", "window"),
    [
        ("2026-01-01/2026-01-31", "2026-01", "recent"),
        ("2025-12-20/2026-01-05", "2025-12", "earlier"),
        ("2025-12-28/2026-01-20", "2026-01", "recent"),
        ("2022-01-01/2025-12-31", None, "earlier"),
        ("2025-06-01/2026-02-28", None, "either"),
        ("2026-03-02", "2026-03", "outside"),
    ],
)
def test_intervals_fall_into_windows(dates, month, window):
    found = ask(one("extradited", dates=dates, until="2026-03-05").snapshot())
    if found.period is not None:
        assert (found.counted[0].month, found.counted[0].window) == (month, window)
    else:
        assert window in {"recent", "earlier", "outside"}


def test_wide_dates_open_the_ratio_to_both_sides():
    b = one("extradited", dates="2022-01-01/2026-02-28", until="2026-03-05")
    found = ask(b.snapshot())
    ratios = {v.id: (v.ratio.recent, v.ratio.earlier) for v in found.variants if v.rule == "R1"}
    assert ratios["open_dates_earlier"] == (0, 1)
    assert ratios["open_dates_recent"] == (1, 0)
    assert found.changes[0].lowest < found.changes[0].highest


def test_r3_needs_a_requesting_state_and_counts_a_month_once():
    b = Builder()
    doc = b.document("Его задержали и арестовали для выдачи.", "2026-03-31", "Газета")
    person = b.person("Иванов")
    steps = [("detained", "Его задержали"), ("custody_ordered", "арестовали для выдачи")]
    events = [b.event(t, [b.say(doc, q, t)], [person], dates="2026-01-10", about="extradition") for t, q in steps]
    b.case([person], events, requesting="RU")
    assert ask(b.snapshot(), "R3").high == 1
    b.cases.clear()
    b.case([person], events, requesting=None)
    found = ask(b.snapshot(), "R3")
    assert (found.high, {x.reason for x in found.left_out}) == (0, {"requesting_unknown"})


def test_a_rejected_statement_is_named_as_withdrawn():
    b = one("extradited", dates="2026-01-10")
    b.events.clear()
    b.cases.clear()
    b.reviews.append(Review(b.statements[0].id, "rejected", (), "wrong", "reviewer", "2026-04-01T00:00:00+00:00"))
    found = ask(b.snapshot())
    assert (found.high, [x.reason for x in found.left_out]) == (0, ["withdrawn"])


@pytest.mark.parametrize(
    ("first", "second", "counted", "left", "gone"),
    [
        ("changed", None, 1, [], False),
        ("changed", "changed", 0, ["taken_back"], False),
        ("changed", "vanished", 1, [], True),
        ("vanished", "vanished", 1, [], True),
        (None, None, 1, [], False),
    ],
)
def test_what_publishers_take_back_is_left_out_and_what_is_gone_is_marked(first, second, counted, left, gone):
    b = one("extradited", dates="2026-01-10")
    b.document("Обзор.", "2025-06-01", "Газета")
    other = b.say(
        b.document("Россия получила Иванова.", "2026-03-30", "Другая"), "Россия получила Иванова", "extradited"
    )
    b.events[0] = dataclasses.replace(b.events[0], statements=(*b.events[0].statements, other.id))
    marks = [
        Withdrawal(s.id, s.document, "https://a.example/1", reason, "2026-04-02T00:00:00+00:00", None)
        for s, reason in zip(b.statements, (first, second), strict=True)
        if reason is not None
    ]
    found = ask(dataclasses.replace(b.snapshot(), withdrawals=tuple(marks)))
    assert (found.high, [x.reason for x in found.left_out]) == (counted, left)
    assert [c.gone for c in found.counted] == [gone] * counted
    totals = {v.id: v.total for v in found.variants if v.rule == "R1"}
    if marks:
        assert totals["taken_back_counted"] == 1
        assert totals["gone_left_out"] == (1 if counted and not gone else 0)
    else:
        assert "gone_left_out" not in totals


def test_until_before_everything_leaves_words():
    found = ask(history(), until="2020-01-01")
    assert (found.high, found.verdict.id) == (0, "no_events")
    assert {x.reason for x in found.left_out} == {"after_until"}


def test_the_order_of_the_ledger_does_not_matter():
    snapshot = sample()
    wanted = [ask(snapshot, rule) for rule in ("R1", "R2", "R3", "R4", "R5")]
    mixed = random.Random(3)  # noqa: S311 - an order, not a secret
    for _ in range(5):
        names = ("persons", "events", "cases")
        parts = {n: tuple(mixed.sample(getattr(snapshot.dossier, n), len(getattr(snapshot.dossier, n)))) for n in names}
        other = dataclasses.replace(
            snapshot,
            documents=tuple(mixed.sample(snapshot.documents, len(snapshot.documents))),
            statements=tuple(mixed.sample(snapshot.statements, len(snapshot.statements))),
            dossier=dataclasses.replace(snapshot.dossier, **parts),
        )
        assert [ask(other, rule) for rule in ("R1", "R2", "R3", "R4", "R5")] == wanted


@pytest.mark.parametrize("snapshot", [empty(), sample(), history()])
def test_an_indicator_is_strict_json(snapshot):
    text = json.dumps(to_json(ask(snapshot)), allow_nan=False)
    assert json.loads(text)["rule"] == "R1"


def test_a_file_without_address_is_named_by_its_name_alone():
    b = one("extradited", dates="2026-01-10")
    b.documents[0] = dataclasses.replace(b.documents[0], publisher=None)
    place = Source("s0", "/srv/private/article.txt", None, "text/plain", "0", 1, "2026-03-06T00:00:00+00:00")
    found = ask(dataclasses.replace(b.snapshot(), sources=(place,)))
    assert found.sources == ("article.txt",)


@pytest.mark.parametrize(
    "text", ["KZ", "kz", "Kazakhstan", " KAZAKHSTAN ", "Казахстан", "казахстан", "республика Казахстан"]
)
def test_a_country_by_code_or_name(text):
    assert resolve_country(text, ONTOLOGY) == "KZ"


@pytest.mark.parametrize("text", ["Atlantis", "", "казахский", "K"])
def test_an_unknown_country_names_what_the_ledger_knows(text):
    with pytest.raises(UsageError, match="the ledger knows KZ, RU"):
        ask(sample(), country=text)


def test_an_unknown_rule_names_the_rules():
    with pytest.raises(UsageError, match="use one of R1, R2, R3, R4, R5"):
        ask(sample(), "R9")


def test_all_further_figures_of_the_worked_series():
    found = ask(history()).signals
    assert found.watch.ceiling == pytest.approx(0.155, abs=0.0005)
    assert [round(value) for _, value in found.watch.e_values] == [13, 2991]
    assert (found.watch.raised, found.watch.level) == ("2026-02", 0.05)
    assert found.watch.detector == pytest.approx(3990, rel=0.01)
    assert [round(o.probability, 2) for o in found.onsets][1] == 0.93
    assert (found.bursts.from_month, found.bursts.most) == ("2026-01", 5)
    assert found.bursts.scan_p == pytest.approx(8.3e-5, rel=0.01)
    assert found.bursts.chances[0] == (None, pytest.approx(0.0007, abs=5e-5))
    assert found.tipping.detection == pytest.approx(10.1, abs=0.05)
    assert len(ask(history()).posterior) == 37
    json.dumps(to_json(ask(history())), allow_nan=False)


def test_nothing_to_compare_has_no_further_figures():
    found = ask(empty())
    assert (found.signals, found.posterior) == (None, ())


def test_too_few_delays_correct_nothing():
    delay = ask(one("extradited", dates="2026-02-10").snapshot()).signals
    assert delay is None or delay.delay.share is None


def test_all_events_in_one_month_carry_no_verdict():
    found = ask(history(old_months=(), recent=(0, 5)))
    assert (found.verdict.id, reasons(found)[0]) == ("refused", "one_month")
    assert "February 2026" in found.verdict.text


def test_an_event_dated_after_all_its_reports_is_left_out():
    b = one("extradited", until="2026-01-10", dates="2026-02-20")
    b.document("Ничего.", "2026-03-31", "Газета")
    found = ask(b.snapshot())
    assert (found.verdict.id, [x.reason for x in found.left_out]) == ("no_events", ["after_publication"])


def test_a_data_date_in_the_future_adds_no_empty_months():
    assert ask(history(), until="2031-01-01") == ask(history())


def test_a_data_date_before_everything_leaves_nothing():
    found = ask(history(), until="1990-01-01")
    assert (found.verdict.id, found.period, found.ratio) == ("no_events", None, None)


def test_a_rise_that_earlier_bursts_explain_carries_no_verdict():
    bursts = [k for k in (3, 11, 19, 27) for _ in range(5)]
    found = ask(history(old_months=bursts, recent=(4, 5)))
    assert found.ratio.low > 1
    assert found.signals.bursts.dispersion_p < 0.05
    assert "in_bursts" in reasons(found)
    steady = ask(history(old_months=range(0, 36, 3), recent=(4, 5)))
    assert "in_bursts" not in reasons(steady)
