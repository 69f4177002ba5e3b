"""The floor of the store: the same rows by executemany, and the same statements, on plain sqlite3 of the standard library."""

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from db.session import Session
from db.store import Store

# Record, change, audit, list and search rows; what else a store holds does not grow with people.
TABLES = ("people", "change", "audit", "people_list", "people_text", "name_token")
PRAGMAS = (
    "page_size = 4096",
    "journal_mode = WAL",
    "synchronous = FULL",
    "temp_store = MEMORY",
    "cache_size = -96000",
)

Read = tuple[str, Sequence[Any]]


def schema(store: Store, tables: Sequence[str] = TABLES) -> list[str]:
    """The statements that make the same tables and indices."""
    found = store.session.read(
        "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND (tbl_name IN "
        f"({', '.join('?' * len(tables))}) OR name = 'people_fts') ORDER BY type = 'index'",
        tuple(tables),
    )
    return [_without_deletes(str(sql)) for (sql,) in found]


def _without_deletes(sql: str) -> str:
    """An older sqlite3 has no deletes in such a search table, which the floor never makes."""
    return sql if sqlite3.sqlite_version_info >= (3, 43) else re.sub(r"\s*contentless_delete=1,?", "", sql)


def rows_of(store: Store, tables: Sequence[str] = TABLES) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of these tables as it is stored."""
    found = {name: store.session.read(f'SELECT * FROM "{name}"') for name in tables}
    found["people_fts"] = [(row[0], row[1]) for row in found["people_text"]]
    return found


def fill(path: Path, statements: Sequence[str], rows: dict[str, list[tuple[Any, ...]]]) -> sqlite3.Connection:
    """The same tables with the same rows, in one transaction; the schema before it is not part of the work."""
    conn = begin(path, statements)
    insert(conn, rows)
    return conn


def begin(path: Path, statements: Sequence[str]) -> sqlite3.Connection:
    """An empty file of this schema, with the store's own settings."""
    conn = sqlite3.connect(path, isolation_level=None)
    for pragma in PRAGMAS:
        conn.execute(f"PRAGMA {pragma}")
    for sql in statements:
        conn.execute(sql)
    return conn


def insert(conn: sqlite3.Connection, rows: dict[str, list[tuple[Any, ...]]]) -> None:
    """All rows by executemany, durable when it returns."""
    conn.execute("BEGIN IMMEDIATE")
    for name, found in rows.items():
        if not found:
            continue
        columns = "(rowid, text)" if name == "people_fts" else ""
        marks = ", ".join("?" * len(found[0]))
        conn.executemany(f'INSERT INTO "{name}"{columns} VALUES ({marks})', found)
    conn.execute("COMMIT")


@contextmanager
def watched(reads: list[Read]) -> Iterator[None]:
    """Notes every statement that a store reads with; only while the floor is being prepared."""
    honest: Callable[..., Any] = Session.read

    def read(self: Session, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        reads.append((sql, tuple(values)))
        return honest(self, sql, values)

    columns: Callable[..., Any] = Session.columns

    def in_columns(self: Session, sql: str, values: Sequence[Any], kinds: str) -> tuple[Any, ...]:
        reads.append((sql, tuple(values)))
        return columns(self, sql, values, kinds)

    Session.read, Session.columns = read, in_columns
    try:
        yield
    finally:
        Session.read, Session.columns = honest, columns
