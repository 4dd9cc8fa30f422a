"""Which reader answers for which bytes: by ending, by what the container says, by the first bytes.

A reader gives items, problems, parts (files inside, opened here in turn) and addresses (for whoever may fetch them).
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO

from havenwatch.records import Problem
from havenwatch.source.container.archive import read_gzip, read_zip
from havenwatch.source.container.feed import FEEDS, is_json_feed, read_entries, read_json_entries
from havenwatch.source.container.listing import LISTS, Address, addresses
from havenwatch.source.container.mail import read_mail
from havenwatch.source.container.table import MAGIC, read_table
from havenwatch.source.container.telegram import is_export, read_export
from havenwatch.source.container.wacz import read_wacz
from havenwatch.source.container.warc import read_warc
from havenwatch.source.item import SKIPPED, Hints, Item, Part, captured, obstacle, within
from havenwatch.source.lines import read_lines
from havenwatch.source.whole import DOCX_TYPE, FILE_LIMIT, PDF, read_docx, read_page, read_pdf, read_text
from havenwatch.source.xml import element_bytes, local_name, parse_xml

Found = Item | Problem | Part | Address
Reader = Callable[[BinaryIO, str, Hints], Iterator[Found]]

# An archive inside an archive inside an archive is the most that people pack; deeper ones are bombs.
DEPTH_LIMIT = 4
SNIFF_BYTES = 4096
# A Telegram export of a large channel is read whole, since it is one JSON object.
JSON_LIMIT = 300_000_000

_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_XML = re.compile(rb"\s*(?:<\?xml\b|<(?:rss|feed|urlset|sitemapindex|opml|rdf:RDF)\b)")
_MAIL = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){2,}")
_MAIL_FIELD = re.compile(rb"^(?:From|Subject|Message-ID|Received|MIME-Version):", re.MULTILINE | re.IGNORECASE)

__all__ = ["AMBIGUOUS", "READERS", "SNIFF_BYTES", "Found", "Reader", "is_readable", "open_part", "reader_of", "sniffed"]


def read_xml(stream: BinaryIO, name: str, hints: Hints) -> Iterator[Found]:
    """A feed, or the addresses of a sitemap or an OPML list."""
    try:
        root = parse_xml(_limited(stream, FILE_LIMIT))
    except ValueError as error:
        yield obstacle(name, None, str(error))
        return
    kind = local_name(root)
    if kind in FEEDS:
        yield from read_entries(root, name, hints)
    elif kind in LISTS:
        found = addresses(root)
        yield from found
        if not found:
            yield obstacle(name, None, "names no address; nothing to fetch")
    elif kind == "html":
        yield Part("page", "page.html", element_bytes(root), hints)
    else:
        yield obstacle(name, None, f"is neither a feed nor a list of addresses (its root is '{kind}'); "
                                   "save its text as .txt")  # fmt: skip


def read_json(stream: BinaryIO, name: str, hints: Hints) -> Iterator[Found]:
    """A Telegram export, a JSON Feed, or one object with a `text`."""
    data = b""
    try:
        data = _limited(stream, JSON_LIMIT)
        value = json.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except RecursionError:
        yield obstacle(name, None, "is nested too deeply; check the file")
        return
    except ValueError as error:
        if _first_line_is_object(data):
            yield from read_lines(io.BytesIO(data), name, hints)
        else:
            yield obstacle(name, None, f"is no JSON or is cut off ({error}); export it again")
        return
    yield from _read_value(value, name, hints)


def _read_value(value: Any, name: str, hints: Hints) -> Iterator[Found]:
    if is_export(value):
        yield from read_export(value, name, hints)
    elif is_json_feed(value):
        yield from read_json_entries(value, name, hints)
    elif rows := _rows(value):
        yield from read_lines(io.BytesIO(b"\n".join(json.dumps(row).encode() for row in rows)), name, hints)
    else:
        yield obstacle(name, None, "is neither a Telegram export, nor a JSON Feed, nor objects with a 'text'; "
                                   "save its text as .txt")  # fmt: skip


def _rows(value: Any) -> list[Any]:
    """Objects with a text, one or a list of them, as a file of lines would have them; empty for anything else."""
    rows = value if isinstance(value, list) else [value]
    return rows if any(isinstance(r, dict) and isinstance(r.get("text"), str) for r in rows) else []


# A door is one reader under the endings it answers for; a new format is a new module and a new line here.
READERS: Mapping[str, Reader] = {
    ".txt": read_text,
    ".html": read_page,
    ".htm": read_page,
    ".xhtml": read_page,
    ".jsonl": read_lines,
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".eml": read_mail,
    ".mhtml": read_mail,
    ".mht": read_mail,
    ".zip": read_zip,
    ".gz": read_gzip,
    ".warc": read_warc,
    ".warc.gz": read_warc,
    ".wacz": read_wacz,
    ".rss": read_xml,
    ".atom": read_xml,
    ".opml": read_xml,
    ".xml": read_xml,
    ".json": read_json,
    ".parquet": read_table,
}
# Endings that many other things have too: in a folder only what is recognised inside is read.
AMBIGUOUS = frozenset({".json", ".xml", ".gz"})
TYPES: Mapping[str, Reader] = {
    "text/html": read_page,
    "application/xhtml+xml": read_page,
    "text/plain": read_text,
    PDF: read_pdf,
    DOCX_TYPE: read_docx,
    "application/rss+xml": read_xml,
    "application/atom+xml": read_xml,
    "application/rdf+xml": read_xml,
    "application/feed+json": read_json,
    "application/json": read_json,
    "message/rfc822": read_mail,
    "application/warc": read_warc,
}


def reader_of(filename: str, media_type: str | None = None) -> Reader | None:
    """Reader by the ending of a file name or the media type; None when neither says anything."""
    lower = filename.lower()
    ending = next((e for e in (".warc.gz",) if lower.endswith(e)), None) or _ending(lower)
    declared = TYPES.get(media_type or "")
    return declared if declared is not None else READERS.get(ending)


def sniffed(head: bytes) -> Reader | None:
    """Reader by the first bytes, None when they are those of no container and no page: a plain text or a binary."""
    start = head.removeprefix(b"\xef\xbb\xbf")
    if start.startswith(b"%PDF-"):
        return read_pdf
    if start.startswith(b"PK\x03\x04"):
        return read_docx if b"word/" in head or b"[Content_Types].xml" in head[:200] else read_zip
    if start.startswith(b"WARC/"):
        return read_warc
    if start.startswith(MAGIC):
        return read_table
    if start.startswith(b"\x1f\x8b"):
        return _gzip_reader(head)
    if _PAGE.match(start):
        return read_page
    if _XML.match(start):
        return read_xml
    if start.lstrip().startswith(b"{"):
        return _json_reader(start)
    mail = _MAIL.match(start)
    return read_mail if mail and len(_MAIL_FIELD.findall(mail[0])) >= 2 else None


def is_readable(filename: str, head: bytes) -> bool:
    """Whether a file that was not asked for by name is one of ours: its ending is, and an ambiguous one is proved."""
    ending = _ending(filename.lower())
    if ending not in AMBIGUOUS or filename.lower().endswith(".warc.gz"):
        return ending in READERS
    if ending == ".gz":
        return is_readable(filename[: -len(ending)], b"")
    if ending == ".xml":
        return sniffed(head) in (read_xml, read_page)
    return any(key in head for key in (b'"messages"', b"jsonfeed.org/version", b'"text"', b'"chats"'))


def open_part(part: Part, name: str, depth: int = 0) -> Iterator[Item | Problem | Address]:
    """Items of a file inside the input `name`; files inside that one are opened in turn."""
    reader = reader_of(part.filename, part.media_type) or sniffed(part.data[:SNIFF_BYTES])
    if depth >= DEPTH_LIMIT:
        yield obstacle(name, part.member, f"lies more than {DEPTH_LIMIT} archives deep; unpack it")
        return
    if reader is None:
        yield Problem(SKIPPED, None, f"{name}, {part.member}")
        return
    if not part.data:
        yield obstacle(name, part.member, "is empty; nothing to store")
        return
    for found in opened(reader, io.BytesIO(part.data), part.filename, part.hints, depth + 1):
        if isinstance(found, Address):
            yield found
            continue
        placed = within(found, name, part.member)
        yield captured(placed, part.capture) if isinstance(placed, Item) else placed


def opened(  # noqa: D417 - the others are those of a reader
    reader: Reader, stream: BinaryIO, name: str, hints: Hints, depth: int = 0
) -> Iterator[Item | Problem | Address]:
    """All that a reader finds in a stream, with the parts opened.

    Args:
        depth: how many archives the stream lies inside.
    """
    for found in reader(stream, name, hints):
        if isinstance(found, Part):
            yield from open_part(found, name, depth)
        else:
            yield found


def _limited(stream: BinaryIO, limit: int) -> bytes:
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise ValueError(f"is larger than {limit // 1_000_000} MB; split it")
    return data


def _ending(name: str) -> str:
    dot = name.rfind(".")
    return name[dot:] if dot >= 0 and "/" not in name[dot:] else ""


def _gzip_reader(head: bytes) -> Reader:
    import zlib

    try:
        start = zlib.decompressobj(31).decompress(head, 5)
    except zlib.error:
        start = b""
    return read_warc if start == b"WARC/" else read_gzip


def _json_reader(head: bytes) -> Reader | None:
    """Lines where the first line is an object with a text, the whole where a known key is near the beginning."""
    line, broken, _ = head.lstrip().partition(b"\n")
    try:
        first = json.loads(line)
    except ValueError:
        first = None
    except RecursionError:
        return None
    if isinstance(first, dict) and not (is_export(first) or is_json_feed(first)):
        return read_lines if "text" in first else None
    if not broken and b'"text"' in line and b'"messages"' not in line:
        return read_lines  # a first line longer than the look ahead
    keys = (b'"messages"', b'"chats"', b"jsonfeed.org/version")
    return read_json if any(key in head for key in keys) else None


def _first_line_is_object(data: bytes) -> bool:
    try:
        return isinstance(json.loads(data.split(b"\n", 1)[0]), dict)
    except (ValueError, RecursionError):
        return False
