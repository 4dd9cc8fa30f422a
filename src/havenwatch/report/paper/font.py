"""TrueType fonts of the package: widths and glyphs of letters, and the objects that embed them."""

from __future__ import annotations

import functools
import struct
import unicodedata
import zlib
from collections.abc import Mapping
from importlib import resources

import pydyf

FACES = ("serif-regular", "serif-italic", "serif-bold", "sans-regular", "sans-bold")
MISSING = "\u25a1"  # an empty square stands for a letter that no font here has
MOST_MEASURED = 50_000
_INVISIBLE = {0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF}
_ITALIC, _SERIF, _SYMBOLIC = 1 << 6, 1 << 1, 1 << 2


class Font:
    """One face: metrics read from its tables; remembers which letters were written."""

    def __init__(self, face: str) -> None:
        """Read the face from the package."""
        self.face = face
        self.data = resources.files("havenwatch.report.paper").joinpath("fonts", f"{face}.ttf").read_bytes()
        self._tables = _directory(self.data)
        self.units = struct.unpack_from(">H", self.data, self._tables["head"] + 18)[0]
        self.box = struct.unpack_from(">4h", self.data, self._tables["head"] + 36)
        self.ascent, self.descent = struct.unpack_from(">hh", self.data, self._tables["hhea"] + 4)
        self._widths = self._read_widths()
        self._glyphs = self._read_glyphs()
        self._written: dict[int, str] = {}
        self._measured: dict[str, int] = {}  # words come again and again
        self._encoded: dict[str, str] = {}

    def _read_widths(self) -> tuple[int, ...]:
        count = struct.unpack_from(">H", self.data, self._tables["hhea"] + 34)[0]
        start = self._tables["hmtx"]
        return tuple(struct.unpack_from(">H", self.data, start + 4 * i)[0] for i in range(count))

    def _read_glyphs(self) -> Mapping[int, int]:
        start = self._tables["cmap"]
        number = struct.unpack_from(">H", self.data, start + 2)[0]
        offsets = (struct.unpack_from(">I", self.data, start + 8 + 8 * i)[0] for i in range(number))
        formats = {struct.unpack_from(">H", self.data, start + o)[0]: start + o for o in offsets}
        return _segments(self.data, formats[4])

    def letters(self, text: str) -> str:
        """The text as this font can write it: composed, without invisible signs, squares for what is missing."""
        composed = unicodedata.normalize("NFC", text)
        return "".join(self._letter(c) for c in composed if ord(c) not in _INVISIBLE)

    def _letter(self, letter: str) -> str:
        if ord(letter) in self._glyphs:
            return letter
        if letter.isspace():
            return " "
        base = unicodedata.normalize("NFKD", letter)[0]
        return base if ord(base) in self._glyphs else MISSING

    def width(self, text: str, size: float) -> float:
        """Width of a line in points."""
        total = self._measured.get(text)
        if total is None:
            last = len(self._widths) - 1
            total = sum(self._widths[min(self._glyphs[ord(c)], last)] for c in self.letters(text))
            if len(self._measured) < MOST_MEASURED:
                self._measured[text] = total
        return float(total * size / self.units)

    def encode(self, text: str) -> str:
        """Glyph numbers as hexadecimal digits, and a note that they were written."""
        known = self._encoded.get(text)
        if known is not None:
            return known
        codes = []
        for letter in self.letters(text):
            glyph = self._glyphs[ord(letter)]
            self._written[glyph] = letter
            codes.append(f"{glyph:04x}")
        made = "".join(codes)
        if len(self._encoded) < MOST_MEASURED:
            self._encoded[text] = made
        return made

    def embed(self, pdf: pydyf.PDF) -> pydyf.Dictionary:
        """Font object of the document, with only the widths and the letters that were written."""
        packed = zlib.compress(self.data, 9)
        extra = {"Filter": "/FlateDecode", "Length1": len(self.data)}
        file, unicode = pydyf.Stream([packed], extra), pydyf.Stream([_to_unicode(self._written)], compress=True)
        for item in (file, unicode):
            pdf.add_object(item)
        name = f"/Haven-{self.face.title().replace('-', '')}"
        descriptor = self._descriptor(name, file)
        pdf.add_object(descriptor)
        scale = 1000 / self.units
        last = len(self._widths) - 1
        widths = pydyf.Array()
        for glyph in sorted(self._written):
            widths.extend([glyph, pydyf.Array([round(self._widths[min(glyph, last)] * scale)])])
        info = {"Registry": pydyf.String("Adobe"), "Ordering": pydyf.String("Identity"), "Supplement": 0}
        inner = pydyf.Dictionary(
            {
                "Type": "/Font", "Subtype": "/CIDFontType2", "BaseFont": name, "CIDToGIDMap": "/Identity",
                "CIDSystemInfo": pydyf.Dictionary(info), "FontDescriptor": descriptor.reference, "W": widths,
            }
        )  # fmt: skip
        pdf.add_object(inner)
        outer = pydyf.Dictionary(
            {
                "Type": "/Font", "Subtype": "/Type0", "BaseFont": name, "Encoding": "/Identity-H",
                "DescendantFonts": pydyf.Array([inner.reference]), "ToUnicode": unicode.reference,
            }
        )  # fmt: skip
        pdf.add_object(outer)
        return outer

    def _descriptor(self, name: str, file: pydyf.Stream) -> pydyf.Dictionary:
        scale = 1000 / self.units
        italic, serif = "italic" in self.face, "serif" in self.face
        return pydyf.Dictionary(
            {
                "Type": "/FontDescriptor", "FontName": name, "FontFile2": file.reference,
                "Flags": _SYMBOLIC | (_ITALIC if italic else 0) | (_SERIF if serif else 0),
                "FontBBox": pydyf.Array([round(v * scale) for v in self.box]),
                "ItalicAngle": -11 if italic else 0, "Ascent": round(self.ascent * scale),
                "Descent": round(self.descent * scale), "CapHeight": 670, "StemV": 120 if "bold" in self.face else 80,
            }
        )  # fmt: skip


