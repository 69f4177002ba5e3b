"""Who may do what is hard to undo: by role, and by a password typed for it, since an unlocked desk alone proves nobody.

Roles inside one store are a convenience (trust.md 1): what a user can read is decided by his keys. These questions keep
a passer-by at the counter, and a colleague with another task, from what would outlast the moment.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from db import keyring
from db.errors import StoreError
from desbumi_app import bootstrap, roles
from desbumi_app.domain.problems import Problem, stop
from desbumi_app.letter_login import Login, Proved, prove_head
from desbumi_app.office import Office

KEEPERS: Final = frozenset({roles.OFFICER, roles.VILLAGE_HEAD, roles.DISTRICT_ADMIN})
NOT_SHOWN: Final = (
    "Type your own password for this: an open book alone does not show who stands in front of it."
)
# What somebody typed: a login, or the four rows of the recovery sheet.
Given = Login | Sequence[str] | None


def only_keepers(office: Office) -> None:
    """StoreError not_allowed for a user who neither keeps the register, nor leads the village or the district."""
    if not office.operator.roles & KEEPERS:
        raise StoreError("not_allowed")


def head_allows(office: Office, given: Given, *, cheap: bool) -> bool:
    """By the head's login or the sheet: a colleague could make himself who signs, or answers for an open point."""
    if given is None:
        return False
    if isinstance(given, Login):
        return isinstance(prove_head(office, replace(given, reason="allowed"), cheap=cheap), Proved)
    keyring.load(office.files.keyring, village=office.profile.office, cheap=cheap).recover(given)[:] = bytes(
        32
    )
    return True


def not_himself(office: Office, given: Given, *, cheap: bool) -> tuple[Problem, ...]:
    """What to say unless the operator typed his own password, or the head or the sheet allows it."""
    if isinstance(given, Login) and _is_operator(office, given, cheap=cheap):
        return ()
    return () if head_allows(office, given, cheap=cheap) else (stop(NOT_SHOWN, "own"),)


def _is_operator(office: Office, given: Login, *, cheap: bool) -> bool:
    try:
        user, _scalar = bootstrap.letter_key_of(office, given.login.strip(), given.passphrase, cheap=cheap)
    except StoreError as error:
        if error.code not in {"wrong_passphrase", "no_such_user"}:
            raise
        return False
    return user == office.operator.id
