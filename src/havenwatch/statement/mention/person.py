"""One mention of a person while a document is read, and what tells that two words belong to one person."""

from __future__ import annotations

import dataclasses
import re

from havenwatch.records import content_id
from havenwatch.statement.scene import Scene, Spot
from havenwatch.text.tokens import Sentence, Token

ENDINGS = re.compile(r"(?:ого|ему|ому|ыми|ими|ым|им|ой|ею|ою|ую|ая|ый|ий|ом|ем|ей|у|а|я|ы|и|е|ю|ь|й)$")
CASES_TELL = (None, "ru", "uk")  # languages in which words that belong together agree in case
FORMER = frozenset({"бывший", "отставной", "экс"})  # before a calling that the person has left
NAME, ROLE, PRONOUN, GROUP = "name", "role", "pronoun", "group"


@dataclasses.dataclass(frozen=True)
class Person:
    """A mention while a document is read: `spot` is its syntactic head, `lemmas` its words in normal form."""

    spot: Spot
    spots: tuple[Spot, ...]
    start: int
    end: int
    form: str
    name: str | None
    gender: str | None
    plural: bool
    count: int | None
    profiles: tuple[str, ...]
    lemmas: tuple[str, ...]
    attribute_of: int | None = None  # position in the list of the name that this role word belongs to
    fresh: bool = False  # "ещё один", "другой": starts a new person

    def id_in(self, document: str) -> str:
        """Content id of the mention."""
        return content_id("m", document, self.start, self.end)


def stem(word: str) -> str:
    """Word without its case ending, folded: equal for the forms of one surname."""
    folded = word.lower().replace("ё", "е")
    return ENDINGS.sub("", folded) if len(folded) > 4 else folded


def same_case(left: Token, right: Token) -> bool:
    """Whether two words may agree in case; genitive and accusative of persons look alike."""
    cases = {left.feats.get("Case"), right.feats.get("Case")}
    return len(cases) == 1 or None in cases or cases == {"Gen", "Acc"}


def titles_beside(scene: Scene, person: Person) -> set[str]:
    """Lemmas of titles and callings of a mention; the noun that it only belongs to ("адвокат Иванова") is none."""
    sentence, index = scene.sentence(person.spot), person.spot[1]
    token = sentence.tokens[index]
    around = [
        sentence.tokens[c] for c in sentence.children[index] if sentence.tokens[c].rel in ("appos", "flat", "amod")
    ]
    above = [sentence.tokens[n] for n in (token.head, person.spots[0][1] - 1) if n >= 0]
    around += [t for t in above if t.pos == "NOUN" and same_case(t, token)]
    return {t.lemma for t in around if not is_former(sentence, t.index)}


def is_former(sentence: Sentence, index: int) -> bool:
    """Whether a calling is one that the person has left: "бывший сотрудник мэрии", "отставной полковник"."""
    return any(sentence.tokens[c].lemma in FORMER for c in sentence.children[index])
