"""Who may do what: roles, sessions, forms, hosts, limits, headers."""

from __future__ import annotations

from havenwatch.web.guard.roles import ADMIN, EDITOR, NOBODY, READER, REVIEWER, ROLES, allows

__all__ = ["ADMIN", "EDITOR", "NOBODY", "READER", "REVIEWER", "ROLES", "allows"]
