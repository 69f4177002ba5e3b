"""Adds a user to this laptop, shuts one out, gives one a new password by the recovery sheet, or oneself by the old one.

The register's row comes first, the keyring after it: what a kill leaves between is a user without a password here, who
is given one again. Shutting out takes the password away; the file keeps its key (docs/decisions/0014).
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from db import keyring
from db.boxes import PRODUCTION, Cost, Keys
from db.errors import StoreError
from db.keyring import Keyring
from db.session import wire_id
from desbumi_app import allowed, bootstrap, roles
from desbumi_app.bootstrap import NewUser
from desbumi_app.domain.problems import stop
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused
from desbumi_app.profile import load_profile, save_profile
from desbumi_app.usecases.list_users import list_users, note_left
from desbumi_app.usecases.renew_passphrase import new_letter_key

TAKEN = "Somebody here has this user name already."
NOT_ONESELF = "Nobody can shut himself out. Another user does it."
LAST_ONE = "This is the last user who can keep the register. Add another one first."
ONLY_THE_HEAD = (
    "Only the village head's own password, or the recovery sheet, lets somebody sign or be village head."
)
CASES_CLOSED = "Only somebody who has the case book open can give it to another user."


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of it. `lost_cases`: the user's role has the case book, but nobody here could give it to him."""

    user: bytes
    lost_cases: bool = False


def add_user(
    office: Office,
    new: NewUser,
    given: allowed.Given = None,
    *,
    cost: Cost = PRODUCTION,
    cheap: bool = False,
) -> Changed | Refused:
    """A new user of this laptop, with the keys that whoever adds him has open. StoreError keyring_*, disk_full, ….

    Whoever adds him types his own password: `given`. Who signs or is village head is allowed by the village head's login
    or the sheet's four rows (recovery_row, …) alone. StoreError not_allowed for who does not keep the register.
    """
    allowed.only_keepers(office)
    ring = _ring(office, cheap=cheap)
    if new.signs or roles.VILLAGE_HEAD in new.roles:
        if not allowed.head_allows(office, given, cheap=cheap):
            return Refused((stop(ONLY_THE_HEAD, "head"),))
    elif problems := allowed.not_himself(office, given, cheap=cheap):
        return Refused(problems)
    taken = {str(row["login"] or "").casefold() for row in office.register.rows_where("users")}
    if new.login.casefold() in taken | {entry.label.casefold() for entry in ring.users}:
        return Refused((stop(TAKEN, "login"),))
    if roles.CASE_OFFICER in new.roles and office.cases is None:
        return Refused((stop(CASES_CLOSED, "roles"),))
    scalar = bootstrap.letter_scalar() if new.signs else b""
    changed = ring.with_user(
        new.login, new.passphrase, _keys(office, new.roles, scalar), duress=new.duress, cost=cost
    )
    ident = changed.users[-1].id
    with office.register.transaction(operator=office.operator.id, purpose="add_user") as tx:
        tx.create("users", {
            "login": new.login, "name": new.name, "position": new.position, "roles": tuple(sorted(new.roles)),
            "signs": 1 if scalar else 0, "started_on": office.today().isoformat(), **_letter_key(scalar),
        }, wire=ident)  # fmt: skip
    changed.save(office.files.keyring)
    _show_at_door(office, changed)
    return Changed(ident)


def first_user(office: Office, *, cheap: bool = False) -> bytes:
    """The 16-byte id of whoever is longest among the users of this laptop."""
    return _ring(office, cheap=cheap).users[0].id


def shut_out(
    office: Office, user: bytes, given: allowed.Given = None, *, cheap: bool = False
) -> Changed | Refused:
    """Take the password of a user of this laptop away and write down that he left; `given` as for add_user.

    StoreError not_allowed, no_such_user, ….
    """
    allowed.only_keepers(office)
    if user == office.operator.id:
        return Refused((stop(NOT_ONESELF),))
    keepers = [
        one
        for one in list_users(office, cheap=cheap)
        if one.state == "opens" and one.id != user and one.roles & {roles.OFFICER, roles.DISTRICT_ADMIN}
    ]
    if not keepers:
        return Refused((stop(LAST_ONE),))
    if problems := allowed.not_himself(office, given, cheap=cheap):
        return Refused(problems)
    ring = _ring(office, cheap=cheap)
    row = _row(office, user)
    note_left(office, user)
    with office.register.transaction(operator=office.operator.id, purpose="shut_out") as tx:
        tx.change("users", bytes(row["id"]), {"ended_on": office.today().isoformat()})
    if any(entry.id == user for entry in ring.users):
        ring = ring.without_user(user, office.register.session.shared.key)
        _save_alone(office, ring)
    _show_at_door(office, ring)
    return Changed(user)


