"""Who is meant: chains of mentions in one document (names, surnames alone, role words, pronouns)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence

from havenwatch.statement.mention.person import CASES_TELL, GROUP, NAME, PRONOUN, ROLE, Person, stem, titles_beside
from havenwatch.statement.scene import Scene, Spot

REACH = 3  # sentences that a pronoun or role word may look back; farther antecedents were wrong more often than right
RECENT = 40  # chains looked through for a role word that a name now explains
LEAD = 2  # sentences at the beginning of a text that may describe a person before the name is given
LONE = 2.0  # what speaks against a chain of single words for a pronoun, where names are not declined
ACTING = 6.0  # what speaks against a pronoun for a lawyer, relative or official: they are seldom acted upon
FAR = 12  # sentences that a repeated role word ("активист") may look back


@dataclasses.dataclass
class Chain:
    """Mentions of one person while a document is read, `members` as positions in the list of people."""

    members: list[int]
    names: dict[tuple[str, ...], None]
    gender: str | None
    plural: bool
    profiles: set[str]


@dataclasses.dataclass(frozen=True)
class Links:
    """Result of chaining: `heads[i]` is the position of the head of mention i (None: a pronoun without antecedent).

    `also[i]` are further heads where a mention stands for several named persons ("Иванов и Петров ... их").
    """

    heads: tuple[int | None, ...]
    also: Mapping[int, tuple[int, ...]]


@dataclasses.dataclass
class Work:
    """State while mentions are linked one by one, in order of position."""

    scene: Scene
    people: Sequence[Person]
    central: frozenset[int]
    joined: Mapping[int, tuple[int, ...]]
    chains: list[Chain] = dataclasses.field(default_factory=list)
    of: list[int | None] = dataclasses.field(default_factory=list)
    also: dict[int, tuple[int, ...]] = dataclasses.field(default_factory=dict)


def link_chains(scene: Scene, people: Sequence[Person], central: frozenset[int]) -> Links:
    """Chains of all mentions.

    `central` are the mentions that a first pass found to be acted upon; pronouns prefer their chains.
    """
    work = Work(scene, people, central, joined_names(scene, people))
    for n, person in enumerate(people):
        found = _find(work, n)
        if found is None and person.form != PRONOUN:
            work.chains.append(Chain([], {}, person.gender, person.plural, set()))
            found = len(work.chains) - 1
        if found is not None and n not in work.also:
            _extend(work.chains[found], n, person)
        work.of.append(found)
    heads = [_head(people, chain) for chain in work.chains]
    also = {n: tuple(heads[c] for c in chains) for n, chains in work.also.items()}
    return Links(tuple(None if c is None else heads[c] for c in work.of), also)


def joined_names(scene: Scene, people: Sequence[Person]) -> Mapping[int, tuple[int, ...]]:
    """Names joined by "и" or commas, by the position of the last: positions of all, in order."""
    at: dict[Spot, int] = {spot: n for n, p in enumerate(people) if p.form == NAME for spot in p.spots}
    rows: dict[int, list[int]] = {}
    root_of: dict[int, int] = {}
    for n, person in enumerate(people):
        token = scene.token(person.spot)
        owner = at.get((person.spot[0], token.head)) if person.form == NAME and token.rel == "conj" else None
        if owner is not None and owner < n:
            root = root_of.get(owner, owner)
            root_of[n] = root
            rows.setdefault(root, [root]).append(n)
    return {row[-1]: tuple(row) for row in rows.values()}


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


def _find(work: Work, n: int) -> int | None:
    person = work.people[n]
    if person.attribute_of is not None and person.attribute_of < n:
        return work.of[person.attribute_of]
    if person.form == NAME:
        return _named(work, n)
    if person.plural and (pair := _several(work, n)) is not None:
        return pair
    if person.form == PRONOUN:
        return _relative(work, n) if person.lemmas[0] == "который" else _antecedent(work, n)
    return None if person.fresh or person.attribute_of is not None else _point_back(work, n)


def _named(work: Work, n: int) -> int | None:
    same = _same_name(work, n)
    if same is not None:
        return same
    owner = next((m for m in titles(work.people, n) if m < n and work.of[m] is not None), None)
    chain = work.of[owner] if owner is not None else None
    return chain if chain is not None and not work.chains[chain].names else _introduced(work, n)


def _introduced(work: Work, n: int) -> int | None:
    """Chain of a role word that the name now explains: "выдали журналиста. ... журналист Иванов"."""
    person = work.people[n]
    roles = [work.people[m] for m in titles(work.people, n)]
    profiles = {x for p in roles for x in p.profiles}
    lemmas = {x for p in roles for x in p.lemmas}
    for number in range(len(work.chains) - 1, max(len(work.chains) - RECENT, 0) - 1, -1):
        chain = work.chains[number]
        if chain.names or chain.plural or not _genders(person, chain) or not chain.members:
            continue
        first = work.people[chain.members[0]]
        close = person.spot[0] - work.people[chain.members[-1]].spot[0] <= REACH
        told = bool(profiles & chain.profiles or lemmas & set(first.lemmas)) or _headline(work, n, chain)
        if first.form == ROLE and close and told:
            return number
    return None


def _headline(work: Work, n: int, chain: Chain) -> bool:
    """The first name of a text explains the person of its lead: "Топ-менеджер арестован. ... Руслан Иванов"."""
    first = work.people[chain.members[0]]
    opening = first.spot[0] < LEAD and work.people[n].spot[0] > first.spot[0]
    named_before = any(p.form == NAME and is_private(work.scene, p) for p in work.people[:n])
    return opening and not named_before and chain.members[0] in work.central and is_private(work.scene, work.people[n])


def titles(people: Sequence[Person], n: int) -> Iterator[int]:
    """Role words of the same sentence that belong to a name."""
    low = high = n
    while low > 0 and people[low - 1].spot[0] == people[n].spot[0]:
        low -= 1
    while high + 1 < len(people) and people[high + 1].spot[0] == people[n].spot[0]:
        high += 1
    return (m for m in range(low, high + 1) if people[m].attribute_of == n)


def _same_name(work: Work, n: int) -> int | None:
    person = work.people[n]
    words = tuple(stem(w) for w in (person.name or "").split())
    for number in range(len(work.chains) - 1, -1, -1):
        chain = work.chains[number]
        if any(_compatible(words, known) for known in chain.names) and _genders(person, chain):
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
    initial = len(left[0].rstrip(".")) == 1 or len(right[0].rstrip(".")) == 1
    return left[-1] == right[-1] and (left[0][:1] == right[0][:1] if initial else left[0] == right[0])


def _several(work: Work, n: int) -> int | None:
    """Chain of the first of several names that a plural stands for; the others go to `also`. None when none is near."""
    person = work.people[n]
    for last in range(n - 1, -1, -1):
        other = work.people[last]
        if last in work.also and person.spot[0] - other.spot[0] <= REACH and _summing(work, person):
            work.also[n] = work.also[last]
            return work.of[last]
        if person.spot[0] - other.spot[0] > REACH or (work.of[last] is not None and other.plural):
            return None
        row = work.joined.get(last)
        if row is None or not _stands_for(work, person, row):
            continue
        chains = tuple(dict.fromkeys(c for m in row if (c := work.of[m]) is not None))
        work.also[n] = chains[1:]
        return chains[0] if chains else None
    return None


def _summing(work: Work, person: Person) -> bool:
    """Whether a plural repeats one before it: a pronoun, or a general word without a number of its own."""
    return person.form == PRONOUN or (person.count is None and person.lemmas[0] in work.scene.lexicon.generic)


def _stands_for(work: Work, person: Person, row: tuple[int, ...]) -> bool:
    if person.form == PRONOUN:
        return True
    apposed = 0 <= person.start - work.people[row[-1]].end <= 4
    general = person.lemmas[0] in work.scene.lexicon.generic or set(person.profiles) <= {"other"}
    return person.form == GROUP and not person.fresh and person.count in (None, len(row)) and (apposed or general)


def _point_back(work: Work, n: int) -> int | None:
    """Chain that a role word without a name repeats: same role before, or a general word for the last fitting name."""
    person = work.people[n]
    for m in range(n - 1, -1, -1):
        other, chain = work.people[m], work.of[m]
        if person.spot[0] - other.spot[0] > FAR:
            return None
        if chain is None or other.form == PRONOUN or m in work.also:
            continue
        if work.chains[chain].plural != person.plural or (person.plural and person.count is not None):
            continue
        fits = _genders(person, work.chains[chain])
        same = set(person.profiles) & work.chains[chain].profiles - {"other"} or set(person.lemmas) & set(other.lemmas)
        if fits and same:
            return chain
        if fits and other.form == NAME and _may_mean(work, person, other, work.chains[chain]):
            return chain
    return None


def _may_mean(work: Work, person: Person, name: Person, chain: Chain) -> bool:
    """Whether a role word may stand for a name told of shortly before: "мужчина", or a calling not yet contradicted."""
    lexicon = work.scene.lexicon
    if person.plural or person.spot[0] - name.spot[0] > REACH or not is_private(work.scene, name):
        return False
    general = person.lemmas[0] in lexicon.generic or set(person.profiles) <= {"other"}
    open_calling = not chain.profiles and not set(person.lemmas) & (lexicon.official | lexicon.representative)
    return general or open_calling


def is_private(scene: Scene, person: Person) -> bool:
    """Whether a name does not stand in the place of an official ("прокурор Иванов"), a lawyer or a relative."""
    words = titles_beside(scene, person) | set(person.lemmas)
    return not words & (scene.lexicon.official | scene.lexicon.representative)


def _antecedent(work: Work, n: int) -> int | None:
    person = work.people[n]
    best: tuple[float, int] | None = None
    for m in range(n - 1, -1, -1):
        chain, other = work.of[m], work.people[m]
        distance = person.spot[0] - other.spot[0]
        if distance > REACH:
            break
        if chain is None or work.chains[chain].plural != person.plural or not _genders(person, work.chains[chain]):
            continue
        score = _weight(work, m, work.chains[chain]) - 3.0 * distance - 0.01 * (n - m)
        if best is None or score > best[0]:
            best = (score, chain)
    return None if best is None else best[1]


def _weight(work: Work, m: int, chain: Chain) -> float:
    token = work.scene.token(work.people[m].spot)
    weight = 2.0 * (token.rel in ("nsubj", "nsubj:pass")) + 1.0 * (token.rel in ("obj", "iobj"))
    weight += 4.0 * bool(work.central.intersection(chain.members)) + 1.0 * bool(chain.names)
    if chain.names and work.scene.document.language not in CASES_TELL and all(len(n) == 1 for n in chain.names):
        weight -= LONE  # "whose daily Sabir": a person's name is given in full once
    private = all(is_private(work.scene, work.people[n]) for n in chain.members)
    return weight if private else weight - ACTING


def _relative(work: Work, n: int) -> int | None:
    """Antecedent of "который": the noun that its clause modifies, else the nearest mention before it."""
    person, sentence = work.people[n], work.scene.sentence(work.people[n].spot)
    at, steps = person.spot[1], 0
    while sentence.tokens[at].rel != "acl:relcl" and sentence.tokens[at].head >= 0 and steps < len(sentence.tokens):
        at, steps = sentence.tokens[at].head, steps + 1
    owner = (person.spot[0], sentence.tokens[at].head) if sentence.tokens[at].rel == "acl:relcl" else None
    for m in range(n - 1, -1, -1):
        other = work.people[m]
        if other.spot[0] != person.spot[0]:
            return None
        near = owner is None and person.start - other.end < 12
        if (owner in other.spots or near) and other.form != PRONOUN:
            return work.of[m]
    return None
