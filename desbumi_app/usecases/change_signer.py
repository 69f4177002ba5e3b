"""Who signs the letters of this office, in which form: in the own name, a.n., u.b., Plt. or Plh.

Changes what stands on paper only; what a user can read is decided by the keys in his box, not here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from desbumi_app import allowed, roles
from desbumi_app.catalogue.parse_record import Typed, parse_record
from desbumi_app.domain.problems import Problem, stop, stops
from desbumi_app.letter_facts import find_user, heads_on_paper, usual_signer
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.change_users import ONLY_THE_HEAD as ONLY_THE_HEAD_ALLOWS
from desbumi_app.usecases.change_users import first_user

Row = Mapping[str, Any]

FIELDS: Final = ("name", "position", "nip", "signs", "sign_mode")
NO_POSITION: Final = "Write the office of who signs, as it stands under the signature."
NO_NAME: Final = "Write the name of who signs, as it stands under the signature."
ONLY_THE_HEAD: Final = "Only the village head signs letters in his own name. Choose a.n., u.b., Plt. or Plh."
ONLY_THE_FIRST: Final = (
    "While the village has no head in this program, only the first user of this laptop writes down who signs."
)
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


def change_signer(
    office: Office,
    user: bytes,
    typed: Mapping[str, Typed],
    given: allowed.Given = None,
    *,
    cheap: bool = False,
) -> Saved | Refused:
    """Store how somebody signs: fields of FIELDS, allowed by `given` as in add_signer; that he no longer signs, by nobody.

    KeyError for a field that is not among them, or an unknown user. StoreError not_allowed, ….
    """
    if unknown := sorted(set(typed) - set(FIELDS)):
        raise KeyError(unknown[0])
    row = find_user(office, user)
    if row is None:
        raise KeyError("user")
    values, problems = parse_record(office.catalogue, "users", typed, office.today(), complete=False)
    problems += _rules({**row, **values}, head=heads_on_paper(row))
    if not stops(problems) and _needs_leave(row, values):
        problems += _not_allowed(office, given, cheap=cheap)
    if stops(problems):
        return Refused(problems)
    allowed.only_keepers(office)
    with office.register.transaction(operator=office.operator.id, purpose="change_signer") as tx:
        tx.change("users", bytes(row["id"]), values)
        return Saved(bytes(row["id"]), tx.txn, problems)


def add_signer(
    office: Office,
    typed: Mapping[str, Typed],
    given: allowed.Given = None,
    *,
    cheap: bool = False,
) -> Saved | Refused:
    """Somebody who signs in ink and opens no book: name, position, nip, sign_mode; `own` is the village head himself.

    Allowed by the village head's login or the sheet's four rows; where nobody is head yet, by the first user's own
    login. He has no role and no password: his title stands on paper only. StoreError keyring_*, recovery_row, ….
    """
    if unknown := sorted(set(typed) - set(FIELDS)):
        raise KeyError(unknown[0])
    values, problems = parse_record(office.catalogue, "users", typed, office.today(), complete=False)
    if not str(values.get("name") or "").strip():
        problems += (stop(NO_NAME, about="users.name"),)
    made = {"name": "", "position": "", "sign_mode": "own", **values, "signs": 1, "roles": ()}
    made["sign_mode"] = made["sign_mode"] or "own"
    problems += _rules(made, head=made["sign_mode"] == "own")
    if not stops(problems):
        problems += _not_allowed(office, given, cheap=cheap)
    if stops(problems):
        return Refused(problems)
    with office.register.transaction(operator=office.operator.id, purpose="add_signer") as tx:
        record = tx.create("users", made | {"started_on": office.today().isoformat()})
        return Saved(record, tx.txn, problems)


def _not_allowed(office: Office, given: allowed.Given, *, cheap: bool) -> tuple[Problem, ...]:
    """Otherwise whoever stands at the counter could put his own name under the letters of the village."""
    if allowed.head_allows(office, given, cheap=cheap):
        return ()
    if has_head(office):
        return (stop(ONLY_THE_HEAD_ALLOWS, about="head"),)
    keeps = office.operator.may(roles.OFFICER) or office.operator.may(roles.DISTRICT_ADMIN)
    if not keeps or office.operator.id != first_user(office, cheap=cheap):
        return (stop(ONLY_THE_FIRST, about="head"),)
    return allowed.not_himself(office, given, cheap=cheap)


def has_head(office: Office) -> bool:
    """Whether somebody in office holds the village head's role, with a password of his own."""
    today = office.today().isoformat()
    users = office.register.rows_where("users")
    return any(roles.VILLAGE_HEAD in row["roles"] and str(row["ended_on"] or "9999") > today for row in users)


def _needs_leave(row: Row, values: Row) -> bool:
    """Whether anything else changes than that he no longer signs."""
    usual = {"sign_mode": "own"}
    changed = {
        name
        for name, value in values.items()
        if (value or usual.get(name)) != (row[name] or usual.get(name)) and (value or row[name])
    }
    return bool(changed - (set() if values.get("signs") else {"signs"}))


def _rules(row: Row, *, head: bool) -> tuple[Any, ...]:
    if not row["signs"]:
        return ()
    found = []
    if not str(row["position"] or "").strip():
        found.append(stop(NO_POSITION, about="users.position"))
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
        head=heads_on_paper(row),
        ended=str(row["ended_on"] or "9999") <= today,
        scannable=bool(row["letter_public"]),
        usual=record == usual,
    )
