"""Which way the clause around an expression points: to the past or to the future.

The nearest verb of the clause decides, then the nearest of the sentence. Russian verbs are read with the dictionary;
other languages by endings and auxiliaries from `lang/<code>/direction.yaml`. Without any verb news tells the past; an
English sentence without a past form is read as a present one, since its present forms look like nouns.
"""

from __future__ import annotations

import bisect
import dataclasses
import functools
import re
from collections.abc import Sequence
from typing import Any

from havenwatch.text.dates.lexicon import load, normal
from havenwatch.text.dates.resolve.scene import FUTURE, PAST, PRESENT

WORD = re.compile(r"[^\W\d_][\w\u0300-\u036f’'ʼ]*")
CLAUSE = re.compile(r"[,;:()«»„“”\"]|\s(?:[—–-]|and|but|while|и|а|но|та|й|und|aber|y|pero|және)\s")
SENTENCE_WORDS = 3  # shorter ones are headings and notes
SENTENCE_END = re.compile(r"[.!?…]+[»”\")]*\s+(?=[\W\d_]{0,9}[A-ZА-ЯЁІЇЄҐӘҒҚҢӨҰҮҺÁÉÍÓÚÑÄÖÜ])|\n+")
ORDINAL_END = re.compile(r"(?<!\b\d)(?<!\b\d\d)(?:" + SENTENCE_END.pattern + ")")  # 17. März ends nothing
CLAUSE_OPENING = 2  # words in which a relative pronoun can stand: в которой
MOVE_REACH = 600  # characters before an expression where «потом» is looked for
PARTICIPLE_REACH = 2  # words: a participle, a preposition, the date
FINAL_WORDS = 2  # of a clause, where a verb-final language has its verb: киргизген жок
PLANNING_REACH = 4  # words before «на 6 ноября» where its verb can stand


@dataclasses.dataclass(frozen=True, slots=True)
class Cues:
    """Word lists of one language; stems and endings as regular expressions, None when empty."""

    dictionary: bool
    verb_final: bool
    nouns_capital: bool
    past: frozenset[str]
    future: frozenset[str]
    present: frozenset[str]
    neutral: frozenset[str]
    past_form: re.Pattern[str] | None
    past_sure: re.Pattern[str] | None
    participle: re.Pattern[str] | None
    future_form: re.Pattern[str] | None
    present_form: re.Pattern[str] | None
    planning: re.Pattern[str] | None
    planning_after: re.Pattern[str] | None
    moves_on: re.Pattern[str] | None
    speech: re.Pattern[str] | None
    targets: frozenset[str]
    relative: frozenset[str]
    be_future: frozenset[str]
    infinitive: frozenset[str]
    modals: frozenset[str]
    verbless: str | None


@functools.cache
def cues(language: str) -> Cues:
    """Lists of `language`; empty ones for a language without a file."""
    data: dict[str, Any] = load(language, "direction") or {}
    return Cues(
        dictionary=bool(data.get("dictionary", False)),
        verb_final=bool(data.get("verb_final", False)),
        nouns_capital=bool(data.get("nouns_capital", False)),
        past=_words(data, "past"),
        future=_words(data, "future"),
        present=_words(data, "present"),
        neutral=_words(data, "neutral"),
        past_form=_form(data, "past"),
        past_sure=_raw(data, "past_patterns"),
        participle=_raw(data, "participle_patterns"),
        future_form=_form(data, "future"),
        present_form=_form(data, "present"),
        planning=_pattern(_stems(data, "planning_stems")),
        planning_after=_pattern(_stems(data, "planning_after_stems")),
        moves_on=_phrases(data, "moves_on"),
        speech=_pattern(_stems(data, "speech_stems")),
        targets=_words(data, "targets"),
        relative=_words(data, "relative"),
        be_future=_words(data, "be_future"),
        infinitive=_words(data, "infinitive"),
        modals=_words(data, "modals"),
        verbless=data.get("no_past_verb"),
    )


def _words(data: dict[str, Any], key: str) -> frozenset[str]:
    return frozenset(normal(w) for w in str(data.get(key, "")).split())


def _phrases(data: dict[str, Any], key: str) -> re.Pattern[str] | None:
    words = [re.escape(w).replace("_", r"\s+") for w in str(data.get(key, "")).split()]
    return re.compile(r"(?<!\w)(?:" + "|".join(words) + r")(?!\w)", re.IGNORECASE) if words else None


def _stems(data: dict[str, Any], key: str) -> list[str]:
    return [rf"^{re.escape(normal(w))}" for w in str(data.get(key, "")).split()]


