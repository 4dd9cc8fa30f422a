"""Careful visits: time-outs, size limits, redirects one by one, robots.txt, a pause between visits to one host."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import socket
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from typing import Any

from havenwatch import __version__
from havenwatch.source.capture import Capture
from havenwatch.source.http import Answer as Message
from havenwatch.source.http import decoded_body, media_type_of
from havenwatch.source.web.place import canonical, origin_of, resolved
from havenwatch.source.web.record import records_of
from havenwatch.source.web.robots import Robots

BODY_LIMIT = 20_000_000
# In all, however slowly the bytes drip.
DEADLINE_SECONDS = 60.0
REDIRECT_LIMIT = 5
PAUSE_SECONDS = 1.0
# A host that asks for longer pauses than this is visited at this pace all the same: a run has to end.
LONGEST_PAUSE = 30.0
AGENT = f"havenwatch/{__version__} (reads published reports on people in exile)"
ACCEPTED = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/pdf,*/*;q=0.5"
REDIRECTS = (301, 302, 303, 307, 308)

# The library's errors hold its objects; these are their reasons in words.
_WORDS = {
    "NameResolutionError": "there is no host of that name",
    "NewConnectionError": "there is no connection to the host",
    "ConnectTimeoutError": "the host does not answer",
    "ReadTimeoutError": "the host does not go on answering",
    "ProtocolError": "the connection broke off",
    "IncompleteRead": "the answer broke off",
    "InvalidChunkLength": "the answer is damaged",
    "LocationParseError": "the address cannot be read",
}

__all__ = ["AGENT", "FetchError", "Fetched", "Fetcher", "Policy"]


class FetchError(Exception):
    """A page that was not obtained; `status` is what the server answered, None where it did not.

    `again` tells whether it may succeed later; `retry_after` the seconds that the server asks for, None without.
    """

    def __init__(self, reason: str, status: int | None = None, *, again: bool = False, retry_after: float | None = None
                 ) -> None:  # fmt: skip
        super().__init__(reason)
        self.status = status
        self.again = again
        self.retry_after = retry_after


@dataclasses.dataclass(frozen=True, slots=True)
class Policy:
    """How visits are made.

    `private` allows this machine and local networks, `robots` obeys robots.txt, `agent` is the user agent stated,
    `pause` the seconds between two visits to one host, `limit` the bytes of a page, `deadline` the seconds for one.
    """

    private: bool = False
    robots: bool = True
    agent: str = AGENT
    pause: float = PAUSE_SECONDS
    limit: int = BODY_LIMIT
    deadline: float = DEADLINE_SECONDS


@dataclasses.dataclass(frozen=True, slots=True)
class Fetched:
    """An answer with a page, or that there is nothing new (`data` is None).

    `address` is where the page was in the end. `etag` and `modified` are what to ask with next time, None without.
    """

    address: str
    data: bytes | None
    media_type: str
    capture: Capture | None
    etag: str | None = None
    modified: str | None = None


class Fetcher:
    """Visits addresses in turn. It keeps connections, robots.txt and the time of the last visit a host."""

    def __init__(self, policy: Policy | None = None, sleep: Callable[[float], None] = time.sleep) -> None:
        self.policy = policy or Policy()
        self._sleep = sleep
        self._robots: dict[str, Robots] = {}
        self._visited: dict[str, float] = {}
        self._opened: Any = None
        self._connections: weakref.WeakSet[Any] = weakref.WeakSet()

    def fetch(self, url: str, etag: str | None = None, modified: str | None = None) -> Fetched:
        """The page at an address; with `etag` or `modified` only if it is another than then.

        Raises:
            FetchError: refused, forbidden, not there, too large, too slow, damaged; the message says which.
        """
        end = time.monotonic() + self.policy.deadline
        asked = {k: v for k, v in (("If-None-Match", etag), ("If-Modified-Since", modified)) if v is not None}
        address, chain = _checked(url), []
        for _ in range(REDIRECT_LIMIT + 1):
            self._wait(address)
            message, reason = self._get(address, asked, end)
            chain.append((address, message, reason))
            if message.status not in REDIRECTS or "location" not in message.headers:
                return self._outcome(url, chain)
            try:
                address = resolved(address, message.headers["location"])
            except ValueError as error:
                raise FetchError(str(error), message.status) from error
        raise FetchError(f"leads on through more than {REDIRECT_LIMIT} addresses; name the last one", again=False)

    def post(self, url: str, body: bytes, media_type: str) -> bytes:
        """Answer to something that is sent.

        Raises:
            FetchError: refused, or another answer than 200.
        """
        address, end = _checked(url), time.monotonic() + self.policy.deadline
        message, _ = self._get(address, {"Content-Type": media_type}, end, body)
        if message.status != 200:
            raise _refusal(message)
        return message.body

    def _outcome(self, url: str, chain: list[tuple[str, Message, str]]) -> Fetched:
        address, message, _ = chain[-1]
        headers = message.headers
        told = {"etag": headers.get("etag"), "modified": headers.get("last-modified")}
        if message.status == 304:
            return Fetched(address, None, "", None, **told)
        if message.status != 200:
            raise _refusal(message)
        try:
            data = decoded_body(message, self.policy.limit)
        except ValueError as error:
            raise FetchError(str(error), message.status) from error
        made = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
        capture = Capture(url, address, message.status, made, records_of(chain, made, self.policy.agent))
        return Fetched(address, data, media_type_of(headers.get("content-type")), capture, **told)

    def _get(
        self, address: str, asked: Mapping[str, str], end: float, sent: bytes | None = None
    ) -> tuple[Message, str]:
        """One answer with its body as it came, and the words of its status; `sent` is posted, nothing is when None."""
        import urllib3

        from havenwatch.source.web.connection import PrivateAddressError

        headers = {"User-Agent": self.policy.agent, "Accept": ACCEPTED, "Accept-Encoding": "gzip", **asked}
        watch = threading.Timer(max(end - time.monotonic(), 0.0), self._cut)  # a head may drip for ever too
        watch.daemon = True
        watch.start()
        try:
            answer = self._pools().request(
                "GET" if sent is None else "POST",
                address,
                headers=headers,
                body=sent,
                redirect=False,
                preload_content=False,
                decode_content=False,
            )
            try:
                body = self._body(answer, end)
            finally:
                answer.close()
        except PrivateAddressError as error:
            told = "pages of this machine and of local networks are read with --private only"
            raise FetchError(f"{error}; {told}") from error
        except urllib3.exceptions.SSLError as error:
            raise FetchError(f"its certificate is not accepted ({_words(error)}); check the address") from error
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise self._failure(error, end) from error
        finally:
            watch.cancel()
        found = {str(k).lower(): str(v) for k, v in answer.headers.items()}
        found.pop("transfer-encoding", None)  # undone by the library
        return Message(answer.status, found, body), answer.reason or ""

    def _failure(self, error: Exception, end: float) -> FetchError:
        if time.monotonic() >= end:
            return FetchError(self._too_slow(), again=True)
        return FetchError(f"cannot be reached ({_words(error)}); try again later", again=True)

    def _cut(self) -> None:
        """Cut what takes too long; what reads from it then gets an error."""
        for connection in list(self._connections):
            if connection.sock is not None:
                with contextlib.suppress(OSError):
                    connection.sock.shutdown(socket.SHUT_RDWR)

    def _too_slow(self) -> str:
        return f"takes longer than {self.policy.deadline:g} s; try again later"

    def _body(self, answer: Any, end: float) -> bytes:
        told = answer.headers.get("Content-Length", "")
        if told.isdigit() and int(told) > self.policy.limit:
            raise FetchError(self._too_large())
        body = bytearray()
        while True:
            if time.monotonic() > end:
                raise FetchError(self._too_slow(), again=True)
            block = answer.read1(1 << 16)
            if not block:
                break
            body += block
            if len(body) > self.policy.limit:
                raise FetchError(self._too_large())
        if told.isdigit() and len(body) < int(told) and answer.status == 200:
            raise FetchError(f"broke off after {len(body)} of {told} bytes; try again later", again=True)
        return bytes(body)

    def _too_large(self) -> str:
        return f"is larger than {self.policy.limit / 1_000_000:g} MB; save what matters of it and add the file"

    def _wait(self, address: str) -> None:
        """Ask robots.txt and keep the pause of the host.

        Raises:
            FetchError: robots.txt forbids the address.
        """
        host = origin_of(address)
        pause = self.policy.pause
        if self.policy.robots:
            robots = self._robots_of(host)
            if not robots.allows(address, self.policy.agent):
                told = "robots.txt of the site forbids it; open it in a browser, save the page and add the file"
                raise FetchError(told)
            pause = min(max(pause, robots.pause(self.policy.agent)), LONGEST_PAUSE)
        self._pause(host, pause)

    def _pause(self, host: str, pause: float) -> None:
        last = self._visited.get(host)
        if last is not None and (rest := last + pause - time.monotonic()) > 0:
            self._sleep(rest)
        self._visited[host] = time.monotonic()

    def _robots_of(self, host: str) -> Robots:
        if host not in self._robots:
            self._robots[host] = self._read_robots(host)
        return self._robots[host]

    def _read_robots(self, host: str) -> Robots:
        """What robots.txt says. None there allows all; a server that fails is asked again by a later run."""
        address, end = f"{host}/robots.txt", time.monotonic() + self.policy.deadline
        for _ in range(REDIRECT_LIMIT):
            message, _ = self._get(address, {}, end)
            if message.status in REDIRECTS and "location" in message.headers:
                try:
                    address = resolved(address, message.headers["location"])
                except ValueError:
                    return Robots.parse(b"")
                continue
            if message.status is not None and message.status >= 500:
                raise FetchError(
                    f"its robots.txt answers {message.status}; try again later", message.status, again=True
                )
            return Robots.parse(message.body if message.status == 200 else b"")
        return Robots.parse(b"")

    def _pools(self) -> Any:
        if self._opened is None:
            from havenwatch.source.web.connection import open_pools

            self._opened = open_pools(private=self.policy.private, agent=self.policy.agent, made=self._connections.add)
        return self._opened


def _checked(url: str) -> str:
    try:
        return canonical(url)
    except ValueError as error:
        raise FetchError(str(error)) from error


def _refusal(message: Message) -> FetchError:
    status = message.status or 0
    if status in (404, 410):
        return FetchError(f"is not there (any more): the server answers {status}", status)
    if status in (401, 402, 403, 451):
        told = "open it in a browser, save the page and add the file"
        return FetchError(f"is not given out: the server answers {status}; {told}", status)
    if status == 429 or status >= 500:
        wait = message.headers.get("retry-after", "")
        seconds = float(wait) if wait.isdigit() else None
        return FetchError(f"the server answers {status}; try again later", status, again=True, retry_after=seconds)
    return FetchError(f"the server answers {status}; check the address", status)


def _words(error: Exception) -> str:
    """Reason of a library's error in one line, without its objects."""
    reason = getattr(error, "reason", None) or error
    name = type(reason if isinstance(reason, Exception) else error).__name__
    return _WORDS.get(name) or " ".join(str(reason).split())[:200] or name
