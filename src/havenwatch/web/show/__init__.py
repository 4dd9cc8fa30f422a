"""What pages are made of: words of the interface, tables, marked texts, veiled names."""

from __future__ import annotations

from havenwatch.web.show.table import Cell, Table, as_csv
from havenwatch.web.show.veil import Veil
from havenwatch.web.show.words import LANGUAGES, Words, words_of

__all__ = ["LANGUAGES", "Cell", "Table", "Veil", "Words", "as_csv", "words_of"]
