"""Growth of linking: what it costs to add one document to a register of 1,000 to 1,000,000 persons.

Usage: python -m bench.linking [--sizes 1000 10000 ...] [-o FILE.json] [--chart FILE.svg]

Chains (what one document says of one person) are generated, not read: surnames follow a Zipf-Mandelbrot law whose head
is like that of Russian registers (the first surname about 1 %), given names follow the same kind of law; a sixth are
lone surnames, some have initials or fathers' names. Each person has a state, an accusation, a dated act. Each size runs
in a process of its own. The register is filled first, then documents of three persons each are added one by one; every
third person is there already. Above 20,000 persons those whose
surname none of these documents names are put into their blocks without being compared, to keep the filling short: what
an added document meets is complete all the same.
"""

from __future__ import annotations

import argparse
import bisect
import datetime as dt
import gc
import itertools
import json
import math
import platform
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from havenwatch.person.chain import Chain
from havenwatch.person.register import Register
from havenwatch.person.register.blocks import blocks_of

SIZES = (1_000, 10_000, 100_000, 1_000_000)
ADDED, A_DOCUMENT = 40, 3
FILLED_AT_ONCE = 2_000
STOCKED_ABOVE = 20_000  # above that, persons whose surname no added document names are not compared while filling
RSS_UNIT = 1 if sys.platform == "darwin" else 1024  # ru_maxrss counts kilobytes, on macOS bytes
START = dt.date(2022, 1, 1)
HEADS = [
    "б",
    "в",
    "г",
    "д",
    "ж",
    "з",
    "к",
    "л",
    "м",
    "н",
    "п",
    "р",
    "с",
    "т",
    "ф",
    "х",
    "ш",
    "бр",
    "гр",
    "кр",
    "ст",
    "тр",
]
VOWELS = ["а", "е", "и", "о", "у"]
TAILS = ["", "", "л", "н", "р", "с", "м", "к", "т", "рт", "нд", "рк"]
ENDINGS = ["ов", "ев", "ин", "енко", "ский", "ян", "швили", "баев", "дзе"]
GIVEN = ["Александр", "Сергей", "Дмитрий", "Андрей", "Алексей", "Иван", "Максим", "Михаил", "Евгений", "Владимир",
         "Николай", "Павел", "Роман", "Артём", "Игорь", "Олег", "Юрий", "Денис", "Антон", "Виктор", "Мурад", "Тимур",
         "Руслан", "Рустам", "Магомед", "Ислам", "Арман", "Нурлан", "Марат", "Кирилл"]  # fmt: skip
FATHERS = ["Александрович", "Сергеевич", "Иванович", "Николаевич", "Викторович", "Мусаевич"]
COMMON = ["Иванов", "Смирнов", "Кузнецов", "Попов", "Васильев", "Петров", "Магомедов", "Алиев", "Новиков", "Морозов"]
HOSTS = ["KZ", "KG", "AM", "GE", "TR", "RS", "TH", "UZ", "AE", "MN"]
CHARGES = ["extortion", "theft", "fraud", "extremism", "terrorism", "fakes", "discrediting", "desertion", "drugs"]
STATES = {h: frozenset({("host", h), ("requesting", "RU")}) for h in HOSTS}
CHARGED = {c: frozenset({c}) for c in CHARGES}
ACTS = ["detained", "charged", "wanted", "custody_ordered", "asylum_applied", "asylum_refused", "extradition_requested"]


def zipf(size: int, shift: float, power: float) -> list[float]:
    """Cumulated weights 1/(rank + shift)^power."""
    return list(itertools.accumulate(1.0 / (rank + shift) ** power for rank in range(1, size + 1)))


