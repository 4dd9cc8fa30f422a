from __future__ import annotations

import pytest

from havenwatch.ontology import load_ontology

# a noun that names an act inside the telling of another one: type, head, a term that it needs (None: none)
PRESUPPOSED = [
    ("asylum_refused", "отказ", "убежище"),
    ("extradition_requested", "запрос", "выдача"),
    ("extradition_approved", "решение", "экстрадиция"),
    ("expulsion_ordered", "постановление", "выдворение"),
    ("convicted", "приговор", None),
    ("custody_ordered", "арест", "обжаловать"),
    ("appeal_filed", "жалоба", "экстрадиция"),
    ("appeal_filed", "жалоба", "приговор"),
    ("charged", "обвинение", None),
]


@pytest.mark.parametrize(("kind", "head", "term"), PRESUPPOSED)
def test_a_noun_that_presupposes_an_act_only_implies_it(kind: str, head: str, term: str | None) -> None:
    frames = [f for f in load_ontology().events[kind].frames["ru"] if head in f.heads]
    fitting = [f for f in frames if (not f.needs if term is None else any(term in group for group in f.needs))]
    assert "implied" in {f.status for f in fitting}


@pytest.mark.parametrize(
    ("kind", "head"), [("deserted", "дезертир"), ("fled", "беглец"), ("asylum_applied", "соискатель")]
)
def test_a_word_for_the_person_tells_of_that_person(kind: str, head: str) -> None:
    """Position `none` would let the word stand for somebody else."""
    frames = [f for f in load_ontology().events[kind].frames["ru"] if head in f.heads]
    assert frames
    assert all("none" not in f.person for f in frames)
