"""Near-duplicates: reprints that were shortened, framed or retouched are copies, like news are not."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.pages import pages
from havenwatch.document import Print, Signature, named_origins, originals, signature_of, words_digest
from havenwatch.document.near import resembles

TEXTS = sorted({p.title: p.text for p in pages()}.values())
LONG = next(t for t in TEXTS if "Под стражей человека" in t)
RUSSIAN = next(t for t in TEXTS if "бывшего учителя" in t)
WORDS = RUSSIAN.split()


def print_of(name: str, text: str, day: int | None, address: str | None = None) -> Print:
    published = None if day is None else dt.date(2026, 3, day)
    return Print(name, published, words_digest(text), signature_of(text), address)


REPRINTS = {
    "framed": f"Новости часа. {RUSSIAN} Следите за нашими сообщениями.",
    "retouched": RUSSIAN.replace("вечером", "днём").replace("одиннадцать", "двенадцать"),
    "shortened": " ".join(WORDS[: 3 * len(WORDS) // 4]),
    "other punctuation": RUSSIAN.replace(",", " -").upper(),
}


@pytest.mark.parametrize("name", REPRINTS)
def test_reprints_are_copies_of_the_earliest(name: str) -> None:
    assert originals([print_of("b", REPRINTS[name], 6), print_of("a", RUSSIAN, 5)]) == {"b": "a"}
    assert originals([print_of("b", REPRINTS[name], 4), print_of("a", RUSSIAN, 5)]) == {"a": "b"}


def test_articles_on_like_matters_are_no_copies() -> None:
    signatures = [signature_of(t) for t in TEXTS]
    assert len(signatures) >= 8
    assert [(a, b) for a, b in itertools.combinations(signatures, 2) if resembles(a, b)] == []


def test_short_notices_are_compared_whole_alone() -> None:
    one, other = "Суд в Астане отказал активисту в убежище.", "Суд в Астане отказал активистке в убежище."
    assert originals([print_of("a", one, 5), print_of("b", other, 5)]) == {}
    assert originals([print_of("a", one, 5), print_of("b", one.upper(), 5)]) == {"b": "a"}


def test_versions_of_one_address_are_no_copies_unless_their_words_are_equal() -> None:
    changed = REPRINTS["retouched"]
    assert originals([print_of("a", RUSSIAN, 5, "u"), print_of("b", changed, 5, "u")]) == {}
    assert originals([print_of("a", RUSSIAN, 5, "u"), print_of("b", changed, 5, "v")]) == {"b": "a"}
    assert originals([print_of("a", RUSSIAN, 5, "u"), print_of("b", RUSSIAN, 6, "u")]) == {"b": "a"}


@given(st.permutations([("a", RUSSIAN, 5), ("b", REPRINTS["framed"], 6), ("c", REPRINTS["framed"], None),
                        ("d", LONG, 1), ("e", REPRINTS["shortened"], 7)]))  # fmt: skip
def test_the_order_does_not_matter_and_no_copy_is_an_original(rows: list[tuple[str, str, int | None]]) -> None:
    assert originals(print_of(*row) for row in rows) == {"b": "a", "c": "a", "e": "a"}


def test_a_signature_survives_its_bytes() -> None:
    made = signature_of(RUSSIAN)
    again = Signature.load(made.dump())
    assert (again.runs, again.least.tolist()) == (made.runs, made.least.tolist())
    assert signature_of("").runs == 0


def test_signatures_are_the_same_for_ever() -> None:
    """They are stored: a change of the hash functions needs a migration."""
    import hashlib

    assert hashlib.sha256(signature_of("раз два три четыре пять шесть").dump()).hexdigest()[:12] == "7b21ade2272c"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Суд отказал в выдаче. Об этом сообщает «Медиазона».", ("Медиазона",)),
        ("Его задержали, сообщает издание «Горный вестник» со ссылкой на ТАСС.", ("Горный вестник", "ТАСС")),
        ("He was detained, according to Reuters.", ("Reuters",)),
        ("Oны задержаны, передаёт Tengrinews.", ("Tengrinews",)),
        ("Белсенді босатылды, деп Азаттық хабарлайды.", ("Азаттык",)),
        ("Источник: zona.media, дело передано в суд.", ("zona.media",)),
        ("Об этом пишет vesti.kz.", ("vesti.kz",)),
        ("Об этом сообщил адвокат Мурат Адам.", ()),
        ("По данным прокуратуры, он скрылся.", ()),
        ("According to his lawyer, he was beaten.", ()),
        ("", ()),
    ],
)
def test_origins_that_a_text_names(text: str, names: tuple[str, ...]) -> None:
    assert named_origins(text) == names
