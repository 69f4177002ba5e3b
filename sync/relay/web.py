"""What phones without an account use: sealed reports from the web page, their replies, the letter-key file.

No cookie, no address, no log. A code that nobody has gets an answer that looks like any other.
"""

import hmac
from datetime import datetime
from typing import Any, Final

from sync.cbor import encode
from sync.control.kinds import Kind
from sync.errors import SyncError
from sync.relay.database import Database, statement
from sync.relay.districts import District
from sync.relay.quota import charge

# DHKEM(P-256) key of 65 bytes, 16 KiB of padded text, 16 bytes of tag (trust.md 8).
REPORT_BYTES: Final = 65 + 16 * 1024 + 16
REPLY_BYTES: Final = 4 * 1024
_REPORTS_PER_PULL: Final = 32
_VILLAGE_KINDS: Final = frozenset({Kind.VILLAGE_ADDED, Kind.VILLAGE_CLOSED})
_KEY_FILE_KINDS: Final = frozenset(
    {
        Kind.FOUNDED,
        Kind.ADMIN_ADDED,
        Kind.ADMIN_REMOVED,
        Kind.LETTER_KEY_ADDED,
        Kind.LETTER_KEY_RETIRED,
        Kind.REVOCATION_LIST,
        Kind.FORK_SETTLED,
    }
)
_RAISE = "UPDATE district SET report_head = report_head + 1 WHERE district = :district RETURNING report_head"
_REPLY = """
INSERT INTO reply (district, lookup, body, received_at) VALUES (:district, :lookup, :body, :at)
ON CONFLICT (district, lookup) DO UPDATE SET body = excluded.body, received_at = excluded.received_at
"""


def put_report(database: Database, district: bytes, body: bytes, *, limit: int, at: datetime) -> None:
    """Keep one sealed report; reports have a quota of their own and cannot crowd out anything else."""
    if len(body) != REPORT_BYTES:
        raise SyncError("malformed", what="report")
    with database.write() as connection:
        n = statement(connection, _RAISE, district=district).scalar()
        if n is None:
            raise SyncError("not_found")
        charge(connection, district, b"web", lane="report", size=1, limit=limit, at=at)
        statement(
            connection,
            "INSERT INTO report (district, n, body, received_at) VALUES (:district, :n, :body, :at)",
            district=district,
            n=n,
            body=body,
            at=int(at.timestamp()),
        )


def reports(database: Database, district: bytes, *, after: int) -> list[list[Any]]:
    """Return [number, sealed report, second of arrival] after a number."""
    with database.read() as connection:
        rows = statement(
            connection,
            "SELECT n, body, received_at FROM report WHERE district = :district AND n > :after ORDER BY n LIMIT :most",
            district=district,
            after=after,
            most=_REPORTS_PER_PULL,
        ).all()
    return [[row[0], bytes(row[1]), row[2]] for row in rows]


def put_reply(database: Database, district: bytes, lookup: bytes, body: bytes, *, at: datetime) -> None:
    """Keep the sealed reply under its lookup id, in place of an earlier one."""
    if len(body) != REPLY_BYTES:
        raise SyncError("malformed", what="reply")
    with database.write() as connection:
        statement(connection, _REPLY, district=district, lookup=lookup, body=body, at=int(at.timestamp()))


def reply(database: Database, secret: bytes, district: bytes, lookup: bytes) -> bytes:
    """Return the reply, or for a code that nobody has the same pseudo-random bytes each time."""
    dummy = _dummy(secret, district, lookup)
    with database.read() as connection:
        found = statement(
            connection,
            "SELECT body FROM reply WHERE district = :district AND lookup = :lookup",
            district=district,
            lookup=lookup,
        ).scalar()
    return dummy if found is None else bytes(found)


def key_file(district: District) -> bytes:
    """Return the letter-key-and-revocation file: [1, district, head n, head hash, signed entries].

    The entries are those about admins and letter keys, the villages that have such keys (a letter's page names
    its village), and the last checkpoint. The reader checks every signature itself; the relay can only leave
    something out.
    """
    last = max((item.n for item in district.state.checkpoints), default=-1)
    issuing = {key.village for key in district.state.letter_keys.values()}
    kept = [
        entry.data
        for entry in district.entries
        if entry.kind in _KEY_FILE_KINDS
        or entry.n == last
        or (entry.kind in _VILLAGE_KINDS and getattr(entry.body, "village", None) in issuing)
    ]
    head = district.state.head
    return encode([1, district.state.district, head.n, head.hash, kept])


def _dummy(secret: bytes, district: bytes, lookup: bytes) -> bytes:
    blocks = (
        hmac.digest(secret, b"desbumi/reply-dummy/1" + district + lookup + i.to_bytes(2), "sha512")
        for i in range(REPLY_BYTES // 64)
    )
    return b"".join(blocks)
