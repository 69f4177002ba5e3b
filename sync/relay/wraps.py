"""Wrap sets of a stream's epochs, as admins and case team leave them: whole sets that the control chain names.

The relay opens none of them. They lie in the mailbox table under the stream's id, under a kind of their own.
"""

from datetime import datetime

from sync.cbor import decode
from sync.control.epochs import check_wrap_set
from sync.control.state import ControlState
from sync.epochs import parse_wrap
from sync.errors import SyncError
from sync.limits import WRAP_BYTES
from sync.relay.database import Database, statement
from sync.shapes import at_most, blob

SET_BYTES = 1024 * (WRAP_BYTES + 8)
_SETS = 4096
_PUT = """
INSERT INTO mail (district, invitation, kind, n, body, received_at)
VALUES (:district, :stream, 'wraps', :n, :body, :at)
"""
_READ = """
SELECT n, body FROM mail WHERE district = :district AND invitation = :stream AND kind = 'wraps' AND n > :after
ORDER BY n LIMIT 16
"""


def put_wraps(database: Database, state: ControlState, stream: bytes, body: bytes, *, at: datetime) -> int:
    """Keep a wrap set and return its number; the same bytes again get the same one. `wrong_wrap` for any unnamed set."""
    rows = at_most(decode(body, max_bytes=SET_BYTES, max_depth=1, max_items=1025), 1024, "wraps")
    wraps = [parse_wrap(blob(row, 1, WRAP_BYTES, "wrap")) for row in rows]
    check_wrap_set(state, wraps)
    if wraps[0].stream != stream:
        raise SyncError("wrong_stream")
    with database.write() as connection:
        found = statement(
            connection, _READ.replace("LIMIT 16", ""), district=state.district, stream=stream, after=0
        )
        held = [bytes(row[1]) for row in found.all()]
        if body in held:
            return held.index(body) + 1
        if len(held) >= _SETS:
            raise SyncError("too_many_requests", limit=_SETS)
        values = {"district": state.district, "stream": stream, "n": len(held) + 1, "body": body}
        statement(connection, _PUT, **values, at=int(at.timestamp()))
    return len(held) + 1


def wraps_after(database: Database, district: bytes, stream: bytes, *, after: int) -> list[tuple[int, bytes]]:
    """Return up to 16 wrap sets of a stream with a number above `after`."""
    with database.read() as connection:
        rows = statement(connection, _READ, district=district, stream=stream, after=after).all()
    return [(int(row[0]), bytes(row[1])) for row in rows]
