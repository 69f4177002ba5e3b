"""One connection to one store, used by one thread, and the transaction in which everything is written.

Two sessions of one store (`desk` and `lane`) share a write lock, a clock and the key; nothing else.
"""

import secrets
import struct
import threading
from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Any

from db import audit, lists
from db.clock import Clock, instant
from db.engine import Connection, DriverError, open_store, refusal, translated
from db.errors import StoreBug, StoreError
from db.mark import Mark
from db.projection import Projection
from db.spec import TableSpec
from db.stamps import HybridClock

DESK_CACHE_KIB = 48_000
LANE_CACHE_KIB = 8_000
# While an import is applied: its index pages are touched all over, and each that leaves the cache is encrypted again.
IMPORT_CACHE_KIB = 96_000
_STREAM = struct.Struct(">I")
_AT_ONCE = 4_096
# Search text that a transaction gathers before it writes it, in bytes. What a search must look through grows with the
# pieces in which the text was written: of an import of 100,000 people two are left instead of eight.
_SEARCH_IN_ONE_PIECE = "INSERT INTO people_fts(people_fts, rank) VALUES ('hashsize', 16000000)"
_PICKS = tuple(map(itemgetter, range(4)))


@dataclass(slots=True)
class Shared:
    """What all sessions of one open store have in common. The key is zeroed when the last one closes."""

    path: Path
    key: bytearray
    kind: str
    tables: Mapping[str, TableSpec]
    by_no: Mapping[int, TableSpec]
    clock: Clock
    projection: Projection | None
    ticks: HybridClock
    mark: Mark | None = None
    mark_renewed: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)
    holder: int | None = None
    recent: list[tuple[float, int]] = field(default_factory=list)
    device: bytes = b""
    main_stream: int = 1
    ripe: int = 0
    sessions: list["Session"] = field(default_factory=list)
    tokens: tuple[int, Sequence[str]] | None = None
    closed: bool = False

    def live_key(self) -> bytearray:
        """The key while the store is open; StoreError closed afterwards, when only zeros are left of it."""
        if self.closed:
            raise StoreError("closed")
        return self.key


