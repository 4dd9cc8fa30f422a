"""Frames and triggers hold for every country: `@place` and `@actor` stand for states, no list of them."""

from __future__ import annotations

import pytest

from havenwatch.ontology import load_ontology
from havenwatch.ontology.event import MARKS, EventType

TYPES = tuple(load_ontology().events.values())
PLACES = ("state", "city", "region", "government")


@pytest.mark.parametrize("event", TYPES, ids=lambda event: event.id)
def test_no_frame_names_a_place(event: EventType) -> None:
    places = load_ontology().places
    terms = {t for f in event.frames["ru"] for t in (*f.heads, *f.unless, *sum(f.needs, ())) if t not in MARKS}
    words = {word for term in terms for word in (term, *term.split())}
    assert {w for w in words if (hit := places.lookup(w)) is not None and hit.kind in PLACES} == set()


def test_the_check_can_fail() -> None:
    hit = load_ontology().places.lookup("казахстан")
    assert hit is not None
    assert hit.kind in PLACES
