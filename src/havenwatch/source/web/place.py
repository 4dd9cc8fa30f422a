"""Where an address leads: what may be asked for, and which hosts are private."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

PORTS = {"http": 80, "https": 443}
ADDRESS_LENGTH = 2000

_TRACKING = re.compile(r"(?:utm_[a-z]+|fbclid|gclid|yclid|_openstat|ysclid|igshid)=", re.IGNORECASE)

__all__ = ["canonical", "is_private", "origin_of", "resolved", "split_address", "without_tracking"]


def split_address(url: str) -> SplitResult:
    """Parts of an address.

    Raises:
        ValueError: no http or https address of a host.
    """
    if len(url) > ADDRESS_LENGTH or re.search(r"[\x00-\x20\x7f]", url):
        raise ValueError(f"the address {url[:60]!r} has blanks or is too long; check it")
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise ValueError(f"the address {url[:60]!r} cannot be read ({error}); check it") from error
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError(f"the address {url[:60]!r} is not one of http or https; check it")
    if parts.username is not None or parts.password is not None:
        raise ValueError(f"the address of {parts.hostname} holds a user name; name it without")
    return parts


def canonical(url: str) -> str:
    """The address as it is asked for and compared: host in ASCII and small letters, no fragment, no default port.

    Raises:
        ValueError: no http or https address of a host.
    """
    parts = split_address(url.strip())
    host = _ascii_host(parts.hostname or "")
    shown = f"[{host}]" if ":" in host else host
    port = f":{parts.port}" if parts.port not in (None, PORTS[parts.scheme]) else ""
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
    return urlunsplit((parts.scheme, f"{shown}{port}", path, query, ""))


def resolved(base: str, link: str) -> str:
    """Address that a link on a page leads to.

    Raises:
        ValueError: no http or https address.
    """
    try:
        return canonical(urljoin(base, link.strip()))
    except ValueError as error:
        raise ValueError(f"it leads to an address that is not read ({str(error)[:80]})") from error


def without_tracking(url: str) -> str:
    """The address without the marks that tell where a reader came from; as given when it cannot be read."""
    try:
        parts = split_address(url)
    except ValueError:
        return url
    kept = [pair for pair in parts.query.split("&") if not _TRACKING.match(pair)]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "&".join(kept), parts.fragment))


def origin_of(url: str) -> str:
    """Scheme, host and port of a canonical address: what one robots.txt holds for."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def is_private(ip: str) -> bool:
    """Whether an IP address is not of the public internet: this machine, a home or office network, a cloud's inside."""
    try:
        address = ipaddress.ip_address(ip.split("%", maxsplit=1)[0])
    except ValueError:
        return True
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    return not address.is_global or address.is_multicast or (inner is not None and is_private(str(inner)))


def _ascii_host(host: str) -> str:
    host = host.rstrip(".").lower()
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode()
    except UnicodeError as error:
        raise ValueError(f"the host {host[:60]!r} is no name of a host; check the address") from error
