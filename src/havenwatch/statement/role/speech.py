"""Who says it: the innermost speaker of a clause, as written, with the kind of speaker."""

from __future__ import annotations

import dataclasses

from havenwatch.statement.clause import ancestors, clause_tokens, descendants, preposition, subject
from havenwatch.statement.scene import Scene, Spot
from havenwatch.text.tokens import Sentence

OPENING = 3  # tokens: a phrase that opens the sentence ("По словам адвоката") covers all of it


@dataclasses.dataclass(frozen=True, slots=True)
class Attribution:
    """Words for the speaker as written, the kind of speaker, and whether the text keeps its distance."""

    text: str
    kind: str | None
    doubtful: bool


def attribute(scene: Scene, spot: Spot) -> Attribution | None:
    """Speaker of what is told at `spot`; None when the text itself says it."""
    sentence = scene.sentence(spot)
    return _phrase(scene, sentence, spot[1]) or _verb(scene, sentence, spot[1])


def _phrase(scene: Scene, sentence: Sentence, index: int) -> Attribution | None:
    """Speaker in a phrase of the sentence: "по словам адвоката", "по версии следствия"."""
    near = {*clause_tokens(sentence, index), *range(OPENING)}
    for token in (sentence.tokens[n] for n in sorted(near) if n < len(sentence.tokens)):
        if token.lemma in scene.lexicon.speech_nouns and preposition(sentence, token.index) in ("по", "со", "согласно"):
            below = sorted(descendants(sentence, token.index))
            unsure = [n for n in sentence.children[token.index] if sentence.tokens[n].lemma in scene.lexicon.alleged]
            if unsure:
                return _attribution(scene, sentence, [unsure[0], token.index], doubtful=True)
            words = [n for n in below if sentence.tokens[n].rel != "case" and n > token.index]
            if not words and token.has("Adposition", "по", "со"):  # "адвокаттың айтуынша": the speaker stands before
                words = [n for n in below if n < token.index]
            if any(sentence.tokens[n].pos != "PUNCT" for n in words):
                return _attribution(scene, sentence, words, doubtful=token.lemma in scene.lexicon.doubtful)
    return None


def _verb(scene: Scene, sentence: Sentence, index: int) -> Attribution | None:
    for above in (*ancestors(sentence, index), *_parentheses(scene, sentence)):
        token = sentence.tokens[above]
        if token.lemma not in scene.lexicon.speech or above == index or token.pos != "VERB":
            continue
        who = subject(sentence, above)
        if who is None or who == index or not _governs(sentence, above, index):
            continue
        words = _around(sentence, who)
        return _attribution(scene, sentence, words, doubtful=token.lemma in scene.lexicon.claims)
    return None


def _around(sentence: Sentence, who: int) -> list[int]:
    """The unbroken run of a speaker's words that holds the speaker; what hangs on them elsewhere is left out."""
    below = {who, *descendants(sentence, who)}
    first = last = who
    while first - 1 in below and sentence.tokens[first - 1].text not in (",", "—", ";", "("):
        first -= 1
    while last + 1 in below:
        last += 1
    return list(range(first, last + 1))


def _parentheses(scene: Scene, sentence: Sentence) -> tuple[int, ...]:
    """Speech verbs set beside the clause: "Его выслали, сообщил адвокат"."""
    beside = (t for t in sentence.tokens if t.rel == "parataxis" or t.head < 0)
    return tuple(t.index for t in beside if t.lemma in scene.lexicon.speech)


def _governs(sentence: Sentence, verb: int, index: int) -> bool:
    """Whether the clause of `index` is what is said: a content clause below the verb, or the verb is set beside it."""
    if sentence.tokens[verb].rel == "parataxis" or sentence.tokens[verb].head < 0 <= _clause_break(
        sentence, verb, index
    ):
        return index not in clause_tokens(sentence, verb)
    at = index
    while at >= 0 and at != verb:
        if sentence.tokens[at].head == verb:
            return sentence.tokens[at].rel in ("ccomp", "parataxis", "csubj", "xcomp")
        at = sentence.tokens[at].head
    return False


def _clause_break(sentence: Sentence, verb: int, index: int) -> int:
    """1 when the verb is a second root behind a comma ("Его выслали, пишет газета"), else -1."""
    second = verb > index and index not in descendants_of(sentence, verb)
    return 1 if second and any(t.text == "," for t in sentence.tokens[index:verb]) else -1


def descendants_of(sentence: Sentence, verb: int) -> set[int]:
    """All positions below a verb, clause borders crossed."""
    below: set[int] = set()
    todo = list(sentence.children[verb])
    while todo:
        at = todo.pop()
        if at not in below:
            below.add(at)
            todo.extend(sentence.children[at])
    return below


def _attribution(scene: Scene, sentence: Sentence, words: list[int], *, doubtful: bool) -> Attribution:
    words = _until_comma(sentence, [n for n in words if sentence.tokens[n].pos != "PUNCT"] or words)
    start, end = sentence.tokens[words[0]].start, sentence.tokens[words[-1]].end
    lemmas = {sentence.tokens[n].lemma for n in words}
    kinds = scene.lexicon.speakers
    kind = next((k for k in kinds if lemmas & kinds[k]), None) or _by_form(sentence, words)
    return Attribution(scene.text[start:end], kind, doubtful)


def _until_comma(sentence: Sentence, words: list[int]) -> list[int]:
    """The unbroken run of words up to the first comma or dash."""
    run = [words[0]]
    for n in words[1:]:
        if n != run[-1] + 1 or sentence.tokens[n].text in (",", "—", ";", "("):
            break
        run.append(n)
    return run


def _by_form(sentence: Sentence, words: list[int]) -> str | None:
    head = sentence.tokens[words[0]]
    return "person" if head.pos == "PRON" or head.has("Animacy", "Anim") else None
