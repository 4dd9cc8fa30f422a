"""Main text, title, author, date and language of a page; what stands beside the article is left out."""

from havenwatch.document.extract.page.read import read_page

__all__ = ["read_page"]
