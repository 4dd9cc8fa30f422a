"""Growth of linking: what it costs to add one document to a register of 1,000 to 1,000,000 persons.

Usage: python -m bench.linking [--sizes 1000 10000 ...] [-o FILE.json] [--chart FILE.svg]

Chains (what one document says of one person) are generated, not read: surnames follow a Zipf-Mandelbrot law whose head
is like that of Russian registers (the first surname 1.5 %, the first hundred a fifth), given names are those of
lang/names with the same kind of law; a sixth are lone surnames, some have initials or fathers' names. Each person has
a state, an accusation, dated acts. Each size runs in a process of its own. The register is filled first, then documents
of three persons each are added one by one; a part of them names persons who are there already.
"""

from __future__ import annotations

import argparse
import bisect
import datetime as dt
import gc
import itertools
import json
import platform
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from havenwatch.person.chain import Chain
from havenwatch.person.register import Register

SIZES = (1_000, 10_000, 100_000, 1_000_000)
ADDED, A_DOCUMENT = 300, 3
FILLED_AT_ONCE = 2_000
RSS_UNIT = 1 if sys.platform == "darwin" else 1024  # ru_maxrss counts kilobytes, on macOS bytes
START = dt.date(2022, 1, 1)
HEADS = ["б", "в", "г", "д", "ж", "з", "к", "л", "м", "н", "п", "р", "с", "т", "ф", "х", "ш", "бр", "гр", "кр", "ст", "тр"]
VOWELS = ["а", "е", "и", "о", "у"]
TAILS = ["", "", "л", "н", "р", "с", "м", "к", "т", "рт", "нд", "рк"]
ENDINGS = ["ов", "ев", "ин", "енко", "ский", "ян", "швили", "баев", "оглы"]
GIVEN = ["Александр", "Сергей", "Дмитрий", "Андрей", "Алексей", "Иван", "Максим", "Михаил", "Евгений", "Владимир",
         "Николай", "Павел", "Роман", "Артём", "Игорь", "Олег", "Юрий", "Денис", "Антон", "Виктор", "Мурад", "Тимур",
         "Руслан", "Рустам", "Магомед", "Ислам", "Арман", "Нурлан", "Марат", "Кирилл"]  # fmt: skip
FATHERS = ["Александрович", "Сергеевич", "Иванович", "Николаевич", "Викторович", "Мусаевич"]
COMMON = ["Иванов", "Смирнов", "Кузнецов", "Попов", "Васильев", "Петров", "Магомедов", "Алиев", "Новиков", "Морозов"]
HOSTS = ["KZ", "KG", "AM", "GE", "TR", "RS", "TH", "UZ", "AE", "MN"]
CHARGES = ["extortion", "theft", "fraud", "extremism", "terrorism", "fakes", "discrediting", "desertion", "drugs"]
ACTS = ["detained", "charged", "wanted", "custody_ordered", "asylum_applied", "asylum_refused", "extradition_requested"]


def zipf(size: int, shift: float, power: float) -> list[float]:
    """Cumulated weights 1/(rank + shift)^power."""
    return list(itertools.accumulate(1.0 / (rank + shift) ** power for rank in range(1, size + 1)))


class Population:
    """Draws persons; the same seed gives the same ones."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        shapes = random.Random(7)
        names = dict.fromkeys(COMMON)
        while len(names) < 150_000:
            parts = (shapes.choice(HEADS) + shapes.choice(VOWELS) + shapes.choice(TAILS) for _ in range(shapes.choice((1, 2, 2, 3))))
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
            states=frozenset({("host", host), ("requesting", "RU")}), charges=frozenset({charge}), told=True,
            acts=frozenset({(act, host, when, when)}),
        )  # fmt: skip


def documents(people: Population, known: list[tuple[str, ...]], first: int, count: int) -> Iterator[list[Chain]]:
    """Documents of three chains each; every third person is known already."""
    number = first
    for document in range(count):
        chains = []
        for _ in range(A_DOCUMENT):
            again = known and people.random.random() < 1 / 3
            person = people.random.choice(known) if again else people.person()
            chains.append(people.chain(number, first + document, person))
            number += 1
        yield chains


def fill(register: Register, people: Population, size: int) -> list[tuple[str, ...]]:
    """Put `size` persons in, one chain each, in batches; the persons."""
    persons = [people.person() for _ in range(size)]
    for begin in range(0, size, FILLED_AT_ONCE):
        batch = enumerate(persons[begin : begin + FILLED_AT_ONCE], begin)
        register.add(people.chain(n, n // A_DOCUMENT, person) for n, person in batch)
        register.settle()
    return persons


def measure(size: int) -> dict[str, Any]:
    """Figures of one size."""
    people, register = Population(size), Register()
    begun = time.perf_counter()
    known = fill(register, people, size)
    filled = time.perf_counter() - begun
    gc.collect()
    gc.freeze()
    seconds = []
    for chains in documents(people, known, size, ADDED):
        begun = time.perf_counter()
        register.add(chains)
        register.settle()
        seconds.append(time.perf_counter() - begun)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * RSS_UNIT / 1e6
    ordered = sorted(seconds)
    return {
        "persons": size, "fill_seconds": round(filled, 2), "mean_ms": round(1000 * statistics.fmean(seconds), 3),
        "median_ms": round(1000 * statistics.median(seconds), 3), "p95_ms": round(1000 * ordered[int(0.95 * len(ordered))], 3),
        "peak_megabytes": round(peak),
    }  # fmt: skip
