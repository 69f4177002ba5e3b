"""A second person who types name and passphrase on the page: proved, and then known by id and letter key alone."""

from dataclasses import dataclass, field
from typing import Final

from db.errors import StoreError
from desbumi_app import bootstrap, roles
from desbumi_app.domain.problems import Problem, stop
from desbumi_app.letter_facts import find_user
from desbumi_app.office import Office

NOT_PROVED: Final = "This name and passphrase do not belong together."
NO_LONGER: Final = "This person no longer works here."
SAME_PERSON: Final = "The second person has to be somebody else."
DOES_NOT_SIGN: Final = "This person has no letter key and cannot sign."
NOT_THE_HEAD: Final = "Only the village head can let this letter be printed."
NO_REASON: Final = "Write down why."

_REFUSED: Final = frozenset({"wrong_passphrase", "no_such_user"})


@dataclass(frozen=True, slots=True)
class Login:
    """What somebody typed. `reason` only where the village head answers for an open point."""

    login: str
    passphrase: str = field(repr=False)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Proved:
    """Who it was: the user's 16-byte id, the published id of the letter key, and the key while the letter is made."""

    user: bytes
    key_id: bytes
    scalar: bytes = field(repr=False)


def prove_second(office: Office, login: Login, *, cheap: bool = False) -> Proved | Problem:
    """Somebody other than the operator, who signs; else the problem, about `second`."""
    found = _prove(office, login, cheap=cheap)
    if not isinstance(found, Proved):
        return found.about("second")
    if found.user == office.operator.id:
        return stop(SAME_PERSON, about="second")
    return found if found.scalar else stop(DOES_NOT_SIGN, about="second")


def prove_head(office: Office, login: Login, *, cheap: bool = False) -> Proved | Problem:
    """The village head with a reason; else the problem, about `override`."""
    if not login.reason.strip():
        return stop(NO_REASON, about="override")
    found = _prove(office, login, cheap=cheap)
    if not isinstance(found, Proved):
        return found.about("override")
    row = find_user(office, found.user)
    head = row is not None and roles.VILLAGE_HEAD in row["roles"]
    return found if head else stop(NOT_THE_HEAD, about="override")


def key_id_of(office: Office, user: bytes) -> bytes:
    """The random id under which a user's letter key is published; empty while he has none."""
    row = find_user(office, user)
    return bytes.fromhex(str(row["letter_key"])) if row and row["letter_key"] else b""


def _prove(office: Office, login: Login, *, cheap: bool) -> Proved | Problem:
    try:
        user, scalar = bootstrap.letter_key_of(office, login.login.strip(), login.passphrase, cheap=cheap)
    except StoreError as error:
        if error.code not in _REFUSED:
            raise
        return stop(NOT_PROVED)
    row = find_user(office, user)
    if row is None or (row["ended_on"] and str(row["ended_on"]) <= office.today().isoformat()):
        return stop(NO_LONGER)
    return Proved(user, key_id_of(office, user), scalar)
