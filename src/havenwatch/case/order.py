"""Order of events in time, undated ones placed by how the documents tell them."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence

from havenwatch.event.interval import interval
from havenwatch.event.presuppose import PRESUPPOSED
from havenwatch.records import CONDITIONAL, IMPLIED, PLANNED, REPORTED, Document, Event, Statement

_STEP = 0.001  # of a day: undated events stand beside the dated one that holds them, in the order they are told
# Steps of the host's procedure: without a date of their own they come before the person is out of its power
_HOST_STEPS = frozenset({
    "entry_denied", "detained_in_transit", "detained", "custody_ordered", "custody_extended", "house_arrest",
    "released", "administrative_offence", "residence_granted", "residence_revoked", "exit_banned",
    "extradition_requested", "extradition_approved", "extradition_refused", "extradition_suspended",
    "asylum_applied", "asylum_pending",
    "asylum_not_admitted", "asylum_granted", "asylum_refused", "appeal_filed", "appeal_granted", "appeal_rejected",
    "remitted", "expulsion_ordered", "expulsion_stopped", "interim_measures",
})  # fmt: skip
_OUT_OF_REACH = frozenset({"extradited", "expelled", "handed_to_military", "left_host", "killed"})
# Code points at the head of a text that tell its news: what stands there undated is as recent as the text
_LEAD = 300
_HAPPENED = frozenset({REPORTED, IMPLIED})
_AHEAD = frozenset({PLANNED, CONDITIONAL})


@dataclasses.dataclass(frozen=True, slots=True)
class _Telling:
    """An event at one place of a document: `day` is the middle of its interval, None when it is undated."""

    event: str
    start: int
    day: float | None


def _day(event: Event) -> float | None:
    span = interval(event)
    return None if span is None else (span[0].toordinal() + span[1].toordinal()) / 2


@dataclasses.dataclass(frozen=True, slots=True)
class _Text:
    """What one document tells of the events, in order; `published` is the day of its publication, None if unknown."""

    told: tuple[_Telling, ...]
    published: float | None


def _texts(events: Sequence[Event], by_id: Mapping[str, Statement], documents: Mapping[str, Document]) -> list[_Text]:
    """For each document, in order of publication, the places at which it tells the events."""
    found: dict[str, dict[tuple[str, int], _Telling]] = {}
    for event in events:
        for s in (by_id[i] for i in event.statements):
            found.setdefault(s.document, {})[event.id, s.start] = _Telling(event.id, s.start, _day(event))
    days = {d: _published(documents.get(d)) for d in found}
    ordered = sorted(found, key=lambda d: (days[d] or 0.0, d))
    return [_Text(tuple(sorted(found[d].values(), key=lambda t: (t.start, t.event))), days[d]) for d in ordered]


def _published(document: Document | None) -> float | None:
    return None if document is None or document.published is None else float(document.published.toordinal())


def _place(at: int, text: _Text) -> float | None:
    """Day of an undated event: after the dated one told before it, or before the next when the story jumps back."""
    told = text.told
    before = [(t.day, i) for i, t in enumerate(told[:at]) if t.day is not None]
    after = [(t.day, i) for i, t in enumerate(told[at + 1 :], at + 1) if t.day is not None]
    if before and (not after or before[-1][0] <= after[0][0]):
        return before[-1][0] + _STEP * (at - before[-1][1])
    return after[0][0] - _STEP * (after[0][1] - at) if after else None


def _as_news(at: int, text: _Text) -> float | None:
    """Day of an undated event at the head of a text from a known day, before any dated one: the news of that day."""
    if text.published is None or text.told[at].start >= _LEAD or any(t.day is not None for t in text.told[:at]):
        return None
    return text.published - _STEP * (len(text.told) - at)


def _undated_days(texts: Sequence[_Text]) -> dict[str, float]:
    """Day of every undated event, from the first document that can place it: its head, else its last place there."""
    days: dict[str, float] = {}
    for text in texts:
        here = {t.event: p for i, t in enumerate(text.told) if t.day is None and (p := _place(i, text)) is not None}
        news = {t.event: p for i, t in enumerate(text.told) if t.day is None and (p := _as_news(i, text)) is not None}
        days = {**here, **news, **days}
    return days


def _presupposing(event: Event, events: Sequence[Event]) -> list[Event]:
    """Acts that presuppose the event: of the matter that the rule names, else of the same matter or an untold one."""
    rules = [(later, about) for kind, later, about in PRESUPPOSED if kind == event.type]
    return [
        e
        for e in events
        for later, about in rules
        if e.type in later and (e.about == about if about is not None else e.about in (event.about, None))
    ]


def _by_presupposition(days: dict[str, float], events: Sequence[Event], bounds: Mapping[str, float]) -> None:
    """Move undated acts behind the dated ones that they presuppose, then before those that presuppose them.

    What was printed before the dated act cannot presuppose it: it tells of an earlier one.
    """
    kinds = [kind for kind, _, _ in PRESUPPOSED]
    acts = sorted((e for e in events if e.type in kinds), key=lambda e: (kinds.index(e.type), e.id))
    for event in (e for e in acts if _day(e) is not None):
        for later in (e for e in _presupposing(event, events) if _day(e) is None):
            if days[event.id] <= bounds[later.id]:
                days[later.id] = max(days[later.id], days[event.id] + _STEP / 2)
    for event in (e for e in reversed(acts) if _day(e) is None):
        days[event.id] = min([days[event.id], *(days[e.id] - _STEP / 2 for e in _presupposing(event, events))])


def _around_removal(days: dict[str, float], undated: Sequence[Event], events: Sequence[Event]) -> None:
    """Move undated steps of the host before a dated removal, and an undated removal behind the steps of the host."""
    steps = [e for e in events if e.type in _HOST_STEPS]
    removals = [e for e in events if e.type in _OUT_OF_REACH]
    dated = [days[e.id] for e in removals if _day(e) is not None]
    for event in undated:
        if event.type in _HOST_STEPS and dated:
            days[event.id] = min(days[event.id], max(dated) - _STEP / 2)
        if event.type in _OUT_OF_REACH and not dated:
            days[event.id] = max([days[event.id], *(days[e.id] + _STEP for e in steps)])


def _bound(event: Event, by_id: Mapping[str, Statement], documents: Mapping[str, Document]) -> float:
    """Latest day of an event that is reported: that of its first document, infinity where none is dated."""
    days = (_published(documents.get(by_id[s].document)) for s in event.statements)
    return min((day for day in days if day is not None), default=math.inf)


def _days(events: Sequence[Event], texts: Sequence[_Text], bounds: Mapping[str, float]) -> dict[str, float]:
    """Day of every event: the middle of its interval, or the place that telling and procedure give it."""
    placed = _undated_days(texts)
    days = {e.id: placed.get(e.id, math.inf) if (d := _day(e)) is None else d for e in events}
    happened = [e for e in events if e.status in _HAPPENED]
    undated = sorted((e for e in happened if _day(e) is None), key=lambda e: e.id)
    _around_removal(days, undated, happened)
    _by_presupposition(days, happened, bounds)
    # nothing was reported before it happened
    days |= {e.id: min(days[e.id], bounds[e.id]) for e in undated}
    # a plan without a date is as old as the first text that tells of it
    ahead = (e for e in events if e.status in _AHEAD and _day(e) is None)
    return {**days, **{e.id: bounds[e.id] for e in ahead}}


def in_order(
    events: Sequence[Event], by_id: Mapping[str, Statement], documents: Mapping[str, Document]
) -> tuple[Event, ...]:
    """Events in order of time.

    A dated event stands at the middle of its interval. An undated one stands beside the dated event that the same
    document tells before it, or after it when the story jumps back there; it is moved only when another act
    presupposes it, or when it would stand on the wrong side of a removal. The undated head of a news text, and a plan
    without a date, stand at the day of its publication: that is a place in the list, never a date of the event. What
    nothing places comes last, as told.
    """
    texts = _texts(events, by_id, documents)
    bounds = {e.id: _bound(e, by_id, documents) for e in events}
    days, told_at = _days(events, texts, bounds), _told_at(texts)
    return tuple(sorted(events, key=lambda e: (days[e.id], e.type in _OUT_OF_REACH, told_at[e.id], e.id)))


def _told_at(texts: Sequence[_Text]) -> dict[str, tuple[int, int]]:
    """First place of every event: number of the document, offset."""
    places: dict[str, tuple[int, int]] = {}
    for number, text in enumerate(texts):
        for t in text.told:
            places.setdefault(t.event, (number, t.start))
    return places
