from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from havenwatch.source.charset import decode

SENTENCE = "Суд в Алма-Ате отказал в выдаче активистки Юлии Емельяновой."
UKRAINIAN = "Прокуратура України повідомила про підозру його адвокатці."
GERMAN = "Die Behörden haben die Auslieferung des Flüchtlings für zulässig erklärt."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SENTENCE, "utf-8"),
        (SENTENCE, "utf-8-sig"),
        (SENTENCE, "utf-16"),
        (SENTENCE, "cp1251"),
        (SENTENCE, "koi8_r"),
        (SENTENCE, "cp866"),
        ("Привет, мир", "koi8_r"),
        (f"{SENTENCE} «Он — дезертир»", "cp1251"),
        (UKRAINIAN, "cp1251"),
        (UKRAINIAN, "koi8_u"),
        (GERMAN, "cp1252"),
    ],
)
def test_character_sets(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_utf16_of_either_order(mark: bytes) -> None:
    order = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    assert decode(mark + SENTENCE.encode(order)) == SENTENCE


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_utf8_is_kept_code_point_for_code_point(text: str) -> None:
    kept = "x " + text + "\r\n\t \x0c"
    assert decode(kept.encode()) == kept


def test_one_mark_is_taken_off_not_two() -> None:
    assert decode(b"\xef\xbb\xbf" + "\ufeffa".encode()) == "\ufeffa"


def test_the_declared_set_is_used_when_it_is_not_utf8() -> None:
    assert decode("Київ".encode("koi8_u"), "koi8-u") == "Київ"
    assert decode("Київ".encode(), "windows-1251") == "Київ"
    assert decode(SENTENCE.encode("cp1251"), "no-such-set") == SENTENCE


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"abc\0def", "NUL bytes"),
        (SENTENCE.encode("utf-16-le"), "UTF-16 without a byte order mark"),
        (bytes(range(1, 32)) * 10, "control characters"),
        (SENTENCE.encode() + b"\n\xd0\n" + SENTENCE.encode(), r"byte \d+ \(line 2\) is not utf-8"),
        (SENTENCE.encode()[:-2] + b"\xd0", "is damaged"),
        (b"\xff\xfe\x00", "is damaged"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        decode(data)


def test_a_single_control_character_in_a_long_text_is_kept() -> None:
    text = SENTENCE * 10 + "\x01"
    assert decode(text.encode()) == text