def _form(data: dict[str, Any], side: str) -> re.Pattern[str] | None:
    endings = [rf"{re.escape(normal(w))}$" for w in str(data.get(f"{side}_endings", "")).split()]
    return _pattern(_stems(data, f"{side}_stems") + endings)


def _raw(data: dict[str, Any], key: str) -> re.Pattern[str] | None:
    return re.compile(data[key]) if key in data else None


def _pattern(options: Sequence[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(options)) if options else None


@dataclasses.dataclass(frozen=True, slots=True)
class Sentence:
    """Words of one sentence with their offsets, the clause breaks, and the places of verbs.

    Verbs of events, verbs of speech, and full participles, which count only beside the expression or where their
    clause has no verb.
    """

    words: Sequence[str]
    starts: Sequence[int]
    breaks: Sequence[int]
    verbs: Sequence[tuple[int, str]]
    speech: Sequence[tuple[int, str]]
    participles: Sequence[tuple[int, str]]


class Tenses:
    """Tense at any place of one text; a sentence is read when it is first asked for."""

    def __init__(self, text: str, language: str) -> None:
        """Finds the sentence bounds of `text`, in time linear in its length."""
        self.text, self.lists = text, cues(language)
        ends = ORDINAL_END if self.lists.nouns_capital else SENTENCE_END
        self.bounds = [m.end() for m in ends.finditer(text)]
        self._read = functools.lru_cache(maxsize=8)(self._sentence)

    def sentence_of(self, offset: int) -> int:
        """Number of the sentence that holds `offset`."""
        return bisect.bisect_right(self.bounds, offset)

    def at(self, start: int, end: int) -> str | None:
        """`past`, `future` or `present` of the expression there, None when no verb tells."""
        sentence = self._read(self.sentence_of(start))
        left, right = bisect.bisect_left(sentence.starts, start), bisect.bisect_left(sentence.starts, end)
        if self._planned(sentence, left, right):
            return FUTURE
        if any(left - PARTICIPLE_REACH <= i < left for i, _ in sentence.participles):
            return PAST  # «осуждённый 5 марта»
        first, last = _clause(sentence, start, end)
        for verbs in (sentence.verbs, sentence.speech, sentence.participles):
            found = _nearest(verbs, (left, right), (first, last))
            if found is not None:
                return found
        everywhere = (0, len(sentence.words))
        told = _nearest(sentence.verbs, (left, right), everywhere) or _nearest(
            sentence.speech, (left, right), everywhere
        )
        shortest = SENTENCE_WORDS - self.lists.verb_final
        return told or (self.lists.verbless if len(sentence.words) >= shortest else None)

    def _planned(self, sentence: Sentence, left: int, right: int) -> bool:
        """«Перенесли на 6 ноября»: the preposition before the date belongs to a verb of planning."""
        after = self.lists.planning_after
        if after is not None and any(after.search(w) for w in sentence.words[right : right + 2]):
            return True
        before = sentence.words[max(0, left - PLANNING_REACH) : left]
        if self.lists.planning is None or len(before) < 2 or before[-1] not in self.lists.targets:
            return False
        last = bisect.bisect_left(sentence.verbs, (left,)) - 1  # the verb before, however far
        verb = [sentence.words[sentence.verbs[last][0]]] if last >= 0 else []
        return any(self.lists.planning.search(w) for w in (*before[:-1], *verb))

    def _sentence(self, number: int) -> Sentence:
        start = self.bounds[number - 1] if number else 0
        end = self.bounds[number] if number < len(self.bounds) else len(self.text)
        found = [(normal(m[0]), m.start()) for m in WORD.finditer(self.text, start, end)]
        words = [w for w, _ in found]
        verbs: list[tuple[int, str]] = []
        speech: list[tuple[int, str]] = []
        participles: list[tuple[int, str]] = []
        for i in range(len(words)):
            if i and self.lists.nouns_capital and self.text[found[i][1]].isupper():
                continue
            told = self._told(words, i)
            if told != FUTURE and self._participle(words[i], found[i][1]):
                participles.append((i, PAST))
                continue
            if told is not None:
                (speech if self._weak(words, i) else verbs).append((i, told))
        breaks, starts = [m.start() for m in CLAUSE.finditer(self.text, start, end)], [s for _, s in found]
        if self.lists.verb_final:
            verbs, speech = _final(verbs, starts, breaks), _final(speech, starts, breaks)
        return Sentence(words, starts, breaks, verbs, speech, participles)

    def _participle(self, word: str, place: int) -> bool:
        pattern = self.lists.participle
        if pattern is not None:
            known = word in self.lists.neutral or not self.text[place].islower()
            return not known and pattern.search(word) is not None
        return self.lists.dictionary and _participle(word)

    def _weak(self, words: Sequence[str], at: int) -> bool:
        """Verbs of speech tell about the teller; "to be gone" is told by the verb before it."""
        if self.lists.speech is not None and self.lists.speech.search(words[at]):
            return True
        if at and words[at - 1] in self.lists.infinitive:
            return True
        return list(words[max(0, at - 2) : at]) == ["to", "be"]

    def aside(self, start: int, end: int) -> bool:
        """Whether the place lies in a relative or participle clause after a comma: told by the way."""
        sentence = self._read(self.sentence_of(start))
        first, _ = _clause(sentence, start, end)
        opening = sentence.words[first : first + CLAUSE_OPENING]
        if first == 0 or not opening:
            return False
        return any(w in self.lists.relative for w in opening) or (self.lists.dictionary and _participle(opening[0]))

    def moves_on(self, start: int, end: int) -> bool:
        """Whether «потом» or the like stands between two places: what follows is a later time."""
        pattern = self.lists.moves_on
        return pattern is not None and pattern.search(self.text, max(start, end - MOVE_REACH), end) is not None

    def _told(self, words: Sequence[str], at: int) -> str | None:
        told = cue(words[at], self.lists)
        if told is not None and self.lists.be_future and self.lists.be_future.intersection(words[max(0, at - 2) : at]):
            return FUTURE  # will be counted, будет открыта
        if told == PAST and at and words[at - 1] in self.lists.modals:
            return FUTURE  # will let: the form is no past here
        return told


def _final(verbs: list[tuple[int, str]], starts: Sequence[int], breaks: Sequence[int]) -> list[tuple[int, str]]:
    """The last verb of each clause, among its last words: elsewhere what looks like one is an object."""
    ends = [*(bisect.bisect_left(starts, b) for b in breaks), len(starts)]
    last = {ends[bisect.bisect_right(ends, v[0])]: v for v in verbs}
    return [v for end, v in last.items() if end - v[0] <= FINAL_WORDS]


def _clause(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """First word of the clause and the word after its last one."""
    before = bisect.bisect_left(sentence.breaks, start) - 1
    after = bisect.bisect_left(sentence.breaks, end)
    first = bisect.bisect_left(sentence.starts, sentence.breaks[before]) if before >= 0 else 0
    last = len(sentence.words)
    if after < len(sentence.breaks):
        last = bisect.bisect_left(sentence.starts, sentence.breaks[after])
    return first, last


def _nearest(verbs: Sequence[tuple[int, str]], place: tuple[int, int], limits: tuple[int, int]) -> str | None:
    """The verb nearest to words `place[0]`..`place[1]` within the limits; the one before wins a tie."""
    before = bisect.bisect_left(verbs, (place[0],)) - 1
    after = bisect.bisect_left(verbs, (place[1],))
    left = verbs[before] if before >= 0 and verbs[before][0] >= limits[0] else None
    right = verbs[after] if after < len(verbs) and verbs[after][0] < limits[1] else None
    if left is not None and (right is None or place[0] - 1 - left[0] <= right[0] - place[1]):
        return left[1]
    return None if right is None else right[1]


def cue(word: str, lists: Cues) -> str | None:
    """Direction of one word, None when it says nothing."""
    if word in lists.neutral:
        return None
    if lists.past_sure is not None and lists.past_sure.search(word):
        return PAST
    if word not in lists.future and lists.present_form is not None and lists.present_form.search(word):
        return PRESENT
    if word in lists.future or (lists.future_form is not None and lists.future_form.search(word)):
        return FUTURE
    if word in lists.past or (lists.past_form is not None and lists.past_form.search(word)):
        return PAST
    if word in lists.present:
        return PRESENT
    return _verb(word) if lists.dictionary else None


@functools.lru_cache(maxsize=100_000)
def _participle(word: str) -> bool:
    """Whether a Russian word can be a full past participle."""
    from havenwatch.text.morph import parses

    return any(p.tag.POS == "PRTF" and "past" in p.tag for p in parses(word))


@functools.lru_cache(maxsize=100_000)
def _verb(word: str) -> str | None:
    """Direction of a Russian verb by the dictionary."""
    from havenwatch.text.morph import parses

    tags = [p.tag for p in parses(word)]
    if not tags or tags[0].POS not in ("VERB", "PRTS", "PRTF", "GRND"):
        return None
    tag = next((t for t in tags if t.POS == "VERB" and "impr" not in t), tags[0])  # «пошли» is rather told than ordered
    if "past" in tag or tag.POS == "GRND":
        return PAST
    if tag.POS != "VERB" or "impr" in tag:
        return None
    return PRESENT if "pres" in tag else FUTURE
