"""Erasure on the relay: bodies that the control chain names lose their bytes; links and signatures stay.

A stub is taken only where an erasure in force names exactly that envelope; any other is a missing body.
"""

from collections.abc import Collection, Iterable

from sync.control.notices import EnvelopeName
from sync.control.state import ControlState, Erasure
from sync.errors import SyncError
from sync.relay.database import Database, statement
from sync.wire import Batch, Stub, erase_body, parse_batch

_HOLDING = """
WHERE stream = :stream AND device = :device AND incarnation = :incarnation
AND first_dseq <= :dseq AND last_dseq >= :dseq
"""


def check_stubs(batch: Batch, state: ControlState) -> None:
    """Refuse (`body_missing`) a batch with a stub that no erasure in force names."""
    stubs = {batch.header.first_dseq + i for i, item in enumerate(batch.items) if isinstance(item, Stub)}
    if not stubs:
        return
    ctx = batch.header.ctx
    named = _named(state.erasures.values(), ctx.stream)
    for dseq in sorted(stubs):
        if EnvelopeName(ctx.device, ctx.incarnation, dseq) not in named:
            raise SyncError("body_missing", dseq=dseq)


def erase(database: Database, erasures: Iterable[Erasure]) -> int:
    """Take the bodies of all erasures in force out of the database; returns how many batches changed."""
    changed = 0
    for erasure in erasures:
        if not erasure.in_force:
            continue
        for name in sorted(erasure.envelopes):
            changed += sum(
                _erase_one(database, table, erasure.stream, name) for table in ("batch", "late_batch")
            )
    return changed


def _erase_one(database: Database, table: str, stream: bytes, name: EnvelopeName) -> int:
    where = {"stream": stream, "device": name.device, "incarnation": name.incarnation}
    changed = 0
    find = f"SELECT first_dseq, hash, body FROM {table} {_HOLDING}"  # noqa: S608 - one of our two tables
    write = (
        f"UPDATE {table} SET body = :body, size = :size WHERE stream = :stream AND device = :device"  # noqa: S608
        " AND incarnation = :incarnation AND first_dseq = :first AND hash = :hash"
    )
    with database.write() as connection:
        for first, key, body in statement(connection, find, **where, dseq=name.dseq).all():
            batch = parse_batch(bytes(body))
            i = name.dseq - batch.header.first_dseq
            if isinstance(batch.items[i], Stub):
                continue
            short = erase_body(batch, i)
            statement(connection, write, **where, first=first, hash=bytes(key), body=short, size=len(short))
            changed += 1
    return changed


def _named(erasures: Iterable[Erasure], stream: bytes) -> Collection[EnvelopeName]:
    names: set[EnvelopeName] = set()
    for erasure in erasures:
        if erasure.in_force and erasure.stream == stream:
            names |= erasure.envelopes
    return names
