"""The sealed ring and the heartbeats: small fixed-size messages outside every chain, count and frontier."""

from datetime import datetime
from typing import Any

from sync.cells import Parcel
from sync.heartbeat import SignedHeartbeat
from sync.relay.database import Database, statement
from sync.relay.quota import charge
from sync.relay.reading import Page
from sync.relay.streams import raise_head

_CELLS_PER_PULL = 64
_HEARTBEAT = """
INSERT INTO heartbeat (stream, device, counter, body, received_at)
VALUES (:stream, :device, :counter, :body, :at)
ON CONFLICT (stream, device) DO UPDATE
SET counter = excluded.counter, body = excluded.body, received_at = excluded.received_at
WHERE heartbeat.counter < excluded.counter
"""


def put_cells(database: Database, district: bytes, parcel: Parcel, *, limit: int, at: datetime) -> None:
    """Keep the cells of a verified parcel; a cell id already held is the same cell sent again."""
    stream = parcel.stream
    with database.write() as connection:
        for cell in parcel.cells:
            seq = raise_head(connection, stream, district, "cell_head")
            held = "SELECT 1 FROM cell WHERE stream = :stream AND cell = :cell"
            if statement(connection, held, stream=stream, cell=cell.id).scalar():
                lower = "UPDATE stream SET cell_head = cell_head - 1 WHERE stream = :stream"
                statement(connection, lower, stream=stream)
                continue
            charge(connection, stream, parcel.device, lane="cells", size=1, limit=limit, at=at)
            statement(
                connection,
                "INSERT INTO cell (stream, seq, cell, body, received_at) VALUES (:stream, :seq, :cell, :body, :at)",
                stream=stream,
                seq=seq,
                cell=cell.id,
                body=cell.sealed,
                at=int(at.timestamp()),
            )


def pull_cells(database: Database, stream: bytes, *, after: int) -> tuple[Page, list[bytes]]:
    """Return the next 64 cells after a number, and their ids."""
    with database.read() as connection:
        head = statement(
            connection, "SELECT cell_head FROM stream WHERE stream = :stream", stream=stream
        ).scalar()
        rows = statement(
            connection,
            "SELECT cell, body FROM cell WHERE stream = :stream AND seq > :after AND seq <= :until ORDER BY seq",
            stream=stream,
            after=after,
            until=after + _CELLS_PER_PULL,
        ).all()
    return Page(head or 0, after + 1, tuple(bytes(row[1]) for row in rows)), [bytes(row[0]) for row in rows]


def put_heartbeat(database: Database, received: SignedHeartbeat, data: bytes, *, at: datetime) -> None:
    """Keep the newest heartbeat of a device; an older one sent again changes nothing."""
    beat = received.heartbeat
    with database.write() as connection:
        statement(
            connection,
            _HEARTBEAT,
            stream=beat.stream,
            device=beat.device,
            counter=beat.counter,
            body=data,
            at=int(at.timestamp()),
        )


def heartbeats(database: Database, stream: bytes) -> list[list[Any]]:
    """Return [device, signed heartbeat, second of arrival] of every device of a stream."""
    with database.read() as connection:
        rows = statement(
            connection,
            "SELECT device, body, received_at FROM heartbeat WHERE stream = :stream ORDER BY device",
            stream=stream,
        ).all()
    return [[bytes(row[0]), bytes(row[1]), row[2]] for row in rows]
