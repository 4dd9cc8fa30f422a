from __future__ import annotations

from pathlib import Path

import pytest

from havenwatch.ledger import Ledger
from havenwatch.source import Hints

TEXTS = {
    "ru.txt": "Адвокат Мовлаева обжаловал его выдачу. Активистку Юлию Емельянову отпустили ещё в мае.",
    "en.txt": "Movlayev was extradited, his lawyers said. Emelianova stays in Almaty.",
    "kk.txt": "Сот Мовлаевті босатты. Прокурор келіспеді.",
}


@pytest.fixture
def searched(ledger: Ledger, tmp_path: Path) -> Ledger:
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        ledger.add([tmp_path / name], Hints(title=f"Заголовок {name}", url=f"https://example.org/{name}"))
    return ledger


def found(ledger: Ledger, words: str) -> set[str]:
    return {h.url.rpartition("/")[2] for h in ledger.search(words)}


@pytest.mark.parametrize(
    ("words", "files"),
    [
        ("мовлаеву", {"ru.txt", "en.txt"}),
        ("Мовлаев", {"ru.txt", "en.txt"}),
        ("Movlaev", {"ru.txt", "en.txt"}),
        ("Movlayev", {"ru.txt", "en.txt"}),
        ("МОВЛАЕВТІ", {"kk.txt"}),
        ("Yemelyanova", {"ru.txt", "en.txt"}),
        ("Емельяновой", {"ru.txt", "en.txt"}),
        ("активистка", {"ru.txt"}),
        ("еще", {"ru.txt"}),
        ("extradite", {"en.txt"}),
        ("lawyer", {"en.txt"}),
        ("мовлаев адвокаты", {"ru.txt"}),
        ("мовлаев Алматы extradited", {"en.txt"}),
        ("заголовок ru", {"ru.txt"}),
        ("отсутствует", set()),
        ("мовлаев отсутствует", set()),
        ("", set()),
        (" — ! ", set()),
        ('" OR words : "', set()),
        ("NOT", set()),
        ("мовл*", set()),
    ],
)
def test_any_inflection_and_any_script(searched: Ledger, words: str, files: set[str]) -> None:
    assert found(searched, words) == files


def test_a_hit_shows_the_place_and_its_source(searched: Ledger) -> None:
    hits = [h for h in searched.search("активистки") if h.statement is not None]
    (hit,) = hits
    assert hit.excerpt[-len("Активистку Юлию Емельянову отпустили ещё в мае.") :].startswith("Активистку")
    text = TEXTS["ru.txt"]
    assert text[hit.start : hit.end] == "Активистку Юлию Емельянову отпустили ещё в мае."
    (whole,) = [h for h in searched.search("активистки") if h.statement is None]
    assert text[whole.start : whole.end] == "Активистку"
    assert (whole.title, whole.publisher, whole.published) == ("Заголовок ru.txt", None, None)


def test_the_limit_and_the_order(searched: Ledger) -> None:
    hits = searched.search("мовлаев", 10)
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    assert searched.search("мовлаев", 2) == hits[:2]


def test_a_rebuild_indexes_each_text_once(searched: Ledger) -> None:
    before = searched.search("мовлаев")
    searched.rebuild()
    assert searched.search("мовлаев") == before


@pytest.mark.parametrize("query", ["O'Connor", "¾", "d’Artagnan x", "\U0001f6a8", "ა\u1c90", '"NEAR(', "* OR", "\x00a"])
def test_no_word_breaks_a_search(ledger: Ledger, tmp_path: Path, query: str) -> None:
    file = tmp_path / "o.txt"
    file.write_text("Mr O'Connor was detained, ¾ of them.", encoding="utf-8")
    ledger.add([file])
    found = ledger.search(query)
    assert bool(found) == (query in {"O'Connor", "¾"})
