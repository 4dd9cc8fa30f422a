"""Generated documents in which every line says one thing, and a reader for them; all other stages are the real ones.

A line is `kind|names|host|requesting|day|rest`; what is between the bars may be empty.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import json
import random
from collections.abc import Sequence

from havenwatch.ledger import Stages
from havenwatch.ledger.stages import default_stages
from havenwatch.records import Amount, Document, Mention, Reading, Role, Statement, content_id

NAMES = (
    "Иван Петров", "Иван Петров", "Петров", "Пётр Иванов", "Иванов", "Мансур Мовлаев", "Мовлаев", "Мансур Мавлаев",
    "Юлия Емельянова", "Емельянова", "Олег Сидоров", "Сидорова", "Анна Сидорова", "дезертир", "активист",
)  # fmt: skip
TYPES = (
    "detained", "detained_in_transit", "extradition_requested", "extradition_approved", "asylum_applied",
    "asylum_refused", "appeal_filed", "extradited", "expelled", "charged", "convicted",
)  # fmt: skip
STATUSES = ("reported", "reported", "reported", "planned", "denied", "implied")
POLICY = "border_rule_changed"
HOSTS, REQUESTING, PEOPLE = ("KZ", "KZ", "KG", ""), ("RU", "RU", "BY", ""), ("россиян", "граждан России", "")
CHARGES = ("мошенничество", "терроризм", "дезертирство", "")
FILLING = "Слова новостей здесь ни о чём не говорят, но их много, и одна заметка отличается ими от другой заметки."


def line(draw: random.Random) -> str:
    """One thing that a document says."""
    day = (
        str(dt.date(2026, 1, 1) + dt.timedelta(days=draw.choice((0, 3, 30, 31, 40, 300))))
        if draw.random() < 0.7
        else ""
    )
    host, requesting = draw.choice(HOSTS), draw.choice(REQUESTING)
    kind = draw.random()
    if kind < 0.12:
        return f"figure||{host}||{day}|{draw.choice((100, 700, 710, 660000))};{draw.choice(PEOPLE)}"
    if kind < 0.2:
        return f"age|{draw.choice(NAMES)}|{host}||{day}|{draw.choice((30, 31, 45))}"
    if kind < 0.27:
        return f"calendar||{host}||{day}|referendum"
    if kind < 0.34:
        return f"{POLICY}||{host}||{day}|;;reported"
    names = draw.sample(NAMES, draw.choice((1, 1, 1, 1, 2, 3))) if draw.random() < 0.93 else []
    rest = f"{draw.choice(CHARGES)};{draw.choice(('прокуратура', 'суд', ''))};{draw.choice(STATUSES)}"
    return f"{draw.choice(TYPES)}|{','.join(names)}|{host}|{requesting}|{day}|{rest}"


def text(draw: random.Random) -> str:
    """Text of a document; now and then long enough to be told as a copy of another."""
    told = "\n".join(line(draw) for _ in range(draw.randint(0, 4)))
    return f"заметка {draw.randrange(10**9)}\n{told}" if draw.random() < 0.8 else f"{FILLING}\n{told}\n{FILLING}"


def documents(draw: random.Random, number: int) -> list[dict[str, str | None]]:
    """Lines of JSON: some repeat earlier ones under another address, some are versions of one page."""
    found: list[dict[str, str | None]] = []
    for n in range(number):
        earlier = draw.choice(found) if found and draw.random() < 0.3 else None
        same_text, same_page = draw.random() < 0.5, draw.random() < 0.5
        words = str(earlier["text"]) if earlier is not None and same_text else text(draw)
        url = earlier["url"] if earlier is not None and same_page else f"https://example.org/{draw.randrange(10**6)}"
        day = str(dt.date(2026, 2, 1) + dt.timedelta(days=draw.randrange(90))) if draw.random() < 0.8 else None
        found.append({"id": f"g{n}", "url": url, "published": day, "text": words})
    return found


def read(document: Document) -> Reading:
    """What the lines of a document say."""
    reader = _Reader(document)
    place = 0
    for row in document.text.split("\n"):
        if row.count("|") == 5:
            reader.line(row, place)
        place += len(row) + 1
    return Reading(document.id, tuple(reader.mentions), tuple(reader.statements), ())


class _Reader:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.mentions: list[Mention] = []
        self.statements: list[Statement] = []
        self._heads: dict[str, str] = {}

    def _mention(self, name: str, row: str, place: int) -> str:
        start, named = place + row.index(name), name[0].isupper()
        key = content_id("m-", self.document.id, start, name)
        profiles = ("deserter",) if name == "дезертир" else ()
        head = self._heads.setdefault(name, key) if named else key
        form = ("name", name) if named else ("role", None)
        self.mentions.append(
            Mention(key, self.document.id, start, start + len(name), name, *form, head, 1, None, profiles)
        )
        return key

    def line(self, row: str, place: int) -> None:
        kind, names, host, requesting, day, rest = row.split("|")
        told = [self._mention(n, row, place) for n in names.split(",") if n]
        roles = [Role("bearer" if kind == "age" else "person", m) for m in told]
        roles += [Role(n, v) for n, v in (("host", host), ("requesting", requesting)) if v]
        when = dt.date.fromisoformat(day) if day else None
        plain = Statement(
            content_id("st-", self.document.id, place), self.document.id, place, place + len(row), row, "event", kind,
            None, "reported", None, None, when, when, day or None, (), None, None, 0.9, "rule:plain",
        )  # fmt: skip
        first, *others = rest.split(";")
        fields: dict[str, object] = {}
        if kind in ("figure", "age"):
            quantity = "age" if kind == "age" else "border_entries"
            fields = {
                "kind": "figure",
                "type": quantity,
                "amount": Amount(quantity, float(first), None, approximate=False),
            }
            roles += [Role("of", others[0])] if others and others[0] else []
        elif kind == "calendar":
            fields = {"kind": "calendar", "type": first}
        else:
            fields = {"status": others[1]}
            roles += [Role("accusation", first)] if first else []
            roles += [Role("agent", others[0])] if others[0] else []
        self.statements.append(dataclasses.replace(plain, roles=tuple(roles), **fields))  # type: ignore[arg-type]


@functools.cache
def stages() -> Stages:
    """The real stages with this reader."""
    return dataclasses.replace(default_stages(), read=read, gate=None)


def jsonl(rows: Sequence[dict[str, str | None]]) -> str:
    """The documents as lines of JSON."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
