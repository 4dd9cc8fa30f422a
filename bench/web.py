"""Speed and memory of the review app on a generated ledger of 100,000 statements.

Usage: python -m bench.web [--statements N] [--ledger FILE] [--seconds S] [--json]

Documents are generated from a fixed seed: invented names, ten host states, ten statements each. The reading is made
beside the text, without the model; everything after it (linking, events, cases, conflicts, lists) is the program's
own. The server runs in a process of its own; pages are asked for at 20 requests a second, spread over all kinds,
each at a random record, and every answer is waited for. Memory is the peak of the server.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from havenwatch.ledger import Ledger
from havenwatch.ledger.browse import Wanted
from havenwatch.ledger.search import index
from havenwatch.ledger.storage import rows, schema
from havenwatch.records import Document, Mention, Reading, Role, Source, Statement, content_id

SEED = 20260224
HOSTS = ("KZ", "KG", "AM", "GE", "TR", "RS", "UZ", "TJ", "MN", "AZ")
GIVEN = ("Иван", "Пётр", "Олег", "Игорь", "Юрий", "Павел", "Антон", "Егор", "Глеб", "Марк", "Лев", "Фёдор")
ROOTS = ("Луг", "Зим", "Бор", "Кам", "Вет", "Сол", "Дуб", "Рек", "Тум", "Гор", "Мор", "Яс", "Вер", "Степ", "Овраж")
ENDS = ("ин", "ов", "енко", "ский", "ик", "арев", "анов", "иевич", "ухов", "атов", "еев", "огин", "ымов", "ашин")
ACTS = (
    ("detained", "задержали", "Полиция задержала, сообщили адвокаты:"),
    ("custody_ordered", "арестовал", "Суд отправил под стражу на два месяца:"),
    ("extradition_requested", "запросила", "Генпрокуратура получила запрос о выдаче:"),
    ("extradition_approved", "одобрила", "Решение о выдаче подписано, о чём узнали родные:"),
    ("appeal_filed", "обжаловали", "Защита обжаловала решение в вышестоящем суде:"),
    ("asylum_refused", "отказали", "В убежище отказано по итогам рассмотрения:"),
    ("extradited", "выдали", "Выдача состоялась, самолёт вылетел утром:"),
    ("released", "отпустили", "После протестов отпущен из изолятора:"),
    ("searched", "обыскали", "В квартире прошёл обыск, изъяты устройства:"),
    ("charged", "обвинили", "Предъявлено обвинение по уголовной статье:"),
)
PER_DOCUMENT = 10
RATE = 20.0
# Pages that a team opens in a day, in the proportion in which it does; {} stands for a random record.
PAGES = (
    ("first page", "/", 2),
    ("country", "/country/{host}", 3),
    ("cases", "/cases?host={host}", 3),
    ("cases, by name", "/cases?order=label&page={page}", 1),
    ("case", "/case/{case}", 5),
    ("person", "/person/{person}", 3),
    ("document", "/document/{document}", 4),
    ("statement", "/statement/{statement}", 3),
    ("queue", "/review", 5),
    ("queue of a country", "/review?host={host}&at={at}", 3),
    ("queue as a list", "/review/list?page={page}", 1),
    ("conflicts", "/conflicts?host={host}", 2),
    ("search, a name", "/search?q={name}", 3),
    ("search, a word", "/search?q=изолятор", 1),
    ("sources", "/sources?page={page}", 1),
    ("activity", "/activity", 1),
    ("API: case", "/api/cases/{case}", 2),
    ("API: search", "/api/search?q={name}", 1),
)


def person(number: int) -> tuple[str, str]:
    chance = random.Random(SEED + number)  # noqa: S311 - the same names in every run
    return chance.choice(GIVEN), chance.choice(ROOTS) + chance.choice(ROOTS).lower() + chance.choice(ENDS)


def document(number: int, persons: int) -> tuple[Document, Reading, Source, bytes]:
    chance = random.Random(SEED * 7 + number)  # noqa: S311 - as above
    who, host = number % persons, HOSTS[(number % persons) % len(HOSTS)]
    given, family = person(who)
    published = dt.date(2023, 1, 1) + dt.timedelta(days=chance.randrange(1150))
    text, spans = f"{given} {family}: что известно по состоянию на сегодня, номер {number}.\n", []
    for kind, _, words in chance.sample(ACTS, PER_DOCUMENT):
        # sources now and then give another day: these are the conflicts
        day = published - dt.timedelta(
            days=20 + ACTS.index(next(a for a in ACTS if a[0] == kind)) * 3 + chance.choice((0, 0, 0, 0, 1))
        )
        sentence = f"{words} {given} {family}, {day.day}.{day.month}.{day.year}."
        spans.append((len(text), len(text) + len(sentence) - 1, kind, day, text))
        text += f"{sentence} Подробности не сообщаются.\n"
    url = f"https://news{number % 40}.example/{number}"
    name, digest = f"bench/{number}.txt", content_id("", text) * 4
    source = Source(
        content_id("src-", name, None, digest), name, None, "text/plain", digest, len(text), "2026-02-24T08:00:00+00:00"
    )
    made = Document(
        content_id("doc-", digest, url), None, source.id, url, f"{given} {family}: новое", f"Издание {number % 40}",
        published, source.retrieved, "ru", digest, None, text,
    )  # fmt: skip
    return made, _reading(made, f"{given} {family}", spans, host, chance), source, text.encode()


def _reading(made: Document, name: str, spans: Sequence[Any], host: str, chance: random.Random) -> Reading:
    mentions, statements, head = [], [], content_id("m", made.id, 0, len(name))
    mentions.append(Mention(head, made.id, 0, len(name), name, "name", name, head, 1, "m", ()))
    for start, end, kind, day, _ in spans:
        at = made.text.index(name, start)
        here = content_id("m", made.id, at, at + len(name))
        mentions.append(Mention(here, made.id, at, at + len(name), name, "name", name, head, 1, "m", ()))
        roles = (Role("person", here, name, at, at + len(name)), Role("host", host), Role("requesting", "RU"))
        statements.append(
            Statement(
                content_id("s", made.id, start, end, "event", kind, None, [here]),
                made.id,
                start,
                end,
                made.text[start:end],
                "event",
                kind,
                None,
                "reported",
                None,
                None,
                day,
                day,
                day.isoformat(),
                roles,
                None,
                None,
                round(chance.uniform(0.4, 0.95), 2),
                "bench",
            )
        )
    return Reading(made.id, tuple(mentions), tuple(statements), ())


def build(path: Path, wanted: int) -> dict[str, float]:
    """Make the ledger; how long storing and deriving took."""
    documents = wanted // PER_DOCUMENT
    begun = time.perf_counter()
    with Ledger.open(path, create=True) as ledger:
        database = ledger._database  # noqa: SLF001 - the bench goes past the reader
        for first in range(0, documents, 500):
            with database.write() as connection:
                for number in range(first, min(documents, first + 500)):
                    _store(connection, number, max(1, documents // 5), ledger._stages.version)  # noqa: SLF001
        stored = time.perf_counter()
        with database.write() as connection:
            from havenwatch.ledger import dossier

            dossier.touch(connection)
        ledger.refresh()
        derived = time.perf_counter()
    return {"store_seconds": round(stored - begun, 1), "derive_seconds": round(derived - stored, 1)}


def _store(connection: Any, number: int, persons: int, version: str) -> None:
    import sqlalchemy as sa

    from havenwatch.document import words_digest

    made, reading, source, data = document(number, persons)
    connection.execute(sa.insert(schema.blob).values(sha256=source.sha256, size=len(data), data=data))
    connection.execute(
        sa.insert(schema.source).values(
            id=source.id,
            name=source.name,
            member=None,
            media_type=source.media_type,
            sha256=source.sha256,
            size=source.size,
            retrieved=source.retrieved,
        )
    )
    row = {
        "id": made.id,
        "external_id": None,
        "url": made.url,
        "published": made.published.isoformat() if made.published else None,
    }
    connection.execute(
        sa.insert(schema.document).values(
            **row, sha256=made.sha256, words_sha256=words_digest(made.text), text=made.text
        )
    )
    connection.execute(sa.insert(schema.provenance).values(**rows.provenance_of(made, f"item-{number}")))
    rows.insert_reading(connection, made, reading, version)
    index(connection, made, reading.statements)


def addresses(ledger: Ledger) -> Iterator[tuple[str, str]]:
    """Addresses without end, each with the name of its kind."""
    chance, browser = random.Random(SEED), ledger.browser  # noqa: S311 - the same run every time
    persons = browser.headings("persons", Wanted(size=5000, order="size")).rows
    cases = browser.headings("cases", Wanted(size=5000)).rows
    documents = browser.documents(Wanted(size=5000)).rows
    statements = browser.queue(Wanted(size=500, page=7)).rows
    kinds = [(name, path) for name, path, often in PAGES for _ in range(often)]
    while True:
        name, path = chance.choice(kinds)
        values = {
            "host": chance.choice(HOSTS), "case": chance.choice(cases).id, "person": chance.choice(persons).id,
            "document": chance.choice(documents).id, "statement": chance.choice(statements).reviewed.statement.id,
            "page": chance.randrange(1, 40), "at": chance.randrange(200),
            "name": chance.choice(persons).label.split()[-1],
        }  # fmt: skip
        yield name, path.format(**values)


async def ask(origin: str, asked: Iterator[tuple[str, str]], seconds: float) -> dict[str, list[float]]:
    """Milliseconds by kind of page; requests start 20 times a second whether or not the last is answered."""
    import httpx2

    taken: dict[str, list[float]] = defaultdict(list)

    async def one(client: Any, name: str, path: str) -> None:
        begun = time.perf_counter()
        answer = await client.get(path)
        taken[name].append((time.perf_counter() - begun) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{path}: {answer.status_code}")

    async with httpx2.AsyncClient(base_url=origin, timeout=30) as client:
        # the figures of the countries are made once after a change of the ledger, in a process of their own
        for _ in range(600):
            if "hx-get" not in (await client.get(f"/country/{HOSTS[0]}")).text:
                break
            await asyncio.sleep(2)
        async with asyncio.TaskGroup() as group:
            begun = time.perf_counter()
            for number in range(int(seconds * RATE)):
                await asyncio.sleep(max(0.0, begun + number / RATE - time.perf_counter()))
                group.create_task(one(client, *next(asked)))
    return taken


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def peak_megabytes(pid: int) -> float | None:
    """Peak of a process as Linux counts it, None elsewhere."""
    file = Path(f"/proc/{pid}/status")
    if not file.exists():
        return None
    line = next(line for line in file.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def measure(path: Path, seconds: float) -> dict[str, Any]:
    """Serve the ledger and ask for its pages."""
    port = 8790
    program = "from havenwatch.cli import main; main()"
    call = [sys.executable, "-c", program, "--ledger", str(path), "--quiet", "serve", "--port", str(port)]
    server = subprocess.Popen(call)
    try:
        with Ledger.open(path) as ledger:
            counts = dict(ledger.browser.figures()) | {"statements": sum(ledger.browser.queue_counts().values())}
            asked = addresses(ledger)
            next(asked)
            time.sleep(5)
            taken = asyncio.run(ask(f"http://127.0.0.1:{port}", asked, seconds))
        every = [value for values in taken.values() for value in values]
        kinds = {
            name: {"n": len(v), "median_ms": round(statistics.median(v), 1), "p95_ms": round(percentile(v, 0.95), 1)}
            for name, v in sorted(taken.items())
        }
        return {
            "ledger": counts, "requests": len(every), "rate": RATE, "p50_ms": round(statistics.median(every), 1),
            "p95_ms": round(percentile(every, 0.95), 1), "peak_megabytes": round(peak_megabytes(server.pid) or 0, 1),
            "pages": kinds,
        }  # fmt: skip
    finally:
        server.terminate()
        server.wait(20)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--ledger", type=Path, help="made when it is not there, kept afterwards")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="havenwatch-bench-") as folder:
        path = chosen.ledger or Path(folder) / "bench.db"
        made = {} if path.exists() else build(path, chosen.statements)
        told = made | measure(path, chosen.seconds)
    if chosen.json:
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return
    print(f"{told['ledger']['statements']} statements, {told['requests']} requests at {RATE:g} a second")
    print(f"p50 {told['p50_ms']} ms, p95 {told['p95_ms']} ms, peak memory {told['peak_megabytes']} MB")
    for name, page in told["pages"].items():
        print(f"  {name:20} n {page['n']:4}  median {page['median_ms']:7} ms  p95 {page['p95_ms']:7} ms")


if __name__ == "__main__":
    main()