class Population:
    """Draws persons; the same seed gives the same ones."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311
        shapes = random.Random(7)  # noqa: S311
        names = dict.fromkeys(COMMON)
        while len(names) < 150_000:
            parts = (
                shapes.choice(HEADS) + shapes.choice(VOWELS) + shapes.choice(TAILS)
                for _ in range(shapes.choice((1, 2, 2, 3)))
            )
            names["".join(parts).title() + shapes.choice(ENDINGS)] = None
        self.surnames = list(names)
        self.surname_weights = zipf(len(self.surnames), 6.0, 0.93)
        self.given_weights = zipf(len(GIVEN), 4.0, 1.0)

    def _draw(self, items: Sequence[str], weights: Sequence[float]) -> str:
        return items[bisect.bisect_left(weights, self.random.random() * weights[-1])]

    def person(self) -> tuple[str, ...]:
        """Surname, given name, father's name, host, accusation, act, day."""
        day = START + dt.timedelta(days=self.random.randrange(1500))
        return (
            self._draw(self.surnames, self.surname_weights), self._draw(GIVEN, self.given_weights),
            self.random.choice(FATHERS), self.random.choice(HOSTS), self.random.choice(CHARGES),
            self.random.choice(ACTS), day.isoformat(),
        )  # fmt: skip

    def name(self, person: tuple[str, ...]) -> str:
        """The name as one document has it."""
        surname, given, father = person[:3]
        forms = (f"{given} {surname}", f"{given} {father} {surname}", surname, f"{given[0]}. {surname}")
        return self.random.choices(forms, (70, 10, 15, 5))[0]

    def chain(self, number: int, document: int, person: tuple[str, ...]) -> Chain:
        """What one document says of the person."""
        _, _, _, host, charge, act, day = person
        name, when = self.name(person), dt.date.fromisoformat(day)
        return Chain(
            id=f"m{number:08x}", document=f"d{document}", origin=f"d{document}", mentions=(f"m{number:08x}",),
            names=(name,), forms=(name,), count=1, gender="Masc", profiles=frozenset(),
            states=STATES[host], charges=CHARGED[charge], told=True,
            acts=frozenset({(act, host, when, when)}),
        )  # fmt: skip


def documents(people: Population, known: Sequence[tuple[str, ...]]) -> list[list[tuple[str, ...]]]:
    """Persons of the documents to be added; every third is known already."""
    draw = people.random
    return [
        [draw.choice(known) if draw.random() < 1 / 3 else people.person() for _ in range(A_DOCUMENT)]
        for _ in range(ADDED)
    ]


def stock(register: Register, chain: Chain) -> None:
    """Put a chain that no added document comes near into its blocks, without comparing it with anybody."""
    maps, kind = register._maps, f"k{chain.id}"  # noqa: SLF001 - the bench looks inside
    for name, key, value in (
        ("chain", chain.id, chain), ("kind_of", chain.id, kind), ("kind", kind, (chain.id,)), ("face", kind, chain),
    ):  # fmt: skip
        maps.put(name, key, value)
    for role, key in blocks_of(chain):
        block = dict(maps.get("block", key) or {})
        block[role] = (*block.get(role, ()), kind)
        maps.put("block", key, block)


