"""Pages that imitate real ones: what is measured must not fall, and no page may lose its article."""

from __future__ import annotations

import pytest

from eval.pages import pages, word_f1
from eval.pages.__main__ import figures, measured, ours
from havenwatch.document import make_documents
from havenwatch.records import Document, Problem
from havenwatch.source.item import Hints, make_item

PAGES = {p.name: p for p in pages()}


def test_text_and_date_reach_their_floors() -> None:
    found = figures(measured(ours))
    assert found["pages"] >= 30
    assert found["text F1"] >= 0.98
    assert found["date"] >= 0.97


@pytest.mark.parametrize("name", PAGES)
def test_a_page_gives_its_article(name: str) -> None:
    text, _ = ours(PAGES[name])
    assert word_f1(text, PAGES[name].text) >= 0.93


@pytest.mark.parametrize("name", PAGES)
def test_title_and_language(name: str) -> None:
    item = make_item(name, None, "text/html", PAGES[name].data, Hints())
    (document,) = (m for m in make_documents(item) if isinstance(m, Document))
    assert document.language == PAGES[name].language
    assert PAGES[name].title in (document.title or "")


WALLS = {
    "consent": ("<html><body><h1>Before you continue</h1><p>We use cookies and data to deliver our services and "
                "to measure engagement with our site.</p><button>Accept all</button></body></html>"),
    "consent_ru": ("<html><body><div class='modal'><p>Мы используем файлы cookie, чтобы сайт работал лучше, и просим "
                   "вашего согласия на это.</p><a href='#'>Принять</a></div></body></html>"),
    "paywall": ("<html><body><article><h1>A long story</h1><p>The court heard the case on Monday and will go on.</p>"
                "<p>Subscribe to continue reading.</p><p>Already a subscriber? Log in.</p></article></body></html>"),
    "paywall_ru": ("<html><body><article><h1>Большой разбор</h1><p>Суд рассмотрел дело и отложил решение на неделю.</p>"
                   "<p>Материал доступен только подписчикам.</p></article></body></html>"),
    "robot": "<html><head><title>Just a moment...</title></head><body><p>Checking your browser.</p></body></html>",
}  # fmt: skip
REASONS = {"consent": "asks for consent", "paywall": "have not paid", "robot": "asks whether a person"}


@pytest.mark.parametrize("name", WALLS)
def test_a_page_before_the_page_is_named_as_such(name: str) -> None:
    (found,) = make_documents(make_item("a.html", None, "text/html", WALLS[name].encode(), Hints()))
    assert isinstance(found, Problem)
    assert REASONS[name.split("_", maxsplit=1)[0]] in found.message
    assert "save the page and add the file" in found.message


def test_a_page_that_a_browser_saved_names_its_address() -> None:
    body = "".join(f"<p>{p}</p>" for p in PAGES["en_wire"].text.splitlines())
    data = f"<html><!-- saved from url=(0031)https://lantern.example/news/1 --><article>{body}</article></html>"
    (found,) = make_documents(make_item("a.html", None, "text/html", data.encode(), Hints()))
    assert isinstance(found, Document)
    assert found.url == "https://lantern.example/news/1"


def test_a_cookie_banner_on_an_article_is_no_wall() -> None:
    assert "READ MORE" not in ours(PAGES["en_regional_live"])[0]
    assert "cookies" not in ours(PAGES["en_regional_live"])[0]


def test_an_article_about_cookies_is_no_wall() -> None:
    told = "told the regulator that we use cookies as all others do, and it answered that it would look into that."
    paragraphs = "".join(f"<p>Site number {n} {told}</p>" for n in range(12))
    (found,) = make_documents(
        make_item("a.html", None, "text/html", f"<article>{paragraphs}</article>".encode(), Hints())
    )
    assert isinstance(found, Document)


@pytest.mark.parametrize(
    "line",
    [
        "Watch groups say that the removals went on all year.",
        "Related cases were heard in two other courts, the lawyer said.",
        "По теме высказался и министр, но подробностей не назвал.",
    ],
)
def test_sentences_that_begin_like_headlines_are_kept(line: str) -> None:
    body = "".join(f"<p>{p}</p>" for p in PAGES["en_wire"].text.splitlines())
    data = f"<html><body><article><h1>T</h1>{body}<p>{line}</p></article></body></html>".encode()
    (found,) = (
        m for m in make_documents(make_item("a.html", None, "text/html", data, Hints())) if isinstance(m, Document)
    )
    assert line in found.text
