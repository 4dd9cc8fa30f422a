"""How far two names can be one person's: best assignment of their words, judged by the worst matched word.

Whole-string ratios hide one bad word (Инна / Анна Петрова), so the score is the minimum over the matched words,
lowered a little for words that only one of the names has.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence

from havenwatch.text.names import GIVEN, INITIAL, OTHER, PATRONYMIC, Name, NameToken, given_names, parse_name
from havenwatch.text.translit import romanise

_VOWELS = frozenset("aeiou")
# Pairs of signs that stand for one sound in some spelling, with the price of taking one for the other (1 = a plain
# typing error): Гниломёдов / Hnilomedov, Кацман / Kacman, Бочкарин / Bocskarin, Путин / Pudin, Мансур / Manzur
_NEAR_SOUNDS = {
    frozenset(pair): price
    for pair, price in (
        ("gh", 0.4), ("ck", 0.3), ("cC", 0.3), ("cs", 0.4), ("sS", 0.3), ("zZ", 0.4), ("sz", 0.5), ("CS", 0.5),
        ("dt", 0.6), ("bp", 0.6), ("vf", 0.5), ("gk", 0.6), ("vu", 0.5), ("bv", 0.6), ("kh", 0.5), ("ZC", 0.6),
        ("gZ", 0.4), ("iZ", 0.5), ("ao", 0.4), ("ei", 0.4), ("ae", 0.5), ("ou", 0.5),
    )
}  # fmt: skip
_MORE_CHANGES = 0.08
_VOWEL_PRICE = 0.6  # another vowel
_LOOSE_LETTER_PRICE = 0.5  # h and vowels drop in and out: Rouhani / Rohani, Yemelyanova / Emelyanova
_SAME_ROW = 0.97  # two forms of one given name: Олександр / Aleksandr
_OTHER_ROW = 0.35  # two given names, however alike: Инна / Анна
_SILENT = ("y", "i", "kh")
_INITIAL_FITS = 0.8
_INITIAL_DIFFERS = 0.1
_SHORT = 4  # folded letters; a short surname has no room for an error: Ким / Кин, Цой / Цай
_SHORT_DISTANCE = 0.5
_SHORT_CAP = 0.6
_OTHER_GENDER = 0.98  # Малаев / Малаева: the reader put a surname into the wrong gender
_PATRONYMIC_AGREES = 0.75  # Мусаевич / Musaevych; Хасанович / Ираклиевич is far below
_GIVEN_AGREES = 0.36  # just above _OTHER_ROW: given names contradict when they stand in different rows
_CONTRADICTED = 0.5  # highest score of names that contradict each other
_EXTRA_WORD = 0.03  # price of a word that only one of the names has
_LONE_WORD = 0.85  # a name of one word proves less than its likeness says
_MAX_WORDS = 10  # longer names are cut: the assignment grows with 2^words
_JOINED_SCORE = 0.95  # the same letters with other word breaks: PolPot, Plat Ono Vich
_MIN_JOINED = 6


@dataclasses.dataclass(frozen=True, slots=True)
class NameMatch:
    """Outcome of one comparison.

    `score` in 0..1; `full` counts the words matched as words, `initials` those matched by their first letter only;
    `surname` tells whether a word beside given and fathers' names is among the matched ones. `contradiction` names in
    words what cannot be one person's, None when nothing does; `reasons` say what agreed.
    """

    score: float
    full: int
    initials: int
    surname: bool
    contradiction: str | None
    reasons: tuple[str, ...]


def _substitution(a: str, b: str) -> float:
    if a == b:
        return 0.0
    near = _NEAR_SOUNDS.get(frozenset((a, b)))
    if near is not None:
        return near
    return _VOWEL_PRICE if a in _VOWELS and b in _VOWELS else 1.0


def _loose(letter: str) -> float:
    return _LOOSE_LETTER_PRICE if letter == "h" or letter in _VOWELS else 1.0


@functools.lru_cache(maxsize=65536)
def distance(a: str, b: str) -> float:
    """Edit distance of two folded words, cheap where spellings of one sound differ, swaps of neighbours as one."""
    rows = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for j, y in enumerate(b):
        rows[0][j + 1] = rows[0][j] + _loose(y)
    for i, x in enumerate(a):
        rows[i + 1][0] = rows[i][0] + _loose(x)
        for j, y in enumerate(b):
            best = min(rows[i][j] + _substitution(x, y), rows[i][j + 1] + _loose(x), rows[i + 1][j] + _loose(y))
            if i > 0 and j > 0 and x == b[j - 1] and y == a[i - 1]:
                best = min(best, rows[i - 1][j - 1] + 1.0)
            rows[i + 1][j + 1] = best
    return rows[len(a)][len(b)]


@functools.lru_cache(maxsize=65536)
def word_similarity(a: str, b: str) -> float:
    """Likeness of two folded words in 0..1: 1 minus the distance per letter of the longer one.

    Every change after the first counts more: one slip is a spelling, three make another name however long it is.
    """
    if a == b:
        return 1.0
    changes = distance(a, b)
    return max(0.0, 1.0 - changes / max(len(a), len(b)) - _MORE_CHANGES * max(0.0, changes - 1.0))


def _given_similarity(a: str, b: str) -> float | None:
    """Likeness by the rows of given names; None when one of the words is in no row."""
    rows_a, rows_b = given_names().get(a), given_names().get(b)
    if rows_a is None or rows_b is None:
        return None
    return _SAME_ROW if rows_a & rows_b else _OTHER_ROW


def _ungendered(key: str) -> str:
    """Surname without the ending of its gender: Малаева -> malaev, Воронская -> voronsk."""
    for ending in ("aia", "skaa", "ska", "ski", "skii"):
        if key.endswith(ending) and len(key) > len(ending) + 2:
            return key.removesuffix(ending) + "sk"
    return key.removesuffix("a") if key.endswith(("ova", "eva", "ina")) else key


def _vowels(key: str) -> str:
    return "".join(c for c in key if c in _VOWELS)


def _surname_similarity(a: str, b: str) -> float:
    """Likeness of two surnames; a wrongly guessed gender costs nothing.

    A short surname allows other spellings of its consonants (Гнёт / Hniot) and no error else (Цой / Цай, Ким / Кин).
    """
    x, y = _ungendered(a), _ungendered(b)
    if x == y:
        return 1.0 if a == b else _OTHER_GENDER
    best = max(word_similarity(a, b), word_similarity(x, y) - (1.0 - _OTHER_GENDER))
    strict = min(len(x), len(y)) <= _SHORT and (_vowels(x) != _vowels(y) or distance(x, y) > _SHORT_DISTANCE)
    return min(best, _SHORT_CAP) if strict else best


def _same_initial(a: NameToken, b: NameToken) -> bool:
    """Whether two words begin alike: by letter (J. Juncker), or by sound where a letter is not sounded (Е. Yevgeny)."""
    left, right = romanise(a.text), romanise(b.text)
    same_letter = left[:1] == right[:1]
    if same_letter and not left.startswith(_SILENT):
        return True
    silent = left.startswith(_SILENT) or right.startswith(_SILENT)
    return a.key[:1] == b.key[:1] and (same_letter or silent)


def token_similarity(a: NameToken, b: NameToken) -> float:
    """Likeness of two words of names in 0..1; kinds that exclude each other give little."""
    if INITIAL in (a.kind, b.kind):
        return _INITIAL_FITS if _same_initial(a, b) else _INITIAL_DIFFERS
    if set(a.keys) & set(b.keys):
        return 1.0
    if a.kind == b.kind == GIVEN:
        known = _given_similarity(a.key, b.key)
        if known is not None:
            return known
    likeness = _surname_similarity if a.kind == b.kind == OTHER else word_similarity
    return max(likeness(x, y) for x in a.keys for y in b.keys)


def _assign(short: Sequence[NameToken], long: Sequence[NameToken]) -> tuple[tuple[NameToken, NameToken, float], ...]:
    """Pairs that give every word of the shorter name its own word of the longer one, worst pair as good as can be."""
    exact = _exact(short, long)
    if exact is not None:
        return exact
    table = [[token_similarity(a, b) for b in long] for a in short]

    @functools.cache
    def best(row: int, used: int) -> tuple[float, float, tuple[int, ...]]:
        if row == len(short):
            return 1.0, 0.0, ()
        options = []
        for column in range(len(long)):
            if not used >> column & 1:
                low, total, rest = best(row + 1, used | 1 << column)
                value = table[row][column]
                options.append((min(low, value), total + value, (column, *rest)))
        return max(options, key=lambda o: (o[0], o[1], tuple(-c for c in o[2])))

    columns = best(0, 0)[2]
    return tuple((short[r], long[c], table[r][c]) for r, c in enumerate(columns))


def _exact(
    short: Sequence[NameToken], long: Sequence[NameToken]
) -> tuple[tuple[NameToken, NameToken, float], ...] | None:
    """The assignment in which every word stands in the other name too; None when one does not."""
    free, found = list(long), []
    for a in short:
        b = next((b for b in free if INITIAL not in (a.kind, b.kind) and set(a.keys) & set(b.keys)), None)
        if b is None:
            return None
        free.remove(b)
        found.append((a, b, 1.0))
    return tuple(found)


def _joined(name: Name) -> str:
    return "".join(t.key for t in name.tokens)


def _contradiction(pairs: Sequence[tuple[NameToken, NameToken, float]]) -> str | None:
    """Fathers' names or given names that stand against each other and differ, in words; None when none do."""
    for kind, words, least in (
        (PATRONYMIC, "fathers' names", _PATRONYMIC_AGREES),
        (GIVEN, "given names", _GIVEN_AGREES),
    ):
        for a, b, value in pairs:
            if a.kind == b.kind == kind and value < least:
                return f"{words} differ: {a.text} / {b.text}"
    for a, b, value in pairs:
        if GIVEN in (a.kind, b.kind) and INITIAL in (a.kind, b.kind) and value == _INITIAL_DIFFERS:
            return f"the initial does not fit: {a.text} / {b.text}"
    return None


