"""Mentions of persons in one document: names, role words, pronouns, numerals that stand for people."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from havenwatch.statement.mention.names import find_names
from havenwatch.statement.mention.person import CASES_TELL, GROUP, NAME, ROLE, Person, same_case
from havenwatch.statement.mention.roles import find_unnamed, profiles_of
from havenwatch.statement.scene import Scene


def find_people(scene: Scene) -> tuple[Person, ...]:
    """All mentions in order of position; role words beside a name point to it by `attribute_of`."""
    names = find_names(scene)
    taken = {spot for person in names for spot in person.spots}
    others = [p for p in find_unnamed(scene) if not taken.intersection(p.spots)]
    everyone = sorted([*names, *others], key=lambda p: (p.start, p.end))
    return tuple(_attached(scene, everyone))


def _attached(scene: Scene, people: list[Person]) -> Iterator[Person]:
    names: dict[int, list[int]] = {}
    for n, person in enumerate(people):
        if person.form == NAME:
            names.setdefault(person.spot[0], []).append(n)
    for person in people:
        near = names.get(person.spot[0], [])
        owner = _owner(scene, person, people, near) if person.form in (ROLE, GROUP) else None
        yield dataclasses.replace(person, attribute_of=owner) if owner is not None else person


def _owner(scene: Scene, role: Person, people: list[Person], names: list[int]) -> int | None:
    """The name beside a role word: "активистку Анну Белову", "Анны Беловой — активистки"."""
    token = scene.token(role.spot)
    for n in names if not role.plural else ():
        other = people[n]
        name = scene.token(other.spot)
        if not same_case(token, name) and scene.document.language in CASES_TELL:
            continue
        below = token.head == other.spot[1] and token.rel in ("appos", "acl", "parataxis", "flat", "conj")
        if below or _leads_up(scene, role, other) or _adjoins(scene, role, other) or _dash(scene.text, other, role):
            return n
    return None


def _leads_up(scene: Scene, role: Person, name: Person) -> bool:
    """Whether the name hangs on the role word by appositions: "уроженца Дагестана, чемпиона мира Расула Мирзаева"."""
    tokens, at = scene.sentence(name.spot).tokens, name.spot[1]
    if not 0 < name.spot[1] - role.spot[1] <= 12:
        return False
    while tokens[at].rel in ("appos", "flat", "flat:name", "nmod", "conj") and tokens[at].head >= 0:
        if tokens[at].rel in ("nmod", "conj") and not same_case(tokens[at], tokens[tokens[at].head]):
            return False
        at = tokens[at].head
        if at == role.spot[1]:
            return True
    return False


def _adjoins(scene: Scene, role: Person, name: Person) -> bool:
    """Whether only a noun phrase stands between: "поэта 40-летнего Карима", "житель Бреста Глеб Савин"."""
    tokens = scene.sentence(name.spot).tokens[role.spot[1] + 1 : name.spots[0][1]]
    nominal = all(t.pos in ("ADJ", "NUM", "ADP", "NOUN", "PROPN") or t.text in '«»"' for t in tokens)
    other = any(profiles_of(scene, t.lemma) or t.lemma in scene.lexicon.representative for t in tokens)
    return role.end <= name.start and len(tokens) <= 7 and nominal and not other


def _dash(text: str, name: Person, role: Person) -> bool:
    if not 0 <= role.start - name.end < 45:
        return False
    gap = text[name.end : role.start]
    return gap.lstrip().startswith(("—", "–", "- ", ",", "(")) and "." not in gap and gap.count(",") <= 1
