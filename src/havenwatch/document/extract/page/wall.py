"""Pages that stand before the one that was asked for: consent, payment, a check for robots."""

from __future__ import annotations

from havenwatch.document.extract.page.words import page_words

REASONS = {
    "consent": "asks for consent to cookies instead of showing an article",
    "paywall": "shows the beginning of an article to those who have not paid",
    "robot": "asks whether a person is reading instead of showing an article",
}
REMEDY = "open it in a browser, save the page and add the file"

__all__ = ["wall"]


def wall(found: str, whole: str) -> str | None:
    """Reason why the page is not the article, with a remedy; None for an article.

    Args:
        found: its main text, empty where none was found.
        whole: all words of the page, in which the phrases may stand outside the main text.
    """
    words, own = _plain(whole), _plain(found)
    for kind, told in page_words().walls.items():
        nothing = not own and any(phrase in words for phrase in told.phrases)
        # a banner for consent stands on articles too: there the main text itself must be the wall
        within = own if kind == "consent" else words
        short = len(found) <= told.longest and _is_short(found, kind)
        if nothing or (short and any(phrase in within for phrase in told.phrases)):
            return f"{REASONS[kind]}; {REMEDY}"
    return None


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _is_short(found: str, kind: str) -> bool:
    """Whether there is no more of an article than such pages show: a line or two, or a teaser before the wall."""
    sentences = sum(found.count(mark) for mark in ".!?…")
    return sentences <= (8 if kind == "consent" else 5)
