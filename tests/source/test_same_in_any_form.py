"""The same article through every door: the same text, and so the same statements."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from forms import ARTICLE, all_forms

from havenwatch.document import make_documents
from havenwatch.ledger import Ledger
from havenwatch.records import Document
from havenwatch.source import SKIPPED, Item, open_items

FORMS = all_forms()
# Forms that say of themselves when the article was published.
DATED = set(FORMS) - {"a.txt", "a.pdf", "a.docx"}
OPTIONS = {"publisher": "Вестник", "published": ARTICLE.published}


def read(folder: Path, name: str) -> tuple[list[Document], list[str]]:
    (folder / name).write_bytes(FORMS[name])
    documents, problems = [], []
    for found in open_items([folder / name]):
        if not isinstance(found, Item):
            problems += [] if found.stage == SKIPPED else [found.message]
            continue
        for made in make_documents(found):
            (documents if isinstance(made, Document) else problems).append(made)
    return documents, problems


@pytest.mark.parametrize("name", FORMS)
def test_text_title_and_date(name: str, tmp_path: Path) -> None:
    (document,), problems = read(tmp_path, name)
    assert problems == []
    assert document.text == ARTICLE.text
    assert document.language == "ru"
    assert document.title == (None if name in ("a.txt", "result.json") else ARTICLE.title)
    assert document.published == (ARTICLE.published if name in DATED else None)
    assert document.publisher == (ARTICLE.publisher if name in DATED else None)


def test_statements(tmp_path: Path) -> None:
    """Read once by the whole chain: all forms yield the same acts, as one document and its copies."""
    from havenwatch.source import Hints

    for name, data in FORMS.items():
        (tmp_path / name).write_bytes(data)
    with Ledger.open(tmp_path / "l.db", create=True) as ledger:
        added = ledger.add([tmp_path / name for name in FORMS], Hints(**OPTIONS))
        found = ledger.snapshot()
    assert [p for p in added.problems if p.stage != SKIPPED] == []
    said: dict[str, list[Any]] = {d.id: [] for d in found.documents}
    for s in found.statements:
        said[s.document].append((s.start, s.end, s.type, s.status, s.about, s.earliest, s.latest))
    first, *others = (sorted(rows, key=str) for rows in said.values())
    assert len(first) >= 4
    assert [rows for rows in others if rows != first] == []
    assert sum(d.duplicate_of is None for d in found.documents) == 1
