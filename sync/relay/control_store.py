"""The control chains of the relay's districts: entries appended at (n, parent) only, each under a signed receipt.

Two candidates for one number are never both taken. Whether an entry has effect is not decided here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from sync.control.entries import Entry
from sync.errors import SyncError
from sync.relay.database import Database, statement

_RAISE = (
    "UPDATE district SET control_head = control_head + 1 WHERE district = :district RETURNING control_head"
)
_FOUND = "INSERT INTO district (district, control_head, report_head) VALUES (:district, 0, 0)"
_INSERT = """
INSERT INTO control (district, n, hash, body, receipt, received_at)
VALUES (:district, :n, :hash, :body, :receipt, :at)
"""
_AFTER = """
SELECT n, hash, body, receipt, received_at FROM control WHERE district = :district AND n > :after ORDER BY n LIMIT :most
"""


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry as the relay holds it, its receipt, and the second it came."""

    n: int
    hash: bytes
    body: bytes = field(repr=False)
    receipt: bytes = field(repr=False)
    received_at: int


@dataclass(frozen=True, slots=True)
class Appended:
    """What became of an offered entry; `fresh` is false when it was here already."""

    receipt: bytes
    fresh: bool


def append(
    database: Database, entry: Entry, issue: Callable[[datetime], bytes], *, districts: int, at: datetime
) -> Appended:
    """Append an entry, or return the receipt it has if it is here.

    Raises `control_conflict` with the relay's `head` when it does not follow; `not_allowed` when it would found
    one district more than this relay carries.
    """
    held = entry_at(database, entry.district, entry.n)
    if held is not None and held.hash == entry.hash:
        return Appended(held.receipt, fresh=False)
    with database.write() as connection:
        if entry.n == 0:
            _found(connection, entry, districts)
        else:
            _follow(connection, entry)
        receipt = issue(at)
        values = {"district": entry.district, "n": entry.n, "hash": entry.hash, "body": entry.data}
        statement(connection, _INSERT, **values, receipt=receipt, at=int(at.timestamp()))
    return Appended(receipt, fresh=True)


def head(database: Database, district: bytes) -> int:
    """Return the number of a district's newest entry, -1 for a district that is not here."""
    with database.read() as connection:
        found = statement(
            connection, "SELECT control_head FROM district WHERE district = :d", d=district
        ).scalar()
    return -1 if found is None else int(found)


def districts(database: Database) -> list[bytes]:
    """Return the districts of this relay."""
    with database.read() as connection:
        return [
            bytes(row[0]) for row in statement(connection, "SELECT district FROM district ORDER BY district")
        ]


def entries_after(
    database: Database, district: bytes, *, after: int, most: int = 1_000_000
) -> list[StoredEntry]:
    """Return up to `most` entries with a number above `after`, in order."""
    with database.read() as connection:
        rows = statement(connection, _AFTER, district=district, after=after, most=most).all()
    return [StoredEntry(row[0], bytes(row[1]), bytes(row[2]), bytes(row[3]), row[4]) for row in rows]


def entry_at(database: Database, district: bytes, n: int) -> StoredEntry | None:
    """Return the entry with this number, None if there is none."""
    found = entries_after(database, district, after=n - 1, most=1)
    return found[0] if found and found[0].n == n else None


def _found(connection: Connection, entry: Entry, districts: int) -> None:
    known = [bytes(row[0]) for row in statement(connection, "SELECT district FROM district")]
    if entry.district in known:
        newest = "SELECT control_head FROM district WHERE district = :district"
        raise SyncError(
            "control_conflict", head=statement(connection, newest, district=entry.district).scalar()
        )
    if len(known) >= districts:
        raise SyncError("not_allowed", limit=districts)
    statement(connection, _FOUND, district=entry.district)


def _follow(connection: Connection, entry: Entry) -> None:
    n = statement(connection, _RAISE, district=entry.district).scalar()
    if n is None:
        raise SyncError("control_conflict", head=-1)
    before = "SELECT hash FROM control WHERE district = :district AND n = :n"
    parent = statement(connection, before, district=entry.district, n=n - 1).scalar()
    if entry.n != n or parent is None or bytes(parent) != entry.parent:
        raise SyncError("control_conflict", head=n - 1)
