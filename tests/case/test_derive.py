import dataclasses
import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from havenwatch.case import derive
from havenwatch.records import Judgement, Review
from tests.case.dossier_cases import KAZAKHSTAN, ONTOLOGY, document, figure, mention, reading, span, statement

STORY = (
    ("appeal_rejected", {"about": "asylum", "when": "2026-02-26"}),
    ("expelled", {"roles": [("host", "KG")]}),
    ("extradition_refused", {}),
    ("asylum_applied", {}),
    ("asylum_refused", {"when": "2025-12-21/2025-12-31"}),
    ("appeal_filed", {"about": "asylum"}),
    ("extradition_approved", {"when": "2026-01-21/2026-01-31"}),
    ("intervention", {}),
    ("extradition_suspended", {}),
    ("remitted", {"about": "extradition", "roles": []}),
    ("appeal_rejected", {"about": "asylum"}),
)


def told(story, doc="d0", name="Мансур Мавлаев"):
    """A document that tells a story of one person, its statements in the order of the text."""
    who = mention(doc, name)
    statements = [
        statement(doc, 20 * n + 20, kind, [who], **{"roles": KAZAKHSTAN, **fields})
        for n, (kind, fields) in enumerate(story)
    ]  # fmt: skip
    return document(doc), reading(doc, [who], statements)


def dossier(*stories, reviews=(), judgements=()):
    documents, readings = zip(*stories, strict=True)
    return derive(documents, readings, reviews, judgements, ONTOLOGY)


def case_in(result, host):
    return next(c for c in result.cases if c.host == host)


def kinds(result, case):
    by_id = {e.id: e for e in result.events}
    return [by_id[i].type for i in case.events]


def test_a_story_told_out_of_order_is_put_in_order():
    result = dossier(told(STORY))
    case = case_in(result, "KZ")
    assert kinds(result, case) == [
        "extradition_refused", "asylum_applied", "asylum_refused", "appeal_filed", "extradition_approved",
        "intervention", "extradition_suspended", "remitted", "appeal_rejected",
    ]  # fmt: skip
    assert case.requesting == "RU"
    assert dict(case.tracks) == {"asylum": "refused_open", "extradition": "reconsidered"}
    assert case.open_remedies == ("asylum_court", "asylum_review", "submissions", "suspension", "un_petition")


def test_another_host_is_another_case_of_the_same_person():
    result = dossier(told(STORY))
    other = case_in(result, "KG")
    assert kinds(result, other) == ["expelled"]
    assert other.persons == case_in(result, "KZ").persons
    assert dict(other.tracks) == {"expulsion": "removed"}


def test_what_the_requesting_state_does_at_home_belongs_to_the_case_in_the_host():
    result = dossier(told((("detained", {}), ("convicted", {"roles": [("host", "RU"), ("requesting", "RU")]}))))
    assert [(c.host, kinds(result, c)) for c in result.cases] == [("KZ", ["detained", "convicted"])]


def test_an_event_without_a_host_takes_that_of_the_person_in_its_document():
    result = dossier(told((("detained", {}), ("released", {"roles": []}))))
    assert {e.host for e in result.events} == {"KZ"}


def test_one_act_of_two_persons_stands_in_both_cases():
    first, second = mention("d0", "Иван Первый"), mention("d0", "Пётр Второй", 9)
    both = statement("d0", 30, "expelled", [first, second], roles=KAZAKHSTAN)
    result = derive([document("d0")], [reading("d0", [first, second], [both])], [], [], ONTOLOGY)
    assert [c.events for c in result.cases] == [(result.events[0].id,)] * 2


def test_anonymous_groups_keep_their_count_and_stay_apart():
    stories = []
    for doc in ("d0", "d1"):
        who = mention(doc, None, count=2)
        stories.append(
            (document(doc), reading(doc, [who], [statement(doc, 9, "asylum_refused", [who], roles=KAZAKHSTAN)]))
        )
    result = dossier(*stories)
    assert [(p.anonymous, p.count) for p in result.persons] == [(True, 2), (True, 2)]
    assert len(result.cases) == 2


def test_statements_without_persons_open_no_case():
    result = derive([document("d0")], [reading("d0", [], [statement("d0", 1, "detained")])], [], [], ONTOLOGY)
    assert (len(result.events), result.cases) == (1, ())


def test_a_rejected_statement_leaves_no_trace():
    doc, read = told(STORY[:1])
    review = Review(read.statements[0].id, "rejected", (), "misread", "ann", "2026-03-06")
    assert dossier((doc, read), reviews=[review]).events == ()


