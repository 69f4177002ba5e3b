"""The only importer of SQLCipher and sqlite-utils: opens encrypted files, and nothing else does.

No path ever reaches sqlite-utils (it would open a plaintext file); every driver error ends here as a StoreError.
"""

import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import sqlcipher3
from sqlcipher3 import dbapi2 as driver

from db.durable import from_os
from db.errors import Code, StoreBug, StoreError


@cache
def toolkit() -> Any:
    """sqlite-utils on SQLCipher, through its own `pysqlite3` hook, for the time of its first import.

    Only growing a store's tables needs it, and it takes a quarter of a second to import: so not before the door shows.
    """
    names = ("pysqlite3", "pysqlite3.dbapi2")
    if "sqlite_utils" in sys.modules and sys.modules["sqlite_utils"].utils.sqlite3 is not sqlcipher3:
        raise ImportError("db.engine must be imported before sqlite_utils")
    saved = {name: sys.modules.get(name) for name in names}
    sys.modules.update(dict(zip(names, (sqlcipher3, driver), strict=True)))
    try:
        library = importlib.import_module("sqlite_utils")
    finally:
        for name, module in saved.items():
            if module is None:
                sys.modules.pop(name)
            else:
                sys.modules[name] = module
    if library.utils.sqlite3 is not sqlcipher3 or library.db.OperationalError is not driver.OperationalError:
        raise ImportError("sqlite_utils does not run on SQLCipher")
    return library


Connection = Any
DriverError: type[Exception] = driver.Error

# The driver looks in vain for an adapter of every empty value and every run of bytes, by raising and catching two
# exceptions each: four fifths of the time of a wide insert. With these two it finds one: the value itself.
driver.register_adapter(bytes, bytes)
driver.register_adapter(type(None), {}.get)

KEY_BYTES = 32
PAGE = 4096
BUSY_MS = 5000
_PLAIN_HEADER = b"SQLite format 3\0"
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=OFF",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "trusted_schema=OFF",
    "cell_size_check=ON",
)
_CODES: tuple[tuple[str, Code], ...] = (
    ("file is not a database", "wrong_key"),
    ("malformed", "damaged"),
    ("disk I/O error", "disk_error"),
    ("database or disk is full", "disk_full"),
    ("readonly", "read_only"),
    ("database is locked", "locked_by_other"),
    ("unable to open", "missing"),
)


def refusal(error: Exception) -> StoreError | StoreBug:
    """A driver's error as ours: by its text, for this driver gives no extended codes. No SQL value is repeated."""
    text = str(error)
    for part, code in _CODES:
        if part in text:
            return StoreError(code)
    # Some messages quote the stored text: that part never leaves here.
    return StoreBug(f"{type(error).__name__}: {text.split(' with text ', maxsplit=1)[0]}")


@contextmanager
def translated() -> Iterator[None]:
    """Turns driver errors of the block into StoreError or StoreBug."""
    try:
        yield
    except driver.Error as error:
        raise refusal(error) from error


def _key_text(key: bytearray) -> bytearray:
    """x'…' digit by digit: `key.hex()` would leave a copy of the key in memory."""
    text = bytearray(2 * KEY_BYTES + 3)
    text[:2], text[-1:] = b"x'", b"'"
    for index, byte in enumerate(key):
        text[2 + 2 * index : 4 + 2 * index] = b"%02x" % byte
    return text


def _check_file(path: Path, *, create: bool) -> None:
    """Refuses what cannot be our file before the driver touches it, so that nothing is created by mistake."""
    if not path.exists():
        if create:
            return
        raise StoreError("missing")
    if create:
        raise StoreError("exists")
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(len(_PLAIN_HEADER))
    if head == _PLAIN_HEADER:
        raise StoreError("not_a_register")
    if size == 0 or (size % PAGE and not _has_log(path)):
        raise StoreError("cut")


def _has_log(path: Path) -> bool:
    """Whether the log of a program that could not end lies beside: it holds every page that is only half in the file."""
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0


