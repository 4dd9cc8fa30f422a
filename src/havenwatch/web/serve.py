"""Starting the server: alone on this machine, or for a team."""

from __future__ import annotations

import contextlib
import dataclasses
import getpass
import ipaddress
import mimetypes
from collections.abc import AsyncIterator
from importlib import resources
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from havenwatch.errors import UsageError
from havenwatch.ledger import Ledger
from havenwatch.web.doors import DOORS
from havenwatch.web.entry import endpoint, refused
from havenwatch.web.fresh import Freshener
from havenwatch.web.guard import limits
from havenwatch.web.guard.limits import Bucket, Failures
from havenwatch.web.guard.wall import Wall
from havenwatch.web.house import House
from havenwatch.web.page.figures import Figures
from havenwatch.web.team import Team
from havenwatch.web.team.passkeys import Passkeys
from havenwatch.web.team.secrets import require_team
from havenwatch.web.visit import Visit

PORT = 8710
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
# Static files change with their address (its query holds a digest), so that a browser may keep them.
KEPT = "public, max-age=31536000, immutable"
# How long a decision waits for a command that writes and lets it in between two documents; browsers wait longer.
WAIT_SECONDS = 90.0

__all__ = ["Options", "make_app", "serve"]


@dataclasses.dataclass(frozen=True, slots=True)
class Options:
    """How to serve. `names` are further host names; `behind_proxy`: a proxy before the server speaks https.

    `reviewer` is the name under which decisions are stored where there are no accounts.
    """

    host: str = "127.0.0.1"
    port: int = PORT
    names: tuple[str, ...] = ()
    certificate: Path | None = None
    key: Path | None = None
    behind_proxy: bool = False
    reviewer: str | None = None

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine reaches the server."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host.strip("[]")).is_loopback
        except ValueError:
            return False

    @property
    def origin(self) -> str:
        """Address of the server as browsers see it."""
        scheme = "https" if self.certificate is not None or self.behind_proxy else "http"
        name = self.names[0] if self.names else (f"[{self.host}]" if ":" in self.host else self.host)
        usual = {"http": 80, "https": 443}[scheme]
        port = usual if self.behind_proxy else self.port
        return f"{scheme}://{name}" + ("" if port == usual else f":{port}")


def checked(options: Options, team: Team | None) -> Options:
    """The options, if it is safe to serve so.

    Raises:
        UsageError: others can reach the server and there are no accounts, or passwords would travel in the clear.
    """
    if team is not None:
        require_team()
    if options.is_loopback:
        return options
    if team is None:
        raise UsageError(
            f"{options.host} is reached by others, and there are no accounts: make one with "
            "'havenwatch account NAME --role admin', or leave --host out to serve this machine alone"
        )
    if options.certificate is None and not options.behind_proxy:
        raise UsageError(
            f"{options.host} is reached by others: give --certificate and --key, or --behind-proxy when a proxy "
            "before the server speaks https; passwords must not travel in the clear"
        )
    if not options.names and options.host in {"0.0.0.0", "::"}:  # noqa: S104 - named to be refused
        raise UsageError("give the name that browsers use with --name: the server answers to no other")
    return options


def make_app(ledger: Ledger, path: str, options: Options, team: Team | None) -> ASGIApp:
    """The app for a ledger, with accounts when `team` is given.

    Raises:
        UsageError: it would not be safe to serve so.
    """
    options = checked(options, team)
    house = House(
        ledger=ledger,
        path=path,
        team=team,
        passkeys=None if team is None else Passkeys(team, options.origin),
        origin=options.origin,
        alone=options.reviewer or _login_name(),
        fresh=Freshener(ledger, path),
        figures=Figures(ledger, path),
        failures=Failures(),
    )

    @contextlib.asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        house.fresh.start()
        try:
            yield
        finally:
            house.fresh.close()

    names = {n.lower() for n in options.names} | ({options.host.lower()} if options.host else set())
    hosts = frozenset(names | LOOPBACK if options.is_loopback else names)
    bucket = None if team is None else Bucket(limits.PER_SECOND, limits.BURST)
    wall = Middleware(Wall, hosts=hosts, secure=house.secure, bucket=bucket)
    app = Starlette(
        routes=_routes(house),
        middleware=[wall, Middleware(GZipMiddleware, minimum_size=2_000, compresslevel=4)],
        exception_handlers={404: _missing(house), 405: _missing(house)},
        lifespan=life,
    )
    app.state.house = house
    return app


def _routes(house: House) -> list[Route]:
    made = [Route(door.path, endpoint(house, door), methods=[door.method]) for door in DOORS]
    # an address is tried in order: fixed ones stand before those with a slot
    made.sort(key=lambda route: route.path.count("{"))
    return [*made, Route("/static/{name}", _static)]


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    folder = resources.files("havenwatch.web").joinpath("static")
    known = {entry.name: entry for entry in folder.iterdir() if entry.is_file()}
    if name not in known:
        return PlainTextResponse("there is no such file", 404)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Response(known[name].read_bytes(), media_type=kind, headers={"cache-control": KEPT})


def _missing(house: House):  # type: ignore[no-untyped-def]  # noqa: ANN202
    async def missing(request: Request, error: Exception) -> Response:
        from starlette.datastructures import FormData

        status = getattr(error, "status_code", 404)
        visit = Visit(house, request, None, "", FormData())
        return refused(visit, status, visit.words("There is no such page."), api=request.url.path.startswith("/api"))

    return missing


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "reviewer"


def serve(address: str, options: Options) -> None:
    """Serve a ledger until interrupted.

    Raises:
        UsageError: the options are not safe, or the address is taken.
        LedgerError: the ledger cannot be opened.
    """
    import uvicorn

    team = Team.beside(address)
    with Ledger.open(address, lock_seconds=WAIT_SECONDS) as ledger:
        app = make_app(ledger, address, options, team)
        config = uvicorn.Config(
            app,
            host=options.host,
            port=options.port,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=options.behind_proxy,
            ssl_certfile=options.certificate,
            ssl_keyfile=options.key,
            timeout_keep_alive=15,
            limit_concurrency=200,
        )
        uvicorn.Server(config).run()
