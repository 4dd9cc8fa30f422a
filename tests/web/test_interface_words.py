"""Every text of the interface has its Russian words, none is left over, and values are in both."""

from __future__ import annotations

import ast
import importlib.resources
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from havenwatch.web.show import words_of

WEB = Path(str(importlib.resources.files("havenwatch.web")))
_TEXT = r'"((?:[^"\\]|\\.)*)"'
# Words that come from data: what the ledger and the team write down, and the columns that a loop names.
FROM_DATA = {
    "review", "bulk", "mark", "span", "merge", "split", "undo", "reader", "reviewer", "editor", "admin", "Source",
    "Place in it", "SHA-256", "When", "Who", "About", "Digest", "No.", "added", "reviewed", "judged", "marked",
    "forced", "rebuilt", "read", "withdrawn",
}  # fmt: skip


def texts() -> tuple[set[str], set[tuple[str, str]]]:
    single, plural = set(FROM_DATA), set()
    for file in (WEB / "templates").glob("*.html"):
        source = file.read_text(encoding="utf-8")
        single |= {m[1].replace('\\"', '"') for m in re.finditer(rf"(?<![\w.])_\(\s*{_TEXT}", source)}
        plural |= {(m[1], m[2]) for m in re.finditer(rf"w\.many\(\s*{_TEXT}\s*,\s*{_TEXT}", source)}
    for file in WEB.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        named: dict[str, set[str]] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                for target in node.targets:
                    named.setdefault(ast.unparse(target), set()).add(str(node.value.value))
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called, first = ast.unparse(node.func), node.args[0]
            if called.split(".")[-1] in {"words", "self"}:
                single |= {first.value} if isinstance(first, ast.Constant) else named.get(ast.unparse(first), set())
            if called.endswith(".many") and isinstance(first, ast.Constant):
                plural.add((first.value, node.args[1].value))
    show = ast.parse((WEB / "show" / "words.py").read_text(encoding="utf-8"))
    for node in ast.walk(show):
        if isinstance(node, ast.Dict):
            single |= {v.value for v in node.values if isinstance(v, ast.Constant)} - {"English", "Русский"}
    return single, plural


@pytest.fixture(scope="module")
def catalogue() -> dict:
    with (WEB / "locale" / "ru" / "LC_MESSAGES" / "web.po").open("rb") as stream:
        return {m.id: m.string for m in read_po(stream, locale="ru") if m.id}


def test_every_text_has_its_words_and_none_is_left_over(catalogue: dict) -> None:
    single, plural = texts()
    assert len(single) > 250
    assert sorted((single | plural) - catalogue.keys(), key=str) == []
    assert sorted(catalogue.keys() - single - plural, key=str) == []
    assert [k for k, v in catalogue.items() if not v or (isinstance(v, tuple) and not all(v))] == []


def test_the_same_values_stand_in_both_languages(catalogue: dict) -> None:
    def values(text: str) -> set[str]:
        return set(re.findall(r"{(\w+)}", text))

    wrong = []
    for key, told in catalogue.items():
        ours = values(key if isinstance(key, str) else key[1])
        wrong += [key for one in ([told] if isinstance(told, str) else told) if values(one) != ours]
    assert wrong == []


@pytest.mark.parametrize(("number", "words"), [(1, "1 дело"), (3, "3 дела"), (11, "11 дел"), (121, "121 дело")])
def test_numbers_have_their_forms(number: int, words: str) -> None:
    assert words_of("ru").many("{n} case", "{n} cases", number) == words


def test_an_unknown_language_is_english() -> None:
    assert words_of("xx").language == "en"
