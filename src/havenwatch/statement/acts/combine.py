"""Rules and model together: triggers that the model doubts are dropped, acts that no rule found are added.

Both are evidence of the same kind, a trigger with its type: what is read around it (persons, date, place, speaker) is
the same afterwards, and `found_by` says which of the two it was. The thresholds are calibrated probabilities, chosen
by cross-validation (docs/decisions/010-learned-acts.md).
"""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Sequence

from havenwatch.ontology import Ontology
from havenwatch.ontology.event import Frame
from havenwatch.records import REPORTED
from havenwatch.statement.scene import Scene, Spot
from havenwatch.statement.trigger.frames import CONCEPTS, MODEL, Match, other_worlds
from havenwatch.text.acts import ProposedAct

TRIGGERS = ("VERB", "AUX", "NOUN", "PROPN", "ADJ", "NUM")  # classes of words that may stand for an act
REACH = 4  # tokens beside a rule's trigger and terms in which the model's words are the same act


@dataclasses.dataclass(frozen=True, slots=True)
class Thresholds:
    """Least probability of a rule's trigger, of an act that only the model sees, and of a status against the rules'.

    An act of at least `sure` is told of whom the passage is about, and of a group, where the rules alone would wonder.
    """

    doubt: float
    add: float
    status: float
    sure: float


THRESHOLDS = Thresholds(doubt=0.0, add=0.6, status=0.9, sure=0.75)


def combined(scene: Scene, matches: Sequence[Match], at: Thresholds | None = None) -> tuple[Match, ...]:
    """The rules' triggers without the doubted ones, with the model's own, in order of position.

    Without a model's evidence the rules' stay as they are.
    """
    evidence, at = scene.analysis.acts, at or THRESHOLDS
    if evidence is None:
        return tuple(matches)
    kept = [m for m in matches if evidence.support(m.type, *reach_of(scene, m)) >= at.doubt]
    own = [a for a in evidence.proposals() if a.probability >= at.add and a.type in scene.ontology.events]
    fresh = [a for a in own if not any(_same(scene, m, a) for m in kept)]
    away = other_worlds(scene)
    found = (_match(scene, a) for a in sorted(fresh, key=_surest_last))
    added = {m.spot: m for m in found if m is not None and m.spot[0] not in away}
    return tuple(sorted([*kept, *added.values()], key=lambda m: m.spot))


def told_status(scene: Scene, match: Match, status: str, at: Thresholds | None = None) -> str:
    """The rules' status of a trigger, or the model's where it is surer than the threshold of another one.

    Never towards `reported`: a doubt that a rule has read in the words is not the model's to lift.
    """
    if scene.analysis.acts is None:
        return status
    shares = scene.analysis.acts.told(match.type, *reach_of(scene, match))
    likeliest = max(shares, key=shares.__getitem__, default=status)
    surer = likeliest != REPORTED and shares.get(likeliest, 0.0) >= (at or THRESHOLDS).status
    return likeliest if surer else status


def is_sure(scene: Scene, match: Match, at: Thresholds | None = None) -> bool:
    """Whether the model is so sure of the act that it needs no further sign of being told of somebody."""
    evidence = scene.analysis.acts
    return evidence is not None and evidence.support(match.type, *reach_of(scene, match)) >= (at or THRESHOLDS).sure


def reach_of(scene: Scene, match: Match) -> tuple[int, int]:
    """Span from a little before to a little behind a rule's trigger and terms, within the sentence."""
    tokens = scene.sentence(match.spot).tokens
    places = (match.spot[1], *match.terms)
    first, last = max(min(places) - REACH, 0), min(max(places) + REACH, len(tokens) - 1)
    return tokens[first].start, tokens[last].end


def _same(scene: Scene, match: Match, act: ProposedAct) -> bool:
    """Whether a rule has found the act already, under whatever type stands in the same words."""
    start, end = reach_of(scene, match)
    head = scene.token(match.spot)
    near = match.type == act.type and start < act.end and act.start < end
    return near or (head.start <= act.peak < head.end)


def _surest_last(act: ProposedAct) -> tuple[float, str]:
    return act.probability, act.type


def _match(scene: Scene, act: ProposedAct) -> Match | None:
    """The act as a trigger; None where its words are no words of an act (a name, a mark)."""
    inside = scene.spots(act.start, act.end)
    peak = next(iter(scene.spots(act.peak, act.peak + 1)), None)
    if peak is None:
        return None
    spot = _head(scene, peak, inside)
    if spot is None:
        return None
    terms = tuple(index for number, index in inside if number == spot[0] and index != spot[1])
    return Match(act.type, _frame(scene.ontology, act.type), MODEL, spot, terms, act.type)


def _head(scene: Scene, peak: Spot, inside: Sequence[Spot]) -> Spot | None:
    """The surest word, or of the act's words the verb or noun nearest to it."""
    fit = [spot for spot in {peak, *inside} if spot[0] == peak[0] and scene.token(spot).pos in TRIGGERS]
    return min(fit, key=lambda s: (abs(s[1] - peak[1]), s), default=None)


def _frame(ontology: Ontology, type_id: str) -> Frame:
    """A frame without words: the person may stand where the frames of the type have it, the usual places first."""
    rows = (frame.person for frame in ontology.events[type_id].frames.get(CONCEPTS, ()))
    counts = collections.Counter(place for row in rows for place in row)
    return Frame((), (), (), tuple(place for place, _ in counts.most_common()), None, None, "")
