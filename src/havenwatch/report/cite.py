"""Footnotes: which statement stands behind a sentence, and how its words and its source are shown."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable

from havenwatch.indicator.index import Index, host_of, is_abstract
from havenwatch.lang.phrases import Phrases
from havenwatch.records import ACCEPTED, CORRECTED, REPORTED, Document, Snapshot, Statement
from havenwatch.report.record import Footnote, Reference, Sentence

LONGEST_QUOTE = 420  # code points: a long sentence stays whole, a paragraph does not
MOST_CITED = 24  # references behind one figure; all its statements stand in the timelines of the cases
FEW_CITED = 3  # in a sentence that is to be read: a chain of numbers stands in the line of evidence below it
ELLIPSIS = " […] "
# profiles whose bearers are never named in anything handed out; a reviewer has to release them first
WITHHELD_PROFILES = frozenset({"minor", "relative"})


class Mask:
    """Replaces names of minors and relatives in any text that leaves the ledger."""

    def __init__(self, snapshot: Snapshot, words: str) -> None:
        """`words` stand in place of a name."""
        withheld = [p for p in snapshot.dossier.persons if WITHHELD_PROFILES & set(p.profiles)]
        self.persons = frozenset(p.id for p in withheld)
        mentions = {m for p in withheld for m in p.mentions}
        forms = {n for p in withheld for n in p.names}
        theirs = [m for m in snapshot.mentions if m.form == "name" and mentions & {m.id, m.head}]
        forms |= {form for m in theirs for form in (m.text, m.name) if form is not None}
        longest_first = sorted((f for f in forms if f.strip()), key=lambda f: (-len(f), f))
        pattern = "|".join(re.escape(f) for f in longest_first)
        self._pattern = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE) if longest_first else None
        self._words = words

    def __call__(self, text: str) -> str:
        """The text without the names withheld."""
        return text if self._pattern is None else self._pattern.sub(self._words, text)


class Evidence:
    """Numbers statements in the order of their first use and makes the sentences that cite them."""

    def __init__(self, index: Index, phrases: Phrases) -> None:
        """Nothing is cited yet."""
        self.index = index
        self.say = phrases
        self.mask = Mask(index.snapshot, phrases("mask.name"))
        self._reviews = {r.statement: r.verdict for r in index.snapshot.reviews if r.verdict in {ACCEPTED, CORRECTED}}
        self._numbers: dict[str, int] = {}
        self._uses: Counter[int] = Counter()

    def cite(self, statements: Iterable[str]) -> tuple[Reference, ...]:
        """References to statements, each once, by number; rejected and unknown ones are left out."""
        found = []
        for statement in dict.fromkeys(statements):
            if statement in self.index.rejected or statement not in self.index.statements:
                continue
            number = self._numbers.setdefault(statement, len(self._numbers) + 1)
            self._uses[number] += 1
            found.append(Reference(number, self._uses[number]))
        return tuple(sorted(found, key=lambda reference: reference.note))

    def sentence(self, text: str, statements: Iterable[str], status: str = REPORTED) -> Sentence:
        """A factual sentence with its references; the status word is added unless it is `reported`."""
        word = None if status == REPORTED else self.say.get(f"status.{status}", status)
        return Sentence(self.mask(text), self.cite(statements), word)

    def plain(self, text: str) -> Sentence:
        """A sentence on the method, the ledger or the layout."""
        return Sentence(self.mask(text), factual=False)

    def footnotes(self) -> tuple[Footnote, ...]:
        """All statements cited so far, by number."""
        return tuple(self._footnote(number, statement) for statement, number in self._numbers.items())

    def _footnote(self, number: int, statement_id: str) -> Footnote:
        statement = self.index.statements[statement_id]
        document = self.index.documents[statement.document]
        quote = shorten(statement.quote)
        masked = self.mask(quote)
        return Footnote(
            number=number,
            uses=self._uses[number],
            statement=statement.id,
            document=document.id,
            start=statement.start,
            end=statement.end,
            quote=masked,
            shortened=quote != statement.quote,
            masked=masked != quote,
            summary=is_abstract(document),
            status=None
            if statement.status == REPORTED
            else self.say.get(f"status.{statement.status}", statement.status),
            attributed_to=self._attribution(statement),
            source=self.source(document),
            date=publication_date(document, self.say),
            url=web_address(document),
            review=self.say(f"review.{verdict}") if (verdict := self._reviews.get(statement.id)) is not None else None,
            withdrawn=self._withdrawn(statement.id),
        )

    def source(self, document: Document) -> str:
        """Publisher and title as known, else the host, else the name of the file or item; an abstract is named so."""
        return self.mask(source_name(document, self.say) or self.index.item_name(document))

    def _withdrawn(self, statement: str) -> str | None:
        found = self.index.withdrawn.get(statement)
        if found is None:
            return None
        day = dt.date.fromisoformat(found.since[:10])
        return self.say(f"withdrawn.{found.reason}", date=self.say.dates(day, day))

    def _attribution(self, statement: Statement) -> str | None:
        if statement.attributed_to is not None:
            return self.mask(statement.attributed_to)
        return None if statement.speaker is None else self.say.get(f"speaker.{statement.speaker}", statement.speaker)


def shorten(quote: str) -> str:
    """The quote itself, or its head and tail with a marked gap when it is longer than 420 code points."""
    if len(quote) <= LONGEST_QUOTE:
        return quote
    head, tail = quote[: LONGEST_QUOTE * 2 // 3], quote[-LONGEST_QUOTE // 3 :]
    return head.rsplit(None, 1)[0] + ELLIPSIS + tail.split(None, 1)[-1]


def publication_date(document: Document, say: Phrases) -> str:
    """Day of publication in words, or that it is not known."""
    return say("source.undated") if document.published is None else say.dates(document.published, document.published)


def web_address(document: Document) -> str | None:
    """Address that may become a link: http and https only."""
    url = document.url
    return url if url is not None and url.startswith(("https://", "http://")) else None


def source_name(document: Document, say: Phrases) -> str:
    """Publisher and title as known, else the host; empty when nothing of these is known."""
    host = "" if document.url is None else host_of(document.url)
    if is_abstract(document):
        name = say("source.abstract", host=host) if host else say("source.abstract_unknown")
    else:
        name = document.publisher or host
    parts = [p for p in (name, document.title and say("source.title", title=document.title)) if p]
    return ", ".join(parts)
