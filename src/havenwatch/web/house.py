"""What all requests share: the ledger, the team, the worker that derives, who looks at what."""

from __future__ import annotations

import dataclasses
import secrets
import threading
import time

from havenwatch.ledger import Ledger
from havenwatch.ledger.browse import Hidden
from havenwatch.web.fresh import Freshener
from havenwatch.web.guard.limits import Failures
from havenwatch.web.guard.roles import ADMIN
from havenwatch.web.page.figures import Figures
from havenwatch.web.team import Account, Team
from havenwatch.web.team.passkeys import Passkeys

# How long a statement is left to the reviewer who has it open.
LEASE_SECONDS = 180.0

__all__ = ["House", "Leases"]


class Leases:
    """Which statement somebody has open in the queue, so that two reviewers are not given the same one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: dict[str, tuple[str, float]] = {}

    def take(self, statement: str, who: str) -> bool:
        """Whether the statement is free for `who`, who has it from now on."""
        now = time.monotonic()
        with self._lock:
            self._held = {s: h for s, h in self._held.items() if now - h[1] < LEASE_SECONDS}
            holder = self._held.get(statement)
            if holder is not None and holder[0] != who:
                return False
            self._held = {s: h for s, h in self._held.items() if h[0] != who}
            self._held[statement] = (who, now)
            return True


@dataclasses.dataclass(frozen=True, slots=True)
class House:
    """The app's surroundings.

    `team` None: alone on this machine, everybody who can reach the server is `alone` with all rights. `origin` is the
    address as browsers see it; `secret` makes the tokens of forms and ends with the process.
    """

    ledger: Ledger
    path: str
    team: Team | None
    passkeys: Passkeys | None
    origin: str
    alone: str
    fresh: Freshener
    figures: Figures
    failures: Failures
    leases: Leases = dataclasses.field(default_factory=Leases)
    secret: bytes = dataclasses.field(default_factory=lambda: secrets.token_bytes(32))
    _hidden: dict[tuple[str, str], Hidden] = dataclasses.field(default_factory=dict)

    @property
    def secure(self) -> bool:
        """Whether browsers reach the server by https."""
        return self.origin.startswith("https://")

    @property
    def two_readers(self) -> bool:
        """Whether statements are read by two reviewers on their own before a decision stands."""
        return self.team is not None and self.team.setting("two readers") == "on"

    def hidden(self, account: Account | None) -> Hidden:
        """What an account may not see; nothing is hidden from an admin."""
        if self.team is None or account is None or account.role == ADMIN:
            return Hidden()
        closed = [r for r in self.team.restrictions() if account.name not in r.members]
        mentions = tuple(sorted({m for r in closed for m in r.mentions}))
        if not mentions:
            return Hidden()
        key = (self.ledger.browser.stamp()[0], repr(mentions))
        if key not in self._hidden:
            if len(self._hidden) > 64:
                self._hidden.clear()
            self._hidden[key] = self.ledger.browser.hides(mentions)
        return self._hidden[key]
