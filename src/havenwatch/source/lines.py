"""JSON Lines: one object a line, each line one item; a bad line does not stop the others."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from havenwatch.records import Problem
from havenwatch.source.charset import SAMPLE_BYTES, decode, encoding_of
from havenwatch.source.item import Hints, Item, make_item, obstacle
from havenwatch.source.whole import FILE_LIMIT, too_large

JSON_LINE = "application/json"
KEYS = {"id": "external_id", "url": "url", "title": "title", "publisher": "publisher", "published": "published",
        "language": "language"}  # fmt: skip

__all__ = ["JSON_LINE", "KEYS", "read_lines"]


def read_lines(stream: BinaryIO, name: str, hints: Hints) -> Iterator[Item | Problem]:
    """Each line as an item whose bytes are the line in UTF-8; what the caller says wins over keys of the line.

    A file as such may be of any size, since it is read line by line; one line is limited as a file is.
    """
    try:
        lines, encoding = _lines(stream)
    except ValueError as error:
        yield obstacle(name, None, str(error))
        return
    empty = True
    for number, line in enumerate(lines, 1):
        if line.strip():
            empty = False
            yield from _item(line, encoding, (name, f"line {number}"), hints)
    if empty:
        yield obstacle(name, None, "is empty; nothing to store")


def _lines(stream: BinaryIO) -> tuple[Iterator[bytes], str]:
    """Lines without their breaks and the character set that they are in.

    Raises:
        ValueError: the file as a whole is binary or in no known character set.
    """
    head = stream.read(SAMPLE_BYTES)
    head += stream.readline(FILE_LIMIT)  # no character and no line is cut in two
    encoding = encoding_of(head)
    if not encoding.startswith("utf-16"):
        return _split(head.removeprefix(codecs.BOM_UTF8), stream), encoding
    whole = head + stream.read(FILE_LIMIT)
    if len(whole) > FILE_LIMIT:
        raise ValueError(f"{too_large()}, or save it in UTF-8")
    return iter(decode(whole).encode().split(b"\n")), "utf-8"


def _split(head: bytes, stream: BinaryIO) -> Iterator[bytes]:
    for part in (io.BytesIO(head), stream):
        while line := part.readline(FILE_LIMIT + 1):
            rest = line
            while rest and not rest.endswith(b"\n") and len(line) > FILE_LIMIT:
                rest = part.readline(FILE_LIMIT)  # the remainder of a line that is refused
            yield line.rstrip(b"\r\n")


def _item(line: bytes, encoding: str, where: tuple[str, str], hints: Hints) -> Iterator[Item | Problem]:
    try:
        text = _decoded(line, encoding)
        fields = _object(text)
    except ValueError as error:
        yield obstacle(*where, str(error))
        return
    told, wrong = {}, []
    for key, field in KEYS.items():
        value = fields.get(key)
        if isinstance(value, str | int) and not isinstance(value, bool):
            told[field] = str(value).strip() or None
        elif value is not None:
            wrong.append(f"'{key}' is {json.dumps(value)[:40]}, not a string; it is left out")
    yield make_item(*where, JSON_LINE, text.encode(), hints.over(Hints(**told)))
    yield from (obstacle(*where, reason, lost=False) for reason in wrong)


def _decoded(line: bytes, encoding: str) -> str:
    if len(line) > FILE_LIMIT:
        raise ValueError(too_large())
    try:
        return line.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValueError(f"byte {error.start} of the line is not {encoding}; save the file again in UTF-8") from error


def _object(line: str) -> Mapping[str, Any]:
    """The object of a line, with a `text` that can be stored.

    Raises:
        ValueError: no object, no text; the message is for the keeper of the file.
    """
    try:
        fields = json.loads(line)
    except RecursionError as error:
        raise ValueError("is nested too deeply; write one flat object a line") from error
    except ValueError as error:
        raise ValueError(f"is no JSON ({error}); write one object a line") from error
    text = fields.get("text") if isinstance(fields, dict) else None
    if not isinstance(fields, dict) or not isinstance(text, str):
        raise ValueError("has no 'text'; give the words of the document as a string under that key")  # noqa: TRY004 - the data are wrong, not the call
    if not _storable(json.dumps(fields, ensure_ascii=False)):
        raise ValueError("holds half of a surrogate pair (\\ud800-\\udfff); write the whole character")
    return fields


def _storable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
