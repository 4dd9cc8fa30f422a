"""Growth of a ledger: what it costs to add one document to a ledger of 100 to 100,000 documents.

Usage: python -m bench.growth [--sizes 100 1000 ...] [--shared FOLDER] [-o FILE.json] [--chart FILE.svg]

Documents are generated from a fixed seed. One in twenty tells of acts against persons, as in a feed of regional news
that a monitor follows: two to four sentences in the words of such news, of persons with the Zipf-Mandelbrot names of
`bench.linking`, every third of whom is known already, among sentences of other news. The others are sentences of the
texts of the corpora (`data/coverage`, `data/wikinews`) that are annotated as irrelevant, mixed anew for each document,
so that no two resemble each other. Gate, reader, linking, storing are the program's own. Each size continues the
ledger of the size before in a process of its own: the bulk is added in one call, then single documents, each by a call
of its own, and a report is written. Times of single documents are those of the processor, the machine being shared.
"""

from __future__ import annotations

import argparse
import json
import math
import platform
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.linking import RSS_UNIT, Population
from havenwatch.ledger import Ledger
from havenwatch.ledger.stages import default_stages

SIZES = (100, 1_000, 10_000, 100_000)
SINGLE, FIRST = 24, 4  # documents added one by one of each sort; the first ones load what is loaded once
RELEVANT = 20  # one in so many
SEED = 20261124
CITIES = {"KZ": "Алматы", "KG": "Бишкеке", "AM": "Ереване", "GE": "Тбилиси", "TR": "Стамбуле", "RS": "Белграде"}
ACTS = (
    "{day} в {city} задержан россиянин {name}, сообщил его адвокат.",
    "Генпрокуратура получила запрос России о выдаче; {name} находится под стражей в {city} с {day}.",
    "{day} суд в {city} отказал в убежище россиянину, его имя {name}.",
    "{name} обвиняется в России в дезертирстве, его задержали в {city} {day}.",
    "Защита обжаловала решение о выдаче, россиянин {name} остаётся под стражей в {city}.",
    "{day} активист {name} экстрадирован из {city} в Россию.",
)
MONTHS = ("января", "февраля", "марта", "апреля", "мая", "июня")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[А-ЯA-Z«\"])")


def other_news(shared: Path) -> list[str]:
    """Sentences of the texts of the corpora that are annotated as irrelevant."""
    found = []
    for name in ("coverage", "wikinews"):
        folder = shared / "data" / name
        gold = [json.loads(row) for row in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
        wanted = {g["doc"] for g in gold if not g.get("relevant", True)}
        for row in (folder / "documents.jsonl").read_text(encoding="utf-8").splitlines():
            document = json.loads(row)
            if document["id"] in wanted:
                found += [s.strip() for s in _SENTENCE.split(document["text"]) if 40 < len(s) < 400]
    if not found:
        raise SystemExit(f"bench.growth: no irrelevant texts under {shared}/data; give their folder with --shared")
    return found


class News:
    """Draws documents; the same seed gives the same ones."""

    def __init__(self, shared: Path, seed: int) -> None:
        self._people = Population(seed)
        self._draw = random.Random(seed)  # noqa: S311
        self._other = other_news(shared)
        self._known: list[tuple[str, ...]] = []

    def _person(self) -> tuple[str, ...]:
        if self._known and self._draw.random() < 1 / 3:
            return self._draw.choice(self._known)
        person = self._people.person()
        self._known.append(person)
        return person

    def document(self, number: str, *, relevant: bool) -> dict[str, str]:
        """A document as a line of JSON has it."""
        told = self._draw.sample(self._other, self._draw.randint(4, 8))
        day = f"2026-0{self._draw.randint(1, 6)}-{self._draw.randint(1, 28):02d}"
        if relevant:
            person, city = self._person(), self._draw.choice(list(CITIES.values()))
            for act in self._draw.sample(ACTS, self._draw.randint(2, 4)):
                when = f"{self._draw.randint(1, 28)} {self._draw.choice(MONTHS)} 2026 года"
                told.insert(0, act.format(name=self._people.name(person), city=city, day=when))
        return {"id": number, "url": f"https://example.org/{number}", "published": day, "text": " ".join(told)}

    def several(self, prefix: str, number: int) -> Iterator[dict[str, str]]:
        """Documents in the usual proportion."""
        for n in range(number):
            yield self.document(f"{prefix}-{n}", relevant=n % RELEVANT == 0)


def write(path: Path, documents: Iterator[dict[str, str]] | Sequence[dict[str, str]]) -> Path:
    """The documents as lines of JSON."""
    with path.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(d, ensure_ascii=False) + "\n" for d in documents)
    return path


def single(ledger: Ledger, news: News, folder: Path, size: int, *, relevant: bool) -> list[float]:
    """Processor seconds of each document added by a call of its own."""
    seconds = []
    for n in range(SINGLE):
        name = f"single-{size}-{'told' if relevant else 'other'}-{n}"
        path = write(folder / f"{name}.jsonl", [news.document(name, relevant=relevant)])
        begun = time.process_time()
        ledger.add([path])
        seconds.append(time.process_time() - begun)
    return seconds[FIRST:]


