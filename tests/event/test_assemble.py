import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from havenwatch.event import assemble
from havenwatch.event.interval import gap, in_words, overlap, shared, width
from havenwatch.records import PLANNED
from tests.case.dossier_cases import POLICY, day, mention, span, statement

A, B = mention("d0", "Иван Первый", 0), mention("d0", "Пётр Второй", 5)
PERSON_OF = {A.id: "p1", B.id: "p2"}


def assembled(*statements, origin_of=None):
    return assemble(list(statements), PERSON_OF, origin_of or {}, frozenset({POLICY}))


def sizes(events):
    return sorted(len(e.statements) for e in events)


def told(doc, start, when=None, kind="detained", **fields):
    return statement(doc, start, kind, fields.pop("who", [A]), when=when, **fields)


def suspended(doc, agent):
    return told(doc, 1, kind="extradition_suspended", roles=[("agent", agent)])


ONE = [
    [told("d0", 1), told("d0", 50)],
    [told("d0", 1, "2026-01-05"), told("d0", 50)],
    [told("d0", 1, "2026-01-05"), told("d1", 1, "2026-01-01/2026-01-31")],
    [told("d0", 1, "2026-01-05"), told("d1", 1, status="implied")],
    [told("d0", 1, "2026-01-20", "extradition_approved"), told("d1", 1, "2026-02-10", "extradition_approved")],
    [told("d0", 1, who=[A, B]), told("d0", 50)],
    [told("d0", 1, about="extradition"), told("d0", 50)],
    # a day announced by one source and reported by another
    [told("d0", 1, "2026-02-27", "court_hearing", status=PLANNED), told("d1", 1, "2026-02-27", "court_hearing")],
    # one act told more and less precisely
    [told("d0", 1, "2025-08-01/2025-08-31", "detained_in_transit"), told("d1", 1, "2025-08-31")],
    [told("d0", 1, "2025-08-01/2025-08-31", "detained_in_transit"), told("d1", 1)],
    # a custody order about custody is about no other matter than any custody order
    [
        told("d0", 1, kind="custody_ordered", about="custody"),
        told("d0", 50, kind="custody_ordered", about="prosecution"),
    ],
    [told("d0", 1, kind="extradition_approved"), told("d0", 50, kind="extradition_approved")],
    [suspended("d0", "Верховный суд Казахстана"), suspended("d1", "Верховным судом РК")],
    [suspended("d0", "Верховный суд Казахстана"), suspended("d1", "власти Казахстана")],
]
TWO = [
    [told("d0", 1, "2026-01-05"), told("d0", 50, "2026-03-05")],
    [told("d0", 1, "2026-01-05"), told("d1", 50, "2026-01-06")],
    [told("d0", 1), told("d0", 50, status=PLANNED)],
    [told("d0", 1), told("d0", 50, who=[B])],
    [told("d0", 1, about="asylum"), told("d0", 50, about="extradition")],
    [told("d0", 1, roles=[("host", "KG")]), told("d0", 50, roles=[("host", "KZ")])],
    [told("d0", 1, "2026-01-20", "extradition_approved"), told("d1", 1, "2026-04-10", "extradition_approved")],
    [told("d0", 1, "2026-01-20", "extradition_approved"), told("d0", 50, "2026-02-10", "extradition_approved")],
    [told("d0", 1), told("d0", 50, kind="released")],
    [told("d0", 1, "2026-02-27", "court_hearing", status=PLANNED), told("d1", 1, "2026-03-05", "court_hearing")],
    [told("d0", 1, "2026-01-01/2026-06-30", "released", status=PLANNED), told("d1", 1, "2026-02-27", "released")],
    [told("d0", 1, "2025-08-31", "detained_in_transit"), told("d1", 1, "2022-09-10")],
    [suspended("d0", "Верховный суд Казахстана"), suspended("d1", "Генпрокуратура Казахстана")],
]


@pytest.mark.parametrize("statements", ONE)
def test_one_act(statements):
    assert sizes(assembled(*statements)) == [2]


@pytest.mark.parametrize("statements", TWO)
def test_two_acts(statements):
    assert sizes(assembled(*statements)) == [1, 1]


