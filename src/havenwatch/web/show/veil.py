"""Names covered: in the pseudonymised view every known name becomes a code that stays the same."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable

__all__ = ["Veil", "code_of"]

# Invisible characters and marks that turn the direction of writing: they make one name look like another.
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")


def code_of(person: str) -> str:
    """Code of a person: the same in every page of every ledger that has the person, says nothing of the name."""
    digest = hmac.new(b"havenwatch pseudonym", person.encode(), hashlib.sha256).hexdigest()
    return f"P-{digest[:6].upper()}"


class Veil:
    """Replaces the forms of names by codes; without forms it changes nothing."""

    def __init__(self, forms: Iterable[tuple[str, str]] = (), *, on: bool = False, words: str | None = None) -> None:
        """`forms` are (form of a name, person id) pairs; with `words` these stand in place of every name."""
        self.on = on
        self._words = words
        self._codes = {f.casefold(): p for f, p in forms if len(f.strip()) > 1}
        longest_first = sorted(self._codes, key=lambda f: (-len(f), f))
        pattern = "|".join(re.escape(f) for f in longest_first)
        self._pattern = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE) if longest_first and on else None

    def __call__(self, text: str | None) -> str:
        """The text with names covered; empty for None."""
        if text is None:
            return ""
        return text if self._pattern is None else self._pattern.sub(self._code, text)

    def _code(self, match: re.Match[str]) -> str:
        if self._words is not None:
            return self._words
        return code_of(self._codes.get(match[0].casefold(), match[0].casefold()))

    def name(self, name: str, person: str) -> str:
        """Name of a person, or their code."""
        return code_of(person) if self.on else plain(name)


def plain(name: str) -> str:
    """A name without characters that nobody sees."""
    return _INVISIBLE.sub("", name)
