"""What the tests of the review app share: the members of a team, tokens of forms, a server for a real browser."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import uvicorn
from starlette.testclient import TestClient

PASSWORD = "four quiet words here"
MEMBERS = {"rita": "reader", "rolf": "reviewer", "edda": "editor", "anna": "admin"}
ORIGIN = "http://127.0.0.1:8710"


def token(client: TestClient, address: str = "/sign-in") -> str:
    """Token of the forms of a client's session."""
    return re.search(r'name="csrf" value="([0-9a-f]+)"', client.get(address).text)[1]


def run(app: Any) -> Iterator[str]:
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
