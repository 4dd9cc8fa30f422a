"""Triggers: the ontology's frames matched on the clauses of a sentence.

A frame names head lemmas, terms that must stand in the same clause, terms that must not, and where the person stands.
The frame with the most terms wins a head; a word that a frame has used as its term starts no frame of its own.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence

from havenwatch.ontology import Ontology
from havenwatch.ontology.event import EventType, Frame
from havenwatch.statement.clause import ancestors, clause_heads, descendants, is_boundary
from havenwatch.statement.scene import Scene, Spot
from havenwatch.statement.trigger.terms import NOUNS, Ground, ground_of, met
from havenwatch.text.tokens import Sentence, Token

MODEL = -1  # number of the frame of a trigger that no frame but a model found
REVIEW = 12  # sentences at most of a text that is judged as a whole; a longer one has room for both
CONCEPTS = "ru"  # the language whose dictionary forms name the concepts
AROUND = 4  # tokens beside a trigger and its terms in which a model's words are the same act
NEAR = 4  # tokens: how far a term may stand outside the clause that the parser drew, since it sometimes errs
# nouns of an act that may lie ahead: "оспаривает экстрадицию" does not tell that it was carried out
BARE_ACTS = frozenset({"экстрадиция", "выдача", "депортация", "выдворение", "высылка"})
# types whose object is an earlier act: challenging or hearing it, or granting a request, tells that it happened
PRESUPPOSING = frozenset({
    "appeal_filed", "appeal_granted", "appeal_rejected", "remitted", "court_hearing", "extradition_approved",
    "extradition_refused",
})  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Match:
    """One trigger: event type, its frame, the spot of the head and the positions of the terms in that sentence.

    `home` is the type whose file holds the frame, also where the words around it narrow `type`.
    `presupposed`: a noun that another trigger acts upon ("обжалуют отказ в убежище" tells the refusal too).
    """

    type: str
    frame: Frame
    number: int
    spot: Spot
    terms: tuple[int, ...]
    home: str
    presupposed: bool = False

    @property
    def rule(self) -> str:
        """Name of the frame, or of the model, for `found_by`."""
        return f"model:acts/{self.home}" if self.number == MODEL else f"frame:{self.home}/{self.number}"


@dataclasses.dataclass(frozen=True)
class FrameIndex:
    """Frames of one language by head lemma."""

    heads: Mapping[str, tuple[tuple[str, int, Frame], ...]]


def index_frames(ontology: Ontology, language: str) -> FrameIndex:
    """All frames for texts of `language`, looked up by the lemma of their head.

    The Russian frames are those of the concepts and hold for every language; a language may add wordings of its own.
    """
    heads: dict[str, list[tuple[str, int, Frame]]] = {}
    for type_id in sorted(ontology.events):
        for number, frame in enumerate(_frames(ontology.events[type_id], language)):
            for lemma in frame.heads:
                heads.setdefault(lemma.replace("ё", "е"), []).append((type_id, number, frame))
    return FrameIndex({lemma: tuple(rows) for lemma, rows in heads.items()})


def _frames(event: EventType, language: str) -> tuple[Frame, ...]:
    own = event.frames.get(language, ()) if language != CONCEPTS else ()
    return (*event.frames.get(CONCEPTS, ()), *own)


def match_frames(scene: Scene, index: FrameIndex) -> tuple[Match, ...]:
    """All triggers of the document, in order of position."""
    found: list[Match] = []
    away = other_worlds(scene)
    for number in range(len(scene.analysis.sentences)):
        if number not in away:
            ground = ground_of(scene, number)
            candidates = (m for m in _candidates(number, ground, index) if _backed(scene, m))
            found.extend(_choose(ground.sentence, list(candidates)))
    return tuple(sorted(found, key=lambda m: m.spot))


def other_worlds(scene: Scene) -> frozenset[int]:
    """Numbers of the sentences that tell a game or a made-up story; all where half of them do (a review)."""
    sentences = scene.analysis.sentences
    away = [n for n, sentence in enumerate(sentences) if _of_another_world(scene, sentence)]
    whole = (len(away) > 1 and 2 * len(away) >= len(sentences)) or _is_review(scene)
    return frozenset(range(len(sentences)) if whole else away)


def _is_review(scene: Scene) -> bool:
    """Whether a short text retells a film or book: a work, and two words or more for what its story holds."""
    sentences = scene.analysis.sentences
    if len(sentences) > REVIEW:
        return False
    said = {t.lemma for s in sentences for t in s.tokens}
    return not said.isdisjoint(scene.lexicon.works) and len(said & scene.lexicon.plot) > 1


def _of_another_world(scene: Scene, sentence: Sentence) -> bool:
    """Whether a sentence is about a game, or tells what a book or play tells."""
    told = (t.lemma for t in sentence.tokens if t.rel == "nsubj")
    played = (t.lemma for t in sentence.tokens)
    return any(x in scene.lexicon.sport for x in played) or any(x in scene.lexicon.fiction for x in told)


def _candidates(number: int, ground: Ground, index: FrameIndex) -> Iterator[Match]:
    for token in ground.sentence.tokens:
        rows = tuple(frames_of(index, token))
        reach = reachable(ground.sentence, token.index) if rows else frozenset()
        for type_id, frame_number, frame in rows:
            terms = match_terms(ground, reach, token.index, frame)
            if terms is not None:
                yield Match(type_id, frame, frame_number, (number, token.index), terms, type_id)


def _backed(scene: Scene, match: Match) -> bool:
    """Whether a model sees the act, where the words alone say too little; without a model such words say nothing."""
    needed, evidence = match.frame.support, scene.analysis.acts
    if needed == 0:
        return True
    return evidence is not None and evidence.support(match.type, *reach_of(scene, match)) >= needed


def reach_of(scene: Scene, match: Match) -> tuple[int, int]:
    """Span from a little before to a little behind a trigger and its terms, within the sentence."""
    tokens = scene.sentence(match.spot).tokens
    places = (match.spot[1], *match.terms)
    first, last = max(min(places) - AROUND, 0), min(max(places) + AROUND, len(tokens) - 1)
    return tokens[first].start, tokens[last].end


def frames_of(index: FrameIndex, token: Token) -> Iterator[tuple[str, int, Frame]]:
    """(Event type, number, frame) of the frames whose head a token may be, in any of its readings."""
    if _right_class(token):
        seen: set[tuple[str, int]] = set()
        for word in (token.lemma, *token.senses):
            fresh = [row for row in index.heads.get(word, ()) if row[:2] not in seen]
            seen.update(row[:2] for row in fresh)
            yield from fresh


def _right_class(token: Token) -> bool:
    """Whether a token of this class may carry an act."""
    return token.pos in ("VERB", "AUX", "NOUN", "PROPN", "ADJ", "NUM", "DET", "ADV")


def match_terms(ground: Ground, reach: frozenset[int], head: int, frame: Frame) -> tuple[int, ...] | None:
    """Positions of the terms that satisfy the frame at `head` within `reach`, None when it does not fit."""
    if any(met(ground, reach, term, head, own=False) is not None for term in frame.unless):
        return None
    terms: list[int] = []
    for group in frame.needs:
        hit = next((h for term in group if (h := met(ground, reach, term, head)) is not None), None)
        if hit is None:
            return None
        terms.extend(hit)
    return tuple(sorted(set(terms) - {head}))


def reachable(sentence: Sentence, index: int) -> frozenset[int]:
    """Tokens in which a head's terms may stand: its clause for a verb, its phrase and governors for a noun."""
    heads = clause_heads(sentence)
    token = sentence.tokens[index]
    if token.pos in ("VERB", "AUX"):
        own = {n for n, head in enumerate(heads) if head == heads[index]} | set(descendants(sentence, index))
        own |= _content_clause(sentence, index)
    else:
        above = [a for a in ancestors(sentence, index) if heads[a] == heads[index]]
        own = set(descendants(sentence, index)) | set(above) | set(_direct(sentence, above[-1:]))
    low, high = index - NEAR, index + NEAR
    near = {n for n in range(max(low, 0), min(high + 1, len(heads))) if not _other_verb(sentence, index, n)}
    return frozenset((own | near) - {index})


