"""Mail (.eml) and pages saved as one file (.mhtml): the message is an item, each attached file a part."""

from __future__ import annotations

import datetime as dt
import email
import email.errors
import email.message
import email.policy
import email.utils
from collections.abc import Iterator
from typing import BinaryIO

from havenwatch.source.item import Hints, Item, Obstacle, Part, make_item, obstacle
from havenwatch.source.whole import FILE_LIMIT, too_large

MAIL = "message/rfc822"
# More parts are a mail bomb, deeper ones a loop of forwards.
PART_LIMIT = 500
# What the parser of a broken message raises, by trial.
BROKEN = (ValueError, LookupError, AttributeError, TypeError, AssertionError, RecursionError,
          email.errors.MessageError, email.errors.HeaderParseError)  # fmt: skip

__all__ = ["BROKEN", "MAIL", "mail_body", "parse_mail", "read_mail"]


def read_mail(stream: BinaryIO, name: str, hints: Hints) -> Iterator[Item | Part | Obstacle]:
    """The message with its subject, sender and date, then its attached files."""
    data = stream.read(FILE_LIMIT + 1)
    if len(data) > FILE_LIMIT:
        yield obstacle(name, None, too_large())
        return
    try:
        message = parse_mail(data)
        body = mail_body(message)
        attached = list(_attached(message))
    except BROKEN as error:
        yield obstacle(name, None, f"is no mail or is damaged ({type(error).__name__}); save its text as .txt")
        return
    if body is not None and body[0] == "page" and _is_saved_page(message):
        address = _header(message, "content-location") or _header(message, "snapshot-content-location")
        told = Hints(url=address if (address or "").startswith("http") else None)
        yield Part("page", "page.html", body[1], hints.over(told), "text/html")
        return
    if body is not None:
        yield make_item(name, None, MAIL, data, hints.over(_told(message)))
    elif not attached:
        yield obstacle(name, None, "is a mail without words and attached files; nothing to store")
    for number, (filename, content) in enumerate(attached, 1):
        yield Part(f"attachment {number} ({filename})", filename, content, hints)


def parse_mail(data: bytes) -> email.message.EmailMessage:
    """Message of the bytes; raises one of `BROKEN` for what cannot be parsed."""
    return email.message_from_bytes(data, policy=email.policy.default)


def mail_body(message: email.message.EmailMessage) -> tuple[str, bytes] | None:
    """Kind of the body (`text` or `page`) and its bytes in UTF-8 or, of a page, as they came; None without one."""
    part = message.get_body(("plain", "html"))
    if part is None:
        return None
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes) or not raw.strip():
        return None
    if part.get_content_subtype() == "html":
        return "page", raw
    return "text", _decoded(part, raw).encode()


def _decoded(part: email.message.Message, raw: bytes) -> str:
    from havenwatch.source.charset import decode

    text = decode(raw, part.get_content_charset()) if b"\0" not in raw else raw.decode("utf-8", "replace")
    return text.replace("\r\n", "\n")


def _attached(message: email.message.EmailMessage) -> Iterator[tuple[str, bytes]]:
    for number, part in enumerate(message.walk()):
        if number > PART_LIMIT:
            return
        filename = part.get_filename()
        raw = part.get_payload(decode=True) if filename and not part.is_multipart() else None
        if filename and isinstance(raw, bytes) and raw:
            yield " ".join(filename.split())[:200], raw


def _is_saved_page(message: email.message.EmailMessage) -> bool:
    """Whether the message is a page as a browser saves it with its pictures."""
    return message.get_content_type() == "multipart/related" and "snapshot-content-location" in message


def _told(message: email.message.EmailMessage) -> Hints:
    sender = email.utils.parseaddr(_header(message, "from") or "")
    identity = _header(message, "message-id")
    return Hints(_day(message), sender[0] or sender[1] or None, None, None, _header(message, "subject"), identity)


def _day(message: email.message.EmailMessage) -> dt.date | None:
    try:
        return email.utils.parsedate_to_datetime(_header(message, "date") or "").date()
    except (ValueError, TypeError, OverflowError):
        return None


def _header(message: email.message.EmailMessage, name: str) -> str | None:
    try:
        value = message[name]
    except BROKEN:
        return None
    text = " ".join(str(value).split()) if value is not None else ""
    return text.encode("utf-8", "replace").decode() or None
