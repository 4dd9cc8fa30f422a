"""Mentions of persons without a name: role words, pronouns, numerals that stand for people."""

from __future__ import annotations

from collections.abc import Iterator

from havenwatch.statement.clause import preposition
from havenwatch.statement.mention.person import GROUP, PRONOUN, ROLE, Person
from havenwatch.statement.scene import Scene, Spot
from havenwatch.text.morph import participle_form
from havenwatch.text.tokens import Sentence, Token

PRONOUNS = frozenset({"он", "она", "они", "который", "его", "ее", "их", "сам"})
NUMERALS = {
    "один": 1, "двое": 2, "два": 2, "оба": 2, "трое": 3, "три": 3, "четверо": 4, "четыре": 4, "пятеро": 5, "пять": 5,
    "шестеро": 6, "шесть": 6, "семеро": 7, "семь": 7, "восемь": 8, "девять": 9, "десять": 10,
}  # fmt: skip
CROWD = 100  # a larger number is a statistic ("депортировано 418 нарушителей"), not a group of a case


def find_unnamed(scene: Scene) -> Iterator[Person]:
    """Every word that stands for a person without naming them."""
    for number, sentence in enumerate(scene.analysis.sentences):
        for token in sentence.tokens:
            spot = (number, token.index)
            person = _pronoun(spot, token) or _role(scene, spot) or _numeral(scene, spot)
            if person is not None:
                yield person


def _pronoun(spot: Spot, token: Token) -> Person | None:
    if token.pos not in ("PRON", "DET") or token.lemma not in PRONOUNS:
        return None
    word = token.text.lower().replace("ё", "е")
    plural = token.has("Number", "Plur") or word == "их"
    gender = {"его": "Masc", "ее": "Fem", "их": None}.get(word, token.feats.get("Gender"))
    return Person(spot, (spot,), token.start, token.end, PRONOUN, None, gender, plural, None, (), (token.lemma,))


def _role(scene: Scene, spot: Spot) -> Person | None:
    token, sentence = scene.token(spot), scene.sentence(spot)
    if token.pos not in ("NOUN", "PROPN", "ADJ", "VERB") or preposition(sentence, spot[1]) == "как":
        return None
    above = sentence.tokens[token.head].lemma if token.head >= 0 else ""
    below = token.rel in ("nmod", "amod", "compound")
    if spot in scene.organisations or (below and above in scene.lexicon.abstract) or _only_age(sentence, token):
        return None
    word = base_word(token)
    profiles = profiles_of(scene, word)
    place = scene.places.get(spot)
    demonym = place is not None and place.kind == "demonym"
    if not profiles and word not in scene.lexicon.generic and not demonym:
        return None
    if token.pos in ("ADJ", "VERB") and not _substantive(token):
        return None
    plural = token.has("Number", "Plur")
    count = _count(sentence, token.index) if plural else 1
    if plural and count is None and _is_many(sentence, token.index):
        return None
    told = scene.lexicon.generic.get(word) if scene.document.language in (None, "ru") else None
    gender = None if plural else told or token.feats.get("Gender")
    fresh = any(t.lemma in scene.lexicon.other for t in _modifiers(sentence, token.index))
    form = GROUP if plural else ROLE
    extra = profiles + modifier_profiles(scene, sentence, token.index)
    return Person(spot, (spot,), token.start, token.end, form, None, gender, plural, count,
                  tuple(sorted(set(extra))), (word,), fresh=fresh)  # fmt: skip


def _only_age(sentence: Sentence, token: Token) -> bool:
    """Whether an age stands before the noun that it belongs to: "a 54-year-old teacher" is one person."""
    after = sentence.tokens[token.index + 1] if token.index + 1 < len(sentence.tokens) else None
    aged = token.text.lower().endswith("year-old")
    return aged and after is not None and after.pos in ("NOUN", "PROPN", "ADJ")


