"""Templates: one environment for all pages; everything is escaped unless it is our own markup."""

from __future__ import annotations

import functools
import hashlib
import importlib.resources
import urllib.parse
from collections.abc import Mapping
from typing import Any

import jinja2

__all__ = ["environment", "link", "static_version", "web_address"]


@functools.cache
def environment() -> jinja2.Environment:
    """The environment of all pages."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("havenwatch.web"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    made.globals |= {"link": link, "version": static_version(), "web_address": web_address}
    return made


@functools.cache
def static_version() -> str:
    """Digest of all static files: their addresses change with them."""
    digest = hashlib.sha256()
    folder = importlib.resources.files("havenwatch.web").joinpath("static")
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        digest.update(entry.read_bytes())
    return digest.hexdigest()[:12]


def link(path: str, query: Mapping[str, Any] | None = None, /, **changes: Any) -> str:
    """Address with a query: `changes` over `query`; None and empty values are left out."""
    values = {k: v for k, v in {**(query or {}), **changes}.items() if v not in {None, ""}}
    return f"{path}?{urllib.parse.urlencode(values)}" if values else path


def web_address(url: str | None) -> str | None:
    """Address that may become a link: http and https only."""
    return url if url is not None and url.startswith(("https://", "http://")) else None
