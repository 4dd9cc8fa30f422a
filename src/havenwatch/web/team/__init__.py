"""The team: accounts, sessions, second factors, tokens, restrictions, the audit log; in a file beside the ledger."""

from __future__ import annotations

from havenwatch.web.team.record import Account, Restriction
from havenwatch.web.team.store import Team, team_path

__all__ = ["Account", "Restriction", "Team", "team_path"]
