"""Reads what is sealed about one person: recruiter, money, health, children, conditions. For who has the case key only.

Without the key there is no answer at all, not an empty one. Each reading is a line in the audit of the case store.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from db.session import wire_id
from desbumi_app import roles
from desbumi_app.office import Office
from desbumi_app.usecases.read_person import household_of, related_rows
from desbumi_app.usecases.summarise_reads import CASES, Reading, readings_in

TABLES: Final = (
    "journey_recruitment", "journey_money", "journey_health", "child_needs", "check_in_details", "return_details",
    "remittances",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SealedEntry:
    """One sealed record: its table, its stored id in the case store, its filled values by field."""

    table: str
    id: bytes
    values: Mapping[str, Any]


def read_sealed(office: Office, person: bytes) -> tuple[SealedEntry, ...] | None:
    """The sealed records of a person (stored id), newest first by table; None without the case key."""
    if office.cases is None:
        return None
    found = _entries(office, person)
    records = tuple(one.id for one in found)
    if records:
        office.cases.note("read", operator=office.operator.id, purpose="sealed", records=records)
    return found


def count_sealed(office: Office, person: bytes) -> int | None:
    """How many say something; None without the case key. Counting shows nothing and is no reading."""
    return None if office.cases is None else len(_entries(office, person))


def case_book_shut(office: Office) -> bool:
    """Whether this user's passphrase would open the case book, which a screen lock has closed."""
    mine = office.operator.may(roles.CASE_OFFICER) and not office.cases_broken
    return office.cases is None and mine and office.profile.kind == "village"


def sealed_readings(office: Office, person: bytes) -> tuple[Reading, ...]:
    """Who read what is sealed about a person, the newest day first; nothing without the case key."""
    if office.cases is None:
        return ()
    found = frozenset(one.id for one in _entries(office, person))
    return readings_in(office, office.cases, CASES, found)


def _entries(office: Office, person: bytes) -> tuple[SealedEntry, ...]:
    cases, links = office.open_cases(), _links(office, person)
    found = []
    for table in TABLES:
        declared = office.catalogue.table(table)
        for row in reversed(cases.rows_where(table)):
            if any(declared.has(name) and row[name] in ids for name, ids in links.items()):
                shown = {one.name: row[one.name] for one in declared.fields if one.to is None}
                filled = {name: value for name, value in shown.items() if value not in (None, "", ())}
                if filled:
                    found.append(SealedEntry(table, bytes(row["id"]), filled))
    return tuple(found)


def _links(office: Office, person: bytes) -> Mapping[str, Sequence[bytes]]:
    related = related_rows(office, person)
    row = office.register.get("people", person)
    home, _family = household_of(office, row) if row is not None else (None, ())
    return {
        "person_id": [wire_id(person)],
        "journey_id": [wire_id(bytes(one["id"])) for one in related["journeys"]],
        "household_id": [wire_id(bytes(home["id"]))] if home is not None else [],
    }
