"""300 pages with all that real sites do: each is read or named, within bounds of time and memory."""

from __future__ import annotations

import dataclasses
import re
import tracemalloc
from collections import Counter
from collections.abc import Iterator

import pytest
from loopback import KINDS, PAGES, Site, closed_port, serving, title

from havenwatch.document import make_documents
from havenwatch.records import Document, Problem
from havenwatch.source import Hints, Item, open_items
from havenwatch.source.container.warc import Record, records
from havenwatch.source.web import Fetcher, FetchError, Policy, Visitor

READ = {"plain", "cp1251", "koi8", "wrongly_declared", "gzip", "redirect", "chunked"}
REASONS = {
    "loop": "leads on through more than 5 addresses",
    "missing": "is not there (any more): the server answers 404",
    "gone": "is not there (any more): the server answers 410",
    "server_error": "the server answers 500; try again later",
    "slow_head": "takes longer than 0.3 s",
    "slow_body": "takes longer than 0.3 s",
    "endless": "is larger than 1 MB",
    "bomb": "is larger than",
    "cut_off": "broke off",
    "forbidden": "is not given out: the server answers 403; open it in a browser",
    "picture": "is of the type 'image/png', which holds no text",
    "empty": "is empty",
    "no_text": "has no main text",
    "to_private": "cannot be reached",
    "busy": "the server answers 429; try again later",
    "pdf_named_html": "is no PDF file or is damaged",
    "refused_by_robots": "robots.txt of the site forbids it",
    "consent": "asks for consent",
}
FAST = Policy(private=True, pause=0.0, limit=1_000_000, deadline=0.3)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        found.other = f"http://127.0.0.1:{closed_port()}/"
        yield found


def visited(site: Site, path: str) -> list[Document | Problem]:
    visitor = Visitor(Fetcher(FAST), follow=True, limit=1000)
    out: list[Document | Problem] = []
    for found in open_items([f"{site.base}{path}"], Hints(), None, visitor):
        out += make_documents(found) if isinstance(found, Item) else [found]
    return out


def test_the_kinds_are_all_judged() -> None:
    assert set(KINDS) == READ | set(REASONS)


def test_every_page_is_read_or_named_within_bounds(site: Site) -> None:
    found = visited(site, "/sitemap.xml")
    documents = {d.url: d for d in found if isinstance(d, Document)}
    problems = {p.message.split(": ", 1)[0]: p.message for p in found if isinstance(p, Problem)}
    for number in range(PAGES):
        kind, url = site.kind(number), site.url(number)
        if kind in READ:
            document = documents[url.replace("/news/", "/news/moved/") if kind == "redirect" else url]
            assert document.title == title(number), kind
            assert f"дело номер {number} о выдаче" in document.text, kind
            assert "Главная" not in document.text
            assert document.published is not None
        else:
            assert REASONS[kind] in problems[url], kind
    assert len(documents) == sum(site.kind(n) in READ for n in range(PAGES))
    assert max(site.asked.values()) <= 6  # the loop; all others once
    assert Counter(n for p, n in site.asked.items() if site.kind(int("0" + re.sub(r"\D", "", p))) != "loop") == {
        1: len([p for p in site.asked if site.kind(int("0" + re.sub(r"\D", "", p))) != "loop"])
    }
    assert not any(p.startswith("/private/") for p in site.asked)
    assert all(a.startswith("havenwatch/") for a in site.agents)


@pytest.mark.parametrize("kind", ["endless", "bomb", "loop"])
def test_memory_is_bounded(site: Site, kind: str) -> None:
    fetcher = Fetcher(dataclasses.replace(FAST, deadline=5.0))
    fetcher.fetch(site.url(0))
    tracemalloc.start()
    with pytest.raises(FetchError):
        fetcher.fetch(site.url(KINDS.index(kind)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8_000_000


def test_a_feed_is_its_entries_or_their_pages(site: Site) -> None:
    site.listed = range(2)
    entries = list(open_items([f"{site.base}/feed.xml"], None, None, Visitor(Fetcher(FAST))))
    assert [i.hints.title for i in entries if isinstance(i, Item)] == [title(0), title(1)]
    pages = visited(site, "/feed.xml")
    assert [p.text[:12] for p in pages if isinstance(p, Document)] == ["Суд города р"] * 2


def test_a_page_that_cannot_be_had_leaves_the_entry_of_the_feed(site: Site) -> None:
    site.listed = range(KINDS.index("missing"), KINDS.index("missing") + 1)
    problem, entry = visited(site, "/feed.xml")
    assert isinstance(problem, Problem)
    assert isinstance(entry, Document)
    assert entry.text == title(KINDS.index("missing"))


def test_what_a_limit_leaves_out_is_told(site: Site) -> None:
    visitor = Visitor(Fetcher(FAST), follow=True, limit=3)
    site.listed = range(5)
    *items, told = open_items([f"{site.base}/sitemap.xml"], None, None, visitor)
    assert len(items) == 3
    assert "2 more addresses are named there" in told.message


def test_without_follow_a_list_is_counted(site: Site) -> None:
    (told,) = open_items([f"{site.base}/sitemap.xml"], None, None, Visitor(Fetcher(FAST)))
    assert "names 300 addresses; add it with --follow" in told.message


def test_private_addresses_are_refused_unless_allowed(site: Site) -> None:
    for url in (site.url(0), f"http://localhost:{site.base.rsplit(':', 1)[1]}/news/0", "http://[::1]:1/", "http://0/"):
        with pytest.raises(FetchError, match="private address"):
            Fetcher(dataclasses.replace(FAST, private=False)).fetch(url)
    assert site.asked == {}


@pytest.mark.parametrize(
    "url", ["ftp://example.org/", "http://", "http://a b/", "http://u:p@example.org/", "http://a:99999/"]
)
def test_odd_addresses_are_refused(url: str) -> None:
    with pytest.raises(FetchError, match=r"check it|without"):
        Fetcher(FAST).fetch(url)


def test_an_unchanged_page_is_not_sent_again(site: Site) -> None:
    fetcher = Fetcher(FAST)
    first = fetcher.fetch(site.url(0))
    again = fetcher.fetch(site.url(0), first.etag, first.modified)
    assert (again.data, again.capture) == (None, None)


def test_the_answer_is_kept_as_a_web_archive(site: Site) -> None:
    number = KINDS.index("redirect")
    fetched = Fetcher(FAST).fetch(site.url(number))
    assert fetched.capture is not None
    import io

    from warcio.archiveiterator import ArchiveIterator

    mine = [r for r in records(io.BytesIO(fetched.capture.record)) if isinstance(r, Record)]
    assert [r.fields["warc-type"] for r in mine] == ["response", "request", "response", "request"]
    theirs = ArchiveIterator(io.BytesIO(fetched.capture.record), check_digests=True)
    answers = [(r.http_headers.get_statuscode(), r.content_stream().read(), r.digest_checker.passed) for r in theirs
               if r.rec_type == "response"]  # fmt: skip
    assert [(status, passed) for status, _, passed in answers] == [("302", True), ("200", True)]
    assert answers[1][1] == fetched.data


def test_the_pause_between_two_visits_is_kept(site: Site) -> None:
    slept: list[float] = []
    fetcher = Fetcher(dataclasses.replace(FAST, pause=5.0, robots=False), sleep=slept.append)
    fetcher.fetch(site.url(0))
    fetcher.fetch(site.url(KINDS.index("gzip")))
    assert len(slept) == 1
    assert 4.5 < slept[0] <= 5.0
