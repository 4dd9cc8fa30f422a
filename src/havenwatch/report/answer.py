"""Question, short answer under the named rule, the table of rules and their variants, the chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from havenwatch.indicator.record import EARLIER, EITHER, OUTSIDE, RECENT, UNDATED, Counted, Indicator, Ratio
from havenwatch.indicator.verdict import reasons
from havenwatch.ontology.counting import CountingRule, load_rules
from havenwatch.records import REPORTED, Event
from havenwatch.report.chart import ADVERSE, draw, month_rows, place_points
from havenwatch.report.listing import readable_languages
from havenwatch.report.record import Block, Chart, Listing, Paragraph, Section, Sentence, Table
from havenwatch.report.tell import Teller

MAIN_RULE = "R1"
SHOWN_RULES = ("R1", "R2", "R3", "R4", "R5")
MOST_CITED = 24  # references behind one figure; all its statements stand in the timelines of the cases
FEW_CITED = 3  # in a sentence that is to be read: a chain of numbers stands in the line of evidence below it


def answer(teller: Teller, indicators: Mapping[str, Indicator], country: str) -> Section:
    """The question; first what was found, then the numbers, then why a verdict is refused, last the evidence."""
    say, main = teller.evidence.say, indicators[MAIN_RULE]
    plain = teller.evidence.plain
    finding = (_total(teller, main), plain(say(f"verdict.{main.verdict.id}", rule=main.rule)))
    numbers = [*_compared(teller, main)]
    protective = indicators["R4"]
    if protective.counted:
        numbers.append(_cited(teller, say("answer.protective", n=protective.high), protective.counted))
    blocks: list[Block] = [
        Paragraph((plain(say("answer.question", country=country)),), "lead"),
        Paragraph(finding, "verdict"),
    ]
    blocks += [Paragraph(tuple(numbers))] if numbers else []
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


def _evidence(teller: Teller, counted: Iterable[Counted]) -> list[Block]:
    """One line with the first statement of every event behind the figures above."""
    line = _cited(teller, teller.evidence.say("answer.evidence"), counted, MOST_CITED)
    return [Paragraph((line,), "note")] if line.references else []


def _cited(teller: Teller, text: str, counted: Iterable[Counted], most: int = FEW_CITED) -> Sentence:
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
    return _cited(teller, say("answer.total", rule=rule.id, label=label, n=found.high, count=count), found.counted)


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
    sentences = [_cited(teller, text, settled)] if settled else [teller.evidence.plain(text)]
    if ratio.recent + ratio.earlier:
        sentences.append(_cited(teller, _ratio_words(teller, ratio), settled))
    loose = [c for c in found.counted if c.window in {EITHER, UNDATED, OUTSIDE}]
    if loose:
        number = sum(c.count for c in loose)
        sentences.append(_cited(teller, say("answer.loose", n=number), loose))
    return sentences


def _ratio_words(teller: Teller, ratio: Ratio) -> str:
    say = teller.evidence.say
    low = say.short(ratio.low)
    if ratio.ratio is None or ratio.high is None:
        return say("answer.ratio_open", low=low, p=say.short(ratio.p_value))
    return say(
        "answer.ratio", ratio=say.short(ratio.ratio), low=low, high=say.short(ratio.high), p=say.short(ratio.p_value)
    )


def rules_section(teller: Teller, indicators: Mapping[str, Indicator]) -> Section:
    """All rules side by side, their variants, the change of the rate, what was left out."""
    say = teller.evidence.say
    rules = load_rules()
    rows = tuple(_rule_row(teller, rules[r], indicators[r]) for r in SHOWN_RULES if r in indicators)
    columns = tuple(
        say(f"rules.{c}") for c in ("rule", "total", "recent", "earlier", "ratio", "p", "missed", "verdict")
    )
    blocks: list[Block] = [Table(say("rules.caption"), columns, rows)]
    blocks += _variants(teller, indicators[MAIN_RULE])
    blocks += _changes(teller, indicators[MAIN_RULE])
    blocks += _left_out(teller, indicators)
    return Section("rules", say("section.rules"), tuple(blocks))


def _rule_row(teller: Teller, rule: CountingRule, found: Indicator) -> tuple[Sentence, ...]:
    say, plain = teller.evidence.say, teller.evidence.plain
    head = plain(f"{rule.id} {rule.labels[say.language]}")
    total = plain("0")
    if found.counted:
        total = _cited(teller, count_range(teller, found.low, found.high), found.counted, MOST_CITED)
    verdict = plain(say(f"rules.says.{found.verdict.id}"))
    if found.ratio is None:
        return (head, total, *(plain("\u2013") for _ in range(5)), verdict)
    return (head, total, *(plain(cell) for cell in _ratio_cells(teller, found.ratio)), verdict)


def _ratio_cells(teller: Teller, ratio: Ratio) -> tuple[str, ...]:
    say = teller.evidence.say
    missed = say("rules.many") if ratio.missed is None else say.number(ratio.missed)
    counts = (say.number(ratio.recent), say.number(ratio.earlier))
    if ratio.recent + ratio.earlier == 0:
        return (*counts, "\u2013", "\u2013", "\u2013")
    return (*counts, interval(teller, ratio), say.short(ratio.p_value), missed if ratio.low > 1 else "\u2013")


def interval(teller: Teller, ratio: Ratio) -> str:
    """Ratio with its interval: "90 [10.1, 4,257]", an infinity sign where there is no bound."""
    say = teller.evidence.say
    middle, high = ("\u221e" if x is None else say.short(x) for x in (ratio.ratio, ratio.high))
    return f"{middle} [{say.short(ratio.low)}; {high}]"


def _variants(teller: Teller, found: Indicator) -> list[Block]:
    say, plain = teller.evidence.say, teller.evidence.plain
    if not found.variants:
        return []
    rows = []
    for variant in found.variants:
        name = say(f"variant.{variant.id or 'as_is'}")
        cells = ("\u2013",) * 3 if variant.ratio is None else (
            say.number(variant.ratio.recent),
            say.number(variant.ratio.earlier),
            interval(teller, variant.ratio) if variant.ratio.recent + variant.ratio.earlier else "\u2013",
        )  # fmt: skip
        texts = (f"{variant.rule}, {name}", say.number(variant.total), *cells, say(f"rules.says.{variant.says}"))
        rows.append(tuple(plain(text) for text in texts))
    columns = tuple(say(f"rules.{c}") for c in ("variant", "total", "recent", "earlier", "ratio", "verdict"))
    return [Table(say("rules.variants", rule=found.rule), columns, tuple(rows), folded=True)]


def _changes(teller: Teller, found: Indicator) -> list[Block]:
    say, plain = teller.evidence.say, teller.evidence.plain
    if not found.changes:
        return []
    rows = []
    for change in found.changes:
        factor = say.short(change.bayes_factor)
        if change.highest > change.lowest * 1.01:
            factor += f" ({say.short(change.lowest)}\u2013{say.short(change.highest)})"
        month = say("rules.month_mass", month=say.month(change.last_month), mass=say.short(change.mass))
        span = f"{say.month(change.from_month)}\u2009\u2013\u2009{say.month(change.to_month)}"
        prior = f"Gamma({say.short(change.shape)}; {say.short(change.rate)})"
        rows.append(tuple(plain(cell) for cell in (prior, factor, month, span)))
    columns = tuple(say(f"rules.{c}") for c in ("prior", "factor", "last_month", "credible"))
    return [Table(say("rules.changes", rule=found.rule), columns, tuple(rows), folded=True)]


def _left_out(teller: Teller, indicators: Mapping[str, Indicator]) -> list[Block]:
    """Events left out of each rule, by reason, each cited."""
    say = teller.evidence.say
    rows = []
    for rule in SHOWN_RULES:
        left = indicators[rule].left_out if rule in indicators else ()
        for (kind, reason), number in sorted(Counter((x.type, x.reason) for x in left).items()):
            statements = [x.statements[0] for x in left if (x.type, x.reason) == (kind, reason) and x.statements]
            what = teller.evidence.sentence(f"{teller.label(kind)}: {say.number(number)}", statements[:MOST_CITED])
            rows.append((teller.evidence.plain(rule), what, teller.evidence.plain(say(f"left_out.{reason}"))))
    if not rows:
        return []
    columns = (say("rules.rule"), say("rules.event"), say("rules.reason"))
    return [Table(say("rules.left_out"), columns, tuple(rows), folded=True)]


def chart_section(teller: Teller, events: Sequence[Event], main: Indicator) -> Section:
    """Chart of what was reported of the country over time, with the table behind it."""
    say, plain, until = teller.evidence.say, teller.evidence.plain, main.until
    title = say("section.chart")
    types = teller.ontology.events
    sided = [(e, types[e.type].direction) for e in events if e.status == REPORTED and e.type in types]
    sided = [(e, direction) for e, direction in sided if direction != 0]
    if until is None or not sided:
        return Section("chart", title, (Paragraph((plain(say("chart.empty")),)),))
    points = place_points(sided, None if main.period is None else main.period.first, until)
    adverse = sum(p.direction == ADVERSE for p in points.drawn)
    text = say("chart.description", n=adverse, m=len(points.drawn) - adverse)
    caption = [say("chart.caption")]
    caption += [say("chart.older", n=points.older)] if points.older else []
    caption += [say("chart.undated", n=points.undated)] if points.undated else []
    rows = tuple(_chart_row(teller, *row) for row in month_rows(points))
    columns = (say("chart.month"), say("chart.adverse"), say("chart.protective"))
    table = Table(say("chart.table"), columns, rows, folded=True)
    drawing = draw(points, title, text, say)
    return Section("chart", title, (Chart(drawing, plain(" ".join(caption)), table),))


def _chart_row(teller: Teller, month: str, up: tuple[str, ...], down: tuple[str, ...]) -> tuple[Sentence, ...]:
    say = teller.evidence.say
    name = "\u2009\u2013\u2009".join(say.month(m) for m in month.split("/"))
    return (teller.evidence.plain(name), _chart_cell(teller, up), _chart_cell(teller, down))


def _chart_cell(teller: Teller, events: tuple[str, ...]) -> Sentence:
    if not events:
        return teller.evidence.plain("0")
    index = teller.evidence.index
    labels = Counter(teller.label(index.events[e].type) for e in events)
    text = ", ".join(name if n == 1 else f"{name} \u00d7 {n}" for name, n in sorted(labels.items()))
    statements = [index.events[e].statements[0] for e in events if index.events[e].statements]
    return teller.evidence.sentence(f"{teller.evidence.say.number(len(events))}: {text}", statements[:MOST_CITED])
