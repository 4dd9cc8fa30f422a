"""Who says what: statements with the text and the named origin that they come from, and the sides of a conflict."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence

from havenwatch.event.actor import State, no_state
from havenwatch.records import Conflict, ConflictValue, Document, Statement, content_id
from havenwatch.text.translit import fold

_TITLED = re.compile(r"[^\W\d_a-zа-яёіїєґ][\w'’ʼ-]{2,}")
_NAMED_ORIGINS = frozenset({"outlet", "ngo", "official", "lawyer", "relative", "person"})


@dataclasses.dataclass(frozen=True, slots=True)
class Sources:
    """Statements by id and the document whose words each repeats: two copies of one text are one source.

    `documents` give the dates of publication. `state` is the code of the state that a word in its dictionary form
    names, None for other words.
    """

    statements: Mapping[str, Statement]
    origin_of: Mapping[str, str]
    documents: Mapping[str, Document] = dataclasses.field(default_factory=dict)
    state: State = no_state

    def origin(self, statement: str) -> str:
        """Document whose words the statement repeats."""
        document = self.statements[statement].document
        return self.origin_of.get(document, document)

    def origins(self, ids: Iterable[str]) -> set[str]:
        """Documents whose words the statements repeat."""
        return {self.origin(i) for i in ids}

    def told(self, ids: Iterable[str]) -> tuple[Statement, ...]:
        """The statements of these ids, in order of id."""
        return tuple(self.statements[i] for i in sorted(ids))

    def published(self, statement: str) -> dt.date | None:
        """Day on which the document of a statement was published, None when not known."""
        document = self.documents.get(self.statements[statement].document)
        return None if document is None else document.published

    def independent(self, a: Iterable[str], b: Iterable[str]) -> bool:
        """Whether some source of the one side is none of the other: one text does not contradict itself by rounding."""
        return bool(self.origins(a) ^ self.origins(b))

    def count(self, ids: Iterable[str]) -> int:
        """Number of independent sources: texts that repeat each other, or name one origin, are one."""
        groups: list[set[str]] = []
        for i in ids:
            marks = {self.origin(i), *named_origin(self.statements[i])}
            touched = [g for g in groups if g & marks]
            groups = [g for g in groups if not g & marks] + [marks.union(*touched)]
        return len(groups)


def named_origin(statement: Statement) -> frozenset[str]:
    """Folded names of whom the statement is attributed to ("«Ковчег»", "Murat Adam"), empty for nobody in particular.

    A given name and a surname are one mark, so that a shared given name makes no shared origin.
    """
    if statement.attributed_to is None or statement.speaker not in _NAMED_ORIGINS:
        return frozenset()
    words = _TITLED.findall(statement.attributed_to)
    return frozenset({" ".join(sorted(map(fold, words)))} if words else ())


def collect(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Statement ids by value."""
    found: dict[str, list[str]] = {}
    for value, statement in pairs:
        found.setdefault(value, []).append(statement)
    return found


def disagree(found: Mapping[str, Sequence[str]], sources: Sources) -> bool:
    """Whether two of the values come from different sources."""
    return len(found) > 1 and any(
        sources.independent(found[a], found[b]) for a, b in itertools.combinations(sorted(found), 2)
    )


@dataclasses.dataclass(frozen=True, slots=True)
class On:
    """What a conflict hangs on: the id of a case, an event or a figure."""

    case: str | None = None
    event: str | None = None
    figure: str | None = None


def conflict(kind: str, field: str, found: Mapping[str, Iterable[str]], sources: Sources, on: On) -> Conflict:
    """The conflict of these values; its id follows from what it hangs on and from its values."""
    sides = [(value, tuple(sorted(set(ids)))) for value, ids in sorted(found.items())]
    values = tuple(ConflictValue(value, ids, sources.count(ids)) for value, ids in sides)
    identity = content_id("x", on.case, on.event, on.figure, field, sides)
    return Conflict(identity, on.case, on.event, on.figure, field, values, kind)
