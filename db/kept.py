"""Batches of other devices, kept as they came: where every chain stands here, which links it has, what waits to be merged.

A batch is stored raw, its chain's end raised and the relay's cursor moved in one transaction; merging is a later
step, so that a mistake in merging never loses input. Knows no wire format: callers give numbers and links.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from db import lateness
from db.session import Session, Writing, writing
from db.store import Store

WAITING, MERGED, GAP, KEPT, LATER = "waiting", "merged", "gap", "kept", "later"


@dataclass(frozen=True, slots=True)
class KeptBatch:
    """One batch. `fresh`: items from this index on were new. `branch`: of a fork, else empty.

    `state`: waiting (for merging), merged, gap (what precedes it is missing), later (for a key, an enrolment or an
    upgrade). `received`: the relay's time in seconds, if known.
    """

    hash: bytes
    stream: bytes
    device: bytes
    incarnation: int
    branch: bytes
    first_dseq: int
    last_dseq: int
    fresh: int
    link: bytes
    data: bytes = field(repr=False)
    state: str = WAITING
    reason: str = ""
    received: int | None = None


@dataclass(frozen=True, slots=True)
class ChainEnd:
    """Where one branch of a chain ends in this store."""

    stream: bytes
    device: bytes
    incarnation: int
    branch: bytes
    dseq: int
    link: bytes


_COLUMNS = "hash, stream, device, incarnation, branch, first_dseq, last_dseq, fresh, link, data, state, reason, received"
_MARKS = ", ".join("?" * 13)


class KeptStore:
    """The batches kept in one open store, on the thread of its session."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._session: Session = store.session

    def has(self, digest: bytes) -> bool:
        """Whether these bytes are here, placed in their chain."""
        row = self._session.one("SELECT state FROM kept_batch WHERE hash = ?", (digest,))
        return row is not None and row[0] in {WAITING, MERGED, KEPT}

    def ends(self, stream: bytes) -> tuple[ChainEnd, ...]:
        """All branches of all chains of a stream. Own chains count as far as they were formed or came back."""
        rows = self._session.read(
            "SELECT device, incarnation, branch, dseq, link FROM chain_end WHERE stream = ?", (stream,)
        )
        found = {(bytes(d), i, bytes(b)): (n, bytes(link)) for d, i, b, n, link in rows}
        own = self._session.read(
            "SELECT r.device, r.incarnation, r.applied, r.head FROM replica r WHERE r.stream = ? AND r.branch = x'' "
            "AND r.head IS NOT NULL AND r.device IN (SELECT device FROM identity)",
            (stream,),
        )
        for device, incarnation, dseq, link in own:
            key = (bytes(device), incarnation, b"")
            found[key] = max(found.get(key, (0, b"")), (dseq, bytes(link)))
        return tuple(ChainEnd(stream, *key, *end) for key, end in sorted(found.items()))

    def take(self, batches: Iterable[KeptBatch], cursor: tuple[bytes, int, int] | None = None) -> None:
        """Stores batches raw, raises their chains' ends, and moves the cursor (stream, lane, seq): one transaction."""
        with writing(self._session, kind="take") as work:
            for one in batches:
                self._put(work, one)
            if cursor is not None:
                work.conn.execute("REPLACE INTO relay_cursor(stream, lane, seq) VALUES (?, ?, ?)", cursor)

    @staticmethod
    def _put(work: Writing, one: KeptBatch) -> None:
        values = (
            one.hash, one.stream, one.device, one.incarnation, one.branch, one.first_dseq, one.last_dseq, one.fresh,
            one.link, one.data, one.state, one.reason, one.received,
        )  # fmt: skip
        work.conn.execute("DELETE FROM kept_batch WHERE hash = ? AND state IN ('gap', 'later')", (one.hash,))
        work.conn.execute(f"INSERT OR IGNORE INTO kept_batch({_COLUMNS}) VALUES ({_MARKS})", values)  # noqa: S608
        if one.state in {WAITING, MERGED, KEPT}:
            work.conn.execute(
                "INSERT INTO chain_end VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT(stream, device, incarnation, branch) "
                "DO UPDATE SET dseq = excluded.dseq, link = excluded.link WHERE dseq < excluded.dseq",
                (one.stream, one.device, one.incarnation, one.branch, one.last_dseq, one.link),
            )

    def in_state(self, state: str, limit: int = 100) -> tuple[KeptBatch, ...]:
        """Batches in one state, in the order in which they came."""
        return self._rows("WHERE state = ? ORDER BY n LIMIT ?", (state, limit))

    def count_in(self, state: str) -> int:
        """How many batches are in one state."""
        row = self._session.one("SELECT count(*) FROM kept_batch WHERE state = ?", (state,))
        return int(row[0]) if row else 0

    def of_hash(self, digest: bytes) -> KeptBatch | None:
        """One batch by its hash."""
        found = self._rows("WHERE hash = ?", (digest,))
        return found[0] if found else None

    def of_chain(self, stream: bytes, device: bytes, incarnation: int, dseq: int) -> tuple[KeptBatch, ...]:
        """The placed batches of a chain, every branch, that hold or end just before envelope `dseq`."""
        return self._rows(
            "WHERE stream = ? AND device = ? AND incarnation = ? AND first_dseq - 1 <= ? AND last_dseq >= ? "
            "AND state IN ('waiting', 'merged', 'kept') ORDER BY n",
            (stream, device, incarnation, dseq, dseq),
        )

    def of_device(self, stream: bytes, device: bytes) -> tuple[KeptBatch, ...]:
        """All placed batches of a device in a stream."""
        where = "WHERE stream = ? AND device = ? AND state IN ('waiting', 'merged', 'kept') ORDER BY n"
        return self._rows(where, (stream, device))

    def of_stream(self, stream: bytes) -> tuple[bytes, ...]:
        """The hashes of all placed batches of a stream, in the order in which they came."""
        rows = self._session.read(
            "SELECT hash FROM kept_batch WHERE stream = ? AND state IN ('waiting', 'merged', 'kept') ORDER BY n",
            (stream,),
        )
        return tuple(bytes(row[0]) for row in rows)

    def own_of_chain(self, stream: bytes, dseq: int) -> tuple[bytes, ...]:
        """Own batches in the outbox that hold or end just before `dseq`, of whatever incarnation."""
        rows = self._session.read(
            "SELECT bytes FROM outbox WHERE stream = ? AND first_dseq - 1 <= ? AND last_dseq >= ? ORDER BY n",
            (stream, dseq, dseq),
        )
        return tuple(bytes(row[0]) for row in rows)

    def own_batches(self, stream: bytes) -> tuple[tuple[int, bytes, bytes | None], ...]:
        """Every own batch still kept: (outbox number, bytes, receipt)."""
        rows = self._session.read(
            "SELECT n, bytes, receipt FROM outbox WHERE stream = ? ORDER BY n", (stream,)
        )
        return tuple((n, bytes(data), bytes(r) if r is not None else None) for n, data, r in rows)

    def _rows(self, where: str, values: Sequence[object]) -> tuple[KeptBatch, ...]:
        rows = self._session.read(f"SELECT {_COLUMNS} FROM kept_batch {where}", values)  # noqa: S608
        return tuple(
            KeptBatch(
                bytes(r[0]), bytes(r[1]), bytes(r[2]), r[3], bytes(r[4]), r[5], r[6], r[7], bytes(r[8]), bytes(r[9]),
                r[10], r[11], r[12],
            )
            for r in rows
        )  # fmt: skip

    def keep_receipt(self, digest: bytes, receipt: bytes) -> None:
        """The relay's receipt for a batch that was carried for another device: it travels back to that device."""
        with writing(self._session, kind="carried") as work:
            work.conn.execute("UPDATE kept_batch SET receipt = ? WHERE hash = ?", (receipt, digest))

    def receipts(self, stream: bytes) -> tuple[bytes, ...]:
        """The receipts of batches that were carried for others."""
        rows = self._session.read(
            "SELECT receipt FROM kept_batch WHERE stream = ? AND receipt IS NOT NULL ORDER BY n", (stream,)
        )
        return tuple(bytes(row[0]) for row in rows)

    def own_of_hash(self, digests: frozenset[bytes]) -> tuple[int, ...]:
        """Numbers of own waiting batches whose bytes have one of these hashes."""
        rows = self._session.read("SELECT n, bytes FROM outbox WHERE state = 'waiting'")
        return tuple(n for n, data in rows if hashlib.sha256(data).digest() in digests)

    def note_received(self, digest: bytes, second: int) -> int:
        """The relay's time of a batch that had come without it; returns how many of its saves prove to be late."""
        row = self.of_hash(digest)
        if row is None or row.received is not None:
            return 0
        with writing(self._session, kind="take") as work:
            work.conn.execute("UPDATE kept_batch SET received = ? WHERE hash = ?", (second, digest))
        chain = (row.stream, row.device, row.incarnation, row.branch)
        return lateness.mark(self._session, chain, (row.first_dseq, row.last_dseq), second)

    def times(self, stream: bytes) -> tuple[tuple[bytes, int], ...]:
        """The batches of a stream whose time of receipt is known here: (hash, second)."""
        rows = self._session.read(
            "SELECT hash, received FROM kept_batch WHERE stream = ? AND received IS NOT NULL ORDER BY n",
            (stream,),
        )
        return tuple((bytes(digest), second) for digest, second in rows)

    def drop(self, digest: bytes) -> None:
        """Forgets a batch that waited and proved to be known or refused."""
        with writing(self._session, kind="drop_batch") as work:
            work.conn.execute(
                "DELETE FROM kept_batch WHERE hash = ? AND state IN ('gap', 'later')", (digest,)
            )

    def merged(self, digest: bytes, unopened: Sequence[tuple[int, str]]) -> None:
        """A batch was merged except these items (index, reason), which are tried again later."""
        with writing(self._session, kind="merged") as work:
            work.conn.execute("UPDATE kept_batch SET state = ? WHERE hash = ?", (MERGED, digest))
            work.conn.execute("DELETE FROM unopened WHERE batch = ?", (digest,))
            work.conn.executemany(
                "INSERT INTO unopened(batch, i, reason) VALUES (?, ?, ?)",
                [(digest, i, reason) for i, reason in unopened],
            )

    def unopened(self) -> tuple[tuple[bytes, int, str], ...]:
        """Envelopes that could not be merged: (batch hash, index, reason)."""
        rows = self._session.read("SELECT batch, i, reason FROM unopened ORDER BY batch, i")
        return tuple((bytes(batch), i, reason) for batch, i, reason in rows)

    def replace(self, digest: bytes, data: bytes) -> None:
        """Puts the bytes of a batch with erased bodies, or with bodies that had been missing, in its place."""
        with writing(self._session, kind="replace_batch") as work:
            work.conn.execute("UPDATE kept_batch SET data = ? WHERE hash = ?", (data, digest))
            work.dirty = True

    def replace_own(self, n: int, data: bytes) -> None:
        """The same for a batch of our own that is still kept."""
        with writing(self._session, kind="replace_batch") as work:
            work.conn.execute("UPDATE outbox SET bytes = ? WHERE n = ?", (data, n))
            work.dirty = True

    def waiting_batches(self) -> int:
        """How many formed batches have no receipt yet."""
        row = self._session.one("SELECT count(*) FROM outbox WHERE state = 'waiting'")
        return int(row[0]) if row else 0

    def oldest_unsent_hours(self) -> int:
        """Whole hours since the oldest save that has no receipt yet; 0 when there is none, or by a wrong clock."""
        row = self._session.one(
            "SELECT min(at) FROM (SELECT at FROM change WHERE dseq IS NULL AND at > '' UNION ALL "
            "SELECT c.at FROM outbox o JOIN replica r ON r.stream = o.stream AND r.device IN (SELECT device FROM identity) "
            "JOIN change c ON c.replica = r.no AND c.dseq = o.first_dseq WHERE o.state = 'waiting' AND c.at > '')"
        )
        if row is None or not row[0]:
            return 0
        now = self._session.shared.clock.now()
        return max(0, int((now - datetime.fromisoformat(row[0])).total_seconds()) // 3600)

    def places(self, stream: bytes, device: bytes) -> tuple[tuple[int, int, bytes, int, bool], ...]:
        """Every save of a device in a stream: (save, incarnation, branch, dseq, held)."""
        rows = self._session.read(
            "SELECT c.save, r.incarnation, r.branch, c.dseq, c.held FROM change c JOIN replica r ON r.no = c.replica "
            "WHERE r.stream = ? AND r.device = ? ORDER BY c.n",
            (stream, device),
        )
        return tuple((save, inc, bytes(branch), dseq, bool(held)) for save, inc, branch, dseq, held in rows)

    def record_at(self, stream: bytes, device: bytes, incarnation: int, dseq: int) -> bytes | None:
        """The stored id of the record that an envelope saved, if it is here."""
        row = self._session.one(
            "SELECT c.record FROM change c JOIN replica r ON r.no = c.replica WHERE r.stream = ? AND r.device = ? "
            "AND r.incarnation = ? AND c.dseq = ?",
            (stream, device, incarnation, dseq),
        )
        return bytes(row[0]) if row else None

    def formed_before(self, stream: bytes, device: bytes, incarnation: int) -> tuple[int, int, bytes] | None:
        """The end of the newest chain of this device in a stream below an incarnation: (incarnation, dseq, link)."""
        row = self._session.one(
            "SELECT incarnation, applied, head FROM replica WHERE stream = ? AND device = ? AND incarnation < ? "
            "AND branch = x'' AND head IS NOT NULL ORDER BY incarnation DESC LIMIT 1",
            (stream, device, incarnation),
        )
        return (row[0], row[1], bytes(row[2])) if row else None
