"""Sentences that state a legal rule, a forecast or advice; kept as statements, never read as events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from havenwatch.records import ADVICE, FORECAST, PLANNED, REPORTED, RULE, Role, Statement, content_id
from havenwatch.statement.clause import preposition
from havenwatch.statement.role.arguments import Cast, Told, told_last
from havenwatch.statement.role.speech import attribute
from havenwatch.statement.scene import Scene
from havenwatch.text.morph import is_command, may_command
from havenwatch.text.tokens import Sentence, Token

CONFIDENCE = 0.6  # cue words alone decide
EXHAUSTED = "remedies_exhausted"  # a source says that no remedy is left: shown beside the computed ones


def read_sayings(scene: Scene) -> Iterator[tuple[int, Statement]]:
    """(sentence number, statement) of each sentence that states a rule, a forecast or advice."""
    for number, sentence in enumerate(scene.analysis.sentences):
        kind = saying_kind(scene, number, sentence)
        if kind is not None:
            yield number, _statement(scene, number, sentence, kind)


def saying_kind(scene: Scene, number: int, sentence: Sentence) -> str | None:
    """`rule`, `forecast`, `advice`, or None when the sentence tells something else."""
    if number in scene.named:
        return None
    if _advice(scene, sentence):
        return ADVICE
    if _rule(scene, sentence):
        return RULE
    return FORECAST if _forecast(scene, sentence) else None


def _advice(scene: Scene, sentence: Sentence) -> bool:
    """An imperative or "should" addressed to the reader; quoted words of a speaker are not ours to advise."""
    for token in sentence.tokens:
        if _told(sentence, token) and token.pos == "VERB" and token.lemma not in ("давать", "дать", "пустить"):
            return True
        if token.lemma in scene.lexicon.advice_verbs and token.has("VerbForm", "Fin") and _infinitive(sentence, token):
            return not any(sentence.tokens[c].rel == "nsubj" for c in sentence.children[token.index])
    return any(
        t.lemma in scene.lexicon.address and t.rel == "nsubj" and not _past(sentence, t) for t in sentence.tokens
    )


def _told(sentence: Sentence, token: Token) -> bool:
    """An imperative of the plural; "обратитесь" at the head of a sentence is one, though it could be a future."""
    if (token.has("Mood", "Imp") and token.has("Number", "Plur")) or is_command(token.text):
        return True
    subject = any(sentence.tokens[c].rel == "nsubj" for c in sentence.children[token.index])
    return token.index == 0 and not subject and may_command(token.text)


def _infinitive(sentence: Sentence, token: Token) -> bool:
    return any(t.has("VerbForm", "Inf") and abs(t.index - token.index) <= 3 for t in sentence.tokens)


def _past(sentence: Sentence, token: Token) -> bool:
    return token.head >= 0 and sentence.tokens[token.head].has("Tense", "Past")


def _rule(scene: Scene, sentence: Sentence) -> bool:
    tokens = sentence.tokens
    if any(t.has("Tense", "Past") and t.has("VerbForm", "Fin") for t in tokens if t.rel in ("root", "conj")):
        return False
    source = [t for t in tokens if t.lemma in scene.lexicon.rule_sources]
    opened = any(t.index <= 5 and _opens(preposition(sentence, t.index), t.lemma) for t in source)
    ground = any(t.lemma in scene.lexicon.rule_grounds | scene.lexicon.rule_verbs for t in tokens)
    verb = any(t.lemma in scene.lexicon.rule_verbs and t.has("Tense", "Pres") for t in tokens)
    return bool((opened and (ground or _present(sentence))) or (source and verb))


def _opens(before: str | None, lemma: str) -> bool:
    """Whether a phrase names the source of a rule; "по статье о краже" names a charge."""
    return before == "согласно" or (before == "по" and lemma != "статья")


def _present(sentence: Sentence) -> bool:
    return any(t.has("Tense", "Pres") and t.has("VerbForm", "Fin") for t in sentence.tokens)


def _forecast(scene: Scene, sentence: Sentence) -> bool:
    text = scene.text[sentence.start : sentence.end].lower().replace("ё", "е")
    hedge = any(t.lemma in scene.lexicon.forecast for t in sentence.tokens)
    phrase = any(p in text for p in scene.lexicon.forecast_phrases)
    future = any(t.has("Tense", "Fut") for t in sentence.tokens)
    infinitive = any(t.lemma == "ожидать" for t in sentence.tokens)
    return (hedge or phrase) and (future or (infinitive and phrase))


def _statement(scene: Scene, number: int, sentence: Sentence, kind: str) -> Statement:
    start, end = sentence.start, sentence.end
    root = next((t.index for t in sentence.tokens if t.head < 0), 0)
    speaker = attribute(scene, (number, root))
    return Statement(
        id=content_id("s", scene.document.id, start, end, kind, None, None, []), document=scene.document.id,
        start=start, end=end, quote=scene.text[start:end], kind=kind, type=None, about=None,
        status=PLANNED if kind == FORECAST else REPORTED,
        attributed_to=speaker.text if speaker is not None else None,
        speaker=speaker.kind if speaker is not None else None, earliest=None, latest=None, date_text=None,
        roles=(), amount=None, count=None, confidence=CONFIDENCE, found_by=f"cue:{kind}",
    )  # fmt: skip


def read_remedy_claims(scene: Scene, told: Sequence[Told], cast: Cast) -> Iterator[Statement]:
    """Sentences that say of the person told of last that nothing is left to do; none where nobody was told of."""
    for number, sentence in enumerate(scene.analysis.sentences):
        heads = told_last(scene, number, told) if says_exhausted(scene, sentence) else ()
        if heads:
            yield _claim(scene, number, sentence, [cast.people[head].id_in(scene.document.id) for head in heads])


def says_exhausted(scene: Scene, sentence: Sentence) -> bool:
    """Whether one sentence names ways, a fight at law, and that they are gone."""
    lemmas = {t.lemma for t in sentence.tokens}
    words = scene.lexicon
    return all(lemmas & group for group in (words.remedy_ways, words.remedy_fight, words.remedy_gone))


def _claim(scene: Scene, number: int, sentence: Sentence, people: Sequence[str]) -> Statement:
    start, end = sentence.start, sentence.end
    root = next((t.index for t in sentence.tokens if t.head < 0), 0)
    speaker = attribute(scene, (number, root))
    return Statement(
        id=content_id("s", scene.document.id, start, end, RULE, EXHAUSTED, None, people), document=scene.document.id,
        start=start, end=end, quote=scene.text[start:end], kind=RULE, type=EXHAUSTED, about=None, status=REPORTED,
        attributed_to=speaker.text if speaker is not None else None,
        speaker=speaker.kind if speaker is not None else None, earliest=None, latest=None, date_text=None,
        roles=tuple(Role("person", person) for person in people), amount=None, count=None, confidence=CONFIDENCE,
        found_by=f"cue:{EXHAUSTED}",
    )  # fmt: skip
