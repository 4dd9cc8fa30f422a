"""All counting rules side by side, their variants, the change of the rate, what was left out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from havenwatch.indicator.record import Indicator, Ratio
from havenwatch.ontology.counting import CountingRule, load_rules
from havenwatch.report.cite import MOST_CITED
from havenwatch.report.record import Block, Section, Sentence, Table
from havenwatch.report.section.answer import MAIN_RULE, cited, count_range
from havenwatch.report.tell import Teller

SHOWN_RULES = ("R1", "R2", "R3", "R4", "R5")


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
        total = cited(teller, count_range(teller, found.low, found.high), found.counted, MOST_CITED)
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
