"""Records an event of life: interested, withdrew, stopped, could not depart, moved, died, lost from sight.

A death counts only when a second person of the office confirms it, with his own login; until then it stays an alert.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from db.clock import instant
from db.errors import StoreError
from db.session import wire_id
from desbumi_app import bootstrap
from desbumi_app.catalogue.parse_record import Typed, parse_record
from desbumi_app.domain.following import check_event
from desbumi_app.domain.problems import Problem, stop, stops, warn
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.register_list import derive, latest_journey
from desbumi_app.usecases.read_person import related_rows

UNCONFIRMED: Final = "The death is recorded, but it counts only when a second person confirms it."
NOT_PROVED: Final = "This name and passphrase do not belong together."
SAME_PERSON: Final = "The second person has to be somebody else."
NO_LONGER: Final = "This person no longer works here."
NO_DEATH: Final = "This is not a recorded death that waits for a second person."
NO_VILLAGE: Final = "This is not the code of a village, such as 52.02.01.2001."

_ABOUT_A_JOURNEY: Final = frozenset({"withdrew", "stopped", "failed", "lost_contact", "died"})
_REFUSED: Final = frozenset({"wrong_passphrase", "no_such_user"})


@dataclass(frozen=True, slots=True)
class Second:
    """Somebody else of this office who types name and passphrase in front of the officer; never kept."""

    login: str
    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class EventForm:
    """What was typed in fields of `life_events`. `journey`: None for the latest, where the event is about one."""

    person: bytes
    event: Mapping[str, Typed]
    journey: bytes | None = None
    second: Second | None = None


def record_life_event(office: Office, form: EventForm, *, cheap: bool = False) -> Saved | Refused:
    """Store one event. A wrong second person refuses everything; without one a death stays unconfirmed."""
    related = related_rows(office, form.person)
    values, problems = _parse(office, form, related)
    if form.second is not None and values.get("kind") == "died" and not stops(problems):
        proved = _prove(office, form.second, office.operator.id, cheap=cheap)
        if isinstance(proved, Problem):
            return Refused((*problems, proved))
        values |= _confirmation(office, proved)
    elif values.get("kind") == "died":
        problems = (*problems, warn(UNCONFIRMED, about="life_events.confirmed_by"))
    if stops(problems):
        return Refused(problems)
    values |= {"person_id": wire_id(form.person), "officer_id": office.operator.id}
    journey = form.journey or latest_journey(related).get("id")
    if journey and values["kind"] in _ABOUT_A_JOURNEY:
        values["journey_id"] = wire_id(bytes(journey))
    with office.register.transaction(operator=office.operator.id, purpose="record_life_event") as tx:
        return Saved(tx.create("life_events", values), tx.txn, problems)


def confirm_death(
    office: Office, event: bytes, second: Second | None = None, *, cheap: bool = False
) -> Saved | Refused:
    """Confirm a recorded death later. Without `second` the operator himself, unless he was the one who recorded it."""
    row = office.register.get("life_events", event)
    if row is None or row["kind"] != "died" or row["confirmed_by"]:
        return Refused((stop(NO_DEATH),))
    first = bytes(row["officer_id"] or b"")
    proved: bytes | Problem = office.operator.id
    if second is not None:
        proved = _prove(office, second, first, cheap=cheap)
    elif office.operator.id == first:
        proved = stop(SAME_PERSON, about="second")
    if isinstance(proved, Problem):
        return Refused((proved,))
    with office.register.transaction(operator=office.operator.id, purpose="confirm_death") as tx:
        tx.change("life_events", event, _confirmation(office, proved))
        return Saved(event, tx.txn)


def _parse(
    office: Office, form: EventForm, related: Mapping[str, Any]
) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    today = office.today()
    typed = {name: text for name, text in form.event.items() if name != "moved_to"}
    values, problems = parse_record(office.catalogue, "life_events", typed, today)
    village = str(form.event.get("moved_to") or "").strip()
    if village and not re.fullmatch(r"\d{2}\.\d{2}\.\d{2}\.\d{4}", village):
        problems += (stop(NO_VILLAGE, about="life_events.moved_to"),)
    elif village:
        values["moved_to"] = village
    stage = derive(office.register.get("people", form.person) or {}, related, today).stage
    checked = check_event(values, today, stage)
    problems += tuple(replace(one, field=f"life_events.{one.field}") if one.field else one for one in checked)
    return values, problems


def _confirmation(office: Office, user: bytes) -> dict[str, Any]:
    return {"confirmed_by": user, "confirmed_at": instant(office.clock.now())}


def _prove(office: Office, second: Second, first: bytes, *, cheap: bool) -> bytes | Problem:
    """The id of who typed name and passphrase, if it is somebody else who works here."""
    try:
        user, _key = bootstrap.letter_key_of(office, second.login.strip(), second.passphrase, cheap=cheap)
    except StoreError as error:
        if error.code not in _REFUSED:
            raise
        return stop(NOT_PROVED, about="second")
    if user == first:
        return stop(SAME_PERSON, about="second")
    rows = [row for row in office.register.rows_where("users") if wire_id(bytes(row["id"])) == user]
    if not rows or (rows[0]["ended_on"] and str(rows[0]["ended_on"]) <= office.today().isoformat()):
        return stop(NO_LONGER, about="second")
    return user
