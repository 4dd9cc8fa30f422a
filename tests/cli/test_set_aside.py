"""A text on another subject through the whole command line: kept, named, counted, and read when asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

Run = Callable[..., tuple[int, str, str]]

FESTIVAL = (
    "В городском парке открылся ежегодный фестиваль цветов. Посетители смогут увидеть сотни сортов тюльпанов и роз. "
    "Организаторы подготовили концертную программу и выставку работ местных художников. Вход свободный. "
    "Погода в выходные ожидается солнечная, без осадков. Для детей откроют игровую площадку и мастерские по лепке. "
    "На главной сцене выступят музыкальные коллективы из нескольких областей, вечером состоится показ фильма. "
    "Завершится праздник большим салютом над рекой, сообщили в отделе культуры. Билеты на концерт не нужны. "
    "Гости из соседних городов приедут на поезде, для них будет открыта большая стоянка у северных ворот парка."
)


def test_what_is_about_something_else_is_set_aside_and_read_on_request(run: Run, tmp_path: Path) -> None:
    (tmp_path / "festival.txt").write_text(FESTIVAL, encoding="utf-8")
    code, _, told = run("add", "festival.txt")
    assert code == 0
    assert "gate: " in told
    assert "add --all" in told
    _, shown, _ = run("status")
    assert "gate: 1" in shown
    _, found, _ = run("search", "тюльпанов")
    assert "тюльпанов" in found
    code, _, told = run("add", "--all", "festival.txt")
    assert (code, "gate" in told) == (0, False)
    _, shown, _ = run("status")
    assert "gate" not in shown
    assert run("verify")[0] == 0
