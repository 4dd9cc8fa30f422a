"""Making a person of the chains that stand for one."""

from __future__ import annotations

import collections
from collections.abc import Sequence

from havenwatch.person.chain import Chain
from havenwatch.person.spelling import best_first, forms
from havenwatch.records import Person, content_id


def make_person(group: Sequence[Chain]) -> Person:
    """The person of these chains; the id follows from the ids of the chains."""
    seen = {(n, c.origin) for c in group for n in c.names}
    written = {form for c in group if c.name is not None for form in c.forms}
    anonymous = all(c.name is None for c in group)
    counts = [c.count for c in group if c.count is not None]
    return Person(
        id=content_id("p", sorted(c.id for c in group)),
        names=forms(best_first(collections.Counter(name for name, _ in seen)), written),
        anonymous=anonymous,
        count=max(counts, default=None if anonymous else 1),
        profiles=tuple(sorted({p for c in group for p in c.profiles})),
        mentions=tuple(sorted(m for c in group for m in c.mentions)),
    )
