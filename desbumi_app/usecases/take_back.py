"""Takes a record back that was made by mistake: it leaves the file, its history and the reason stay.

Nothing is deleted. A confirmed death changes who is called and which letters are printed, so only the village head
takes it back (domain rules, section 3); where the office has none, somebody who neither recorded nor confirmed it.
"""

from collections.abc import Mapping
from typing import Any, Final

from db.errors import StoreError
from desbumi_app import roles
from desbumi_app.domain.problems import Problem, stop
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.change_signer import has_head
from desbumi_app.usecases.read_person import household_of, related_rows
from desbumi_app.usecases.record_kinds import KINDS

Row = Mapping[str, Any]

# What can be recorded by mistake; a notice or consent is withdrawn instead, a person is united or exported.
MISTAKES: Final = frozenset({
    "contact", "journey", "document", "extension", "plan", "member", "visit", "check_in", "return", "event", "talk",
})  # fmt: skip
REASON: Final = "Write down why it is taken back."
HEAD_ONLY: Final = "Only the village head takes a confirmed death back."
SOMEBODY_ELSE: Final = "Somebody who neither recorded nor confirmed this death has to take it back, since this office has no village head."
STILL_NAMED: Final = "Check-ins, returns or extensions of this journey are recorded. Take those back first; nothing was changed."
_LEANS: Final = ("check_ins", "returns", "extensions")


def take_back(office: Office, kind: str, person: bytes, record: bytes, reason: str) -> Saved | Refused:
    """Archive one record of a person (stored ids). StoreError no_such_record; KeyError for a kind that has no mistakes."""
    if kind not in MISTAKES:
        raise KeyError(kind)
    table = KINDS[kind].table
    row = office.register.get(table, record)
    if row is None or row["archived"] or not _belongs(office, table, person, row):
        raise StoreError("no_such_record")
    problem = _refusal(office, kind, person, row, reason.strip())
    if problem is not None:
        return Refused((problem,))
    with office.register.transaction(operator=office.operator.id, purpose=f"take_back_{kind}") as tx:
        tx.archive(table, record, reason=reason.strip())
        return Saved(record, tx.txn)


def _belongs(office: Office, table: str, person: bytes, row: Row) -> bool:
    """Whether this is a record of that person, or of the household he lives in: the rules are asked about him."""
    own = related_rows(office, person).get(table)
    if own is not None:
        return any(bytes(one["id"]) == bytes(row["id"]) for one in own)
    if row["person_id"] == person[-16:]:
        return True
    who = office.register.get("people", person)
    family = household_of(office, who)[1] if who is not None else ()
    return any(bytes(one["id"]) == bytes(row["id"]) for one in family)


def _refusal(office: Office, kind: str, person: bytes, row: Row, reason: str) -> Problem | None:
    if not reason:
        return stop(REASON, about="reason")
    if kind == "event" and row["kind"] == "died" and row["confirmed_by"]:
        return _not_entitled(office, row)
    if kind == "journey" and _leaned_on(office, person, row):
        return stop(STILL_NAMED)
    return None


def _not_entitled(office: Office, death: Row) -> Problem | None:
    if has_head(office):
        return None if office.operator.may(roles.VILLAGE_HEAD) else stop(HEAD_ONLY)
    involved = {bytes(death[name]) for name in ("officer_id", "confirmed_by") if death[name]}
    return stop(SOMEBODY_ELSE) if office.operator.id in involved else None


def _leaned_on(office: Office, person: bytes, journey: Row) -> bool:
    related, own = related_rows(office, person), bytes(journey["id"])[-16:]
    return any(row["journey_id"] == own for name in _LEANS for row in related[name])
