"""Records a departure, planned or past: person, journey, family contact, papers, and one sealed drop.

Law 18/2017 art. 42 asks the village to record and watch departures. Nothing is forbidden here: reality is recordable.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from db.edits import Transaction
from db.session import wire_id
from desbumi_app.catalogue.parse_record import Typed, parse_record
from desbumi_app.domain.departure import check, draft_from
from desbumi_app.domain.field_rules import RULES
from desbumi_app.domain.following import ABROAD
from desbumi_app.domain.identity import check_identity, check_passport_birth
from desbumi_app.domain.problems import Problem, stops, warn
from desbumi_app.domain.stage_rules import Stage
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.packs_in_use import packs_of
from desbumi_app.register_list import derive, journey_now
from desbumi_app.rule_facts import departure_rules, rule_packs
from desbumi_app.usecases.check_hamlet import check_hamlet, own_spelling
from desbumi_app.usecases.check_twin_nik import check_twin_nik
from desbumi_app.usecases.read_person import related_rows
from desbumi_app.usecases.write_drop import put_drop

STILL_ABROAD: Final = (
    "According to the book this person is still abroad. Look whether this journey is recorded already, "
    "or record the return first."
)
LEAVES_AGAIN: Final = "According to the book this person is at home on leave. Leaving again on the same contract is recorded with the return."


@dataclass(frozen=True, slots=True)
class DepartureForm:
    """What was typed, by table and field. `person` is the stored id of a known person, None for a new one.

    `papers`: checklist item code -> typed fields of `documents`. `sensitive`: typed fields of
    `journey_recruitment`; it goes sealed to the case compartment and is never kept in the register.
    """

    person: bytes | None
    about: Mapping[str, Typed]
    journey: Mapping[str, Typed]
    contact: Mapping[str, Typed] = field(default_factory=dict)
    papers: Mapping[str, Mapping[str, Typed]] = field(default_factory=dict)
    sensitive: Mapping[str, Typed] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Departed:
    """The stored ids of the person and the journey; `planned` where nobody has left yet."""

    saved: Saved
    journey: bytes
    planned: bool = False


@dataclass(frozen=True, slots=True)
class _Parsed:
    about: dict[str, Any]
    journey: dict[str, Any]
    contact: dict[str, Any]
    papers: dict[str, dict[str, Any]]
    sensitive: dict[str, Any]
    problems: tuple[Problem, ...]


def record_departure(office: Office, form: DepartureForm) -> Departed | Refused:
    """Store everything in one transaction, or nothing; warnings do not stop it. Every departure makes one drop."""
    parsed = _parse(office, form)
    if stops(parsed.problems):
        return Refused(parsed.problems)
    since = _candidate_since(office, form.person, parsed.journey) | _continues(
        office, form.person, parsed.journey
    )
    with office.register.transaction(operator=office.operator.id, purpose="record_departure") as tx:
        person = _person(tx, form.person, parsed.about)
        journey = tx.create("journeys", {**parsed.journey, **since, "person_id": wire_id(person)})
        if parsed.contact:
            tx.create("contacts", {**parsed.contact, "person_id": wire_id(person), "is_main": 1})
        for item, values in parsed.papers.items():
            tx.create(
                "documents",
                {**values, "item": item, "person_id": wire_id(person), "journey_id": wire_id(journey)},
            )
        put_drop(office, tx, "journey_recruitment", {
            **parsed.sensitive, "journey_id": wire_id(journey), "person_id": wire_id(person),
        })  # fmt: skip
        saved = Saved(person, tx.txn, parsed.problems)
    return Departed(saved, journey, planned=not _left(parsed.journey))


def check_departure(office: Office, form: DepartureForm) -> tuple[Problem, ...]:
    """Everything that `record_departure` would find now, without storing: the live validation of the form."""
    return _parse(office, form).problems


def _parse(office: Office, form: DepartureForm) -> _Parsed:
    today, catalogue = office.today(), office.catalogue
    known = office.register.get("people", form.person) if form.person else None
    about, problems = parse_record(catalogue, "people", form.about, today, complete=known is None)
    journey, found = parse_record(catalogue, "journeys", form.journey, today)
    problems += found
    contact: dict[str, Any] = {}
    if any(form.contact.values()):
        contact, found = parse_record(catalogue, "contacts", form.contact, today)
        problems += found
    papers = {}
    for item, typed in form.papers.items():
        papers[item], found = parse_record(catalogue, "documents", typed, today, complete=False)
        problems += tuple(problem.about(f"documents.{item}") for problem in found)
    sensitive, found = parse_record(catalogue, "journey_recruitment", form.sensitive, today, complete=False)
    problems += found
    person = {**(known or {}), **{name: value for name, value in about.items() if value is not None}}
    problems += _named((*check_identity(person, today), *check_passport_birth(person)), "people")
    problems += _named(
        tuple(
            check(draft_from({**person, **journey}), today, departure_rules(journey, today, packs_of(office)))
        ),
        "journeys",
    )
    own_spelling(office, about)
    problems += check_hamlet(office, about.get("hamlet"), "people.hamlet")
    problems += check_twin_nik(office, about.get("nik"), form.person)
    packs = rule_packs(office, journey)
    for rule in ("destination_policy", "p3mi_on_list"):
        problems += _named(RULES[rule](journey, today, packs), "journeys")
    problems += _away(office, form.person)
    return _Parsed(about, journey, contact, papers, sensitive, problems)


def _candidate_since(office: Office, known: bytes | None, journey: Mapping[str, Any]) -> dict[str, Any]:
    """Whose departure is only planned is a candidate from today on, unless still abroad on another journey."""
    if _left(journey) or journey.get("candidate_on") or _stage(office, known) in ABROAD:
        return {}
    return {"candidate_on": office.today().isoformat()}


def _continues(office: Office, known: bytes | None, journey: Mapping[str, Any]) -> dict[str, Any]:
    """Whoever goes back after a leave continues the journey before; nobody has to choose it."""
    person = office.register.get("people", known) if known else None
    if person is None or known is None or journey.get("route") != "re_entry":
        return {}
    related = related_rows(office, known)
    before = journey_now(related, derive(person, related, office.today()))
    return {"previous_journey_id": wire_id(bytes(before["id"]))} if before else {}


def _left(journey: Mapping[str, Any]) -> bool:
    return bool(journey.get("departed_on") or journey.get("arrived_on"))


def _stage(office: Office, known: bytes | None) -> Stage | None:
    person = office.register.get("people", known) if known else None
    return derive(person, related_rows(office, known), office.today()).stage if known and person else None


def _away(office: Office, known: bytes | None) -> tuple[Problem, ...]:
    """A second departure of somebody who never came home is often the same one, recorded twice."""
    stage = _stage(office, known)
    if stage not in ABROAD:
        return ()
    return (warn(LEAVES_AGAIN if stage is Stage.ON_LEAVE else STILL_ABROAD, about="journeys.country"),)


_OF_PEOPLE = frozenset({"born_on", "nik", "kk_number", "passport_born_on"})


def _named(problems: tuple[Problem, ...], table: str) -> tuple[Problem, ...]:
    """Rules name bare columns; forms know fields as table.field."""
    return tuple(
        replace(one, field=f"{'people' if one.field in _OF_PEOPLE else table}.{one.field}")
        if one.field
        else one
        for one in problems
    )


def _person(tx: Transaction, known: bytes | None, about: Mapping[str, Any]) -> bytes:
    if known is None:
        return tx.create("people", about)
    tx.change("people", known, {name: value for name, value in about.items() if value not in (None, ())})
    return known
