"""Names of persons: as the model found them, surnames alone, and names behind a word for a person."""

from __future__ import annotations

from collections.abc import Iterator

from havenwatch.statement.mention.person import CASES_TELL, NAME, Person, stem
from havenwatch.statement.mention.roles import base_word, profiles_of
from havenwatch.statement.scene import Scene, Spot
from havenwatch.text.gloss import load_gloss
from havenwatch.text.gloss.declined.names import nominative_words
from havenwatch.text.morph import GRAMMEMES, nominative, parses
from havenwatch.text.names import gender_of, word_list
from havenwatch.text.tokens import Entity, Sentence, Token
from havenwatch.text.translit import fold

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
NAMED_AFTER = frozenset(
    {"улица", "площадь", "проспект", "премия", "фонд", "центр", "имя", "закон", "список", "театр", "орден"}
)
BREAKS = frozenset("(?!;:•|")  # signs that end a name


def find_names(scene: Scene) -> list[Person]:
    """All mentions of persons by name."""
    names = list(_names(scene))
    names += _after_callings(scene, names)
    names += _surnames(scene, names)
    return [*names, *_by_dictionary(scene, names)]


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


def _by_dictionary(scene: Scene, names: list[Person]) -> list[Person]:
    """Surnames that the model missed and the dictionary knows as such: "Обыскали дом Иванова"."""
    if scene.document.language not in (None, "ru"):
        return []
    taken = {spot for person in names for spot in person.spots} | scene.organisations | scene.places.keys()
    found: list[Person] = []
    for number, sentence in enumerate(scene.analysis.sentences):
        for token in sentence.tokens:
            fit = token.pos == "PROPN" and (number, token.index) not in taken and token.text.istitle()
            if fit and is_surname(token.text) and not _names_thing(sentence, token.index):
                person = _named(scene, Entity(token.start, token.end, "PER"))
                found += [person] if person is not None else []
    return found


def _names_thing(sentence: Sentence, index: int) -> bool:
    """Whether a surname is part of a thing's name: "улица Иванова", "премия Сахарова", «Иванов»."""
    token = sentence.tokens[index]
    above = sentence.tokens[token.head].lemma if token.head >= 0 else ""
    before = sentence.tokens[index - 1] if index else None
    capital = before is not None and (before.text in '«"„“' or before.lemma == "имя")
    return capital or above in NAMED_AFTER or token.rel in ("flat", "flat:name", "compound", "amod")


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


def is_surname(word: str) -> bool:
    """Whether the dictionary knows the word first of all as a surname."""
    known = [p for p in parses(word.lower()) if p.is_known]
    return bool(known) and "Surn" in known[0].tag.grammemes


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
