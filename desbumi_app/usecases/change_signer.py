"""Who signs the letters of this office, in which form: in the own name, a.n., u.b., Plt. or Plh.

Changes what stands on paper only; what a user can read is decided by the keys in his box, not here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from desbumi_app import roles
from desbumi_app.catalogue.parse_record import Typed, parse_record
from desbumi_app.domain.problems import stop, stops
from desbumi_app.letter_facts import find_user, usual_signer
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved

Row = Mapping[str, Any]

FIELDS: Final = ("name", "position", "nip", "signs", "sign_mode")
NO_POSITION: Final = "Write the office of who signs, as it stands under the signature."
NO_NAME: Final = "Write the name of who signs, as it stands under the signature."
ONLY_THE_HEAD: Final = "Only the village head signs letters in his own name. Choose a.n., u.b., Plt. or Plh."
HEAD_SIGNS_FOR_HIMSELF: Final = "The village head signs in his own name."


@dataclass(frozen=True, slots=True)
class Signer:
    """A user as he stands on letters. `scannable`: he has a letter key of his own; `usual`: he signs unless told."""

    id: bytes
    login: str
    name: str
    position: str
    nip: str
    signs: bool
    mode: str
    head: bool
    ended: bool
    scannable: bool
    usual: bool


def list_signers(office: Office) -> tuple[Signer, ...]:
    """Everybody who works here, the usual signer first."""
    usual = usual_signer(office)
    first = bytes(usual["id"]) if usual else b""
    today = office.today().isoformat()
    found = [_signer(row, first, today) for row in office.register.rows_where("users")]
    return tuple(
        sorted(found, key=lambda one: (not one.usual, not one.signs, one.ended, one.name.casefold()))
    )


def change_signer(office: Office, user: bytes, typed: Mapping[str, Typed]) -> Saved | Refused:
    """Store how somebody signs: fields of FIELDS. KeyError for a field that is not among them, or an unknown user."""
    if unknown := sorted(set(typed) - set(FIELDS)):
        raise KeyError(unknown[0])
    row = find_user(office, user)
    if row is None:
        raise KeyError("user")
    values, problems = parse_record(office.catalogue, "users", typed, office.today(), complete=False)
    problems += _rules({**row, **values})
    if stops(problems):
        return Refused(problems)
    with office.register.transaction(operator=office.operator.id, purpose="change_signer") as tx:
        tx.change("users", bytes(row["id"]), values)
        return Saved(bytes(row["id"]), tx.txn, problems)


def add_signer(office: Office, typed: Mapping[str, Typed]) -> Saved | Refused:
    """Somebody who signs in ink and opens no book: name, position, nip, sign_mode; `own` is the village head himself.

    He has no password, so nothing that asks for one can be answered in his name; the recovery sheet gives him one later.
    """
    if unknown := sorted(set(typed) - set(FIELDS)):
        raise KeyError(unknown[0])
    values, problems = parse_record(office.catalogue, "users", typed, office.today(), complete=False)
    if not str(values.get("name") or "").strip():
        problems += (stop(NO_NAME, about="users.name"),)
    head = str(values.get("sign_mode") or "own") == "own"
    granted = (roles.VILLAGE_HEAD,) if head else ()
    made = {"name": "", "position": "", **values, "signs": 1, "roles": granted}
    problems += _rules({"sign_mode": None, **made})
    if stops(problems):
        return Refused(problems)
    with office.register.transaction(operator=office.operator.id, purpose="add_signer") as tx:
        record = tx.create("users", made | {"started_on": office.today().isoformat()})
        return Saved(record, tx.txn, problems)


def _rules(row: Row) -> tuple[Any, ...]:
    if not row["signs"]:
        return ()
    found = []
    if not str(row["position"] or "").strip():
        found.append(stop(NO_POSITION, about="users.position"))
    head = roles.VILLAGE_HEAD in row["roles"]
    if not head and str(row["sign_mode"] or "own") == "own":
        found.append(stop(ONLY_THE_HEAD, about="users.sign_mode"))
    if head and row["sign_mode"] in ("on_behalf", "for_attention"):
        found.append(stop(HEAD_SIGNS_FOR_HIMSELF, about="users.sign_mode"))
    return tuple(found)


def _signer(row: Row, usual: bytes, today: str) -> Signer:
    record = bytes(row["id"])
    return Signer(
        id=record,
        login=str(row["login"] or ""),
        name=str(row["name"] or ""),
        position=str(row["position"] or ""),
        nip=str(row["nip"] or ""),
        signs=bool(row["signs"]),
        mode=str(row["sign_mode"] or "own"),
        head=roles.VILLAGE_HEAD in row["roles"],
        ended=str(row["ended_on"] or "9999") <= today,
        scannable=bool(row["letter_public"]),
        usual=record == usual,
    )
