"""Who is meant: chains of mentions in one document (names, surnames alone, role words, pronouns)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from havenwatch.statement.mention.people import GROUP, NAME, PRONOUN, ROLE, Person, stem
from havenwatch.statement.scene import Scene

REACH = 3  # sentences that a pronoun or role word may look back; farther antecedents were wrong more often than right

RECENT = 40  # chains looked through for a role word that a name now explains
FAR = 12  # sentences that a repeated role word ("активист") may look back


@dataclasses.dataclass
class Chain:
    """Mentions of one person while a document is read, `members` as positions in the list of people."""

    members: list[int]
    names: dict[tuple[str, ...], None]
    gender: str | None
    plural: bool
    profiles: set[str]


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
            chains.append(Chain([], {}, person.gender, person.plural, set()))
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
        chain.names[tuple(stem(w) for w in person.name.split())] = None


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
        owner = next((m for m in _titles(people, n) if m < n and of[m] is not None), None)
        same = _same_name(person, chains)
        if same is not None:
            return same
        return of[owner] if owner is not None and _nameless(chains, of[owner]) else _introduced(people, n, chains)
    if person.form == PRONOUN:
        return _antecedent(scene, people, n, chains, of, central)
    return None if person.fresh or person.attribute_of is not None else _point_back(scene, people, n, chains, of)


def _introduced(people: Sequence[Person], n: int, chains: list[Chain]) -> int | None:
    """Chain of a role word that the name now explains: "выдали журналиста. ... журналист Иванов"."""
    person = people[n]
    roles = [people[m] for m in _titles(people, n)]
    profiles = {x for p in roles for x in p.profiles}
    lemmas = {x for p in roles for x in p.lemmas}
    for number in range(len(chains) - 1, max(len(chains) - RECENT, 0) - 1, -1):
        chain = chains[number]
        if chain.names or chain.plural or not _genders(person, chain) or not chain.members:
            continue
        first = people[chain.members[0]]
        close = person.spot[0] - people[chain.members[-1]].spot[0] <= REACH
        if first.form == ROLE and close and (profiles & chain.profiles or lemmas & set(first.lemmas)):
            return number
    return None


def _titles(people: Sequence[Person], n: int) -> Iterator[int]:
    """Role words of the same sentence that belong to a name."""
    low = high = n
    while low > 0 and people[low - 1].spot[0] == people[n].spot[0]:
        low -= 1
    while high + 1 < len(people) and people[high + 1].spot[0] == people[n].spot[0]:
        high += 1
    return (m for m in range(low, high + 1) if people[m].attribute_of == n)


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
        if person.spot[0] - other.spot[0] > FAR:
            return None
        if chain is None or other.form == PRONOUN:
            continue
        if chains[chain].plural != person.plural or (person.plural and person.count is not None):
            continue
        fits = _genders(person, chains[chain])
        if fits and (set(person.profiles) & chains[chain].profiles or set(person.lemmas) & set(other.lemmas)):
            return chain
        if fits and other.form == NAME and _may_mean(scene, person, other, chains[chain]):
            return chain
    return None


def _may_mean(scene: Scene, person: Person, name: Person, chain: Chain) -> bool:
    """Whether a role word may stand for a name told of shortly before: "мужчина", or a calling not yet contradicted."""
    if person.plural or person.spot[0] - name.spot[0] > REACH or not _was_central(scene, name):
        return False
    general = person.lemmas[0] in scene.lexicon.generic or set(person.profiles) <= {"other"}
    open_calling = not chain.profiles and not set(person.lemmas) & (scene.lexicon.official | scene.lexicon.representative)
    return general or open_calling


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
