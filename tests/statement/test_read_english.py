"""English texts through the frames: type, status, person, place and date; and what is no act."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.statement.told import Read


def told(read: Read, text: str) -> list[tuple[str, str, str | None]]:
    reading = read(text, language="en")
    mentions = {m.id: m for m in reading.mentions}
    rows = []
    for s in reading.statements:
        if s.kind == "event" and s.type is not None:
            people = [mentions[mentions[p].head].name for p in s.values("person")]
            rows.append((s.type, s.status, people[0] if people else None))
    return rows


ANNA = "Anna Belova"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police in Tbilisi detained activist Anna Belova on Friday.", ("detained", "reported", ANNA)),
        ("Anna Belova was arrested in Yerevan.", ("detained", "reported", ANNA)),
        ("Serbia extradited journalist Anna Belova to Minsk.", ("extradited", "reported", ANNA)),
        ("A court in Vilnius refused to extradite Anna Belova.", ("extradition_refused", "reported", ANNA)),
        ("Anna Belova was denied asylum in Astana.", ("asylum_refused", "reported", ANNA)),
        ("Anna Belova has applied for asylum in Germany.", ("asylum_applied", "reported", ANNA)),
        ("Anna Belova may be deported to Tajikistan.", ("expelled", "planned", ANNA)),
        ("Anna Belova was not deported, her lawyer said.", ("expelled", "denied", ANNA)),
        ("Georgia is said to have deported Anna Belova.", ("expelled", "alleged", ANNA)),
        ("Should Ankara deport Anna Belova, she would be jailed.", ("expelled", "conditional", ANNA)),
        ("The court extended the detention of Anna Belova for two months.", ("custody_extended", "reported", ANNA)),
        ("Masked men bundled Anna Belova into a van.", ("abducted", "reported", ANNA)),
        ("Anna Belova was sentenced to six years in prison.", ("convicted", "reported", ANNA)),
        ("Anna Belova appealed against the deportation order.", ("appeal_filed", "reported", ANNA)),
        ("Border guards turned Anna Belova away at the airport.", ("entry_denied", "reported", ANNA)),
        ("Activist Anna Belova was detained. She was freed on Monday.", ("released", "reported", ANNA)),
    ],
)
def test_an_act_and_whom_it_befell(read: Read, text: str, expected: tuple[str, str, str]) -> None:
    assert expected in told(read, text)


@pytest.mark.parametrize(
    "text",
    [
        "The club released the striker, and the goalkeeper was arrested by a heavy tackle in the match.",
        "The flight was held for two hours.",
        "The rally was held on Sunday.",
        "A poem about snow, and nothing else.",
        "",
        "1. 2. 3.",
    ],
)
def test_what_is_no_act(read: Read, text: str) -> None:
    assert [row for row in told(read, text) if row[1] == "reported"] == []


def test_host_requesting_date_and_quote(read: Read) -> None:
    text = "On 12 February Kazakhstan extradited Russian activist Anna Belova to Russia."
    reading = read(text, language="en")
    (act,) = [s for s in reading.statements if s.type == "extradited"]
    assert (act.values("host"), act.values("requesting")) == (("KZ",), ("RU",))
    assert (str(act.earliest), str(act.latest)) == ("2026-02-12", "2026-02-12")
    assert act.quote == text[act.start : act.end]


def test_the_speaker_is_named_in_full(read: Read) -> None:
    reading = read("Anna Belova was detained in Tbilisi, her defence lawyer said on Thursday.", language="en")
    assert {s.attributed_to for s in reading.statements if s.type == "detained"} == {"her defence lawyer"}


WORDINGS = (Path(__file__).parent / "wordings-english.tsv").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("row", WORDINGS)
def test_common_wordings_of_each_type(read: Read, row: str) -> None:
    kind, text = row.split("\t")
    found = {(k, who) for k, _, who in told(read, text)}
    assert found & {(kind, ANNA), (kind, "Ivan Petrov")}
