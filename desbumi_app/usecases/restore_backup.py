"""Puts a prepared backup in the place of the book, at once. The files of before are set aside, never removed.

A letter number that may have been given is never given again: the officer says what the agenda book ends with.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from db.clock import Clock, instant
from db.opening import MARK_SUFFIX
from db.replacing import replace_all
from desbumi_app.files import Files
from desbumi_app.usecases.close_old_copies import ASIDE
from desbumi_app.usecases.prepare_restore import Prepared, Sheet, clear, opened
from desbumi_app.usecases.renew_passphrase import renew_passphrase
from desbumi_app.usecases.restore_series import Gaps, go_on_numbering


@dataclass(frozen=True, slots=True)
class Restored:
    """`aside` holds the files of before, None when there were none; `gaps`: by series, numbers nobody will ever get."""

    files: Files
    aside: Path | None
    gaps: Gaps


def put_in_place(prepared: Prepared, agenda: Mapping[str, int], clock: Clock) -> Restored:
    """The decision: the prepared files become the book. `agenda`: by series key the last number in the agenda book.

    ValueError while a series has no answer. StoreError disk_full, read_only; before the last step the old book is whole, after it the new one.
    """
    files, stage = prepared.files, prepared.files.restoring
    with opened(stage, prepared.key, clock) as office:
        gaps = go_on_numbering(office, prepared.series, agenda)
        office.register.note(
            "restore",
            operator=office.operator.id,
            purpose="restore_backup",
            detail=instant(prepared.backup.at),
        )
    secret = prepared.secret
    if isinstance(secret, Sheet) and secret.new_passphrase:
        user = (secret.login, secret.new_passphrase)
        renew_passphrase(stage, secret.rows, user, clock, cost=prepared.cost)
    old = _present_names(files, with_cases=prepared.cases in {"backup", "unread", "new"})
    aside = files.folder / f"{ASIDE}-{instant(clock.now()).replace(':', '').replace('-', '')}"
    replace_all(stage.folder, files.folder, aside, old)
    prepared.key[:] = bytes(len(prepared.key))
    return Restored(files, aside if old else None, gaps)


def give_up(prepared: Prepared) -> None:
    """Removes what was prepared; the book is as before."""
    prepared.key[:] = bytes(len(prepared.key))
    clear(prepared.files)


def _present_names(files: Files, *, with_cases: bool) -> list[str]:
    """The files of the present book that give way."""
    stores = [files.register, *([files.cases] if with_cases else [])]
    beside = [path.with_suffix(MARK_SUFFIX) for path in stores]
    logs = [path.with_name(f"{path.name}{end}") for path in stores for end in ("-wal", "-shm")]
    keys = [files.keyring, files.keyring.with_name(f"{files.keyring.name}.bak"), files.profile]
    return sorted(path.name for path in (*stores, *beside, *logs, *keys) if path.exists())
