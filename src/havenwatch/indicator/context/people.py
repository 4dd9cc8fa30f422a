"""How rare it is: counted persons against numbers of people that sources give, as rates per 10,000 with limits."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from havenwatch.indicator.record import Indicator
from havenwatch.indicator.statistics.exposure import Rate, rate_per_10000
from havenwatch.records import Figure

# numbers that can stand for the people at risk; each bounds another group, so none is "the" denominator
DENOMINATORS = ("residents", "net_migration", "border_entries", "asylum_applications")
LEAST_PEOPLE = 50  # fewer are a group of cases, not a population


@dataclasses.dataclass(frozen=True, slots=True)
class Rarity:
    """A rate among the people of one kind of figure: `figures` are those that give the number, `of` whom they count."""

    quantity: str
    of: str | None
    period: tuple[dt.date | None, dt.date | None]
    rate: Rate
    figures: tuple[str, ...]


def rarities(figures: Iterable[Figure], counted: Indicator) -> tuple[Rarity, ...]:
    """One rate for every denominator that sources give; figures of one kind that disagree give a range."""
    groups: dict[tuple[str, str | None, dt.date | None, dt.date | None], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.quantity in DENOMINATORS and figure.value >= LEAST_PEOPLE:
            groups[figure.quantity, figure.of, figure.earliest, figure.latest].append(figure)
    rows = []
    for (quantity, of, earliest, latest), found in groups.items():
        values = [f.value for f in found]
        rate = rate_per_10000(counted.high, min(values), max(values))
        rows.append(Rarity(quantity, of, (earliest, latest), rate, tuple(f.id for f in found)))
    order = {name: i for i, name in enumerate(DENOMINATORS)}
    return tuple(sorted(rows, key=lambda r: (order[r.quantity], r.of or "", str(r.period))))
