"""Cases in words: actors, places, disputed dates, plans that came true, claims on remedies, reasons of flags."""

from __future__ import annotations

import dataclasses

import pytest
from lxml import html

from havenwatch.ontology import load_ontology
from havenwatch.records import Flag, Review
from havenwatch.report import build, render
from havenwatch.report.record import CaseView
from tests.report.sample_ledger import Builder, sample, stand_in_ontology

ONTOLOGY = stand_in_ontology()
NAME = "Мансур Мавлаев"


def cases(snapshot, language="en", ontology=ONTOLOGY):
    report = build(snapshot, "KZ", None, language, ontology)
    part = next(s for s in report.sections if s.id == "cases")
    return [block for block in part.blocks if isinstance(block, CaseView)]


def page(snapshot, language="en"):
    return html.document_fromstring(render(build(snapshot, "KZ", None, language, ONTOLOGY), "html"))


def detained(**fields):
    """The words of the only step of a case."""
    b = Builder()
    doc = b.document("Его задержали.", "2026-01-10")
    who = b.person(NAME)
    b.case([who], [b.event("detained", [b.say(doc, "Его задержали", "detained")], [who], **fields)])
    return cases(b.snapshot())[0].steps[0].sentence.text


@pytest.mark.parametrize(
    ("actors", "by"),
    [
        (("Генпрокуратура",), ": by Генпрокуратура"),
        (("республика казахстан",), ": by Kazakhstan"),
        (("Своё Мавлаев",), ""),
        (("Мавлаева, активиста из Чечни,",), ""),
        (("суд,",), ": by суд"),
        (("заседание по делу активистки, которую обвиняют в краже, прошло в закрытом режиме",), ""),
    ],
)
def test_only_short_actors_are_named_and_nobody_acts_on_himself(actors, by):
    assert detained(actors=actors) == f"Detained{by}"


@pytest.mark.parametrize(
    ("place", "destination", "words"),
    [("KZ", None, ""), ("RU", "RU", ": destination: Russia"), ("RU", None, ": place: Russia"), (None, None, "")],
)
def test_a_place_that_says_no_more_than_the_case_is_left_out(place, destination, words):
    assert detained(place=place, destination=destination) == f"Detained{words}"


def test_the_accusation_is_told():
    b = Builder()
    doc = b.document("Его обвиняют в краже.", "2026-01-10")
    who = b.person(NAME)
    said = b.say(doc, "Его обвиняют в краже", "charged", roles=[("accusation", "кража")])
    b.case([who], [b.event("charged", [said], [who])])
    assert cases(b.snapshot())[0].steps[0].sentence.text == "Charged: accusation: кража"


def test_a_date_that_sources_dispute_is_not_picked():
    case = next(c for c in cases(sample()) if c.title.startswith("Артём Ласточкин"))
    disputed = [s.date for s in case.steps if "disagree" in s.date]
    assert disputed == ["21–31 January 2026 / 27 January 2026 (sources disagree)"]


def test_what_was_announced_and_then_reported_says_both():
    b = Builder()
    doc = b.document("Заседание назначено. Заседание прошло.", "2026-03-01")
    who = b.person(NAME)
    told = [b.say(doc, "Заседание назначено", "court_hearing", status="planned")]
    told.append(b.say(doc, "Заседание прошло", "court_hearing"))
    b.case([who], [b.event("court_hearing", told, [who], dates="2026-02-27")])
    status = page(b.snapshot()).xpath("//table[@class='timeline']//span[@class='status']/text()")
    assert status == ["announced, then reported"]


@pytest.mark.parametrize(("kind", "word"), [("extradited", "planned or threatened"), ("appeal_filed", "planned")])
def test_a_plan_against_the_person_is_a_threat(kind, word):
    b = Builder()
    doc = b.document("Собираются.", "2026-03-01")
    who = b.person(NAME)
    b.case([who], [b.event(kind, [b.say(doc, "Собираются", kind, status="planned")], [who], status="planned")])
    assert page(b.snapshot()).xpath("//table[@class='timeline']//span[@class='status']/text()") == [word]


