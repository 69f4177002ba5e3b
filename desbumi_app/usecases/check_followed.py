"""What to look at when a recorded check-in, return, event or talk is corrected: the rules it was recorded by.

A stage of today says nothing about a record of last year, so only what is wrong with its own days is told. A confirmed
death is not corrected field by field: it is taken back with a reason, and recorded anew.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from desbumi_app.domain.following import check_call, check_event, check_return
from desbumi_app.domain.problems import Problem, stop
from desbumi_app.office import Office

Row = Mapping[str, Any]

CONFIRMED: Final = (
    "This death is confirmed by two people. Take it back with a reason, then record what is right."
)
_DEATH: Final = ("kind", "occurred_on")


def check_followed(office: Office, kind: str, before: Row, merged: Row) -> tuple[Problem, ...]:
    """Problems by `table.field`; none for other kinds of records."""
    today = office.today()
    if kind == "check_in":
        return _named("check_ins", check_call(merged, today, (None, None)))
    if kind == "return":
        return _named("returns", check_return(merged, _journey(office, merged), today, None))
    if kind == "event":
        return _named("life_events", (*check_event(merged, today, None), *_death(before, merged)))
    return ()


def _death(before: Row, merged: Row) -> tuple[Problem, ...]:
    if before.get("kind") != "died" or not before.get("confirmed_by"):
        return ()
    return tuple(stop(CONFIRMED, about=name) for name in _DEATH if merged.get(name) != before.get(name))[:1]


def _journey(office: Office, row: Row) -> Row:
    if not row.get("journey_id") or not row.get("id"):
        return {}
    stored = office.register.resolve(bytes(row["id"]), bytes(row["journey_id"]))
    return office.register.get("journeys", stored) or {}


def _named(table: str, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    return tuple(replace(one, field=f"{table}.{one.field}") for one in problems if one.field)
