"""Corrects or takes back one sealed record; for who has the case key only. Nothing of it enters the register."""

from collections.abc import Mapping
from typing import Any, Final

from db.errors import StoreError
from desbumi_app.catalogue.fields import Field
from desbumi_app.catalogue.parse_record import REQUIRED, Typed, parse_record
from desbumi_app.domain.field_rules import RULES
from desbumi_app.domain.problems import Problem, stop, stops
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.rule_facts import rule_packs
from desbumi_app.usecases.open_entry import typed_text
from desbumi_app.usecases.read_sealed import TABLES
from desbumi_app.usecases.take_back import REASON

NOTHING_CHANGED: Final = "Nothing was changed."


def open_sealed(office: Office, table: str, record: bytes) -> dict[str, str]:
    """The texts of one sealed record, by field, as an officer would type them. Opening it is a reading of the cases.

    StoreError closed without the case key, no_such_record; KeyError for another table.
    """
    row = _row(office, table, record)
    office.open_cases().note("read", operator=office.operator.id, purpose="correct_sealed", records=(record,))
    return {one.name: typed_text(one, row[one.name]) for one in fields_of(office, table)}


def fields_of(office: Office, table: str) -> tuple[Field, ...]:
    """What of a sealed table is typed, in the order of the declarations."""
    return tuple(
        one for one in office.catalogue.table(table).open_fields if one.to is None and one.form is not None
    )


def correct_sealed(office: Office, table: str, record: bytes, typed: Mapping[str, Typed]) -> Saved | Refused:
    """Store the fields that were typed; what was emptied is handed in as "". Errors as `open_sealed`."""
    row = _row(office, table, record)
    problems = _problems(office, table, row, typed)
    if stops(problems):
        return Refused(problems)
    values, _found = parse_record(office.catalogue, table, typed, office.today(), complete=False)
    with office.open_cases().transaction(operator=office.operator.id, purpose="correct_sealed") as tx:
        if not tx.change(table, record, values):
            return Refused((stop(NOTHING_CHANGED),))
        return Saved(record, tx.txn, problems, store="cases")


def take_back_sealed(office: Office, table: str, record: bytes, reason: str) -> Saved | Refused:
    """Archive one sealed record; its history and the reason stay in the case store."""
    _row(office, table, record)
    if not reason.strip():
        return Refused((stop(REASON, about="reason"),))
    with office.open_cases().transaction(operator=office.operator.id, purpose="take_back_sealed") as tx:
        tx.archive(table, record, reason=reason.strip())
        return Saved(record, tx.txn, store="cases")


def _row(office: Office, table: str, record: bytes) -> Mapping[str, Any]:
    if table not in TABLES:
        raise KeyError(table)
    row = office.open_cases().get(table, record)
    if row is None or row["archived"]:
        raise StoreError("no_such_record")
    return row


def _problems(
    office: Office, table: str, row: Mapping[str, Any], typed: Mapping[str, Typed]
) -> tuple[Problem, ...]:
    today = office.today()
    values, found = parse_record(office.catalogue, table, typed, today, complete=False)
    merged = {**row, **values}
    told = {one.field for one in found}
    for one in fields_of(office, table):
        name = f"{table}.{one.name}"
        if one.required == "form" and merged.get(one.name) in (None, "", ()) and name not in told:
            found += (stop(REQUIRED, about=name),)
        if one.rule is not None and one.rule in RULES and merged.get(one.name) not in (None, "", ()):
            ruled = RULES[one.rule](merged, today, rule_packs(office, merged))
            found += tuple(problem.about(name) for problem in ruled if problem.field in (None, one.name))
    return found
