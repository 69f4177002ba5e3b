"""New file keys for register and case book, after a user was shut out: one passphrase is enough, the others take over.

Works on a closed book. Files and keyring change places together (db.replacing); a kill leaves the old pair or the new
one. The files under the old key are removed afterwards: they are what the one who left could open.
"""

import secrets
import shutil
from contextlib import suppress

from db import keyring
from db.boxes import KEY, Keys
from db.clock import Clock
from db.errors import StoreError
from db.opening import MARK_SUFFIX
from db.rekey import rekeyed_copy
from db.replacing import replace_all
from desbumi_app import bootstrap, roles
from desbumi_app.allowed import KEEPERS
from desbumi_app.files import OLD_KEY, Files
from desbumi_app.office import Office
from desbumi_app.profile_found import profile_of
from desbumi_app.usecases.back_up import AUTOMATIC_AT, keep_daily
from desbumi_app.usecases.close_old_copies import close_old_copies
from desbumi_app.usecases.list_users import KEY_CHANGED, LEFT_WITH_KEY
from sync.control_log import ControlLog


def change_key(files: Files, login: str, passphrase: str, clock: Clock, *, cheap: bool = False) -> None:
    """StoreError wrong_passphrase, not_allowed, closed (a case book is here that this user cannot open), disk_full, damaged, cases_unreadable, ….

    Before the last step the old book is whole; after it the new one.
    """
    files.settle()
    profile = profile_of(files)
    ring = keyring.load(files.keyring, village=profile.office, cheap=cheap)
    old = ring.unlock(profile.user_id(login), passphrase)
    if old.cases is None and files.cases.exists() and profile.kind == "village":
        raise StoreError("closed", "cases")
    if not roles.from_byte(old.role) & KEEPERS:
        raise StoreError("not_allowed")
    stage, new, before = files.restoring, _fresh(old), bytearray(old.register)
    shutil.rmtree(stage.folder, ignore_errors=True)
    try:
        stage.folder.mkdir(mode=0o700)
        rekeyed_copy(files.register, old.register, stage.register, new.register)
        if old.cases is not None and new.cases is not None:
            _rekey_cases(files, stage, old.cases, new.cases)
        ring.handed_over(old.register, new.register, new.cases).save(stage.keyring)
        replace_all(
            stage.folder, files.folder, files.folder / OLD_KEY, _old_names(files, both=old.cases is not None)
        )
    except BaseException:
        before[:] = bytes(len(before))
        if not (stage.folder / "plan.json").exists():
            shutil.rmtree(stage.folder, ignore_errors=True)
        raise
    finally:
        old.zero()
        new.zero()
    files.settle()
    with suppress(OSError, StoreError):  # a full disk keeps nobody from the book under its new key
        close_old_copies(files, before, (login, passphrase), cheap=cheap)
    before[:] = bytes(len(before))
    _note(files, login, passphrase, clock, cheap=cheap)


def _rekey_cases(files: Files, stage: Files, old: bytearray, new: bytearray) -> None:
    try:
        rekeyed_copy(files.cases, old, stage.cases, new)
    except StoreError as error:
        raise StoreError("cases_unreadable") if error.code in bootstrap.UNREADABLE else error from error


def _fresh(old: Keys) -> Keys:
    cases = bytearray(secrets.token_bytes(KEY)) if old.cases is not None else None
    return Keys(old.role, bytearray(secrets.token_bytes(KEY)), cases)


def _old_names(files: Files, *, both: bool) -> list[str]:
    stores = [files.register, *([files.cases] if both else [])]
    logs = [path.with_name(f"{path.name}{end}") for path in stores for end in ("-wal", "-shm")]
    marks = [path.with_suffix(MARK_SUFFIX) for path in stores]
    ring = [files.keyring, files.keyring.with_name(f"{files.keyring.name}.bak")]
    return sorted(path.name for path in (*stores, *logs, *marks, *ring) if path.exists())


def _note(files: Files, login: str, passphrase: str, clock: Clock, *, cheap: bool) -> None:
    """An audit line, a copy under the new key, and what is not finished: a district still has the same device keys."""
    office = bootstrap.unlock(files, login, passphrase, clock, cheap=cheap)
    try:
        office.register.note("rekey", operator=office.operator.id, purpose="change_key")
        office.register.set_meta(KEY_CHANGED, clock.now().isoformat())
        if not ControlLog(office.register).joined:
            office.register.set_meta(LEFT_WITH_KEY, None)
        office.register.set_meta(AUTOMATIC_AT, None)
        with suppress(StoreError):  # the next hour's copy says what is wrong
            keep_daily(office)
    finally:
        bootstrap.lock(office)


def key_changed(office: Office) -> bool:
    """Whether the file's key was changed since the first user was shut out; the district's part may still be missing."""
    return office.register.meta(KEY_CHANGED) is not None
