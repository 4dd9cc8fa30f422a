"""Negated concepts: frames name "не выдавать" as one term, whatever stands between the two in another language."""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Mapping, Sequence

import yaml

from havenwatch.text.gloss.draft import Draft, children

NOT = "не"


@functools.cache
def aspects() -> Mapping[str, str]:
    """Perfective concept -> the imperfective that a negated wish has in Russian."""
    path = importlib.resources.files("havenwatch.lang") / "ru" / "aspect.yaml"
    pairs: dict[str, str] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return pairs


def name_negated(row: Sequence[Draft]) -> None:
    """Give every verb below which a negation stands its negated concepts as further senses."""
    for d in row:
        if d.pos == "VERB" and any(c.lemma == NOT for c in children(row, d.index)):
            words = dict.fromkeys((d.lemma, *d.senses))
            d.senses += [f"{NOT}_{x}" for w in words for x in (w, aspects().get(w, w))]
