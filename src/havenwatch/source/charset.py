"""Bytes to text: UTF-8, UTF-16 with a byte order mark, and the 8-bit sets that were used for our languages."""

from __future__ import annotations

import codecs
import re

MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# Sets that Russian and Ukrainian pages and files came in before UTF-8; the detector chooses among these only,
# because on a few words it otherwise takes Cyrillic for Japanese.
CYRILLIC_SETS = ["cp1251", "koi8_r", "koi8_u", "cp866"]
LATIN_SETS = ["cp1252", "cp1250", "cp1254"]
# In a Cyrillic 8-bit text most letters are above 127, in a Latin one a few accents are.
CYRILLIC_SHARE = 0.25
# Detection looks at the beginning alone: enough to tell the sets apart, and a 20 MB file takes no longer.
SAMPLE_BYTES = 50_000
# A text may hold a stray control character (a form feed, a broken copy); a binary file is full of them.
CONTROL_SHARE = 0.005
# A file whose bytes above 127 are nearly all well-formed UTF-8 is a damaged UTF-8 file, not one of another set.
UTF8_SHARE = 0.8

_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1b")) + b"\x7f"
_HIGH = bytes(range(128, 256))
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")

__all__ = ["decode", "encoding_of"]


def decode(data: bytes, declared: str | None = None) -> str:
    """Text of `data` without a leading byte order mark, every other code point as it stands.

    Args:
        data: the whole text.
        declared: name of the set that the input itself declares (a page's meta element), tried after UTF-8.

    Raises:
        ValueError: the data are binary, damaged or of an unknown set; the message says which, with a remedy.
    """
    data = data.removeprefix(codecs.BOM_UTF8)
    encoding = encoding_of(data, declared)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValueError(_damage(data, error)) from error
    return text.removeprefix("\ufeff") if encoding.startswith("utf-16") else text


def encoding_of(data: bytes, declared: str | None = None) -> str:
    """Name of the character set of `data`.

    Raises:
        ValueError: the data are binary or of no known set.
    """
    mark = next((name for mark, name in MARKS if data.startswith(mark)), None)
    if mark is not None:
        return mark
    _refuse_binary(data)
    if _is_utf8(data):
        return "utf-8"
    if declared is not None and _decodes(data, declared):
        return declared
    return _eight_bit(data)


def _refuse_binary(data: bytes) -> None:
    if b"\0" in data:
        raise ValueError(
            "is a binary file or UTF-16 without a byte order mark (it holds NUL bytes); save it as text in UTF-8"
        )
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls > CONTROL_SHARE * len(data):
        raise ValueError(f"is a binary file ({controls} control characters); save it as text in UTF-8")


def _is_utf8(data: bytes) -> bool:
    """Whether the data are UTF-8, or were until some bytes were damaged."""
    if _decodes(data, "utf-8"):
        return True
    high = _count_high(data)
    return sum(len(m) for m in _SEQUENCE.findall(data)) >= UTF8_SHARE * high


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _eight_bit(data: bytes) -> str:
    from charset_normalizer import from_bytes

    sample = data[:SAMPLE_BYTES]
    letters = _count_high(sample) + sum(sample.count(b) for b in b"abcdefghijklmnopqrstuvwxyz")
    cyrillic = _count_high(sample) > CYRILLIC_SHARE * letters
    found = from_bytes(sample, cp_isolation=CYRILLIC_SETS if cyrillic else LATIN_SETS).best()
    if found is None:
        raise ValueError("is in no character set known here; save it in UTF-8")
    return found.encoding


def _count_high(data: bytes) -> int:
    return len(data) - len(data.translate(None, _HIGH))


def _damage(data: bytes, error: UnicodeDecodeError) -> str:
    line = data.count(b"\n", 0, error.start) + 1
    return f"is damaged: byte {error.start} (line {line}) is not {error.encoding}; save it again in UTF-8"
