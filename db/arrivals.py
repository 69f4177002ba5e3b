"""Operations that come from elsewhere: each is taken in, found known, kept aside or refused, one by one.

A bad one never holds back the next; whatever is not merged is kept with its bytes and a reason in `inbox`.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from db import apply, erased_list, refold, stamps
from db.changes import Change, decode, first_64, same_content
from db.errors import StoreError
from db.session import Session, Writing, local_id, writing


class Outcome(StrEnum):
    """What became of one operation."""

    APPLIED = "applied"
    KNOWN = "known"
    HELD = "held"
    FORK = "fork"  # the same write id with other bytes, or the same place in a chain with another save: alarm
    REFUSED = "refused"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Source:
    """The envelope of the first operation of a run; the others follow with dseq + 1 each.

    `origins`: earlier devices that a signed succession allows this signer to speak for. `branch`: of a fork, else
    empty. `received`: the relay's receipt time. `check_drop(drop id, signed plaintext)` says whether a moved drop is
    genuine. `head`: link of the last operation. `held`: outside a revoked device's closed set.
    """

    stream: bytes
    device: bytes
    incarnation: int
    dseq: int
    branch: bytes = b""
    head: bytes | None = None
    received: datetime | None = None
    origins: frozenset[bytes] = frozenset()
    check_drop: Callable[[bytes, bytes], bool] | None = None
    held: bool = False


def follow(session: Session, stream: bytes) -> int:
    """The local number of a stream, given now if this store does not follow it yet."""
    known = session.stream_no(stream)
    if known is not None:
        return known
    with writing(session, kind="follow") as work:
        work.conn.execute("INSERT INTO stream(id) VALUES (?)", (stream,))
        work.dirty = True
    return follow(session, stream)


def apply_remote(session: Session, source: Source, ops: Sequence[bytes]) -> list[Outcome]:
    """Takes in operations in the order of their dseq, in one transaction; the caller sends at most 500 at a time."""
    stream_no = follow(session, source.stream)
    outcomes = []
    with writing(session, kind="receive") as work:
        replica = replica_no(work, (source.stream, source.device, source.incarnation, source.branch))
        for index, op in enumerate(ops):
            outcomes.append(_take(work, source, (stream_no, replica, source.dseq + index), bytes(op)))
        last = source.dseq + len(ops) - 1
        work.conn.execute(
            "UPDATE replica SET applied = ?, head = ? WHERE no = ? AND applied < ?",
            (last, source.head, replica, last),
        )
        work.detail = ",".join(f"{outcome}={outcomes.count(outcome)}" for outcome in dict.fromkeys(outcomes))
        work.dirty = True
    return outcomes


def replica_no(work: Writing, key: tuple[bytes, bytes, int, bytes]) -> int:
    """The local number of a (stream, device, incarnation, branch), given now if new."""
    work.conn.execute(
        "INSERT OR IGNORE INTO replica(stream, device, incarnation, branch) VALUES (?, ?, ?, ?)",
        key,
    )
    sql = "SELECT no FROM replica WHERE stream = ? AND device = ? AND incarnation = ? AND branch = ?"
    return int(work.conn.execute(sql, key).fetchone()[0])


def _take(work: Writing, source: Source, place: tuple[int, int, int], op: bytes) -> Outcome:
    stream_no, replica, dseq = place
    try:
        change = decode(op)
        _check_author(source, change)
    except StoreError as error:
        keep(work, source.stream, op, "refused", error.detail or error.code)
        return Outcome.REFUSED
    record = local_id(stream_no, change.record)
    if is_erased(work, record):
        return Outcome.ERASED
    save = change.save(source.device)
    known = _known(work, save, record, op, (replica, dseq))
    if known is not None:
        return known
    late = change.suspect or (source.received is not None and stamps.is_late(change.hlc, source.received))
    work.shared.ticks.absorb(change.hlc)
    place_taken = work.conn.execute(
        "SELECT 1 FROM change WHERE replica = ? AND dseq = ?", (replica, dseq)
    ).fetchone()
    if place_taken:
        branch = hashlib.sha256(op).digest()[:8]
        replica = replica_no(work, (source.stream, source.device, source.incarnation, branch))
    apply.apply(work, apply.Entry(change, op, record, save, replica, dseq, late, source.held))
    if place_taken:
        return Outcome.FORK
    return Outcome.HELD if source.held else Outcome.APPLIED


def _check_author(source: Source, change: Change) -> None:
    """An earlier identity counts only through a signed succession; a drop only with its signature (trust.md 7)."""
    if change.origin is not None and change.origin != source.device and change.origin not in source.origins:
        raise StoreError("bad_operation", "origin")
    if change.drop is not None and (source.check_drop is None or not source.check_drop(*change.drop)):
        raise StoreError("bad_operation", "drop")


def _known(work: Writing, save: int, record: bytes, op: bytes, place: tuple[int, int]) -> Outcome | None:
    """Step a: a known save takes its place from this envelope if it had none, so that it is not sealed again."""
    row = work.conn.execute("SELECT op, dseq, n, record FROM change WHERE save = ?", (save,)).fetchone()
    if row is None:
        return None
    if bytes(row[3]) == record and same_content(bytes(row[0]), op):
        if (
            row[1] is None
            and not work.conn.execute(
                "SELECT 1 FROM change WHERE replica = ? AND dseq = ?",
                place,
            ).fetchone()
        ):
            work.conn.execute(
                "UPDATE change SET replica = ?, dseq = ?, op = ? WHERE n = ?", (*place, op, row[2])
            )
        return Outcome.KNOWN
    return _fork(work, save, (bytes(row[3]), bytes(row[0])), (record, op))


def _fork(work: Writing, save: int, old: tuple[bytes, bytes], new: tuple[bytes, bytes]) -> Outcome:
    """One write id, two contents: both are kept and merged, the greater hash under an id of its own.

    Which of them keeps the id depends on the bytes alone, so every computer decides alike.
    """
    keeps, yields = sorted((old, new), key=lambda pair: hashlib.sha256(pair[1]).digest())
    other = first_64(b"desbumi/fork/1" + yields[1])
    if work.conn.execute("SELECT 1 FROM change WHERE save = ?", (other,)).fetchone():
        return Outcome.KNOWN
    keep(
        work,
        work.session.stream_id(int.from_bytes(new[0][:4], "big")),
        new[1],
        "fork",
        "one write id, two contents",
    )
    change = decode(yields[1])
    if yields is new:
        apply.apply(work, apply.Entry(change, new[1], new[0], other))
        _never_seal(work, other)
        return Outcome.FORK
    work.conn.execute("UPDATE change SET save = ? WHERE save = ?", (other, save))
    apply.apply(work, apply.Entry(decode(keeps[1]), new[1], new[0], save))
    _never_seal(work, save)
    tables = {(change.table_no, old[0]), (decode(new[1]).table_no, new[0])}
    refold.refold_many(work, tables)
    return Outcome.FORK


def _never_seal(work: Writing, save: int) -> None:
    """A forked save came from elsewhere: it lies outside every chain of ours (negative, unique place)."""
    replica = replica_no(work, (b"", b"", 0, b"fork"))
    work.conn.execute("UPDATE change SET replica = ?, dseq = -n WHERE save = ?", (replica, save))


def keep(work: Writing, stream: bytes, data: bytes, state: str, reason: str) -> None:
    """Bytes that were not merged, with their reason; kept until somebody can."""
    work.conn.execute(
        "INSERT OR IGNORE INTO inbox(hash, stream, bytes, state, reason) VALUES (?, ?, ?, ?, ?)",
        (hashlib.sha256(data).digest(), stream, data, state, reason),
    )
    work.dirty = True


def is_erased(work: Writing, record: bytes) -> bool:
    """Whether this record was erased by law: late arrivals are refused, by a keyed hash of its id."""
    if work.conn.execute("SELECT 1 FROM erased LIMIT 1").fetchone() is None:
        return False
    row = work.conn.execute("SELECT 1 FROM erased WHERE hash = ?", (erased_hash(work, record),))
    return row.fetchone() is not None


def erased_hash(work: Writing, record: bytes) -> bytes:
    """The keyed hash of an erased record's id: the list alone names nobody."""
    secret = bytes(work.conn.execute("SELECT value FROM meta WHERE name = 'erasure_key'").fetchone()[0])
    return erased_list.hash_of(secret, record)
