"""A PostgreSQL server of the tests' own, from the binaries of the system; its files are gone afterwards."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

# Where Debian keeps them; elsewhere they are on the path.
FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
DATABASE = "havenwatch"
# Nothing that the tests store must outlive a power failure.
SETTINGS = ("listen_addresses=", "fsync=off", "full_page_writes=off", "max_connections=200", "log_statement=none")


def binary(name: str) -> str | None:
    found = next((str(f / name) for f in FOLDERS if (f / name).exists()), None)
    return found or shutil.which(name)


def as_keeper(folder: Path) -> list[str]:
    """What runs a command as somebody who is not root, whom the server refuses; gives them the folder."""
    if os.getuid() != 0:
        return []
    keeper = next((u for u in pwd.getpwall() if u.pw_name == "postgres"), None) or pwd.getpwnam("nobody")
    os.chown(folder, keeper.pw_uid, keeper.pw_gid)
    return ["setpriv", f"--reuid={keeper.pw_uid}", f"--regid={keeper.pw_gid}", "--clear-groups"]


@contextlib.contextmanager
def server(folder: Path) -> Iterator[str]:
    """Address of a database on a server that lives in a folder and listens on a socket there alone."""
    call, data = as_keeper(folder), folder / "data"
    options = " ".join(f"-c {s}" for s in (*SETTINGS, f"unix_socket_directories={folder}"))

    def done(name: str, *words: str) -> None:
        ended = subprocess.run([*call, binary(name), *words], cwd=folder, capture_output=True, text=True, check=False)
        if ended.returncode != 0:
            raise RuntimeError(f"{name}: {ended.stdout}{ended.stderr}")

    done("initdb", "-D", str(data), "-U", "keeper", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
    done("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        done("createdb", "-h", str(folder), "-U", "keeper", DATABASE)
        yield f"postgresql://keeper@/{DATABASE}?host={folder}"
    finally:
        done("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")


def missing() -> str | None:
    """Why there can be no server, None when there can."""
    if importlib.util.find_spec("psycopg") is None:
        return "needs the extra postgres (psycopg)"
    lacking = [name for name in ("initdb", "pg_ctl", "createdb") if binary(name) is None]
    return f"needs PostgreSQL ({', '.join(lacking)} not found)" if lacking else None


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Address of an empty database; the test is skipped where there is no PostgreSQL."""
    reason = missing()
    if reason is not None:
        pytest.skip(reason)
    # A socket has a path of at most 107 bytes, so it cannot be among pytest's own folders.
    folder = Path(tempfile.mkdtemp(prefix="havenwatch-"))
    try:
        with server(folder) as address:
            yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def new_schema(postgres_server: str) -> Iterator[Callable[[], str]]:
    """Makes addresses of ledgers that do not exist yet, each in a schema of its own that is dropped at the end."""
    import psycopg

    made: list[str] = []

    def address() -> str:
        made.append(f"t{uuid.uuid4().hex[:12]}")
        return f"{postgres_server}&schema={made[-1]}"

    yield address
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        for name in made:
            connection.execute(f"DROP SCHEMA IF EXISTS {name} CASCADE")
