"""Progress is seen on a terminal after a second, and nowhere else."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from havenwatch.cli.progress import Progress

PROGRAM = """
import time
from havenwatch.cli import progress
progress.DELAY_SECONDS = {delay}
with progress.Progress("reading", quiet={quiet}) as bar:
    bar(1, 4)
    time.sleep(0.5)
    bar(2, 4)
print("done")
"""


def on_a_terminal(*, delay: float, quiet: bool) -> tuple[str, str]:
    """Standard output, and what a terminal at standard error got."""
    pty = pytest.importorskip("pty", reason="there are no pseudo-terminals on this system")
    ours, theirs = pty.openpty()
    program = PROGRAM.format(delay=delay, quiet=quiet)
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "100"}
    done = subprocess.run(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=theirs, env=environment, text=True, check=True
    )
    os.set_blocking(ours, False)
    try:
        shown = os.read(ours, 65536).decode()
    except BlockingIOError:
        shown = ""
    finally:
        os.close(theirs)
        os.close(ours)
    return done.stdout, shown


def test_a_terminal_shows_count_and_remaining_time() -> None:
    out, shown = on_a_terminal(delay=0.01, quiet=False)
    assert out == "done\n"
    for words in ("reading", "1/4", "left"):
        assert words in shown


@pytest.mark.parametrize(("delay", "quiet"), [(30.0, False), (0.01, True)])
def test_nothing_is_shown_for_short_work_or_when_quiet(delay: float, quiet: bool) -> None:  # noqa: FBT001
    assert on_a_terminal(delay=delay, quiet=quiet) == ("done\n", "")


def test_without_a_terminal_nothing_is_written(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("havenwatch.cli.progress.DELAY_SECONDS", 0.0)
    with Progress("reading", quiet=False) as bar:
        bar(1, None)
    assert capfd.readouterr() == ("", "")
