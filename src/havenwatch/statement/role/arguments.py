"""Who a trigger is about: the person in the place that the frame names, else whom the passage is about."""

from __future__ import annotations

import bisect
import collections
import dataclasses
from collections.abc import Iterator, Mapping, Sequence

from havenwatch.statement.clause import agrees, clause_heads, preposition, subject
from havenwatch.statement.mention.person import GROUP, NAME, PRONOUN, Person, titles_beside
from havenwatch.statement.scene import Scene, Spot
from havenwatch.statement.trigger.frames import Match
from havenwatch.text.morph import participle_form
from havenwatch.text.tokens import Sentence, Token

ABOUT = frozenset(
    {"о", "об", "по", "против", "в отношении", "над", "к", "за", "у", "с", "на", "от", "для", "из-за", "из", "до"}
)
PASSIVE = ("нный", "нная", "тый", "тая", "мый", "мая")  # endings of passive participles
FOREMOST = 3  # acts told of one person that make them whom a text is about
LOOK_BACK = 2  # sentences: an act without its person belongs to the one told just before


@dataclasses.dataclass(frozen=True)
class Cast:
    """The people of a document with their chains: `heads[i]` is the position of the head of mention i or None.

    `by_sentence` and `members` list the mentions that have a chain, by sentence and by head; `also` gives the further
    heads of a mention that stands for several persons.
    """

    people: tuple[Person, ...]
    heads: tuple[int | None, ...]
    by_spot: Mapping[Spot, int]
    by_sentence: Mapping[int, tuple[int, ...]]
    members: Mapping[int, tuple[int, ...]]
    also: Mapping[int, tuple[int, ...]]

    def heads_of(self, mentions: Sequence[int]) -> tuple[int, ...]:
        """Heads of the chains of the mentions, each once; a plural stands for all its names."""
        found = (h for m in mentions for h in (self.heads[m], *self.also.get(m, ())))
        return tuple(dict.fromkeys(h for h in found if h is not None))


def make_cast(people: tuple[Person, ...], heads: tuple[int | None, ...], also: Mapping[int, tuple[int, ...]]) -> Cast:
    """Cast with the look-up from each spot of a mention to the mention."""
    by_spot = {spot: n for n, person in enumerate(people) for spot in person.spots}
    rows: dict[int, list[int]] = {}
    members: dict[int, list[int]] = {}
    for n, (person, head) in enumerate(zip(people, heads, strict=True)):
        if head is not None:
            rows.setdefault(person.spot[0], []).append(n)
            members.setdefault(head, []).append(n)
    return Cast(people, heads, by_spot, _frozen(rows), _frozen(members), also)


def _frozen(lists: Mapping[int, list[int]]) -> Mapping[int, tuple[int, ...]]:
    return {key: tuple(values) for key, values in lists.items()}


def direct_persons(scene: Scene, match: Match, cast: Cast) -> tuple[int, ...]:
    """Mentions that stand in one of the frame's places, the first place that is filled; empty when none is."""
    itself = cast.by_spot.get(match.spot)
    if itself is not None and cast.heads[itself] is not None and "none" not in match.frame.person:
        return (itself,)  # "дезертир", "беженца": the trigger is the person
    near = cast.by_sentence.get(match.spot[0], ())
    places = match.frame.person
    if scene.document.language not in (None, "ru") and "dat" in places:
        places = (*places, "acc", "pass")  # "refused him asylum", "was denied asylum"
    for place in (*places, "client"):
        found = [n for n in near if place in _places(scene, match, cast.people[n]) and _fit(scene, cast, n, place)]
        if found:
            return _with_joined(scene, cast, _closest(cast, match, found), near)
    return ()


