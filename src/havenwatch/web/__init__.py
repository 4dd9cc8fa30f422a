"""The review app: read, check and decide together, in a browser."""

from __future__ import annotations

from havenwatch.web.serve import Options, make_app, serve

__all__ = ["Options", "make_app", "serve"]
