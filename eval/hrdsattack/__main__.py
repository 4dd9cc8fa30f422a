"""Predictions on HRDsAttack: `python -m eval.hrdsattack DATA.json[.xz] -o PREDICTIONS.json`.

The file is scored by score_hrds.py of the acceptance folder beside the repository, by the definitions of the paper.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from eval.errors import EvaluationError
from eval.hrds import read_articles
from eval.hrdsattack.judge import load_judges
from eval.hrdsattack.predict import predict, read_article
from havenwatch.ontology import load_ontology


def main() -> int:
    """Predict from the command line; 2 if a file cannot be read or written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, metavar="DATA.json")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="PREDICTIONS.json")
    given = parser.parse_args()
    try:
        articles, judges, ontology = read_articles(given.data), load_judges(), load_ontology()
        found = {}
        for number, article in enumerate(articles, 1):
            print(f"\r{number} of {len(articles)}", end="", file=sys.stderr)
            found[article.id] = predict(*read_article(article, ontology), ontology, judges)
        print(file=sys.stderr)
        given.output.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    except (EvaluationError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
