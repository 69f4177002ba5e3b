"""A user who has lost the passphrase gets a new one by the recovery sheet. The case compartment does not come back.

The box is made anew: with it the old passphrase, the duress passphrase and the old letter key are gone. The rows come
from paper and are never stored; their use is an audit line.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from db import keyring, recovery
from db.boxes import CHEAP_FOR_TESTS, PRODUCTION, Cost, Keys
from db.clock import Clock
from db.errors import StoreError
from db.session import wire_id
from desbumi_app import bootstrap, roles
from desbumi_app.office import Files, Office
from desbumi_app.profile_found import profile_of


@dataclass(frozen=True, slots=True)
class Renewed:
    """`lost_cases`: the user had the case book, which only another case user or the case team can give back."""

    lost_cases: bool


def row_is_right(row: int, typed: str) -> bool:
    """Whether one row (0 to 3) was copied from a sheet without a slip; asked while somebody types."""
    try:
        recovery.read_row(row, typed)
    except StoreError:
        return False
    return True


def renew_passphrase(
    files: Files, rows: Sequence[str], user: tuple[str, str], clock: Clock, *, cost: Cost = PRODUCTION
) -> Renewed:
    """Open the book by the sheet's four rows and give `user` (login, new passphrase) a box of his own again.

    StoreError recovery_row, recovery_key (another book's sheet), no_such_user (also one who no longer works here),
    keyring_*, damaged, …. The register is written first: after a crash in between the same sheet is typed again.
    """
    login, passphrase = user
    profile = profile_of(files)
    ring = keyring.load(files.keyring, village=profile.office, cheap=cost == CHEAP_FOR_TESTS)
    register = ring.recover(rows)
    office = bootstrap.open_recovered(files, login, bytearray(register), clock)
    try:
        row = _row(office)
        scalar = new_letter_key(office, row)
        office.register.note("recovery", operator=office.operator.id, purpose="renew_passphrase")
        granted = frozenset(row["roles"])
        keys = Keys(roles.to_byte(granted - {roles.CASE_OFFICER}), register, None, scalar)
        ring.with_entry_renewed(office.operator.id, passphrase, keys, duress=None, cost=cost).save(
            files.keyring
        )
        # The keyring of before opens with the password that was lost.
        files.keyring.with_name(f"{files.keyring.name}.bak").unlink(missing_ok=True)
        return Renewed(roles.CASE_OFFICER in granted)
    finally:
        bootstrap.lock(office)
        register[:] = bytes(len(register))


def _row(office: Office) -> Any:
    today = office.today().isoformat()
    for row in office.register.rows_where("users"):
        if wire_id(bytes(row["id"])) == office.operator.id and not (
            row["ended_on"] and row["ended_on"] <= today
        ):
            return row
    raise StoreError("no_such_user")


def new_letter_key(office: Office, row: Any) -> bytes:
    """Who signs gets a new letter key: the old one's private half lay in the box that nobody can open."""
    if not row["signs"]:
        return b""
    scalar = bootstrap.letter_scalar()
    with office.register.transaction(operator=office.operator.id, purpose="renew_passphrase") as tx:
        tx.change(
            "users",
            bytes(row["id"]),
            {"letter_key": secrets.token_hex(16), "letter_public": bootstrap.letter_public(scalar)},
        )
    return scalar
