"""Roles: each may do all that the ones before it may."""

from __future__ import annotations

READER, REVIEWER, EDITOR, ADMIN = "reader", "reviewer", "editor", "admin"
ROLES = (READER, REVIEWER, EDITOR, ADMIN)
# Doors that open before anybody has signed in.
NOBODY = ""

__all__ = ["ADMIN", "EDITOR", "NOBODY", "READER", "REVIEWER", "ROLES", "allows"]


def allows(role: str | None, least: str) -> bool:
    """Whether somebody of `role` (None: not signed in) may pass a door that asks for at least `least`."""
    if least == NOBODY:
        return True
    return role in ROLES and ROLES.index(role) >= ROLES.index(least)
