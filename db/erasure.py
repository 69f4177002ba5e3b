"""Erasure by law: a record's saves, row, list line, search text, drafts and typed reasons leave this file for good.

Drafts and reasons go that are about it or name it (db.mentions), whatever they were kept under.
Places in the chains become stubs; a keyed hash refuses late arrivals. Ends with an FTS `optimize`, without which a
person's trigrams would stay in the file. Sealed batches in `outbox` and archived papers are named by the caller.
"""

from db import erased_list
from db.arrivals import erased_hash
from db.audit import forget_reasons
from db.errors import StoreBug
from db.mentions import forget_mentions
from db.refold import refold
from db.session import Session, writing
from db.staging import forget_everybody


def erase(session: Session, record: bytes, control_n: int) -> int:
    """Erases one record; returns how many saves were removed. `control_n`: the entry of the control chain that orders it.

    The list outside the store is written first: a backup put back later never shows the record again.
    """
    digest = erased_list.hash_of(bytes(session.meta("erasure_key")), record)
    erased_list.add(erased_list.list_of(session.shared.path), {digest: control_n})
    with writing(session, kind="erase") as work:
        tables = work.conn.execute(
            "SELECT DISTINCT table_no FROM change WHERE record = ?", (record,)
        ).fetchall()
        work.conn.execute(
            "INSERT OR IGNORE INTO stub(replica, dseq, link, control_n) "
            "SELECT replica, dseq, NULL, ? FROM change WHERE record = ? AND dseq IS NOT NULL",
            (control_n, record),
        )
        forget_mentions(work, record)
        count = work.conn.execute("DELETE FROM change WHERE record = ?", (record,)).rowcount
        forget_everybody(work)
        forget_reasons(work, record)
        work.conn.execute(
            "INSERT OR IGNORE INTO erased(hash, control_n) VALUES (?, ?)",
            (erased_hash(work, record), control_n),
        )
        for (table_no,) in tables:
            spec = work.shared.by_no.get(table_no)
            if spec is None:
                raise StoreBug("erasure in a table this program does not know")
            refold(work, spec, record)
        work.conn.execute("INSERT INTO people_fts(people_fts) VALUES ('optimize')")
        work.detail = str(control_n)
    session.read("PRAGMA wal_checkpoint(TRUNCATE)")
    return int(count)


def erase_again(session: Session) -> int:
    """Erases what a restored file brought back, before anybody sees a row of it; returns the number of records."""
    back = erased_list.come_back(session)
    for record, control_n in back:
        erase(session, record, control_n)
    return len(back)
