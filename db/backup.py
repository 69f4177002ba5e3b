"""A backup: the store through the backup API into a second keyed file, both checks on it, the keyring beside it.

Done is said only after the copy has been read back whole. Both files are the same ciphertext format as the original.
"""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from db.clock import instant
from db.durable import from_os, sync_folder, write_atomic
from db.engine import full_check, open_store, translated
from db.errors import StoreError
from db.session import Session


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished, verified backup."""

    store: Path
    keyring: Path
    at: str
    size: int


def back_up(session: Session, folder: Path, keyring: Path) -> Backup:
    """Copies, checks, then renames into place. Raises StoreError disk_full, read_only, backup_failed, exists, closed.

    Reads and typing go on meanwhile. An unfinished copy never carries the final name.
    """
    shared = session.shared
    at = instant(shared.clock.now())
    name = f"{shared.path.stem}-{at.replace(':', '').replace('-', '')}"
    final, partial = folder / f"{name}.db", folder / f"{name}.partial"
    if final.exists():
        raise StoreError("exists")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _copy(session, partial)
        full_check(partial, shared.live_key())
        _compare(session, partial)
        write_atomic(folder / f"{name}.keys", keyring.read_bytes())
        partial.rename(final)
        sync_folder(folder)
    except OSError as error:
        raise from_os(error) from error
    except StoreError:
        if shared.closed:  # a lock came in between and zeroed the key: that is no wrong key
            raise StoreError("closed") from None
        raise
    finally:
        for left in (partial, *(Path(f"{partial}{end}") for end in ("-wal", "-shm"))):
            with suppress(OSError):  # what hindered the copy hinders this too, and is told already
                left.unlink(missing_ok=True)
    return Backup(final, folder / f"{name}.keys", at, final.stat().st_size)


def _copy(session: Session, target: Path) -> None:
    copy = open_store(target, session.shared.live_key(), create=True, cache_kib=8_000)
    try:
        with translated():
            session.conn.backup(copy)
            copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        copy.close()


def _compare(session: Session, target: Path) -> None:
    """The copy must hold a log and an audit chain that are prefixes of ours, and as long as ours were."""
    copy = open_store(target, session.shared.live_key(), cache_kib=8_000)
    try:
        with translated():
            last = copy.execute("SELECT n, chain FROM audit ORDER BY n DESC LIMIT 1").fetchone()
            rows = copy.execute("SELECT count(*) FROM change").fetchone()[0]
    finally:
        copy.close()
    ours = session.one("SELECT chain FROM audit WHERE n = ?", (last[0],)) if last else None
    if ours is None or bytes(ours[0]) != bytes(last[1]):
        raise StoreError("backup_failed")
    if rows > (session.one("SELECT count(*) FROM change") or (0,))[0]:
        raise StoreError("backup_failed")


def newer_saves(present: Path, copy: Path, key: bytearray) -> tuple[int, int]:
    """How many saves a register holds that a copy of it does not, and how many of those were never sent.

    Raises StoreError missing, wrong_key, damaged, cut, … of either file; nothing is written to them.
    """
    there = {save for save, _sent in _saves(copy, key)}
    newer = [sent for save, sent in _saves(present, key) if save not in there]
    return len(newer), newer.count(0)


def _saves(path: Path, key: bytearray) -> list[tuple[int, int]]:
    conn = open_store(path, key, cache_kib=8_000)
    try:
        with translated():
            return list(conn.execute("SELECT save, dseq IS NOT NULL FROM change"))
    finally:
        conn.close()