def _substantive(token: Token) -> bool:
    """Whether an adjective or participle stands for a person: "мобилизованного схватили", "задержанная рассказала"."""
    return token.rel in ("nsubj", "nsubj:pass", "obj", "iobj", "obl", "nmod") and not token.has("Variant", "Short")


def base_word(token: Token) -> str:
    """Dictionary form of a word for a person; a participle stays an adjective (мобилизованный, not мобилизовать)."""
    participle = token.has("VerbForm", "Part") or token.pos == "ADJ"
    return participle_form(token.text) or token.lemma if participle else token.lemma


def profiles_of(scene: Scene, lemma: str) -> tuple[str, ...]:
    """Ids of the profiles whose role words contain the lemma."""
    return scene.callings.get(lemma, ())


def modifier_profiles(scene: Scene, sentence: Sentence, index: int) -> tuple[str, ...]:
    """Profiles shown by adjectives of a person word ("несовершеннолетний", "15-летний")."""
    young = any(t.lemma in scene.lexicon.minor or _age(t) < 18 for t in _modifiers(sentence, index))
    return ("minor",) if young else ()


def _age(token: Token) -> int:
    digits = token.text.split("-")[0]
    return int(digits) if digits.isdigit() and "летн" in token.text else 99


def _modifiers(sentence: Sentence, index: int) -> Iterator[Token]:
    for child in sentence.children[index]:
        token = sentence.tokens[child]
        if token.rel in ("amod", "nummod", "nummod:gov", "advmod", "det", "nummod:entity"):
            yield token
            yield from (sentence.tokens[c] for c in sentence.children[child])


def _is_many(sentence: Sentence, index: int) -> bool:
    """A large or rounded number counts a population ("660 000 граждан", "тысячи россиян"), not persons of a case."""
    number = [sentence.tokens[c] for c in sentence.children[index] if sentence.tokens[c].rel.startswith("nummod")]
    head = sentence.tokens[index].head
    above = sentence.tokens[head].lemma if head >= 0 else ""
    return bool(number) or above in ("тысяча", "миллион", "сотня", "десяток", "большинство", "часть", "процент")


def _count(sentence: Sentence, index: int) -> int | None:
    for child in sentence.children[index]:
        token = sentence.tokens[child]
        if token.rel.startswith("nummod") and (number := as_number(token)) is not None:
            return number
    head = sentence.tokens[index].head
    above = sentence.tokens[head] if head >= 0 else None
    return as_number(above) if above is not None and above.pos == "NUM" else None


def as_number(token: Token) -> int | None:
    """Value of a numeral that counts people; None when the token is no plain number up to `CROWD`."""
    if token.text.isdigit():
        return int(token.text) if 0 < int(token.text) <= CROWD else None
    return NUMERALS.get(token.lemma)


def _numeral(scene: Scene, spot: Spot) -> Person | None:
    """A numeral of persons without a noun: "двое", "ещё одного"; one that counts a noun is not a person."""
    token, sentence = scene.token(spot), scene.sentence(spot)
    if token.pos not in ("NUM", "ADJ", "DET") or token.lemma not in NUMERALS or token.rel.startswith("nummod"):
        alone = token.lemma in NUMERALS and token.rel.startswith("nummod") and _counts_verb(sentence, token)
        if not alone:
            return None
    if not token.has("Animacy", "Anim") and token.lemma not in ("двое", "трое", "четверо", "пятеро", "один"):
        return None
    if any(sentence.tokens[c].pos in ("NOUN", "PROPN") for c in sentence.children[token.index]):
        return None
    if token.lemma == "один" and not token.has("Animacy", "Anim"):
        return None
    count = NUMERALS[token.lemma]
    return Person(spot, (spot,), token.start, token.end, GROUP if count > 1 else ROLE, None, None, count > 1,
                  count, (), (token.lemma,), fresh=True)  # fmt: skip


def _counts_verb(sentence: Sentence, token: Token) -> bool:
    return token.head >= 0 and sentence.tokens[token.head].pos == "VERB"
