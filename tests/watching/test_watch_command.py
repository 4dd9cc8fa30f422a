"""The command as a user calls it: one round for a scheduler, and rounds until a signal."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from loopback import Site

CONFIG = """
feeds: [{base}/feed.xml]
interval: 1s
private: true
alerts: [new_case, removal]
atom: alerts.xml
"""
BEFORE = "Суд в Астане 20 февраля 2026 года отказал активисту Петру Захарову в предоставлении убежища."
STORY = "Суд в Алма-Ате 26 февраля 2026 года отказал активистке Юлии Емельяновой в предоставлении убежища."


def call(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-c", "from havenwatch.cli import main; main()", *words]
    environment = {k: v for k, v in os.environ.items() if k != "HAVENWATCH_LEDGER"}
    return subprocess.run(program, cwd=folder, capture_output=True, text=True, check=False, env=environment)


def test_once_prints_what_is_new_and_alerts_once(site: Site, tmp_path: Path) -> None:
    (tmp_path / "havenwatch.yaml").write_text(CONFIG.format(base=site.base), encoding="utf-8")
    (tmp_path / "before.txt").write_text(BEFORE, encoding="utf-8")
    assert call(tmp_path, "add", "before.txt").returncode == 0
    first = call(tmp_path, "watch", "--once")
    assert (first.returncode, "new      Суд рассмотрел дело номер 0" in first.stdout) == (0, True), first.stderr
    site.notes[5000], site.listed = STORY, [5000]
    time.sleep(1.1)
    second = call(tmp_path, "watch", "--once")
    assert second.returncode == 0, second.stderr
    alerts = [line for line in second.stdout.splitlines() if line.startswith("alert")]
    assert sum("New case: Юлия Емельянова, Kazakhstan" in line for line in alerts) == 1, alerts
    site.notes[1] = "Ещё одна новость."
    time.sleep(1.1)
    assert "alert" not in call(tmp_path, "watch", "--once").stdout
    told = (tmp_path / "alerts.xml").read_text(encoding="utf-8")
    assert (told.count("<entry>"), "Емельянов" in told, "Захаров" in told) == (len(alerts), True, False)
    assert site.asked["/news/5000"] == 1


def test_adding_an_address_again_sees_that_it_is_gone_and_back(site: Site, tmp_path: Path) -> None:
    url = site.url(0)
    for removed, code in ((False, 0), (True, 1), (False, 0)):
        (site.removed.add if removed else site.removed.discard)(0)
        assert call(tmp_path, "add", url, "--private").returncode == code
        out = call(tmp_path, "versions").stdout
        assert (url in out) is removed, out
    assert call(tmp_path, "verify").returncode == 0
    assert call(tmp_path, "add", f"{site.base}/news/7", "--private").returncode == 1  # never there: nothing to note
    assert call(tmp_path, "versions").stdout == ""


def test_nothing_to_watch_is_wrong_usage(tmp_path: Path) -> None:
    done = call(tmp_path, "watch", "--once")
    assert (done.returncode, "nothing to watch" in done.stderr) == (2, True)


def test_a_feed_that_cannot_be_had_is_exit_1(tmp_path: Path) -> None:
    done = call(tmp_path, "watch", "--once", "--private", "http://127.0.0.1:1/feed.xml")
    assert done.returncode == 1
    assert "http://127.0.0.1:1/feed.xml: cannot be reached" in done.stderr


def test_a_signal_ends_the_watch_in_good_order(site: Site, tmp_path: Path) -> None:
    program = [sys.executable, "-u", "-c", "from havenwatch.cli import main; main()", "watch", "--private",
               f"{site.base}/feed.xml"]  # fmt: skip
    with subprocess.Popen(program, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert "new" in running.stdout.readline()
        time.sleep(0.3)
        running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=20) == 0
    assert call(tmp_path, "verify").returncode == 0
