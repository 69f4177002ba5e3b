"""Records that somebody came home, for leave or for good; body, mind and unpaid rights go sealed to the case compartment.

The stage follows from the stored days, never from a verdict. Every return makes exactly one drop (data.md 4).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from db.errors import StoreError
from db.session import wire_id
from desbumi_app.catalogue.parse_record import REQUIRED, Typed, parse_record
from desbumi_app.domain.following import check_return
from desbumi_app.domain.problems import Problem, stop, stops
from desbumi_app.domain.stage import Derived
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.register_list import derive, journey_now
from desbumi_app.usecases.read_person import Row, related_rows
from desbumi_app.usecases.write_drop import put_drop

# What the desk offers after a return, in the order of urgency.
OFFERS: Final = ("death", "complaint", "health", "rights", "papers", "again", "empowerment")
_TROUBLE: Final = frozenset({"case_return", "deported", "evacuated"})
_CARE: Final = frozenset({"needs_care", "needs_support"})


@dataclass(frozen=True, slots=True)
class ReturnForm:
    """What was typed. `home`: fields of `returns`; `details`: fields of `return_details`, never kept here.

    `journey`: the stored id of the one that ends, None for the latest.
    """

    person: bytes
    home: Mapping[str, Typed]
    details: Mapping[str, Typed] = field(default_factory=dict)
    journey: bytes | None = None


@dataclass(frozen=True, slots=True)
class CameHome:
    """Stored. `stage` is the code that follows from it; `offers` codes of OFFERS, shown once and stored nowhere."""

    saved: Saved
    stage: str
    next_contact_on: str | None
    offers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Parsed:
    home: dict[str, Any]
    details: dict[str, Any]
    problems: tuple[Problem, ...]


def record_return(office: Office, form: ReturnForm) -> CameHome | Refused:
    """Store the return and its sealed details together, or nothing."""
    related = related_rows(office, form.person)
    parsed = _parse(office, form, related)
    if stops(parsed.problems):
        return Refused(parsed.problems)
    journey = _journey(form, related, office.today())
    about = {"person_id": wire_id(form.person)}
    if journey:
        about["journey_id"] = wire_id(bytes(journey["id"]))
    with office.register.transaction(operator=office.operator.id, purpose="record_return") as tx:
        home = tx.create("returns", {**parsed.home, **about, "officer_id": office.operator.id})
        put_drop(office, tx, "return_details", {**parsed.details, **about, "return_id": wire_id(home)})
        saved = Saved(home, tx.txn, parsed.problems)
    now = _derived(office, form.person)
    return CameHome(
        saved, now.stage.value if now.stage else "", now.next_contact_on, _offers(parsed.home, parsed.details)
    )


def open_leave(office: Office, person: bytes) -> Row | None:
    """The leave from which the person has not left again yet."""
    homes = [
        row
        for row in related_rows(office, person)["returns"]
        if row["kind"] == "leave" and not row["redeparted_on"] and not row["settled_on"]
    ]
    return homes[-1] if homes else None


def record_redeparture(office: Office, home: bytes, redeparted_on: Typed) -> Saved | Refused:
    """Somebody on leave left again; only a leave is left from."""
    row = _known(office, home)
    if row["kind"] != "leave":
        return Refused((stop("Only from a leave does one depart again.", about="returns.redeparted_on"),))
    return _complete(office, row, {"redeparted_on": redeparted_on}, "record_redeparture")


def _complete(office: Office, row: Row, typed: Mapping[str, Typed], purpose: str) -> Saved | Refused:
    today, record = office.today(), bytes(row["id"])
    values, problems = parse_record(office.catalogue, "returns", typed, today, complete=False)
    problems += tuple(
        stop(REQUIRED, about=f"returns.{name}")
        for name, value in values.items()
        if value is None and not stops(problems)
    )
    found = check_return({**row, **values}, {}, today, None)
    problems += tuple(replace(one, field=f"returns.{one.field}") for one in found if one.field in values)
    if stops(problems):
        return Refused(problems)
    with office.register.transaction(operator=office.operator.id, purpose=purpose) as tx:
        tx.change("returns", record, values)
        return Saved(record, tx.txn, problems)


def _parse(office: Office, form: ReturnForm, related: Mapping[str, Any]) -> _Parsed:
    today, catalogue = office.today(), office.catalogue
    home, problems = parse_record(catalogue, "returns", form.home, today)
    details, found = parse_record(catalogue, "return_details", form.details, today, complete=False)
    problems += found
    if details.get("unpaid_rights") and not details.get("unpaid_currency"):
        details["unpaid_currency"] = "IDR"
    stage = derive(office.register.get("people", form.person) or {}, related, today).stage
    checked = check_return(home, _journey(form, related, today), today, stage)
    problems += tuple(replace(one, field=f"returns.{one.field}") if one.field else one for one in checked)
    return _Parsed(home, details, problems)


def _offers(home: Row, details: Row) -> tuple[str, ...]:
    trouble = details.get("circumstance") in _TROUBLE or "violence" in (details.get("reasons") or ())
    holds = {
        "death": home.get("kind") == "remains" or details.get("circumstance") == "remains",
        "complaint": trouble or details.get("fears_recruiter") == "yes",
        "health": bool({details.get("body"), details.get("mind")} & _CARE),
        "rights": bool(details.get("unpaid_rights")),
        "papers": home.get("documents_withheld") == "yes",
        "again": home.get("kind") == "leave" or home.get("plan") == "leave_again",
        "empowerment": home.get("kind") not in ("leave", "remains") and home.get("wants_programme") != "no",
    }
    return tuple(code for code in OFFERS if holds[code])


def _journey(form: ReturnForm, related: Mapping[str, Any], today: date) -> Row:
    named = [row for row in related["journeys"] if form.journey is not None and row["id"] == form.journey]
    return named[0] if named else journey_now(related, derive({}, related, today))


def _derived(office: Office, person: bytes) -> Derived:
    return derive(office.register.get("people", person) or {}, related_rows(office, person), office.today())


def _known(office: Office, home: bytes) -> Row:
    row = office.register.get("returns", home)
    if row is None:
        raise StoreError("no_such_record")
    return row
