"""Puts the search text of everybody together again: each transaction leaves a piece, and a search looks through all of them.

With 100,000 people in nine pieces a search takes twice the time of one in a single piece. Decides nothing, loses nothing.
"""

from db.session import Session, writing

# As many pieces cost hardly more than one; putting them together would write the whole text anew for nothing.
FEW = 2
# Pages written in one short transaction; then saves have their turn.
PAGES = 100
_PIECES = "SELECT count(DISTINCT segid) FROM people_fts_idx"
_STEP = "INSERT INTO people_fts(people_fts, rank) VALUES ('merge', ?)"


def join(session: Session) -> int:
    """Short transactions until few pieces are left; returns how many there were. StoreError disk_full, read_only."""
    before = count(session)
    if before <= FEW:
        return before
    # The first, below zero, takes every piece; the others go on with it (SQLite's FTS5, 6.8 "merge").
    pages = -PAGES
    while True:
        with writing(session, kind="join_pieces") as work:
            changed = work.conn.total_changes
            work.conn.execute(_STEP, (pages,))
            if work.conn.total_changes - changed < 2:
                return before
        pages = PAGES


def count(session: Session) -> int:
    """In how many pieces the search text lies."""
    return int((session.one(_PIECES) or (0,))[0])
