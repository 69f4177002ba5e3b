"""Begins the file of somebody who is new: the name as typed, nothing else. Whoever calls fills in the rest at once."""

from desbumi_app.catalogue.parse_record import parse_record
from desbumi_app.domain.problems import stop, stops
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved

NO_NAME = "Write the name of the person first."


def add_person(office: Office, name: str) -> Saved | Refused:
    """A person of this name; whether somebody of the name is there already is for the caller to show."""
    if not name.strip():
        return Refused((stop(NO_NAME, about="people.name"),))
    values, problems = parse_record(
        office.catalogue, "people", {"name": name}, office.today(), complete=False
    )
    if stops(problems):
        return Refused(problems)
    with office.register.transaction(operator=office.operator.id, purpose="add_person") as tx:
        return Saved(tx.create("people", values), tx.txn, problems)
