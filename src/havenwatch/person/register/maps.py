"""Where the register keeps what it knows: named maps from keys to values, in memory or in the ledger."""

from __future__ import annotations

from typing import Any, Protocol


class Maps(Protocol):
    """Named maps; a value that was got is never changed in place, it is put again."""

    def get(self, name: str, key: str) -> Any | None:
        """Value under a key of a map, None when there is none."""
        ...

    def put(self, name: str, key: str, value: Any) -> None:
        """Keep a value in place of an earlier one."""
        ...

    def drop(self, name: str, key: str) -> None:
        """Forget a key; one that is not there is no error."""
        ...


class Memory:
    """Maps in memory."""

    def __init__(self) -> None:
        self._maps: dict[str, dict[str, Any]] = {}

    def get(self, name: str, key: str) -> Any | None:
        """Value under a key of a map, None when there is none."""
        return self._maps.get(name, {}).get(key)

    def put(self, name: str, key: str, value: Any) -> None:
        """Keep a value in place of an earlier one."""
        self._maps.setdefault(name, {})[key] = value

    def drop(self, name: str, key: str) -> None:
        """Forget a key; one that is not there is no error."""
        self._maps.get(name, {}).pop(key, None)

    def everything(self) -> dict[str, dict[str, Any]]:
        """All maps by name."""
        return self._maps
