"""After a new key: the copies that this computer made by itself, and the files set aside, open for nobody who left.

Their data stays. Whoever still works here, and the recovery sheet, open them as before; a keyring that cannot be
changed goes, for it is what the one who left would use.
"""

from dataclasses import replace
from pathlib import Path
from typing import Final

from db import keyring
from db.durable import write_atomic
from db.errors import StoreError
from db.keyring import Keyring
from desbumi_app.backup_folder import automatic_folder, keyring_changed
from desbumi_app.files import Files

ASIDE: Final = "sebelum-pemulihan"


def close_old_copies(files: Files, old: bytearray, who: tuple[str, str], *, cheap: bool = False) -> None:
    """`old` is the register key of before, `who` login and passphrase of somebody who stays. OSError as the disk says."""
    present = keyring.load(files.keyring, cheap=cheap)
    for path in _keyrings(files):
        if path.suffix == ".bak":
            path.unlink(missing_ok=True)
            continue
        try:
            ring = keyring.load(path, village=present.village, cheap=cheap)
            kept = _without_who_left(ring, present, old, who)
        except StoreError:
            path.unlink(missing_ok=True)
            continue
        if kept is not ring:
            write_atomic(path, kept.to_bytes())
            keyring_changed(path)


def _keyrings(files: Files) -> list[Path]:
    folders = [automatic_folder(files), *sorted(files.folder.glob(f"{ASIDE}-*"))]
    return [
        path for folder in folders for end in ("*.keys", "*.keys.bak") for path in sorted(folder.glob(end))
    ]


def _without_who_left(ring: Keyring, present: Keyring, old: bytearray, who: tuple[str, str]) -> Keyring:
    """Without users who left and boxes that were made anew since; the same ring where there are none."""
    salts = {entry.id: entry.salt for entry in present.users}
    users = tuple(entry for entry in ring.users if salts.get(entry.id) == entry.salt)
    if users == ring.users:
        return ring
    if ring.belongs_to(old):
        return replace(ring, generation=ring.generation + 1, users=users).signed(old)
    login, passphrase = who
    keys = ring.unlock(ring.labelled(login).id, passphrase)
    try:
        return replace(ring, generation=ring.generation + 1, users=users).signed(keys.register)
    finally:
        keys.zero()
