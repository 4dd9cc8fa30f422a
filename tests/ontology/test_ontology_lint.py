from __future__ import annotations

import pathlib
import re
import shutil

import pytest

from havenwatch.ontology.docs import main as docs_main
from havenwatch.ontology.lint import lint, main

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "src/havenwatch/ontology/data"


def test_the_ontology_is_sound() -> None:
    assert [str(fault) for fault in lint(DATA)] == []


def test_the_page_is_up_to_date() -> None:
    assert docs_main(["--check", str(ROOT / "docs/ontology.md")]) == 0


def test_a_stale_page_is_found_and_rewritten(tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "deep" / "ontology.md"
    assert docs_main(["--check", str(page)]) == 1
    assert "lags behind" in capsys.readouterr().err
    assert docs_main(["--write", str(page)]) == 0
    assert docs_main(["--check", str(page)]) == 0


def test_docs_without_a_mode_is_a_wrong_call(capsys: pytest.CaptureFixture[str]) -> None:
    assert docs_main([]) == 2
    assert "usage" in capsys.readouterr().err


EVENT = """id: wronged
group: force
direction: -1
policy: false
labels: {en: Wronged, ru: Обижен}
definition: {en: Somebody is wronged., ru: Кого-то обидели.}
about: [custody]
required_roles: [person]
roles: [person]
frames:
  ru:
    - head: [обидеть]
      needs: [[сосед]]
      unless: [собака]
      person: [acc]
      about: custody
      phrase: "Её обидел сосед"
triggers: {en: {wronged: She was wronged}}
near_miss: [{text: "Обида прошла", why: a feeling, not: null}]
codes: {huridocs: null, plover: null, acled: null}
"""
# what is replaced in the sound file, by what, and the fault that must be told
SEEDED = [
    ("id: wronged", "id: other", "id: `other` is not the name of the file"),
    ("group: force\n", "group: force\ncolour: red\n", "colour: unknown key"),
    ("direction: -1\npolicy: false", "policy: false\ndirection: -1", "keys: order must be"),
    ("group: force", "group: farce", "group: `farce` is not one of"),
    ("direction: -1", "direction: 3", "direction: `3` is not one of"),
    ("policy: false", "policy: true", "policy: must be true in the group policy"),
    ("{en: Wronged, ru: Обижен}", "{en: Wronged}", "labels.ru: is missing"),
    ("about: [custody]", "about: [weather]", "about: `weather` is not one of"),
    ("about: [custody]", "about: []", "frames.ru[0].about: `custody` is not one of"),
    ("\nroles: [person]", "\nroles: [agent]", "required_roles: `person` is not one of agent"),
    ("\nroles: [person]", "\nroles: [person, wizard]", "roles: `wizard` is not one of"),
    ("head: [обидеть]", "head: [обидели]", "frames.ru[0].head: `обидели` is no dictionary form"),
    ("head: [обидеть]", "head: [обидеть, обидеть]", "frames.ru[0].head: `обидеть` stands twice"),
    ("unless: [собака]", "unless: [собаки]", "frames.ru[0].unless: `собаки` is no dictionary form"),
    ("unless: [собака]", "unless: [сосед]", "frames.ru[0].phrase: the frame does not fit its own phrase"),
    ("person: [acc]", "person: [abl]", "frames.ru[0].person: `abl` is not one of"),
    ("      about: custody\n", "      status: certain\n", "frames.ru[0].status: `certain` is not one of"),
    ('      phrase: "Её обидел сосед"\n', "", "frames.ru[0]: key `phrase` is missing"),
    ('"Её обидел сосед"', '"Её обидел брат"', "frames.ru[0].phrase: the frame does not fit its own phrase"),
    ("not: null", "not: vexed", "near_miss.not: `vexed` is not another event type"),
    ("not: null", "not: wronged", "near_miss.not: `wronged` is not another event type"),
    ("She was wronged", "She was hurt", "triggers.en: `She was hurt` does not show `wronged`"),
    ("huridocs: null", 'huridocs: ["4:1"]', "codes.huridocs: `4:1` is malformed"),
    ("huridocs: null", 'huridocs: ["4:999900000000"]', "codes.huridocs: `4:999900000000` is not in crosswalk"),
    ("plover: null, ", "", "codes.plover: is missing"),
    ("acled: null", "gdelt: [x]", "codes.gdelt: unknown system"),
    ("frames:\n", "frames: 3\nframe:\n", "frame: unknown key"),
]


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    copy = tmp_path / "data"
    shutil.copytree(DATA, copy)
    (copy / "event" / "wronged.yaml").write_text(EVENT, encoding="utf-8")
    return copy


def test_the_sound_sample_has_no_fault(folder: pathlib.Path) -> None:
    assert lint(folder) == []


@pytest.mark.parametrize(("old", "new", "message"), SEEDED)
def test_seeded_fault_is_told(folder: pathlib.Path, old: str, new: str, message: str) -> None:
    assert old in EVENT
    (folder / "event" / "wronged.yaml").write_text(EVENT.replace(old, new, 1), encoding="utf-8")
    assert any(str(fault).startswith("wronged.yaml: ") and message in str(fault) for fault in lint(folder))


def test_one_wording_in_two_types_is_told(folder: pathlib.Path) -> None:
    twin = EVENT.replace("id: wronged", "id: zealous")
    (folder / "event" / "zealous.yaml").write_text(twin, encoding="utf-8")
    assert any("`обидеть` with the same needs is in wronged" in str(fault) for fault in lint(folder))


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("place/extra.yaml", "KZ:\n  names: {en: K, ru: К}\n", "`KZ` must be a quoted ISO code that no other entry"),
        ("place/extra.yaml", "Q1:\n  names: {en: K, ru: К}\n", "extra.yaml: Q1: is not an ISO 3166"),
        ("place/extra.yaml", "QQ:\n  names: {en: K}\n  adjective: [x]\n", "QQ.names: `ru` is missing"),
        ("place/extra.yaml", "QQ:\n  names: {en: K, ru: К}\n  river: [x]\n", "QQ.river: unknown key"),
        ("place/extra.yaml", "QQ:\n  names: {en: K, ru: К}\n  state: [qq, qq]\n", "`qq` stands twice"),
        ("place/extra.yaml", "QQ:\n  names: {en: K, ru: К}\n  state: [Qq]\n", "`Qq` must be in lower case"),
        ("place/extra.yaml", "QQ:\n  names: {en: K, ru: К}\n  state: [казахстан]\n", "`казахстан` of"),
        ("crosswalk/acled.yaml", "codes: {}\n", "must have `source` and `codes`"),
        ("profile.yaml", "poet: {labels: {en: Poet}, words: {ru: {поэт: x}}}\n", "poet.words.ru: `x` is not one of"),
        ("profile.yaml", "poet: {labels: {en: Poet}, words: {}}\n", "poet.labels.ru: is missing"),
    ],
)
def test_faults_of_other_files_are_told(folder: pathlib.Path, file: str, text: str, message: str) -> None:
    (folder / file).write_text(text, encoding="utf-8")
    assert any(message in str(fault) for fault in lint(folder))


def test_unused_crosswalk_code_is_told(folder: pathlib.Path) -> None:
    file = folder / "crosswalk" / "acled.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "  Riots/Mob violence: Mob violence\n", encoding="utf-8")
    assert [str(fault) for fault in lint(folder)] == ["acled.yaml: codes.Riots/Mob violence: no event type uses it"]


def test_exit_status_and_output(folder: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder)]) == 0
    (folder / "event" / "wronged.yaml").write_text("id: [", encoding="utf-8")
    assert main([str(folder)]) == 1
    assert re.match(r"wronged.yaml: file: cannot be read as YAML", capsys.readouterr().out)
