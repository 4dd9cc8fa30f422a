"""Fonts of the PDF: one weight a file, European letters only, renamed as their licence asks of changed versions."""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

OUT = Path("src/havenwatch/report/paper/fonts")
# (file made, file of the package, axes, new family)
FACES = (
    ("serif-regular", "SourceSerif4[opsz,wght].ttf", {"opsz": 11, "wght": 400}, "Haven Serif"),
    ("serif-italic", "SourceSerif4-Italic[opsz,wght].ttf", {"opsz": 11, "wght": 400}, "Haven Serif"),
    ("serif-bold", "SourceSerif4[opsz,wght].ttf", {"opsz": 14, "wght": 620}, "Haven Serif"),
    ("sans-regular", "SourceSans3[wght].ttf", {"wght": 400}, "Haven Sans"),
    ("sans-bold", "SourceSans3[wght].ttf", {"wght": 620}, "Haven Sans"),
)
# Latin with its extensions, combining marks, Greek capitals of formulas, Cyrillic with that of Kazakh and its
# neighbours, punctuation, super- and subscripts, currency, letterlike signs, arrows, mathematics, geometric shapes
RANGES = (
    (0x20, 0x24F), (0x2B0, 0x2FF), (0x300, 0x36F), (0x391, 0x3C9), (0x400, 0x52F), (0x1E00, 0x1EFF), (0x2000, 0x206F),
    (0x2070, 0x209F), (0x20A0, 0x20BF), (0x2100, 0x2150), (0x2190, 0x2199), (0x2200, 0x22FF), (0x25A0, 0x25FF),
)  # fmt: skip


def make(name: str, source: Path, axes: dict[str, float], family: str) -> None:
    font = instancer.instantiateVariableFont(TTFont(source), axes)
    options = subset.Options(layout_features=[], hinting=False, name_IDs=[0, 1, 2, 13, 14], notdef_outline=True)
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "STAT", "MVAR", "HVAR", "DSIG", "meta"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[c for low, high in RANGES for c in range(low, high + 1)])
    cutter.subset(font)
    full = f"{family} {name.split('-')[1].capitalize()}"
    for identity, text in ((1, family), (2, name.split("-")[1].capitalize()), (4, full), (6, full.replace(" ", "-"))):
        font["name"].setName(text, identity, 3, 1, 0x409)
    font.save(OUT / f"{name}.ttf")
    print(name, (OUT / f"{name}.ttf").stat().st_size // 1024, "kB", len(font.getBestCmap()), "letters")


def main() -> None:
    folders = [Path(folder) for folder in sys.argv[1:]]
    for name, file, axes, family in FACES:
        make(name, next(f / file for f in folders if (f / file).exists()), axes, family)


if __name__ == "__main__":
    main()