def thing_acted_upon(scene: Scene, match: Match, cast: Cast) -> bool:
    """Whether a thing fills the place where the frame wants a person: "арестовали яхту", "ордер, выданный в США"."""
    if match.frame.needs or not {"acc", "pass"} & set(match.frame.person):
        return False
    sentence, number = scene.sentence(match.spot), match.spot[0]
    head = sentence.tokens[match.spot[1]]
    objects = [c for c in sentence.children[match.spot[1]] if sentence.tokens[c].rel in ("obj", "nsubj:pass")]
    if head.rel in ("acl", "amod") and head.has("Voice", "Pass") and head.head >= 0:
        objects.append(head.head)
    nouns = [o for o in objects if sentence.tokens[o].pos in ("NOUN", "PROPN") and o not in match.terms]
    things = [o for o in nouns if sentence.tokens[o].lemma not in scene.lexicon.collective]
    return any((number, o) not in cast.by_spot for o in things)


def _fit(scene: Scene, cast: Cast, n: int, place: str) -> bool:
    """Lawyers and relatives who act for the person, and officials who act as a state, are not the person."""
    person = cast.people[n]
    if place == "client":
        return scene.sentence(person.spot).tokens[scene.token(person.spot).head].lemma in scene.lexicon.representative
    head = cast.heads[n]
    known = set(person.lemmas) | set(cast.people[head].lemmas if head is not None else ())
    if place != "nom":
        acted_upon = place in ("acc", "pass", "dat")
        return acted_upon or not known & (scene.lexicon.representative | scene.lexicon.official)
    words = known | titles_beside(scene, person)
    return not words & (scene.lexicon.representative | (scene.lexicon.official - scene.lexicon.observer))


def _closest(cast: Cast, match: Match, found: Sequence[int]) -> int:
    """The mention nearest to the trigger; a name or role is preferred to what follows it in the same chain."""
    return min(found, key=lambda n: (abs(cast.people[n].spot[1] - match.spot[1]), n))


def _with_joined(scene: Scene, cast: Cast, first: int, near: Sequence[int]) -> tuple[int, ...]:
    """The mention and those joined to it by "и": one act against several persons."""
    token = scene.token(cast.people[first].spot)
    before = cast.by_spot.get((cast.people[first].spot[0], token.head))
    if token.rel == "conj" and before is not None and before in near:
        first = before
    spots = cast.people[first].spots
    out = [first]
    for n in near:
        token = scene.token(cast.people[n].spot)
        joined = token.rel == "conj" and (cast.people[first].spot[0], token.head) in spots
        if n != first and joined and _like(cast, first, n):
            out.append(n)
    known = {cast.heads[n]: n for n in reversed(out)}
    return tuple(sorted(known.values()))


def _like(cast: Cast, left: int, right: int) -> bool:
    return PRONOUN not in (cast.people[left].form, cast.people[right].form)


def _places(scene: Scene, match: Match, person: Person) -> Iterator[str]:
    sentence = scene.sentence(match.spot)
    index = _whole(scene, sentence, person.spot[1])
    token, head = sentence.tokens[index], sentence.tokens[match.spot[1]]
    if token.head >= 0 and token.rel in ("nmod", "det") and subject(sentence, match.spot[1]) == token.head:
        yield "client"  # "адвокат Иванова обжаловал": kept only where the subject acts for somebody
    roots = {match.spot[1], *match.terms}
    if index in roots:
        return
    nominal = _nominal_participle(head, token)
    if nominal is not None:
        yield nominal
        return
    if head.pos == "ADJ" and head.rel == "amod" and _modifies(head, person):
        yield from ("nom", "acc", "pass")  # "беглый полковник": the adjective tells it of its noun
        return
    if head.rel in ("acl", "acl:relcl", "amod") and head.has("VerbForm", "Part") and _modifies(head, person):
        yield "acc" if head.has("Voice", "Pass") else "nom"
        yield "pass"
        return
    oblique = token.has("Case", "Acc", "Gen", "Dat") and token.pos in ("NUM", "PRON", "DET")
    if token.rel == "nsubj" and token.head >= 0 and not agrees(sentence, index, token.head):
        yield "acc"
        return
    if token.rel in ("nsubj", "nsubj:pass") and not oblique and subject(sentence, match.spot[1]) == index:
        passive = token.rel == "nsubj:pass" or head.has("Voice", "Pass") or _reflexive_passive(head, token)
        yield from ("acc", "pass") if passive else ("nom",)
        return
    if _in_reach(sentence, match, roots, index):
        yield from _by_case(sentence, token, roots)


