"""Keeping the dossier up with decisions: in the background, so that no page waits for it."""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import sys
import threading
from pathlib import Path

from havenwatch.errors import HavenwatchError
from havenwatch.ledger import Ledger
from havenwatch.settings import LEDGER_VARIABLE

# Up to that many statements the dossier is derived in this process, within about a second; a larger one in a process
# of its own, which gives its memory back.
WITHIN = 4_000
# Decisions that come in quick succession are taken together.
PAUSE_SECONDS = 0.4
# Somebody who decides all the time must not keep it from ever coming to an end.
MOST_TRIES = 5

LOG = logging.getLogger("havenwatch.web")

__all__ = ["WITHIN", "Freshener", "main", "refresh", "run_on", "step_back", "surroundings"]


class Freshener:
    """Derives the dossier anew after decisions; one at a time."""

    def __init__(self, ledger: Ledger, path: str) -> None:
        self._ledger, self._path = ledger, path
        self._wanted, self._closing = threading.Event(), threading.Event()
        self._idle = threading.Event()
        self._idle.set()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin, once; a dossier that is out of date is derived at once."""
        if self._thread is not None:
            return
        self._closing.clear()
        self._thread = threading.Thread(target=self._run, name="havenwatch-fresh", daemon=True)
        self._thread.start()
        if not self._ledger.browser.stamp()[1]:
            self.want()

    def want(self) -> None:
        """Something was decided."""
        self._idle.clear()
        self._wanted.set()

    def wait(self, seconds: float) -> bool:
        """Wait until all that was decided is worked in, at most so long; whether it is."""
        return self._idle.wait(seconds)

    def close(self) -> None:
        """End the thread."""
        self._closing.set()
        self._wanted.set()
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.join(10)

    def _run(self) -> None:
        while True:
            self._wanted.wait()
            if self._closing.wait(PAUSE_SECONDS):
                return
            self._wanted.clear()
            try:
                self._work()
            except HavenwatchError as error:
                LOG.warning("the dossier could not be derived: %s", error)
            finally:
                if not self._wanted.is_set():
                    self._idle.set()

    def _work(self) -> None:
        if sum(self._ledger.browser.queue_counts().values()) <= WITHIN:
            refresh(self._ledger)
            return
        program = "from havenwatch.web.fresh import main; main()"
        with contextlib.suppress(OSError):
            run_on(self._path, program)


def refresh(ledger: Ledger) -> bool:
    """Derive until the dossier is current; whether it is."""
    return any(ledger.refresh() for _ in range(MOST_TRIES))


def run_on(ledger: str, program: str) -> None:
    """Run a program of ours on a ledger."""
    subprocess.run([sys.executable, "-c", program], check=False, env=surroundings(ledger))  # noqa: S603 - our own


def surroundings(ledger: str) -> dict[str, str]:
    """Variables that tell a program of ours the ledger, in any folder.

    An address may hold a password, and everybody on a machine sees the arguments of its programs.
    """
    place = ledger if "://" in ledger else str(Path(ledger).resolve())
    return {**os.environ, LEDGER_VARIABLE: place}


def step_back() -> None:
    """Let everything else on the machine go first, where the system knows such a thing."""
    if hasattr(os, "nice"):
        os.nice(10)


def main() -> None:
    """Derive the dossier of a ledger in this process."""
    step_back()
    with Ledger.open(os.environ[LEDGER_VARIABLE]) as opened:
        raise SystemExit(0 if refresh(opened) else 1)
