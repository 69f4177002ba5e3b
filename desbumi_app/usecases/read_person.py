"""Opens a person's file. That it was read, by whom and what for, is stored before anything is returned (design 4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from db.errors import StoreError
from db.history import Conflict, FieldChange, HistoryEntry
from db.session import wire_id
from desbumi_app.domain.stage import Derived
from desbumi_app.office import Office
from desbumi_app.register_list import derive

Row = Mapping[str, Any]
DEVICE_LETTERS = 4

# Rows that belong to a person, in the order a file shows them.
OWN_TABLES = (
    "journeys", "contacts", "documents", "counselling", "letters", "check_ins", "returns", "life_events",
    "notices", "attachments", "visits", "extensions", "plans",
)  # fmt: skip

# Whose records stay in the history after they were taken back; a draft of a letter leaves nothing there.
TAKEN_BACK = tuple(name for name in OWN_TABLES if name not in ("letters", "attachments"))


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One save of the person or of one of his rows. `by` is the operator's name, empty for one unknown here.

    `device`: the first letters of the device's id, empty when it was this laptop.
    """

    at: str
    table: str
    record: bytes
    by: str
    reason: str | None
    created: bool
    late: bool
    fields: tuple[FieldChange, ...]
    device: str = ""


@dataclass(frozen=True, slots=True)
class PersonFile:
    """Everything that the register knows of one person; nothing of the case store.

    `related` holds the living rows by table (OWN_TABLES); `family` the other members of the household.
    """

    person: Row
    derived: Derived
    related: Mapping[str, Sequence[Row]]
    household: Row | None
    family: Sequence[Row]
    timeline: tuple[TimelineEntry, ...]
    conflicts: tuple[Conflict, ...]

    def rows(self, table: str) -> Sequence[Row]:
        """The living rows of one of OWN_TABLES, oldest first."""
        return self.related[table]


def read_person(office: Office, person: bytes, purpose: str) -> PersonFile:
    """The file of one person (stored id). `purpose` is a code of the audit, such as `desk` or `check_in`.

    StoreError no_such_record; when the audit line cannot be stored nothing is returned. ValueError without a purpose.
    """
    if not purpose:
        raise ValueError("a reading has a purpose")
    row = office.register.get("people", person)
    if row is None:
        raise StoreError("no_such_record")
    office.register.note("read", operator=office.operator.id, purpose=purpose, records=(person,))
    related = related_rows(office, person)
    household, family = household_of(office, row)
    names = {bytes(one["id"])[-16:]: str(one["name"] or "") for one in _users(office)}
    rows = [("people", row)] + [(table, one) for table in OWN_TABLES for one in related[table]]
    if household is not None:
        rows.append(("households", household))
    rows += [("household_members", one) for one in family]
    gone = [(table, one) for table in TAKEN_BACK for one in _own_rows(office, table, person, archived=True)]
    gone += [("household_members", one) for one in _left(office, household)]
    return PersonFile(
        person=row,
        derived=derive(row, related, office.today()),
        related=related,
        household=household,
        family=family,
        timeline=_timeline(office, [*rows, *gone], names),
        conflicts=tuple(c for _, one in rows for c in office.register.conflicts(bytes(one["id"]))),
    )


def related_rows(office: Office, person: bytes) -> dict[str, Sequence[Row]]:
    """The living rows of a person by table, oldest first; of the person's own village only."""
    found: dict[str, Sequence[Row]] = {}
    for table in OWN_TABLES:
        found[table] = _own_rows(office, table, person)
    return found


def _own_rows(office: Office, table: str, person: bytes, *, archived: bool = False) -> Sequence[Row]:
    rows = office.register.rows_where(table, archived=archived, person_id=wire_id(person))
    return tuple(row for row in rows if bytes(row["id"])[:4] == person[:4])


def household_of(office: Office, person: Row) -> tuple[Row | None, Sequence[Row]]:
    """The household and its members: by membership, else by the number of the family card."""
    own = bytes(person["id"])
    register = office.register
    memberships = register.rows_where("household_members", person_id=wire_id(own))
    current = [row for row in memberships if not row["left_on"] and row["household_id"]]
    home: Row | None = None
    if current:
        home = register.get("households", register.resolve(own, bytes(current[-1]["household_id"])))
    elif person["kk_number"]:
        same_card = register.rows_where("households", kk_number=person["kk_number"])
        home = next((row for row in same_card if bytes(row["id"])[:4] == own[:4]), None)
    if home is None:
        return None, ()
    members = register.rows_where("household_members", household_id=wire_id(bytes(home["id"])))
    return home, tuple(row for row in members if row["person_id"] != wire_id(own))


def _left(office: Office, household: Row | None) -> Sequence[Row]:
    """Members that were taken back: they lived in no such house, but the history says that somebody wrote so."""
    if household is None:
        return ()
    home = wire_id(bytes(household["id"]))
    return office.register.rows_where("household_members", archived=True, household_id=home)


def _users(office: Office) -> Sequence[Row]:
    return office.register.rows_where("users", archived=None)


def _timeline(
    office: Office, rows: Sequence[tuple[str, Row]], names: Mapping[bytes, str]
) -> tuple[TimelineEntry, ...]:
    entries = []
    here = office.register.identity().device
    for table, row in rows:
        record = bytes(row["id"])
        for i, save in enumerate(office.register.history(record)):
            entry = _entry(save, table, record, names, created=i == 0)
            elsewhere = save.device is not None and save.device != here
            far = bytes(save.device or b"").hex()[:DEVICE_LETTERS] if elsewhere else ""
            entries.append((save.hlc, replace(entry, device=far)))
    return tuple(entry for _, entry in sorted(entries, key=lambda pair: pair[0], reverse=True))


def _entry(
    save: HistoryEntry, table: str, record: bytes, names: Mapping[bytes, str], *, created: bool
) -> TimelineEntry:
    by = names.get(save.operator, "") if save.operator else ""
    return TimelineEntry(save.at, table, record, by, save.reason, created, save.late, save.fields)