def test_people_decide_who_is_who():
    stories = [told(STORY[:1], "d0"), told(STORY[:1], "d1", "Mansur Movlayev")]
    heads = sorted(r.mentions[0].id for _, r in stories)
    apart = Judgement(*heads, "different", 1.0, ("two men",), "ann", "2026-03-06")
    assert len(dossier(*stories).persons) == 1
    assert len(dossier(*stories, judgements=[apart]).persons) == 2


FLAGS = [
    ([("asylum_applied", {}), ("expelled", {})], "removal_during_asylum"),
    ([("detained", {}), ("handed_to_military", {})], "removal_without_decision"),
    ([("interim_measures", {}), ("extradited", {"when": "2026-01-09"})], "removal_against_interim_measures"),
    ([("detained", {"when": "2026-01-05"}), ("custody_ordered", {"when": "2026-01-20"})], "custody_over_limit"),
    ([("administrative_offence", {"when": "2026-01-27"}), ("expelled", {"when": "2026-01-28"})], "speed"),
    ([("expelled", {"when": "2026-01-05"}), ("asylum_refused", {"when": "2026-02-20"})], "step_after_removal"),
]  # fmt: skip
NO_FLAGS = [
    [("extradition_requested", {}), ("extradition_approved", {}), ("extradited", {})],
    [("asylum_applied", {}), ("expelled", {"status": "planned"})],
    [("detained", {"when": "2026-01-05"}), ("custody_ordered", {"when": "2026-01-07"})],
    [("detained", {"when": "2026-01-05"}), ("custody_ordered", {})],
    [("detained", {"when": "2026-01-05"}), ("custody_ordered", {"when": "2026-05-20", "status": "implied"})],
    [("detained", {"when": "2026-01-05"}), ("asylum_refused", {"when": "2026-05-05"})],
    [("expulsion_ordered", {}), ("expelled", {"when": "2026-01-05"}), ("custody_ordered", {"status": "implied"})],
]


@pytest.mark.parametrize(("story", "flag"), FLAGS)
def test_flags(story, flag):
    result = dossier(told(story))
    (found,) = [f for f in case_in(result, "KZ").flags if f.id == flag]
    assert found.statements
    assert set(found.statements) <= {s for e in result.events for s in e.statements}


@pytest.mark.parametrize("story", NO_FLAGS)
def test_no_flags(story):
    assert case_in(dossier(told(story)), "KZ").flags == ()


def conflicts(*stories):
    return {c.field: [v.value for v in c.values] for c in dossier(*stories).conflicts}


def test_sources_that_disagree_on_a_date():
    stories = [
        told([("extradition_approved", {"when": w})], d) for d, w in (("d0", "2026-01-27"), ("d1", "2026-02-10"))
    ]
    assert conflicts(*stories) == {"date": ["2026-01-27", "2026-02-10"]}


def test_a_wider_date_is_no_conflict():
    stories = [
        told([("extradited", {"when": w})], d) for d, w in (("d0", "2026-01-27"), ("d1", "2026-01-01/2026-01-31"))
    ]
    assert conflicts(*stories) == {}


def test_sources_that_disagree_on_number_and_outcome():
    numbers = [told([("administrative_offence", {"count": n})], d) for d, n in (("d0", 1), ("d1", 2))]
    assert conflicts(*numbers) == {"number": ["1", "2"]}
    outcome = [told([("asylum_refused", {"status": s})], d) for d, s in (("d0", "reported"), ("d1", "denied"))]
    assert conflicts(*outcome) == {"outcome": ["asylum_refused", "asylum_refused denied"]}


def charged(doc, words):
    return told([("charged", {"roles": [*KAZAKHSTAN, ("accusation", words)]})], doc)


def test_charges_conflict_only_when_they_exclude_each_other():
    assert conflicts(charged("d0", "вымогательство"), charged("d1", "extremism")) == {
        "charge": ["extremism", "вымогательство"]
    }
    assert conflicts(charged("d0", "вымогательство"), charged("d1", "extortion")) == {}


def test_one_text_and_other_days_do_not_contradict_themselves():
    one = told([("detained", {"status": "denied"}), ("detained", {"when": "2026-01-05"})])
    assert conflicts(one) == {}
    apart = [
        told([("detained", {"status": s, "when": w})], d)
        for d, s, w in (("d0", "reported", "2026-01-05"), ("d1", "denied", "2025-03-01"))
    ]
    assert conflicts(*apart) == {}


def test_two_spellings_of_a_people_make_one_figure_or_a_conflict():
    def stories(value):
        said = (("d0", "граждан России", 660000), ("d1", "россиян", value))
        when = "2022-01-01/2022-12-31"
        return [
            (document(d), reading(d, [], [figure(d, 1, v, when=when, roles=(("place", "KZ"), ("of", o)))]))
            for d, o, v in said
        ]

    assert len(dossier(*stories(660000)).figures) == 1
    assert conflicts(*stories(400000)) == {"figure": ["400000", "660000"]}


