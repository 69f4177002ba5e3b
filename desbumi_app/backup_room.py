"""Room on the disk for copies of the book: never the last of it, which the book itself needs for the next entry.

A copy that this computer makes by itself leaves room for a long time of work; its own oldest copies go first.
"""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from db.durable import from_os
from db.errors import StoreError
from desbumi_app.backup_folder import FoundBackup

# Bytes that stay free after a copy made by itself; and after one that somebody asked for, wherever he puts it.
FREE_AFTER: Final = 500_000_000
FREE_AFTER_ASKED: Final = 20_000_000
# Never given up for room: the newest copies, whatever they hold.
NEWEST: Final = 3
_COPIED_TWICE: Final = 2  # once into the copy's log, once into the copy


def needed(stores: Sequence[Path]) -> int:
    """The bytes that copying these stores takes at its height."""
    parts = [Path(f"{path}{end}") for path in stores for end in ("", "-wal")]
    return _COPIED_TWICE * sum(part.stat().st_size for part in parts if part.exists())


def free_in(folder: Path) -> int:
    """Free bytes where a folder lies, or will lie. StoreError missing when its stick was pulled meanwhile."""
    there = next((one for one in (folder, *folder.parents) if one.exists()), None)
    try:
        if there is None:
            raise StoreError("missing")
        return shutil.disk_usage(there).free
    except OSError as error:
        raise from_os(error) from error


def asked(folder: Path, stores: Sequence[Path]) -> None:
    """StoreError disk_full before the first byte of a copy for which there is no room."""
    if free_in(folder) < needed(stores) + FREE_AFTER_ASKED:
        raise StoreError("disk_full")


def by_itself(
    folder: Path,
    stores: Sequence[Path],
    old: Callable[[], Sequence[FoundBackup]],
    forget: Callable[[FoundBackup], None],
) -> None:
    """Make room for today's copy by `forget`ting the oldest of `old()`; StoreError disk_nearly_full where that is not enough.

    Nothing goes when even all of them together would not make enough room.
    """
    wanted = needed(stores) + FREE_AFTER
    if free_in(folder) >= wanted:
        return
    oldest = sorted(old(), key=lambda one: one.at)[:-NEWEST]
    with_cases = [one for one in oldest if one.cases is not None]
    spare = [one for one in oldest if one not in with_cases[-1:]]
    if free_in(folder) + sum(one.size for one in spare) < wanted:
        raise StoreError("disk_nearly_full")
    for one in spare:
        if free_in(folder) >= wanted:
            return
        forget(one)
    if free_in(folder) < wanted:
        raise StoreError("disk_nearly_full")
