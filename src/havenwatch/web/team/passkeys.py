"""Passkeys: signing in with a key that the device keeps; checked by the library `webauthn`."""

from __future__ import annotations

import json
import secrets as random
import threading
import time
from typing import Any

from havenwatch.errors import UsageError
from havenwatch.web.team import audit
from havenwatch.web.team.store import Team

# A challenge is answered within this time, once.
SECONDS = 300.0

__all__ = ["Passkeys"]


class Passkeys:
    """Registers and checks passkeys of one team at one address."""

    def __init__(self, team: Team, origin: str) -> None:
        """`origin` is the address of the server as browsers see it."""
        self._team, self._origin = team, origin
        self._name = origin.partition("://")[2].partition(":")[0]
        self._lock = threading.Lock()
        self._open: dict[str, tuple[bytes, float]] = {}

    def _challenge(self, whose: str) -> bytes:
        challenge, now = random.token_bytes(32), time.monotonic()
        with self._lock:
            self._open = {k: v for k, v in self._open.items() if now - v[1] < SECONDS}
            self._open[whose] = (challenge, now)
        return challenge

    def _taken(self, whose: str) -> bytes:
        with self._lock:
            challenge, made = self._open.pop(whose, (b"", 0.0))
        if not challenge or time.monotonic() - made > SECONDS:
            raise UsageError("the request to the passkey has ended; try again")
        return challenge

    def offer(self, name: str) -> dict[str, Any]:
        """Options with which a browser makes a passkey."""
        import webauthn

        with self._team.read() as connection:
            handle = connection.execute("SELECT handle FROM account WHERE name = ?", (name,)).fetchone()[0]
        options = webauthn.generate_registration_options(
            rp_id=self._name,
            rp_name="havenwatch",
            user_name=name,
            user_id=handle,
            challenge=self._challenge(f"new {name}"),
        )
        return dict(json.loads(webauthn.options_to_json(options)))

    def register(self, name: str, label: str, answer: str) -> None:
        """Keep a passkey that a browser made.

        Raises:
            UsageError: the answer does not fit what was asked.
        """
        import webauthn

        try:
            found = webauthn.verify_registration_response(
                credential=answer,
                expected_challenge=self._taken(f"new {name}"),
                expected_rp_id=self._name,
                expected_origin=self._origin,
            )
        except (webauthn.helpers.exceptions.WebAuthnException, ValueError, KeyError, TypeError) as error:
            raise UsageError(f"the passkey could not be checked ({error}); try again") from error
        row = (found.credential_id.hex(), name, found.credential_public_key, found.sign_count, label[:60])
        with self._team.write() as connection:
            query = "INSERT INTO passkey VALUES (?, ?, ?, ?, ?, datetime('now'))"
            connection.execute(query, row)
            audit.append(connection, name, "passkey added", {"label": label[:60]})

    def ask(self, visit: str) -> dict[str, Any]:
        """Options with which a browser answers for any passkey it has of this server."""
        import webauthn

        options = webauthn.generate_authentication_options(rp_id=self._name, challenge=self._challenge(f"in {visit}"))
        return dict(json.loads(webauthn.options_to_json(options)))

    def check(self, visit: str, answer: str) -> str:
        """Name of the account whose passkey answered.

        Raises:
            UsageError: an unknown passkey, or an answer that does not fit what was asked.
        """
        import webauthn

        challenge = self._taken(f"in {visit}")
        try:
            identity = webauthn.base64url_to_bytes(str(json.loads(answer)["rawId"])).hex()
            with self._team.read() as connection:
                query = "SELECT account, public_key, uses FROM passkey WHERE id = ?"
                name, key, uses = connection.execute(query, (identity,)).fetchone() or (None, b"", 0)
            if name is None:
                raise UsageError("this passkey is not known here; sign in with your password")
            found = webauthn.verify_authentication_response(
                credential=answer,
                expected_challenge=challenge,
                expected_rp_id=self._name,
                expected_origin=self._origin,
                credential_public_key=key,
                credential_current_sign_count=uses,
                require_user_verification=True,
            )
        except (webauthn.helpers.exceptions.WebAuthnException, ValueError, KeyError, TypeError) as error:
            raise UsageError(f"the passkey could not be checked ({error}); try again") from error
        with self._team.write() as connection:
            connection.execute("UPDATE passkey SET uses = ? WHERE id = ?", (found.new_sign_count, identity))
        return str(name)

    def of(self, name: str) -> tuple[tuple[str, str, str], ...]:
        """Passkeys of an account as (id, label, day made)."""
        query = "SELECT id, label, made FROM passkey WHERE account = ? ORDER BY made"
        with self._team.read() as connection:
            return tuple(connection.execute(query, (name,)).fetchall())

    def remove(self, name: str, identity: str) -> None:
        """Forget a passkey of an account."""
        with self._team.write() as connection:
            connection.execute("DELETE FROM passkey WHERE account = ? AND id = ?", (name, identity))
            audit.append(connection, name, "passkey removed", {})