def test_the_dates_of_one_arrest_that_sources_give_stand_side_by_side():
    stories = [
        told([(kind, {"when": w})], d)
        for d, kind, w in (
            ("d0", "detained_in_transit", "2025-08-31"),
            ("d1", "detained_in_transit", "2025-09-01/2025-09-30"),
        )
    ]
    assert conflicts(*stories) == {"date": ["2025-08-31", "2025-09-01/2025-09-30"]}


def test_a_spelling_is_no_conflict():
    assert conflicts(told(STORY, "d0"), told(STORY, "d1", "Mansur Movlayev")) == {}


@pytest.mark.parametrize(("other", "differ"), [(400000, True), (655000, False), (660000, False)])
def test_figures_conflict_beyond_rounding(other, differ):
    stories = [
        (document(d), reading(d, [], [figure(d, 1, v, when="2022-01-01/2022-12-31")]))
        for d, v in (("d0", 660000), ("d1", other))
    ]
    assert bool(dossier(*stories).conflicts) is differ


KINDS = [kind for kind, _ in STORY] + ["detained", "handed_to_military", "interim_measures", "custody_ordered"]
lines = st.tuples(
    st.sampled_from(KINDS), st.one_of(st.none(), st.integers(0, 90)), st.sampled_from(["KZ", "KG", None]),
    st.sampled_from(["reported", "planned", "denied"]), st.sampled_from([None, "asylum", "extradition"]),
)  # fmt: skip
texts = st.tuples(
    st.sampled_from(["Мансур Мавлаев", "Mansur Movlayev", "Мавлаев", "Юлия Емельянова", None]),
    st.lists(lines, max_size=6),
)


def drawn(doc, text):
    name, rows = text
    story = []
    for kind, when, host, status, about in rows:
        date = None if when is None else (dt.date(2026, 1, 1) + dt.timedelta(when)).isoformat()
        roles = [("requesting", "RU"), *([("host", host)] if host else [])]
        story.append((kind, {"when": date, "status": status, "about": about, "roles": roles}))
    return told(story, doc, name)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(texts, min_size=1, max_size=5), st.randoms())
def test_the_order_of_the_input_changes_nothing(raw, random):
    stories = [drawn(f"d{n}", text) for n, text in enumerate(raw)]
    result = dossier(*stories)
    shuffled = [
        (d, dataclasses.replace(r, statements=tuple(random.sample(r.statements, len(r.statements)))))
        for d, r in stories
    ]
    random.shuffle(shuffled)
    assert dossier(*shuffled) == result


@settings(deadline=None)
@given(st.lists(texts, min_size=1, max_size=5))
def test_every_statement_with_a_person_is_in_one_event_and_that_in_a_case(raw):
    stories = [drawn(f"d{n}", text) for n, text in enumerate(raw)]
    result = dossier(*stories)
    statements = sorted(s.id for _, r in stories for s in r.statements)
    assert sorted(i for e in result.events for i in e.statements) == statements
    assert {e.id for e in result.events} == {i for c in result.cases for i in c.events}
    for case in result.cases:
        assert len(set(case.events)) == len(case.events)
    for records in (result.persons, result.events, result.cases, result.figures, result.conflicts):
        assert list(records) == sorted(records, key=lambda r: r.id)


def test_undated_text_keeps_the_order_of_the_telling():
    result = dossier(told([("searched", {}), ("charged", {}), ("fled", {})]))
    assert kinds(result, case_in(result, "KZ")) == ["searched", "charged", "fled"]
    assert span(None) == (None, None)


def test_the_head_of_a_news_text_is_as_recent_as_the_text():
    news = told([("detained", {}), ("public_statement", {"when": "2022-01-01/2022-12-31"})])
    result = dossier(news)
    assert kinds(result, case_in(result, "KZ")) == ["public_statement", "detained"]


def test_a_plan_without_a_date_stands_behind_what_its_text_reports():
    story = told([("extradited", {"status": "planned"}), ("extradition_approved", {"when": "2026-01-30"})])
    result = dossier(story)
    assert kinds(result, case_in(result, "KZ")) == ["extradition_approved", "extradited"]


def test_what_was_printed_before_an_act_does_not_presuppose_it():
    early, who = document("d0", "2025-08-20"), mention("d0", "Мансур Мавлаев")
    first = statement("d0", 400, "extradition_suspended", [who], roles=(*KAZAKHSTAN, ("agent", "Генпрокуратура")))
    later = told([("extradition_approved", {"when": "2026-01-30"})], "d1")
    result = dossier((early, reading("d0", [who], [first])), later)
    case = case_in(result, "KZ")
    assert kinds(result, case) == ["extradition_suspended", "extradition_approved"]
    assert dict(case.tracks) == {"extradition": "approved_open"}
