"""Learn the judges of eval/hrdsattack from the training split; the development split only measures.

python train/05_hrdsattack/train.py TRAIN.json.xz DEV.json.xz [--cache FILE]
"""

import argparse
import collections
import json
import pickle
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import MaxAbsScaler

from eval.hrds import read_articles
from eval.hrdsattack.features import article_of
from eval.hrdsattack.judge import WEIGHTS, load_judges
from eval.hrdsattack.predict import UNKNOWN, candidates, predict, read_article
from havenwatch.ontology import load_ontology

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
OTHER_NAMES = {  # spellings of the data that no list of states has
    "usa": "US", "us": "US", "united states of america": "US", "people's republic of china": "CN", "england": "GB",
    "scotland": "GB", "wales": "GB", "the netherlands": "NL", "columbia": "CO", "palestine": "PS",
}  # fmt: skip
# strength of the penalty (smaller is stronger) and the least probability, chosen on the development split
STRENGTH = {"victim": 0.3, "state": 0.1, "year": 0.1, "month": 0.1, "violations": 0.5, "perpetrators": 0.1}
THRESHOLDS = {"victim": 0.2, "state": 0.0, "year": 0.0, "month": 0.35, "violation": 0.31}


def blank(text):
    """None for the ways in which the data write nothing."""
    return None if not text or text.strip().lower() in {"n/a", "n//a", "none"} else text.strip()


def month_of(text):
    """English name of a month written as name or number."""
    text = blank(text)
    if text is None:
        return None
    if text.replace(".", "", 1).isdigit():
        return MONTHS[int(float(text)) - 1]
    return next((m for m in MONTHS if m[:3].lower() == text[:3].lower()), text)


def year_of(text):
    """A year as a plain integer in text."""
    text = blank(text)
    return str(int(float(text))) if text is not None and text.replace(".", "", 1).isdigit() else None


def fit(rows, answers, strength, least):
    """A logistic regression whose scales are folded into the weights."""
    vectors = DictVectorizer()
    matrix = vectors.fit_transform(rows)
    kept = np.asarray((matrix != 0).sum(axis=0)).ravel() >= least
    scaler = MaxAbsScaler()
    model = LogisticRegression(C=strength, max_iter=3000).fit(scaler.fit_transform(matrix[:, kept]), answers)
    names = np.array(vectors.get_feature_names_out())[kept]
    return model, lambda row: {
        "weights": {str(n): round(float(w / s), 5) for n, w, s in zip(names, row, scaler.scale_, strict=True)}
    }


def binary(rows, answers, strength, least=3):
    """Weights of a yes-or-no judge."""
    model, folded = fit(rows, answers, strength, least)
    return {**folded(model.coef_[0]), "bias": round(float(model.intercept_[0]), 5)}


def several(rows, answers, strength, least=5):
    """Weights of one judge a class."""
    model, folded = fit(rows, answers, strength, least)
    return {str(c): {**folded(model.coef_[n]), "bias": round(float(model.intercept_[n]), 5)}
            for n, c in enumerate(model.classes_)}  # fmt: skip


def read(path, ontology, cache):
    """Articles with their documents and readings; the reading is the slow part and can be kept in a file."""
    known = Path(f"{cache}.{path.name}.pickle") if cache else None
    if known and known.exists():
        return pickle.loads(known.read_bytes())  # noqa: S301 - our own file
    rows = [read_article(article, ontology) for article in read_articles(path)]
    if known:
        known.write_bytes(pickle.dumps(rows))
    return rows


def gold_of(path):
    """Merged annotations of a file."""
    import lzma

    with lzma.open(path, "rt", encoding="utf-8") as file:
        return [row["merged_sample"] for row in json.load(file)]


def learn(rows, gold, ontology):
    """All judges from read articles and their annotations."""
    found = [candidates(d, r, ontology) for d, r in rows]
    articles = [dict(article_of(d, r, ontology)) for d, r in rows]
    iso = iso_table(ontology)
    victims = [{v["victim_name"] for v in g["victims"]} for g in gold]
    countries = [iso(g["country"]) for g in gold]
    kinds = sorted({k for g in gold for k in g["violation_types"]})
    spelled = collections.defaultdict(collections.Counter)
    for code, g in zip(countries, gold, strict=True):
        spelled[code][blank(g["country"])] += 1
    return {
        "victim": pairs(found, "people", lambda n, v: v in victims[n], STRENGTH["victim"]),
        "state": pairs(found, "states", lambda n, v: v == countries[n], STRENGTH["state"]),
        "year": pairs(found, "times", lambda n, v: v[:4] == year_of(gold[n]["year"]), STRENGTH["year"]),
        "month": pairs(found, "times", lambda n, v: v[:4] == year_of(gold[n]["year"])
                       and MONTHS[int(v[5:]) - 1] == month_of(gold[n]["month"]), STRENGTH["month"]),
        "violations": {k: binary(articles, [int(k in kinds_of(g)) for g in gold], STRENGTH["violations"], 5)
                       for k in kinds},
        "perpetrators": several(articles, [g["perpetrator_type"] or UNKNOWN for g in gold], STRENGTH["perpetrators"]),
        "thresholds": THRESHOLDS,
        "spelling": {code: names.most_common(1)[0][0] for code, names in sorted(spelled.items(), key=str) if code}
        | {"HK": "China"},  # what the annotators call it
    }  # fmt: skip


def kinds_of(gold):
    """Kinds of violation; unknown only where nothing else is named."""
    kinds = set(gold["violation_types"])
    return kinds - {"unknown"} if len(kinds) > 1 else kinds


def pairs(found, key, right, strength):
    """A judge of candidates."""
    rows = [(dict(c.features), int(right(n, c.value))) for n, f in enumerate(found) for c in f[key]]
    return binary([f for f, _ in rows], [y for _, y in rows], strength)


def iso_table(ontology):
    """A function from the spellings of the data to ISO codes."""
    names = {s.names["en"].lower(): code for code, s in ontology.places.states.items()} | OTHER_NAMES

    def iso(text):
        text = blank(text)
        return None if text is None else names.get(text.lower())

    return iso


def main():
    """Learn, write the weights, predict the development split."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train", type=Path)
    parser.add_argument("dev", type=Path)
    parser.add_argument("--cache", default="", help="where the readings are kept between runs")
    given = parser.parse_args()
    ontology = load_ontology()
    weights = learn(read(given.train, ontology, given.cache), gold_of(given.train), ontology)
    WEIGHTS.write_text(json.dumps(weights, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    judges = load_judges()
    rows = read(given.dev, ontology, given.cache)
    found = {d.external_id: predict(d, r, ontology, judges) for d, r in rows}
    Path("build").mkdir(exist_ok=True)
    Path("build/hrdsattack-dev.json").write_text(json.dumps(found), encoding="utf-8")
    print("build/hrdsattack-dev.json: score it with score_hrds.py")


if __name__ == "__main__":
    main()
