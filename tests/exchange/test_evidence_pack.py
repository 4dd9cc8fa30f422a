"""A pack of evidence as its receiver checks it: with sha256sum, with Python alone, with openssl."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

STORY = ("Суд в Алма-Ате 26 февраля 2026 года отказал активистке Юлии Емельяновой в предоставлении убежища. "
         "Об этом сообщил её адвокат Мурат Адам.")  # fmt: skip
OTHER = "Суд в Астане 20 февраля 2026 года отказал активисту Петру Захарову в предоставлении убежища."


def havenwatch(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-c", "from havenwatch.cli import main; main()", "--ledger", "l.db", *words]
    return subprocess.run(program, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    page = f"<html><body><article><h1>Суд отказал</h1><p>{STORY}</p></article></body></html>"
    (folder / "a.html").write_text(page, encoding="utf-8")
    (folder / "b.txt").write_text(OTHER, encoding="utf-8")
    done = havenwatch(folder, "add", "a.html", "b.txt")
    assert done.returncode == 0, done.stderr
    done = havenwatch(folder, "evidence", "Емельянова", "-o", "pack.zip")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def pack(home: Path, tmp_path: Path) -> Path:
    with zipfile.ZipFile(home / "pack.zip") as archive:
        archive.extractall(tmp_path)
    return tmp_path


def check(pack: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-I", "check.py"], cwd=pack, capture_output=True, text=True, check=False)


def test_a_receiver_finds_all_as_it_should_be(pack: Path) -> None:
    done = check(pack)
    assert (done.returncode, "all is as it should be" in done.stdout) == (0, True), done.stdout
    if shutil.which("sha256sum") is not None:
        assert subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=pack, check=False).returncode == 0


def test_what_is_in_it(pack: Path) -> None:
    files = {str(p.relative_to(pack)) for p in pack.rglob("*") if p.is_file()}
    assert {"READ-ME.txt", "case.txt", "case.json", "quotes.csv", "sources.csv", "visits.csv", "tools.txt"} < files
    quotes = list(csv.DictReader(io.StringIO((pack / "quotes.csv").read_text(encoding="utf-8"))))
    assert quotes
    (document,) = {row["file"] for row in quotes}
    assert STORY in (pack / document).read_text(encoding="utf-8")
    assert OTHER not in (pack / document).read_text(encoding="utf-8")
    original = next((pack / "originals").iterdir()).read_text(encoding="utf-8")
    assert "<article>" in original
    assert "Емельянова" in (pack / "case.txt").read_text(encoding="utf-8")
    assert "Захаров" not in "".join(
        p.read_text(encoding="utf-8") for p in pack.rglob("*") if p.suffix != ".py" and p.is_file()
    )
    assert json.loads((pack / "case.json").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("documents", "Алма-Ате", "Астане"),
        ("originals", "Алма-Ате", "Астане"),
        ("quotes.csv", "Емельяновой", "Захаровой"),
        ("journal.jsonl", "added", "forced"),
        ("case.txt", "Емельянова", "Захарова"),
    ],
)
def test_each_change_is_found_even_with_new_digests(pack: Path, file: str, old: str, new: str) -> None:
    path = pack / file if (pack / file).is_file() else next((pack / file).iterdir())
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    done = check(pack)
    assert done.returncode == 1
    assert f"{path.relative_to(pack)} was changed" in done.stdout
    import hashlib

    lines = []
    for line in (pack / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        name = line.split("  ", 1)[1]
        lines.append(f"{hashlib.sha256((pack / name).read_bytes()).hexdigest()}  {name}\n")
    (pack / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")
    assert check(pack).returncode == (0 if file == "case.txt" else 1)


def test_a_name_that_fits_nothing_or_several_is_wrong_usage(home: Path) -> None:
    assert havenwatch(home, "evidence", "Никто").returncode == 2


def run(folder: Path, *words: str) -> None:
    subprocess.run(words, cwd=folder, check=True, capture_output=True)


AUTHORITY = """
[tsa]
default_tsa = one
[one]
serial = serial
signer_cert = tsa.pem
signer_key = tsa.key
certs = tsa.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_chain = no
[req]
distinguished_name = name
[name]
[ext]
extendedKeyUsage = critical,timeStamping
"""


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not there: the time-stamping authority of the test needs it")
    folder = tmp_path / "authority"
    folder.mkdir()
    (folder / "tsa.cnf").write_text(AUTHORITY, encoding="utf-8")
    (folder / "serial").write_text("01\n", encoding="utf-8")
    run(folder, "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "tsa.key", "-out", "tsa.pem",
        "-subj", "/CN=stamp", "-config", "tsa.cnf", "-extensions", "ext", "-days", "2")  # fmt: skip

    class Stamping(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            (folder / "q.tsq").write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
            run(folder, "openssl", "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "q.tsq", "-out", "r.tsr")
            self.send_response(200)
            self.end_headers()
            self.wfile.write((folder / "r.tsr").read_bytes())

        def log_message(self, *_: object) -> None:
            """Nothing is written to the terminal."""

    with HTTPServer(("127.0.0.1", 0), Stamping) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield folder, f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


def test_a_time_stamp_that_openssl_accepts(home: Path, authority: tuple[Path, str], tmp_path: Path) -> None:
    folder, url = authority
    done = havenwatch(home, "evidence", "Емельянова", "-o", "stamped.zip", "--timestamp", url, "--private")
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(home / "stamped.zip") as archive:
        archive.extractall(tmp_path)
    words = ["openssl", "ts", "-verify", "-in", "SHA256SUMS.tsr", "-data", "SHA256SUMS", "-CAfile"]
    verified = subprocess.run(
        [*words, str(folder / "tsa.pem")], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "Verification: OK" in verified.stdout + verified.stderr


def test_an_authority_that_is_not_there(home: Path) -> None:
    done = havenwatch(
        home, "evidence", "Емельянова", "-o", "none.zip", "--timestamp", "http://127.0.0.1:1/", "--private"
    )
    assert (done.returncode, "nothing was packed" in done.stderr) == (2, True)
    assert not (home / "none.zip").exists()
