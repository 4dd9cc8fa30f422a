"""Checks of a ledger against itself. None of them changes anything."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator

import sqlalchemy as sa

from havenwatch.document import document_id, words_digest
from havenwatch.errors import HavenwatchError
from havenwatch.ledger import dossier
from havenwatch.ledger.custody.captures import capture_id, visit_id
from havenwatch.ledger.decision import decision_digest
from havenwatch.ledger.results import FAILED, NOT_CHECKED, PASSED, Finding
from havenwatch.ledger.safety import proofs
from havenwatch.ledger.stages import Stages
from havenwatch.ledger.storage import journal, rows, schema
from havenwatch.ledger.storage.codec import load
from havenwatch.ledger.storage.migrate import migrations
from havenwatch.ledger.storage.store import faults_of
from havenwatch.records import Dossier, Mention, Statement, content_id
from havenwatch.source import Capture

# How many failing rows a message names; the rest is counted.
NAMED = 5
RESTORE = "restore the ledger from a copy, or add the inputs to a new one"
REREAD = "run 'havenwatch rebuild'"
# Checks of what is read and derived from the evidence, so that nothing is lost when they fail.
MENDED_BY_REBUILD = frozenset({"quotes", "index", "signatures", "readings", "dossier"})

__all__ = ["MENDED_BY_REBUILD", "verify", "verify_evidence"]


def verify(connection: sa.Connection, stages: Stages) -> tuple[Finding, ...]:
    """All checks in order; a failing one does not keep the others from running."""
    return (
        *verify_evidence(connection),
        _finding("quotes", _quotes(connection), "every quote is in its text at its place", REREAD),
        _finding("index", _index(connection), "every document and statement can be searched", REREAD),
        _finding("signatures", proofs.signatures(connection), "copies are told by what the texts say", REREAD),
        _guarded("readings", lambda: _readings(connection, stages)),
        _guarded("dossier", lambda: _dossier(connection, stages)),
    )


def verify_evidence(connection: sa.Connection) -> tuple[Finding, ...]:
    """The checks of what cannot be made anew: evidence, decisions, journal."""
    return (
        _finding("database", faults_of(connection), "it holds together", RESTORE),
        _finding("schema", _schema(connection), "made by the migrations of this program", RESTORE),
        _finding("blobs", _blobs(connection), "all bytes have their digest", RESTORE),
        _finding("sources", _sources(connection), "all sources have the id of their content", RESTORE),
        _finding("captures", _captures(connection), "all visits are as they were made", RESTORE),
        _finding("documents", _documents(connection), "all texts have their digest and id", RESTORE),
        _finding("journal", _journal(connection), f"the chain is whole{_clock(connection)}", RESTORE),
        _finding("decisions", _decisions(connection), "all decisions are as the journal has them", RESTORE),
    )


def _finding(check: str, faults: Iterable[str], passed: str, remedy: str) -> Finding:
    found, blocked = _collected(faults)
    if blocked is not None:
        found.append(f"rows cannot be read ({blocked})")
    if not found:
        return Finding(check, PASSED, passed)
    more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
    return Finding(check, FAILED, f"{'; '.join(found[:NAMED])}{more}; {remedy}")


def _collected(faults: Iterable[str]) -> tuple[list[str], str | None]:
    """Faults, and what kept the check from going on."""
    found: list[str] = []
    try:
        found.extend(faults)
    except Exception as error:  # noqa: BLE001 - whatever a damaged row does to a check is a finding, and no end
        return found, _reason(error)
    return found, None


def _guarded(check: str, make: Callable[[], Finding]) -> Finding:
    """The finding, or one that says what kept the check from being made."""
    try:
        return make()
    except Exception as error:  # noqa: BLE001 - as above
        return Finding(check, FAILED, f"rows cannot be read ({_reason(error)}); {RESTORE}")


def _reason(error: Exception) -> str:
    reason = getattr(error, "orig", None) or error
    return f"{type(reason).__name__}: {' '.join(str(reason).split())}"


def _clock(connection: sa.Connection) -> str:
    """Remark on a clock that went back, which is no fault of the ledger: the order of the rows is that of the chain."""
    try:
        rows_back = [str(n) for n in journal.set_back(connection)]
    except sa.exc.DatabaseError:  # the check of the chain says so
        return " and names all that is stored"
    told = f"; the clock went back before row {', '.join(rows_back[:NAMED])}" if rows_back else ""
    return f" and names all that is stored{told}"


def _schema(connection: sa.Connection) -> Iterator[str]:
    own = {m.name: m.sha256 for m in migrations()}
    for name, digest in connection.execute(sa.select(schema.migration.c.name, schema.migration.c.sha256)):
        if own.get(name) != digest:
            yield f"migration {name} is not that of this program"
    yield from proofs.guards(connection)


def _blobs(connection: sa.Connection) -> Iterator[str]:
    for row in connection.execute(sa.select(schema.blob)):
        if hashlib.sha256(row.data).hexdigest() != row.sha256 or len(row.data) != row.size:
            yield f"blob {row.sha256} has other bytes"


def _sources(connection: sa.Connection) -> Iterator[str]:
    for source in rows.sources(connection):
        if content_id("src-", source.name, source.member, source.sha256) != source.id:
            yield f"source {source.id} was changed"


def _captures(connection: sa.Connection) -> Iterator[str]:
    for row in connection.execute(sa.select(schema.capture)):
        capture = Capture(row.url, row.address, row.status, row.made, row.record)
        if capture.sha256 != row.sha256 or capture_id(capture, row.source) != row.id:
            yield f"visit {row.id} was changed"
    for row in connection.execute(sa.select(schema.visit)):
        if visit_id(row.address, row.status, row.made) != row.id:
            yield f"visit {row.id} was changed"


def _documents(connection: sa.Connection) -> Iterator[str]:
    for row in connection.execute(sa.select(schema.document)):
        digest = hashlib.sha256(row.text.encode()).hexdigest()
        identity = document_id(digest, row.url, row.external_id, rows.to_date(row.published))
        if digest != row.sha256 or identity != row.id or words_digest(row.text) != row.words_sha256:
            yield f"document {row.id} was changed"


def _quotes(connection: sa.Connection) -> Iterator[str]:
    document = schema.document
    for identity, text in connection.execute(sa.select(document.c.id, document.c.text)):
        for record, quote in _spans(connection, identity):
            if text[record.start : record.end] != quote:
                yield f"{type(record).__name__.lower()} {record.id} of document {identity} is not at its place"


def _spans(connection: sa.Connection, document: str) -> Iterator[tuple[Statement | Mention, str]]:
    statement, mention = schema.statement, schema.mention
    for (body,) in connection.execute(sa.select(statement.c.body).where(statement.c.document == document)):
        said = load(Statement, body)
        yield said, said.quote
    for (body,) in connection.execute(sa.select(mention.c.body).where(mention.c.document == document)):
        named = load(Mention, body)
        yield named, named.text


def _journal(connection: sa.Connection) -> Iterator[str]:
    for number in journal.broken_rows(connection):
        yield f"row {number} of the journal does not follow from the one before"
    tables = {"provenance": schema.provenance, "source": schema.source, "document": schema.document,
              "capture": schema.capture, "visit": schema.visit}  # fmt: skip
    for key, table in tables.items():
        stored = set(connection.execute(sa.select(table.c.id)).scalars())
        named = journal.named(connection, key)
        yield from (f"{key} {i} is not in the journal" for i in sorted(stored - named))
        yield from (f"{key} {i} of the journal is missing" for i in sorted(named - stored))


def _decisions(connection: sa.Connection) -> Iterator[str]:
    for key, made in (("review", rows.all_reviews(connection)), ("judgement", rows.all_judgements(connection))):
        stored = {decision_digest(d) for d in made}
        named = journal.named(connection, key)
        yield from (f"a {key} is not as it was made ({d[:12]})" for d in sorted(stored - named))
        yield from (f"a {key} is missing ({d[:12]})" for d in sorted(named - stored))
    yield from proofs.desk(connection)


def _index(connection: sa.Connection) -> Iterator[str]:
    entered = sa.select(schema.entry.c.document, schema.entry.c.statement)
    entries = {tuple(row) for row in connection.execute(entered)}
    stored = {(d, None) for d in connection.execute(sa.select(schema.document.c.id)).scalars()}
    pairs = sa.select(schema.statement.c.document, schema.statement.c.id)
    wanted = stored | {tuple(row) for row in connection.execute(pairs)}
    yield from (f"{s or d} is not in the index" for d, s in wanted - entries)
    yield from (f"{s or d} in the index is not stored" for d, s in entries - wanted)


def _readings(connection: sa.Connection, stages: Stages) -> Finding:
    reading = schema.reading
    documents = set(connection.execute(sa.select(schema.document.c.id)).scalars())
    versions = {row.document: row.reader for row in connection.execute(sa.select(reading))}
    unread = documents - set(versions)
    if unread:
        return _finding("readings", [f"document {i} was not read" for i in sorted(unread)], "", REREAD)
    old = sum(version != stages.version for version in versions.values())
    if old:
        message = (
            f"{old} of {len(documents)} documents were read by another version; {REREAD} to read them with this one"
        )
        return Finding("readings", NOT_CHECKED, message)
    return Finding("readings", PASSED, "every document was read by this version")


def _dossier(connection: sa.Connection, stages: Stages) -> Finding:
    if not dossier.is_current(connection, stages.version):
        return Finding("dossier", NOT_CHECKED, "not derived yet from what is stored; run 'havenwatch add' or 'report'")
    try:
        derived = dossier.derive(connection, stages)
    except HavenwatchError as error:
        return Finding("dossier", NOT_CHECKED, f"could not be derived: {error}")
    return _finding("dossier", _compared(connection, derived), "follows from what is stored", REREAD)


def _compared(connection: sa.Connection, derived: Dossier) -> Iterator[str]:
    yield from _differences(dossier.read(connection), derived)


def _differences(stored: Dossier, derived: Dossier) -> Iterator[str]:
    for noun in dossier.nouns():
        left, right = getattr(stored, noun), getattr(derived, noun)
        if left != right:
            different = len(set(map(repr, left)) ^ set(map(repr, right)))
            yield f"{noun} differ from what follows from the readings ({different} records)"
