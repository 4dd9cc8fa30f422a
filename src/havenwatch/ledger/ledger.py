"""The ledger as its callers see it: add, ask, decide, verify."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import sqlalchemy as sa

from havenwatch.errors import UsageError
from havenwatch.ledger import dossier
from havenwatch.ledger.ahead import Prepared
from havenwatch.ledger.browse import Browser
from havenwatch.ledger.custody import Originals, WatchBook, read_originals
from havenwatch.ledger.decision import (
    check_consistent,
    check_judgement,
    check_review,
    insert_judgement,
    insert_review,
)
from havenwatch.ledger.desk import Desk
from havenwatch.ledger.intake import WHO, Intake, read_ahead
from havenwatch.ledger.overview import known_problems, status, take_snapshot
from havenwatch.ledger.reading import read
from havenwatch.ledger.results import Added, Backup, Finding, Hit, Progress, Restored, Status
from havenwatch.ledger.safety.backup import back_up
from havenwatch.ledger.safety.proofs import sign
from havenwatch.ledger.safety.restore import check_copy, restore
from havenwatch.ledger.safety.transfer import transfer
from havenwatch.ledger.search import search
from havenwatch.ledger.stages import Notes, Stages, default_stages
from havenwatch.ledger.storage import Database, journal, rows, schema
from havenwatch.ledger.storage.lock import LOCK_SECONDS
from havenwatch.ledger.verify import verify
from havenwatch.records import Dossier, Judgement, Problem, Review, Snapshot
from havenwatch.source import Hints, Item, Visit, count_items, open_items

# How often the dossier is derived without keeping others from deciding meanwhile.
FREE_TRIES = 3

__all__ = ["Ledger"]


class Ledger:
    """Documents with all that was read in them and decided about them. Use it as a context manager."""

    def __init__(self, database: Database, stages: Stages) -> None:
        self._database = database
        self._stages = stages

    @classmethod
    def open(
        cls,
        address: str | Path,
        *,
        create: bool = False,
        read_only: bool = False,
        stages: Stages | None = None,
        lock_seconds: float = LOCK_SECONDS,
    ) -> Self:
        """Open a ledger.

        Args:
            address: path of a file, `sqlite:///PATH` or `postgresql://...`.
            create: make the file when there is none; a missing one is an error otherwise.
            read_only: change nothing, not even bring an older file up to date.
            stages: reader and deriver, those of this program when None.
            lock_seconds: how long to wait for another writer.

        Raises:
            LedgerError: missing, foreign, newer, damaged or locked; the message names the file and a remedy.
        """
        database = Database.open(address, create=create, read_only=read_only, lock_seconds=lock_seconds)
        return cls(database, stages or default_stages())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back."""
        self._database.close()

    def add(
        self,
        paths: Sequence[str | Path],
        hints: Hints | None = None,
        progress: Progress | None = None,
        *,
        forced: bool = False,
        visit: Visit | None = None,
        follow: bool = False,
    ) -> Added:
        """Store, read and link what the paths give; adding the same item twice changes nothing.

        `visit` opens addresses, without it none is opened; `follow` visits those that lists inside files name too.

        Each item is stored in a transaction of its own; a run that was cut off is completed by repeating it. Other
        commands write between two items.
        `forced` has everything read, whatever the relevance gate says, now and at every rebuild.

        Raises:
            LedgerError: opened for reading alone, or another command is writing.
        """
        with self._database.locked():
            intake = Intake(self._database, self._stages, forced=forced)
            total = count_items(paths)
            for done, found in enumerate(intake.ahead(open_items(paths, hints, None, visit, follow=follow)), 1):
                intake.take(found)
                self._database.give_way()
                if progress is not None:
                    progress(done, total)
            added = intake.finish()
        self._derive()
        return added

    def add_items(
        self, items: Iterable[Item | Problem | Prepared], progress: Progress | None = None, *, forced: bool = False
    ) -> Added:
        """Store and read items that the caller has opened. What follows from them is derived by whoever asks next.

        Of a prepared one what this version read is used as it is. `forced` is as with `add`.

        Raises:
            LedgerError: opened for reading alone, or another command is writing.
        """
        with self._database.locked():
            intake = Intake(self._database, self._stages, forced=forced)
            for done, found in enumerate(intake.ahead(items), 1):
                intake.take(found)
                self._database.give_way()
                if progress is not None:
                    progress(done, None)
            return intake.finish()

    def originals(self, documents: Iterable[str]) -> Originals:
        """What some documents rest on, as it was obtained, and the journal."""
        with self._database.read() as connection:
            return read_originals(connection, documents)

    @property
    def watched(self) -> WatchBook:
        """State of the watch."""
        return WatchBook(self._database)

    @property
    def version(self) -> str:
        """Version of the reader in use."""
        return self._stages.version

    def rebuild(self, progress: Progress | None = None) -> None:
        """Read all documents again and derive the dossier anew; documents and people's decisions stay."""
        with self._database.locked():
            with self._database.read() as connection:
                ids = connection.execute(sa.select(schema.document.c.id).order_by(schema.document.c.id)).scalars().all()
            for done, (identity, ready) in enumerate(read_ahead(self._database, ids, self._stages), 1):
                with self._database.write() as connection:
                    (document,) = rows.documents(connection, [identity])
                    sign(connection, document)
                    read(connection, document, self._stages, ready)
                self._database.give_way()
                if progress is not None:
                    progress(done, len(ids))
            with self._database.write() as connection:
                journal.append(connection, WHO, "rebuilt", {"version": self._stages.version})
        self._derive()

    def record_export(self, form: str) -> None:
        """Note in the journal that an edition in which nobody is masked left the ledger in this form."""
        with self._database.locked(), self._database.write() as connection:
            journal.append(connection, WHO, "exported", {"edition": "internal", "form": form})

    def snapshot(self) -> Snapshot:
        """All that the ledger holds at one moment.

        A dossier that is out of date, after a decision or a run that was cut off, is derived anew, and stored unless
        the ledger was opened for reading alone.

        Raises:
            LedgerError: another command is writing, so that the new dossier cannot be stored.
        """
        if not self._database.read_only:
            self._derive()
        with self._database.read() as connection:
            return take_snapshot(connection, self._stages)

    def search(self, words: str, limit: int = 20) -> tuple[Hit, ...]:
        """Statements and documents that have all of the words, in any inflection and script, best first."""
        with self._database.read() as connection:
            return search(connection, words, limit)

    def decide(self, review: Review) -> None:
        """Store a person's decision on a statement; an earlier one is superseded and kept.

        Raises:
            UsageError: unknown statement, verdict or field, or no name of the reviewer.
        """
        check_review(review)
        with self._database.write() as connection:
            self._require(connection, schema.statement, review.statement)
            insert_review(connection, review)

    def judge(self, judgement: Judgement) -> None:
        """Store a person's decision on whether two mentions are one person; an earlier one is superseded and kept.

        Raises:
            UsageError: unknown mention or verdict, a pair in the wrong order, no name of the reviewer, or a decision
                that contradicts what people decided before; the message names those decisions.
        """
        check_judgement(judgement)
        with self._database.write() as connection:
            self._require(connection, schema.mention, judgement.left)
            self._require(connection, schema.mention, judgement.right)
            check_consistent(judgement, rows.judgements(connection))
            insert_judgement(connection, judgement)

    @property
    def desk(self) -> Desk:
        """Where people's acts are stored, so that they can be taken back."""
        return Desk(self._database)

    @property
    def browser(self) -> Browser:
        """Pages of lists and single records, without loading the whole ledger."""
        return Browser(self._database, self._stages.version)

    def status(self) -> Status:
        """Figures on the ledger, without deriving anything."""
        with self._database.read() as connection:
            return status(connection, self._database.name, self._stages.version)

    def problems(self) -> tuple[Problem, ...]:
        """What could not be read, of inputs and documents, sorted by stage, document and message."""
        with self._database.read() as connection:
            return known_problems(connection)

    def verify(self) -> tuple[Finding, ...]:
        """Every check of the ledger against itself, each with its outcome; nothing is changed."""
        with self._database.read() as connection:
            return verify(connection, self._stages)

    def backup(self, target: str | Path) -> Backup:
        """Copy the ledger to a new file while others read and write it; the copy is checked before it gets its name.

        Raises:
            UsageError: there is a file of that name already, or no such folder.
            LedgerError: the copy cannot be written, or the ledger is damaged; no file is made.
        """
        return back_up(self._database, Path(target))

    @staticmethod
    def restore(
        copy: str | Path, address: str | Path, *, check_only: bool = False, stages: Stages | None = None
    ) -> Restored:
        """Put a copy in the place of the ledger at `address`, which is kept beside; or only check the copy.

        Raises:
            LedgerError: the copy cannot be opened, or fails a check that no rebuild mends, or another command is
                writing; nothing was replaced.
        """
        known = stages or default_stages()
        return Restored(check_copy(Path(copy), known)) if check_only else restore(Path(copy), address, known)

    def copy_to(self, address: str | Path) -> dict[str, int]:
        """Copy the whole ledger into a new one, in a file or on a server; number of rows by table.

        Raises:
            UsageError: the target is a ledger that holds something already.
            LedgerError: it cannot be made or written, or this ledger is damaged; nothing is stored there.
        """
        with contextlib.closing(Database.open(address, create=True)) as target:
            return transfer(self._database, target)

    def refresh(self) -> bool:
        """Derive the dossier anew if it is out of date, without keeping others from writing meanwhile.

        Returns:
            Whether the stored dossier is current now; False when somebody decided meanwhile, so that it is to be
            called again.
        """
        with self._database.read() as connection:
            if dossier.is_current(connection, self._stages.version):
                return True
        if self._follow():
            return True
        with self._database.read() as connection:
            before = dossier.revision(connection)
            made, notes = dossier.derive_whole(connection, self._stages)
        with self._database.write() as connection:
            unchanged = dossier.revision(connection) == before
            if unchanged:
                self._store(connection, made, notes)
        return unchanged

    def _derive(self) -> None:
        """Derive and store the dossier if it does not follow from what is stored.

        Others may decide meanwhile; where they do so all the time, they wait for the last try.
        """
        if any(self.refresh() for _ in range(FREE_TRIES)):
            return
        with self._database.locked():
            self.refresh()

    def _follow(self) -> bool:
        """Bring the stored dossier up to date with what changed; False when it has to be derived as a whole."""
        from havenwatch.ledger.change import follow  # the stages are loaded where something is derived

        if self._stages.change is None:
            return False
        with self._database.write() as connection:
            return follow(connection, self._stages)

    def _store(self, connection: sa.Connection, made: Dossier, notes: Notes | None) -> None:
        from havenwatch.ledger.change import keep_notes

        dossier.store(connection, made, self._stages.version)
        if notes is not None:
            keep_notes(connection, notes, self._stages.version)

    def _require(self, connection: sa.Connection, table: sa.Table, identity: str) -> None:
        if connection.execute(sa.select(table.c.id).where(table.c.id == identity)).first() is None:
            raise UsageError(f"{table.name} {identity} is not in {self._database.name}; 'export json' lists all")
