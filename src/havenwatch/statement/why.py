"""Why a text was read as it was: every trigger with what became of it, and words that nearly made one."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from havenwatch.ontology import Ontology
from havenwatch.records import Document
from havenwatch.statement.acts import combined
from havenwatch.statement.events import draft_events, refused, told_directly, whom
from havenwatch.statement.read import LANGUAGES, cast_of, look_at
from havenwatch.statement.role.arguments import Cast
from havenwatch.statement.role.draft import Draft
from havenwatch.statement.sayings import read_sayings
from havenwatch.statement.scene import Scene
from havenwatch.statement.trigger.frames import FrameIndex, Match, frames_of, index_frames, match_frames, reachable
from havenwatch.statement.trigger.terms import Ground, ground_of, met

GENERAL = "nobody in particular is meant: a rule, an opinion, or people in general"
NEAREST = 3  # frames shown for a word that made no trigger


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """A trigger or near-trigger: its span, event type, the rule or model (None: no frame fitted), and what came of it.

    `status` and `person` are None where there is no statement; `reason` says why there is none.
    """

    start: int
    end: int
    type: str
    rule: str | None
    status: str | None
    person: str | None
    reason: str | None


def explain(document: Document, ontology: Ontology) -> tuple[Finding, ...]:
    """Findings in order of position; empty for a document in a language that is not read."""
    if document.language not in LANGUAGES:
        return ()
    from havenwatch.model.analysis import load_analyser

    scene, index = look_at(document, ontology, load_analyser()), index_frames(ontology, document.language or "ru")
    matches = combined(scene, match_frames(scene, index))
    cast = cast_of(scene, matches)
    silent = frozenset(number for number, _ in read_sayings(scene))
    drafts = {d.match.spot: d for d in draft_events(scene, matches, cast, silent)}
    told = told_directly(scene, matches, cast)
    found = []
    for match in matches:
        draft = drafts.get(match.spot)
        people = whom(scene, match, cast, told) if draft is None else ((), ())
        reason = None if draft is not None else refused(scene, match, cast, *people) or GENERAL
        found.append(_finding(scene, match, draft, cast, reason))
    used = {(m.spot[0], n) for m in matches for n in (m.spot[1], *m.terms)}
    found += [f for n in range(len(scene.analysis.sentences)) for f in _near(scene, n, index, used)]
    return tuple(sorted(found, key=lambda f: (f.start, f.end, f.type)))


def _finding(scene: Scene, match: Match, draft: Draft | None, cast: Cast, reason: str | None) -> Finding:
    token = scene.token(match.spot)
    if draft is None:
        return Finding(token.start, token.end, match.type, match.rule, None, None, reason)
    head = cast.people[draft.heads[0]] if draft.heads else None
    name = None if head is None else head.name or scene.text[head.start : head.end]
    return Finding(token.start, token.end, draft.match.type, match.rule, draft.status, name, None)


def _near(scene: Scene, number: int, index: FrameIndex, used: set[tuple[int, int]]) -> Iterator[Finding]:
    """Words that are heads of frames of which none fitted, each with what the nearest frames miss."""
    ground = ground_of(scene, number)
    for token in ground.sentence.tokens:
        rows = () if (number, token.index) in used else tuple(frames_of(index, token))
        reach = reachable(ground.sentence, token.index) if rows else frozenset[int]()
        misses = [(type_id, _miss(ground, reach, token.index, needs, unless)) for type_id, _, needs, unless in
                  ((t, n, f.needs, f.unless) for t, n, f in rows)]  # fmt: skip
        for type_id, reason in misses[:NEAREST]:
            yield Finding(token.start, token.end, type_id, None, None, None, reason)


def _miss(
    ground: Ground, reach: frozenset[int], head: int, needs: Sequence[Sequence[str]], unless: Sequence[str]
) -> str:
    """What keeps a frame from fitting, in words."""
    against = next((term for term in unless if met(ground, reach, term, head)), None)
    if against is not None:
        return f"not beside '{against}'"
    missing = next((group for group in needs if not any(met(ground, reach, term, head) for term in group)), ())
    return f"needs one of: {', '.join(missing)}" if missing else "another frame of the sentence has used the word"