def _directory(data: bytes) -> Mapping[str, int]:
    """Offsets of the tables by name."""
    number = struct.unpack_from(">H", data, 4)[0]
    entries = (struct.unpack_from(">4sIII", data, 12 + 16 * i) for i in range(number))
    return {tag.decode("ascii"): offset for tag, _, offset, _ in entries}


def _segments(data: bytes, start: int) -> Mapping[int, int]:
    """Glyphs by code point from a table of format 4."""
    count = struct.unpack_from(">H", data, start + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", data, start + 14)
    at = start + 16 + 2 * count
    starts, deltas, offsets = (struct.unpack_from(f">{count}H", data, at + 2 * count * k) for k in range(3))
    found: dict[int, int] = {}
    for i, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            if offset == 0:
                glyph = (code + delta) % 65536
            else:
                place = at + 4 * count + 2 * i + offset + 2 * (code - first)
                glyph = struct.unpack_from(">H", data, place)[0]
                glyph = (glyph + delta) % 65536 if glyph else 0
            if glyph:
                found[code] = glyph
    return found


def _to_unicode(written: Mapping[int, str]) -> bytes:
    """Map from glyphs back to letters, so that text can be searched and copied."""
    rows = [f"<{glyph:04x}> <{letter.encode('utf-16-be').hex()}>" for glyph, letter in sorted(written.items())]
    blocks = [rows[i : i + 100] for i in range(0, len(rows), 100)]
    body = "\n".join(f"{len(b)} beginbfchar\n" + "\n".join(b) + "\nendbfchar" for b in blocks)
    head = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
    )
    tail = "\nendcmap CMapName currentdict /CMap defineresource pop end end"
    return (head + body + tail).encode("ascii")


@functools.cache
def metrics(face: str) -> Font:
    """A face for measuring; one that is written with is made anew for each document."""
    return Font(face)
