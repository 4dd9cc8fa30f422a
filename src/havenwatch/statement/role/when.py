"""Which temporal expression of a sentence dates which trigger."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re

from havenwatch.statement.clause import clause_heads, clause_tokens
from havenwatch.statement.scene import Scene
from havenwatch.statement.trigger.frames import Match
from havenwatch.text.dates import DatedSpan, read_dates
from havenwatch.text.tokens import Sentence

UNDATING = frozenset({"set", "none"})  # kinds that date nothing: recurrences and traps
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
MEMORY = 35  # years: what happened earlier concerns nobody who seeks a safe harbour now
OPENING = frozenset({"с", "со", "до"})
SET_AHEAD = frozenset({"court_hearing"})
ECHOES = frozenset({  # a sentence that begins with one of these speaks of the act told before it
    "решение", "постановление", "определение", "заседание", "приговор", "вердикт", "инцидент", "происшествие", "вылет",
    "произойти", "случиться",
})  # fmt: skip
ECHO_REACH = 4  # words of a sentence among which it must stand
PUT_OFF = frozenset({"отложить", "перенести", "откладывать", "переносить", "назначить"})
HEADER = 20  # characters: a date that opens the document is its date line, not the time of an act


def date_of(scene: Scene, match: Match) -> DatedSpan | None:
    """When an act began, or the day that was set for it; None where no expression dates it."""
    found = _expression(scene, match)
    if (
        found is None
        and match.type in SET_AHEAD
        and any(scene.token((match.spot[0], n)).lemma in PUT_OFF for n in (match.spot[1], *match.terms))
    ):
        found = next((d for d in scene.dates_in(scene.sentence(match.spot)) if d.earliest is None), None)
    if found is None:
        return _told_next(scene, match)
    return _bare(scene, found)


def _told_next(scene: Scene, match: Match) -> DatedSpan | None:
    """Date of an undated main act in the next sentence: "Суд отказал в выдаче. Решение вынесено 5 мая"."""
    number, sentences = match.spot[0], scene.analysis.sentences
    head = clause_heads(sentences[number])[match.spot[1]]
    main = sentences[number].tokens[head].head < 0 and scene.token(match.spot).has("Tense", "Past")
    if not main or scene.dates_in(sentences[number]) or number + 1 == len(sentences):
        return None
    after = sentences[number + 1]
    first = {t.lemma for t in after.tokens[:ECHO_REACH]}
    spans = scene.dates_in(after)
    if after.paragraph != sentences[number].paragraph or first.isdisjoint(ECHOES) or len(spans) != 1:
        return None
    published, span = scene.document.published, spans[0]
    over = span.latest is not None and (published is None or span.latest <= published)
    return span if over and _usable(span) else None


def _bare(scene: Scene, span: DatedSpan) -> DatedSpan:
    """The date behind a preposition that opens it to one side: "разыскивает с 2022 года" began in 2022.

    A hearing "отложено до 24 октября" is set for that day.
    """
    preposition, _, rest = span.text.partition(" ")
    if preposition.lower() not in OPENING or scene.document.language not in (None, "ru"):
        return span
    year = span.earliest or span.latest
    told = scene.document.published or year
    inner = read_dates(rest, language="ru", published=told)
    whole = inner[0] if len(inner) == 1 and inner[0].text == rest else None
    if whole is None or whole.earliest is None or whole.latest is None or year is None:
        return span
    if whole.earliest.year != year.year and not _names_year(span):
        shift = year.year - whole.earliest.year
        whole = dataclasses.replace(
            whole, earliest=_shifted(whole.earliest, shift), latest=_shifted(whole.latest, shift)
        )
    return dataclasses.replace(span, kind=whole.kind, earliest=whole.earliest, latest=whole.latest)


def _expression(scene: Scene, match: Match) -> DatedSpan | None:
    """The expression in the trigger's clause nearest to it, else one at the head of the sentence that reaches it."""
    sentence = scene.sentence(match.spot)
    spans = [d for d in scene.dates_in(sentence) if _usable(d) and not _header(d)]
    if not spans:
        return None
    beside = next((d for d in spans if _beside(scene, match, d)), None)
    if beside is not None:
        return beside
    own = [d for d in spans if _clause_of(sentence, d) & set(clause_tokens(sentence, match.spot[1]))]
    if own:
        return min(own, key=lambda d: _distance(sentence, match, d))
    shared = [d for d in spans if _reaches(sentence, match, d)]
    if shared:
        return shared[-1]
    near = [d for d in spans if _unbroken(scene, match, d)]  # parses hang dates loosely, transferred ones most
    if scene.document.language in (None, "ru"):
        near = [d for d in near if not _of_participle(sentence, match, d)]
    return min(near, key=lambda d: _distance(sentence, match, d), default=None)


def _unbroken(scene: Scene, match: Match, span: DatedSpan) -> bool:
    """Whether no sign and no other verb stands between the trigger and the date."""
    sentence, head = scene.sentence(match.spot), scene.token(match.spot)
    low, high = (head.end, span.start) if span.start >= head.end else (span.end, head.start)
    between = [t for t in sentence.tokens if low <= t.start < high and t.index not in match.terms]
    return not any(t.pos == "PUNCT" or t.has("VerbForm", "Fin", "Part") for t in between)


