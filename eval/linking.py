"""Score linking by itself: `python -m eval.linking [--conflicts]` reads coverage as an annotator did, then links it.

A perfect reading is made of the reference annotations (one chain of mentions a case, one statement an event), so that
the figures tell what linking does in six languages whatever the reader can. `persons` is B-cubed precision, recall and
F1 over the named cases; `false merges` counts pairs of named cases that are joined against the annotation.
`conflicts` is the share of the annotated contradictions between two documents that stand in the result: a conflict of
an answering kind with statements of both documents. `order` is 1 when other orders give an equal dossier.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import json
import random
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.corpora import SHARED, all_documents
from havenwatch.case import derive
from havenwatch.ontology import load_ontology
from havenwatch.person.charge import charge_classes
from havenwatch.records import EVENT, Document, Dossier, Mention, Reading, Role, Statement, content_id
from havenwatch.statement.mention.particulars import read_particulars

CHARGING = frozenset({"charged", "wanted", "convicted"})
# kinds of the annotation -> kinds of conflict that answer them
ANSWERS = {
    "date": {"date", "number"},  # a year of birth is compared with ages
    "number": {"number"},
    "legal_status": {"legal_status", "outcome", "date"},
    "name": {"name"},
    "fact": {"charge", "actor", "outcome", "legal_status", "number", "date"},
}
ORDERS = 5


def gold_rows(shared: Path = SHARED) -> list[dict[str, Any]]:
    """Annotations of coverage, one a document."""
    path = shared / "data" / "coverage" / "gold.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _stem(name: str) -> str:
    """The beginning by which a name is found in its text in any case."""
    word = name.rsplit(maxsplit=1)[-1]
    return word[: max(4, len(word) - 3)]


def _places(document: Document, case: Mapping[str, Any]) -> list[tuple[int, int]]:
    """Spans of the words that stand for the person: each place of the name, else the first quote's beginning."""
    if not case["anonymous"]:
        found = [m.span() for m in re.finditer(re.escape(_stem(case["person"])) + r"[\w-]*", document.text)]
        if found:
            return found
    quote = next((e["quote"] for e in case["events"] if e["quote"] in document.text), "")
    start = max(document.text.find(quote), 0)
    return [(start, start + len(quote.split()[0]) if quote else start + 1)]


def _mentions(document: Document, case: Mapping[str, Any], number: int) -> list[Mention]:
    """One chain of mentions; the first is its head."""
    name = None if case["anonymous"] else case["person"]
    spans = _places(document, case)
    ids = [content_id("m", document.id, start, number) for start, _ in spans]
    form = "role" if name is None else "name"
    return [
        Mention(identity, document.id, start, end, document.text[start:end], form, name, ids[0], case["count"], None,
                tuple(case["profile"]))
        for identity, (start, end) in zip(ids, spans, strict=True)
    ]  # fmt: skip


def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


def _roles(case: Mapping[str, Any], event: Mapping[str, Any], mention: Mention) -> tuple[Role, ...]:
    values = {"person": mention.id, "host": event.get("host") or case["host"], "requesting": case["requesting"]}
    values |= {"agent": event.get("actor"), "place": event.get("place")}
    if event["type"] in CHARGING and charge_classes(event["quote"]):
        values["accusation"] = event["quote"]
    return tuple(Role(name, value) for name, value in values.items() if value)


def _statement(document: Document, case: Mapping[str, Any], event: Mapping[str, Any], mention: Mention) -> Statement:
    start = max(document.text.find(event["quote"]), 0)
    end = start + len(event["quote"])
    identity = content_id("s", document.id, start, end, EVENT, event["type"], mention.id)
    return Statement(
        id=identity, document=document.id, start=start, end=end, quote=event["quote"], kind=EVENT, type=event["type"],
        about=event.get("about"), status=event["status"], attributed_to=None, speaker=None,
        earliest=_day(event["earliest"]), latest=_day(event["latest"]), date_text=None,
        roles=_roles(case, event, mention), amount=None, count=event.get("count"), confidence=1.0, found_by="gold",
    )  # fmt: skip


def gold_reading(document: Document, row: Mapping[str, Any]) -> Reading:
    """The reading that a person would give: what is annotated, and what can be read beside any name."""
    chains = [_mentions(document, case, n) for n, case in enumerate(row["cases"])]
    told = [_statement(document, c, e, m[0]) for c, m in zip(row["cases"], chains, strict=True) for e in c["events"]]
    mentions = [m for chain in chains for m in chain]
    unique = {s.id: s for s in (*told, *read_particulars(document, mentions))}
    return Reading(document.id, tuple(mentions), tuple(unique.values()), ())


