"""Copies register, case compartment and keyring to a folder, checks the copies, and remembers the day.

Only what can be read back is called a backup: without the case key the case compartment is left out, and said so.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from db.backup import Backup
from db.clock import instant
from desbumi_app.office import Office

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
    keyring = office.files.keyring
    register = office.register.back_up(folder, keyring)
    cases = office.cases.back_up(folder, keyring) if office.cases is not None else None
    now = instant(office.clock.now())
    office.register.set_meta(BACKED_UP_AT, now)
    if cases is not None:
        office.register.set_meta(CASES_BACKED_UP_AT, now)
    office.register.note("export", operator=office.operator.id, purpose="back_up")
    return BackedUp(register, cases, register.size + (cases.size if cases else 0))


def last_backup(office: Office) -> datetime | None:
    """When the register of this laptop was last copied and checked; None for never."""
    at = office.register.meta(BACKED_UP_AT)
    return datetime.fromisoformat(str(at)) if at else None
