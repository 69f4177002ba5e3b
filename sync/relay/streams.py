"""Batches of a stream: taken whole or not at all, numbered without gaps, handed out in that order.

The number is given by raising the head in the first statement of the transaction, which holds the stream's row
until the commit, so no reader sees a later number before an earlier one. It knows links, no content.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection

from sync.envelope import Lane
from sync.relay.chains import Branch, Place, Span, Stored, place
from sync.relay.database import Database, statement
from sync.relay.quota import charge
from sync.wire import Batch, parse_batch

Issue = Callable[[int, datetime], bytes]
QUARANTINED: Final = "quarantined"
_HEADS: Final = {Lane.DATA: "head", Lane.ATTACHMENT: "attachment_head"}

_OPEN = """
INSERT INTO stream (stream, district, head, attachment_head, late_head, cell_head)
VALUES (:stream, :district, 0, 0, 0, 0) ON CONFLICT (stream) DO NOTHING
"""
_INSERT = """
INSERT INTO batch (stream, lane, seq, device, incarnation, first_dseq, last_dseq, size, received_at,
                   hash, link, body, receipt, fork)
VALUES (:stream, :lane, :seq, :device, :incarnation, :first_dseq, :last_dseq, :size, :received_at,
        :hash, :link, :body, :receipt, :fork)
"""
_INSERT_LATE = """
INSERT INTO late_batch (stream, seq, device, incarnation, first_dseq, last_dseq, size, received_at,
                        hash, link, body, receipt)
VALUES (:stream, :seq, :device, :incarnation, :first_dseq, :last_dseq, :size, :received_at,
        :hash, :link, :body, :receipt)
"""
_ADVANCE = """
INSERT INTO chain (stream, device, incarnation, branch, next_dseq, link)
VALUES (:stream, :device, :incarnation, :branch, :next_dseq, :link)
ON CONFLICT (stream, device, incarnation, branch)
DO UPDATE SET next_dseq = excluded.next_dseq, link = excluded.link
"""
_BRANCHES = """
SELECT branch, next_dseq, link FROM chain
WHERE stream = :stream AND device = :device AND incarnation = :incarnation ORDER BY branch
"""
_LATE_KNOWN = """
SELECT seq, receipt FROM late_batch WHERE stream = :stream AND device = :device AND incarnation = :incarnation
AND first_dseq = :first_dseq AND hash = :hash
"""
_COVERING = """
SELECT seq, body, receipt FROM batch WHERE stream = :stream AND device = :device AND incarnation = :incarnation
AND first_dseq <= :dseq AND last_dseq >= :dseq ORDER BY seq
"""


@dataclass(frozen=True, slots=True)
class Offer:
    """A verified batch at the door, who carries it (who pays its quota), and how its receipt is signed."""

    batch: Batch = field(repr=False)
    hash: bytes
    carrier: bytes
    quota: int
    at: datetime
    issue: Issue = field(repr=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """`place` is accepted, duplicate, fork (all with receipt and seq), gap (with need) or quarantined."""

    place: str
    seq: int = 0
    receipt: bytes = b""
    need: int = 0
    other: bytes = b""


class _NothingWrittenError(Exception):
    """Ends the transaction without a trace: the raised head is lowered again by the rollback."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.place)
        self.outcome = outcome


def push(database: Database, offer: Offer) -> Outcome:
    """Store a batch under the next number of its lane, or say why not; nothing is ever stored in part.

    Raises `SyncError`: `quota`, `relay_full`, `relay_read_only`, `relay_busy`, `try_again`.
    """
    header = offer.batch.header
    try:
        with database.write() as connection:
            seq = _raise_head(connection, offer, _HEADS[header.lane])
            return _take(connection, offer, seq)
    except _NothingWrittenError as nothing:
        return nothing.outcome


def push_late(database: Database, offer: Offer) -> Outcome:
    """Keep a revoked device's batch apart, for the district to admit or refuse; readers of the stream see none."""
    try:
        with database.write() as connection:
            seq = _raise_head(connection, offer, "late_head")
            return _take_late(connection, offer, seq)
    except _NothingWrittenError as nothing:
        return nothing.outcome


