"""Lists: cases, persons, documents, conflicts; each also as CSV."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence

from starlette.responses import Response

from havenwatch.ledger.browse import Brief, Heading, Page, Wanted
from havenwatch.report.cite import WITHHELD_PROFILES
from havenwatch.web.guard.wall import FILE_POLICY
from havenwatch.web.show import Cell, Table, Veil, as_csv
from havenwatch.web.visit import Visit

# Rows of a table that is handed out whole.
MOST_ROWS = 50_000
_PORTION = 5_000

__all__ = ["case_table", "cases", "conflicts", "csv_answer", "document_table", "documents", "persons"]

Make = Callable[[Sequence[Heading]], Table]


def csv_answer(visit: Visit, name: str, tables: Iterable[Table]) -> Response:
    """Tables as a file; names of minors and relatives are withheld, and covered where the visitor sees codes."""
    withheld, mentions = visit.browser.withheld(WITHHELD_PROFILES)
    owner = {m: p.id for p in withheld for m in p.mentions}
    forms = [(n, p.id) for p in withheld for n in p.names]
    forms += [(f, owner.get(m.id, m.id)) for m in mentions if m.form == "name" for f in (m.text, m.name) if f]
    masked = Veil(forms, on=bool(forms), words="[withheld]")
    veil = visit.veil
    text = as_csv(tables, lambda value: masked(veil(value)))
    if visit.house.team is not None:
        visit.house.team.note(visit.who, "table taken", {"table": name, "rows": text.count("\n") - 1})
    head = {"content-disposition": f'attachment; filename="{name}.csv"', "content-security-policy": FILE_POLICY}
    return Response(text.encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=head)


def _listed(visit: Visit, noun: str, template: str, wanted: Wanted, make: Make) -> Response:
    browser = visit.browser
    if visit.query.get("format") == "csv":
        pages = (
            browser.headings(noun, dataclasses.replace(wanted, page=n, size=_PORTION))
            for n in range(1, MOST_ROWS // _PORTION + 1)
        )
        return csv_answer(visit, noun, [make(page.rows) for page in pages if page.rows or page.number == 1])
    page = browser.headings(noun, wanted)
    hosts = [r["host"] for r in browser.countries() if r["host"] is not None]
    return visit.page(template, page=page, table=make(page.rows), wanted=wanted, hosts=hosts)


def cases(visit: Visit) -> Response:
    """All cases."""
    return _listed(visit, "cases", "cases.html", visit.wanted(kind=None), lambda rows: case_table(visit, rows))


def case_table(visit: Visit, rows: Sequence[Heading]) -> Table:
    """Cases as rows."""
    words, persons = visit.words, visit.browser.persons_of_cases(r.id for r in rows) if visit.veiled else {}
    columns = (
        ("person", words("Person"), "label"),
        ("host", words("Host state"), "host"),
        ("requesting", words("Wanted by"), "requesting"),
        ("last", words("Last event"), "latest"),
        ("events", words("Events"), "size"),
        ("stage", words("Stage"), ""),
        ("flags", words("Flags"), "flags"),
        ("conflicts", words("Conflicts"), "conflicts"),
    )
    made = tuple(
        (
            Cell(visit.label(r, persons), f"/case/{r.id}"),
            Cell(words.state(r.host), f"/country/{r.host}" if r.host else None),
            Cell(words.state(r.requesting), tone="quiet" if r.requesting is None else ""),
            Cell(words.date(r.earliest if r.earliest == r.latest else r.latest, r.latest) if r.latest else ""),
            Cell(str(r.size), tone="number"),
            Cell("; ".join(words.stages(r.kind)), tone="small"),
            Cell(str(r.flags) if r.flags else "", tone="adverse number"),
            Cell(str(r.conflicts) if r.conflicts else "", tone="number"),
        )
        for r in rows
    )
    return Table(words("Cases"), columns, made)


def persons(visit: Visit) -> Response:
    """All persons."""
    wanted = visit.wanted(kind=None)
    if "order" not in visit.query:
        wanted = dataclasses.replace(wanted, order="label")

    def table(rows: Sequence[Heading]) -> Table:
        words = visit.words
        columns = (
            ("person", words("Person"), "label"),
            ("described", words("Described as"), ""),
            ("host", words("Host state"), "host"),
            ("cases", words("Cases"), "flags"),
            ("mentions", words("Mentions"), "size"),
            ("last", words("Last event"), "latest"),
        )
        made = tuple(
            (
                Cell(visit.label(r, {r.id: r.id}), f"/person/{r.id}"),
                Cell(", ".join(words.profiles(r.kind))),
                Cell(words.state(r.host) if r.host else "", f"/country/{r.host}" if r.host else None),
                Cell(str(r.flags) if r.flags else "", tone="number"),
                Cell(str(r.size), tone="number"),
                Cell(words.day(r.latest)),
            )
            for r in rows
        )
        return Table(words("Persons"), columns, made)

    return _listed(visit, "persons", "persons.html", wanted, table)


def documents(visit: Visit) -> Response:
    """All documents."""
    wanted = visit.wanted()
    browser = visit.browser
    if visit.query.get("format") == "csv":
        pages = [browser.documents(dataclasses.replace(wanted, page=n, size=_PORTION)) for n in (1, 2)]
        visit.cover(r.id for page in pages for r in page.rows)
        return csv_answer(visit, "documents", [document_table(visit, page.rows) for page in pages])
    page: Page[Brief] = browser.documents(wanted)
    visit.cover(r.id for r in page.rows)
    return visit.page("documents.html", page=page, table=document_table(visit, page.rows), wanted=wanted)


def document_table(visit: Visit, rows: Sequence[Brief]) -> Table:
    """Documents as rows."""
    words = visit.words
    columns = (
        ("title", words("Document"), ""),
        ("publisher", words("Publisher"), ""),
        ("published", words("Published"), ""),
        ("language", words("Language"), ""),
        ("statements", words("Statements"), ""),
    )
    made = tuple(
        (
            Cell(visit.veil(title_of(r)), f"/document/{r.id}"),
            Cell(r.publisher or ""),
            Cell(words.day(r.published)),
            Cell(r.language or ""),
            Cell(str(r.statements), tone="number"),
        )
        for r in rows
    )
    return Table(words("Documents"), columns, made)


def title_of(brief: Brief) -> str:
    """What a document is called in lists."""
    words = brief.beginning.split()
    beginning = " ".join(words[:-1] if brief.length > len(brief.beginning) else words)
    return brief.title or (f"{beginning} …" if beginning else brief.external_id or brief.id)


def conflicts(visit: Visit) -> Response:
    """Where sources disagree, values side by side with their quotes."""
    wanted = visit.wanted(size=20)
    page, records, sheet = visit.browser.conflicts(wanted)
    visit.cover(sheet.documents)
    if visit.query.get("format") == "csv":
        page, records, sheet = visit.browser.conflicts(dataclasses.replace(wanted, page=1, size=_PORTION))
        visit.cover(sheet.documents)
        words = visit.words
        columns = (("field", "", ""), ("host", "", ""), ("value", "", ""), ("quotes", "", ""))
        rows = tuple(
            (
                Cell(words.field(c.field)),
                Cell(words.state(h.host)),
                Cell(words.conflict_value(c.field, value.value)),
                Cell(
                    " | ".join(sheet.statements[s].statement.quote for s in value.statements if s in sheet.statements)
                ),
            )
            for h in page.rows
            if (c := records.get(h.id)) is not None
            for value in c.values
        )
        return csv_answer(visit, "conflicts", [Table("", columns, rows)])
    hosts = [r["host"] for r in visit.browser.countries() if r["host"] is not None]
    events = {e.id: e for e in sheet.events}
    return visit.page(
        "conflicts.html", page=page, records=records, sheet=sheet, events=events, wanted=wanted, hosts=hosts,
        cases=visit.browser.cases_of_events(events),
    )  # fmt: skip
