"""Records that somebody came for information, with family or alone: a condition of departure letters (domain 5.3)."""

from collections.abc import Mapping

from db.session import wire_id
from desbumi_app.catalogue.parse_record import Typed, parse_record
from desbumi_app.domain.problems import stops
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved


def record_counselling(
    office: Office, person: bytes, typed: Mapping[str, Typed], journey: bytes | None = None
) -> Saved | Refused:
    """Store one conversation of a person (stored ids); the officer is who works now."""
    values, problems = parse_record(office.catalogue, "counselling", typed, office.today())
    if stops(problems):
        return Refused(problems)
    values |= {"person_id": wire_id(person), "officer_id": office.operator.id}
    if journey is not None:
        values["journey_id"] = wire_id(journey)
    with office.register.transaction(operator=office.operator.id, purpose="record_counselling") as tx:
        return Saved(tx.create("counselling", values), tx.txn, problems)
