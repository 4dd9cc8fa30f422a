"""The reader as an `Analyser`: sentences, tokens with syntax, lemmas and entities of a text."""

from __future__ import annotations

import bisect
import dataclasses
import functools
from collections.abc import Iterator, Sequence

from havenwatch.model.acts import ActHead, ActScores, WindowScores, gathered, load_acts
from havenwatch.model.reader import Reader, Span, Syntax, load_reader, shifted
from havenwatch.model.sentences import Piece, split
from havenwatch.model.windows import windows
from havenwatch.model.words import Word
from havenwatch.text.gloss import glossed, load_gloss
from havenwatch.text.morph import OBLIQUE, Grammar, can_be, corrected, first_known, lemma
from havenwatch.text.tokens import ROOT, Analysis, Entity, Sentence, Token, children_of, without_cycles

BATCH = 64  # sentences at a time: bounds memory on a long text
KINDS = {  # what the reading asks for, by the reader's types
    "PERSON": "PER", "ORGANIZATION": "ORG", "COUNTRY": "LOC", "CITY": "LOC", "STATE_OR_PROVINCE": "LOC",
    "DISTRICT": "LOC", "LOCATION": "LOC",
}  # fmt: skip
# A person inside these is whom a thing is named after: "фонд имени Сахарова" is not about Sakharov.
NAMED_AFTER = frozenset({"ORGANIZATION", "FACILITY", "AWARD", "WORK_OF_ART", "LAW", "PRODUCT"})
NAME_PARTS = frozenset({"flat", "flat:name"})  # links of a surname to the given name
NAMING = NAME_PARTS | {"appos"}
UNKNOWN: Syntax = (("X|",), ROOT, "dep")


class ReaderAnalyser:
    """Analyses text with the shipped reader."""

    def __init__(self, reader: Reader, acts: ActHead | None = None) -> None:
        self._reader, self._acts = reader, acts

    def analyse(self, text: str, language: str = "ru") -> Analysis:
        """Sentences, tokens and entities of the whole text; offsets are exact code points of `text`.

        Another language than Russian comes out in the terms of its gloss.
        """
        gloss = None if language == "ru" else load_gloss(language)
        known = (None, ()) if gloss is None else (gloss.inflection.abbreviations, gloss.paradigm.enclitics)
        pieces = list(split(text, *known))
        sentences: list[Sentence] = []
        entities: list[Entity] = []
        acts: list[tuple[Sequence[Word], WindowScores]] = []
        make = _sentence if gloss is None else _foreign
        for at in range(0, len(pieces), BATCH):
            batch = pieces[at : at + BATCH]
            parsed, spans, judged = self._batch(text, batch)
            acts += judged
            sentences += [make(text, *row, syntax) for row, syntax in zip(batch, parsed, strict=True)]
            entities += _entities(spans)
        analysis = Analysis(tuple(sentences), tuple(entities))
        read = analysis if gloss is None else glossed(analysis, gloss)
        return dataclasses.replace(read, acts=self._evidence(acts, [s.start for s in sentences]))

    def _evidence(
        self, judged: Sequence[tuple[Sequence[Word], WindowScores]], starts: Sequence[int]
    ) -> ActScores | None:
        head = self._acts
        return None if head is None else gathered(judged, starts, head.types, head.statuses, head.calibration)

    def _batch(
        self, text: str, batch: Sequence[tuple[int, Piece]]
    ) -> tuple[list[list[Syntax]], list[Span], list[tuple[Sequence[Word], WindowScores]]]:
        """Syntax of each sentence's tokens, all spans, and each window's words with what they tell of acts."""
        reader = self._reader
        start, end = batch[0][1][0][0], batch[-1][1][-1][1]
        words = shifted(reader.pieces.words(text[start:end]), start)
        parsed = [[UNKNOWN] * len(piece) for _, piece in batch]
        spans: list[Span] = []
        acts: list[tuple[Sequence[Word], WindowScores]] = []
        places = list(_placed(words, batch))
        for window in windows(words, [piece[0][0] for _, piece in batch], reader.size, reader.longest):
            inside = [p for p in places if window.first <= p[2] and p[3] < window.last]
            part = words[window.first : window.last]
            seen = reader.see(part)
            spans += reader.spans(part, seen)
            acts += [(part, self._acts.judge(seen))] if self._acts is not None else []
            if inside:
                tokens = [(a - window.first, b - window.first, number) for number, _, a, b in inside]
                _write(parsed, inside, reader.parse(seen, tokens))
        return parsed, spans, acts


