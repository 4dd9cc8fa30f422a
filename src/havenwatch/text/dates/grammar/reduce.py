"""Runs the rules over the class string of a text, layer by layer."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Sequence

from havenwatch.text.dates.grammar.forms import EXTRA, LAYERS, SETS
from havenwatch.text.dates.grammar.terms import Builder, Built, Form
from havenwatch.text.dates.node import Node
from havenwatch.text.dates.symbols import CHARACTERS, Symbol


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """One compiled form, its builder and the class of what it makes."""

    form: re.Pattern[str]
    build: Builder
    result: str


@dataclasses.dataclass(frozen=True, slots=True)
class Layer:
    """Rules tried together; `any` finds the places where one of them can match."""

    any: re.Pattern[str]
    rules: tuple[Rule, ...]


def reduce(symbols: list[Symbol], language: str) -> list[Symbol]:
    """All layers applied in order; what no rule takes stays as it is."""
    for layer in layers(language):
        symbols = _apply(layer, symbols)
    return symbols


@functools.cache
def layers(language: str) -> tuple[Layer, ...]:
    """The compiled grammar: common forms after those of the language."""
    local = EXTRA.get(language, {})
    return tuple(_layer((*local.get(i, ()), *rules)) for i, rules in enumerate(LAYERS))


def _layer(rules: Sequence[Form]) -> Layer:
    compiled = tuple(Rule(re.compile(_classes(form)), build, result) for form, build, result in rules)
    return Layer(re.compile("|".join(f"(?:{rule.form.pattern})" for rule in compiled)), compiled)


def _classes(form: str) -> str:
    return re.sub(r"[A-Z][A-Z0-9]*", lambda m: _characters(m[0]), form).replace(" ", "").replace("(", "(?:")


def _characters(name: str) -> str:
    names = SETS.get(name, name).split()
    return "[" + "".join(CHARACTERS[n] for n in names) + "]"


def _apply(layer: Layer, symbols: list[Symbol]) -> list[Symbol]:
    classes = "".join([CHARACTERS[s.name] for s in symbols])
    made: list[Symbol] = []
    copied = at = 0
    while (match := layer.any.search(classes, at)) is not None:
        found = _longest(layer, classes, symbols, match.start())
        if found is None:
            at = match.start() + 1
            continue
        made += symbols[copied : match.start()]
        made += found[1]
        copied = at = found[0]
    return made + symbols[copied:]


def _longest(layer: Layer, classes: str, symbols: list[Symbol], at: int) -> tuple[int, list[Symbol]] | None:
    """End and result of the longest rule at `at` whose builder accepts it; the earlier rule wins a tie."""
    matches = [(m.end(), -i, rule) for i, rule in enumerate(layer.rules) if (m := rule.form.match(classes, at))]
    for end, _, rule in sorted(matches, key=lambda m: m[:2], reverse=True):
        built = rule.build(symbols[at:end])
        if built is not None:
            return end, _result(rule, symbols[at], symbols[end - 1], built)
    return None


def _result(rule: Rule, first: Symbol, last: Symbol, built: Built) -> list[Symbol]:
    if isinstance(built, list):
        return built
    if isinstance(built, Node):
        return [Symbol(first.start, last.end, rule.result, "", built)]
    return [Symbol(first.start, last.end, *built)]