def claimed(*persons):
    """Facts on what sources say of remedies, by case title; the claim names these persons."""
    b = Builder()
    doc = b.document("Мавлаева выдадут. Оснований нет. Садыгова задержали.", "2026-03-01", "Газета")
    who = {form: b.person(name, document=doc, forms=(form,)) for name, form in
           ((NAME, "Мавлаева"), ("Афган Садыгов", "Садыгова"))}  # fmt: skip
    mention = {m.text: m.id for m in b.mentions}
    for form, quote, kind in (
        ("Мавлаева", "Мавлаева выдадут", "extradition_approved"), ("Садыгова", "Садыгова задержали", "detained"),
    ):  # fmt: skip
        said = b.say(doc, quote, kind, roles=[("person", mention[form])])
        b.case([who[form]], [b.event(kind, [said], [who[form]])])
    roles = [("person", mention[form]) for form in persons]
    b.say(doc, "Оснований нет", "remedies_exhausted", kind="rule", roles=roles)
    return {
        c.title.split()[1]: [s.text for label, told in c.facts if label.startswith("What the sources") for s in told]
        for c in cases(b.snapshot())
    }


def test_a_claim_that_no_remedy_is_left_stands_in_the_case_that_it_is_about():
    claim = ["Газета: no remedy is left"]
    assert claimed() == {"Мавлаев": claim, "Садыгов": []}
    assert claimed("Садыгова") == {"Мавлаев": [], "Садыгов": claim}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_flag_gives_its_reason_in_the_language_of_the_report(language):
    b = Builder()
    doc = b.document("Его выдали.", "2026-01-10")
    who, said = b.person(NAME), b.say(doc, "Его выдали", "extradited")
    values = (("decisions", "extradition_approved"), ("removal", "extradited"))
    flag = Flag("removal_without_decision", "reason as stored", (said.id,), values)
    b.case([who], [b.event("extradited", [said], [who])], flags=(flag,))
    ontology = load_ontology()
    (text,) = [s.text for s in cases(b.snapshot(), language, ontology)[0].flags]
    assert all(ontology.events[k].labels[language] in text for k in ("extradited", "extradition_approved"))
    assert "reason as stored" not in text


def test_what_a_person_corrected_is_shown_corrected_and_marked():
    b = Builder()
    doc = b.document("Его выдали.", "2026-01-10")
    who, said = b.person(NAME), b.say(doc, "Его выдали", "extradited")
    b.case([who], [b.event("extradited", [said], [who], status="denied")])
    b.reviews.append(Review(said.id, "corrected", (("status", "denied"),), "read", "ann", "2026-03-06T00:00:00+00:00"))
    snapshot = b.snapshot()
    (note,) = {n for n in build(snapshot, "KZ", None, "en", ONTOLOGY).footnotes if n.statement == said.id}
    assert (note.status, note.review) == ("denied", "corrected by a person")
    for kind in ("html", "md"):
        assert "corrected by a person" in render(build(snapshot, "KZ", None, "en", ONTOLOGY), kind)
    untouched = dataclasses.replace(snapshot, reviews=())
    assert "corrected by a person" not in render(build(untouched, "KZ", None, "en", ONTOLOGY), "html")


def test_a_stage_cites_the_event_that_led_to_it():
    b = Builder()
    doc = b.document("Ему отказали. Адвокаты подали жалобу. Он намерен снова просить убежища.", "2026-01-10")
    who = b.person(NAME)
    kinds = (
        ("Ему отказали", "asylum_refused", "reported", None),
        ("Адвокаты подали", "appeal_filed", "reported", "asylum"),
        ("Он намерен снова", "asylum_applied", "planned", None),
    )
    told = [b.say(doc, quote, kind, status=status, about=about) for quote, kind, status, about in kinds]
    events = [
        b.event(kind, [said], [who], status=status, about=about)
        for said, (_, kind, status, about) in zip(told, kinds, strict=True)
    ]
    b.case([who], events, tracks=[("asylum", "on_appeal")], remedies=("asylum_next_instance",))
    report = build(b.snapshot(), "KZ", None, "en", ONTOLOGY)
    (case,) = [x for s in report.sections for x in s.blocks if isinstance(x, CaseView)]
    notes = {n.number: n.statement for n in report.footnotes}
    facts = dict(case.facts)
    for label in ("Stage reached", "Remedies open by procedure"):
        assert [notes[r.note] for r in facts[label][0].references] == [told[1].id]
