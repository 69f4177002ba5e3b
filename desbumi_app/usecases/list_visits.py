"""Which families are to be visited: the days that visits, family cards and, with the case key, children's sheets name.

A child's sheet is read only while the case book is open, and what it says is told as a visit to the family, no more.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from db import agenda
from db.session import wire_id
from desbumi_app.domain.visits import next_visit, visit_state, visit_window
from desbumi_app.office import Office
from desbumi_app.usecases.read_person import Row

Window = tuple[str, str]


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One family: the person whose file it belongs to (stored id), the day, and `late` or `soon`."""

    person: bytes
    name: str
    hamlet: str
    day: str
    state: str


def list_visits(office: Office) -> tuple[VisitLine, ...]:
    """Families waiting for a visit that is late or due within a week, the earliest day first."""
    window = visit_window(office.today())
    planned: dict[bytes, list[str]] = defaultdict(list)
    for person, day in (*_of_households(office, window), *_of_children(office, window)):
        planned[person].append(day)
    asked = {*planned, *agenda.people_dated(office.register, ("visits", "next_visit_on"), window)}
    found = [line for person in asked if (line := _line(office, person, planned[person])) is not None]
    return tuple(sorted(found, key=lambda one: (one.day, one.name)))


def _line(office: Office, person: bytes, planned: list[str]) -> VisitLine | None:
    row = office.register.get("people", person)
    if row is None or row["archived"]:
        return None
    made = [
        (str(one["visited_on"] or ""), str(one["next_visit_on"] or ""))
        for one in office.register.rows_where("visits", person_id=wire_id(person))
        if bytes(one["id"])[:4] == person[:4]
    ]
    day = next_visit(made, planned)
    state = visit_state(day, office.today())
    if day is None or state is None:
        return None
    return VisitLine(person, str(row["name"] or ""), str(row["hamlet"] or ""), day, state)


def _of_households(office: Office, window: Window) -> Iterator[tuple[bytes, str]]:
    """What a family card says, for the person whose family it is."""
    for home in agenda.rows_dated(office.register, ("households", "next_visit_on"), window):
        row, person = office.register.get("households", home), _person_of(office, home)
        if row is not None and person is not None:
            yield person, str(row["next_visit_on"])


def _of_children(office: Office, window: Window) -> Iterator[tuple[bytes, str]]:
    if office.cases is None:
        return
    for child in agenda.rows_dated(office.cases, ("child_needs", "next_visit_on"), window):
        row = office.cases.get("child_needs", child)
        person = _parent_of(office, row) if row is not None else None
        if (
            row is not None
            and person is not None
            and str(row["visited_on"] or "") < str(row["next_visit_on"])
        ):
            yield person, str(row["next_visit_on"])


def _parent_of(office: Office, child: Row) -> bytes | None:
    """Who went away: of the journey the sheet names, else of the family."""
    if child["journey_id"]:
        record = agenda.here(office.register, bytes(child["journey_id"]))
        journey = office.register.get("journeys", record)
        if journey is not None and journey["person_id"]:
            return office.register.resolve(record, bytes(journey["person_id"]))
    if child["household_id"]:
        return _person_of(office, agenda.here(office.register, bytes(child["household_id"])))
    return None


def _person_of(office: Office, home: bytes) -> bytes | None:
    """The first of the family who is in the register, by membership, else by the number of the card."""
    register = office.register
    for member in register.rows_where("household_members", household_id=wire_id(home)):
        if member["person_id"] and not member["left_on"]:
            person = register.resolve(home, bytes(member["person_id"]))
            known = register.get("people", person)
            if known is not None and not known["archived"]:
                return person
    row = register.get("households", home)
    if row is None or not row["kk_number"]:
        return None
    same_card = register.rows_where("people", kk_number=row["kk_number"])
    return next((bytes(one["id"]) for one in same_card if bytes(one["id"])[:4] == home[:4]), None)
