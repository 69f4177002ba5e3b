"""Copies a backup beside the book, opens and checks it, and says what would be lost. The book stays as it is.

The prepared files go on as a new incarnation, what was erased by law since is erased before a row is shown, and the
newest keyring and mark that belong to them are kept.
"""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from db import erased_list, keyring
from db.backup import newer_saves
from db.boxes import CHEAP_FOR_TESTS, PRODUCTION, Cost, Keys
from db.clock import Clock
from db.durable import from_os, write_atomic
from db.engine import full_check, open_store, quick_check, translated
from db.errors import StoreError
from db.keyring import Keyring
from db.mark import Mark
from db.opening import MARK_SUFFIX, RESTORED_SUFFIX
from db.rekey import rekeyed_copy
from desbumi_app import bootstrap
from desbumi_app.backup_folder import FoundBackup, cases_near, with_state
from desbumi_app.files import Files
from desbumi_app.office import Office
from desbumi_app.profile import Profile, load_profile, save_profile
from desbumi_app.usecases.restore_series import SeriesAt, series_here

Present = Literal["open", "damaged", "other_key", "gone"]


@dataclass(frozen=True, slots=True)
class Passphrase:
    """A user of the backup, or of the present book, with his passphrase."""

    login: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The four rows of the recovery sheet, and the user who gets a new passphrase."""

    rows: Sequence[str] = field(repr=False)
    login: str = ""
    new_passphrase: str = field(default="", repr=False)


Secret = Passphrase | Sheet


@dataclass(frozen=True, slots=True)
class Loss:
    """What the restored book will not have. `newer` and `unsent` are saves; None when the present book does not open."""

    days: int
    present: Present
    newer: int | None = None
    unsent: int | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A backup that opened and stands ready beside the book; nothing has changed yet. `put_in_place` or `give_up`.

    `cases`: kept (the present ones), backup, unread (nobody here has the key), new (none anywhere), none (no village).
    `old_users`: the backup's users come back, since it was made under another key than the present book.
    `register_kept`: only the case book is broken here, so that the register stays as it is now.
    """

    files: Files
    backup: FoundBackup
    loss: Loss
    series: tuple[SeriesAt, ...]
    people: int
    cases: Literal["kept", "backup", "unread", "new", "none"]
    old_users: bool
    register_kept: bool
    secret: Secret = field(repr=False)
    key: bytearray = field(repr=False)
    cost: Cost = PRODUCTION


def prepare_restore(
    root: Path, backup: FoundBackup, secret: Secret, clock: Clock, *, cost: Cost = PRODUCTION
) -> Prepared:
    """Copies a backup beside the book, opens and checks it; the present book stays as it is, also after an error.

    StoreError damaged, wrong_passphrase, no_such_user, recovery_row, recovery_key, someone_elses_keyring, disk_full, ….
    """
    files = Files(root / backup.name, backup.name)
    ring, present = _rings(files, backup, cheap=cost == CHEAP_FOR_TESTS)
    if with_state(backup) == "damaged":
        raise StoreError("damaged", "backup")
    with _staging(files, backup):
        then, keys, chosen = _keys(files.restoring, (present, ring), secret)
        try:
            full_check(files.restoring.register, then.register)
            _under_todays_key(files.restoring.register, then.register, keys.register)
            kind = _kind_of(files.restoring.register, keys.register)
            _lay_out(files, backup, (keys, chosen), kind)
            whole = kind == "village" and _cases_stay(files, keys, goes_on=chosen is present)
            cases = _lay_out_cases(files, backup, (then, keys), whole=whole) if kind == "village" else "none"
            kept = cases in {"backup", "new"} and _keep_register(files, keys.register)
            series, people = _look_inside(files.restoring, keys.register, clock)
            loss = _loss(files, backup, keys.register, clock)
        except BaseException:
            keys.zero()
            then.zero()
            raise
    return Prepared(
        files, backup, loss, () if kept else series, people, cases,
        old_users=present is not None and chosen is not present, register_kept=kept, secret=secret,
        key=keys.register, cost=cost,
    )  # fmt: skip


