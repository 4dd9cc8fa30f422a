"""Which temporal expression of a sentence dates which trigger."""

from __future__ import annotations

from havenwatch.statement.clause import clause_heads, clause_tokens
from havenwatch.statement.frames import Match
from havenwatch.statement.scene import Scene
from havenwatch.text.dates import DatedSpan
from havenwatch.text.tokens import Sentence

USABLE = frozenset({"set", "none"})  # recurrences and traps date nothing


def date_of(scene: Scene, match: Match) -> DatedSpan | None:
    """The expression in the trigger's clause nearest to it, else one at the head of the sentence that reaches it."""
    sentence = scene.sentence(match.spot)
    spans = [d for d in scene.dates if sentence.start <= d.start < sentence.end and _usable(d)]
    if not spans:
        return None
    own = [d for d in spans if _clause_of(sentence, d) & set(clause_tokens(sentence, match.spot[1]))]
    if own:
        return min(own, key=lambda d: _distance(sentence, match, d))
    shared = [d for d in spans if _reaches(sentence, match, d)]
    return shared[-1] if shared else None


def _usable(span: DatedSpan) -> bool:
    known = span.earliest is not None or span.latest is not None
    return known and span.kind not in USABLE and not _deadline(span)


def _deadline(span: DatedSpan) -> bool:
    """Whether it bounds an act instead of dating it: "до 12 марта", "к пятнице"."""
    return (span.earliest is None) != (span.latest is None)


def _clause_of(sentence: Sentence, span: DatedSpan) -> set[int]:
    return {t.index for t in sentence.tokens if t.start < span.end and t.end > span.start}


def _distance(sentence: Sentence, match: Match, span: DatedSpan) -> tuple[int, int]:
    head = sentence.tokens[match.spot[1]]
    gap = span.start - head.end if span.start >= head.end else head.start - span.end
    return (gap, span.start)


def _reaches(sentence: Sentence, match: Match, span: DatedSpan) -> bool:
    """A date of the first clause holds for verbs joined to it by a conjunction that carry no date of their own."""
    heads = clause_heads(sentence)
    dated = {heads[i] for i in _clause_of(sentence, span)}
    at, seen = heads[match.spot[1]], set[int]()
    while at not in seen:
        seen.add(at)
        token = sentence.tokens[at]
        if at in dated and at != heads[match.spot[1]]:
            return span.start < sentence.tokens[match.spot[1]].start
        if token.rel not in ("conj", "xcomp", "ccomp", "parataxis") or token.head < 0:
            return False
        if token.rel in ("ccomp", "parataxis") and sentence.tokens[heads[token.head]].has("Tense", "Pres"):
            return False
        at = heads[token.head]
    return False
