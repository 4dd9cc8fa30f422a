"""The report as a whole: evidence behind every sentence, honest quotes, safe and accessible HTML, any size."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import re
import time

import pytest
from lxml import html

from havenwatch.errors import UsageError
from havenwatch.indicator import Index
from havenwatch.lang.phrases import load_phrases
from havenwatch.ontology import load_ontology
from havenwatch.records import Person, Problem, Review
from havenwatch.report import build, render, render_file
from havenwatch.report.cite import ELLIPSIS, Mask, shorten
from havenwatch.report.record import CaseView, Chart, Listing, Paragraph, Table
from havenwatch.report.render import escape_markdown
from tests.report.sample_ledger import Builder, empty, history, large, sample, stand_in_ontology

ONTOLOGY = stand_in_ontology()
LANGUAGES = ("en", "ru")
FACTUAL = ("cases", "mechanisms", "figures", "calendar", "forecasts", "advice", "policy")
LEDGERS = {"empty": empty(), "sample": sample(), "history": history()}


def make(snapshot, language="en", country="KZ", until=None):
    return build(snapshot, country, until, language, ONTOLOGY)


def page(snapshot, language="en"):
    return html.document_fromstring(render(make(snapshot, language), "html"))


def sentences(block):
    """All sentences of a block, those of tables and cases included."""
    if isinstance(block, Paragraph):
        yield from block.sentences
    elif isinstance(block, Listing):
        yield from block.items
    elif isinstance(block, Table):
        yield from (cell for row in block.rows for cell in row)
    elif isinstance(block, Chart):
        yield block.caption
        yield from (s for table in block.tables for s in sentences(table))
    elif isinstance(block, CaseView):
        yield from (s for _, told in block.facts for s in told)
        yield from (step.sentence for step in block.steps)
        yield from block.flags
        yield from (s for table in block.conflicts for s in sentences(table))


def section(report, name):
    return next(s for s in report.sections if s.id == name)


def text_of(snapshot, language="en"):
    return " ".join(page(snapshot, language).text_content().split())


@pytest.mark.parametrize("name", LEDGERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_factual_sentence_has_evidence(name, language):
    report = make(LEDGERS[name], language)
    told = [s for part in report.sections for block in part.blocks for s in sentences(block)]
    assert [s.text for s in told if s.factual and not s.references] == []
    assert name == "empty" or any(s.references for s in told)


def test_the_factual_sections_are_not_empty():
    report = make(sample())
    for name in FACTUAL:
        assert any(s.references for block in section(report, name).blocks for s in sentences(block)), name


@pytest.mark.parametrize("name", LEDGERS)
def test_every_footnote_is_a_verbatim_span_of_its_document(name):
    index = Index.of(LEDGERS[name])
    for note in make(LEDGERS[name]).footnotes:
        span = index.documents[note.document].text[note.start : note.end]
        assert index.statements[note.statement].quote == span
        assert note.masked or note.shortened or note.quote == span


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reference_leads_there_and_back(language):
    tree = page(sample(), language)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = [a for a in tree.xpath("//a/@href") if a.startswith("#")]
    assert [a for a in links if a[1:] not in ids] == []
    assert len(tree.xpath("//ol[@class='notes']/li")) == len(make(sample(), language).footnotes)


@pytest.mark.parametrize("name", LEDGERS)
def test_the_page_is_self_contained(name):
    text = render(make(LEDGERS[name]), "html")
    assert "<script" not in text
    assert "@import" not in text
    tree = html.document_fromstring(text)
    assert tree.xpath("//img | //link | //iframe | //object | //embed | //form | //@src | //@onclick | //@style") == []
    assert re.findall(r"""https?://[^\s"'<>]+""", re.sub(r"<a .*?</a>", "", text)) == []


