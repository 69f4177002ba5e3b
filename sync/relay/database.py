"""One database behind the relay: an SQLite file by default, PostgreSQL by URL, the same statements on both.

It knows transactions and failures, no tables. A failure becomes a code here and nowhere else.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, TextClause, create_engine, event, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from sync.errors import SyncError

_SQLITE_CODES: Final = {5: "relay_busy", 6: "relay_busy", 8: "relay_read_only", 13: "relay_full"}
_SQLITE_CODES_AT_START: Final = {
    14: "relay_read_only",
    26: "relay_database_damaged",
    11: "relay_database_damaged",
}
_POSTGRES_FULL: Final = frozenset({"53100", "53000"})
_BUSY_MILLISECONDS: Final = 20_000


class Database:
    """Transactions that write, one at a time on SQLite, and transactions that only read."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._one_writer = threading.Lock() if engine.dialect.name == "sqlite" else None

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Commit at the end, roll back on any exception. Raises `SyncError` when the database cannot."""
        if self._one_writer is None:
            with _failures(), self.engine.begin() as connection:
                yield connection
            return
        # Waiting here is fair and free; waiting inside SQLite polls.
        with self._one_writer, _failures():
            writer = self.engine.execution_options(relay_writes=True)
            with writer.begin() as connection:
                yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view; nothing is written."""
        with _failures(), self.engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close every connection; on SQLite this also empties the write-ahead log."""
        self.engine.dispose()


def open_database(data_dir: Path, url: str | None = None) -> Database:
    """Return the database at `url`, or the file `relay.sqlite` in the data directory."""
    if url is not None and not url.startswith("sqlite"):
        return Database(_postgres(url))
    path = url or f"sqlite:///{data_dir / 'relay.sqlite'}"
    engine = create_engine(
        path, pool_size=8, max_overflow=56, connect_args={"timeout": _BUSY_MILLISECONDS / 1000}
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return Database(engine)


def statement(connection: Connection, sql: str, **values: Any) -> Any:
    """Run one statement; the result has `.first()`, `.all()`, `.scalar()`."""
    return connection.execute(_prepared(sql), values)


@lru_cache(maxsize=128)
def _prepared(sql: str) -> TextClause:
    # Reading the parameters out of the text costs as much as running it.
    return text(sql)


def _postgres(url: str) -> Engine:
    url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    # Outcomes of a broken connection are unknown: the client repeats, the keys make that harmless (citus.md 1.4).
    return create_engine(url, pool_size=8, max_overflow=24, pool_pre_ping=True)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # BEGIN is ours, see _begin_sqlite
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={_BUSY_MILLISECONDS}",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("relay_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _failures() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        # Another process took the same number first: nothing was written, the same request may be repeated.
        raise SyncError("try_again") from error
    except DBAPIError as error:
        raise SyncError(code_of(error.orig)) from error


def code_of(error: object, *, at_start: bool = False) -> str:
    """Return the code of a driver's exception: `relay_full`, `relay_read_only`, `relay_busy` or `try_again`."""
    if getattr(error, "sqlstate", None) in _POSTGRES_FULL:
        return "relay_full"
    number = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if at_start and number in _SQLITE_CODES_AT_START:
        return _SQLITE_CODES_AT_START[number]
    return _SQLITE_CODES.get(number, "try_again")