def _rings(files: Files, backup: FoundBackup, *, cheap: bool) -> tuple[Keyring, Keyring | None]:
    """The backup's keyring and the present one, if it can be read. Another village's book is never replaced."""
    ring = keyring.load(backup.keyring, cheap=cheap)
    try:
        return ring, keyring.load(files.keyring, village=ring.village, cheap=cheap)
    except StoreError as error:
        if error.code == "someone_elses_keyring":
            raise
        return ring, None


@contextmanager
def _staging(files: Files, backup: FoundBackup) -> Iterator[None]:
    stage = files.restoring
    try:
        files.settle()
        clear(files)
        stage.folder.mkdir(mode=0o700, parents=True)
        _check_room(stage.folder, backup.size)
        shutil.copyfile(backup.register, stage.register)
        yield
    except OSError as error:
        clear(files)
        raise from_os(error) from error
    except BaseException:
        clear(files)
        raise


def _check_room(folder: Path, size: int) -> None:
    if shutil.disk_usage(folder).free < 2 * size:
        raise StoreError("disk_full")


def clear(files: Files) -> None:
    """Removes what was prepared for an office."""
    shutil.rmtree(files.restoring.folder, ignore_errors=True)
    with suppress(OSError):  # a folder that was made for this alone
        files.folder.rmdir()


def _keys(stage: Files, rings: tuple[Keyring | None, Keyring], secret: Secret) -> tuple[Keys, Keys, Keyring]:
    """The keys that open the copy, those it goes on with, and the keyring: the present one wherever that is possible.

    Where the book's key was changed since, a secret that opens both keyrings brings the copy under today's key. While
    the present keyring can be read, a passphrase that it does not know opens nothing: it may be one that was taken away.
    """
    first: StoreError | None = None
    today: Keys | None = None
    for ring in rings:
        if ring is None:
            continue
        if ring is rings[1] and rings[0] is not None and today is None and isinstance(secret, Passphrase):
            break
        try:
            keys = _unlocked(ring, secret)
            if ring is rings[0]:
                today = keys
            open_store(stage.register, keys.register, cache_kib=8_000).close()
        except StoreError as error:
            first = first or error
            continue
        present = rings[0]
        if present is not None and present.belongs_to(keys.register):
            return keys, keys, present
        return (keys, today, present) if present is not None and today is not None else (keys, keys, ring)
    raise first or StoreError("no_such_user")


def _under_todays_key(staged: Path, then: bytearray, now: bytearray) -> None:
    """A prepared store under the key that the book has today; nothing where it is the same."""
    if then == now:
        return
    renewed = staged.with_name(f"{staged.name}.renewed")
    rekeyed_copy(staged, then, renewed, now)
    renewed.replace(staged)


def _unlocked(ring: Keyring, secret: Secret) -> Keys:
    if isinstance(secret, Sheet):
        return Keys(0, ring.recover(secret.rows))
    return ring.unlock(ring.labelled(secret.login).id, secret.text)


def _kind_of(store: Path, key: bytearray) -> str:
    """The kind of office whose main store this is; what a file beside it says of that is not believed."""
    with translated(), closing(open_store(store, key, cache_kib=8_000)) as conn:
        row = conn.execute("SELECT value FROM meta WHERE name = 'kind'").fetchone()
    for kind, main in bootstrap.MAIN_STORE.items():
        if row is not None and row[0] == main:
            return kind
    raise StoreError("not_a_register")


def _lay_out(files: Files, backup: FoundBackup, opened_by: tuple[Keys, Keyring], kind: str) -> None:
    """Everything that lies beside a register, for the prepared one. StoreError damaged where the list beside it lies."""
    stage, (keys, ring) = files.restoring, opened_by
    if backup.profile is not None and backup.profile.kind != kind:
        raise StoreError("damaged", "kind of office")
    write_atomic(stage.keyring, ring.to_bytes())
    _keep_mark(files.register, stage.register, keys.register)
    _keep_erased(files.register, stage.register, backup)
    stage.register.with_suffix(RESTORED_SUFFIX).write_bytes(b"")
    users = tuple((entry.id, entry.label) for entry in ring.users)
    shown = backup.profile
    if shown is None or shown.office != ring.village:
        shown = _profile_of(files, ring, kind)
    save_profile(stage.profile, Profile(
        kind, shown.office, shown.place, shown.above, users, shown.opened_at, shown.zone,
    ))  # fmt: skip


