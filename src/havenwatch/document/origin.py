"""Whose report a text repeats, where it says so: "со ссылкой на ТАСС", "according to Reuters", "деп хабарлайды ..."."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from importlib import resources

import yaml

# Words by which a text names another outlet as the origin of the news, before the name (`{}`) or behind it.
BEFORE = (
    "с[о]? ссылкой на",
    "ссылаясь на",
    "об этом (?:сообща[ею]т|пишет|переда[её]т|рассказал[аио]?)",
    "как (?:сообща[ею]т|пишет|переда[её]т|сообщил[аио]?|рассказал[аио]?)",
    "(?:сообщает|переда[её]т|пишет)",
    "источник:",
    "по (?:данным|информации|сообщению)",
    "according to",
    "(?:as )?reported by",
    "citing",
    "source:",
    "дереккөз:",
)
BEHIND = "(?:сообщает|переда[её]т|пишет|reports|reported|wrote|хабарлайды|жазады)"
# Kinds of outlet that may stand between the words and the name.
KIND = (
    r"(?:(?:информационн\w+|агентств\w+|издани\w+|портал\w*|газет\w+|телеканал\w*|сайт\w*|"
    r"(?:телеграм-|telegram-)?канал\w*|"
    r"проект\w*|the|news|agency|newspaper|site)\s+){0,3}"
)
QUOTED = r"[«\"“](?P<quoted>[^«»\"“”\n]{2,40})[»\"”]"
ADDRESS = r"(?P<address>[A-Za-z0-9-]{2,30}\.(?:kz|kg|ru|com|org|net|info|media|news|uz))"
# Where a reprint names its origin: at the beginning or at the end.
EDGE = 600

__all__ = ["named_origins"]


def named_origins(text: str) -> tuple[str, ...]:
    """Names of the outlets whose report the text says that it repeats, in order, each once; empty for none."""
    edges = text if len(text) <= 2 * EDGE else f"{text[:EDGE]}\n{text[-EDGE:]}"
    found: dict[str, None] = {}
    for match in _pattern().finditer(edges):
        name = match["quoted"] or match["quoted2"] or match["address"] or match["address2"]
        known = match["known"] or match["known2"]
        found.setdefault(_outlets()[known.casefold()] if known else name.strip(), None)
    return tuple(found)


@functools.cache
def _outlets() -> Mapping[str, str]:
    """Form in small letters -> name."""
    text = resources.files("havenwatch.lang").joinpath("outlets.yaml").read_text(encoding="utf-8")
    return {form.casefold(): entry["name"] for entry in yaml.safe_load(text) for form in entry["forms"]}


@functools.cache
def _pattern() -> re.Pattern[str]:
    forms = sorted(_outlets(), key=len, reverse=True)
    known = rf"(?P<known>{'|'.join(re.escape(f) for f in forms)})(?!\w)"
    name = rf"(?:[«\"“]?{known}|{ADDRESS}|{QUOTED})"
    again = re.sub(r"\(\?P<(\w+)>", r"(?P<\g<1>2>", name)
    before = rf"(?<!\w)(?:{'|'.join(BEFORE)})\s+{KIND}{name}"
    behind = rf"(?<!\w){again}[»\"”]?,?\s+{BEHIND}(?!\w)"
    return re.compile(rf"{before}|{behind}", re.IGNORECASE)
