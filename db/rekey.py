"""A store under another key: copied by the database's own backup into a new file, checked whole, its mark sealed anew.

The old file is only read, and must be open nowhere. Both files hold the same identity, log and audit chain.
"""

from contextlib import closing
from pathlib import Path

from db.engine import full_check, open_store, translated
from db.errors import StoreError
from db.mark import Mark
from db.opening import MARK_SUFFIX


def rekeyed_copy(path: Path, old: bytearray, target: Path, new: bytearray) -> None:
    """Raises StoreError wrong_key, damaged, disk_full, mark_tampered, …; a target that cannot be finished is left to the caller."""
    with closing(open_store(path, old, cache_kib=8_000)) as source, translated():
        source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with closing(open_store(target, new, create=True, cache_kib=8_000)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if _count(source) != _count(copy):
                raise StoreError("backup_failed")
    full_check(target, new)
    marked = Mark(path.with_suffix(MARK_SUFFIX), old).read()
    if marked.formed or marked.numbers:
        Mark(target.with_suffix(MARK_SUFFIX), new).write(marked)


def _count(conn: object) -> tuple[int, int]:
    execute = conn.execute  # type: ignore[attr-defined]  # the driver has no types
    changes = execute("SELECT count(*) FROM change").fetchone()[0]
    return changes, execute("SELECT count(*) FROM audit").fetchone()[0]