class Session:
    """A connection with its owner thread. Every statement goes through here, so every driver error is translated."""

    def __init__(self, shared: Shared, *, cache_kib: int) -> None:
        self.shared = shared
        self._conn: Connection = _opened(shared, cache_kib)
        self._owner = threading.get_ident()
        self._cache_kib = cache_kib
        shared.sessions.append(self)
        if shared.closed:  # while this one was opening
            self.close()
            raise StoreError("closed")

    def adopt(self) -> None:
        """From now on this session belongs to the calling thread."""
        self._owner = threading.get_ident()

    @property
    def conn(self) -> Connection:
        """The connection, for its own thread only. StoreError closed after `close`, StoreBug on another thread."""
        if self._conn is None:
            raise StoreError("closed")
        if threading.get_ident() != self._owner:
            raise StoreBug("a session was used by a thread that does not own it")
        return self._conn

    @contextmanager
    def wide_cache(self) -> Iterator[None]:
        """A cache for an import, and the usual one afterwards."""
        self.conn.execute(f"PRAGMA cache_size=-{max(IMPORT_CACHE_KIB, self._cache_kib)}")
        try:
            yield
        finally:
            if self._conn is not None:
                self._conn.execute(f"PRAGMA cache_size=-{self._cache_kib}")

    def read(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        conn = self.conn
        try:
            rows: list[tuple[Any, ...]] = conn.execute(sql, values).fetchall()
        except DriverError as error:
            raise refusal(error) from error
        return rows

    def columns(self, sql: str, values: Sequence[Any], kinds: str) -> tuple["array[int]", ...]:
        """All rows of a query whose columns are whole numbers, as an array a column; a few thousand rows at a time.

        A list of 100,000 people as Python rows would take some fifteen megabytes that never come back.
        """
        found = tuple(array(kind) for kind in kinds)
        conn = self.conn
        try:
            cursor = conn.execute(sql, values)
            while rows := cursor.fetchmany(_AT_ONCE):
                for pick, column in enumerate(found):
                    column.fromlist(list(map(_PICKS[pick], rows)))
                if len(rows) < _AT_ONCE:
                    break
        except DriverError as error:
            raise refusal(error) from error
        return found

    def one(self, sql: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """The first row of a query, or None."""
        rows = self.read(sql, values)
        return rows[0] if rows else None

    def close(self) -> None:
        """Closes the connection; allowed from any thread, because locking waits for nobody but a running write."""
        conn, self._conn = self._conn, None
        if self in self.shared.sessions:
            self.shared.sessions.remove(self)
        if conn is not None:
            with translated():
                conn.close()

    def meta(self, name: str) -> Any:
        """A value of `meta`, or None."""
        row = self.one("SELECT value FROM meta WHERE name = ?", (name,))
        return row[0] if row else None

    def stream_no(self, stream: bytes) -> int | None:
        """The local number of a stream, or None when this store does not follow it."""
        row = self.one("SELECT no FROM stream WHERE id = ?", (stream,))
        return int(row[0]) if row else None

    def stream_id(self, no: int) -> bytes:
        """The 16-byte id of a local stream number."""
        row = self.one("SELECT id FROM stream WHERE no = ?", (no,))
        if row is None:
            raise StoreBug("no such stream")
        return bytes(row[0])


def _opened(shared: Shared, cache_kib: int) -> Connection:
    """A connection under the store's key. A lock that comes in between zeroes it: that is no wrong key."""
    try:
        return open_store(shared.path, shared.live_key(), cache_kib=cache_kib)
    except StoreError:
        if shared.closed:
            raise StoreError("closed") from None
        raise


def local_id(stream_no: int, wire: bytes) -> bytes:
    """A record id as stored: local stream number and wire id."""
    return _STREAM.pack(stream_no) + wire


def stream_of(record: bytes) -> int:
    """The local stream number of a stored record id."""
    return int(_STREAM.unpack(record[:4])[0])


def wire_id(record: bytes) -> bytes:
    """The 16 bytes of a record id that travel; a 16-byte id passes unchanged."""
    return record[-16:]


@dataclass(slots=True)
class Writing:
    """One open write transaction: what it was made for, and what must be computed again before it commits."""

    session: Session
    kind: str
    operator: bytes | None
    purpose: str
    txn: int
    now: str
    imported: bool = False
    people: dict[bytes, None] = field(default_factory=dict)
    fresh: dict[bytes, None] = field(default_factory=dict)
    waiting: Sequence[tuple[int, Mapping[str, Any]]] = ()  # new people without a line yet, by row number
    records: dict[bytes, None] = field(default_factory=dict)
    tokens: dict[str, int] = field(default_factory=dict)
    detail: str = ""
    reason: str = ""  # as somebody typed it; never part of the line itself
    dirty: bool = False
    lines: "list[Writing]" = field(default_factory=list)  # further audit lines, each as of a work of its own

    @property
    def conn(self) -> Connection:
        """The connection inside the transaction."""
        return self.session.conn

    @property
    def shared(self) -> Shared:
        """What the sessions share."""
        return self.session.shared


@contextmanager
def writing(
    session: Session,
    *,
    kind: str,
    operator: bytes | None = None,
    purpose: str = "",
    imported: bool = False,
) -> Iterator[Writing]:
    """The only way to write: one lock, BEGIN IMMEDIATE, list rows and one audit line, COMMIT; all or nothing.

    Waits for the lock without a time-out (an import may hold it). Raises StoreError disk_full, read_only, damaged,
    locked_by_other; nothing of the block is then stored.
    """
    shared, conn = session.shared, session.conn
    if shared.holder == threading.get_ident():
        raise StoreBug("a transaction inside a transaction")
    work = Writing(session, kind, operator, purpose, _random_64(), "", imported)
    with shared.lock, session.wide_cache() if imported else nullcontext():
        shared.holder = threading.get_ident()
        try:
            with translated():
                conn.execute("BEGIN IMMEDIATE")
                if imported:
                    conn.execute(_SEARCH_IN_ONE_PIECE)
                work.now = instant(shared.clock.now())
                _follow_clock(work)
                yield work
                _finish(work)
        except BaseException:
            with suppress(DriverError):
                if conn.in_transaction:
                    conn.execute("ROLLBACK")
            raise
        finally:
            shared.holder = None


def _random_64() -> int:
    return int.from_bytes(secrets.token_bytes(8), "big", signed=True)


def _follow_clock(work: Writing) -> None:
    """Another process may have written since: never tick below what the file has seen."""
    row = work.conn.execute("SELECT value FROM meta WHERE name = 'hlc'").fetchone()
    work.shared.ticks.last = max(work.shared.ticks.last, row[0] if row else 0)


def _finish(work: Writing) -> None:
    conn, shared = work.conn, work.shared
    if not work.dirty and not work.records and not work.people:
        conn.execute("COMMIT")
        return
    lists.refresh(work)
    for one in (work, *work.lines):
        audit.append(one)
    conn.execute("REPLACE INTO meta(name, value) VALUES ('hlc', ?)", (shared.ticks.last,))
    newest = conn.execute("SELECT max(n) FROM change").fetchone()[0]
    conn.execute("COMMIT")
    if newest is not None:
        shared.recent.append((shared.clock.monotonic(), newest))
