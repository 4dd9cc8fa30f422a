"""Who is meant: chains of mentions in one document (names, surnames alone, role words, pronouns)."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from havenwatch.statement.people import GROUP, NAME, PRONOUN, ROLE, Person, is_given_name
from havenwatch.statement.scene import Scene

REACH = 3  # sentences that a pronoun or role word may look back; farther antecedents were wrong more often than right
ENDINGS = re.compile(r"(?:ого|ему|ому|ыми|ими|ым|им|ой|ею|ою|ую|ая|ый|ий|ом|ем|ей|у|а|я|ы|и|е|ю|ь|й)$")


@dataclasses.dataclass
class Chain:
    """Mentions of one person while a document is read, `members` as positions in the list of people."""

    members: list[int]
    names: list[tuple[str, ...]]
    gender: str | None
    plural: bool
    profiles: set[str]


def stem(word: str) -> str:
    """Word without its case ending, folded: equal for the forms of one surname."""
    folded = word.lower().replace("ё", "е")
    return ENDINGS.sub("", folded) if len(folded) > 4 else folded


def link_chains(scene: Scene, people: Sequence[Person], central: frozenset[int]) -> tuple[int | None, ...]:
    """For each mention the position of the head of its chain, None for a pronoun without antecedent.

    `central` are the mentions that a first pass found to be acted upon; pronouns prefer their chains.
    """
    chains: list[Chain] = []
    of: list[int | None] = []
    for n, person in enumerate(people):
        found = _find(scene, people, n, chains, of, central)
        if found is None and person.form == PRONOUN:
            of.append(None)
            continue
        if found is None:
            chains.append(Chain([], [], person.gender, person.plural, set()))
            found = len(chains) - 1
        _extend(chains[found], n, person)
        of.append(found)
    heads = [_head(people, chain) for chain in chains]
    return tuple(None if c is None else heads[c] for c in of)


def _extend(chain: Chain, n: int, person: Person) -> None:
    chain.members.append(n)
    chain.profiles.update(person.profiles)
    chain.gender = chain.gender or person.gender
    if person.name is not None:
        chain.names.append(tuple(stem(w) for w in person.name.split()))


def _head(people: Sequence[Person], chain: Chain) -> int:
    """The fullest name stands for the chain, else its first mention."""
    named = [n for n in chain.members if people[n].name is not None]
    return max(named, key=lambda n: (len((people[n].name or "").split()), -n)) if named else chain.members[0]


def _find(
    scene: Scene, people: Sequence[Person], n: int, chains: list[Chain], of: list[int | None], central: frozenset[int]
) -> int | None:
    person = people[n]
    if person.attribute_of is not None and person.attribute_of < n:
        return of[person.attribute_of]
    if person.form == NAME:
        owner = next((m for m in range(n) if people[m].attribute_of == n and of[m] is not None), None)
        same = _same_name(person, chains)
        return same if same is not None else (of[owner] if owner is not None and _nameless(chains, of[owner]) else None)
    if person.form == PRONOUN:
        return _antecedent(scene, people, n, chains, of, central)
    return None if person.fresh or person.attribute_of is not None else _point_back(scene, people, n, chains, of)


def _nameless(chains: list[Chain], chain: int | None) -> bool:
    return chain is not None and not chains[chain].names


def _same_name(person: Person, chains: list[Chain]) -> int | None:
    words = tuple(stem(w) for w in (person.name or "").split())
    for number in range(len(chains) - 1, -1, -1):
        if any(_compatible(words, known) for known in chains[number].names) and _genders(person, chains[number]):
            return number
    return None


def _genders(person: Person, chain: Chain) -> bool:
    return person.gender is None or chain.gender is None or person.gender == chain.gender


def _compatible(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """One name may be the other: equal surnames, and given names that do not contradict."""
    if not left or not right:
        return False
    if len(left) == 1 or len(right) == 1:
        return bool(set(left) & set(right)) and (left[-1] == right[-1] or len(left) != len(right))
    return left[-1] == right[-1] and (left[0][:1] == right[0][:1] if _initial(left, right) else left[0] == right[0])


def _initial(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    return len(left[0].rstrip(".")) == 1 or len(right[0].rstrip(".")) == 1


def _point_back(
    scene: Scene, people: Sequence[Person], n: int, chains: list[Chain], of: list[int | None]
) -> int | None:
    """Chain that a role word without a name repeats: same role before, or a general word for the last fitting name."""
    person = people[n]
    for m in range(n - 1, -1, -1):
        other, chain = people[m], of[m]
        if chain is None or other.form == PRONOUN or person.spot[0] - other.spot[0] > 4 * REACH:
            continue
        if chains[chain].plural != person.plural or (person.plural and person.count is not None):
            continue
        fits = _genders(person, chains[chain])
        if fits and (set(person.profiles) & chains[chain].profiles or set(person.lemmas) & set(other.lemmas)):
            return chain
        general = person.lemmas[0] in scene.lexicon.generic and not person.profiles
        if general and fits and other.form == NAME and person.spot[0] - other.spot[0] <= REACH and not person.plural:
            return chain if _was_central(scene, other) else None
    return None


def _was_central(scene: Scene, person: Person) -> bool:
    """A name in the place of an official ("прокурор Иванов") is not what a general word points back to."""
    sentence, index = scene.sentence(person.spot), person.spot[1]
    head = sentence.tokens[index].head
    above = sentence.tokens[head].lemma if head >= 0 else ""
    words = {above} | {sentence.tokens[c].lemma for c in sentence.children[index]}
    before = sentence.tokens[index - 1].lemma if index else ""
    return not (words | {before}) & (scene.lexicon.official | scene.lexicon.representative)


def _antecedent(
    scene: Scene, people: Sequence[Person], n: int, chains: list[Chain], of: list[int | None], central: frozenset[int]
) -> int | None:
    person = people[n]
    if person.lemmas[0] == "который":
        return _relative(scene, people, n, of)
    best: tuple[float, int] | None = None
    for m in range(n - 1, -1, -1):
        chain, other = of[m], people[m]
        distance = person.spot[0] - other.spot[0]
        if distance > REACH:
            break
        if chain is None or chains[chain].plural != person.plural or not _genders(person, chains[chain]):
            continue
        score = _weight(scene, people, m, chains[chain], central) - 3.0 * distance - 0.01 * (n - m)
        if best is None or score > best[0]:
            best = (score, chain)
    return None if best is None else best[1]


def _weight(scene: Scene, people: Sequence[Person], m: int, chain: Chain, central: frozenset[int]) -> float:
    token = scene.token(people[m].spot)
    weight = 2.0 * (token.rel in ("nsubj", "nsubj:pass")) + 1.0 * (token.rel in ("obj", "iobj"))
    weight += 4.0 * bool(central.intersection(chain.members))
    weight += 1.0 * bool(chain.names)
    return weight if _was_central(scene, people[m]) else weight - 3.0


def _relative(scene: Scene, people: Sequence[Person], n: int, of: list[int | None]) -> int | None:
    """Antecedent of "который": the noun that its clause modifies, else the nearest mention before it."""
    person, sentence = people[n], scene.sentence(people[n].spot)
    at, steps = person.spot[1], 0
    while sentence.tokens[at].rel != "acl:relcl" and sentence.tokens[at].head >= 0 and steps < 40:
        at, steps = sentence.tokens[at].head, steps + 1
    owner = (person.spot[0], sentence.tokens[at].head) if sentence.tokens[at].rel == "acl:relcl" else None
    for m in range(n - 1, -1, -1):
        if people[m].spot[0] != person.spot[0]:
            return None
        near = owner is None and person.start - people[m].end < 12
        if (owner in people[m].spots or near) and people[m].form != PRONOUN:
            return of[m]
    return None


def is_person_word(person: Person) -> bool:
    """Whether a mention can stand for a new person by itself."""
    return person.form in (NAME, ROLE, GROUP)


__all__ = ["Chain", "is_given_name", "is_person_word", "link_chains", "stem"]