def reset_user(
    office: Office,
    user: bytes,
    rows: Sequence[str],
    passphrase: str,
    *,
    cost: Cost = PRODUCTION,
    cheap: bool = False,
) -> Changed:
    """A new password for a user, with the sheet's four rows: a colleague alone could sign in his name.

    Also gives one to a user of another laptop. StoreError recovery_row, recovery_key, no_such_user (also who signs in ink
    and opens no book), ….
    """
    ring = _ring(office, cheap=cheap)
    ring.recover(rows)[:] = bytes(32)
    row = _row(office, user)
    if not row["login"] or (row["ended_on"] and row["ended_on"] <= office.today().isoformat()):
        raise StoreError("no_such_user")
    granted = frozenset(row["roles"])
    office.register.note("recovery", operator=office.operator.id, purpose="reset_user")
    scalar = new_letter_key(office, row)
    keys = _keys(office, granted, scalar)
    if any(entry.id == user for entry in ring.users):
        ring = ring.with_entry_renewed(user, passphrase, keys, duress=None, cost=cost)
    else:
        ring = ring.with_known_user(user, str(row["login"]), passphrase, keys, cost=cost)
    _save_alone(office, ring)
    _show_at_door(office, ring)
    return Changed(user, lost_cases=roles.CASE_OFFICER in granted and keys.cases is None)


def change_own_passphrase(office: Office, old: str, new: str, *, cheap: bool = False) -> Changed:
    """Another password for whoever has this book open; his keys and roles stay.

    Backups made before still open with the old one. StoreError wrong_passphrase, disk_full, ….
    """
    ring = _ring(office, cheap=cheap).with_passphrase(office.operator.id, old, new)
    office.register.note("keys", operator=office.operator.id, purpose="change_passphrase")
    _save_alone(office, ring)
    return Changed(office.operator.id)


def _keys(office: Office, granted: frozenset[str], scalar: bytes) -> Keys:
    """What a user of these roles gets of what is open here; a role whose key is not here is not promised."""
    cases = None
    if roles.CASE_OFFICER in granted and office.cases is not None:
        cases = office.cases.session.shared.key
    proven = granted if cases is not None else granted - {roles.CASE_OFFICER}
    return Keys(roles.to_byte(proven), office.register.session.shared.key, cases, scalar)


def _letter_key(scalar: bytes) -> dict[str, Any]:
    if not scalar:
        return {}
    return {"letter_key": secrets.token_hex(16), "letter_public": bootstrap.letter_public(scalar)}


def _save_alone(office: Office, ring: Keyring) -> None:
    """The keyring without the one of before, which opens with a password that was taken away."""
    ring.save(office.files.keyring)
    office.files.keyring.with_name(f"{office.files.keyring.name}.bak").unlink(missing_ok=True)


def _ring(office: Office, *, cheap: bool) -> Keyring:
    return keyring.load(office.files.keyring, village=office.profile.office, cheap=cheap)


def _row(office: Office, user: bytes) -> Any:
    for row in office.register.rows_where("users"):
        if wire_id(bytes(row["id"])) == user:
            return row
    raise StoreError("no_such_user")


def _show_at_door(office: Office, ring: Keyring) -> None:
    """The door names whoever the keyring knows, in the order it had."""
    try:
        profile = load_profile(office.files.profile)
    except StoreError:
        profile = office.profile
    known = {entry.id: entry.label for entry in ring.users}
    before = [ident for ident, _login in profile.users if ident in known]
    order = [*before, *(ident for ident in known if ident not in before)]
    users = tuple((ident, known[ident]) for ident in order)
    save_profile(office.files.profile, profile.of_users(users))
