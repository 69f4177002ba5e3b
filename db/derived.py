"""Derived tables of an older make: made anew, so that a register of the same format opens and lists what it holds.

Nothing that was recorded lies in them; the file says itself what they look like, not a number somebody must remember.
"""

from collections.abc import Mapping

from db.engine import Connection
from db.schema import DERIVED, statements

# Marks a store whose heads and tags must be folded from the log again; the lists are when `derive_version` is gone.
TO_FOLD = "to_fold"
_LISTS = frozenset({"people_list", "people_text", "name_token", "people_fts"})


def renew(conn: Connection) -> None:
    """Makes every derived table anew whose declaration is not this program's, in one transaction; else does nothing.

    What they held is computed again when the store begins (rebuild.upgrade), also after a crash in between.
    """
    stored = {
        name: _plain(sql) for name, sql in conn.execute("SELECT name, sql FROM sqlite_schema WHERE sql <> ''")
    }
    wanted = {table: _of(table) for table in DERIVED}
    other = {
        table for table, parts in wanted.items() if any(stored.get(one) != sql for one, sql in parts.items())
    }
    if other & _LISTS:
        # One cannot be computed without the others: the tokens are counted against the texts that are stored.
        other |= _LISTS
    if not other:
        return
    conn.execute("BEGIN IMMEDIATE")
    for table in sorted(other):
        conn.execute(f"DROP TABLE IF EXISTS {table}")
        for sql in wanted[table].values():
            conn.execute(sql)
    if other & _LISTS:
        conn.execute("DELETE FROM meta WHERE name = 'derive_version'")
    if other - _LISTS:
        conn.execute("REPLACE INTO meta(name, value) VALUES (?, 1)", (TO_FOLD,))
    conn.execute("COMMIT")


def _of(table: str) -> Mapping[str, str]:
    """The statements that make a table and its indices, by the name each has in the file."""
    parts = {sql.replace("VIRTUAL ", "").split("(", 1)[0].split()[2]: sql for sql in statements()}
    return {name: _plain(sql) for name, sql in parts.items() if name == table or f" ON {table}(" in sql}


def _plain(sql: str) -> str:
    return " ".join(sql.split())
