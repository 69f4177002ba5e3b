"""A new recovery sheet, because the old one is lost or was seen: first on paper, then in force. Needs the passphrase.

From then on the keyring and every new backup are sealed to the new sheet only. Backups made before still open with the
old one, and a district learns the new key from the village's settings.
"""

import secrets
from dataclasses import dataclass, field
from pathlib import Path

from db import keyring, recovery
from db.errors import StoreError
from desbumi_app.allowed import only_keepers
from desbumi_app.backup_folder import FoundBackup, automatic_folder, find_backups
from desbumi_app.office import Office
from desbumi_app.usecases.change_settings import settings_record, store_settings
from sync.control_log import ControlLog


@dataclass(frozen=True, slots=True)
class NewSheet:
    """Rows for the paper, kept nowhere; the public half; the backups here that the old sheet goes on opening."""

    rows: tuple[str, ...] = field(repr=False)
    public: bytes
    still: tuple[FoundBackup, ...]


def begin_sheet(office: Office, passphrase: str, *, cheap: bool = False) -> NewSheet:
    """Make the rows of another sheet; nothing is in force yet. StoreError wrong_passphrase, not_allowed, keyring_*, …."""
    only_keepers(office)
    ring = keyring.load(office.files.keyring, village=office.profile.office, cheap=cheap)
    ring.unlock(office.operator.id, passphrase).zero()
    seed = secrets.token_bytes(recovery.SEED_BYTES)
    return NewSheet(recovery.rows_of(seed), recovery.public_key(seed), _older(office, ring.recovery_public))


def keep_sheet(office: Office, new: NewSheet, *, cheap: bool = False) -> None:
    """The paper is kept: the new sheet is in force and the old one opens no later backup. StoreError disk_full, ….

    The audit line comes first; the district learns the key from the settings, which a repeat writes again.
    """
    ring = keyring.load(office.files.keyring, village=office.profile.office, cheap=cheap)
    office.register.note("recovery", operator=office.operator.id, purpose="renew_sheet")
    if ring.recovery_public != new.public:
        ring.with_sheet(new.public, office.register.session.shared.key).save(office.files.keyring)
    before = office.files.keyring.with_name(f"{office.files.keyring.name}.bak")
    before.unlink(missing_ok=True)  # it is still sealed to the old sheet
    if office.profile.kind == "village" and settings_record(office) is not None:
        store_settings(office, {"recovery_public": new.public})


def waits_for_district(office: Office) -> bool:
    """Whether the district has not let the sheet in force into the village's epochs yet; False before joining."""
    log = ControlLog(office.register)
    if not log.joined or log.me is None or log.me.village is None:
        return False
    named = log.state.villages[log.me.village].register_recovery
    ours = _in_force(office)
    return ours is not None and (named is None or named.hpke != ours)


def _in_force(office: Office) -> bytes | None:
    record = settings_record(office)
    row = office.register.get("village_settings", record) if record is not None else None
    return bytes(row["recovery_public"]) if row and row["recovery_public"] else None


def _older(office: Office, public: bytes) -> tuple[FoundBackup, ...]:
    """Backups on this laptop whose keyring is sealed to this sheet."""
    return tuple(
        one for one in find_backups([automatic_folder(office.files)]) if _sheet_of(one.keyring) == public
    )


def _sheet_of(path: Path) -> bytes | None:
    try:
        return keyring.load(path, cheap=True).recovery_public
    except StoreError:
        return None
