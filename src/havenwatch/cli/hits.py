"""One hit of a search as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from havenwatch.ledger import Hit

__all__ = ["hit_lines"]


def hit_lines(hit: Hit) -> Iterator[str]:
    """The words found, then outlet, date, address and the ids to look them up by."""
    date = "date not given" if hit.published is None else hit.published.isoformat()
    where = ", ".join(part for part in (hit.publisher or hit.title, date, hit.url) if part)
    found = hit.document if hit.statement is None else f"{hit.document}, {hit.statement}"
    yield f"“... {' '.join(hit.excerpt.split())} ...”"
    yield f"  {where}  [{found}]"