def _whole(scene: Scene, sentence: Sentence, index: int) -> int:
    """Position that stands for a person in the clause: the group that they belong to ("группу активистов")."""
    token = sentence.tokens[index]
    if token.rel == "appos" and token.head >= 0 and sentence.tokens[token.head].rel in ("nsubj", "nsubj:pass", "obj"):
        return token.head  # "another member, Ivan Petrov, vanished"
    gathered = token.has("Case", "Gen") and token.head >= 0 and token.rel in ("nmod", "nummod")
    return token.head if gathered and sentence.tokens[token.head].lemma in scene.lexicon.collective else index


def _nominal_participle(head: Token, token: Token) -> str | None:
    """Place of a name beside a participle that was tagged as a noun: "Высланный из Польши Олег Заварзин"."""
    form = participle_form(head.text) if head.pos in ("NOUN", "PROPN", "ADJ") else None
    if form is None or token.head != head.index or token.rel not in ("appos", "flat", "flat:name", "nmod", "nsubj"):
        return None
    return "acc" if form.endswith(PASSIVE) else "nom"


def _reflexive_passive(head: Token, token: Token) -> bool:
    """Whether the subject is the person acted upon: "подозревается", "разыскивается"."""
    return head.pos == "VERB" and head.text.lower().endswith(("ся", "сь")) and not head.lemma.endswith(
        ("ться", "тись")) and token.has("Case", "Nom")  # fmt: skip


def _modifies(head: Token, person: Person) -> bool:
    return any(head.head == index for _, index in person.spots)


def _in_reach(sentence: Sentence, match: Match, roots: set[int], index: int) -> bool:
    heads = clause_heads(sentence)
    at = sentence.tokens[index].head
    if at in roots or heads[index] == heads[match.spot[1]]:
        return True
    low, high = sorted((index, match.spot[1]))
    between = sentence.tokens[low + 1 : high]
    return high - low <= 5 and not any(t.text in ",;:()—" or t.has("VerbForm", "Fin") for t in between)


def _by_case(sentence: Sentence, token: Token, roots: set[int]) -> Iterator[str]:
    before = preposition(sentence, token.index)
    if before is not None:
        if before in ABOUT:
            yield "about"
        return
    if token.text.lower() in ("его", "ее", "её", "их") and token.rel in ("det", "nmod", "amod"):
        yield from ("poss", "gen") if token.head in roots or _above(sentence, token.head) & roots else ()
        return
    noun = token.head in roots and sentence.tokens[token.head].pos in ("NOUN", "PROPN")
    if token.has("Case", "Acc"):
        yield "acc"
    if token.has("Case", "Gen"):
        if token.head >= 0 and sentence.tokens[token.head].has("Animacy", "Anim") and token.rel == "nmod":
            yield from ("poss", "gen") if token.head in roots else ()  # "мать задержанного": belongs to that person
            return
        governed = token.head in roots or token.rel in ("obj", "iobj") or not _has_object(sentence, roots)
        below = noun or _above(sentence, token.head) & roots
        yield from ("poss", "gen") if below else ("acc", "gen") if governed else ()
    if token.has("Case", "Dat"):
        yield "dat"
        if token.pos == "PROPN" and token.text.endswith(("у", "ю")) and not _has_object(sentence, roots):
            yield "acc"  # "Атаеву отпустили": a woman's surname in the accusative looks like a man's in the dative
    if token.has("Case", "Ins"):
        yield "ins"
    if "Case" not in token.feats and token.rel in ("obj", "iobj", "nmod", "flat"):
        yield from ("acc", "poss", "dat")


