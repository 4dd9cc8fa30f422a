"""What sources disagree on within one event: its date, how many, in which state, who acted."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from havenwatch.case.conflict.sources import On, Sources, collect, conflict, disagree
from havenwatch.event.actor import agencies, local_words, words_of
from havenwatch.event.cluster import ONCE
from havenwatch.event.interval import in_words, interval, overlap
from havenwatch.records import Conflict, Event

# Acts that one state does: here two states named as the actor contradict each other
_ONE_ACTOR = ONCE | {"attacked", "tortured", "threatened", "detained"}


def date(event: Event, sources: Sources) -> list[Conflict]:
    """Intervals that share no day."""
    spans = {s.id: i for s in sources.told(event.statements) if (i := interval(s)) is not None}
    if all(overlap(a, b) for a, b in itertools.combinations(spans.values(), 2)):
        return []
    found = collect((in_words(i), s) for s, i in spans.items())
    return [conflict("date", "date", found, sources, On(event=event.id))] if disagree(found, sources) else []


def number(event: Event, sources: Sources) -> list[Conflict]:
    """How many persons or acts."""
    found = collect((str(s.count), s.id) for s in sources.told(event.statements) if s.count is not None)
    return [conflict("number", "number", found, sources, On(event=event.id))] if disagree(found, sources) else []


def host(event: Event, sources: Sources) -> list[Conflict]:
    """The state in whose power the person was."""
    found = collect((v, s.id) for s in sources.told(event.statements) for v in s.values("host"))
    return [conflict("actor", "host", found, sources, On(event=event.id))] if disagree(found, sources) else []


def _is_state(value: str) -> bool:
    return len(value) == 2 and value.isascii() and value.isupper()


def states_of(actor: str, host_state: str | None, sources: Sources) -> frozenset[str]:
    """States that an actor belongs to: named ones, those whose agency it is, the host for what is local."""
    if _is_state(actor):
        return frozenset((actor,))
    words = words_of(actor, sources.state)
    named = {w for w in words if _is_state(w)} | {agencies()[w] for w in words if w in agencies()}
    if not named and host_state is not None and words & local_words():
        return frozenset((host_state,))
    return frozenset(named)


def agent(event: Event, sources: Sources) -> list[Conflict]:
    """States named as the actor of an act that one state does; offices of one state are no conflict."""
    if event.type not in _ONE_ACTOR:
        return []
    told = sources.told(event.statements)
    pairs = ((state, s.id) for s in told for v in s.values("agent") for state in states_of(v, event.host, sources))
    found = collect(pairs)
    apart = any(_disjoint(found[a], found[b]) for a, b in itertools.combinations(sorted(found), 2))
    return (
        [conflict("actor", "agent", found, sources, On(event=event.id))] if apart and disagree(found, sources) else []
    )


def _disjoint(a: Iterable[str], b: Iterable[str]) -> bool:
    """Whether no statement names both: two states that act together do not contradict each other."""
    return not set(a) & set(b)
