"""Commands that show versions of pages and copies of texts."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from havenwatch.cli.options import JsonOption, LedgerOption, QuietOption, session
from havenwatch.cli.output import lines, say, table, write_json
from havenwatch.errors import UsageError

if TYPE_CHECKING:
    from havenwatch.records import Document, Snapshot, Version

__all__ = ["copies", "versions"]


def versions(
    ctx: typer.Context,
    wanted: Annotated[str | None, typer.Argument(metavar="[URL|ID]", help="Address, or id of a document.")] = None,
    *,
    as_json: JsonOption = False,
    ledger: LedgerOption = None,
    quiet: QuietOption = False,
) -> None:
    """Print pages that changed or are gone, or the versions of one with what differs.

    With what its publisher does not say any more.
    """
    from havenwatch.records import to_json

    here = session(ctx, ledger, quiet=quiet)
    snapshot = _snapshot(here.ledger)
    chains = _chains(snapshot.versions)
    chosen = [c for c in chains if _is_news(c)] if wanted is None else [c for c in chains if _is_of(c, wanted)]
    if wanted is not None and not chosen:
        raise UsageError(
            f"'{wanted}' is no page that was visited and no document of one; 'versions' lists those that changed"
        )
    if as_json:
        shown = {v.address for chain in chosen for v in chain}
        gone = [w for w in snapshot.withdrawals if w.address in shown]
        write_json({"versions": to_json([v for c in chosen for v in c]), "withdrawals": to_json(gone)}, None)
    elif wanted is None:
        if not chosen:
            say("no page has changed or is gone", quiet=here.quiet)
        else:
            table(
                ("address", "versions", "last changed", "gone since", "withdrawn"), [_row(c, snapshot) for c in chosen]
            )
    else:
        lines(line for chain in chosen for line in _differences(chain, snapshot))


def copies(
    ctx: typer.Context, *, as_json: JsonOption = False, ledger: LedgerOption = None, quiet: QuietOption = False
) -> None:
    """Print texts that repeat each other, group by group, and texts that name one origin.

    A group of copies counts as one source; reports that name one origin rest on one source, in words of their own.
    """
    here = session(ctx, ledger, quiet=quiet)
    snapshot = _snapshot(here.ledger)
    documents = {d.id: d for d in snapshot.documents}
    groups: dict[str, list[Document]] = defaultdict(list)
    for document in snapshot.documents:
        if document.duplicate_of is not None:
            groups[document.duplicate_of].append(document)
    named = _by_origin(snapshot.documents)
    if as_json:
        copied = [{"original": o, "copies": [d.id for d in g], "names": _origins([documents[o], *g])}
                  for o, g in sorted(groups.items())]  # fmt: skip
        write_json({"copies": copied, "origins": {name: [d.id for d in told] for name, told in named.items()}}, None)
        return
    for original, group in sorted(groups.items()):
        lines([_caption(documents[original]), *(f"  copy  {_caption(d)}" for d in group)])
        if names := _origins([documents[original], *group]):
            lines([f"  origin named: {', '.join(names)}"])
    for name, told in named.items():
        lines([f"origin {name}", *(f"  told by  {_caption(d)}" for d in told)])
    if not groups and not named:
        say("no text repeats another", quiet=here.quiet)


def _origins(documents: Iterable[Document]) -> list[str]:
    from havenwatch.document import named_origins

    return list(dict.fromkeys(n for d in documents for n in named_origins(d.text)))


def _by_origin(documents: Iterable[Document]) -> dict[str, list[Document]]:
    """Originals that name one outlet as their origin, by its name, where there are several."""
    found: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        if document.duplicate_of is None:
            for name in _origins([document]):
                found[name].append(document)
    return {name: found[name] for name in sorted(found) if len(found[name]) > 1}


def _snapshot(address: str) -> Snapshot:
    from havenwatch.ledger import Ledger

    with Ledger.open(address, create=False, read_only=True) as store:
        return store.snapshot()


def _chains(found: Sequence[Version]) -> list[list[Version]]:
    chains: dict[str, list[Version]] = defaultdict(list)
    for version in found:
        chains[version.address].append(version)
    return list(chains.values())


def _is_news(chain: Sequence[Version]) -> bool:
    return len(chain) > 1 or chain[-1].vanished is not None


def _is_of(chain: Sequence[Version], wanted: str) -> bool:
    return chain[0].address == wanted or any(v.document.startswith(wanted) for v in chain if len(wanted) >= 6)


def _row(chain: Sequence[Version], snapshot: Snapshot) -> tuple[str, ...]:
    withdrawn = sum(w.address == chain[0].address for w in snapshot.withdrawals)
    changed = max(v.first_seen for v in chain)
    return chain[0].address, str(len(chain)), changed, chain[-1].vanished or "", str(withdrawn)


def _differences(chain: Sequence[Version], snapshot: Snapshot) -> Iterator[str]:
    """Each version with what differs from the one before, then the statements that are withdrawn."""
    texts = {d.id: d.text for d in snapshot.documents}
    yield chain[0].address
    before: Version | None = None
    for version in chain:
        yield f"version {version.number}  {version.document}  first seen {version.first_seen}"
        if before is not None:
            yield from _lines(texts.get(before.document, ""), texts.get(version.document, ""))
        before = version
    if chain[-1].vanished is not None:
        yield f"gone since {chain[-1].vanished}"
    quotes = {s.id: " ".join(s.quote.split()) for s in snapshot.statements}
    gone = [w for w in snapshot.withdrawals if w.address == chain[0].address]
    if gone:
        yield "not said any more"
        yield from (
            f"  “{quote}”" for quote in dict.fromkeys(quotes[w.statement] for w in gone if w.statement in quotes)
        )


def _lines(old: str, new: str) -> Iterator[str]:
    """Sentences that were taken out (-) and put in (+)."""
    left, right = _sentences(old), _sentences(new)
    for line in difflib.unified_diff(left, right, lineterm="", n=0):
        if not line.startswith(("---", "+++", "@@")):
            yield f"  {line[0]} {line[1:]}"


def _sentences(text: str) -> list[str]:
    return [" ".join(s.split()) for s in re.split(r"(?<=[.!?…])\s+|\n", text) if s.strip()]


def _caption(document: Document) -> str:
    told = (document.title or " ".join(document.text.split())[:60], document.publisher,
            document.published.isoformat() if document.published else None, document.url, document.id)  # fmt: skip
    return " | ".join(t for t in told if t)
