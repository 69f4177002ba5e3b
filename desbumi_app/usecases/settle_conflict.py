"""Fields on which two computers disagree ("Beda isi"), and the person's choice that ends it. Never chosen by the program."""

from dataclasses import dataclass
from typing import Any

from db.history import Conflict
from db.store import Store
from desbumi_app.domain.problems import stop
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved

NO_REASON = "Write down why this value is right."
NOT_OPEN = "This was settled in the meantime. Open the page again."


@dataclass(frozen=True, slots=True)
class Voice:
    """One of the values: who wrote it and when, on which device; None for one that is not known here."""

    value: Any
    save: int
    at: str
    operator: str
    device: bytes | None
    late: bool


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An open conflict with everything a person needs to judge it; the shown value stands first."""

    conflict: Conflict
    title: str
    voices: tuple[Voice, ...]


def list_conflicts(office: Office) -> tuple[Disagreement, ...]:
    """Every open conflict of the main store, oldest first."""
    names = {bytes(row["id"])[-16:]: str(row["name"]) for row in office.register.rows_where("users")}
    return tuple(_explained(office.register, conflict, names) for conflict in office.register.conflicts())


def settle_conflict(office: Office, conflict: Conflict, value: Any, reason: str) -> Saved | Refused:
    """Write the value that a person chose, naming every head; a reason is asked for, as it stands in the history."""
    if not reason.strip():
        return Refused((stop(NO_REASON),))
    if all(one.id != conflict.id for one in office.register.conflicts(conflict.record)):
        return Refused((stop(NOT_OPEN),))
    with office.register.transaction(operator=office.operator.id, purpose="settle_conflict") as tx:
        tx.settle(conflict.table, conflict.record, conflict.field, value, reason.strip())
        return Saved(conflict.record, tx.txn)


def _explained(register: Store, conflict: Conflict, names: dict[bytes, str]) -> Disagreement:
    entries = {entry.save: entry for entry in register.history(conflict.record)}
    voices = []
    for head in conflict.heads:
        entry = entries.get(head.save)
        operator = names.get(entry.operator or b"", "") if entry else ""
        voices.append(
            Voice(
                head.value,
                head.save,
                entry.at if entry else "",
                operator,
                entry.device if entry else None,
                head.late,
            )
        )
    row = register.get(conflict.table, conflict.record) or {}
    return Disagreement(conflict, str(row.get("name") or conflict.table), tuple(voices))
