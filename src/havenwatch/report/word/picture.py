"""A drawing as PNG: word processors show pictures everywhere, vector drawings only in some."""

from __future__ import annotations

import io
import struct
import zlib

import pypdfium2

from havenwatch.report.draw.record import Drawing
from havenwatch.report.paper.document import draw_pdf

SCALE = 2.6  # pixels a unit: about 280 to the inch over the width of a page
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def to_png(drawing: Drawing) -> bytes:
    """The drawing on white, three bytes a pixel."""
    document = pypdfium2.PdfDocument(draw_pdf(drawing))
    try:
        bitmap = document[0].render(scale=SCALE, rev_byteorder=True)
        width, height, stride = bitmap.width, bitmap.height, bitmap.stride
        raw, channels = bytes(bitmap.buffer), bitmap.n_channels
        bitmap.close()
    finally:
        document.close()
    rows = (raw[y * stride : y * stride + width * channels] for y in range(height))
    return _png(width, height, [_rgb(row, channels) for row in rows])


def _rgb(row: bytes, channels: int) -> bytes:
    if channels == 3:
        return row
    return b"".join(row[i : i + 3] for i in range(0, len(row), channels))


def _png(width: int, height: int, rows: list[bytes]) -> bytes:
    out = io.BytesIO()
    out.write(_SIGNATURE)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    density = struct.pack(">IIB", round(SCALE * 72 / 0.0254), round(SCALE * 72 / 0.0254), 1)
    body = zlib.compress(b"".join(b"\x00" + row for row in rows), 9)
    for kind, data in ((b"IHDR", header), (b"pHYs", density), (b"IDAT", body), (b"IEND", b"")):
        out.write(struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)))
    return out.getvalue()
