"""Mentions of persons in one document: names, role words, pronouns, numerals that stand for people."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from havenwatch.records import content_id
from havenwatch.statement.clause import preposition
from havenwatch.statement.scene import Scene, Spot
from havenwatch.text.gloss import load_gloss
from havenwatch.text.gloss.declined.names import nominative_words
from havenwatch.text.morph import GRAMMEMES, nominative, parses, participle_form
from havenwatch.text.names import gender_of, word_list
from havenwatch.text.tokens import Entity, Sentence, Token
from havenwatch.text.translit import fold

PRONOUNS = frozenset({"он", "она", "они", "который", "его", "ее", "их", "сам"})
NUMERALS = {
    "один": 1, "двое": 2, "два": 2, "оба": 2, "трое": 3, "три": 3, "четверо": 4, "четыре": 4, "пятеро": 5, "пять": 5,
    "шестеро": 6, "шесть": 6, "семеро": 7, "семь": 7, "восемь": 8, "девять": 9, "десять": 10,
}  # fmt: skip
ENDINGS = re.compile(r"(?:ого|ему|ому|ыми|ими|ым|им|ой|ею|ою|ую|ая|ый|ий|ом|ем|ей|у|а|я|ы|и|е|ю|ь|й)$")
SURNAMES = (  # endings of surnames, the cases in which they tell the gender, the gender
    (("ова", "ева", "ёва", "ина", "ына", "ая"), ("Nom",), "Fem"),
    (("ову", "еву", "ёву", "ину", "ыну", "ую"), ("Acc",), "Fem"),
    (("овой", "евой", "ёвой", "иной", "ыной", "ой"), ("Gen", "Dat", "Ins", "Loc"), "Fem"),
    (("ова", "ева", "ёва", "ина", "ына", "ого"), ("Gen", "Acc"), "Masc"),
    (("ову", "еву", "ёву", "ину", "ыну", "ому"), ("Dat",), "Masc"),
    (("овым", "евым", "ёвым", "иным", "ым", "им"), ("Ins",), "Masc"),
    (("ов", "ев", "ёв", "ин", "ын", "ский", "цкий"), ("Nom",), "Masc"),
)
BYLINE = 6  # words at most of a line that names the writer
BREAKS = frozenset("(?!;:•|")  # signs that end a name
CASES_TELL = (None, "ru", "uk")  # languages in which words that belong together agree in case
CROWD = 100  # a larger number is a statistic ("депортировано 418 нарушителей"), not a group of a case
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


def find_people(scene: Scene) -> tuple[Person, ...]:
    """All mentions in order of position; role words beside a name point to it by `attribute_of`."""
    names = list(_names(scene))
    names += _after_callings(scene, names)
    names += _surnames(scene, names)
    taken = {spot for person in names for spot in person.spots}
    others = [p for p in _common(scene) if not taken.intersection(p.spots)]
    everyone = sorted([*names, *others], key=lambda p: (p.start, p.end))
    return tuple(_attached(scene, everyone))


def _names(scene: Scene) -> Iterator[Person]:
    for entity in scene.analysis.entities:
        for part in _split(scene, entity) if entity.type == "PER" else ():
            person = _named(scene, part)
            if person is not None:
                yield person


def _split(scene: Scene, entity: Entity) -> Iterator[Entity]:
    """The names in a span that a small word joins ("Ann Hill freed Ivan Petrov"); none in a line "By Ann Hill"."""
    if scene.document.language in CASES_TELL:
        yield entity
        return
    spots = scene.spots(entity.start, entity.end)
    if spots and _is_byline(scene, spots[0][0]):
        return
    run: list[Token] = []
    for token in (*(scene.token(s) for s in spots), None):
        name = token is not None and (not token.text[:1].islower() or fold(token.text) in word_list("particles"))
        if name and token is not None:
            run.append(token)
        elif run:
            yield Entity(run[0].start, run[-1].end, entity.type)
            run = []


def _is_byline(scene: Scene, number: int) -> bool:
    tokens = scene.analysis.sentences[number].tokens
    agent = load_gloss(scene.document.language or "").agent
    return len(tokens) <= BYLINE and tokens[0].text[:1].isupper() and tokens[0].text.lower() in agent


def _surnames(scene: Scene, names: list[Person]) -> list[Person]:
    """Surnames alone that the model missed, where the document gives the full name elsewhere."""
    known = {stem(words[-1]) for p in names if len(words := (p.name or "").split()) > 1}
    taken = {spot for person in names for spot in person.spots}
    found: list[Person] = []
    for number, sentence in enumerate(scene.analysis.sentences):
        for token in sentence.tokens:
            capital = token.text[:1].isupper() and len(token.text) > 3
            if capital and (number, token.index) not in taken and stem(token.text) in known:
                person = _named(scene, Entity(token.start, token.end, "PER"))
                found += [person] if person is not None else []
    return found


def _after_callings(scene: Scene, names: list[Person]) -> list[Person]:
    """Names that the model missed behind a word for a person: "журналиста Рустама Велизаде"."""
    taken = {spot for person in names for spot in person.spots}
    found: list[Person] = []
    for number, sentence in enumerate(scene.analysis.sentences):
        for token in sentence.tokens:
            if not (profiles_of(scene, base_word(token)) or token.lemma in scene.lexicon.generic):
                continue
            run = _capitals(scene, number, token.index + 1, taken)
            person = _named(scene, Entity(run[0].start, run[-1].end, "PER")) if len(run) > 1 else None
            found += [person] if person is not None else []
    return found


def _capitals(scene: Scene, number: int, start: int, taken: set[Spot]) -> list[Token]:
    """The unbroken run of up to three capitalised words from a position on, places and organisations excluded."""
    run: list[Token] = []
    for token in scene.analysis.sentences[number].tokens[start : start + 3]:
        spot = (number, token.index)
        name = token.text[:1].isupper() and len(token.text) > 1 and token.text.replace("-", "").isalpha()
        title = scene.document.language not in (None, "ru") and bool(token.senses)  # "Prosecutor General": a known word
        if not name or title or spot in taken or spot in scene.places or spot in scene.organisations:
            break
        run.append(token)
    return run


def _named(scene: Scene, entity: Entity) -> Person | None:
    spots = _before_place(scene, _before_bracket(scene, scene.spots(entity.start, entity.end)))
    if not spots or not scene.token(spots[-1]).text[:1].isupper():
        return None
    if len(spots) == 1 and (scene.token(spots[0]).pos in ("VERB", "ADV", "ADP") or _is_place(scene, spots[0])):
        return None
    tokens = [scene.token(s) for s in spots]
    head = next((s for s, t in zip(spots, tokens, strict=True) if (s[0], t.head) not in spots), spots[0])
    calling = _calling(scene, spots[0])
    if scene.document.language in (None, "ru"):
        gender = _gender(tokens, calling.feats.get("Gender") if calling is not None else None)
        case = (calling or scene.token(head)).feats.get("Case")
        words = [_name_word(t, case, gender, n, len(tokens)) for n, t in enumerate(tokens)]
    else:
        words, gender = _other_words(scene, tokens, scene.token(head), calling)
    lemmas = tuple(t.lemma for t in tokens)
    start, end = tokens[0].start, tokens[-1].end
    return Person(
        head, spots, start, end, NAME, " ".join(words), gender, plural=False, count=1, profiles=(), lemmas=lemmas
    )


def _other_words(scene: Scene, tokens: list[Token], head: Token, calling: Token | None) -> tuple[list[str], str | None]:
    """Words of a name in the nominative and its gender, in another language than Russian."""
    below = head.rel == "nmod" or calling is None  # "адвокат Петра": the calling is another person's
    case = head.feats.get("Case") if below or calling is None else calling.feats.get("Case")
    written = gender_of(" ".join(t.text for t in tokens))
    told = calling.feats.get("Gender") if calling is not None and not below else None
    words = nominative_words(tokens, scene.document.language, case, told or tokens[0].feats.get("Gender") or written)
    return words, told or gender_of(" ".join(words))


def _calling(scene: Scene, spot: Spot) -> Token | None:
    """The word for a person right before a name: it is declined more reliably than a foreign name."""
    before = scene.sentence(spot).tokens[spot[1] - 1] if spot[1] else None
    person = before is not None and before.pos == "NOUN" and before.has("Animacy", "Anim")
    return before if person and before is not None and not before.has("Number", "Plur") else None


def _is_place(scene: Scene, spot: Spot) -> bool:
    """Whether a lone "name" is a state or city that the model took for a person."""
    place = scene.places.get(spot)
    return place is not None and place.kind in ("state", "city")


def _before_place(scene: Scene, spots: tuple[Spot, ...]) -> tuple[Spot, ...]:
    """The words before a state or city that was drawn into the name: "паспорт Атаевой Ашхабад не продлил"."""
    return spots[: next((n for n, spot in enumerate(spots) if n and _is_place(scene, spot)), len(spots))]


def _before_bracket(scene: Scene, spots: tuple[Spot, ...]) -> tuple[Spot, ...]:
    """Words of a name up to a bracket or a place: "Артур Ланге (Arthur Lange)" is one name and its spelling."""
    spots = _one_line(scene, spots)
    end = next((n for n, s in enumerate(spots) if scene.token(s).text in BREAKS), len(spots))
    words = [s for s in spots[:end] if scene.token(s).text[:1].isalpha()]
    while len(words) > 1 and (place := scene.places.get(words[-1])) is not None and place.kind in ("state", "city"):
        words.pop()  # "Паспорт Беловой Минск отказался продлить": two names side by side
    return tuple(words)


def _one_line(scene: Scene, spots: tuple[Spot, ...]) -> tuple[Spot, ...]:
    """A name without titles before it ("Mr", "Dr") and without what stands in the next line."""
    tokens = [scene.token(s) for s in spots]
    first = next((n for n, t in enumerate(tokens) if fold(t.text) not in word_list("titles") and t.text != "."), 0)
    cut = next((n for n in range(first + 1, len(tokens)) if "\n" in scene.text[tokens[n - 1].end : tokens[n].start]),
               len(tokens))  # fmt: skip
    return spots[first:cut]


def _name_word(token: Token, case: str | None, gender: str | None, n: int, length: int) -> str:
    surname = n == length - 1 and (length > 1 or not is_given_name(token.text))
    return nominative(token.text, case or token.feats.get("Case"), gender, surname=surname)


def stem(word: str) -> str:
    """Word without its case ending, folded: equal for the forms of one surname."""
    folded = word.lower().replace("ё", "е")
    return ENDINGS.sub("", folded) if len(folded) > 4 else folded


def is_given_name(word: str) -> bool:
    """Whether the dictionary knows the word first of all as a given name."""
    return any("Name" in p.tag.grammemes for p in parses(word.lower())[:2])


def _gender(tokens: list[Token], calling: str | None) -> str | None:
    """Gender from the ending of the surname in its case, else from the given name, its calling, or as tagged."""
    last_case, last = tokens[-1].feats.get("Case"), tokens[-1].text.lower()
    for endings, cases, gender in SURNAMES:
        alone = len(tokens) == 1 and gender == "Fem" and last_case == "Nom"  # "Мовлаева" is often a genitive tagged so
        if last.endswith(endings) and last_case in cases and not alone:
            return gender
    for token in tokens[:-1] or tokens:
        known = [p for p in parses(token.text.lower()) if p.is_known and "Name" in p.tag.grammemes]
        case = GRAMMEMES.get(token.feats.get("Case") or "")
        fitting = [p for p in known if case is None or case in p.tag.grammemes]
        if fitting:
            return {"masc": "Masc", "femn": "Fem"}.get(fitting[0].tag.gender or "")
    tagged = (t.feats["Gender"] for t in tokens if t.feats.get("Gender") in ("Masc", "Fem"))
    return calling if calling in ("Masc", "Fem") else next(tagged, None)


def _common(scene: Scene) -> Iterator[Person]:
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
    if spot in scene.organisations or (below and above in scene.lexicon.abstract):
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
        if not _same_case(token, name) and scene.document.language in CASES_TELL:
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
        if tokens[at].rel in ("nmod", "conj") and not _same_case(tokens[at], tokens[tokens[at].head]):
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


def _same_case(left: Token, right: Token) -> bool:
    """Whether two words may agree in case; genitive and accusative of persons look alike."""
    cases = {left.feats.get("Case"), right.feats.get("Case")}
    return len(cases) == 1 or None in cases or cases == {"Gen", "Acc"}


def _dash(text: str, name: Person, role: Person) -> bool:
    if not 0 <= role.start - name.end < 45:
        return False
    gap = text[name.end : role.start]
    return gap.lstrip().startswith(("—", "–", "- ", ",", "(")) and "." not in gap and gap.count(",") <= 1


def titles_beside(scene: Scene, person: Person) -> set[str]:
    """Lemmas of titles and callings of a mention; the noun that it only belongs to ("адвокат Иванова") is none."""
    sentence, index = scene.sentence(person.spot), person.spot[1]
    token = sentence.tokens[index]
    around = [
        sentence.tokens[c] for c in sentence.children[index] if sentence.tokens[c].rel in ("appos", "flat", "amod")
    ]
    above = [sentence.tokens[n] for n in (token.head, person.spots[0][1] - 1) if n >= 0]
    around += [t for t in above if t.pos == "NOUN" and _same_case(t, token)]
    return {t.lemma for t in around}