def _of_participle(sentence: Sentence, match: Match, span: DatedSpan) -> bool:
    """Whether a date belongs to a participle that is not the trigger: "задержанный в мае активист осуждён"."""
    heads = [sentence.tokens[h] for i in _clause_of(sentence, span) for h in (sentence.tokens[i].head,) if h >= 0]
    return any(t.has("VerbForm", "Part") and t.index != match.spot[1] for t in heads)


def _own_story(sentence: Sentence, at: int) -> bool:
    """A joined clause with its own subject or tense tells something else than the dated one."""
    token = sentence.tokens[at]
    if token.rel != "conj":
        return False
    below = [sentence.tokens[c] for c in sentence.children[at]]
    contrast = any(t.rel == "cc" and t.lemma in ("а", "но", "однако") for t in below)
    own = any(t.rel in ("nsubj", "nsubj:pass") for t in below)
    return (own and contrast) or token.has("Tense", "Pres", "Fut")


def _beside(scene: Scene, match: Match, span: DatedSpan) -> bool:
    """Whether only a dash or an adjective stands between date and trigger: "15 марта — референдум"."""
    sentence, start = scene.sentence(match.spot), scene.token(match.spot).start
    between = [t for t in sentence.tokens if span.end <= t.start < start]
    return span.end <= start and any(t.text in "—–-" for t in between) and all(
        t.text in "—–-," or t.pos == "ADJ" for t in between)  # fmt: skip


def coming(scene: Scene, match: Match, span: DatedSpan) -> DatedSpan:
    """Date of a public event told without a verb: the next one after publication ("15 марта — референдум").

    A clause with a verb, a date with its own year, or a text without a publication date is left as resolved.
    """
    published, sentence = scene.document.published, scene.sentence(match.spot)
    verb = any(t.has("VerbForm", "Fin") for t in (sentence.tokens[n] for n in clause_tokens(sentence, match.spot[1])))
    if (
        published is None
        or _names_year(span)
        or (verb and not _beside(scene, match, span))
        or span.kind not in ("date", "month", "range", "season")
    ):
        return span
    if span.latest is None or span.earliest is None or span.latest >= published or "год" in span.text:
        return span
    return dataclasses.replace(span, earliest=_shifted(span.earliest, 1), latest=_shifted(span.latest, 1))


def before_publication(span: DatedSpan) -> DatedSpan:
    """A day or month without a year that a past verb dates: the one before publication, not the one after."""
    if (
        _names_year(span)
        or span.earliest is None
        or span.latest is None
        or span.kind not in ("date", "month", "part", "range")
    ):
        return span
    return dataclasses.replace(span, earliest=_shifted(span.earliest, -1), latest=_shifted(span.latest, -1))


def _names_year(span: DatedSpan) -> bool:
    return any(len(part) == 4 and part.isdigit() for part in span.text.replace("-", " ").split())


def _shifted(day: dt.date, years: int) -> dt.date:
    """The same day some years on; 29 February becomes the 28th."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return dt.date(day.year + years, day.month, last)


def long_ago(scene: Scene, date: DatedSpan | None) -> bool:
    """Whether a date lies so far back that what is told of it is history and no case: "In 1938 he was arrested"."""
    published = scene.document.published
    latest = date.latest if date is not None else None
    return published is not None and latest is not None and published.year - latest.year > MEMORY


def _header(span: DatedSpan) -> bool:
    return span.start < HEADER and ISO_DAY.fullmatch(span.text) is not None


def _usable(span: DatedSpan) -> bool:
    known = span.earliest is not None or span.latest is not None
    return known and span.kind not in UNDATING and not _deadline(span)


def _deadline(span: DatedSpan) -> bool:
    """Whether it bounds an act instead of dating it: "до 12 марта", "к пятнице"."""
    return (span.earliest is None) != (span.latest is None)


def _clause_of(sentence: Sentence, span: DatedSpan) -> set[int]:
    return {t.index for t in sentence.tokens if t.start < span.end and t.end > span.start}


def _distance(sentence: Sentence, match: Match, span: DatedSpan) -> tuple[int, int]:
    head = sentence.tokens[match.spot[1]]
    gap = span.start - head.end if span.start >= head.end else head.start - span.end
    return (gap, span.start)


def _reaches(sentence: Sentence, match: Match, span: DatedSpan) -> bool:
    """A date of the first clause holds for verbs joined to it by a conjunction that carry no date of their own."""
    heads = clause_heads(sentence)
    dated = {heads[i] for i in _clause_of(sentence, span)}
    at, seen = heads[match.spot[1]], set[int]()
    while at not in seen:
        seen.add(at)
        token = sentence.tokens[at]
        if at in dated and at != heads[match.spot[1]]:
            return span.start < sentence.tokens[match.spot[1]].start
        if token.rel not in ("conj", "xcomp", "ccomp", "parataxis") or token.head < 0 or _own_story(sentence, at):
            return False
        if token.rel in ("ccomp", "parataxis") and sentence.tokens[heads[token.head]].has("Tense", "Pres"):
            return False
        at = heads[token.head]
    return False
