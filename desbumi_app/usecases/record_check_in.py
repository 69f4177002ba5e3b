"""Records a check-in, and says who comes next. How the worker fares goes sealed to the case compartment.

Every check-in makes exactly one drop, whatever was said, so that a drop tells nothing (data.md 4).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Final

from db import agenda
from db.session import wire_id
from desbumi_app.catalogue.parse_record import REQUIRED, Typed, parse_record
from desbumi_app.domain.departure import DepartureRules, check, draft_from
from desbumi_app.domain.following import advice, check_call
from desbumi_app.domain.problems import Message, Problem, stop, stops
from desbumi_app.domain.stage import OF_THE_RULES, Spacing
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.register_list import derive, journey_now
from desbumi_app.usecases.find_people import PersonLine, people_page
from desbumi_app.usecases.read_person import Row, related_rows
from desbumi_app.usecases.write_drop import put_drop

# What nobody can say who reached nobody.
_UNKNOWN_WHEN_NOT_REACHED: Final = frozenset({"check_ins.last_contact_on", "check_ins.source"})


@dataclass(frozen=True, slots=True)
class CheckInForm:
    """What was typed. `call`: fields of `check_ins`; `details`: fields of `check_in_details`, never kept here.

    `arrived_on`: the arrival abroad, where this contact is the first to tell of it. `journey`: None for the latest.
    """

    person: bytes
    call: Mapping[str, Typed]
    details: Mapping[str, Typed] = field(default_factory=dict)
    arrived_on: Typed = ""
    journey: bytes | None = None


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """Stored. `next_contact_on` is what the list says now; `suggested` what to do when nobody can be reached."""

    saved: Saved
    next_contact_on: str | None
    suggested: Message | None


@dataclass(frozen=True, slots=True)
class Overdue:
    """Who comes next, how long past the day (in days), and how many are past it in all."""

    line: PersonLine
    days: int
    total: int


@dataclass(frozen=True, slots=True)
class _Parsed:
    call: dict[str, Any]
    details: dict[str, Any]
    journey: dict[str, Any]
    problems: tuple[Problem, ...]


def record_check_in(office: Office, form: CheckInForm) -> CheckedIn | Refused:
    """Store the check-in, the arrival and the sealed details together, or nothing."""
    related = related_rows(office, form.person)
    journey = form.journey or _id_of(journey_now(related, derive({}, related, office.today())))
    parsed = _parse(office, form, related)
    if stops(parsed.problems):
        return Refused(parsed.problems)
    person = wire_id(form.person)
    about = {"person_id": person} | ({"journey_id": wire_id(journey)} if journey else {})
    again = _own_day(office, related, {**parsed.call, **about})
    with office.register.transaction(operator=office.operator.id, purpose="record_check_in") as tx:
        if journey and parsed.journey:
            tx.change("journeys", journey, parsed.journey)
        call = tx.create("check_ins", {**parsed.call, **about, **again, "officer_id": office.operator.id})
        put_drop(office, tx, "check_in_details", {**parsed.details, **about, "check_in_id": wire_id(call)})
        saved = Saved(call, tx.txn, parsed.problems)
    related = related_rows(office, form.person)
    derived = derive(office.register.get("people", form.person) or {}, related, office.today())
    return CheckedIn(saved, derived.next_contact_on, advice(_calls_of(related, journey)))


def next_overdue(office: Office, skip: Collection[bytes] = ()) -> Overdue | None:
    """The person longest past the day of contact; None when nobody is left.

    Passed over: who is in `skip`, and who was tried without success and is to be tried again on a later day.
    """
    today = office.today()
    due = agenda.due_by(office.register, "next_contact_on", _day_before(office), limit=1000)
    for start in range(0, len(due.rids), 50):
        for line in people_page(office, due.rids[start : start + 50]):
            if line.id in skip or _to_be_tried_later(office, line.id) or line.next_contact_on is None:
                continue
            late = (today - date.fromisoformat(line.next_contact_on)).days
            return Overdue(line, late, due.count)
    return None


def overdue_people(office: Office, limit: int = 8) -> tuple[PersonLine, ...]:
    """The people longest past their day, for a list beside the search."""
    due = agenda.due_by(office.register, "next_contact_on", _day_before(office), limit=min(limit, 50))
    return people_page(office, due.rids)


def _parse(office: Office, form: CheckInForm, related: Mapping[str, Any]) -> _Parsed:
    today, catalogue = office.today(), office.catalogue
    person = office.register.get("people", form.person)
    call, problems = parse_record(catalogue, "check_ins", form.call, today)
    if call.get("answer") == "not_reached":
        problems = tuple(
            one
            for one in problems
            if one.field not in _UNKNOWN_WHEN_NOT_REACHED or one.message.msgid != REQUIRED
        )
    details, found = parse_record(catalogue, "check_in_details", form.details, today, complete=False)
    problems += found
    journey: dict[str, Any] = {}
    derived = derive(person or {}, related, today)
    if form.arrived_on:
        journey, found = parse_record(
            catalogue, "journeys", {"arrived_on": form.arrived_on}, today, complete=False
        )
        problems += found + _arrival(journey, related, form, today)
    checked = check_call(call, today, (derived.stage, derived.since))
    problems += tuple(replace(one, field=f"check_ins.{one.field}") if one.field else one for one in checked)
    return _Parsed(call, details, {k: v for k, v in journey.items() if v}, problems)


def _arrival(journey: Row, related: Mapping[str, Any], form: CheckInForm, today: date) -> tuple[Problem, ...]:
    known = next((row for row in related["journeys"] if row["id"] == form.journey), None)
    known = known or journey_now(related, derive({}, related, today))
    if not known:
        return (stop("There is no journey to which this arrival belongs.", about="journeys.arrived_on"),)
    found = check(draft_from({**known, **journey}), today, DepartureRules())
    return tuple(replace(one, field="journeys.arrived_on") for one in found if one.field == "arrived_on")


def _own_day(office: Office, related: Mapping[str, Any], call: Row) -> dict[str, Any]:
    """The next day by the village's own distance between two calls, where nobody typed one and the rules say another."""
    own = next(iter(office.register.rows_where("village_settings")), {})
    usual, close = own.get("check_in_days") or 0, own.get("check_in_days_short") or 0
    if not (usual or close) or call.get("next_contact_on") or call.get("answer") == "not_reached":
        return {}
    spacing = Spacing(usual or OF_THE_RULES.usual, close or OF_THE_RULES.close)
    after = {**related, "check_ins": (*related["check_ins"], {"id": bytes(20), **call})}
    ruled, asked = (derive({}, after, office.today(), one).next_contact_on for one in (OF_THE_RULES, spacing))
    return {"next_contact_on": asked} if asked and asked != ruled else {}


def _calls_of(related: Mapping[str, Any], journey: bytes | None) -> list[Row]:
    own = wire_id(journey) if journey else None
    return [call for call in related["check_ins"] if call["journey_id"] == own]


def _to_be_tried_later(office: Office, person: bytes) -> bool:
    calls = related_rows(office, person)["check_ins"]
    newest = max(calls, key=lambda call: (str(call["contacted_on"] or ""), bytes(call["id"])), default=None)
    if newest is None or newest["answer"] != "not_reached":
        return False
    today = office.today().isoformat()
    return bool(newest["next_contact_on"] and newest["next_contact_on"] > today)


def _day_before(office: Office) -> str:
    """Past the day means that the day itself is over."""
    return (office.today() - timedelta(days=1)).isoformat()


def _id_of(row: Row) -> bytes | None:
    return bytes(row["id"]) if row else None
