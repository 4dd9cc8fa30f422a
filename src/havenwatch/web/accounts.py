"""Keeping accounts from the command line: the first one is made here."""

from __future__ import annotations

from havenwatch.errors import UsageError
from havenwatch.web.team import Team, team_path
from havenwatch.web.team.secrets import require_team

BY = "command line"

__all__ = ["keep"]


def keep(address: str, name: str | None, role: str, *, invite: bool, close: bool, check: bool) -> tuple[str, ...]:
    """Do one thing to the accounts of a ledger; what came of it, line by line.

    Raises:
        UsageError: the extra `team` is missing, an unknown name or role, or the last admin is to go.
    """
    require_team()
    path = team_path(address)
    if name is None and not path.exists():
        raise UsageError(f"{path}: there are no accounts yet; make one with 'havenwatch account NAME --role admin'")
    team = Team(path)
    try:
        if check:
            return _checked(team)
        if name is None:
            return tuple(f"{a.name:24}  {a.role:9}  {'closed' if a.disabled else ''}".rstrip() for a in team.accounts())
        if close:
            team.change(name, BY, disabled=1)
            return (f"{name} is closed",)
        code = team.invite(_known(team, name), BY) if invite else team.add(name, role, BY)
    finally:
        team.close()
    return (f"Open this address on the server to set a password: /invitation/{code}",)


def _known(team: Team, name: str) -> str:
    found = team.account(name)
    if found is None:
        raise UsageError(f"there is no account '{name}'; 'havenwatch account' lists all")
    return found.name


def _checked(team: Team) -> tuple[str, ...]:
    broken = team.broken()
    if not broken:
        return ("whole: every row of the audit log follows from the row before it",)
    return tuple(f"broken at row {number}" for number in broken)
