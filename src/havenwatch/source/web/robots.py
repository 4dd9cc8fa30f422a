"""What the robots.txt of a site says, by protego, which knows wildcards and `Crawl-delay`."""

from __future__ import annotations

from typing import Any, Self

# Parsers of search engines stop there too (RFC 9309 asks for half a megabyte at least).
ROBOTS_LIMIT = 500_000

__all__ = ["Robots"]


class Robots:
    """Rules of one host."""

    def __init__(self, rules: Any) -> None:
        self._rules = rules

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Rules of a file; an empty one allows all."""
        from protego import Protego

        return cls(Protego.parse(data[:ROBOTS_LIMIT].decode("utf-8", "replace")))

    def allows(self, url: str, agent: str) -> bool:
        """Whether the agent may visit the address."""
        return bool(self._rules.can_fetch(url, agent))

    def pause(self, agent: str) -> float:
        """Seconds between two visits that the site asks for, 0 when it asks for none."""
        return float(self._rules.crawl_delay(agent) or 0.0)
