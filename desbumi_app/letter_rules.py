"""What a letter's gate looks at, read from the stored rows: age, home, talk, destination, and the one word clearance.

The rules are domain.gate's; which of them a letter has is in its template. Nothing here reads the case store.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from desbumi_app.catalogue.letters import About as Subject
from desbumi_app.catalogue.letters import LetterTemplate
from desbumi_app.catalogue.numbers import load_numbers
from desbumi_app.domain.calendar import age_range
from desbumi_app.domain.departure import draft_from
from desbumi_app.domain.gate import NOT_PRESENT, NOT_RESIDENT, Answer, Gate, GateFacts, letter_gate
from desbumi_app.domain.problems import Problem, stop
from desbumi_app.letter_request import LetterRequest
from desbumi_app.office import Office
from desbumi_app.packs_in_use import packs_of
from desbumi_app.rule_facts import departure_rules, destination_state

Row = Mapping[str, Any]

SETTLE_FIRST = "Two computers say different things about {field}. Settle it before a letter is printed."
BOTH_BIRTHS = "Write the birth date that stands on each of the two papers."
AGE_WOULD_MOVE = (
    "The two birth dates lie on different sides of the age of {age}. This letter may not join them."
)
NEEDS_ENTRY = "A letter for a departure needs a register entry. Record the person first."
CASE_USER = "This paper tells of a case. Only who has opened the cases can print it."
NO_JOURNEY = "This letter is about a journey. Choose the journey first."

_IDENTITY: Final = ("name", "nik", "born_on")
_TRAVEL: Final = ("country", "job", "planned_departure_on", "departed_on")
_LIMITS: Final = ("min_age_departure", "advised_age_domestic")


@dataclass(frozen=True, slots=True)
class About:
    """The rows a gate is asked about, and the parsed birth dates of two papers."""

    person: Row
    journey: Row | None
    talk: Row | None
    births: tuple[str, ...] = ()


def gate_of(office: Office, template: LetterTemplate, request: LetterRequest, about: About) -> Gate:
    """The gate of one letter. A disputed name, NIK or birth date closes it; a disputed clearance counts as empty.

    For a departure, so does a disputed country, job or day of it: the law and the destination are judged by them.
    """
    today = office.today()
    if template.about is not Subject.PERSON:
        return _case_gate(office, template)
    found = [*_disputes(office, "people", about.person, _IDENTITY), *_journey_problems(template, about)]
    if "adult" in template.gate and about.journey is not None:
        found += _disputes(office, "journeys", about.journey, _TRAVEL)
    if "adult" in template.gate and not request.person:
        found = [stop(NEEDS_ENTRY, about="person")]
    if "age_unchanged" in template.gate:
        found += _age_unchanged(about.births, today)
    if "adult" in template.gate:
        decided = letter_gate(
            _facts(office, template, request, about),
            today,
            departure_rules(about.journey or {}, today, packs_of(office)),
        )
    else:
        decided = _home_gate(template, request, about.person)
    if found:
        return Gate(Answer.CHECKLIST_ONLY, (*found, *decided.problems))
    return decided


def _disputes(office: Office, table: str, row: Row, names: Sequence[str]) -> list[Problem]:
    if not row["id"]:
        return []
    open_fields = {one.field for one in office.register.conflicts(bytes(row["id"])) if one.table == table}
    return [stop(SETTLE_FIRST, about=f"{table}.{one}", field=one) for one in names if one in open_fields]


def _journey_problems(template: LetterTemplate, about: About) -> list[Problem]:
    needs = any(key.startswith("journey.") for key in template.required)
    return [stop(NO_JOURNEY, about="journey")] if needs and about.journey is None else []


def _home_gate(template: LetterTemplate, request: LetterRequest, person: Row) -> Gate:
    """Letters that are not about leaving ask for the home alone."""
    home = "resident" not in template.gate or _is_resident(person) or bool(request.residence_reason.strip())
    here = "signer_present" not in template.gate or (request.signer_present and request.card_seen)
    found = [] if home else [stop(NOT_RESIDENT, about="residence_status")]
    found += [] if here else [stop(NOT_PRESENT)]
    return Gate(Answer.CHECKLIST_ONLY if found else Answer.OPEN, tuple(found))


def _case_gate(office: Office, template: LetterTemplate) -> Gate:
    """A paper about a case is printed by who can open the cases now; one about a meeting by everybody."""
    if template.confidential and office.cases is None:
        return Gate(Answer.CHECKLIST_ONLY, (stop(CASE_USER, about="cases"),))
    return Gate(Answer.OPEN, ())


def _facts(office: Office, template: LetterTemplate, request: LetterRequest, about: About) -> GateFacts:
    person, journey, talk = about.person, about.journey or {}, about.talk
    wanted = set(template.gate)
    destination = destination_state(journey, office.today(), packs_of(office))
    asked = "destination_open" in wanted
    here = "signer_present" not in wanted
    return GateFacts(
        draft=draft_from({**person, **journey}, for_letter=True),
        clearance=_clearance(office, about.journey) if "cleared" in wanted else "clear",
        is_resident="resident" not in wanted or _is_resident(person),
        residence_reason=request.residence_reason.strip() or None,
        counselled_on=str(talk["held_on"]) if talk and talk["held_on"] else None,
        counselled_with_family=bool(talk and talk["with_family"]),
        destination=destination.state if asked else "open",
        destination_as_of=destination.as_of,
        destination_expired=asked and destination.old,
        signer_present=here or request.signer_present,
        card_seen=here or request.card_seen,
    )


def _is_resident(person: Row) -> bool:
    return person["residence_status"] in ("resident", "incomer")


def _clearance(office: Office, journey: Row | None) -> str | None:
    """Clear only when every computer that said something says so."""
    if journey is None:
        return None
    heads = office.register.heads("journeys", bytes(journey["id"]), "clearance")
    return "clear" if heads and all(head.value == "clear" for head in heads) else None


def _age_unchanged(births: Sequence[str], today: date) -> list[Problem]:
    if len(births) != 2 or not all(births):
        return [stop(BOTH_BIRTHS, about="document_births")]
    numbers, found = load_numbers(), []
    for name in _LIMITS:
        limit = numbers.value(name, today.isoformat())
        sides = {age >= limit for birth in births for age in age_range(birth, today)}
        if len(sides) > 1:
            found.append(stop(AGE_WOULD_MOVE, about="document_births", age=str(limit)))
    return found
