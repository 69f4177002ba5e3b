"""Files that are there whole or not at all, also after a power cut. Knows no encryption and opens no store.

Unless a caller says otherwise they are this user's alone; Windows keeps what the folder says.
"""

import errno
import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from db.errors import StoreError


def from_os(error: OSError) -> StoreError:
    """An error of the file system as a StoreError."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return StoreError("disk_full")
    if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return StoreError("read_only")
    if error.errno in {errno.EIO, errno.EFBIG}:
        return StoreError("disk_error")
    return StoreError("missing", type(error).__name__)


def sync_folder(folder: Path) -> None:
    """Makes a renamed file's name durable; a no-op where folders cannot be opened (Windows) or synced (some sticks)."""
    with suppress(PermissionError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno not in {errno.EINVAL, errno.ENOTSUP}:
                raise
        finally:
            os.close(handle)


def _mine(path: str, flags: int) -> int:
    """A file that no other user of this computer may read, also where a crash left one of this name."""
    keep_private([Path(path)])
    return os.open(path, flags, 0o600)


def keep_private(paths: Iterable[Path]) -> None:
    """Takes others' permissions from files that have any; what may not be changed stays as it is."""
    for path in paths:
        with suppress(OSError):
            mode = path.stat().st_mode
            if os.name == "posix" and stat.S_ISREG(mode) and mode & 0o077:
                path.chmod(0o600)


def write_atomic(path: Path, data: bytes, *, keep_old: bool = False, private: bool = True) -> None:
    """Temp file in the same folder, fsync, replace, fsync folder; with `keep_old` the previous file stays as `.bak`.

    `private`: for this user only; otherwise as the folder's other files. Raises StoreError disk_full or read_only; the
    old file is then untouched.
    """
    temporary = path.with_name(f"{path.name}.new")
    try:
        with open(temporary, "wb", opener=_mine if private else None) as file:
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