def measure(size: int, folder: Path, shared: Path) -> dict[str, Any]:
    """Figures of one size; the ledger in the folder is continued."""
    path, news = folder / "growth.db", News(shared, SEED + size)
    before = 0
    with Ledger.open(path, create=True) as ledger:
        before = ledger.status().counts["documents"]
        bulk = write(folder / f"bulk-{size}.jsonl", news.several(f"bulk-{size}", max(0, size - before)))
        default_stages().warm_up()
        begun, clock = time.process_time(), time.perf_counter()
        ledger.add([bulk])
        used, passed = time.process_time() - begun, time.perf_counter() - clock
        told = single(ledger, news, folder, size, relevant=True)
        other = single(ledger, news, folder, size, relevant=False)
        counts = ledger.status().counts
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * RSS_UNIT / 1e6
    clock = time.perf_counter()
    start = "from havenwatch.cli import main; main()"
    command = [sys.executable, "-c", start, "report", "KZ", "--ledger", str(path), "-o", str(folder / "r.html")]
    subprocess.run(command, check=True, capture_output=True)
    return {
        "documents": size, "persons": counts["persons"], "cases": counts["cases"], "statements": counts["statements"],
        "bulk_documents": size - before, "bulk_seconds": round(passed, 1),
        "documents_a_processor_second": round((size - before) / used, 1),
        "told_ms": round(1000 * statistics.fmean(told), 1), "told_median_ms": round(1000 * statistics.median(told), 1),
        "other_ms": round(1000 * statistics.fmean(other), 1),
        "ledger_megabytes": round(path.stat().st_size / 1e6, 1), "peak_megabytes": round(peak),
        "report_seconds": round(time.perf_counter() - clock, 1),
    }  # fmt: skip


def main() -> int:
    """Print a line for each size; write the figures and the chart when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), metavar="N")
    parser.add_argument("--shared", type=Path, default=Path("../shared"), metavar="FOLDER")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("-o", "--out", type=Path, metavar="FILE.json")
    parser.add_argument("--chart", type=Path, metavar="FILE.svg")
    given = parser.parse_args()
    if given.one is not None:
        print(json.dumps(measure(given.one, given.folder, given.shared)))
        return 0
    rows = []
    with tempfile.TemporaryDirectory() as place:
        for size in given.sizes:
            command = [sys.executable, "-m", "bench.growth", "--one", str(size), "--folder", place]
            done = subprocess.run(
                [*command, "--shared", str(given.shared)], check=True, stdout=subprocess.PIPE, text=True
            )
            rows.append(json.loads(done.stdout))
            print("  ".join(f"{name} {value}" for name, value in rows[-1].items()), flush=True)
    if given.out is not None:
        machine = {"python": platform.python_version(), "processor": platform.machine()}
        body = {"relevant, one in": RELEVANT, "seed": SEED, "machine": machine, "sizes": rows}
        given.out.write_text(json.dumps(body, indent=2) + "\n", encoding="utf-8")
    if given.chart is not None:
        given.chart.write_text(chart(rows), encoding="utf-8")
    return 0


def chart(rows: Sequence[dict[str, Any]]) -> str:
    """Cost of one document more, and peak memory, against the documents in the ledger; axes by powers of ten."""
    left, top, width, height = 70, 24, 500, 220
    low, high, first, last = 0.0, 4.0, 2.0, 5.0

    def x(documents: int) -> float:
        return left + width * (math.log10(documents) - first) / (last - first)

    def y(value: float) -> float:
        return top + height * (high - math.log10(max(value, 1.0))) / (high - low)

    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 310" font-family="sans-serif" font-size="12">',
        '<rect width="720" height="310" fill="#fff"/>',
    ]
    for power in range(int(low), int(high) + 1):
        at = y(10.0**power)
        parts.append(f'<line x1="{left}" x2="{left + width}" y1="{at:.1f}" y2="{at:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 6}" y="{at + 4:.1f}" text-anchor="end">{10**power:,}</text>')
    parts += [
        f'<text x="{x(10**power):.1f}" y="{top + height + 18}" text-anchor="middle">{10**power:,}</text>'
        for power in range(int(first), int(last) + 1)
    ]
    series = (
        ("told_ms", "#1f5fa8", "ms, with persons"), ("other_ms", "#2f7d4f", "ms, set aside"),
        ("peak_megabytes", "#a8521f", "MB at most"),
    )  # fmt: skip
    for key, colour, label in series:
        points = " ".join(f"{x(r['documents']):.1f},{y(r[key]):.1f}" for r in rows)
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x(r["documents"]):.1f}" cy="{y(r[key]):.1f}" r="3" fill="{colour}"/>' for r in rows]
        end, at = x(rows[-1]["documents"]) + 8, y(rows[-1][key]) + 4
        parts.append(f'<text x="{end:.1f}" y="{at:.1f}" fill="{colour}">{label}</text>')
    parts.append(
        f'<text x="{left}" y="{top + height + 40}">documents in the ledger; cost of one more, and memory</text>'
    )
    return "\n".join([*parts, "</svg>"]) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
