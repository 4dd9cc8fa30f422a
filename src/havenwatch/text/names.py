"""A person's name as tokens: which is the given name, which the father's, which are no names at all."""

from __future__ import annotations

import dataclasses
import functools
import importlib.resources
import re
from collections.abc import Mapping, Sequence

import yaml

from havenwatch.text.translit import fold, other_fold

GIVEN, PATRONYMIC, INITIAL, OTHER = "given", "patronymic", "initial", "other"
_WORD = re.compile(r"[^\W_]+(?:['’ʼ`][^\W_]+)*\.?")
_CAMEL = re.compile(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ][a-zа-яё])")  # AlisherUsmanov
_FOLDED_LISTS = frozenset({"patronymic", "surname_endings"})
_PATRONYMIC_STEM = 3  # shortest father's name before the ending (Ильич is left to the given names)


@dataclasses.dataclass(frozen=True, slots=True)
class NameToken:
    """One word of a name.

    `key` is its fold, `other` the fold of its other reading ("" when it has one only), `kind` one of given,
    patronymic, initial, other (mostly the surname).
    """

    text: str
    key: str
    kind: str
    other: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """All folds of the word."""
        return (self.key, self.other) if self.other else (self.key,)


@dataclasses.dataclass(frozen=True, slots=True)
class Name:
    """A name as written and its tokens in order, without titles and particles."""

    text: str
    tokens: tuple[NameToken, ...]

    def of_kind(self, *kinds: str) -> tuple[NameToken, ...]:
        """Tokens of these kinds, in order."""
        return tuple(t for t in self.tokens if t.kind in kinds)


def _yaml(file: str) -> Mapping[str, list[str] | list[list[str]]]:
    source = importlib.resources.files("havenwatch.lang").joinpath("names", file)
    data: Mapping[str, list[str] | list[list[str]]] = yaml.safe_load(source.read_text(encoding="utf-8"))
    return data


@functools.cache
def word_list(name: str) -> frozenset[str]:
    """One list of words.yaml, folded (endings stand folded already)."""
    words = [str(w) for w in _yaml("words.yaml")[name]]
    return frozenset(words if name in _FOLDED_LISTS else map(fold, words))


@functools.cache
def given_names() -> Mapping[str, frozenset[tuple[str, int]]]:
    """Folded given name -> the rows of given.yaml that hold it, as (gender, number)."""
    rows: dict[str, set[tuple[str, int]]] = {}
    for gender, names in _yaml("given.yaml").items():
        for number, forms in enumerate(names):
            for form in forms:
                rows.setdefault(fold(form), set()).add((gender, number))
    return {key: frozenset(value) for key, value in rows.items()}


def is_given(word: str) -> bool:
    """Whether the lists of given names hold the word."""
    return fold(word) in given_names()


def is_patronymic(key: str) -> bool:
    """Whether a folded word ends as a father's name does and is long enough to be one."""
    return any(key.endswith(e) and len(key) >= len(e) + _PATRONYMIC_STEM for e in word_list("patronymic"))


def is_common_surname(key: str) -> bool:
    """Whether the folded surname, in either gender, is too frequent to identify anybody."""
    return key in word_list("common_surnames") or key.removesuffix("a") in word_list("common_surnames")


def _kind(text: str, key: str, position: int, length: int) -> str:
    bare = text.rstrip(".")
    if len(bare) == 1 or (len(bare) == 2 and bare.isupper() and text.isascii()):
        return INITIAL
    if key in given_names():
        return GIVEN
    if length > 1 and position > 0 and is_patronymic(key):
        return PATRONYMIC
    return OTHER


def _looks_like_surname(key: str) -> bool:
    return key.endswith(tuple(word_list("surname_endings")))


def _with_surname(keys: Sequence[str], kinds: list[str]) -> list[str]:
    """Kinds with a given name and a surname told apart where the lists do not: the surname comes last.

    A first word with the ending of a surname before a last word without one is the surname (Койгельдиев Галымжан).
    """
    if len(kinds) > 1 and OTHER not in kinds and kinds[-1] == GIVEN:
        return [*kinds[:-1], OTHER]
    if len(kinds) < 2 or GIVEN in kinds or INITIAL in kinds or kinds[0] != OTHER or kinds[-1] != OTHER:
        return kinds
    if _looks_like_surname(keys[0]) and not _looks_like_surname(keys[-1]):
        return [*kinds[:-1], GIVEN]
    return [GIVEN, *kinds[1:]]


_FEMALE, _MALE = ("ova", "eva", "ina", "skaia", "aia"), ("ov", "ev", "in", "ski", "skii", "uk", "Cuk")


def gender_of(text: str) -> str | None:
    """Gender that the given name or the surname's ending shows (Masc, Fem), None when neither does."""
    tokens = parse_name(text).tokens
    for token in tokens:
        rows = {gender for key in token.keys for gender, _ in given_names().get(key, ())}
        if token.kind == GIVEN and len(rows) == 1:
            return {"m": "Masc", "f": "Fem"}.get(rows.pop())
    last = next((t.key for t in reversed(tokens) if t.kind == OTHER), "")
    if last.endswith(_FEMALE):
        return "Fem"
    return "Masc" if last.endswith(_MALE) else None


def _words(text: str) -> list[str]:
    return _WORD.findall(_CAMEL.sub(" ", text))


@functools.lru_cache(maxsize=65536)
def parse_name(text: str) -> Name:
    """Tokens of a name in any script; titles and particles are left out unless nothing else is there.

    The last word of a name without another surname is the surname even when it is a given name too (Роман Иван).
    """
    words = [(w, fold(w)) for w in _words(text)]
    words = [(w, k) for w, k in words if k != ""]
    kept = [(w, k) for w, k in words if k not in word_list("titles") and k not in word_list("particles")]
    chosen = kept or words
    kinds = [_kind(w, k, i, len(chosen)) for i, (w, k) in enumerate(chosen)]
    kinds = _with_surname([k for _, k in chosen], kinds)
    return Name(text, tuple(NameToken(w, k, kind, other_fold(w)) for (w, k), kind in zip(chosen, kinds, strict=True)))
