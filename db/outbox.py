"""From saves to batches: which saves are ripe, their places in the chain, and the sealed bytes until a receipt.

Assigning replica and dseq and storing the batch's bytes is one transaction; the caller makes the bytes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from db import identity
from db.arrivals import replica_no
from db.identity import Identity
from db.mark import Formed
from db.session import Session, writing

RIPE_SECONDS = 15.0
BATCH = 200
NO_LINK = b""
# Of a store with one stream; answered from two small indices alone. The log itself is never read for a number.
EVERY_UNSEALED = "SELECT count(*) FROM change INDEXED BY change_unsealed WHERE dseq IS NULL"
HELD_UNSEALED = "SELECT count(*) FROM change INDEXED BY change_held WHERE held = 1 AND dseq IS NULL"
WAITING_SAVES = "SELECT sum(last_dseq - first_dseq + 1) FROM outbox WHERE state = 'waiting'"


@dataclass(frozen=True, slots=True)
class Unsealed:
    """A save that has no place in a chain yet. `op` are the frozen bytes of the operation."""

    n: int
    save: int
    record: bytes
    op: bytes


@dataclass(frozen=True, slots=True)
class Sealing:
    """What the bytes of one batch are made from. `previous` is the last formed (dseq 0 and no link: the chain's start)."""

    identity: Identity
    stream: bytes
    previous: Formed
    changes: tuple[Unsealed, ...]

    @property
    def first_dseq(self) -> int:
        """The place of the first change."""
        return self.previous.dseq + 1


@dataclass(frozen=True, slots=True)
class Sealed:
    """A finished batch: its bytes as they will be sent for ever, how many changes it took, and its last link."""

    data: bytes
    count: int
    link: bytes


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A batch that waits or was sent. `state`: waiting, received."""

    n: int
    stream: bytes
    first_dseq: int
    last_dseq: int
    data: bytes
    state: str
    receipt: bytes | None


def unsealed(
    session: Session, stream: bytes | None = None, *, everything: bool = False, limit: int = BATCH
) -> tuple[Unsealed, ...]:
    """Saves without a place, oldest first. Those younger than 15 s wait, for they may be undone (`everything` takes all)."""
    stream_no = session.shared.main_stream if stream is None else session.stream_no(stream)
    if stream_no is None:
        return ()
    cutoff = (1 << 62) if everything else ripe_until(session)
    low = stream_no.to_bytes(4, "big")
    rows = session.read(
        "SELECT n, save, record, op FROM change WHERE dseq IS NULL AND held = 0 AND n <= ? "
        "AND substr(record, 1, 4) = ? ORDER BY n LIMIT ?",
        (cutoff, low, limit),
    )
    return tuple(Unsealed(n, save, bytes(record), bytes(op)) for n, save, record, op in rows)


def count_unsealed(session: Session) -> int:
    """How many saves of the main stream have no place in a chain yet, ripe or not.

    A village has one stream: there two small indices tell, for a village that never joined has its whole log unsealed.
    """
    if session.one("SELECT count(*) FROM stream") == (1,):
        return int(session.read(EVERY_UNSEALED)[0][0]) - int(session.read(HELD_UNSEALED)[0][0])
    low = session.shared.main_stream.to_bytes(4, "big")
    sql = "SELECT count(*) FROM change WHERE dseq IS NULL AND held = 0 AND substr(record, 1, 4) = ?"
    return int(session.read(sql, (low,))[0][0])


def count_waiting(session: Session) -> int:
    """How many saves lie in formed batches that have no receipt yet; a small index tells, no batch is read."""
    return int(session.read(WAITING_SAVES)[0][0] or 0)


def ripe_until(session: Session) -> int:
    """The newest log row older than 15 s on the monotonic clock; all rows from before this start are ripe."""
    shared, now = session.shared, session.shared.clock.monotonic()
    ripe = [n for at, n in shared.recent if now - at >= RIPE_SECONDS]
    shared.recent = shared.recent[len(ripe) :]
    shared.ripe = max((shared.ripe, *ripe))
    return shared.ripe


def young_records(session: Session) -> frozenset[bytes]:
    """The stored ids of which a save is younger than 15 s and has no place in a chain: those may still be undone."""
    cutoff = ripe_until(session)
    rows = session.read("SELECT record FROM change WHERE dseq IS NULL AND n > ?", (cutoff,))
    return frozenset(bytes(row[0]) for row in rows)


def seal(
    session: Session,
    form: Callable[[Sealing], Sealed],
    stream: bytes | None = None,
    *,
    everything: bool = False,
    limit: int = BATCH,
) -> OutboxRow | None:
    """Forms one batch; None when nothing is ripe. `form` makes the bytes from what it is given and takes a prefix.

    The mark is durable when this returns, so nothing can be sent that a restored store would form again differently.
    """
    with writing(session, kind="seal") as work:
        me = identity.current(session)
        target = me.stream if stream is None else stream
        changes = unsealed(session, target, everything=everything, limit=limit)
        if not changes:
            return None
        replica = replica_no(work, (target, me.device, me.incarnation, b""))
        previous = _previous(session, replica, me)
        sealed = form(Sealing(me, target, previous, changes))
        last = previous.dseq + sealed.count
        work.conn.executemany(
            "UPDATE change SET replica = ?, dseq = ? WHERE n = ?",
            [(replica, previous.dseq + 1 + i, change.n) for i, change in enumerate(changes[: sealed.count])],
        )
        work.conn.execute(
            "UPDATE replica SET applied = ?, head = ? WHERE no = ?", (last, sealed.link, replica)
        )
        n = work.conn.execute(
            "INSERT INTO outbox(stream, first_dseq, last_dseq, bytes, state) VALUES (?, ?, ?, ?, 'waiting')",
            (target, previous.dseq + 1, last, sealed.data),
        ).lastrowid
        work.detail, work.dirty = str(sealed.count), True
    if session.shared.mark is not None:
        session.shared.mark.note_formed(target, Formed(me.incarnation, last, sealed.link))
    return OutboxRow(n, target, previous.dseq + 1, last, sealed.data, "waiting", None)


def _previous(session: Session, replica: int, me: Identity) -> Formed:
    row = session.one("SELECT applied, head FROM replica WHERE no = ?", (replica,))
    applied, head = row or (0, None)
    return Formed(me.incarnation, applied, bytes(head) if head is not None else NO_LINK)


_ROWS = "SELECT n, stream, first_dseq, last_dseq, bytes, state, receipt FROM outbox"


def rows(session: Session, state: str = "waiting", limit: int = 50) -> list[OutboxRow]:
    """Batches in this state, oldest first."""
    found = session.read(f"{_ROWS} WHERE state = ? ORDER BY n LIMIT ?", (state, limit))
    return [_row(one) for one in found]


def newest(session: Session) -> OutboxRow | None:
    """The batch that was formed last of those that are still here."""
    found = session.one(f"{_ROWS} ORDER BY n DESC LIMIT 1")
    return _row(found) if found else None


def _row(columns: Sequence[Any]) -> OutboxRow:
    n, stream, first, last, data, state, receipt = columns
    return OutboxRow(n, bytes(stream), first, last, bytes(data), state, receipt)


def received(session: Session, n: int, receipt: bytes) -> None:
    """The relay's signed receipt arrived (the caller has checked it): only now the desk may say "received"."""
    with writing(session, kind="receipt") as work:
        work.conn.execute("UPDATE outbox SET state = 'received', receipt = ? WHERE n = ?", (receipt, n))
        work.dirty = True


def send_again(session: Session, stream: bytes, above: int) -> int:
    """A relay went back (its history id changed): batches above its frontier wait again, bytes unchanged."""
    with writing(session, kind="offer_again") as work:
        count = work.conn.execute(
            "UPDATE outbox SET state = 'waiting' WHERE stream = ? AND last_dseq > ? AND state = 'received'",
            (stream, above),
        ).rowcount
        work.dirty = True
    return int(count)


def forget(session: Session, ns: Sequence[int]) -> None:
    """Drops batches that signed frontiers of all others cover (the caller has checked them)."""
    with writing(session, kind="forget_batches") as work:
        work.conn.executemany("DELETE FROM outbox WHERE n = ? AND state = 'received'", [(n,) for n in ns])
        work.dirty = True
