"""How much one device may leave in one lane of a stream on one day of the relay's calendar."""

from datetime import datetime

from sqlalchemy import Connection

from sync.errors import SyncError
from sync.relay.database import statement

_DAY = 86_400
_ADD = """
INSERT INTO quota (stream, device, lane, day, used) VALUES (:stream, :device, :lane, :day, :size)
ON CONFLICT (stream, device, lane, day) DO UPDATE SET used = quota.used + excluded.used
RETURNING used
"""


def charge(
    connection: Connection, stream: bytes, device: bytes, *, lane: str, size: int, limit: int, at: datetime
) -> None:
    """Count `size` against the day's limit inside the caller's transaction, which a refusal must undo.

    Raises `SyncError("quota", ...)` with the seconds until the next day.
    """
    seconds = int(at.timestamp())
    day = seconds // _DAY
    values = {"stream": stream, "device": device, "lane": lane, "day": day, "size": size}
    if statement(connection, _ADD, **values).scalar() > limit:
        raise SyncError("quota", lane=lane, limit=limit, retry_after=(day + 1) * _DAY - seconds)
    statement(
        connection,
        "DELETE FROM quota WHERE stream = :stream AND device = :device AND lane = :lane AND day < :day",
        **{key: values[key] for key in ("stream", "device", "lane", "day")},
    )