def _deny_attach(action: int, *_names: object) -> int:
    return int(driver.SQLITE_DENY) if action == driver.SQLITE_ATTACH else 0


def _keyed(path: Path, key: bytearray, *, read_only: bool) -> Connection:
    mode = "ro" if read_only else "rwc"
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    conn = driver.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    conn.set_busy_timeout(BUSY_MS / 1000)
    text = _key_text(key)
    conn.set_key(text)
    text[:] = bytes(len(text))
    return conn


def _guard(conn: Connection) -> None:
    """Not SQLCipher, not encrypted, wrong key: each is found here, before any table is made."""
    conn.execute("PRAGMA cipher_log_level=NONE")
    if not conn.execute("PRAGMA cipher_version").fetchone():
        raise StoreBug("the driver is not SQLCipher")
    _first_read(conn)
    if conn.execute("PRAGMA cipher_status").fetchone()[0] != "1":
        raise StoreBug("the file would not be encrypted")


def _first_read(conn: Connection) -> None:
    """A wrong key fails here. A file shorter than its own header says is told from one that is damaged inside."""
    first = "SELECT count(*) FROM sqlite_schema"
    try:
        conn.execute(first).fetchone()
    except driver.DatabaseError as error:
        if "malformed" not in str(error):
            raise
        # With a writable schema SQLite takes the file's length for true: reading then succeeds only if that was all.
        conn.execute("PRAGMA writable_schema=ON")
        conn.execute(first).fetchone()
        raise StoreError("cut") from None


def open_store(path: Path, key: bytearray, *, create: bool = False, cache_kib: int = 48_000) -> Connection:
    """A keyed connection in autocommit mode (transactions are explicit), PRAGMAs set, ATTACH denied.

    `key` is 32 raw bytes and is not kept. Raises StoreError key_length, missing, exists, not_a_register, cut,
    wrong_key (also: damage on page 1), damaged, read_only, locked_by_other. A failed open creates no file.
    """
    if len(key) != KEY_BYTES:
        raise StoreError("key_length")
    _check_file(path, create=create)
    conn: Connection = None
    try:
        if create:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with translated():
            conn = _keyed(path, key, read_only=False)
            _guard(conn)
            for pragma in (*_PRAGMAS, f"cache_size=-{cache_kib}"):
                conn.execute(f"PRAGMA {pragma}")
            conn.set_authorizer(_deny_attach)
    except BaseException as error:
        if conn is not None:
            conn.close()
        if create:
            for name in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
                name.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise from_os(error) from error
        if not create and isinstance(error, StoreError) and error.code == "missing":
            raise _shut(path) from error
        raise
    return conn


def _shut(path: Path) -> StoreError:
    """Why a file that is there cannot be opened: its folder, where the log has to lie, may not be written to."""
    if not path.exists():
        return StoreError("missing")
    return StoreError("disk_error" if os.access(path.parent, os.W_OK) else "read_only")


def _check(path: Path, key: bytearray, pragma: str) -> list[str]:
    """The findings of one check on a connection of its own: one bad page poisons a connection for later checks."""
    conn = open_store(path, key, cache_kib=8_000)
    try:
        with translated():
            return [str(row[0]) for row in conn.execute(f"PRAGMA {pragma}")]
    finally:
        conn.close()


def quick_check(path: Path, key: bytearray) -> None:
    """The check at every start (0.1 to 0.3 s for 60 MB). Raises StoreError damaged or cut."""
    if _check(path, key, "quick_check") != ["ok"]:
        raise StoreError("damaged")


def full_check(path: Path, key: bytearray) -> None:
    """Both full checks, each on its own connection: the cipher's misses a cut file, SQLite's a flipped bit in slack.

    Raises StoreError damaged, cut or wrong_key.
    """
    if _check(path, key, "cipher_integrity_check"):
        raise StoreError("damaged")
    if _check(path, key, "integrity_check") != ["ok"]:
        raise StoreError("damaged")