def _identifies(name: Name) -> bool:
    """Whether a name has a word that is more than an initial."""
    return any(t.kind != INITIAL for t in name.tokens)


def _reason(pair: tuple[NameToken, NameToken, float]) -> str:
    a, b, value = pair
    if a.text == b.text:
        return f"{a.text} in both"
    return f"{a.text} / {b.text} ({value:.2f})"


def _score(pairs: Sequence[tuple[NameToken, NameToken, float]], extra: int) -> float:
    values = [v for _, _, v in pairs]
    score = 0.8 * min(values) + 0.2 * sum(values) / len(values) - _EXTRA_WORD * extra
    return score * _LONE_WORD if len(values) == 1 and extra > 0 else score


@functools.lru_cache(maxsize=65536)
def compare_names(left: str, right: str) -> NameMatch:
    """Compare two names in any scripts.

    Args:
        left: a name as written, best in the nominative.
        right: the other one.

    Returns:
        The match; score 0 when one of them has no word beyond initials that can be romanised.
    """
    a, b = parse_name(left), parse_name(right)
    if not _identifies(a) or not _identifies(b):
        return NameMatch(0.0, 0, 0, surname=False, contradiction=None, reasons=())
    short, long = sorted((a, b), key=lambda n: (len(n.tokens), n.text))
    pairs = _assign(short.tokens[:_MAX_WORDS], long.tokens[:_MAX_WORDS])
    score = _score(pairs, len(long.tokens) - len(short.tokens))
    same_letters = _joined(a) == _joined(b) and len(_joined(a)) >= _MIN_JOINED
    full = sum(INITIAL not in (x.kind, y.kind) for x, y, _ in pairs)
    contradiction = _contradiction(pairs)
    score = score if contradiction is None else min(score, _CONTRADICTED)
    return NameMatch(
        score=max(score, _JOINED_SCORE if same_letters else 0.0),
        full=full,
        initials=len(pairs) - full,
        surname=any(OTHER in (x.kind, y.kind) and INITIAL not in (x.kind, y.kind) for x, y, _ in pairs),
        contradiction=contradiction,
        reasons=tuple(_reason(p) for p in pairs),
    )
