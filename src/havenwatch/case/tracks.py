"""Running the procedure over the events of a case: states of the tracks and the steps that led there."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from havenwatch.ontology.procedure import STAY, Procedure, Transition
from havenwatch.records import IMPLIED, REPORTED, Event

HAPPENED = frozenset({REPORTED, IMPLIED})  # a plan, a threat, a claim or a denial moves no track
_APPEALS = frozenset({"appeal_filed", "appeal_granted", "appeal_rejected", "remitted"})


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """One event applied: states of all tracks before and after it; `late` when a removal came before."""

    event: Event
    before: tuple[tuple[str, str], ...]
    after: tuple[tuple[str, str], ...]
    late: bool

    def state(self, track: str) -> str:
        """State of a track before the event."""
        return dict(self.before)[track]


def _matters(step: Transition, event: Event) -> bool:
    return step.event == event.type and event.about in step.about


def _is_open(track: str, states: dict[str, str], procedure: Procedure) -> bool:
    """Whether a track has begun and is not at rest: a refused surrender or a stopped expulsion leaves nothing open."""
    state = procedure.tracks[track].states[states[track]]
    return state.id != procedure.tracks[track].start and bool(state.open) and not state.terminal


def _guessed(event: Event, states: dict[str, str], procedure: Procedure) -> list[Transition]:
    """Steps of an appeal whose matter is not told: those of the only open track, where it has something to appeal.

    With two tracks open nothing is guessed, even when only one of them waits for a ruling: the event stands in the
    timeline and moves no track.
    """
    kinds = [t for t in procedure.transitions if t.event == event.type]
    if len({t.track for t in kinds if _is_open(t.track, states, procedure)}) > 1:
        return []
    fits = [t for t in kinds if states[t.track] in t.regular]
    return fits if len({t.track for t in fits}) == 1 else []


def _steps(event: Event, states: dict[str, str], procedure: Procedure) -> list[Transition]:
    """At most one step a track: the one that regularly follows its state, else the first that may be applied."""
    if event.type in _APPEALS and event.about is None:
        matching = _guessed(event, states, procedure)
    else:
        matching = [t for t in procedure.transitions if _matters(t, event)]
    chosen: dict[str, Transition] = {}
    for step in sorted(matching, key=lambda t: states[t.track] not in t.regular):
        if states[step.track] in step.regular or step.otherwise != STAY:
            chosen.setdefault(step.track, step)
    return [chosen[t] for t in sorted(chosen)]


def _is_over(states: dict[str, str], procedure: Procedure) -> bool:
    return any(procedure.tracks[t].states[s].terminal for t, s in states.items())


def _in_play(events: Sequence[Event], procedure: Procedure, *, requested: bool) -> Procedure:
    """The procedure without the steps that need a request, where none is known and nothing else tells of the track."""
    told = {t.track for t in procedure.transitions for e in events if not t.requested and _matters(t, e)}
    kept = tuple(t for t in procedure.transitions if not t.requested or requested or t.track in told)
    return dataclasses.replace(procedure, transitions=kept)


def run(events: Sequence[Event], procedure: Procedure, *, requested: bool) -> tuple[Step, ...]:
    """Apply events in their order; steps that were not reported are passed over, nothing is ever an error.

    Once a removal is reported the tracks stand still but for a second removal (a person who came back).

    Args:
        events: of one case, in order of time; those that did not happen are passed over.
        procedure: tracks and transitions.
        requested: whether a state is known that wants the person.
    """
    events = [e for e in events if e.status in HAPPENED]
    procedure = _in_play(events, procedure, requested=requested)
    states = {name: track.start for name, track in procedure.tracks.items()}
    seen: set[tuple[str, str]] = set()
    steps = []
    for event in events:
        before, over = tuple(sorted(states.items())), _is_over(states, procedure)
        moves = _steps(event, states, procedure)
        if not over or event.type in procedure.removals:
            for move in moves:
                key = (move.track, event.type)
                states[move.track] = move.again if move.again is not None and key in seen else move.to
                seen.add(key)
        late = over and bool(moves) and event.type not in procedure.removals
        steps.append(Step(event, before, tuple(sorted(states.items())), late))
    return tuple(steps)


def final_states(steps: Sequence[Step], procedure: Procedure) -> dict[str, str]:
    """States of all tracks after the last step."""
    return dict(steps[-1].after) if steps else {name: track.start for name, track in procedure.tracks.items()}


def reached(steps: Sequence[Step], procedure: Procedure) -> tuple[tuple[str, str], ...]:
    """Tracks that have left their first state, with the state they are in, sorted."""
    final = final_states(steps, procedure)
    return tuple(sorted((t, s) for t, s in final.items() if s != procedure.tracks[t].start))


def open_remedies(steps: Sequence[Step], procedure: Procedure) -> tuple[str, ...]:
    """Remedies that the states leave open, sorted. After a removal only those that lie after it."""
    final = final_states(steps, procedure)
    states = [procedure.tracks[t].states[s] for t, s in sorted(final.items())]
    ended = [s for s in states if s.terminal]
    found = {r for state in (ended or states) for r in state.open}
    used = {r for r in found for t, names in procedure.remedies[r].unless.items() if final.get(t) in names}
    return tuple(sorted(found - used))
