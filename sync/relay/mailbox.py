"""Enrolment by post: a laptop leaves a request under its invitation, a desk leaves the grant, each picks up.

The relay reads neither; who may write is decided before, by the control chain.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from sync.errors import SyncError
from sync.relay.database import Database, statement

_PUT = """
INSERT INTO mail (district, invitation, kind, n, body, received_at)
VALUES (:district, :invitation, :kind, :n, :body, :at)
"""
_READ = """
SELECT body FROM mail WHERE district = :district AND invitation = :invitation AND kind = :kind ORDER BY n
"""


def put_request(
    database: Database, place: tuple[bytes, bytes], body: bytes, *, most: int, at: datetime
) -> int:
    """Keep a request under (district, invitation) and return its number; the same bytes again get the same number.

    Raises `too_many_requests` after `most` different ones.
    """
    return _put(database, (*place, "request"), body, most, at)


def put_grant(database: Database, place: tuple[bytes, bytes], body: bytes, *, at: datetime) -> int:
    """Keep a grant; a desk that made one in error may leave another, and the laptop tries each."""
    return _put(database, (*place, "grant"), body, 8, at)


def requests(database: Database, place: tuple[bytes, bytes]) -> list[bytes]:
    """Return the requests of an invitation, oldest first."""
    return _read(database, (*place, "request"))


def grants(database: Database, place: tuple[bytes, bytes]) -> list[bytes]:
    """Return the grants left for an invitation, oldest first."""
    return _read(database, (*place, "grant"))


def waiting(database: Database, district: bytes) -> list[bytes]:
    """Return the invitations under which a request lies and no grant yet."""
    with database.read() as connection:
        rows = statement(
            connection,
            "SELECT DISTINCT invitation FROM mail AS m WHERE district = :district AND kind = 'request' AND NOT EXISTS"
            " (SELECT 1 FROM mail AS g WHERE g.district = :district AND g.invitation = m.invitation"
            " AND g.kind = 'grant') ORDER BY invitation",
            district=district,
        ).all()
    return [bytes(row[0]) for row in rows]


def _put(database: Database, box: tuple[bytes, bytes, str], body: bytes, most: int, at: datetime) -> int:
    with database.write() as connection:
        held = _bodies(connection, box)
        if body in held:
            return held.index(body) + 1
        if len(held) >= most:
            raise SyncError("too_many_requests", limit=most)
        values = dict(zip(("district", "invitation", "kind"), box, strict=True))
        statement(connection, _PUT, **values, n=len(held) + 1, body=body, at=int(at.timestamp()))
        return len(held) + 1


def _read(database: Database, box: tuple[bytes, bytes, str]) -> list[bytes]:
    with database.read() as connection:
        return list(_bodies(connection, box))


def _bodies(connection: Connection, box: tuple[bytes, bytes, str]) -> Sequence[bytes]:
    rows = statement(connection, _READ, district=box[0], invitation=box[1], kind=box[2]).all()
    return [bytes(row[0]) for row in rows]
