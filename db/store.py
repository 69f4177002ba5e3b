"""The store: one encrypted file of records, as the application and the sync see it. A thin front, no rules of its own.

`Store.open` gives the desk's view, `Store.lane` a second one for background work; each belongs to one thread.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from db import (
    arrivals,
    audit,
    desk,
    erasure,
    history,
    identity,
    opening,
    outbox,
    rebuild,
    records,
    search,
    undo,
)
from db.arrivals import Outcome, Source
from db.audit import AuditLine
from db.backup import Backup, back_up
from db.clock import Clock
from db.desk import Draft, InboxRow
from db.edits import Transaction
from db.engine import full_check, quick_check
from db.history import Conflict, HistoryEntry
from db.identity import Identity
from db.mark import Formed
from db.merge import Head
from db.opening import Surroundings
from db.outbox import OutboxRow, Sealed, Sealing, Unsealed
from db.projection import Projection
from db.records import Row
from db.search import Filters, ListedPerson
from db.session import LANE_CACHE_KIB, Session, writing
from db.spec import Scalar, TableSpec


@dataclass(frozen=True, slots=True)
class Replica:
    """What this store has of one chain: the highest place and its link. The frontier is the set of these."""

    stream: bytes
    device: bytes
    incarnation: int
    branch: bytes
    applied: int
    head: bytes | None


class Store:
    """An open register. Every method raises StoreError closed after `close`, and StoreBug on a foreign thread."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # -- opening and closing ---------------------------------------------------------------------------------------

    @classmethod
    def create(
        cls,
        path: Path,
        key: bytearray,
        *,
        kind: str,
        specs: Iterable[TableSpec],
        clock: Clock,
        projection: Projection | None = None,
        stream: bytes | None = None,
    ) -> "Store":
        """A new store with a new device identity. `kind`: register, cases or district. StoreError exists."""
        given = Surroundings(tuple(specs), clock, projection)
        return cls(opening.create(path, key, given, kind=kind, stream=stream))

    @classmethod
    def open(
        cls,
        path: Path,
        key: bytearray,
        *,
        specs: Iterable[TableSpec],
        clock: Clock,
        projection: Projection | None = None,
    ) -> "Store":
        """Opens a store, grows it to these declarations, replays what it did not understand before.

        A store that is older than its mark (a restored file) continues as a new incarnation. Raises StoreError
        missing, cut, not_a_register, wrong_key, damaged, key_length, newer_format, mark_tampered.
        """
        return cls(opening.open_session(path, key, Surroundings(tuple(specs), clock, projection)))

    def lane(self) -> "Store":
        """A second view of this store for the calling thread: sync, import, backup."""
        return Store(Session(self._session.shared, cache_kib=LANE_CACHE_KIB))

    def adopt(self) -> None:
        """From now on this view belongs to the calling thread (it was opened on a worker, say)."""
        self._session.adopt()

    def close(self) -> None:
        """Closes every view of this store after a running write has ended, and zeroes the key. May be repeated."""
        shared = self._session.shared
        with shared.lock:
            shared.closed = True
            for session in list(shared.sessions):
                session.close()
            shared.key[:] = bytes(len(shared.key))
            if shared.mark is not None:
                shared.mark.forget_key()

    lock = close

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """The encrypted file."""
        return self._session.shared.path

    @property
    def kind(self) -> str:
        """The kind of store: register, cases or district."""
        return self._session.shared.kind

    @property
    def session(self) -> Session:
        """The connection of this view, for the modules of this package and the tests."""
        return self._session

    # -- writing ---------------------------------------------------------------------------------------------------

    @contextmanager
    def transaction(
        self,
        *,
        operator: bytes,
        purpose: str,
        imported: bool = False,
    ) -> Iterator[Transaction]:
        """Everything written in the block is stored together with its audit line, durably, or not at all.

        `operator`: the 16-byte id of the user. `purpose`: a code for the audit. `imported` marks records as one
        import (`rows_where(import_id=...)` = `tx.txn`).
        """
        with writing(
            self._session, kind="save", operator=operator, purpose=purpose, imported=imported
        ) as work:
            yield Transaction(work)

    def undo(self, txn: int, operator: bytes | None = None) -> int:
        """Takes an unsealed transaction back. StoreError nothing_to_undo, already_sealed, already_built_upon."""
        return undo.undo(self._session, txn, operator)

    def note(
        self, kind: str, *, operator: bytes, purpose: str, records: Sequence[bytes] = (), detail: str = "",
        reason: str = "",
    ) -> None:  # fmt: skip
        """One audit line for what changes no record (reading, printing, …); codes only, `reason` in typed words."""
        with writing(self._session, kind=kind, operator=operator, purpose=purpose) as work:
            work.records.update(dict.fromkeys(records))
            work.detail, work.reason, work.dirty = detail, reason, True

    # -- reading ---------------------------------------------------------------------------------------------------

    def get(self, table: str, record: bytes) -> Row | None:
        """A record by its stored id: values by field name, `id`, `archived`, `import_id`; None when there is none."""
        found = records.row_of(self._session, table, record)
        return found[1] if found else None

    def rows_where(self, table: str, *, archived: bool | None = False, **equal: Scalar) -> list[Row]:
        """Rows whose columns equal these values, oldest first; `archived=None` takes archived ones too."""
        return records.rows_where(self._session, table, equal, archived=archived)

    def imported(self, table: str, import_id: int) -> list[Row]:
        """The rows one import created."""
        return records.imported(self._session, table, import_id)

    def count(self, table: str) -> int:
        """How many living rows a table holds."""
        return records.count(self._session, table)

    def resolve(self, record: bytes, reference: bytes) -> bytes:
        """The stored id that a reference (16 bytes) inside this record means: the same stream."""
        return record[:4] + reference

    def history(self, record: bytes) -> tuple[HistoryEntry, ...]:
        """All saves of a record, old value to new."""
        return history.history(self._session, record)

    def conflicts(self, record: bytes | None = None) -> tuple[Conflict, ...]:
        """Open conflicts, of all records or one."""
        return history.conflicts(self._session, record)

    def heads(self, table: str, record: bytes, field: str) -> tuple[Head, ...]:
        """All heads of a register field, the shown one first."""
        return history.heads(self._session, table, record, field)

    def search(self, text: str = "", filters: Filters = search.NOTHING) -> "array[int]":
        """Row numbers of people in list order (see db.search)."""
        return search.search(self._session, text, filters)

    def page(self, rids: Sequence[int]) -> list[ListedPerson]:
        """Up to fifty people by row number."""
        return search.page(self._session, rids)

    # -- what comes and goes ---------------------------------------------------------------------------------------

    def apply_remote(self, source: Source, ops: Sequence[bytes]) -> list[Outcome]:
        """Takes in operations (see db.arrivals); one outcome each, a bad one never stops the next."""
        return arrivals.apply_remote(self._session, source, ops)

    def follow(self, stream: bytes) -> int:
        """Begins to follow a stream; returns its local number."""
        return arrivals.follow(self._session, stream)

    def streams(self) -> tuple[bytes, ...]:
        """The streams this store follows, its own first."""
        return tuple(bytes(row[0]) for row in self._session.read("SELECT id FROM stream ORDER BY no"))

    def frontier(self) -> tuple[Replica, ...]:
        """What this store has of every chain."""
        rows = self._session.read(
            "SELECT stream, device, incarnation, branch, applied, head FROM replica WHERE device <> x'' ORDER BY no",
        )
        return tuple(Replica(bytes(s), bytes(d), i, bytes(b), a, h) for s, d, i, b, a, h in rows)

    def unsealed(
        self, stream: bytes | None = None, *, everything: bool = False, limit: int = outbox.BATCH
    ) -> tuple[Unsealed, ...]:
        """Saves that have no place in a chain yet; those younger than 15 s only with `everything`."""
        return outbox.unsealed(self._session, stream, everything=everything, limit=limit)

    def seal(
        self,
        form: Callable[[Sealing], Sealed],
        stream: bytes | None = None,
        *,
        everything: bool = False,
        limit: int = outbox.BATCH,
    ) -> OutboxRow | None:
        """Forms one batch from ripe saves; None when there is none."""
        return outbox.seal(self._session, form, stream, everything=everything, limit=limit)

    def outbox(self, state: str = "waiting", limit: int = 50) -> list[OutboxRow]:
        """Batches waiting, or received."""
        return outbox.rows(self._session, state, limit)

    def batch_received(self, n: int, receipt: bytes) -> None:
        """A checked receipt arrived for a batch."""
        outbox.received(self._session, n, receipt)

    def send_again(self, stream: bytes, above: int) -> int:
        """Batches above a place wait again, after a relay was restored."""
        return outbox.send_again(self._session, stream, above)

    def forget_batches(self, ns: Sequence[int]) -> None:
        """Drops received batches that every other device covers."""
        outbox.forget(self._session, ns)

    def hold(self, saves: Iterable[int], operator: bytes | None = None) -> int:
        """Puts saves into quarantine."""
        return undo.hold(self._session, saves, operator)

    def admit(self, saves: Iterable[int], operator: bytes | None = None) -> int:
        """Takes saves out of quarantine."""
        return undo.admit(self._session, saves, operator)

    def held(self) -> tuple[int, ...]:
        """Write ids in quarantine."""
        return undo.held(self._session)

    def saves_after(self, stream: bytes, device: bytes, incarnation: int, dseq: int) -> tuple[int, ...]:
        """Saves of a chain above a place."""
        return undo.saves_after(self._session, stream, device, incarnation, dseq)

    def erase(self, record: bytes, control_n: int) -> int:
        """Erases a record by law, everywhere in this file (see db.erasure); returns the saves removed."""
        return erasure.erase(self._session, record, control_n)

    # -- identity and mark -----------------------------------------------------------------------------------------

    def identity(self) -> Identity:
        """Who this store is now."""
        return identity.current(self._session)

    def identities(self) -> list[Identity]:
        """Everybody it ever was, oldest first."""
        return identity.every(self._session)

    def succeed(self) -> Identity:
        """A new device with new keys (rekey, clone, removed user); unsealed saves then travel with their `origin`."""
        with writing(self._session, kind="succeed") as work:
            identity.succeed(work)
        return self.identity()

    def behind_mark(self) -> Formed | None:
        """What the mark says was formed, when this file is older than that; else None."""
        return opening.behind_mark(self._session)

    def next_number(self, series: str, stored: int, officer: int = 0) -> int:
        """The next letter number: after the store's, the mark's and what the officer reads from the agenda book."""
        mark = self._session.shared.mark
        return max(stored, officer, mark.read().numbers.get(series, 0) if mark is not None else 0) + 1

    # -- shelves ---------------------------------------------------------------------------------------------------

    def save_draft(self, draft: Draft) -> None:
        """Keeps an unfinished form."""
        desk.save_draft(self._session, draft)

    def drafts(self, operator: bytes) -> tuple[Draft, ...]:
        """Unfinished forms of one operator."""
        return desk.drafts(self._session, operator)

    def drop_draft(self, form: str, record: bytes, operator: bytes) -> None:
        """Forgets an unfinished form."""
        desk.drop_draft(self._session, form, record, operator)

    def blob(self, digest: bytes) -> bytes | None:
        """Bytes kept under their SHA-256."""
        return desk.blob(self._session, digest)

    def put_blob(self, data: bytes) -> bytes:
        """Keeps bytes, returns their SHA-256."""
        return desk.put_blob(self._session, data)

    def incoming(self, state: str) -> tuple[InboxRow, ...]:
        """Kept bytes in one state."""
        return desk.incoming(self._session, state)

    def meta(self, name: str) -> Any:
        """A setting of this computer, or None."""
        return self._session.meta(name)

    def set_meta(self, name: str, value: Scalar) -> None:
        """Keeps a setting of this computer; never synced."""
        desk.set_meta(self._session, name, value)

    # -- proof -----------------------------------------------------------------------------------------------------

    def audit_head(self) -> bytes:
        """The head of the audit chain."""
        return audit.head(self._session)

    def audit_lines(self, since: int = 0) -> Iterator[AuditLine]:
        """Audit lines above a number."""
        return audit.lines(self._session, since)

    def verify_audit(self, expected: Sequence[bytes] = ()) -> int:
        """Recomputes the audit chain; StoreError audit_broken."""
        return audit.verify(self._session, expected)

    def read_counts(self, day: str) -> Mapping[tuple[bytes, bytes, str], int]:
        """How often (person, operator, purpose) was read on a day: what the daily read summary holds."""
        return audit.read_counts(self._session, day)

    def state_hash(self, stream: bytes | None = None) -> bytes:
        """A hash over all heads and tags, equal wherever the same saves have been merged."""
        return rebuild.state_hash(self._session, stream)

    def rebuild(self) -> None:
        """Drops all derived rows and computes them again from the log."""
        rebuild.rebuild(self._session)

    def quick_check(self) -> None:
        """The check at every start; StoreError damaged."""
        quick_check(self.path, self._session.shared.live_key())

    def full_check(self) -> None:
        """Both full checks; StoreError damaged."""
        full_check(self.path, self._session.shared.live_key())

    def back_up(self, folder: Path, keyring: Path) -> Backup:
        """A verified copy of this store and its keyring in a folder (see db.backup)."""
        return back_up(self._session, folder, keyring)
