"""Dictionary forms by the endings of a language and the words that its lists know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from havenwatch.text.gloss.lists import Gloss, Inflection

SHORTEST = 2  # letters left of a word when its ending is taken off
KINDS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective"}


def base_of(word: str, pos: str, gloss: Gloss, known: frozenset[str]) -> str:
    """Dictionary form of a lower-case word; the word itself where no rule leads to a known one."""
    rules = gloss.inflection
    if word in rules.irregular:
        return rules.irregular[word]
    kind = KINDS.get(pos, "any")
    candidates = dict.fromkeys(_candidates(word, kind, rules))
    if word in gloss.concepts or word in known:
        return _verb_of(word, candidates, gloss) or word if kind == "verb" else word
    if word in gloss.known and not any(c in gloss.concepts for c in candidates):
        return word
    second = dict.fromkeys(c for f in candidates if rules.twice for c in _candidates(f, kind, rules))
    guess = word
    if pos == "VERB" and word.endswith((*rules.regular_past, *rules.gerund)):  # a verb that no list has
        guess = next(iter(candidates), word)
    options = [*candidates, *second]
    if rules.twice and kind == "verb":  # "звинувачений" is a person too, but tagged as a verb it is the participle
        options.sort(key=lambda c: kind not in gloss.concepts.get(c, {}))
    return next((c for c in options if c in gloss.known or c in known), guess)


def _verb_of(word: str, candidates: Iterable[str], gloss: Gloss) -> str | None:
    """The verb behind a form that the lists know as another word alone: "forced" beside "forced return"."""
    if "verb" in gloss.concepts.get(word, {}) or not word.endswith(gloss.inflection.regular_past):
        return None
    return next((c for c in candidates if "verb" in gloss.concepts.get(c, {})), None)


def _candidates(word: str, kind: str, rules: Inflection) -> Iterator[str]:
    rows = [*rules.endings.get(kind, ()), *rules.endings.get("any", ())]
    for ending, instead in rows:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            stem = word[: len(word) - len(ending)]
            yield stem + instead
            if rules.double and len(stem) > SHORTEST and stem[-1] == stem[-2]:
                yield stem[:-1] + instead


def is_participle(word: str, base: str, rules: Inflection) -> bool:
    """Whether a verb form may be a past participle."""
    return word in rules.participles or (word != base and word.endswith(rules.regular_past))


def is_past(word: str, base: str, rules: Inflection) -> bool:
    """Whether a verb form may be a finite past."""
    return word in rules.past or (word != base and word not in rules.participles and word.endswith(rules.regular_past))


def is_gerund(word: str, base: str, rules: Inflection) -> bool:
    """Whether a verb form is a present participle or gerund."""
    return word != base and word.endswith(rules.gerund)
