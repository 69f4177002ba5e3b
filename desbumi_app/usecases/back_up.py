"""Copies register, case compartment and keyring to a folder, checks the copies, and remembers the day.

Only what can be read back is called a backup: without the case key the case compartment is left out, and said so.
Once a day a copy is kept on this computer by itself; old ones go by a fixed rule.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from db import erased_list, search_pieces
from db.backup import Backup
from db.clock import instant
from db.errors import StoreError
from desbumi_app import backup_room
from desbumi_app.backup_folder import FoundBackup, automatic_folder, find_backups, write_manifest
from desbumi_app.office import Office

# Of the copies that this computer makes by itself stay: the newest of 7 days, of 4 weeks, of 12 months.
DAYS, WEEKS, MONTHS = 7, 4, 12
CASES: Final = 2
DAILY: Final = timedelta(hours=20)
AUTOMATIC_AT: Final = ".kept_copy_at"
AUTOMATIC_FAILED: Final = (
    ".kept_copy_failed"  # why the last attempt made none, as a code; empty after one that did
)
BACKED_UP_AT: Final = ".backed_up_at"
CASES_BACKED_UP_AT: Final = ".cases_backed_up_at"


@dataclass(frozen=True, slots=True)
class BackedUp:
    """Verified copies. `cases` is None where this user has no case key, or in an office without cases."""

    register: Backup
    cases: Backup | None
    size: int


def back_up(office: Office, folder: Path) -> BackedUp:
    """Make and check the copies; StoreError disk_full, read_only, backup_failed, exists: then nothing is remembered."""
    backup_room.asked(folder, _stores(office))
    done = _copy(office, folder)
    now = instant(office.clock.now())
    office.register.set_meta(BACKED_UP_AT, now)
    if done.cases is not None:
        office.register.set_meta(CASES_BACKED_UP_AT, now)
    office.register.note("export", operator=office.operator.id, purpose="back_up")
    return done


def keep_daily(office: Office) -> BackedUp | None:
    """The copy that this computer makes by itself, once a day; None when today's is there. StoreError as `back_up`.

    Kept beside the book: it helps against a damaged file and a slip, not against a lost or broken laptop. What is
    searched is put in order before, so that searching stays quick however the book grew. It never takes the last of the
    disk: StoreError disk_nearly_full, remembered until a copy was made.
    """
    folder, now = automatic_folder(office.files), office.clock.now()
    newest = office.register.meta(AUTOMATIC_AT)
    if newest is not None and timedelta() <= now - datetime.fromisoformat(str(newest)) < DAILY:
        return None
    try:
        backup_room.by_itself(folder, _stores(office), lambda: find_backups([folder]), _forget)
        search_pieces.join(office.register.session)
        done = _copy(office, folder)
    except StoreError as error:
        if error.code in {"disk_nearly_full", "disk_full"}:
            office.register.set_meta(AUTOMATIC_FAILED, error.code)
        raise
    office.register.set_meta(AUTOMATIC_AT, instant(now))
    if not_made(office):
        office.register.set_meta(AUTOMATIC_FAILED, "")
    for old in superfluous(find_backups([folder])):
        _forget(old)
    return done


def not_made(office: Office) -> str:
    """The code of what keeps this computer from making its daily copy; empty when nothing does."""
    return str(office.register.meta(AUTOMATIC_FAILED) or "")


def _forget(old: FoundBackup) -> None:
    for path in (old.register, old.keyring, old.cases, old.manifest):
        if path is not None:
            path.unlink(missing_ok=True)
    if old.cases is not None:
        old.cases.with_suffix(".keys").unlink(missing_ok=True)


def _stores(office: Office) -> tuple[Path, ...]:
    return (office.files.register, *([office.files.cases] if office.cases is not None else []))


def superfluous(backups: Sequence[FoundBackup]) -> tuple[FoundBackup, ...]:
    """Those that the rule lets go: not the newest of one of the last days, weeks or months that have one."""
    kept: set[Path] = set()
    for count, period in ((DAYS, "%Y-%m-%d"), (WEEKS, "%G-%V"), (MONTHS, "%Y-%m")):
        newest: dict[str, Path] = {}
        for one in sorted(backups, key=lambda one: one.at):
            newest[one.at.strftime(period)] = one.register
        kept.update(newest[name] for name in sorted(newest)[-count:])
    # Days on which only the register was copied never push out the last copies of the case book.
    with_cases = sorted((one for one in backups if one.cases is not None), key=lambda one: one.at)
    kept.update(one.register for one in with_cases[-CASES:])
    return tuple(one for one in backups if one.register not in kept)


def _copy(office: Office, folder: Path) -> BackedUp:
    keyring = office.files.keyring
    register = office.register.back_up(folder, keyring)
    cases = office.cases.back_up(folder, keyring) if office.cases is not None else None
    parts = {"register": register.store, "keyring": register.keyring}
    for store in (office.register, *([office.cases] if cases else [])):
        assert store is not None
        beside = erased_list.list_of(store.path)
        erased_list.merge([beside], folder / beside.name)
    write_manifest(office.profile, parts | ({"cases": cases.store} if cases else {}))
    return BackedUp(register, cases, register.size + (cases.size if cases else 0))


def last_backup(office: Office) -> datetime | None:
    """When the register of this laptop was last copied and checked; None for never."""
    at = office.register.meta(BACKED_UP_AT)
    return datetime.fromisoformat(str(at)) if at else None


def last_kept(office: Office) -> datetime | None:
    """When this computer last made a copy by itself; None for never."""
    at = office.register.meta(AUTOMATIC_AT)
    return datetime.fromisoformat(str(at)) if at else None
