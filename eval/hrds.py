"""HRDsAttack (Ran et al. 2023): English press articles with the victims that their readers named."""

from __future__ import annotations

import dataclasses
import html
import json
import lzma
import re
from pathlib import Path

from eval.errors import EvaluationError

BREAK = re.compile(r"</p>|<br\s*/?>", re.IGNORECASE)
TAG = re.compile(r"<[^>]+>")


@dataclasses.dataclass(frozen=True, slots=True)
class Article:
    """Plain text of one article and the names of its victims that stand in it."""

    id: str
    text: str
    victims: tuple[str, ...]
    published: str | None = None


def read_articles(path: Path) -> list[Article]:
    """All articles of a JSON file, plain or packed with xz.

    Raises:
        EvaluationError: the file is missing or has another form.
    """
    try:
        with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as file:
            return [_article(row) for row in json.load(file)]
    except (OSError, lzma.LZMAError, ValueError, KeyError, TypeError) as error:
        raise EvaluationError(f"{path}: not a file of HRDsAttack ({error!r}); name its train or dev JSON") from error


def _article(row: dict[str, dict[str, object]]) -> Article:
    sample = row["sample"]
    text = f"{sample['Input.title']}\n\n{plain(str(sample['Input.article_interface']))}"
    merged = row["merged_sample"]["victims"]
    if not isinstance(merged, list):
        raise TypeError(f"victims are a {type(merged).__name__}, not a list")
    names = dict.fromkeys(str(victim["victim_name"]).strip() for victim in merged if victim["victim_name"])
    present = tuple(n for n in names if n.casefold() in text.casefold())
    published = str(sample.get("Input.publish_date") or "")[:10] or None
    return Article(str(sample["Input.GLOBALEVENTID"]), text, present, published)


def plain(page: str) -> str:
    """HTML of an article as paragraphs of text."""
    return html.unescape(TAG.sub("", BREAK.sub("\n\n", page))).strip()
