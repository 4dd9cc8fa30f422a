"""The file of the team: small transactions of its own, so that signing in never waits for somebody who adds."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import secrets as random
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from havenwatch.errors import LedgerError, UsageError
from havenwatch.ledger.storage.store import companion
from havenwatch.web.guard.roles import ADMIN, ROLES
from havenwatch.web.team import audit, secrets
from havenwatch.web.team.record import Account, Restriction

INVITED_SECONDS = 3 * 24 * 3600.0
SESSION_SECONDS, IDLE_SECONDS = 7 * 24 * 3600.0, 8 * 3600.0
TOKEN_SECONDS = 180 * 24 * 3600.0
# A name stands in the journal beside every decision.
LONGEST_NAME = 60

__all__ = ["Team", "team_path"]


def team_path(ledger: str | Path) -> Path:
    """File of the team of a ledger; of one on a server, in the working directory of the program that serves it."""
    return companion(ledger, "team")


class Team:
    """Accounts and what belongs to them. Names are compared without regard to case."""

    def __init__(self, path: Path) -> None:
        """Open or make the file; only its owner may read it."""
        self.path = path
        self._lock = threading.RLock()
        try:
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=10)
            self._connection.execute("PRAGMA journal_mode = WAL")
            schema = Path(__file__).with_name("schema.sql").read_text(encoding="utf-8")
            self._connection.executescript(schema)
        except (OSError, sqlite3.Error) as error:
            raise LedgerError(
                f"{path}: cannot be used for accounts ({error}); check the file and its folder"
            ) from error

    @classmethod
    def beside(cls, ledger: str | Path) -> Team | None:
        """The team of a ledger, None when it has no accounts."""
        path = team_path(ledger)
        if not path.exists():
            return None
        team = cls(path)
        return team if team.accounts() else None

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()

    @contextlib.contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """A transaction that is stored whole or not at all."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise

    @contextlib.contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """The connection, for reading."""
        with self._lock:
            yield self._connection

    # accounts

    def accounts(self) -> tuple[Account, ...]:
        """All accounts by name."""
        keys = "(SELECT count(*) FROM passkey WHERE passkey.account = account.name)"
        query = f"SELECT name, role, password, totp, {keys}, veiled, disabled, made FROM account ORDER BY name"
        with self.read() as connection:
            rows = connection.execute(query).fetchall()
        return tuple(
            Account(n, r, p is not None or k > 0, t is not None, k, bool(v), bool(d), m)
            for n, r, p, t, k, v, d, m in rows
        )

    def account(self, name: str) -> Account | None:
        """Account of that name."""
        return next((a for a in self.accounts() if a.name.casefold() == name.casefold()), None)

    def add(self, name: str, role: str, by: str) -> str:
        """Make an account; the code with which its owner sets a password.

        Raises:
            UsageError: a name that is taken or cannot be one, or an unknown role.
        """
        name = " ".join(name.split())
        if role not in ROLES:
            raise UsageError(f"role '{role}' is unknown; choose one of {', '.join(ROLES)}")
        if not name or len(name) > LONGEST_NAME or not name.isprintable() or name.startswith(("rule:", "person:")):
            raise UsageError(f"'{name}' cannot be a name: use up to {LONGEST_NAME} letters, digits and spaces")
        if self.account(name) is not None:
            raise UsageError(f"there is an account '{name}' already; choose another name")
        with self.write() as connection:
            row = (name, role, random.token_bytes(32), _now())
            connection.execute("INSERT INTO account (name, role, handle, made) VALUES (?, ?, ?, ?)", row)
            audit.append(connection, by, "account made", {"account": name, "role": role})
        return self.invite(name, by)

    def invite(self, name: str, by: str) -> str:
        """A code with which the owner of an account sets a password; earlier codes end."""
        code = secrets.fresh()
        with self.write() as connection:
            connection.execute("DELETE FROM invitation WHERE account = ?", (name,))
            row = (secrets.digest(code), name, time.time() + INVITED_SECONDS)
            connection.execute("INSERT INTO invitation VALUES (?, ?, ?)", row)
            audit.append(connection, by, "invited", {"account": name})
        return code

    def invited(self, code: str) -> str | None:
        """Name of the account that a code is for, None when it has ended."""
        query = "SELECT account FROM invitation WHERE id = ? AND expires > ?"
        with self.read() as connection:
            found = connection.execute(query, (secrets.digest(code), time.time())).fetchone()
        return None if found is None else str(found[0])

    def change(self, name: str, by: str, **values: Any) -> None:
        """Change role, veiled or disabled of an account; its sessions end.

        Raises:
            UsageError: no such account, or nobody would be left who keeps the accounts.
        """
        allowed = {"role", "veiled", "disabled"}
        if not values.keys() <= allowed or values.get("role", ADMIN) not in ROLES:
            raise UsageError(f"only {', '.join(sorted(allowed))} of an account can be changed")
        if self.account(name) is None:
            raise UsageError(f"there is no account '{name}'")
        with self.write() as connection:
            for column, value in values.items():
                connection.execute(f"UPDATE account SET {column} = ? WHERE name = ?", (value, name))
            left = connection.execute("SELECT count(*) FROM account WHERE role = ? AND NOT disabled", (ADMIN,))
            if left.fetchone()[0] == 0:
                raise UsageError("somebody must keep the accounts: make another admin first")
            connection.execute("DELETE FROM session WHERE account = ?", (name,))
            if values.get("disabled"):
                connection.execute("DELETE FROM token WHERE account = ?", (name,))
            audit.append(connection, by, "account changed", {"account": name, **values})

    # what an account is opened with

    def set_password(self, name: str, password: str, by: str) -> None:
        """Set a password; codes of invitation and all sessions end."""
        hashed = secrets.hash_password(password)
        with self.write() as connection:
            connection.execute("UPDATE account SET password = ? WHERE name = ?", (hashed, name))
            connection.execute("DELETE FROM invitation WHERE account = ?", (name,))
            connection.execute("DELETE FROM session WHERE account = ?", (name,))
            audit.append(connection, by, "password set", {"account": name})

    def opens(self, name: str, password: str) -> Account | None:
        """The account, if the password is right and it is not disabled."""
        with self.read() as connection:
            found = connection.execute(
                "SELECT name, password, disabled FROM account WHERE name = ?", (name,)
            ).fetchone()
        right = secrets.verify_password(None if found is None else found[1], password)
        return self.account(found[0]) if right and found is not None and not found[2] else None

    def set_totp(self, name: str, secret: str | None, by: str) -> tuple[str, ...]:
        """Ask for codes from now on (None: no longer); the recovery codes, shown once."""
        codes = secrets.new_codes() if secret is not None else ()
        kept = json.dumps([secrets.digest(c) for c in codes])
        with self.write() as connection:
            query = "UPDATE account SET totp = ?, totp_step = 0, recovery = ? WHERE name = ?"
            connection.execute(query, (secret, kept, name))
            audit.append(connection, by, "codes on" if secret is not None else "codes off", {"account": name})
        return codes

    def second(self, name: str, code: str) -> bool:
        """Whether a code of the second factor is right, or a recovery code unused; each works once."""
        with self.write() as connection:
            query = "SELECT totp, totp_step, recovery FROM account WHERE name = ?"
            found = connection.execute(query, (name,)).fetchone()
            if found is None or found[0] is None:
                return found is not None
            step = secrets.right_step(found[0], code, found[1])
            if step is not None:
                connection.execute("UPDATE account SET totp_step = ? WHERE name = ?", (step, name))
                return True
            left, given = json.loads(found[2]), secrets.digest(code.strip())
            if given not in left:
                return False
            kept = json.dumps([c for c in left if c != given])
            connection.execute("UPDATE account SET recovery = ? WHERE name = ?", (kept, name))
            audit.append(connection, name, "recovery code used", {"left": len(left) - 1})
            return True

    # sessions and tokens

    def begin(self, name: str, agent: str, by: str = "password") -> str:
        """A new session; the secret of its cookie."""
        secret, now = secrets.fresh(), time.time()
        with self.write() as connection:
            connection.execute(
                "DELETE FROM session WHERE made < ? OR seen < ?", (now - SESSION_SECONDS, now - IDLE_SECONDS)
            )
            row = (secrets.digest(secret), name, now, now, agent[:200])
            connection.execute("INSERT INTO session VALUES (?, ?, ?, ?, ?)", row)
            audit.append(connection, name, "signed in", {"with": by})
        return secret

    def session(self, secret: str) -> Account | None:
        """Whose session a cookie is, None when it has ended; being seen keeps it."""
        now, identity = time.time(), secrets.digest(secret)
        query = "SELECT account, seen FROM session WHERE id = ? AND made > ? AND seen > ?"
        with self.read() as connection:
            found = connection.execute(query, (identity, now - SESSION_SECONDS, now - IDLE_SECONDS)).fetchone()
        if found is None:
            return None
        if now - found[1] > 60:
            with self.write() as connection:
                connection.execute("UPDATE session SET seen = ? WHERE id = ?", (now, identity))
        account = self.account(found[0])
        return None if account is None or account.disabled else account

    def end(self, secret: str) -> None:
        """End a session."""
        with self.write() as connection:
            query = "DELETE FROM session WHERE id = ? RETURNING account"
            found = connection.execute(query, (secrets.digest(secret),)).fetchone()
            if found is not None:
                audit.append(connection, found[0], "signed out", {})

    def end_others(self, name: str, secret: str) -> None:
        """End all sessions of an account but one."""
        with self.write() as connection:
            connection.execute("DELETE FROM session WHERE account = ? AND id != ?", (name, secrets.digest(secret)))
            audit.append(connection, name, "other sessions ended", {})

    def sessions(self, name: str) -> int:
        """Number of open sessions of an account."""
        with self.read() as connection:
            return int(connection.execute("SELECT count(*) FROM session WHERE account = ?", (name,)).fetchone()[0])

    def new_token(self, name: str, label: str) -> str:
        """A token for the API, shown once."""
        secret = f"hw_{secrets.fresh()}"
        with self.write() as connection:
            row = (secrets.digest(secret), name, label[:LONGEST_NAME], _now(), time.time() + TOKEN_SECONDS)
            connection.execute("INSERT INTO token VALUES (?, ?, ?, ?, ?)", row)
            audit.append(connection, name, "token made", {"label": label[:LONGEST_NAME]})
        return secret

    def token(self, secret: str) -> Account | None:
        """Whose token it is, None when it has ended."""
        query = "SELECT account FROM token WHERE id = ? AND expires > ?"
        with self.read() as connection:
            found = connection.execute(query, (secrets.digest(secret), time.time())).fetchone()
        account = None if found is None else self.account(found[0])
        return None if account is None or account.disabled else account

    def tokens(self, name: str) -> tuple[tuple[str, str, str], ...]:
        """Tokens of an account as (id, label, day made)."""
        query = "SELECT id, label, made FROM token WHERE account = ? ORDER BY made"
        with self.read() as connection:
            return tuple(connection.execute(query, (name,)).fetchall())

    def revoke(self, name: str, identity: str) -> None:
        """End a token of an account."""
        with self.write() as connection:
            connection.execute("DELETE FROM token WHERE account = ? AND id = ?", (name, identity))
            audit.append(connection, name, "token ended", {})

    # restrictions, settings, the audit log

    def restrict(self, label: str, mentions: tuple[str, ...], members: tuple[str, ...], by: str) -> None:
        """Let only `members` and admins see the person with these mentions."""
        with self.write() as connection:
            row = (label, json.dumps(mentions), json.dumps(members, ensure_ascii=False), by, _now())
            query = 'INSERT INTO restriction (label, mentions, members, "by", made) VALUES (?, ?, ?, ?, ?)'
            connection.execute(query, row)
            audit.append(connection, by, "restricted", {"case": label, "members": members})

    def release(self, number: int, by: str) -> None:
        """Take a restriction away."""
        with self.write() as connection:
            connection.execute("DELETE FROM restriction WHERE number = ?", (number,))
            audit.append(connection, by, "released", {"restriction": number})

    def restrictions(self) -> tuple[Restriction, ...]:
        """All restrictions."""
        query = 'SELECT number, label, mentions, members, "by", made FROM restriction ORDER BY number'
        with self.read() as connection:
            rows = connection.execute(query).fetchall()
        return tuple(
            Restriction(n, lab, tuple(json.loads(m)), tuple(json.loads(who)), by, made)
            for n, lab, m, who, by, made in rows
        )

    def setting(self, key: str) -> str | None:
        """Value of a setting."""
        with self.read() as connection:
            found = connection.execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
        return None if found is None else str(found[0])

    def set(self, key: str, value: str, by: str) -> None:
        """Change a setting."""
        with self.write() as connection:
            connection.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (key, value))
            audit.append(connection, by, "setting", {key: value})

    def note(self, who: str, what: str, detail: Mapping[str, Any]) -> None:
        """Add a row to the audit log."""
        with self.write() as connection:
            audit.append(connection, who, what, detail)

    def log(self, number: int, size: int) -> tuple[list[dict[str, Any]], int]:
        """A page of the audit log."""
        with self.read() as connection:
            return audit.page(connection, number, size)

    def broken(self) -> tuple[int, ...]:
        """Rows at which the chain of the audit log is broken."""
        with self.read() as connection:
            return tuple(audit.broken(connection))


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
