"""The page of figures: `python -m eval.accuracy --write docs/accuracy.md` reads all sets anew and writes it.

Per set and language: events, acts, status, dates, host. Over all sets: each event type, and what is taken for what.
"""

from __future__ import annotations

import argparse
import collections
import dataclasses
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.corpora import Corpus, export_of, load_corpus
from eval.statements import score_export, unmeasured

SETS = (
    "news", "russian", "english", "seed", "coverage:ru", "coverage:en", "wikinews", "passages:ru", "passages:en",
    "passages:uk", "passages:kk", "passages:ky", "passages:es", "passages:de", "passages:fr", "east", "west",
    "bulletin",
)  # fmt: skip
PAGE = Path(__file__).with_name("accuracy.md.in")
CONFUSED = 20  # rows of the table of types taken for another
SPAN = tuple[int, int]


@dataclasses.dataclass(frozen=True, slots=True)
class Act:
    """One act of the gold or of the export: type, status and where in the document it stands."""

    type: str
    status: str
    spans: tuple[SPAN, ...]


@dataclasses.dataclass
class Tally:
    """Counts over all sets: acts by type (found, in the gold, told), types and statuses by what was told for them."""

    found: collections.Counter[str]
    gold: collections.Counter[str]
    told: collections.Counter[str]
    types: collections.Counter[tuple[str, str]]
    statuses: collections.Counter[tuple[str, str]]


def tally_of(pairs: Sequence[tuple[Sequence[Act], Sequence[Act]]]) -> Tally:
    """Counts over (gold acts, told acts) of each document; an act is found where one of its type overlaps it."""
    tally = Tally(*(collections.Counter() for _ in range(5)))
    for gold, told in pairs:
        tally.told.update(t.type for t in told)
        for act in gold:
            tally.gold[act.type] += 1
            _count(tally, act, [t for t in told if _overlap(act.spans, t.spans)])
    return tally


def _count(tally: Tally, act: Act, near: Sequence[Act]) -> None:
    same = [t for t in near if t.type == act.type]
    if same:
        tally.found[act.type] += 1
        tally.statuses[act.status, same[0].status] += 1
    elif near:
        tally.types[act.type, near[0].type] += 1


def _overlap(left: Sequence[SPAN], right: Sequence[SPAN]) -> bool:
    return any(a < d and c < b for a, b in left for c, d in right)


def acts_of(corpus: Corpus, export: Mapping[str, Any]) -> Iterator[tuple[list[Act], list[Act]]]:
    """Gold and told acts of each document; each span and type once."""
    texts = {d["external_id"]: d["text"] for d in export["documents"]}
    ids = {d["id"]: d["external_id"] for d in export["documents"]}
    told: dict[str, dict[tuple[str, SPAN], Act]] = collections.defaultdict(dict)
    for s in export["statements"]:
        if s["kind"] == "event":
            span = (s["start"], s["end"])
            told[ids[s["document"]]][s["type"], span] = Act(s["type"], s["status"], (span,))
    for name, gold in _gold(corpus).items():
        if name in texts:
            acts = {(e["type"], e["quote"]): _gold_act(texts[name], e) for c in gold for e in c["events"]}
            yield list(acts.values()), list(told[name].values())


def _gold(corpus: Corpus) -> Mapping[str, Any]:
    if corpus.gold.suffix == ".yaml":
        return {}
    rows = (json.loads(line) for line in corpus.gold.read_text(encoding="utf-8").splitlines())
    return {row["doc"]: row["cases"] for row in rows}


def _gold_act(text: str, event: Mapping[str, Any]) -> Act:
    quotes = [event["quote"], *event.get("more_quotes", [])]
    spans = [(at, at + len(q)) for q in quotes if (at := text.find(q)) >= 0]
    return Act(event["type"], event["status"], tuple(spans))


def page(rows: Mapping[str, Mapping[str, Any]], tally: Tally) -> str:
    """The whole page."""
    parts = {"sets": _sets(rows), "types": _types(tally), "confused": _confused(tally), "statuses": _statuses(tally)}
    text = PAGE.read_text(encoding="utf-8")
    for name, table in parts.items():
        text = text.replace(f"@{name}@", table)
    return text


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *(f"| {' | '.join(row)} |" for row in rows)]
    return "\n".join(lines)


def _sets(rows: Mapping[str, Mapping[str, Any]]) -> str:
    head = ("set", "texts", "events P / R / F1", "acts P / R / F1", "status", "date", "host", "false alarms")
    return _table(head, [_set(name, found) for name, found in rows.items()])


def _set(name: str, found: Mapping[str, Any]) -> list[str]:
    triples = [" / ".join(f"{x:.2f}" for x in found[key]) for key in ("events", "acts")]
    shares = [f"{found[key]:.2f}" for key in ("status", "date where given", "host")]
    alarms = f"{found['false alarms']} in {found['of irrelevant documents']}"
    return [name, str(found["documents"]), *triples, *shares, alarms]


def _types(tally: Tally) -> str:
    def share(part: int, whole: int) -> str:
        return f"{part / whole:.2f}" if whole else "-"

    rows = [[kind, str(n), share(tally.found[kind], n), str(tally.told[kind])] for kind, n in tally.gold.most_common()]
    return _table(("type", "in the gold", "found", "told"), rows)


def _confused(tally: Tally) -> str:
    rows = [[a, b, str(n)] for (a, b), n in tally.types.most_common(CONFUSED)]
    return _table(("in the gold", "told instead", "times"), rows)


def _statuses(tally: Tally) -> str:
    names = sorted({a for a, _ in tally.statuses} | {b for _, b in tally.statuses})
    rows = [[a, *(str(tally.statuses[a, b]) for b in names)] for a in names]
    return _table(("in the gold \\ told", *names), rows)


def measured() -> str:
    """The page from what is read now."""
    rows: dict[str, Mapping[str, Any]] = {}
    pairs: list[tuple[list[Act], list[Act]]] = []
    for name in SETS:
        print(name, file=sys.stderr)
        corpus = load_corpus(name)
        export = export_of(corpus.documents)
        rows[name] = json.loads(score_export(corpus, export, "--json"))
        pairs += acts_of(corpus, export)
    return page(rows, tally_of(pairs))


def main() -> int:
    """Write or print the page; 2 where the sets are not beside the repository."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the page here instead of printing it")
    given = parser.parse_args()
    reason = unmeasured("seed")
    if reason is not None:
        print(f"no figures: {reason}", file=sys.stderr)
        return 2
    text = measured()
    if given.write is None:
        print(text)
    else:
        given.write.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