def _has_object(sentence: Sentence, roots: set[int]) -> bool:
    """Whether the act already has an object: then a genitive elsewhere belongs to it ("арестовал яхту олигарха")."""
    return any(sentence.tokens[c].rel in ("obj", "nsubj:pass") for r in roots for c in sentence.children[r])


def _above(sentence: Sentence, index: int) -> set[int]:
    """A noun and the nouns that it depends on: in "решение о выдаче Иванова" the person hangs two levels down."""
    out: set[int] = set()
    while index >= 0 and index not in out and sentence.tokens[index].pos in ("NOUN", "PROPN", "ADJ"):
        out.add(index)
        index = sentence.tokens[index].head
    return out


@dataclasses.dataclass(frozen=True)
class Told:
    """What was last told about whom: sentence, paragraph and chain heads of a trigger with a person in place."""

    sentence: int
    paragraph: int
    position: int
    heads: tuple[int, ...]


def topic(scene: Scene, match: Match, told: Sequence[Told], cast: Cast) -> tuple[int, ...]:
    """Chain heads that an act without its person belongs to; empty when the passage names nobody clearly."""
    number = match.spot[0]
    paragraph = scene.analysis.sentences[number].paragraph
    start = scene.token(match.spot).start
    at = bisect.bisect_left(told, start, key=lambda t: t.position)
    if at > 0 and _recent(told[at - 1], number, paragraph):
        return told[at - 1].heads
    if at < len(told) and told[at].sentence == number:
        return told[at].heads
    return _in_sentence(scene, match, cast) or _only_one(told) or _alone(scene, cast) or _foremost(told, start)


def told_last(scene: Scene, number: int, told: Sequence[Told]) -> tuple[int, ...]:
    """Chain heads of the last act told before sentence `number` in its paragraph, empty when none is near."""
    sentence = scene.analysis.sentences[number]
    at = bisect.bisect_left(told, sentence.end, key=lambda t: t.position)
    return told[at - 1].heads if at > 0 and _recent(told[at - 1], number, sentence.paragraph) else ()


def _recent(told: Told, number: int, paragraph: int) -> bool:
    """Whether something was told in the same paragraph, not long before sentence `number`."""
    return told.paragraph == paragraph and number - told.sentence <= LOOK_BACK


def _in_sentence(scene: Scene, match: Match, cast: Cast) -> tuple[int, ...]:
    """The one named person of the sentence who is neither official nor speaker."""
    near = {cast.heads[n] for n in cast.by_sentence.get(match.spot[0], ())
            if cast.people[n].form in (NAME, GROUP) and _fit(scene, cast, n, "nom")}  # fmt: skip
    named = tuple(h for h in near if h is not None)
    return named if len(named) == 1 else ()


def _alone(scene: Scene, cast: Cast) -> tuple[int, ...]:
    """The one person whom the text names, officials and lawyers apart."""
    named = {h for n, h in enumerate(cast.heads) if h is not None and cast.people[n].form == NAME}
    private = [h for h in named if all(_fit(scene, cast, n, "nom") for n in cast.members[h])]
    return tuple(private) if len(private) == 1 else ()


def _only_one(told: Sequence[Told]) -> tuple[int, ...]:
    return told[0].heads if told and all(t.heads == told[0].heads for t in told) else ()


def _foremost(told: Sequence[Told], position: int) -> tuple[int, ...]:
    """Whom most of what was told before is about, if that is three acts or more and twice the rest together."""
    before = [t.heads for t in told if t.position < position]
    heads, count = collections.Counter(before).most_common(1)[0] if before else ((), 0)
    return heads if count >= FOREMOST and count >= 2 * (len(before) - count) else ()
