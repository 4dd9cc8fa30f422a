"""Limits: how often somebody may try, and how much a request may bring."""

from __future__ import annotations

import collections
import threading
import time
from collections.abc import Callable

# Wrong passwords within `WINDOW` seconds: for one name from one address, for one name from anywhere (so that many
# addresses do not help), for one address.
WINDOW = 900.0
PAIR, NAME, ADDRESS = 5, 50, 30
# Requests: a page brings three or four, a person opens one or two a second.
PER_SECOND, BURST = 20.0, 120.0
# Keys kept; the oldest are dropped, so that made-up names do not fill the memory.
MOST_KEYS = 50_000

__all__ = ["Bucket", "Failures"]


class Failures:
    """Counts wrong passwords and says who has to wait."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._times: collections.OrderedDict[str, list[float]] = collections.OrderedDict()

    def wait(self, name: str, address: str) -> int:
        """Seconds until somebody may try again, 0 at once."""
        now = self._clock()
        with self._lock:
            waits = [self._wait(key, most, now) for key, most in _keys(name, address)]
        return max(waits)

    def _wait(self, key: str, most: int, now: float) -> int:
        times = [t for t in self._times.get(key, ()) if now - t < WINDOW]
        return 0 if len(times) < most else max(1, int(WINDOW - (now - times[-most])) + 1)

    def failed(self, name: str, address: str) -> None:
        """Note a wrong password."""
        now = self._clock()
        with self._lock:
            for key, most in _keys(name, address):
                times = self._times.pop(key, [])
                self._times[key] = [*times, now][-most:]
            while len(self._times) > MOST_KEYS:
                self._times.popitem(last=False)

    def succeeded(self, name: str, address: str) -> None:
        """Forget the failures of a name at an address: it was its owner's slip."""
        with self._lock:
            self._times.pop(_keys(name, address)[0][0], None)


def _keys(name: str, address: str) -> tuple[tuple[str, int], ...]:
    plain = name.casefold()
    return (f"pair {plain} {address}", PAIR), (f"name {plain}", NAME), (f"address {address}", ADDRESS)


class Bucket:
    """Lets a key through `rate` times a second on average, `burst` times at once."""

    def __init__(
        self, rate: float = PER_SECOND, burst: float = BURST, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._lock = threading.Lock()
        self._held: collections.OrderedDict[str, tuple[float, float]] = collections.OrderedDict()

    def take(self, key: str) -> bool:
        """Whether one more request of `key` is let through."""
        now = self._clock()
        with self._lock:
            level, then = self._held.pop(key, (self._burst, now))
            level = min(self._burst, level + (now - then) * self._rate)
            self._held[key] = (level - 1 if level >= 1 else level, now)
            while len(self._held) > MOST_KEYS:
                self._held.popitem(last=False)
            return level >= 1
