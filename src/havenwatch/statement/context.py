"""Drafts in the light of each other: narrower types, and which matter an appeal, a hearing or custody concerns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from havenwatch.ontology.context import load_matters, load_refinements
from havenwatch.records import DENIED
from havenwatch.statement.clause import clause_heads, clause_tokens
from havenwatch.statement.role.states import States
from havenwatch.statement.scene import Scene
from havenwatch.statement.trigger.frames import Match
from havenwatch.text.tokens import Sentence, Token

JOURNEYS = frozenset({"fled", "left_host"})
WILL = frozenset({"быть", "стать"})  # auxiliaries of the future
APPEALS = frozenset({"appeal_filed", "appeal_granted", "appeal_rejected", "remitted", "court_hearing"})


def refined(scene: Scene, match: Match) -> str:
    """Event type of a trigger after the words around it were looked at."""
    for refinement in load_refinements():
        if refinement.of == match.type and _cue_near(scene, match.spot[0], refinement.cues.get("ru", frozenset())):
            return refinement.type
    return match.type


def _cue_near(scene: Scene, number: int, cues: frozenset[str]) -> bool:
    sentences = scene.analysis.sentences
    paragraph = sentences[number].paragraph
    near = [s for s in sentences[max(number - 1, 0) : number + 2] if s.paragraph == paragraph]
    return any(t.lemma in cues for s in near for t in s.tokens)


def matter_of(scene: Scene, match: Match, before: Sequence[tuple[str, str | None]]) -> str | None:
    """Matter of a trigger whose type has one: from the frame, the clause, or what was told of the person before.

    `before` are (type, about) of the person's earlier acts in the document, in order. None when nothing says it.
    """
    allowed = scene.ontology.events[match.type].about
    if not allowed or match.frame.about is not None:
        return match.frame.about
    sentence = scene.sentence(match.spot)
    found = (
        _named(sentence, _own_clauses(sentence, match.spot[1]))
        or _carried(match, before)
        or _named(sentence, range(len(sentence.tokens)))
    )
    return found if found in allowed else None


def _own_clauses(sentence: Sentence, index: int) -> list[int]:
    """The clause of a trigger and, for a joined verb, the one it is joined to: they are about one decision."""
    head = clause_heads(sentence)[index]
    token = sentence.tokens[head]
    joined = clause_tokens(sentence, token.head) if token.rel == "conj" and token.head >= 0 else ()
    return [n for n in (*clause_tokens(sentence, index), *joined) if n != index]


def _named(sentence: Sentence, tokens: Iterable[int]) -> str | None:
    joined = " " + " ".join(sentence.tokens[n].lemma for n in tokens) + " "
    for matter in load_matters():
        if any(f" {word} " in joined for word in matter.words.get("ru", ())):
            return matter.matter
    return None


def _carried(match: Match, before: Sequence[tuple[str, str | None]]) -> str | None:
    """An outcome takes the matter of the last appeal; an appeal that of the last decision."""
    appeal = match.type in APPEALS and match.type != "appeal_filed"
    for kind, about in reversed(before):
        if appeal and kind == "appeal_filed" and about is not None:
            return about
        if not appeal or not any(k == "appeal_filed" for k, _ in before):
            set_by = next((m.matter for m in load_matters() if kind in m.acts), None)
            if set_by is not None:
                return set_by
    return None


def refusal(match: Match, status: str, token: Token, clause: Iterable[Token]) -> bool:
    """Whether a denied handing-over lies ahead: "не станут выдавать", "не выдаст" tell the refusal of a request."""
    ahead = token.has("Tense", "Fut") or any(t.lemma in WILL and t.has("Tense", "Fut") for t in clause)
    return match.type == "extradited" and status == DENIED and ahead


def departure(match: Match, states: States, origins: Sequence[str]) -> str:
    """Type of a journey: out of one's own state it is a flight, out of another one a departure from the host.

    A journey whose start or whose traveller's nationality is not told keeps the type of its frame.
    """
    if match.type not in JOURNEYS or states.origin is None or not origins:
        return match.type
    return "fled" if states.origin.iso in origins else "left_host"
