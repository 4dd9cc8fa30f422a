"""Pages a second from a web archive, beside trafilatura alone on the same pages: `python -m bench.sources`.

Both read in one run, in turns of `--batch` pages, so that a busy machine slows both. Ours opens the archive, checks
digests, finds main text, title, date and language, and names copies; trafilatura alone finds main text and metadata of
pages that lie in memory. The archive is made from the imitated pages of `eval.pages`, each with words of its own.
"""

from __future__ import annotations

import argparse
import io
import json
import logging
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from eval.pages import Page, pages
from havenwatch.document import make_documents, signature_of
from havenwatch.records import Document
from havenwatch.source import Item, open_items
from havenwatch.source.http import Answer
from havenwatch.source.web.record import records_of

RESULT = Path(__file__).with_name("results") / "sources.json"


def varied(count: int) -> Iterator[tuple[str, Page, bytes]]:
    """Address, template and bytes of each page; the number makes every page another one."""
    templates = list(pages())
    for number in range(count):
        page = templates[number % len(templates)]
        mark = f"<p>Запись номер {number} в журнале канцелярии суда.</p></body>".encode()
        unicode = b"utf-8" in page.data[:600].lower()
        data = page.data.replace(b"</body>", mark if unicode else f"<p>No {number}.</p></body>".encode())
        yield f"https://site{number % 50}.example/news/{number}", page, data


def archive(count: int, path: Path) -> int:
    """Write the archive; its size in bytes."""
    with path.open("wb") as out:
        for url, _, data in varied(count):
            answer = Answer(200, {"content-type": "text/html"}, data)
            out.write(records_of([(url, answer, "OK")], "2026-03-05T10:00:00+00:00", "bench"))
    return path.stat().st_size


def ours(items: Sequence[Item]) -> int:
    """Documents made of the items, with their signatures."""
    made = [m for item in items for m in make_documents(item) if isinstance(m, Document)]
    return sum(signature_of(m.text).runs > 0 for m in made)


def alone(bodies: Sequence[bytes]) -> int:
    """Pages in which trafilatura finds a main text."""
    from trafilatura import bare_extraction

    found = (bare_extraction(io.BytesIO(b).getvalue(), include_comments=False, with_metadata=True) for b in bodies)
    return sum(f is not None for f in found)


def measured(count: int, batch: int) -> dict[str, float]:
    """Seconds and pages of both, and the peak of memory."""
    spent = {"ours": 0.0, "trafilatura": 0.0}
    done = {"ours": 0, "trafilatura": 0}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.warc.gz"
        size = archive(count, path)
        items = (f for f in open_items([path]) if isinstance(f, Item))
        bodies = (data for _, _, data in varied(count))
        while True:
            begun = time.perf_counter()
            got = list(islice(items, batch))
            done["ours"] += ours(got)
            spent["ours"] += time.perf_counter() - begun
            if not got:
                break
            begun = time.perf_counter()
            done["trafilatura"] += alone(list(islice(bodies, batch)))
            spent["trafilatura"] += time.perf_counter() - begun
    return {
        "pages": count,
        "archive MB": round(size / 1e6, 2),
        "ours found": done["ours"],
        "trafilatura found": done["trafilatura"],
        "ours pages/s": round(count / spent["ours"], 1),
        "trafilatura pages/s": round(count / spent["trafilatura"], 1),
        "ratio": round(spent["trafilatura"] / spent["ours"], 3),
        "peak MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 0),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--batch", type=int, default=100)
    parser.add_argument("--write", action="store_true", help=f"keep the figures in {RESULT.name}")
    given = parser.parse_args()
    logging.disable(logging.ERROR)
    found = measured(given.pages, given.batch)
    print(json.dumps(found, indent=1))
    if given.write:
        RESULT.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
