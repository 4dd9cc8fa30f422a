"""Damaged inputs for all readers: `python -m tests.source.mutations --count 10000` counts what becomes of them.

Each mutant is made from a sound file of one form: bytes are changed, doubled, cut out, or put in; files are cut off;
members of archives are changed and packed again, so that damage reaches the readers behind the packing.
"""

from __future__ import annotations

import argparse
import gzip
import io
import random
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from havenwatch.document import make_documents
from havenwatch.records import Document, Problem
from havenwatch.source import Item, open_items
from tests.source.forms import all_forms

PIECES = (
    b"\0", b"\xff\xfe", b"<", b">", b"]]>", b"<!ENTITY a 'b'>", b"{", b"[[[[", b'"', b"\r\n\r\n", b"9" * 20, b"-1",
    b"\xd0", b"\xed\xa0\x80", b"%PDF-", b"PK\x03\x04", b"\x1f\x8b\x08", b"WARC/1.0\r\n", b"</html>", b"NaN", b"\\ud800",
    b"Content-Length: 0", b"endobj", b"xref", b"=?utf-8?b?", b"boundary=",
)  # fmt: skip
ARCHIVES = (".zip", ".docx", ".wacz")
SECONDS = 10.0


def mutant(data: bytes, name: str, rng: random.Random) -> bytes:
    """A damaged copy."""
    if name.endswith(ARCHIVES) and rng.random() < 0.6:
        return _repacked(data, rng)
    if name.endswith(".gz") and rng.random() < 0.6:
        return gzip.compress(_changed(gzip.decompress(data), rng), mtime=0)
    return _changed(data, rng)


def _repacked(data: bytes, rng: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        chosen = rng.choice(names)
        for name in names:
            body = old.read(name)
            new.writestr(name, mutant(body, name, rng) if name == chosen else body)
    return out.getvalue()


def _changed(data: bytes, rng: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        at = rng.randrange(len(out) + 1)
        size = rng.choice((1, 1, 2, 8, 64, 512))
        kind = rng.randrange(7)
        if kind == 0:
            out[at : at + size] = rng.randbytes(len(out[at : at + size]))
        elif kind == 1:
            del out[at : at + size]
        elif kind == 2:
            out[at:at] = rng.choice(PIECES) * rng.choice((1, 1, 3, 200))
        elif kind == 3:
            out[at:at] = out[at : at + size]
        elif kind == 4:
            out[at : at + 1] = bytes(b ^ (1 << rng.randrange(8)) for b in out[at : at + 1])
        elif kind == 5 and rng.random() < 0.3:
            del out[at:]
        else:
            other = rng.randrange(len(out) + 1)
            out[at : at + size] = out[other : other + size]
    return bytes(out)


def outcome(path: Path) -> list[Document | Problem]:
    """All that becomes of an input, as far as a ledger would store it."""
    found: list[Document | Problem] = []
    for part in open_items([path]):
        found += make_documents(part) if isinstance(part, Item) else [part]
    for one in found:
        told = (
            (one.text, one.title, one.publisher, one.url, one.external_id)
            if isinstance(one, Document)
            else (one.message,)
        )
        "".join(t for t in told if t is not None).encode()  # what cannot be stored is a fault too
    return found


def trials(count: int, seed: int, folder: Path) -> Iterator[tuple[str, list[Document | Problem], float]]:
    """Name, outcome and seconds of each mutant; an exception of a reader passes through."""
    forms = list(all_forms().items())
    for number in range(count):
        name, data = forms[number % len(forms)]
        rng = random.Random(f"{seed} {number}")  # noqa: S311 - reproducible, no secret
        path = folder / name
        path.write_bytes(mutant(data, name, rng))
        begun = time.perf_counter()
        try:
            found = outcome(path)
        except Exception:
            kept = Path("mutant-" + name)
            kept.write_bytes(path.read_bytes())
            print(f"trial {number} of seed {seed} broke the reader; the input is kept as {kept}")  # noqa: T201
            raise
        yield name, found, time.perf_counter() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    counts: Counter[str] = Counter()
    slowest = (0.0, "")
    with TemporaryDirectory() as folder:
        for name, found, seconds in trials(given.count, given.seed, Path(folder)):
            kinds = {type(f) is Document for f in found}
            counts[
                "nothing" if not kinds else "document" if kinds == {True} else "problem" if kinds == {False} else "both"
            ] += 1
            slowest = max(slowest, (seconds, name))
    print(dict(counts), f"slowest {slowest[0]:.2f} s ({slowest[1]})")  # noqa: T201


if __name__ == "__main__":
    main()