def test_the_date_is_what_all_statements_share():
    (event,) = assembled(told("d0", 1, "2026-01-01/2026-01-31"), told("d1", 1, "2026-01-28/2026-02-02"), told("d2", 1))
    assert (event.earliest, event.latest) == span("2026-01-28/2026-01-31")


def test_the_date_of_most_sources_stands_when_nothing_is_shared():
    kind = "extradition_approved"
    (event,) = assembled(
        told("d0", 1, "2026-01-27", kind), told("d1", 1, "2026-02-10", kind), told("d2", 1, "2026-02-10", kind)
    )
    assert event.earliest == day("2026-02-10")


def test_a_copy_is_no_second_source():
    statements = [
        told("d0", 1, "2026-01-27", "expelled"),
        told("d1", 1, "2026-02-10", "expelled"),
        told("d2", 1, "2026-02-10", "expelled"),
    ]
    (event,) = assembled(*statements, origin_of={"d2": "d1"})
    assert event.earliest == day("2026-01-27")


def test_an_undated_statement_joins_the_nearer_act_of_its_document():
    first, second = told("d0", 100, "2026-01-05"), told("d0", 900, "2026-03-05")
    near, between = told("d0", 130), told("d0", 500)
    events = {e.earliest: e for e in assembled(first, second, near, between)}
    assert near.id in events[day("2026-01-05")].statements
    assert events[None].statements == (between.id,)


def test_reported_wins_over_implied():
    (event,) = assembled(told("d0", 1, status="implied"), told("d0", 50))
    assert event.status == "reported"


def test_policies_are_one_across_documents_and_impersonal_acts_are_not():
    policy = [told(d, 1, "2026-03-15", POLICY, who=[], roles=[("place", "KZ")]) for d in ("d0", "d1")]
    impersonal = [told(d, 9, who=[]) for d in ("d0", "d1")]
    events = assembled(*policy, *impersonal)
    assert sizes(events) == [1, 1, 2]
    assert all(e.persons == () for e in events)


days = st.one_of(st.none(), st.tuples(st.integers(1, 28), st.integers(0, 40)))
sketches = st.lists(
    st.tuples(st.sampled_from(["d0", "d1", "d2"]), st.sampled_from(["detained", "expelled", "appeal_filed"]), days,
              st.sampled_from(["reported", "implied", "denied"]), st.sampled_from([[A], [B], [A, B], []]),
              st.sampled_from([None, "asylum", "extradition"])),
    max_size=14,
)  # fmt: skip


def drawn(sketch):
    statements = []
    for n, (doc, kind, when, status, who, about) in enumerate(sketch):
        s = told(doc, n * 20, None, kind, who=who, status=status, about=about)
        if when is not None:
            first = day("2026-01-01").toordinal() + when[0]
            s = dataclasses.replace(
                s, earliest=day("2026-01-01").fromordinal(first), latest=day("2026-01-01").fromordinal(first + when[1])
            )
        statements.append(s)
    return statements


@given(sketches, st.randoms())
def test_every_statement_is_in_exactly_one_event_in_any_order(sketch, random):
    statements = drawn(sketch)
    events = assembled(*statements)
    assert sorted(i for e in events for i in e.statements) == sorted(s.id for s in statements)
    random.shuffle(statements)
    assert assembled(*statements) == events


spans = st.tuples(st.dates(), st.dates()).map(lambda x: (min(x), max(x)))


@given(spans, spans)
def test_intervals(a, b):
    assert overlap(a, b) == overlap(b, a) == (shared([a, b]) is not None)
    assert (gap(a, b) > 0) <= (not overlap(a, b))
    assert width(a) >= 1


def test_intervals_in_words():
    assert in_words((day("2026-01-01"), day("2026-01-01"))) == "2026-01-01"
    assert in_words((day("2026-01-01"), day("2026-01-31"))) == "2026-01-01/2026-01-31"
    assert shared([]) is None


def test_the_narrower_type_and_the_report_stand_for_the_event():
    (held,) = assembled(told("d0", 1, "2025-08-01/2025-08-31", "detained_in_transit"), told("d1", 1, "2025-08-31"))
    assert (held.type, held.earliest) == ("detained_in_transit", day("2025-08-31"))
    (heard,) = assembled(
        told("d0", 1, "2026-02-27", "court_hearing", status=PLANNED), told("d1", 1, "2026-02-27", "court_hearing")
    )
    assert heard.status == "reported"
