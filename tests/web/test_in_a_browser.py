"""The pages in a real Chromium: read, decide by keyboard, select text, on a phone, with axe-core."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from web_parts import PASSWORD
from web_texts import ASTRAL

from havenwatch.ledger import Ledger
from havenwatch.ledger.browse import Wanted
from havenwatch.web.team import Team

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = Path(__file__).parent / "vendored" / "axe.min.js"
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (Debian: apt-get install chromium)"),
    # Playwright's own sockets are closed when its process ends
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


class Watch:
    """Notes what must not happen: script errors, requests to anywhere else, refusals by the policy."""

    def __init__(self, page: Any, origin: str) -> None:
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("console", lambda line: self.faults.append(line.text) if self._bad(line) else None)
        page.on(
            "request", lambda asked: None if asked.url.startswith((origin, "data:")) else self.faults.append(asked.url)
        )

    @staticmethod
    def _bad(line: Any) -> bool:
        # a page that answers 404 or 409 on purpose is told of by the browser too
        return line.type == "error" and "the server responded with a status of 4" not in line.text


@pytest.fixture
def page(chromium: Any, alone_address: str) -> Iterator[Any]:
    context = chromium.new_context(base_url=alone_address, locale="en-GB", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(8_000)
    opened = context.new_page()
    watch = Watch(opened, alone_address)
    yield opened
    context.close()
    assert watch.faults == []


def sign_in(chromium: Any, address: str, name: str) -> Any:
    context = chromium.new_context(base_url=address, locale="en-GB")
    context.set_default_timeout(8_000)
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/")
    return page


def test_a_first_time_reader_finds_a_case_and_its_evidence(page: Any) -> None:
    page.goto("/")
    page.get_by_role("link", name="Kazakhstan").first.click()
    page.locator("#cases").wait_for()
    page.get_by_role("link", name="Лугов").first.click()
    assert "Лугов" in page.locator("h1").inner_text()
    quote = page.locator("blockquote", has_text="запрос России об экстрадиции").first
    assert "Extradition approved" in page.locator("main").inner_text()
    quote.locator("footer a").first.click()
    # the quote in its place in the source
    assert page.locator("mark", has_text="запрос России об экстрадиции").first.is_visible()
    page.get_by_role("link", name="Лугов").first.click()
    page.wait_for_url("**/person/*")


def test_search_finds_any_script(page: Any) -> None:
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("Samoilov")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?**")
    assert "Самойлова" in page.locator("main").inner_text()
    page.get_by_role("link", name="This spelling only").click()
    assert "No place has all these words" in page.locator("main").inner_text()


def test_a_reviewer_works_through_the_queue_by_keyboard_alone(page: Any, ledger: Ledger, tmp_path: Path) -> None:
    lines = [f"{n} марта 2026 года суд в Алматы арестовал активиста Игоря Зимина." for n in range(1, 29)]
    file = tmp_path / "many.txt"
    file.write_text("\n\n".join(lines), encoding="utf-8")
    ledger.add([file], forced=True)
    page.goto("/review")
    todo = min(30, ledger.browser.queue(Wanted()).total)
    assert todo >= 25
    for number in range(todo):
        identity = page.locator("input[name=statement]").input_value()
        page.keyboard.press("axu"[number % 3])
        page.wait_for_function(
            "was => { const now = document.querySelector('input[name=statement]'); return !now || now.value !== was }",
            arg=identity,
        )
    counts = ledger.browser.queue_counts()
    assert counts["accepted"] + counts["rejected"] + counts["unsure"] >= todo - 1
    assert counts["accepted"] >= 8
    assert counts["rejected"] >= 8


def test_correct_and_take_back_by_keyboard(page: Any, ledger: Ledger) -> None:
    page.goto("/review")
    identity = page.locator("input[name=statement]").input_value()
    page.keyboard.press("c")
    assert page.locator("#fields").get_attribute("open") is not None
    page.locator("#f-type").select_option("released")
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    page.wait_for_function("was => document.querySelector('input[name=statement]').value !== was", arg=identity)
    review = ledger.browser.statement(identity).queued.reviewed.review
    assert review.verdict == "corrected"
    assert ("type", "released") in review.changes
    page.keyboard.press("z")
    page.wait_for_function("was => document.querySelector('input[name=statement]').value === was", arg=identity)
    assert ledger.browser.statement(identity).queued.reviewed.verdict == "unreviewed"
    # the same keys on a Russian keyboard
    page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'ф', code: 'KeyA', bubbles: true}))")


def test_a_russian_keyboard_has_the_same_keys(page: Any, ledger: Ledger) -> None:
    page.goto("/review")
    identity = page.locator("input[name=statement]").input_value()
    page.evaluate("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'ф', code: 'KeyA', bubbles: true}))")
    page.wait_for_function("was => document.querySelector('input[name=statement]').value !== was", arg=identity)
    assert ledger.browser.statement(identity).queued.reviewed.verdict == "accepted"


def test_words_are_selected_in_code_points(page: Any, ledger: Ledger) -> None:
    document = next(d for d in ledger.snapshot().documents if d.text.startswith(ASTRAL))
    page.goto(f"/document/{document.id}")
    quote = "его видели в части"
    page.evaluate(
        """quote => {
            const walker = document.createTreeWalker(document.querySelector('[data-text]'), NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf(quote);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, at + quote.length);
                getSelection().removeAllRanges();
                getSelection().addRange(range);
                return;
            }
        }""",
        quote,
    )
    button = page.get_by_role("button", name="Add a statement")
    button.wait_for()
    button.click()
    page.wait_for_url("**/mark?**")
    assert page.locator("mark.chosen").inner_text() == quote
    page.locator("#f-type").select_option("handed_to_military")
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_url(f"**/document/{document.id}*")
    (added,) = (s for s in ledger.snapshot().statements if s.found_by.startswith("person:"))
    assert added.quote == quote


def test_persons_are_joined_and_put_back(page: Any, ledger: Ledger) -> None:
    page.goto("/persons")
    for name in ("Лугового", "Луговых"):
        person = next(p for p in ledger.snapshot().dossier.persons if any(f"Ивана {name}" in n for n in p.names))
        page.locator(f"input[name=id][value='{person.id}']").check()
    page.get_by_role("button", name="Compare and join").click()
    page.get_by_label("Reason").fill("одно лицо")
    if page.get_by_label("I have read").count():
        page.get_by_label("I have read").check()
    page.get_by_role("button", name="Join", exact=False).click()
    page.get_by_text("Joined.").wait_for()
    ledger.refresh()
    joined = [p for p in ledger.snapshot().dossier.persons if any("Луго" in n for n in p.names)]
    assert len(joined) == 1
    page.get_by_role("button", name="Take back").click()
    page.get_by_text("Taken back.").wait_for()
    assert len([p for p in ledger.snapshot().dossier.persons if any("Луго" in n for n in p.names)]) == 2


def test_two_reviewers_at_once(chromium: Any, address: str, ledger: Ledger) -> None:
    one, other = (sign_in(chromium, address, name) for name in ("rolf", "edda"))
    for _ in range(2):
        for page in (one, other):
            page.goto("/review")
        ids = [page.locator("input[name=statement]").input_value() for page in (one, other)]
        assert ids[0] != ids[1]
        for page, identity in zip((one, other), ids, strict=True):
            page.keyboard.press("a")
            page.wait_for_function("was => document.querySelector('input[name=statement]').value !== was", arg=identity)
    assert sorted(r.by for r in ledger.snapshot().reviews) == ["edda", "edda", "rolf", "rolf"]
    for page in (one, other):
        page.context.close()


def test_the_language_is_switched(page: Any) -> None:
    page.goto("/cases")
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("button", name="Русский").click()
    assert page.locator("html").get_attribute("lang") == "ru"
    assert page.locator("h1").inner_text() == "Дела"
    assert page.url.endswith("/cases")


def test_names_are_covered(page: Any) -> None:
    page.goto("/persons")
    page.get_by_role("button", name="Cover names").click()
    assert "Самойлов" not in page.locator("main").inner_text()
    assert "P-" in page.locator("main").inner_text()


def test_pages_are_read_without_script(chromium: Any, alone_address: str) -> None:
    context = chromium.new_context(base_url=alone_address, java_script_enabled=False, locale="en-GB")
    context.set_default_timeout(8_000)
    page = context.new_page()
    page.goto("/review")
    page.get_by_role("button", name="Accept").click()
    assert "Stored: accepted." in page.locator("main").inner_text()
    page.get_by_role("button", name="Take back").first.click()
    assert "Taken back." in page.locator("main").inner_text()
    context.close()


def addresses(ledger: Ledger) -> list[str]:
    case = ledger.browser.headings("cases", Wanted(order="size")).rows[0].id
    persons = [r.id for r in ledger.browser.headings("persons", Wanted()).rows[:2]]
    statement = ledger.browser.queue(Wanted()).rows[0].reviewed.statement
    return [
        "/", "/country/KZ", "/cases", f"/case/{case}", "/persons", f"/person/{persons[0]}", "/documents",
        f"/document/{statement.document}", f"/statement/{statement.id}", f"/statement/{statement.id}/correct",
        "/review", "/review/list", "/conflicts", "/search?q=арестовал", "/sources", "/problems", "/activity", "/help",
        "/publish", "/add", "/agreement", f"/document/{statement.document}/mark?start=0&end=20",
        f"/persons/merge?id={persons[0]}&id={persons[1]}", "/nothing-here",
    ]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(chromium: Any, alone_address: str, ledger: Ledger, scheme: str) -> None:
    ledger.refresh()
    # axe is put into the page by the driver; only for that the policy is set aside
    context = chromium.new_context(base_url=alone_address, color_scheme=scheme, bypass_csp=True, locale="en-GB")
    context.set_default_timeout(8_000)
    page = context.new_page()
    found = []
    for where in addresses(ledger):
        page.goto(where)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        told = page.evaluate(
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
        )
        bad = (v for v in told["violations"] if v["impact"] in {"serious", "critical"})
        found += [(where, v["id"], [n["target"] for n in v["nodes"]][:3]) for v in bad]
    context.close()
    assert found == [], json.dumps(found, ensure_ascii=False, indent=1)


def test_axe_on_the_pages_of_a_team(chromium: Any, address: str, team: Team) -> None:
    context = chromium.new_context(base_url=address, bypass_csp=True, locale="en-GB")
    context.set_default_timeout(8_000)
    page = context.new_page()
    found = []
    for where in ("/sign-in", "/account", "/team", "/audit"):
        page.goto(where)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        told = page.evaluate("axe.run()")
        found += [(where, v["id"]) for v in told["violations"] if v["impact"] in {"serious", "critical"}]
        if where == "/sign-in":
            page.get_by_label("Name").fill("anna")
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in", exact=True).click()
    context.close()
    assert found == []


def test_a_phone_needs_no_sideways_scrolling(chromium: Any, alone_address: str, ledger: Ledger) -> None:
    context = chromium.new_context(
        base_url=alone_address, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, locale="en-GB"
    )
    context.set_default_timeout(8_000)
    page = context.new_page()
    wide = []
    for where in addresses(ledger):
        page.goto(where)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 360:
            wide.append((where, width))
    page.goto("/review")
    page.get_by_role("button", name="Accept").press("Enter")
    page.get_by_text("Stored: accepted.").wait_for()
    context.close()
    assert wide == []


def test_a_script_in_a_document_does_not_run(page: Any, ledger: Ledger) -> None:
    bad = next(d for d in ledger.browser.documents(Wanted()).rows if "<script>" in (d.title or ""))
    page.goto(f"/document/{bad.id}")
    assert "pwned" not in page.title() or page.title().startswith("<script>")
    assert page.locator("article img").count() == 0
