"""Texts for the tests of the review app: invented people, two states, a conflict, an attack in a document."""

from __future__ import annotations

import json
from pathlib import Path

ATTACK = "<script>document.title='pwned'</script><img src=x onerror=alert(1)>"
# An astral letter before the act: offsets of code points and of UTF-16 units differ behind it.
ASTRAL = "\U0001f6a8\U0001f6a8"

TEXTS = [
    {
        "id": "1",
        "published": "2026-02-10",
        "publisher": "Вестник",
        "title": "Суд отказал активисту",
        "text": "Суд в Алматы 3 февраля 2026 года арестовал активиста Ивана Лугового по запросу России. "
        "Генпрокуратура Казахстана 5 февраля 2026 года удовлетворила запрос России об экстрадиции Лугового. "
        "Адвокаты обжаловали решение об экстрадиции.",
    },
    {
        "id": "2",
        "published": "2026-02-11",
        "publisher": "Хроника",
        "title": "Луговой под арестом",
        "text": "4 февраля 2026 года суд в Алматы арестовал Ивана Лугового. Луговой попросил убежище в Казахстане.",
    },
    {
        "id": "3",
        "published": "2026-02-12",
        "publisher": "Хроника",
        "title": "Дезертир",
        "text": f"{ASTRAL} Дезертира Петра Самойлова задержали в Астане 1 февраля 2026 года. "
        "10 февраля 2026 года Самойлова выслали в Россию. Позже его видели в части.",
    },
    {
        "id": "4",
        "published": "2026-02-13",
        "publisher": "Недоброе",
        "title": ATTACK,
        "text": f"{ATTACK} В Ереване задержали журналиста Олега Дальнего. 12 февраля 2026 года суд в Ереване "
        'отказал Олегу Дальнему в убежище. =HYPERLINK("x")',
    },
    {
        "id": "5",
        "published": "2026-02-14",
        "publisher": "Хроника",
        "title": "Другой Луговой",
        "text": "В Бишкеке 7 февраля 2026 года задержали преподавателя Ивана Луговых. Россия требует его выдачи.",
    },
]


def write_texts(folder: Path) -> Path:
    """The texts as a file of JSON lines."""
    file = folder / "texts.jsonl"
    file.write_text("\n".join(json.dumps(t, ensure_ascii=False) for t in TEXTS), encoding="utf-8")
    return file
