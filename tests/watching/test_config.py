from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from havenwatch.errors import UsageError
from havenwatch.watching import Listed, Rule, read_config

FULL = """
interval: 30m
feeds:
  - https://a.example/rss
  - {url: https://b.example/rss, interval: 2h, publisher: Вестник, language: ru}
sitemaps: [https://a.example/sitemap.xml]
pages: https://a.example/page
keywords: [Экстради, убежищ]
countries: [kz]
recheck: 6h
keep: 10d
agent: "monitor (mail@example.org)"
alerts:
  - new_case
  - {rule: change, country: kg, over: 10, counting: R2}
atom: alerts.xml
mail: {server: mail.example.org, from: a@example.org, to: [b@example.org], user: a}
command: [notify, --stdin]
"""


def put(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "havenwatch.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_whole_file(tmp_path: Path) -> None:
    found = read_config(put(tmp_path, FULL), ["https://c.example/rss"])
    half = dt.timedelta(minutes=30)
    assert found.listed == (
        Listed("https://a.example/rss", "feed", half),
        Listed("https://b.example/rss", "feed", dt.timedelta(hours=2), "Вестник", "ru"),
        Listed("https://a.example/sitemap.xml", "sitemap", half),
        Listed("https://a.example/page", "page", half),
        Listed("https://c.example/rss", "feed", half),
    )
    assert found.keywords == ("экстради", "убежищ")
    assert found.rules == (Rule("new_case"), Rule("change", "KG", 10.0, "R2"))
    assert found.atom == tmp_path / "alerts.xml"
    assert found.mail is not None
    assert (found.mail.port, found.mail.to, found.mail.security) == (587, ("b@example.org",), "starttls")
    assert found.command == ("notify", "--stdin")


def test_feeds_alone() -> None:
    assert read_config(None, ["https://c.example/rss"]).listed[0].interval == dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("- a", "is no list of settings"),
        ("a: [", "is no YAML"),
        ("feed: [x]", "'feed' is no setting; known are agent, alerts"),
        ("feeds: [ftp://x]", "'ftp://x' is no address"),
        ("feeds: [{url: http://x, publsher: y}]", "'publsher' is no key of a feed"),
        ("feeds: [5]", "5 is no list of keys"),
        ("interval: often", "'often' is no length of time: write it as 30m, 1h or 2d"),
        ("interval: 0h", "is no length of time"),
        ("alerts: [new_cases]", "'new_cases' is no alert rule; choose one of"),
        ("private: maybe", "'private' is 'maybe'; write true or false"),
        ("mail: {server: a, from: b, to: c, security: some}", "'some' is no security of mail"),
        ("mail: {server: a, from: b, to: c, password: d}", "'password' is no key of mail"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(UsageError, match=r"havenwatch\.yaml: ") as caught:
        read_config(put(tmp_path, text))
    assert reason in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_config(tmp_path / "none.yaml")