def perfect(shared: Path = SHARED) -> tuple[list[Document], list[Reading], list[dict[str, Any]]]:
    """Documents of coverage in all languages, their perfect readings, and the annotations."""
    rows = {row["doc"]: row for row in gold_rows(shared)}
    documents = all_documents("coverage", shared)
    return documents, [gold_reading(d, rows[str(d.external_id)]) for d in documents], list(rows.values())


def link_all(documents: Sequence[Document], readings: Sequence[Reading]) -> Dossier:
    """Dossier of the readings, without any decision of people."""
    return derive(documents, readings, (), (), load_ontology())


def _named(readings: Iterable[Reading], rows: Sequence[Mapping[str, Any]], dossier: Dossier) -> list[tuple[str, str]]:
    """(annotated person, person found) of every named case."""
    person_of = {m: p.id for p in dossier.persons for m in p.mentions}
    return [
        (case["person_norm"], person_of.get(mention.id, mention.id))
        for reading, row in zip(readings, rows, strict=True)
        for mention, case in zip((m for m in reading.mentions if m.id == m.head), row["cases"], strict=True)
        if not case["anonymous"]
    ]


def b_cubed(pairs: Sequence[tuple[str, str]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of a clustering, averaged over the items as (true cluster, found cluster)."""
    precision = recall = 0.0
    for true, found in pairs:
        both = sum(p == (true, found) for p in pairs)
        precision += both / sum(f == found for _, f in pairs)
        recall += both / sum(t == true for t, _ in pairs)
    p, r = precision / max(len(pairs), 1), recall / max(len(pairs), 1)
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def _wanted(rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, Mapping[str, Any]]]:
    """Annotated contradictions between two documents that are both here, as (document, contradiction)."""
    known = {row["doc"] for row in rows}
    return [(r["doc"], c) for r in rows for c in r["conflicts"] if c["doc"] in known and c["doc"] != r["doc"]]


def found_contradictions(
    documents: Sequence[Document],
    readings: Sequence[Reading],
    rows: Sequence[Mapping[str, Any]],
    dossier: Dossier,
    *,
    any_kind: bool = False,
) -> list[tuple[str, Mapping[str, Any], bool]]:
    """Each annotated contradiction with whether a conflict of an answering (or any) kind cites both documents."""
    name_of = {d.id: str(d.external_id) for d in documents}
    document_of = {s.id: name_of[s.document] for r in readings for s in r.statements}
    shown = [(c.kind, {document_of[s] for v in c.values for s in v.statements}) for c in dossier.conflicts]
    return [
        (
            doc,
            told,
            any((any_kind or kind in ANSWERS[told["kind"]]) and {doc, told["doc"]} <= docs for kind, docs in shown),
        )
        for doc, told in _wanted(rows)
    ]


def same_in_any_order(documents: Sequence[Document], readings: Sequence[Reading], dossier: Dossier) -> bool:
    """Whether shuffled inputs give an equal dossier."""
    shuffled = random.Random(1)  # noqa: S311 - the same orders at every run
    for _ in range(ORDERS):
        order = shuffled.sample(range(len(readings)), len(readings))
        if link_all([documents[n] for n in order], [readings[n] for n in order]) != dossier:
            return False
    return True


def figures(shared: Path = SHARED) -> dict[str, Any]:
    """All figures by name."""
    documents, readings, rows = perfect(shared)
    dossier = link_all(documents, readings)
    pairs = _named(readings, rows, dossier)
    merged = sum(a[0] != b[0] and a[1] == b[1] for a, b in itertools.combinations(pairs, 2))
    told = found_contradictions(documents, readings, rows, dossier)
    near = found_contradictions(documents, readings, rows, dossier, any_kind=True)
    precision, recall, f1 = b_cubed(pairs)
    return {
        "persons precision": precision, "persons recall": recall, "persons": f1, "false merges": merged,
        "nobody merged falsely": float(merged == 0),
        "conflicts": sum(hit for *_, hit in told) / max(len(told), 1),
        "conflicts of any kind": sum(hit for *_, hit in near) / max(len(near), 1),
        "contradictions annotated": len(told),
        "conflicts shown": len(dossier.conflicts),
        "order": float(same_in_any_order(documents, readings, dossier)),
    }  # fmt: skip


def main() -> int:
    """Print the figures, and with --conflicts each annotated contradiction with its outcome."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--conflicts", action="store_true", help="list the annotated contradictions and what is shown")
    arguments = parser.parse_args()
    if not (SHARED / "data").exists():
        print("coverage not checked: the annotated data are not beside the repository")
        return 0
    for name, value in figures().items():
        print(f"{name:26}", f"{value:.3f}" if isinstance(value, float) else value)
    if arguments.conflicts:
        documents, readings, rows = perfect()
        for doc, told, hit in found_contradictions(documents, readings, rows, link_all(documents, readings)):
            print("found " if hit else "missed", doc, told["doc"], told["kind"], told["field"], sep="\t")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
