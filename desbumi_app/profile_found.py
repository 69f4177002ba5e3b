"""What the door shows where the profile is missing or damaged: from the keyring, and from the list beside a backup.

Losing the profile loses nothing that is protected, so it never looks like a laptop without a book. What is only
guessed here is corrected from the register as soon as it is open.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from db.errors import StoreError
from desbumi_app.files import Files
from desbumi_app.profile import Profile, load_profile
from desbumi_app.zones import zone_of

if TYPE_CHECKING:
    from db.keyring import Keyring
    from db.store import Store

KIND_OF_STORE: Final = {"register": "village", "district": "district", "cases": "case_team"}


def profile_of(files: Files) -> Profile:
    """The profile of an office, `guessed` where its own file does not say it.

    StoreError keyring_missing, keyring_damaged, … where the keyring is gone too; missing where neither it nor a store is there.
    """
    try:
        return load_profile(files.profile)
    except StoreError:
        return _guessed(files)


def _guessed(files: Files) -> Profile:
    from db import keyring

    try:
        ring = keyring.load(files.keyring, cheap=True)
    except StoreError as error:
        if error.code == "keyring_missing" and not files.register.exists():
            raise StoreError("missing") from None
        raise
    users = tuple((entry.id, entry.label) for entry in ring.users)
    known = _beside_a_backup(files, ring)
    if known is not None:
        return replace(known, users=users, opened_at=None, guessed=True)
    kind = "village" if files.cases.exists() else "district"
    return Profile(kind, ring.village, files.name.replace("-", " ").title(), "", users, guessed=True)


def _beside_a_backup(files: Files, ring: "Keyring") -> Profile | None:
    """The newest list of this office's own daily copies that names this office."""
    from desbumi_app.backup_folder import automatic_folder, find_backups

    lists = (one.profile for one in find_backups([automatic_folder(files)]))
    return next((one for one in lists if one is not None and one.office == ring.village), None)


def by_the_store(profile: Profile, main: "Store") -> Profile:
    """A guessed profile as the open store says it: the kind of office, and a village's name and time."""
    kind = KIND_OF_STORE[main.kind]
    known = replace(profile, kind=kind)
    rows = main.rows_where("village_settings") if kind == "village" else []
    if not rows:
        return known
    said = rows[-1]
    term, name = said["village_term"] or "Desa", said["village_name"]
    above = f"Kec. {said['subdistrict_name'] or ''}, {said['district_name'] or ''}"
    zone = zone_of(str(said["region_code"] or ""))
    if not name or known.above:  # the list beside a backup said it as the office itself writes it
        return known
    return replace(known, place=f"{term} {name}", above=above, zone=zone)
