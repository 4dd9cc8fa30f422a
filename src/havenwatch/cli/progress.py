"""Progress with the time that remains, on standard error and only where somebody can see it."""

from __future__ import annotations

import sys
import threading
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

# Work that is over sooner needs no bar; the contract asks for one above a second.
DELAY_SECONDS = 1.0

__all__ = ["Progress"]


class Progress:
    """Bar that appears after a second; silent with `quiet` or when standard error is no terminal.

    Call it as `progress(done, total)`; a total of None means that the end is not known.
    """

    def __init__(self, title: str, *, quiet: bool) -> None:
        self._title = title
        self._bar: Bar | None = None
        self._timer: threading.Timer | None = None
        self._shown = not quiet and sys.stderr.isatty()

    def __enter__(self) -> Self:
        if self._shown:
            self._bar = _bar()
            self._task = self._bar.add_task(self._title, total=None)
            self._timer = threading.Timer(DELAY_SECONDS, self._bar.start)
            self._timer.daemon = True
            self._timer.start()
        return self

    def __call__(self, done: int, total: int | None = None) -> None:
        """Say that `done` of `total` items are finished."""
        if self._bar is not None:
            self._bar.update(self._task, completed=done, total=total)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._timer is not None and self._bar is not None:
            self._timer.cancel()
            self._timer.join()
            self._bar.stop()


def _bar() -> Bar:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as RichProgress

    return RichProgress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
