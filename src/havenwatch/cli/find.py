"""The cases that a caller means: by id, by the beginning of one, or by a name in any script and inflection; hits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from havenwatch.errors import UsageError
from havenwatch.ledger import Hit
from havenwatch.records import Case, Person, Snapshot
from havenwatch.text.morph import parses
from havenwatch.text.name_match import compare_names

# One word against a full name scores 0.83 at most, its longest inflections 0.75 (Елизаровой / Юлия Елизарова);
# a surname that is merely like it stays below 0.65 (Мухаметов / Александр Ахметов). The best fit alone is shown.
ENOUGH = 0.7
# An id asked for by its beginning must be told from a name.
_SHORTEST_ID = 6

__all__ = ["ENOUGH", "find_cases", "hit_lines"]


def find_cases(snapshot: Snapshot, wanted: str) -> tuple[Case, ...]:
    """Cases with this id, else those of the persons whose name fits best, in the order of the snapshot.

    Raises:
        UsageError: nothing fits; the message names the remedy.
    """
    cases = snapshot.dossier.cases
    by_id = tuple(c for c in cases if c.id == wanted or (len(wanted) >= _SHORTEST_ID and c.id.startswith(wanted)))
    if by_id:
        return by_id
    asked = (wanted, _dictionary_form(wanted))
    scores = {p.id: max(_score(a, p, snapshot) for a in asked) for p in snapshot.dossier.persons}
    best = max(scores.values(), default=0.0)
    chosen = {person for person, score in scores.items() if score == best and score >= ENOUGH}
    found = tuple(c for c in cases if chosen & set(c.persons))
    if not found:
        raise UsageError(
            f"no case fits '{wanted}': `havenwatch case` lists all, `havenwatch search` looks in the texts"
        )
    return found


def _dictionary_form(name: str) -> str:
    """A Russian name with each word in its dictionary form (Луговым -> луговой); other words stay."""
    return " ".join(parses(word)[0].normal_form for word in name.split())


def _score(wanted: str, person: Person, snapshot: Snapshot) -> float:
    return max((compare_names(wanted, form).score for form in _forms(person, snapshot)), default=0.0)


def _forms(person: Person, snapshot: Snapshot) -> Iterator[str]:
    """Every form of the name: as normalised and as it stands in the texts, inflected."""
    yield from dict.fromkeys((*person.names, *_written(person.mentions, snapshot)))


def _written(mentions: Iterable[str], snapshot: Snapshot) -> Iterator[str]:
    theirs = set(mentions)
    return (m.text for m in snapshot.mentions if m.form == "name" and theirs & {m.id, m.head})


def hit_lines(hit: Hit) -> Iterator[str]:
    """The words found, then outlet, date, address and the ids to look them up by."""
    date = "date not given" if hit.published is None else hit.published.isoformat()
    where = ", ".join(part for part in (hit.publisher or hit.title, date, hit.url) if part)
    found = hit.document if hit.statement is None else f"{hit.document}, {hit.statement}"
    yield f"“... {' '.join(hit.excerpt.split())} ...”"
    yield f"  {where}  [{found}]"
