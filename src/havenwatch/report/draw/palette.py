"""How a role looks on white paper; the page has the same words in its style sheet, with a dark scheme beside."""

from __future__ import annotations

from collections.abc import Mapping

COLOURS: Mapping[str, str] = {
    "ink": "#1d1c1a",
    "quiet": "#5b5852",
    "axis": "#1d1c1a",
    "grid": "#d9d5cc",
    "tick": "#d9d5cc",
    "adverse": "#9a3324",
    "protective": "#1f6b52",
    "neutral": "#8a867d",
    "posterior": "#1f4e79",
    "accent": "#1f4e79",
    "link": "#ccd6e0",
    "node": "#1f4e79",
    "sea": "#f4f6f7",
    "land": "#e2ddd2",
    "border": "#ffffff",
    "host": "#1f4e79",
    "requesting": "#9a3324",
    "onhost": "#ffffff",
    "paper": "#ffffff",
    "warn": "#b9862f",
}


def rgb(role: str) -> tuple[float, float, float]:
    """Red, green and blue of a role, each from 0 to 1; of several words the last one counts."""
    colour = COLOURS[role.rsplit(" ", 1)[-1]]
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue
