"""What the surroundings decide: environment variables and defaults, read by entry points only.

Everything to the left of the command line gets plain arguments and never looks at the environment.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

LEDGER_VARIABLE = "HAVENWATCH_LEDGER"
DEFAULT_LEDGER = "havenwatch.db"

__all__ = ["DEFAULT_LEDGER", "LEDGER_VARIABLE", "Settings"]


@dataclasses.dataclass(frozen=True, slots=True)
class Settings:
    """One call's surroundings.

    `ledger` is a file path, relative to the working directory, or a database address.
    """

    ledger: str = DEFAULT_LEDGER

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Settings:
        """Settings from environment variables; an empty variable counts as not set."""
        return cls(ledger=environment.get(LEDGER_VARIABLE) or DEFAULT_LEDGER)