Place = tuple[int, int, int, int]  # sentence of the batch, token of the sentence, first word, last word


def _placed(words: Sequence[Word], batch: Sequence[tuple[int, Piece]]) -> Iterator[Place]:
    """Words that tokens are made of; a token of no word (a lone mark) has none."""
    starts, ends = [w.start for w in words], [w.end for w in words]
    for number, (_, piece) in enumerate(batch):
        for index, (start, end) in enumerate(piece):
            first, last = bisect.bisect_right(ends, start), bisect.bisect_left(starts, end) - 1
            if first <= last:
                yield number, index, first, last


def _write(parsed: list[list[Syntax]], places: Sequence[Place], found: Sequence[Syntax]) -> None:
    for (number, index, _, _), (tags, head, link) in zip(places, found, strict=True):
        whole = places[head] if head >= 0 else None
        inside = whole is not None and whole[0] == number
        parsed[number][index] = (tags, whole[1] if inside and whole is not None else ROOT, link)


def _sentence(text: str, paragraph: int, piece: Piece, syntax: Sequence[Syntax]) -> Sentence:
    heads = without_cycles([head for _, head, _ in syntax])
    tokens: list[Token] = []
    for n, ((start, end), (tags, _, link), head) in enumerate(zip(piece, syntax, heads, strict=True)):
        word, ranked = text[start:end], tuple(map(_grammar, tags))
        above = tokens[head] if 0 <= head < n else None
        pos, feats = first_known(word, _agreeing(link, ranked, above)) or first_known(word, ranked) or ranked[0]
        feats = corrected(word, pos, feats)
        tokens.append(Token(n, start, end, word, lemma(word, pos, feats), pos, feats, head, link))
    for verb in (t.index for t in tokens if t.pos == "VERB"):
        for index, token in (_subject_last(tokens, verb) | _receiver(tokens, verb)).items():
            tokens[index] = token
    whole = tuple(_attached(tokens, token) for token in tokens)
    return Sentence(whole[0].start, whole[-1].end, paragraph, whole, children_of(whole))


def _foreign(text: str, paragraph: int, piece: Piece, syntax: Sequence[Syntax]) -> Sentence:
    """A sentence as the model tags it by analogy with Russian; what its words mean is the gloss's part."""
    heads = without_cycles([head for _, head, _ in syntax])
    tokens = []
    for n, ((start, end), (tags, _, link), head) in enumerate(zip(piece, syntax, heads, strict=True)):
        pos, feats = _grammar(tags[0])
        tokens.append(Token(n, start, end, text[start:end], text[start:end].lower(), pos, feats, head, link))
    whole = tuple(tokens)
    return Sentence(whole[0].start, whole[-1].end, paragraph, whole, children_of(whole))


def _attached(tokens: Sequence[Token], token: Token) -> Token:
    """A participle behind its noun, moved to the nearest noun before it that it agrees with, if its head does not.

    "по делу активистки, задержанной в порту": what was detained is in the genitive feminine, as the activist.
    """
    if token.rel == "nmod" and _behind_name(tokens, token):
        return dataclasses.replace(token, head=tokens[token.head].head)
    behind = token.rel == "acl" and token.has("VerbForm", "Part") and "Case" in token.feats
    if not behind or not 0 <= token.head < token.index or _agree(tokens[token.head], token):
        return token
    near = (t for t in reversed(tokens[: token.index]) if t.pos in ("NOUN", "PROPN", "PRON") and _agree(t, token))
    found = next(near, None)
    return token if found is None else dataclasses.replace(token, head=found.index)


def _behind_name(tokens: Sequence[Token], token: Token) -> bool:
    """Whether a place "from which" hangs on the name that an act is done to: "высылка Петрова из Польши"."""
    name = tokens[token.head] if 0 <= token.head < token.index else None
    source = any(t.head == token.index and t.rel == "case" and t.lemma == "из" for t in tokens)
    return source and name is not None and name.pos == "PROPN" and name.rel == "nmod" and name.head >= 0


