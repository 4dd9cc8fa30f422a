"""A word to the next page, sealed so that nobody else can put words into our pages."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

LONGEST = 1_500

__all__ = ["opened", "sealed"]


def sealed(secret: bytes, text: str) -> str:
    """Text for a cookie, with its seal; cut where it is too long for one."""
    told = json.loads(text)
    told["text"] = told["text"][:LONGEST]
    body = base64.urlsafe_b64encode(json.dumps(told).encode()).decode()
    return f"{body}.{_seal(secret, body)}"


def opened(secret: bytes, cookie: str | None) -> dict[str, str] | None:
    """What a cookie of ours says, None for any other."""
    body, _, seal = (cookie or "").partition(".")
    if not body or not hmac.compare_digest(seal.encode(), _seal(secret, body).encode()):
        return None
    told: dict[str, str] = json.loads(base64.urlsafe_b64decode(body))
    return told


def _seal(secret: bytes, body: str) -> str:
    return hmac.new(secret, f"note {body}".encode(), hashlib.sha256).hexdigest()[:32]
