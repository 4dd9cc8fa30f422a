"""Figure statements: a number with what it counts, where, when and how sure the text is; and calendar entries."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from havenwatch.ontology.quantity import Quantity, load_quantities
from havenwatch.records import CALENDAR, FIGURE, PLANNED, REPORTED, Amount, Role, Statement, content_id
from havenwatch.statement.clause import clause_heads, clause_tokens, descendants
from havenwatch.statement.events import Draft, quote_span
from havenwatch.statement.role.speech import attribute
from havenwatch.statement.role.states import common_states
from havenwatch.statement.scene import Scene, Spot
from havenwatch.text.dates import DatedSpan
from havenwatch.text.numbers import NumberSpan, read_numbers
from havenwatch.text.tokens import Sentence

CONFIDENCE = 0.7
MONEY = frozenset({"RUB", "USD", "EUR", "KZT", "rouble", "dollar", "euro", "tenge", "rub", "usd", "eur", "kzt"})
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
    quantity = _quantity(sentence, near, span)
    if quantity is not None:
        yield Count(number, span, quantity, _of(scene, sentence, span, spots), tuple(near))


def _near(sentence: Sentence, spots: Sequence[Spot]) -> list[int]:
    """Positions of the words between the nearest separators around a number, and its clause."""
    index = spots[0][1]
    low = high = index
    while low > 0 and sentence.tokens[low - 1].text not in (",", ";", "—", ":", "(", "."):
        low -= 1
    while high < len(sentence.tokens) - 1 and sentence.tokens[high + 1].text not in (",", ";", ":", ")", "."):
        high += 1
    noun = clause_heads(sentence)[index]
    linked = [n for n in clause_tokens(sentence, index) if abs(n - index) <= 8 and sentence.tokens[noun].pos != "VERB"]
    return sorted({*range(low, high + 1), *linked})


def _quantity(sentence: Sentence, near: Sequence[int], span: NumberSpan) -> Quantity | None:
    lemmas = [sentence.tokens[n].lemma for n in near]
    joined = " " + " ".join(lemmas) + " "
    for quantity in load_quantities():
        groups = quantity.needs.get("ru", ())
        if _unit_fits(quantity.unit, span.unit) and all(any(f" {x} " in joined for x in g) for g in groups):
            return quantity
    return None


def _unit_fits(wanted: str | None, unit: str | None) -> bool:
    if wanted == "money":
        return unit is not None and unit in MONEY
    return unit == wanted if wanted is not None else unit in (None, "person")


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
    parts = [t for t in parts if t.start >= span.end or t.end <= span.start]
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
    amount = Amount(count.quantity.id, span.value, span.unit, span.approximate)
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
    wanted = {lemma for group in count.quantity.needs.get("ru", ()) for term in group for lemma in term.split()}
    words = [sentence.tokens[n] for n in count.tokens if sentence.tokens[n].lemma in wanted]
    bounds = [(count.number.start, count.number.end), *((t.start, t.end) for t in words)]
    if count.of is not None and sentence.start <= count.of[1] < sentence.end:
        bounds.append(count.of[1:])
    return min(b[0] for b in bounds), max(b[1] for b in bounds)


def _date(scene: Scene, sentence: Sentence, span: NumberSpan) -> DatedSpan | None:
    inside = [d for d in scene.dates_in(sentence) if d.earliest is not None and d.latest is not None]
    return min(inside, key=lambda d: abs(d.start - span.start), default=None)


def read_calendar(scene: Scene, drafts: Sequence[Draft], cast: object) -> Iterator[Statement]:
    """Calendar entries: public events (referendum, election, law) that carry a date of their own."""
    for draft in drafts:
        policy = scene.ontology.events[draft.match.type].policy
        if policy and draft.date is not None and draft.status not in ("denied", "conditional"):
            yield _entry(scene, draft, cast)


def _entry(scene: Scene, draft: Draft, cast: object) -> Statement:
    start, end = quote_span(scene, draft, cast)  # type: ignore[arg-type]
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
    near = [sentence.tokens[n].lemma for n in (*sentence.children[index], *draft.match.terms)]
    return next((ELECTIONS[x] for x in near if x in ELECTIONS), draft.match.type)
