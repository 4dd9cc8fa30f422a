"""Figure statements: a number with what it counts, where, when and how sure the text is; and calendar entries."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from havenwatch.ontology.quantity import Quantity, load_quantities
from havenwatch.records import CALENDAR, FIGURE, PLANNED, REPORTED, Amount, Role, Statement, content_id
from havenwatch.statement.clause import clause_tokens, descendants
from havenwatch.statement.role.arguments import Cast
from havenwatch.statement.role.draft import Draft
from havenwatch.statement.role.quote import quote_span
from havenwatch.statement.role.speech import attribute
from havenwatch.statement.role.states import common_states
from havenwatch.statement.scene import Scene, Spot
from havenwatch.text.dates import DatedSpan
from havenwatch.text.numbers import NumberSpan, read_numbers
from havenwatch.text.tokens import Sentence, Token

CONFIDENCE = 0.7
MONEY = frozenset({"RUB", "USD", "EUR", "KZT", "UAH", "GBP"})  # the currencies of lang/*/units.yaml
UNITS = {"%": "percent"}  # names of units in exports
BEFORE, AFTER, BREAK = 10, 9, 3  # tokens looked at before and after a number; cost of a comma or dash between
PEOPLE = frozenset({"человек", "лицо", "семья", "случай", "чел", "тысяча", "миллион", "сотня", "дело", "решение"})
YEARS, MANY = (1900, 2100), 100  # a bare number in this range is a year; a smaller one beside a noun numbers it
HEDGES = frozenset({"ориентировочно", "примерно", "предположительно", "около", "порядка"})
ELECTIONS = {"парламентский": "parliamentary_election", "президентский": "presidential_election",
             "местный": "local_election", "муниципальный": "local_election"}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Count:
    """A number in its sentence with the quantity it gives and the words for what is counted."""

    sentence: int
    number: NumberSpan
    quantity: Quantity
    of: tuple[str, int, int] | None
    tokens: tuple[int, ...]


def read_figures(scene: Scene) -> Iterator[Statement]:
    """Figures of the document, in order of position."""
    states = common_states(scene)
    previous: Count | None = None
    for count in _counts(scene):
        if count.of is None and previous is not None and previous.sentence == count.sentence:
            count = dataclasses.replace(count, of=previous.of)  # noqa: PLW2901 - "въехало 660 тысяч граждан, выехало 640"
        yield _figure(scene, count, states)
        previous = count


def _counts(scene: Scene) -> Iterator[Count]:
    for span in read_numbers(scene.text, language=scene.document.language or "ru"):
        if scene.dated(span.start, span.end) or scene.text[span.end : span.end + 1] == "-":
            continue
        spots = scene.spots(span.start, span.end)
        if spots:
            yield from _count(scene, span, spots)


def _count(scene: Scene, span: NumberSpan, spots: Sequence[Spot]) -> Iterator[Count]:
    number, sentence = spots[0][0], scene.sentence(spots[0])
    near = _near(sentence, spots)
    found = [
        (d, n, q)
        for n, q in enumerate(load_quantities())
        if (d := _distance(sentence, spots, near, q, span)) is not None
    ]
    if found and _countable(scene, sentence, span, spots, min(found)[2]):
        quantity = min(found)[2]
        yield Count(number, span, quantity, _of(scene, sentence, span, spots), tuple(near))


def _countable(scene: Scene, sentence: Sentence, span: NumberSpan, spots: Sequence[Spot], quantity: Quantity) -> bool:
    """Whether a plain count counts people or acts: no year, no article of a law, no "два эпизода"."""
    if quantity.unit is not None:
        return True
    index = spots[0][1]
    before = sentence.tokens[index - 1] if index else None
    numbered = before is not None and (before.pos == "NOUN" or before.text in ("№", "ст", ".")) and not before.has(
        "Case", "Nom")  # fmt: skip
    year = span.value == int(span.value) and YEARS[0] <= span.value <= YEARS[1] and span.unit is None
    noun = _counted(sentence, spots)
    terms = {lemma for group in quantity.needs.get("ru", ()) for term in group for lemma in term.split()}
    people = (
        noun is None
        or noun.lemma in terms | PEOPLE | set(scene.lexicon.generic)
        or bool(scene.callings.get(noun.lemma))
    )
    return people and not year and not (numbered and noun is None and span.value < MANY)


def _counted(sentence: Sentence, spots: Sequence[Spot]) -> Token | None:
    """Noun that the number counts, None when it stands alone."""
    for _, index in reversed(spots):
        token = sentence.tokens[index]
        if token.rel.startswith("nummod") and token.head >= 0 and sentence.tokens[token.head].pos in ("NOUN", "PROPN"):
            return sentence.tokens[token.head]
    return None


def _near(sentence: Sentence, spots: Sequence[Spot]) -> list[int]:
    """Positions of the words around a number, up to a full stop, colon, semicolon or bracket."""
    index = spots[0][1]
    low = high = index
    while low > 0 and index - low < BEFORE and sentence.tokens[low - 1].text not in (";", ":", "(", "."):
        low -= 1
    last = len(sentence.tokens) - 1
    while high < last and high - index < AFTER and sentence.tokens[high + 1].text not in (";", ":", ")", "."):
        high += 1
    return list(range(low, high + 1))


def _distance(
    sentence: Sentence, spots: Sequence[Spot], near: Sequence[int], quantity: Quantity, span: NumberSpan
) -> int | None:
    """How far the words of a quantity stand from the number, in tokens; None when it is not what is counted."""
    if not _unit_fits(quantity.unit, span.unit):
        return None
    nearest = [_nearest(sentence, spots, near, group) for group in quantity.needs.get("ru", ())]
    return max((d for d in nearest if d is not None), default=0) if None not in nearest else None


def _nearest(sentence: Sentence, spots: Sequence[Spot], near: Sequence[int], group: Sequence[str]) -> int | None:
    """Distance to the nearest term of a group; each comma or dash between counts as several words."""
    found = []
    for n in near:
        if any(_stands(sentence, n, term) for term in group):
            low, high = sorted((n, spots[0][1]))
            breaks = sum(t.text in (",", "—", "–") for t in sentence.tokens[low:high])
            found.append(high - low + BREAK * breaks)
    return min(found, default=None)


def _stands(sentence: Sentence, at: int, term: str) -> bool:
    lemmas = term.split()
    return [t.lemma for t in sentence.tokens[at : at + len(lemmas)]] == lemmas


def _unit_fits(wanted: str | None, unit: str | None) -> bool:
    if wanted == "money":
        return unit is not None and unit in MONEY
    return UNITS.get(unit or "", unit) == wanted if wanted is not None else unit in (None, "person")


def _of(scene: Scene, sentence: Sentence, span: NumberSpan, spots: Sequence[Spot]) -> tuple[str, int, int] | None:
    """The noun phrase that the number counts, as written."""
    for _, index in spots:
        head = sentence.tokens[index].head
        if (
            head >= 0
            and sentence.tokens[index].rel.startswith("nummod")
            and sentence.tokens[head].pos in ("NOUN", "PROPN")
        ):
            return _phrase(scene, sentence, head, span)
    after = [t for t in sentence.tokens if t.start >= span.end][:4]
    noun = next((t for t in after if t.pos in ("NOUN", "PROPN") and t.has("Case", "Gen")), None)
    return _phrase(scene, sentence, noun.index, span) if noun is not None else None


def _phrase(scene: Scene, sentence: Sentence, head: int, span: NumberSpan) -> tuple[str, int, int] | None:
    parts = [sentence.tokens[n] for n in sorted({head, *descendants(sentence, head)})]
    parts = [t for t in parts if t.start >= span.end and t.pos != "PUNCT"]
    if not parts or parts[0].start - span.end > 20:
        return None
    start, end = parts[0].start, parts[-1].end
    return scene.text[start:end], start, end


def _figure(scene: Scene, count: Count, states: Sequence[str]) -> Statement:
    sentence, span = scene.analysis.sentences[count.sentence], count.number
    start, end = _figure_span(sentence, count)
    place = _place(scene, count)
    roles = [Role("of", count.of[0], *count.of)] if count.of is not None else []
    roles += [Role("place", p)] if (p := place or next(iter(states), None)) is not None else []
    date, speaker = _date(scene, sentence, span), attribute(scene, (count.sentence, count.tokens[0]))
    amount = Amount(count.quantity.id, span.value, UNITS.get(span.unit or "", span.unit), span.approximate)
    ident = content_id("s", scene.document.id, start, end, FIGURE, count.quantity.id, None, [str(span.value)])
    return Statement(
        id=ident, document=scene.document.id, start=start, end=end, quote=scene.text[start:end], kind=FIGURE,
        type=count.quantity.id, about=None, status=REPORTED,
        attributed_to=speaker.text if speaker is not None else None,
        speaker=speaker.kind if speaker is not None else None,
        earliest=date.earliest if date is not None else None, latest=date.latest if date is not None else None,
        date_text=date.text if date is not None else None, roles=tuple(roles), amount=amount, count=None,
        confidence=CONFIDENCE, found_by=f"quantity:{count.quantity.id}",
    )  # fmt: skip


def _place(scene: Scene, count: Count) -> str | None:
    """State named near the number, other than in the words for what is counted."""
    sentence = scene.analysis.sentences[count.sentence]
    for n in count.tokens:
        hit = scene.places.get((count.sentence, n))
        if hit is not None and hit.kind != "demonym" and not _within(count.of, sentence, n):
            return hit.iso
    return None


def _within(of: tuple[str, int, int] | None, sentence: Sentence, index: int) -> bool:
    return of is not None and of[1] <= sentence.tokens[index].start < of[2]


def _figure_span(sentence: Sentence, count: Count) -> tuple[int, int]:
    """From the first to the last word that makes the figure: number, quantity word, what is counted."""
    at = next((t.index for t in sentence.tokens if t.end > count.number.start), 0)
    bounds = [(count.number.start, count.number.end)]
    for group in count.quantity.needs.get("ru", ()):
        hits = [n for n in count.tokens if any(_stands(sentence, n, term) for term in group)]
        nearest = min(hits, key=lambda n: abs(n - at), default=None)
        bounds += [(sentence.tokens[nearest].start, sentence.tokens[nearest].end)] if nearest is not None else []
    if count.of is not None and sentence.start <= count.of[1] < sentence.end:
        bounds.append(count.of[1:])
    return min(b[0] for b in bounds), max(b[1] for b in bounds)


def _date(scene: Scene, sentence: Sentence, span: NumberSpan) -> DatedSpan | None:
    inside = [d for d in scene.dates_in(sentence) if d.earliest is not None and d.latest is not None]
    return min(inside, key=lambda d: abs(d.start - span.start), default=None)


def read_calendar(scene: Scene, drafts: Sequence[Draft], cast: Cast) -> Iterator[Statement]:
    """Calendar entries: public events (referendum, election, law) that carry a date of their own."""
    for draft in drafts:
        policy = scene.ontology.events[draft.match.type].policy
        if policy and draft.date is not None and draft.status not in ("denied", "conditional"):
            yield _entry(scene, draft, cast)


def _entry(scene: Scene, draft: Draft, cast: Cast) -> Statement:
    start, end = quote_span(scene, draft, cast)
    what, date = _what(scene, draft), draft.date
    sentence = scene.sentence(draft.match.spot)
    place = next((h.iso for h in (draft.states.place, draft.states.agent) if h is not None), None)
    place = place or next(iter(common_states(scene)), None)
    hedged = any(t.lemma in HEDGES for t in sentence.tokens if start - 40 <= t.start < end)
    roles = [Role("place", place)] if place is not None else []
    roles += [Role("approximate", "true")] if hedged else []
    return Statement(
        id=content_id("s", scene.document.id, start, end, CALENDAR, what, None, []), document=scene.document.id,
        start=start, end=end, quote=scene.text[start:end], kind=CALENDAR, type=what, about=None,
        status=PLANNED if _ahead(scene, draft) else REPORTED,
        attributed_to=draft.speaker.text if draft.speaker is not None else None,
        speaker=draft.speaker.kind if draft.speaker is not None else None,
        earliest=date.earliest if date is not None else None, latest=date.latest if date is not None else None,
        date_text=date.text if date is not None else None, roles=tuple(roles), amount=None, count=None,
        confidence=CONFIDENCE, found_by=draft.match.rule,
    )  # fmt: skip


def _ahead(scene: Scene, draft: Draft) -> bool:
    published, date = scene.document.published, draft.date
    return published is not None and date is not None and date.latest is not None and date.latest > published


def _what(scene: Scene, draft: Draft) -> str:
    sentence, index = scene.sentence(draft.match.spot), draft.match.spot[1]
    near = [sentence.tokens[n].lemma for n in clause_tokens(sentence, index)]
    return next((ELECTIONS[x] for x in near if x in ELECTIONS), draft.match.type)
