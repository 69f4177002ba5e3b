"""Files of invented people for the models of pages: rows as the store hands them out, made without a store."""

from datetime import date

from db.history import FieldChange
from desbumi_app.catalogue.tables import load_catalogue
from desbumi_app.domain.stage import replay
from desbumi_app.usecases.read_person import OWN_TABLES, PersonFile, TimelineEntry

PERSON = b"\x00" * 20


def row(table, number, /, **values):
    """One record with every column of its table."""
    every = {one.name: () if one.many else None for one in load_catalogue().table(table).fields}
    return {"id": bytes([number]) * 20} | every | values


def a_file(*, family=(), household=None, **related):
    """A file with these rows by table, oldest first."""
    rows = {table: tuple(related.get(table, ())) for table in OWN_TABLES}
    derived = replay((), date(2026, 11, 21))
    return PersonFile(row("people", 0, name="Siti Aminah"), derived, rows, household, tuple(family), (), ())


def saved(table, number, /, *, created=False, reason=None, at="2026-11-20T02:00:00Z", device="", **fields):
    """One save; a field is given as its new value, or as (old, new)."""
    changes = []
    for name, value in fields.items():
        old, new = value if isinstance(value, tuple) else (None, value)
        changes.append(FieldChange(name, 1, () if old is None else (old,), new))
    return TimelineEntry(
        at,
        table,
        bytes([number]) * 20,
        "Sari",
        reason,
        created,
        late=False,
        fields=tuple(changes),
        device=device,
    )
