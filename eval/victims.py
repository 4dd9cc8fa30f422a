"""Are the people found? `python -m eval.victims DATA.json[.xz] [--json]`: annotated victims among the person spans.

A victim counts as found exactly if a PERSON span has the very name, loosely if one contains the other.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from eval.errors import EvaluationError
from eval.hrds import Article, read_articles
from havenwatch.model.reader import Reader, load_reader


def figures(articles: Sequence[Article], reader: Reader) -> dict[str, float | int]:
    """Recall over all victims of all articles."""
    exact = loose = victims = 0
    for article in articles:
        people = (s for s in reader.read(article.text).spans if s.type == "PERSON")
        names = {article.text[s.start : s.end].casefold() for s in people}
        victims += len(article.victims)
        exact += sum(v.casefold() in names for v in article.victims)
        loose += sum(_found(v.casefold(), names) for v in article.victims)
    shares = {"recall": loose / victims, "recall_exact": exact / victims} if victims else {}
    return {name: round(value, 4) for name, value in shares.items()} | {"victims": victims, "articles": len(articles)}


def _found(name: str, names: Iterable[str]) -> bool:
    return any(name in other or other in name for other in names)


def main() -> int:
    """Score from the command line; 2 if the file cannot be read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, metavar="DATA.json")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    given = parser.parse_args()
    try:
        found = figures(read_articles(given.data), load_reader())
    except EvaluationError as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(found) if given.json else "  ".join(f"{name} {value}" for name, value in found.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