def test_words_of_a_source_cannot_become_markup():
    b = Builder()
    evil = '<script>alert(1)</script> "выдали" </style><img src=x> | `x` [a](b)'
    doc = b.document(evil, "2026-01-10", "<b>Газета</b>", "javascript:alert(1)")
    person = b.person("<i>Имя</i>")
    b.case([person], [b.event("extradited", [b.say(doc, evil, "extradited")], [person], dates="2026-01-05")])
    text = render(make(b.snapshot()), "html")
    assert html.document_fromstring(text).xpath("//script | //img | //i | //b") == []
    assert "javascript:" not in text
    lines = render(make(b.snapshot()), "md").splitlines()
    assert not any("<script>" in line.replace("\\<", "") for line in lines)
    assert any("\\<script\\>" in line for line in lines)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LEDGERS)
def test_the_page_is_accessible(name, language):
    tree = page(LEDGERS[name], language)
    assert tree.get("lang") == language
    levels = [int(h.tag[1]) for h in tree.xpath("//h1|//h2|//h3|//h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))
    assert tree.xpath("//th[not(@scope)]") == []
    assert tree.xpath("//table[not(caption) and not(@class='timeline')]") == []
    for drawing in tree.xpath("//svg"):
        assert drawing.get("role") == "img"
        assert drawing.xpath("./title/text()")
        assert drawing.xpath("./desc/text()")


@pytest.mark.parametrize(("scheme", "text"), [(0, "light"), (1, "dark")])
def test_colours_have_contrast_aa(scheme, text):
    style = html.document_fromstring(render(make(empty()), "html")).xpath("//style/text()")[0]
    blocks = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", blocks[0]))
    if scheme:
        colours |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", blocks[1]))
    pairs = [(c, "paper") for c in ("ink", "quiet", "accent", "adverse", "protective")]
    pairs += [("ink", "warn"), *((c, "wash") for c in ("ink", "quiet", "accent", "adverse", "protective"))]
    weak = [(a, b) for a, b in pairs if contrast(colours[a], colours[b]) < 4.5]
    assert weak == [], text


def contrast(one, other):
    """Ratio of WCAG 2.1 from relative luminances."""

    def luminance(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_what_did_not_happen_always_says_so():
    tree = page(sample())
    planned = tree.xpath("//table[@class='timeline']//td[contains(., 'Appeal filed')]")
    assert [td.xpath(".//span[@class='status']/text()") for td in planned] == [["planned"]]
    alleged = tree.xpath("//article[h3='Malinina']//td[contains(., 'Extradited')]//span[@class='status']/text()")
    assert alleged == ["alleged"]
    assert "Malinina" not in "".join(tree.xpath("//svg//text()"))


def test_the_banner_gives_the_share_reviewed():
    assert "Statements reviewed by a person: 5.56 % (1 of 18)" in text_of(sample())
    assert "0 % (0 of 0)" in text_of(empty())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["html", "md"])
def test_a_minor_is_not_named_anywhere(language, kind):
    text = render(make(sample(), language), kind)
    assert "Егор Ласточкин" not in text
    assert load_phrases(language)("mask.name").strip("[]") in text


def test_an_inflected_form_of_a_withheld_name_is_masked_too():
    b = Builder()
    doc = b.document("Ивана Малого задержали.", "2026-01-10")
    b.person("Иван Малый", 1, ("minor",), doc, ("Ивана Малого",))
    mask = Mask(b.snapshot(), "[…]")
    assert mask("ИВАНА МАЛОГО и Иван Малый, Иван Малышев") == "[…] и […], Иван Малышев"


def test_unnamed_persons_are_described_by_role_and_number():
    assert {"2 deserters (unnamed)", "1 deserter (unnamed)"} <= set(page(sample()).xpath("//h3/text()"))
    assert "2 дезертира (без имени)" in page(sample(), "ru").xpath("//h3/text()")


def test_an_unnamed_group_without_a_number_says_so():
    b = Builder()
    doc = b.document("Активистов выдали.", "2026-01-10")
    group = b.person(count=None, profiles=("activist",))
    b.case([group], [b.event("extradited", [b.say(doc, "Активистов выдали", "extradited")], [group])])
    assert page(b.snapshot()).xpath("//h3/text()") == ["activist, number unknown"]


def test_an_abstract_is_never_shown_as_the_words_of_the_outlet():
    notes = [n for n in make(sample()).footnotes if n.summary]
    assert {n.source for n in notes} == {"abstract of news.example"}
    found = page(sample()).xpath("//ol[@class='notes']/li[contains(., 'news.example')]")
    assert found
    assert all("words of an abstract, not of the outlet" in li.text_content() for li in found)


def test_conflicting_values_stand_side_by_side_with_their_sources():
    table = page(sample()).xpath("//article[starts-with(h3, 'Артём Ласточкин')]//table[caption]")[0]
    rows = [[" ".join(c.text_content().split()) for c in row.xpath("th|td")] for row in table.xpath(".//tbody/tr")]
    assert [r[1] for r in rows] == ["Степной вестник, “Тихая гавань”", "Harbour Times, “Sent back”"]
    assert rows[0][0].startswith("21–31 January 2026")
    assert rows[1][0].startswith("27 January 2026")


def test_a_rejected_statement_is_not_cited():
    snapshot = sample()
    rule = next(s for s in snapshot.statements if s.kind == "rule")
    review = Review(rule.id, "rejected", (), "wrong", "reviewer", "2026-03-06T00:00:00+00:00")
    report = make(dataclasses.replace(snapshot, reviews=(*snapshot.reviews, review)))
    assert rule.id not in {n.statement for n in report.footnotes}
    assert rule.id in {n.statement for n in make(snapshot).footnotes}


def test_what_could_not_be_read_is_listed():
    text = " ".join(s.text for b in section(make(sample()), "unread").blocks for s in sentences(b))
    assert "1 document is in a language that is not read yet (kk: 1)" in text
    assert "1 document has no publication date" in text
    assert "Одно предложение длиннее допустимого" in text


def test_the_calendar_tells_ahead_from_past():
    assert [b.caption for b in section(make(sample()), "calendar").blocks] == ["Ahead of the data date"]
    later = make(sample(), until=dt.date(2026, 4, 1))
    assert [b.caption for b in section(later, "calendar").blocks] == ["Up to the data date"]


def test_the_chart_draws_settled_and_wide_dates_apart():
    tree = page(sample())
    assert len(tree.xpath("//svg//rect[@class='adverse']")) == 5
    assert len(tree.xpath("//svg//rect[@class='protective']")) == 2
    assert len(tree.xpath("//svg[contains(@class, 'events')]//rect[contains(@class, 'span')]")) == 1
    assert len(tree.xpath("//details[summary='Events behind the chart']//tbody/tr")) == 6


@pytest.mark.parametrize("name", LEDGERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_markdown_holds_the_same_sections_and_notes(name, language):
    report = make(LEDGERS[name], language)
    text = render(report, "md")
    assert re.findall(r"^## \d+\. (.*)$", text, re.MULTILINE) == [escape_markdown(s.title) for s in report.sections]
    defined = re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE)
    assert [int(n) for n in defined] == [n.number for n in report.footnotes]
    assert set(re.findall(r"\[\^(\d+)\](?!:)", text)) == set(defined)
    assert "\n\n\n\n" not in text


def test_long_quotes_are_cut_with_a_mark():
    quote = " ".join(f"слово{k}" for k in range(200))
    cut = shorten(quote)
    assert len(cut) < len(quote)
    head, _, tail = cut.partition(ELLIPSIS)
    assert quote.startswith(head)
    assert quote.endswith(tail)
    assert shorten("коротко") == "коротко"
    assert len(shorten("я" * 2000)) < 500


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_ledger_gives_a_report_in_words(language):
    report = make(empty(), language)
    assert report.footnotes == ()
    assert report.until is None
    assert load_phrases(language)("verdict.no_events", rule="R1") in render(report, "md")


def test_the_installed_ontology_serves_as_well():
    report = build(sample(), "Казахстан", None, "ru", load_ontology())
    assert report.country == "KZ"
    assert "Казахстан" in report.title
    assert len(report.footnotes) == len(make(sample(), "ru").footnotes)


def test_the_report_is_the_same_each_time():
    assert render(make(sample()), "html") == render(make(sample()), "html")


@pytest.mark.parametrize(
    ("country", "language", "message"),
    [("Нигде", "en", "unknown country"), ("KZ", "de", "use one of en, ru")],
)
def test_a_wrong_question_is_refused(country, language, message):
    with pytest.raises(UsageError, match=message):
        make(sample(), language, country)


def test_an_unknown_format_names_the_known_ones():
    with pytest.raises(UsageError, match="use one of html, md"):
        render(make(empty()), "odt")
    with pytest.raises(UsageError, match="use one of html, md, docx, pdf"):
        render_file(make(empty()), "odt")


def test_five_thousand_cases_take_seconds():
    snapshot = large(5000)
    begun = time.process_time()  # what others do on the machine does not count
    report = make(snapshot, "ru")
    text = render(report, "html")
    assert time.process_time() - begun < 10
    assert len(section(report, "cases").blocks) == 5002
    assert text.count('<article class="case"') == 5000


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_begins_with_the_finding_and_ends_with_the_evidence(language):
    say, report = load_phrases(language), make(sample(), language)
    blocks = section(report, "answer").blocks
    finding = blocks[0]
    assert finding.style == "verdict"
    assert finding.sentences[0].references
    assert finding.sentences[1].text == say("verdict.refused", rule="R1")
    told = [s for block in blocks for s in sentences(block)]
    assert max(len(s.references) for s in told[:-1]) <= 3
    assert told[-1].text == say("answer.evidence")
    assert {r.note for s in told[:-1] for r in s.references} <= {r.note for r in told[-1].references}


def test_references_stand_in_order_of_number():
    for part in make(sample()).sections:
        for s in (s for block in part.blocks for s in sentences(block)):
            assert [r.note for r in s.references] == sorted(r.note for r in s.references)


@pytest.mark.parametrize("count", [1, 2, None])
def test_a_profile_of_no_kind_says_nothing(count):
    b = Builder()
    b.persons.append(Person("p1", (), anonymous=True, count=count, profiles=("other",), mentions=()))
    b.case(["p1"], [])
    expected = {1: "1 person (unnamed)", 2: "2 persons (unnamed)", None: "unnamed person, number unknown"}
    assert page(b.snapshot()).xpath("//h3/text()") == [expected[count]]


def test_a_case_without_known_persons_or_events_still_shows():
    b = Builder()
    b.case(["p-gone"], [])
    assert page(b.snapshot()).xpath("//h3/text()") == ["Person not named"]
    b.persons.append(Person("p-gone", ("Имя",), anonymous=False, count=1, profiles=(), mentions=()))
    assert page(b.snapshot()).xpath("//h3/text()") == ["Имя (Imya)"]
    assert page(b.snapshot(), "ru").xpath("//h3/text()") == ["Имя"]


def test_equal_problems_are_told_once_and_unread_languages_once_for_all():
    snapshot = sample()
    foreign = next(d for d in snapshot.documents if d.language == "kk")
    same = [Problem("statement", d.id, "Too long.") for d in snapshot.documents if d.language != "kk"]
    problems = (*same, Problem("statement", foreign.id, "Language kk is not read yet."))
    report = make(dataclasses.replace(snapshot, problems=problems))
    told = [s.text for b in section(report, "unread").blocks for s in sentences(b)]
    assert sum("Too long." in t for t in told) == 1
    assert not any("Language kk" in t for t in told)
    assert sum("(kk: 1)" in t for t in told) == 1