def _profile_of(files: Files, ring: Keyring, kind: str) -> Profile:
    """What the door shows, where the backup does not say it: as now, or the book's short name."""
    with suppress(StoreError):
        shown = load_profile(files.profile)
        if shown.office == ring.village:
            return shown
    return Profile(kind, ring.village, files.name.replace("-", " ").title(), "", ())


def _keep_mark(present: Path, staged: Path, key: bytearray) -> None:
    """The mark goes on, if it is this book's: it knows what was formed and numbered since the backup."""
    path = present.with_suffix(MARK_SUFFIX)
    with suppress(StoreError):
        if path.exists() and Mark(path, key).read():
            shutil.copyfile(path, staged.with_suffix(MARK_SUFFIX))


def _keep_erased(present: Path, staged: Path, backup: FoundBackup) -> None:
    listed = erased_list.list_of(present)
    erased_list.merge([listed, backup.folder / listed.name], erased_list.list_of(staged))


def _lay_out_cases(
    files: Files, backup: FoundBackup, both: tuple[Keys, Keys], *, whole: bool
) -> Literal["kept", "backup", "unread", "new"]:
    """The case compartment: the present one if it is whole, else the backup's, else a new empty one at the next unlock."""
    if whole:
        return "kept"
    stage, (then, keys) = files.restoring, both
    stage.cases.with_suffix(RESTORED_SUFFIX).write_bytes(b"")
    copy = cases_near(backup)
    if copy is None or (keys.cases is None and then is not keys):
        return "new"
    shutil.copyfile(copy, stage.cases)
    _keep_erased(files.cases, stage.cases, backup)
    if keys.cases is None or then.cases is None:
        return "unread"
    full_check(stage.cases, then.cases)
    _under_todays_key(stage.cases, then.cases, keys.cases)
    _keep_mark(files.cases, stage.cases, keys.cases)
    return "backup"


def _keep_register(files: Files, key: bytearray) -> bool:
    """Where the register of now is whole, nothing of it is given up for a case book that is not."""
    stage = files.restoring.register
    try:
        quick_check(files.register, key)
        conn = open_store(files.register, key, cache_kib=8_000)
        with translated(), closing(conn):
            conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except StoreError:
        return False
    shutil.copyfile(files.register, stage)
    stage.with_suffix(RESTORED_SUFFIX).unlink(missing_ok=True)
    return True


def _cases_stay(files: Files, keys: Keys, *, goes_on: bool) -> bool:
    """Whether the present case file is whole, and the users who go on have its key.

    Without the case key: it changes only together with the register's, so that where neither the present keyring goes
    on nor the register of now opens with the backup's key, nobody could open the present case file again.
    """
    if not files.cases.exists():
        return False
    try:
        if keys.cases is not None:
            quick_check(files.cases, keys.cases)
        elif not goes_on:
            open_store(files.register, keys.register, cache_kib=8_000).close()
    except StoreError:
        return False
    return True


@contextmanager
def opened(stage: Files, key: bytearray, clock: Clock) -> Iterator[Office]:
    """The prepared register, by its key alone."""
    login = load_profile(stage.profile).users[0][1]
    office = bootstrap.open_recovered(stage, login, bytearray(key), clock)
    try:
        yield office
    finally:
        bootstrap.lock(office)


def _look_inside(stage: Files, key: bytearray, clock: Clock) -> tuple[tuple[SeriesAt, ...], int]:
    """Opening begins the new incarnation and erases what has to be; then the series and the number of people."""
    with opened(stage, key, clock) as office:
        people = office.register.count("people") if office.register.kind != "cases" else 0
        return series_here(office) if office.profile.kind == "village" else (), people


def _loss(files: Files, backup: FoundBackup, key: bytearray, clock: Clock) -> Loss:
    days = max(0, (clock.now() - backup.at).days)
    try:
        quick_check(files.register, key)
        newer, unsent = newer_saves(files.register, files.restoring.register, key)
    except StoreError as error:
        if error.code == "missing":
            return Loss(days, "gone")
        same = error.code != "wrong_key" or _has_key(files, key)
        return Loss(days, "damaged" if same else "other_key")
    return Loss(days, "open", newer, unsent)


def _has_key(files: Files, key: bytearray) -> bool:
    try:
        return keyring.load(files.keyring, cheap=True).belongs_to(key)
    except StoreError:
        return True