def raise_head(connection: Connection, stream: bytes, district: bytes, column: str) -> int:
    """Raise one head and hold the stream's row until the transaction ends; returns the new number."""
    # `column` is one of our own four names, never a client's text.
    raising = f"UPDATE stream SET {column} = {column} + 1 WHERE stream = :stream RETURNING {column}"  # noqa: S608
    number = statement(connection, raising, stream=stream).scalar()
    if number is None:
        statement(connection, _OPEN, stream=stream, district=district)
        number = statement(connection, raising, stream=stream).scalar()
    return int(number)


def covering(connection: Connection, stream: bytes, chain: tuple[bytes, int], dseq: int) -> list[Stored]:
    """Return the stored batches of a chain (device, incarnation) that hold envelope `dseq`."""
    device, incarnation = chain
    rows = statement(
        connection, _COVERING, stream=stream, device=device, incarnation=incarnation, dseq=dseq
    ).all()
    return [Stored(row[0], span_of(parse_batch(bytes(row[1]))), bytes(row[2])) for row in rows]


def span_of(batch: Batch) -> Span:
    """Return a batch's numbers and links."""
    return Span(batch.header.first_dseq, batch.header.previous_link, batch.links)


def _take(connection: Connection, offer: Offer, seq: int) -> Outcome:
    row = _row(offer.batch)
    stream, chain = row["stream"], (row["device"], row["incarnation"])
    branches = [
        Branch(bytes(name), next_dseq, bytes(link))
        for name, next_dseq, link in statement(
            connection, _BRANCHES, stream=stream, device=chain[0], incarnation=chain[1]
        )
    ]
    verdict = place(span_of(offer.batch), branches, lambda dseq: covering(connection, stream, chain, dseq))
    if verdict.stored is not None:
        raise _NothingWrittenError(Outcome(verdict.place, verdict.stored.seq, verdict.stored.receipt))
    if verdict.place is Place.GAP:
        raise _NothingWrittenError(Outcome(verdict.place, need=verdict.need))
    lane = offer.batch.header.lane
    receipt = _charge_and_sign(connection, offer, seq, lane=lane.name.lower())
    fork = int(verdict.place is Place.FORK)
    statement(connection, _INSERT, **row, **_arrival(offer, seq, receipt), lane=int(lane), fork=fork)
    where = {key: row[key] for key in ("stream", "device", "incarnation", "link")}
    statement(connection, _ADVANCE, **where, branch=verdict.branch, next_dseq=row["last_dseq"] + 1)
    return Outcome(verdict.place, seq, receipt, other=verdict.other)


def _take_late(connection: Connection, offer: Offer, seq: int) -> Outcome:
    row = _row(offer.batch)
    where = {key: row[key] for key in ("stream", "device", "incarnation", "first_dseq")}
    known = statement(connection, _LATE_KNOWN, **where, hash=offer.hash).first()
    if known:
        raise _NothingWrittenError(Outcome(QUARANTINED, known[0], bytes(known[1])))
    receipt = _charge_and_sign(connection, offer, seq, lane="late")
    statement(connection, _INSERT_LATE, **row, **_arrival(offer, seq, receipt))
    return Outcome(QUARANTINED, seq, receipt)


def _charge_and_sign(connection: Connection, offer: Offer, seq: int, *, lane: str) -> bytes:
    stream = offer.batch.header.ctx.stream
    size = len(offer.batch.data)
    charge(connection, stream, offer.carrier, lane=lane, size=size, limit=offer.quota, at=offer.at)
    return offer.issue(seq, offer.at)


def _row(batch: Batch) -> dict[str, Any]:
    header = batch.header
    return {
        "stream": header.ctx.stream,
        "device": header.ctx.device,
        "incarnation": header.ctx.incarnation,
        "first_dseq": header.first_dseq,
        "last_dseq": header.last_dseq,
        "size": len(batch.data),
        "link": batch.last_link,
        "body": batch.data,
    }


def _arrival(offer: Offer, seq: int, receipt: bytes) -> dict[str, Any]:
    return {"seq": seq, "received_at": int(offer.at.timestamp()), "hash": offer.hash, "receipt": receipt}


def _raise_head(connection: Connection, offer: Offer, column: str) -> int:
    ctx = offer.batch.header.ctx
    return raise_head(connection, ctx.stream, ctx.district, column)
