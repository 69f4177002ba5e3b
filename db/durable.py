"""Files that are there whole or not at all, also after a power cut. Knows no encryption and opens no store."""

import errno
import os
from contextlib import suppress
from pathlib import Path

from db.errors import StoreError


def from_os(error: OSError) -> StoreError:
    """An error of the file system as a StoreError."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return StoreError("disk_full")
    if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return StoreError("read_only")
    return StoreError("missing", type(error).__name__)


def sync_folder(folder: Path) -> None:
    """Makes a renamed file's name durable; a no-op where folders cannot be opened (Windows)."""
    with suppress(PermissionError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def write_atomic(path: Path, data: bytes, *, keep_old: bool = False) -> None:
    """Temp file in the same folder, fsync, replace, fsync folder; with `keep_old` the previous file stays as `.bak`.

    Raises StoreError disk_full or read_only; the old file is then untouched.
    """
    temporary = path.with_name(f"{path.name}.new")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if keep_old and path.exists():
            write_atomic(path.with_name(f"{path.name}.bak"), path.read_bytes())
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise from_os(error) from error
