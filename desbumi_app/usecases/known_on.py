"""What the book knew of a person at the end of a day: only what had been saved by then, from the log of changes.

Beside `status_on`, which says what the book says today about that day: later corrections count there, not here.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from db.errors import StoreError
from db.history import HistoryEntry
from desbumi_app.domain.stage import Derived
from desbumi_app.office import ZONES, Office
from desbumi_app.register_list import RegisterList, derive

Row = Mapping[str, Any]

TABLES: Final = tuple(sorted(RegisterList.reads or ()))


def known_on(office: Office, person: bytes, day: date) -> Derived | None:
    """Stage, conditions and alerts as they stood in the book then; None while the person was not in it.

    StoreError no_such_record. The file was opened, and so noted, before.
    """
    if office.register.get("people", person) is None:
        raise StoreError("no_such_record")
    row = _row_then(office, person, day)
    if row is None:
        return None
    related: dict[str, list[Row]] = {}
    for table in TABLES:
        for one in _own(office, table, person):
            then = _row_then(office, bytes(one["id"]), day)
            if then is not None and not then.get("archived"):
                related.setdefault(table, []).append(then)
    return derive(row, related, day)


def _own(office: Office, table: str, person: bytes) -> Iterable[Row]:
    rows = office.register.rows_where(table, archived=None, person_id=person[-16:])
    return (row for row in rows if bytes(row["id"])[:4] == person[:4])


def _row_then(office: Office, record: bytes, day: date) -> Row | None:
    """The single values of a record as they had been saved by the end of the day; None before its first save."""
    saves = [one for one in office.register.history(record) if not one.held and _saved_by(office, one, day)]
    if not saves:
        return None
    values: dict[str, Any] = {"id": record}
    for save in sorted(saves, key=lambda one: (one.hlc, one.save)):
        values |= {change.field: change.new for change in save.fields if not (change.added or change.removed)}
    return values


def _saved_by(office: Office, save: HistoryEntry, day: date) -> bool:
    return datetime.fromisoformat(save.at).astimezone(ZONES[office.profile.zone]).date() <= day
