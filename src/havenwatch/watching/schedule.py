"""When to come again: after a success, after a failure, while a page stays as it is. Pure."""

from __future__ import annotations

import datetime as dt

# A source that fails is tried at ever longer pauses, up to this one; it is never given up.
LONGEST_BACK_OFF = dt.timedelta(days=1)
# The pauses between two visits to a page that does not change double up to this one.
LONGEST_RECHECK = dt.timedelta(days=8)

__all__ = ["after_failure", "after_unchanged"]


def after_failure(now: dt.datetime, interval: dt.timedelta, failures: int, asked: float | None) -> dt.datetime:
    """Next visit after a failure that `failures` others preceded; `asked` are the seconds that the server wants."""
    pause = min(interval * int(2 ** min(failures, 20)), max(LONGEST_BACK_OFF, interval))
    wanted = dt.timedelta(seconds=min(asked or 0.0, LONGEST_BACK_OFF.total_seconds()))
    return now + max(pause, wanted)


def after_unchanged(now: dt.datetime, recheck: dt.timedelta, last: dt.timedelta | None) -> dt.datetime:
    """Next visit to a page that was as before; `last` is the pause before this visit, None at the first."""
    return now + (recheck if last is None else min(max(2 * last, recheck), max(LONGEST_RECHECK, recheck)))
