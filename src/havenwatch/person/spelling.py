"""Which of a person's names is shown, and which of the others are other spellings rather than inflected forms."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence

from havenwatch.text.morph import parses
from havenwatch.text.name_match import compare_names
from havenwatch.text.names import INITIAL, NameToken, given_names, parse_name
from havenwatch.text.translit import romanise

_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_WORD = re.compile(r"[^\W\d_]+")
# What case and gender put behind the stem of a Russian name: Мовлаев-у, Нарск-ой, Юли-ей
_ENDINGS = frozenset({
    "", "а", "я", "у", "ю", "ом", "ем", "ым", "им", "е", "ы", "и", "ой", "ей", "ою", "ею", "й", "ь", "ого", "его",
    "ому", "ему", "ая", "яя", "ую", "юю", "ий", "ый", "ия", "ии", "ию", "ием",
})  # fmt: skip
_ONE_NAME = 0.7  # a surname alone beside the full name, and other spellings; another name is far below
_SHORTEST_STEM = 2  # Ли-я and Ле-в share less


def best_first(seen: Mapping[str, int]) -> tuple[str, ...]:
    """Names in the order in which they serve to name the person.

    A name with given name and surname goes first, of these the one that most documents have in any spelling (a stage
    name before the name in the passport), then the spelling of most documents, then one whose given name is known as
    such, then the one with more words, then the shorter.

    Args:
        seen: nominative name -> number of documents that have it.
    """
    spread = {n: sum(seen[m] for m in seen if _same_name(n, m)) for n in seen if _is_whole(n)}
    return tuple(
        sorted(
            seen,
            key=lambda n: (
                not _is_whole(n), -spread.get(n, 0), -seen[n], not _known(n), -len(n.split()), len(n), n,
            ),
        )
    )  # fmt: skip


def _same_name(a: str, b: str) -> bool:
    """Whether two names are one in two spellings, or the one shortens the other."""
    match = compare_names(a, b)
    return a == b or (match.contradiction is None and match.score >= _ONE_NAME)


def _is_whole(name: str) -> bool:
    """Whether a name has at least two words that are no initials."""
    return len(_full_words(name)) > 1


def _full_words(name: str) -> list[NameToken]:
    return [t for t in parse_name(name).tokens if t.kind != INITIAL]


def _known(name: str) -> bool:
    return any(t.key in given_names() for t in parse_name(name).tokens)


def other_spellings(names: Sequence[str]) -> tuple[str, ...]:
    """The names, without the first, that are really written otherwise.

    Left out is what only inflects or shortens one that stands before it: of Мурад Молаев, Молаеву, Мурад Малаев
    the last is another spelling, the second is not.
    """
    kept: list[str] = []
    # the fuller of two names goes first, but for the one that is shown: "Малаева" is a form of "Мурад Малаев"
    for name in [*names[:1], *sorted(names[1:], key=lambda n: -len(_full_words(n)))]:
        if not any(_covers(other, name) for other in kept):
            kept.append(name)
    return tuple(kept[1:])


def _covers(whole: str, name: str) -> bool:
    """Whether every word of a name is a form of some word of the whole one, an initial its first letter."""
    words = parse_name(whole).tokens
    return all(any(_is_form(token, word) for word in words) for token in parse_name(name).tokens)


def _is_form(token: NameToken, word: NameToken) -> bool:
    if token.kind == INITIAL:
        return token.key[:1] == word.key[:1]
    return is_inflected(token.text, word.text)


def is_inflected(a: str, b: str) -> bool:
    """Whether two words are cases or genders of one name; always of one script."""
    a, b = (w.casefold().replace("ё", "е").rstrip(".") for w in (a, b))
    if a == b:
        return True
    if not (_CYRILLIC.search(a) and _CYRILLIC.search(b)) or a[:1] != b[:1]:
        return False
    stem = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))
    if stem >= _SHORTEST_STEM and {a[stem:], b[stem:]} <= _ENDINGS:
        return True
    # fleeting vowels: Павел, Павла
    return bool({p.normal_form for p in parses(a) if p.is_known} & {p.normal_form for p in parses(b) if p.is_known})


def in_latin(name: str) -> str | None:
    """A name in Cyrillic letters as Latin ones write it (Юлия Елизарова: Yuliya Yelizarova), None for other names."""
    if _CYRILLIC.search(name) is None:
        return None
    return _WORD.sub(lambda word: romanise(word.group()).title(), name)


def forms(names: Iterable[str], written: Iterable[str]) -> tuple[str, ...]:
    """All names, the best first, then the forms that only the texts have, in the order of the alphabet."""
    ordered = tuple(dict.fromkeys(names))
    return (*ordered, *sorted(set(written) - set(ordered)))
