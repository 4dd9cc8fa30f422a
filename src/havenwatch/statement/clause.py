"""Clauses of a sentence: which predicate each token belongs to, and what stands above a predicate."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from havenwatch.text.tokens import ROOT, Sentence, Token

BOUNDARIES = frozenset({"root", "ccomp", "advcl", "acl", "acl:relcl", "parataxis", "csubj"})


def is_boundary(token: Token) -> bool:
    """Whether a clause begins at this token: a subordinate predicate, or a verb joined by a conjunction."""
    if token.rel == "conj":
        return token.pos == "VERB"
    if token.rel in ("parataxis", "acl"):
        return token.pos in ("VERB", "ADJ", "NOUN", "PROPN")
    return token.rel in BOUNDARIES or token.head == ROOT


@functools.lru_cache(maxsize=4096)
def _heads(tokens: tuple[tuple[int, bool], ...]) -> tuple[int, ...]:
    out: list[int] = []
    for index in range(len(tokens)):
        at, steps = index, 0
        while not tokens[at][1] and tokens[at][0] != ROOT and steps < len(tokens):
            at, steps = tokens[at][0], steps + 1
        out.append(at)
    return tuple(out)


def clause_heads(sentence: Sentence) -> tuple[int, ...]:
    """For each token the position of the predicate whose clause it stands in (itself for a predicate)."""
    return _heads(tuple((t.head, is_boundary(t)) for t in sentence.tokens))


def clause_tokens(sentence: Sentence, index: int) -> tuple[int, ...]:
    """Positions of all tokens in the clause of token `index`, in order."""
    heads = clause_heads(sentence)
    return tuple(n for n, head in enumerate(heads) if head == heads[index])


def descendants(sentence: Sentence, index: int) -> Iterator[int]:
    """Positions below `index`, not crossing into another clause."""
    for child in sentence.children[index]:
        if not is_boundary(sentence.tokens[child]):
            yield child
            yield from descendants(sentence, child)


def ancestors(sentence: Sentence, index: int) -> Iterator[int]:
    """Positions above `index` up to the root, nearest first."""
    seen = {index}
    at = sentence.tokens[index].head
    while at != ROOT and at not in seen:
        seen.add(at)
        yield at
        at = sentence.tokens[at].head


def governors(sentence: Sentence, index: int) -> Iterator[int]:
    """What governs a predicate or noun: upward within its clause, over conjoined verbs and one content clause."""
    at = index
    for above in ancestors(sentence, index):
        rel = sentence.tokens[at].rel
        if rel == "conj":  # shares what governs its sibling, but is not governed by the sibling
            at = above
            continue
        if rel in ("acl", "acl:relcl", "parataxis", "advcl"):
            return
        yield above
        if rel in ("ccomp", "csubj"):
            return
        at = above


def subject(sentence: Sentence, index: int) -> int | None:
    """Position of the subject of the clause of `index`, inherited over conjoined verbs; None when there is none.

    A noun tagged as subject that does not agree with its past verb is an object: "Петрова задержал спецназ".
    """
    at: int | None = clause_heads(sentence)[index]
    seen: set[int] = set()
    while at is not None and at not in seen:
        seen.add(at)
        tagged = [c for c in sentence.children[at] if sentence.tokens[c].rel in ("nsubj", "nsubj:pass")]
        found = next((c for c in tagged if agrees(sentence, c, at)), None)
        if found is not None:
            return found if at == clause_heads(sentence)[index] or agrees(sentence, found, index) else None
        token = sentence.tokens[at]
        shared = token.rel in ("conj", "xcomp") or (token.rel == "advcl" and token.has("VerbForm", "Conv"))
        at = clause_heads(sentence)[token.head] if shared and token.head >= 0 else None
    return None


def agrees(sentence: Sentence, noun: int, verb: int) -> bool:
    """Whether a noun can be the subject of a past verb by number and gender; True where the verb shows neither."""
    subject_, predicate = sentence.tokens[noun], sentence.tokens[verb]
    if subject_.pos == "PROPN" and subject_.has("Case", "Acc", "Dat"):
        return False
    if not predicate.has("Tense", "Past") or subject_.pos not in ("NOUN", "PROPN"):
        return True
    joined = any(sentence.tokens[c].rel in ("conj", "nummod", "nummod:gov") for c in sentence.children[noun])
    if predicate.has("Number", "Plur"):
        return joined or not subject_.has("Number", "Sing")
    genders = {subject_.feats.get("Gender"), predicate.feats.get("Gender")}
    person = subject_.has("Animacy", "Anim") and subject_.pos == "PROPN"
    return not person or genders != {"Masc", "Fem"}


def preposition(sentence: Sentence, index: int) -> str | None:
    """Lemma of the preposition of a noun phrase, compound ones joined ("в отношение"); None when there is none.

    A case suffix that says the same as a preposition stands in the feature `Adposition`.
    """
    found = [sentence.tokens[c] for c in sentence.children[index] if sentence.tokens[c].rel == "case"]
    return " ".join(t.lemma for t in found) or sentence.tokens[index].feats.get("Adposition")
