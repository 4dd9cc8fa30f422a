"""Telegram Desktop exports (`result.json`): each post of a channel is one item; private talk is refused.

The text of a post is a string, or a list of strings and marked pieces. A forwarded post names whose words it repeats;
an edited one is a version of the post that an earlier export holds under the same number.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Any

from havenwatch.source.capture import Capture
from havenwatch.source.item import Hints, Item, Obstacle, make_item, obstacle

MESSAGE = "application/x-telegram-message+json"
# Conversations between persons: not published, whoever exported them.
PRIVATE = ("personal_chat", "bot_chat", "saved_messages", "private_group", "private_supergroup")

__all__ = ["MESSAGE", "is_export", "message_text", "read_export"]


def is_export(value: Any) -> bool:
    """Whether a JSON value is an export of one chat or of an account."""
    if not isinstance(value, dict):
        return False
    chats = value.get("chats")
    return isinstance(value.get("messages"), list) or (isinstance(chats, dict) and isinstance(chats.get("list"), list))


def read_export(value: Mapping[str, Any], name: str, hints: Hints) -> Iterator[Item | Obstacle]:
    """Posts of all public chats in the order of the export; messages without words (pictures, joins) are left out."""
    whole = isinstance(value.get("messages"), list)
    chats = [value] if whole else value["chats"]["list"]
    found = False
    for number, chat in enumerate(chats, 1):
        inside = "" if whole else f"chat {number}, "
        if not isinstance(chat, dict) or not isinstance(chat.get("messages"), list):
            yield obstacle(name, f"chat {number}", "is no chat of an export; export it again", lost=False)
        elif chat.get("type") in PRIVATE:
            told = f"is private talk ({chat['type']}), which is not read: only what was published is"
            yield obstacle(name, inside.removesuffix(", ") or None, told, lost=whole)
        else:
            for message in chat["messages"]:
                for part in _item(message, chat, (name, inside), hints):
                    found = True
                    yield part
    if whole and not found and value.get("type") not in PRIVATE:
        yield obstacle(name, None, "holds no message with words; nothing to store")


def message_text(text: Any) -> str:
    """Words of the `text` of a message, whatever is marked in them; empty for what is no text."""
    if isinstance(text, str):
        return text
    pieces = text if isinstance(text, list) else []
    return "".join(p if isinstance(p, str) else p["text"] for p in pieces
                   if isinstance(p, str) or (isinstance(p, dict) and isinstance(p.get("text"), str)))  # fmt: skip


def _item(message: Any, chat: Mapping[str, Any], where: tuple[str, str], hints: Hints) -> Iterator[Item | Obstacle]:
    name, inside = where
    if not isinstance(message, dict):
        yield obstacle(name, f"{inside}a message", "is no object; export the chat again", lost=False)
        return
    member = f"{inside}message {message.get('id')}"
    if message.get("type", "message") != "message" or not message_text(message.get("text")).strip():
        return
    try:
        data = json.dumps(message, ensure_ascii=False, sort_keys=True).encode()
    except UnicodeEncodeError:
        yield obstacle(name, member, "holds half of a surrogate pair; export the chat again")
        return
    told = _told(message, chat)
    item = make_item(name, member, MESSAGE, data, hints.over(told))
    number, made = str(told.external_id), _stood(message)
    yield item if made is None else dataclasses.replace(item, capture=Capture(number, number, None, made, b""))


def _stood(message: Mapping[str, Any]) -> str | None:
    """Since when the post has had these words: when it was last edited, else written; None where nothing says so."""
    for key in ("edited", "date"):
        moment = message.get(f"{key}_unixtime")
        if isinstance(moment, str) and moment.isdigit() and len(moment) < 12:
            return dt.datetime.fromtimestamp(int(moment), dt.UTC).isoformat(timespec="seconds")
        try:
            told = dt.datetime.fromisoformat(message.get(key) or "")
        except (ValueError, TypeError):
            continue
        return told.replace(tzinfo=dt.UTC).isoformat(timespec="seconds")
    return None


def _told(message: Mapping[str, Any], chat: Mapping[str, Any]) -> Hints:
    """Date, channel and number; of a forwarded post the channel whose words they are."""
    outlet = _words(message.get("forwarded_from")) or _words(chat.get("name"))
    number = f"telegram:{chat.get('id')}/{message.get('id')}"
    return Hints(published=_day(message), publisher=outlet, external_id=number)


def _day(message: Mapping[str, Any]) -> dt.date | str | None:
    moment = message.get("date_unixtime")
    told = _words(message.get("date"))
    if told is None and isinstance(moment, str) and moment.isdigit() and len(moment) < 12:
        return dt.datetime.fromtimestamp(int(moment), dt.UTC).date()
    return told


def _words(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
