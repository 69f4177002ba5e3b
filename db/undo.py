"""Taking saves back: undo while they are unsealed, quarantine and admission of saves by a revoked device."""

from collections.abc import Iterable

from db import refold
from db.changes import decode_own
from db.errors import StoreError
from db.session import Session, Writing, writing


def undo(session: Session, txn: int, operator: bytes | None = None) -> int:
    """Deletes the unsealed saves of one transaction and refolds their records; returns how many.

    Raises StoreError nothing_to_undo, already_sealed, or already_built_upon when another save names one of them.
    """
    with writing(session, kind="undo", operator=operator) as work:
        rows = work.conn.execute(
            "SELECT n, save, record, table_no, dseq FROM change WHERE txn = ? AND dseq IS NULL",
            (txn,),
        ).fetchall()
        if not rows:
            raise StoreError("nothing_to_undo")
        records = {bytes(row[2]) for row in rows}
        _refuse_sealed(work, txn, records)
        _refuse_named(work, {row[1] for row in rows}, records)
        work.conn.executemany("DELETE FROM change WHERE n = ?", [(row[0],) for row in rows])
        refold.refold_many(work, ((row[3], bytes(row[2])) for row in rows))
        # Row numbers are given again after a deletion: what was ripe must not ripen a newer save.
        first = min(row[0] for row in rows)
        work.shared.recent = [(at, min(n, first - 1)) for at, n in work.shared.recent]
        work.shared.ripe = min(work.shared.ripe, first - 1)
        work.detail = str(len(rows))
    return len(rows)


def _refuse_sealed(work: Writing, txn: int, records: Iterable[bytes]) -> None:
    for record in records:
        if work.conn.execute(
            "SELECT 1 FROM change WHERE record = ? AND txn = ? AND dseq IS NOT NULL",
            (record, txn),
        ).fetchone():
            raise StoreError("already_sealed")


def _refuse_named(work: Writing, saves: set[int], records: Iterable[bytes]) -> None:
    for record in records:
        found = work.conn.execute(
            "SELECT save, op FROM change WHERE record = ? ORDER BY n", (record,)
        ).fetchall()
        # Without its first save a record is none: whoever changed or archived it since has built upon that.
        if found[0][0] in saves and any(save not in saves for save, _op in found):
            raise StoreError("already_built_upon")
        for save, op in found:
            change = decode_own(bytes(op))
            named = {pred for write in change.fields.values() for pred in write.preds}
            named |= {tag.save for tags in change.removes.values() for tag in tags}
            if save not in saves and named & saves:
                raise StoreError("already_built_upon")


def hold(session: Session, saves: Iterable[int], operator: bytes | None = None) -> int:
    """Quarantine: these saves no longer count; values they had replaced are heads again. Returns how many changed."""
    return _set_held(session, saves, held=1, operator=operator)


def admit(session: Session, saves: Iterable[int], operator: bytes | None = None) -> int:
    """Ends the quarantine of these saves."""
    return _set_held(session, saves, held=0, operator=operator)


def _set_held(session: Session, saves: Iterable[int], *, held: int, operator: bytes | None) -> int:
    touched: list[tuple[int, bytes]] = []
    with writing(session, kind="hold" if held else "admit", operator=operator) as work:
        for save in saves:
            row = work.conn.execute(
                "UPDATE change SET held = ? WHERE save = ? AND held <> ? RETURNING table_no, record",
                (held, save, held),
            ).fetchone()
            if row is not None:
                touched.append((row[0], bytes(row[1])))
        refold.refold_many(work, touched)
        work.detail = str(len(touched))
    return len(touched)


def held(session: Session) -> tuple[int, ...]:
    """The write ids in quarantine."""
    return tuple(row[0] for row in session.read("SELECT save FROM change WHERE held = 1 ORDER BY n"))


def saves_after(
    session: Session, stream: bytes, device: bytes, incarnation: int, dseq: int
) -> tuple[int, ...]:
    """The saves of one chain above a place: what a revocation's closed set leaves out."""
    rows = session.read(
        "SELECT c.save FROM change c JOIN replica r ON r.no = c.replica "
        "WHERE r.stream = ? AND r.device = ? AND r.incarnation = ? AND c.dseq > ? ORDER BY c.dseq",
        (stream, device, incarnation, dseq),
    )
    return tuple(row[0] for row in rows)
