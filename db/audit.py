"""The audit chain: who read, changed, printed or exported what, by random ids only, never a name.

chain_n = SHA-256('desbumi/audit/1' ‖ chain_{n-1} ‖ body). It proves later alteration of what had already left.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cbor2

from db.errors import StoreError

if TYPE_CHECKING:
    from db.session import Session, Writing

_LABEL = b"desbumi/audit/1"
_NAMED = 64


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One line: `records` holds at most the first 64 record ids, `count` how many there were."""

    n: int
    kind: str
    at: str
    operator: bytes | None
    purpose: str
    records: tuple[bytes, ...]
    count: int
    detail: str


def _link(previous: bytes, body: bytes) -> bytes:
    return hashlib.sha256(_LABEL + previous + body).digest()


def append(work: "Writing") -> None:
    """The line of this transaction, written inside it."""
    ids = list(work.records)
    body = cbor2.dumps(
        {
            0: work.kind,
            1: work.now,
            2: work.operator,
            3: work.purpose,
            4: ids[:_NAMED],
            5: len(ids),
            6: work.detail,
        },
        canonical=True,
    )
    row = work.conn.execute("SELECT n, chain FROM audit ORDER BY n DESC LIMIT 1").fetchone()
    n, chain = (row[0] + 1, bytes(row[1])) if row else (1, b"")
    chain = _link(chain, body)
    work.conn.execute("INSERT INTO audit(n, body, chain) VALUES (?, ?, ?)", (n, body, chain))
    work.conn.execute("REPLACE INTO meta(name, value) VALUES ('audit_head', ?)", (chain,))


def head(session: "Session") -> bytes:
    """The chain's head, as it goes into every batch; empty before the first line."""
    row = session.one("SELECT chain FROM audit ORDER BY n DESC LIMIT 1")
    return bytes(row[0]) if row else b""


def verify(session: "Session", expected: Sequence[bytes] = ()) -> int:
    """Recomputes the whole chain and returns its length.

    `expected`: heads that have left this computer before; each must lie on the chain.
    Raises StoreError audit_broken with the first wrong line number, or "cut" / "rewritten".
    """
    chain, count, wanted = b"", 0, set(expected)
    for n, body, link in session.read(
        "SELECT n, CAST(body AS BLOB), CAST(chain AS BLOB) FROM audit ORDER BY n"
    ):
        chain = _link(chain, bytes(body))
        if n != count + 1 or chain != bytes(link):
            raise StoreError("audit_broken", str(count + 1))
        count = n
        wanted.discard(chain)
    if (session.meta("audit_head") or b"") != chain:
        raise StoreError("audit_broken", "cut")
    if wanted:
        raise StoreError("audit_broken", "rewritten")
    return count


def _line(n: int, body: bytes) -> AuditLine:
    fields: dict[int, Any] = cbor2.loads(body)
    return AuditLine(
        n, fields[0], fields[1], fields[2], fields[3], tuple(fields[4]), fields[5], fields[6],
    )  # fmt: skip


def lines(session: "Session", since: int = 0) -> Iterator[AuditLine]:
    """All lines with a number above `since`, oldest first."""
    for n, body in session.read("SELECT n, body FROM audit WHERE n > ? ORDER BY n", (since,)):
        yield _line(n, bytes(body))


def read_counts(session: "Session", day: str) -> dict[tuple[bytes, bytes, str], int]:
    """How often each (person, operator, purpose) was read on a day (`2026-11-21`), from lines of kind "read"."""
    counts: dict[tuple[bytes, bytes, str], int] = {}
    for line in lines(session):
        if line.kind == "read" and line.operator is not None and line.at.startswith(day):
            for record in line.records:
                key = (record, line.operator, line.purpose)
                counts[key] = counts.get(key, 0) + 1
    return counts