def _content_clause(sentence: Sentence, index: int) -> set[int]:
    """Predicate of a content clause or infinitive below a verb ("постановил, что его выдадут")."""
    return {c for c in sentence.children[index] if sentence.tokens[c].rel in ("ccomp", "xcomp", "csubj")}


def _direct(sentence: Sentence, above: Sequence[int]) -> Iterator[int]:
    for index in above:
        yield from (c for c in sentence.children[index] if not is_boundary(sentence.tokens[c]))


def _other_verb(sentence: Sentence, index: int, at: int) -> bool:
    """Whether a finite verb or a comma stands between two positions: then nearness means nothing."""
    low, high = sorted((index, at))
    between = sentence.tokens[low + 1 : high]
    return any(t.has("VerbForm", "Fin") or t.text in (",", ";", ":", "—", "(") for t in between) or (
        sentence.tokens[at].has("VerbForm", "Fin") and at != index
    )


def _choose(sentence: Sentence, candidates: Sequence[Match]) -> Iterator[Match]:
    """The most specific frame of each head; heads that serve another frame as a term are used up."""
    best: dict[Spot, Match] = {}
    for match in sorted(candidates, key=lambda m: _rank(sentence, m)):
        best.setdefault(match.spot, match)
    used: dict[int, str] = {}
    heads = {match.spot[1] for match in best.values()}
    # who takes another's head as its term comes first: "разрешил выдать" is a decision, "выдать" no act beside it
    for match in sorted(best.values(), key=lambda m: (-len(heads.intersection(m.terms)), _rank(sentence, m))):
        consumer = used.get(match.spot[1])
        if consumer is None:
            used.update(dict.fromkeys(match.terms, match.type))
            yield match
        elif _presupposed(sentence, match, consumer):
            yield dataclasses.replace(match, presupposed=True)


def _presupposed(sentence: Sentence, match: Match, consumer: str) -> bool:
    noun = sentence.tokens[match.spot[1]]
    other = consumer in PRESUPPOSING and consumer != match.type
    return other and bool(match.terms) and noun.pos in NOUNS and noun.lemma not in BARE_ACTS


def _rank(sentence: Sentence, match: Match) -> tuple[int, int, int, str, int]:
    verb = sentence.tokens[match.spot[1]].pos in ("VERB", "AUX")
    width = sum(abs(t - match.spot[1]) for t in match.terms)
    return (-len(match.frame.needs), -int(verb), width, match.type, match.number)
