"""Tokens of temporal text, each with a class; a text becomes a string of one character a token.

Every class has its own private-use character, so a grammar rule is an ordinary regular expression over classes.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from havenwatch.text.dates.lexicon import Entry, Lexicon, normal
from havenwatch.text.dates.node import Node

LAST_YEAR, FIRST_YEAR = 2199, 1000  # four digits outside are counts

TOKEN = re.compile(
    r"(?P<iso>\d{4}-\d{1,2}-\d{1,2}(?:T[\d:.]+Z?)?(?![\d-]))"
    r"|(?P<full>\d{1,2}(?P<sep>[./-])\d{1,2}(?P=sep)(?:\d{4}|(?<!-)\d\d)(?![\d]|[./-]\d))"
    r"|(?P<chain>\d+(?:[./:-]\d+){2,})"
    r"|(?P<two>\d{1,2}[./]\d{1,2}(?![\d]|[.,/-]\d))"
    r"|(?P<clock>\d{1,2}:\d\d)"
    r"|(?P<group>\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?!\d)|\d{1,3}(?:,\d{3})+(?!\d))"
    r"|(?P<decimal>\d+[.,]\d+)"
    r"|(?P<suffixed>\d+(?:-?[^\W\d_]{1,4}(?![^\W_])))"
    r"|(?P<int>\d+)"
    r"|(?P<abbr>(?:[^\W\d_]\.){2,})"
    r"|(?P<word>[^\W\d_][^\W\d_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W\d_\u0300-\u036f]*)*(?:['’ʼ][^\W\d_]+)*)"
    r"|(?P<break>\n)"
    r"|(?P<mark>[^\w\s]|_)"
)
GLUE = "-"  # listed by languages whose hyphen after a number parts nothing
ROMAN = re.compile(r"[XVI]+")
MARKS = {
    "-": "DASH", "–": "DASH", "—": "DASH", "−": "DASH", ",": "COMMA", ".": "DOT", "/": "SLASH", "(": "LP", ")": "RP",
    "№": "NUMSIGN", "#": "NUMSIGN", "§": "NUMSIGN", "'": "APOS", "’": "APOS",
}  # fmt: skip
FIRST_CODE = 0xE000  # private use area: room for 6,400 classes


@dataclasses.dataclass(frozen=True, slots=True)
class Symbol:
    """One token or reduced phrase: offsets in the text, class name, value of the list, meaning when reduced.

    `text` is the normal form of a listed word, empty for others.
    """

    start: int
    end: int
    name: str
    value: str
    node: Node | None = None
    text: str = ""


class Characters(dict[str, str]):
    """The character that stands for each class in rules and class strings, made when it is first asked for."""

    def __missing__(self, name: str) -> str:
        """The next free character."""
        return self.setdefault(name, chr(FIRST_CODE + len(self)))


CHARACTERS = Characters()


def read_symbols(text: str, words: Lexicon) -> list[Symbol]:
    """All tokens of `text` in order; words outside the lists have class O."""
    found = [s for m in TOKEN.finditer(text) for s in _cut(_symbol(m), words)]
    return list(_named(_unglued(found, words) if GLUE in words else found, text, words))


def _cut(symbol: Symbol, words: Lexicon) -> tuple[Symbol, ...]:
    """The symbol, or two where the language cuts: l'été, d'octobre; 4-май, 2019-жылы."""
    if symbol.name == "O" and "'" in symbol.value and symbol.value not in words:
        length = symbol.value.index("'") + 1
        head, tail = symbol.value[:length], symbol.value[length:]
        if tail and any(e.name == "ELISION" for e in words.get(head, ())):
            middle = symbol.start + length
            return Symbol(symbol.start, middle, "O", head), Symbol(middle, symbol.end, "O", tail)
    if symbol.name == "SUFFIXED" and GLUE in symbol.value:
        digits, _, tail = normal(symbol.value).partition(GLUE)
        if tail in words and (GLUE in words or any(e.name == "MONTH" for e in words[tail])):
            middle = symbol.end - len(tail)
            day, word = (
                Symbol(symbol.start, middle - 1, _integer(digits), digits),
                Symbol(middle, symbol.end, "O", tail),
            )
            return (day, word) if GLUE in words else (day, Symbol(middle - 1, middle, "DASH", GLUE), word)
    return (symbol,)


def _unglued(found: list[Symbol], words: Lexicon) -> list[Symbol]:
    """Without the hyphens between a number and its calendar word: 12-мартта."""
    return [s for i, s in enumerate(found) if not (s.name == "DASH" and 0 < i < len(found) - 1
            and found[i - 1].end == s.start and s.end == found[i + 1].start
            and found[i - 1].name in ("D2", "D4") and found[i + 1].value in words)]  # fmt: skip


def _symbol(match: re.Match[str]) -> Symbol:
    kind, raw = match.lastgroup or "", match[0]
    if kind == "sep":
        kind = "full"
    return Symbol(match.start(), match.end(), *_classed(kind, raw))


def _classed(kind: str, raw: str) -> tuple[str, str]:
    if kind in ("word", "abbr"):
        return ("ROMAN" if raw.isascii() and ROMAN.fullmatch(raw) else "O"), normal(raw)
    if kind == "int":
        return _integer(raw), raw
    if kind == "suffixed":
        return "SUFFIXED", raw
    if kind in ("iso", "full"):
        return "FULL", raw
    if kind == "mark":
        return MARKS.get(raw, "O"), raw
    return {"two": "TWO", "chain": "CHAIN", "break": "BREAK", "clock": "BLOCKED"}.get(kind, "DN"), raw


def _integer(raw: str) -> str:
    if len(raw) <= 2 and 1 <= int(raw) <= 31:
        return "D2"
    return "D4" if len(raw) == 4 and FIRST_YEAR <= int(raw) <= LAST_YEAR else "DN"


def _suffix(raw: str, words: Lexicon) -> tuple[str, str]:
    """Class and number of digits with letters: 13-го, 2014-м, 1990-х, 14th, 1990s."""
    number = raw[: re.match(r"\d+", raw).end()]  # type: ignore[union-attr]  # the token begins with a digit
    entries = words.get("#" + normal(raw[len(number) :].lstrip("-")), ())
    if not entries:
        return "BLOCKED", raw
    kinds = {e.value for e in entries}
    if "decade" in kinds and number.endswith("0") and (len(number) in (2, 4)):
        return "DEC", number
    if "year" in kinds:
        return ("YEARNUM", number) if _integer(number) == "D4" else ("BLOCKED", raw)
    return ("ORDY" if _integer(number) == "D4" else "ORDD"), number


def _named(found: list[Symbol], text: str, words: Lexicon) -> Iterator[Symbol]:
    skip, caseless = 0, text.islower()
    for i, symbol in enumerate(found):
        if i < skip:
            continue
        if symbol.name == "SUFFIXED":
            yield Symbol(symbol.start, symbol.end, *_suffix(symbol.value, words))
            continue
        entry = _phrase(found, i, text, words, caseless=caseless) if symbol.name == "O" else None
        if entry is None:
            yield symbol
            continue
        end, match = entry
        skip = end
        yield Symbol(symbol.start, found[end - 1].end, match.name, match.value, text=" ".join(match.words))


def _phrase(found: list[Symbol], at: int, text: str, words: Lexicon, *, caseless: bool) -> tuple[int, Entry] | None:
    """Longest entry that begins at token `at`, with the token after it; in a text without capitals any case will do."""
    symbol, other = found[at], None
    for entry in words.get(symbol.value, ()):
        end = _matches(found, at, entry)
        if end is not None and _case_fits(entry, text[symbol.start : symbol.end]):
            return end, entry
        if end is not None and caseless and other is None and entry.case != "all":
            other = end, entry
    return other


def _matches(found: list[Symbol], at: int, entry: Entry) -> int | None:
    for offset, word in enumerate(entry.words):
        if at + offset >= len(found) or found[at + offset].value != word:
            return None
    return at + len(entry.words)


def _case_fits(entry: Entry, raw: str) -> bool:
    if entry.case == "all":
        return raw.isupper()
    return entry.case is None or (raw[0].isupper() == (entry.case == "upper"))
