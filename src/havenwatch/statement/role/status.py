"""Whether an act is told as having happened, planned, alleged, denied or conditional."""

from __future__ import annotations

from collections.abc import Iterator

from havenwatch.records import ALLEGED, CONDITIONAL, DENIED, IMPLIED, PLANNED, REPORTED
from havenwatch.statement.clause import clause_tokens, governors, preposition
from havenwatch.statement.lexicon import Lexicon
from havenwatch.text.tokens import Sentence, Token


def read_status(
    sentence: Sentence, index: int, lexicon: Lexicon, default: str | None, *, negative: bool = False
) -> str:
    """Status of the act whose trigger stands at `index`.

    `default` is what the frame says by itself; `negative` frames are worded with a negation that denies nothing.
    """
    above = () if _is_person(sentence.tokens[index]) else tuple(governors(sentence, index))
    tokens = [sentence.tokens[index], *(sentence.tokens[a] for a in above)]
    clause = [sentence.tokens[n] for n in clause_tokens(sentence, index)]
    if _conditional(clause, lexicon) or _depends(sentence, index):
        return CONDITIONAL
    if not negative and _negated(sentence, index, lexicon):
        return DENIED
    if any(_negated(sentence, a, lexicon) for a in _modal(sentence, above)):
        return DENIED
    if any(t.lemma in lexicon.denied for t in tokens[1:]):
        return DENIED
    if _future(tokens, clause) or any(t.lemma in lexicon.planned for t in tokens[1:]) or _purpose(sentence, index):
        return PLANNED
    if any(t.lemma in lexicon.alleged for t in clause + tokens[1:]) or _said_of(tokens[1:], lexicon):
        return ALLEGED
    return default or REPORTED


def _said_of(above: list[Token], lexicon: Lexicon) -> bool:
    """Whether somebody is said to have done it: "Kazakhstan is said to have extradited three more"."""
    return any(t.lemma in lexicon.speech and t.has("Voice", "Pass") and t.has("VerbForm", "Part") for t in above)


def _is_person(token: Token) -> bool:
    """Whether the act is told by a word for who does it: "дезертир попросил убежища" plans no desertion."""
    return token.pos == "NOUN" and token.rel in ("nsubj", "nsubj:pass") and token.has("Animacy", "Anim")


def _modal(sentence: Sentence, above: tuple[int, ...]) -> Iterator[int]:
    """Governors through which a negation reaches the act: verbs above an infinitive, light nouns."""
    for index in above:
        yield index
        if sentence.tokens[index].has("VerbForm", "Fin"):
            return


def _negated(sentence: Sentence, index: int, lexicon: Lexicon) -> bool:
    inside = sentence.tokens[index].pos == "VERB" and sentence.tokens[index].has("Polarity", "Neg")  # "бермеді"
    return inside or any(_negates(sentence, c, index, lexicon) for c in _beside(sentence, index))


def _beside(sentence: Sentence, index: int) -> Iterator[int]:
    """Dependents of a predicate and of its auxiliaries, and the word just before it."""
    yield from sentence.children[index]
    for child in sentence.children[index]:
        if sentence.tokens[child].rel in ("aux", "aux:pass", "cop"):
            yield from sentence.children[child]
            yield child - 1
    if index > 0:
        yield index - 1


def _negates(sentence: Sentence, at: int, index: int, lexicon: Lexicon) -> bool:
    if at < 0 or at >= len(sentence.tokens) or at == index:
        return False
    token = sentence.tokens[at]
    if token.lemma not in lexicon.negation or token.lemma in ("никто", "никогда") or token.rel == "conj":
        return False  # "подала прошение, ответа нет" denies the answer
    after = sentence.tokens[at + 1].lemma if at + 1 < len(sentence.tokens) else ""
    if token.lemma == "без":
        return sentence.tokens[index].pos in ("NOUN", "PROPN") and preposition(sentence, index) == "без"
    beside = sentence.tokens[at + 1].rel in ("aux", "aux:pass", "cop") if at + 1 < len(sentence.tokens) else False
    return after not in lexicon.not_negation and (at == index - 1 or token.head == index or beside)


def _future(tokens: list[Token], clause: list[Token]) -> bool:
    head = tokens[0]
    if head.has("Tense", "Fut") or head.has("Mood", "Imp"):
        return True
    auxiliary = any(t.lemma == "быть" and t.has("Tense", "Fut") and t.rel.startswith(("aux", "cop")) for t in clause)
    finite = next((t for t in tokens if t.has("VerbForm", "Fin")), None)
    above = finite is not None and finite is not head and finite.has("Tense", "Fut")
    bare = head.has("VerbForm", "Inf") and finite is None and len(tokens) == 1
    return auxiliary or above or bare


def _purpose(sentence: Sentence, index: int) -> bool:
    """Whether the act is wanted, not done: "чтобы его выдали"."""
    return any(sentence.tokens[c].lemma == "чтобы" for c in sentence.children[index])


def _depends(sentence: Sentence, index: int) -> bool:
    """Whether the clause rests on an "if" clause: "Если его вернут, его арестуют"."""
    above = (index, *governors(sentence, index))
    clauses = [c for a in above for c in sentence.children[a] if sentence.tokens[c].rel == "advcl"]
    return any(
        sentence.tokens[c].has("Mood", "Cnd") or any(sentence.tokens[m].lemma == "если" for m in sentence.children[c])
        for c in clauses
    )


def _conditional(clause: list[Token], lexicon: Lexicon) -> bool:
    return any(t.lemma in lexicon.conditional for t in clause if t.pos in ("SCONJ", "PART", "CCONJ", "AUX", "NOUN"))


def is_hearsay(status: str) -> bool:
    """Whether a status may be weakened to alleged by who says it."""
    return status in (REPORTED, IMPLIED)
