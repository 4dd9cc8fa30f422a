"""Question and short answer under the named rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from havenwatch.indicator.record import EARLIER, EITHER, OUTSIDE, RECENT, UNDATED, Counted, Indicator, Ratio
from havenwatch.indicator.verdict import reasons
from havenwatch.ontology.counting import load_rules
from havenwatch.report.cite import FEW_CITED, MOST_CITED
from havenwatch.report.record import Block, Listing, Paragraph, Section, Sentence
from havenwatch.report.tell import Teller, readable_languages

MAIN_RULE = "R1"


def answer(teller: Teller, indicators: Mapping[str, Indicator]) -> Section:
    """First what was found, then the numbers, then why a verdict is refused, last the evidence."""
    say, main = teller.evidence.say, indicators[MAIN_RULE]
    plain = teller.evidence.plain
    finding = (_total(teller, main), plain(say(f"verdict.{main.verdict.id}", rule=main.rule)))
    numbers = [*_compared(teller, main)]
    protective = indicators["R4"]
    if protective.counted:
        numbers.append(cited(teller, say("answer.protective", n=protective.high), protective.counted))
    blocks: list[Block] = [
        Paragraph(finding, "verdict"),
    ]
    blocks += [Paragraph(tuple(numbers))] if numbers else []
    blocks += _withdrawn(teller, main)
    if why := reasons(main, say.language):
        blocks.append(Paragraph((plain(say("answer.why")),)))
        blocks.append(Listing(tuple(plain(reason) for reason in why)))
    blocks.append(Paragraph((plain(_basis(teller)), plain(say("answer.caution"))), "note"))
    blocks += _evidence(teller, (*main.counted, *protective.counted))
    return Section("answer", say("section.answer"), tuple(blocks))


def _basis(teller: Teller) -> str:
    """How many documents of the ledger could be read."""
    documents = teller.evidence.index.snapshot.documents
    readable = readable_languages(teller.ontology)
    read = sum(d.language in readable for d in documents)
    return teller.evidence.say("answer.basis", n=read, of=len(documents))


def _withdrawn(teller: Teller, found: Indicator) -> list[Block]:
    """What the pages that told it do not say any more: left out, or counted because the page is merely gone."""
    say, sentences = teller.evidence.say, []
    back = [x for x in found.left_out if x.reason == "taken_back"]
    gone = [c for c in found.counted if c.gone]
    if back:
        statements = [x.statements[0] for x in back if x.statements]
        sentences.append(teller.evidence.sentence(say("answer.taken_back", n=len(back)), statements[:FEW_CITED]))
    if gone:
        sentences.append(cited(teller, say("answer.gone", n=len(gone)), gone))
    return [Paragraph(tuple(sentences))] if sentences else []


def _evidence(teller: Teller, counted: Iterable[Counted]) -> list[Block]:
    """One line with the first statement of every event behind the figures above."""
    line = cited(teller, teller.evidence.say("answer.evidence"), counted, MOST_CITED)
    return [Paragraph((line,), "note")] if line.references else []


def cited(teller: Teller, text: str, counted: Iterable[Counted], most: int = FEW_CITED) -> Sentence:
    """A figure with the first statement of each event behind it, at most `most` of them."""
    events = teller.evidence.index.events
    first = [events[e].statements[0] for c in counted for e in c.events if e in events and events[e].statements]
    return teller.evidence.sentence(text, first[:most])


def _total(teller: Teller, found: Indicator) -> Sentence:
    say, rule = teller.evidence.say, load_rules()[found.rule]
    label = rule.labels[say.language]
    if not found.counted:
        return teller.evidence.plain(say("answer.none", rule=rule.id, label=label))
    count = count_range(teller, found.low, found.high)
    return cited(teller, say("answer.total", rule=rule.id, label=label, n=found.high, count=count), found.counted)


def count_range(teller: Teller, low: int, high: int) -> str:
    """One number, or both bounds when unnamed persons may repeat others."""
    say = teller.evidence.say
    return say.number(high) if low == high else f"{say.number(low)}\u2013{say.number(high)}"


def _compared(teller: Teller, found: Indicator) -> list[Sentence]:
    """Recent months against earlier ones with the exact interval; nothing when no months can be compared."""
    say, period, ratio = teller.evidence.say, found.period, found.ratio
    if period is None or ratio is None:
        return []
    text = say(
        "answer.windows",
        period=say.dates(period.first, period.last),
        n=ratio.recent,
        m=period.recent,
        k=ratio.earlier,
        j=period.earlier,
    )
    settled = [c for c in found.counted if c.window in {RECENT, EARLIER}]
    sentences = [cited(teller, text, settled)] if settled else [teller.evidence.plain(text)]
    if ratio.recent + ratio.earlier:
        sentences.append(cited(teller, _ratio_words(teller, ratio), settled))
    loose = [c for c in found.counted if c.window in {EITHER, UNDATED, OUTSIDE}]
    if loose:
        number = sum(c.count for c in loose)
        sentences.append(cited(teller, say("answer.loose", n=number), loose))
    return sentences


def _ratio_words(teller: Teller, ratio: Ratio) -> str:
    say = teller.evidence.say
    low = say.short(ratio.low)
    if ratio.ratio is None or ratio.high is None:
        return say("answer.ratio_open", low=low, p=say.short(ratio.p_value))
    return say(
        "answer.ratio", ratio=say.short(ratio.ratio), low=low, high=say.short(ratio.high), p=say.short(ratio.p_value)
    )
