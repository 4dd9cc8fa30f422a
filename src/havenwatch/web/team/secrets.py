"""Passwords, codes and random secrets; the libraries belong to the extra `team`."""

from __future__ import annotations

import functools
import hashlib
import secrets
import time
from typing import Any

from havenwatch.errors import UsageError

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 256
CODES = 8
_STEP = 30

__all__ = [
    "check_password", "digest", "fresh", "hash_password", "new_codes", "new_totp", "require_team", "right_step",
    "totp_address", "totp_picture", "verify_password",
]  # fmt: skip


def require_team() -> None:
    """Raise UsageError when the libraries for accounts are not installed."""
    try:
        import argon2  # noqa: F401
        import pyotp  # noqa: F401
        import webauthn  # noqa: F401
    except ImportError as error:
        raise UsageError(f"accounts need the extra 'team': pip install 'havenwatch[team]' ({error})") from error


def fresh() -> str:
    """A secret of 256 random bits for an address or a cookie."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is stored of a random secret: a copy of the file opens nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()


@functools.cache
def _hasher() -> Any:
    import argon2

    # The library's defaults are the second choice of RFC 9106: 64 MiB, 3 passes.
    return argon2.PasswordHasher()


def check_password(password: str) -> None:
    """Raise UsageError for a password that is too short or absurdly long."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise UsageError(f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters; four words are easy")


def hash_password(password: str) -> str:
    """Argon2id hash with its parameters."""
    check_password(password)
    return str(_hasher().hash(password))


def verify_password(stored: str | None, given: str) -> bool:
    """Whether a password fits; an unknown account takes as long as a wrong password."""
    import argon2

    unknown = stored is None
    try:
        _hasher().verify(_dummy() if stored is None else stored, given[:LONGEST_PASSWORD])
    except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
        return False
    return not unknown


@functools.cache
def _dummy() -> str:
    return str(_hasher().hash(secrets.token_urlsafe(16)))


def new_totp() -> str:
    """Secret of a second factor, in base 32."""
    import pyotp

    return str(pyotp.random_base32())


def totp_address(secret: str, name: str) -> str:
    """Address that an authenticator app reads."""
    import pyotp

    return str(pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name="havenwatch"))


def totp_picture(address: str) -> str:
    """The address as a picture to be scanned, a data address of an SVG."""
    import segno

    return str(segno.make(address, error="m").svg_data_uri(scale=4, dark="#000", light="#fff"))


def right_step(secret: str, code: str, last: int) -> int | None:
    """Time step of a right code, None for a wrong one or one of a step already used (`last` or before)."""
    import pyotp

    totp, now = pyotp.TOTP(secret), int(time.time()) // _STEP
    for step in (now, now - 1, now + 1):
        if step > last and secrets.compare_digest(totp.at(step * _STEP), code.strip().replace(" ", "")):
            return step
    return None


def new_codes() -> tuple[str, ...]:
    """Codes for the day the phone is lost; each works once."""
    return tuple(f"{secrets.token_hex(4)}-{secrets.token_hex(4)}" for _ in range(CODES))
