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
from havenwatch.statement.trigger.frames import CONCEPTS, MODEL, Match, other_worlds, reach_of
from havenwatch.text.acts import ProposedAct

TRIGGERS = ("VERB", "AUX", "NOUN", "PROPN", "ADJ", "NUM")  # classes of words that may stand for an act


@dataclasses.dataclass(frozen=True, slots=True)
class Thresholds:
    """Least probability of a rule's trigger, of an act that only the model sees, and of a status against the rules'.

    `worded`: of an act that only the model sees, in words that frames of its type ask for. An act of at least `sure`
    is told of whom the passage is about, and of a group, where the rules alone would wonder.
    """

    doubt: float
    add: float
    status: float
    sure: float
    worded: float = 1.0


THRESHOLDS = Thresholds(doubt=0.0, add=0.6, status=0.9, sure=0.75)
# through a gloss the rules miss more: an act told in the words of its frames is right from 0.25 on in four cases of ten
# (English sets, scored with weights that never saw them), which recall is worth
GLOSSED = Thresholds(doubt=0.0, add=0.6, status=0.9, sure=0.75, worded=0.25)


def combined(scene: Scene, matches: Sequence[Match], at: Thresholds | None = None) -> tuple[Match, ...]:
    """The rules' triggers without the doubted ones, with the model's own, in order of position.

    Without a model's evidence the rules' stay as they are. Where the words of an act are those of its frames, though
    not as these ask for them, the model may be less sure.
    """
    evidence, at = scene.analysis.acts, at or thresholds_for(scene.document.language)
    if evidence is None:
        return tuple(matches)
    kept = [m for m in matches if evidence.support(m.type, *reach_of(scene, m)) >= at.doubt]
    seen = [
        a for a in evidence.proposals() if a.probability >= min(at.add, at.worded) and a.type in scene.ontology.events
    ]
    own = [a for a in seen if a.probability >= at.add or _worded(scene, a)]
    fresh = [a for a in own if not any(_same(scene, m, a) for m in kept)]
    away = other_worlds(scene)
    found = (_match(scene, a) for a in sorted(fresh, key=_surest_last))
    added = {m.spot: m for m in found if m is not None and m.spot[0] not in away}
    return tuple(sorted([*kept, *added.values()], key=lambda m: m.spot))


def thresholds_for(language: str | None) -> Thresholds:
    """Those of the language that names the concepts, or of one that is read through a gloss."""
    return THRESHOLDS if language in (None, CONCEPTS) else GLOSSED


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


def _worded(scene: Scene, act: ProposedAct) -> bool:
    """Whether the act's words hold a head of a frame of its type and another word that such a frame asks for."""
    heads, needed = _words_of(scene.ontology, act.type, scene.document.language or CONCEPTS)
    said = [{t.lemma, *t.senses} for t in (scene.token(s) for s in scene.spots(act.start, act.end))]
    return any(
        words & heads and other & needed for n, words in enumerate(said) for m, other in enumerate(said) if n != m
    )


def _words_of(ontology: Ontology, type_id: str, language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Heads of a type's frames, and the single words that they ask for."""
    kind = ontology.events[type_id].frames
    frames = (*kind.get(CONCEPTS, ()), *(kind.get(language, ()) if language != CONCEPTS else ()))
    heads = frozenset(head.replace("ё", "е") for frame in frames for head in frame.heads)
    terms = (term for frame in frames for group in frame.needs for term in group)
    return heads, frozenset(t.replace("ё", "е") for t in terms if " " not in t and not t.startswith("@"))


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
