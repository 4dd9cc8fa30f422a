"""The figures of a country: made in the background from the whole ledger, kept until the ledger changes."""

from __future__ import annotations

import itertools
import json
import logging
import os
import threading
from collections.abc import Iterable

from havenwatch.errors import HavenwatchError
from havenwatch.ledger import Ledger
from havenwatch.records import Snapshot, to_json
from havenwatch.settings import LEDGER_VARIABLE
from havenwatch.web.fresh import WITHIN, run_on, step_back
from havenwatch.web.show import LANGUAGES

# Sections of the report that a country page shows as they are.
SHOWN = ("answer", "rules", "chart")

LOG = logging.getLogger("havenwatch.web")

__all__ = ["Figures", "main", "make"]


class Figures:
    """Makes figures one country at a time and remembers what it is at."""

    def __init__(self, ledger: Ledger, path: str) -> None:
        self._ledger, self._path = ledger, path
        self.drawn: dict[tuple[str, str, str], str] = {}
        self._lock, self._making = threading.Lock(), set[tuple[str, str]]()

    def kept(self, iso: str, language: str) -> tuple[str, str] | None:
        """Revision and JSON of the figures as last made, None while there are none; old ones are made anew."""
        found = self._ledger.browser.shelf(_key(iso, language))
        revision, current = self._ledger.browser.stamp()
        if current and (found is None or found[0] != revision):
            self._begin(iso, language)
        return found

    def _begin(self, iso: str, language: str) -> None:
        with self._lock:
            if self._making:
                return
            self._making.add((iso, language))
        threading.Thread(target=self._make, args=(iso, language), daemon=True).start()

    def _make(self, iso: str, language: str) -> None:
        try:
            if sum(self._ledger.browser.queue_counts().values()) <= WITHIN:
                make(self._ledger, [iso], [language])
            else:
                # one reading of a large ledger gives the figures of all countries
                program = "from havenwatch.web.page.figures import main; main()"
                run_on(self._path, program)
        except (HavenwatchError, OSError) as error:
            LOG.warning("the figures of %s could not be made: %s", iso, error)
        finally:
            with self._lock:
                self._making.discard((iso, language))


def _key(iso: str, language: str) -> str:
    return f"figures {iso} {language}"


def make(ledger: Ledger, countries: Iterable[str], languages: Iterable[str]) -> None:
    """Make the figures of countries and keep them."""
    revision, _ = ledger.browser.stamp()
    snapshot = ledger.snapshot()
    for iso, language in itertools.product(countries, languages):
        ledger.browser.shelve(_key(iso, language), revision, _body(snapshot, iso, language))


def _body(snapshot: Snapshot, iso: str, language: str) -> str:
    from havenwatch.ontology import load_ontology
    from havenwatch.report import build

    report = build(snapshot, iso, None, language, load_ontology())
    sections = [to_json(s) for s in report.sections if s.id in SHOWN]
    notes = {str(n.number): n.statement for n in report.footnotes}
    until = None if report.until is None else report.until.isoformat()
    return json.dumps(
        {"sections": sections, "notes": notes, "until": until, "banner": report.banner}, ensure_ascii=False
    )


def main() -> None:
    """Make the figures of all host states of a ledger, behind everything else that the machine has to do."""
    step_back()
    with Ledger.open(os.environ[LEDGER_VARIABLE]) as opened:
        hosts = [row["host"] for row in opened.browser.countries() if row["host"] is not None]
        make(opened, hosts, LANGUAGES)
