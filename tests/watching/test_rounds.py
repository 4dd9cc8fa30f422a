"""Rounds of the watch: what is new, unchanged, changed, gone, back; nothing is fetched twice needlessly."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from loopback import KINDS, Site, body, title

from havenwatch.ledger import Ledger
from havenwatch.records import Problem
from havenwatch.source.web import Fetcher, Policy
from havenwatch.watching import Config, Listed, News, Watcher
from havenwatch.watching.schedule import LONGEST_BACK_OFF, after_failure, after_unchanged

HOUR = dt.timedelta(hours=1)
POLICY = Policy(private=True, pause=0.0, deadline=0.5, limit=1_000_000)


def watcher(site: Site, ledger: Ledger, clock, path: str = "/feed.xml", kind: str = "feed", **settings) -> Watcher:
    config = Config((Listed(f"{site.base}{path}", kind, HOUR),), **settings)
    return Watcher(ledger, config, Fetcher(POLICY), clock)


def told(found: list[News | Problem]) -> list[tuple[str, str | None]]:
    return [(f.kind, f.title) if isinstance(f, News) else ("problem", f.message) for f in found]


def test_a_page_is_new_once_then_unchanged_changed_gone_and_back(site: Site, ledger: Ledger, clock) -> None:
    watch = watcher(site, ledger, clock)
    assert told(list(watch.round())) == [("new", title(0))]
    clock.pass_by(hours=2)
    assert list(watch.round()) == []
    assert (site.asked["/feed.xml"], site.asked["/news/0"], site.asked["/robots.txt"]) == (2, 1, 1)
    site.notes[0] = "Позже суд передумал."
    clock.pass_by(days=2)
    assert told(list(watch.round())) == [("changed", title(0))]
    site.removed.add(0)
    clock.pass_by(days=2)
    assert told(list(watch.round())) == [("gone", None)]
    clock.pass_by(days=2)
    assert list(watch.round()) == []
    site.removed.clear()
    clock.pass_by(days=4)
    assert told(list(watch.round())) == [("back", None)]
    assert {f.state for f in ledger.verify()} <= {"passed", "not checked"}


def test_versions_and_what_is_withdrawn(site: Site, ledger: Ledger, clock) -> None:
    site.notes[0] = "Судья назвал обвинение пустым."
    watch = watcher(site, ledger, clock)
    list(watch.round())
    site.notes[0] = "Судья промолчал."
    clock.pass_by(days=2)
    list(watch.round())
    found = ledger.snapshot()
    first, second = found.versions
    assert (first.number, second.number, second.replaced, second.vanished) == (1, 2, None, None)
    assert first.replaced == second.first_seen
    quotes = {s.id: s.quote for s in found.statements}
    assert [(quotes[w.statement], w.reason, w.by) for w in found.withdrawals] == [
        ("Судья назвал обвинение пустым.", "changed", second.document)
    ]
    assert [d.duplicate_of for d in found.documents] == [None, None]  # versions are no copies of each other
    site.removed.add(0)
    clock.pass_by(days=2)
    list(watch.round())
    found = ledger.snapshot()
    assert {w.reason for w in found.withdrawals} == {"vanished"}
    assert {w.statement for w in found.withdrawals} == {s.id for s in found.statements}


def test_a_watch_goes_on_where_another_stopped(site: Site, ledger: Ledger, clock) -> None:
    site.listed = range(3)
    rounds = watcher(site, ledger, clock).round()
    next(rounds)
    rounds.close()
    before = dict(site.asked)
    clock.pass_by(hours=2)
    found = list(watcher(site, ledger, clock).round())
    assert len(ledger.snapshot().documents) == 3
    assert len(found) <= 2
    assert sum(site.asked.values()) - sum(before.values()) <= 5


def test_a_watch_that_is_told_to_stop_ends_between_two_pages(site: Site, ledger: Ledger, clock) -> None:
    site.listed = range(3)
    watch = watcher(site, ledger, clock)
    watch._stopped = lambda: True
    assert list(watch.round()) == []
    assert sum(site.asked.values()) == 0


@pytest.mark.parametrize(("keywords", "number"), [((), 1), (("выдач",), 1), (("убежищ",), 0), (("ыдач",), 0)])
def test_keywords_are_beginnings_of_words(
    site: Site, ledger: Ledger, clock, keywords: tuple[str, ...], number: int
) -> None:
    list(watcher(site, ledger, clock, keywords=keywords).round())
    assert len(ledger.snapshot().documents) == number


def test_a_limit_leaves_the_rest_for_the_next_round(site: Site, ledger: Ledger, clock) -> None:
    site.listed = range(5)
    watch = watcher(site, ledger, clock, "/sitemap.xml", "sitemap", limit=3)
    assert len(list(watch.round())) == 3
    clock.pass_by(hours=2)
    assert len(list(watch.round())) == 2


def test_a_feed_that_fails_is_tried_at_longer_pauses(site: Site, ledger: Ledger, clock) -> None:
    number = KINDS.index("server_error")
    watch = watcher(site, ledger, clock, f"/news/{number}")
    pauses = []
    for _ in range(4):
        (problem,) = watch.round()
        assert "the server answers 500" in problem.message
        (state,) = ledger.watched.all()
        pauses.append(dt.datetime.fromisoformat(state.due) - clock.now.replace(microsecond=0))
        clock.now = dt.datetime.fromisoformat(state.due)
    assert pauses == [HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR]
    assert site.asked[f"/news/{number}"] == 4


def test_a_page_that_cannot_be_had_is_the_entry_of_its_feed(site: Site, ledger: Ledger, clock) -> None:
    site.listed = range(KINDS.index("forbidden"), KINDS.index("forbidden") + 1)
    watch = watcher(site, ledger, clock)
    assert told(list(watch.round())) == [("new", title(KINDS.index("forbidden")))]
    clock.pass_by(days=3)
    assert list(watch.round()) == []


def test_a_page_of_the_file_is_looked_at_for_ever(site: Site, ledger: Ledger, clock) -> None:
    watch = watcher(site, ledger, clock, "/news/0", "page")
    assert told(list(watch.round())) == [("new", title(0))]
    for _ in range(3):
        clock.pass_by(days=90)
        assert list(watch.round()) == []
    assert site.asked["/news/0"] == 4
    assert not ledger.watched.all()[0].done


def test_a_page_of_a_feed_is_left_after_a_while(site: Site, ledger: Ledger, clock) -> None:
    watch = watcher(site, ledger, clock)
    for _ in range(12):
        list(watch.round())
        clock.pass_by(days=9)
    assert site.asked["/news/0"] < 7
    assert [s.done for s in ledger.watched.all() if s.kind == "page"] == [True]


def test_what_leaves_the_file_is_not_visited_any_more(site: Site, ledger: Ledger, clock) -> None:
    list(watcher(site, ledger, clock).round())
    clock.pass_by(days=1)
    list(watcher(site, ledger, clock, "/sitemap.xml", "sitemap").round())
    assert site.asked["/feed.xml"] == 1
    assert [s.done for s in ledger.watched.all() if s.kind == "feed"] == [True]


def test_a_page_named_as_a_feed_is_a_problem_that_says_so(site: Site, ledger: Ledger, clock) -> None:
    (problem,) = watcher(site, ledger, clock, "/news/0").round()
    assert "is no feed and no list; name it under pages" in problem.message


def test_a_list_of_feeds_leads_to_their_pages_in_one_round(site: Site, ledger: Ledger, clock) -> None:
    watch = watcher(site, ledger, clock, "/list.opml")
    assert told(list(watch.round())) == [("new", title(0))]
    clock.pass_by(hours=2)
    assert list(watch.round()) == []
    assert (site.asked["/list.opml"], site.asked["/feed.xml"], site.asked["/news/0"]) == (2, 2, 1)


def test_entries_without_a_page_are_added_once(site: Site, ledger: Ledger, clock) -> None:
    site.listed = range(2)
    watch = watcher(site, ledger, clock, "/bare.xml")
    assert told(list(watch.round())) == [("new", title(0)), ("new", title(1))]
    site.listed = range(3)
    clock.pass_by(days=20)
    assert told(list(watch.round())) == [("new", title(2))]


def test_pauses() -> None:
    now = dt.datetime(2026, 3, 5, tzinfo=dt.UTC)
    assert after_failure(now, HOUR, 0, None) == now + HOUR
    assert after_failure(now, HOUR, 50, None) == now + LONGEST_BACK_OFF
    assert after_failure(now, HOUR, 0, 7200.0) == now + 2 * HOUR
    assert after_failure(now, HOUR, 0, 1e12) == now + LONGEST_BACK_OFF
    assert after_unchanged(now, HOUR, None) == now + HOUR
    assert after_unchanged(now, HOUR, 3 * HOUR) == now + 6 * HOUR


def test_the_words_of_the_site_are_read(site: Site, ledger: Ledger, clock, tmp_path: Path) -> None:
    list(watcher(site, ledger, clock).round())
    (document,) = ledger.snapshot().documents
    assert document.text.split("\n") == [" ".join(p.split()) for p in body(0)]


def test_versions_that_contradict_each_other_are_a_conflict(site: Site, clock, tmp_path: Path) -> None:
    """Read by the whole chain: one act, two dates, one page."""
    act = "{} февраля 2026 года активиста Петра Захарова экстрадировали из Казахстана в Россию."
    with Ledger.open(tmp_path / "real.db", create=True) as ledger:
        site.notes[0] = act.format(16)
        watch = watcher(site, ledger, clock)
        list(watch.round())
        site.notes[0] = act.format(17)
        clock.pass_by(days=2)
        list(watch.round())
        found = ledger.snapshot()
    (conflict,) = (c for c in found.dossier.conflicts if c.field == "date")
    assert [v.value for v in conflict.values] == ["2026-02-16", "2026-02-17"]
    gone = {w.statement for w in found.withdrawals}
    assert [set(v.statements) <= gone for v in conflict.values] == [True, False]
