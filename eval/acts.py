"""Score the head of acts by itself: `python -m eval.acts [SET ...] [--json]`.

An act is found when a proposal of its type lies in one of its quotes, one to one. Texts that the head was trained on
are judged by a head that never saw them: `train/04_acts/folds` holds one for each fifth of the documents. A set that
no head was trained on (`news`) is judged by the head that ships.
"""

from __future__ import annotations

import argparse
import collections
import dataclasses
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from eval.corpora import OWN, load_corpus
from eval.errors import EvaluationError
from eval.unseen import analyser_for
from havenwatch.records import REPORTED, Document
from havenwatch.statement import LANGUAGES as READ
from havenwatch.text.acts import ProposedAct

LANGUAGES = ("ru", "en", "uk", "kk", "ky", "es", "de", "fr")
SETS = ("wikinews", "passages", "coverage")
THRESHOLD = 0.3  # calibrated; where F1 is best


@dataclasses.dataclass(frozen=True, slots=True)
class GoldAct:
    """A gold act: type, status, all places in which it is told; against two persons it counts once."""

    type: str
    status: str
    spans: tuple[tuple[int, int], ...]


@dataclasses.dataclass(slots=True)
class Tally:
    """Counts over documents; `alarms` are acts proposed as having happened in `quiet` documents without a case."""

    hits: int = 0
    proposed: int = 0
    gold: int = 0
    status: int = 0
    quiet: int = 0
    alarms: int = 0

    def figures(self) -> dict[str, float | int]:
        """Precision, recall, F1, share of hits with the right status, and the counts."""
        found = {
            "precision": self.hits / max(self.proposed, 1),
            "recall": self.hits / max(self.gold, 1),
            "f1": 2 * self.hits / max(self.proposed + self.gold, 1),
            "status": self.status / max(self.hits, 1),
        }
        return (
            {k: round(v, 3) for k, v in found.items()}
            | dataclasses.asdict(self)
            | {"status": round(found["status"], 3)}
        )


def gold_acts(text: str, gold: Mapping[str, Any]) -> tuple[GoldAct, ...]:
    """Acts of one line of a gold file."""
    found: dict[tuple[str, tuple[tuple[int, int], ...]], GoldAct] = {}
    for event in (event for case in gold["cases"] for event in case["events"]):
        quotes = (event["quote"], *event.get("more_quotes", ()))
        spans = tuple(sorted(span for quote in quotes for span in occurrences(text, quote)))
        found.setdefault((event["type"], spans), GoldAct(event["type"], event["status"], spans))
    return tuple(found.values())


def occurrences(text: str, quote: str) -> Iterator[tuple[int, int]]:
    """All places of a quote, as the acceptance scorer finds them."""
    at = text.find(quote)
    while at >= 0:
        yield at, at + len(quote)
        at = text.find(quote, at + 1)


def matched(gold: Sequence[GoldAct], proposed: Iterable[ProposedAct]) -> Iterator[tuple[ProposedAct, GoldAct | None]]:
    """Each proposal with its gold act, None for a false one; the surest first, each act once.

    A further proposal in another quote of an act that is found already is left out: told twice, it is one act.
    """
    taken: dict[GoldAct, tuple[int, int]] = {}
    for act in sorted(proposed, key=lambda a: (-a.probability, a.start, a.type)):
        places = [(g, s) for g in gold if g.type == act.type for s in g.spans if s[0] <= act.peak < s[1]]
        free = sorted((s[1] - s[0], n) for n, (g, s) in enumerate(places) if g not in taken)
        if free:
            found, span = places[free[0][1]]
            taken[found] = span
            yield act, found
        elif not any(taken[g] != s for g, s in places):
            yield act, None


def proposals(document: Document) -> tuple[ProposedAct, ...]:
    """All acts that a head which never saw the document proposes in it."""
    known = document.language if document.language in READ else READ[0]  # the head itself knows no languages
    evidence = analyser_for(document).analyse(document.text, known).acts
    return () if evidence is None else tuple(evidence.proposals())


def score(name: str, threshold: float = THRESHOLD) -> dict[str, Tally]:
    """Tallies of a set as a whole and of each language in it."""
    corpus = load_corpus(name, languages=LANGUAGES)
    gold = {row["doc"]: row for row in map(json.loads, corpus.gold.read_text(encoding="utf-8").splitlines())}
    tallies: dict[str, Tally] = collections.defaultdict(Tally)
    for document in corpus.documents:
        acts = gold_acts(document.text, gold[document.external_id])
        found = [a for a in proposals(document) if a.probability >= threshold]
        for tally in (tallies[name], tallies[f"{name}:{document.language}"]):
            add(tally, acts, found, quiet=not gold[document.external_id]["cases"])
    return dict(tallies)


def add(tally: Tally, acts: Sequence[GoldAct], found: Sequence[ProposedAct], *, quiet: bool) -> None:
    """Count one document."""
    pairs = list(matched(acts, found))
    hits = [(p, g) for p, g in pairs if g is not None]
    tally.hits += len(hits)
    tally.proposed += len(pairs)
    tally.gold += len(acts)
    tally.status += sum(p.status == g.status for p, g in hits)
    tally.quiet += quiet
    tally.alarms += sum(p.status == REPORTED for p in found) if quiet else 0


def main() -> int:
    """Score from the command line; 2 if the data are not there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", nargs="*", default=SETS, metavar="SET", help=f"{', '.join(SETS)} or {OWN}")
    parser.add_argument("--threshold", type=float, default=THRESHOLD, help="least probability (default: %(default)s)")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    given = parser.parse_args()
    try:
        rows = {n: t.figures() for name in given.set for n, t in sorted(score(name, given.threshold).items())}
    except (OSError, EvaluationError) as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(rows) if given.json else "\n".join(_line(name, row) for name, row in rows.items()))
    return 0


def _line(name: str, row: Mapping[str, float | int]) -> str:
    shares = " ".join(f"{k} {row[k]:.3f}" for k in ("precision", "recall", "f1", "status"))
    return f"{name:14} {shares} gold {row['gold']} alarms {row['alarms']} in {row['quiet']} without a case"


if __name__ == "__main__":
    sys.exit(main())
