"""Saves whose clock lay more than a day after the relay received them rank last for display; nothing else changes.

Their receipt may become known after they were merged: then their records are computed again. A computer that learns
this of its own saves lets its clock start again from the receipt, else whatever it writes would stay last for years.
"""

from datetime import UTC, datetime

from db import refold, stamps
from db.session import Session, writing


def mark(session: Session, chain: tuple[bytes, bytes, int, bytes], span: tuple[int, int], second: int) -> int:
    """Mark the late saves of a chain (stream, device, incarnation, branch) from one place to another; how many."""
    received = datetime.fromtimestamp(second, UTC)
    rows = session.read(
        "SELECT c.save, c.table_no, c.record, c.hlc FROM change c JOIN replica r ON r.no = c.replica WHERE r.stream = ? "
        "AND r.device = ? AND r.incarnation = ? AND r.branch = ? AND c.dseq BETWEEN ? AND ? AND c.late = 0",
        (*chain, *span),
    )
    late = [row for row in rows if stamps.is_late(row[3], received)]
    if not late:
        return 0
    with writing(session, kind="late") as work:
        work.conn.executemany("UPDATE change SET late = 1 WHERE save = ?", [(row[0],) for row in late])
        refold.refold_many(work, [(row[1], bytes(row[2])) for row in late])
        if chain[1] == session.shared.device:
            session.shared.ticks.last = stamps.milliseconds(received) << stamps.COUNTER_BITS
        work.detail, work.dirty = str(len(late)), True
    return len(late)
