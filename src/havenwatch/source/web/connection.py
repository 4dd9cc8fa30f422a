"""Connections that look at the IP address before they are made: a name may lead anywhere."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError, NameResolutionError, NewConnectionError

from havenwatch.source.web.place import is_private

__all__ = ["PrivateAddressError", "open_pools"]


class PrivateAddressError(HTTPError):
    """A host whose name leads to a private address; of the library's tree, so that it passes through the library."""


def open_pools(*, private: bool, agent: str, made: Callable[[HTTPConnection], None]) -> urllib3.PoolManager:
    """Pools of connections, without redirects and repeats of their own.

    Args:
        private: whether addresses of this machine and of local networks may be visited.
        agent: the user agent that is stated.
        made: told of each connection, so that it can be cut when it takes too long.
    """

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            made(self)
            return super()._new_conn() if private else _socket(self)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            made(self)
            return super()._new_conn() if private else _socket(self)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls: Any = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls: Any = Secure

    pools = urllib3.PoolManager(
        num_pools=20, maxsize=2, retries=False, headers={"User-Agent": agent}, timeout=urllib3.Timeout(10, 20)
    )
    pools.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
    return pools


def _socket(connection: HTTPConnection) -> socket.socket:
    """A socket to the host, if all addresses that its name has are public.

    Raises:
        PrivateAddressError: one of them is not.
        NameResolutionError, NewConnectionError, ConnectTimeoutError: as in the library.
    """
    host = connection._dns_host  # noqa: SLF001 - the name as it is looked up, with a final dot
    try:
        found = socket.getaddrinfo(host, connection.port, 0, socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        told = error if isinstance(error, socket.gaierror) else socket.gaierror(str(error))
        raise NameResolutionError(host, connection, told) from error
    private = [str(a[4][0]) for a in found if is_private(str(a[4][0]))]
    if private:
        raise PrivateAddressError(f"{host} leads to the private address {private[0]}")
    timeout = connection.timeout if isinstance(connection.timeout, int | float) else None
    try:
        return urllib3.util.connection.create_connection(
            (str(found[0][4][0]), connection.port), timeout, connection.source_address, connection.socket_options
        )
    except TimeoutError as error:
        raise urllib3.exceptions.ConnectTimeoutError(connection, f"{host} does not answer") from error
    except OSError as error:
        raise NewConnectionError(connection, f"{host} cannot be reached: {error}") from error