def fill(register: Register, people: Population, persons: Sequence[tuple[str, ...]], named: set[str]) -> None:
    """Put all persons in, one chain each, in batches."""
    every = len(persons) <= STOCKED_ABOVE
    for begin in range(0, len(persons), FILLED_AT_ONCE):
        batch = enumerate(persons[begin : begin + FILLED_AT_ONCE], begin)
        chains = [(person, people.chain(n, n // A_DOCUMENT, person)) for n, person in batch]
        for _, chain in ((p, c) for p, c in chains if not every and p[0] not in named):
            stock(register, chain)
        register.add(c for p, c in chains if every or p[0] in named)
        register.settle()


def measure(size: int) -> dict[str, Any]:
    """Figures of one size; all times are those of the processor."""
    people, register = Population(size), Register()
    persons = [people.person() for _ in range(size)]
    added = documents(people, persons)
    begun = time.process_time()
    fill(register, people, persons, {p[0] for document in added for p in document})
    filled = time.process_time() - begun
    gc.collect()
    gc.freeze()
    seconds, number = [], size
    for document in added:
        chains = [people.chain(number + n, number, person) for n, person in enumerate(document)]
        number += A_DOCUMENT
        begun = time.process_time()
        register.add(chains)
        register.settle()
        seconds.append(time.process_time() - begun)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * RSS_UNIT / 1e6
    ordered = sorted(seconds)
    return {
        "persons": size, "fill_seconds": round(filled, 1), "mean_ms": round(1000 * statistics.fmean(seconds), 3),
        "median_ms": round(1000 * statistics.median(seconds), 3),
        "p95_ms": round(1000 * ordered[int(0.95 * len(ordered))], 3), "peak_megabytes": round(peak),
    }  # fmt: skip


def in_own_process(size: int) -> dict[str, Any]:
    """Figures of one size, measured in a process of its own."""
    command = [sys.executable, "-m", "bench.linking", "--one", str(size)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> int:
    """Print a line for each size; write the figures and the chart when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), metavar="N")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    parser.add_argument("-o", "--out", type=Path, metavar="FILE.json")
    parser.add_argument("--chart", type=Path, metavar="FILE.svg")
    arguments = parser.parse_args()
    if arguments.one is not None:
        print(json.dumps(measure(arguments.one)))
        return 0
    rows = []
    for size in arguments.sizes:
        rows.append(in_own_process(size))
        print("  ".join(f"{name} {value}" for name, value in rows[-1].items()), flush=True)
    machine = {"python": platform.python_version(), "processor": platform.machine()}
    if arguments.out is not None:
        body = {"added documents": ADDED, "persons a document": A_DOCUMENT, "machine": machine, "sizes": rows}
        arguments.out.write_text(json.dumps(body, indent=2) + "\n", encoding="utf-8")
    if arguments.chart is not None:
        arguments.chart.write_text(chart(rows), encoding="utf-8")
    return 0


def chart(rows: Sequence[dict[str, Any]]) -> str:
    """Cost of adding a document against the number of persons, as SVG; both axes by powers of ten."""
    left, top, width, height = 60, 24, 520, 220
    low, high = -1.0, 3.0  # 0.1 ms to 1 s

    def x(persons: int) -> float:
        return left + width * (math.log10(persons) - 3) / 3

    def y(milliseconds: float) -> float:
        return top + height * (high - math.log10(max(milliseconds, 0.1))) / (high - low)

    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 300" font-family="sans-serif" font-size="12">',
        '<rect width="640" height="300" fill="#fff"/>',
    ]
    for power in range(-1, 4):
        at = y(10.0**power)
        parts.append(f'<line x1="{left}" x2="{left + width}" y1="{at:.1f}" y2="{at:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 6}" y="{at + 4:.1f}" text-anchor="end">{10.0**power:g} ms</text>')
    under = top + height + 18
    parts += [f'<text x="{x(size):.1f}" y="{under}" text-anchor="middle">{size:,}</text>' for size in SIZES]
    for key, colour, label in (("mean_ms", "#1f5fa8", "mean"), ("median_ms", "#a8521f", "median")):
        points = " ".join(f"{x(r['persons']):.1f},{y(r[key]):.1f}" for r in rows)
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x(r["persons"]):.1f}" cy="{y(r[key]):.1f}" r="3" fill="{colour}"/>' for r in rows]
        end = y(rows[-1][key])
        parts.append(f'<text x="{x(rows[-1]["persons"]) + 8:.1f}" y="{end + 4:.1f}" fill="{colour}">{label}</text>')
    first = rows[0]["mean_ms"]
    end, start = y(first * rows[-1]["persons"] / rows[0]["persons"]), y(first)
    parts.append(
        f'<line x1="{x(rows[0]["persons"]):.1f}" y1="{start:.1f}" x2="{x(rows[-1]["persons"]):.1f}" '
        f'y2="{max(end, top):.1f}" stroke="#999" stroke-dasharray="4 4"/>'
    )
    parts.append(
        f'<text x="{left}" y="{top + height + 38}">persons in the register (dashed: growth in proportion)</text>'
    )
    return "\n".join([*parts, "</svg>"]) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
