"""Tables as the queries see them. The migrations make them; a test holds the two together."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import BigInteger, Column, Float, LargeBinary, MetaData, Table
from sqlalchemy.types import TypeEngine

METADATA = MetaData()
# Whole numbers have up to 64 bits.
Integer = BigInteger
# PostgreSQL has no character 0 in a text: it is written as this code point, which stands for no character, and "0".
_ESCAPE = "\ufdd0"


class Text(sa.types.TypeDecorator[str]):
    """Any text, also with a character 0 in it; ordered by code point in every database system."""

    impl = sa.Text
    cache_ok = True

    def bind_processor(self, dialect: sa.Dialect) -> Any:
        """None where a text can be stored as it is."""
        return super().bind_processor(dialect) if dialect.name == "postgresql" else None

    def result_processor(self, dialect: sa.Dialect, coltype: Any) -> Any:
        """None where a text is read as it is."""
        return super().result_processor(dialect, coltype) if dialect.name == "postgresql" else None

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:  # noqa: ARG002
        """Text as it is stored."""
        if value is None or ("\0" not in value and _ESCAPE not in value):
            return value
        return value.replace(_ESCAPE, f"{_ESCAPE}1").replace("\0", f"{_ESCAPE}0")

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> str | None:  # noqa: ARG002
        """Text as it was given."""
        if value is None or _ESCAPE not in value:
            return value
        return value.replace(f"{_ESCAPE}0", "\0").replace(f"{_ESCAPE}1", _ESCAPE)


def _table(name: str, /, **columns: type[TypeEngine[Any] | Text]) -> Table:
    return Table(name, METADATA, *(Column(n, kind) for n, kind in columns.items()))


blob = _table("blob", sha256=Text, size=Integer, data=LargeBinary)
source = _table("source", id=Text, name=Text, member=Text, media_type=Text, sha256=Text, size=Integer, retrieved=Text)
document = _table(
    "document", id=Text, external_id=Text, url=Text, published=Text, sha256=Text, words_sha256=Text, text=Text
)
provenance = _table("provenance", id=Text, document=Text, source=Text, title=Text, publisher=Text, language=Text)
forced = _table("forced", document=Text)
reading = _table("reading", document=Text, reader=Text, input=Text, problems=Text)
mention = _table("mention", document=Text, id=Text, start=Integer, end=Integer, body=Text)
statement = _table(
    "statement", document=Text, id=Text, start=Integer, end=Integer, kind=Text, type=Text, status=Text, body=Text
)
review = _table("review", number=Integer, statement=Text, verdict=Text, changes=Text, reason=Text, by=Text, made=Text)
judgement = _table(
    "judgement", number=Integer, left=Text, right=Text, verdict=Text, score=Float, reasons=Text, by=Text, made=Text
)
derived = _table(
    "derived",
    noun=Text,
    position=Integer,
    id=Text,
    type=Text,
    host=Text,
    requesting=Text,
    earliest=Text,
    latest=Text,
    body=Text,
)
problem = _table("problem", place=Text, name=Text, stage=Text, document=Text, message=Text, made=Text)
state = _table("state", key=Text, value=Text)
journal = _table("journal", number=Integer, made=Text, who=Text, what=Text, ids=Text, previous=Text, digest=Text)
entry = _table("entry", number=Integer, document=Text, statement=Text)
capture = _table(
    "capture",
    id=Text,
    source=Text,
    url=Text,
    address=Text,
    status=Integer,
    made=Text,
    sha256=Text,
    record=LargeBinary,
)
visit = _table("visit", id=Text, address=Text, status=Integer, made=Text)
signature = _table("signature", document=Text, data=LargeBinary)
watched = _table(
    "watched",
    address=Text,
    kind=Text,
    parent=Text,
    etag=Text,
    modified=Text,
    sha256=Text,
    checked=Text,
    changed=Text,
    due=Text,
    failures=Integer,
    done=Integer,
    message=Text,
    told=Text,
)
alert = _table("alert", id=Text, rule=Text, made=Text, title=Text, body=Text, case_id=Text, sent=Text)
alert_key = _table("alert_key", key=Text, alert=Text)
migration = _table("migration", name=Text, sha256=Text, applied=Text)
marked = _table("marked", id=Text, document=Text, noun=Text, body=Text, origin=Text, by=Text, made=Text)
act = _table("act", number=Integer, what=Text, parts=Text, reason=Text, undoes=Integer, by=Text, made=Text)
opinion = _table("opinion", number=Integer, statement=Text, verdict=Text, changes=Text, reason=Text, by=Text, made=Text)
differing = _table("differing", id=Text, document=Text, decided=Text, body=Text)
heading = _table(
    "heading",
    noun=Text,
    id=Text,
    label=Text,
    host=Text,
    requesting=Text,
    kind=Text,
    size=Integer,
    earliest=Text,
    latest=Text,
    flags=Integer,
    conflicts=Integer,
)
relation = _table("relation", noun=Text, id=Text, other=Text, other_id=Text, position=Integer)
queue = _table("queue", statement=Text, document=Text, host=Text, type=Text, kind=Text, state=Text, weight=Float)
register = _table("register", name=Text, key=Text, body=Text)
changed = _table("changed", document=Text)
copy = _table("copy", document=Text, number=Integer, original=Text)
band = _table("band", hash=Integer, number=Integer)
shelf = _table("shelf", key=Text, revision=Text, body=Text)
