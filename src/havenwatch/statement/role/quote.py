"""The verbatim span that shows an act."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from havenwatch.statement.mention.person import NAME, Person
from havenwatch.statement.role.arguments import Cast
from havenwatch.statement.role.draft import Draft
from havenwatch.statement.scene import Scene
from havenwatch.text.tokens import Token

MAX_QUOTE = 260  # characters: longer spans are cut back to trigger, terms and person, so that a reader sees the act
BESIDE = 30  # characters between a role word and its name


def quote_span(scene: Scene, draft: Draft, cast: Cast) -> tuple[int, int]:
    """Verbatim span of the act: trigger, terms, person, agent, date and destination, as far as they stand close."""
    number = draft.match.spot[0]
    core = [scene.token((number, i)) for i in (draft.match.spot[1], *draft.match.terms)]
    core += [t for t in scene.sentence(draft.match.spot).tokens if t.head == core[0].index and _completes(t)]
    bounds = [(t.start, t.end) for t in core]
    people = [cast.people[m] for m in draft.mentions if cast.people[m].spot[0] == number]
    bounds += [(p.start, p.end) for p in people]
    bounds += [(p.start, p.end) for person in people for p in names_beside(cast, person)]
    states, date = draft.states, draft.date
    wide = [(h.start, h.end) for h in (states.destination, states.place) if h is not None]
    policy = scene.ontology.events[draft.match.type].policy
    wide += [states.agent_words[1:]] if states.agent_words is not None and not policy else []
    wide += [(date.start, date.end)] if date is not None else []
    wide += [draft.charge[1:]] if draft.charge is not None else []
    for extra in wide:
        grown = _hull([*bounds, extra])
        if grown[1] - grown[0] <= MAX_QUOTE:
            bounds.append(extra)
    return _with_preposition(scene, number, _hull(bounds))


def _completes(token: Token) -> bool:
    """Whether a word adds no concept but belongs to its predicate: "өткөрүп берди", "ұстаған жоқ"."""
    return token.lemma == "_" and token.rel in ("fixed", "aux", "advmod")


def _with_preposition(scene: Scene, number: int, span: tuple[int, int]) -> tuple[int, int]:
    """The span from the preposition of its first words on: "В январе", not "январе"."""
    tokens = scene.analysis.sentences[number].tokens
    first = next((t.index for t in tokens if t.end > span[0]), 0)
    before = tokens[first - 1] if first else None
    return (before.start, span[1]) if before is not None and before.pos == "ADP" else span


def names_beside(cast: Cast, person: Person) -> Iterator[Person]:
    """Name of the same chain right after a role word: the quote should show it."""
    at = cast.by_spot[person.spot]
    for n in cast.by_sentence.get(person.spot[0], ()):
        other = cast.people[n]
        if other.form == NAME and cast.heads[n] == cast.heads[at] and 0 <= other.start - person.end <= BESIDE:
            yield other


def _hull(bounds: Sequence[tuple[int, int]]) -> tuple[int, int]:
    return min(b[0] for b in bounds), max(b[1] for b in bounds)
