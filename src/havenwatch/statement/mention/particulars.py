"""Figures of a person: age and year of birth, told beside a name, in any language that lang/particulars.yaml knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from havenwatch.records import FIGURE, REPORTED, Amount, Document, Mention, Role, Statement, content_id
from havenwatch.text.particulars import Particular, only_once, particulars_beside

CONFIDENCE = 0.8
UNITS = {"age": "year", "birth_year": None}


def read_particulars(document: Document, mentions: Iterable[Mention]) -> Iterator[Statement]:
    """Statements of kind `figure` on single persons who are named; each value once a person.

    The role `bearer` holds the head of the person's mentions: an age opens no case and counts nowhere.
    """
    told: dict[str, list[Particular]] = {}
    for mention in mentions:
        if mention.name is not None and mention.count in (None, 1):
            beside = particulars_beside(document.text, mention.start, mention.end)
            told.setdefault(mention.head, []).extend(beside)
    for head, found in sorted(told.items()):
        for one in only_once(found):
            yield _statement(document, head, one)


def _statement(document: Document, head: str, told: Particular) -> Statement:
    quote = document.text[told.start : told.end]
    return Statement(
        id=content_id("s", document.id, told.start, told.end, FIGURE, told.kind, head), document=document.id,
        start=told.start, end=told.end, quote=quote, kind=FIGURE, type=told.kind, about=None, status=REPORTED,
        attributed_to=None, speaker=None, earliest=None, latest=None, date_text=None,
        roles=(Role("bearer", head),), amount=Amount(told.kind, float(told.value), UNITS[told.kind], approximate=False),
        count=None, confidence=CONFIDENCE, found_by=f"particular:{told.kind}",
    )  # fmt: skip
