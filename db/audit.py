"""The audit chain: who read, changed, printed or exported what, by random ids only, never a name.

chain_n = SHA-256('desbumi/audit/1' ‖ chain_{n-1} ‖ body). It proves later alteration of what had already left.
A reason as somebody typed it may hold a name: it lies in a table of its own, which erasure reaches, and the line names
it by a salted hash of it, so that it can go without a trace and cannot be changed.
"""

import hashlib
import re
import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cbor2

from db.errors import StoreBug, StoreError

if TYPE_CHECKING:
    from db.session import Session, Writing

_LABEL = b"desbumi/audit/1"
_NAMED = 64
_REASON_LABEL = b"desbumi/audit-reason/1"
_SALT = 16
_REASON_ID = 7
_MOST_REASON = 500
_BACKWARDS = "SELECT n, body FROM audit WHERE n < ? ORDER BY n DESC LIMIT ?"
# What stands in a line itself: kinds, purposes, counts, numbers, ids. Words that somebody typed have blanks.
_CODE = re.compile(r"[\w.,:;=/+-]{0,120}", re.ASCII)


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One line: `records` holds at most the first 64 record ids, `count` how many there were.

    `reason`: as it was typed; empty when there was none, or when it was erased with a record of the line.
    """

    n: int
    kind: str
    at: str
    operator: bytes | None
    purpose: str
    records: tuple[bytes, ...]
    count: int
    detail: str
    reason: str = ""


def _link(previous: bytes, body: bytes) -> bytes:
    return hashlib.sha256(_LABEL + previous + body).digest()


def append(work: "Writing") -> None:
    """The line of this transaction, written inside it. StoreBug for words where a code belongs."""
    if not all(_CODE.fullmatch(text) for text in (work.kind, work.purpose, work.detail)):
        raise StoreBug("an audit line holds codes and ids only")
    ids = list(work.records)
    fields: dict[int, Any] = {
        0: work.kind, 1: work.now, 2: work.operator, 3: work.purpose, 4: ids[:_NAMED], 5: len(ids), 6: work.detail,
    }  # fmt: skip
    if work.reason:
        fields[_REASON_ID] = _keep_reason(work, ids)
    body = cbor2.dumps(fields, canonical=True)
    row = work.conn.execute("SELECT n, chain FROM audit ORDER BY n DESC LIMIT 1").fetchone()
    n, chain = (row[0] + 1, bytes(row[1])) if row else (1, b"")
    chain = _link(chain, body)
    work.conn.execute("INSERT INTO audit(n, body, chain) VALUES (?, ?, ?)", (n, body, chain))
    work.conn.execute("REPLACE INTO meta(name, value) VALUES ('audit_head', ?)", (chain,))


def _keep_reason(work: "Writing", records: Sequence[bytes]) -> bytes:
    """The id of a reason, kept beside the chain with all records it was given for, also those the line only counts."""
    text, salt = work.reason[:_MOST_REASON], secrets.token_bytes(_SALT)
    found = _reason_id(salt, text)
    work.conn.execute("INSERT INTO audit_reason(id, salt, text) VALUES (?, ?, ?)", (found, salt, text))
    work.conn.executemany(
        "INSERT OR IGNORE INTO audit_reason_of(record, id) VALUES (?, ?)", [(one, found) for one in records]
    )
    return found


def _reason_id(salt: bytes, text: str) -> bytes:
    return hashlib.sha256(_REASON_LABEL + salt + text.encode()).digest()[:_SALT]


def forget_reasons(work: "Writing", record: bytes) -> None:
    """Erases what was typed about a record, also where the same reason was given for others."""
    named = work.conn.execute("SELECT id FROM audit_reason_of WHERE record = ?", (record,)).fetchall()
    work.conn.executemany("DELETE FROM audit_reason WHERE id = ?", named)
    work.conn.executemany("DELETE FROM audit_reason_of WHERE id = ?", named)


def head(session: "Session") -> bytes:
    """The chain's head, as it goes into every batch; empty before the first line."""
    row = session.one("SELECT chain FROM audit ORDER BY n DESC LIMIT 1")
    return bytes(row[0]) if row else b""


def verify(session: "Session", expected: Sequence[bytes] = ()) -> int:
    """Recomputes the whole chain and returns its length.

    `expected`: heads that have left this computer before; each must lie on the chain.
    Raises StoreError audit_broken with the first wrong line number, or "cut" / "rewritten" / "reason".
    """
    # Read before the lines: what another thread writes meanwhile only makes the chain longer.
    now, wanted = session.meta("audit_head") or b"", set(expected)
    chain, count, whole = b"", 0, not now
    while rows := session.read(
        "SELECT n, CAST(body AS BLOB), CAST(chain AS BLOB) FROM audit WHERE n > ? ORDER BY n LIMIT 1000",
        (count,),
    ):
        for n, body, link in rows:
            chain = _link(chain, bytes(body))
            if n != count + 1 or chain != bytes(link):
                raise StoreError("audit_broken", str(count + 1))
            count = n
            whole = whole or chain == now
            wanted.discard(chain)
    for found, salt, text in session.read("SELECT id, salt, text FROM audit_reason"):
        if _reason_id(bytes(salt), str(text)) != bytes(found):
            raise StoreError("audit_broken", "reason")
    if not whole:
        raise StoreError("audit_broken", "cut")
    if wanted:
        raise StoreError("audit_broken", "rewritten")
    return count


def _line(n: int, body: bytes, reasons: Mapping[bytes, str]) -> AuditLine:
    fields: dict[int, Any] = cbor2.loads(body)
    return AuditLine(
        n, fields[0], fields[1], fields[2], fields[3], tuple(fields[4]), fields[5], fields[6],
        reasons.get(bytes(fields.get(_REASON_ID, b"")), ""),
    )  # fmt: skip


def _reasons(session: "Session") -> dict[bytes, str]:
    return {bytes(found): str(text) for found, text in session.read("SELECT id, text FROM audit_reason")}


def lines(session: "Session", since: int = 0) -> Iterator[AuditLine]:
    """All lines with a number above `since`, oldest first."""
    reasons = _reasons(session)
    for n, body in session.read("SELECT n, body FROM audit WHERE n > ? ORDER BY n", (since,)):
        yield _line(n, bytes(body), reasons)


def newest(
    session: "Session", kinds: Collection[str], limit: int, *, at_once: int = 1_000
) -> list[AuditLine]:
    """The newest lines of these kinds, newest first; read from the chain's end, `at_once` lines, no further than needed."""
    reasons = _reasons(session)
    found: list[AuditLine] = []
    below = 1 << 62
    while len(found) < limit and (rows := session.read(_BACKWARDS, (below, at_once))):
        lines_read = (_line(n, bytes(body), reasons) for n, body in rows)
        found += [line for line in lines_read if line.kind in kinds]
        below = rows[-1][0]
    return found[:limit]


def read_counts(session: "Session", day: str) -> dict[tuple[bytes, bytes, str], int]:
    """How often each (person, operator, purpose) was read on a day (`2026-11-21`), from lines of kind "read"."""
    counts: dict[tuple[bytes, bytes, str], int] = {}
    for line in lines(session):
        if line.kind == "read" and line.operator is not None and line.at.startswith(day):
            for record in line.records:
                key = (record, line.operator, line.purpose)
                counts[key] = counts.get(key, 0) + 1
    return counts
