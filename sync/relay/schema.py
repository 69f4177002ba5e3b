"""Brings a database to the newest schema, and holds what is true of the whole relay: its history id.

The schema's steps are in `migrations/`; a database of a newer program is refused, never changed.
"""

import logging
import os
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from sync.errors import SyncError
from sync.relay.database import Database, code_of, statement

HISTORY_ID_SIZE: Final = 16


def prepare(database: Database, *, restored: bool = False) -> bytes:
    """Create or upgrade the tables and return the history id; a restore draws a new one.

    Raises `SyncError`: `relay_read_only`, `relay_full`, `relay_database_damaged`, `relay_newer_database`.
    """
    try:
        with database.write() as connection:
            _upgrade(connection)
            return _history(connection, fresh=restored)
    except CommandError as error:
        raise SyncError("relay_newer_database") from error
    except SyncError as error:
        cause = error.__cause__
        if isinstance(cause, DBAPIError):
            raise SyncError(code_of(cause.orig, at_start=True)) from cause
        raise


def _upgrade(connection: Connection) -> None:
    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", "sync.relay:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _history(connection: Connection, *, fresh: bool) -> bytes:
    row = statement(connection, "SELECT value FROM relay WHERE name = 'history'").first()
    if row is not None and not fresh:
        return bytes(row[0])
    history = os.urandom(HISTORY_ID_SIZE)
    statement(connection, "DELETE FROM relay WHERE name = 'history'")
    statement(connection, "INSERT INTO relay (name, value) VALUES ('history', :value)", value=history)
    return history
