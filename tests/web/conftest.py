"""A small ledger with real cases, a team, and the app in this process."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from web_parts import MEMBERS, ORIGIN, PASSWORD, run, token
from web_texts import write_texts

from havenwatch.ledger import Ledger
from havenwatch.web.guard import limits
from havenwatch.web.serve import Options, make_app
from havenwatch.web.team import Team, secrets, team_path


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """The same hash with the least work: the tests sign in hundreds of times."""
    import argon2

    kept = secrets._hasher
    quick = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    secrets._hasher = lambda: quick
    burst, limits.BURST = limits.BURST, 1e9
    yield
    limits.BURST = burst
    secrets._hasher = kept


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger read once by the real reader; copied for each test."""
    folder = tmp_path_factory.mktemp("filled")
    with Ledger.open(folder / "ledger.db", create=True) as ledger:
        ledger.add([write_texts(folder)], forced=True)
    return folder / "ledger.db"


@pytest.fixture
def path(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(filled, tmp_path / "ledger.db"))


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    with Ledger.open(path) as opened:
        yield opened


@pytest.fixture
def alone(ledger: Ledger, path: Path) -> Iterator[TestClient]:
    """The app for one person on this machine."""
    app = make_app(ledger, str(path), Options(reviewer="Вера"), None)
    with TestClient(app, base_url=ORIGIN, follow_redirects=False) as client:
        yield client


@pytest.fixture
def team(path: Path) -> Iterator[Team]:
    made = Team(team_path(path))
    for name, role in MEMBERS.items():
        made.add(name, role, "test")
        made.set_password(name, PASSWORD, "test")
    yield made
    made.close()


@pytest.fixture
def server(ledger: Ledger, path: Path, team: Team) -> Any:
    """The app of a team; use `signed_in` for a client."""
    return make_app(ledger, str(path), Options(), team)


@pytest.fixture
def signed_in(server: Any) -> Iterator[Callable[[str | None], TestClient]]:
    """Client of a member of the team, of nobody for None."""
    with TestClient(server, base_url=ORIGIN, follow_redirects=False) as first:

        def enter(name: str | None) -> TestClient:
            client = TestClient(server, base_url=ORIGIN, follow_redirects=False)
            if name is not None:
                answer = client.post("/sign-in", data={"name": name, "password": PASSWORD, "csrf": token(client)})
                assert answer.status_code == 303, answer.text
            return client

        assert first.get("/sign-in").status_code == 200
        yield enter


@pytest.fixture
def address(server: Any) -> Iterator[str]:
    """A real server on a free port, for a real browser."""
    yield from run(server)


@pytest.fixture
def alone_address(ledger: Ledger, path: Path) -> Iterator[str]:
    yield from run(make_app(ledger, str(path), Options(reviewer="Вера"), None))