def _subject_last(tokens: Sequence[Token], verb: int) -> dict[int, Token]:
    """Changes where the object of a verb stands first: "Руслана Петрова выслала Болгария".

    A man's name in the accusative looks like a woman's in the nominative; but what is taken for the object has only a
    nominative, so that it must be the subject.
    """
    below = [t for t in tokens if t.head == verb and t.pos in ("NOUN", "PROPN")]
    last = next((t for t in below if t.rel == "obj" and can_be(t.text, "Nom") and not can_be(t.text, "Acc")), None)
    first = next((t for t in below if t.rel == "nsubj" and t.pos == "PROPN"), None)
    if last is None:
        return {}
    changed = {last.index: dataclasses.replace(last, rel="nsubj", feats={**last.feats, "Case": "Nom"})}
    if first is None:
        return changed
    name = [first, *(t for t in tokens if t.head == first.index and t.rel in NAME_PARTS)]
    if not name[-1].text.endswith(OBLIQUE):
        return {}
    man = {"Case": "Acc", "Gender": "Masc"}
    changed |= {t.index: dataclasses.replace(t, feats={**t.feats, **man}) for t in name}
    return changed | {first.index: dataclasses.replace(changed[first.index], rel="obj")}


def _receiver(tokens: Sequence[Token], verb: int) -> dict[int, Token]:
    """A second object after the verb in a form that can be a dative is the receiver: "его передали России"."""
    below = [t for t in tokens if t.head == verb and t.rel in ("obj", "iobj")]
    given = any(t.rel == "obj" and t.has("Case", "Acc") for t in below)
    found = [t for t in below if t.index > verb and t.pos in ("NOUN", "PROPN") and can_be(t.text, "Dat")]
    late = [t for t in found if t.has("Case", "Gen") and (t.rel == "iobj" or given)]
    # "решение выдали Петровой": no accusative, and a person is hardly an instrument
    late += [t for t in found if t.pos == "PROPN" and t.has("Case", "Ins") and not can_be(t.text, "Acc")]
    return {t.index: dataclasses.replace(t, rel="iobj", feats={**t.feats, "Case": "Dat"}) for t in late}


def _agree(noun: Token, participle: Token) -> bool:
    names = ("Case", "Number") if participle.has("Number", "Plur") else ("Case", "Number", "Gender")
    return all(noun.feats.get(name) == participle.feats.get(name) for name in names)


def _agreeing(link: str, ranked: Sequence[Grammar], above: Token | None) -> list[Grammar]:
    """The tags of a name in which it stands in the case of what it names; empty for what is no such name.

    "активистку Майсу Атаеву": no dictionary has the name, but the word before it can only be an accusative. A noun of
    feminine gender names a woman; one of masculine gender may name either.
    """
    if above is None or link not in NAMING or ranked[0][0] != "PROPN" or "Case" not in above.feats:
        return []
    firm = [("Case", above.feats["Case"])]
    if link in NAME_PARTS or above.has("Gender", "Fem"):
        firm.append(("Gender", above.feats.get("Gender", "")))
    return [tag for tag in ranked if tag[0] == "PROPN" and all(tag[1].get(k) == v for k, v in firm)]


@functools.lru_cache(maxsize=4096)
def _grammar(tag: str) -> Grammar:
    pos, _, rest = tag.partition("|")
    return pos, dict(part.split("=", 1) for part in rest.split("|") if part)


def _entities(spans: Sequence[Span]) -> list[Entity]:
    """What the reading knows as persons, organisations and places: of nested spans of one kind the outer one."""
    whole = [s for s in spans if s.type in NAMED_AFTER]
    places = [s for s in spans if KINDS.get(s.type) == "LOC"]
    out: list[Entity] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        kind = KINDS.get(span.type)
        if kind is None or (kind == "PER" and _inside(span, whole)):
            continue
        end = _before_place(span, places) if kind == "PER" else span.end
        if end > span.start and not any(e.type == kind and end <= e.end for e in out[-4:]):
            out.append(Entity(span.start, end, kind))
    return out


def _inside(span: Span, others: Sequence[Span]) -> bool:
    return any(o.start <= span.start and span.end <= o.end for o in others)


def _before_place(span: Span, places: Sequence[Span]) -> int:
    """End of a person's name without a place that was drawn into it: "выдать Петренко Чехии"."""
    starts = [p.start for p in places if span.start <= p.start and p.end <= span.end]
    return min(starts) - 1 if starts else span.end


@functools.cache
def load_analyser() -> ReaderAnalyser:
    """An analyser over the shipped reader and head of acts."""
    return ReaderAnalyser(load_reader(), load_acts())
