"""The small encrypted shelves of a store: drafts, blobs, the inbox of kept bytes, and settings of this computer."""

import hashlib
from dataclasses import dataclass
from typing import Any

from db.session import Session, writing


@dataclass(frozen=True, slots=True)
class Draft:
    """An unfinished form. `record` is empty for a new one; `body` is the form's own bytes."""

    form: str
    record: bytes
    operator: bytes
    body: bytes
    at: str


@dataclass(frozen=True, slots=True)
class InboxRow:
    """Bytes that came from outside and wait, or were refused. `state` and `reason` are codes."""

    hash: bytes
    stream: bytes | None
    data: bytes
    state: str
    reason: str


def save_draft(session: Session, draft: Draft) -> None:
    """Keeps a draft, replacing the earlier one of this form, record and operator. No audit line: nothing was done."""
    with writing(session, kind="draft") as work:
        work.conn.execute(
            "REPLACE INTO draft(form, record, operator, body, at) VALUES (?, ?, ?, ?, ?)",
            (draft.form, draft.record, draft.operator, draft.body, draft.at),
        )


def drafts(session: Session, operator: bytes) -> tuple[Draft, ...]:
    """The drafts of one operator, newest first."""
    rows = session.read(
        "SELECT form, record, operator, body, at FROM draft WHERE operator = ? ORDER BY at DESC, form",
        (operator,),
    )
    return tuple(Draft(form, bytes(rec), bytes(op), bytes(body), at) for form, rec, op, body, at in rows)


def drop_draft(session: Session, form: str, record: bytes, operator: bytes) -> None:
    """Forgets a draft; nothing happens when there is none."""
    with writing(session, kind="draft") as work:
        work.conn.execute(
            "DELETE FROM draft WHERE form = ? AND record = ? AND operator = ?",
            (form, record, operator),
        )


def blob(session: Session, digest: bytes) -> bytes | None:
    """The bytes kept under a SHA-256, or None."""
    row = session.one("SELECT bytes FROM blob WHERE hash = ?", (digest,))
    return bytes(row[0]) if row else None


def put_blob(session: Session, data: bytes) -> bytes:
    """Keeps bytes under their SHA-256, which is returned."""
    digest = hashlib.sha256(data).digest()
    with writing(session, kind="blob") as work:
        work.conn.execute("INSERT OR IGNORE INTO blob(hash, bytes) VALUES (?, ?)", (digest, data))
        work.dirty = True
    return digest


def incoming(session: Session, state: str) -> tuple[InboxRow, ...]:
    """Kept bytes in one state, by place in the relay's order."""
    rows = session.read(
        "SELECT hash, stream, bytes, state, reason FROM inbox WHERE state = ? ORDER BY seq, hash",
        (state,),
    )
    return tuple(InboxRow(bytes(h), bytes(s) if s else None, bytes(b), st, r) for h, s, b, st, r in rows)


def set_meta(session: Session, name: str, value: Any) -> None:
    """Keeps a setting of this computer (never synced). Names of the store itself start without a dot, yours with one."""
    with writing(session, kind="meta") as work:
        work.conn.execute("REPLACE INTO meta(name, value) VALUES (?, ?)", (name, value))
