"""Records somebody in one short step: already abroad, home again, dead, or only interested. Families often know a year only.

For the first census, when most people left long ago (domain rules 3, back-registration). Nothing is asked twice here;
what is missing stands in the file as missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from db.edits import Transaction
from db.session import wire_id
from desbumi_app.catalogue.parse_record import REQUIRED, Typed, parse_record
from desbumi_app.domain.calendar import earliest, known_ages, latest
from desbumi_app.domain.identity import check_identity
from desbumi_app.domain.problems import Problem, stop, stops, warn
from desbumi_app.domain.stage_guards import UNDER_AGE
from desbumi_app.matching.names import fold
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.check_hamlet import check_hamlet, own_spelling
from desbumi_app.usecases.check_twin_nik import check_twin_nik
from desbumi_app.usecases.find_people import find_people
from desbumi_app.usecases.record_life_event import UNCONFIRMED
from desbumi_app.usecases.write_drop import put_drop

INTERESTED, ABROAD, HOME, DIED = "interested", "abroad", "home", "died"
WHERE: Final = (ABROAD, HOME, INTERESTED, DIED)
ALREADY: Final = "Somebody of this name and hamlet is in the book already: {name}. Open that file first."
BEFORE: Final = "The return lies before the departure."
NOT_YET: Final = "This day has not come yet."
AFTER_BIRTH: Final = "The departure lies before the birth."


@dataclass(frozen=True, slots=True)
class BackForm:
    """What was typed, by "table.field". `where`: a code of WHERE."""

    where: str
    typed: Mapping[str, Typed]
    anyway: bool = False  # the officer has seen that somebody of this name is there


def record_back(office: Office, form: BackForm) -> Saved | Refused:
    """Store person, journey and what happened since in one transaction; KeyError for an unknown `where`."""
    values, problems = _parse(office, form)
    if stops(problems):
        return Refused(problems)
    person_values, journey = values["people"], values["journeys"]
    with office.register.transaction(operator=office.operator.id, purpose="record_back") as tx:
        person = tx.create("people", {**_new(form.where), **_filled(person_values)})
        _since(office, tx, form.where, person, {**values, "journeys": _filled(journey)})
        return Saved(person, tx.txn, problems)


def check_back(office: Office, form: BackForm) -> tuple[Problem, ...]:
    """Everything that `record_back` would find now."""
    return _parse(office, form)[1]


def _since(
    office: Office, tx: Transaction, where: str, person: bytes, values: Mapping[str, Mapping[str, Any]]
) -> None:
    own = {"person_id": wire_id(person)}
    officer = {"officer_id": office.operator.id}
    about, event = values["journeys"], values["life_events"].get("occurred_on")
    if where == INTERESTED:
        today = office.today().isoformat()
        wish = {"kind": "interested", "occurred_on": today, "country": about.get("country")}
        tx.create("life_events", {**own, **officer, **_filled(wish)})
        return
    journey: dict[str, bytes] = {}
    if about.get("country") or about.get("departed_on"):
        left = about.get("departed_on")
        known = {"route": "unknown", "arrived_on": left, **about, "back_registered": 1}
        made = tx.create("journeys", {**own, **_filled(known)})
        journey = {"journey_id": wire_id(made)}
        put_drop(office, tx, "journey_recruitment", {**own, **journey})
    if where == HOME:
        tx.create(
            "returns", {**own, **journey, **officer, **_filled({"kind": "unknown", **values["returns"]})}
        )
    elif where == DIED:
        tx.create("life_events", {**own, **journey, **officer, "kind": "died", "occurred_on": event})


def _parse(office: Office, form: BackForm) -> tuple[dict[str, dict[str, Any]], tuple[Problem, ...]]:
    today = office.today()
    values: dict[str, dict[str, Any]] = {}
    problems: tuple[Problem, ...] = ()
    for table in ("people", "journeys", "returns", "life_events"):
        typed = {
            name.partition(".")[2]: text for name, text in form.typed.items() if name.startswith(f"{table}.")
        }
        values[table], found = parse_record(office.catalogue, table, typed, today, complete=False)
        problems += found
    told = {problem.field for problem in problems if problem.level == "stop"}
    problems += tuple(
        stop(REQUIRED, about=name)
        for name in _needed(form.where)
        if not _value(values, name) and name not in told
    )
    problems += tuple(one.about("people.born_on") for one in check_identity(values["people"], today))
    own_spelling(office, values["people"])
    return values, (
        *problems,
        *check_hamlet(office, values["people"].get("hamlet"), "people.hamlet"),
        *check_twin_nik(office, values["people"].get("nik"), None),
        *_days(values, office),
        *_minor(form, values, office),
        *_twin(office, form, values),
    )


def _needed(where: str) -> tuple[str, ...]:
    more: Mapping[str, tuple[str, ...]] = {
        INTERESTED: (),  # many wish to go before they know where
        ABROAD: ("journeys.country", "journeys.departed_on"),
        HOME: ("returns.arrived_on",),
        DIED: ("life_events.occurred_on",),
    }
    return ("people.name", "people.hamlet", *more[where])


def _days(values: Mapping[str, Mapping[str, Any]], office: Office) -> tuple[Problem, ...]:
    found = []
    names = ("journeys.departed_on", "returns.arrived_on", "life_events.occurred_on")
    for name in names:
        day = _value(values, name)
        if day and earliest(day) > office.today():
            found.append(stop(NOT_YET, about=name))
    left, came, born = (_value(values, name) for name in (*names[:2], "people.born_on"))
    if left and came and latest(came) < earliest(left):
        found.append(stop(BEFORE, about="returns.arrived_on"))
    if left and born and latest(left) < earliest(born):
        found.append(stop(AFTER_BIRTH, about="journeys.departed_on"))
    return tuple(found)


def _minor(form: BackForm, values: Mapping[str, Mapping[str, Any]], office: Office) -> tuple[Problem, ...]:
    """Whoever is younger than 18 is recorded all the same: as interested, or as what has happened."""
    ages = known_ages(values["people"].get("born_on"), office.today())
    if form.where in (INTERESTED, ABROAD) and ages is not None and ages[0] < 18:
        return (warn(UNDER_AGE, about="people.born_on"),)
    return (warn(UNCONFIRMED, about="life_events.occurred_on"),) if form.where == DIED else ()


def _twin(office: Office, form: BackForm, values: Mapping[str, Mapping[str, Any]]) -> tuple[Problem, ...]:
    """Search before adding: the same folded name in the same hamlet is somebody we have."""
    name, hamlet = str(values["people"].get("name") or ""), str(values["people"].get("hamlet") or "")
    if not name or form.anyway:
        return ()
    for line in find_people(office, name).lines:
        if fold(line.name) == fold(name) and line.hamlet.casefold() == hamlet.casefold():
            return (stop(ALREADY, about="people.name", name=line.name),)
    return ()


def _new(where: str) -> dict[str, Any]:
    known: dict[str, Any] = {"residence_status": "resident", "nik_status": "none_yet"}
    return known if where == INTERESTED else {**known, "back_registered": 1}


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: value for name, value in values.items() if value not in (None, "", ())}
    return {**found, "nik_status": "stated"} if found.get("nik") and "nik_status" not in found else found


def _value(values: Mapping[str, Mapping[str, Any]], name: str) -> Any:
    table, _dot, column = name.partition(".")
    return values[table].get(column)
