"""One round of the watch: lists that are due, pages they newly name, pages to look at again. Safe to stop anywhere."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from havenwatch.document import make_documents
from havenwatch.ledger import Ledger, WatchBook, Watched
from havenwatch.ledger.intake import WHO
from havenwatch.records import Document, Problem
from havenwatch.source import Address, Hints, Item, Obstacle
from havenwatch.source.web import Fetched, Fetcher, FetchError, items_of
from havenwatch.source.web.place import without_tracking
from havenwatch.watching.config import Config
from havenwatch.watching.schedule import after_failure, after_unchanged

# Pages that are stored in one go; a run that is stopped loses no more than these.
BATCH = 20
# Pages looked at again in one round; the others wait for the next.
RECHECK_LIMIT = 200

NEW, CHANGED, GONE, BACK = "new", "changed", "gone", "back"

__all__ = ["BACK", "CHANGED", "GONE", "NEW", "News", "Watcher"]


@dataclasses.dataclass(frozen=True, slots=True)
class News:
    """What a round found: `kind` new, changed, gone or back; title and outlet of the page as far as they are known."""

    kind: str
    address: str
    title: str | None = None
    publisher: str | None = None
    published: dt.date | None = None


class Watcher:
    """Visits what is due. All state is in the ledger, so that a watch goes on where an earlier one stopped."""

    def __init__(self, ledger: Ledger, config: Config, fetcher: Fetcher,
                 now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
                 stopped: Callable[[], bool] = lambda: False) -> None:  # fmt: skip
        self._ledger = ledger
        self._book: WatchBook = ledger.watched
        self._config = config
        self._fetcher = fetcher
        self._now = now
        self._stopped = stopped
        self._listed = {x.address: x for x in config.listed}

    def round(self) -> Iterator[News | Problem]:
        """Visit what is due, in this order: configured lists and pages, new pages of lists, pages to look at again."""
        self._enlist()
        for kind in ("sitemap", "feed") * 2:  # lists name lists
            for state in self._book.due(self._now(), kind, 1000):
                if not self._stopped():
                    yield from self._list(state)
        for state in self._book.due(self._now(), "page", RECHECK_LIMIT):
            if not self._stopped():
                yield from self._again(state)

    def _enlist(self) -> None:
        """Take configured addresses up; one that left the file is not visited any more, one that came back is."""
        now = _stamp(self._now())
        known = {s.address: s for s in self._book.all() if s.parent is None}
        fresh = [Watched(x.address, x.kind, due=now) for x in self._config.listed if x.address not in known]
        moved = [dataclasses.replace(s, done=address not in self._listed) for address, s in known.items()
                 if s.done != (address not in self._listed)]  # fmt: skip
        self._book.save([*fresh, *moved])

    def _list(self, state: Watched) -> Iterator[News | Problem]:
        listed = self._listed.get(state.address) or self._listed.get(state.parent or "")
        interval = dt.timedelta(hours=1) if listed is None else listed.interval
        try:
            fetched = self._fetcher.fetch(state.address, state.etag, state.modified)
        except FetchError as error:
            yield self._failed(state, error, interval)
            return
        now, left = self._now(), 0
        if fetched.data is not None:
            entries, problems = _entries(state.address, fetched)
            yield from problems
            known = self._book.known([e.address for e in entries])
            fresh = [e for e in entries if e.address not in known]
            left = max(len(fresh) - self._config.limit, 0)
            for start in range(0, min(len(fresh), self._config.limit), BATCH):
                if self._stopped():  # the list is read again by the next watch, which takes up the rest
                    return
                yield from self._new(fresh[start : min(start + BATCH, self._config.limit)], state)
        self._book.save([
            dataclasses.replace(
                state,
                # what the limit left for the next round must be seen again then
                etag=None if left else fetched.etag or state.etag,
                modified=None if left else fetched.modified or state.modified,
                checked=_stamp(now),
                due=_stamp(now + interval),
                failures=0,
                message=None,
            )
        ])  # fmt: skip

    def _new(self, entries: Sequence[_Entry], parent: Watched) -> Iterator[News | Problem]:
        """Visit pages that a list newly names and add those that are about what is watched."""
        items: list[Item | Problem] = []
        states: list[Watched] = []
        news: list[News] = []
        for entry in entries:
            state = Watched(entry.address, entry.kind, parent.address, due=_stamp(self._now()), told=_dump(entry.hints))
            if entry.kind in ("page", "entry"):
                bare = dataclasses.replace(state, done=True, checked=state.due, due=None)
                alone = [entry.item] if entry.item is not None else []
                found, state = (alone, bare) if entry.kind == "entry" else self._visit(state, entry.item)
                look = self._look(found, state)
                items += look.kept
                news += look.news
                state = dataclasses.replace(state, sha256=look.digest)
            states.append(state)
        added = self._ledger.add_items(items)
        self._book.save(states)
        yield from news
        yield from added.problems

    def _visit(self, state: Watched, entry: Item | None) -> tuple[list[Item | Problem], Watched]:
        """Items of a page that was not seen before, or the entry of the feed where it cannot be had; its state."""
        now = self._now()
        try:
            fetched = self._fetcher.fetch(state.address)
        except FetchError as error:
            again = error.again and state.failures < 5
            due = after_failure(now, self._config.recheck, state.failures, error.retry_after) if again else None
            failed = dataclasses.replace(state, checked=_stamp(now), failures=1, message=str(error), done=due is None,
                                         due=None if due is None else _stamp(due))  # fmt: skip
            return ([entry] if entry is not None else [_refused(state.address, error)]), failed
        items = [f for f in items_of(state.address, fetched, Hints()) if not isinstance(f, Address)]
        seen = dataclasses.replace(state, etag=fetched.etag, modified=fetched.modified, checked=_stamp(now),
                                   changed=_stamp(now), due=_stamp(now + self._config.recheck))  # fmt: skip
        return items, seen

    def _again(self, state: Watched) -> Iterator[News | Problem]:
        """Look at a page again: unchanged, changed, gone, back, or not to be had this time."""
        try:
            fetched = self._fetcher.fetch(state.address, state.etag, state.modified)
        except FetchError as error:
            if error.status in (404, 410):
                yield from self._gone(state, error.status)
            else:
                yield self._failed(state, error, self._config.recheck)
            return
        if self._book.visited(WHO, state.address, 200):
            yield News(BACK, state.address)
        items = [] if fetched.data is None else [
            f for f in items_of(state.address, fetched, Hints()) if not isinstance(f, Address)]  # fmt: skip
        look = self._look(items, state)
        changed = look.digest is not None and look.digest != state.sha256
        if changed:
            added = self._ledger.add_items(look.kept)
            kind = NEW if state.sha256 is None else CHANGED
            yield from (dataclasses.replace(n, kind=kind) for n in look.news)
            yield from added.problems
        self._book.save([self._after(state, fetched, look.digest if changed else None)])

    def _after(self, state: Watched, fetched: Fetched, digest: str | None) -> Watched:
        """State after a visit that succeeded; `digest` is that of a text that is news, None for the same as before."""
        now, changed = self._now(), digest is not None
        last = now - dt.datetime.fromisoformat(state.checked) if state.checked is not None else None
        listed = self._listed.get(state.address)
        due = after_unchanged(now, self._config.recheck, None if changed else last)
        if listed is not None:  # a page of the file is visited at its own pace, for ever
            due = now + listed.interval
        begun = dt.datetime.fromisoformat(state.changed) if state.changed is not None else now
        over = listed is None and not changed and now - begun > self._config.keep
        return dataclasses.replace(
            state,
            etag=fetched.etag or state.etag,
            modified=fetched.modified or state.modified,
            sha256=digest or state.sha256,
            checked=_stamp(now),
            changed=_stamp(now) if changed or state.changed is None else state.changed,
            due=_stamp(due),
            failures=0,
            done=over,
            message=None,
        )

    def _gone(self, state: Watched, status: int) -> Iterator[News]:
        now = self._now()
        if state.sha256 is not None and self._book.visited(WHO, state.address, status):
            yield News(GONE, state.address)
        due = after_unchanged(now, self._config.recheck, None)
        message = f"the server answers {status}"
        # asked anew without the marks of the old answer, so that its coming back is seen
        self._book.save([dataclasses.replace(state, etag=None, modified=None, checked=_stamp(now), due=_stamp(due),
                                             failures=state.failures + 1, message=message,
                                             done=state.failures >= 10 and state.parent is not None)])  # fmt: skip

    def _failed(self, state: Watched, error: FetchError, interval: dt.timedelta) -> Obstacle:
        now, failures = self._now(), state.failures + 1
        due = after_failure(now, interval, state.failures, error.retry_after)
        self._book.save([dataclasses.replace(state, checked=_stamp(now), due=_stamp(due), failures=failures,
                                             message=str(error))])  # fmt: skip
        return _refused(state.address, error)

    def _look(self, found: Sequence[Item | Problem], state: Watched) -> _Look:
        """What of the things found at an address is about what is watched, with what its list says of them."""
        listed = self._listed.get(state.parent or state.address)
        own = Hints() if listed is None else Hints(publisher=listed.publisher, language=listed.language)
        kept: list[Item | Problem] = []
        news: list[News] = []
        texts: list[str] = []
        for part in found:
            if not isinstance(part, Item):
                kept.append(part)
                continue
            item = dataclasses.replace(part, hints=part.hints.over(own), fallback=_load(state.told))
            made = [m for m in make_documents(item) if isinstance(m, Document)]
            if made and not any(self._has_keyword(d) for d in made):
                continue
            kept.append(item)
            texts += [d.text for d in made]
            news += [News(NEW, state.address, d.title or d.text[:80], d.publisher, d.published) for d in made]
        digest = hashlib.sha256("\n".join(texts).encode()).hexdigest() if texts else None
        return _Look(kept, news, digest)

    def _has_keyword(self, document: Document) -> bool:
        if not self._config.keywords:
            return True
        words = " " + unicodedata.normalize("NFKC", f"{document.title or ''} {document.text}").casefold()
        return any(_begins_a_word(words, keyword) for keyword in self._config.keywords)


@dataclasses.dataclass(frozen=True, slots=True)
class _Look:
    kept: list[Item | Problem]
    news: list[News]
    digest: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class _Entry:
    address: str
    kind: str
    hints: Hints
    item: Item | None


def _entries(address: str, fetched: Fetched) -> tuple[list[_Entry], list[Problem]]:
    """Pages and lists that a feed, a sitemap or a list of feeds names, each once; and what is wrong with it."""
    entries: dict[str, _Entry] = {}
    problems: list[Problem] = []
    for found in items_of(address, fetched, Hints()):
        if isinstance(found, Address):
            entries.setdefault(found.url, _Entry(found.url, found.kind, found.hints, None))
        elif isinstance(found, Item) and found.hints.url is not None and found.source.member is not None:
            url = without_tracking(found.hints.url)
            entries.setdefault(url, _Entry(url, "page", dataclasses.replace(found.hints, external_id=None), found))
        elif isinstance(found, Item) and found.source.member is not None:  # an entry without a page of its own
            place = f"{address}#{found.source.member}"
            entries.setdefault(place, _Entry(place, "entry", Hints(), found))
        elif isinstance(found, Item):
            problems.append(
                Obstacle("source", None, f"{address}: is no feed and no list; name it under pages", address)
            )
        else:
            problems.append(found)
    return list(entries.values()), problems


def _dump(hints: Hints) -> str:
    told = {"published": hints.published, "title": hints.title, "publisher": hints.publisher}
    return json.dumps({k: str(v) for k, v in told.items() if v is not None}, ensure_ascii=False)


def _load(told: str | None) -> Hints:
    return Hints() if told is None else Hints(**json.loads(told))


def _begins_a_word(words: str, keyword: str) -> bool:
    at = words.find(keyword)
    while at > 0:
        if not words[at - 1].isalnum():
            return True
        at = words.find(keyword, at + 1)
    return False


def _refused(address: str, error: FetchError) -> Obstacle:
    return Obstacle("source", None, f"{address}: {error}", address)


def _stamp(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds")
