"""Accounts and restrictions as records."""

from __future__ import annotations

import dataclasses

__all__ = ["Account", "Restriction"]


@dataclasses.dataclass(frozen=True, slots=True)
class Account:
    """A member of the team. `ready` tells whether a password or a passkey is set, `totp` whether codes are asked for.

    `veiled`: sees codes in place of names and cannot switch that off.
    """

    name: str
    role: str
    ready: bool
    totp: bool
    passkeys: int
    veiled: bool
    disabled: bool
    made: str


@dataclasses.dataclass(frozen=True, slots=True)
class Restriction:
    """A person whose case only some may see: known by mentions, which outlive any change of who is whom."""

    number: int
    label: str
    mentions: tuple[str, ...]
    members: tuple[str, ...]
    by: str
    made: str
