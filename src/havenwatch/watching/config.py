"""What is watched and how it is told: the file `havenwatch.yaml`."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from havenwatch.errors import UsageError

DEFAULT_INTERVAL, DEFAULT_RECHECK, DEFAULT_KEEP = "1h", "1d", "30d"
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
RULES = ("new_case", "stage_change", "removal", "conflict", "change", "e_value", "withdrawn")
KINDS = {"feeds": "feed", "sitemaps": "sitemap", "pages": "page"}
_SPAN = re.compile(r"(\d+)\s*([smhdw])")

__all__ = ["Config", "Listed", "Mail", "Rule", "read_config", "span"]


@dataclasses.dataclass(frozen=True, slots=True)
class Listed:
    """An address of the file: of a feed, a sitemap or a page, how often it is visited, what is said of its items."""

    address: str
    kind: str
    interval: dt.timedelta
    publisher: str | None = None
    language: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """An alert rule: `name` is one of `RULES`, `country` an ISO code, None for all; `over` a limit for rates."""

    name: str
    country: str | None = None
    over: float = 20.0
    counting: str = "R1"


@dataclasses.dataclass(frozen=True, slots=True)
class Mail:
    """How alerts are mailed. The password is in the environment variable `password_variable`, never in the file."""

    server: str
    port: int
    sender: str
    to: tuple[str, ...]
    user: str | None = None
    password_variable: str = "HAVENWATCH_MAIL_PASSWORD"  # noqa: S105 - the name of a variable
    security: str = "starttls"


@dataclasses.dataclass(frozen=True, slots=True)
class Config:
    """All of the file.

    `keywords` are beginnings of words, of which a page must have one to be added; none lets all pages in. `countries`
    are ISO codes that alerts are limited to, none for all. `recheck` is how soon a page is visited again, a pause that
    doubles each time it is unchanged, and `keep` for how long after it was first seen.
    """

    listed: tuple[Listed, ...]
    keywords: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    recheck: dt.timedelta = dt.timedelta(days=1)
    keep: dt.timedelta = dt.timedelta(days=30)
    limit: int = 100
    agent: str | None = None
    private: bool = False
    robots: bool = True
    rules: tuple[Rule, ...] = ()
    atom: Path | None = None
    mail: Mail | None = None
    command: tuple[str, ...] = ()


def read_config(path: Path | None, feeds: Sequence[str] = ()) -> Config:
    """Config of a file and of feeds named in the call; without a file the feeds alone.

    Raises:
        UsageError: missing, no YAML, an unknown key or a value that does not fit; the message names file and key.
    """
    if path is None:
        return Config(tuple(Listed(f, "feed", span(DEFAULT_INTERVAL)) for f in feeds))
    try:
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); name another file with --config") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: is no YAML ({' '.join(str(error).split())[:200]})") from error
    if not isinstance(told, dict):
        raise UsageError(f"{path}: is no list of settings; docs/watch.md shows one")
    try:
        return _config(told, feeds, path.parent)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UsageError(f"{path}: {error}") from error


def span(text: Any) -> dt.timedelta:
    """Length of time from `30m`, `1h`, `2d`.

    Raises:
        ValueError: another form, or less than a second.
    """
    match = _SPAN.fullmatch(str(text).strip())
    if match is None or int(match[1]) == 0:
        raise ValueError(f"'{text}' is no length of time: write it as 30m, 1h or 2d")
    return dt.timedelta(seconds=int(match[1]) * UNITS[match[2]])


def _config(told: Mapping[str, Any], feeds: Sequence[str], folder: Path) -> Config:
    known = {*KINDS, "interval", "recheck", "keep", "limit", "keywords", "countries", "agent", "private", "robots",
             "alerts", "atom", "mail", "command"}  # fmt: skip
    _only(told, known, "setting")
    interval = span(told.get("interval", DEFAULT_INTERVAL))
    listed = [_listed(entry, kind, interval) for key, kind in KINDS.items() for entry in _list(told, key)]
    listed += [Listed(f, "feed", interval) for f in feeds]
    return Config(
        listed=tuple({x.address: x for x in listed}.values()),
        keywords=tuple(str(k).casefold() for k in _list(told, "keywords")),
        countries=tuple(str(c).upper() for c in _list(told, "countries")),
        recheck=span(told.get("recheck", DEFAULT_RECHECK)),
        keep=span(told.get("keep", DEFAULT_KEEP)),
        limit=int(told.get("limit", 100)),
        agent=told.get("agent"),
        private=_flag(told, "private", default=False),
        robots=_flag(told, "robots", default=True),
        rules=tuple(_rule(entry) for entry in _list(told, "alerts")),
        atom=folder / str(told["atom"]) if "atom" in told else None,
        mail=_mail(told["mail"]) if "mail" in told else None,
        command=tuple(str(word) for word in _list(told, "command")),
    )


def _listed(entry: Any, kind: str, interval: dt.timedelta) -> Listed:
    found = {"url": entry} if isinstance(entry, str) else entry
    _only(found, {"url", "interval", "publisher", "language"}, f"key of a {kind}")
    address = str(found["url"])
    if not address.startswith(("http://", "https://")):
        raise ValueError(f"'{address}' is no address of http or https")
    own = span(found["interval"]) if "interval" in found else interval
    return Listed(address, kind, own, found.get("publisher"), found.get("language"))


def _rule(entry: Any) -> Rule:
    found = {"rule": entry} if isinstance(entry, str) else entry
    _only(found, {"rule", "country", "over", "counting"}, "key of an alert")
    if found["rule"] not in RULES:
        raise ValueError(f"'{found['rule']}' is no alert rule; choose one of {', '.join(RULES)}")
    country = found.get("country")
    return Rule(found["rule"], str(country).upper() if country else None, float(found.get("over", 20.0)),
                str(found.get("counting", "R1")))  # fmt: skip


def _mail(found: Mapping[str, Any]) -> Mail:
    _only(found, {"server", "port", "from", "to", "user", "password_variable", "security"}, "key of mail")
    security = str(found.get("security", "starttls"))
    if security not in ("starttls", "tls", "none"):
        raise ValueError(f"'{security}' is no security of mail; choose starttls, tls or none")
    to = found["to"]
    told = {k: str(found[k]) for k in ("user", "password_variable") if k in found}
    return Mail(str(found["server"]), int(found.get("port", 587)), str(found["from"]),
                tuple([to] if isinstance(to, str) else to), security=security, **told)  # fmt: skip


def _only(found: Any, known: set[str], what: str) -> None:
    if not isinstance(found, dict):
        raise ValueError(f"{found!r} is no list of keys")  # noqa: TRY004 - the file is wrong, not the call
    unknown = sorted(str(k) for k in found if k not in known)
    if unknown:
        raise ValueError(f"'{unknown[0]}' is no {what}; known are {', '.join(sorted(known))}")


def _list(told: Mapping[str, Any], key: str) -> list[Any]:
    value = told.get(key)
    return [] if value is None else value if isinstance(value, list) else [value]


def _flag(told: Mapping[str, Any], key: str, *, default: bool) -> bool:
    value = told.get(key, default)
    if not isinstance(value, bool):
        raise ValueError(f"'{key}' is '{value}'; write true or false")  # noqa: TRY004 - the file is wrong, not the call
    return value
